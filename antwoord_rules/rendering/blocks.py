"""A report as a row of blocks in one language; `terminal`, `markdown`, `html`, `pdf` and `word` say what they look like."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from antwoord_rules.rendering.pictures import Picture


class Title(NamedTuple):
    """What the whole report is about."""

    text: str


class Heading(NamedTuple):
    """The start of a section."""

    text: str


class Subheading(NamedTuple):
    """The start of a part of a section."""

    text: str


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    strong: bool = False
    dim: bool = False


class Entry(NamedTuple):
    """An item of a list, after a mark or a number, with notes below it and an id that a reader can look up."""

    mark: str
    text: str
    notes: tuple[str, ...] = ()
    id: str | None = None
    strong: bool = False


class Chart(NamedTuple):
    """Lines that stand as they are, in letters of one width."""

    lines: tuple[str, ...]
    legend: str


class Table(NamedTuple):
    """Rows of short cells under headers; with `row_headers` the first cell of a row says what the row is about."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    row_headers: bool = False


class Pairs(NamedTuple):
    """What things are: a name with its value, a row each."""

    rows: tuple[tuple[str, str], ...]


class Callout(NamedTuple):
    """What a reader must not pass over."""

    text: str
    kind: Literal["note", "warning"] = "note"


class Figure(NamedTuple):
    """A picture with its caption, and the same in words for who can't see it."""

    picture: Picture
    caption: str
    alt: str


class Details(NamedTuple):
    """Blocks that can be folded away under a summary; where nothing folds, they follow it."""

    summary: str
    blocks: tuple[Block, ...]


class Contents(NamedTuple):
    """The table of contents, in forms that have one."""

    title: str


class PageBreak(NamedTuple):
    """A new page, in forms that have pages."""


Block: TypeAlias = (
    Title | Heading | Subheading | Paragraph | Entry | Chart | Table | Pairs | Callout | Figure | Details | Contents | PageBreak
)
