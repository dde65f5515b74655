"""Plans: of all sets of measures exactly the best ones, held to brute force over every set."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import assume, given, settings

from antwoord_rules import KnowledgeBase
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Operator
from antwoord_rules.knowledge.rules import Challenge, Criterion, Measure, Phase, RuleBase
from antwoord_rules.knowledge.vocabulary import Fact, FactType, Vocabulary
from tests.conftest import FACTS
from tests.knowledge_bases import EIGEN, SAID, SEEDS, SURE, case_of, subsets

EQUAL = ((Operator.EQUALS, 1), (Operator.AT_LEAST, 2))
EXAMPLES = 40


# By brute force


def together(effects):
    """The one value, or the bounds, that effects on one fact leave; None when they can't all hold."""
    fixed = {effect.value for effect in effects if effect.operator is Operator.EQUALS}
    low = max((effect.value for effect in effects if effect.operator is Operator.AT_LEAST), default=None)
    high = min((effect.value for effect in effects if effect.operator is Operator.AT_MOST), default=None)
    if len(fixed) > 1:
        return None
    for value in fixed or ([low] if low is not None else []):
        if (low is not None and value < low) or (high is not None and value > high):
            return None
    return (*fixed, *fixed) if fixed else (low, high)


def carried_out(case, names):
    """The facts after measures; None when their effects can't all hold."""
    facts = dict(case.known)
    effects = [effect for name in names for effect in case.meaning.measures[name].effects]
    for fact in {effect.fact for effect in effects}:
        bounds = together([effect for effect in effects if effect.fact == fact])
        if bounds is None:
            return None
        low, high = bounds
        if low is not None and low == high and any(e.fact == fact and e.operator is Operator.EQUALS for e in effects):
            facts[fact] = low
        elif fact in facts:
            value = facts[fact] if low is None else max(facts[fact], low)
            facts[fact] = value if high is None else min(value, high)
        else:
            cells = {*case.meaning.cells[fact], *(bound for bound in bounds if bound is not None)}
            facts[fact] = frozenset(v for v in cells if (low is None or v >= low) and (high is None or v <= high))
    return facts


def ready(case, names):
    """Whether what each member requires is a member, or is realised by the facts as given."""
    measures = case.meaning.measures
    required = {name for member in names for name in measures[member].requires} - set(names)
    return all(case.meaning.test(effect, case.known) == SURE for name in required for effect in measures[name].effects)


def ends(case, names, later=()):
    """When each measure is done, in months, if those that are `later` take a month more."""
    measures = case.meaning.measures

    def end(name):
        first = max((end(first) for first in measures[name].requires if first in names), default=0)
        return first + measures[name].months + (name in later)

    return {name: end(name) for name in names}


def months_of(case, names, later=()):
    return max(ends(case, names, later).values(), default=0)


def wave_of(case, names, name):
    requires = case.meaning.measures[name].requires
    return 1 + max((wave_of(case, names, first) for first in requires if first in names), default=0)


def effort_of(case, names):
    return sum(case.meaning.measures[name].effort for name in names)


def every_set(case):
    """Each set of measures that can be carried out, with what is concluded afterwards."""
    for names in subsets(case.meaning.measures):
        facts = carried_out(case, names) if ready(case, names) else None
        if facts is not None:
            yield names, case.meaning.decide(facts)


def reached(case, of):
    return max((phase.number for phase in case.base.phases if of(phase.id) == SURE), default=0)


def criteria_met(case, of):
    return sum(of(criterion.id) == SURE for criterion in case.base.criteria)


def sets_to(case, to, *, with_challenges=False, exclude=(), include=(), budget=None, months=None):
    goals = [f"fase_{to}"]
    if with_challenges:
        goals += [challenge.id for challenge in case.base.challenges if challenge.phase < to]
    return [
        names
        for names, of in every_set(case)
        if all(of(goal) == SURE for goal in goals)
        and not set(names) & set(exclude)
        and set(include) <= set(names)
        and (budget is None or effort_of(case, names) <= budget)
        and (months is None or months_of(case, names) <= months)
    ]


# Held to it


