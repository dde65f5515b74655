"""The plan in waves, with a column for owners, the timeline, and what each measure asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.explanation.wording import comparison_text
from antwoord_rules.knowledge.conditions import Comparison, Norm
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Callout, Details, Entry, Heading, Paragraph, Subheading, Table
from antwoord_rules.reports.action_plan import drawings
from antwoord_rules.reports.action_plan.saying import Said, Teller, said
from antwoord_rules.reports.plans import words as plans
from antwoord_rules.reports.plans.obstacles import no_plan
from antwoord_rules.reports.plans.plan import Scene, longest, proof, unsettled

_TO: Final = Text("Het plan naar fase {to}: {name}", "The plan to phase {to}: {name}")
_STAYS: Final = Text("Het plan bij fase {number}", "The plan at phase {number}")
_SIZE: Final = Text(
    "{measures} in {waves}: samen {size}. Daarna is fase {phase} zeker.",
    "{measures} in {waves}: {size} in all. After that phase {phase} is certain.",
)
_SIZE_STAYS: Final = Text(
    "{measures} in {waves}: samen {size}. Fase {phase} is al bereikt en blijft dat.",
    "{measures} in {waves}: {size} in all. Phase {phase} is reached already, and stays so.",
)
_WAVES: Final = Text("De maatregelen, in rondes", "The measures, in waves")
_FILL_IN: Final = Text(
    "De kolom 'Eigenaar' is om in te vullen: wie zorgt dat het gebeurt?",
    "The column 'Owner' is to be filled in: who makes sure that it happens?",
)
_WAVE_FIRST: Final = Text("Ronde 1: kan meteen beginnen", "Wave 1: can start at once")
_WAVE: Final = Text("Ronde {number}: na maatregelen van een eerdere ronde", "Wave {number}: after measures of an earlier wave")
_HEADERS: Final = (
    Text("Maatregel", "Measure"),
    Text("Voor", "For"),
    Text("Punten", "Points"),
    Text("Maanden", "Months"),
    Text("Van–tot", "From–to"),
    Text("Eigenaar", "Owner"),
)
_NAMED: Final = Text("{label} [{basis}]", "{label} [{basis}]")
_TIMELINE: Final = Text("Tijdlijn", "Timeline")
_PATH: Final = Text(
    "Het langste pad duurt {months}: {labels}. Loopt daar iets uit, dan loopt het plan uit.",
    "The longest path takes {months}: {labels}. A delay there delays the plan.",
)
_CAUTION: Final = Text(
    "Van wat voor dit plan telt, zijn {number} feiten onbekend. Het plan rekent daar niet op: wie ze uitzoekt, heeft misschien"
    " minder maatregelen nodig.",
    "Of what counts for this plan, {number} facts are unknown. The plan does not rely on them: whoever finds them out may need"
    " fewer measures.",
)
_CAUTION_ONE: Final = Text(
    "Van wat voor dit plan telt, is 1 feit onbekend. Het plan rekent daar niet op: wie het uitzoekt, heeft misschien minder"
    " maatregelen nodig.",
    "Of what counts for this plan, 1 fact is unknown. The plan does not rely on it: whoever finds it out may need fewer"
    " measures.",
)
_BEFORE: Final = Text("Voor dit plan is gekozen: {labels}.", "Chosen for this plan: {labels}.")
_WITHOUT: Final = Text("zonder '{label}'", "without '{label}'")
_WITH: Final = Text("met '{label}'", "with '{label}'")
_CHALLENGES: Final = Text("met alle uitdagingen van lagere fasen", "with all challenges of lower phases")
_DETAILS: Final = Text("Wat elke maatregel vraagt", "What each measure asks")
_SUMMARY: Final = Text("{label}: stap voor stap", "{label}: step by step")
_STEP: Final = Text("{step}", "{step}")
_AFTERWARDS: Final = Text("Daarna geldt: {effects}.", "Afterwards: {effects}.")
_EFFECT: Final = Text("'{label}' is {value}", "'{label}' is {value}")
_FIRST: Final = Text("Eerst nodig: {labels}.", "Needed first: {labels}.")
_THERE: Final = Text("{label} (is er al)", "{label} (is there already)")
_IN_PLAN: Final = Text("{label} (in dit plan)", "{label} (in this plan)")
_BESIDES: Final = Text("Ook aanbevolen", "Also advised")
_BESIDES_ABOUT: Final = Text(
    "Deze maatregelen zijn niet nodig voor fase {to}, maar wel voor iets dat ook na dit plan niet in orde is.",
    "These measures are not needed for phase {to}, but for something that is not in order after this plan either.",
)
_ADVISED: Final = Text("Aanbevolen maatregelen", "Advised measures")
_NOTHING: Final = Text("Er zijn geen aanbevolen maatregelen.", "There are no advised measures.")
_NOTHING_MORE: Final = Text("Er zijn geen andere aanbevolen maatregelen.", "There are no other advised measures.")
_SPARED: Final = Text(
    "Met dit plan niet meer nodig: {labels}. Het plan lost langs een andere weg op waar dat voor is.",
    "No longer needed with this plan: {labels}. The plan solves by other means what that is for.",
)
_REACHED: Final = Text(
    "Fase {to} is al bereikt: daar is niets voor nodig.", "Phase {to} is reached already: nothing is needed for it."
)
_BESIDE: Final = Text("{label} ({size}) [{basis}]", "{label} ({size}) [{basis}]")
_FOR: Final = Text("Voor: {labels}.", "For: {labels}.")


def route(teller: Teller) -> Iterator[Said]:
    """The plan, or why there is none; then what else is advised."""
    d = teller.dossier
    ahead = d.target > d.number
    heading = teller.say(_TO, to=d.target, name=teller.phase_name(d.target)) if ahead else teller.say(_STAYS, number=d.number)
    yield Said(Heading(heading), ("target", "phase", f"phases/{d.target}"))
    scene = Scene.of(d.assessment, d.asked, teller.language, hints=False)
    if not d.plan.reachable:
        facts = [name for name in d.parts if name.startswith("facts/")]
        yield from said(_lower(no_plan(d.plan, scene)), "plan", *(f"criteria/{c.id}" for c in d.assessment.criteria), *facts)
    elif d.plan.measures:
        yield from _plan(teller, scene)
    else:
        yield Said(Paragraph(teller.say(_REACHED, to=d.target)), ("plan", "target"))
    yield from _besides(teller)


def _lower(blocks: Iterator[Block]) -> Iterator[Block]:
    return (Subheading(block.text) if isinstance(block, Heading) else block for block in blocks)


def _plan(teller: Teller, scene: Scene) -> Iterator[Said]:
    d, plan = teller.dossier, teller.dossier.plan
    size = teller.size(plan.effort or 0, plan.months or 0)
    counts = {
        "measures": teller.counted(len(plan.measures), plans.MEASURES),
        "waves": teller.counted(len(plan.waves), plans.ROUNDS),
    }
    text = _SIZE_STAYS if plan.replayed_phase == d.number else _SIZE
    yield Said(Paragraph(teller.say(text, size=size, phase=plan.replayed_phase, **counts), strong=True), ("plan",))
    choices = [teller.say(_WITHOUT, label=teller.label(name)) for name in d.asked.exclude]
    choices += [teller.say(_WITH, label=teller.label(name)) for name in d.asked.include]
    choices += [teller.say(_CHALLENGES)] if d.asked.with_challenges else []
    if choices:
        yield Said(Paragraph(teller.say(_BEFORE, labels="; ".join(choices))), ("plan",))
    yield from said(_lower(proof(plan, scene)), "plan", "receipt")
    open_facts = unsettled(d.assessment, d.target)
    if open_facts:
        caution = _CAUTION_ONE if len(open_facts) == 1 else _CAUTION
        yield Said(Callout(teller.say(caution, number=len(open_facts))), ("plan",))
    yield Said(Subheading(teller.say(_WAVES)), ("plan",))
    yield Said(Paragraph(teller.say(_FILL_IN)), ("method",))
    for number, names in enumerate(plan.waves, start=1):
        caption = teller.say(_WAVE_FIRST if number == 1 else _WAVE, number=number)
        rows = tuple(_row(teller, name) for name in names)
        table = Table(tuple(map(teller.say, _HEADERS)), rows, caption, row_headers=True)
        yield Said(table, ("plan", *(f"plan/{name}" for name in names)))
    yield Said(Subheading(teller.say(_TIMELINE)), ("plan",))
    yield Said(drawings.timeline(teller), tuple(f"plan/{name}" for name in plan.measures))
    path = " → ".join(teller.label(step.measure) for step in longest(plan, scene))
    yield Said(Paragraph(teller.say(_PATH, months=teller.counted(plan.months or 0, plans.MONTHS), labels=path)), ("plan",))
    yield Said(Subheading(teller.say(_DETAILS)), ("plan",))
    for step in d.steps:
        yield Said(_details(teller, d.measures[step.measure]), (f"plan/{step.measure}", *_norms(d.measures[step.measure])))


def _row(teller: Teller, name: str) -> tuple[str, ...]:
    d, measure = teller.dossier, teller.dossier.measures[name]
    step = next(step for step in d.plan.steps if step.measure == name)
    known = d.assessment.context.inference.conclusions
    aims = [teller.label(aim) for aim in measure.addresses if known.get(aim) is not True]
    label = teller.say(_NAMED, label=teller.label(name), basis=measure.basis)
    return (label, "; ".join(aims), str(measure.effort), str(measure.months), f"{step.start}–{step.end}", "")


def _details(teller: Teller, measure: Measure) -> Details:
    """Why, the steps, what holds afterwards, and what must come first."""
    blocks: list[Block] = [Paragraph(teller.say(measure.because))]
    blocks += [Entry(f"{place}.", teller.say(step)) for place, step in enumerate(measure.steps, start=1)]
    effects = "; ".join(_effect(teller, effect) for effect in measure.effects)
    blocks.append(Paragraph(teller.say(_AFTERWARDS, effects=effects)))
    first = [_required(teller, name) for name in measure.requires]
    if first:
        blocks.append(Paragraph(teller.say(_FIRST, labels="; ".join(first))))
    return Details(teller.say(_SUMMARY, label=teller.label(measure.id)), tuple(blocks))


def _effect(teller: Teller, effect: Comparison) -> str:
    kind = teller.base.vocabulary.types[effect.fact]
    encoded = teller.dossier.assessment.context.norms[effect.value.id] if isinstance(effect.value, Norm) else effect.value
    wanted = comparison_text(effect.operator, kind.to_people(encoded), teller.language, teller.voice.unit(effect.fact))
    return teller.say(_EFFECT, label=teller.label(effect.fact), value=wanted)


def _norms(measure: Measure) -> Iterator[str]:
    return (f"norms/{effect.value.id}" for effect in measure.effects if isinstance(effect.value, Norm))


def _required(teller: Teller, name: str) -> str:
    return teller.say(_IN_PLAN if name in teller.dossier.plan.measures else _THERE, label=teller.label(name))


def _besides(teller: Teller) -> Iterator[Said]:
    d = teller.dossier
    planned = bool(d.plan.measures)
    yield Said(Subheading(teller.say(_BESIDES if planned else _ADVISED)), ("besides",))
    if not d.besides:
        yield Said(Paragraph(teller.say(_NOTHING_MORE if planned else _NOTHING)), ("besides",))
    elif planned:
        yield Said(Paragraph(teller.say(_BESIDES_ABOUT, to=d.target)), ("target",))
    for place, name in enumerate(d.besides, start=1):
        measure = d.measures[name]
        text = teller.say(
            _BESIDE, label=teller.label(name), size=teller.size(measure.effort, measure.months), basis=measure.basis
        )
        aims = "; ".join(map(teller.label, d.left_to(name)))
        entry = Entry(f"{place}.", text, (teller.say(_FOR, labels=aims),), name)
        yield Said(entry, ("besides", f"measures/{name}"))
    if d.spared:
        rests_on = ("spared", *(f"measures/{name}" for name in d.spared))
        yield Said(Paragraph(teller.say(_SPARED, labels=teller.voice.quoted(d.spared))), rests_on)
