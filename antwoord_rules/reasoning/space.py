"""The space of facts that a program can tell apart: cells of facts, and variables that are chosen as a whole.

A fact is one of finitely many cells (see `knowledge.cells`). A state gives each fact the cells that it may still be in: one when
the fact is known, all when it is not, some when a measure has bounded it. A variable is one input fact, or a list with the facts
that are derived from it; its choices are the ways in which it can be known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from antwoord_rules.facts.memory import Element, WorkingMemory
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import HIGHEST, Choice, Variable, values_of, variables
from antwoord_rules.knowledge.conditions import Comparison, leaves
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import ElementFact, FactType, Value, Vocabulary

Cells: TypeAlias = tuple[int, ...]
"""Numbers of cells of one fact, ascending; cells are numbered from 0, by value."""

State: TypeAlias = Mapping[str, Cells]
"""The cells that each fact may be in."""

Given: TypeAlias = Mapping[str, tuple[int, ...]]
"""For each variable the numbers of the choices that are still open."""


class Range(NamedTuple):
    """Values from `low` to `high`, both included, as people write them; `high` is None when there is no highest."""

    low: bool | int | float
    high: bool | int | float | None


class Answer(NamedTuple):
    """An answer to a question: the value (of a list: the derived facts) and the choices of the variable that it leaves open."""

    value: Choice | Value
    open: frozenset[int]


class Question(NamedTuple):
    """An unknown fact, a list, or an attribute of an element (`frontoffices[1].afgestemd`), with what it can turn out to be.

    `pairs` are the pairs of choices between which only this answer differs, `changes` the facts that then differ.
    """

    fact: str
    variable: str
    answers: tuple[Answer, ...]
    pairs: frozenset[tuple[int, int]]
    changes: frozenset[str]


class Space:
    """The cells and variables behind the tests of a program. Immutable."""

    def __init__(self, vocabulary: Vocabulary, program: Program) -> None:
        concluded = {conclusion.id for stratum in program.strata for conclusion in stratum}
        self.vocabulary: Final = vocabulary
        self.tests: Final = tuple(
            dict.fromkeys(
                leaf
                for stratum in program.strata
                for conclusion in stratum
                for leaf in leaves(conclusion.when)
                if isinstance(leaf, Comparison) and leaf.fact not in concluded
            )
        )
        found = variables(vocabulary, self.tests)
        self._derived: Final = {
            c.id: tuple(d for d in vocabulary.derived if d.collection == c.id) for c in vocabulary.collections
        }
        self.facts: Final[Mapping[str, str]] = {fact: v.name for v in found for choice in v.choices for fact in choice}
        """The facts of the space, each with its variable."""
        self.values: Final[Mapping[str, tuple[Value, ...]]] = self._values(found)
        """A value of each cell of each fact, by the number of the cell."""
        self.variables: Final[Mapping[str, Variable]] = {v.name: Variable(v.name, self._distinct(v)) for v in found}

    def _values(self, found: Iterable[Variable]) -> dict[str, tuple[Value, ...]]:
        """Lists are tried at more sizes than conditions tell apart; the cells are those of the conditions."""
        return {
            fact: values_of(self.vocabulary.types[fact], [test for test in self.tests if test.fact == fact])
            for variable in found
            for choice in variable.choices
            for fact in choice
        }

    def _distinct(self, variable: Variable) -> tuple[Choice, ...]:
        """The choices that differ in a cell."""
        seen = {
            tuple(sorted((fact, self.cell(fact, value)) for fact, value in choice.items())): choice for choice in variable.choices
        }
        return tuple(seen.values())

    def cell(self, fact: str, value: Value) -> int:
        """The number of the cell that a value is in."""
        return bisect_right(self.values[fact], value) - 1

    def cells(self, test: Comparison) -> Cells:
        """The cells of its fact in which a test holds."""
        return tuple(i for i, value in enumerate(self.values[test.fact]) if evaluate(test, {test.fact: value}))

    def ranges(self, fact: str, cells: Iterable[int]) -> Iterator[Range]:
        """Cells as ranges of values; cells that follow one another are one range."""
        starts, kind = self.values[fact], self.vocabulary.types[fact]
        if kind is FactType.BOOLEAN:
            yield from (Range(bool(starts[cell]), bool(starts[cell])) for cell in cells)
            return
        runs: list[list[int]] = []
        for cell in cells:
            if runs and runs[-1][-1] == cell - 1:
                runs[-1].append(cell)
            else:
                runs.append([cell])
        for run in runs:
            last = run[-1] + 1
            high = kind.to_people(starts[last] - 1) if last < len(starts) else None
            if high is None and kind is FactType.PERCENTAGE:
                high = kind.to_people(HIGHEST[kind])
            yield Range(kind.to_people(starts[run[0]]), high)

    @cached_property
    def complete(self) -> Given:
        """The choices of each variable that leave nothing unknown."""
        size = {name: len({fact for choice in v.choices for fact in choice}) for name, v in self.variables.items()}
        return {
            name: tuple(i for i, choice in enumerate(v.choices) if len(choice) == size[name])
            for name, v in self.variables.items()
        }

    def state(self, values: Mapping[str, Value]) -> dict[str, Cells]:
        """The state in which these facts are known, and all others unknown."""
        return {
            fact: (self.cell(fact, values[fact]),) if fact in values else tuple(range(len(cells)))
            for fact, cells in self.values.items()
        }

    def completions(self, memory: WorkingMemory) -> dict[str, tuple[int, ...]]:
        """The choices of each variable that some completion of the unknown facts makes."""
        return {name: tuple(sorted(self._open(name, memory))) for name in self.variables}

    def facts_of(self, picked: Mapping[str, int]) -> dict[str, Value]:
        """The facts that choices give, by the number of the choice of each variable; always in the order of the space."""
        found: dict[str, Value] = {}
        for name, variable in self.variables.items():
            found |= variable.choices[picked[name]] if name in picked else {}
        return found

    def completed(self, memory: WorkingMemory, open_: Given, world: Mapping[str, int]) -> dict[str, Value]:
        """The facts of a memory, completed by the choices of a world as far as they are open; where not, by the first that is."""
        values = dict(memory.values)
        for name, number in world.items():
            numbers = open_[name]
            chosen = self.variables[name].choices[number if number in numbers else numbers[0]]
            values |= {fact: value for fact, value in chosen.items() if fact not in memory.values}
        return values

    def _open(self, name: str, memory: WorkingMemory) -> frozenset[int]:
        if name not in self._derived:
            known = memory.values.get(name)
            return frozenset(self.complete[name]) if known is None else self._choices(name, [{name: known}])
        elements = memory.collections.get(name)
        if elements is None:
            return frozenset(self.complete[name])
        return self._choices(name, self._lists(name, [dict(element.values) for element in elements]))

    def _lists(self, name: str, elements: Sequence[Mapping[str, Value]]) -> Iterable[Choice]:
        """The derived facts of every way to fill in what is unknown of the elements. Of an attribute it only matters whether
        all, none or some of the unknown ones have it."""
        read = sorted({d.attribute for d in self._derived[name] if d.attribute is not None})
        ways = []
        for attribute in read:
            unknown = [i for i, element in enumerate(elements) if attribute not in element]
            fills: list[Mapping[int, bool]] = [{}]
            if unknown:
                fills = [dict.fromkeys(unknown, value) for value in (False, True)]
            if len(unknown) > 1:
                fills.append({i: i == unknown[0] for i in unknown})
            ways.append(fills)
        for way in product(*ways):
            filled = [dict(element) for element in elements]
            for attribute, fill in zip(read, way, strict=True):
                for i, value in fill.items():
                    filled[i][attribute] = value
            found = {d.id: d.value_of(filled) for d in self._derived[name]}
            yield {fact: value for fact, value in found.items() if value is not None}

    def _choices(self, name: str, found: Iterable[Choice]) -> frozenset[int]:
        """The numbers of the choices that give these facts, to the cell."""
        wanted = [{fact: self.cell(fact, value) for fact, value in choice.items() if fact in self.values} for choice in found]
        return frozenset(
            i
            for i, choice in enumerate(self.variables[name].choices)
            if {fact: self.cell(fact, value) for fact, value in choice.items()} in wanted
        )

    def questions(self, memory: WorkingMemory) -> tuple[Question, ...]:
        """A question for each unknown fact that some condition reads, in the order of `memory.unknown`."""
        return tuple(found for name in memory.unknown if (found := self._question(name, memory)) is not None)

    def settled(self, question: Question, answer: Answer) -> dict[str, Value]:
        """The facts that an answer makes known: those of which every choice that it leaves open says the same, to the cell."""
        first, *others = (self.variables[question.variable].choices[number] for number in sorted(answer.open))
        return {
            fact: value
            for fact, value in first.items()
            if all(fact in choice and self.cell(fact, choice[fact]) == self.cell(fact, value) for choice in others)
        }

    def _question(self, name: str, memory: WorkingMemory) -> Question | None:
        element = ElementFact.parse(name)
        if (element.collection if element else name) not in self.variables:
            return None
        if element is not None:
            return self._attribute(element, memory.collections[element.collection])
        numbers = self.complete[name]
        choices = self.variables[name].choices
        scalar = name not in self._derived
        answers = tuple(Answer(choices[i][name] if scalar else choices[i], frozenset({i})) for i in numbers)
        return self._asked(name, name, answers, {(a, b) for a in numbers for b in numbers if a != b})

    def _attribute(self, asked: ElementFact, elements: Sequence[Element]) -> Question:
        collection, number, attribute = asked
        others = [dict(element.values) for element in elements]
        outcomes = {}
        pairs: set[tuple[int, int]] = set()
        for value in (False, True):
            filled = [element | {attribute: value} if i == number else element for i, element in enumerate(others)]
            outcomes[value] = list(self._lists(collection, filled))
        for before, after in zip(outcomes[False], outcomes[True], strict=True):  # the rest is filled in alike, in the same order
            for a in self._choices(collection, [before]):
                for b in self._choices(collection, [after]):
                    if a != b:
                        pairs |= {(a, b), (b, a)}
        answers = tuple(Answer(value, self._choices(collection, found)) for value, found in outcomes.items())
        return self._asked(asked.name, collection, answers, pairs)

    def _asked(self, name: str, variable: str, answers: tuple[Answer, ...], pairs: AbstractSet[tuple[int, int]]) -> Question:
        facts = [fact for fact, of in self.facts.items() if of == variable]
        choices = [
            {fact: self.cell(fact, value) for fact, value in choice.items()} for choice in self.variables[variable].choices
        ]
        changes = frozenset(fact for fact in facts if any(choices[a].get(fact) != choices[b].get(fact) for a, b in pairs))
        return Question(name, variable, answers, frozenset(pairs), changes)
