"""What a report on a plan says: from which phase to which, why nothing is better, when to do what, and what it brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from antwoord_rules.assessment import Assessment, ChallengeResult, CriterionResult
from antwoord_rules.explanation.tree import tests
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.language import Language
from antwoord_rules.rendering.blocks import Block, Chart, Entry, Heading, Paragraph, Subheading, Title
from antwoord_rules.reports import words
from antwoord_rules.reports.plans import words as texts
from antwoord_rules.reports.plans.timeline import CRITICAL, SLACK, timeline
from antwoord_rules.reports.voice import Voice

if TYPE_CHECKING:
    from antwoord_rules.reasoning.plans import Plan, Step


class Asked(NamedTuple):
    """What was asked of a plan. `to` is None when the bounds alone say how far it goes."""

    to: int | None
    budget: int | None = None
    months: int | None = None
    every: bool = False
    with_challenges: bool = False
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    seconds: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether there is a bound on effort or time."""
        return self.budget is not None or self.months is not None

    def answered_by(self, found: Plan) -> Asked:
        """The same with the phase that the plan is for, when neither a phase nor a bound was asked for: the next one."""
        return self if self.to is not None or self.bounded else self._replace(to=found.to)


class Scene(NamedTuple):
    """For whom a plan is made and what was asked, in the voice of the report."""

    assessment: Assessment
    asked: Asked
    voice: Voice
    hints: bool = True

    @classmethod
    def of(cls, assessment: Assessment, asked: Asked, language: Language, *, hints: bool = True) -> Scene:
        """The scene in a language; with `hints` it names the options of the command."""
        return cls(assessment, asked, Voice(assessment.context.base, language), hints)

    def measure(self, name: str) -> Measure:
        """The measure of that id."""
        return next(measure for measure in self.voice.base.measures if measure.id == name)

    def months(self, names: Iterable[str]) -> int:
        """How long measures take together."""
        from antwoord_rules.reasoning.plans import schedule

        return max((step.end for step in schedule(map(self.measure, names))), default=0)

    def bounds(self) -> str:
        """The bounds, as in "20 punten en 12 maanden"."""
        pairs = ((self.asked.budget, texts.POINTS), (self.asked.months, texts.MONTHS))
        return f" {self.voice.say(texts.AND)} ".join(self.voice.counted(n, noun) for n, noun in pairs if n is not None)

    def size(self, effort: int, months: int, measures: int) -> str:
        """Effort, time and number of measures."""
        counted = self.voice.counted
        return self.voice.say(
            texts.SIZE,
            effort=counted(effort, texts.POINTS),
            months=counted(months, texts.MONTHS),
            measures=counted(measures, texts.MEASURES),
        )


def head(scene: Scene) -> Iterator[Block]:
    """Whom it is about."""
    who, voice = scene.assessment.gemeente, scene.voice
    yield Title(f"{who.naam}, {voice.say(words.REFERENCE_DATE, date=who.peildatum)}")


def terms(scene: Scene) -> Iterator[Block]:
    """The measures that were ruled in or out."""
    ruled_out, ruled_in = (texts.EXCLUDED, texts.INCLUDED) if scene.hints else (texts.LEFT_OUT, texts.TAKEN_IN)
    for text, names in ((ruled_out, scene.asked.exclude), (ruled_in, scene.asked.include)):
        if names:
            yield Paragraph(scene.voice.say(text, labels=scene.voice.quoted(list(dict.fromkeys(names)))))


def plan_blocks(plan: Plan, scene: Scene) -> Iterator[Block]:
    """A plan that can be carried out, from its headline to what follows from it."""
    voice = scene.voice
    yield Paragraph(headline(plan, scene), strong=True)
    yield Paragraph(scene.size(plan.effort or 0, plan.months or 0, len(plan.measures)), strong=True)
    if plan.measures and (plan.replayed_phase or 0) > plan.to:
        yield Paragraph(voice.say(texts.BEYOND, phase=plan.replayed_phase))
    yield from terms(scene)
    yield from proof(plan, scene)
    if plan.steps:
        yield from _waves(plan, scene)
        yield Heading(voice.say(texts.TIMELINE))
        labels = {step.measure: voice.label(step.measure) for step in plan.steps}
        yield Chart(timeline(plan.steps, labels), voice.say(texts.LEGEND, critical=CRITICAL, slack=SLACK))
        path = " → ".join(voice.label(step.measure) for step in longest(plan, scene))
        yield Paragraph(voice.say(texts.PATH, months=voice.counted(plan.months or 0, texts.MONTHS), labels=path))
    yield from outcome(plan, scene)


def notes(scene: Scene) -> Iterator[Block]:
    """What to bear in mind with every plan."""
    voice, found = scene.voice, scene.assessment
    yield Heading(voice.say(texts.NOTES))
    if not found.phase.certain:
        phases = voice.either([str(number) for number in found.phase.possible])
        yield Paragraph(voice.say(texts.UNCERTAIN, number=found.phase.number, phases=phases))
    open_facts = unsettled(found, scene.asked.to)
    if open_facts:
        yield Paragraph(voice.say(texts.UNKNOWN, facts=voice.counted(len(open_facts), texts.FACTS)))
    yield Paragraph(f"{voice.say(texts.INDICATIVE)} {voice.say(texts.EFFECTS)}" if scene.hints else voice.say(texts.INDICATIVE))


def unsettled(found: Assessment, to: int | None) -> tuple[str, ...]:
    """The unknown facts and lists behind criteria up to a phase (None: all) that are not met: with some of them known, a plan may
    need less."""
    seen: set[str] = set()
    facts: dict[str, None] = {}
    waiting = [found.explain(c.id) for c in found.criteria if c.status != "met" and (to is None or c.phase <= to)]
    while waiting:
        about = waiting.pop(0)
        if about.id in seen:
            continue
        seen.add(about.id)
        if about.kind in ("fact", "list") and about.value is None:
            facts[about.id] = None
        waiting += [test.about for test in tests(about.reason) if test.about is not None]
    return tuple(facts)


