"""What one part of a comparison did: which criteria, challenges and measures came out otherwise, and through what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from antwoord_rules.assessment import Assessment
from antwoord_rules.comparison.changes import Part
from antwoord_rules.comparison.rules import RuleChange, rests_on
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.conditions import Condition, leaves, with_values
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge_base import KnowledgeBase


class Cause(NamedTuple):
    """What a status changed through: a fact (also a derived one) or a norm with its values, or a rule, which has none."""

    id: str
    old: bool | int | float | None = None
    new: bool | int | float | None = None


class StatusChange(NamedTuple):
    """A criterion, challenge, limit or measure whose status changed; None where the rules do not have it.

    Measures are `recommended`, `realised` (all effects certainly hold) or `not_recommended`. Measures have no causes: what they
    are recommended for is a criterion or challenge with causes of its own.
    """

    id: str
    phase: int
    before: str | None
    after: str | None
    causes: tuple[Cause, ...] = ()


class Step(NamedTuple):
    """One part of the comparison: how many changes it has, the assessments around it, and what differs between them."""

    part: Part
    changes: int
    before: Assessment
    after: Assessment
    criteria: tuple[StatusChange, ...]
    challenges: tuple[StatusChange, ...]
    limits: tuple[StatusChange, ...]
    measures: tuple[StatusChange, ...]

    @property
    def caused(self) -> tuple[StatusChange, ...]:
        """What has causes: criteria, challenges and limits."""
        return (*self.criteria, *self.challenges, *self.limits)


KINDS: Final = ("criteria", "challenges", "limits", "measures")
Causes: TypeAlias = Callable[[str], Iterable[Cause]]


def step(part: Part, changes: int, before: Assessment, after: Assessment, causes: Causes) -> Step:
    """The step between two assessments."""
    criteria, challenges, limits, measures = net(before, after)
    caused = (_with(criteria, causes), _with(challenges, causes), _with(limits, causes))
    return Step(part, changes, before, after, *caused, measures)


def _with(found: Iterable[StatusChange], causes: Causes) -> tuple[StatusChange, ...]:
    return tuple(status._replace(causes=tuple(causes(status.id))) for status in found)


def net(before: Assessment, after: Assessment) -> tuple[tuple[StatusChange, ...], ...]:
    """The criteria, challenges, limits and measures whose status differs, without causes."""
    return tuple(tuple(_differing(kind, before, after)) for kind in KINDS)


def _differing(kind: str, before: Assessment, after: Assessment) -> Iterator[StatusChange]:
    old, new = _statuses(kind, before), _statuses(kind, after)
    for name in dict.fromkeys((*new, *old)):
        (phase, was), (later, now) = old.get(name, (0, None)), new.get(name, (0, None))
        if was != now:
            yield StatusChange(name, later or phase, was, now)


def _statuses(kind: str, found: Assessment) -> Mapping[str, tuple[int, str | None]]:
    if kind in ("criteria", "challenges"):
        return {result.id: (result.phase, result.status) for result in getattr(found, kind)}
    known = found.context.inference.conclusions
    if kind == "limits":
        return {limit.id: (limit.phase, _PRESENCE[known.get(limit.id)]) for limit in found.context.base.limits}

    def status(measure: str, realised: str) -> str:
        return "recommended" if known.get(measure) is True else "realised" if known.get(realised) is True else "not_recommended"

    return {m.id: (m.phase, status(m.id, m.realised)) for m in found.context.base.measures}


_PRESENCE: Final[Mapping[bool | None, str]] = {True: "present", False: "absent", None: "unknown"}


class FactCauses:
    """The facts through which a conclusion came out otherwise: those of which a test had another outcome, in its condition or in
    that of a conclusion below it that came out otherwise too."""

    def __init__(self, before: Assessment, after: Assessment) -> None:
        context = after.context
        self._when: dict[str, Condition] = {
            conclusion.id: with_values(conclusion.when, context.norms.__getitem__) for conclusion in conclusions(context.base)
        }
        self._types = context.base.vocabulary.types
        self._memories = before.context.memory.values, context.memory.values
        self._known = before.context.inference.conclusions, context.inference.conclusions

    def __call__(self, name: str) -> Iterator[Cause]:
        """The facts, in the order in which conditions name them."""
        old, new = self._memories
        before, after = self._known
        waiting, seen = [name], {name}
        while waiting:
            below: list[str] = []
            for leaf in leaves(self._when[waiting.pop()]):
                read = leaf.reads
                if read in seen:
                    continue
                if read in self._when:
                    seen.add(read)
                    if before.get(read) is not after.get(read):
                        below.append(read)
                elif evaluate(leaf, old) is not evaluate(leaf, new):
                    seen.add(read)
                    yield Cause(read, *(self._people(read, values.get(read)) for values in (old, new)))
            waiting += reversed(below)

    def _people(self, fact: str, value: int | None) -> bool | int | float | None:
        return None if value is None else self._types[fact].to_people(value)


class RuleCauses:
    """The rules, norms and facts that differ between two versions and that a conclusion rests on."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, changes: Iterable[RuleChange]) -> None:
        self._changes = [change for change in changes if change.difference != "wording"]
        self._below = (rests_on(old), rests_on(new)) if self._changes else ()

    def __call__(self, name: str) -> Iterator[Cause]:
        """The differences, in their order."""
        for change in self._changes:
            if any(change.id in below.get(name, ()) for below in self._below):
                yield Cause(change.id, change.old, change.new)
