"""The REST API: one module for each thing that can be asked."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from fastapi import APIRouter

_MODULES: Final = ("assess", "reasoning", "comparing", "rules", "batch", "store", "docs")


def routers() -> list[APIRouter]:
    """The routes below /api."""
    return [import_module(f"{__name__}.{name}").router for name in _MODULES]
