"""All facts of a document at once, as a form: what it shows of each, and the document after what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from antwoord_rules.errors import UsageError
from antwoord_rules.interview.answers import ALLOWED_TEXT, Misread
from antwoord_rules.interview.document import Document, is_given, put, remove
from antwoord_rules.interview.municipality import ENTRIES, with_municipality
from antwoord_rules.interview.session import Asked, Session
from antwoord_rules.interview.typed import VALUE, Typed, normal, read, typed
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY, Collection, ElementFact, Fact, Label
from antwoord_rules.language import Language, Text

_REQUIRED: Final = Text("dit kan niet leeg zijn", "this can't be empty")


class Field(NamedTuple):
    """A fact, or an attribute of an element, on the form: the question, what the document says, and whether that can still
    matter."""

    asked: Asked
    said: Typed
    settled: bool


class Row(NamedTuple):
    """An element of a list on the form."""

    number: int
    name: str
    fields: tuple[Field, ...]


class List(NamedTuple):
    """A list on the form; `rows` is None when it was not given, and `unknown` says that it was said to be unknown."""

    collection: Collection
    rows: tuple[Row, ...] | None
    unknown: bool


class Group(NamedTuple):
    """The facts and lists of one group of the vocabulary."""

    label: Label
    fields: tuple[Field, ...]
    lists: tuple[List, ...]


class Filled(NamedTuple):
    """What was made of a form: the document with all that was understood, and what is wrong with the rest, by field and part."""

    document: Document
    wrong: Mapping[str, Mapping[str, Misread]]


@dataclass(frozen=True)
class Sheet:
    """The form of a document in one language."""

    session: Session
    language: Language

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What stands on the form, by group."""
        vocabulary = self.session.kb.base.vocabulary
        return tuple(
            Group(
                label,
                tuple(self._field(fact.id) for fact in vocabulary.facts if fact.group == label.id),
                tuple(self._list(found) for found in vocabulary.collections if found.group == label.id),
            )
            for label in vocabulary.groups
        )

    @cached_property
    def shown(self) -> Mapping[str, Typed]:
        """What each field says, by the name of its fact; those of the municipality are called `gemeente.naam` and so on."""
        about = self.session.document[MUNICIPALITY]
        entries = {entry_name(entry.key): Typed(_text(about.get(entry.key))) for entry in ENTRIES}
        return entries | {field.asked.fact: field.said for field in self.fields}

    def fill(self, shown: Mapping[str, Typed], given: Mapping[str, Typed]) -> Filled:
        """The document after somebody changed what was `shown` to what is `given`; only what differs between them is touched."""
        changed = self.changes(shown, given)
        document, wrong = self._with_entries(changed)
        vocabulary = self.session.kb.base.vocabulary
        for name, said in changed.items():
            if name not in self._abouts:
                continue
            answer, flaws = read(self._abouts[name], said)
            flaws = {**flaws, **self._name_flaws(name, said, changed)}
            if flaws:
                wrong[name] = flaws
            elif answer is None:
                document = remove(vocabulary, document, name)
            else:
                document = put(vocabulary, document, name, answer.value, answer.evidence, keep=answer.evidence is None)
        return Filled(document, wrong)

    def changes(self, shown: Mapping[str, Typed], given: Mapping[str, Typed]) -> Mapping[str, Typed]:
        """What somebody typed that is not what was shown, as far as the form has a field for it."""
        plain = {
            name: _later(shown.get(name, Typed()), normal(self._abouts[name], said)) if name in self._abouts else said
            for name, said in given.items()
        }
        return {name: said for name, said in plain.items() if said != shown.get(name) and name in self.shown}

    def moved(self, name: str, shown: Mapping[str, Typed]) -> bool:
        """Whether a field is of an element of a list that does not stand where it stood when the form was shown."""
        place = ElementFact.parse(name)
        if place is None:
            return False
        key = place._replace(attribute=self.session.kb.base.vocabulary.collection_by_id[place.collection].key).name
        return shown.get(key, Typed()).value != self.shown.get(key, Typed()).value

    @cached_property
    def _abouts(self) -> Mapping[str, Fact]:
        return {field.asked.fact: field.asked.about for field in self.fields if isinstance(field.asked.about, Fact)}

    @property
    def fields(self) -> Iterator[Field]:
        """Every fact and attribute on the form."""
        for group in self.groups:
            yield from group.fields
            for found in group.lists:
                for row in found.rows or ():
                    yield from row.fields

    def _field(self, fact: str) -> Field:
        asked = self.session.named(fact)
        said = typed(asked, self.language, given=is_given(self.session.document, fact))
        return Field(asked, said, fact in self._settled)

    def _list(self, collection: Collection) -> List:
        elements = self.session.memory.collections.get(collection.id)
        if elements is None:
            return List(collection, None, is_given(self.session.document, collection.id))
        rows = (
            Row(
                number,
                element.name,
                tuple(self._field(ElementFact(collection.id, number, a.id).name) for a in collection.attributes),
            )
            for number, element in enumerate(elements)
        )
        return List(collection, tuple(rows), unknown=False)

    @cached_property
    def _settled(self) -> frozenset[str]:
        """The unknown facts that provably can't matter any more; none when it takes too long to find out."""
        try:
            return frozenset(self.session.question.irrelevant)
        except UsageError:
            return frozenset()

    def _with_entries(self, changed: Mapping[str, Typed]) -> tuple[Document, dict[str, Mapping[str, Misread]]]:
        values: dict[str, Any] = {}
        wrong: dict[str, Mapping[str, Misread]] = {}
        for entry in ENTRIES:
            said = changed.get(entry_name(entry.key))
            if said is None:
                continue
            text = said.value.strip()
            value = entry.read(text) if text else Misread(_REQUIRED, entry.allowed) if entry.required else None
            if isinstance(value, Misread):
                wrong[entry_name(entry.key)] = {VALUE: value}
            else:
                values[entry.key] = value
        return with_municipality(self.session.document, values), wrong

    def _name_flaws(self, fact: str, said: Typed, changed: Mapping[str, Typed]) -> Mapping[str, Misread]:
        """What is wrong with the name of an element: there is none, or another element has it."""
        place = ElementFact.parse(fact)
        if place is None or place.attribute != self.session.kb.base.vocabulary.collection_by_id[place.collection].key:
            return {}
        name = said.value.strip()
        if not name:
            return {VALUE: Misread(_REQUIRED, ALLOWED_TEXT)}
        others = (
            place._replace(number=number).name
            for number in range(len(self.session.memory.collections[place.collection]))
            if number != place.number
        )
        if name in {changed.get(other, Typed()).value.strip() or self.shown[other].value for other in others}:
            return {VALUE: Misread(Text(f"'{name}' staat er twee keer", f"'{name}' stands there twice"), ALLOWED_TEXT)}
        return {}


def _later(was: Typed, now: Typed) -> Typed:
    """What was typed, where an answer and "I don't know" both stand: the one that was not there before counts."""
    if not (now.unknown and now.value):
        return now
    if was.unknown and not was.value:
        return now._replace(unknown=False)
    return now._replace(value="") if was.value == now.value and not was.unknown else now


def entry_name(key: str) -> str:
    """The name of a field of the municipality itself."""
    return f"{MUNICIPALITY}.{key}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
