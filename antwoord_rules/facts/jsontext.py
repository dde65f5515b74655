"""JSON text to values; and, when something is wrong, to the line and column of every key and value.

The quick path is the standard library. Only when a problem must be placed is the text read again by a parser that keeps
positions.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

from antwoord_rules.errors import Problem, problem
from antwoord_rules.language import Text

MOST_BYTES: Final = 16_000_000
MOST_DEPTH: Final = 64
_MOST_DIGITS: Final = 40
_AGAIN: Final = "\0"

Path = tuple[str | int, ...]


_REASONS: Final = {
    "Expecting value": Text("hier hoort een waarde", "a value belongs here"),
    "Expecting ':' delimiter": Text("hier hoort een dubbele punt", "a colon belongs here"),
    "Expecting ',' delimiter": Text("hier hoort een komma of een sluithaakje", "a comma or a closing bracket belongs here"),
    "Expecting property name enclosed in double quotes": Text(
        "hier hoort een sleutel tussen dubbele aanhalingstekens", "a key in double quotes belongs here"
    ),
    "Illegal trailing comma before end of object": Text("deze komma hoort hier niet", "this comma does not belong here"),
    "Illegal trailing comma before end of array": Text("deze komma hoort hier niet", "this comma does not belong here"),
    "Extra data": Text("het document was al afgelopen", "the document had ended already"),
    "Unterminated string starting at": Text("deze tekst wordt niet afgesloten", "this text is not closed"),
    "Invalid control character at": Text(
        "een regeleinde of stuurteken mag niet in een tekst staan", "a line end or control character can't stand in a text"
    ),
    "Invalid \\escape": Text("na \\ staat geen geldig teken", "no valid character follows \\"),
    "Invalid \\uXXXX escape": Text("na \\u horen vier hexadecimale cijfers", "four hexadecimal digits belong after \\u"),
}
"""What the standard library's messages mean, for readers."""


class _NotPlain(Exception):  # noqa: N818  (control flow: the slow path finds out what it is and where)
    """The text holds something that JSON parsers let pass and we do not."""


def decode(content: bytes) -> tuple[str, Problem | None]:
    """The text of UTF-8 bytes (a byte order mark is dropped), or the problem with them, placed."""
    if len(content) > MOST_BYTES:
        return "", problem("FILE-TOO-LARGE", bytes=len(content), most=MOST_BYTES)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
        return "", problem("TEXT-ENCODING").in_file(None, line, column)


