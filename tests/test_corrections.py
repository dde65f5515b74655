"""Why not, and how sure: exactly the smallest changes of facts, held to brute force over every change."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings

from antwoord_rules.knowledge.vocabulary import FactType
from tests.conftest import FACTS
from tests.knowledge_bases import LIST, LOST, OPEN, SEEDS, SURE, case_of

EXAMPLES = 200


def choices_of(case):
    """For each input fact (a list is one) the facts that each of its values gives."""
    found = {name: [{name: value} for value in case.meaning.cells[name]] for name in case.scalars}
    return found | ({LIST: list(case.lists)} if case.listed else {})


def minimal(case, goal, *, smallest=False):
    """The minimal sets of facts whose change to known values brings about the goal, each with all changes that do."""
    choices = choices_of(case)
    found = {}
    for size in range(len(choices) + 1):
        if smallest and found:
            break
        for names in combinations(sorted(choices), size):
            if any(set(smaller) <= set(names) for smaller in found):
                continue
            works = []
            for picked in product(*(choices[name] for name in names)):
                facts = {name: value for name, value in case.known.items() if _variable(name) not in names}
                for values in picked:
                    facts |= values
                if goal(case.meaning.decide(facts)):
                    works.append(facts)
            if works:
                found[names] = works
    return found


def _variable(name):
    return LIST if name.startswith(f"{LIST}.") else name


def encoded(case, name, value):
    return round(value * 100) if case.meaning.types[name] is FactType.PERCENTAGE else value


def within(case, name, wanted, value):
    return any(encoded(case, name, low) <= value and (high is None or value <= encoded(case, name, high)) for low, high in wanted)


def check_corrections(case, found, wanted):
    assert sorted(correction.facts for correction in found) == sorted(wanted)
    assert [c.facts for c in found] == sorted((c.facts for c in found), key=lambda names: (len(names), names))
    for correction in found:
        works = wanted[correction.facts]
        shown = {change.fact: change for change in correction.changes}
        assert {_variable(name) for name in shown} <= set(correction.facts)
        for name in (name for name in case.meaning.types if _variable(name) in correction.facts):
            good = {case.meaning.cell(name, facts[name]) for facts in works}
            every = {case.meaning.cell(name, values[name]) for values in choices_of(case)[_variable(name)]}
            known = case.known.get(name)
            if name in shown:
                change = shown[name]
                before = None if change.value is None else encoded(case, name, change.value)
                assert (before, type(before)) == (known, type(known))
                cells = case.meaning.cells[name]
                ends = [*(cell - 1 for cell in cells[1:]), cells[-1]] if known is not True and known is not False else cells
                for value in {*cells, *ends}:
                    assert within(case, name, change.wanted, value) == (case.meaning.cell(name, value) in good), name
            else:
                same = known is not None and good == {case.meaning.cell(name, known)}
                read = any(case.meaning.tests[name])
                assert good == every or (name.startswith(LIST) and (same or not decides(case, name))) or not read, name


def decides(case, name):
    """Whether some phase rests on a fact."""
    read = {phase.id: [c.id for c in case.base.criteria if c.phase == phase.number] for phase in case.base.phases}
    read |= {name: _reads(condition) for name, condition in case.meaning.conditions.items()}
    waiting, seen = list(case.base.phase_by_id), set()
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += read.get(here, [])
    return name in seen


def _reads(condition):
    if hasattr(condition, "fact"):
        return [condition.fact]
    return [name for part in getattr(condition, "parts", [getattr(condition, "part", None)]) for name in _reads(part)]


def small(seed, known):
    return case_of(seed, known=known, most_facts=4)


def check_why_not(seed):
    case = small(seed, 0.7)
    for phase in case.base.phases:
        found = case.kb.why_not(case.document, phase.number)
        assert found.phase == phase.number
        assert not found.more
        check_corrections(case, found.corrections, minimal(case, lambda of, phase=phase: of(phase.id) == SURE))


def check_robustness(seed):
    case = small(seed, 0.9)
    here = case.meaning.phase(case.known)
    found = case.kb.robustness(case.document)
    assert found.phase == here
    assert not found.more
    if here == 0:
        assert (found.facts, found.sets) == (None, ())
        return
    wanted = minimal(case, lambda of: of(f"fase_{here}") in (LOST, OPEN), smallest=True)
    assert found.facts == min(map(len, wanted), default=None)
    check_corrections(case, found.sets, wanted)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_the_minimal_changes_that_reach_a_phase_are_found(seed):
    check_why_not(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_the_smallest_changes_that_lose_a_phase_are_found(seed):
    check_robustness(seed)


@pytest.mark.slow
@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(SEEDS)
def test_corrections_on_many_more_knowledge_bases(seed):
    check_why_not(seed)
    check_robustness(seed)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_a_phase_that_is_reached_needs_no_correction(kb, path):
    here = kb.assess(path).phase.number
    for phase in range(1, here + 1):
        found = kb.why_not(path, phase)
        assert [(c.facts, c.changes) for c in found.corrections] == [((), ())]
    found = kb.robustness(path)
    assert found.phase == here
    assert (found.facts is None) == (here == 0)
    assert all(len(correction.facts) == found.facts for correction in found.sets)
