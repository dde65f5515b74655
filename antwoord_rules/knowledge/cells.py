"""Cells: the finitely many kinds of value that a fact can have, as far as given conditions can tell.

A numeric fact is cut at the numbers that conditions compare it with; between two cuts every comparison comes out the same, so one
value of each cell stands for all. What holds for every cell of every fact (and for unknown) holds for every municipality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations_with_replacement, product
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.knowledge.conditions import Comparison, Operator
from antwoord_rules.knowledge.vocabulary import HUNDREDTHS, MOST, MUNICIPALITY, Collection, FactType, Value, Vocabulary

Choice: TypeAlias = Mapping[str, Value]
"""The facts that one choice settles, encoded; a fact that is not in it stays unknown."""

HIGHEST: Final = {FactType.COUNT: MOST, FactType.PERCENTAGE: 100 * HUNDREDTHS}
"""The highest value of each numeric type, encoded."""

_MOST_ELEMENTS: Final = 6
_CUTS: Final[Mapping[Operator, tuple[int, ...]]] = {
    Operator.AT_LEAST: (0,),
    Operator.BELOW: (0,),
    Operator.AT_MOST: (1,),
    Operator.ABOVE: (1,),
    Operator.EQUALS: (0, 1),
    Operator.DIFFERS: (0, 1),
}
"""Where a comparison with v begins a new cell, above v."""


class Variable(NamedTuple):
    """What is chosen together: one input fact, or a list with all facts that are derived from it."""

    name: str
    choices: tuple[Choice, ...]


def values_of(kind: FactType, tests: Iterable[Comparison]) -> tuple[Value, ...]:
    """A value of each cell of a fact under the tests (norms replaced), ascending."""
    if kind is FactType.BOOLEAN:
        return (False, True)
    most = HIGHEST[kind]
    starts = {0} | {int(test.value) + cut for test in tests for cut in _CUTS[test.operator]}  # type: ignore[arg-type]  # no norms
    return tuple(sorted(start for start in starts if 0 <= start <= most))


def variables(vocabulary: Vocabulary, tests: Iterable[Comparison]) -> tuple[Variable, ...]:
    """The variables behind the facts that the tests read, in the order in which they are first read; "unknown" is a choice."""
    by_fact: dict[str, list[Comparison]] = {}
    for test in tests:
        by_fact.setdefault(test.fact, []).append(test)
    made: dict[str, Variable] = {}
    for fact, read in by_fact.items():
        derived = vocabulary.derived_by_id.get(fact)
        if derived is not None:
            if derived.collection not in made:
                made[derived.collection] = _list_variable(vocabulary, derived.collection, by_fact)
        elif fact in vocabulary.fact_by_id:
            cells: list[Choice] = [{}]
            cells += [{fact: value} for value in values_of(vocabulary.types[fact], read)]
            made[fact] = Variable(fact, tuple(cells))
    return tuple(made.values())


def elements(vocabulary: Vocabulary, name: str, choice: Choice) -> tuple[Mapping[str, Value], ...] | None:
    """The known attributes of the elements of a list that gives the chosen derived facts; None when the list is unknown."""
    collection = vocabulary.collection_by_id[name]
    found = next((made for made, derived in _lists(vocabulary, collection, choice) if derived == choice), None)
    return found if choice else None


def as_given(vocabulary: Vocabulary, facts: Mapping[str, Value]) -> dict[str, object]:
    """The facts as a case or a fact document gives them: dotted, lists as lists, values as people write them."""
    given: dict[str, object] = {}
    for name in vocabulary.collection_by_id:
        derived = {d.id for d in vocabulary.derived if d.collection == name}
        choice = {fact: value for fact, value in facts.items() if fact in derived}
        made = elements(vocabulary, name, choice)
        if made is not None:
            key = vocabulary.collection_by_id[name].key
            given[name] = [{key: _name(i), **element} for i, element in enumerate(made)]
    for fact, value in facts.items():
        if fact in vocabulary.fact_by_id:
            given[fact] = vocabulary.types[fact].to_people(value)
    return given


def as_document(given: Mapping[str, object], municipality: Mapping[str, object]) -> dict[str, Any]:
    """Facts by their dotted names as a fact document about a municipality."""
    made: dict[str, Any] = {MUNICIPALITY: dict(municipality)}
    for name, value in given.items():
        *groups, last = name.split(".")
        here = made
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = value
    return made


def _name(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"nr. {number + 1}"  # noqa: PLR2004  (letters of the alphabet)


def _list_variable(vocabulary: Vocabulary, name: str, tests: Mapping[str, list[Comparison]]) -> Variable:
    collection = vocabulary.collection_by_id[name]
    found: list[Choice] = [{}]
    for derived in _derived_choices(vocabulary, collection, tests):
        if derived not in found:
            found.append(derived)
    return Variable(name, tuple(found))


def _derived_choices(vocabulary: Vocabulary, collection: Collection, tests: Mapping[str, list[Comparison]]) -> Iterator[Choice]:
    counted = {d.id for d in vocabulary.derived if d.collection == collection.id and d.attribute is None}
    sizes: set[int] = {0, 1, 2}  # two elements can differ in every attribute: one that has it beside one that has not
    for fact in counted:
        sizes |= {int(value) for value in values_of(FactType.COUNT, tests.get(fact, ()))}
    sizes |= {d.among_at_least for d in vocabulary.derived if d.collection == collection.id and d.attribute is not None}
    for size in sorted(sizes):
        yield from (derived for _, derived in _lists_of(vocabulary, collection, size))


def _lists(
    vocabulary: Vocabulary, collection: Collection, choice: Choice
) -> Iterator[tuple[tuple[Mapping[str, Value], ...], Choice]]:
    mine = [d.id for d in vocabulary.derived if d.collection == collection.id and d.attribute is None]
    for size in {int(choice[name]) for name in mine if name in choice} or range(_MOST_ELEMENTS):
        yield from _lists_of(vocabulary, collection, size)


def _lists_of(
    vocabulary: Vocabulary, collection: Collection, size: int
) -> Iterator[tuple[tuple[Mapping[str, Value], ...], Choice]]:
    """Every list of that size that differs in a derived fact. Elements beyond a handful are like one of the others."""
    read = sorted({d.attribute for d in vocabulary.derived if d.collection == collection.id and d.attribute is not None})
    kinds = [dict(zip(read, values, strict=True)) for values in product((None, False, True), repeat=len(read))]
    varied = min(size, _MOST_ELEMENTS)
    for combination in combinations_with_replacement(kinds, varied):
        made = [{k: v for k, v in kind.items() if v is not None} for kind in combination]
        made += [made[-1]] * (size - varied) if made else []
        derived = {d.id: d.value_of(made) for d in vocabulary.derived if d.collection == collection.id}
        yield tuple(made), {name: value for name, value in derived.items() if value is not None}
