"""Facts in columns: a row is a municipality or a scenario, a column a fact by its dotted name, null is unknown.

An absent column is an absent key: facts that have a value when they are absent get it. A list such as the front offices is a
column of lists of structs, or the facts that are derived from it are columns. All other columns are left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from antwoord_rules.errors import Problem, problem
from antwoord_rules.knowledge.vocabulary import HUNDREDTHS, MOST, Collection, Derived, FactType, Vocabulary
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

BAD: Final = "\0bad"
"""The column that says which rows hold a value that is none of its fact's."""
_PREFIX: Final = "\0"
_TRUE: Final = ("true", "ja", "waar")
_FALSE: Final = ("false", "nee", "onwaar")
_FLAWS: Final = ("FACT-TYPE", "FACT-RANGE", "FACT-DECIMALS")


class Encoded(NamedTuple):
    """A frame with its facts encoded, in columns of their own beside those `given`; `BAD` says which rows hold a wrong value.

    `columns` gives for each fact, derived ones too, the column that holds it. `flaws` gives for each column that can be wrong an
    expression with the code of what is wrong with a value, over the frame that was encoded; null where nothing is.
    """

    frame: pl.LazyFrame
    given: tuple[str, ...]
    columns: Mapping[str, str]
    flaws: Mapping[str, pl.Expr]
    texts: Mapping[str, FactType]
    """The facts that were given as texts."""


