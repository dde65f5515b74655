"""What workers elsewhere do with a piece of the input: Arrow batches in, Arrow batches out, by the code of the local run.

The driver finds out once what a piece can't tell: the names in the first line of CSV, the columns of all records together. That
goes along as a `Task`, with the rules. A worker knows no row numbers, so a record that is rejected is told apart by its file and
its content.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from antwoord_rules.batch import records, text
from antwoord_rules.batch.blocks import ROW, Block
from antwoord_rules.batch.documents import Documents
from antwoord_rules.batch.run import Request, assessed
from antwoord_rules.errors import FactsError, problem
from antwoord_rules.facts.columns import BAD, dtypes, names_of
from antwoord_rules.frames import flaws_of
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.quoting import shown

REJECT: Final = "antwoord__reject"
"""The column with a rejected record as JSON; null in rows that were assessed."""
VALUE: Final = "value"
"""The column with a line, or with a whole file."""
FIRST: Final = "first"
"""The column that says whether a line is in the piece that begins its file."""
PATH: Final = "path"
"""The column with the address of a file."""
_MOST_TOLD: Final = 3
_SIGNED: Final = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(), pa.uint64(): pa.decimal128(20, 0)}

Form: TypeAlias = Literal["parquet", "csv", "whole csv", "flat", "documents", "folder"]
Batches: TypeAlias = Iterator[pa.RecordBatch]


class Source(NamedTuple):
    """An input and how it is read. `header` is the first line of CSV; `given` a frame without rows that has the columns of all
    records together."""

    name: str
    form: Form
    header: bytes
    given: pl.DataFrame

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers are written as in Dutch spreadsheets."""
        return self.form in ("csv", "whole csv") and text.header_of(self.header)[1] == ";"


class Task(NamedTuple):
    """What goes to the workers: the rules (pickled, so that a worker unpacks them once), the input, what is asked, and the frame
    without rows that has the columns of the result and `REJECT`."""

    rules: bytes
    source: Source
    request: Request
    made: pl.DataFrame


@lru_cache(maxsize=4)
def unpacked(rules: bytes) -> KnowledgeBase:
    """The rules, once in each worker process."""
    kb = pickle.loads(rules)  # noqa: S301 - the driver pickled it
    assert isinstance(kb, KnowledgeBase)  # noqa: S101
    return kb


# Rows of a frame


def concluded(rules: bytes, given: Sequence[str], batches: Batches) -> Batches:
    """Rows with the columns of the result behind those `given`, which pass through untouched; raises `FactsError`."""
    kb = unpacked(rules)
    for unnamed in batches:
        batch = unnamed.rename_columns(list(given))
        names = [name for name in batch.schema.names if name in names_of(kb.base.vocabulary)]
        frame = pl.DataFrame({ROW: pl.Series(range(batch.num_rows), dtype=pl.Int64)})
        if names:
            frame = frame.hstack(_polars(batch.select(names)))
        encoded = kb.frames.encode(frame.lazy(), frame.schema)
        bad = encoded.frame.select(BAD).collect()[BAD]
        if bad.any():
            told = frame.filter(bad).head(_MOST_TOLD)
            places = told[ROW].to_list()
            rows = _polars(batch.take(places)).to_dicts()
            raise FactsError(
                problem("SPARK-RECORD", flaw=code, reason=f"{name}: {shown(row[name])}", record=_json(row))
                for row, flaws in zip(rows, flaws_of(told, encoded), strict=True)
                for name, code in flaws.items()
            )
        made = plain(kb.frames.conclude(encoded).select(kb.frames.output).collect()).combine_chunks()
        for added in made.to_batches():  # one, or none of no rows
            names = [*batch.schema.names, *added.schema.names]
            yield pa.RecordBatch.from_arrays([*batch.columns, *added.columns], names=names)


# Records of files


def columns_of(rules: bytes, batches: Batches) -> Batches:
    """The columns of flat records in each batch, as an Arrow schema in bytes; what was said before is left out."""
    kb = unpacked(rules)
    told: set[bytes] = set()
    for batch in batches:
        lines = _values(batch)
        frame, _ = records.flat(_joined(lines), lines, 0, kb.base.vocabulary)
        columns = packed(frame.drop(ROW))
        if columns not in told:
            told.add(columns)
            yield pa.RecordBatch.from_arrays([pa.array([columns], pa.binary())], names=[VALUE])


def packed(frame: pl.DataFrame) -> bytes:
    """The columns of a frame as bytes."""
    return bytes(plain(frame.clear(), nulls=True).schema.serialize().to_pybytes())


def loaded(columns: bytes) -> pl.DataFrame:
    """A frame without rows from the bytes of `packed`."""
    return _polars(pa.ipc.read_schema(pa.py_buffer(columns)).empty_table())


