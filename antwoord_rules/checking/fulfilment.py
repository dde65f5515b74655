"""What makes a condition true: an effect for each fact that it tests, as a first proposal for a measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import HIGHEST
from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Norm, Not, Operator
from antwoord_rules.knowledge.rules import Measure, RuleBase
from antwoord_rules.knowledge.vocabulary import HUNDREDTHS, FactType, Value


def fulfilling(conditions: Iterable[Condition], base: RuleBase) -> tuple[Comparison, ...]:
    """One effect for each fact, after which the conditions hold. Of an `any` the first part is met, and a conclusion by what
    it follows from. Conditions that contradict one another get effects too, of which only the form is right."""
    tests: dict[str, list[Comparison]] = {}
    for condition in conditions:
        for test in _needed(condition, base, wanted=True):
            tests.setdefault(test.fact, []).append(test)
    return tuple(_joined(found, base) for found in tests.values())


def _needed(condition: Condition, base: RuleBase, *, wanted: bool) -> list[Comparison]:
    """Tests of facts that together make the condition true (or false)."""
    match condition:
        case Not(part):
            return _needed(part, base, wanted=not wanted)
        case All(parts) | Any(parts):
            together = isinstance(condition, All) == wanted
            return [test for part in (parts if together else parts[:1]) for test in _needed(part, base, wanted=wanted)]
        case Comparison(fact, operator, value):
            if fact in base.vocabulary.types:
                return [Comparison(fact, operator if wanted else operator.complement, value)]
            true = (value is True) == (operator is Operator.EQUALS)
            return _needed(_meaning(fact, base), base, wanted=true == wanted)
        case Certain():
            return []


def _meaning(conclusion: str, base: RuleBase) -> Condition:
    """What a conclusion follows from; a phase from the criteria up to it."""
    rule = base.rules.get(conclusion)
    if rule is not None and not isinstance(rule, Measure):
        return rule.when
    phase = base.phase_by_id[conclusion].number
    return All(tuple(criterion.when for criterion in base.criteria if criterion.phase <= phase))


def _effect(test: Comparison, base: RuleBase) -> Comparison:
    """The effect (equals, at_least or at_most) after which the test holds; a norm is kept where it can be."""
    fact, operator, value = test.fact, test.operator, test.value
    if operator in (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST):
        return test
    number, kind = _number(value, base), base.vocabulary.types[fact]
    if kind is FactType.BOOLEAN:
        return Comparison(fact, Operator.EQUALS, not number)
    if operator is Operator.BELOW:
        return Comparison(fact, Operator.AT_MOST, _before(number, kind))
    if operator is Operator.ABOVE:
        return Comparison(fact, Operator.AT_LEAST, _after(number, kind))
    higher = _after(number, kind)
    return Comparison(fact, Operator.EQUALS, higher if higher != number else _before(number, kind))


def _after(number: int, kind: FactType) -> int:
    """The next whole number, or the highest that there is."""
    step = HUNDREDTHS if kind is FactType.PERCENTAGE else 1
    return min((number // step + 1) * step, HIGHEST[kind])


def _before(number: int, kind: FactType) -> int:
    """The whole number before it, or 0."""
    step = HUNDREDTHS if kind is FactType.PERCENTAGE else 1
    return max((number - 1) // step * step, 0)


def _joined(tests: Sequence[Comparison], base: RuleBase) -> Comparison:
    """One effect after which every test of the same fact holds."""
    effects = list(dict.fromkeys(_effect(test, base) for test in tests))
    operators = {effect.operator for effect in effects}
    if operators == {Operator.AT_LEAST}:
        return max(effects, key=lambda effect: _number(effect.value, base))
    if operators == {Operator.AT_MOST}:
        return min(effects, key=lambda effect: _number(effect.value, base))
    fact, kind = tests[0].fact, base.vocabulary.types[tests[0].fact]
    numbers = [_number(test.value, base) for test in tests]
    around: set[int] = {False, True}
    if kind is not FactType.BOOLEAN:
        around = {near for number in numbers for near in (number, _after(number, kind), _before(number, kind))}
    exact = [effect for effect in effects if effect.operator is Operator.EQUALS]
    proposed = [*exact, *(Comparison(fact, Operator.EQUALS, number) for number in sorted(around))]
    plain = All(tuple(Comparison(fact, test.operator, number) for test, number in zip(tests, numbers, strict=True)))
    return next((found for found in proposed if evaluate(plain, {fact: _number(found.value, base)})), effects[0])


def _number(value: Value | Norm, base: RuleBase) -> int:
    return base.norm_by_id[value.id].value if isinstance(value, Norm) else value