def met_in_every_world(case, names):
    """The criteria that the facts after measures meet, whatever the bounded ones are within their bounds."""
    facts = carried_out(case, names)
    choices = [sorted(value) if isinstance(value, frozenset) else [value] for value in facts.values()]
    found = {criterion.id for criterion in case.base.criteria}
    for world in product(*choices):
        of = case.meaning.decide(dict(zip(facts, world, strict=True)))
        found = {name for name in found if of(name) == SURE}
    return found


def check_plan(case, plan, names):
    assert plan.reachable
    assert plan.optimal
    assert plan.measures == names
    assert plan.effort == effort_of(case, names)
    assert plan.months == months_of(case, names)
    waves = [wave_of(case, names, name) for name in names]
    assert plan.waves == tuple(
        tuple(name for name, at in zip(names, waves, strict=True) if at == wave) for wave in range(1, max(waves, default=0) + 1)
    )
    assert plan.replayed_phase >= plan.to
    assert plan.criteria_met == len(met_in_every_world(case, names))
    steps = {step.measure: (step.end, step.end - step.start, step.critical) for step in plan.steps}
    assert steps == {
        name: (end, case.meaning.measures[name].months, months_of(case, names, later=[name]) > plan.months)
        for name, end in ends(case, names).items()
    }


def check_no_plan(case, plan, to, *, with_challenges=False, exclude=(), include=(), budget=None, months=None):
    """Why there is none: more is needed than is allowed, or goals that can't hold, one by one or together."""
    if budget is not None or months is not None:
        free = sets_to(case, to, with_challenges=with_challenges, exclude=exclude, include=include)
        if free:
            best = min(free, key=lambda names: (effort_of(case, names), len(names), names))
            assert plan.unbounded == (effort_of(case, best), months_of(case, best))
            return
    goals = [criterion.id for criterion in case.base.criteria if criterion.phase <= to]
    goals += [challenge.id for challenge in case.base.challenges if with_challenges and challenge.phase < to]
    allowed = [
        {goal for goal in goals if of(goal) == SURE}
        for names, of in every_set(case)
        if not set(names) & set(exclude) and set(include) <= set(names)
    ]
    if not allowed:
        assert plan.clash == tuple(include)
        return
    never = tuple(goal for goal in goals if not any(goal in held for held in allowed))
    assert plan.unbounded is None
    assert plan.together == (not never)
    if never:
        assert plan.criteria == never
        return
    clash = set(plan.criteria)
    assert not any(clash <= held for held in allowed)
    assert all(any(clash - {goal} <= held for held in allowed) for goal in clash)


def check_to(case, to, **wish):
    found = sets_to(case, to, **wish)
    plan = case.kb.plan(case.document, to=to, every=True, **wish)
    assert plan.reachable == bool(found)
    assert plan.to == to
    if not found:
        check_no_plan(case, plan, to, **wish)
        return
    least = min(effort_of(case, names) for names in found)
    best = sorted((names for names in found if effort_of(case, names) == least), key=lambda names: (len(names), names))
    check_plan(case, plan, best[0])
    assert plan.alternatives == tuple(best)
    assert not plan.more_alternatives


def check_plans(seed):
    case = case_of(seed, known=0.6)
    random = Random(seed)
    for phase in case.base.phases:
        check_to(case, phase.number)
        check_to(case, phase.number, with_challenges=True)
        measures = sorted(case.meaning.measures)
        random.shuffle(measures)
        check_to(case, phase.number, exclude=measures[:1], include=measures[1 : 1 + random.choice([0, 1])])
        check_to(case, phase.number, budget=random.randint(0, 8))
        check_to(case, phase.number, months=random.randint(0, 8), with_challenges=random.random() < 0.3)


def check_best_within_bounds(seed):
    case = case_of(seed, known=0.6)
    random = Random(seed)
    bounds = {"budget": random.randint(0, 9), "months": random.randint(0, 9)}
    for wish in (dict([item]) for item in bounds.items()):
        check_within(case, wish)
    check_within(case, bounds)


def check_within(case, wish):
    plan = case.kb.plan(case.document, every=True, **wish)
    sets = []
    for names, of in every_set(case):
        effort, months = effort_of(case, names), months_of(case, names)
        if effort <= wish.get("budget", effort) and months <= wish.get("months", months):
            sets.append(((-reached(case, of), -criteria_met(case, of), effort), len(names), names))
    rank, _, best = min(sets)
    assert plan.to >= -rank[0]
    check_plan(case, plan, best)
    assert plan.alternatives == tuple(names for other, _, names in sorted(sets) if other == rank)


