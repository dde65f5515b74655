"""The workbench: a copy of a rule file, checked as one types, to download. Nothing is kept on the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from antwoord_rules.checking import manual, overlay
from antwoord_rules.checking.check import Checked
from antwoord_rules.checking.drafting import Asked
from antwoord_rules.checking.impact import Impact, impact
from antwoord_rules.checking.skeletons import KINDS, NAMES, Kind
from antwoord_rules.errors import AntwoordError, FactsError, Problem, UsageError, problem
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.reports.checks.consequences import consequences
from antwoord_rules.reports.checks.report import summary
from antwoord_rules.web.context import Author, Reader, Server, ServerDep, language_of
from antwoord_rules.web.downloads import attachment, to_json
from antwoord_rules.web.knowledge import checked
from antwoord_rules.web.pages.fields import Empty
from antwoord_rules.web.pages.sheets import Bench, own, shelf
from antwoord_rules.web.problems import status_of
from antwoord_rules.web.view import page

router = APIRouter(prefix="/workbench")

Action: TypeAlias = Literal["quick", "check", "prove", "impact", "add"]
"""`quick` looks at the texts alone, `check` runs the cases too."""


_MOST_FINDINGS: Final = 50
"""So many findings are shown; who has more begins with these."""


class Typed(BaseModel):
    """What the form sends: the texts, what to do, and what is asked for when a rule or fact is begun."""

    texts: list[str] = Field(default_factory=list)
    action: Action = "check"
    download: Annotated[int | None, Field(ge=0, le=9)] = None
    kind: Kind = "criterion"
    name: Annotated[str, Field(max_length=200)] = ""
    fact: Annotated[Annotated[str, Field(max_length=200)] | None, Empty] = None
    block: Annotated[Annotated[str, Field(max_length=200)] | None, Empty] = None
    addresses: Annotated[str, Field(max_length=2000)] = ""
    type: Annotated[Literal["boolean", "count", "percentage"] | None, Empty] = None
    group: Annotated[Annotated[str, Field(max_length=200)] | None, Empty] = None


class Outcome(NamedTuple):
    """What was found. `late`: there was no time for the cases. `unread` names the municipalities whose facts these rules can't
    read."""

    checked: Checked
    full: bool
    late: bool = False
    impact: Impact | None = None
    unread: tuple[str, ...] = ()


@router.get("")
def overview(request: Request, server: ServerDep, _: Author) -> HTMLResponse:
    """What can be worked on."""
    return page(request, "workbench.html.jinja", shelf=shelf(server.settings), base=server.kb.base)


@router.get("/manual/{code}")
def explained(request: Request, _: Reader, code: str) -> HTMLResponse:
    """The long text of a diagnostic."""
    passages = manual.passages(code, language_of(request))
    return page(request, "manual.html.jinja", code=code.upper(), passages=passages)


@router.get("/own/{phase}")
def own_rules(request: Request, server: ServerDep, _: Author, phase: int) -> HTMLResponse:
    """A start for own rules of a phase."""
    return _editor(request, server, _own(server, phase))


@router.post("/own/{phase}")
def work_on_own(request: Request, server: ServerDep, _: Author, phase: int, typed: Annotated[Typed, Form()]) -> Response:
    """Check them, begin a rule or fact in them, or download them."""
    return _work(request, server, _own(server, phase), typed, phase)


@router.get("/{file:path}")
def copy(request: Request, server: ServerDep, _: Author, file: str) -> HTMLResponse:
    """A copy of a rule file."""
    return _editor(request, server, shelf(server.settings).take(file))


@router.post("/{file:path}")
def work(request: Request, server: ServerDep, _: Author, file: str, typed: Annotated[Typed, Form()]) -> Response:
    """Check it, or download it."""
    return _work(request, server, shelf(server.settings).take(file), typed, None)


def _own(server: Server, phase: int) -> Bench:
    if phase not in {each.number for each in server.kb.base.phases}:
        raise UsageError([problem("WEB-NOT-FOUND")])
    return own(phase)


def _work(request: Request, server: Server, blank: Bench, typed: Typed, phase: int | None) -> Response:
    part = request.headers.get("hx-target") == "result"
    bench = blank
    try:
        bench = blank.with_texts(typed.texts)
        if typed.download is not None and typed.download < len(bench.sheets):
            sheet = bench.sheets[typed.download]
            return attachment(sheet.text, PurePath(sheet.name).name)
        if typed.action == "add" and phase is not None:
            made = overlay.added(
                {sheet.name: sheet.text for sheet in bench.sheets}, _asked(typed, phase), server.settings.folders
            )
            bench = bench.with_texts([made[sheet.name] for sheet in bench.sheets])
        outcome = _outcome(server, bench, typed.action)
    except AntwoordError as error:
        if bench is blank and not part:  # nothing that was typed can be shown again
            raise
        if part:
            return page(request, "bench-problems.html.jinja", status=status_of(error), problems=error.problems)
        return _editor(request, server, bench, typed=typed, problems=error.problems)
    if part:
        return page(request, "bench-result.html.jinja", **_told(request, server, bench, outcome))
    return _editor(request, server, bench, outcome)


def _outcome(server: Server, bench: Bench, action: Action) -> Outcome:
    try:
        found = _check(server, bench, action)
    except UsageError as error:
        if all(each.code != "TIME-UP" for each in error.problems):
            raise
        return Outcome(_check(server, bench, "quick"), full=True, late=True)
    if action != "impact" or found.loaded is None:
        return Outcome(found, full=action != "quick")
    documents, unread = _saved(server, found.loaded.kb)
    before = KnowledgeBase(server.kb.base, server.kb.sha256)  # without norms of the server, which the texts do not know either
    return Outcome(found, full=True, impact=impact(before, found.loaded, documents), unread=unread)


def _check(server: Server, bench: Bench, action: Action) -> Checked:
    return checked(server.settings, bench.texts, over=bench.over, prove=action == "prove", only_lint=action == "quick")


def _saved(server: Server, kb: KnowledgeBase) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The newest facts of each municipality that was saved, and the names of those that these rules can't read."""
    documents, unread = {}, []
    for municipality in server.store.municipalities():
        name = f"{municipality.name} {municipality.newest.peildatum}"
        document = json.loads(municipality.newest.facts)
        try:
            kb.read(document)
            documents[name] = document
        except FactsError:
            unread.append(name)
    return documents, tuple(unread)


