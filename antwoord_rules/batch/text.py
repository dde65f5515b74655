"""Blocks of CSV: every value is a text, for `facts.columns` to read by its fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from antwoord_rules.batch.blocks import ROW, Block, Broken, Cursor, pieces

_MARK = b"\xef\xbb\xbf"
_SEPARATORS = ",;\t|"
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def read(path: Path, start: Cursor) -> Iterator[Block]:
    """The blocks of one file, whose first line names the columns; the separator is the one that this line has most."""
    with path.open("rb") as file:
        first = file.readline()
    names, separator = header_of(first)
    begin = start if start.offset else start._replace(offset=len(first))
    records = start.records
    found = False
    for data, after in pieces(path, begin, quoted=True):
        frame, broken = frame_of(data, names, separator, records)
        records += frame.height + len(broken)
        found = True
        following = None if after is None else Cursor(start.file, after, records)
        yield Block(path, frame, broken, following, decimal_comma=separator == ";", header=1)
    if not found:
        yield Block(path, pl.DataFrame(schema={ROW: pl.UInt32, **dict.fromkeys(names, pl.String)}), (), None, header=1)


def header_of(line: bytes) -> tuple[list[str], str]:
    """The names in the first line of a file, and the separator."""
    text = line.removeprefix(_MARK).decode("utf-8", "replace").rstrip("\r\n")
    separator = max(_SEPARATORS, key=text.count)
    return next(csv.reader([text], delimiter=separator), []), separator


def frame_of(data: bytes, names: Sequence[str], separator: str, before: int) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
    """Whole lines as rows of texts with `ROW`, and the records that can't be read; `before` of them came before."""
    try:
        frame = pl.read_csv(
            data, has_header=False, new_columns=list(names), separator=separator, infer_schema=False, raise_if_empty=False
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return _one_by_one(data, names, separator, before)
    if data.count(separator.encode()) != frame.height * (len(names) - 1):  # a value too few would pass for an unknown one
        return _one_by_one(data, names, separator, before)
    return frame.with_row_index(ROW, offset=before + 1), ()


def _one_by_one(data: bytes, names: Sequence[str], separator: str, before: int) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
    """The records that have a value for each column, and those that have not."""
    rows: list[tuple[int, list[str | None]]] = []
    broken: list[Broken] = []
    text = io.StringIO(data.decode("utf-8", "replace"), newline="")
    for row, values in enumerate(csv.reader(text, delimiter=separator), start=before + 1):
        if any(_REPLACED in value for value in values):
            broken.append(Broken(row, "TEXT-ENCODING", "", separator.join(values)))
        elif len(values) == len(names):
            rows.append((row, [value or None for value in values]))
        else:
            broken.append(Broken(row, "CSV-FIELDS", f"{len(values)}/{len(names)}", separator.join(values)))
    schema = {ROW: pl.UInt32, **dict.fromkeys(names, pl.String)}
    return pl.DataFrame([(row, *values) for row, values in rows], schema=schema, orient="row"), tuple(broken)
