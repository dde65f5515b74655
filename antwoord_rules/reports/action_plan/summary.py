"""The summary, on one page: the phase and how sure it is, what holds it back, and the first three steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Entry, Heading, PageBreak, Pairs, Paragraph, Subheading, Title
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.drawings import ladder
from antwoord_rules.reports.action_plan.saying import Said, Teller
from antwoord_rules.reports.plans import words as plans
from antwoord_rules.reports.voice import Noun

_MOST_BLOCKERS: Final = 4

TITLE: Final = Text("Plan van aanpak klantcontact {name}", "Plan of action for customer contact, {name}")
_DATE: Final = Text("Peildatum {date}. {audit}", "Reference date {date}. {audit}")
_GOAL: Final = Text("Peildatum {date}. Doel: {phase}. {audit}", "Reference date {date}. Target: {phase}. {audit}")
_SUMMARY: Final = Text("Samenvatting", "Summary")
_IN_PHASE: Final = Text("{name} staat in {phase}. Dat is zeker.", "{name} is in {phase}. That is certain.")
_AT_LEAST: Final = Text(
    "{name} staat ten minste in {phase}. Welke fase het precies is, staat nog niet vast: mogelijk is fase {phases}.",
    "{name} is at least in {phase}. Which phase exactly is not settled yet: phase {phases} is possible.",
)
_IN_NONE: Final = Text("{name} heeft nog geen fase bereikt. Dat is zeker.", "{name} has reached no phase yet. That is certain.")
_MAYBE_NONE: Final = Text(
    "Van {name} staat nog geen fase vast: mogelijk is fase {phases}.",
    "No phase of {name} is settled yet: phase {phases} is possible.",
)
_HOLDS_BACK: Final = Text("Wat fase {number} tegenhoudt", "What holds phase {number} back")
_HIGHEST: Final = Text("Fase {number} is de hoogste fase.", "Phase {number} is the highest phase.")
_MORE: Final = Text("Alle {number} staan in 'De fase en het bewijs'.", "All {number} are in 'The phase and its evidence'.")
_STEPS: Final = Text("De eerste stappen", "The first steps")
_NOTHING: Final = Text("Er is nu niets dat moet.", "Nothing has to be done now.")
_FIND_OUT: Final = Text("Zoek uit: {label}", "Find out: {label}")
_MEASURE: Final = Text("{label} ({size}) [{basis}]", "{label} ({size}) [{basis}]")
_BESIDES: Final = Text(
    "Voor de fase is dit niet nodig, wel voor: {labels}.", "This is not needed for the phase, but for: {labels}."
)
_DOUBTFUL: Final = Text("Misschien is dit al in orde: dat is nu onbekend.", "This may be in order already: that is unknown now.")
_PLAN: Final = Text("Het plan", "The plan")
_PLAN_SIZE: Final = Text("{measures} naar fase {to} ({size})", "{measures} to phase {to} ({size})")
_PLAN_BEYOND: Final = Text(
    "{measures} naar fase {to} ({size}); fase {phase} is daarna ook bereikt",
    "{measures} to phase {to} ({size}); phase {phase} is reached then too",
)
_PLAN_STAYS: Final = Text("{measures} ({size}); fase {to} is al bereikt", "{measures} ({size}); phase {to} is reached already")
_NO_PLAN: Final = Text("niet te maken met deze maatregelen", "can't be made with these measures")
_NO_NEED: Final = Text("niets nodig, want fase {to} is al bereikt", "nothing needed, for phase {to} is reached already")
_OPEN: Final = Text("Uitdagingen tot nu toe", "Challenges so far")
_OPEN_COUNTS: Final = Text(
    "{open} open, {unknown} onbekend, {resolved} opgelost", "{open} open, {unknown} unknown, {resolved} resolved"
)
_UNKNOWN: Final = Text("Nog onbekend", "Still unknown")
_UNKNOWN_COUNTS: Final = Text(
    "{facts}, waarvan {phase} de fase kunnen veranderen", "{facts}, of which {phase} can change the phase"
)
_UNKNOWN_ONE: Final = Text("{facts}, waarvan 1 de fase kan veranderen", "{facts}, of which 1 can change the phase")
_UNKNOWN_ONLY: Final = Text("{facts}, en dat kan de fase veranderen", "{facts}, and it can change the phase")
_UNKNOWN_IDLE: Final = Text("{facts}; de fase verandert daar niet door", "{facts}; that does not change the phase")
_UNKNOWN_NONE: Final = Text("niets", "nothing")
FACTS: Final = Noun(Text("feit", "fact"), Text("feiten", "facts"))


def title(teller: Teller) -> str:
    """What the plan is called."""
    return teller.say(TITLE, name=teller.dossier.assessment.gemeente.naam)


def summary(teller: Teller) -> Iterator[Said]:
    """The first page."""
    d = teller.dossier
    date = d.assessment.gemeente.peildatum
    yield Said(Title(title(teller)), ("gemeente",))
    ahead = d.target > d.number
    audit = teller.say(words.NOT_AN_AUDIT)
    goal = teller.phase(d.target)
    when = teller.say(_GOAL if ahead else _DATE, date=date, phase=goal, audit=audit)
    yield Said(Paragraph(when, dim=True), ("gemeente", "target"))
    yield Said(Heading(teller.say(_SUMMARY)), ("method",))
    yield Said(Paragraph(_headline(teller), strong=True), ("gemeente", "phase"))
    if teller.brief.limit:
        yield Said(Paragraph(teller.brief.limit), ("phase", f"phases/{d.number}"))
    yield Said(ladder(teller), ("gemeente", "target", "phase", *(f"phases/{phase.number}" for phase in teller.base.phases)))
    yield from _blockers(teller)
    yield from _first_steps(teller)
    yield Said(Pairs(tuple(_sizes(teller))), ("plan", "target", "challenges", "unknown"))
    yield Said(PageBreak(), ("method",))


def _headline(teller: Teller) -> str:
    found = teller.dossier.assessment
    text = (
        (_IN_PHASE if found.phase.certain else _AT_LEAST)
        if found.phase.number
        else (_IN_NONE if found.phase.certain else _MAYBE_NONE)
    )
    phase = teller.phase(found.phase.number) if found.phase.number else ""
    return teller.say(text, name=found.gemeente.naam, phase=phase, phases=teller.phases(found.phase.possible))


def _blockers(teller: Teller) -> Iterator[Said]:
    number, items = teller.brief.next_phase, teller.brief.blockers
    if number is None:
        yield Said(Paragraph(teller.say(_HIGHEST, number=teller.dossier.number)), ("phase",))
        return
    yield Said(Subheading(teller.say(_HOLDS_BACK, number=number)), (f"phases/{number}",))
    shown = items if len(items) <= _MOST_BLOCKERS else items[: _MOST_BLOCKERS - 1]
    for item in shown:
        text = f"{item.label}: {item.status_text} [{item.basis}]"
        yield Said(Entry(words.MARK[item.status], text), (f"criteria/{item.id}",))
    if len(shown) < len(items):
        yield Said(Paragraph(teller.say(_MORE, number=len(items)), dim=True), (f"phases/{number}",))


def _first_steps(teller: Teller) -> Iterator[Said]:
    d = teller.dossier
    yield Said(Subheading(teller.say(_STEPS)), ("first_steps",))
    if not d.first_steps:
        yield Said(Paragraph(teller.say(_NOTHING)), ("first_steps",))
    for place, step in enumerate(d.first_steps, start=1):
        if step.kind == "fact":
            fact = teller.explained(step.id)
            asked = fact.question.to(teller.language) if fact.question else ""
            yield Said(
                Entry(f"{place}.", teller.say(_FIND_OUT, label=teller.label(step.id)), (asked,), strong=True),
                ("first_steps", f"questions/{step.id}"),
            )
            continue
        measure = d.measures[step.id]
        said = teller.say(
            _MEASURE, label=teller.label(step.id), size=teller.size(measure.effort, measure.months), basis=measure.basis
        )
        planned = step.id in d.plan.measures
        yield Said(
            Entry(f"{place}.", said, tuple(_remark(teller, step.id)), strong=True),
            ("first_steps", f"plan/{step.id}" if planned else f"measures/{step.id}"),
        )


def _remark(teller: Teller, measure: str) -> Iterator[str]:
    """What must be said of a first step beside its size: that it may be there already, or what it is for if not the phase."""
    d = teller.dossier
    if measure in d.doubtful:
        yield teller.say(_DOUBTFUL)
    elif d.plan.measures and measure not in d.plan.measures:
        yield teller.say(_BESIDES, labels="; ".join(map(teller.label, d.left_to(measure))))


def _sizes(teller: Teller) -> Iterator[tuple[str, str]]:
    d, plan = teller.dossier, teller.dossier.plan
    if not plan.reachable:
        size = teller.say(_NO_PLAN)
    elif not plan.measures:
        size = teller.say(_NO_NEED, to=plan.to)
    else:
        beyond, stays = (plan.replayed_phase or 0) > plan.to, plan.to <= d.number
        text = _PLAN_STAYS if stays else _PLAN_BEYOND if beyond else _PLAN_SIZE
        said = {"measures": teller.counted(len(plan.measures), plans.MEASURES), "to": plan.to, "phase": plan.replayed_phase}
        size = teller.say(text, size=teller.size(plan.effort or 0, plan.months or 0), **said)
    yield teller.say(_PLAN), size
    near = [c.status for c in d.assessment.challenges if c.relevance != "later"]
    counts = {status: near.count(status) for status in ("open", "unknown", "resolved")}
    if near:
        yield teller.say(_OPEN), teller.say(_OPEN_COUNTS, **counts)
    unknown = len(d.assessment.unknown)
    matter = sum(matter == "phase" for matter in d.matters.values())
    one = _UNKNOWN_ONLY if unknown == 1 else _UNKNOWN_ONE
    text = one if matter == 1 else _UNKNOWN_COUNTS if matter else _UNKNOWN_IDLE
    told = teller.say(text, facts=teller.counted(unknown, FACTS), phase=matter)
    yield teller.say(_UNKNOWN), told if unknown else teller.say(_UNKNOWN_NONE)
