"""Mutation of what plans are made of: effects, `requires` and `effort`. Cases that expect a plan should notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from antwoord_rules.checking.case_files import Case
from antwoord_rules.checking.cases import plan_differences
from antwoord_rules.checking.coverage import in_words
from antwoord_rules.checking.worlds import FALSE, TRUE, UNKNOWN, Goal, Theory, Undecided, find_facts
from antwoord_rules.inference.firings import describe_test
from antwoord_rules.inference.reference import ReferenceEngine, evaluate
from antwoord_rules.knowledge.cells import as_given
from antwoord_rules.knowledge.conditions import All, Comparison, Condition, Norm, holds, leaves, with_values
from antwoord_rules.knowledge.rules import Measure, RuleBase
from antwoord_rules.knowledge.strata import program
from antwoord_rules.knowledge.vocabulary import FactType, Value
from antwoord_rules.language import Text
from antwoord_rules.reasoning.effects import carried_out, coherent, effects_of
from antwoord_rules.reasoning.planning import Situation, Wish, make_plan
from antwoord_rules.reasoning.plans import Plan
from antwoord_rules.reasoning.possible import some_world
from antwoord_rules.reasoning.reasoner import Reasoner
from antwoord_rules.reasoning.space import Space

MOST_EFFORT: Final = 5


def plan_mutants(measure: Measure, base: RuleBase) -> Iterator[tuple[Text, Measure]]:
    """Every measure that differs in one effect, in one required measure, or by one point of effort."""
    types = base.vocabulary.types
    for number, effect in enumerate(measure.effects):
        before, after = measure.effects[:number], measure.effects[number + 1 :]
        said = in_words_of(effect, types)
        if before or after:
            yield Text(f"{said} wegvalt", f"{said} is dropped"), measure._replace(effects=(*before, *after))
        for other in _other_effects(effect, base):
            told = in_words_of(other, types)
            yield Text(f"{said} {told} wordt", f"{said} becomes {told}"), measure._replace(effects=(*before, other, *after))
    for name in measure.requires:
        rest = tuple(other for other in measure.requires if other != name)
        yield Text(f"'{name}' uit requires wegvalt", f"'{name}' is dropped from requires"), measure._replace(requires=rest)
    for effort in (measure.effort - 1, measure.effort + 1):
        if 1 <= effort <= MOST_EFFORT:
            yield Text(f"effort {effort} wordt", f"effort becomes {effort}"), measure._replace(effort=effort)


def _other_effects(effect: Comparison, base: RuleBase) -> Iterator[Comparison]:
    if isinstance(effect.value, bool):
        yield replace(effect, value=not effect.value)
        return
    value = base.norm_by_id[effect.value.id].value if isinstance(effect.value, Norm) else effect.value
    yield from (replace(effect, value=int(value) + step) for step in (-1, 1) if int(value) + step >= 0)


def in_words_of(part: Condition, types: Mapping[str, FactType]) -> str:
    """A part of a condition as a change names it: a test in full, of which the norm stands by name."""
    if not isinstance(part, Comparison):
        return "(…)"
    if isinstance(part.value, Norm):
        return f"'{part.fact} {part.operator.value} {part.value.id}'"
    return f"'{part.fact} {describe_test(part, types)}'"


class Told(NamedTuple):
    """What tells a changed measure from the original: from these facts, the plans for a wish before and after the change."""

    wish: str
    before: Text
    after: Text
    facts: Text


class Plans:
    """The plans that cases expect, and plans from facts that are chosen to tell a changed measure from the original."""

    def __init__(self, base: RuleBase, norms: Mapping[str, Value], cases: Sequence[Case]) -> None:
        self.base, self.norms = base, norms
        self.cases = [case for case in cases if case.expect.plan is not None]

    def notice(self, mutated: Measure) -> bool:
        """Whether some case expects another plan than the mutated measure gives."""
        if not self.cases:
            return False
        planner = self._planner(mutated)
        first = sorted(self.cases, key=lambda case: mutated.id not in (case.expect.plan.measures or ()))  # type: ignore[union-attr]
        return any(plan_differences(case, planner.plan(case.memory.values, _wish(case))) for case in first)

    def same(self, mutated: Measure) -> bool:
        """Whether no plan can show the change: what the conditions of phases and challenges test comes out alike, and so do
        the effects.

        True is certain; false may also mean that this was not found out.
        """
        original = self._measure(mutated.id)
        if (original.effort, original.requires) != (mutated.effort, mutated.requires):
            return False
        required = any(mutated.id in measure.requires for measure in self.base.measures)
        if required and not self._alike(original, mutated):
            return False
        changed = set(original.effects) ^ set(mutated.effects)
        return all(self._same_fact(original, mutated, effect.fact) for effect in changed)

    def tell_apart(self, mutated: Measure) -> Told | None:
        """Facts from which the mutated measure gives another plan, with both plans in words; None when none were found."""
        planner = self._planner(mutated)
        for values in self._starts(mutated):
            for wish in self._wishes(mutated):
                before, after = self._original.plan(values, wish), planner.plan(values, wish)
                if (before.effort, before.measures) != (after.effort, after.measures):
                    facts = in_words(as_given(self.base.vocabulary, values))
                    return Told(_asked(wish), _told(before), _told(after), facts)
        return None

    def _measure(self, name: str) -> Measure:
        return next(measure for measure in self.base.measures if measure.id == name)

    def _alike(self, original: Measure, mutated: Measure) -> bool:
        """Whether the effects of both hold for the same facts."""
        theory = Theory({})
        mine, its = (All(effects_of(measure, self.norms)) for measure in (original, mutated))
        apart = [[Goal(theory, one, TRUE), Goal(theory, other, FALSE | UNKNOWN)] for one, other in ((mine, its), (its, mine))]
        try:
            return all(find_facts(self.base.vocabulary, goals) is None for goals in apart)
        except Undecided:
            return False

    def _same_fact(self, original: Measure, mutated: Measure, fact: str) -> bool:
        """Whether every test of a fact comes out alike after either, and no other measure has to do with the fact."""
        space = self._planner(mutated).reasoner.space
        mine, its = (
            [effect for effect in effects_of(measure, self.norms) if effect.fact == fact] for measure in (original, mutated)
        )
        tests = [test for test in self._tests if test.fact == fact]
        others = [
            effect
            for measure in self.base.measures
            if measure.id != original.id
            for effect in effects_of(measure, self.norms)
            if effect.fact == fact
        ]
        if others and (tests or any(coherent([*mine, other]) != coherent([*its, other]) for other in others)):
            return False
        starts: list[Mapping[str, Value]] = [{}, *({fact: value} for value in space.values[fact])]
        return all(
            _outcomes(space, start, mine, test) == _outcomes(space, start, its, test) for start in starts for test in tests
        )

    @cached_property
    def _tests(self) -> tuple[Comparison, ...]:
        """The tests of facts that decide phases and challenges."""
        goals = self._original.reasoner.goals.conclusions
        found = (leaf for conclusion in goals.values() for leaf in leaves(conclusion.when))
        return tuple(leaf for leaf in found if isinstance(leaf, Comparison) and leaf.fact not in goals)

    @cached_property
    def _original(self) -> _Planner:
        return _Planner(self.base, self.norms)

    def _planner(self, mutated: Measure) -> _Planner:
        measures = tuple(mutated if measure.id == mutated.id else measure for measure in self.base.measures)
        same = self._measure(mutated.id).effects == mutated.effects
        return _Planner(replace(self.base, measures=measures), self.norms, self._original.reasoner if same else None)

    def _wishes(self, mutated: Measure) -> Iterator[Wish]:
        """What shows a measure: it is in the plan, or what requires it is, or the plan goes all the way up."""
        yield Wish(to=1, include=(mutated.id,))
        yield from (Wish(to=1, include=(measure.id,)) for measure in self.base.measures if mutated.id in measure.requires)
        top = len(self.base.phases)
        yield from (Wish(to=top, with_challenges=challenges) for challenges in (True, False))

    def _starts(self, mutated: Measure) -> Iterator[dict[str, Value]]:
        """Facts from which the measure may be needed: few are known or all is in order, but for what it does or what it
        requires."""
        requires = [self._measure(name) for name in mutated.requires]
        original = self._measure(mutated.id)
        for start in (self._original.few, self._original.good):
            for required in requires:
                yield self._undone(start, required.effects)
            yield self._undone(start, original.effects)
            for effect in original.effects:
                yield self._undone(start, [effect])
                yield {**start, **self._choice(effect, wanted=True)}
        for other in self.base.measures:
            if other.id != mutated.id and set(other.addresses) & set(mutated.addresses):
                yield self._undone(self._original.good, (*original.effects, *other.effects))

    def _undone(self, start: Mapping[str, Value], effects: Iterable[Comparison]) -> dict[str, Value]:
        values = dict(start)
        for effect in effects:
            values |= self._choice(effect, wanted=False)
        return values

    def _choice(self, effect: Comparison, *, wanted: bool) -> Mapping[str, Value]:
        """The first choice for a fact with which an effect holds, or does not."""
        test = with_values(effect, self.norms.__getitem__)
        space = self._original.reasoner.space
        variable = space.facts[effect.fact]
        choices = (space.variables[variable].choices[number] for number in space.complete[variable])
        return next((choice for choice in choices if evaluate(test, choice) is wanted), {})


def _outcomes(space: Space, start: Mapping[str, Value], effects: Sequence[Comparison], test: Comparison) -> set[bool | None]:
    return {evaluate(test, world) for world in carried_out(space, start, effects).worlds()}


class _Planner:
    """Plans for one rule base; `reasoner` may be that of a rule base with the same conclusions."""

    def __init__(self, base: RuleBase, norms: Mapping[str, Value], reasoner: Reasoner | None = None) -> None:
        self.base, self.norms = base, norms
        self.reasoner = reasoner or Reasoner(base, norms, program(base, norms))

    def plan(self, values: Mapping[str, Value], wish: Wish) -> Plan:
        return make_plan(Situation(self.base, self.norms, self.reasoner.goals, values, self.engine), wish)

    @cached_property
    def engine(self) -> ReferenceEngine:
        return ReferenceEngine(self.reasoner.goals.program)

    @cached_property
    def few(self) -> Mapping[str, Value]:
        """Few facts with which phase 1 is reached."""
        found = find_facts(self.base.vocabulary, [Goal(Theory.of(self.reasoner.goals.program), holds("fase_1"), TRUE)])
        return found or {}

    @cached_property
    def good(self) -> Mapping[str, Value]:
        """Facts with which the highest phase is reached and every challenge resolved, as far as there are any."""
        names = [*(phase.id for phase in self.base.phases), *(challenge.id for challenge in self.base.challenges)]
        return some_world(self.reasoner.goals, names)


def _wish(case: Case) -> Wish:
    expected = case.expect.plan
    if expected is None:
        raise AssertionError("only cases that expect a plan are kept")
    return Wish(
        expected.to,
        with_challenges=expected.with_challenges,
        exclude=tuple(expected.exclude),
        include=tuple(expected.include),
    )


def _asked(wish: Wish) -> str:
    """The wish as a case writes it."""
    more = ", with_challenges: true" if wish.with_challenges else ""
    more += f", include: [{', '.join(wish.include)}]" if wish.include else ""
    return f"{{to: {wish.to}{more}}}"


def _told(plan: Plan) -> Text:
    if not plan.reachable:
        return Text("geen plan", "no plan")
    listed = ", ".join(plan.measures)
    return Text(f"{plan.effort} punten ({listed})", f"{plan.effort} points ({listed})")
