"""The result for one municipality, and why it is so."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from antwoord_rules.language import Text
from antwoord_rules.reports.firmness import of_phase
from antwoord_rules.web.api.bodies import Body, as_json
from antwoord_rules.web.api.describing import Parameter, itself, operation
from antwoord_rules.web.context import Needs, ServerDep

router = APIRouter(tags=["assess"], dependencies=[Depends(Needs("reader"))])
ID: Final = Parameter(
    "name",
    "path",
    Text(
        "Een conclusie of feit, zoals fase_2 of kanalen.telefoon.ingangen.",
        "A conclusion or fact, like fase_2 or kanalen.telefoon.ingangen.",
    ),
    example="fase_2",
)


@router.post("/assess")
@operation(
    Text("Bepaal de fase van een gemeente", "Find the phase of a municipality"),
    Text(
        "Fase, profiel, uitdagingen, maatregelen en wat onbekend is: wat `antwoord assess --format json` geeft.",
        "Phase, profile, challenges, measures and what is unknown: what `antwoord assess --format json` gives.",
    ),
    takes="Facts",
    gives="Result",
    example=itself,
)
def assess(server: ServerDep, body: Body) -> Response:
    """The result for one municipality."""
    return as_json(server.kb.assess(body).model_dump(mode="json"))


@router.post("/explain/{name}")
@operation(
    Text("Leg een conclusie of feit uit", "Explain a conclusion or fact"),
    Text(
        "Waarom, waarom niet, of wat er ontbreekt: tot aan feiten, bewijs, regel en bron, in beide talen en als tekst (`prose`)."
        " Van een fase ook welke feiten hem zouden veranderen, als de tijd dat toelaat. Verder wat `antwoord explain --format"
        " json` geeft.",
        "Why, why not, or what is missing: down to facts, evidence, rule and source, in both languages and as text (`prose`). Of"
        " a phase also which facts would change it, as far as time allows. For the rest what `antwoord explain --format json`"
        " gives.",
    ),
    takes="Facts",
    gives="Explanation",
    wrong=(404,),
    parameters=(ID,),
    example=itself,
)
def explain(server: ServerDep, body: Body, name: str) -> Response:
    """The explanation of one conclusion or fact."""
    memory = server.kb.read(body)
    found = server.kb.assess_memory(memory).explain(name)
    more = of_phase(server.kb, memory, found, server.settings.seconds)
    prose = {"nl": found.prose("nl"), "en": found.prose("en")}
    return as_json({**found.model_dump(), **more.model_dump(), "prose": prose})
