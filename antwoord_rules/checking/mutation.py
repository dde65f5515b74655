"""Mutation of the rules: small changes, each of which some case should notice.

A mutant is a rule base with one change. The cases notice it when one of them fails on it. A mutant that no facts tell from the
original is equivalent and does not count; one that survives is reported with the fewest facts that tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from antwoord_rules.assessment import Assessor
from antwoord_rules.checking.case_files import Case
from antwoord_rules.checking.cases import differences, status_of
from antwoord_rules.checking.coverage import id_path, in_words
from antwoord_rules.checking.plan_mutation import Plans, in_words_of, plan_mutants
from antwoord_rules.checking.worlds import FALSE, TRUE, UNKNOWN, Goal, Theory, Undecided, find_facts
from antwoord_rules.errors import Problem
from antwoord_rules.inference.firings import Inference
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import as_given
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Condition, Norm, Not, holds, with_values
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit, Measure, RuleBase
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.knowledge.strata import Conclusion, conclusions, stratify
from antwoord_rules.knowledge.vocabulary import FactType, Value
from antwoord_rules.language import Text

_PAIRS: Final = ((TRUE, FALSE), (FALSE, TRUE), (TRUE, UNKNOWN), (UNKNOWN, TRUE), (FALSE, UNKNOWN), (UNKNOWN, FALSE))
_ONE: Final = 1


class Mutant(NamedTuple):
    """The conclusions of a rule base with one change in the rule `rule`; `change` says which. Norms stand in them by name.

    `measure` is the changed measure when the change can change plans.
    """

    rule: str
    change: Text
    conclusions: Mapping[str, Conclusion]
    measure: Measure | None = None


class Mutation(NamedTuple):
    """How many mutants the cases noticed, which they did not, and how many mean the same as the original."""

    killed: int
    survived: int
    equivalent: int
    problems: tuple[Problem, ...]

    @property
    def score(self) -> float:
        """The share of mutants that the cases noticed, 0 to 1, of those that mean something else."""
        counted = self.killed + self.survived
        return self.killed / counted if counted else 1.0


def mutate(
    base: RuleBase,
    statements: Mapping[str, Statement],
    cases: Sequence[Case],
    progress: Callable[[Iterable[Mutant]], Iterable[Mutant]] = iter,
    *,
    apart_from: str | None = None,
) -> Mutation:
    """Try every mutant of a rule base on the cases; `progress` sees them pass. Rules in folder `apart_from` stay as they are."""
    original = _Original(base, cases)
    killed = survived = equivalent = 0
    problems: list[Problem] = []
    wanted = [m for m in mutants(base) if apart_from is None or Path(statements[m.rule].place.file).parent != Path(apart_from)]
    for mutant in progress(wanted):
        verdict = original.try_out(mutant, statements)
        if verdict is True:
            killed += 1
        elif verdict is False:
            equivalent += 1
        else:
            survived += 1
            problems.append(verdict)
    return Mutation(killed, survived, equivalent, tuple(problems))


class _Original:
    """The rule base before any change: its conclusions, and what each case concludes."""

    def __init__(self, base: RuleBase, cases: Sequence[Case]) -> None:
        self.base = base
        self.norms: dict[str, Value] = {norm.id: norm.value for norm in base.norms}
        self.theory = self._theory({conclusion.id: conclusion for conclusion in conclusions(base)})
        self.assessor = Assessor(base, self.norms, "", "")
        self.cases = cases
        self.worlds = [_infer(self.theory, case.memory.values) for case in cases]
        self.plans = Plans(base, self.norms, cases)

    def try_out(self, mutant: Mutant, statements: Mapping[str, Statement]) -> Problem | bool:
        """True when a case notices, False when the mutant means the same, else the problem that says that it survived."""
        theory = self._theory(mutant.conclusions)
        touched = [name for name, when in theory.conditions.items() if when != self.theory.conditions.get(name)]
        if self._noticed(theory, touched) or (mutant.measure is not None and self.plans.notice(mutant.measure)):
            return True
        here = statements[mutant.rule]
        path = id_path(here)
        try:
            for name in dict.fromkeys(name.partition(":")[0] for name in touched):
                facts = self._tell_apart(name, theory)
                if facts is not None:
                    before, after = (self._status(name, which, facts) for which in (self.theory, theory))
                    given = in_words(as_given(self.base.vocabulary, facts))
                    return here.problem(
                        "MUTANT-SURVIVED", *path, change=mutant.change, name=name, before=before, after=after, facts=given
                    )
        except Undecided:
            return here.problem("MUTANT-UNDECIDED", *path, change=mutant.change)
        if mutant.measure is None:
            return False
        if self.plans.same(mutant.measure):
            return False
        told = self.plans.tell_apart(mutant.measure)
        if told is None:
            return here.problem("MUTANT-UNDECIDED", *path, change=mutant.change)
        return here.problem("MUTANT-PLAN", *path, change=mutant.change, **told._asdict())

    def _theory(self, stated: Mapping[str, Conclusion]) -> Theory:
        """The conclusions in an order in which each can be concluded, norms replaced."""
        valued = (c._replace(when=with_values(c.when, self.norms.__getitem__)) for c in stated.values())
        return Theory({c.id: c.when for stratum in stratify(valued) for c in stratum})

    def _noticed(self, theory: Theory, touched: Sequence[str]) -> bool:
        for case, world in zip(self.cases, self.worlds, strict=True):
            if all(evaluate(theory.conditions[name], world) is _known(world, name) for name in touched):
                continue  # what changed comes out the same here, and so does all that follows from it
            values = _infer(theory, case.memory.values)
            known = {name: values[name] is True for name in theory.conditions if name in values}
            if differences(case, self.assessor.assess(case.memory, Inference(known, ()), "")):
                return True
        return False

    def _tell_apart(self, name: str, theory: Theory) -> dict[str, Value] | None:
        """Facts under which the conclusion comes out otherwise in the changed theory."""
        for before, after in _PAIRS:
            goals = [Goal(self.theory, holds(name), before), Goal(theory, holds(name), after)]
            found = find_facts(self.base.vocabulary, goals)
            if found is not None:
                return found
        return None

    def _status(self, name: str, theory: Theory, facts: Mapping[str, Value]) -> Text:
        value = theory.value(holds(name), facts)
        if isinstance(self.base.rules.get(name), Measure):
            return Text("aanbevolen", "recommended") if value else Text("niet aanbevolen", "not recommended")
        return Text(*[status_of(self.base, name, value)] * 2)


def _infer(theory: Theory, facts: Mapping[str, Value]) -> dict[str, Value]:
    """The facts with every conclusion that follows from them."""
    values = dict(facts)
    for name, when in theory.conditions.items():
        value = evaluate(when, values)
        if value is not None:
            values[name] = value
    return values


def _known(world: Mapping[str, Value], name: str) -> bool | None:
    value = world.get(name)
    return None if value is None else value is True


# The mutants


def mutants(base: RuleBase) -> Iterator[Mutant]:
    """Every mutant of a rule base, in the order of its rules."""
    stated = {conclusion.id: conclusion for conclusion in conclusions(base)}
    stating: tuple[Derivation | Criterion | Limit | Challenge, ...] = (
        *base.derivations,
        *base.criteria,
        *base.limits,
        *base.challenges,
    )
    for rule in stating:
        for change, when in _conditions(rule.when, base):
            yield Mutant(rule.id, _said(rule.id, change), {**stated, rule.id: stated[rule.id]._replace(when=when)})
    for phase in base.phases:
        yield from _without_a_criterion(phase.id, stated)
    for measure in base.measures:
        for change, addresses in _addresses(base, measure):
            changed = replace(base, measures=(measure._replace(addresses=addresses),))
            needed = next(c for c in conclusions(changed) if c.id == measure.needed)
            yield Mutant(measure.id, _said(measure.id, change), {**stated, needed.id: needed})
        for change, mutated in plan_mutants(measure, base):
            realised = stated[measure.realised]._replace(when=All(mutated.effects))
            yield Mutant(measure.id, _said(measure.id, change), {**stated, realised.id: realised}, mutated)


def _said(rule: str, change: Text) -> Text:
    return Text(f"in '{rule}' {change.nl}", f"in '{rule}' {change.en}")


def _without_a_criterion(phase: str, stated: Mapping[str, Conclusion]) -> Iterator[Mutant]:
    """The phase without each of its criteria."""
    when = stated[phase].when
    parts = when.parts if isinstance(when, All) else ()
    for i, part in enumerate(parts):
        rest = parts[:i] + parts[i + 1 :]
        if isinstance(part, Comparison) and not part.fact.startswith("fase_") and rest:
            change = Text(f"'{part.fact}' niet meetelt voor '{phase}'", f"'{part.fact}' does not count for '{phase}'")
            yield Mutant(phase, change, {**stated, phase: stated[phase]._replace(when=All(rest))})


def _conditions(condition: Condition, base: RuleBase) -> Iterator[tuple[Text, Condition]]:
    """Every condition that differs in one place."""
    types = base.vocabulary.types
    if isinstance(condition, Comparison):
        yield from _comparisons(condition, types, base)
    elif isinstance(condition, Not):
        yield Text("'not' wegvalt", "'not' is dropped"), condition.part
        for change, part in _conditions(condition.part, base):
            yield change, Not(part)
    elif isinstance(condition, (All, Any)):
        other = Any if isinstance(condition, All) else All
        if len(condition.parts) > _ONE:
            words = ("all", "any") if isinstance(condition, All) else ("any", "all")
            yield Text(f"'{words[0]}' '{words[1]}' wordt", f"'{words[0]}' becomes '{words[1]}'"), other(condition.parts)
        for i, part in enumerate(condition.parts):
            rest = condition.parts[:i] + condition.parts[i + 1 :]
            if rest:
                said = in_words_of(part, types)
                yield Text(f"{said} wegvalt", f"{said} is dropped"), rest[0] if len(rest) == 1 else replace(condition, parts=rest)
            for change, mutated in _conditions(part, base):
                yield change, replace(condition, parts=(*condition.parts[:i], mutated, *condition.parts[i + 1 :]))


def _comparisons(test: Comparison, types: Mapping[str, FactType], base: RuleBase) -> Iterator[tuple[Text, Condition]]:
    said = in_words_of(test, types)
    flipped = replace(test, operator=test.operator.complement)
    turned = in_words_of(flipped, types)
    yield Text(f"{said} {turned} wordt", f"{said} becomes {turned}"), flipped
    if isinstance(test.value, bool):
        return
    value = base.norm_by_id[test.value.id].value if isinstance(test.value, Norm) else test.value
    for step in (-1, 1):
        shifted = replace(test, value=int(value) + step)
        if int(value) + step >= 0:
            moved = in_words_of(shifted, types)
            yield Text(f"{said} {moved} wordt", f"{said} becomes {moved}"), shifted


def _addresses(base: RuleBase, measure: Measure) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Each address dropped, or altered to its neighbour of the same kind."""
    for i, name in enumerate(measure.addresses):
        rest = measure.addresses[:i] + measure.addresses[i + 1 :]
        if rest:
            yield Text(f"'{name}' uit addresses wegvalt", f"'{name}' is dropped from addresses"), rest
        kind: Sequence[Criterion | Challenge] = base.criteria if any(c.id == name for c in base.criteria) else base.challenges
        ids = [rule.id for rule in kind]
        other = ids[(ids.index(name) + 1) % len(ids)]
        if other not in measure.addresses:
            changed = (*measure.addresses[:i], other, *measure.addresses[i + 1 :])
            yield Text(f"'{name}' in addresses '{other}' wordt", f"'{name}' in addresses becomes '{other}'"), changed
