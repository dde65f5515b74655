"""Drafts from beginning to end: a new one, one from a fact file, saving, throwing away, downloading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from antwoord_rules.comparison.changes import changes
from antwoord_rules.errors import FactsError, Problem, StoreError
from antwoord_rules.facts.jsontext import decode
from antwoord_rules.interview.answers import Misread
from antwoord_rules.interview.document import to_text
from antwoord_rules.interview.municipality import ENTRIES, new_document
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY
from antwoord_rules.language import Text
from antwoord_rules.reports import interviews
from antwoord_rules.web.context import Analyst, LanguageDep, ServerDep
from antwoord_rules.web.downloads import download
from antwoord_rules.web.pages.conflicts import conflict_page
from antwoord_rules.web.pages.subject import PREFIX, SubjectDep
from antwoord_rules.web.pages.work import CONFLICT, FormDep, Work, WorkDep, is_code, note_of, text_of
from antwoord_rules.web.view import page

router = APIRouter()

_REQUIRED: Final = Text("Zonder dit antwoord kunnen wij niet beginnen.", "We can't start without this answer.")
_FACTS: Final = Text("feiten", "facts")


@router.get("/new")
def new(request: Request, _: Analyst) -> HTMLResponse:
    """A form for a new assessment."""
    return _new_page(request, {})


@router.post("/new")
def begin(request: Request, server: ServerDep, who: Analyst, form: FormDep, language: LanguageDep) -> Response:
    """A draft for a municipality that is named in the form."""
    texts = {entry.key: text_of(form, entry.key) for entry in ENTRIES}
    read = {entry.key: entry.read(text) for entry in ENTRIES if (text := texts[entry.key].strip())}
    wrong = {key: interviews.misread_told(value, language) for key, value in read.items() if isinstance(value, Misread)}
    wrong |= {entry.key: _REQUIRED.to(language) for entry in ENTRIES if entry.required and entry.key not in read}
    document = None if wrong else new_document(read)
    if document is None:
        return _new_page(request, texts, wrong, status=422)
    about = document[MUNICIPALITY]
    there = server.store.find(about["naam"], about.get("code"))
    if there is not None and not text_of(form, "anyway"):
        return _new_page(request, texts, there=there, status=409)
    draft = server.store.new_draft(who.name, to_text(document), base=there.newest if there else None)
    return RedirectResponse(f"/drafts/{draft.id}/ask", 303)


def _new_page(
    request: Request,
    texts: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
    *,
    problems: tuple[Problem, ...] = (),
    file: str = "",
    there: Any = None,
    status: int = 200,
) -> HTMLResponse:
    texts = texts or {"peildatum": date.today().isoformat()}  # noqa: DTZ011  (today where the server is)
    shown = {"texts": texts, "wrong": wrong or {}, "entries": ENTRIES, "problems": problems, "file": file, "there": there}
    return page(request, "new.html.jinja", status=status, **shown)


@router.post("/open")
def open_file(request: Request, server: ServerDep, who: Analyst, form: FormDep) -> Response:
    """A draft with the facts of a file, whose text is kept as it is."""
    found = form.get("file")
    name, content = "", b""
    if isinstance(found, UploadFile):
        name, content = found.filename or "", found.file.read()
    try:
        about = server.kb.read(content).municipality
    except FactsError as error:
        return _new_page(request, {}, problems=error.problems, file=name, status=422)
    there = server.store.find(about.naam, about.code)
    draft = server.store.new_draft(who.name, decode(content)[0], base=there.newest if there else None)
    return RedirectResponse(f"/drafts/{draft.id}/form", 303)


@router.get("/drafts/{draft_id}/save")
def before_saving(request: Request, work: WorkDep, language: LanguageDep) -> HTMLResponse:
    """What saving will do: which version it makes, and what is different from the one that it started from."""
    draft, store = work.draft, work.server.store
    about = work.subject.memory.municipality
    base = store.base_of(draft)
    there = store.find(about.naam, about.code, draft=draft)
    return page(
        request,
        "save.html.jinja",
        work=work,
        picture=work.picture(language),
        base=base,
        changed=None if base is None else _changed(work, base.facts),
        number=there.newest.number + 1 if there else 1,
    )


def _changed(work: Work, facts: str) -> int | None:
    """How many facts are not what they were; None when the rules of now can't read what they were."""
    kb = work.server.kb
    try:
        old = kb.read(facts.encode())
    except FactsError:
        return None
    return len(changes(old, work.subject.memory, kb.base.vocabulary))


@router.post("/drafts/{draft_id}/save")
def save(request: Request, work: WorkDep, form: FormDep, language: LanguageDep) -> Response:
    """The draft as the next version of its municipality; a conflict is shown, and then nothing was saved."""
    note = note_of(form)
    try:
        version = work.save(note)
    except StoreError as error:
        if not is_code(error, CONFLICT):
            raise
        return conflict_page(request, work, language, note=note, status=409)
    return RedirectResponse(f"/versions/{version}", 303)


@router.get("/drafts/{draft_id}/discard")
def before_discarding(request: Request, work: WorkDep) -> HTMLResponse:
    """Whether the draft is to be thrown away."""
    return page(request, "discard.html.jinja", work=work)


@router.post("/drafts/{draft_id}/discard")
def discard(work: WorkDep) -> Response:
    """Throw the draft away."""
    work.server.store.discard(work.draft.id, work.who.name, work.subject.name)
    return RedirectResponse("/", 303)


@router.get(PREFIX + "/facts.json")
def facts(found: SubjectDep, language: LanguageDep) -> Response:
    """The fact file of a draft or a version, as it is kept."""
    return download(found.facts, "json", _FACTS.to(language), found.name, found.date)
