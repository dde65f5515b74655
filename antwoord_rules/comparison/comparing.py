"""Two dates of a municipality compared, and more dates as a series.

The difference is taken apart in steps that add up, each from the outcome of the one before it: other rules or norms for the old
facts; then what became known; then what changed; then what is known no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.assessment import Assessment
from antwoord_rules.comparison.changes import FactChange, Part, changes
from antwoord_rules.comparison.effects import KINDS, FactCauses, RuleCauses, StatusChange, Step, net, step
from antwoord_rules.comparison.memories import with_changed, with_learned
from antwoord_rules.comparison.rules import RuleChange, rule_changes
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.knowledge_base import KnowledgeBase

Notice: TypeAlias = Literal["other_municipality", "reverse_order"]

STATUSES: Final = {"criteria": ("met", "unmet", "unknown"), "challenges": ("resolved", "open", "unknown")}
_FACT_PARTS: Final[tuple[Part, ...]] = ("learned", "changed", "forgotten")
_PAIR: Final = 2


class Start(NamedTuple):
    """Where a comparison starts: the rules that applied then, and the old facts as read with those rules and with the new."""

    kb: KnowledgeBase
    memory: WorkingMemory
    again: WorkingMemory


@dataclass(frozen=True)
class Comparison:
    """What changed from `old` to `new`, and the steps that lead there: rules, learned, changed, forgotten, in this order."""

    old: Assessment
    new: Assessment
    facts: tuple[FactChange, ...]
    rules: tuple[RuleChange, ...]
    steps: tuple[Step, ...]

    @cached_property
    def total(self) -> tuple[tuple[StatusChange, ...], ...]:
        """The criteria, challenges, limits and measures whose status differs between old and new, all steps together."""
        return net(self.old, self.new)

    def effects_of(self, change: FactChange | RuleChange) -> tuple[str, ...]:
        """The criteria, challenges and limits whose status changed through this change of a fact or a rule."""
        if isinstance(change, RuleChange):
            return self._effects("rules", {change.id})
        derived = self.new.context.base.vocabulary.derived
        read = {d.id for d in derived if d.collection == change.fact and change.attribute in (None, d.attribute)}
        return self._effects(change.part, {change.fact, *read})

    def _effects(self, part: Part | None, read: set[str]) -> tuple[str, ...]:
        caused = (status for found in self.steps if found.part == part for status in found.caused)
        return tuple(status.id for status in caused if any(cause.id in read for cause in status.causes))

    def _dumped(self, change: FactChange | RuleChange) -> dict[str, Any]:
        return {**_plain(change), "affects": list(self.effects_of(change))}

    def parts_of(self, name: str) -> tuple[Part, ...]:
        """The parts in which the status of a criterion, challenge, limit or measure changed."""
        return tuple(
            found.part for found in self.steps if any(name == status.id for kind in KINDS for status in getattr(found, kind))
        )

    def model_dump(self) -> dict[str, Any]:
        """The comparison as JSON values."""
        return {
            "facts": [self._dumped(change) for change in self.facts if change.kind != "evidence"],
            "evidence": [_plain(change) for change in self.facts if change.kind == "evidence"],
            "rules": [self._dumped(change) for change in self.rules],
            "effects": [
                {
                    "part": found.part,
                    "changes": found.changes,
                    "phase": _phases(found.before, found.after),
                    **{kind: [_plain(status) for status in getattr(found, kind)] for kind in KINDS},
                }
                for found in self.steps
            ],
            "total": {
                "phase": _phases(self.old, self.new),
                **{
                    kind: [{**_brief(status), "parts": list(self.parts_of(status.id))} for status in statuses]
                    for kind, statuses in zip(KINDS, self.total, strict=True)
                },
            },
        }


@dataclass(frozen=True)
class Series:
    """Two or more dates in order: each compared with the one before it, and the last with the first."""

    comparisons: tuple[Comparison, ...]
    overall: Comparison
    notices: tuple[Notice, ...] = ()

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The assessment of each date."""
        return (self.comparisons[0].old, *(found.new for found in self.comparisons))

    def model_dump(self) -> dict[str, Any]:
        """The series as JSON values: one document. `old` and `new` of a comparison are places in `measurements`."""
        return {
            "version": 1,
            "warnings": list(self.notices),
            "measurements": [_measurement(found) for found in self.assessments],
            "comparisons": [
                {"old": place, "new": place + 1, **found.model_dump()} for place, found in enumerate(self.comparisons)
            ],
            "overall": self.overall.model_dump()["total"],
        }


