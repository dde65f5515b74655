"""Blocks of NDJSON: a flat record with dotted facts on each line, or a whole fact document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from antwoord_rules.batch.blocks import ROW, Block, Blocks, Broken, Cursor, pieces
from antwoord_rules.batch.documents import Documents
from antwoord_rules.facts.columns import dtypes
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY, Fact, Vocabulary
from antwoord_rules.knowledge_base import KnowledgeBase

_LONGEST_BROKEN: Final = 2000
_FIRST: Final = 1000
_KEY: Final = re.compile(rb'"([^"\\]+)"\s*:')


def reader(kb: KnowledgeBase) -> Blocks:
    """Reads the blocks of one file; its first line says whether it holds documents or flat records."""
    vocabulary = kb.base.vocabulary
    documents = Documents(kb)

    def read(path: Path, start: Cursor) -> Iterator[Block]:
        nested = holds_documents(_first_line(path), vocabulary)
        records = start.records
        found = False
        for data, after in pieces(path, start, quoted=False):
            lines = data.split(b"\n")
            if not lines[-1]:
                lines.pop()
            frame, broken = documents.frame(lines, records) if nested else flat(data, lines, records, vocabulary)
            records += len(lines)
            found = True
            yield Block(path, frame, broken, None if after is None else Cursor(start.file, after, records, records), above=0)
        if not found:
            yield Block(path, pl.DataFrame(schema={ROW: pl.UInt32}), (), None)

    return read


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return next((line for line in file if line.strip()), b"")


def holds_documents(line: bytes, vocabulary: Vocabulary) -> bool:
    """Whether this first record is nested: it names the municipality, or holds a group of facts as an object."""
    try:
        first = json.loads(line)
    except ValueError:
        return False
    groups = vocabulary.tree
    return isinstance(first, dict) and (MUNICIPALITY in first or any(isinstance(first.get(group), dict) for group in groups))


def flat(data: bytes, lines: list[bytes], before: int, vocabulary: Vocabulary) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
    """Flat records, `data` and its lines, as rows with `ROW`, and those that can't be read; `before` of them came before.

    Facts are read as what they are, and a value of another kind is an error: then the lines are read one by one.
    """
    try:
        frame = pl.read_ndjson(data, schema=_schema(data, lines, vocabulary))
    except pl.exceptions.PolarsError:
        return _one_by_one(lines, before, vocabulary)
    if frame.height != len(lines):
        return _one_by_one(lines, before, vocabulary)
    return _assumed(frame, lines, vocabulary.facts).with_row_index(ROW, offset=before + 1), ()


def _schema(data: bytes, lines: list[bytes], vocabulary: Vocabulary) -> dict[str, pl.DataType]:
    """The types of all keys: of facts as the vocabulary says, of others by the first lines, or by all lines if need be."""
    facts = dtypes(vocabulary)
    found = dict(pl.read_ndjson(b"\n".join(lines[:_FIRST]), infer_schema_length=None).schema)
    keys = {key.decode("utf-8", "replace") for key in set(_KEY.findall(data))} - _names(found)
    if keys - facts.keys():
        found = dict(pl.read_ndjson(data, infer_schema_length=None).schema)
    return found | {name: kind for name, kind in facts.items() if name in found or name in keys}


def _names(schema: Mapping[str, pl.DataType]) -> set[str]:
    """The keys of a schema, at any depth."""
    found: set[str] = set()
    for name, dtype in schema.items():
        found.add(name)
        inner = dtype.inner if isinstance(dtype, pl.List) else dtype
        if isinstance(inner, pl.Struct):
            found |= _names({field.name: field.dtype for field in inner.fields})  # type: ignore[misc]  # an instance, when read
    return found


def _assumed(frame: pl.DataFrame, lines: list[bytes], facts: tuple[Fact, ...]) -> pl.DataFrame:
    """A key that a record does not have is absent, not null: facts that have a value then get it."""
    for fact in facts:
        if fact.if_absent is None or fact.id not in frame.columns or not frame[fact.id].null_count():
            continue
        key = f'"{fact.id}"'.encode()
        absent = pl.Series([key not in line for line in lines])
        value = fact.type.to_people(fact.if_absent)
        frame = frame.with_columns(pl.when(absent).then(pl.lit(value)).otherwise(pl.col(fact.id)).alias(fact.id))
    return frame


def _one_by_one(lines: list[bytes], before: int, vocabulary: Vocabulary) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
    """The records that are objects; a column with values of several kinds is one of texts, which are no values of its fact."""
    rows: list[dict[str, Any]] = []
    broken: list[Broken] = []
    for row, line in enumerate(lines, start=before + 1):
        found = parsed(line, row)
        if isinstance(found, Broken):
            broken.append(found)
        else:
            absent = {
                f.id: f.type.to_people(f.if_absent) for f in vocabulary.facts if f.if_absent is not None and f.id not in found
            }
            rows.append({ROW: row, **absent, **found})
    names = dict.fromkeys(name for row in rows for name in row)
    facts = _facts(vocabulary)
    columns = {name: _column(name, [row.get(name) for row in rows], fact=name in facts) for name in names}
    return pl.DataFrame(columns or {ROW: pl.Series([], dtype=pl.UInt32)}), tuple(broken)


def parsed(line: bytes, row: int) -> dict[str, Any] | Broken:
    """A line as an object, or what is wrong with it."""
    text = line.decode("utf-8", "replace").rstrip("\r")
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        return Broken(row, "TEXT-ENCODING", "", text[:_LONGEST_BROKEN])
    except ValueError as error:
        return Broken(row, "JSON-EMPTY" if not text.strip() else "JSON-SYNTAX", str(error), text[:_LONGEST_BROKEN])
    except RecursionError:
        return Broken(row, "JSON-TOO-DEEP", "", text[:_LONGEST_BROKEN])
    return found if isinstance(found, dict) else Broken(row, "JSON-NOT-OBJECT", "", text[:_LONGEST_BROKEN])


def _facts(vocabulary: Vocabulary) -> set[str]:
    return {*(fact.id for fact in vocabulary.facts), *(derived.id for derived in vocabulary.derived)}


def _column(name: str, values: list[Any], *, fact: bool) -> pl.Series:
    """Values of one kind as they are; of several kinds as JSON texts, so that none passes for another. A text is no value of a
    `fact`, whatever records it stands among."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float} or (len(kinds) <= 1 and not (fact and str in kinds)):
        try:
            return pl.Series(name, values, strict=False, nan_to_null=False)
        except (pl.exceptions.PolarsError, TypeError, OverflowError):
            pass
    return pl.Series(name, [None if value is None else json.dumps(value) for value in values], dtype=pl.String)
