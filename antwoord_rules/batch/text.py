"""Blocks of CSV. Nothing is inferred: what is no fact is a text, and so are facts that are written in a way of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from antwoord_rules.batch.blocks import ROW, Block, Blocks, Broken, Cursor, pieces
from antwoord_rules.facts.columns import dtypes
from antwoord_rules.knowledge.vocabulary import Vocabulary

_MARK = b"\xef\xbb\xbf"
_SEPARATORS = ",;\t|"
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def reader(vocabulary: Vocabulary) -> Blocks:
    """Reads the blocks of one file, whose first line names the columns; the separator is the one that this line has most."""
    return partial(_read, dtypes(vocabulary))


def _read(facts: Mapping[str, pl.DataType], path: Path, start: Cursor) -> Iterator[Block]:
    with path.open("rb") as file:
        first = file.readline()
    names, separator = header_of(first)
    begin = start if start.offset else start._replace(offset=len(first), lines=1)
    records, line = start.records, begin.lines
    found = False
    for data, after in pieces(path, begin, quoted=True):
        frame, broken = frame_of(data, names, separator, records, facts)
        size = frame.height + len(broken)
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        above = line - records if size == lines else None
        records, line = records + size, line + lines
        found = True
        following = None if after is None else Cursor(start.file, after, records, line)
        yield Block(path, frame, broken, following, decimal_comma=separator == ";", above=above)
    if not found:
        yield Block(path, pl.DataFrame(schema={ROW: pl.UInt32, **dict.fromkeys(names, pl.String)}), (), None)


def header_of(line: bytes) -> tuple[list[str], str]:
    """The names in the first line of a file, and the separator."""
    text = line.removeprefix(_MARK).decode("utf-8", "replace").rstrip("\r\n")
    separator = max(_SEPARATORS, key=text.count)
    return next(csv.reader([text], delimiter=separator), []), separator


def frame_of(
    data: bytes, names: Sequence[str], separator: str, before: int, facts: Mapping[str, pl.DataType]
) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
    """Whole lines as rows with `ROW`, and the records that can't be read; `before` of them came before.

    Facts are values when all of them are written as polars reads them, else texts.
    """
    kinds = {name: facts.get(name, pl.String()) for name in names}
    for schema in (kinds, dict.fromkeys(names, pl.String())):
        try:
            frame = pl.read_csv(data, has_header=False, schema=schema, separator=separator, decimal_comma=separator == ";")
        except (pl.exceptions.PolarsError, UnicodeDecodeError):
            continue
        if data.count(separator.encode()) != frame.height * (len(names) - 1):  # a value too few would pass for an unknown one
            break
        return frame.with_row_index(ROW, offset=before + 1), ()
    return _one_by_one(data, names, separator, before)


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
