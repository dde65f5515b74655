"""What blocks look like in a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from click import style

from antwoord_rules.reports.blocks import Block, Chart, Entry, Heading, Paragraph, Subheading, Table, Title
from antwoord_rules.reports.markdown import escape
from antwoord_rules.reports.measuring import columns, padded
from antwoord_rules.reports.terminal import heading, paragraph, wrapped

_COLOURS: Final = {"●": "green", "○": "red", "?": "yellow"}


def terminal(blocks: Iterable[Block]) -> str:
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


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown document."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (isinstance(before, Entry) and isinstance(block, Entry)):
            lines.append("")
        lines += _in_markdown(block)
        before = block
    return "".join(f"{line}\n" for line in lines)


def _in_markdown(block: Block) -> Iterator[str]:
    match block:
        case Title(text):
            yield f"# {escape(text)}"
        case Heading(text):
            yield f"## {escape(text)}"
        case Subheading(text):
            yield f"### {escape(text)}"
        case Paragraph(text, strong):
            yield f"**{escape(text)}**" if strong else escape(text)
        case Chart(rows, legend):
            fence = "```"
            while any(fence in row for row in rows):
                fence += "`"
            yield from (f"{fence}text", *rows, fence, "", escape(legend))
        case Table(headers, rows):
            yield "| " + " | ".join(map(escape, headers)) + " |"
            yield "| " + " | ".join("---" for _ in headers) + " |"
            yield from ("| " + " | ".join(map(escape, row)) + " |" for row in rows)
        case Entry(mark, text, notes, name, strong):
            numbered = mark.strip().endswith(".")
            start = mark.strip() if numbered else "-" if mark == "-" else f"- {mark}"
            shown = f"**{escape(text)}**" if strong else escape(text)
            yield f"{start} {shown}" + (f" `{name}`" if name else "")
            yield from (f"    - {escape(note)}" for note in notes)
