"""Two people who saved one municipality: what differs, who changed it, and a choice for each difference. Nothing is lost."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from antwoord_rules.errors import FactsError, StoreError, problem
from antwoord_rules.interview.merging import Difference, differences, merged
from antwoord_rules.language import Language
from antwoord_rules.reports.differences import Told, told
from antwoord_rules.store.records import Version
from antwoord_rules.web.context import LanguageDep
from antwoord_rules.web.pages.work import CONFLICT, FormDep, Work, WorkDep, is_code, note_of, number_of, text_of
from antwoord_rules.web.view import page

router = APIRouter()

_CHOICE: Final = "choice:"


class Conflict(NamedTuple):
    """The newest version, the one of this municipality that the draft started from (None: none), and where the newest and the
    draft differ."""

    theirs: Version
    base: Version | None
    found: tuple[Difference, ...]


@router.get("/drafts/{draft_id}/conflict")
def conflict(request: Request, work: WorkDep, language: LanguageDep) -> HTMLResponse:
    """The differences, to choose from."""
    return conflict_page(request, work, language)


@router.post("/drafts/{draft_id}/conflict")
def settle(request: Request, work: WorkDep, form: FormDep, language: LanguageDep) -> Response:
    """The draft after the choices, as the next version; should there be yet another version by now, what differs from that."""
    note, every = note_of(form), text_of(form, "every")
    found = _conflict(work)
    chosen = {d.name: every or text_of(form, _CHOICE + d.name) for d in found.found}
    same = number_of(form, "revision") == work.draft.revision and text_of(form, "theirs") == found.theirs.id
    missing = frozenset(name for name, choice in chosen.items() if choice not in ("theirs", "mine"))
    if not same or missing:
        status = 422 if same else 409
        return conflict_page(request, work, language, note=note, chosen=chosen, missing=missing if same else None, status=status)
    taken = {name for name, choice in chosen.items() if choice == "theirs"}
    mine, theirs = work.subject.document, json.loads(found.theirs.facts)
    document = merged(work.server.kb, theirs, mine, found.found, taken)
    kept = work.keep_document(document, work.draft.revision, found.theirs)
    if len(taken) == len(found.found):  # nothing of one's own is left to save
        return RedirectResponse(f"{kept.url}/save", 303)
    try:
        return RedirectResponse(f"/versions/{kept.save(note)}", 303)
    except StoreError as error:
        if not is_code(error, CONFLICT):
            raise
        return conflict_page(request, kept, language, note=note, missing=None, status=409)


def conflict_page(
    request: Request,
    work: Work,
    language: Language,
    *,
    note: str = "",
    chosen: dict[str, str] | None = None,
    missing: frozenset[str] | None = frozenset(),
    status: int = 200,
) -> HTMLResponse:
    """The differences between the newest version and the draft, with a choice for each. `missing` names those that nothing was
    chosen for; None says that the draft or the newest version changed once more."""
    found = _conflict(work)
    rows: list[tuple[Difference, Told]] = [(d, told(d, work.server.kb.base, language)) for d in found.found]
    return page(
        request,
        "conflict.html.jinja",
        status=status,
        work=work,
        theirs=found.theirs,
        base=found.base,
        rows=rows,
        note=note,
        chosen=chosen or {},
        missing=missing or frozenset(),
        again=missing is None,
    )


def _conflict(work: Work) -> Conflict:
    """The conflict of a draft; raises STORE-GONE when there is no version to differ from."""
    kb, store, about = work.server.kb, work.server.store, work.subject.memory.municipality
    there = store.find(about.naam, about.code, draft=work.draft)
    if there is None:
        raise StoreError([problem("STORE-GONE", name=about.naam)])
    base = store.base_of(work.draft) if work.draft.municipality_id == there.id else None
    before = None if base is None else _readable(work, base)
    theirs: dict[str, Any] = json.loads(there.newest.facts)
    return Conflict(there.newest, base, differences(kb, before, theirs, work.subject.document))


def _readable(work: Work, version: Version) -> dict[str, Any] | None:
    """The document of a version; None when the rules of now do not know all of its facts."""
    found: dict[str, Any] = json.loads(version.facts)
    try:
        work.server.kb.read(found)
    except FactsError:
        return None
    return found
