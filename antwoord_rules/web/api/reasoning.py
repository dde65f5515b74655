"""Questions to the solver: what is possible, what to ask, which plan, why not. Each has the seconds of the settings."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from antwoord_rules.errors import problem
from antwoord_rules.language import Text
from antwoord_rules.reasoning.plans import front_dump
from antwoord_rules.reasoning.question_dumps import effects_dump, next_dump
from antwoord_rules.web.api.bodies import Asked, Body, Facts, Id, as_json, read
from antwoord_rules.web.api.describing import Parameter, itself, operation
from antwoord_rules.web.context import Needs, ServerDep
from antwoord_rules.web.problems import BodyError

router = APIRouter(tags=["reason"], dependencies=[Depends(Needs("reader"))])

_MOST_NAMES: Final = 200
_MOST: Final = 1_000_000
_ALONE: Final = Text("dat gaat niet samen met budget, months of all", "that does not go with budget, months or all")
Bound = Annotated[int, Field(ge=0, le=_MOST)]
Phase = Annotated[int, Field(ge=1, le=_MOST)]
Names = Annotated[list[Id], Field(max_length=_MOST_NAMES, default_factory=list)]


class PlanAsked(Asked):
    """The facts, and what the plan must hold: as the options of `antwoord plan`."""

    facts: Facts
    to: Phase | None = None
    budget: Bound | None = None
    months: Bound | None = None
    with_challenges: bool = False
    exclude: Names
    include: Names
    all: bool = False
    pareto: bool = False

    @property
    def terms(self) -> dict[str, Any]:
        """What must and must not be in the plan, as the library asks for it."""
        return self.model_dump(include={"with_challenges", "exclude", "include"})


class WhyNotAsked(Asked):
    """The facts, and the phase that should be certain."""

    facts: Facts
    phase: Phase


@router.post("/possible")
@operation(
    Text("Wat nog mogelijk is", "What is still possible"),
    Text(
        "De fasen en de uitkomsten van criteria, uitdagingen en maatregelen die nog kunnen, wat de onbekende feiten ook zijn.",
        "The phases and the statuses of criteria, challenges and measures that can still be, over all that is unknown.",
    ),
    takes="Facts",
    gives="Possible",
    example=itself,
)
def possible(server: ServerDep, body: Body) -> Response:
    """What some completion of the facts can still yield."""
    return as_json(server.kb.possible(body, seconds=server.settings.seconds).model_dump())


@router.post("/next-question")
@operation(
    Text("De vraag die het meest oplevert", "The question that yields most"),
    Text(
        "Het onbekende feit waarvan het antwoord de meeste mogelijkheden wegneemt, en de onbekende feiten die er nog wel en niet"
        " toe doen. Een waarde van een lijst staat er als de feiten die eruit volgen.",
        "The unknown fact whose answer narrows most what is possible, and the unknown facts that can and can't matter. A value of"
        " a list stands as the facts that follow from it.",
    ),
    takes="Facts",
    gives="NextQuestion",
    parameters=(
        Parameter(
            "skip",
            "query",
            Text("Vraag niet naar dit feit; herhaal voor meer.", "Do not ask for this fact; repeat for more."),
            {"type": "array", "items": {"type": "string"}},
        ),
    ),
    example=itself,
)
def next_question(server: ServerDep, body: Body, skip: Annotated[list[str], Query()] = []) -> Response:  # noqa: B006  (FastAPI copies it)
    """The unknown fact to ask next."""
    found = server.kb.next_question(body, skip=frozenset(skip), seconds=server.settings.seconds)
    return as_json(next_dump(found, server.kb.base.vocabulary))


@router.post("/question-effects")
@operation(
    Text("Wat elk antwoord zou doen", "What each answer would do"),
    Text(
        "Elk onbekend feit, met per antwoord de fasen die dan nog mogelijk zijn en wat er anders wordt.",
        "Every unknown fact, with the phases that each answer leaves possible and what it changes.",
    ),
    takes="Facts",
    gives="QuestionEffects",
    example=itself,
)
def question_effects(server: ServerDep, body: Body) -> Response:
    """Every unknown fact with what follows from each answer."""
    found = server.kb.question_effects(body, seconds=server.settings.seconds)
    return as_json([effects_dump(each, server.kb.base.vocabulary) for each in found])


@router.post("/plan")
@operation(
    Text("Het plan met de minste punten", "The plan of least effort"),
    Text(
        "De maatregelen met samen de minste punten waarna fase `to` zeker is: wat `antwoord plan --format json` geeft. Zonder"
        " `to`, `budget` en `months` is dat de volgende fase. Met `pareto` alle plannen waarvan geen ander zowel goedkoper als"
        " korter is.",
        "The measures of least total effort after which phase `to` is certain: what `antwoord plan --format json` gives. Without"
        " `to`, `budget` and `months` that is the next phase. With `pareto` all plans of which no other is both cheaper and"
        " shorter.",
    ),
    takes="PlanAsked",
    gives="PlanAnswer",
    wrong=(400,),
    example=lambda facts: {"facts": facts, "to": 2},
)
def plan(server: ServerDep, body: Body) -> Response:
    """A plan, or the plans of which none is better."""
    asked, document = read(body, PlanAsked)
    if asked.pareto and (asked.budget is not None or asked.months is not None or asked.all):
        raise BodyError([problem("WEB-FIELD", name="pareto", reason=_ALONE).at_path("pareto")])
    memory, kb, seconds = document.memory(server.kb), server.kb, server.settings.seconds
    if asked.pareto:
        return as_json(front_dump(kb.pareto(memory, asked.to, **asked.terms, seconds=seconds)))
    made = kb.plan(memory, asked.to, budget=asked.budget, months=asked.months, every=asked.all, **asked.terms, seconds=seconds)
    return as_json(made.model_dump(mode="json"))


@router.post("/why-not")
@operation(
    Text("Wat er anders moet voor een fase", "What must differ for a phase"),
    Text(
        "De kleinste verzamelingen feiten die, als ze anders zijn, de fase zeker maken.",
        "The smallest sets of facts whose change makes the phase certain.",
    ),
    takes="WhyNotAsked",
    gives="WhyNot",
    wrong=(400,),
    example=lambda facts: {"facts": facts, "phase": 2},
)
def why_not(server: ServerDep, body: Body) -> Response:
    """The smallest changes of facts that reach a phase."""
    asked, document = read(body, WhyNotAsked)
    return as_json(server.kb.why_not(document.memory(server.kb), asked.phase, seconds=server.settings.seconds).model_dump())
