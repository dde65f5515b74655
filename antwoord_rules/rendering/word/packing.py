"""A Word document as bytes, of which nothing depends on the clock or on the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from antwoord_rules.language import Language
from antwoord_rules.rendering.word.markup import clean

if TYPE_CHECKING:
    from docx.document import Document

_LONGEST_PROPERTY: Final = 255
_FIRST: Final = ("[Content_Types].xml", "_rels/.rels")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3


class Properties(NamedTuple):
    """What a document says about itself."""

    title: str
    author: str
    date: str
    language: Language


def packed(document: Document, properties: Properties) -> bytes:
    """The document with these properties, its parts in a fixed order with a fixed date."""
    _describe(document, properties)
    saved, repacked = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as old, ZipFile(repacked, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name not in _FIRST, name)):
            part = ZipInfo(name, _LONG_AGO)
            part.compress_type, part.create_system, part.external_attr = ZIP_DEFLATED, _UNIX, 0o600 << 16
            new.writestr(part, old.read(name))
    return repacked.getvalue()


def _describe(document: Document, properties: Properties) -> None:
    told = document.core_properties
    date = datetime.fromisoformat(properties.date)
    date = date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    told.title, told.author = _short(properties.title), _short(properties.author)
    told.last_modified_by = told.author
    told.language = tag(properties.language)
    told.created = told.modified = date.replace(tzinfo=None)
    told.revision = 1


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST_PROPERTY else text[: _LONGEST_PROPERTY - 1] + "…"


def tag(language: Language) -> str:
    """The language as spelling checkers name it."""
    return "nl-NL" if language == "nl" else "en-GB"
