"""More than one fact document: dates of a municipality compared, and municipalities side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from antwoord_rules.benchmarking import Comparison, ComparisonError, FocusError, Order, Range, benchmark, comparison
from antwoord_rules.comparison.comparing import under_one
from antwoord_rules.errors import problem
from antwoord_rules.language import Text
from antwoord_rules.web.api.bodies import Asked, Body, Facts, Id, as_json, read
from antwoord_rules.web.api.describing import operation
from antwoord_rules.web.context import Needs, ServerDep
from antwoord_rules.web.problems import BodyError

router = APIRouter(tags=["compare"], dependencies=[Depends(Needs("reader"))])

_MOST_DATES: Final = 50
_MOST_MUNICIPALITIES: Final = 500
_MOST_INHABITANTS: Final = 1_000_000_000
_MOST_GROUPS: Final = 20
_FAULTS: Final = {
    "both": Text("groups en near gaan niet samen", "groups and near do not go together"),
    "overlap": Text("de groepen overlappen", "the groups overlap"),
    "empty": Text("below moet groter zijn dan from", "below must be greater than from"),
}
Inhabitants = Annotated[int, Field(ge=0, le=_MOST_INHABITANTS)]


class CompareAsked(Asked):
    """Two fact documents, old and new; or more, which are put in the order of `peildatum`."""

    facts: Annotated[list[Facts], Field(min_length=2, max_length=_MOST_DATES)]


class GroupAsked(Asked):
    """A comparison group: municipalities from so many inhabitants up to, not including, `below` (null: no bound)."""

    from_: Annotated[Inhabitants, Field(alias="from")] = 0
    below: Inhabitants | None = None


class BenchmarkAsked(Asked):
    """The fact documents of the municipalities, and how they are compared: as the options of `antwoord benchmark`."""

    facts: Annotated[list[Facts], Field(min_length=1, max_length=_MOST_MUNICIPALITIES)]
    groups: Annotated[list[GroupAsked], Field(max_length=_MOST_GROUPS, default_factory=list)]
    near: Annotated[int, Field(ge=1, le=_MOST_MUNICIPALITIES)] | None = None
    focus: Id | None = None
    sort: Order = "name"
    latest: bool = False


@router.post("/compare")
@operation(
    Text("Vergelijk een gemeente op verschillende data", "Compare a municipality at several dates"),
    Text(
        "Wat er veranderde, wat bekend werd, en wat dat deed met fase, criteria, uitdagingen en maatregelen: wat `antwoord"
        " compare --format json` geeft.",
        "What changed, what became known, and what that did to phase, criteria, challenges and measures: what `antwoord compare"
        " --format json` gives.",
    ),
    takes="CompareAsked",
    gives="Series",
    example=lambda facts: {"facts": [{"gemeente": facts["gemeente"]}, facts]},
)
def compare(server: ServerDep, body: Body) -> Response:
    """What changed between two dates or more."""
    asked, document = read(body, CompareAsked)
    memories = document.memories(server.kb, [("facts", place) for place in range(len(asked.facts))])
    return as_json(under_one(server.kb, memories).model_dump())


@router.post("/benchmark")
@operation(
    Text("Zet gemeenten naast elkaar", "Set municipalities side by side"),
    Text(
        "Fasen, criteria en uitdagingen van een groep, en elke gemeente daartegenover: wat `antwoord benchmark --format json`"
        " geeft.",
        "Phases, criteria and challenges of a group, and each municipality against it: what `antwoord benchmark --format json`"
        " gives.",
    ),
    takes="BenchmarkAsked",
    gives="Benchmark",
    example=lambda facts: {"facts": [facts], "sort": "phase"},
)
def side_by_side(server: ServerDep, body: Body) -> Response:
    """Many municipalities side by side."""
    asked, document = read(body, BenchmarkAsked)
    whom = _comparison(asked.groups, asked.near)
    memories = document.memories(server.kb, [("facts", place) for place in range(len(asked.facts))])
    assessments = [server.kb.assess_memory(memory) for memory in memories]
    try:
        found = benchmark(assessments, comparison=whom, order=asked.sort, latest=asked.latest, focus=asked.focus)
    except FocusError as error:
        raise _wrong("focus", error.said) from error
    return as_json(found.model_dump())


def _comparison(groups: Sequence[GroupAsked], near: int | None) -> Comparison:
    try:
        return comparison([Range(group.from_, group.below) for group in groups], near)
    except ComparisonError as error:
        raise _wrong("near" if error.fault == "both" else "groups", _FAULTS[error.fault]) from error


def _wrong(name: str, reason: Text) -> BodyError:
    return BodyError([problem("WEB-FIELD", name=name, reason=reason).at_path(name)])
