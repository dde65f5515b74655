"""The semantics, in the fewest lines: strong Kleene logic over facts that may be unknown. The oracle of every other engine."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from antwoord_rules.inference.firings import Inference, makers
from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Leaf, Not, Operator
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value

_TESTS: Final[Mapping[Operator, Callable[[Value, Value], bool]]] = {
    Operator.EQUALS: operator.eq,
    Operator.DIFFERS: operator.ne,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
    Operator.ABOVE: operator.gt,
    Operator.BELOW: operator.lt,
}


def evaluate(condition: Condition, values: Mapping[str, Value]) -> bool | None:
    """The value of a condition: true, false, or None for unknown. A fact that is not in `values` is unknown."""
    match condition:
        case Comparison(fact, test, value):
            known = values.get(fact)
            return None if known is None else _TESTS[test](known, value)  # type: ignore[arg-type]  # norms are replaced
        case Certain(conclusion):
            return values.get(conclusion) is True
        case Not(part):
            inner = evaluate(part, values)
            return None if inner is None else not inner
        case All(parts):
            outcomes = {evaluate(part, values) for part in parts}
            return False if False in outcomes else None if None in outcomes else True
        case Any(parts):
            outcomes = {evaluate(part, values) for part in parts}
            return True if True in outcomes else None if None in outcomes else False


def support(condition: Condition, values: Mapping[str, Value]) -> set[Leaf]:
    """The tests that settle a condition which is true or false (see `firings`)."""
    match condition:
        case Comparison() | Certain():
            return {condition}
        case Not(part):
            return support(part, values)
        case All(parts) | Any(parts):
            outcome = evaluate(condition, values)
            return set().union(*(support(part, values) for part in parts if evaluate(part, values) == outcome))


def literals(
    condition: Condition, conclusions: Mapping[str, Condition], *, want: bool = True
) -> Iterator[tuple[Comparison, bool]]:
    """The tests of facts behind a condition, conclusions looked through, each with how it must come out to help it come out as
    wanted."""
    match condition:
        case Certain(name):
            yield from literals(conclusions[name], conclusions, want=want)
        case Comparison(name) if name in conclusions:
            same = evaluate(condition, {name: True})
            yield from literals(conclusions[name], conclusions, want=want if same else not want)
        case Comparison():
            yield condition, want
        case Not(part):
            yield from literals(part, conclusions, want=not want)
        case All(parts) | Any(parts):
            for part in parts:
                yield from literals(part, conclusions, want=want)


class ReferenceEngine:
    """Runs a program as it is written, stratum by stratum."""

    name = "reference"

    def __init__(self, program: Program) -> None:
        self._strata = tuple(makers(program))

    def infer(self, facts: Mapping[str, Value]) -> Inference:
        """See `firings.Engine`."""
        values: dict[str, Value] = dict(facts)
        conclusions: dict[str, bool] = {}
        firings = []
        for stratum in self._strata:
            for maker in stratum:
                condition = maker.conclusion.when
                value = evaluate(condition, values)
                if value is None:
                    continue
                settled = support(condition, values)
                numbers = tuple(i for i, leaf in enumerate(maker.leaves) if leaf in settled)
                firings.append(maker.make(value, numbers, values))
                conclusions[maker.conclusion.id] = value
            values.update(conclusions)
        return Inference(conclusions, tuple(firings))
