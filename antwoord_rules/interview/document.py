"""Answers in a fact document. A document is never changed: each answer gives a new one, which keeps all that was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from antwoord_rules.facts.document import VALUE
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Node, Vocabulary

Document: TypeAlias = Mapping[str, Any]
"""A fact document as parsed JSON."""

Path: TypeAlias = tuple[str | int, ...]


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


def _elements(collection: Collection, old: Sequence[Mapping[str, Any]] | None, names: Sequence[str] | None) -> Any:
    if names is None:
        return None
    kept = {_name(collection, element): element for element in old or ()}
    return [kept.get(name, {collection.key: name}) for name in names]


def _name(collection: Collection, element: Mapping[str, Any]) -> Any:
    name = element[collection.key]
    return name[VALUE] if isinstance(name, Mapping) else name
