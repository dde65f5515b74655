"""The next question: which facts matter, and which one to ask, held to brute force."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings

from tests.knowledge_bases import LIST, SEEDS, case_of

EXAMPLES = 200


def matters(case, name):
    """Whether two completions that differ in this fact only differ in the phase, a challenge or a measure."""
    at = list(case.choices).index(name)
    told = {rule.id for rule in (*case.base.challenges, *case.base.measures)}
    found = defaultdict(set)
    for numbers, outcome in case.worlds:
        statuses = frozenset((i, status) for i, status in outcome.statuses.items() if i in told)
        found[numbers[:at] + numbers[at + 1 :]].add((outcome.phase, statuses))
    return any(len(outcomes) > 1 for outcomes in found.values())


def after(case, name):
    """For each answer the phases and the (id, status) pairs of challenges and measures that are still possible."""
    at = list(case.choices).index(name)
    told = {rule.id for rule in (*case.base.challenges, *case.base.measures)}
    found = defaultdict(lambda: (set(), set()))
    for numbers, outcome in case.worlds:
        phases, pairs = found[numbers[at]]
        phases.add(outcome.phase)
        pairs |= {(i, status) for i, status in outcome.statuses.items() if i in told}
    return found


def rank(case, name):
    left = after(case, name).values()
    rank = []
    for sizes in ([len(phases) for phases, _ in left], [len(pairs) for _, pairs in left]):
        rank += [max(sizes), Fraction(sum(sizes), len(sizes))]
    return tuple(rank)


def shown(case, name, value):
    """An answer, to the cell."""
    if name == LIST:
        return case.list_cell(value)
    return value if name.startswith(LIST) else case.meaning.cell(name, value)


def check_questions(seed, known=0.4):
    case = case_of(seed, known=known)
    facts = [name for name in case.choices if matters(case, name)]
    unknown = case.kb.read(case.document).unknown
    found = case.kb.next_question(case.document)
    assert set(found.relevant) == set(facts) & set(unknown)
    assert set(facts) <= set(unknown)
    assert found.relevant == tuple(name for name in unknown if name in facts)
    assert found.irrelevant == tuple(name for name in unknown if name not in facts)
    random = Random(seed)
    for skip in ((), tuple(name for name in facts if random.random() < 0.4)):
        found = case.kb.next_question(case.document, skip=skip)
        asked = [name for name in found.relevant if name not in skip]
        assert (found.fact is None) == (not asked)
        if not asked:
            assert found.answers == ()
            continue
        ranks = {name: rank(case, name) for name in asked}
        assert found.fact in ranks
        assert ranks[found.fact] == min(ranks.values())
        assert found.fact == next(name for name in asked if ranks[name] == min(ranks.values()))
        left = after(case, found.fact)
        wanted = Counter(
            (shown(case, found.fact, value), tuple(sorted(left[i][0]))) for i, value in enumerate(case.choices[found.fact])
        )
        assert Counter((shown(case, found.fact, answer.value), answer.phases) for answer in found.answers) == wanted


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_the_best_of_the_questions_that_matter_is_asked(seed):
    check_questions(seed)


@pytest.mark.slow
@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(SEEDS)
def test_questions_on_many_more_knowledge_bases(seed):
    check_questions(seed)
    check_questions(seed, known=0.1)


def test_an_answer_to_what_does_not_matter_changes_nothing(kb, document):
    """Of the bundled rules: a fact that is called irrelevant is filled in both ways."""
    facts = {**document, "kanalen": {"website": {"ingangen": 2}}, "frontoffices": []}
    found = kb.next_question(facts)
    types = kb.base.vocabulary.types
    before = kb.possible(facts)
    for name in found.irrelevant:
        *groups, last = name.split(".")
        for value in (False, True) if types[name] == "boolean" else (0, 7):
            changed = {**facts}
            here = changed
            for group in groups:
                here[group] = dict(here.get(group, {}))
                here = here[group]
            here[last] = value
            left = kb.possible(changed)
            assert (left.phases, left.challenges, left.measures) == (before.phases, before.challenges, before.measures), name


def test_following_the_questions_to_the_end_leaves_no_doubt(kb, document):
    """Each question is answered at random; when none is left, phase, challenges and measures are certain."""
    random = Random(7)
    types = kb.base.vocabulary.types
    facts = {**document, "frontoffices": [{"naam": "KCC"}, {"naam": "Wmo", "afgestemd": False}]}
    asked = []
    while (found := kb.next_question(facts)).fact is not None:
        asked.append(found.fact)
        *groups, last = found.fact.split(".")
        here = facts
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = random.random() < 0.8 if types[found.fact] == "boolean" else random.choice([0, 1, 1, 90])
    assert len(set(asked)) == len(asked)
    left = kb.possible(facts)
    assert len(left.phases) == 1
    assert all(len(statuses) == 1 for statuses in (*left.challenges.values(), *left.measures.values()))


def check_effects(seed):
    """Every question has its answers; what follows from each is what the engine concludes from the facts with that answer."""
    case = case_of(seed, known=0.4)
    memory = case.kb.read(case.document)
    found = case.kb.question_effects(memory)
    assert tuple(effects.fact for effects in found) == memory.unknown
    assert tuple(e.fact for e in found if e.relevant) == case.kb.next_question(memory).relevant
    rules = [*case.base.criteria, *case.base.challenges, *case.base.measures]
    now = case.kb.engine("reference").infer(memory.values).conclusions
    for effects in found:
        if not effects.answers:  # no condition reads it
            assert effects.fact not in case.choices or not matters(case, effects.fact)
            continue
        left = after(case, effects.fact)
        wanted = Counter(
            (shown(case, effects.fact, value), tuple(sorted(left[i][0]))) for i, value in enumerate(case.choices[effects.fact])
        )
        assert Counter((shown(case, effects.fact, a.value), a.phases) for a in effects.answers) == wanted
        if effects.fact.startswith(LIST):
            continue
        for answer in effects.answers:
            known = case.kb.engine("reference").infer({**memory.values, effects.fact: answer.value}).conclusions
            assert answer.changes == {r.id: known.get(r.id) for r in rules if known.get(r.id) is not now.get(r.id)}


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_what_follows_from_each_answer_is_what_the_engine_concludes(seed):
    check_effects(seed)
