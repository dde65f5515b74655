"""What the shapes of all rule files are made of: names, texts, references, provenance."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from antwoord_rules.knowledge.references import Basis

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


class Replacing(Shape):
    """A file; `replaces` names what it replaces of the folders before it."""

    replaces: list[str] = Field(default_factory=list)
