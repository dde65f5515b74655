"""Looking for facts under which conditions come out as wanted: exact, by trying cells and giving up early on what can't work.

A world is a choice of a cell for each variable. While some variables are open, a condition has a set of outcomes that are still
possible; a wanted outcome that is no longer in the set ends that branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import Variable, variables
from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Not, leaves
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value, Vocabulary

TRUE: Final = 1
FALSE: Final = 2
UNKNOWN: Final = 4
ANY: Final = TRUE | FALSE | UNKNOWN
OUTCOME: Final[Mapping[bool | None, int]] = {True: TRUE, False: FALSE, None: UNKNOWN}
MOST_STEPS: Final = 20_000


class Undecided(Exception):  # noqa: N818  (an outcome that callers report, no fault)
    """The search was given up before it was complete."""


class Theory(NamedTuple):
    """Conclusions by id with their conditions, norms replaced: what a program says, for lookups."""

    conditions: Mapping[str, Condition]

    @classmethod
    def of(cls, program: Program) -> Theory:
        """The theory of a program."""
        return cls({conclusion.id: conclusion.when for stratum in program.strata for conclusion in stratum})

    def value(self, condition: Condition, facts: Mapping[str, Value]) -> bool | None:
        """The value of a condition under facts, with the conclusions that it reads."""
        known: dict[str, Value] = dict(facts)
        seen: set[str] = set()

        def settle(part: Condition) -> bool | None:
            for leaf in leaves(part):
                if leaf.reads in self.conditions and leaf.reads not in seen:
                    seen.add(leaf.reads)
                    value = settle(self.conditions[leaf.reads])
                    if value is not None:
                        known[leaf.reads] = value
            return evaluate(part, known)

        return settle(condition)

    def tests(self, condition: Condition) -> Iterator[Comparison]:
        """Every comparison of a fact behind a condition, in the order in which they are read."""
        for leaf in leaves(condition):
            if leaf.reads in self.conditions:
                yield from self.tests(self.conditions[leaf.reads])
            elif isinstance(leaf, Comparison):
                yield leaf


class Goal(NamedTuple):
    """A condition in a theory, and the outcomes (a sum of TRUE, FALSE, UNKNOWN) that are wanted of it."""

    theory: Theory
    condition: Condition
    wanted: int

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether the facts give a wanted outcome."""
        return bool(OUTCOME[self.theory.value(self.condition, facts)] & self.wanted)


def find_facts(vocabulary: Vocabulary, goals: Sequence[Goal]) -> dict[str, Value] | None:
    """Facts that reach every goal, as few known ones as can be left over; None when no facts do.

    Raises `Undecided` when the search takes too long.
    """
    found = variables(vocabulary, (test for goal in goals for test in goal.theory.tests(goal.condition)))
    world = _Search(goals, found).run()
    return None if world is None else _fewest(goals, found, world)


class _Search:
    """Depth first over the cells of the variables; `run` gives the first world that reaches every goal."""

    def __init__(self, goals: Sequence[Goal], found: Sequence[Variable]) -> None:
        self.goals = goals
        self.variables = found
        self.variable_of = {fact: variable for variable in found for choice in variable.choices for fact in choice}
        self.steps = 0
        self.open_masks: dict[Comparison, int] = {}

    def run(self) -> dict[str, Value] | None:
        return self._extend(0, {}, set())

    def _extend(self, depth: int, facts: dict[str, Value], settled: set[str]) -> dict[str, Value] | None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Undecided
        masks = [self._mask(goal, facts, settled) for goal in self.goals]
        if any(not mask & goal.wanted for mask, goal in zip(masks, self.goals, strict=True)):
            return None
        if all(not mask & ~goal.wanted for mask, goal in zip(masks, self.goals, strict=True)):
            return facts
        if depth == len(self.variables):
            return None
        variable = self.variables[depth]
        for choice in variable.choices:
            found = self._extend(depth + 1, facts | dict(choice), settled | {variable.name})
            if found is not None:
                return found
        return None

    def _mask(self, goal: Goal, facts: Mapping[str, Value], settled: set[str]) -> int:
        made: dict[str, int] = {}
        conditions = goal.theory.conditions

        def conclusion(name: str) -> int:
            if name not in made:
                made[name] = mask(conditions[name])
            return made[name]

        def mask(condition: Condition) -> int:
            match condition:
                case Certain(name):
                    inner = conclusion(name)
                    return (TRUE if inner & TRUE else 0) | (FALSE if inner & (FALSE | UNKNOWN) else 0)
                case Comparison(fact) if fact in conditions:
                    inner = conclusion(fact)
                    return inner if evaluate(condition, {fact: True}) else _negated(inner)
                case Comparison():
                    return self._test(condition, facts, settled)
                case Not(part):
                    return _negated(mask(part))
                case All(parts):
                    return _all([mask(part) for part in parts])
                case Any(parts):
                    return _negated(_all([_negated(mask(part)) for part in parts]))

        return mask(goal.condition)

    def _test(self, test: Comparison, facts: Mapping[str, Value], settled: set[str]) -> int:
        variable = self.variable_of.get(test.fact)
        if variable is None or variable.name in settled:
            return OUTCOME[evaluate(test, facts)]
        if test not in self.open_masks:
            found = 0
            for choice in variable.choices:
                found |= OUTCOME[evaluate(test, choice)]
            self.open_masks[test] = found
        return self.open_masks[test]


def _negated(mask: int) -> int:
    return (mask & UNKNOWN) | (FALSE if mask & TRUE else 0) | (TRUE if mask & FALSE else 0)


def _all(masks: Sequence[int]) -> int:
    """The outcomes that a conjunction can have, when its parts can have these."""
    found = 0
    if all(mask & TRUE for mask in masks):
        found |= TRUE
    if any(mask & FALSE for mask in masks):
        found |= FALSE
    if any(mask & UNKNOWN for mask in masks) and all(mask & (TRUE | UNKNOWN) for mask in masks):
        found |= UNKNOWN
    return found


def _fewest(goals: Sequence[Goal], found: Iterable[Variable], world: dict[str, Value]) -> dict[str, Value]:
    """The world without the facts that can as well be unknown."""
    for variable in found:
        mine = {fact for choice in variable.choices for fact in choice}
        without = {fact: value for fact, value in world.items() if fact not in mine}
        if len(without) < len(world) and all(goal.holds(without) for goal in goals):
            world = without
    return world
