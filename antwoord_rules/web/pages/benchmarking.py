"""Municipalities side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from antwoord_rules.benchmarking import (
    Benchmark,
    Comparison,
    ComparisonError,
    FocusError,
    Order,
    RangeError,
    benchmark,
    read_comparison,
)
from antwoord_rules.errors import Problem, UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering import html, markdown, workbook
from antwoord_rules.reports.benchmarks.report import report
from antwoord_rules.reports.benchmarks.scene import Scene
from antwoord_rules.reports.benchmarks.sheets import sheets
from antwoord_rules.web.context import Reader, Server, ServerDep, language_of
from antwoord_rules.web.downloads import download, to_json
from antwoord_rules.web.pages.chosen import Chosen, choose, too_few
from antwoord_rules.web.pages.fields import Empty
from antwoord_rules.web.view import page

router = APIRouter()

Download: TypeAlias = Literal["xlsx", "md", "json", "html"]
_FEWEST: Final = 2
_FILE: Final = Text("benchmark", "benchmark")
_GROUPS: Final = Text("groepen", "groups")
_FOCUS: Final = Text("uitgelichte gemeente", "municipality to point out")
_TWO_WAYS: Final = Text("kies groepen of een aantal, niet allebei", "choose groups or a number, not both")


class Wish(BaseModel):
    """How the municipalities are set side by side: the options of the command, empty where nothing was chosen."""

    near: Annotated[Annotated[int, Field(ge=1, le=1000)] | None, Empty] = None
    groups: Annotated[str, Field(max_length=500)] = ""
    focus: Annotated[str, Field(max_length=500)] = ""
    sort: Order = "name"
    latest: bool = False

    def comparison(self) -> Comparison:
        """With whom each is compared; raises `UsageError`."""
        try:
            return read_comparison(self.groups.replace(",", " ").split(), self.near)
        except RangeError as error:
            raise UsageError([problem("WEB-FIELD", name=_GROUPS, reason=error.said)]) from error
        except ComparisonError as error:
            raise UsageError([problem("WEB-FIELD", name=_GROUPS, reason=_TWO_WAYS)]) from error


class Asked(Wish):
    """What the address asks for."""

    municipalities: list[str] = Field(default_factory=list)
    form: Annotated[Download | None, Empty] = None


class Sending(Asked):
    """What the form sends: fact files besides, and those that the page sends along again."""

    documents: list[str] = Field(default_factory=list)
    files: list[UploadFile] = Field(default_factory=list)


@router.get("/benchmark")
def show(request: Request, server: ServerDep, _: Reader, asked: Annotated[Asked, Query()]) -> Response:
    """All that were saved side by side, or those that were chosen."""
    return _answer(request, server, _chosen(server, asked, every=not asked.municipalities), asked)


@router.post("/benchmark")
def compare(request: Request, server: ServerDep, _: Reader, sent: Annotated[Sending, Form()]) -> Response:
    """The same, with fact files besides; those are kept nowhere but in the page."""
    uploads = [file for file in sent.files if file.filename]
    if sent.municipalities and not sent.documents and not uploads and not sent.form:
        fields: dict[str, Any] = sent.model_dump(include={*Asked.model_fields}, exclude_defaults=True)
        return RedirectResponse(f"/benchmark?{urlencode(fields, doseq=True)}", 303)
    return _answer(request, server, _chosen(server, sent, sent.documents, uploads), sent, sent=True)


def _chosen(
    server: Server, asked: Asked, documents: Sequence[str] = (), files: Sequence[UploadFile] = (), *, every: bool = False
) -> Chosen:
    store = server.store
    wanted = [each for each in store.overview() if every or each.id in asked.municipalities]
    return choose(server.kb, (store.version(each.version_id) for each in wanted), documents, files)


def _answer(request: Request, server: Server, chosen: Chosen, asked: Asked, *, sent: bool = False) -> Response:
    language = language_of(request)
    enough = len(chosen.memories) >= _FEWEST
    problems: Sequence[Problem] = chosen.problems
    found = None
    if not problems and (sent or asked.municipalities) and not enough:
        problems = [too_few(_FEWEST)]
    if not problems and enough:
        try:
            found = _benchmark(server, chosen, asked)
        except UsageError as error:
            problems = error.problems
    if asked.form and found is not None:
        return download(_written(found, asked.form, language), asked.form, _FILE.to(language))
    store = server.store
    return page(
        request,
        "benchmark.html.jinja",
        status=422 if problems else 200,
        municipalities=store.overview(),
        chosen=chosen,
        picked={saved.version.municipality_id for saved in chosen.saved},
        asked=asked,
        problems=problems,
        found=None if found is None else report(found, language, "html"),
    )


def _benchmark(server: Server, chosen: Chosen, wish: Wish) -> Benchmark:
    comparison = wish.comparison()
    assessments = [server.kb.assess_memory(memory) for memory in chosen.memories]
    try:
        return benchmark(
            assessments, comparison=comparison, order=wish.sort, latest=wish.latest, focus=wish.focus.strip() or None
        )
    except FocusError as error:
        raise UsageError([problem("WEB-FIELD", name=_FOCUS, reason=error.said)]) from error


def _written(found: Benchmark, form: str, language: Language) -> str | bytes:
    match form:
        case "xlsx":
            return workbook.render(sheets(found, language), Scene(found, language).title)
        case "json":
            return to_json(found.model_dump())
        case "html":
            return html.render(report(found, language, "html"), language)
        case _:
            return markdown.render(report(found, language, "md"))
