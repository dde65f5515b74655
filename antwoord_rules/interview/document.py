"""Answers in a fact document. A document is never changed: each answer gives a new one, which keeps all that was there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from antwoord_rules.facts.document import VALUE
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview.answers import numbered
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Node, Vocabulary

Document: TypeAlias = Mapping[str, Any]
"""A fact document as parsed JSON."""

Path: TypeAlias = tuple[str | int, ...]


def to_text(document: Document) -> str:
    """A document as JSON for people and programs alike."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def path_of(fact: str) -> Path:
    """The keys under which a document holds a fact, a list or an attribute of an element."""
    return ElementFact.parse(fact) or tuple(fact.split("."))


def is_given(document: Document, fact: str) -> bool:
    """Whether the document says something of a fact, be it that it is unknown (null, as a value or for its whole group)."""
    here: Any = document
    for key in path_of(fact):
        if here is None:
            return True
        if not isinstance(key, int) and key not in here:
            return False
        here = here[key]
    return True


def raw_of(document: Document, path: Path) -> Any:
    """What a document holds at a path, as it stands there; None where there is nothing."""
    here: Any = document
    for key in path:
        if here is None or (not isinstance(key, int) and key not in here):
            return None
        here = here[key]
    return here


def put(
    vocabulary: Vocabulary,
    document: Document,
    fact: str,
    value: bool | float | Sequence[str] | None,
    evidence: Evidence | None = None,
    *,
    keep: bool = True,
) -> dict[str, Any]:
    """The document with an answer in it; None says that it is unknown, and a list is given by the names of its elements.

    What a value had as evidence stays where the new evidence says nothing, unless `keep` is false; elements that keep their name
    keep all they had.
    """
    collection = vocabulary.collection_by_id.get(fact)
    if collection is not None:
        names = value if isinstance(value, Sequence) else None
        return {**document, fact: _elements(collection, document.get(fact), names)}
    said = {} if evidence is None else {key: part for key, part in evidence._asdict().items() if part is not None}
    made = _put(document, vocabulary.tree, path_of(fact), value, said, keep=keep)
    assert isinstance(made, dict)  # noqa: S101  (a document is no list)
    return made


def _put(here: Any, place: Node | None, path: Path, value: object, said: Mapping[str, str], *, keep: bool) -> Any:
    """The part of a document under a place of the vocabulary, with the value at the path."""
    if not path:
        if keep and isinstance(here, Mapping):
            return {**here, VALUE: value, **said}
        return {VALUE: value, **said} if said else value
    key, *rest = path
    if isinstance(key, int):
        return [_put(item, None, tuple(rest), value, said, keep=keep) if i == key else item for i, item in enumerate(here)]
    below = place.get(key) if isinstance(place, Mapping) else None
    if here is None:  # the whole group was said to be unknown, and the rest of it still is
        here = dict.fromkeys(place) if isinstance(place, Mapping) else {}
    absent: Any = {} if isinstance(below, Mapping) else None
    return {**here, key: _put(here.get(key, absent), below, tuple(rest), value, said, keep=keep)}


def put_raw(vocabulary: Vocabulary, document: Document, path: Path, raw: Any) -> dict[str, Any]:
    """The document with what another one holds at a path, evidence and all."""
    made = _put(document, vocabulary.tree, path, raw, {}, keep=False)
    assert isinstance(made, dict)  # noqa: S101  (a document is no list)
    return made


def remove(vocabulary: Vocabulary, document: Document, fact: str) -> dict[str, Any]:
    """The document without an answer, as if it was never given; groups that are empty then go with it."""
    made = _without(document, vocabulary.tree, path_of(fact))
    assert isinstance(made, dict)  # noqa: S101  (a document is no list)
    return made


def _without(here: Any, place: Node | None, path: Path) -> Any:
    """The part of a document under a place of the vocabulary, without what stands at the path."""
    key, *rest = path
    if isinstance(key, int):
        return [_without(item, None, tuple(rest)) if i == key else item for i, item in enumerate(here)]
    if here is None:  # the whole group was said to be unknown, and the rest of it still is
        here = dict.fromkeys(place) if isinstance(place, Mapping) else {}
    if key not in here:
        return dict(here)
    left = {name: part for name, part in here.items() if name != key}
    if not rest:
        return left
    below = _without(here[key], place.get(key) if isinstance(place, Mapping) else None, tuple(rest))
    return {**here, key: below} if below else left


def without_element(document: Document, collection: str, number: int) -> dict[str, Any]:
    """The document without one element of a list."""
    return {**document, collection: [element for i, element in enumerate(document[collection]) if i != number]}


def element_at(document: Document, collection: Collection, name: str) -> int | None:
    """Where the element of that name stands in a list; None when it is not there."""
    elements = document.get(collection.id) or ()
    return next((number for number, element in enumerate(elements) if _name(collection, element) == name), None)


def with_element(document: Document, collection: Collection) -> dict[str, Any]:
    """The document with one element more in a list, under a name of its own that can be changed."""
    there = document.get(collection.id) or []
    names = {_name(collection, element) for element in there}
    name = next(found for n in range(len(there) + 1, 2 * len(there) + 2) if (found := numbered(collection, n)) not in names)
    return {**document, collection.id: [*there, {collection.key: name}]}


def _elements(collection: Collection, old: Sequence[Mapping[str, Any]] | None, names: Sequence[str] | None) -> Any:
    if names is None:
        return None
    kept = {_name(collection, element): element for element in old or ()}
    return [kept.get(name, {collection.key: name}) for name in names]


def _name(collection: Collection, element: Mapping[str, Any]) -> Any:
    name = element[collection.key]
    return name[VALUE] if isinstance(name, Mapping) else name
