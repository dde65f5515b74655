"""The description of the API: for tools, and as a page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from antwoord_rules.language import Language
from antwoord_rules.web.api.bodies import as_json
from antwoord_rules.web.api.openapi import document, status_name
from antwoord_rules.web.context import LanguageDep, Server, ServerDep
from antwoord_rules.web.downloads import to_json
from antwoord_rules.web.view import page

router = APIRouter()


@router.get("/openapi.json")
def description(request: Request, server: ServerDep, language: LanguageDep) -> Response:
    """The description in OpenAPI."""
    return as_json(_made(request, server, language))


@router.get("/docs")
def readable(request: Request, server: ServerDep, language: LanguageDep) -> HTMLResponse:
    """The same for people."""
    return page(request, "api-docs.html.jinja", api=_made(request, server, language), pretty=to_json, status_name=status_name)


def _made(request: Request, server: Server, language: Language) -> dict[str, Any]:
    """Made once in each language: its examples are real answers, which take a moment."""
    kept: dict[Language, dict[str, Any]] = request.app.state.__dict__.setdefault("api_description", {})
    if language not in kept:
        kept[language] = document(server, language)
    return kept[language]
