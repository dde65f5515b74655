"""The pages: one module for each thing that can be done."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from fastapi import APIRouter

_MODULES: Final = (
    "home",
    "drafts",
    "interviewing",
    "form",
    "conflicts",
    "history",
    "results",
    "explaining",
    "what_if",
    "planning",
    "reporting",
    "comparing",
    "benchmarking",
    "rulebook",
    "workbench",
    "signing",
    "password",
    "administration",
    "archive",
)


def routers() -> list[APIRouter]:
    """The routes of all pages."""
    return [import_module(f"{__name__}.{name}").router for name in _MODULES]
