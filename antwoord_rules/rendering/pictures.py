"""Pictures as data: what a drawing shows, in one language. `figures` draws them."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Status: TypeAlias = Literal["met", "unmet", "unknown"]


class Rung(NamedTuple):
    """A phase on the ladder: how many of its criteria are met, not met and unknown; `reached` is None when that is unknown."""

    number: int
    name: str
    reached: bool | None
    met: int
    unmet: int
    unknown: int


class Ladder(NamedTuple):
    """The phases from low to high, where the municipality is, and where it wants to go (None: nowhere in particular)."""

    rungs: tuple[Rung, ...]
    here: int
    target: int | None
    words: tuple[str, str, str, str, str]
    """"met", "not met", "unknown", "here" and "target" in the language of the report."""


class Profile(NamedTuple):
    """The criteria by phase (rows, high to low) and building block (columns): the statuses in each cell."""

    blocks: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Status, ...], ...]], ...]
    words: tuple[str, str, str]
    """"met", "not met", "unknown"."""


class Spider(NamedTuple):
    """The share of criteria met by building block (0 to 1; None: none is known) of the municipality, its target, and peers."""

    blocks: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]


class Bar(NamedTuple):
    """A measure in time, in months from the start; `critical`: a delay delays the plan."""

    label: str
    start: int
    end: int
    wave: int
    critical: bool


class Timeline(NamedTuple):
    """The measures of a plan, in the order of starting."""

    bars: tuple[Bar, ...]
    words: tuple[str, str, str]
    """"months", "decides the length", "has slack"."""


class Node(NamedTuple):
    """A conclusion or fact in the picture of why: in which column (0 is the conclusion itself), with its value in words."""

    id: str
    label: str
    value: str
    status: Status
    column: int


class Why(NamedTuple):
    """What a conclusion rests on: nodes, and edges from what is concluded to what it rests on."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


class Progress(NamedTuple):
    """Shares of criteria met by phase (low to high; None: nothing is known), at two or more dates: a series for each date, with
    the phase reached."""

    phases: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...], int], ...]


class Counts(NamedTuple):
    """How many there are of each kind, such as municipalities by phase; `marked` is the kind to point out."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    marked: int | None
    axis: str


class Shares(NamedTuple):
    """For each row, such as a criterion, how many are met, not met and unknown."""

    rows: tuple[tuple[str, int, int, int], ...]
    words: tuple[str, str, str]


Picture: TypeAlias = Ladder | Profile | Spider | Timeline | Why | Progress | Counts | Shares
