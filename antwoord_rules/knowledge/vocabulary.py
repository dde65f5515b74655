"""The vocabulary: which facts exist, of which type, and what they are called.

Values are held in closed types only: a boolean, or an integer. A percentage is kept in hundredths of a per cent (80 % is
8000), so that two decimals are exact in every engine; `FactType.to_engine` and `FactType.to_people` are the only way in and out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.knowledge.references import Basis, Place, Reference
from antwoord_rules.language import Text

Value: TypeAlias = bool | int
"""A value as the engines see it: encoded, never a float or a text."""

MUNICIPALITY: Final = "gemeente"
"""The key of a fact document that says whom it is about; no fact can be called so."""

HUNDREDTHS: Final = 100
MOST: Final = 999_999_999
"""The largest count: far above anything a municipality has, far below what any engine holds exactly."""


class Flaw(StrEnum):
    """Why a raw value is no value of a type."""

    TYPE = "type"
    RANGE = "range"
    DECIMALS = "decimals"


class FactType(StrEnum):
    """The types that a fact can have; `text` and `texts` describe and never decide."""

    BOOLEAN = "boolean"
    COUNT = "count"
    PERCENTAGE = "percentage"
    TEXT = "text"
    TEXTS = "texts"

    @property
    def allowed(self) -> Text:
        """What a value of this type may be, in words."""
        return _ALLOWED[self]

    def to_engine(self, raw: object) -> Value | Flaw:
        """The engine's form of a raw value, or what is wrong with it. Nothing is converted: `1` is no boolean, `1.0` no count."""
        if self is FactType.BOOLEAN:
            return raw if isinstance(raw, bool) else Flaw.TYPE
        if isinstance(raw, bool):
            return Flaw.TYPE
        if self is FactType.COUNT and isinstance(raw, int):
            return raw if 0 <= raw <= MOST else Flaw.RANGE
        if self is FactType.PERCENTAGE and isinstance(raw, (int, float, Decimal)):
            return _hundredths(raw)
        return Flaw.TYPE

    def to_people(self, value: Value) -> bool | int | float:
        """The value as people write it: 8000 hundredths of a per cent is 80, 4250 is 42.5."""
        if self is not FactType.PERCENTAGE:
            return value
        return value // HUNDREDTHS if value % HUNDREDTHS == 0 else value / HUNDREDTHS


def _hundredths(raw: float | Decimal) -> Value | Flaw:
    """A percentage in hundredths. Its digits are counted, not computed with: arithmetic on decimals rounds to 28 of them."""
    if (isinstance(raw, Decimal) and not raw.is_finite()) or not 0 <= raw <= 100:  # noqa: PLR2004  (per cent)
        return Flaw.RANGE
    _, digits, exponent = Decimal(str(raw) if isinstance(raw, float) else raw).as_tuple()
    written = "".join(map(str, digits)).rstrip("0")
    if not written:
        return 0
    shift = int(exponent) + len(digits) - len(written) + _DECIMALS
    return int(written) * 10**shift if shift >= 0 else Flaw.DECIMALS


_DECIMALS: Final = 2
_ALLOWED: Final = {
    FactType.BOOLEAN: Text("true of false", "true or false"),
    FactType.COUNT: Text("een heel getal van 0 tot en met 999999999", "a whole number from 0 to 999999999"),
    FactType.PERCENTAGE: Text(
        "een getal van 0 tot en met 100, met hoogstens twee decimalen", "a number from 0 to 100, with at most two decimals"
    ),
    FactType.TEXT: Text("een tekst", "a text"),
    FactType.TEXTS: Text("een lijst van teksten", "a list of texts"),
}


class Polarity(StrEnum):
    """Whether a fact that is true, or higher, is better. Many facts have neither: one telephone number is better than none or
    two."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Label(NamedTuple):
    """Something with an id and a name: a group of facts."""

    id: str
    label: Text


class Block(NamedTuple):
    """A building block (bouwsteen) of "Gemeente heeft Antwoord©", 2007, pp. 20-26."""

    id: str
    label: Text
    sources: tuple[Reference, ...]


class Indicator(NamedTuple):
    """Why a fact that decides nothing is shown, and the norm it is shown with, if it has one."""

    because: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    at_most: str | None
    from_phase: int | None


class Fact(NamedTuple):
    """An input fact of the municipality, or (with a name that has no dots) an attribute of a collection's element."""

    id: str
    type: FactType
    group: str
    label: Text
    question: Text
    help: Text
    unit: Text | None
    if_absent: Value | None
    indicator: Indicator | None
    place: Place | None
    polarity: Polarity | None = None


