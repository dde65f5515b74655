"""The application: routes, errors, and what stands around each request."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from antwoord_rules.errors import AntwoordError
from antwoord_rules.store.store import Store
from antwoord_rules.version import __version__
from antwoord_rules.web import api, pages, problems
from antwoord_rules.web.context import Server
from antwoord_rules.web.knowledge import knowledge_base
from antwoord_rules.web.safety.csrf import own_forms_only
from antwoord_rules.web.safety.gate import Gate
from antwoord_rules.web.settings import Settings, default_store

_STATIC: Final = Path(__file__).parent / "static"


def create(settings: Settings) -> FastAPI:
    """The application; raises `RulesError`, `UsageError` and `StoreError` when it can't run."""
    store = Store.open(settings.store or default_store())
    made = FastAPI(
        title="antwoord-rules",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # `api.openapi` makes the description
    )
    made.state.server = Server(settings, knowledge_base(settings), store, store.secret("csrf"))
    made.add_exception_handler(AntwoordError, problems.on_error)
    made.add_exception_handler(HTTPException, problems.on_http)
    made.add_exception_handler(RequestValidationError, problems.on_invalid)
    made.add_exception_handler(Exception, problems.on_crash)
    made.add_middleware(Gate, settings=settings)
    made.mount("/static", StaticFiles(directory=_STATIC), name="static")
    for router in api.routers():
        made.include_router(router, prefix="/api")
    for router in pages.routers():
        made.include_router(router, dependencies=[Depends(own_forms_only)], include_in_schema=False)
    return made


def from_environment() -> FastAPI:
    """The application with the settings that the command left in the environment: a worker starts here."""
    return create(Settings.from_environment())
