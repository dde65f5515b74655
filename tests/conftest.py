"""Fixtures that are dear to make, made once."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.needs import missing

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


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of the tests' own."""
    from tests.postgres import Postgres, binaries

    if binaries() is None:
        missing("PostgreSQL (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="antwoord-postgres-"))  # its user must be able to get there
    folder.chmod(0o755)
    server = Postgres(folder / "server")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind that the store runs on."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture
def store(store_url: str):
    """An empty store on each kind of database."""
    from antwoord_rules.store.store import Store

    with closing(Store.open(store_url)) as made:
        yield made
