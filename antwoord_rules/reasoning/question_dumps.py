"""Questions as JSON values, with the answers as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antwoord_rules.knowledge.vocabulary import ElementFact, FactType, Value, Vocabulary
from antwoord_rules.reasoning.questions import NextQuestion, QuestionEffects


def next_dump(found: NextQuestion, vocabulary: Vocabulary) -> dict[str, Any]:
    """The next question. The value of a list stands as the values of its derived facts."""
    answers = [
        {"value": _shown(answer.value, found.fact or "", vocabulary), "phases": list(answer.phases)} for answer in found.answers
    ]
    return {"fact": found.fact, "answers": answers, "relevant": list(found.relevant), "irrelevant": list(found.irrelevant)}


def effects_dump(found: QuestionEffects, vocabulary: Vocabulary) -> dict[str, Any]:
    """What follows from each answer; `alike` has the values that count the same, from and up to (null: without end)."""
    answers = [
        {
            "value": _shown(answer.value, found.fact, vocabulary),
            "alike": {name: list(values) for name, values in answer.alike.items()},
            "phases": list(answer.phases),
            "changes": dict(answer.changes),
        }
        for answer in found.answers
    ]
    return {"fact": found.fact, "relevant": found.relevant, "answers": answers}


def _shown(value: Value | Mapping[str, Value], fact: str, vocabulary: Vocabulary) -> Any:
    if isinstance(value, Mapping):
        return {name: _shown(part, name, vocabulary) for name, part in value.items()}
    kind = _type_of(fact, vocabulary)
    return kind.to_people(value) if kind else value


def _type_of(fact: str, vocabulary: Vocabulary) -> FactType | None:
    element = ElementFact.parse(fact)
    if element is None:
        return vocabulary.types.get(fact)
    attributes = vocabulary.collection_by_id[element.collection].attributes
    return next((attribute.type for attribute in attributes if attribute.id == element.attribute), None)
