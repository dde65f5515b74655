"""Lines of a terminal: 80 columns, with ANSI styles that whoever prints them strips where they are not wanted."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from click import style

from antwoord_rules.rendering.measuring import columns

WIDTH: Final = 80


def heading(text: str) -> Iterator[str]:
    """A heading with its line, after an empty line."""
    yield ""
    yield style(text, bold=True)
    yield style("─" * min(WIDTH, max(len(text), 24)), dim=True)


def paragraph(text: str, *, bold: bool = False, dim: bool = False) -> Iterator[str]:
    """The lines of a paragraph."""
    for line in wrapped(text, ""):
        yield style(line, bold=bold or None, dim=dim or None)


def wrapped(text: str, indent: str, *, first: str | None = None) -> list[str]:
    """The text in lines of at most 80 columns."""
    start = indent if first is None else first
    lines = wrap(text, WIDTH, initial_indent=start, subsequent_indent=indent)
    if any(columns(line) > WIDTH for line in lines):  # some characters take two columns
        lines = wrap(text, WIDTH // 2, initial_indent=start, subsequent_indent=indent)
    return lines or [indent]