def headline(plan: Plan, scene: Scene) -> str:
    """From which phase to which, or what is done within the bounds."""
    voice, number = scene.voice, scene.assessment.phase.number
    if scene.asked.to is None:
        text = texts.NOTHING_WITHIN if not plan.measures else texts.WITHIN_SAME if plan.to <= number else texts.WITHIN
        return voice.say(text, bounds=scene.bounds(), number=number, to=plan.to)
    text = texts.NOTHING if not plan.measures else texts.FURTHER if plan.to <= number else texts.FROM_TO
    return voice.say(text, number=number, to=plan.to, name=voice.say(voice.base.phases[plan.to - 1].name))


def proof(plan: Plan, scene: Scene) -> Iterator[Block]:
    """That nothing is better, or that this is not proven, and that the plan was replayed."""
    voice, asked = scene.voice, scene.asked
    if not plan.measures and asked.to is not None:
        yield Paragraph(voice.say(texts.CHECKED, engine=scene.assessment.receipt.engine, phase=plan.replayed_phase))
        return
    yield Heading(voice.say(texts.PROVEN if plan.optimal else texts.NOT_PROVEN))
    replayed = voice.say(texts.REPLAYED, engine=scene.assessment.receipt.engine, phase=plan.replayed_phase)
    if not plan.optimal:
        yield Paragraph(voice.say(texts.TIME_UP, seconds=asked.seconds))
        yield Paragraph(f"{_gap(plan, voice)} {voice.say(texts.MORE_TIME)}" if scene.hints else _gap(plan, voice))
        yield Paragraph(replayed)
        return
    ruled = voice.say(texts.TERMS) if asked.exclude or asked.include or (asked.bounded and asked.to is not None) else ""
    if asked.to is None:
        yield Paragraph(voice.say(texts.HIGHEST, bounds=scene.bounds(), terms=ruled))
    else:
        goal = voice.say(texts.GOAL_CHALLENGES if asked.with_challenges else texts.GOAL, to=plan.to)
        yield Paragraph(voice.say(texts.CHEAPEST, goal=goal, terms=ruled))
    yield Paragraph(f"{voice.say(texts.HOW)} {replayed}")


def _gap(plan: Plan, voice: Voice) -> str:
    if plan.at_least is None or plan.effort is None:
        return voice.say(texts.NO_GAP)
    gap = max(0, plan.effort - plan.at_least)
    return voice.say(texts.GAP, least=voice.counted(plan.at_least, texts.POINTS), gap=voice.counted(gap, texts.POINTS))


def _waves(plan: Plan, scene: Scene) -> Iterator[Block]:
    voice = scene.voice
    yield Heading(voice.say(texts.WAVES))
    numbered = 0
    for number, names in enumerate(plan.waves, start=1):
        yield Subheading(voice.say(texts.WAVE_FIRST if number == 1 else texts.WAVE, number=number))
        for name in names:
            numbered += 1
            measure = scene.measure(name)
            first = [required for required in measure.requires if required in plan.measures]
            said = voice.say(
                texts.MEASURE,
                label=voice.label(name),
                effort=voice.counted(measure.effort, texts.POINTS),
                months=voice.counted(measure.months, texts.MONTHS),
                basis=measure.basis,
            )
            below = (voice.say(texts.FIRST, labels="; ".join(map(voice.label, first))),) if first else ()
            yield Entry(f"{numbered:>2}.", said, below, name, strong=True)


def longest(plan: Plan, scene: Scene) -> list[Step]:
    """A chain of measures that wait for one another and together take as long as the plan."""
    steps = {step.measure: step for step in plan.steps}
    here: Step | None = next(step for step in plan.steps if step.end == plan.months)
    chain: list[Step] = []
    while here is not None:
        chain.insert(0, here)
        before = (steps[name] for name in scene.measure(here.measure).requires if name in steps)
        here = next((step for step in before if step.end == here.start), None)
    return chain


def outcome(plan: Plan, scene: Scene) -> Iterator[Block]:
    """What is in order after the plan, and what is not."""
    voice, found = scene.voice, scene.assessment
    reached = plan.replayed_phase or 0
    met = {criterion.id for criterion in found.criteria if criterion.status == "met"}
    gained = [c for c in found.criteria if c.id in plan.met and c.id not in met]
    left = [c for c in found.challenges if c.phase <= reached and c.id not in plan.resolved]
    if plan.measures:
        yield Heading(voice.say(texts.AFTER))
        counts = {"phase": reached, "after": len(plan.met), "total": len(found.criteria), "before": len(met)}
        yield Paragraph(voice.say(texts.COUNTS, **counts))
    if gained:
        yield Subheading(voice.say(texts.GAINED))
    for criterion in gained:
        yield Entry("●", _with_phase(voice, criterion))
    if left:
        heading = Subheading if plan.measures else Heading
        yield heading(voice.say(texts.LEFT if plan.measures else texts.OPEN, phase=reached))
        for challenge in left:
            yield Entry("○", _with_phase(voice, challenge))
        if scene.hints and any(challenge.phase < plan.to for challenge in left) and not scene.asked.with_challenges:
            yield Paragraph(voice.say(texts.LEFT_HINT, to=plan.to))
    elif reached:
        yield Paragraph(voice.say(texts.NONE_LEFT, phase=reached))


def _with_phase(voice: Voice, rule: CriterionResult | ChallengeResult) -> str:
    return voice.say(texts.CRITERION, label=voice.label(rule.id), phase=rule.phase)
