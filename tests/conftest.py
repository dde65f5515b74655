"""Fixtures that are dear to make, made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FACTS = sorted((ROOT / "facts").glob("*.json"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never use the user's cache, nor one that an earlier run left."""
    os.environ["ANTWOORD_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def kb(_own_cache: None):
    """The bundled knowledge base."""
    from antwoord_rules import KnowledgeBase

    return KnowledgeBase.load()


@pytest.fixture
def document() -> dict:
    """A fact document with nothing in it but what is required."""
    return {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}
