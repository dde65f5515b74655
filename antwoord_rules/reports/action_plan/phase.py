"""The phase with the evidence for each criterion, and why the next one is not reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.assessment import CriterionResult
from antwoord_rules.explanation.prose import reasons
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Details, Entry, Heading, Pairs, Paragraph, Subheading, Table
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.drawings import why
from antwoord_rules.reports.action_plan.saying import Said, Teller, sentence
from antwoord_rules.reports.outlook import outlook

_HEADING: Final = Text("De fase en het bewijs", "The phase and its evidence")
_ABOUT: Final = Text(
    "Een fase is bereikt als al haar criteria vervuld zijn, en die van elke lagere fase ook.",
    "A phase is reached when all its criteria are met, and those of every lower phase too.",
)
_PHASE: Final = Text("Fase {number}: {name} ({status})", "Phase {number}: {name} ({status})")
_HIGHER: Final = Text("Fase {number}, {name}: de criteria", "Phase {number}, {name}: the criteria")
_TABLE: Final = Text("De criteria van fase {number}", "The criteria of phase {number}")
_HEADERS: Final = (
    Text("Criterium", "Criterion"),
    Text("Stand", "Status"),
    Text("Waarop dat berust", "What that rests on"),
    Text("Herkomst", "Provenance"),
)
_WHY_NOT: Final = Text("Waarom fase {number} nog niet bereikt is", "Why phase {number} is not reached yet")
_WHY_OPEN: Final = Text("Waarom fase {number} nog niet vaststaat", "Why phase {number} is not settled yet")
_WHY: Final = Text("Waarom fase {number} bereikt is", "Why phase {number} is reached")
_RESTS_ON: Final = Text("De feiten waar fase {number} op steunt", "The facts that phase {number} leans on")
_FEW: Final = 4
"""So many facts stand in the sentence itself."""
_INDICATORS: Final = Text("Kengetallen", "Indicators")
_DECIDE_NOTHING: Final = Text(
    "Deze getallen beslissen niets over de fase, maar zeggen wel iets over het contact met inwoners.",
    "These figures decide nothing about the phase, but they say something about the contact with residents.",
)


def evidence(teller: Teller) -> Iterator[Said]:
    """The criteria phase by phase; phases beyond the target are folded away."""
    d = teller.dossier
    yield Said(Heading(teller.say(_HEADING)), ("phase",))
    yield Said(Paragraph(teller.say(_ABOUT)), ("method",))
    for phase in teller.base.phases:
        criteria = [c for c in d.assessment.criteria if c.phase == phase.number]
        rests_on = (f"phases/{phase.number}", "phase", *_behind(teller, criteria))
        table = _table(teller, phase.number, criteria)
        known = d.assessment.context.inference.conclusions.get(phase.id)
        status = teller.say({True: words.REACHED, False: words.NOT_REACHED, None: words.NOT_KNOWN}[known])
        name = teller.say(phase.name)
        if phase.number <= max(d.target, d.number):
            yield Said(Subheading(teller.say(_PHASE, number=phase.number, name=name, status=status)), rests_on)
            yield Said(Paragraph(teller.say(phase.description)), rests_on)
            yield Said(table, rests_on)
        else:
            summary = teller.say(_HIGHER, number=phase.number, name=name)
            yield Said(Details(summary, (Paragraph(teller.say(phase.description)), table)), rests_on)
    yield from _why(teller)
    yield from _indicators(teller)
    yield from _portraits(teller)


def _table(teller: Teller, number: int, criteria: list[CriterionResult]) -> Table:
    rows = tuple(
        (
            teller.label(c.id),
            teller.status(c.status),
            sentence(reasons(teller.explained(c.id).reason, teller.language)),
            f"[{c.basis}]",
        )
        for c in criteria
    )
    return Table(tuple(map(teller.say, _HEADERS)), rows, teller.say(_TABLE, number=number), row_headers=True)


def _behind(teller: Teller, criteria: list[CriterionResult]) -> Iterator[str]:
    """The criteria and the facts that decide them."""
    for criterion in criteria:
        yield f"criteria/{criterion.id}"
        yield from teller.facts_behind(criterion.id)


def _why(teller: Teller) -> Iterator[Said]:
    d = teller.dossier
    number = min(d.number + 1, d.top)
    known = d.assessment.context.inference.conclusions.get(f"fase_{number}")
    heading = {True: _WHY, False: _WHY_NOT, None: _WHY_OPEN}[known]
    yield Said(Subheading(teller.say(heading, number=number)), ("phase", f"phases/{number}"))
    behind = [
        name for c in d.assessment.criteria if c.phase == number for name in (f"criteria/{c.id}", *teller.facts_behind(c.id))
    ]
    below = [f"phases/{number - 1}"] if number > 1 else []
    yield Said(why(teller, number), (f"phases/{number}", *below, *behind))
    for text in outlook(teller.base, d.firmness, teller.language, hint=False):
        yield Said(Paragraph(text), ("firmness", "phase"))
    losing = d.firmness.robustness
    if losing is not None and losing.facts == 1 and len(losing.sets) > _FEW:
        facts = tuple(Entry("-", label) for way in losing.sets for label in map(teller.label, way.facts))
        yield Said(Details(teller.say(_RESTS_ON, number=losing.phase), facts), ("firmness",))


def _indicators(teller: Teller) -> Iterator[Said]:
    found = teller.brief.indicators
    if not found:
        return
    facts = [name for name in teller.dossier.parts if name.startswith(("facts/", "norms/"))]
    yield Said(Subheading(teller.say(_INDICATORS)), ("method",))
    yield Said(Paragraph(teller.say(_DECIDE_NOTHING)), ("method",))
    yield Said(Pairs(tuple((line.label, line.value) for line in found)), tuple(facts))


def _portraits(teller: Teller) -> Iterator[Said]:
    for collection in teller.base.vocabulary.collections:
        if teller.dossier.assessment.context.memory.collections.get(collection.id):
            yield Said(Subheading(teller.say(collection.label)), (f"facts/{collection.id}",))
    found = teller.brief.portraits
    if found:
        lists = (f"facts/{collection.id}" for collection in teller.base.vocabulary.collections)
        rests_on = tuple(name for name in lists if name in teller.dossier.parts)
        yield Said(Pairs(tuple((line.label, line.value) for line in found)), rests_on)
