"""A program over columns: each conclusion is a polars expression, and a row is a municipality or a scenario.

Null is unknown. Polars' `&`, `|` and `~` on Booleans are strong Kleene logic, and a comparison with null is null, so conditions
translate part by part; `tests/test_columnar.py` holds the outcome to the reference engine.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl

from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Not, Operator
from antwoord_rules.knowledge.strata import Program

if TYPE_CHECKING:
    from antwoord_rules.knowledge.vocabulary import Value

_TESTS: Final[Mapping[Operator, Callable[[pl.Expr, Value], pl.Expr]]] = {
    Operator.EQUALS: operator.eq,
    Operator.DIFFERS: operator.ne,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
    Operator.ABOVE: operator.gt,
    Operator.BELOW: operator.lt,
}


Strata: TypeAlias = tuple[tuple[pl.Expr, ...], ...]
"""The expressions of a program, each named after its conclusion; those of a stratum read facts and lower strata."""


def compiled(program: Program, known: Mapping[str, str]) -> Strata:
    """A program as expressions.

    `known` gives the columns of facts: Booleans, and integers encoded as the vocabulary does (80 % is 8000). A fact that has no
    column is unknown in every row.
    """
    columns = dict(known)
    strata = []
    for stratum in program.strata:
        strata.append(tuple(expression(conclusion.when, columns).alias(conclusion.id) for conclusion in stratum))
        columns |= {conclusion.id: conclusion.id for conclusion in stratum}
    return tuple(strata)


def conclude(facts: pl.LazyFrame, strata: Strata) -> pl.LazyFrame:
    """The facts with a nullable Boolean column for each conclusion, by its id."""
    for stratum in strata:
        facts = facts.with_columns(stratum)
    return facts


def expression(condition: Condition, columns: Mapping[str, str]) -> pl.Expr:
    """A condition over these columns as an expression: true, false or null."""
    match condition:
        case Comparison(fact) if fact not in columns:
            return pl.lit(None, pl.Boolean)
        case Comparison(fact, Operator.EQUALS, bool() as wanted):
            return pl.col(columns[fact]) if wanted else ~pl.col(columns[fact])
        case Comparison(fact, test, value):
            return _TESTS[test](pl.col(columns[fact]), value)  # type: ignore[arg-type]  # norms are replaced
        case Certain(conclusion):
            return pl.col(columns[conclusion]).fill_null(value=False)
        case Not(part):
            return ~expression(part, columns)
        case All(parts):
            return reduce(operator.and_, (expression(part, columns) for part in parts), pl.lit(True, pl.Boolean))
        case Any(parts):
            return reduce(operator.or_, (expression(part, columns) for part in parts), pl.lit(False, pl.Boolean))
