"""Counting: one pass over a table, grouped by a few short values, within a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.registrations import faults
from antwoord_rules.registrations.files import Form, Found
from antwoord_rules.registrations.measuring import Extent, SourceName
from antwoord_rules.registrations.period import Period
from antwoord_rules.registrations.reading import frame_of
from antwoord_rules.registrations.tables import Column, Kind

if TYPE_CHECKING:
    from polars import DataFrame, Expr, LazyFrame

_ENGINE: Final = "streaming"
_CODES: Final = {"moment_wrong": (Kind.MOMENT, "DERIVE-DATE"), "wait_wrong": (Kind.WAIT, "DERIVE-WAIT")}


class Group(NamedTuple):
    """Records with the same values: how many, and how many of them are there once more (by their key)."""

    values: tuple[Any, ...]
    number: int
    sums: Mapping[str, int]


class Tally(NamedTuple):
    """The groups of the records in the period, with what was read and what was left out."""

    groups: tuple[Group, ...]
    extent: Extent
    first: datetime | None
    last: datetime | None

    @property
    def period(self) -> Period | None:
        """From the first day to the last; None without records."""
        return Period.between(self.first, self.last) if self.first and self.last else None


def collect(build: Callable[[], LazyFrame], files: Sequence[Found]) -> DataFrame:
    """The frame, computed batch by batch. Raises `FactsError` with the places of what can't be read."""
    from polars.exceptions import PanicException, PolarsError

    try:
        return build().collect(engine=_ENGINE)
    except (PolarsError, PanicException, OSError):  # their messages may quote what stands in the file
        problems = [found for file in files for found in faults.diagnose(file)]
    raise FactsError(problems or (problem("DERIVE-FORM").in_file(file.path) for file in files))


def tally(
    files: Sequence[Found],
    source: SourceName,
    by: Sequence[str],
    period: Period | None,
    sums: Callable[[], Mapping[str, Expr]] = dict,
) -> Tally:
    """Count the records of a table by these columns. Records with the same key and the same values count once.

    Pages of an API may overlap, as records are added while they are fetched, and so may files. A single table of a database
    can't: its key is unique, and looking for doubles would take most of the time.

    Raises `FactsError` with the place of every moment or duration that can't be read.
    """
    whole = _tallied(files, by, period, sums(), thorough=False)
    if _wrong(whole) and any(found.suffix for found in files):
        whole = _tallied(files, by, period, sums(), thorough=True)
    faults.fail(_problems(files, whole))
    rows = whole.to_dicts()
    within = [row for row in rows if row["inside"]]
    groups = tuple(Group(tuple(row[name] for name in by), _unique(row), {key: row[key] or 0 for key in sums()}) for row in within)
    table = files[0].table
    extent = Extent(
        source,
        table.name,
        table.title,
        table.specification,
        tuple(found.path for found in files),
        records=sum(row["records"] for row in rows),
        counted=sum(group.number for group in groups),
        duplicates=sum(row["records"] - _unique(row) for row in within),
        outside=sum(row["records"] for row in rows if row["inside"] is False),
        undated=sum(row["records"] for row in rows if row["inside"] is None),
    )
    return Tally(
        groups,
        extent,
        min((row["first"] for row in within), default=None),
        max((row["last"] for row in within), default=None),
    )


def _may_overlap(files: Sequence[Found]) -> bool:
    return len(files) > 1 or files[0].form not in (Form.CSV, Form.PARQUET)


def _unique(row: Mapping[str, Any]) -> int:
    """How many records have another key each; each of those without a key counts, though they share one hash."""
    if "keys" not in row:
        return int(row["records"])
    return int(row["keys"] + row["keyless"] - (row["keyless"] > 0))


def _tallied(
    files: Sequence[Found], by: Sequence[str], period: Period | None, sums: Mapping[str, Expr], *, thorough: bool
) -> DataFrame:
    import polars as pl

    table = files[0].table
    moment, key = pl.col("moment"), table.column(Kind.KEY) if _may_overlap(files) else None
    dated = pl.when(moment.is_not_null()).then(inside(period)).alias("inside")
    wrong = [pl.col(name).sum() for name, (kind, _) in _CODES.items() if table.column(kind)]
    made = [
        pl.len().alias("records"),
        *([] if key is None else [pl.col(key.name).n_unique().alias("keys"), pl.col("keyless").sum()]),
        moment.min().alias("first"),
        moment.max().alias("last"),
        *wrong,
        *(expression.alias(name) for name, expression in sums.items()),
    ]
    return collect(lambda: frame_of(files, thorough=thorough).group_by(*by, dated).agg(made), files)


def inside(period: Period | None) -> Expr:
    """Whether a record lies in the period; without one, whether it has a moment."""
    import polars as pl

    moment = pl.col("moment")
    if period is None:
        return moment.is_not_null()
    first, after = period.moments()
    return (moment >= first) & (moment < after)


def _wrong(counted: DataFrame) -> list[str]:
    """The columns of which some values could not be read."""
    return [name for name in _CODES if name in counted.columns and counted[name].sum()]


def _problems(files: Sequence[Found], counted: DataFrame) -> list[Problem]:
    problems: list[Problem] = []
    for name in _wrong(counted):
        kind, code = _CODES[name]
        for found in files:
            column = found.table.column(kind)
            assert column is not None  # noqa: S101  (the wrong value stands in it)
            wrong = collect(partial(_first, found, name), [found])
            rows = wrong["at"].to_list()
            problems += faults.at_records(found, column, [row + 1 for row in rows], code, field=column.name)
    return problems


def _first(found: Found, name: str) -> LazyFrame:
    """The places, from 0, of the first records of which a column says yes."""
    import polars as pl

    at = frame_of([found], thorough=True).select(name).with_row_index("at")
    return at.filter(pl.col(name)).select(pl.col("at").head(faults.MOST))


def unknown(files: Sequence[Found], column: Column, numbers: Mapping[str | None, int], code: str) -> list[Problem]:
    """A problem at the first record that has each of these values, with the number of records that have it."""
    left = dict(numbers)
    return [found for file in files for found in faults.at_first(file, column, left, code)]
