"""What every check of the linter reads, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.checking.worlds import Theory
from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.knowledge.strata import Program

Statements: TypeAlias = Mapping[str, Statement]
Path: TypeAlias = tuple[str | int, ...]

CONDITION_KEYS: Final = {"challenge": "resolved_when", "measure": "effects"}
"""Where a statement holds its condition, if not under `when`."""


class Subject(NamedTuple):
    """A finding, and the path to the item of a statement that it is about, whose `allow` can allow it."""

    statement: Statement
    problem: Problem
    item: Path = ()


class Book(NamedTuple):
    """What every check reads."""

    base: RuleBase
    statements: Statements
    program: Program
    theory: Theory


class _At(NamedTuple):
    statement: Statement
    path: Path

    def problem(self, code: str, **details: Any) -> Problem:
        return self.statement.problem(code, *self.path, of_key=True, **details)


def at_fact(statement: Statement, fact: str) -> _At:
    """Where a fact is first named in the condition or the effects of a statement."""
    key = CONDITION_KEYS.get(statement.kind, "when")
    path = next((path for path in _keys(getattr(statement.model, key, None), (key,)) if path[-1] == fact), (key,))
    return _At(statement, path)


def _keys(raw: Any, path: Path) -> Iterator[Path]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield (*path, key)
            yield from _keys(value, (*path, key))
    elif isinstance(raw, list):
        for i, value in enumerate(raw):
            yield from _keys(value, (*path, i))
