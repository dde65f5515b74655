"""Lint: what is valid and yet can't be meant. Static: no facts, no engine, no solver.

Each check reads the rule base and yields problems at the words that they are about. A finding can be allowed where it stands
(`allow:`), by code and with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from antwoord_rules.checking.lint.book import Book, Path, Statements, Subject
from antwoord_rules.checking.lint.conditions import same_conditions, settled_tests
from antwoord_rules.checking.lint.measures import duplicate_measures, fixed_facts, unaddressed, useless_measures
from antwoord_rules.checking.lint.orphans import unused_facts, unused_norms, unused_sources
from antwoord_rules.checking.lint.texts import poor_texts
from antwoord_rules.checking.worlds import Theory
from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.documents import AllowShape
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.strata import program
from antwoord_rules.language import Text
from antwoord_rules.suggestions import did_you_mean


class Linted(NamedTuple):
    """What the linter found; `allowed` are findings that the rules allow where they stand, each with the reason."""

    problems: tuple[Problem, ...]
    allowed: tuple[tuple[Problem, Text], ...]


def lint(base: RuleBase, statements: Statements) -> Linted:
    """Every finding in a rule base, and those that it allows."""
    made = program(base, {norm.id: norm.value for norm in base.norms})
    book = Book(base, statements, made, Theory.of(made))
    found = [subject for check in CHECKS for subject in check(book)]
    return _allow(found, statements)


def _allow(found: Sequence[Subject], statements: Statements) -> Linted:
    allowances = {
        (statement.key, item, entry.code): (statement, (*item, "allow", number, "code"), entry)
        for statement in statements.values()
        for item, entries in _allowances(statement.model)
        for number, entry in enumerate(entries)
    }
    problems: list[Problem] = []
    allowed: list[tuple[Problem, Text]] = []
    used: set[tuple[str, Path, str]] = set()
    for subject in found:
        key = (subject.statement.key, subject.item, subject.problem.code)
        if key in allowances:
            used.add(key)
            because = allowances[key][2].because
            allowed.append((subject.problem, Text(because.nl, because.en)))
        else:
            problems.append(subject.problem)
    for key, (statement, path, entry) in allowances.items():
        if entry.code not in CODES:
            suggestion = did_you_mean(entry.code, CODES)
            problems.append(statement.problem("ALLOW-UNKNOWN", *path, name=entry.code, suggestion=suggestion))
        elif key not in used:
            problems.append(statement.problem("ALLOW-UNUSED", *path, name=entry.code))
    return Linted(tuple(problems), tuple(allowed))


def _allowances(model: Any) -> Iterator[tuple[Path, Sequence[AllowShape]]]:
    """What a statement allows, and what the items of a source allow, by their path in the statement."""
    yield (), getattr(model, "allow", ())
    for i, section in enumerate(getattr(model, "sections", ())):
        for j, item in enumerate(section.items):
            yield ("sections", i, "items", j), item.allow


CHECKS: Final[tuple[Callable[[Book], Iterator[Subject]], ...]] = (
    unused_facts,
    unused_norms,
    unused_sources,
    settled_tests,
    same_conditions,
    fixed_facts,
    useless_measures,
    unaddressed,
    duplicate_measures,
    poor_texts,
)
CODES: Final = (
    "LINT-ALWAYS",
    "LINT-DUPLICATE-CONDITION",
    "LINT-FACT-FIXED",
    "LINT-FACT-UNUSED",
    "LINT-MEASURE-NO-EFFECT",
    "LINT-NORM-UNUSED",
    "LINT-NOT-TRANSLATED",
    "LINT-NO-MEASURE",
    "LINT-PLACEHOLDER",
    "LINT-SOURCE-UNUSED",
    "LINT-SUBSUMED",
)
"""The findings that `allow` can allow."""
