"""What blocks look like in Markdown (CommonMark with tables). Texts come out as text, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

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

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def escape(text: str) -> str:
    """A text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def render(blocks: Iterable[Block]) -> str:
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
        case Pairs(rows):
            yield from (f"- **{escape(name)}:** {escape(value)}" for name, value in rows)
        case Callout(text):
            yield f"> {escape(text)}"
        case Figure(_, caption, alt):
            yield f"**{escape(caption)}**  "
            yield escape(alt)
        case Details(summary, inner):
            yield f"**{escape(summary)}**"
            yield ""
            yield render(inner).rstrip("\n")
        case Contents() | PageBreak():
            pass
        case Table(headers, rows, caption):
            if caption:
                yield f"*{escape(caption)}*"
                yield ""
            yield "| " + " | ".join(map(escape, headers)) + " |"
            yield "| " + " | ".join("---" for _ in headers) + " |"
            yield from ("| " + " | ".join(map(escape, row)) + " |" for row in rows)
        case Entry(mark, text, notes, name, strong):
            numbered = mark.strip().endswith(".")
            start = mark.strip() if numbered else "-" if mark == "-" else f"- {mark}"
            shown = f"**{escape(text)}**" if strong else escape(text)
            yield f"{start} {shown}" + (f" `{name}`" if name else "")
            yield from (f"    - {escape(note)}" for note in notes)
