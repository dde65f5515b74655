"""`/healthz`: the process lives. `/readyz`: it can work. `/metrics`: how it goes, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from antwoord_rules.errors import StoreError
from antwoord_rules.web.context import Admin, ServerDep
from antwoord_rules.web.operation import figures

router = APIRouter()


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Whether the process lives."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(server: ServerDep) -> PlainTextResponse:
    """Whether the store answers; the rules are there since before the first request. Says nothing more, since anybody may ask."""
    try:
        server.store.ping()
    except StoreError:
        return PlainTextResponse("the store does not answer\n", 503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def metrics(_: Admin) -> Response:
    """The figures. With accounts for administrators, and programs with a token of one."""
    return Response(figures.text(), media_type=figures.MEDIA_TYPE)
