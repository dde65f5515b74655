"""The smallest parts of a Word document: texts from outside made safe, runs, fields, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias
from unicodedata import bidirectional

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PIECES: Final = re.compile(r"([\t\n])")


class Piece(NamedTuple):
    """Text within a paragraph, with the id of a character style."""

    text: str
    style: str | None = None


def clean(text: str) -> str:
    """The text with U+FFFD for each character that XML can't hold or that is no text, and one kind of line end."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def from_the_right(text: str) -> bool:
    """Whether most letters of the text are of a script that is written from right to left."""
    kinds = [bidirectional(character) for character in text]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def element(name: str, /, *children: Element, **attributes: str) -> Element:
    """A `w:` element with children, and attributes that are `w:` too."""
    made: Element = OxmlElement(f"w:{name}", {qn(f"w:{key}"): value for key, value in attributes.items()})
    made.extend(children)
    return made


def run(piece: Piece, *, rtl: bool = False) -> Element:
    """The text as a run; nothing in it is markup or a field."""
    made = _bare_run(piece.style, rtl=rtl)
    for part in _PIECES.split(clean(piece.text)):
        if part == "\t":
            made.append(element("tab"))
        elif part == "\n":
            made.append(element("br"))
        elif part:
            made.append(_text("t", part))
    return made


def field(instruction: str, shown: str) -> Iterator[Element]:
    """A field that is computed by whoever shows the document, with what it shows until then."""
    yield element("r", element("fldChar", fldCharType="begin"))
    yield element("r", _text("instrText", f" {instruction} "))
    yield element("r", element("fldChar", fldCharType="separate"))
    yield run(Piece(shown))
    yield element("r", element("fldChar", fldCharType="end"))


def paragraph(style: str, *pieces: Piece) -> Element:
    """A paragraph in the style with this id, from right to left if most of its text is."""
    rtl = from_the_right("".join(piece.text for piece in pieces))
    properties = element("pPr", element("pStyle", val=style))
    if rtl:
        properties.append(element("bidi"))
    return element("p", properties, *(run(piece, rtl=rtl) for piece in pieces if piece.text))


def begin_page(made: Element) -> None:
    """Have the paragraph begin a new page."""
    made.get_or_add_pPr().get_or_add_pageBreakBefore()


def keep_with_next(made: Element) -> None:
    """Keep the paragraph on the page of what follows it."""
    made.get_or_add_pPr().get_or_add_keepNext()


def _bare_run(style: str | None, *, rtl: bool) -> Element:
    properties = element("rPr")
    if style is not None:
        properties.append(element("rStyle", val=style))
    if rtl:
        properties.append(element("rtl"))
    return element("r", properties) if len(properties) else element("r")


def _text(name: str, text: str) -> Element:
    made = element(name)
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made
