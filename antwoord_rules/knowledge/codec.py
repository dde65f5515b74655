"""Rule bases to JSON values and back: for the hash in the receipt and for the compiled form on disk.

A record (named tuple or dataclass) becomes `{"ClassName": [its fields in order]}`, a tuple a list, an enum member
`{"EnumName": value}`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from antwoord_rules.knowledge import conditions, references, rules, vocabulary
from antwoord_rules.knowledge.references import Place
from antwoord_rules.language import Text

Json: TypeAlias = bool | int | float | str | list[Any] | dict[str, Any] | None

_CLASSES: Final[dict[str, Any]] = {
    name: thing
    for module in (conditions, references, rules, vocabulary)
    for name, thing in vars(module).items()
    if isinstance(thing, type) and thing.__module__ == module.__name__
} | {"Text": Text}

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(field.name for field in fields(cls)) if is_dataclass(cls) else getattr(cls, "_fields", ())
    for name, cls in _CLASSES.items()
}


def encode(thing: Any, *, places: bool = True) -> Json:
    """The JSON value of knowledge data; without places, equal knowledge from other files gives an equal value."""
    if isinstance(thing, Enum):
        return {type(thing).__name__: thing.value}
    if isinstance(thing, Place) and not places:
        return None
    names = _FIELDS.get(type(thing).__name__)
    if names:
        return {type(thing).__name__: [encode(getattr(thing, name), places=places) for name in names]}
    if isinstance(thing, tuple):
        return [encode(part, places=places) for part in thing]
    return thing  # type: ignore[no-any-return]  # None, bool, int or str: the only types left in frozen knowledge


def decode(value: Json) -> Any:
    """The knowledge data of a JSON value made by `encode`."""
    if isinstance(value, list):
        return tuple(map(decode, value))
    if isinstance(value, dict):
        ((name, content),) = value.items()
        if isinstance(content, list):
            return _CLASSES[name](*map(decode, content))
        return _CLASSES[name](content)
    return value


CANONICAL: Final[dict[str, Any]] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
"""How `json.dumps` writes canonical JSON: sorted keys, no white space; encoded as UTF-8."""


def canonical(value: Json) -> bytes:
    """Canonical JSON of a value."""
    return json.dumps(value, **CANONICAL).encode()


def fingerprint(base: rules.RuleBase) -> str:
    """The SHA-256 of what a rule base says, wherever its files are."""
    return sha256(encode(base, places=False))


def sha256(value: Json) -> str:
    """The SHA-256 of the canonical JSON of a value, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
