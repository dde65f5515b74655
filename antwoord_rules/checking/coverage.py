"""Coverage: which outcomes of rules and tests the cases reach, and facts that would reach the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from antwoord_rules.checking.worlds import OUTCOME, Goal, Theory, Undecided, find_facts
from antwoord_rules.errors import Problem
from antwoord_rules.inference.firings import Inference, describe_test
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import as_given
from antwoord_rules.knowledge.conditions import Certain, Comparison, Condition, holds, leaves
from antwoord_rules.knowledge.rules import Measure, RuleBase
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value, Vocabulary
from antwoord_rules.language import Text

_VALUES: Final[Mapping[bool | None, Text]] = {
    True: Text("waar", "true"),
    False: Text("onwaar", "false"),
    None: Text("onbekend", "unknown"),
}
_NO_FACTS: Final = Text("geen enkel feit", "no fact at all")
_NOT_FOUND: Final = Text("(niet gevonden)", "(not found)")


class Run(NamedTuple):
    """What one case put in and what came out."""

    facts: Mapping[str, Value]
    inference: Inference


class Coverage(NamedTuple):
    """How many outcomes there are and how many the cases reach, of rules and of tests, and the problems of the rest.

    Outcomes that no facts can give (a measure is never unknown) are not counted.
    """

    rules: int
    rules_reached: int
    tests: int
    tests_reached: int
    problems: tuple[Problem, ...]


class _Aim(NamedTuple):
    """An outcome that a case should reach: of a rule, or of a test in its condition."""

    rule: str
    condition: Condition
    value: bool | None
    test: Comparison | None


def coverage(base: RuleBase, program: Program, statements: Mapping[str, Statement], runs: Sequence[Run]) -> Coverage:
    """What the runs of all cases reach of the program."""
    theory = Theory.of(program)
    worlds = [{**run.facts, **run.inference.conclusions} for run in runs]
    problems: list[Problem] = []
    wanted: list[_Aim] = []
    reached_aims: list[_Aim] = []
    for aim in _aims(base, program):
        reached = any(evaluate(aim.condition, world) is aim.value for world in worlds)
        facts = None if reached else _facts(base.vocabulary, theory, aim)
        if reached:
            reached_aims.append(aim)
        elif facts is not None:
            problems.append(_problem(aim, facts, base, statements[aim.rule]))
        if reached or facts is not None:
            wanted.append(aim)
    rules, rules_reached = (sum(aim.test is None for aim in some) for some in (wanted, reached_aims))
    return Coverage(rules, rules_reached, len(wanted) - rules, len(reached_aims) - rules_reached, tuple(problems))


def _aims(base: RuleBase, program: Program) -> Iterator[_Aim]:
    """Every rule true, false and unknown; every test of its condition true and false."""
    for conclusion in (c for stratum in program.strata for c in stratum):
        if conclusion.id != conclusion.rule:  # what a measure is made of is no rule by itself
            continue
        for value in (True, False, None):
            yield _Aim(conclusion.id, holds(conclusion.id), value, None)
        if isinstance(base.rules.get(conclusion.id), Measure):
            continue
        for leaf in leaves(conclusion.when):
            if not isinstance(leaf, Certain):
                for value in (True, False):
                    yield _Aim(conclusion.id, leaf, value, leaf)


def _facts(vocabulary: Vocabulary, theory: Theory, aim: _Aim) -> Text | None:
    """Facts that reach the aim, in words; None when there are none."""
    try:
        found = find_facts(vocabulary, [Goal(theory, aim.condition, OUTCOME[aim.value])])
    except Undecided:
        return _NOT_FOUND
    return None if found is None else in_words(as_given(vocabulary, found))


def in_words(given: Mapping[str, Any]) -> Text:
    """Facts as a case gives them: `kanalen.telefoon.ingangen: 1, frontoffices: [...]`."""
    if not given:
        return _NO_FACTS
    listed = ", ".join(f"{fact}: {json.dumps(value, ensure_ascii=False)}" for fact, value in given.items())
    return Text(listed, listed)


def _problem(aim: _Aim, facts: Text, base: RuleBase, statement: Statement) -> Problem:
    value = _VALUES[aim.value]
    if aim.test is None:
        return statement.problem("COVERAGE-RULE", *id_path(statement), name=aim.rule, value=value, facts=facts)
    test = f"{aim.test.fact} {describe_test(aim.test, base.vocabulary.types)}"
    return statement.problem("COVERAGE-TEST", *id_path(statement), name=aim.rule, test=test, value=value, facts=facts)


def id_path(statement: Statement) -> tuple[str, ...]:
    """The path to the id of a statement, which a phase does not write."""
    return () if statement.kind == "phase" else ("id",)
