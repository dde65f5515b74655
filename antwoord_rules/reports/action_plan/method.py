"""How the plan was made, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.explanation.wording import value_text
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Contents, Entry, Heading, Paragraph, Table
from antwoord_rules.reports.action_plan.dossier import Origin
from antwoord_rules.reports.action_plan.saying import Said, Teller

_CONTENTS: Final = Text("Inhoud", "Contents")
_HEADING: Final = Text("Hoe dit plan is gemaakt, en wat het niet is", "How this plan was made, and what it is not")
_LINES: Final = (
    (
        Text(
            "Een plan van aanpak begint met vaststellen in welke fase de gemeente staat [bron]. Daarom begint dit plan daar"
            " ook mee.",
            "A plan of action begins with establishing the phase of the municipality [bron]. That is why this plan begins"
            " there too.",
        ),
        ("method", "sources/fasen-van-antwoord"),
    ),
    (
        Text(
            "De gemeente heeft de feiten zelf opgegeven. De fase, de uitdagingen en de maatregelen volgen daaruit met vaste"
            " regels;"
            " {engine} past die toe. Achterin staat bij elke regel waar zij vandaan komt.",
            "The municipality stated the facts itself. The phase, the challenges and the measures follow from them by fixed"
            " rules,"
            " applied by {engine}. At the end each rule is listed with where it comes from.",
        ),
        ("method", "receipt"),
    ),
    (
        Text(
            "Dit is een zelfbeeld, geen audit: niemand heeft nagegaan of de feiten kloppen.",
            "This is a self-assessment, not an audit: nobody has checked whether the facts are right.",
        ),
        ("method",),
    ),
    (
        Text(
            "Wat onbekend is, heet hier onbekend. Het telt nergens als 'nee' of als 0, en een plan rekent er niet op.",
            "What is unknown is called unknown here. It never counts as 'no' or as 0, and a plan does not count on it.",
        ),
        ("method",),
    ),
    (
        Text(
            "De bron noemt standaardformats voor de stap naar een volgende fase [bron]. Die zijn niet gevonden. De indeling"
            " van dit"
            " plan is daarom van ons [eigen].",
            "The source mentions standard formats for the step to a next phase [bron]. They were not found. The layout of"
            " this plan"
            " is therefore ours [eigen].",
        ),
        ("method", "sources/fasen-van-antwoord"),
    ),
    (
        Text(
            "De punten (1 tot 5 per maatregel) en de maanden zijn onze eigen indicatie [eigen]. Ze geven verhoudingen aan, geen"
            " begroting.",
            "Points (1 to 5 a measure) and months are our own indication [eigen]. They tell proportions; they are no budget.",
        ),
        ("method",),
    ),
    (
        Text(
            "Het plan gaat ervan uit dat elke maatregel doet wat zij belooft. Stel daarom na elke ronde de feiten opnieuw vast.",
            "The plan assumes that each measure does what it promises. So establish the facts anew after each wave.",
        ),
        ("method",),
    ),
)
_CHANGED: Final = Text(
    "Voor dit plan is een norm aangepast: '{label}' is {value}, en niet {given}.",
    "A norm was changed for this plan: '{label}' is {value}, and not {given}.",
)
_EVIDENCE: Final = Text("Hoe stevig de feiten zijn", "How firm the facts are")
_ABOUT: Final = Text(
    "Metingen zijn steviger dan opgaven, en opgaven steviger dan schattingen. Dit plan rust op deze feiten:",
    "Measurements are firmer than statements, and statements firmer than estimates. This plan rests on these facts:",
)
_HEADERS: Final = (Text("Herkomst van het feit", "Origin of the fact"), Text("Aantal", "Number"))
_ORIGINS: Final[dict[Origin, Text]] = {
    "gemeten": Text("gemeten", "measured"),
    "opgegeven": Text("opgegeven", "stated"),
    "geschat": Text("geschat", "estimated"),
    "none": Text("gegeven zonder herkomst", "given without an origin"),
    "assumed": Text("aangenomen", "assumed"),
    "unknown": Text("onbekend", "unknown"),
}


def method(teller: Teller) -> Iterator[Said]:
    """The contents, how the plan was made, and how firm the facts are."""
    yield Said(Contents(teller.say(_CONTENTS)), ("method",))
    yield Said(Heading(teller.say(_HEADING)), ("method",))
    engine = teller.dossier.assessment.receipt.engine
    for text, rests_on in _LINES:
        yield Said(Entry("-", teller.say(text, engine=engine)), rests_on)
    yield from _changed_norms(teller)
    yield Said(Paragraph(teller.say(_ABOUT)), ("origins",))
    rows = tuple((teller.say(_ORIGINS[origin]), str(number)) for origin, number in teller.dossier.origins.items())
    headers = (teller.say(_HEADERS[0]), teller.say(_HEADERS[1]))
    yield Said(Table(headers, rows, teller.say(_EVIDENCE), row_headers=True), ("origins",))


def _changed_norms(teller: Teller) -> Iterator[Said]:
    """The norms that are not those of the rules."""
    applied = teller.dossier.assessment.context.norms
    for norm in teller.base.norms:
        if applied[norm.id] != norm.value:
            value, given = (
                value_text(norm.type.to_people(encoded), teller.language, norm.unit) for encoded in (applied[norm.id], norm.value)
            )
            changed = teller.say(_CHANGED, label=teller.say(norm.label), value=value, given=given)
            yield Said(Entry("-", changed), (f"norms/{norm.id}",))
