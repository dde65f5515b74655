"""What an engine returns: firings, each a rule with its conclusion, value and supporting facts.

The supporting facts of a conclusion are the tests that settle it: of a true `All` and a false `Any` every part, of a false
`All` the parts that are false, of a true `Any` the parts that are true. They stand in the order of the condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, Protocol

from antwoord_rules.knowledge.conditions import Certain, Leaf, leaves
from antwoord_rules.knowledge.strata import Conclusion, Program
from antwoord_rules.knowledge.vocabulary import FactType, Value


class Supporting(NamedTuple):
    """A fact (or conclusion) with its value and the test it was put to, as in "equals 1"; `value` is None when unknown."""

    fact: str
    value: bool | int | float | None
    test: str


class Firing(NamedTuple):
    """A rule that concluded: `conclusion` has `value` because of `facts`."""

    rule: str
    conclusion: str
    value: bool
    stratum: int
    facts: tuple[Supporting, ...]


class Inference(NamedTuple):
    """The outcome of one run: the value of each known conclusion, and the firings, by stratum."""

    conclusions: Mapping[str, bool]
    firings: tuple[Firing, ...]


class Engine(Protocol):
    """A rule engine made for one program; safe to share between threads."""

    name: str
    """The engine and its version, as the receipt shows it."""

    def infer(self, facts: Mapping[str, Value]) -> Inference:
        """Everything that follows from the known facts; a fact that is not in the mapping is unknown."""


def describe_test(leaf: Leaf, types: Mapping[str, FactType]) -> str:
    """A test in words, with the value as people write it: "at_least 80"."""
    if isinstance(leaf, Certain):
        return "certain"
    value = leaf.value
    if isinstance(value, bool):
        return f"{leaf.operator.value} {str(value).lower()}"
    if not isinstance(value, int):
        raise TypeError(value)  # norms are replaced before inference
    return f"{leaf.operator.value} {types.get(leaf.fact, FactType.COUNT).to_people(value)}"


class FiringMaker:
    """Makes the firings of one conclusion from the tests that settled it.

    Municipalities resemble one another, so equal firings are made once and shared; the store is emptied when it grows.
    """

    _MOST: Final = 256

    def __init__(self, conclusion: Conclusion, stratum: int, types: Mapping[str, FactType]) -> None:
        self.conclusion = conclusion
        self.leaves = leaves(conclusion.when)
        self._stratum = stratum
        self._reads = [leaf.reads for leaf in self.leaves]
        self._tests = [describe_test(leaf, types) for leaf in self.leaves]
        self._types = [types.get(leaf.reads, FactType.COUNT) for leaf in self.leaves]
        self._made: dict[tuple[bool, tuple[int, ...], tuple[Value | None, ...]], Firing] = {}

    def make(self, value: bool, support: tuple[int, ...], values: Mapping[str, Value]) -> Firing:
        """The firing with this value; `support` numbers the tests that settled it, ascending."""
        reads = self._reads
        seen = (values.get(reads[support[0]]),) if len(support) == 1 else tuple([values.get(reads[i]) for i in support])
        key = (value, support, seen)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= self._MOST:
                self._made.clear()
            facts = tuple(self._supporting(i, known) for i, known in zip(support, seen, strict=True))
            made = Firing(self.conclusion.rule, self.conclusion.id, value, self._stratum, facts)
            self._made[key] = made
        return made

    def _supporting(self, i: int, value: Value | None) -> Supporting:
        shown = None if value is None else self._types[i].to_people(value)
        return Supporting(self._reads[i], shown, self._tests[i])


def makers(program: Program) -> Iterable[tuple[FiringMaker, ...]]:
    """A maker for each conclusion, stratum by stratum."""
    for number, stratum in enumerate(program.strata, start=1):
        yield tuple(FiringMaker(conclusion, number, program.types) for conclusion in stratum)
