"""Assessments in columns: a frame of facts in, the same frame with the phase and the conclusions out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import polars as pl

from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.facts.columns import BAD, Encoded, decoded, encode, problems_of
from antwoord_rules.inference.columnar import Strata, compiled, conclude
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import FactType, Vocabulary
from antwoord_rules.quoting import shown

PHASE: Final = "phase"
HIGHEST: Final = "phase_highest"
_MOST_SHOWN: Final = 20
_ROW: Final = "\0row"


class Frames:
    """Assesses frames under one program. Immutable; safe to share between threads."""

    def __init__(self, base: RuleBase, program: Program) -> None:
        self.base: Final = base
        self.program: Final = program
        self.conclusions: Final = tuple(
            rule.id for kind in (base.phases, base.criteria, base.challenges, base.measures) for rule in kind
        )
        """The conclusions that are columns of the result."""

    @property
    def output(self) -> tuple[str, ...]:
        """The columns that an assessment adds: the interval of the phase, and a nullable Boolean for each conclusion."""
        return (PHASE, HIGHEST, *self.conclusions)

    def check(self, schema: Mapping[str, pl.DataType]) -> tuple[Problem, ...]:
        """What may be a mistake in the columns of a frame; raises `UsageError` for what certainly is."""
        wrong, doubtful = problems_of(schema, self.base.vocabulary)
        wrong += [problem("COLUMN-TAKEN", name=name) for name in self.output if name in schema]
        if wrong:
            raise UsageError(wrong)
        return tuple(doubtful)

    def encode(self, frame: pl.LazyFrame, schema: Mapping[str, pl.DataType], *, decimal_comma: bool = False) -> Encoded:
        """The facts of a frame, encoded beside it; with `decimal_comma` texts write 80.5 as 80,5."""
        return encode(frame, schema, self.base.vocabulary, decimal_comma=decimal_comma)

    def conclude(self, encoded: Encoded) -> pl.LazyFrame:
        """The columns that were encoded, and those of `output`. A value that was wrong counts as unknown: look at `BAD` first."""
        made = conclude(encoded.frame, self._compiled(tuple(encoded.columns.items())))
        return made.select(*(decoded(encoded, name) for name in encoded.given), *self._phases(), *map(pl.col, self.conclusions))

    @lru_cache(maxsize=8)  # noqa: B019 - a few frames with the same columns follow one another; what is kept is small
    def _compiled(self, columns: tuple[tuple[str, str], ...]) -> Strata:
        return compiled(self.program, dict(columns))

    def _phases(self) -> tuple[pl.Expr, pl.Expr]:
        """The highest phase that certainly holds, and the highest that is not certainly out."""
        reached = [pl.when(pl.col(p.id).fill_null(value=False)).then(pl.lit(p.number, pl.Int8)) for p in self.base.phases]
        open_ = [pl.when(pl.col(p.id).fill_null(value=True)).then(pl.lit(p.number, pl.Int8)) for p in self.base.phases]
        return (
            pl.max_horizontal(pl.lit(0, pl.Int8), *reached).alias(PHASE),
            pl.max_horizontal(pl.lit(0, pl.Int8), *open_).alias(HIGHEST),
        )

    def assess(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the columns of `output`; raises `FactsError` for values that are wrong, and `UsageError` for columns."""
        self.check(frame.schema)
        encoded = self.encode(frame.lazy(), frame.schema)
        wrong = flawed(frame, encoded, self.base.vocabulary)
        if wrong:
            raise FactsError(wrong)
        return self.conclude(encoded).collect()


def flawed(frame: pl.DataFrame, encoded: Encoded, vocabulary: Vocabulary) -> list[Problem]:
    """The values of a frame that are wrong, each with its row (counted from 1) and column; the first ones when they are many."""
    rows = encoded.frame.select(BAD).collect().with_row_index(_ROW).filter(pl.col(BAD))[_ROW]
    if not len(rows):
        return []
    first = rows[:_MOST_SHOWN].to_list()
    told = frame[first]
    kinds = {**vocabulary.types, **{collection.id: FactType.BOOLEAN for collection in vocabulary.collections}}
    return [
        problem("COLUMN-VALUE", row=row + 1, name=name, found=shown(told[name][place]), flaw=code, allowed=kinds[name].allowed)
        for place, (row, flaws) in enumerate(zip(first, flaws_of(told, encoded), strict=True))
        for name, code in flaws.items()
    ]


def flaws_of(frame: pl.DataFrame, encoded: Encoded) -> list[dict[str, str]]:
    """What is wrong with the values of each row, by column; `encoded` is the frame, or one with the same columns, encoded."""
    found = frame.lazy().select(flaw.alias(name) for name, flaw in encoded.flaws.items()).collect()
    return [{name: code for name, code in row.items() if code is not None} for row in found.iter_rows(named=True)]


def as_polars(data: Any) -> pl.DataFrame:
    """A frame of polars (lazy too) or pandas, or an Arrow table, as a frame of polars; else raises `UsageError`."""
    if isinstance(data, pl.LazyFrame):
        return data.collect()
    if isinstance(data, pl.DataFrame):
        return data
    if type(data).__module__.partition(".")[0] == "pandas":
        return pl.DataFrame(pl.from_pandas(data, nan_to_null=True))
    if hasattr(data, "__arrow_c_stream__"):
        found = pl.from_arrow(data)
        if isinstance(found, pl.DataFrame):
            return found
    raise UsageError([problem("FRAME-KIND", found=type(data).__name__)])
