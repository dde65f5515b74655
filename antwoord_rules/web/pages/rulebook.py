"""The rule book: all rules to search in, each with its page, and what depends on what as a picture."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from antwoord_rules.explanation.wording import BASIS, value_text
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.knowledge.rules import NormRule
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Language
from antwoord_rules.reports.graphs import graph, svg
from antwoord_rules.reports.rulebook import entries
from antwoord_rules.reports.rulebook.chapters import chapters, selected
from antwoord_rules.reports.rulebook.search import Filter, Index
from antwoord_rules.web.context import Reader, ServerDep, language_of
from antwoord_rules.web.downloads import drawing
from antwoord_rules.web.pages.fields import Empty
from antwoord_rules.web.view import page

router = APIRouter()


class Search(BaseModel):
    """What is looked for; empty where there is no wish."""

    q: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[entries.Kind | None, Empty] = None
    phase: Annotated[Annotated[int, Field(ge=1, le=99)] | None, Empty] = None
    block: Annotated[Annotated[str, Field(max_length=200)] | None, Empty] = None
    basis: Annotated[Basis | None, Empty] = None

    @property
    def filter(self) -> Filter:
        """The same for the index."""
        return Filter(self.q, self.kind, self.phase, self.block, self.basis)


@router.get("/rules")
def book(request: Request, server: ServerDep, _: Reader, asked: Annotated[Search, Query()]) -> HTMLResponse:
    """All rules by phase, then norms and facts; or those that are looked for."""
    base = server.kb.base
    names = _index(server.kb, language_of(request)).find(asked.filter)
    live = request.headers.get("hx-target") == "found"
    made = page(
        request,
        "rules-found.html.jinja" if live else "rules.html.jinja",
        asked=asked,
        searching=asked.filter != Filter(),
        count=len(names),
        total=len(entries.everything(base)),
        chapters=selected(chapters(base), frozenset(names)),
        label_of=entries.label_of,
        base=base,
        kinds=entries.KINDS,
        bases=BASIS,
    )
    made.headers["Vary"] = "HX-Target"  # one address, as a page and as a part of it
    return made


@router.get("/rules/graph.svg")
def whole_graph(request: Request, server: ServerDep, _: Reader) -> Response:
    """What depends on what, of everything."""
    return drawing(_graph(server.kb, None, language_of(request)))


@router.get("/rules/{name}/graph.svg")
def graph_of(request: Request, server: ServerDep, _: Reader, name: str) -> Response:
    """What depends on what, around one id."""
    return drawing(_graph(server.kb, name, language_of(request)))


@router.get("/rules/{name}")
def one(request: Request, server: ServerDep, _: Reader, name: str) -> HTMLResponse:
    """One rule, norm, fact or phase."""
    base, language = server.kb.base, language_of(request)
    thing = entries.find(base, name)
    place = thing.place
    found = graph.graph(base, thing.id)
    labels = {node.id: node.label for node in found.nodes}
    return page(
        request,
        "rule.html.jinja",
        thing=thing,
        label=entries.label_of(thing),
        kind=entries.KINDS[entries.kind_of(thing)],
        parts=[(entries.HEADINGS[part.key], part) for part in entries.parts(base, thing, language) if part.key != "place"],
        pieces=pieces,
        file=PurePath(place.file).name if place else None,
        place=place,
        edges=[edge for edge in found.edges if thing.id in (edge.source, edge.target)],
        links=graph.LINKS,
        labels=labels,
        size=len(found.nodes),
        overridden=_overridden(server.kb, thing, language),
    )


def _overridden(kb: KnowledgeBase, thing: entries.Entry, language: Language) -> str | None:
    """The value that a norm has here, when that is not the one in the rules."""
    if not isinstance(thing, NormRule) or kb.norms[thing.id] == thing.value:
        return None
    return value_text(thing.type.to_people(kb.norms[thing.id]), language, thing.unit)


class Piece(NamedTuple):
    """A piece of a text; one with an id leads to the page of that."""

    text: str
    id: str | None = None


def pieces(row: entries.Row) -> list[Piece]:
    """The text of a row, cut around the ids in it."""
    made, rest = [], row.text
    for name in row.names:
        start = rest.find(f"({name})") + 1 or rest.find(name)  # a label before the brackets may hold the same word
        if start >= 0:
            made += [Piece(rest[:start]), Piece(name, name)]
            rest = rest[start + len(name) :]
    return [piece for piece in (*made, Piece(rest)) if piece.text]


@lru_cache(maxsize=8)
def _index(kb: KnowledgeBase, language: Language) -> Index:
    return Index(kb.base, language)


@lru_cache(maxsize=256)
def _graph(kb: KnowledgeBase, name: str | None, language: Language) -> str:
    return svg.svg(graph.graph(kb.base, name), language)
