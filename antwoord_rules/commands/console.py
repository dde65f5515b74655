"""A line typed at a terminal, or read from a pipe: the other half of `usage.emit`."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

from antwoord_rules.commands import usage
from antwoord_rules.errors import UsageError
from antwoord_rules.quoting import clean

MOST: Final = 10_000
"""The longest answer in characters; what is longer is cut to one more than this."""

_PROMPT: Final = "> "
_BYTE_ORDER_MARK: Final = "\ufeff"


class EndOfInputError(Exception):
    """Nothing more will be typed: the pipe ran out, or the terminal was closed."""


class Console:
    """Reads one answer after another. At a terminal a line can be edited; what comes from a pipe is echoed."""

    def __init__(self) -> None:
        self._typed = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
        if self._typed:
            with suppress(ImportError):  # not on every system
                import readline  # noqa: F401  (`input` edits lines once it is there)

    def line(self) -> str:
        """The next answer, without spare blanks; raises `EndOfInputError`."""
        if self._typed:
            try:
                return input(_PROMPT)[: MOST + 1].strip()
            except (EOFError, OSError) as error:
                with suppress(UsageError):  # a terminal that was closed takes no output either
                    usage.emit("\n")
                raise EndOfInputError from error
        usage.emit(_PROMPT)
        text = self._read()
        if not text:
            usage.emit("\n")
            raise EndOfInputError
        answer = text.removeprefix(_BYTE_ORDER_MARK).strip()
        usage.emit(f"{clean(answer, MOST)}\n")
        return answer

    @staticmethod
    def _read() -> str:
        """A line with its end, cut when it is too long; empty at the end of the input."""
        if sys.stdin is None:
            return ""
        try:
            text = part = sys.stdin.readline(MOST + 1)
            while part and not part.endswith("\n"):
                part = sys.stdin.readline(MOST + 1)
        except (OSError, ValueError):  # a terminal that was closed, or a stream that is
            return ""
        return text
