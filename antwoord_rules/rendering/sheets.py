"""Sheets of cells for spreadsheets, and one sheet as CSV. `workbook` makes an Excel workbook of them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final, NamedTuple, TypeAlias

Cell: TypeAlias = str | int | float | date
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK: Final = "\ufeff"


class Sheet(NamedTuple):
    """A table: its name, headers that are all different, and rows. Numbers from 0 to 1 in `shares` are shares."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: frozenset[int]


def as_csv(sheet: Sheet) -> str:
    """The sheet as CSV (RFC 4180): commas, CRLF, a byte order mark so that spreadsheets take it for UTF-8.

    Shares are numbers from 0 to 1 with a decimal point. A text that could be taken for a formula gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_neutral(header) for header in sheet.headers])
    for row in sheet.rows:
        writer.writerow([_neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return BYTE_ORDER_MARK + text.getvalue()


def _neutral(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
