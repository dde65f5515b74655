"""Scenarios: rows made of each row, with facts swept over values, or with unknown facts drawn at random.

A draw depends on the seed, the number of the record in its file, that of the draw, and the fact: the same seed gives the same
scenarios, however the input is cut into blocks, and the scenarios of a sweep are drawn alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from antwoord_rules.batch.blocks import ROW
from antwoord_rules.facts.columns import of_lists
from antwoord_rules.knowledge.vocabulary import FactType, Vocabulary

SCENARIO: Final = "scenario"
"""The column with the number of the scenario of a record, from 1."""
_MOST_DRAWN: Final = 3
_DRAW: Final = "\0draw"
_BITS: Final = 53
_APART: Final = 1009
"""More than there are facts, so that no two seeds share the numbers of a fact."""


class Sweep(NamedTuple):
    """A fact with the values that it takes, as people write them."""

    fact: str
    values: tuple[bool | int | float, ...]


class Draw(NamedTuple):
    """How an unknown fact is drawn: true with probability `high` (a boolean), or any whole number from `low` to `high`."""

    low: int
    high: float


class Sample(NamedTuple):
    """So many scenarios of each record, in which unknown facts are drawn; `draws` by fact, the others as `usual` says."""

    number: int
    seed: int
    draws: Mapping[str, Draw]


def usual(kind: FactType) -> Draw:
    """How a fact of this type is drawn unless said otherwise."""
    if kind is FactType.BOOLEAN:
        return Draw(0, 0.5)
    return Draw(0, 100) if kind is FactType.PERCENTAGE else Draw(0, _MOST_DRAWN)


def swept(frame: pl.DataFrame, sweeps: Sequence[Sweep], vocabulary: Vocabulary) -> pl.DataFrame:
    """Each row once for every combination of the values; where a fact follows from a list, the list goes."""
    if not sweeps:
        return frame
    lists = {derived.id: derived.collection for derived in vocabulary.derived}
    gone = {name for sweep in sweeps for name in (sweep.fact, lists.get(sweep.fact, sweep.fact))}
    combined = pl.DataFrame({sweeps[0].fact: list(sweeps[0].values)})
    for sweep in sweeps[1:]:
        combined = combined.join(pl.DataFrame({sweep.fact: list(sweep.values)}), how="cross")
    kept = frame.select(name for name in frame.columns if name not in gone)
    return kept.join(combined.with_row_index(SCENARIO, offset=1), how="cross", maintain_order="left_right")


def drawn(frame: pl.DataFrame, sample: Sample, vocabulary: Vocabulary) -> pl.DataFrame:
    """Each row so many times, its unknown facts drawn. A column of lists gives way to the facts that follow from it."""
    numbers = pl.DataFrame({_DRAW: range(1, sample.number + 1)}, schema={_DRAW: pl.UInt32})
    flat = frame.with_columns(expression.alias(name) for name, expression in of_lists(frame.schema, vocabulary).items())
    given = flat.drop((collection.id for collection in vocabulary.collections), strict=False)
    rows = given.join(numbers, how="cross", maintain_order="left_right")
    swept_ = (pl.col(SCENARIO).cast(pl.UInt32) - 1) * sample.number if SCENARIO in rows.columns else pl.lit(0, pl.UInt32)
    rows = rows.with_columns((swept_ + pl.col(_DRAW)).alias(SCENARIO))
    types = {fact.id: fact.type for fact in vocabulary.facts} | {derived.id: derived.type for derived in vocabulary.derived}
    assumed = {fact.id for fact in vocabulary.facts if fact.if_absent is not None and fact.id not in rows.columns}
    sizes = {derived.collection: derived.id for derived in vocabulary.derived if derived.attribute is None}
    filled = {
        name: _filled(rows, name, _random(place, sample, name, kind))
        for place, (name, kind) in enumerate(types.items())
        if name not in assumed
    }
    for derived in vocabulary.derived:  # a short list has no element of which anything can be said
        if derived.attribute is not None and derived.collection in sizes:
            few = filled[sizes[derived.collection]] < derived.among_at_least
            drawn_ = pl.when(few).then(pl.lit(False)).otherwise(filled[derived.id])
            filled[derived.id] = _filled(rows, derived.id, drawn_)
    return rows.with_columns(expression.alias(name) for name, expression in filled.items()).drop(_DRAW)


def _filled(rows: pl.DataFrame, name: str, value: pl.Expr) -> pl.Expr:
    known = name in rows.columns and rows.schema[name] != pl.Null
    return pl.coalesce(pl.col(name), value) if known else value


def _random(place: int, sample: Sample, fact: str, kind: FactType) -> pl.Expr:
    draw = sample.draws.get(fact, usual(kind))
    bits: pl.Expr = pl.struct(ROW, _DRAW).hash(sample.seed * _APART + place)
    part: pl.Expr = (bits // 2 ** (64 - _BITS)).cast(pl.Float64) / 2**_BITS
    if kind is FactType.BOOLEAN:
        return part < pl.lit(draw.high)
    return (part * pl.lit(int(draw.high) - draw.low + 1)).floor().cast(pl.Int64) + pl.lit(draw.low)
