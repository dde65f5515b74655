"""What measures do to facts: a value is assigned, or a known one raised or capped, and an unknown one bounded (knowledge:
"Measures")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Final, NamedTuple

from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.conditions import Comparison, Operator, with_values
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.solver import encoding, fact
from antwoord_rules.reasoning.space import Space

MOST_WORLDS: Final = 256
_PREDICATES: Final = {Operator.EQUALS: "sets", Operator.AT_LEAST: "raises", Operator.AT_MOST: "caps"}


class After(NamedTuple):
    """The facts after measures: what is known, and for each unknown fact that is bounded a value of each cell within its
    bounds."""

    known: Mapping[str, Value]
    bounded: Mapping[str, tuple[Value, ...]]

    @property
    def every(self) -> bool:
        """Whether `worlds` gives all combinations."""
        return prod(map(len, self.bounded.values())) <= MOST_WORLDS

    def worlds(self) -> Iterable[dict[str, Value]]:
        """The known facts with values for the bounded ones: all combinations, or, when those are too many, each value at least
        once beside the lowest and the highest of all."""
        names, values = list(self.bounded), list(self.bounded.values())
        if self.every:
            combinations: Iterable[tuple[Value, ...]] = product(*values)
        else:
            longest = max(map(len, values))
            rows = [tuple(found[min(i, len(found) - 1)] for found in values) for i in range(longest)]
            combinations = [*rows, *(tuple(found[-1 - min(i, len(found) - 1)] for found in values) for i in range(longest))]
        for combination in combinations:
            yield {**self.known, **dict(zip(names, combination, strict=True))}


def effects_of(measure: Measure, norms: Mapping[str, Value]) -> tuple[Comparison, ...]:
    """The effects of a measure under norms."""
    found = (with_values(effect, norms.__getitem__) for effect in measure.effects)
    return tuple(effect for effect in found if isinstance(effect, Comparison))


def coherent(effects: Iterable[Comparison]) -> bool:
    """Whether effects can all hold together: then their order makes no difference."""
    tests: dict[str, list[Comparison]] = {}
    for effect in effects:
        tests.setdefault(effect.fact, []).append(effect)
    # What satisfies the bounds, if anything does, is a bound or an assigned value.
    return all(
        any(all(evaluate(test, {name: candidate.value}) for test in found) for candidate in found)  # type: ignore[dict-item]
        for name, found in tests.items()
    )


def carried_out(space: Space, values: Mapping[str, Value], effects: Iterable[Comparison]) -> After:
    """The facts after effects that can hold together; `values` are the known facts before."""
    by_fact: dict[str, dict[Operator, list[int]]] = {}
    for effect in effects:
        by_fact.setdefault(effect.fact, {}).setdefault(effect.operator, []).append(effect.value)  # type: ignore[arg-type]  # no norms
    known, bounded = dict(values), dict[str, tuple[Value, ...]]()
    for name, tests in by_fact.items():
        if Operator.EQUALS in tests:
            known[name] = tests[Operator.EQUALS][0]
            continue
        low, high = max(tests.get(Operator.AT_LEAST, ()), default=None), min(tests.get(Operator.AT_MOST, ()), default=None)
        if name in known:
            raised = known[name] if low is None else max(known[name], low)
            known[name] = raised if high is None else min(raised, high)
        else:
            cells = space.values[name]
            bounded[name] = tuple(v for v in cells if (low is None or v >= low) and (high is None or v <= high))
    return After(known, bounded)


def effects_program(space: Space, measures: Iterable[Measure], norms: Mapping[str, Value]) -> Iterator[str]:
    """What measures do, for the solver: the encoding of effects, the cells of the facts, and the measures."""
    yield encoding("effects")
    for name, values in space.values.items():
        yield from (fact("cell", name, cell) for cell in range(len(values)))
    for measure in measures:
        yield from _as_facts(space, measure, norms)


def _as_facts(space: Space, measure: Measure, norms: Mapping[str, Value]) -> Iterable[str]:
    """A measure for the solver: its effort and months, what it requires and what it does."""
    yield fact("measure", measure.id)
    yield fact("effort", measure.id, measure.effort)
    yield fact("months", measure.id, measure.months)
    yield fact("realised", measure.id, measure.realised)
    for required in measure.requires:
        yield fact("requires", measure.id, required)
    for effect in effects_of(measure, norms):
        if effect.fact in space.values:
            cell = space.cell(effect.fact, effect.value)  # type: ignore[arg-type]  # norms are replaced
            yield fact(_PREDICATES[effect.operator], measure.id, effect.fact, cell)
