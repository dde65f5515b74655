"""Files of a table to one lazy frame of polars, with only the columns that are needed.

Every frame has the same columns: `moment` (in UTC, without zone) with `moment_wrong`, `wait` (in hundredths of a second) with
`wait_wrong`, a hash for what is a key or a link, a text, or whether something is filled. What is missing is null.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Text
from antwoord_rules.registrations import clock
from antwoord_rules.registrations.files import Form, Found
from antwoord_rules.registrations.tables import Column, Kind

if TYPE_CHECKING:
    from polars import DataFrame, DataType, Expr, LazyFrame

_BLOCK: Final = 32_000_000
"""So many bytes of NDJSON are read at a time when polars can't scan the file itself."""
_HUNDREDTHS: Final = 100
_MICROSECONDS: Final = 10_000
"""A hundredth of a second."""
_LAST_PART: Final = r"([^/]+)/*\s*$"
_NEEDS: Final = Text("polars, dat registraties leest", "polars, which reads registrations")


def require() -> None:
    """Raise `UsageError` when polars is not installed."""
    try:
        import polars  # noqa: F401, ICN001
    except ImportError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="batch", reason=_NEEDS)]) from error


def frame_of(files: Sequence[Found], *, thorough: bool = False) -> LazyFrame:
    """The records of the files of one table, one below the other; with `thorough` moments may be written in any way."""
    import polars as pl

    pages = [found for found in files if found.form in (Form.PAGE, Form.ARRAY)]
    others = [found for found in files if found.form not in (Form.PAGE, Form.ARRAY)]
    frames = [_normal(_scanned(found), found, thorough=thorough) for found in others]
    frames += [_normal(_pages(group), group[0], thorough=thorough) for group in _alike(pages)]
    return frames[0] if len(frames) == 1 else pl.concat(frames)


def _alike(pages: Sequence[Found]) -> list[list[Found]]:
    """The pages in groups that are read in the same way."""
    groups: dict[tuple[Any, ...], list[Found]] = {}
    for found in pages:
        groups.setdefault((tuple(found.fields.items()), found.suffix), []).append(found)
    return list(groups.values())


def _scanned(found: Found) -> LazyFrame:
    import polars as pl

    if found.form is Form.PARQUET:
        return pl.scan_parquet(found.path)
    if found.form is Form.CSV:
        return pl.scan_csv(found.path, separator=found.separator, infer_schema=False).rename(str.strip)
    schema = _schema(found)
    return _blocks(found, schema) if found.marked else pl.scan_ndjson(found.path, schema=schema)


def _schema(found: Found) -> dict[str, DataType]:
    """The types of the fields of a JSON record: all others are passed over."""
    import polars as pl

    schema: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    for column in found.table.columns:
        name = found.fields.get(column.name)
        if name is None:
            continue
        kind: Any = pl.List(pl.Struct({"uuid": pl.String})) if column.kind is Kind.FILLED else pl.String()
        head, _, rest = name.partition(".")
        if rest:
            inner.setdefault(head, {})[rest] = kind
        else:
            schema[name] = kind
    return schema | {name: pl.Struct(fields) for name, fields in inner.items()}


def _blocks(found: Found, schema: dict[str, DataType]) -> LazyFrame:
    """NDJSON that polars can't scan itself because it starts with a byte order mark."""
    import polars as pl

    def read() -> Iterator[DataFrame]:
        with Path(found.path).open("rb") as file:
            file.seek(3)
            while lines := file.readlines(_BLOCK):
                yield pl.read_ndjson(io.BytesIO(b"".join(lines)), schema=schema)

    return _lazy(read, schema)


def _pages(pages: Sequence[Found]) -> LazyFrame:
    import polars as pl

    schema = _schema(pages[0])

    def read() -> Iterator[DataFrame]:
        for page in pages:
            content: Any = page.path
            if page.marked:
                content = io.BytesIO(Path(page.path).read_bytes()[3:])
            if page.form is Form.ARRAY:
                yield pl.read_json(content, schema=schema)
            else:
                whole = pl.read_json(content, schema={"results": pl.List(pl.Struct(schema))})
                yield whole.explode("results").unnest("results")

    return _lazy(read, schema)


def _lazy(read: Any, schema: dict[str, DataType]) -> LazyFrame:
    import polars as pl
    from polars.io.plugins import register_io_source

    def source(
        with_columns: list[str] | None, predicate: Expr | None, n_rows: int | None, _batch_size: int | None
    ) -> Iterator[DataFrame]:
        left = n_rows
        for batch in read():
            frame = batch if left is None else batch.head(left)
            if predicate is not None:
                frame = frame.filter(predicate)
            yield frame if with_columns is None else frame.select(with_columns)
            if left is not None:
                left -= batch.height
                if left <= 0:
                    return

    return register_io_source(source, schema=pl.Schema(schema))