def parse(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The value of a JSON text. Numbers with a fraction or exponent are Decimal.

    With problems of keys and numbers the value is what can be made of the text all the same; with others it is None.
    """
    if not text.strip(" \t\r\n"):
        return None, (problem("JSON-EMPTY").in_file(None, 1, 1),)
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_constant=_not_plain, parse_float=_decimal, parse_int=_short_int
        ), ()
    except json.JSONDecodeError as error:
        opened = text.count("[", 0, error.pos) + text.count("{", 0, error.pos)
        too_deep = Located(text).problems if opened > MOST_DEPTH else ()  # some Pythons go deeper than others before they stop
        return None, too_deep or (_syntax(text, error),)
    except RecursionError:
        return None, Located(text).problems
    except _NotPlain:
        return _leniently(text), Located(text).problems


def _leniently(text: str) -> Any:
    """The value of a JSON text with keys that stand twice (the first counts) or numbers that are none (unknown).

    With it the rest of the document can be checked in the same pass; None when it is not JSON for other reasons.
    """
    with suppress(json.JSONDecodeError, RecursionError):
        return json.loads(
            text,
            object_pairs_hook=lambda pairs: dict(reversed(pairs)),
            parse_constant=lambda _: None,
            parse_float=lambda digits: Decimal(digits) if _is_decimal(digits) else None,
            parse_int=lambda digits: int(digits) if len(digits) <= _MOST_DIGITS else None,
        )
    return None


def _syntax(text: str, error: json.JSONDecodeError) -> Problem:
    """The standard library's finding; a comma before a closing bracket is named as such (newer Pythons do so themselves)."""
    message, at = error.msg.rstrip(":"), error.pos
    before = text[:at].rstrip(" \t\r\n")
    if before.endswith(",") and text[at : at + 1] in ("}", "]"):
        message, at = "Illegal trailing comma before end of object", len(before) - 1
    line = text.count("\n", 0, at) + 1
    reason = _REASONS.get(message, Text(message, message))
    return problem("JSON-SYNTAX", reason=reason).in_file(None, line, at - text.rfind("\n", 0, at))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotPlain
    return found


def _not_plain(_: str) -> NoReturn:
    raise _NotPlain


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent that no decimal can have
        raise _NotPlain from None


def _short_int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _NotPlain
    return int(digits)


_STARTS_OF_NUMBERS: Final = frozenset("-0123456789")


def _is_decimal(word: str) -> bool:
    with suppress(_NotPlain):
        _decimal(word)
        return True
    return False


_SPACE: Final = re.compile(r"[ \t\r\n]*")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORD: Final = re.compile(r"[^\s,:\[\]{}\"]+")


class Located:
    """The positions in a JSON text, and what is wrong with it beyond syntax.

    Reads what it can: after a syntax error (which the standard library reports) or nesting that is too deep, it stops.
    """

    def __init__(self, text: str) -> None:
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self._text = text
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._problems: list[Problem] = []
        with suppress(_NotPlain):
            self._value(0, ())
        self.problems = tuple(self._problems)

    def position(self, path: Sequence[str | int], *, of_key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value (or key) at the path, or of the nearest thing above it."""
        steps = tuple(path)
        table = self.keys if of_key else self.values
        while steps and steps not in table:
            steps, table = steps[:-1], self.values
        return self._line_column(table.get(steps, 0))

    def _line_column(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line + 1, at - (self._lines[line - 1] if line else 0) + 1

    def _report(self, at: int, code: str, **details: Any) -> None:
        self._problems.append(problem(code, **details).in_file(None, *self._line_column(at)))

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _peek(self, at: int) -> str:
        return self._text[at : at + 1]

    def _value(self, at: int, path: Path) -> int:
        at = self._skip(at)
        self.values[path] = at
        start = self._peek(at)
        if start in ("{", "["):
            if len(path) >= MOST_DEPTH:
                self._report(at, "JSON-TOO-DEEP", most=MOST_DEPTH)
                raise _NotPlain
            return self._object(at, path) if start == "{" else self._array(at, path)
        if start == '"':
            return self._string(at)[1]
        match = _WORD.match(self._text, at)
        if match is None:
            raise _NotPlain
        word = match.group()
        long = word.lstrip("-").isdigit() and len(word) > _MOST_DIGITS
        if word in ("NaN", "Infinity", "-Infinity") or long or (word[:1] in _STARTS_OF_NUMBERS and not _is_decimal(word)):
            self._report(at, "JSON-NUMBER", found=word[:_MOST_DIGITS])
        return match.end()

    def _string(self, at: int) -> tuple[str, int]:
        match = _STRING.match(self._text, at)
        if match is None:
            raise _NotPlain
        try:
            return json.loads(match.group()), match.end()
        except json.JSONDecodeError as error:
            raise _NotPlain from error

    def _object(self, at: int, path: Path) -> int:
        at = self._skip(at + 1)
        seen: dict[str, int] = {}
        while self._peek(at) != "}":
            key_at = at
            key, after = self._string(at)
            if key in seen:
                self._report(at, "JSON-DUPLICATE-KEY", key=key, line=self._line_column(seen[key])[0])
            else:
                seen[key] = self.keys[(*path, key)] = at
            at = self._skip(after)
            if self._peek(at) != ":":
                raise _NotPlain
            # The value of a key that stands here again has no place of its own: what is said of the key is said of the first.
            place = (*path, key) if self.keys.get((*path, key)) == key_at else (*path, key, _AGAIN)
            at = self._next(self._value(at + 1, place), "}")
        return at + 1

    def _array(self, at: int, path: Path) -> int:
        at, number = self._skip(at + 1), 0
        while self._peek(at) != "]":
            at = self._next(self._value(at, (*path, number)), "]")
            number += 1
        return at + 1

    def _next(self, at: int, end: str) -> int:
        at = self._skip(at)
        if self._peek(at) == ",":
            return self._skip(at + 1)
        if self._peek(at) != end:
            raise _NotPlain
        return at
