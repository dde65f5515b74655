"""What is measured, as data: values with their counts and what is to be said about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from antwoord_rules.knowledge.vocabulary import HUNDREDTHS
from antwoord_rules.registrations.period import Period

SourceName: TypeAlias = Literal["kiss", "open-klant", "ggm", "zaken"]
SOURCES: Final[tuple[SourceName, ...]] = get_args(SourceName)

Handling: TypeAlias = Literal["direct", "not", "ignore", "consulted"]
"""How a conversation counts: handled at first contact, not so, left out, or handled after consulting a colleague."""

Bias: TypeAlias = Literal[
    "unregistered",  # a call that is answered at once is often not registered: the share is too low
    "own_mapping",  # which result counts as what is our own choice, or the user's
    "consulted_direct",
    "consulted_not",
    "no_result",  # conversations without a result are left out
    "proxy_tasks",  # no internal task is not the same as answered
    "outgoing",  # the registration may hold contacts that the municipality began
    "wait_unit",  # the model gives no unit: numbers are seconds
    "answered_only",  # those who hung up are not in the average
    "menu",  # the wait starts when the exchange takes the call, menu included or not
    "links_partial",  # links are made by hand, and in some systems elsewhere
    "entrances_used",  # an entrance through which nobody came is not seen
    "channel_by_hand",
    "local_time",  # moments without offset are read as Dutch time
]

Reason: TypeAlias = Literal[
    "not_registered",  # registrations do not hold it
    "no_source",  # another source would
    "no_counted",  # no record in the period has a value that counts
    "no_status",  # without TELEFOONSTATUS it is unknown which calls were answered
    "no_entrances",  # which values of the channel are an entrance each was not said
    "channels_unnamed",  # some contacts of the channel came in through a value that is not named as an entrance
]


class Measured(NamedTuple):
    """A fact with its value, as people write it. With `proxy` the value is an estimate from something else.

    `bound` is the least that the fact can be, for facts that the registration shows to exist but does not count; then
    `value` is None.
    """

    fact: str
    source: SourceName
    table: str
    value: float | None
    counts: Mapping[str, int]
    biases: tuple[Bias, ...]
    proxy: bool = False
    bound: int | None = None


class Figure(NamedTuple):
    """A share that is no fact of the vocabulary, in per cent, and the facts that it is about."""

    id: Literal["internal_task", "within_norm", "abandoned", "cases_referred", "contacts_on_case"]
    source: SourceName
    table: str
    value: float | None
    counts: Mapping[str, int]
    biases: tuple[Bias, ...]
    about: tuple[str, ...]


class Question(NamedTuple):
    """A fact that could not be measured, and why."""

    fact: str
    reason: Reason


class Extent(NamedTuple):
    """What was read of a table, as numbers of records: all, those in the period, and those that were left out."""

    source: SourceName
    table: str
    title: str
    specification: str
    files: tuple[str, ...]
    records: int
    counted: int
    duplicates: int
    outside: int
    undated: int


class Findings(NamedTuple):
    """What one source gave; `channels` counts its contacts by channel, and under `other` those of values that we do not know."""

    measured: tuple[Measured, ...] = ()
    figures: tuple[Figure, ...] = ()
    questions: tuple[Question, ...] = ()
    extents: tuple[Extent, ...] = ()
    channels: Mapping[str, int] = {}
    period: Period | None = None


def share(part: int, whole: int) -> float | None:
    """A share in per cent with two decimals, halves up; None of nothing. Integers only, so that no rounding is by chance."""
    if whole == 0:
        return None
    hundredths = (2 * part * 100 * HUNDREDTHS + whole) // (2 * whole)
    return hundredths // HUNDREDTHS if hundredths % HUNDREDTHS == 0 else hundredths / HUNDREDTHS


def rounded(total: int, number: int) -> int | None:
    """The mean as a whole number, halves up; None of nothing."""
    return None if number == 0 else (2 * total + number) // (2 * number)
