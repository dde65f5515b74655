"""The shapes of the files beside the phases: norms, sources, the crosswalk to EGEM, and the properties to prove."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from antwoord_rules.knowledge.documents.parts import Allowed, Grounded, Replacing, Shape, Slug, Stated, TextShape, Words
from antwoord_rules.knowledge.properties import PropertyName


class NormShape(Stated):
    """A dated parameter."""

    type: Literal["count", "percentage"]
    value: int | float
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    unit: TextShape | None = None


class NormsFile(Replacing):
    """`norms.yaml`: the parameters."""

    norms: list[NormShape] = Field(default_factory=list)


class ItemShape(Shape):
    """A statement of a source, in our words; `blank` when the source announces it and leaves it empty."""

    id: Slug
    about: TextShape
    blank: bool = False
    allow: Allowed


class SectionShape(Shape):
    """A section of a source."""

    id: Slug
    label: TextShape
    items: list[ItemShape] = Field(default_factory=list)


class DocumentShape(Shape):
    """A published text."""

    id: Slug
    title: Words
    author: Words | None = None
    year: int | None = None
    address: Words | None = None
    note: TextShape | None = None
    sections: list[SectionShape] = Field(default_factory=list)
    allow: Allowed


class SourcesFile(Replacing):
    """`sources.yaml`: the published texts that rules refer to."""

    documents: list[DocumentShape] = Field(default_factory=list)


class ScopeShape(Grounded):
    """How the scope of the two models differs."""

    note: TextShape


class PlateauShape(Grounded):
    """The EGEM plateaus beside a phase."""

    phase: Annotated[int, Field(ge=1, le=5)]
    plateaus: Annotated[list[int], Field(min_length=1)]
    approximate: bool


class PlateausFile(Replacing):
    """`egem-plateaus.yaml`: the crosswalk."""

    scope: ScopeShape | None = None
    rows: list[PlateauShape] = Field(default_factory=list)


class ExemptionShape(Shape):
    """A rule or fact for which a property need not hold, and why."""

    rule: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
    because: TextShape


class PropertyShape(Shape):
    """A property of the rules: whether it is proven, and why or why not; `exceptions` are rules for which it need not hold."""

    id: PropertyName
    label: TextShape
    because: TextShape
    checked: bool
    exceptions: list[ExemptionShape] = Field(default_factory=list)


class PropertiesFile(Replacing):
    """`properties.yaml`: what is proven of the rules."""

    properties: list[PropertyShape] = Field(default_factory=list)
