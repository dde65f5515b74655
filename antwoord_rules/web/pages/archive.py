"""Everything as one file, and back: for administrators."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.errors import FactsError, StoreError
from antwoord_rules.store import archive, importing
from antwoord_rules.web import problems
from antwoord_rules.web.context import Admin, ServerDep
from antwoord_rules.web.downloads import download
from antwoord_rules.web.pages.administration import overview_page
from antwoord_rules.web.saving import saving

router = APIRouter(prefix="/admin")


@router.get("/export.zip")
def export(server: ServerDep, who: Admin) -> Response:
    """All municipalities with all versions, as it is made."""
    server.store.note(who.name, "export", "zip")
    return download(archive.export(server.store), "zip", "antwoord", f"{datetime.now().astimezone():%Y-%m-%d}")


@router.post("/import")
def bring_in(request: Request, server: ServerDep, who: Admin, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Add what a zip holds; all of it or nothing. What is no zip is told as such."""
    if file is None:
        return RedirectResponse("/admin#archive", 303)
    kb = server.kb
    try:
        done = importing.bring_in(
            server.store, file.file, who.name, validate=lambda facts: kb.read(facts.encode()), saving=partial(saving, kb)
        )
    except (FactsError, StoreError) as error:
        status = problems.status_of(error)
        if status == 503:  # noqa: PLR2004  (the store itself)
            raise
        return overview_page(request, server, archive_problems=error.problems, status=status)
    return overview_page(request, server, imported=done)
