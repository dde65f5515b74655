"""What is still possible: exactly what the completions of the unknown facts yield, held to brute force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from antwoord_rules import KnowledgeBase
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.conditions import All, holds
from antwoord_rules.knowledge.vocabulary import Collection, Derived, Fact, FactType, Vocabulary
from tests.knowledge_bases import SAID, SEEDS, SURE, case_of, random_base

EXAMPLES = 250


def check_possible(seed):
    case = case_of(seed, known=0.4)
    found = case.kb.possible(case.document)
    outcomes = [outcome for _, outcome in case.worlds]
    assert found.phases == tuple(sorted({outcome.phase for outcome in outcomes}))
    base = case.base
    for kind, rules in ((found.criteria, base.criteria), (found.challenges, base.challenges), (found.measures, base.measures)):
        assert {name: set(statuses) for name, statuses in kind.items()} == {
            rule.id: {outcome.statuses[rule.id] for outcome in outcomes} for rule in rules
        }
    return case, found


def check_assessment(seed):
    case = case_of(seed, known=0.4)
    outcomes = [outcome for _, outcome in case.worlds]
    phase = case.kb.assess(case.document).phase
    assert phase.number == case.meaning.phase(case.known)
    assert set(phase.possible) == {outcome.phase for outcome in outcomes}
    assert phase.possible == tuple(sorted(phase.possible))
    assert phase.certain == (phase.possible == (phase.number,))


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_exactly_what_some_completion_yields_is_possible(seed):
    check_possible(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_an_assessment_names_exactly_the_phases_that_some_completion_reaches(seed):
    check_assessment(seed)


@pytest.mark.slow
@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(SEEDS)
def test_what_is_possible_on_many_more_knowledge_bases(seed):
    check_possible(seed)
    check_assessment(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_the_brute_force_of_these_tests_agrees_with_the_reference_engine(seed):
    case = case_of(seed, known=0.5, most_worlds=40)
    engine = ReferenceEngine(case.kb.program)
    choices = case.choices
    for numbers, outcome in case.worlds:
        world = case.completed([choices[name][i] for name, i in zip(choices, numbers, strict=True)])
        known = engine.infer(world).conclusions
        assert outcome.phase == max((p.number for p in case.base.phases if known[p.id]), default=0)
        right = {"met", "resolved", "recommended"}
        assert {name: status in right for name, status in outcome.statuses.items()} == {
            name: known[name] for name in outcome.statuses
        }
    known, of = engine.infer(case.known).conclusions, case.meaning.decide(case.known)
    for name in case.meaning.conditions:
        assert known.get(name) == {0: False, 1: None, 2: True}[of(name)]
    assert case.kb.read(case.document).values == case.known
    assert all(of(p.id) != SURE or p.number <= case.meaning.phase(case.known) for p in case.base.phases)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_phases_found_for_one_municipality_do_not_leak_into_the_next(seed):
    """One knowledge base remembers the completions that it found; other facts must not be judged by them."""
    first = case_of(seed, known=0.4)
    for other in range(4):
        case = case_of(seed, known=0.2 * other)
        case.kb = first.kb
        outcomes = {outcome.phase for _, outcome in case.worlds}
        assert set(first.kb.assess(case.document, engine="reference").phase.possible) == outcomes


def test_what_has_one_status_has_it_for_certain(kb, document):
    found = kb.possible(document)
    assert found.certain == {}
    assert found.phases == (0, 1, 2, 3, 4, 5)
    found = kb.possible({**document, "kanalen": {"website": {"ingangen": 2}}})
    assert found.certain["criterium_2_een_website"] == "unmet"
    assert found.phases == (0, 1)


def test_a_list_may_hold_one_of_each_kind():
    """Some element has the attribute and some has not: that takes two elements, though no condition counts them."""
    base = random_base(0)
    derived = tuple(
        Derived(f"lijst.{name}", FactType.BOOLEAN, "g", SAID, "lijst", "a", value, 1, None)
        for name, value in (("wel", True), ("niet", False))
    )
    attributes = tuple(
        Fact(name, kind, "g", SAID, SAID, SAID, None, None, None, None)
        for name, kind in (("naam", FactType.TEXT), ("a", FactType.BOOLEAN))
    )
    collection = Collection("lijst", "g", "naam", SAID, SAID, SAID, attributes, None)
    criterion = base.criteria[0]._replace(phase=1, when=All((holds("lijst.wel"), holds("lijst.niet"))))
    vocabulary = Vocabulary((), (), (), (collection,), derived)
    kept = {"phases": base.phases[:1], "criteria": (criterion,), "challenges": (), "measures": (), "derivations": ()}
    kb = KnowledgeBase(replace(base, vocabulary=vocabulary, **kept), "0" * 64)
    document = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}
    assert kb.assess(document).phase.possible == (0, 1)
    mixed = [{"naam": "x", "a": True}, {"naam": "y", "a": False}]
    assert kb.possible({**document, "lijst": mixed}).phases == (1,)
    assert kb.possible({**document, "lijst": [{"naam": "x", "a": True}, {"naam": "y"}]}).phases == (0, 1)
