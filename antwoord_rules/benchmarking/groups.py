"""With whom a municipality is compared: everyone, those in a range of inhabitants, or its nearest by inhabitants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import quantiles
from typing import Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.benchmarking.rows import Row
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean


class Range(NamedTuple):
    """A range of inhabitants, from `low` up to but not including `high`, so that ranges can adjoin; None: no upper end."""

    low: int
    high: int | None

    def holds(self, inhabitants: int | None) -> bool:
        """Whether a municipality of so many inhabitants is in it; one whose inhabitants are unknown is in none."""
        return inhabitants is not None and self.low <= inhabitants and (self.high is None or inhabitants < self.high)

    def overlaps(self, other: Range) -> bool:
        """Whether a municipality can be in both."""
        return (self.high is None or other.low < self.high) and (other.high is None or self.low < other.high)


class Near(NamedTuple):
    """The so many municipalities nearest in inhabitants, of each its own."""

    number: int


Comparison: TypeAlias = tuple[Range, ...] | Near
"""How the comparison group is chosen; no ranges: there is none."""

Fault: TypeAlias = Literal["both", "empty", "overlap"]


class ComparisonError(ValueError):
    """Groups that can't be compared with. `fault` says why: ranges and a number together, a range that holds nobody, or two that
    overlap; `places` says which of the ranges."""

    def __init__(self, fault: Fault, *places: int) -> None:
        self.fault, self.places = fault, places
        super().__init__(fault, *places)


def comparison(ranges: Sequence[Range], near: int | None = None) -> Comparison:
    """With whom to compare: those in each range, the lowest first, or the so many nearest. Raises `ComparisonError`."""
    if near is not None:
        if ranges:
            raise ComparisonError("both")
        return Near(near)
    for i, one in enumerate(ranges):
        if one.high is not None and one.high <= one.low:
            raise ComparisonError("empty", i)
    for i, one in enumerate(ranges):
        for j, other in enumerate(ranges[:i]):
            if one.overlaps(other):
                raise ComparisonError("overlap", j, i)
    return tuple(sorted(ranges, key=lambda found: found.low))


class RangeError(ValueError):
    """What was written is no range, or overlaps another; `said` tells which."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


def read_comparison(given: Sequence[str], near: int | None = None) -> Comparison:
    """The same, with ranges as people write them (`20000-50000`, `100000-`).

    Raises `RangeError` for what is wrong with them, and `ComparisonError` "both".
    """
    try:
        return comparison([_range(one) for one in given], near)
    except ComparisonError as error:
        if error.fault == "both":
            raise
        written = [clean(given[place]) for place in error.places]
        raise RangeError(_no_range(*written) if error.fault == "empty" else _overlap(*written)) from error


def _range(given: str) -> Range:
    match = _RANGE.fullmatch(given.strip())
    low, high = match.groups() if match else (None, None)
    if low is None and high is None:
        raise RangeError(_no_range(clean(given)))
    return Range(int(low or 0), int(high) if high else None)


def _no_range(given: str) -> Text:
    return Text(*(text.format(given=given) for text in _NO_RANGE))


def _overlap(one: str, other: str) -> Text:
    return Text(*(text.format(one=one, other=other) for text in _OVERLAP))


_RANGE: Final = re.compile(r"([0-9]{1,9})?-([0-9]{1,9})?", re.ASCII)
_NO_RANGE: Final = Text(
    "'{given}' is geen groep: schrijf van-tot in inwoners, zoals 20000-50000 of 100000-",
    "'{given}' is no group: write from-to in inhabitants, like 20000-50000 or 100000-",
)
_OVERLAP: Final = Text(
    "de groepen '{one}' en '{other}' overlappen; laat de ene beginnen waar de andere eindigt",
    "the groups '{one}' and '{other}' overlap; let one start where the other ends",
)


_DIGITS: Final = 12
"""Shares are quotients of small numbers: what differs after so many digits is the arithmetic of the machine."""


class Spread(NamedTuple):
    """How values from 0 to 1 lie: the least, the quartiles (by linear interpolation) and the most; None when none is known."""

    known: int
    unknown: int
    least: float | None
    lower: float | None
    median: float | None
    upper: float | None
    most: float | None

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Spread:
        """The spread of the values that are known."""
        found = list(values)
        known = sorted(value for value in found if value is not None)
        unknown = len(found) - len(known)
        if not known:
            return cls(0, unknown, None, None, None, None, None)
        lower, median, upper = quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
        return cls(len(known), unknown, known[0], lower, median, upper, known[-1])


class Standing(NamedTuple):
    """A municipality among others by share of criteria met among the known: `rank` is 1 for the highest, and `tied` others have
    the same share and so the same rank; `of` counts the municipalities whose share is known, itself too.

    `best` and `worst` are the ranks that are possible once all is known, of it and of the others.
    """

    rank: int | None
    """None when no criterion is known."""
    tied: int
    of: int
    best: int
    worst: int
    median: float | None
    """That of the group, with itself when it is a member."""
    difference: float | None
    """Its share less the median."""


def standing(row: Row, others: Iterable[Row], spread: Spread) -> Standing:
    """Where a municipality stands among others; `spread` is that of the group."""
    peers, share = list(others), row.share
    known = [peer.share for peer in peers if peer.share is not None]
    return Standing(
        rank=None if share is None else 1 + sum(value > share for value in known),
        tied=sum(value == share for value in known),
        of=len(known) + (share is not None),
        best=1 + sum(peer.tally.met > row.tally.met + row.tally.unknown for peer in peers),
        worst=1 + sum(peer.tally.met + peer.tally.unknown > row.tally.met for peer in peers),
        median=spread.median,
        difference=None if share is None or spread.median is None else round(share - spread.median, _DIGITS),
    )


def nearest(index: int, rows: Sequence[Row], identity: Sequence[str], number: int) -> tuple[int, ...] | None:
    """The so many nearest by inhabitants, by index; more when several are equally far, so that no one is left out by chance.

    Another date of the same municipality is no peer. None when its own inhabitants are unknown.
    """
    own = rows[index].municipality.inwoners
    if own is None:
        return None
    far = {
        i: abs(row.municipality.inwoners - own)
        for i, row in enumerate(rows)
        if row.municipality.inwoners is not None and identity[i] != identity[index]
    }
    if not far:
        return ()
    limit = sorted(far.values())[:number][-1]
    return tuple(i for i, distance in far.items() if distance <= limit)
