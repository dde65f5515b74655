"""A report as a row of blocks in one language; `layout` says what they look like."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


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
    """Rows of short cells under headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Title | Heading | Subheading | Paragraph | Entry | Chart | Table
