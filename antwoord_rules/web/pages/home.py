"""The overview: the municipalities that were saved, and what one works on."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from antwoord_rules.web.context import Reader, ServerDep
from antwoord_rules.web.pages.subject import Subject
from antwoord_rules.web.view import page

router = APIRouter()


@router.get("/")
def home(request: Request, server: ServerDep, who: Reader) -> HTMLResponse:
    """The overview."""
    store = server.store
    drafts = [Subject(server.kb, draft) for draft in store.drafts(who.name)]
    return page(request, "home.html.jinja", headings=store.overview(), drafts=drafts)