def check_pareto(seed):
    case = case_of(seed, known=0.6)
    random = Random(seed)
    for phase in case.base.phases:
        wish = {"with_challenges": random.random() < 0.3}
        pairs = {(effort_of(case, names), months_of(case, names)) for names in sets_to(case, phase.number, **wish)}
        best = sorted((e, m) for e, m in pairs if not any(f <= e and n <= m and (f, n) != (e, m) for f, n in pairs))
        plans = case.kb.pareto(case.document, phase.number, **wish)
        if not best:
            assert [plan.reachable for plan in plans] == [False]
            continue
        assert [(plan.effort, plan.months) for plan in plans] == best
        for plan in plans:
            assert plan.measures in sets_to(case, phase.number, **wish)
            check_plan(case, plan, plan.measures)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_the_plans_to_a_phase_are_exactly_the_cheapest_sets(seed):
    check_plans(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_within_a_budget_or_a_time_the_best_set_is_found(seed):
    check_best_within_bounds(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_exactly_the_plans_that_none_betters_in_effort_and_time_are_offered(seed):
    check_pareto(seed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_to_ask_for_every_plan_changes_nothing_else(seed):
    case = case_of(seed, known=0.6)
    to = len(case.base.phases)
    plan = case.kb.plan(case.document, to=to)
    assert case.kb.plan(case.document, to=to, every=True)._replace(alternatives=None) == plan


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_without_a_wish_the_plan_is_one_to_the_next_phase(seed):
    case = case_of(seed, known=0.6)
    to = min(case.meaning.phase(case.known) + 1, len(case.base.phases))
    assert case.kb.plan(case.document) == case.kb.plan(case.document, to=to)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_a_phase_that_is_reached_takes_no_effort(seed):
    case = case_of(seed, known=0.9)
    here = case.meaning.phase(case.known)
    assume(here)
    for to in range(1, here + 1):
        plan = case.kb.plan(case.document, to=to)
        assert (plan.reachable, plan.effort, plan.months, plan.measures, plan.waves) == (True, 0, 0, (), ())
        assert plan.replayed_phase == here


@pytest.mark.slow
@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(SEEDS)
def test_plans_on_many_more_knowledge_bases(seed):
    check_plans(seed)
    check_best_within_bounds(seed)
    check_pareto(seed)


def test_a_knowledge_base_without_measures_has_the_empty_plan_or_none():
    seen = set()
    for seed in range(30):
        case = case_of(seed, known=0.9, most_measures=0)
        for phase in case.base.phases:
            check_to(case, phase.number)
            seen.add(case.kb.plan(case.document, to=phase.number).reachable)
        check_within(case, {"budget": 3})
    assert seen == {False, True}


def test_of_an_unknown_fact_nothing_is_sure_not_even_a_test_that_every_value_passes(kb, document):
    """A norm of 0 makes such a test; the measure that bounds the fact makes it certain."""
    changed = kb.with_norms({"norm_direct_afgehandeld": 0})
    plan = changed.plan(document, to=4, with_challenges=True)
    assert "maatregel_direct_afhandelen" in plan.measures
    assert plan == kb.plan(document, to=4, with_challenges=True)


def test_the_random_knowledge_bases_have_plans_of_every_kind():
    """The generator gives what the other tests need: phases reached, reachable and not, several best sets, bounds and clashes."""
    seen = dict.fromkeys(("reached", "reachable", "unreachable", "several", "pareto", "clash", "bounded", "required"), 0)
    for seed in range(70):
        case = case_of(seed, known=0.6)
        for phase in case.base.phases:
            plan = case.kb.plan(case.document, to=phase.number, every=True)
            seen["unreachable"] += not plan.reachable
            if plan.reachable:
                seen["reached" if plan.effort == 0 else "reachable"] += 1
                seen["several"] += len(plan.alternatives) > 1
                seen["required"] += len(plan.waves) > 1
                seen["pareto"] += len(case.kb.pareto(case.document, phase.number)) > 1
                seen["bounded"] += any(isinstance(v, frozenset) for v in carried_out(case, plan.measures).values())
        seen["clash"] += any(carried_out(case, names) is None for names in subsets(case.meaning.measures))
    assert min(seen.values()) >= 3, seen


# Of the bundled rules


def replayed(kb, values, names):
    """The phase that the reference engine concludes when measures have been carried out, whatever the unknown facts are within
    the bounds."""
    facts = {name: (value,) for name, value in values.items()}
    effects = [effect for measure in kb.base.measures if measure.id in names for effect in measure.effects]
    for effect in sorted(effects, key=lambda effect: effect.operator is Operator.EQUALS):
        value = effect.value if not hasattr(effect.value, "id") else kb.norms[effect.value.id]
        if effect.operator is Operator.EQUALS:
            facts[effect.fact] = (value,)
        elif effect.operator is Operator.AT_LEAST:
            facts[effect.fact] = tuple({max(known, value) for known in facts.get(effect.fact, (0, value + 1, 9999))})
        else:
            facts[effect.fact] = tuple({min(known, value) for known in facts.get(effect.fact, (0, value))})
    engine = ReferenceEngine(kb.program)
    found = [engine.infer(dict(zip(facts, world, strict=True))).conclusions for world in product(*facts.values())]
    return min(max((p.number for p in kb.base.phases if known.get(p.id) is True), default=0) for known in found)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_every_measure_of_an_optimal_plan_is_needed(kb, path):
    memory = kb.read(path)
    here = kb.assess(path).phase.number
    for to in range(here + 1, len(kb.base.phases) + 1):
        plan = kb.plan(path, to=to)
        assert plan.reachable
        assert plan.optimal
        assert plan.replayed_phase >= to
        assert replayed(kb, memory.values, plan.measures) >= to
        requires = {name for member in plan.measures for name in kb.base.rules[member].requires}
        done = {m.id for m in kb.base.measures if kb.engine("reference").infer(memory.values).conclusions.get(m.realised)}
        assert requires <= {*plan.measures, *done}
        for name in plan.measures:
            rest = [other for other in plan.measures if other != name]
            breaks = replayed(kb, memory.values, rest) < to
            needed = any(name in kb.base.rules[other].requires for other in rest) and name not in done
            assert breaks or needed, (to, name)
        place = {name: i for i, wave in enumerate(plan.waves) for name in wave}
        assert sorted(place) == sorted(plan.measures)
        for name in plan.measures:
            assert all(place[first] < place[name] for first in kb.base.rules[name].requires if first in place)


def test_of_more_worlds_than_can_be_tried_only_what_is_sure_counts():
    """Nine unknown numbers become at least 1: whether the first two are equal stays open."""
    names = [f"feit.nr{i}" for i in range(9)]
    facts = tuple(Fact(name, FactType.COUNT, "g", SAID, SAID, SAID, None, None, None, None) for name in names)
    first, second = names[:2]
    both = [All((Comparison(first, test, value), Comparison(second, test, value))) for test, value in EQUAL]
    whens = [All(tuple(Comparison(name, Operator.AT_LEAST, 1) for name in names)), Any(tuple(both))]
    spread = Any(tuple(Comparison(name, Operator.AT_LEAST, 2) for name in names))
    criteria = tuple(Criterion(f"criterium_{n}", n, "b", SAID, when, SAID, *EIGEN) for n, when in enumerate(whens, 1))
    effects = tuple(Comparison(name, Operator.AT_LEAST, 1) for name in names)
    measure = Measure("maatregel_a", 1, SAID, ("criterium_1",), effects, (), 1, 1, SAID, (), *EIGEN)
    base = RuleBase(
        vocabulary=Vocabulary((), (), facts, (), ()),
        norms=(),
        phases=(Phase(1, SAID, SAID, (), None), Phase(2, SAID, SAID, (), None)),
        criteria=criteria,
        limits=(),
        challenges=(Challenge("uitdaging_1", 1, "b", SAID, spread, SAID, *EIGEN),),
        measures=(measure,),
        derivations=(),
        plateau_scope=None,
        plateaus=(),
        documents=(),
    )
    plan = KnowledgeBase(base, "0" * 64).plan({"gemeente": {"naam": "x", "peildatum": "2026-10-01"}}, 1)
    assert (plan.reachable, plan.replayed_phase, plan.met, plan.resolved) == (True, 1, ("criterium_1",), ())
