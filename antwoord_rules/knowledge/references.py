"""Where a statement comes from: its basis, the item of a source, and the place in a rule file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from antwoord_rules.language import Text


class Basis(StrEnum):
    """The class of provenance of a statement."""

    BRON = "bron"
    """The wiki page "Fasen van Antwoord©" says so."""
    SECUNDAIR = "secundair"
    """Another published text says so."""
    EIGEN = "eigen"
    """Our own interpretation or authoring."""


class Place(NamedTuple):
    """A position in a rule file; `line` and `column` count from 1, `file` is named as the folder was given."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Reference(NamedTuple):
    """An item of a section of a document of `sources.yaml`."""

    document: str
    section: str | None = None
    item: str | None = None

    def __str__(self) -> str:
        return " / ".join(part for part in (self.document, self.section, self.item) if part)


class Item(NamedTuple):
    """A statement of a source in our words; a blank item is one that the source announces and leaves empty."""

    id: str
    about: Text
    blank: bool


class Section(NamedTuple):
    """A section of a document, with the items that rules may refer to."""

    id: str
    label: Text
    items: tuple[Item, ...]


class Document(NamedTuple):
    """A published text; what is not known of it (author, year, address) is None, never guessed."""

    id: str
    title: str
    author: str | None
    year: int | None
    address: str | None
    note: Text | None
    sections: tuple[Section, ...]
    place: Place | None

    def section(self, name: str | None) -> Section | None:
        """The section of that id."""
        return next((found for found in self.sections if found.id == name), None)


class Citation(NamedTuple):
    """A reference as people cite it: the title, the year, the section and the item."""

    reference: Reference
    text: Text


def cite(reference: Reference, documents: Mapping[str, Document]) -> Citation:
    """The citation of a reference to one of the documents."""
    document = documents[reference.document]
    title = f"{document.title} ({document.year})" if document.year else document.title
    section = document.section(reference.section)
    name = section.label if section else Text("", "")
    texts = (", ".join(part for part in (title, label, reference.item) if part) for label in name)
    return Citation(reference, Text(*texts))
