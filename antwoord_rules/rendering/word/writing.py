"""Blocks into the body of a Word document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from antwoord_rules.language import Language, Text
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
from antwoord_rules.rendering.measuring import columns
from antwoord_rules.rendering.word.contents import Contained, table_of_contents
from antwoord_rules.rendering.word.markup import Element, Piece, begin_page, clean, element, field, keep_with_next, paragraph, run
from antwoord_rules.rendering.word.numbering import Numbering
from antwoord_rules.rendering.word.styles import CHART_SIZE, Styles
from antwoord_rules.rendering.word.tables import table

if TYPE_CHECKING:
    from docx.document import Document

_FIGURE: Final = Text("Figuur", "Figure")
_TABLE: Final = Text("Tabel", "Table")
_DEEPEST: Final = 4
_LISTED: Final = 2
_LARGEST_NUMBER: Final = 32767
_NUMBERED: Final = re.compile(r"([0-9]{1,5})\.")
_EMU_PER_TWIP: Final = 635
_WIDTH: Final = 9072
_HEIGHT: Final = 14004
_PICTURE_MM: Final = 160
_PICTURE_PART: Final = 0.85
_FIRST_BOOKMARK: Final = 1000
_CHART_CHARACTER: Final = 6
"""What a letter of a chart takes, in twentieths of a point for each half point of its size."""
_SMALLEST: Final = 8


class _Size(NamedTuple):
    """The room for text on a page, in twentieths of a point."""

    width: int
    height: int


class Writer:
    """Writes blocks at the end of a document."""

    def __init__(self, document: Document, language: Language) -> None:
        self._document = document
        self._language = language
        self._end: Element = document.element.body.find(qn("w:sectPr"))
        self._page = _size(document)
        self._numbering = Numbering(document)
        self._styles = Styles(document, self._numbering, self._page.width)
        self._headings: list[Contained] = []
        self._contents: list[tuple[Element, str]] = []
        self._counts = {_FIGURE: 0, _TABLE: 0}
        self._list: int | None = None
        self._last_number = 0
        self._new_page = False
        self._space = False

    def write(self, blocks: Iterable[Block]) -> None:
        """Write the blocks, then the tables of contents among them."""
        self._write(blocks, 0)
        if self._space:  # the last thing in a document is a paragraph
            self._add(paragraph(self._styles.id("Antwoord Tabelruimte")))
        for place, title in self._contents:
            if self._headings:
                made = table_of_contents(title, self._headings, self._styles, self._page.width)
                if place.find(f".//{qn('w:pageBreakBefore')}") is not None:
                    begin_page(made.find(f".//{qn('w:p')}"))
                place.addprevious(made)
            self._end.getparent().remove(place)

    def _write(self, blocks: Iterable[Block], depth: int) -> None:
        """The blocks, with sections that start one level below `depth`; what can be folded stands below the heading before it."""
        section = level = depth
        for block in blocks:
            if not isinstance(block, Entry):
                self._list = None
            match block:
                case Title(text):
                    self._text("Title", Piece(text))
                case Heading(text):
                    section = level = depth + 1
                    self._heading(text, level)
                case Subheading(text):
                    level = max(section, 1) + 1
                    self._heading(text, level)
                case Details(summary, inner):
                    self._heading(summary, level + 1)
                    self._write(inner, level + 1)
                case _:
                    self._write_flat(block)

    def _write_flat(self, block: Block) -> None:
        match block:
            case Paragraph(text, strong, dim):
                style = self._styles.id("Strong") if strong else None
                self._text("Antwoord Bijzaak" if dim else "Normal", Piece(text, style))
            case Callout(text, kind):
                self._text("Antwoord Opmerking" if kind == "note" else "Antwoord Let op", Piece(text))
            case Entry():
                self._entry(block)
            case Chart(lines, legend):
                self._chart([line.expandtabs() for line in lines], legend)
            case Table(headers, rows, caption, row_headers):
                self._table(headers, rows, caption, row_headers=row_headers)
            case Pairs(rows):
                self._table((), rows, "", row_headers=True)
            case Figure():
                self._figure(block)
            case Contents(title):
                place = element("p")
                self._add(place)
                self._contents.append((place, title))
            case PageBreak():
                self._new_page = True

    def _add(self, made: Element) -> None:
        """Put a paragraph or table at the end of the body, on a new page if one was asked for."""
        if self._space and (not self._new_page or made.tag != qn("w:p")):  # before a new page it could take a page of its own
            self._end.addprevious(paragraph(self._styles.id("Antwoord Tabelruimte")))
        self._space = False
        if self._new_page:
            self._new_page = False
            first = made if made.tag == qn("w:p") else paragraph(self._styles.id("Antwoord Tabelruimte"))
            begin_page(first)
            self._end.addprevious(first)
        self._end.addprevious(made)

    def _text(self, style: str, *pieces: Piece) -> Element:
        made = paragraph(self._styles.id(style), *pieces)
        self._add(made)
        return made

    def _heading(self, text: str, level: int) -> None:
        level = min(level, _DEEPEST)
        made = self._text(f"heading {level}", Piece(text))
        if level > _LISTED or not text.strip():
            return
        number = len(self._headings)
        heading = Contained(text, level, f"_Toc{number + 1:08}")
        self._headings.append(heading)
        mark = str(_FIRST_BOOKMARK + number)
        made.find(qn("w:pPr")).addnext(element("bookmarkStart", id=mark, name=heading.bookmark))
        made.append(element("bookmarkEnd", id=mark))

    def _entry(self, entry: Entry) -> None:
        pieces = [Piece(entry.text, self._styles.id("Strong") if entry.strong else None)]
        if entry.id:
            pieces += [Piece(" "), Piece(entry.id, self._styles.id("Antwoord Kenmerk"))]
        mark = entry.mark.strip()
        numbered = _NUMBERED.fullmatch(mark)
        if mark in {"-", "•", ""}:
            self._listed("List Bullet", pieces, None)
        elif numbered is not None and int(numbered[1]) <= _LARGEST_NUMBER:
            self._listed("List Number", pieces, int(numbered[1]))
        else:
            self._list = None
            self._text("Antwoord Punt", Piece(mark, self._styles.id("Antwoord Teken")), Piece("\t"), *pieces)
        for note in entry.notes:
            self._text("List Continue", Piece(note))

    def _listed(self, style: str, pieces: Iterable[Piece], number: int | None) -> None:
        made = self._text(style, *pieces)
        numbered = self._styles.numbered_by(self._styles.id(style))
        if number is None:
            self._list = None
            if numbered is None:
                self._number(made, self._numbering.own("bullet"), "0")
            return
        like, level = numbered or (str(self._numbering.own("number")), "0")
        if self._list is None or number != self._last_number + 1:
            self._list = self._numbering.restarted(like, level, number)
        self._last_number = number
        self._number(made, self._list, level)

    @staticmethod
    def _number(made: Element, number: int, level: str) -> None:
        numbering = made.get_or_add_pPr().get_or_add_numPr()
        numbering.extend((element("ilvl", val=level), element("numId", val=str(number))))

    def _chart(self, lines: Sequence[str], legend: str) -> None:
        made = self._text("Antwoord Diagram", Piece("\n".join(lines)))
        widest = max([1, *map(columns, lines)])
        fitting = max(self._page.width // (_CHART_CHARACTER * widest), _SMALLEST)
        if fitting < CHART_SIZE:  # a broken line would say nothing
            for written in made.iter(qn("w:r")):
                written.get_or_add_rPr()[:0] = [element("sz", val=str(fitting)), element("szCs", val=str(fitting))]
        if legend:
            self._text("Antwoord Bijzaak", Piece(legend))

    def _table(self, headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str, *, row_headers: bool) -> None:
        if not headers and not rows:
            return
        if caption:
            keep_with_next(self._caption(_TABLE, caption))
        self._add(table(headers, rows, self._styles, self._page.width, caption, row_headers=row_headers))
        self._space = True

    def _caption(self, kind: Text, caption: str) -> Element:
        self._counts[kind] += 1
        label = kind.to(self._language)
        made = self._text("caption", Piece(f": {caption}" if caption else ""))
        parts = [run(Piece(f"{label} ")), *field(f"SEQ {label} \\* ARABIC", str(self._counts[kind]))]
        made[1:1] = parts
        return made

    def _figure(self, figure: Figure) -> None:
        from antwoord_rules.rendering.figures import png

        data = png(figure.picture, width_mm=_PICTURE_MM, dpi=300)
        image = Image.from_blob(data)
        width = min(int(Mm(_PICTURE_MM)), self._page.width * _EMU_PER_TWIP)
        height = width * image.px_height // image.px_width
        highest = int(self._page.height * _EMU_PER_TWIP * _PICTURE_PART)
        if height > highest:
            width, height = width * highest // height, highest
        inline: Element = self._document.part.new_pic_inline(BytesIO(data), Emu(width), Emu(height))
        label = f"{_FIGURE.to(self._language)} {self._counts[_FIGURE] + 1}"
        inline.docPr.set("name", label)
        inline.docPr.set("descr", clean(figure.alt))
        inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"{label}.png")
        made = self._text("Antwoord Figuur")
        made.append(element("r", element("drawing", inline)))
        self._caption(_FIGURE, figure.caption)


def _size(document: Document) -> _Size:
    """What the margins of the last pages leave; A4 with 2.5 cm where a template does not say or leaves nothing."""
    section = document.sections[-1]
    page = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    tall = (section.page_height, section.top_margin, section.bottom_margin)
    width = _left(page) or _WIDTH
    return _Size(width, _left(tall) or _HEIGHT)


def _left(lengths: tuple[int | None, ...]) -> int | None:
    whole, *taken = (0 if length is None else abs(length) for length in lengths)
    left = (whole - sum(taken)) // _EMU_PER_TWIP
    return left if left > _WIDTH // 9 else None
