"""Random frames of facts, and what the reference engine makes of each of their rows."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import polars as pl

from antwoord_rules import KnowledgeBase
from antwoord_rules.assessment import reached
from antwoord_rules.knowledge.vocabulary import FactType, Value, Vocabulary

TYPES = {FactType.BOOLEAN: pl.Boolean, FactType.COUNT: pl.Int64, FactType.PERCENTAGE: pl.Float64}


def random_rows(vocabulary: Vocabulary, random: Random, number: int) -> list[dict[str, Any]]:
    """Rows with values as people write them; some facts are unknown, lists have elements of which not all is known."""
    rows = []
    for _ in range(number):
        unknown = random.choice([0.0, 0.1, 0.5, 1.0])
        row: dict[str, Any] = {
            fact.id: None if random.random() < unknown else some(fact.type, random) for fact in vocabulary.facts
        }
        for collection in vocabulary.collections:
            names = [a.id for a in collection.attributes if a.type is FactType.BOOLEAN]
            row[collection.id] = (
                None
                if random.random() < unknown
                else [
                    {collection.key: f"e{i}", **{name: random.choice([True, False, None]) for name in names}}
                    for i in range(random.choice([0, 1, 2, 2, 3]))
                ]
            )
        rows.append(row)
    return rows


def some(kind: FactType, random: Random) -> bool | int | float:
    """A value near the bounds that rules test."""
    if kind is FactType.BOOLEAN:
        return random.random() < 0.6
    if kind is FactType.COUNT:
        return random.choice([0, 1, 1, 2, 3, 25, 999_999_999])
    return random.choice([0, 79.99, 80, 80.01, 100, round(random.uniform(0, 100), 2)])


def frame_of(vocabulary: Vocabulary, rows: list[dict[str, Any]], columns: list[str] | None = None) -> pl.DataFrame:
    """The rows as a frame with the types of the vocabulary; only these columns, when given."""
    schema: dict[str, Any] = {fact.id: TYPES[fact.type] for fact in vocabulary.facts}
    for collection in vocabulary.collections:
        kinds = {a.id: pl.Boolean if a.type is FactType.BOOLEAN else pl.String for a in collection.attributes}
        schema[collection.id] = pl.List(
            pl.Struct({name: kinds[name] for name in kinds if name == collection.key or kinds[name] == pl.Boolean})
        )
    schema = {name: kind for name, kind in schema.items() if columns is None or name in columns}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def expected(kb: KnowledgeBase, rows: list[dict[str, Any]], columns: list[str]) -> Iterator[dict[str, Any]]:
    """What the reference engine concludes of each row, with the interval of the phase."""
    vocabulary, engine = kb.base.vocabulary, kb.engine("reference")
    for row in rows:
        known = engine.infer(facts_of(vocabulary, row, columns)).conclusions
        open_ = [phase.number for phase in kb.base.phases if known.get(phase.id) is not False]
        yield {"phase": reached(kb.base, known), "phase_highest": max(open_, default=0)} | {
            name: known.get(name) for name in kb.frames.conclusions
        }


def facts_of(vocabulary: Vocabulary, row: dict[str, Any], columns: list[str]) -> dict[str, Value]:
    """The encoded facts of a row: absent columns are assumed where the vocabulary does so, null is unknown."""
    found: dict[str, Value] = {}
    for fact in vocabulary.facts:
        if fact.id not in columns:
            if fact.if_absent is not None:
                found[fact.id] = fact.if_absent
        elif row[fact.id] is not None:
            encoded = fact.type.to_engine(row[fact.id])
            assert isinstance(encoded, int)
            found[fact.id] = encoded
    for derived in vocabulary.derived:
        elements = row.get(derived.collection) if derived.collection in columns else None
        if elements is not None:
            known = [{name: value for name, value in element.items() if isinstance(value, bool)} for element in elements]
            value = derived.value_of(known)
            if value is not None:
                found[derived.id] = value
    return found
