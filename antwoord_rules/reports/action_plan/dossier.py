"""Everything that a plan van aanpak rests on, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.assessment import Assessment
from antwoord_rules.knowledge.references import Basis, Citation, cite
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.reports.firmness import Firmness, firmness
from antwoord_rules.reports.plans.plan import Asked, unsettled

if TYPE_CHECKING:
    from antwoord_rules.facts.memory import Evidence, WorkingMemory
    from antwoord_rules.knowledge_base import KnowledgeBase
    from antwoord_rules.reasoning.plans import Plan, Step
    from antwoord_rules.reasoning.questions import QuestionEffects

_FIRST_STEPS: Final = 3
Origin: TypeAlias = Literal["gemeten", "opgegeven", "geschat", "none", "assumed", "unknown"]
ORIGINS: Final[tuple[Origin, ...]] = ("gemeten", "opgegeven", "geschat", "none", "assumed", "unknown")
"""Where the value of a fact comes from; `none`: it is given, without saying."""
Matter: TypeAlias = Literal["phase", "result", "nothing"]


class FirstStep(NamedTuple):
    """What to do first: find out a fact, or carry out a measure."""

    kind: Literal["fact", "measure"]
    id: str


class Tally(NamedTuple):
    """How many criteria are met, not met and unknown; `after`: how many are certainly met after the plan (None: no plan)."""

    met: int
    unmet: int
    unknown: int
    after: int | None

    @property
    def open(self) -> int:
        """How many are not met or unknown."""
        return self.unmet + self.unknown

    @property
    def share(self) -> float | None:
        """The share met of those that are known; None when nothing is known."""
        known = self.met + self.unmet
        return self.met / known if known else None

    @property
    def share_after(self) -> float | None:
        """The share of all that is certainly met after the plan."""
        total = self.met + self.unmet + self.unknown
        return None if self.after is None or not total else self.after / total


class Peers(NamedTuple):
    """Other municipalities to compare with: how many, and by building block the median share of criteria met among the known
    (None: nothing is known)."""

    number: int
    medians: Mapping[str, float | None]


@dataclass(frozen=True)
class Dossier:
    """An assessment with the plan to a phase, what would change the phase, and what follows from each answer to a question.

    `target` is the phase that the plan aims for, the highest when that is reached already; `asked` what was asked of the plan.
    """

    assessment: Assessment
    target: int
    asked: Asked
    plan: Plan
    firmness: Firmness
    effects: tuple[QuestionEffects, ...]
    next_question: str | None
    peers: Peers | None = None

    @property
    def number(self) -> int:
        """The phase that is certainly reached."""
        return self.assessment.phase.number

    @property
    def top(self) -> int:
        """The highest phase."""
        return len(self.assessment.context.base.phases)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure of the rules, by id."""
        return {measure.id: measure for measure in self.assessment.context.base.measures}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The measures of the plan in the order of starting; those that set its length first."""
        return tuple(sorted(self.plan.steps, key=lambda step: (step.start, not step.critical, step.wave, step.measure)))

    @cached_property
    def besides(self) -> tuple[str, ...]:
        """The recommended measures that the plan does without and leaves something to do for, the most urgent first; none that
        had to be left out."""
        barred = {*self.plan.measures, *self.asked.exclude}
        return tuple(found.id for found in self.assessment.measures if found.id not in barred and self.left_to(found.id))

    @cached_property
    def spared(self) -> tuple[str, ...]:
        """The recommended measures that have nothing left to do after the plan: it solves by other means what they are for."""
        others = (found.id for found in self.assessment.measures if found.id not in self.plan.measures)
        return tuple(name for name in others if not self.left_to(name))

    def left_to(self, measure: str) -> tuple[str, ...]:
        """What a measure is for that is certainly not in order now, and not certainly after the plan either."""
        known = self.assessment.context.inference.conclusions
        solved = {*self.plan.met, *self.plan.resolved}
        return tuple(aim for aim in self.measures[measure].addresses if known.get(aim) is False and aim not in solved)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The measures of the plan of which it is unknown whether what they bring about is there already."""
        known = self.assessment.context.inference.conclusions
        return frozenset(name for name in self.plan.measures if known.get(self.measures[name].realised) is None)

    @cached_property
    def matters(self) -> Mapping[str, Matter]:
        """What an answer about each unknown fact can change: the phase, else a challenge or a measure, or nothing."""
        return {found.fact: _matter(found) for found in self.effects}

    @cached_property
    def first_steps(self) -> tuple[FirstStep, ...]:
        """The first three things to do: the best question when the phase is uncertain, the plan, what else is advised."""
        asked = self.next_question
        found = [FirstStep("fact", asked)] if asked is not None and self.matters[asked] == "phase" else []
        found += [FirstStep("measure", step.measure) for step in self.steps]
        found += [FirstStep("measure", name) for name in self.besides]
        if asked is not None and FirstStep("fact", asked) not in found:
            found.append(FirstStep("fact", asked))
        return tuple(found[:_FIRST_STEPS])

    def tally(self, *, phase: int | None = None, block: str | None = None) -> Tally:
        """The criteria of a phase, of a building block, of both, or all."""
        found = [c for c in self.assessment.criteria if phase in (None, c.phase) and block in (None, c.block)]
        counts = Counter(criterion.status for criterion in found)
        after = sum(criterion.id in self.plan.met for criterion in found) if self.plan.reachable else None
        return Tally(counts["met"], counts["unmet"], counts["unknown"], after)

    @cached_property
    def spoken_of(self) -> Mapping[str, tuple[str, ...]]:
        """The rules that the plan speaks of, by kind: all criteria, challenges, limits and norms, and the measures at issue."""
        base = self.assessment.context.base
        at_issue = {*self.plan.measures, *self.besides, *self.spared}
        return {
            "criteria": tuple(rule.id for rule in base.criteria),
            "challenges": tuple(rule.id for rule in base.challenges),
            "measures": tuple(rule.id for rule in base.measures if rule.id in at_issue),
            "limits": tuple(rule.id for rule in base.limits),
            "norms": tuple(rule.id for rule in base.norms),
        }

    def basis(self, name: str) -> Basis:
        """The basis of a rule that the plan speaks of."""
        base = self.assessment.context.base
        found: Basis = getattr(base.rules.get(name) or base.norm_by_id[name], "basis")  # noqa: B009 - no phase is spoken of
        return found

    def cited(self, name: str) -> tuple[Citation, ...]:
        """The sources of a rule that the plan speaks of."""
        base = self.assessment.context.base
        references = getattr(base.rules.get(name) or base.norm_by_id[name], "sources", ())
        documents = {document.id: document for document in base.documents}
        return tuple(cite(reference, documents) for reference in references)

    @cached_property
    def provenance(self) -> Mapping[str, Counter[Basis]]:
        """How many of the rules that the plan speaks of rest on what, by kind."""
        return {kind: Counter(self.basis(name) for name in names) for kind, names in self.spoken_of.items()}

    @cached_property
    def origins(self) -> Mapping[Origin, int]:
        """How many values have which origin: those of all facts, and of the attributes of elements that are known."""
        memory = self.assessment.context.memory
        vocabulary = self.assessment.context.base.vocabulary
        assumed = {found.fact for found in memory.assumptions}
        counts: Counter[Origin] = Counter({"unknown": len(memory.unknown)})
        for fact in vocabulary.facts:
            if fact.id in memory.values:
                counts["assumed" if fact.id in assumed else _origin(memory.evidence.get(fact.id))] += 1
        for collection in vocabulary.collections:
            for element in memory.collections.get(collection.id, ()):
                counts.update(_origin(element.evidence.get(name)) for name in (*element.values, *element.texts))
        return {origin: counts[origin] for origin in ORIGINS}

    @cached_property
    def parts(self) -> Mapping[str, Any]:
        """What can be referred to: every part of the dossier by its name, as JSON values."""
        return dict(_parts(self))


