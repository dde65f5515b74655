"""The table of contents: a field that Word can update, filled in so that every program shows it.

Nobody but the program that lays out the pages knows their numbers. The entries are there, as links; the numbers come when
the table is updated (F9, or when Word prints). A document that asks for that itself has Word put a question to its reader
at each opening, so ours does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from docx.oxml.ns import qn

from antwoord_rules.rendering.word.markup import Element, Piece, element, field, paragraph, run
from antwoord_rules.rendering.word.styles import Styles

_FIELD: Final = r'TOC \o "1-2" \h \z \u'


class Contained(NamedTuple):
    """A heading that the table of contents lists, and the bookmark at it."""

    text: str
    level: int
    bookmark: str


def table_of_contents(title: str, headings: Sequence[Contained], styles: Styles, width: int) -> Element:
    """The table, wrapped so that Word offers to update it."""
    content = element("sdtContent", paragraph(styles.id("TOC Heading"), Piece(title)))
    entries = [_entry(heading, styles, width) for heading in headings]
    begin, instruction, separate, _, end = field(_FIELD, "")
    for place, part in enumerate((begin, instruction, separate), start=1):
        entries[0].insert(place, part)
    entries[-1].append(end)
    content.extend(entries)
    gallery = element("docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique"))
    return element("sdt", element("sdtPr", gallery), content)


def _entry(heading: Contained, styles: Styles, width: int) -> Element:
    style = styles.id(f"toc {heading.level}")
    made = paragraph(style, Piece(heading.text))
    # There are no page numbers yet, so no dots lead to them; Word makes the entries anew when it updates the table.
    stops = styles.tab_stops(style) or [width]
    tabs = element("tabs", *(element("tab", val="right", leader="none", pos=str(stop)) for stop in stops))
    made.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").addnext(tabs)
    link = element("hyperlink", anchor=heading.bookmark, history="1")
    link.extend(made[1:])
    link.append(run(Piece("\t")))
    link.extend(field(f"PAGEREF {heading.bookmark} \\h", ""))
    made.append(link)
    return made
