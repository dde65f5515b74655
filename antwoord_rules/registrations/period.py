"""Periods: days in the Netherlands, from one day to another, both included."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

ZONE: Final = "Europe/Amsterdam"
"""The time zone in which a moment belongs to a day; a moment without offset is taken to be in it."""

_NAMED: Final = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_DAYS: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)
_QUARTER: Final = 3
_YEAR: Final = 12


class Period(NamedTuple):
    """The days of a period, both ends included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """The period of `2026`, `2026-Q3`, `2026-07` or `2026-07-01..2026-09-30`; None when it is none of these."""
        try:
            return _parse(text.strip())
        except ValueError:
            return None

    @classmethod
    def between(cls, first: datetime, last: datetime) -> Period:
        """The days from one moment in UTC to another."""
        zone = ZoneInfo(ZONE)
        return cls(*(moment.replace(tzinfo=UTC).astimezone(zone).date() for moment in (first, last)))

    def moments(self) -> tuple[datetime, datetime]:
        """The moments in UTC, without zone, between which a moment of this period lies; the second is no part of it."""
        zone = ZoneInfo(ZONE)
        days = (self.first, self.last + timedelta(days=1))
        first, after = (datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None) for day in days)
        return first, after

    def __str__(self) -> str:
        """`2026-Q3` for a whole quarter; likewise a year or a month; else the two days."""
        if self.first.day == 1 and self.last == _end(self.last.year, self.last.month) and self.first.year == self.last.year:
            year, month, months = self.first.year, self.first.month, self.last.month - self.first.month + 1
            if months == 1:
                return f"{year}-{month:02}"
            if months == _QUARTER and month % _QUARTER == 1:
                return f"{year}-Q{month // _QUARTER + 1}"
            if months == _YEAR:
                return str(year)
        return f"{self.first}..{self.last}"


def _parse(text: str) -> Period | None:
    match = _NAMED.fullmatch(text)
    if match:
        year, quarter, month = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101  (the pattern has one)
        first, last = month or 1, month or _YEAR
        if quarter is not None:
            first, last = _QUARTER * quarter - 2, _QUARTER * quarter
        return Period(date(year, first, 1), _end(year, last))
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    first_day, last_day = (date.fromisoformat(part) for part in match.groups())
    return Period(first_day, last_day) if first_day <= last_day else None


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
