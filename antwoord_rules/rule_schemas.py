"""JSON Schemas of rule files: the shapes of `knowledge.documents`, enriched with what the loaded rules name.

With them an editor completes ids and explains each fact where it is used. A folder may always add names of its own, so every
list of names is a suggestion: other names that are well formed stay valid, and the loader decides whether they exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from antwoord_rules.checking.case_files import CasesFile, statuses
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.documents import (
    AnyFile,
    FactId,
    NormsFile,
    PhaseFile,
    PlateausFile,
    PropertiesFile,
    SourcesFile,
    VocabularyFile,
)
from antwoord_rules.knowledge.rules import Derivation, Measure, RuleBase
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.language import Text
from antwoord_rules.schemas import DIALECT, VALUES, Schema, described, one_of_or, strict_object

RULE_FILES: Final[Mapping[str, tuple[Any, str]]] = {
    "rules": (AnyFile, "regels"),
    "phase": (PhaseFile, "fase"),
    "vocabulary": (VocabularyFile, "vocabulaire"),
    "norms": (NormsFile, "normen"),
    "sources": (SourcesFile, "bronnen"),
    "egem-plateaus": (PlateausFile, "EGEM-plateaus"),
    "properties": (PropertiesFile, "eigenschappen"),
    "cases": (CasesFile, "gevallen"),
}
"""The shape and the Dutch name of each schema of rule files; `rules` takes a file of any kind that is no case file."""

_CONDITIONS: Final = (
    ("CriterionShape", "when", "Condition"),
    ("ChallengeShape", "resolved_when", "Condition"),
    ("LimitShape", "when", "Condition"),
    ("DerivationShape", "when", "Condition"),
    ("MeasureShape", "effects", "Effects"),
)
"""Where the shapes hold a condition or effects, and the definition that takes its place."""

_ANY_VALUE: Final[Schema] = {"type": ["boolean", "number"]}
_EQUALITY: Final = (Operator.EQUALS, Operator.DIFFERS)
_ASSIGNING: Final = (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)


def rule_file_schema(kind: str, base: RuleBase) -> Schema:
    """The schema of a kind of rule file (a key of `RULE_FILES`), with the names of this rule base to complete."""
    shape, name = RULE_FILES[kind]
    made = TypeAdapter(shape).json_schema(mode="validation")
    made.pop("title", None)
    definitions: dict[str, Schema] = made.setdefault("$defs", {})
    for definition, key, target in _CONDITIONS:
        if definition in definitions:
            definitions[definition]["properties"][key] = {"$ref": f"#/$defs/{target}"}
    if "MeasureShape" in definitions:
        definitions |= _condition_definitions(base)
    if "CaseShape" in definitions:
        definitions["CaseShape"]["properties"]["given"] = _given(base)
        definitions["ExpectShape"]["properties"]["status"] = _statuses(base)
    for (definition, key), names in _suggestions(base).items():
        if definition in definitions:
            properties = definitions[definition]["properties"]
            properties[key] = _suggesting(properties[key], names)
    replaceable = _replaceable(base)
    for properties in (part["properties"] for part in (made, *definitions.values()) if "replaces" in part.get("properties", {})):
        properties["replaces"] = _suggesting(properties["replaces"], replaceable)
    return {"$schema": DIALECT, "title": f"antwoord-rules: {name}", **made}


def _suggestions(base: RuleBase) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names to complete, by the definition and the key that take them."""
    vocabulary = base.vocabulary
    blocks = tuple(block.id for block in vocabulary.blocks)
    groups = tuple(group.id for group in vocabulary.groups)
    collections = tuple(found.id for found in vocabulary.collections)
    sections = tuple(section for document in base.documents for section in document.sections)
    return {
        ("CriterionShape", "block"): blocks,
        ("ChallengeShape", "block"): blocks,
        ("MeasureShape", "addresses"): (*(rule.id for rule in base.criteria), *(rule.id for rule in base.challenges)),
        ("MeasureShape", "requires"): tuple(measure.id for measure in base.measures),
        ("ExpectShape", "recommended"): tuple(measure.id for measure in base.measures),
        ("ExpectShape", "not_recommended"): tuple(measure.id for measure in base.measures),
        ("FactShape", "group"): groups,
        ("CollectionShape", "group"): groups,
        ("DerivedShape", "group"): groups,
        ("DerivedShape", "count"): collections,
        ("DerivedShape", "some"): collections,
        ("IndicatorShape", "at_most"): tuple(base.norm_by_id),
        ("ReferenceShape", "document"): tuple(base.document_by_id),
        ("ReferenceShape", "section"): tuple(section.id for section in sections),
        ("ReferenceShape", "item"): tuple(item.id for section in sections for item in section.items),
    }


def _replaceable(base: RuleBase) -> tuple[str, ...]:
    return (*base.rules, *base.norm_by_id, *base.phase_by_id, *base.vocabulary.labels, *base.document_by_id)


def _suggesting(schema: Schema, names: Iterable[str]) -> Schema:
    """The schema of a name, or of a list of names, that offers these."""
    if schema.get("type") == "array":
        return {**schema, "items": one_of_or(names, schema["items"])}
    kept = {key: value for key, value in schema.items() if key in ("title", "description", "default")}
    return kept | one_of_or(names, {key: value for key, value in schema.items() if key not in kept})


