"""All facts of a draft in one form. Only what was changed in it touches the document; what is wrong is shown at its field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from antwoord_rules.errors import StoreError
from antwoord_rules.interview.answers import Misread
from antwoord_rules.interview.document import Document, put, remove, with_element, without_element
from antwoord_rules.interview.municipality import ENTRIES
from antwoord_rules.interview.sheet import Sheet, entry_name
from antwoord_rules.interview.typed import Typed
from antwoord_rules.language import Language
from antwoord_rules.reports import interviews
from antwoord_rules.web.context import LanguageDep
from antwoord_rules.web.pages.work import STALE, FormDep, Work, WorkDep, is_code, number_of, text_of, typed_in
from antwoord_rules.web.view import page

router = APIRouter()

_PARTS: Final = len(Typed._fields)


@router.get("/drafts/{draft_id}/form")
def form(request: Request, work: WorkDep, language: LanguageDep) -> HTMLResponse:
    """The form."""
    return _page(request, work, language, told="saved" if "saved" in request.query_params else "")


@router.post("/drafts/{draft_id}/form")
def fill(request: Request, work: WorkDep, form: FormDep, language: LanguageDep) -> Response:
    """The draft after what was changed in the form, and after a list was changed by a button."""
    shown = _shown_in(text_of(form, "shown"))
    given = {name: typed_in(form, name) for name in shown}
    sheet = Sheet(work.session, language)
    revision = number_of(form, "revision")
    if revision != work.draft.revision:
        return _stale(request, work, language, shown, given)
    filled = sheet.fill(shown, given)
    action, _, subject = text_of(form, "do").partition(":")
    document = filled.document if filled.wrong else _with_list(work, filled.document, action, subject)
    if document != work.subject.document:
        try:
            work = work.keep_document(document, revision)
        except StoreError as error:
            if not is_code(error, STALE):
                raise
            return _stale(request, work, language, shown, given)
    if filled.wrong:
        typed = {name: given[name] for name in filled.wrong}
        return _page(request, work, language, typed=typed, wrong=filled.wrong, told="wrong", status=422)
    return RedirectResponse(f"{work.url}/form?saved=1" + (f"#{subject.partition('[')[0]}" if action else ""), 303)


def _with_list(work: Work, document: Document, action: str, subject: str) -> Document:
    """The document after a button of a list: an element added or removed, no elements, unknown, or no answer."""
    vocabulary = work.server.kb.base.vocabulary
    name, _, number = subject.rstrip("]").partition("[")
    collection = vocabulary.collection_by_id.get(name)
    if collection is None:
        return document
    match action:
        case "add":
            return with_element(document, collection)
        case "remove" if number.isdigit() and isinstance(document.get(name), list):
            return without_element(document, name, int(number))
        case "none":
            return put(vocabulary, document, name, ())
        case "unknown":
            return put(vocabulary, document, name, None)
        case "clear":
            return remove(vocabulary, document, name)
        case _:
            return document


def _stale(
    request: Request, work: Work, language: Language, shown: Mapping[str, Typed], given: Mapping[str, Typed]
) -> HTMLResponse:
    """The form of the draft as it is now, with what was typed at the fields that were changed, and nothing saved."""
    now = Work(work.server, work.who, work.server.store.draft(work.draft.id, work.who.name))
    sheet = Sheet(now.session, language)
    gone = {name: said for name, said in given.items() if name not in sheet.shown and said != shown[name]}
    changed = sheet.changes(shown, given)
    moved = {name: said for name, said in changed.items() if sheet.moved(name, shown)}
    typed = {name: said for name, said in changed.items() if name not in moved}
    lost = [f"{name}: {said.value}" for name, said in {**gone, **moved}.items()]
    return _page(request, now, language, typed=typed, told="stale", lost=lost, status=409)


def _page(
    request: Request,
    work: Work,
    language: Language,
    *,
    typed: Mapping[str, Typed] | None = None,
    wrong: Mapping[str, Mapping[str, Misread]] | None = None,
    told: str = "",
    lost: list[str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    sheet = Sheet(work.session, language)
    flaws = {
        name: {part: interviews.misread_told(found, language) for part, found in parts.items()}
        for name, parts in (wrong or {}).items()
    }
    return page(
        request,
        "form.html.jinja",
        status=status,
        work=work,
        picture=work.picture(language),
        sheet=sheet,
        entries=[(entry, entry_name(entry.key)) for entry in ENTRIES],
        typed=dict(sheet.shown) | dict(typed or {}),
        touched=frozenset(typed or ()),
        shown=json.dumps(sheet.shown, ensure_ascii=False, separators=(",", ":")),
        wrong=flaws,
        told=told,
        lost=lost or [],
    )


def _shown_in(text: str) -> dict[str, Typed]:
    """What the form showed, as it was sent along; nothing for what is no such thing."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: Typed(str(said[0]), said[1] is True, *map(str, said[2:]))
        for name, said in found.items()
        if isinstance(said, list) and len(said) == _PARTS
    }