def worked(task: Task, batches: Batches) -> Batches:
    """The rows that come of an input, and its rejected records in `REJECT`."""
    kb = unpacked(task.rules)
    for block in _READ[task.source.form](kb, task.source, batches):
        made, rejects = assessed(kb, block, task.request)
        told = [_json({**reject, "file": task.source.name, "row": None}) for reject in rejects]
        for rows in (made, pl.DataFrame({REJECT: told}, schema={REJECT: pl.String})):
            whole = plain(pl.concat([task.made, rows], how="diagonal_relaxed"))
            yield from whole.cast(plain(task.made).schema).combine_chunks().to_batches()


def plain(frame: pl.DataFrame, *, nulls: bool = False) -> pa.Table:
    """A frame in the types of Arrow that Spark has too; with `nulls` what holds nothing keeps its type."""
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return table.cast(pa.schema([(field.name, _plain(field.type, nulls=nulls)) for field in table.schema]))


def _plain(kind: pa.DataType, *, nulls: bool) -> pa.DataType:
    types = pa.types
    if types.is_struct(kind):
        fields = [kind.field(place) for place in range(kind.num_fields)]
        return pa.struct([(field.name, _plain(field.type, nulls=nulls)) for field in fields])
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return pa.list_(_plain(kind.value_type, nulls=nulls))
    if types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if types.is_duration(kind):
        return pa.duration("us")
    if types.is_large_binary(kind):
        return pa.binary()
    if types.is_large_string(kind) or types.is_dictionary(kind) or types.is_time(kind):
        return pa.string()
    if types.is_null(kind) and not nulls:
        return pa.string()
    return _SIGNED.get(kind, kind)


def _parquet(_: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    for batch in batches:
        named = batch.rename_columns(source.given.columns)
        yield _block(source, _polars(named).with_row_index(ROW), ())


def _csv(kb: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    """Lines of CSV; the first of the file names the columns."""
    names, separator = text.header_of(source.header)
    facts = dtypes(kb.base.vocabulary)
    awaited = True
    for batch in batches:
        lines = _values(batch)
        first = pc.index(batch.column(FIRST), True).as_py() if awaited else -1
        if first >= 0:
            awaited = False
            del lines[first]
        if lines:
            yield _block(source, *text.frame_of(_joined(lines), names, separator, 0, facts))


def _whole_csv(kb: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    """A file of CSV in which lines go on inside quotes."""
    names, separator = text.header_of(source.header)
    facts = dtypes(kb.base.vocabulary)
    for batch in batches:
        for data in _values(batch):
            rest = data.partition(b"\n")[2]
            if rest:
                yield _block(source, *text.frame_of(rest, names, separator, 0, facts))


def _flat(kb: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    """Lines of flat records. A key that none of these lines has, but another has, is absent here too."""
    absent = {f.id: f.type.to_people(f.if_absent) for f in kb.base.vocabulary.facts if f.if_absent is not None}
    for batch in batches:
        lines = _values(batch)
        frame, broken = records.flat(_joined(lines), lines, 0, kb.base.vocabulary)
        lacking = [name for name in source.given.columns if name not in frame.columns]
        filled = frame.with_columns(pl.lit(absent.get(name)).alias(name) for name in lacking)
        yield _block(source, filled.select(ROW, *source.given.columns), broken)


def _documents(kb: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    documents = Documents(kb)
    for batch in batches:
        yield _block(source, *documents.frame(_values(batch), 0))


def _folder(kb: KnowledgeBase, source: Source, batches: Batches) -> Iterator[Block]:
    """Files, each a document. Each is called as in the local run: by the name of the folder as given, and its own."""
    documents = Documents(kb)
    for batch in batches:
        frame, broken = documents.frame(_values(batch), 0)
        names = {row: _called(source.name, found) for row, found in enumerate(batch.column(PATH).to_pylist(), start=1)}
        frame = frame.with_columns(pl.col(ROW).replace_strict(names, default=None, return_dtype=pl.String).alias("bestand"))
        yield _block(source, frame, tuple(found._replace(text=names[found.row]) for found in broken))


_READ: Final[Mapping[Form, Callable[[KnowledgeBase, Source, Batches], Iterator[Block]]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "whole csv": _whole_csv,
    "flat": _flat,
    "documents": _documents,
    "folder": _folder,
}


def _called(given: str, address: str) -> str:
    name = PurePosixPath(address).name
    return given if given.lower().endswith(".json") else f"{given.rstrip('/')}/{name}"


def _block(source: Source, frame: pl.DataFrame, broken: Any) -> Block:
    return Block(Path(source.name), frame, broken, None, decimal_comma=source.decimal_comma)


def _values(batch: pa.RecordBatch) -> list[bytes]:
    return list(batch.column(VALUE).to_pylist())


def _joined(lines: list[bytes]) -> bytes:
    return b"\n".join([*lines, b""])


def _polars(data: pa.RecordBatch | pa.Table) -> pl.DataFrame:
    made = pl.from_arrow(data)
    assert isinstance(made, pl.DataFrame)  # noqa: S101
    return made


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
