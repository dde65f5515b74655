"""The versions of a municipality: what was saved, when and by whom; and a new draft from any of them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from antwoord_rules.web.context import Analyst, Reader, ServerDep
from antwoord_rules.web.view import page

router = APIRouter()


@router.get("/municipalities/{municipality_id}")
def history(request: Request, municipality_id: str, server: ServerDep, _: Reader) -> HTMLResponse:
    """The versions, the newest first."""
    municipality = server.store.municipality(municipality_id)
    versions = server.store.versions(municipality_id)
    return page(request, "history.html.jinja", municipality=municipality, versions=versions, rules=server.kb.sha256)


@router.post("/versions/{version_id}/edit")
def edit(version_id: str, server: ServerDep, who: Analyst) -> Response:
    """A draft with the facts of a version."""
    version = server.store.version(version_id)
    draft = server.store.new_draft(who.name, version.facts, base=version)
    return RedirectResponse(f"/drafts/{draft.id}/form", 303)
