"""From rules to a program: what is concluded, from what, and in which order.

A stratum holds the conclusions that read facts and lower strata only. Within a stratum the order never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from antwoord_rules.knowledge.conditions import All, Any, Certain, Condition, Not, holds, leaves, with_values
from antwoord_rules.knowledge.rules import Challenge, Criterion, Measure, RuleBase
from antwoord_rules.knowledge.vocabulary import FactType, Value


class Conclusion(NamedTuple):
    """A conclusion and the condition that decides it; `rule` is the rule that says so."""

    id: str
    rule: str
    when: Condition


class Program(NamedTuple):
    """All conclusions in strata, and the types of the facts that they read. What an engine is made from."""

    strata: tuple[tuple[Conclusion, ...], ...]
    types: Mapping[str, FactType]


class Cycle(Exception):  # noqa: N818  (not an error of its own: callers report it with the places of its rules)
    """Conclusions that depend on themselves; `path` begins and ends with the same conclusion."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(path)


def program(base: RuleBase, norms: Mapping[str, Value]) -> Program:
    """The program of a rule base under the given norms (encoded values by id; every norm must be present)."""
    found = (c._replace(when=with_values(c.when, norms.__getitem__)) for c in conclusions(base))
    return Program(stratify(found), base.vocabulary.types)


def conclusions(base: RuleBase) -> tuple[Conclusion, ...]:
    """Every conclusion of a rule base; norms stand in the conditions by name."""
    stated = [Conclusion(rule.id, rule.id, rule.when) for rule in base.rules.values() if not isinstance(rule, Measure)]
    return (*stated, *_phases(base), *(made for measure in base.measures for made in _measure(base, measure)))


def stratify(found: Iterable[Conclusion]) -> tuple[tuple[Conclusion, ...], ...]:
    """The conclusions in strata, each in the given order within its stratum; raises `Cycle`."""
    by_id = {conclusion.id: conclusion for conclusion in found}
    reads = {
        conclusion.id: [leaf.reads for leaf in leaves(conclusion.when) if leaf.reads in by_id] for conclusion in by_id.values()
    }
    try:
        order = tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        path: list[str] = error.args[1]
        raise Cycle(tuple(reversed(path))) from None
    level: dict[str, int] = {}
    for name in order:
        level[name] = 1 + max((level[read] for read in reads[name]), default=0)
    height = max(level.values(), default=0)
    return tuple(tuple(c for c in by_id.values() if level[c.id] == k) for k in range(1, height + 1))


def _phases(base: RuleBase) -> Iterable[Conclusion]:
    """Phase n is reached when all its criteria and phase n-1 are (knowledge: "The model")."""
    below: str | None = None
    for phase in base.phases:
        parts = [holds(criterion.id) for criterion in base.criteria if criterion.phase == phase.number]
        if below is not None:
            parts.append(holds(below))
        yield Conclusion(phase.id, phase.id, All(tuple(parts)))
        below = phase.id


def _measure(base: RuleBase, measure: Measure) -> Iterable[Conclusion]:
    """A measure is recommended when something it addresses is in scope and certainly not met, and an effect may not hold yet."""
    needs = tuple(_unmet_in_scope(base, addressed) for addressed in measure.addresses)
    yield Conclusion(measure.needed, measure.id, Any(needs))
    yield Conclusion(measure.realised, measure.id, All(measure.effects))
    yield Conclusion(measure.id, measure.id, All((Certain(measure.needed), Not(Certain(measure.realised)))))


def _unmet_in_scope(base: RuleBase, addressed: str) -> Condition:
    """A challenge is in scope from its own phase on, a criterion from the phase below it on."""
    rule = base.rules[addressed]
    if not isinstance(rule, (Criterion, Challenge)):
        raise TypeError(addressed)  # the loader admits criteria and challenges only
    phase = rule.phase - 1 if isinstance(rule, Criterion) else rule.phase
    unmet = Not(holds(addressed))
    return unmet if phase < 1 else All((holds(f"fase_{phase}"), unmet))
