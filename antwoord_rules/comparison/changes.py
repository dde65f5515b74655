"""What changed in the facts between two working memories, in the order of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.facts.memory import Element, Evidence, WorkingMemory
from antwoord_rules.knowledge.vocabulary import Collection, FactType, Polarity, Value, Vocabulary

Kind: TypeAlias = Literal["changed", "learned", "forgotten", "assumed", "confirmed", "added", "removed", "evidence"]
Part: TypeAlias = Literal["rules", "learned", "changed", "forgotten"]
Shown: TypeAlias = bool | int | float | str | tuple[str, ...] | None
"""A value as people write it, the texts of an attribute, or the names of a list's elements; None when it is unknown."""


class FactChange(NamedTuple):
    """A fact, a list, an element of a list or an attribute of an element that is not what it was.

    kind: `changed` from one given value to another; `learned` (it was unknown, or another value was assumed); `forgotten` (it is
    not given any more); `assumed` (the value is assumed now, which was given or unknown); `confirmed` (the assumed value is given
    now); `added` and `removed` for an element; `evidence` when only that is different.

    `part` is the part of the comparison that the change belongs to; None when the value is the same.
    """

    fact: str
    kind: Kind
    part: Part | None
    old: Shown
    new: Shown
    element: str | None = None
    attribute: str | None = None
    old_assumed: bool = False
    new_assumed: bool = False
    old_evidence: Evidence | None = None
    new_evidence: Evidence | None = None
    better: bool | None = None
    """Whether a changed value is better, by the polarity of the fact; None where it has none."""


class State(NamedTuple):
    """What is known of a fact: its value (None: unknown), whether that is assumed, and the evidence for it."""

    value: Value | tuple[str, ...] | str | None
    assumed: bool = False
    evidence: Evidence | None = None

    def becomes(self, new: State) -> tuple[Kind, Part | None] | None:
        """The kind of change from this to `new`, with its part; None when nothing changed."""
        if self.value is None or new.value is None:
            if self.value is None and new.value is None:
                return ("evidence", None) if self.evidence != new.evidence else None
            if new.value is None:
                return "forgotten", "forgotten"
            return "assumed" if new.assumed else "learned", "learned"
        same = self.value == new.value
        match self.assumed, new.assumed:
            case True, False:
                return ("confirmed", None) if same else ("learned", "learned")
            case False, True:
                return ("assumed", None) if same else ("forgotten", "forgotten")
        if not same:
            return "changed", "changed"
        return ("evidence", None) if self.evidence != new.evidence else None


def states(memory: WorkingMemory, vocabulary: Vocabulary) -> dict[str, State]:
    """What is known of each scalar fact."""
    assumed = {found.fact for found in memory.assumptions}
    return {
        fact.id: State(memory.values.get(fact.id), fact.id in assumed, memory.evidence.get(fact.id)) for fact in vocabulary.facts
    }


def changes(old: WorkingMemory, new: WorkingMemory, vocabulary: Vocabulary) -> tuple[FactChange, ...]:
    """Every change from the one memory to the other; both were read with this vocabulary."""
    return (*_scalars(old, new, vocabulary), *_lists(old, new, vocabulary))


def _scalars(old: WorkingMemory, new: WorkingMemory, vocabulary: Vocabulary) -> Iterator[FactChange]:
    before, after = states(old, vocabulary), states(new, vocabulary)
    for fact in vocabulary.facts:
        was, now = before[fact.id], after[fact.id]
        found = was.becomes(now)
        if found is not None:
            better = _better(fact.polarity, was.value, now.value) if found[0] == "changed" else None
            yield _change(fact.id, fact.type, was, now, found, better=better)


def _lists(old: WorkingMemory, new: WorkingMemory, vocabulary: Vocabulary) -> Iterator[FactChange]:
    for collection in vocabulary.collections:
        before, after = old.collections.get(collection.id), new.collections.get(collection.id)
        if before is None or after is None:
            was, now = (None if part is None else tuple(element.name for element in part) for part in (before, after))
            found = State(was).becomes(State(now))
            if found is not None:
                yield FactChange(collection.id, *found, was, now)
            continue
        earlier = {element.name: element for element in before}
        for element in after:
            if element.name in earlier:
                yield from _attributes(collection, earlier[element.name], element)
            else:
                yield FactChange(collection.id, "added", "changed", None, None, element.name)
        left = {element.name for element in after}
        for element in before:
            if element.name not in left:
                yield FactChange(collection.id, "removed", "changed", None, None, element.name)


def _attributes(collection: Collection, old: Element, new: Element) -> Iterator[FactChange]:
    for attribute in collection.attributes:
        if attribute.id == collection.key:
            was, now = (State(None, evidence=element.evidence.get(attribute.id)) for element in (old, new))
        else:
            was, now = (state_of(element, attribute.id) for element in (old, new))
        found = was.becomes(now)
        if found is not None:
            yield _change(collection.id, attribute.type, was, now, found, new.name, attribute.id)


def state_of(element: Element, attribute: str) -> State:
    """What is known of an attribute of an element."""
    value = element.values.get(attribute, element.texts.get(attribute))
    return State(value, evidence=element.evidence.get(attribute))


def _change(
    fact: str,
    kind: FactType,
    was: State,
    now: State,
    found: tuple[Kind, Part | None],
    element: str | None = None,
    attribute: str | None = None,
    *,
    better: bool | None = None,
) -> FactChange:
    old, new = (_shown(kind, state.value) for state in (was, now))
    proof = was.evidence, now.evidence
    return FactChange(fact, *found, old, new, element, attribute, was.assumed, now.assumed, *proof, better)


def _shown(kind: FactType, value: Any) -> Shown:
    return kind.to_people(value) if isinstance(value, int) else value


def _better(polarity: Polarity | None, old: Any, new: Any) -> bool | None:
    return None if polarity is None else (new > old) is (polarity is Polarity.POSITIVE)


_PARTS: Final[Mapping[Part, tuple[Kind, ...]]] = {
    "learned": ("learned", "confirmed"),
    "changed": ("changed",),
}


def taken_over(change: FactChange, part: Part) -> bool:
    """Whether the new state of a scalar fact is taken over in that part: a confirmed value with what is learned, an assumed one
    where it makes a difference."""
    return change.kind in _PARTS.get(part, ()) or (change.kind == "assumed" and change.part == part)