def dossier(
    kb: KnowledgeBase,
    memory: WorkingMemory,
    to: int | None = None,
    *,
    with_challenges: bool = False,
    exclude: Collection[str] = (),
    include: Collection[str] = (),
    peers: Sequence[WorkingMemory] = (),
    seconds: int,
) -> Dossier:
    """The dossier of a municipality for a plan to a phase; without `to`, the next one. `seconds` limits each search. It is
    compared with `peers`, itself left out.

    Raises `UsageError` for a phase or measure that does not exist.
    """
    found = kb.assess_memory(memory)
    target = min(found.phase.number + 1, len(kb.base.phases)) if to is None else to
    wish: dict[str, Any] = {"with_challenges": with_challenges, "exclude": tuple(exclude), "include": tuple(include)}
    plan = kb.plan(memory, target, seconds=seconds, **wish)
    return Dossier(
        found,
        target,
        Asked(target, seconds=seconds, **wish),
        plan,
        firmness(kb, found, seconds),
        kb.question_effects(memory),
        kb.next_question(memory).fact,
        _peers(kb, memory, peers),
    )


def _peers(kb: KnowledgeBase, memory: WorkingMemory, others: Sequence[WorkingMemory]) -> Peers | None:
    from antwoord_rules.benchmarking import benchmark

    own = memory.municipality
    kept = [other for other in others if (other.municipality.code or other.municipality.naam) != (own.code or own.naam)]
    if not kept:
        return None
    found = benchmark([kb.assess_memory(other) for other in kept], latest=True)
    return Peers(len(found.rows), {block: spread.median for block, spread in found.figures.blocks.items()})


