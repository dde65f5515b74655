"""JSON Schemas, generated: of fact files from the vocabulary, of results from their types. Rule files: see `rule_schemas`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, create_model

from antwoord_rules.assessment import Assessment
from antwoord_rules.facts.document import MUNICIPALITY_CODE, ORIGINS, SCHEMA_KEY, VALUE
from antwoord_rules.knowledge.vocabulary import MOST, MUNICIPALITY, Collection, Fact, FactType, Node, Vocabulary
from antwoord_rules.language import Text

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DATE: Final[Schema] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT: Final[Schema] = {"type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"}
_WORDS: Final[Schema] = {**_TEXT, "minLength": 1, "allOf": [{"pattern": "\\S"}]}
VALUES: Final[Mapping[FactType, Schema]] = {
    FactType.BOOLEAN: {"type": "boolean"},
    FactType.COUNT: {"type": "integer", "minimum": 0, "maximum": MOST},
    # At most two decimals, says the description: `multipleOf: 0.01` would refuse 71.35, which is no multiple in binary floats.
    FactType.PERCENTAGE: {"type": "number", "minimum": 0, "maximum": 100},
    FactType.TEXT: _WORDS,
    FactType.TEXTS: {"type": "array", "items": _WORDS},
}
"""What a known value of each type looks like."""


def facts_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of a fact document under a vocabulary."""
    municipality = strict_object(
        {
            "naam": _WORDS,
            "peildatum": _DATE,
            "code": _optional({"type": "string", "pattern": f"^{MUNICIPALITY_CODE.pattern}$"}),
            "inwoners": _optional(VALUES[FactType.COUNT]),
        },
        required=["naam", "peildatum"],
    )
    properties = {key: _node(node) for key, node in vocabulary.tree.items()}
    return {
        "$schema": DIALECT,
        "title": "antwoord-rules: feiten",
        **strict_object({SCHEMA_KEY: _optional(_TEXT), MUNICIPALITY: municipality, **properties}, required=[MUNICIPALITY]),
        "$defs": _definitions(),
    }


def result_schema() -> Schema:
    """The schema of the result of an assessment."""
    made = TypeAdapter(_model(Assessment)).json_schema(mode="serialization")
    return {"$schema": DIALECT, "title": "antwoord-rules: resultaat", **{k: v for k, v in made.items() if k != "title"}}


def _node(node: Node) -> Schema:
    if isinstance(node, Fact):
        return _fact(node)
    if isinstance(node, Collection):
        attributes = {attribute.id: _fact(attribute) for attribute in node.attributes}
        key = next(attribute for attribute in node.attributes if attribute.id == node.key)
        attributes[node.key] = described(key.label, key.help, {"anyOf": [_WORDS, _evidence(_WORDS)]})
        return described(
            node.label, node.help, _optional({"type": "array", "items": strict_object(attributes, required=[node.key])})
        )
    return _optional(strict_object({key: _node(part) for key, part in node.items()}))


def _fact(fact: Fact) -> Schema:
    text = Text(*(f"{said} ({allowed})" for said, allowed in zip(fact.help, fact.type.allowed, strict=True)))
    return described(fact.label, text, {"$ref": f"#/$defs/{fact.type}"})


def _definitions() -> dict[str, Schema]:
    """A value of each type: plain, null, or (a list excepted) with its evidence."""
    made: dict[str, Schema] = {FactType.TEXTS.value: _optional(VALUES[FactType.TEXTS])}
    for kind in (FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE, FactType.TEXT):
        made[kind.value] = {"anyOf": [VALUES[kind], {"type": "null"}, _evidence(_optional(VALUES[kind]))]}
    return made


def _evidence(value: Schema) -> Schema:
    return strict_object(
        {
            VALUE: value,
            "herkomst": _optional({"enum": list(ORIGINS)}),
            "bron": _optional(_TEXT),
            "datum": _optional(_DATE),
            "periode": _optional(_TEXT),
        },
        required=[VALUE],
    )


def strict_object(properties: Mapping[str, Schema], *, required: list[str] | None = None) -> Schema:
    """An object with these keys and no others."""
    made: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return made | ({"required": required} if required else {})


def _optional(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def one_of_or(names: Iterable[str], schema: Schema) -> Schema:
    """A schema that offers these names and takes all else that it took before."""
    offered = list(dict.fromkeys(names))
    return {"anyOf": [{"enum": offered}, schema]} if offered else schema


def described(label: Text, text: Text, schema: Schema) -> Schema:
    """The schema with what editors show of it, in Dutch."""
    return {"title": label.nl, "description": text.nl, **schema}


def _model(record: Any) -> Any:
    """A pydantic model of a record type (named tuple or dataclass), for its schema: records are made faster than models."""
    if get_origin(record) in (tuple, Union, UnionType):
        return (
            get_origin(record)[tuple(map(_model, get_args(record)))]
            if get_origin(record) is tuple
            else Union[tuple(map(_model, get_args(record)))]  # noqa: UP007  (made at run time)
        )
    if is_dataclass(record) or hasattr(record, "_fields"):
        hints = get_type_hints(record)
        names = [f.name for f in fields(record) if f.name != "context"] if is_dataclass(record) else record._fields
        members: dict[str, Any] = {name: (_model(hints[name]), ...) for name in names}
        name = record.__name__
        return create_model(name, __config__=ConfigDict(extra="forbid"), __doc__=record.__doc__, **members)
    return record
