"""What a table of a registration is: the columns that are read, and how a file of it is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a column is read as."""

    KEY = "key"
    """What identifies a record. Only a hash of it is kept."""
    LINK = "link"
    """A reference to a record elsewhere, an address or what stands last in it. Only a hash of it is kept."""
    TEXT = "text"
    """A value of a short list, such as a channel. It is compared, never shown."""
    MOMENT = "moment"
    """A moment, with or without its offset from UTC, or a date."""
    FILLED = "filled"
    """Whether there is something: a list with elements, or a value. What it is, is not read."""
    WAIT = "wait"
    """A duration."""


class Column(NamedTuple):
    """A column that is read. A name with a dot stands for a key inside an object."""

    name: str
    kind: Kind
    required: bool = True


class Table(NamedTuple):
    """A table of a registration, after a public specification.

    A file holds the table when its fields have all names in `marks`, in any case; the longest marks that match decide.
    """

    name: str
    title: str
    specification: str
    columns: tuple[Column, ...]
    marks: tuple[str, ...]

    def column(self, kind: Kind) -> Column | None:
        """The first column of that kind."""
        return next((column for column in self.columns if column.kind is kind), None)


def recognised(names: Iterable[str], tables: Iterable[Table]) -> Table | None:
    """The table that fields with these names belong to."""
    present = {name.casefold() for name in names}
    matching = [table for table in tables if all(mark.casefold() in present for mark in table.marks)]
    return max(matching, key=lambda table: len(table.marks), default=None)
