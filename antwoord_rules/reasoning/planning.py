"""The cheapest way to a phase: an optimal set of measures, proven by the solver and replayed through the rule engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from antwoord_rules.assessment import reached
from antwoord_rules.errors import EngineError, problem
from antwoord_rules.inference.firings import Engine, describe_test
from antwoord_rules.inference.reference import evaluate, literals
from antwoord_rules.knowledge.conditions import All, Comparison, Operator
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.effects import carried_out, effects_of, effects_program
from antwoord_rules.reasoning.encoding import Encoding, given
from antwoord_rules.reasoning.plans import Blocker, Obstacle, Plan, schedule, waves
from antwoord_rules.reasoning.solver import Atom, Deadline, Model, Optimum, Solver, TimeUp, encoding, fact, term

MOST_ALTERNATIVES: Final = 1000
_SEARCH: Final = ("--configuration=handy", "--opt-heuristic=sign,model", "--restart-on-model")
"""Settings that find a good plan soonest when there are many measures; the proof is the same under any."""


@dataclass(frozen=True)
class Wish:
    """What is asked of a plan.

    `to` is the phase to reach; without it the highest phase within the bounds, then the most criteria. `budget` bounds the
    effort in points, `months` the time along the longest chain. `with_challenges` also resolves the challenges of lower
    phases. Measures in `exclude` are not used, those in `include` always are. `shortest`: for the same effort the least time,
    before the fewest measures.
    """

    to: int | None = None
    budget: int | None = None
    months: int | None = None
    with_challenges: bool = False
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    shortest: bool = False


class Situation(NamedTuple):
    """From where a plan is made: the rules under their norms, the known facts, and the engine that replays plans.

    `encoded` decides phases and challenges.
    """

    base: RuleBase
    norms: Mapping[str, Value]
    encoded: Encoding
    values: Mapping[str, Value]
    engine: Engine


def make_plan(situation: Situation, wish: Wish, deadline: Deadline | None = None, *, every: bool = False) -> Plan:
    """The best plan; with `every` also all plans that are as good.

    Raises `TimeUp` when time is up before any plan is known, `EngineError` when a plan does not replay.
    """
    return _Planner(situation, wish, deadline or Deadline()).plan(every=every)


def pareto(situation: Situation, wish: Wish, deadline: Deadline | None = None) -> tuple[Plan, ...]:
    """The plans of which none is better in effort and in time: the cheapest first, the quickest last."""
    found: list[Plan] = []
    wish = replace(wish, shortest=True)
    while True:
        plan = make_plan(situation, wish, deadline)
        if not plan.reachable:
            return tuple(found) or (plan,)
        found.append(plan)
        if not plan.months:
            return tuple(found)
        wish = replace(wish, months=plan.months - 1)


class _Planner:
    def __init__(self, situation: Situation, wish: Wish, deadline: Deadline) -> None:
        self.base, self.norms, self.encoded, self.values, self.engine = situation
        self.wish, self.deadline = wish, deadline
        self.space = self.encoded.space
        self.measures = {measure.id: measure for measure in self.base.measures}
        self.effects = {name: effects_of(measure, self.norms) for name, measure in self.measures.items()}

    def plan(self, *, every: bool) -> Plan:
        solver = self._solver(self._objective())
        best = solver.optimum()
        if best is None:
            return self._impossible()
        chosen = _chosen(best.models[0])
        if best.proven:
            with suppress(TimeUp):  # the set is as good then, only not the first by name
                chosen = self._first_by_name(solver, best)
        made = self._made(chosen, best)
        if every and best.proven:
            alternatives, more = self._alternatives(solver, best)
            made = made._replace(alternatives=alternatives, more_alternatives=more)
        return made

    # The program

    def _solver(self, parts: Iterable[str]) -> Solver:
        return Solver([*self._domain(), *self._bounds(), *parts], self.deadline, _SEARCH)

    def _domain(self) -> Iterator[str]:
        yield encoding("plan")
        yield from effects_program(self.space, self.base.measures, self.norms)
        yield self.encoded.text
        yield given(self.space, self.values)
        realised = (name for name, effects in self.effects.items() if evaluate(All(effects), self.values) is True)
        yield from (fact("already", name) for name in realised)

    def _bounds(self) -> Iterator[str]:
        yield from (f":- chosen({term(name)})." for name in self.wish.exclude)
        yield from (f":- not chosen({term(name)})." for name in self.wish.include)
        if self.wish.budget is not None:
            # No higher than what all measures cost: the solver's numbers have an end, and beyond it they begin anew.
            budget = min(self.wish.budget, sum(measure.effort for measure in self.base.measures))
            yield f":- #sum {{ E,M : chosen(M), effort(M,E) }} > {budget}."
        if self.wish.months is not None or self.wish.shortest:
            longest = sum(measure.months for measure in self.base.measures)
            yield encoding("months")
            yield f"#const most = {longest if self.wish.months is None else min(self.wish.months, longest)}."

    def _objective(self) -> Iterator[str]:
        yield encoding("cheapest")
        yield from (fact("goal", name) for name in self._goals())
        if self.wish.to is None:
            yield encoding("highest")
            yield from (fact("criterion", criterion.id) for criterion in self.base.criteria)
        if self.wish.shortest:
            yield encoding("shortest")

    def _goals(self) -> list[str]:
        to = self.wish.to or 0
        challenges = [c.id for c in self.base.challenges if c.phase < to] if self.wish.with_challenges else []
        return [*([f"fase_{to}"] if to else []), *challenges]

    # The answer

    def _first_by_name(self, solver: Solver, best: Optimum) -> tuple[str, ...]:
        """Of the best sets, the first by name: one name after the other is kept when some best set has it."""
        union = _chosen(solver.within(best.cost, brave=True) or frozenset())
        chosen = set(_chosen(best.models[0]))
        fixed: list[tuple[Atom, bool]] = []
        for name in union:
            if name not in chosen:
                model = solver.within(best.cost, [*fixed, (("chosen", name), True)])
                if model is None:
                    continue
                chosen = set(_chosen(model))
            fixed.append((("chosen", name), True))
            if len(fixed) == len(chosen):
                break
        return tuple(sorted(chosen))

    def _alternatives(self, solver: Solver, best: Optimum) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Every set of the same effort (and phase and criteria), the fewest measures first, then by name."""
        anything = 2**30
        cost = [*best.cost[:-1], anything] if best.cost else []
        models = solver.all_within(cost, most=MOST_ALTERNATIVES + 1)
        found = sorted({_chosen(model) for model in models}, key=lambda names: (len(names), names))
        return tuple(found[:MOST_ALTERNATIVES]), len(found) > MOST_ALTERNATIVES

    def _made(self, chosen: Sequence[str], best: Optimum) -> Plan:
        steps = schedule(self.measures[name] for name in chosen)
        sure = self._replay(chosen)
        phase = reached(self.base, dict.fromkeys(sure, True))
        to = phase if self.wish.to is None else self.wish.to
        met = tuple(criterion.id for criterion in self.base.criteria if criterion.id in sure)
        return Plan(
            to=to,
            reachable=True,
            optimal=best.proven,
            effort=sum(self.measures[name].effort for name in chosen),
            months=max((step.end for step in steps), default=0),
            measures=tuple(chosen),
            waves=waves(steps),
            replayed_phase=phase,
            steps=steps,
            criteria_met=len(met),
            met=met,
            resolved=tuple(challenge.id for challenge in self.base.challenges if challenge.id in sure),
            at_least=best.lower if self.wish.to is not None else None,
        )

    def _replay(self, chosen: Sequence[str]) -> frozenset[str]:
        """What the engine concludes in every world that the plan leaves open.

        What is unknown and not bounded stays unknown for the engine; what is bounded is tried in each cell. Where there are too
        many worlds to try them all, only what the solver finds sure counts.
        """
        after = carried_out(self.space, self.values, (effect for name in chosen for effect in self.effects[name]))
        goals = self._goals()
        sure = list[frozenset[str]]() if after.every else [self._surely(chosen)]
        for world in after.worlds():
            known = self.engine.infer(world).conclusions
            sure.append(frozenset(name for name, value in known.items() if value is True))
            missed = [goal for goal in goals if known.get(goal) is not True]
            if missed:
                raise EngineError([problem("PLAN-REPLAY", goals=", ".join(missed), measures=", ".join(chosen))])
        return frozenset.intersection(*sure)

    def _surely(self, chosen: Sequence[str]) -> frozenset[str]:
        """What certainly holds after measures, whatever is within the bounds."""
        solver = Solver([*self._domain(), "#show holds/3."], self.deadline)
        model = solver.first([(("chosen", name), name in chosen) for name in self.measures]) or frozenset()
        return frozenset(str(atom[2]) for atom in model if atom[0] == "holds" and atom[3] == 1)

    # No plan

    def _impossible(self) -> Plan:
        wish = self.wish
        to = wish.to if wish.to is not None else len(self.base.phases)
        if wish.budget is not None or wish.months is not None:
            free = _Planner(
                Situation(self.base, self.norms, self.encoded, self.values, self.engine),
                replace(wish, budget=None, months=None),
                self.deadline,
            ).plan(every=False)
            if free.reachable:
                return Plan(to, reachable=False, optimal=True, unbounded=(free.effort or 0, free.months or 0))
            return free
        solver = Solver([*self._domain(), *self._bounds()], self.deadline)
        if not solver.allows(()):
            return Plan(to, reachable=False, optimal=True, clash=wish.include)
        wanted = [c.id for c in self.base.criteria if c.phase <= to] + [name for name in self._goals() if name in self.base.rules]
        alone = [name for name in wanted if not solver.allows([(_holds(name), True)])]
        criteria = alone or smallest_clash(solver, wanted)
        obstacles = tuple(Obstacle(name, tuple(self._blockers(solver, name))) for name in criteria)
        return Plan(to, reachable=False, optimal=True, criteria=tuple(criteria), together=not alone, obstacles=obstacles)

    def _blockers(self, solver: Solver, name: str) -> Iterator[Blocker]:
        """The tests behind a conclusion that do not hold now and that no measure at hand makes hold."""
        types = self.base.vocabulary.types
        conditions = {conclusion.id: conclusion.when for conclusion in self.encoded.conclusions.values()}
        for literal in dict.fromkeys(literals(conditions[name], conditions)):
            test = _test(*literal)
            if evaluate(test, self.values) is True or self._can_hold(solver, test):
                continue
            value = self.values.get(test.fact)
            shown = None if value is None else types[test.fact].to_people(value)
            helpful = (m for m, effects in self.effects.items() if any(_helps(effect, test) for effect in effects))
            barred = tuple(m for m in helpful if not solver.allows([(("chosen", m), True)]))
            yield Blocker(test.fact, shown, describe_test(test, types), barred)

    def _can_hold(self, solver: Solver, test: Comparison) -> bool:
        cells = self.space.cells(test)
        others = [cell for cell in range(len(self.space.values[test.fact])) if cell not in cells]
        return solver.allows([(("blank", 0, test.fact), False), *((("may", 0, test.fact, cell), False) for cell in others)])


def smallest_clash(solver: Solver, wanted: Sequence[str]) -> list[str]:
    """Conclusions that can't hold together, and can when any one of them is dropped."""
    clash = list(wanted)
    for name in wanted:
        rest = [other for other in clash if other != name]
        if not solver.allows([(_holds(other), True) for other in rest]):
            clash = rest
    return clash


def _helps(effect: Comparison, test: Comparison) -> bool:
    return effect.fact == test.fact and evaluate(test, {effect.fact: effect.value}) is True  # type: ignore[dict-item]  # no norms


def _test(test: Comparison, want: bool) -> Comparison:
    """The test that holds when this one comes out as wanted. Of a boolean, "differs false" reads as "equals true"."""
    found = test if want else replace(test, operator=test.operator.complement)
    if isinstance(found.value, bool) and found.operator is Operator.DIFFERS:
        return replace(found, operator=Operator.EQUALS, value=not found.value)
    return found


def _holds(name: str) -> Atom:
    return ("holds", 0, name, 1)


def _chosen(model: Model) -> tuple[str, ...]:
    return tuple(sorted(str(atom[1]) for atom in model if atom[0] == "chosen"))
