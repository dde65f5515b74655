"""Conditions: trees of `All`, `Any`, `Not` over comparisons. Plain data; what they mean is said once, in `inference.reference`.

A comparison tests a fact or a conclusion. `Certain` tests whether a conclusion of a lower stratum is certainly true: it turns
"unknown" into "no". It is made by the knowledge base itself (a measure is recommended when something is *certainly* not met)
and can't be written in a rule file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from antwoord_rules.knowledge.vocabulary import Value


class Operator(StrEnum):
    """The tests that a comparison can make, by the words that rule files use."""

    EQUALS = "equals"
    DIFFERS = "differs"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"

    @property
    def complement(self) -> Operator:
        """The test that holds exactly when this one does not, for a known value."""
        return _COMPLEMENTS[self]


_COMPLEMENTS = {
    Operator.EQUALS: Operator.DIFFERS,
    Operator.DIFFERS: Operator.EQUALS,
    Operator.AT_LEAST: Operator.BELOW,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.ABOVE: Operator.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class Norm:
    """The value of a norm, by its id; replaced by the value itself before inference."""

    id: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test of one fact or conclusion against a value. Conclusions are booleans."""

    fact: str
    operator: Operator
    value: Value | Norm

    @property
    def reads(self) -> str:
        """The fact or conclusion that is tested."""
        return self.fact


@dataclass(frozen=True, slots=True)
class Certain:
    """True when the conclusion is certainly true, else false; never unknown."""

    conclusion: str

    @property
    def reads(self) -> str:
        """The conclusion that is tested."""
        return self.conclusion


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Holds when some part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Leaf: TypeAlias = Comparison | Certain
Condition: TypeAlias = Comparison | Certain | All | Any | Not


def holds(fact: str) -> Comparison:
    """The test that a boolean fact or a conclusion is true."""
    return Comparison(fact, Operator.EQUALS, True)


def leaves(condition: Condition) -> tuple[Leaf, ...]:
    """The distinct tests of a condition, in the order in which they are written."""
    return tuple(dict.fromkeys(_walk(condition)))


def _walk(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, (Comparison, Certain)):
        yield condition
    elif isinstance(condition, Not):
        yield from _walk(condition.part)
    else:
        for part in condition.parts:
            yield from _walk(part)


def with_values(condition: Condition, value_of: Callable[[str], Value]) -> Condition:
    """The condition with each norm replaced by its value."""
    if isinstance(condition, Comparison):
        if isinstance(condition.value, Norm):
            return replace(condition, value=value_of(condition.value.id))
        return condition
    if isinstance(condition, Not):
        return Not(with_values(condition.part, value_of))
    if isinstance(condition, (All, Any)):
        return replace(condition, parts=tuple(with_values(part, value_of) for part in condition.parts))
    return condition