def _asked(typed: Typed, phase: int) -> Asked:
    """What to begin; raises `UsageError` for what is missing."""
    needed = {"criterion": ("name", "fact"), "challenge": ("name", "fact"), "measure": ("name", "addresses"), "fact": ("name",)}
    missing = [name for name in needed[typed.kind] if not getattr(typed, name)]
    if missing:
        labels = {"name": Text("id", "id"), "fact": Text("feit", "fact"), "addresses": Text("waarvoor", "for")}
        raise UsageError(problem("WEB-FIELD", name=labels[name], reason=Text("vul dit in", "fill this in")) for name in missing)
    addresses = tuple(dict.fromkeys(typed.addresses.replace(",", " ").split()))
    of_rule, of_fact = typed.kind in ("criterion", "challenge"), typed.kind == "fact"
    return Asked(
        typed.kind,
        typed.name.strip(),
        None if of_fact else phase,
        typed.fact if of_rule else None,
        addresses if typed.kind == "measure" else (),
        typed.block if of_rule else None,
        typed.type if of_fact else None,
        typed.group if of_fact else None,
    )


def _editor(
    request: Request,
    server: Server,
    bench: Bench,
    outcome: Outcome | None = None,
    typed: Typed | None = None,
    problems: tuple[Problem, ...] = (),
) -> HTMLResponse:
    told = _told(request, server, bench, outcome) if outcome else {"bench": bench, "outcome": None}
    return page(
        request,
        "bench.html.jinja",
        status=422 if problems else 200,
        problems=problems,
        typed=typed or Typed(),
        base=server.kb.base,
        kinds={kind: NAMES[kind] for kind in KINDS},
        **told,
    )


def _told(request: Request, server: Server, bench: Bench, outcome: Outcome) -> dict[str, Any]:
    language = language_of(request)
    places = {sheet.place: number for number, sheet in enumerate(bench.sheets)}
    # What was typed first; cases last, since one word can make hundreds fail.
    findings = sorted(
        outcome.checked.findings, key=lambda found: (found.problem.code == "CASE-FAILED", found.problem.file not in places)
    )
    return {
        "bench": bench,
        "outcome": outcome,
        "places": places,
        "known": {file.name: name for name, file in shelf(server.settings).files.items()},
        "findings": findings[:_MOST_FINDINGS],
        "more": len(findings) - _MOST_FINDINGS,
        "summary": tuple(summary(outcome.checked, language)),
        "consequences": tuple(consequences(outcome.impact, language)) if outcome.impact else (),
        "to_json": to_json,
    }