def _origin(evidence: Evidence | None) -> Origin:
    return evidence.herkomst if evidence and evidence.herkomst else "none"  # type: ignore[return-value]  # the reader checks it


def _matter(found: QuestionEffects) -> Matter:
    if len({answer.phases for answer in found.answers}) > 1:
        return "phase"
    return "result" if found.relevant else "nothing"


def _parts(d: Dossier) -> Iterator[tuple[str, Any]]:
    result, plan = d.assessment.model_dump(mode="json"), d.plan.model_dump()
    base = d.assessment.context.base
    yield "method", {"facts": sum(d.origins.values()), "engine": result["receipt"]["engine"]}
    for name in ("gemeente", "phase", "receipt", "egem_plateaus"):
        yield name, result[name]
    yield "target", d.target
    for kind in ("criteria", "challenges", "measures"):
        yield from ((f"{kind}/{item['id']}", item) for item in result[kind])
    yield from ((f"assumptions/{item['fact']}", item) for item in result["assumptions"])
    yield "unknown", {"facts": result["unknown"], "number": len(result["unknown"]), **Counter(d.matters.values())}
    yield "origins", dict(d.origins)
    if d.peers is not None:
        yield "peers", d.peers._asdict()
    yield "tally", d.tally()._asdict()
    for block in base.vocabulary.blocks:
        yield f"tally/{block.id}", {**(tally := d.tally(block=block.id))._asdict(), "shares": [tally.share, tally.share_after]}
    for phase in base.phases:
        tally = d.tally(phase=phase.number)
        yield f"phases/{phase.number}", {"number": phase.number, **tally._asdict(), "open": tally.open}
        relevant = [c for c in d.assessment.challenges if c.phase == phase.number]
        yield f"phases/{phase.number}/challenges", Counter(challenge.status for challenge in relevant)
    yield (
        "challenges",
        {name: Counter(c.status for c in d.assessment.challenges if c.relevance in of) for name, of in _RELEVANCES},
    )
    yield (
        "plan",
        {**plan, "number": len(d.plan.measures), "unsettled": len(unsettled(d.assessment, d.target)), "asked": d.asked._asdict()},
    )
    for step in d.plan.steps:
        measure = d.measures[step.measure]
        yield f"plan/{step.measure}", {**step._asdict(), "effort": measure.effort, "months": measure.months}
    yield "besides", list(d.besides)
    yield "spared", list(d.spared)
    yield "first_steps", [step._asdict() for step in d.first_steps]
    for found in d.effects:
        answers = [
            {"alike": {k: list(v) for k, v in a.alike.items()}, "phases": a.phases, "changes": a.changes} for a in found.answers
        ]
        yield f"questions/{found.fact}", {"relevant": found.relevant, "answers": answers}
    yield "firmness", _firmness(d.firmness)
    yield "provenance", {kind: {str(basis): counts[basis] for basis in Basis} for kind, counts in d.provenance.items()}
    memory = d.assessment.context.memory
    for fact in base.vocabulary.facts:
        if fact.id in memory.values:
            value = fact.type.to_people(memory.values[fact.id])
            yield f"facts/{fact.id}", {"value": value, "evidence": memory.evidence.get(fact.id)}
    for derived in base.vocabulary.derived:
        if derived.id in memory.values:
            yield f"facts/{derived.id}", {"value": memory.values[derived.id]}
    for name, elements in memory.collections.items():
        yield f"facts/{name}", [element._asdict() for element in elements]
    for norm in base.norms:
        yield f"norms/{norm.id}", result["receipt"]["norms"][norm.id]
    for document in base.documents:
        yield f"sources/{document.id}", document._replace(sections=(), place=None)._asdict()
    for kind, names in d.spoken_of.items():
        yield f"spoken_of/{kind}", {"rules": names, "cited": [reference for name in names for reference in d.cited(name)]}


def _firmness(found: Firmness) -> dict[str, Any]:
    losing, reaching = found
    parts: dict[str, Any] = {}
    if losing is not None:
        parts["losing"] = {**losing.model_dump(), "number": len(losing.sets)}
    if reaching is not None:
        least = len(reaching.corrections[0].facts) if reaching.corrections else None
        unknown = sum(change.value is None for way in reaching.corrections[:1] for change in way.changes)
        parts["reaching"] = {**reaching.model_dump(), "number": len(reaching.corrections), "least": least, "unknown": unknown}
    return parts


_RELEVANCES: Final = (("current", "current"), ("overdue", "overdue"), ("later", "later"), ("near", ("current", "overdue")))
