"""The knowledge base: what there is, its schemas, and a check of rules that an author writes."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from antwoord_rules.language import Text
from antwoord_rules.reports.checks.report import as_data
from antwoord_rules.reports.rulebook import report
from antwoord_rules.rule_schemas import RULE_FILES, rule_file_schema
from antwoord_rules.schemas import facts_schema, result_schema
from antwoord_rules.web.api.assess import ID
from antwoord_rules.web.api.bodies import Asked, Body, Id, as_json, read
from antwoord_rules.web.api.describing import Parameter, operation
from antwoord_rules.web.context import LanguageDep, Needs, ServerDep
from antwoord_rules.web.knowledge import checked

router = APIRouter(tags=["rules"], dependencies=[Depends(Needs("reader"))])

SchemaName: TypeAlias = Literal[
    "facts", "result", "rules", "phase", "vocabulary", "norms", "sources", "egem-plateaus", "properties", "cases"
]
SCHEMAS: Final = ("facts", "result", *RULE_FILES)
_MOST_FILES: Final = 50


class CheckAsked(Asked):
    """Texts of rule files by name (`phase-2-kanaal.yaml`, `cases/fasen.yaml`).

    With `base` "bundled" they take the place of the files of the same name of the rules that the server runs on; with "overlay"
    they are laid over those. With `proofs` the properties of the rules are proven too.
    """

    files: Annotated[dict[Id, str], Field(min_length=1, max_length=_MOST_FILES)]
    base: Literal["bundled", "overlay"] = "bundled"
    proofs: bool = True


@router.get("/rules")
@operation(
    Text("Alles in de kennisbank", "All that is in the knowledge base"),
    Text(
        "Elke regel, elk feit en elke norm met soort, naam en herkomst: wat `antwoord rules --format json` geeft.",
        "Every rule, fact and norm with kind, label and basis: what `antwoord rules --format json` gives.",
    ),
    gives="Entries",
)
def rules(server: ServerDep) -> Response:
    """All rules, facts and norms."""
    return as_json(report.entries(server.kb.base))


@router.get("/rules/{name}")
@operation(
    Text("Eén regel, feit of norm", "One rule, fact or norm"),
    Text(
        "Voorwaarde, teksten, herkomst en wat ervan afhangt: wat `antwoord rules ID --format json` geeft.",
        "Condition, texts, provenance and what depends on it: what `antwoord rules ID --format json` gives.",
    ),
    gives="Entry",
    wrong=(404,),
    parameters=(ID,),
)
def rule(server: ServerDep, name: str) -> Response:
    """One thing of the knowledge base."""
    return as_json(report.entry(server.kb.base, name))


@router.get("/schemas/{name}")
@operation(
    Text("Een JSON Schema", "A JSON Schema"),
    Text(
        "Van feiten, resultaat of een soort regelbestand: wat `antwoord schema` geeft.",
        "Of facts, result or a kind of rule file: what `antwoord schema` gives.",
    ),
    gives="Schema",
    wrong=(422,),
    parameters=(Parameter("name", "path", Text("Welk schema.", "Which schema."), {"enum": list(SCHEMAS)}, "facts"),),
)
def schema(server: ServerDep, name: SchemaName) -> Response:
    """A JSON Schema."""
    if name == "result":
        return as_json(result_schema())
    base = server.kb.base
    return as_json(facts_schema(base.vocabulary) if name == "facts" else rule_file_schema(name, base))


@router.post("/check", dependencies=[Depends(Needs("author"))])
@operation(
    Text("Controleer regels", "Check rules"),
    Text(
        "Laden, lint, gevallen, dekking en bewijzen van regelteksten: wat `antwoord check --format json` geeft. Ook regels die"
        " niet kloppen geven antwoord 200; de bevindingen zeggen wat er mis is en waar. Bestanden worden niet bewaard.",
        "Load, lint, cases, coverage and proofs of rule texts: what `antwoord check --format json` gives. Rules that are wrong"
        " are answered with 200 too; the findings say what is wrong, and where. No file is kept.",
    ),
    takes="CheckAsked",
    gives="Checked",
    example=lambda _: {"files": {"norms.yaml": "norms: [\n"}, "base": "overlay", "proofs": False},
)
def check(server: ServerDep, body: Body, language: LanguageDep) -> Response:
    """What is to be said of rule texts."""
    asked, _ = read(body, CheckAsked)
    found = checked(server.settings, asked.files, over=asked.base == "overlay", prove=asked.proofs)
    return as_json(as_data(found, language, strict=False))
