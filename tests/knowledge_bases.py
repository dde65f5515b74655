"""Random knowledge bases, facts about random municipalities, and what follows from them by brute force.

As in `programs`, Hypothesis draws a seed and the rest follows from it. What follows is worked out here a second time, from the
definitions and by trying everything: the three truth values are the numbers 0, 1 (unknown) and 2, so that "all" is the least,
"any" the greatest and "not" the distance from 2.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, combinations_with_replacement, product
from random import Random
from typing import NamedTuple

from antwoord_rules import KnowledgeBase
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Condition, Not, Operator
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Measure, Phase, RuleBase
from antwoord_rules.knowledge.vocabulary import Collection, Derived, Fact, FactType, Value, Vocabulary
from antwoord_rules.language import Text
from tests.programs import SEEDS

__all__ = ["SEEDS", "Case", "Meaning", "case_of", "random_base"]

SAID = Text("x", "x")
EIGEN = (Basis.EIGEN, (), None, None)
LIST = "lijst"
MOST_WORLDS = 300
LOST, OPEN, SURE = 0, 1, 2
THRESHOLDS = {FactType.COUNT: range(5), FactType.PERCENTAGE: (0, 250, 5000, 10_000)}
VALUES = {
    FactType.BOOLEAN: (False, True),
    FactType.COUNT: (0, 1, 2, 3, 4, 5, 6, 999_999_999),
    FactType.PERCENTAGE: (0, 1, 100, 249, 250, 251, 4999, 5000, 5001, 9999, 10_000),
}
EFFECTS = (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)
TESTS = {
    Operator.EQUALS: operator.eq,
    Operator.DIFFERS: operator.ne,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
    Operator.ABOVE: operator.gt,
    Operator.BELOW: operator.lt,
}


# Knowledge bases


def random_base(seed: int, *, most_facts: int = 5, most_measures: int = 6) -> RuleBase:
    """The rules of a seed: two or three phases over two to five facts, with or without a list.

    Half of them have an aim: facts with which most criteria are met, and measures that lead there. The others are anything.
    """
    random = Random(seed)
    vocabulary = _vocabulary(random, most_facts)
    types = vocabulary.types
    aim = {fact: random.choice(VALUES[kind][:5]) for fact, kind in types.items()} if random.random() < 0.5 else None
    concluded: list[str] = []

    def condition(depth: int) -> Condition:
        if aim and random.random() < 0.85:
            tests = [_aimed(random, types, aim) for _ in range(random.choice([1, 1, 1, 2]))]
            return random.choice([All, Any])(tuple(tests)) if len(tests) > 1 else tests[0]
        return _condition(random, depth, types, concluded)

    derivations = []
    for i in range(random.choice([0, 1, 2, 3])):
        derivations.append(Derivation(f"afleiding_{i}", SAID, condition(2), None, *EIGEN))
        concluded.append(f"afleiding_{i}")
    phases = tuple(Phase(n, SAID, SAID, (), None) for n in range(1, random.choice([2, 3]) + 1))
    criteria: list[Criterion] = []
    challenges: list[Challenge] = []
    for phase in phases:
        for i in range(random.choice([1, 1, 2, 3])):
            name = f"criterium_{phase.number}_{i}"
            criteria.append(Criterion(name, phase.number, "b", SAID, condition(random.choice([0, 0, 1, 2])), SAID, *EIGEN))
        for i in range(random.choice([0, 1, 1, 2])):
            name = f"uitdaging_{phase.number}_{i}"
            challenges.append(Challenge(name, phase.number, "b", SAID, condition(random.choice([0, 0, 1])), SAID, *EIGEN))
        concluded += [criteria[-1].id, phase.id]
    number = random.randint(most_measures // 2 if aim else 0, most_measures)
    measures = _measures(random, vocabulary, criteria, challenges, derivations, number, aim)
    return RuleBase(
        vocabulary=vocabulary,
        norms=(),
        phases=phases,
        criteria=tuple(criteria),
        limits=(),
        challenges=tuple(challenges),
        measures=tuple(measures),
        derivations=tuple(derivations),
        plateau_scope=None,
        plateaus=(),
        documents=(),
    )


def _vocabulary(random: Random, most_facts: int) -> Vocabulary:
    kinds = (FactType.BOOLEAN, FactType.BOOLEAN, FactType.COUNT, FactType.COUNT, FactType.PERCENTAGE)
    facts = []
    for i in range(random.randint(2, most_facts)):
        kind = random.choice(kinds)
        absent = random.choice(VALUES[kind]) if random.random() < 0.2 else None
        facts.append(Fact(f"feit.nr{i}", kind, "g", SAID, SAID, SAID, None, absent, None, None))
    if random.random() < 0.6:
        return Vocabulary((), (), tuple(facts), (), ())
    attributes = [_attribute("naam", FactType.TEXT), _attribute("a", FactType.BOOLEAN), _attribute("b", FactType.BOOLEAN)]
    derived = [Derived(f"{LIST}.aantal", FactType.COUNT, "g", SAID, LIST, None, None, 1, None)]
    if random.random() < 0.5:
        derived.append(_some("los", "a", 2, value=False))
    else:
        for i in range(random.choice([1, 2, 3])):
            attribute, least = random.choice("aab"), random.choice([1, 1, 2, 3])
            derived.append(_some(f"een{i}", attribute, least, value=random.random() < 0.5))
    return Vocabulary(
        (), (), tuple(facts), (Collection(LIST, "g", "naam", SAID, SAID, SAID, tuple(attributes), None),), tuple(derived)
    )


def _attribute(name: str, kind: FactType) -> Fact:
    return Fact(name, kind, "g", SAID, SAID, SAID, None, None, None, None)


def _some(name: str, attribute: str, least: int, *, value: bool) -> Derived:
    return Derived(f"{LIST}.{name}", FactType.BOOLEAN, "g", SAID, LIST, attribute, value, least, None)


def _condition(random: Random, depth: int, types: Mapping[str, FactType], concluded: Sequence[str]) -> Condition:
    if depth == 0 or random.random() < 0.2:
        return _test(random, types, concluded)
    if random.random() < 0.15:
        return Not(_condition(random, depth - 1, types, concluded))
    parts = tuple(_condition(random, depth - 1, types, concluded) for _ in range(random.choice([1, 2, 2, 3])))
    return random.choice([All, Any])(parts)


def _test(random: Random, types: Mapping[str, FactType], concluded: Sequence[str]) -> Comparison:
    if concluded and random.random() < 0.3:
        return Comparison(random.choice(concluded), random.choice([Operator.EQUALS, Operator.DIFFERS]), random.random() < 0.7)
    name = random.choice(sorted(types))
    if types[name] is FactType.BOOLEAN:
        return Comparison(name, random.choice([Operator.EQUALS, Operator.EQUALS, Operator.DIFFERS]), random.random() < 0.7)
    return Comparison(name, random.choice(list(Operator)), random.choice(THRESHOLDS[types[name]]))


def _measures(
    random: Random,
    vocabulary: Vocabulary,
    criteria: Sequence[Criterion],
    challenges: Sequence[Challenge],
    derivations: Sequence[Derivation],
    number: int,
    aim: Mapping[str, Value] | None,
) -> Iterator[Measure]:
    wanted = [test for rule in (*criteria, *challenges, *derivations) for test in _tests(rule.when)]
    wanted = [test for test in wanted if test.fact in vocabulary.types]
    addressable = [rule.id for rule in (*criteria, *challenges)]
    names = [f"maatregel_{letter}" for letter in "abcdefgh"[:number]]
    random.shuffle(names)  # so that what comes first by name need not come first otherwise
    for i, name in enumerate(names):
        effects: dict[str, Comparison] = {}
        for _ in range(random.choice([1, 1, 1, 2, 3])):
            if aim and random.random() < 0.85:
                fact = random.choice(wanted).fact if wanted else random.choice(sorted(aim))
                effects[fact] = _towards(random, vocabulary.types, fact, aim[fact])
                continue
            useful = wanted and random.random() < 0.85
            effect = _effect(random, vocabulary.types, random.choice(wanted) if useful else _test(random, vocabulary.types, ()))
            effects[effect.fact] = effect
        addresses = tuple(random.sample(addressable, min(len(addressable), random.choice([1, 1, 2]))))
        requires = tuple(random.sample(names[:i], min(i, random.choice([0, 0, 0, 1, 1, 2]))))
        effort, months = random.randint(1, 3), random.randint(1, 4)
        made = (name, 1, SAID, addresses, tuple(effects.values()), requires, effort, months, SAID, (), *EIGEN)
        yield Measure(*made)


def _aimed(random: Random, types: Mapping[str, FactType], aim: Mapping[str, Value]) -> Comparison:
    """A test that the facts of an aim pass."""
    while True:
        test = _test(random, types, ())
        if TESTS[test.operator](aim[test.fact], test.value):
            return test


def _towards(random: Random, types: Mapping[str, FactType], fact: str, value: Value) -> Comparison:
    """An effect that holds when the fact has this value."""
    operators = [Operator.EQUALS] if types[fact] is FactType.BOOLEAN else [*EFFECTS, Operator.AT_LEAST, Operator.AT_MOST]
    return Comparison(fact, random.choice(operators), value)


def _effect(random: Random, types: Mapping[str, FactType], test: Comparison) -> Comparison:
    """An effect after which a test mostly holds."""
    kind, value = types[test.fact], test.value
    if kind is FactType.BOOLEAN:
        return Comparison(test.fact, Operator.EQUALS, value if test.operator is Operator.EQUALS else not value)
    most = VALUES[kind][-1]
    exact = {Operator.ABOVE: value + 1, Operator.BELOW: value - 1}.get(test.operator, value)
    exact = min(max(0, exact), most)
    likely = {Operator.AT_LEAST: Operator.AT_LEAST, Operator.ABOVE: Operator.AT_LEAST}
    likely |= {Operator.AT_MOST: Operator.AT_MOST, Operator.BELOW: Operator.AT_MOST}
    change = likely.get(test.operator, Operator.EQUALS) if random.random() < 0.7 else random.choice(EFFECTS)
    return Comparison(test.fact, change, exact)


def _tests(condition: Condition) -> Iterator[Comparison]:
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from _tests(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _tests(part)


# What they mean


class Outcome(NamedTuple):
    """What follows from known facts: the phase, and the status of each criterion, challenge and measure by its id."""

    phase: int
    statuses: Mapping[str, str]


Known = Mapping[str, "Value | frozenset[Value]"]
"""Facts by id; of one that is unknown within bounds the values that it may have. What is not there is unknown."""


class Meaning:
    """What the rules mean: every conclusion in three values, from facts that are known, bounded or unknown."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.types = base.vocabulary.types
        self.measures = {measure.id: measure for measure in base.measures}
        rules = (*base.derivations, *base.criteria, *base.challenges, *base.limits)
        self.conditions: dict[str, Condition] = {rule.id: rule.when for rule in rules}
        read = [*self.conditions.values(), *(All(measure.effects) for measure in base.measures)]
        tests = [test for condition in read for test in _tests(condition) if test.fact in self.types]
        self.tests = {fact: tuple(dict.fromkeys(test for test in tests if test.fact == fact)) for fact in self.types}
        self.cells = {fact: self._cells(fact) for fact in self.types}

    def _cells(self, fact: str) -> tuple[Value, ...]:
        """Of neighbouring values that no test tells apart the lowest, ascending."""
        kind = self.types[fact]
        near: set[Value] = set()
        if kind is not FactType.BOOLEAN:
            near = {test.value + step for test in self.tests[fact] for step in (-1, 0, 1)}
        values = sorted({*VALUES[kind], *(value for value in near if 0 <= value <= VALUES[kind][-1])})
        found: list[Value] = []
        before = None
        for value in values:
            outcome = tuple(TESTS[test.operator](value, test.value) for test in self.tests[fact])
            if outcome != before or kind is FactType.BOOLEAN:
                found.append(value)
            before = outcome
        return tuple(found)

    def cell(self, fact: str, value: Value) -> Value:
        """The lowest value of the cell that a value is in."""
        return max(start for start in self.cells[fact] if start <= value)

    def test(self, test: Comparison, facts: Known) -> int:
        """Whether a test of a fact holds; of a bounded one, whether it holds for all values within the bounds."""
        value = facts.get(test.fact)
        if value is None:
            return OPEN
        holds = {TESTS[test.operator](v, test.value) for v in (value if isinstance(value, frozenset) else [value])}
        return OPEN if len(holds) > 1 else SURE if holds.pop() else LOST

    def decide(self, facts: Known) -> Callable[[str], int]:
        """The value of each conclusion under these facts."""
        known: dict[str, int] = {}

        def walk(condition: Condition) -> int:
            match condition:
                case Comparison(name) if name in self.types:
                    return self.test(condition, facts)
                case Comparison(name, test, value):
                    return of(name) if (test is Operator.EQUALS) == value else 2 - of(name)
                case Not(part):
                    return 2 - walk(part)
                case All(parts):
                    return min(map(walk, parts))
                case Any(parts):
                    return max(map(walk, parts))

        def of(name: str) -> int:
            if name not in known:
                known[name] = phase(int(name[5:])) if name.startswith("fase_") else walk(self.conditions[name])
            return known[name]

        def phase(number: int) -> int:
            found = [of(criterion.id) for criterion in self.base.criteria if criterion.phase == number]
            return min([*found, of(f"fase_{number - 1}")] if number > 1 else found)

        return of

    def phase(self, facts: Known) -> int:
        """The highest phase that is certainly reached."""
        of = self.decide(facts)
        return max((p.number for p in self.base.phases if of(p.id) == SURE), default=0)

    def outcome(self, world: Mapping[str, Value]) -> Outcome:
        """What follows when everything is known."""
        of = self.decide(world)
        reached = max((p.number for p in self.base.phases if of(p.id) == SURE), default=0)
        statuses = {c.id: "met" if of(c.id) == SURE else "unmet" for c in self.base.criteria}
        statuses |= {c.id: "resolved" if of(c.id) == SURE else "open" for c in self.base.challenges}
        scope = [c.id for c in self.base.criteria if c.phase <= reached + 1]
        scope += [c.id for c in self.base.challenges if c.phase <= reached]
        for measure in self.base.measures:
            needed = any(name in scope and of(name) == LOST for name in measure.addresses)
            done = all(self.test(effect, world) == SURE for effect in measure.effects)
            statuses[measure.id] = "recommended" if needed and not done else "not_recommended"
        return Outcome(reached, statuses)