def series(kb: KnowledgeBase, start: Start, later: Sequence[WorkingMemory]) -> Series:
    """The series from where it starts through later facts, in the given order; only the start can have other rules."""
    starts = [start, *(Start(kb, memory, memory) for memory in later[:-1])]
    found = tuple(compare(kb, before, after) for before, after in zip(starts, later, strict=True))
    overall = found[0] if len(found) == 1 else compare(kb, start, later[-1])
    return Series(found, overall, tuple(_notices([start.again, *later])))


def under_one(kb: KnowledgeBase, memories: Sequence[WorkingMemory]) -> Series:
    """The series of two memories or more, in their order (`in_order`), all under these rules."""
    first, *later = (memories[place] for place in in_order(memories))
    return series(kb, Start(kb, first, first), later)


def compare(kb: KnowledgeBase, start: Start, new: WorkingMemory) -> Comparison:
    """The comparison of where it starts with new facts under these rules."""
    vocabulary = kb.base.vocabulary
    found = changes(start.again, new, vocabulary)
    differing = rule_changes(start.kb, kb)
    learned = with_learned(start.again, new, found, vocabulary)
    changed = with_changed(learned, new, found, vocabulary)
    first = start.kb.assess_memory(start.memory)
    under_rules, *others = (kb.assess_memory(memory) for memory in (start.again, learned, changed, new))
    deciding = sum(change.difference != "wording" for change in differing)
    by_rules = step("rules", deciding, first, under_rules, RuleCauses(start.kb, kb, differing))
    by_facts = (
        step(part, sum(change.part == part for change in found), before, after, FactCauses(before, after))
        for part, (before, after) in zip(_FACT_PARTS, pairwise([under_rules, *others]), strict=True)
    )
    return Comparison(first, others[-1], found, differing, (by_rules, *by_facts))


def in_order(memories: Sequence[WorkingMemory]) -> list[int]:
    """The places of the memories in the order of a series: two as they are given, more by reference date."""
    places = list(range(len(memories)))
    return places if len(places) <= _PAIR else sorted(places, key=lambda place: memories[place].municipality.peildatum)


def _notices(memories: Sequence[WorkingMemory]) -> list[Notice]:
    whom = [memory.municipality for memory in memories]
    found: list[Notice] = []
    if len({one.naam for one in whom}) > 1 or len({one.code for one in whom if one.code is not None}) > 1:
        found.append("other_municipality")
    if whom[0].peildatum > whom[-1].peildatum:
        found.append("reverse_order")
    return found


def counts(found: Assessment, kind: str) -> dict[str, int]:
    """How many criteria or challenges have each status."""
    statuses = [result.status for result in getattr(found, kind)]
    return {name: statuses.count(name) for name in STATUSES[kind]}


def _measurement(found: Assessment) -> dict[str, Any]:
    whom = found.context.memory.municipality
    return {
        "gemeente": {"naam": whom.naam, "code": whom.code, "peildatum": whom.peildatum},
        "phase": _phase(found),
        **{kind: counts(found, kind) for kind in STATUSES},
        "measures": len(found.measures),
        "unknown": len(found.unknown),
        "receipt": _plain(found.receipt._replace(norms=dict(found.receipt.norms))),
    }


def _phases(before: Assessment, after: Assessment) -> dict[str, Any]:
    return {"before": _phase(before), "after": _phase(after)}


def _phase(found: Assessment) -> dict[str, Any]:
    phase = found.phase
    return {"number": phase.number, "certain": phase.certain, "possible": list(phase.possible), "limit": phase.limit}


def _brief(status: StatusChange) -> dict[str, Any]:
    return {name: value for name, value in status._asdict().items() if name != "causes"}


def _plain(value: Any) -> Any:
    if hasattr(value, "_fields"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
