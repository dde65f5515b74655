"""A format for each step from phase to phase: what must hold, what is done about it, how it shows, and who agrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.explanation.tree import Reason
from antwoord_rules.explanation.wording import wanted_text
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Entry, Heading, Pairs, Paragraph, Subheading, Table
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.saying import Said, Teller

_HEADING: Final = Text("De stappen van fase naar fase", "The steps from phase to phase")
_ABOUT: Final = Text(
    "Voor elke stap staat hier een format om mee te werken [eigen]. Vul in wie wat doet, en teken af wat is aangetoond.",
    "For each step here is a format to work with [eigen]. Fill in who does what, and sign off what has been shown.",
)
_NO_STEP: Final = Text("Er is geen stap naar een hogere fase in dit plan.", "There is no step to a higher phase in this plan.")
_FIRST: Final = Text("Naar fase 1: {name}", "To phase 1: {name}")
_STEP: Final = Text("Van fase {number} naar fase {to}: {name}", "From phase {number} to phase {to}: {name}")
_LOOKS: Final = Text("Zo ziet fase {to} eruit: {description}", "This is what phase {to} looks like: {description}")
_TABLE: Final = Text("Wat voor fase {to} moet gelden", "What must hold for phase {to}")
_HEADERS: Final = (
    Text("Criterium", "Criterion"),
    Text("Nu", "Now"),
    Text("Maatregel in dit plan", "Measure in this plan"),
    Text("Zo aan te tonen", "How it shows"),
    Text("Akkoord (wie, wanneer)", "Agreed (who, when)"),
)
_NONE_NEEDED: Final = Text("niet nodig", "not needed")
_NO_MEASURE: Final = Text("geen", "none")
_SHOWN: Final = Text("'{label}': {wanted}", "'{label}': {wanted}")
_NOT: Final = Text("niet ({shown})", "not ({shown})")
_CHALLENGES: Final = Text(
    "De uitdagingen van fase {number} horen bij deze stap:", "The challenges of phase {number} belong to this step:"
)
_LINE: Final = Text("{label}: {status} [{basis}]", "{label}: {status} [{basis}]")
_FILL_IN: Final = Text("(in te vullen)", "(to be filled in)")
_FORM: Final = (
    Text("Opdrachtgever", "Commissioned by"),
    Text("Trekker", "Led by"),
    Text("Afdelingen die meedoen", "Departments taking part"),
    Text("Begin", "Start"),
    Text("Tussentijds bekijken op", "Reviewed on"),
    Text("Besluit, en van wie", "Decision, and whose"),
)


def transitions(teller: Teller) -> Iterator[Said]:
    """A format for each step on the way to the target."""
    d = teller.dossier
    yield Said(Heading(teller.say(_HEADING)), ("method",))
    if d.target <= d.number:
        yield Said(Paragraph(teller.say(_NO_STEP)), ("target", "phase"))
        return
    yield Said(Paragraph(teller.say(_ABOUT)), ("method",))
    for number in range(d.number, d.target):
        yield from _step(teller, number)


def _step(teller: Teller, number: int) -> Iterator[Said]:
    d, to = teller.dossier, number + 1
    phase = teller.base.phases[number]
    text = _STEP if number else _FIRST
    both = (f"phases/{to}", *([f"phases/{number}"] if number else []))
    yield Said(Subheading(teller.say(text, number=number, to=to, name=teller.say(phase.name))), both)
    yield Said(Paragraph(teller.say(_LOOKS, to=to, description=teller.say(phase.description))), both)
    criteria = [c for c in d.assessment.criteria if c.phase == to]
    rows = tuple(
        (
            teller.label(c.id),
            teller.status(c.status),
            _measures(teller, c.id, met=c.status == "met"),
            _shown(teller, teller.explained(c.id).reason),
            "",
        )
        for c in criteria
    )
    table = Table(tuple(map(teller.say, _HEADERS)), rows, teller.say(_TABLE, to=to), row_headers=True)
    behind = [name for c in criteria for name in (f"criteria/{c.id}", *teller.facts_behind(c.id))]
    yield Said(table, ("plan", *both, *behind))
    challenges = [c for c in d.assessment.challenges if c.phase == number]
    if challenges:
        yield Said(Paragraph(teller.say(_CHALLENGES, number=number)), both)
    for c in challenges:
        said = teller.say(_LINE, label=teller.label(c.id), status=teller.status(c.status), basis=c.basis)
        yield Said(Entry(words.MARK[c.status], said), (f"challenges/{c.id}",))
    yield Said(Pairs(tuple((teller.say(name), teller.say(_FILL_IN)) for name in _FORM)), ("method",))


def _measures(teller: Teller, criterion: str, *, met: bool) -> str:
    d = teller.dossier
    if met:
        return teller.say(_NONE_NEEDED)
    found = [name for name in d.plan.measures if criterion in d.measures[name].addresses]
    return "; ".join(map(teller.label, found)) or teller.say(_NO_MEASURE)


def _shown(teller: Teller, reason: Reason | None) -> str:
    """A condition as what must be true of each fact; conclusions are looked through."""
    if reason is None:
        return ""
    if reason.kind != "test":
        joint = f" {teller.say(words.OR)} " if reason.kind == "any" else "; "
        said = [(len(part.parts) > 1, _shown(teller, part)) for part in reason.parts]
        return joint.join(f"({text})" if several and len(said) > 1 else text for several, text in said if text)
    about = reason.about
    if about is None:
        return ""
    if about.kind not in ("fact", "list"):
        shown = _shown(teller, about.reason)
        return teller.say(_NOT, shown=shown) if shown and (reason.operator is Operator.EQUALS) is not reason.wanted else shown
    return teller.say(_SHOWN, label=about.label.to(teller.language), wanted=wanted_text(reason, teller.language))
