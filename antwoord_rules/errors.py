"""What can go wrong, as data: problems with a place and a way out, and the one tree of exceptions.

AntwoordError
|- FactsError     the fact document is not valid
|- RulesError     the rules are not valid
|- UsageError     a call or command asks for something that does not exist
|- StoreError     what was saved can't be reached, is gone, or was changed by somebody else
`- EngineError    a rule engine failed: a fault of ours
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text
from antwoord_rules.quoting import clean

_LONGEST_NAME: Final = 4096

Detail: TypeAlias = str | int | Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it.

    `line` and `column` count from 1. `path` is the dotted place in the document, for input that is no file. The text is
    made from `code` and `details` on request, so that a problem reads in either language; `message` and `hint` are Dutch.
    """

    code: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    details: tuple[tuple[str, Detail], ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, in Dutch."""
        return self.message_in(DEFAULT_LANGUAGE)

    @property
    def hint(self) -> str:
        """What to do about it, in Dutch; empty when there is nothing to add."""
        return self.hint_in(DEFAULT_LANGUAGE)

    def message_in(self, language: Language) -> str:
        """What is wrong, in the given language."""
        return _fill(self, "message", language)

    def hint_in(self, language: Language) -> str:
        """What to do about it, in the given language."""
        return _fill(self, "hint", language)

    @property
    def place(self) -> str:
        """`file:line:column` as far as known; else the path in the document."""
        file = None if self.file is None else clean(self.file, _LONGEST_NAME)
        known = [str(part) for part in (file, self.line, self.column) if part is not None]
        return ":".join(known) if known else self.path or ""

    def render(self, language: Language = DEFAULT_LANGUAGE) -> str:
        """`file:line:column: CODE message`, with the hint indented on a line below."""
        start = f"{self.place}: " if self.place else ""
        hint = self.hint_in(language)
        return f"{start}{self.code} {self.message_in(language)}" + (f"\n    {hint}" if hint else "")

    def at_path(self, path: str) -> Problem:
        """The same problem at a dotted place in a document that is no file."""
        return replace(self, path=path)

    def in_file(self, file: str | None, line: int | None = None, column: int | None = None) -> Problem:
        """The same problem with its place filled in."""
        return replace(self, file=file, line=line, column=column)


def problem(code: str, /, **details: Detail) -> Problem:
    """A problem without a place; readers of files and documents add it."""
    return Problem(code, details=tuple(details.items()))


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repeats, in the order in which a reader meets them."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.file or "", p.line or 0, p.column or 0, p.code, p.path or "")))


class AntwoordError(Exception):
    """The root of every error that this package raises on purpose; `problems` says what is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.render()

    def render(self, language: Language = DEFAULT_LANGUAGE) -> str:
        """All problems as text, one below the other."""
        return "\n".join(found.render(language) for found in self.problems)


class FactsError(AntwoordError):
    """The fact document is not valid; nothing was inferred from it."""


class RulesError(AntwoordError):
    """The rules are not valid; no knowledge base was made."""


class UsageError(AntwoordError):
    """The caller asked for something that does not exist: an id, a norm, an engine."""


class StoreError(AntwoordError):
    """What was saved can't be reached, is gone, or was changed by somebody else meanwhile; nothing was saved."""


class EngineError(AntwoordError):
    """A rule engine did not do what it must; the assessment was abandoned."""


def _fill(found: Problem, part: str, language: Language) -> str:
    # The catalogue is only needed when something is wrong: a run without problems does not load it.
    from antwoord_rules.diagnostics import DIAGNOSTICS

    template: Text = getattr(DIAGNOSTICS[found.code], part)
    # Names and values come from files: nothing in them may reach a terminal as anything but text.
    details = {
        name: value if isinstance(value, int) else clean(value.to(language) if isinstance(value, Text) else value, _LONGEST_NAME)
        for name, value in found.details
    }
    return template.to(language).format_map(details)
