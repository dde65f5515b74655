"""Firings to an assessment: the result as data. See design "Result"; its shape is a contract.

The phase, the status of each criterion and challenge and the recommended measures are the engine's conclusions; this module only
names, orders and compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.inference.firings import Firing, Inference
from antwoord_rules.knowledge.rules import Measure, RuleBase
from antwoord_rules.language import Text

if TYPE_CHECKING:
    from antwoord_rules.explanation import Explanation

Status: TypeAlias = Literal["met", "unmet", "unknown"]
Resolution: TypeAlias = Literal["resolved", "open", "unknown"]
Relevance: TypeAlias = Literal["current", "overdue", "later"]
Presence: TypeAlias = Literal["present", "absent", "unknown", "none"]

NO_PHASE: Final = Text("Nog geen fase bereikt", "No phase reached yet")

_STATUS: Final[Mapping[bool | None, Status]] = {True: "met", False: "unmet", None: "unknown"}
_RESOLUTION: Final[Mapping[bool | None, Resolution]] = {True: "resolved", False: "open", None: "unknown"}
_PRESENCE: Final[Mapping[bool | None, Presence]] = {True: "present", False: "absent", None: "unknown"}


class MunicipalityResult(NamedTuple):
    """Whom the result is about, and the date on which the facts held."""

    naam: str
    peildatum: str


class PhaseResult(NamedTuple):
    """The phase reached (0: none yet), whether unknown facts can still raise it, and what still limits it."""

    number: int
    name: str
    certain: bool
    possible: tuple[int, ...]
    limit: Presence


class CriterionResult(NamedTuple):
    """A criterion and whether it is met."""

    id: str
    phase: int
    block: str
    status: Status
    basis: str
    label: str


class ChallengeResult(NamedTuple):
    """A challenge, whether it is resolved, and whether it belongs to the phase reached, to a lower or to a higher one."""

    id: str
    phase: int
    block: str
    status: Resolution
    relevance: Relevance
    basis: str
    label: str


class Requirement(NamedTuple):
    """A measure that comes first, unless all its effects certainly hold already (`met`)."""

    id: str
    met: bool


class MeasureResult(NamedTuple):
    """A recommended measure; `effort` in points of 1 to 5, `months` indicative."""

    id: str
    phase: int
    addresses: tuple[str, ...]
    requires: tuple[Requirement, ...]
    effort: int
    months: int
    basis: str
    label: str


class AssumptionResult(NamedTuple):
    """A fact that was not given and got its default value."""

    fact: str
    value: bool | int | float


class Receipt(NamedTuple):
    """What made the result: versions, hashes of rules and facts, and the norms that applied."""

    antwoord_rules: str
    engine: str
    rules_sha256: str
    facts_sha256: str
    norms: Mapping[str, bool | int | float]


class Context(NamedTuple):
    """What an assessment was made from; kept beside the result for explanations and reports, no part of it."""

    base: RuleBase
    norms: Mapping[str, bool | int]
    memory: WorkingMemory
    inference: Inference


@dataclass(frozen=True)
class Assessment:
    """The result for one municipality. The same facts and rules give the same result, to the byte."""

    gemeente: MunicipalityResult
    phase: PhaseResult
    criteria: tuple[CriterionResult, ...]
    challenges: tuple[ChallengeResult, ...]
    measures: tuple[MeasureResult, ...]
    egem_plateaus: tuple[int, ...]
    unknown: tuple[str, ...]
    assumptions: tuple[AssumptionResult, ...]
    firings: tuple[Firing, ...]
    receipt: Receipt
    context: Context = field(repr=False, compare=False)
    version: int = 1

    def model_dump(self, *, mode: Literal["python", "json"] = "python") -> dict[str, Any]:
        """The result as design "Result" lays it down: dicts, lists, texts, numbers, booleans. Both modes give the same values,
        with tuples as lists in mode "json"."""
        plain = {"version": self.version, **{f.name: getattr(self, f.name) for f in fields(self) if f.name in _RESULT}}
        sequence: Callable[[Iterable[Any]], Any] = list if mode == "json" else tuple
        return {name: _dump(value, sequence) for name, value in plain.items()}

    def with_possible(self, phases: tuple[int, ...]) -> Assessment:
        """The same result with exactly these phases as the possible ones; one that is left is certain."""
        return replace(self, phase=self.phase._replace(possible=phases, certain=phases == (self.phase.number,)))

    def explain(self, name: str) -> Explanation:
        """Why a conclusion or fact is as it is, down to evidence and source; raises `UsageError` for an unknown id."""
        from antwoord_rules.explanation import explain

        return explain(self, name)


_RESULT: Final = frozenset(f.name for f in fields(Assessment)) - {"context", "version"}


def _dump(value: Any, sequence: Callable[[Iterable[Any]], Any]) -> Any:
    if hasattr(value, "_fields"):
        return {name: _dump(part, sequence) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple):
        return sequence(_dump(part, sequence) for part in value)
    return dict(value) if isinstance(value, Mapping) else value


class Assessor:
    """Turns inferences into assessments for one rule base and its norms; what never changes is made once."""

    def __init__(self, base: RuleBase, norms: Mapping[str, bool | int], rules_sha256: str, version: str) -> None:
        self._base = base
        self._norms = norms
        self._shown_norms = {norm.id: norm.type.to_people(norms[norm.id]) for norm in base.norms}
        self._rules_sha256 = rules_sha256
        self._version = version
        self._top = len(base.phases)
        self._limits = {limit.phase: limit.id for limit in base.limits}
        self._plateaus = {row.phase: row.plateaus for row in base.plateaus}
        self._criteria_of = {n: [c.id for c in base.criteria if c.phase == n] for n in range(1, self._top + 1)}
        self._criteria = [
            (c.id, {v: CriterionResult(c.id, c.phase, c.block, s, c.basis.value, c.label.nl) for v, s in _STATUS.items()})
            for c in base.criteria
        ]
        self._challenges = {
            phase: [
                (
                    c.id,
                    {
                        v: ChallengeResult(c.id, c.phase, c.block, s, _relevance(c.phase, phase), c.basis.value, c.label.nl)
                        for v, s in _RESOLUTION.items()
                    },
                )
                for c in base.challenges
            ]
            for phase in range(self._top + 1)
        }

    def assess(self, memory: WorkingMemory, inference: Inference, engine: str) -> Assessment:
        """The assessment of what was inferred from the memory by the named engine."""
        known = inference.conclusions
        number = reached(self._base, known)
        types = self._base.vocabulary.types
        return Assessment(
            gemeente=MunicipalityResult(memory.municipality.naam, memory.municipality.peildatum),
            phase=self._phase(number, known),
            criteria=tuple([by_value[known.get(name)] for name, by_value in self._criteria]),
            challenges=tuple([by_value[known.get(name)] for name, by_value in self._challenges[number]]),
            measures=self._measures(number, known),
            egem_plateaus=self._plateaus.get(number, ()),
            unknown=memory.unknown,
            assumptions=tuple([AssumptionResult(a.fact, types[a.fact].to_people(a.value)) for a in memory.assumptions]),
            firings=inference.firings,
            receipt=Receipt(self._version, engine, self._rules_sha256, memory.sha256, dict(self._shown_norms)),
            context=Context(self._base, self._norms, memory, inference),
        )

    def _phase(self, number: int, known: Mapping[str, bool]) -> PhaseResult:
        name = self._base.phases[number - 1].name if number else NO_PHASE
        limit = self._limits.get(number)
        return PhaseResult(
            number=number,
            name=name.nl,
            certain=all(known.get(f"fase_{n}") is False for n in range(number + 1, self._top + 1)),
            possible=tuple(n for n in range(number, self._top + 1) if self._can_be(n, number, known)),
            limit=_PRESENCE[known.get(limit)] if limit else "none",
        )

    def _can_be(self, n: int, number: int, known: Mapping[str, bool]) -> bool:
        """Whether three-valued logic leaves n open as the phase: `fase_n` may hold, and phase n+1 may lack a criterion."""
        reached = n == number or known.get(f"fase_{n}") is not False
        return reached and (n == self._top or any(known.get(c) is not True for c in self._criteria_of[n + 1]))

    def _measures(self, number: int, known: Mapping[str, bool]) -> tuple[MeasureResult, ...]:
        recommended = [measure for measure in self._base.measures if known.get(measure.id) is True]
        return tuple([self._measure(measure, known) for measure in in_order(self._base, recommended, number, known)])

    def _measure(self, measure: Measure, known: Mapping[str, bool]) -> MeasureResult:
        rules = self._base.rules
        requires = tuple(
            Requirement(name, known.get(rules[name].realised) is True)  # type: ignore[union-attr]  # the loader admits measures only
            for name in measure.requires
        )
        return MeasureResult(
            measure.id,
            measure.phase,
            measure.addresses,
            requires,
            measure.effort,
            measure.months,
            measure.basis.value,
            measure.label.nl,
        )


def reached(base: RuleBase, known: Mapping[str, bool]) -> int:
    """The number of the highest phase that certainly holds under these conclusions; 0 when none does."""
    return max((phase.number for phase in base.phases if known.get(phase.id) is True), default=0)


def in_order(base: RuleBase, measures: Iterable[Measure], number: int, known: Mapping[str, bool]) -> list[Measure]:
    """Measures, most urgent first: those that realise the next phase's criteria or a current challenge before the rest, the least
    effort first, and `requires` (also through measures that are not in the list) before what needs it."""
    wanted = {measure.id: measure for measure in measures}
    urgent = {c.id for c in base.criteria if c.phase == number + 1} | {c.id for c in base.challenges if c.phase == number}

    def urgency(measure: Measure) -> tuple[bool, int, int, str]:
        helps = any(name in urgent and known.get(name) is False for name in measure.addresses)
        return (not helps, measure.effort, measure.months, measure.id)

    ordered: list[Measure] = []
    seen: set[str] = set()

    def required(measure: Measure) -> Iterator[Measure]:
        found = (rule for name in measure.requires if isinstance(rule := base.rules[name], Measure))
        return iter(sorted(found, key=urgency))

    for start in sorted(wanted.values(), key=urgency):
        waiting = [] if start.id in seen else [(start, required(start))]  # no recursion: chains may be long
        seen.add(start.id)
        while waiting:
            measure, before = waiting[-1]
            first = next((found for found in before if found.id not in seen), None)
            if first is not None:
                seen.add(first.id)
                waiting.append((first, required(first)))
                continue
            waiting.pop()
            if measure.id in wanted:
                ordered.append(measure)
    return ordered


def _relevance(phase: int, reached: int) -> Relevance:
    return "current" if phase == reached else "overdue" if phase < reached else "later"
