"""The shape of `vocabulary.yaml`: building blocks, groups, facts, lists, derived facts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from antwoord_rules.knowledge.documents.parts import Allowed, FactId, Grounded, Name, Replacing, Shape, Sources, TextShape
from antwoord_rules.knowledge.vocabulary import Polarity


class BlockShape(Shape):
    """A building block."""

    id: Name
    label: TextShape
    source: Sources = Field(default_factory=list)


class GroupShape(Shape):
    """A group of facts, for forms and reports."""

    id: Name
    label: TextShape


class IndicatorShape(Grounded):
    """Why a fact that decides nothing is shown, and its norm."""

    because: TextShape
    at_most: Name | None = None
    from_phase: Annotated[int, Field(ge=1, le=5)] | None = None


class AskedShape(Shape):
    """What a fact is called and how it is asked."""

    label: TextShape
    question: TextShape
    help: TextShape


PolarityField = Annotated[
    Polarity | None,
    Field(strict=False, description="Whether yes, or more, is better; a fact that gets better never loses a phase."),
]


class FactShape(AskedShape):
    """An input fact."""

    id: FactId
    type: Literal["boolean", "count", "percentage"]
    group: Name
    unit: TextShape | None = None
    if_absent: bool | int | float | None = None
    polarity: PolarityField = None
    indicator: IndicatorShape | None = None
    allow: Allowed


class AttributeShape(AskedShape):
    """An attribute of the elements of a collection."""

    id: Name
    type: Literal["boolean", "count", "percentage", "text", "texts"]
    indicator: IndicatorShape | None = None


class CollectionShape(AskedShape):
    """A list of things with attributes."""

    id: Name
    group: Name
    key: Name
    attributes: Annotated[list[AttributeShape], Field(min_length=1)]
    allow: Allowed


class DerivedShape(Shape):
    """A fact computed from a collection: its `count`, or whether `some` element has the value of `where`."""

    id: FactId
    type: Literal["boolean", "count"]
    group: Name
    label: TextShape
    count: Name | None = None
    some: Name | None = None
    where: dict[str, bool] | None = None
    among_at_least: Annotated[int, Field(ge=1)] = 1
    polarity: PolarityField = None
    allow: Allowed


class VocabularyFile(Replacing):
    """`vocabulary.yaml`: the facts."""

    blocks: list[BlockShape] = Field(default_factory=list)
    groups: list[GroupShape] = Field(default_factory=list)
    facts: list[FactShape] = Field(default_factory=list)
    collections: list[CollectionShape] = Field(default_factory=list)
    derived: list[DerivedShape] = Field(default_factory=list)