def problems_of(schema: Mapping[str, pl.DataType], vocabulary: Vocabulary) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with the columns themselves, and what may be a mistake: columns that look like facts and are none."""
    wrong: list[Problem] = []
    for collection in vocabulary.collections:
        derived = [d.id for d in vocabulary.derived if d.collection == collection.id and d.id in schema]
        if collection.id in schema and derived:
            wrong.append(problem("COLUMN-TWICE", name=collection.id, other=derived[0]))
        if collection.id in schema and _structs(schema[collection.id]) is None:
            wrong.append(problem("COLUMN-NO-LIST", name=collection.id, found=str(schema[collection.id])))
    names = names_of(vocabulary)
    groups = {name.partition(".")[0] for name in names}
    doubtful = [
        problem("COLUMN-NO-FACT", name=clean(name), suggestion=did_you_mean(name, sorted(names)))
        for name in schema
        if name not in names and "." in name and name.partition(".")[0] in groups
    ]
    return wrong, doubtful


def dtypes(vocabulary: Vocabulary) -> dict[str, pl.DataType]:
    """The type of the column of each fact, derived ones too, with values as people write them."""
    kinds = {FactType.BOOLEAN: pl.Boolean(), FactType.COUNT: pl.Int64(), FactType.PERCENTAGE: pl.Float64()}
    types = {fact.id: fact.type for fact in vocabulary.facts} | {derived.id: derived.type for derived in vocabulary.derived}
    return {name: kinds[kind] for name, kind in types.items()}


def encode(
    frame: pl.LazyFrame, schema: Mapping[str, pl.DataType], vocabulary: Vocabulary, *, decimal_comma: bool = False
) -> Encoded:
    """The facts of a frame, encoded; what is wrong with a value is said by `flaws`, and the value is null.

    With `decimal_comma` a number in a text has a comma for its decimals.
    """
    values: dict[str, pl.Expr] = {}
    flaws: dict[str, pl.Expr] = {}
    for fact in vocabulary.facts:
        if fact.id not in schema:
            if fact.if_absent is not None:
                values[fact.id] = pl.lit(fact.if_absent)
            continue
        values[fact.id], flaws[fact.id] = _scalar(pl.col(fact.id), fact.type, schema[fact.id], comma=decimal_comma)
    for derived in vocabulary.derived:
        if derived.id in schema:
            values[derived.id], flaws[derived.id] = _scalar(
                pl.col(derived.id), derived.type, schema[derived.id], comma=decimal_comma
            )
    values |= of_lists(schema, vocabulary)
    for collection in vocabulary.collections:
        if collection.id in schema:
            flaw = _list_flaw(collection, _structs(schema[collection.id]) or {})
            if flaw is not None:
                flaws[collection.id] = flaw
    checks = [flaw.is_not_null() for flaw in flaws.values()]
    bad = pl.any_horizontal(checks) if checks else pl.lit(False)
    columns = {name: f"{_PREFIX}{name}" for name in values}
    encoded = frame.with_columns(bad.alias(BAD), *(expression.alias(columns[name]) for name, expression in values.items()))
    texts = {name: vocabulary.types[name] for name in columns if schema.get(name) == pl.String}
    return Encoded(encoded, tuple(schema), columns, flaws, texts)


def names_of(vocabulary: Vocabulary) -> set[str]:
    """The columns that hold facts."""
    return {
        *(fact.id for fact in vocabulary.facts),
        *(derived.id for derived in vocabulary.derived),
        *(collection.id for collection in vocabulary.collections),
    }


def _scalar(column: pl.Expr, kind: FactType, dtype: pl.DataType, *, comma: bool) -> tuple[pl.Expr, pl.Expr]:
    """A column of values as the engines see them, and what is wrong with each."""
    if dtype == pl.Null:
        return pl.lit(None, pl.Boolean if kind is FactType.BOOLEAN else pl.Int64), pl.lit(None, pl.String)
    if kind is FactType.BOOLEAN:
        return _boolean(column, dtype)
    if dtype == pl.String:
        text = column.str.strip_chars().replace("", None)
        return _number(text.str.replace(",", ".", literal=True) if comma else text, kind, dtype)
    return _number(column.fill_nan(None) if dtype.is_float() else column, kind, dtype)


def _boolean(column: pl.Expr, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    if dtype == pl.Boolean:
        return column, pl.lit(None, pl.String)
    if dtype != pl.String:
        return pl.lit(None, pl.Boolean), _flaw(column.is_not_null(), "FACT-TYPE")
    text = column.str.strip_chars().str.to_lowercase()
    value = pl.when(text.is_in(_TRUE)).then(True).when(text.is_in(_FALSE)).then(False)
    given = column.is_not_null() & (text != "")
    return value, _flaw(given & ~text.is_in([*_TRUE, *_FALSE]), "FACT-TYPE")


def _number(column: pl.Expr, kind: FactType, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """Counts are whole. Percentages have two decimals at most: then rounding them changes nothing."""
    if not (dtype.is_numeric() or dtype == pl.String):
        return pl.lit(None, pl.Int64), _flaw(column.is_not_null(), "FACT-TYPE")
    if dtype.is_integer():
        number, wrong = column.cast(pl.Int64, strict=False), pl.lit(False)
    else:
        number = column if dtype.is_float() else column.cast(pl.Float64, strict=False)
        wrong = column.is_not_null() & ~number.is_finite().fill_null(value=False)
    most = 100 if kind is FactType.PERCENTAGE else MOST
    outside = column.is_not_null() & ((number < 0) | (number > most)).fill_null(value=dtype.is_integer())
    if kind is FactType.PERCENTAGE:
        hundredths = number * HUNDREDTHS if dtype.is_integer() else (number.cast(pl.Float64) * HUNDREDTHS).round()
        fine = pl.lit(False) if dtype.is_integer() else (number.round(2) != number)
        flaw = pl.when(wrong).then(pl.lit("FACT-TYPE")).when(outside).then(pl.lit("FACT-RANGE"))
        flaw = flaw.when(fine).then(pl.lit("FACT-DECIMALS"))
        encoded = hundredths
    else:
        whole = pl.lit(False) if dtype.is_integer() else (number != number.floor())
        flaw = pl.when(wrong | whole.fill_null(value=False)).then(pl.lit("FACT-TYPE")).when(outside).then(pl.lit("FACT-RANGE"))
        encoded = number
    said = flaw.otherwise(None)
    return pl.when(said.is_null()).then(encoded).cast(pl.Int64, strict=False), said


def _flaw(wrong: pl.Expr, code: str) -> pl.Expr:
    return pl.when(wrong).then(pl.lit(code)).otherwise(None)


def _structs(dtype: pl.DataType) -> dict[str, pl.DataType] | None:
    """The fields of the elements of a column of lists; None when it is no such column."""
    inner: Any = getattr(dtype, "inner", None)
    if dtype == pl.Null or (isinstance(dtype, pl.List) and inner == pl.Null):
        return {}
    return {field.name: _instance(field.dtype) for field in inner.fields} if isinstance(inner, pl.Struct) else None


def of_lists(schema: Mapping[str, pl.DataType], vocabulary: Vocabulary) -> dict[str, pl.Expr]:
    """The facts that are derived from the columns of lists."""
    lists = {c.id: schema[c.id] for c in vocabulary.collections if c.id in schema}
    fields = {name: None if dtype == pl.Null else _structs(dtype) or {} for name, dtype in lists.items()}
    return {d.id: _derived(d, fields[d.collection]) for d in vocabulary.derived if d.collection in fields}


def _derived(derived: Derived, fields: Mapping[str, pl.DataType] | None) -> pl.Expr:
    column = pl.col(derived.collection)
    if fields is None:
        return pl.lit(None, pl.Boolean if derived.type is FactType.BOOLEAN else pl.Int64)
    if derived.attribute is None:
        return column.list.len().cast(pl.Int64)
    few = column.list.len() < derived.among_at_least
    if derived.attribute in fields and fields[derived.attribute] == pl.Boolean:
        values = column.list.eval(pl.element().struct.field(derived.attribute))
        found = values.list.eval(pl.element() == derived.value)
        some, doubt = found.list.any(), found.list.eval(pl.element().is_null()).list.any()
    else:
        some, doubt = pl.lit(False), pl.lit(True)
    told = pl.when(few).then(False).when(some).then(True).when(doubt).then(None).otherwise(False)
    return pl.when(column.is_not_null()).then(told)


def decoded(encoded: Encoded, name: str) -> pl.Expr:
    """A column that was given; a fact that was given as a text as the value that the text stands for."""
    if name not in encoded.texts:
        return pl.col(name)
    value = pl.col(encoded.columns[name])
    return (value / pl.lit(float(HUNDREDTHS)) if encoded.texts[name] is FactType.PERCENTAGE else value).alias(name)


def _list_flaw(collection: Collection, fields: Mapping[str, pl.DataType]) -> pl.Expr | None:
    """What is wrong with the attributes of the elements that decide something."""
    wrong = [
        attribute.id
        for attribute in collection.attributes
        if attribute.type is FactType.BOOLEAN and attribute.id in fields and fields[attribute.id] not in (pl.Boolean, pl.Null)
    ]
    if not wrong:
        return None
    given = [pl.col(collection.id).list.eval(pl.element().struct.field(name).is_not_null()).list.any() for name in wrong]
    return _flaw(pl.any_horizontal(given), "FACT-TYPE")


def _instance(dtype: PolarsDataType) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype
