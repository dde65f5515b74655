"""Random programs and facts for property tests: conclusions that chain, nested conditions, every operator, unknown facts.

Hypothesis draws the size of a program and a seed; the rest follows from the seed. Drawing each node would be a hundred times
slower.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Not, Operator
from antwoord_rules.knowledge.strata import Conclusion, Program, stratify
from antwoord_rules.knowledge.vocabulary import FactType

TYPES = (FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE)
MOST = 4  # values 0..4: small, so that thresholds are met often


def _leaf(random: Random, facts: dict, earlier: list[str], *, certain: bool) -> Condition:
    if earlier and random.random() < 0.4:
        name = random.choice(earlier)
        if certain and random.random() < 0.4:
            return Certain(name)
    else:
        name = random.choice(sorted(facts))
        if facts[name] is not FactType.BOOLEAN:
            return Comparison(name, random.choice(list(Operator)), random.randint(0, MOST))
    return Comparison(name, random.choice([Operator.EQUALS, Operator.DIFFERS]), random.random() < 0.5)


def _condition(random: Random, depth: int, facts: dict, earlier: list[str], *, certain: bool) -> Condition:
    if depth == 0 or random.random() < 0.3:
        return _leaf(random, facts, earlier, certain=certain)
    if random.random() < 0.2:
        return Not(_condition(random, depth - 1, facts, earlier, certain=certain))
    parts = tuple(
        _condition(random, depth - 1, facts, earlier, certain=certain) for _ in range(random.choice([0, 1, 2, 2, 3, 4]))
    )
    return random.choice([All, Any])(parts)


def random_program(seed: int, facts: int, conclusions: int, *, certain: bool = True) -> Program:
    """The program of a seed."""
    random = Random(seed)
    types = {f"feit.nr{i}": random.choice(TYPES) for i in range(facts)}
    found: list[Conclusion] = []
    for i in range(conclusions):
        earlier = [conclusion.id for conclusion in found]
        condition = _condition(random, random.randint(0, 4), types, earlier, certain=certain)
        found.append(Conclusion(f"conclusie_{i}", f"regel_{i}", condition))
    return Program(stratify(found), types)


def random_facts(seed: int, program: Program) -> dict[str, bool | int]:
    """Facts for a program, three in ten unknown, in a random order."""
    random = Random(seed)
    names = sorted(program.types)
    random.shuffle(names)
    return {
        name: random.random() < 0.5 if program.types[name] is FactType.BOOLEAN else random.randint(0, MOST)
        for name in names
        if random.random() >= 0.3
    }


SEEDS = st.integers(0, 2**32)


def programs(*, certain: bool = True) -> st.SearchStrategy[Program]:
    """Programs of up to twelve conclusions over up to eight facts."""
    return st.builds(random_program, SEEDS, st.integers(1, 8), st.integers(1, 12), certain=st.just(certain))
