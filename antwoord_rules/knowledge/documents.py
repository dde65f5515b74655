"""The shapes of the rule files, as pydantic models: what each file may hold. Their JSON Schema is `antwoord schema rules`.

Shapes only: whether a fact exists, or a value has the fact's type, is checked by the loader, which knows the whole folder.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from antwoord_rules.knowledge.properties import PropertyName
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.knowledge.vocabulary import Polarity

_FACT = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"
_NAME = r"^[a-z][a-z0-9_]*$"
_SLUG = r"^[a-z0-9][a-z0-9-]*$"

_VALUE_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [
        {"type": ["boolean", "integer", "number"]},
        {"type": "object", "properties": {"norm": {"type": "string"}}, "required": ["norm"], "additionalProperties": False},
    ]
}
_TEST_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [
        *_VALUE_SCHEMA["anyOf"],
        {
            "type": "object",
            "properties": dict.fromkeys(("equals", "differs", "at_least", "at_most", "above", "below"), _VALUE_SCHEMA),
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}
_CONDITION_SCHEMA: Final[dict[str, Any]] = {
    "description": "A test per fact, all of which must hold; `all`, `any` and `not` combine conditions.",
    "type": "object",
    "minProperties": 1,
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"type": "object", "minProperties": 1}},
        "any": {"type": "array", "minItems": 1, "items": {"type": "object", "minProperties": 1}},
        "not": {"type": "object", "minProperties": 1},
    },
    "additionalProperties": _TEST_SCHEMA,
}


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
FactId = Annotated[str, StringConstraints(pattern=_FACT)]
Name = Annotated[str, StringConstraints(pattern=_NAME)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG)]
When = Annotated[dict[str, Any], Field(json_schema_extra=_CONDITION_SCHEMA)]
"""A condition; parsed by `knowledge.parsing`, which gives better errors than a recursive model would."""


class Shape(BaseModel):
    """A mapping in a rule file: no other keys, no conversions."""

    model_config: ClassVar = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextShape(Shape):
    """A text in both languages."""

    nl: Words
    en: Words


class ReferenceShape(Shape):
    """An item of a source that `sources.yaml` lists."""

    document: Slug
    section: Slug | None = None
    item: Slug | None = None


Sources = Annotated[
    list[ReferenceShape],
    BeforeValidator(_as_list, json_schema_input_type=ReferenceShape | list[ReferenceShape]),
]
BasisField = Annotated[Basis, Field(strict=False)]


class AllowShape(Shape):
    """A finding of the linter that is meant to be there: its code, and why."""

    code: str
    because: TextShape


Allowed = Annotated[list[AllowShape], Field(default_factory=list)]
"""What `antwoord check` need not report about an item."""


class Grounded(Shape):
    """What every statement says of its provenance."""

    basis: BasisField
    source: Sources = Field(default_factory=list)
    reading: TextShape | None = None


class Stated(Grounded):
    """A rule with an id, a name and a reason."""

    id: Name
    label: TextShape
    because: TextShape
    allow: Allowed


class CriterionShape(Stated):
    """What a municipality must meet to be in the phase."""

    block: Name
    when: When


class ChallengeShape(Stated):
    """What a municipality in the phase has to work on."""

    block: Name
    resolved_when: When


class LimitShape(Stated):
    """What still limits the phase; reported, decides nothing."""

    when: When


class DerivationShape(Grounded):
    """A free intermediate conclusion, for rules that chain."""

    id: Name
    label: TextShape
    because: TextShape | None = None
    when: When
    allow: Allowed


class StepsShape(Shape):
    """The steps of a measure, as many in both languages."""

    nl: Annotated[list[Words], Field(min_length=1)]
    en: Annotated[list[Words], Field(min_length=1)]


class MeasureShape(Stated):
    """What a municipality can do, and what holds afterwards."""

    addresses: Annotated[list[Name], Field(min_length=1)]
    effects: When
    requires: list[Name] = Field(default_factory=list)
    effort: Annotated[int, Field(ge=1, le=5)]
    months: Annotated[int, Field(ge=1, le=120)]
    steps: StepsShape


class Replacing(Shape):
    """A file; `replaces` names what it replaces of the folders before it."""

    replaces: list[str] = Field(default_factory=list)


class PhaseFile(Replacing):
    """`phase-N-….yaml`: a phase with its criteria, limit, challenges and measures. A file that only adds gives no name."""

    phase: Annotated[int, Field(ge=1, le=5)]
    name: TextShape | None = None
    description: TextShape | None = None
    source: Sources = Field(default_factory=list)
    criteria: list[CriterionShape] = Field(default_factory=list)
    limit: LimitShape | None = None
    challenges: list[ChallengeShape] = Field(default_factory=list)
    measures: list[MeasureShape] = Field(default_factory=list)
    derived: list[DerivationShape] = Field(default_factory=list)


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


AnyFile = PhaseFile | VocabularyFile | NormsFile | SourcesFile | PlateausFile | PropertiesFile

FILE_SHAPES: Final[dict[str, type[Replacing]]] = {
    "vocabulary": VocabularyFile,
    "norms": NormsFile,
    "sources": SourcesFile,
    "egem-plateaus": PlateausFile,
    "phase-": PhaseFile,
    "properties": PropertiesFile,
}
"""The shape of a file by the start of its name."""
