"""What a file is, found out from its beginning: its form, its fields, and the table that it holds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

from antwoord_rules.errors import problem
from antwoord_rules.language import Text
from antwoord_rules.quoting import reason
from antwoord_rules.registrations.clock import usual_suffix
from antwoord_rules.registrations.tables import Column, Kind, Table, recognised
from antwoord_rules.registrations.texts import Unfit, page_records

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
MOST_PAGE_BYTES: Final = 256_000_000
"""The largest JSON page; a page is read as a whole, unlike the other forms."""

_PARQUET: Final = b"PAR1"
_BEGINNING: Final = 1 << 20
_RECORDS: Final = 200
_SEPARATORS: Final = ",;\t|"
_OR: Final = Text(" of ", " or ")


class Form(StrEnum):
    """The forms in which a registration comes."""

    PAGE = "page"
    """A page of an API: an object with `results`."""
    ARRAY = "array"
    """A JSON array of records, as an API without pages gives it."""
    LINES = "lines"
    """NDJSON: a JSON object a line."""
    CSV = "csv"
    PARQUET = "parquet"


class Found(NamedTuple):
    """A file of a table: how to read it. `fields` gives the file's own name of each column that it has."""

    path: str
    form: Form
    table: Table
    fields: Mapping[str, str]
    separator: str = ","
    marked: bool = False
    suffix: str | None = None

    def has(self, column: Column) -> bool:
        """Whether the file has the column."""
        return column.name in self.fields


class _Beginning(NamedTuple):
    form: Form
    names: Sequence[str]
    records: Sequence[Mapping[str, Any]]
    separator: str = ","
    marked: bool = False


def look(path: str, tables: Sequence[Table], sources: str) -> Found | None:
    """What the file is; None when it is a page without records. Raises `Unfit`."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(_BEGINNING)
            size = Path(path).stat().st_size
    except FileNotFoundError as error:
        raise Unfit(problem("FILE-MISSING").in_file(path)) from error
    except (OSError, ValueError) as error:
        raise Unfit(problem("FILE-UNREADABLE", reason=reason(error)).in_file(path)) from error
    if not head.strip():
        raise Unfit(problem("DERIVE-EMPTY").in_file(path))
    beginning = _parquet(path) if head.startswith(_PARQUET) else _text(path, head, size)
    if not beginning.names:
        return None
    table = recognised(beginning.names, tables)
    if table is None:
        needed = Text(*(_needed(tables, _OR.to(language)) for language in ("nl", "en")))
        raise Unfit(problem("DERIVE-TABLE", source=sources, needed=needed).in_file(path))
    own = {name.casefold(): name for name in beginning.names}
    fields = {column.name: own[column.name.casefold()] for column in table.columns if column.name.casefold() in own}
    missing = [column.name for column in table.columns if column.required and column.name not in fields]
    if missing:
        raise Unfit(problem("DERIVE-COLUMN", table=table.title, columns=", ".join(missing)).in_file(path))
    moment = table.column(Kind.MOMENT)
    texts = [record.get(fields[moment.name]) for record in beginning.records] if moment else []
    suffix = usual_suffix([text for text in texts if isinstance(text, str)])
    return Found(path, beginning.form, table, fields, beginning.separator, beginning.marked, suffix)


def _needed(tables: Sequence[Table], either: str) -> str:
    return either.join(f"{', '.join(table.marks)} ({table.title})" for table in tables)


def _parquet(path: str) -> _Beginning:
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        schema = pl.scan_parquet(path).collect_schema()
        names = list(schema)
        for name, kind in schema.items():
            if isinstance(kind, pl.Struct):
                names += [f"{name}.{field.name}" for field in kind.fields]
        plain = [name for name, kind in schema.items() if kind == pl.String]
        records = pl.scan_parquet(path).select(plain).head(_RECORDS).collect().to_dicts() if plain else []
    except PolarsError as error:
        raise Unfit(problem("DERIVE-FORM").in_file(path)) from error
    return _Beginning(Form.PARQUET, names, records)


def _text(path: str, head: bytes, size: int) -> _Beginning:
    marked = head.startswith(BYTE_ORDER_MARK)
    # The last character may be cut in two; what is wrong further on is found when the file is read.
    text = head.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace")
    start = text.lstrip()[:1]
    if start in ("{", "["):
        first, _, more = text.lstrip().partition("\n")
        record = _object(first)
        if record is not None and "results" not in record and (more.strip() or not _is_json(path)):
            records = [found for line in text.split("\n")[:_RECORDS] if (found := _object(line)) is not None]
            return _Beginning(Form.LINES, _names(records), [*map(_flat, records)], marked=marked)
        if start == "{" and not _is_json(path):  # the first line is broken, or the first record is spread over lines
            return _Beginning(Form.LINES, _names_within(text), [], marked=marked)
        return _page(path, start, size, marked=marked)
    if "\x00" in text:
        raise Unfit(problem("DERIVE-FORM").in_file(path))
    return _csv(text, marked=marked)


def _is_json(path: str) -> bool:
    return Path(path).suffix.lower() == ".json"


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _names_within(text: str) -> Sequence[str]:
    """The names of the records that can be read; there is none in a file whose first records are all broken."""
    records = [found for line in text.split("\n")[:_RECORDS] if (found := _object(line)) is not None]
    return _names(records) or ["?"]


def _page(path: str, start: str, size: int, *, marked: bool) -> _Beginning:
    if size > MOST_PAGE_BYTES:
        raise Unfit(problem("DERIVE-PAGE-LARGE", bytes=size, most=MOST_PAGE_BYTES).in_file(path))
    records = page_records(path)
    return _Beginning(
        Form.PAGE if start == "{" else Form.ARRAY,
        _names(records[:_RECORDS]),
        [*map(_flat, records[:_RECORDS])],
        marked=marked,
    )


def _csv(text: str, *, marked: bool) -> _Beginning:
    line = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=line.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    names = [name.strip() for name in next(_rows(reader), [])]
    rows = [row for _, row in zip(range(_RECORDS), _rows(reader), strict=False)]
    return _Beginning(Form.CSV, names, [dict(zip(names, row, strict=False)) for row in rows], separator, marked)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


def _names(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The fields of all records, those inside objects with a dot."""
    return list(dict.fromkeys(name for record in records for name in _flat(record)))


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    flat = dict(record)
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": deeper for inner, deeper in value.items()}
    return flat
