"""Tables that fit the page, with rows that say what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from antwoord_rules.rendering.measuring import columns
from antwoord_rules.rendering.word.markup import Element, Piece, clean, element, keep_with_next, paragraph
from antwoord_rules.rendering.word.styles import Styles

_TO_FILL_IN: Final = 20
_LONGEST_WORD: Final = 18
_LONGEST_CELL: Final = 60
_SHORT: Final = 600
_CHARACTER: Final = 120
_SMALL_CHARACTER: Final = 92
"""About what a character of a table takes, in twentieths of a point; letters that a computer lacks may be replaced by wider."""
_MARGINS: Final = 200
_BOLD: Final = 1.25
_NUMBER: Final = re.compile(r"[-−+]?\d[\d.,]*\s?%?|[-–—]")


def table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], styles: Styles, width: int, caption: str = "", *, row_headers: bool
) -> Element:
    """A table over the width of the page; without headers it has rows only."""
    count = max(len(headers), *(len(row) for row in rows), 1) if rows else len(headers)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    first = [[*headers, *[""] * (count - len(headers))]] if headers else []
    told = [_Column([line[place] for line in first], [row[place] for row in full]) for place in range(count)]
    small = sum(column.least for column in told) > width
    looks = [styles.id(_look_of_text(numeric=column.numeric, small=small)) for column in told]
    widths = _widths(told, width, names=row_headers and not headers)
    properties = element(
        "tblPr",
        element("tblStyle", val=styles.table()),
        element("tblW", w=str(width), type="dxa"),
        element("tblLayout", type="fixed"),
        _look(header=bool(headers), row_headers=row_headers),
    )
    if caption:
        properties.append(element("tblCaption", val=clean(caption)))
    grid = element("tblGrid", *(element("gridCol", w=str(column)) for column in widths))
    made = element("tbl", properties, grid)
    made.extend(_row(row, widths, looks, header=True) for row in first)
    made.extend(_row(row, widths, looks, header=False) for row in full)
    return made


def _look(*, header: bool, row_headers: bool) -> Element:
    bits = 0x0400 | (0x0020 if header else 0) | (0x0080 if row_headers else 0)
    return element(
        "tblLook",
        val=f"{bits:04X}",
        firstRow=str(int(header)),
        lastRow="0",
        firstColumn=str(int(row_headers)),
        lastColumn="0",
        noHBand="0",
        noVBand="1",
    )


def _row(cells: Sequence[str], widths: Sequence[int], looks: Sequence[str], *, header: bool) -> Element:
    properties = element("trPr")
    if max(map(len, cells)) <= _SHORT:  # a taller row is cut where the page ends
        properties.append(element("cantSplit"))
        if header:
            properties.append(element("tblHeader"))
    made = element("tr", properties)
    for text, width, look in zip(cells, widths, looks, strict=True):
        content = paragraph(look, Piece(text))
        if header:
            keep_with_next(content)
        made.append(element("tc", element("tcPr", element("tcW", w=str(width), type="dxa")), content))
    return made


def _look_of_text(*, numeric: bool, small: bool) -> str:
    return ("Antwoord Tabelgetal" if numeric else "Antwoord Tabeltekst") + (" klein" if small else "")


class _Column:
    """How much room a column needs: for its longest word, and for its longest cell."""

    def __init__(self, header: Sequence[str], cells: Sequence[str]) -> None:
        told = [cell.strip() for cell in cells if cell.strip()]
        self.numeric = all(_NUMBER.fullmatch(cell) for cell in told) and any(map(str.isdigit, "".join(told)))
        words, whole = 1.0, 1.0
        for text, weight in [*((text, _BOLD) for text in header), *((cell, 1.0) for cell in cells)]:
            words = max(words, *(columns(word) * weight for word in text[:_SHORT].split()), 0)
            whole = max(whole, columns(text[:_SHORT]) * weight)
        if cells and not told:
            whole = max(whole, _TO_FILL_IN)
        self._word, self._whole = min(words, _LONGEST_WORD), min(whole, _LONGEST_CELL)

    @property
    def least(self) -> int:
        """The width in which words stay whole."""
        return round(self._word * _CHARACTER) + _MARGINS

    @property
    def least_small(self) -> int:
        """The same in small letters."""
        return round(self._word * _SMALL_CHARACTER) + _MARGINS

    @property
    def wanted(self) -> int:
        """The width in which nothing need be broken, as far as that is reasonable."""
        return max(self.least, round(self._whole * _CHARACTER) + _MARGINS)


def _widths(told: Sequence[_Column], width: int, *, names: bool) -> list[int]:
    """Widths that together are that of the page: room for the words first, then by how much there is to say.

    With `names` the first column is as wide as its names need, up to a third.
    """
    wanted = [column.wanted for column in told]
    if names and len(told) > 1:
        base = [min(wanted[0], width // 3), *(0 for _ in told[1:])]
        shares = [0, *wanted[1:]]
    elif sum(wanted) <= width:
        base, shares = wanted, [0 if column.numeric else want for column, want in zip(told, wanted, strict=True)]
    elif sum(column.least for column in told) <= width:
        base = [column.least for column in told]
        shares = [want - least for want, least in zip(wanted, base, strict=True)]
    else:
        base, shares = [0 for _ in told], [column.least_small for column in told]
    if not any(shares):
        shares = wanted
    left, total = width - sum(base), sum(shares)
    made = [start + left * share // total for start, share in zip(base, shares, strict=True)]
    made[-1] += width - sum(made)
    return made
