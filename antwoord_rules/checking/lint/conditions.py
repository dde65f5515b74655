"""Tests that are settled beforehand, and conditions that say what another one says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from antwoord_rules.checking.lint.book import CONDITION_KEYS, Book, Subject, at_fact
from antwoord_rules.checking.worlds import FALSE, TRUE, UNKNOWN, Goal, Undecided, find_facts
from antwoord_rules.inference.firings import describe_test
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import values_of
from antwoord_rules.knowledge.conditions import Comparison, Condition, leaves
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.language import Text

_Conditioned: TypeAlias = Criterion | Challenge | Limit | Derivation

_TRUE: Final = Text("waar", "true")
_FALSE: Final = Text("onwaar", "false")


def settled_tests(book: Book) -> Iterator[Subject]:
    """Comparisons that come out the same for every value that the fact can have."""
    types = book.base.vocabulary.types
    for conclusion in (c for stratum in book.program.strata for c in stratum):
        statement = book.statements.get(conclusion.id)
        if statement is None:
            continue
        for leaf in leaves(conclusion.when):
            if not isinstance(leaf, Comparison) or types.get(leaf.fact, FactType.BOOLEAN) is FactType.BOOLEAN:
                continue
            outcomes = {evaluate(leaf, {leaf.fact: value}) for value in values_of(types[leaf.fact], [leaf])}
            if len(outcomes) == 1:
                yield Subject(
                    statement,
                    at_fact(statement, leaf.fact).problem(
                        "LINT-ALWAYS",
                        test=describe_test(leaf, types),
                        fact=leaf.fact,
                        value=_TRUE if outcomes == {True} else _FALSE,
                        allowed=types[leaf.fact].allowed,
                    ),
                )


def same_conditions(book: Book) -> Iterator[Subject]:
    """Rules of one kind that come out alike, or of which one follows from another that a municipality must meet anyway."""
    base, conditions = book.base, book.theory.conditions
    kinds: tuple[tuple[_Conditioned, ...], ...] = (base.criteria, base.challenges, base.limits, base.derivations)
    for rules in kinds:
        for i, rule in enumerate(rules):
            facts = {test.fact for test in book.theory.tests(conditions[rule.id])}
            for other in rules[:i] + rules[i + 1 :]:
                if not facts & {test.fact for test in book.theory.tests(conditions[other.id])}:
                    continue
                code = _alike(book, rule, other, first=other in rules[:i])
                if code is not None:
                    statement = book.statements[rule.id]
                    key = CONDITION_KEYS.get(statement.kind, "when")
                    place = str(book.statements[other.id].place)
                    wrong = statement.problem(code, key, of_key=True, name=rule.id, other=other.id, place=place)
                    yield Subject(statement, wrong)


def _alike(book: Book, rule: Any, other: Any, *, first: bool) -> str | None:
    """The code of what is wrong with `rule` beside `other`, which comes first in the file or not."""
    mine, its = book.theory.conditions[rule.id], book.theory.conditions[other.id]
    implied = _implies(book, its, mine)
    if not implied:
        return None
    if _implies(book, mine, its):
        return "LINT-DUPLICATE-CONDITION" if first else None
    phase, other_phase = getattr(rule, "phase", None), getattr(other, "phase", None)
    if phase is None or other_phase is None:
        return None
    counts = other_phase <= phase if isinstance(rule, Criterion) else other_phase == phase
    return "LINT-SUBSUMED" if counts else None


def _implies(book: Book, condition: Condition, other: Condition) -> bool:
    """Whether the other condition holds wherever the first does; false too when that was not found out."""
    goals = [Goal(book.theory, condition, TRUE), Goal(book.theory, other, FALSE | UNKNOWN)]
    try:
        return find_facts(book.base.vocabulary, goals) is None
    except Undecided:
        return False
