"""Two documents that grew from one: where they differ, who made the difference, and the document that takes the best of both."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from antwoord_rules.comparison.changes import FactChange, changes
from antwoord_rules.interview.document import Document, element_at, is_given, path_of, put_raw, raw_of, remove, without_element
from antwoord_rules.interview.municipality import with_municipality
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY
from antwoord_rules.knowledge_base import KnowledgeBase

By: TypeAlias = Literal["theirs", "mine", "both"]
Place: TypeAlias = tuple[str, ...]


class Difference(NamedTuple):
    """What theirs and mine say differently: of the municipality itself (`entry`) or of its facts (`change`, from theirs to mine).

    `by` says who changed it since the document that both grew from; "both" when that is unknown.
    """

    name: str
    by: By
    theirs: Any
    mine: Any
    entry: str | None = None
    change: FactChange | None = None


def differences(kb: KnowledgeBase, base: Document | None, theirs: Document, mine: Document) -> tuple[Difference, ...]:
    """Where two documents differ, in the order of the vocabulary; `base` is the document that both grew from, if it is known."""
    by_them, by_me = (None if base is None else _changed(kb, base, other) for other in (theirs, mine))
    found = [
        Difference(".".join(place), _by(place, by_them, by_me), old, new, entry=place[1])
        for place, old, new in _entries(theirs, mine)
    ]
    for change in changes(kb.read(theirs), kb.read(mine), kb.base.vocabulary):
        place = _place(change)
        found.append(Difference("/".join(place), _by(place, by_them, by_me), change.old, change.new, change=change))
    return tuple(found)


def merged(kb: KnowledgeBase, theirs: Document, mine: Document, found: Iterable[Difference], take: Names[str]) -> Document:
    """My document with theirs in place of it at the differences of these names."""
    document = mine
    for difference in found:
        if difference.name not in take:
            continue
        if difference.change is not None:
            document = _taken(kb, document, theirs, difference.change)
        elif difference.entry is not None:
            document = with_municipality(document, {difference.entry: difference.theirs})
    return document


def _taken(kb: KnowledgeBase, mine: Document, theirs: Document, change: FactChange) -> Document:
    vocabulary = kb.base.vocabulary
    if change.element is None:
        if is_given(theirs, change.fact):
            path = path_of(change.fact)
            return put_raw(vocabulary, mine, path, raw_of(theirs, path))
        return remove(vocabulary, mine, change.fact)
    collection = vocabulary.collection_by_id[change.fact]
    here, there = (element_at(document, collection, change.element) for document in (mine, theirs))
    if here is None and there is not None:
        return {**mine, change.fact: [*mine[change.fact], theirs[change.fact][there]]}
    if here is not None and there is None:
        return without_element(mine, change.fact, here)
    if here is None or there is None or change.attribute is None:
        return mine
    element = theirs[change.fact][there]
    if change.attribute in element:
        return put_raw(vocabulary, mine, (change.fact, here, change.attribute), element[change.attribute])
    return remove(vocabulary, mine, f"{change.fact}[{here}].{change.attribute}")


def _changed(kb: KnowledgeBase, base: Document, new: Document) -> frozenset[Place]:
    facts = changes(kb.read(base), kb.read(new), kb.base.vocabulary)
    return frozenset([*(place for place, _, _ in _entries(base, new)), *map(_place, facts)])


def _entries(old: Document, new: Document) -> Iterable[tuple[Place, Any, Any]]:
    before: Mapping[str, Any] = old[MUNICIPALITY]
    after: Mapping[str, Any] = new[MUNICIPALITY]
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield (MUNICIPALITY, key), before.get(key), after.get(key)


def _place(change: FactChange) -> Place:
    return tuple(part for part in (change.fact, change.element, change.attribute) if part is not None)


def _by(place: Place, by_them: frozenset[Place] | None, by_me: frozenset[Place] | None) -> By:
    """Who changed a place, what it stands in, or what stands in it."""
    if by_them is None or by_me is None:
        return "both"
    theirs, mine = (any(place[: len(p)] == p or p[: len(place)] == place for p in found) for found in (by_them, by_me))
    return "both" if theirs is mine else "theirs" if theirs else "mine"
