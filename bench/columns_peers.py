"""The same rules over columns in other ways: written out in polars, in numpy with masks, in SQL for duckdb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import polars as pl

from antwoord_rules.knowledge.conditions import All, Certain, Comparison, Condition, Not, Operator
from antwoord_rules.knowledge.conditions import Any as AnyOf
from antwoord_rules.knowledge.strata import Program

_SIGNS: Final[Mapping[Operator, str]] = {
    Operator.EQUALS: "==",
    Operator.DIFFERS: "!=",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.ABOVE: ">",
    Operator.BELOW: "<",
}


class ColumnPeer(Protocol):
    """Concludes for a frame of encoded facts; `wanted` are the conclusions that must come out, as nullable Booleans."""

    name: str

    def prepare(self, facts: pl.DataFrame) -> Any:
        """What it works on: its own form of the frame. Not timed."""

    def run(self, prepared: Any) -> Any:
        """Its own form of the result."""

    def frame(self, result: Any) -> pl.DataFrame:
        """The result as a frame. Not timed."""


class WrittenOut:
    """Polars as a person writes it: source text with an expression for each conclusion, one `with_columns` a stratum."""

    name = "polars, written by hand"

    def __init__(self, program: Program, wanted: tuple[str, ...]) -> None:
        names: dict[str, str] = {}
        lines = ["def rules(df):", "    lf = df.lazy()"]
        for stratum in program.strata:
            lines.append("    lf = lf.with_columns(")
            lines += [f"        {_source(conclusion.when)}.alias({conclusion.id!r})," for conclusion in stratum]
            lines.append("    )")
        lines.append(f"    return lf.select({list(wanted)!r}).collect()")
        exec("\n".join(lines), {"pl": pl, "c": pl.col}, names)
        self._rules: Callable[[pl.DataFrame], pl.DataFrame] = names["rules"]  # type: ignore[assignment]

    def prepare(self, facts: pl.DataFrame) -> pl.DataFrame:
        return facts

    def run(self, prepared: pl.DataFrame) -> pl.DataFrame:
        return self._rules(prepared)

    def frame(self, result: pl.DataFrame) -> pl.DataFrame:
        return result


def _source(condition: Condition) -> str:
    match condition:
        case Comparison(fact, Operator.EQUALS, True):
            return f"c({fact!r})"
        case Comparison(fact, Operator.EQUALS, False):
            return f"~c({fact!r})"
        case Comparison(fact, operator, value):
            return f"(c({fact!r}) {_SIGNS[operator]} {value!r})"
        case Certain(name):
            return f"c({name!r}).fill_null(False)"
        case Not(part):
            return f"~({_source(part)})"
        case All(parts):
            return f"({' & '.join(map(_source, parts)) or 'pl.lit(True)'})"
        case AnyOf(parts):
            return f"({' | '.join(map(_source, parts)) or 'pl.lit(False)'})"


class Numpy:
    """Two masks for each fact and conclusion: certainly true, and certainly false."""

    name = "numpy, two masks"

    def __init__(self, program: Program, wanted: tuple[str, ...]) -> None:
        self._program = program
        self._wanted = wanted

    def prepare(self, facts: pl.DataFrame) -> dict[str, tuple[Any, Any]]:
        import numpy as np

        found = {}
        for name in facts.columns:
            known = facts[name].is_not_null().to_numpy()
            kind = np.bool_ if facts.schema[name] == pl.Boolean else np.int64
            found[name] = (facts[name].fill_null(False if kind is np.bool_ else 0).to_numpy().astype(kind), known)
        return found

    def run(self, prepared: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
        known: dict[str, tuple[Any, Any]] = {}
        for stratum in self._program.strata:
            known |= {conclusion.id: self._test(conclusion.when, prepared, known) for conclusion in stratum}
        return {name: known[name] for name in self._wanted}

    def _test(
        self, condition: Condition, facts: dict[str, tuple[Any, Any]], known: dict[str, tuple[Any, Any]]
    ) -> tuple[Any, Any]:
        import operator
        from functools import reduce

        tests = {"==": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
        match condition:
            case Comparison(name, operator_, value) if name in known:
                yes, no = known[name]
                return (yes, no) if (operator_ is Operator.EQUALS) is (value is True) else (no, yes)
            case Comparison(name, operator_, value):
                values, given = facts[name]
                outcome = tests[_SIGNS[operator_]](values, value)
                return outcome & given, ~outcome & given
            case Certain(name):
                return known[name][0], ~known[name][0]
            case Not(part):
                yes, no = self._test(part, facts, known)
                return no, yes
            case All(parts):
                found = [self._test(part, facts, known) for part in parts]
                return reduce(operator.and_, (yes for yes, _ in found)), reduce(operator.or_, (no for _, no in found))
            case AnyOf(parts):
                found = [self._test(part, facts, known) for part in parts]
                return reduce(operator.or_, (yes for yes, _ in found)), reduce(operator.and_, (no for _, no in found))

    def frame(self, result: dict[str, tuple[Any, Any]]) -> pl.DataFrame:
        columns = {}
        for name, (yes, no) in result.items():
            columns[name] = pl.select(pl.when(pl.Series(yes)).then(True).when(pl.Series(no)).then(False)).to_series().alias(name)
        return pl.DataFrame(columns)


class Duckdb:
    """SQL's own three-valued logic, a common table expression for each stratum."""

    name = "duckdb, SQL"

    def __init__(self, program: Program, wanted: tuple[str, ...]) -> None:
        import duckdb

        self._connection = duckdb.connect()
        steps, before = [], "facts"
        for number, stratum in enumerate(program.strata):
            columns = ", ".join(f'{_sql(conclusion.when)} as "{conclusion.id}"' for conclusion in stratum)
            steps.append(f"s{number} as materialized (select *, {columns} from {before})")
            before = f"s{number}"
        selected = ", ".join(f'"{name}"' for name in wanted)
        self._query = f"with {', '.join(steps)} select {selected} from {before}"

    def prepare(self, facts: pl.DataFrame) -> Any:
        return facts.to_arrow()

    def run(self, prepared: Any) -> Any:
        self._connection.register("facts", prepared)
        return self._connection.sql(self._query).to_arrow_table()

    def frame(self, result: Any) -> pl.DataFrame:
        return pl.DataFrame(pl.from_arrow(result))


def _sql(condition: Condition) -> str:
    signs = {"==": "=", "!=": "<>"}
    match condition:
        case Comparison(fact, operator, value):
            sign = _SIGNS[operator]
            return f'("{fact}" {signs.get(sign, sign)} {str(value).lower()})'
        case Certain(name):
            return f'coalesce("{name}", false)'
        case Not(part):
            return f"(not {_sql(part)})"
        case All(parts):
            return f"({' and '.join(map(_sql, parts)) or 'true'})"
        case AnyOf(parts):
            return f"({' or '.join(map(_sql, parts)) or 'false'})"
