"""The engines: one meaning, held together by random programs and by examples small enough to check by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules.inference.durable import DurableEngine
from antwoord_rules.inference.productions import MOST_TESTS, productions
from antwoord_rules.inference.reference import ReferenceEngine, evaluate
from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Not, Operator, holds
from antwoord_rules.knowledge.strata import Conclusion, Cycle, Program, stratify
from antwoord_rules.knowledge.vocabulary import FactType
from tests.programs import SEEDS, programs, random_facts

T, F, U = True, False, None
BOOLEANS = {"a": FactType.BOOLEAN, "b": FactType.BOOLEAN}


def known(**values):
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, U, U, U),
        (F, T, F, T),
        (U, T, U, T),
        (U, F, F, U),
    ],
)
def test_all_and_any_follow_strong_kleene_logic(a, b, both, either):
    parts = (holds("a"), holds("b"))
    assert evaluate(All(parts), known(a=a, b=b)) is both
    assert evaluate(Any(parts), known(a=a, b=b)) is either


@pytest.mark.parametrize(("a", "opposite"), [(T, F), (F, T), (U, U)])
def test_not_keeps_the_unknown_unknown(a, opposite):
    assert evaluate(Not(holds("a")), known(a=a)) is opposite


@pytest.mark.parametrize(
    ("operator", "outcomes"),
    [
        (Operator.EQUALS, (F, T, F)),
        (Operator.DIFFERS, (T, F, T)),
        (Operator.AT_LEAST, (F, T, T)),
        (Operator.AT_MOST, (T, T, F)),
        (Operator.ABOVE, (F, F, T)),
        (Operator.BELOW, (T, F, F)),
    ],
)
def test_each_operator_compares_as_its_name_says_and_its_complement_says_the_opposite(operator, outcomes):
    for value, outcome in zip((1, 2, 3), outcomes, strict=True):
        assert evaluate(Comparison("n", operator, 2), {"n": value}) is outcome
        assert evaluate(Comparison("n", operator.complement, 2), {"n": value}) is not outcome
    assert evaluate(Comparison("n", operator, 2), {}) is None


@pytest.mark.parametrize(("a", "certain"), [(T, T), (F, F), (U, F)])
def test_certain_turns_unknown_into_no(a, certain):
    assert evaluate(Certain("a"), known(a=a)) is certain


@settings(max_examples=1000, deadline=None)
@given(programs(), st.lists(SEEDS, min_size=3, max_size=3))
def test_durable_rules_gives_the_firings_of_the_reference_engine(program, seeds):
    reference, durable = ReferenceEngine(program), DurableEngine(program)
    for seed in seeds:
        facts = random_facts(seed, program)
        assert durable.infer(facts) == reference.infer(facts)


@settings(max_examples=100, deadline=None)
@given(programs(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_facts_makes_no_difference(program, seed, random):
    facts = random_facts(seed, program)
    items = list(facts.items())
    random.shuffle(items)
    for engine in (ReferenceEngine(program), DurableEngine(program)):
        assert engine.infer(facts) == engine.infer(dict(items))


@settings(max_examples=150, deadline=None)
@given(programs(certain=False), SEEDS, SEEDS)
def test_learning_a_fact_never_changes_a_conclusion_that_was_known(program, seed, other):
    """Strong Kleene logic is monotone in knowledge (without `Certain`, which is about what is known)."""
    facts = random_facts(seed, program)
    fewer = {name: facts[name] for name in random_facts(other, program) if name in facts}
    engine = DurableEngine(program)
    before, after = engine.infer(fewer).conclusions, engine.infer(facts).conclusions
    assert before.items() <= after.items()


@settings(max_examples=150, deadline=None)
@given(programs(), SEEDS)
def test_the_supporting_facts_alone_give_the_same_conclusion(program, seed):
    """What a firing names is enough: nothing else in working memory was needed."""
    facts = random_facts(seed, program)
    found = ReferenceEngine(program).infer(facts)
    conditions = {conclusion.id: conclusion.when for stratum in program.strata for conclusion in stratum}
    everything = {**facts, **found.conclusions}
    for firing in found.firings:
        named = {fact.fact: everything[fact.fact] for fact in firing.facts if fact.fact in everything}
        assert evaluate(conditions[firing.conclusion], named) is firing.value


def test_a_true_any_is_supported_by_every_part_that_is_true_and_by_no_other():
    program = Program(stratify([Conclusion("c", "c", Any((holds("a"), holds("b"))))]), BOOLEANS)
    for engine in (ReferenceEngine(program), DurableEngine(program)):
        (both,) = engine.infer({"a": True, "b": True}).firings
        (one,) = engine.infer({"a": False, "b": True}).firings
        assert [fact.fact for fact in both.facts] == ["a", "b"]
        assert [fact.fact for fact in one.facts] == ["b"]


def test_strata_put_a_conclusion_above_everything_that_it_reads():
    found = stratify([Conclusion("c", "c", holds("b")), Conclusion("b", "b", holds("a")), Conclusion("a", "a", holds("fact"))])
    assert [[conclusion.id for conclusion in stratum] for stratum in found] == [["a"], ["b"], ["c"]]


def test_a_cycle_is_reported_with_its_path():
    with pytest.raises(Cycle) as caught:
        stratify([Conclusion("a", "a", holds("b")), Conclusion("b", "b", holds("c")), Conclusion("c", "c", holds("a"))])
    path = caught.value.path
    assert path[0] == path[-1]
    assert set(path) == {"a", "b", "c"}
    for reader, read in pairwise(path):
        assert (reader, read) in {("a", "b"), ("b", "c"), ("c", "a")}


def test_nested_disjunctions_do_not_multiply():
    """Twenty pairs of alternatives are 2**20 combinations in disjunctive normal form, and 60-odd productions here."""
    types = {f"f{i}": FactType.BOOLEAN for i in range(40)}
    pairs = tuple(Any((holds(f"f{i}"), holds(f"f{i + 1}"))) for i in range(0, 40, 2))
    program = Program(stratify([Conclusion("c", "c", All(pairs))]), types)
    assert sum(map(len, productions(program))) < 100
    facts = {f"f{i}": i % 2 == 0 for i in range(40)}
    assert DurableEngine(program).infer(facts) == ReferenceEngine(program).infer(facts)


@pytest.mark.parametrize("length", [MOST_TESTS, MOST_TESTS + 1, 300, 1000])
@pytest.mark.parametrize("combine", [All, Any])
def test_very_long_conditions_work(length, combine):
    types = {f"f{i}": FactType.COUNT for i in range(length)}
    parts = tuple(Comparison(f"f{i}", Operator.AT_LEAST, 1) for i in range(length))
    program = Program(stratify([Conclusion("c", "c", combine(parts))]), types)
    engines = ReferenceEngine(program), DurableEngine(program)
    for facts in ({f"f{i}": 1 for i in range(length)}, {f"f{i}": i % 2 for i in range(length)}, {"f0": 0}, {"f0": 1}, {}):
        first, second = (engine.infer(facts) for engine in engines)
        assert first == second