# Municipalities


Element = dict[str, bool]


class Case:
    """A random municipality: its facts as they are, as a document, and every way to complete them."""

    def __init__(self, seed: int, base: RuleBase, known: float, most_worlds: int) -> None:
        random = Random(seed)
        self.base = base
        self.kb = KnowledgeBase(base, "0" * 64)
        self.meaning = Meaning(base)
        self.listed = bool(base.vocabulary.collections)
        self.scalars = {
            fact.id: random.choice(VALUES[fact.type]) if random.random() < known else None for fact in base.vocabulary.facts
        }
        self.elements: list[Element] | None = None
        if self.listed and random.random() < 0.7:
            self.elements = [
                {name: random.random() < 0.5 for name in "ab" if random.random() < 0.6}
                for _ in range(random.choice([0, 1, 1, 2, 2, 3, 4]))
            ]
        while self.size > most_worlds:
            unknown = [name for name, value in self.scalars.items() if value is None]
            if unknown:
                name = random.choice(unknown)
                self.scalars[name] = random.choice(VALUES[self.meaning.types[name]])
            elif self.elements is None:
                self.elements = []
            else:
                self.elements = [{"a": True, "b": True} for _ in self.elements]
        self.document = self._document(random)

    @property
    def size(self) -> int:
        """The number of completions."""
        number = 1
        for choices in self.choices.values():
            number *= len(choices)
        return number

    def _document(self, random: Random) -> dict:
        found: dict = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}, "feit": {}}
        absent = {fact.id: fact.if_absent for fact in self.base.vocabulary.facts}
        for name, value in self.scalars.items():
            key = name.removeprefix("feit.")
            if absent[name] is not None and value == absent[name] and random.random() < 0.7:
                continue
            if value is None and absent[name] is None and random.random() < 0.5:
                continue
            shown = value / 100 if value is not None and self.meaning.types[name] is FactType.PERCENTAGE else value
            found["feit"][key] = {"waarde": shown, "herkomst": "geschat"} if random.random() < 0.2 else shown
        if self.elements is not None:
            found[LIST] = [{"naam": f"e{i}", **element} for i, element in enumerate(self.elements)]
        return found

    @property
    def known(self) -> dict[str, Value]:
        """The facts that are known, derived ones too."""
        found = {name: value for name, value in self.scalars.items() if value is not None}
        return found if self.elements is None else found | self.derived(self.elements)

    def derived(self, elements: Sequence[Mapping[str, bool]]) -> dict[str, Value]:
        """What a list says: the number of its elements, and whether some element has an attribute's value."""
        found: dict[str, Value] = {}
        for fact in self.base.vocabulary.derived:
            if fact.attribute is None:
                found[fact.id] = len(elements)
                continue
            has = [OPEN if fact.attribute not in e else SURE if e[fact.attribute] == fact.value else LOST for e in elements]
            some = max(has, default=LOST) if len(elements) >= fact.among_at_least else LOST
            if some != OPEN:
                found[fact.id] = some == SURE
        return found

    @cached_property
    def lists(self) -> tuple[Mapping[str, Value], ...]:
        """The derived facts of every list without unknown attributes, as far as tests tell them apart."""
        read = sorted({fact.attribute for fact in self.base.vocabulary.derived if fact.attribute})
        kinds = [dict(zip(read, values, strict=True)) for values in product((False, True), repeat=len(read))]
        every = (self.derived(elements) for size in range(7) for elements in combinations_with_replacement(kinds, size))
        return tuple({self.list_cell(found): found for found in every}.values())

    def list_cell(self, derived: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
        """The derived facts, to the cell."""
        return tuple(sorted((name, self.meaning.cell(name, value)) for name, value in derived.items()))

    @property
    def choices(self) -> dict[str, list]:
        """For each unknown fact, list or attribute (by the name that messages use) what it can turn out to be."""
        found: dict[str, list] = {name: list(self.meaning.cells[name]) for name, value in self.scalars.items() if value is None}
        if self.listed and self.elements is None:
            found[LIST] = list(self.lists)
        for i, element in enumerate(self.elements or ()):
            for name in sorted({fact.attribute for fact in self.base.vocabulary.derived if fact.attribute}):
                if name not in element:
                    found[f"{LIST}[{i}].{name}"] = [False, True]
        return found

    @cached_property
    def worlds(self) -> tuple[tuple[tuple, Outcome], ...]:
        """Every completion: the choices, in the order of `choices`, with what follows from them."""
        choices = self.choices
        return tuple(
            (numbers, self.meaning.outcome(self.completed([choices[n][i] for n, i in zip(choices, numbers, strict=True)])))
            for numbers in product(*(range(len(found)) for found in choices.values()))
        )

    def completed(self, values: Sequence) -> dict[str, Value]:
        """The facts when what is unknown turns out like this."""
        found = {name: value for name, value in self.scalars.items() if value is not None}
        elements = [dict(element) for element in self.elements or ()]
        for name, value in zip(self.choices, values, strict=True):
            if name == LIST:
                found |= value
            elif name.startswith(LIST):
                number, _, attribute = name.removeprefix(f"{LIST}[").partition("].")
                elements[int(number)][attribute] = value
            else:
                found[name] = value
        return found if self.elements is None else found | self.derived(elements)


def case_of(
    seed: int, *, known: float = 0.6, most_worlds: int = MOST_WORLDS, most_facts: int = 5, most_measures: int = 6
) -> Case:
    """The knowledge base and the municipality of a seed."""
    return Case(seed + 1, random_base(seed, most_facts=most_facts, most_measures=most_measures), known, most_worlds)


def subsets(things: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every subset, the smallest first, each in order."""
    names = sorted(things)
    for size in range(len(names) + 1):
        yield from combinations(names, size)
