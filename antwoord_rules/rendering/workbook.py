"""Sheets as an Excel workbook, the same bytes for the same sheets. Needs openpyxl (the extra `report`)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Text
from antwoord_rules.rendering.sheets import Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_NO_LIBRARY: Final = Text("openpyxl is niet geïnstalleerd", "openpyxl is not installed")
_MOMENT: Final = datetime(2000, 1, 1)  # noqa: DTZ001  (no moment in time, but the same for every workbook)
_ZIP_MOMENT: Final = (2000, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIRST_YEAR: Final = 1900
"""The first year of Excel."""
_NARROWEST, _WIDEST, _WIDEST_HEADER = 9, 60, 24
_PERCENT: Final = "0%"
_DAY: Final = "yyyy-mm-dd"


def render(sheets: Iterable[Sheet], title: str) -> bytes:
    """The sheets as a workbook, each with a table. Numbers are numbers, dates are dates, all else is text, never a formula.

    Raises `UsageError` without openpyxl.
    """
    require()
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, start=1):
        _write(book.create_sheet(sheet.name), sheet, f"Table{number}")
    book.properties.title = title
    book.properties.creator = "antwoord-rules"
    book.properties.created = _MOMENT
    return _packed(book)


def require() -> None:
    """Raise `UsageError` when openpyxl is not installed."""
    try:
        import openpyxl  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="report", reason=_NO_LIBRARY)]) from error


def _write(page: Worksheet, sheet: Sheet, name: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    for row, cells in enumerate((sheet.headers, *sheet.rows), start=1):
        for column, value in enumerate(cells, start=1):
            cell = page.cell(row, column)
            if isinstance(value, date) and value.year >= _FIRST_YEAR:
                cell.value = value
                cell.number_format = _DAY
            elif isinstance(value, (str, date)):
                cell.value = text = str(value)
                cell.data_type = "s"  # also when it starts as a formula does
                cell.quotePrefix = text.startswith(("=", "+", "-", "@"))  # and it stays text when somebody edits it
                cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDEST)
            else:
                cell.value = value
                if column - 1 in sheet.shares:
                    cell.number_format = _PERCENT
    for column, header in enumerate(sheet.headers, start=1):
        cell = page.cell(1, column)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        longest = max((len(str(row[column - 1])) for row in sheet.rows), default=0)
        width = max(_NARROWEST, min(len(header), _WIDEST_HEADER), min(longest, _WIDEST))
        page.column_dimensions[get_column_letter(column)].width = width + 3  # room for the button that filters
    page.freeze_panes = "B2"
    if sheet.rows:
        table = Table(displayName=name, ref=f"A1:{get_column_letter(len(sheet.headers))}{len(sheet.rows) + 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
        page.add_table(table)


def _packed(book: Workbook) -> bytes:
    """The workbook as bytes, without the time at which it was saved."""
    saved = io.BytesIO()
    book.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + f"{_MOMENT:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return packed.getvalue()