def _condition_definitions(base: RuleBase) -> dict[str, Schema]:
    """`Condition` and `Effects`, with the tests that fit each type."""
    condition: Schema = {"$ref": "#/$defs/Condition"}
    some = {"type": "array", "minItems": 1, "items": condition}
    combined: dict[str, Schema] = {
        "all": described(Text("alle van deze", "all of these"), Text("Alle voorwaarden gelden.", "Every condition holds."), some),
        "any": described(
            Text("een van deze", "one of these"),
            Text("Minstens een van de voorwaarden geldt.", "At least one of the conditions holds."),
            some,
        ),
        "not": described(Text("niet", "not"), Text("De voorwaarde geldt niet.", "The condition does not hold."), condition),
    }
    return {
        "Condition": {
            "description": "A test per fact, all of which must hold; `all`, `any` and `not` combine conditions.",
            "type": "object",
            "minProperties": 1,
            "properties": combined | _facts(base, "test") | _conclusions(base),
            "additionalProperties": {"$ref": "#/$defs/any_test"},
        },
        "Effects": {
            "description": "What holds afterwards: each assigns, raises or caps one fact.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": TypeAdapter(FactId).json_schema(),
            "properties": _facts(base, "effect"),
            "additionalProperties": {"$ref": "#/$defs/any_effect"},
        },
        **_tests(base),
    }


def _tests(base: RuleBase) -> dict[str, Schema]:
    """What can be tested or assigned, by type; `any_…` is for facts that only another folder knows."""
    made: dict[str, Schema] = {}
    for kind in (FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE):
        norms = [norm.id for norm in base.norms if norm.type is kind]
        value = VALUES[kind] if kind is FactType.BOOLEAN else {"anyOf": [VALUES[kind], _norm(norms)]}
        made[f"{kind}_test"] = _test(value, _EQUALITY if kind is FactType.BOOLEAN else tuple(Operator))
        made[f"{kind}_effect"] = _test(value, _EQUALITY[:1] if kind is FactType.BOOLEAN else _ASSIGNING, most=1)
    anything: Schema = {"anyOf": [_ANY_VALUE, _norm(base.norm_by_id)]}
    return made | {"any_test": _test(anything, tuple(Operator)), "any_effect": _test(anything, _ASSIGNING, most=1)}


def _test(value: Schema, operators: Iterable[Operator], *, most: int | None = None) -> Schema:
    """A value that the fact must have, or tests by name. Several of them must all hold; an effect is always one."""
    named = strict_object(dict.fromkeys((operator.value for operator in operators), value)) | {"minProperties": 1}
    return {"anyOf": [value, named | ({} if most is None else {"maxProperties": most})]}


def _norm(names: Iterable[str]) -> Schema:
    return strict_object({"norm": one_of_or(names, {"type": "string"})}, required=["norm"])


def _facts(base: RuleBase, use: str) -> dict[str, Schema]:
    vocabulary = base.vocabulary
    found = {
        fact.id: described(fact.label, _allowing(fact.help, fact.type), {"$ref": f"#/$defs/{fact.type}_{use}"})
        for fact in vocabulary.facts
    }
    for derived in vocabulary.derived:
        label = vocabulary.labels[derived.collection]
        text = Text(f"Volgt uit de lijst '{label.nl}'.", f"Follows from the list '{label.en}'.")
        found[derived.id] = described(derived.label, _allowing(text, derived.type), {"$ref": f"#/$defs/{derived.type}_{use}"})
    return found


def _conclusions(base: RuleBase) -> dict[str, Schema]:
    """Criteria, challenges, limits, derivations and phases. A measure can't be read."""
    test = {"$ref": f"#/$defs/{FactType.BOOLEAN}_test"}
    found = {phase.id: described(phase.name, _allowing(phase.description, FactType.BOOLEAN), test) for phase in base.phases}
    for rule in base.rules.values():
        if not isinstance(rule, Measure):
            because = rule.because or rule.label if isinstance(rule, Derivation) else rule.because
            found[rule.id] = described(rule.label, _allowing(because, FactType.BOOLEAN), test)
    return found


def _given(base: RuleBase) -> Schema:
    """Facts of a case, dotted; nested ones and those of other folders stay possible."""
    facts = {
        fact.id: described(fact.label, _allowing(fact.help, fact.type), _optional_or_evidenced(VALUES[fact.type]))
        for fact in base.vocabulary.facts
    }
    lists = {
        found.id: described(found.label, found.help, {"type": ["array", "null"], "items": {"type": "object"}})
        for found in base.vocabulary.collections
    }
    return {"type": "object", "properties": facts | lists}


def _optional_or_evidenced(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "null"}, {"type": "object", "required": ["waarde"]}]}


def _statuses(base: RuleBase) -> Schema:
    """The statuses of each conclusion; YAML reads `true` and `false` as booleans."""
    named = [(phase.id, phase.name) for phase in base.phases]
    named += [(name, rule.label) for name, rule in base.rules.items() if not isinstance(rule, Measure)]
    properties: dict[str, Schema] = {}
    for name, label in named:
        allowed = statuses(base, name)
        properties[name] = {"title": label.nl, "enum": [*allowed, *((True, False) if "true" in allowed else ())]}
    return {"type": "object", "properties": properties, "additionalProperties": {"type": ["string", "boolean"]}}


def _allowing(text: Text, kind: FactType) -> Text:
    return Text(*(f"{said} ({allowed})" for said, allowed in zip(text, kind.allowed, strict=True)))
