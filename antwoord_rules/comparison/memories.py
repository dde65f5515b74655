"""The working memories between two dates: first with what became known, then also with what changed.

What is known no more is left as it was; the memory after that is the new one itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from antwoord_rules.comparison.changes import FactChange, State, states, taken_over
from antwoord_rules.facts.document import Reader
from antwoord_rules.facts.memory import Element, Evidence, WorkingMemory
from antwoord_rules.facts.reader import working_memory
from antwoord_rules.knowledge.vocabulary import Value, Vocabulary


def with_learned(old: WorkingMemory, new: WorkingMemory, changes: Iterable[FactChange], vocabulary: Vocabulary) -> WorkingMemory:
    """The old facts with what is known only now; of lists, the attributes of elements that were there already."""
    taken = {change.fact for change in changes if taken_over(change, "learned")}
    return _memory(old, new, taken, _learned, vocabulary)


def with_changed(
    learned: WorkingMemory, new: WorkingMemory, changes: Iterable[FactChange], vocabulary: Vocabulary
) -> WorkingMemory:
    """The same with what changed, too; of lists, the elements that there are now."""
    taken = {change.fact for change in changes if taken_over(change, "changed")}
    return _memory(learned, new, taken, _changed, vocabulary)


def _memory(
    old: WorkingMemory,
    new: WorkingMemory,
    taken: set[str],
    merge: Callable[[Sequence[Element], Sequence[Element]], Sequence[Element]],
    vocabulary: Vocabulary,
) -> WorkingMemory:
    """The old memory with the new states of the taken facts, and with lists that are merged."""
    before, after = states(old, vocabulary), states(new, vocabulary)
    merged: dict[str, State] = {name: (after if name in taken else before)[name] for name in before}
    reader = Reader(vocabulary)
    reader.municipality = new.municipality
    for name, state in merged.items():
        if state.assumed:
            continue  # it is assumed again when the memory is made
        reader.explicit.add(name)
        if isinstance(state.value, int):
            reader.values[name] = state.value
        if state.evidence is not None:
            reader.evidence[name] = state.evidence
    for collection in vocabulary.collections:
        first, second = old.collections.get(collection.id), new.collections.get(collection.id)
        if first is None and second is None:
            continue
        reader.explicit.add(collection.id)
        chosen = merge(first, second) if first is not None and second is not None else second if first is None else first
        reader.collections[collection.id] = tuple(chosen or ())
    return working_memory(reader, {})


def _learned(old: Sequence[Element], new: Sequence[Element]) -> Sequence[Element]:
    later = {element.name: element for element in new}
    return [_over(later.get(element.name), element) for element in old]


def _changed(old: Sequence[Element], new: Sequence[Element]) -> Sequence[Element]:
    earlier = {element.name: element for element in old}
    return [_over(earlier.get(element.name), element) for element in new]


def _over(below: Element | None, above: Element) -> Element:
    """The element, and what only the one below it knows."""
    if below is None:
        return above
    values: Mapping[str, Value] = {**below.values, **above.values}
    texts = {**below.texts, **above.texts}
    evidence: Mapping[str, Evidence] = {**below.evidence, **above.evidence}
    return Element(above.name, values, texts, evidence)
