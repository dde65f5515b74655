"""The application: routes, errors, and what stands around each request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from antwoord_rules.errors import AntwoordError
from antwoord_rules.store.people import People
from antwoord_rules.store.store import Store
from antwoord_rules.version import __version__
from antwoord_rules.web import api, pages, problems
from antwoord_rules.web.context import Server
from antwoord_rules.web.knowledge import knowledge_base
from antwoord_rules.web.operation import figures, health, logs
from antwoord_rules.web.operation.watch import Watch
from antwoord_rules.web.safety.csrf import own_forms_only
from antwoord_rules.web.safety.gate import Gate
from antwoord_rules.web.safety.programs import programs_only
from antwoord_rules.web.settings import Settings, default_store
from antwoord_rules.web.static_files import FOLDER, Static


def create(settings: Settings) -> FastAPI:
    """The application; raises `RulesError`, `UsageError` and `StoreError` when it can't run."""
    store = Store.open(settings.store or default_store())
    server = Server(settings, knowledge_base(settings), store, People(store), store.secret("csrf"))
    made = FastAPI(
        title="antwoord-rules",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # `api.openapi` makes the description
        lifespan=_life,
    )
    made.state.server = server
    made.add_exception_handler(AntwoordError, problems.on_error)
    made.add_exception_handler(HTTPException, problems.on_http)
    made.add_exception_handler(RequestValidationError, problems.on_invalid)
    made.add_middleware(Gate, server=server)
    made.add_middleware(Watch, settings=settings)
    made.mount("/static", Static(directory=FOLDER), name="static")
    made.include_router(_with_head(health.router), include_in_schema=False)
    for router in api.routers():
        made.include_router(router, prefix="/api", dependencies=[Depends(programs_only)])
    for router in pages.routers():
        made.include_router(_with_head(router), dependencies=[Depends(own_forms_only)], include_in_schema=False)
    return made


def _with_head(router: APIRouter) -> APIRouter:
    """Who asks for a page may ask for its headers alone, as monitors do."""
    for route in router.routes:
        if isinstance(route, APIRoute) and route.methods == {"GET"}:
            route.methods = {"GET", "HEAD"}
    return router


def from_environment() -> FastAPI:
    """The application with the settings that the command left in the environment: a worker starts here."""
    settings = Settings.from_environment()
    logs.configure(settings.log)
    return create(settings)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    server: Server = app.state.server
    figures.BUILD.labels(__version__, server.kb.sha256[:12]).set(1)
    yield
    figures.ended()
    server.store.close()