def _normal(frame: LazyFrame, found: Found, *, thorough: bool) -> LazyFrame:
    """The columns of the table, named and typed alike whatever the file is."""
    import polars as pl

    types = frame.collect_schema()
    chosen: list[Expr] = []
    for column in found.table.columns:
        name = found.fields.get(column.name)
        if name is None:
            absent = _made(column)
            chosen += [pl.lit(made == "keyless" or None, dtype=kind()).alias(made) for made, kind in absent.items()]
            continue
        source, kind = _field(name, types)
        chosen += _column(column, source, kind, suffix=None if thorough else found.suffix)
    return frame.select(chosen)


def _made(column: Column) -> dict[str, Any]:
    """The columns that a column becomes, with their types."""
    import polars as pl

    match column.kind:
        case Kind.MOMENT:
            return {"moment": lambda: pl.Datetime("us"), "moment_wrong": pl.Boolean}
        case Kind.WAIT:
            return {"wait": pl.Int64, "wait_wrong": pl.Boolean}
        case Kind.TEXT:
            return {column.name: pl.String}
        case Kind.FILLED:
            return {column.name: pl.Boolean}
        case Kind.KEY:
            return {column.name: pl.UInt64, "keyless": pl.Boolean}
        case _:
            return {column.name: pl.UInt64}


def _field(name: str, types: Any) -> tuple[Expr, Any]:
    import polars as pl

    if name in types:
        return pl.col(name), types[name]
    head, _, rest = name.partition(".")
    kind = next(field.dtype for field in types[head].fields if field.name == rest)
    return pl.col(head).struct.field(rest), kind


def _column(column: Column, source: Expr, kind: Any, *, suffix: str | None) -> list[Expr]:
    import polars as pl

    match column.kind:
        case Kind.MOMENT:
            moment = _moment(source, kind, suffix)
            return [moment.alias("moment"), (_given(source, kind, suffix) & moment.is_null()).alias("moment_wrong")]
        case Kind.WAIT:
            wait = _wait(source, kind)
            return [wait.alias("wait"), (_given(source, kind, None) & wait.is_null()).alias("wait_wrong")]
        case Kind.TEXT:
            return [source.cast(pl.String).alias(column.name)]
        case Kind.FILLED:
            return [_filled(source, kind).alias(column.name)]
        case Kind.LINK:
            text = source.cast(pl.String).str.extract(_LAST_PART, 1).str.to_lowercase()
            return [pl.when(text.is_not_null()).then(text.hash()).alias(column.name)]
        case _:
            return [source.cast(pl.String).hash().alias(column.name), source.is_null().alias("keyless")]


def _given(source: Expr, kind: Any, suffix: str | None) -> Expr:
    """Whether there is something to read; the quick way does not look for empty texts, which the thorough way then forgives."""
    import polars as pl

    given = source.is_not_null()
    return given & (source.str.len_bytes() > 0) if kind == pl.String and suffix is None else given


def _moment(source: Expr, kind: Any, suffix: str | None) -> Expr:
    import polars as pl

    if kind == pl.String:
        return clock.thorough(source) if suffix is None else clock.quick(source, suffix)
    if kind == pl.Date:
        return clock.local(source.cast(pl.Datetime("us")))
    if isinstance(kind, pl.Datetime):
        exact = source.cast(pl.Datetime("us", kind.time_zone))
        return exact.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if kind.time_zone else clock.local(exact)
    return pl.lit(None, dtype=pl.Datetime("us"))


def _wait(source: Expr, kind: Any) -> Expr:
    """The duration in hundredths of a second: a number of seconds, or the time of day of a time or a moment."""
    import polars as pl

    if kind == pl.String:
        text = source.str.strip_chars()
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        clocked = text.str.contains(r"^(?:\d{4}-\d\d-\d\d[T ])?\d{1,3}:[0-5]\d:[0-5]\d(?:[.,]\d+)?$")
        parts = [text.str.extract(r"(\d{1,3}):([0-5]\d):([0-5]\d)", group).cast(pl.Int64) for group in (1, 2, 3)]
        seconds = (parts[0] * 3600 + parts[1] * 60 + parts[2]) * _HUNDREDTHS
        return pl.when(clocked).then(seconds).otherwise(_hundredths(number))
    if kind.is_numeric():
        return _hundredths(source.cast(pl.Float64))
    if isinstance(kind, pl.Duration):
        return _positive(source.dt.total_microseconds() // _MICROSECONDS)
    if isinstance(kind, pl.Datetime):
        return source.dt.time().cast(pl.Duration("us")).dt.total_microseconds() // _MICROSECONDS
    if kind == pl.Time:
        return source.cast(pl.Duration("us")).dt.total_microseconds() // _MICROSECONDS
    return pl.lit(None, dtype=pl.Int64)


def _hundredths(seconds: Expr) -> Expr:
    import polars as pl

    return _positive((seconds * _HUNDREDTHS).round().cast(pl.Int64, strict=False))


def _positive(number: Expr) -> Expr:
    import polars as pl

    return pl.when(number >= 0).then(number)


def _filled(source: Expr, kind: Any) -> Expr:
    import polars as pl

    if isinstance(kind, pl.List):
        return (source.list.len() > 0).fill_null(value=False)
    if kind == pl.String:
        return (~source.str.strip_chars().is_in(["", "[]", "null"])).fill_null(value=False)
    return source.is_not_null()
