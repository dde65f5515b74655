"""Moments as registrations write them, to moments in UTC: expressions for polars.

Most files write every moment in one way; then the first records tell which, and the quick expression reads only that. What it
can't read is null, and its column `moment_wrong` says so: `reading` then takes the thorough expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from antwoord_rules.registrations.period import ZONE

if TYPE_CHECKING:
    from polars import Expr

_PLAIN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_PLAIN_LENGTH: Final = len("2026-07-01T09:12:33")
_DAY_LENGTH: Final = len("2026-07-01")
_THOROUGH: Final = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$"
_OFFSET: Final = r"[T ].*([+-])(\d\d):?(\d\d)?$"
_MINUTE: Final = 60_000_000
"""A minute in microseconds."""


def usual_suffix(texts: Sequence[str]) -> str | None:
    """What all these moments end in, as `Z` or `+00:00`; None when they are not all written alike."""
    suffixes = {match.group(1) if (match := _PLAIN.fullmatch(text)) else None for text in texts}
    return suffixes.pop() if len(suffixes) == 1 else None


def quick(column: Expr, suffix: str) -> Expr:
    """The moment in UTC of texts that end in the suffix, to the second; null for all others."""
    import polars as pl

    sign = -1 if suffix.startswith("-") else 1
    minutes = 0 if suffix == "Z" else sign * (int(suffix[1:3]) * 60 + int(suffix[4:6]))
    naive = _naive(column)
    return pl.when(column.str.ends_with(suffix)).then(naive - pl.duration(minutes=minutes) if minutes else naive)


def thorough(column: Expr) -> Expr:
    """The moment in UTC of texts in any of the allowed forms, to the second; null for all others."""
    import polars as pl

    text = column.str.strip_chars()
    naive = _naive(pl.when(text.str.len_chars() == _DAY_LENGTH).then(text + "T00:00:00").otherwise(text.str.replace(" ", "T")))
    sign = pl.when(text.str.extract(_OFFSET, 1) == "-").then(-1).otherwise(1).cast(pl.Int64)
    hours, minutes = (text.str.extract(_OFFSET, group).cast(pl.Int64).fill_null(0) for group in (2, 3))
    given = (naive.cast(pl.Int64) - sign * (hours * 60 + minutes) * _MINUTE).cast(pl.Datetime("us"))
    offset = text.str.contains(r"(?:Z|[+-]\d\d(?::?\d\d)?)$") & (text.str.len_chars() > _DAY_LENGTH)
    return pl.when(text.str.contains(_THOROUGH)).then(pl.when(offset).then(given).otherwise(local(naive)))


def local(naive: Expr) -> Expr:
    """The moment in UTC of Dutch time. Of an hour that comes twice the first is taken; one that is skipped counts on."""
    import polars as pl

    there = naive.dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
    skipped = (naive - pl.duration(hours=1)).dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
    moment = there.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return pl.coalesce(moment, skipped.dt.convert_time_zone("UTC").dt.replace_time_zone(None) + pl.duration(hours=1))


def _naive(text: Expr) -> Expr:
    return text.str.head(_PLAIN_LENGTH).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False, cache=False)
