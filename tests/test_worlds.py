"""Looking for facts: the search finds facts exactly when there are some, held to brute force on random theories."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules.checking.worlds import ANY, FALSE, OUTCOME, TRUE, UNKNOWN, Goal, Theory, find_facts
from antwoord_rules.facts.reader import read_facts
from antwoord_rules.knowledge.cells import as_given, values_of, variables
from antwoord_rules.knowledge.conditions import Comparison, Operator, holds
from antwoord_rules.knowledge.vocabulary import Fact, FactType, Vocabulary
from antwoord_rules.language import Text
from tests.programs import SEEDS, random_program

SAID = Text("x", "x")


def vocabulary_of(program) -> Vocabulary:
    facts = [Fact(name, kind, "g", SAID, SAID, SAID, None, None, None, None) for name, kind in program.types.items()]
    return Vocabulary((), (), tuple(facts), (), ())


def worlds(vocabulary, tests):
    """Every world of the facts that the tests read."""
    for choice in product(*(variable.choices for variable in variables(vocabulary, tests))):
        yield {fact: value for part in choice for fact, value in part.items()}


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(1, 6), st.integers(1, ANY), st.integers(1, ANY))
def test_the_search_finds_facts_exactly_when_there_are_some(seed, facts, conclusions, first, second):
    program = random_program(seed, facts, conclusions)
    vocabulary, theory = vocabulary_of(program), Theory.of(program)
    names = list(theory.conditions)
    goals = [Goal(theory, holds(names[0]), first), Goal(theory, holds(names[-1]), second)]
    tests = [test for goal in goals for test in theory.tests(goal.condition)]
    found = find_facts(vocabulary, goals)
    if found is None:
        assert not any(all(goal.holds(world) for goal in goals) for world in worlds(vocabulary, tests))
    else:
        assert all(goal.holds(found) for goal in goals)


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(1, 6), st.integers(0, 9), st.integers(0, 9))
def test_one_value_of_a_cell_stands_for_all(seed, facts, conclusions, low, high):
    """A number anywhere gives the outcome of the greatest representative that is not above it."""
    program = random_program(seed, facts, conclusions)
    theory = Theory.of(program)
    for name in theory.conditions:
        tests = list(theory.tests(holds(name)))
        for fact in {test.fact for test in tests}:
            if program.types[fact] is FactType.BOOLEAN:
                continue
            cells = values_of(program.types[fact], [test for test in tests if test.fact == fact])
            others = {test.fact: high % 2 == 0 if program.types[test.fact] is FactType.BOOLEAN else high for test in tests}
            representative = max(cell for cell in cells if cell <= low)
            outcomes = {theory.value(holds(name), others | {fact: value}) for value in (low, representative)}
            assert len(outcomes) == 1


def test_facts_are_given_as_a_document_that_means_the_same(kb, document):
    theory = Theory.of(kb.program)
    for name in theory.conditions:
        for wanted in (TRUE, FALSE, UNKNOWN):
            found = find_facts(kb.base.vocabulary, [Goal(theory, holds(name), wanted)])
            if found is None:
                continue
            given_facts = dict(document)
            for fact, value in as_given(kb.base.vocabulary, found).items():
                *groups, last = fact.split(".")
                here = given_facts
                for group in groups:
                    here[group] = dict(here.get(group, {}))
                    here = here[group]
                here[last] = value
            values = read_facts(given_facts, kb.base.vocabulary).values
            assert {fact: values.get(fact) for fact in found} == found, (name, wanted)


def test_facts_that_are_not_needed_are_left_out(kb):
    theory = Theory.of(kb.program)
    assert find_facts(kb.base.vocabulary, [Goal(theory, holds("criterium_2_balie_geconcentreerd"), TRUE)]) in (
        {"kanalen.balie.geconcentreerd": True},
        {"kanalen.balie.ingangen": 0},
    )
    assert find_facts(kb.base.vocabulary, [Goal(theory, holds("fase_5"), UNKNOWN)]) == {}


def test_outcomes_stand_for_the_three_values():
    assert set(OUTCOME.values()) == {TRUE, FALSE, UNKNOWN}
    assert values_of(FactType.COUNT, [Comparison("a.b", Operator.EQUALS, 1)]) == (0, 1, 2)
