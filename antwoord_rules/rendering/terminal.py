"""What blocks look like in a terminal: 80 columns, legible without colour and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from click import style

from antwoord_rules.rendering.blocks import (
    Block,
    Callout,
    Chart,
    Contents,
    Details,
    Entry,
    Figure,
    Heading,
    PageBreak,
    Pairs,
    Paragraph,
    Subheading,
    Table,
    Title,
)
from antwoord_rules.rendering.lines import heading, paragraph, wrapped
from antwoord_rules.rendering.measuring import columns, padded

_COLOURS: Final = {"●": "green", "○": "red", "?": "yellow"}


def render(blocks: Iterable[Block]) -> str:
    """The blocks as text of 80 columns with ANSI colours; whoever prints it strips them where they are not wanted."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Subheading) and before is not None and not isinstance(before, Heading):
            lines.append("")
        lines += _in_terminal(block)
        before = block
    return "".join(f"{line}\n" for line in lines)


def _in_terminal(block: Block) -> Iterator[str]:
    match block:
        case Title(text):
            yield from paragraph(text, bold=True)
        case Heading(text):
            yield from heading(text)
        case Subheading(text):
            yield from (style(line, underline=True) for line in wrapped(text, ""))
        case Paragraph(text, strong, dim):
            yield from paragraph(text, bold=strong, dim=dim)
        case Chart(rows, legend):
            yield from rows
            yield from paragraph(legend, dim=True)
        case Pairs(rows):
            for name, value in rows:
                yield from wrapped(f"{name}: {value}", "  ", first="")
        case Callout(text):
            yield from paragraph(text, bold=True)
        case Figure(_, caption, alt):
            yield from paragraph(caption, bold=True)
            yield from paragraph(alt)
        case Details(summary, inner):
            yield from paragraph(summary, bold=True)
            yield from (line for part in inner for line in _in_terminal(part))
        case Contents() | PageBreak():
            pass
        case Table(headers, rows):
            widths = [max(map(columns, column)) for column in zip(headers, *rows, strict=True)]
            yield style(_aligned(headers, widths), bold=True)
            yield from (_aligned(row, widths) for row in rows)
        case Entry():
            yield from _entry(block)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(padded(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _entry(entry: Entry) -> Iterator[str]:
    indent = " " * (len(entry.mark) + 1)
    lines = wrapped(entry.text, indent)
    first = style(entry.mark, fg=_COLOURS.get(entry.mark)) + " " + style(lines[0][len(indent) :], bold=entry.strong or None)
    yield first
    yield from (style(line, bold=entry.strong or None) for line in lines[1:])
    for note in entry.notes:
        yield from wrapped(note, indent)
    if entry.id is not None:
        yield style(f"{indent}{entry.id}", dim=True)
