"""Facts imagined otherwise: changes typed as `FACT=VALUE`, read as answers and put in a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.interview.answers import Misread, Word, read_answer, word_in
from antwoord_rules.interview.document import Document, put
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Fact, FactType, Vocabulary
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean

IMAGINABLE: Final = (FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE)
"""The types of what can be imagined otherwise of an element of a list: texts decide nothing."""


class Imagining(NamedTuple):
    """A document with the changes that could be read in it, and by fact what is wrong with the others."""

    document: Document
    wrong: Mapping[str, Misread]


def typed_changes(changes: Iterable[str]) -> dict[str, str]:
    """What is typed for each fact in changes like `FACT=VALUE`; the last one of a fact counts, and no value is no change."""
    typed: dict[str, str] = {}
    for change in changes:
        name, _, text = change.partition("=")
        if text.strip():
            typed[name.strip()] = text.strip()
    return typed


def imagine(vocabulary: Vocabulary, document: Document, typed: Mapping[str, str]) -> Imagining:
    """The document with what was typed for these facts. "Unknown" can be typed too; evidence of what changes is left out.

    Raises `UsageError` ID-UNKNOWN for what is no fact, or an element that the lists as imagined do not have.
    """
    wrong: dict[str, Misread] = {}
    for name in sorted(typed, key=lambda name: name not in vocabulary.collection_by_id):  # elements are named by their place
        about = _about(vocabulary, document, name)
        read = None if word_in(typed[name]) is Word.UNKNOWN else read_answer(typed[name], about)
        if isinstance(read, Misread):
            wrong[name] = read
        else:
            document = put(vocabulary, document, name, read, keep=False)
    return Imagining(document, wrong)


def _about(vocabulary: Vocabulary, document: Document, name: str) -> Fact | Collection:
    found: Fact | Collection | None = vocabulary.fact_by_id.get(name) or vocabulary.collection_by_id.get(name)
    place = ElementFact.parse(name)
    if found is None and place is not None and place.collection in vocabulary.collection_by_id:
        attribute = vocabulary.collection_by_id[place.collection].attribute(place.attribute)
        if attribute is not None and attribute.type in IMAGINABLE and place.number < len(document.get(place.collection) or ()):
            found = attribute
    if found is None:
        known = [*vocabulary.fact_by_id, *vocabulary.collection_by_id]
        raise UsageError([problem("ID-UNKNOWN", name=clean(name), suggestion=did_you_mean(name, known, most_listed=0))])
    return found
