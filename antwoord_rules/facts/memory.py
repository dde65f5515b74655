"""Working memory: what is known of one municipality, with its evidence, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from antwoord_rules.knowledge.vocabulary import Value


class Municipality(NamedTuple):
    """Whom the facts are about; `peildatum` is the ISO date on which they held."""

    naam: str
    peildatum: str
    code: str | None = None
    inwoners: int | None = None


class Evidence(NamedTuple):
    """Where a value comes from: measured, stated or estimated (`herkomst`), by what (`bron`), when, over which period."""

    herkomst: str | None = None
    bron: str | None = None
    datum: str | None = None
    periode: str | None = None


class Assumption(NamedTuple):
    """A fact that the document does not mention and the vocabulary gives a value (`if_absent`); the value is encoded."""

    fact: str
    value: Value


class Element(NamedTuple):
    """An element of a collection: its key attribute, its encoded scalar values, its texts, and the evidence per attribute."""

    name: str
    values: Mapping[str, Value]
    texts: Mapping[str, str | tuple[str, ...]]
    evidence: Mapping[str, Evidence]


class WorkingMemory(NamedTuple):
    """The facts of one municipality. A fact that is not in `values` is unknown: not false, not 0.

    `values` holds input and derived facts, encoded. `unknown` lists the input facts that are unknown, in the order of the
    vocabulary. `collections` holds each list that the document gives; a list that is absent is not in it.
    """

    municipality: Municipality
    values: Mapping[str, Value]
    unknown: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    evidence: Mapping[str, Evidence]
    collections: Mapping[str, tuple[Element, ...]]
    sha256: str
