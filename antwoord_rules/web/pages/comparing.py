"""Versions of a municipality compared: what changed, and what each part of it did."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.comparison.comparing import Series, under_one
from antwoord_rules.errors import Problem
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering import html, markdown
from antwoord_rules.reports.comparisons.report import report
from antwoord_rules.web.context import Reader, Server, ServerDep, language_of
from antwoord_rules.web.downloads import download, to_json
from antwoord_rules.web.pages.chosen import Chosen, choose, too_few
from antwoord_rules.web.view import page

router = APIRouter()

Download: TypeAlias = Literal["md", "json", "html"]
_FEWEST: Final = 2
_FILE: Final = Text("vergelijking", "comparison")


@router.get("/compare")
def show(
    request: Request,
    server: ServerDep,
    _: Reader,
    versions: Annotated[list[str], Query(default_factory=list)],
    form: Download | None = None,
) -> Response:
    """What to compare, and once that is chosen the comparison."""
    store = server.store
    return _answer(request, server, choose(server.kb, map(store.version, dict.fromkeys(versions))), form, asked=bool(versions))


@router.post("/compare")
def compare(
    request: Request,
    server: ServerDep,
    _: Reader,
    versions: Annotated[list[str], Form(default_factory=list)],
    documents: Annotated[list[str], Form(default_factory=list)],
    files: list[UploadFile] | None = None,
    form: Annotated[Download | None, Form()] = None,
) -> Response:
    """The same, with fact files besides; those are kept nowhere but in the page."""
    uploads = [file for file in files or () if file.filename]
    if versions and not documents and not uploads and form is None:
        return RedirectResponse(f"/compare?{urlencode({'versions': versions}, doseq=True)}", 303)
    store = server.store
    chosen = choose(server.kb, map(store.version, dict.fromkeys(versions)), documents, uploads)
    return _answer(request, server, chosen, form, asked=True)


def _answer(request: Request, server: Server, chosen: Chosen, form: Download | None, *, asked: bool) -> Response:
    language = language_of(request)
    problems: Sequence[Problem] = chosen.problems
    if asked and not problems and len(chosen.memories) < _FEWEST:
        problems = [too_few(_FEWEST)]
    found = under_one(server.kb, _by_date(chosen)) if asked and not problems else None
    if form is not None and found is not None:
        return download(_written(found, form, language), form, _FILE.to(language))
    return page(
        request,
        "compare.html.jinja",
        status=422 if problems else 200,
        municipalities=[tuple(versions) for _, versions in groupby(server.store.timeline(), key=lambda each: each.id)],
        chosen=chosen,
        picked={saved.version.id for saved in chosen.saved},
        problems=problems,
        found=None if found is None else report(found, language, pictures=True),
    )


def _by_date(chosen: Chosen) -> list[WorkingMemory]:
    """By peildatum; on one day the older version first."""
    numbered = sorted(chosen.saved, key=lambda saved: saved.version.number)
    memories = [*(saved.memory for saved in numbered), *(sent.memory for sent in chosen.sent)]
    return sorted(memories, key=lambda memory: memory.municipality.peildatum)


def _written(found: Series, form: Download, language: Language) -> str:
    if form == "json":
        return to_json(found.model_dump())
    if form == "html":
        return html.render(report(found, language, pictures=True), language)
    return markdown.render(report(found, language, pictures=False))