class Collection(NamedTuple):
    """A list of things with attributes, such as the front offices; `key` names the attribute that is required and unique."""

    id: str
    group: str
    key: str
    label: Text
    question: Text
    help: Text
    attributes: tuple[Fact, ...]
    place: Place | None

    def attribute(self, name: str) -> Fact | None:
        """The attribute of that name."""
        return next((found for found in self.attributes if found.id == name), None)


class Derived(NamedTuple):
    """A fact computed from a collection: the number of its elements, or whether some element has an attribute's value.

    With `attribute`, the fact is false below `among_at_least` elements; above that it is Kleene's "some": true when an element
    certainly has the value, false when all certainly have not, else unknown.
    """

    id: str
    type: FactType
    group: str
    label: Text
    collection: str
    attribute: str | None
    value: bool | None
    among_at_least: int
    place: Place | None
    polarity: Polarity | None = None

    def value_of(self, elements: Sequence[Mapping[str, Value]]) -> Value | None:
        """The value for a list whose elements have these known attributes; None when it is unknown."""
        if self.attribute is None:
            return len(elements)
        if len(elements) < self.among_at_least:
            return False
        found = {element.get(self.attribute) for element in elements}
        if self.value in found:
            return True
        return None if None in found else False


class ElementFact(NamedTuple):
    """An attribute of an element of a list, as a fact with a name of its own: `frontoffices[1].afgestemd`."""

    collection: str
    number: int
    attribute: str

    @classmethod
    def parse(cls, name: str) -> ElementFact | None:
        """What a name stands for; None when it is no such name."""
        found = _ELEMENT.fullmatch(name)
        return None if found is None else cls(found[1], int(found[2]), found[3])

    @property
    def name(self) -> str:
        """The name, as messages and results write it."""
        return f"{self.collection}[{self.number}].{self.attribute}"


_ELEMENT: Final = re.compile(r"([a-z0-9_]+)\[(\d{1,6})\]\.([a-z0-9_]+)")

Node: TypeAlias = "Fact | Collection | Mapping[str, Node]"
"""A place in a fact document: a fact, a collection, or a group of places by key."""


@dataclass(frozen=True)
class Vocabulary:
    """Every fact that a rule can speak of and a fact document can hold."""

    blocks: tuple[Block, ...]
    groups: tuple[Label, ...]
    facts: tuple[Fact, ...]
    collections: tuple[Collection, ...]
    derived: tuple[Derived, ...]

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Scalar input facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def derived_by_id(self) -> Mapping[str, Derived]:
        """Derived facts by id."""
        return {fact.id: fact for fact in self.derived}

    @cached_property
    def collection_by_id(self) -> Mapping[str, Collection]:
        """Collections by id."""
        return {found.id: found for found in self.collections}

    @cached_property
    def types(self) -> Mapping[str, FactType]:
        """The type of each fact that a condition can test."""
        return {fact.id: fact.type for fact in self.facts} | {fact.id: fact.type for fact in self.derived}

    @cached_property
    def polarities(self) -> Mapping[str, Polarity | None]:
        """The polarity of each fact that a condition can test; None where it has none."""
        return {fact.id: fact.polarity for fact in self.facts} | {fact.id: fact.polarity for fact in self.derived}

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """The label of each fact and collection."""
        labelled: tuple[tuple[Fact | Derived | Collection, ...], ...] = (self.facts, self.derived, self.collections)
        return {thing.id: thing.label for things in labelled for thing in things}

    @cached_property
    def tree(self) -> Mapping[str, Node]:
        """The facts and collections as the nested keys of a fact document: `kanalen` -> `telefoon` -> `ingangen`."""
        root: dict[str, Any] = dict(self.collection_by_id)
        for fact in self.facts:
            *groups, last = fact.id.split(".")
            here = root
            for group in groups:
                here = here.setdefault(group, {})
            here[last] = fact
        return root
