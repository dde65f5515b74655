"""Proofs over all facts that can exist: each property of the rules holds, or here are the facts (and rules) for which it does
not.

Every counterexample is replayed through a rule engine: one that does not replay is a fault of ours, never a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.inference.firings import Engine
from antwoord_rules.knowledge.properties import PROPERTIES, PropertyName
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.vocabulary import Polarity, Value
from antwoord_rules.reasoning.counterexamples import Counterexamples, Refutation
from antwoord_rules.reasoning.effects import carried_out, coherent, effects_of, effects_program
from antwoord_rules.reasoning.encoding import Encoding, opened
from antwoord_rules.reasoning.planning import Situation, Wish, make_plan, smallest_clash
from antwoord_rules.reasoning.solver import Atom, Deadline, Solver, TimeUp, encoding, fact, term
from antwoord_rules.reasoning.space import Given

Verdict: TypeAlias = Literal["proven", "refuted", "not_proven", "off"]

_MOST_PLANS: Final = 40
MOST_ROUNDS: Final = 50
"""How many plans the search for a state without a plan tries before it gives up."""


class Proof(NamedTuple):
    """A property with its verdict. "not_proven": time was up, nothing is said. "off": the rules say not to check it.

    `aside` names the facts that the property says nothing about: for `monotone` those that have no polarity.
    """

    property: PropertyName
    verdict: Verdict
    refutations: tuple[Refutation, ...] = ()
    aside: tuple[str, ...] = ()

    def model_dump(self) -> dict[str, Any]:
        """The same as JSON values."""
        refuted = [each.model_dump() for each in self.refutations]
        return {"property": self.property, "verdict": self.verdict, "refutations": refuted, "aside": list(self.aside)}


class Subject(NamedTuple):
    """What is proven about: the rules under their norms, compiled, and an engine to replay counterexamples."""

    base: RuleBase
    norms: Mapping[str, Value]
    whole: Encoding
    goals: Encoding
    phases: Encoding
    engine: Engine


def prove(subject: Subject, seconds: float | None = None) -> tuple[Proof, ...]:
    """A proof of each property, in the order of `PROPERTIES`; `seconds` limits the time of each."""
    declared = {rule.id: rule for rule in subject.base.properties}
    found: list[Proof] = []
    for name in PROPERTIES:
        rule = declared.get(name)
        if rule is not None and not rule.checked:
            found.append(Proof(name, "off"))
            continue
        exempt = {exemption.rule for exemption in rule.exceptions} if rule is not None else set()
        try:
            prover = _Prover(subject, Deadline(seconds))
            refuted = tuple(each for each in _CHECKS[name](prover) if each.subject not in exempt)
        except TimeUp:
            found.append(Proof(name, "not_proven"))
        else:
            aside = tuple(prover.without_polarity()) if name == "monotone" else ()
            found.append(Proof(name, "refuted" if refuted else "proven", refuted, aside))
    return tuple(found)


class _Prover:
    def __init__(self, subject: Subject, deadline: Deadline) -> None:
        self.subject, self.deadline = subject, deadline
        self.base, self.norms, self.space = subject.base, subject.norms, subject.whole.space
        self.top = len(self.base.phases)
        self.examples = Counterexamples(self.space, subject.engine)
        self.effects = {measure.id: effects_of(measure, self.norms) for measure in self.base.measures}

    # The properties

    def phases_attainable(self) -> Iterator[Refutation]:
        solver = self._worlds(self.subject.phases)
        for n in range(self.top + 1):
            if solver.allows([(("phase", 0, n), True)]):
                continue
            criteria = [criterion.id for criterion in self.base.criteria if criterion.phase <= n]
            if solver.allows([(_holds(name), True) for name in criteria]):  # whoever reaches it reaches the next
                criteria = [criterion.id for criterion in self.base.criteria if criterion.phase == n + 1]
            else:
                criteria = smallest_clash(solver, criteria)
            yield Refutation(f"fase_{n}", tuple(criteria), f"fase_{n}")

    def consistent(self) -> Iterator[Refutation]:
        clash = "clash(X) :- holds(0,X,1), holds(0,X,0). :- not clash(_). #show clash/1. #show pick/3."
        yield from self._contradictions(self._states(self.subject.whole, [clash]), "clash")
        names = "\n".join(fact("conclusion", name) for name in self.subject.whole.conclusions)
        gap = "gap(X) :- conclusion(X), not holds(0,X,1), not holds(0,X,0). :- not gap(_). #show gap/1. #show pick/3."
        yield from self._contradictions(self._worlds(self.subject.whole, [gap, names]), "gap")

    def _contradictions(self, solver: Solver, predicate: str) -> Iterator[Refutation]:
        found = solver.brave()
        for name in sorted(str(atom[1]) for atom in found or () if atom[0] == predicate):
            facts = self.examples.facts(solver, [((predicate, name), True)])
            stated = self.subject.whole.conclusions.get(name)
            rules = tuple(c.rule for stratum in self.subject.whole.program.strata for c in stratum if c.id == name)
            self.examples.confirm(self.examples.inconsistent(facts, name), name, facts)
            yield self.examples.refutation(stated.rule if stated else name, rules, name, facts)

    def monotone(self) -> Iterator[Refutation]:
        better = list(self._improvements())
        if not better:
            return
        texts = [encoding("monotone"), *(fact("better", *each) for each in better)]
        solver = self._solver(self.subject.phases, self._every(), texts)
        for name in sorted({str(atom[1]) for atom in solver.brave() or () if atom[0] == "improved"}):
            pair = next(each for each in better if each[0] == name and solver.allows([(("improved", *each), True)]))
            facts = self.examples.facts(solver, [(("improved", *pair), True)])
            after = {**facts, **self.space.variables[pair[1]].choices[pair[3]]}
            before, now = self.examples.infer(facts), self.examples.infer(after)
            lost = [p.id for p in self.base.phases if before.get(p.id) is True and now.get(p.id) is not True]
            self.examples.confirm(bool(lost), name, facts)
            rules = [c.id for c in self.base.criteria if before.get(c.id) is True and now.get(c.id) is not True]
            phase = self.base.phase_by_id[lost[-1]].number
            yield self.examples.refutation(name, rules, lost[-1], facts, case=(after, {"phase": phase}))

    def without_polarity(self) -> Iterator[str]:
        """The facts that decide something and have no polarity."""
        polarities = self.space.vocabulary.polarities
        return (name for name in self.subject.phases.facts if polarities.get(name) is None)

    def rules_vary(self) -> Iterator[Refutation]:
        solver = self._worlds(self.subject.whole, ["#show holds/3."])
        found = solver.brave() or frozenset()
        for name in self.base.rules:
            for value in (1, 0):
                if _holds(name, value) not in found:
                    yield Refutation(name, (name,), "true" if value else "false")

    def criteria_independent(self) -> Iterator[Refutation]:
        solver = self._worlds(self.subject.phases)
        for criterion in self.base.criteria:
            others = [c.id for c in self.base.criteria if c.phase <= criterion.phase and c.id != criterion.id]
            unmet = (_holds(criterion.id, 0), True)
            met = [(_holds(name), True) for name in others]
            if solver.allows([*met, unmet]) or not solver.allows(met):  # what can't be met together is for `phases_attainable`
                continue
            for name in tuple(others):
                rest = [(_holds(other), True) for other in others if other != name]
                if not solver.allows([*rest, unmet]):
                    others.remove(name)
            yield Refutation(criterion.id, tuple(others), criterion.id)

    def top_reachable(self) -> Iterator[Refutation]:
        """Counterexample-guided: a state in which none of the plans so far works is given a plan of its own, or has none."""
        if not self.top:
            return
        names = tuple(measure.id for measure in self.base.measures)
        plans: list[Sequence[str]] = [names] if coherent(effect for name in names for effect in self.effects[name]) else []
        goal = f"fase_{self.top}"
        deciding = [*(phase.id for phase in self.base.phases), *(measure.realised for measure in self.base.measures)]
        encoded = Encoding(self.space, self.subject.whole.program, deciding)
        for _ in range(MOST_ROUNDS):
            solver = self._transitions(encoded, dict(enumerate(plans, 1)), _failing(goal))
            if solver.first() is None:
                return
            facts = self.examples.facts(solver, [])
            situation = Situation(self.base, self.norms, self.subject.goals, facts, self.subject.engine)
            plan = make_plan(situation, Wish(to=self.top), self.deadline)
            if not plan.reachable:
                self.examples.confirm(self.examples.infer(facts).get(goal) is not True, goal, facts)
                yield self.examples.refutation(goal, plan.criteria, goal, facts, case=(facts, {"plan": {"to": self.top}}))
                return
            plans.append(plan.measures)
        raise TimeUp

    def challenges_resolvable(self) -> Iterator[Refutation]:
        plans: dict[str, Sequence[str]] = {}
        for challenge in self.base.challenges:
            measures = tuple(measure.id for measure in self.base.measures if challenge.id in measure.addresses)
            if not measures:
                continue  # the linter says so
            if coherent(effect for name in measures for effect in self.effects[name]):
                plans[challenge.id] = measures
            else:
                yield Refutation(challenge.id, measures, challenge.id, measures=measures)
        stays = "stays(C) :- plan(C), holds(0,C,0), not holds(C,C,1). :- not stays(_). #show stays/1."
        for batch in _batches(plans):
            solver = self._transitions(self.subject.goals, batch, ["worlds.", stays])
            for name in sorted(str(atom[1]) for atom in solver.brave() or () if atom[0] == "stays"):
                facts = self.examples.facts(solver, [(("stays", name), True)])
                yield self._carried(name, plans[name], plans[name], name, facts)

    def measures_harmless(self) -> Iterator[Refutation]:
        plans = {measure.id: (measure.id,) for measure in self.base.measures if coherent(self.effects[measure.id])}
        harm = [
            "worlds.",
            "harm(M,X) :- plan(M), rung(_,X), holds(0,X,1), not holds(M,X,1).",
            "harm(M,X) :- plan(M), challenge(X), holds(0,X,1), not holds(M,X,1).",
            ":- not harm(_,_).",
            "#show harm/2.",
            *(fact("challenge", challenge.id) for challenge in self.base.challenges),
        ]
        for batch in _batches(plans):
            solver = self._transitions(self.subject.goals, batch, harm)
            harmed: dict[str, list[str]] = {}
            for atom in sorted(solver.brave() or (), key=str):
                if atom[0] == "harm":
                    harmed.setdefault(str(atom[1]), []).append(str(atom[2]))
            for name, lost in harmed.items():
                # Of phases the lowest says it all. A challenge is nearer to the measure than a phase.
                about = next((each for each in lost if each not in self.base.phase_by_id), min(lost))
                facts = self.examples.facts(solver, [(("harm", name, about), True)])
                yield self._carried(name, (name, *([about] if about in self.base.rules else [])), (name,), about, facts)

    def _carried(
        self, subject: str, rules: Sequence[str], measures: Sequence[str], lost: str, facts: Mapping[str, Value]
    ) -> Refutation:
        """The refutation that a conclusion does not hold after measures: in some world that they leave open."""
        after = carried_out(self.space, facts, (effect for name in measures for effect in self.effects[name]))
        worlds = [world for world in after.worlds() if self.examples.infer(world).get(lost) is not True]
        self.examples.confirm(bool(worlds), subject, facts)
        phase = self.base.phase_by_id.get(lost)
        expect = {"phase": phase.number} if phase else {"status": {lost: "resolved"}}
        return self.examples.refutation(subject, rules, lost, facts, measures=measures, case=(worlds[0], expect))

    # The programs

    def _solver(self, encoded: Encoding, given: Given, texts: Iterable[str]) -> Solver:
        return Solver([encoding("worlds"), opened(given), encoded.choices, encoded.text, *texts], self.deadline)

    def _worlds(self, encoded: Encoding, texts: Iterable[str] = ()) -> Solver:
        """A solver whose models are the municipalities of which everything is known."""
        return self._solver(encoded, self.space.complete, ["world(0).", *texts])

    def _states(self, encoded: Encoding, texts: Iterable[str]) -> Solver:
        """A solver whose models are all municipalities, whatever is known of them."""
        return self._solver(encoded, self._every(), ["world(0).", *texts])

    def _every(self) -> Given:
        return {name: tuple(range(len(variable.choices))) for name, variable in self.space.variables.items()}

    def _transitions(self, encoded: Encoding, plans: Mapping[Any, Sequence[str]], texts: Iterable[str]) -> Solver:
        """A solver whose models are all municipalities, each with what it becomes by each of the plans."""
        parts = [encoding("transitions"), encoding("worlds"), opened(self._every()), encoded.choices, encoded.text]
        parts += effects_program(self.space, self.base.measures, self.norms)
        for plan, names in plans.items():
            parts += [fact("plan", plan), *(fact("carried", plan, name) for name in names)]
        return Solver([*parts, *texts], self.deadline)

    def _improvements(self) -> Iterator[tuple[str, str, int, int]]:
        """Each fact that has a polarity, with its variable and two choices of it that differ in this fact only, the worse
        first."""
        for name, polarity in self.space.vocabulary.polarities.items():
            variable = self.space.facts.get(name)
            if polarity is None or variable is None or variable not in self.subject.phases.variables:
                continue
            complete = self.space.complete[variable]
            for a in complete:
                for b in complete:
                    one, other = self._cells(variable, a), self._cells(variable, b)
                    rest = {fact: cell for fact, cell in one.items() if fact != name}
                    better = one[name] < other[name] if polarity is Polarity.POSITIVE else one[name] > other[name]
                    if better and rest == {fact: cell for fact, cell in other.items() if fact != name}:
                        yield name, variable, a, b

    def _cells(self, variable: str, number: int) -> dict[str, int]:
        choice = self.space.variables[variable].choices[number]
        return {name: self.space.cell(name, value) for name, value in choice.items()}


_CHECKS: Final[Mapping[PropertyName, Callable[[_Prover], Iterator[Refutation]]]] = {
    "phases_attainable": _Prover.phases_attainable,
    "consistent": _Prover.consistent,
    "monotone": _Prover.monotone,
    "rules_vary": _Prover.rules_vary,
    "criteria_independent": _Prover.criteria_independent,
    "top_reachable": _Prover.top_reachable,
    "challenges_resolvable": _Prover.challenges_resolvable,
    "measures_harmless": _Prover.measures_harmless,
}


def _batches(plans: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Sequence[str]]]:
    """The plans, some at a time: each makes the program larger by a state, and between two programs time can be up."""
    names = list(plans)
    for start in range(0, len(names), _MOST_PLANS):
        yield {name: plans[name] for name in names[start : start + _MOST_PLANS]}


def _failing(goal: str) -> list[str]:
    """No plan works: it needs a measure that it lacks, or it does not reach the goal."""
    return [
        f"fails(P) :- plan(P), not holds(P,{term(goal)},1).",
        "fails(P) :- carried(P,M), requires(M,R), not carried(P,R), not already(R).",
        ":- plan(P), not fails(P).",
        "already(M) :- measure(M), realised(M,X), holds(0,X,1).",
    ]


def _holds(name: str, value: int = 1) -> Atom:
    return ("holds", 0, name, value)
