"""What somebody imagines: facts with other values, named in the address as `change=FACT=VALUE` and kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from antwoord_rules.assessment import Assessment
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.interview.answers import ALLOWED, ALLOWED_NAMES, Misread, Word, read_names, read_value, word_in
from antwoord_rules.interview.document import Document, put
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Fact, FactType
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean
from antwoord_rules.web.pages.subject import Subject, SubjectDep
from antwoord_rules.web.problems import too_many

_NONE: Final = Text("geen", "none")
_SHOWN: Final = (FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE)
_MOST: Final = 400
"""More changes than there are facts, even with a hundred front offices, are no question of a person."""


@dataclass(frozen=True)
class Field:
    """A fact that can be imagined otherwise: its name, what it is called, its value now and what was typed (None: nothing)."""

    name: str
    about: Fact | Collection
    label: Text
    now: bool | float | tuple[str, ...] | None
    typed: str | None = None
    wrong: Misread | None = None

    @property
    def boolean(self) -> bool:
        """Whether it is yes or no."""
        return isinstance(self.about, Fact) and self.about.type is FactType.BOOLEAN

    @property
    def list(self) -> bool:
        """Whether it is a list of names."""
        return isinstance(self.about, Collection)

    @property
    def choice(self) -> str:
        """Of yes or no, what was typed as the form offers it; empty when nothing was, or nothing that can be read."""
        if self.typed is None or self.wrong is not None:
            return ""
        read = read_value(self.typed, FactType.BOOLEAN)
        return "onbekend" if isinstance(read, Misread) else "ja" if read else "nee"

    @property
    def allowed(self) -> Text:
        """What can be typed, in words."""
        return ALLOWED_NAMES if isinstance(self.about, Collection) else ALLOWED[self.about.type]

    @property
    def unit(self) -> Text | None:
        """In what it is counted."""
        return None if isinstance(self.about, Collection) or self.boolean else self.about.unit

    def said(self, language: Language) -> str:
        """The value now, in words."""
        if isinstance(self.now, tuple):
            return "; ".join(self.now) or _NONE.to(language)
        return value_text(self.now, language, self.unit)


@dataclass(frozen=True)
class Imagined:
    """A subject with some facts changed. `typed` holds them as they were typed, by fact; `wrong` what could not be read."""

    subject: Subject
    document: Document
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Misread] = field(default_factory=dict)

    @cached_property
    def memory(self) -> WorkingMemory:
        """The facts as imagined."""
        return self.subject.kb.read(self.document) if self.typed else self.subject.memory

    @cached_property
    def assessment(self) -> Assessment:
        """What the rules of now conclude from them."""
        return self.subject.kb.assess_memory(self.memory) if self.typed else self.subject.assessment

    @property
    def query(self) -> str:
        """The changes as a part of an address."""
        return urlencode([("change", f"{name}={text}") for name, text in self.typed.items()])

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes as they stand in an address, for hidden fields."""
        return tuple(f"{name}={text}" for name, text in self.typed.items())

    def fields(self) -> Iterator[Field]:
        """Everything that can be imagined otherwise, in the order of the vocabulary. Elements are those of the imagined lists."""
        vocabulary = self.subject.kb.base.vocabulary
        for fact in vocabulary.facts:
            yield self._field(fact.id, fact, fact.label, self.subject.memory.values.get(fact.id))
        for collection in vocabulary.collections:
            elements = self.subject.memory.collections.get(collection.id)
            names = None if elements is None else tuple(element.name for element in elements)
            yield self._field(collection.id, collection, collection.label, names)
            before = {element.name: element for element in elements or ()}
            for number, element in enumerate(self.memory.collections.get(collection.id, ())):
                for attribute in collection.attributes:
                    if attribute.type in _SHOWN:
                        label = Text(f"{element.name}: {attribute.label.nl}", f"{element.name}: {attribute.label.en}")
                        known = before[element.name].values.get(attribute.id) if element.name in before else None
                        yield self._field(ElementFact(collection.id, number, attribute.id).name, attribute, label, known)

    def _field(self, name: str, about: Fact | Collection, label: Text, value: Any) -> Field:
        now = about.type.to_people(value) if isinstance(about, Fact) and value is not None else value
        return Field(name, about, label, now, self.typed.get(name), self.wrong.get(name))


def imagine(subject: Subject, changes: Iterable[str]) -> Imagined:
    """The subject with these changes; the last one of a fact counts. What can't be read stands in `wrong`.

    Raises ID-UNKNOWN for what is no fact.
    """
    typed: dict[str, str] = {}
    for change in changes:
        name, _, text = change.partition("=")
        if text.strip():
            typed[name.strip()] = text.strip()
    if len(typed) > _MOST:
        raise too_many("change", _MOST)
    collections = subject.kb.base.vocabulary.collection_by_id
    document: Document = subject.document
    wrong: dict[str, Misread] = {}
    if typed:
        subject.memory  # noqa: B018  (a document that the rules of now do not know can't be changed)
    for name in sorted(typed, key=lambda name: name not in collections):  # lists first: elements are named by their place
        about = _about(subject, document, name)
        unknown = word_in(typed[name]) is Word.UNKNOWN
        read = None if unknown else _read(about, typed[name])
        if isinstance(read, Misread):
            wrong[name] = read
        else:
            document = put(subject.kb.base.vocabulary, document, name, read, keep=False)
    return Imagined(subject, document, typed, wrong)


def _read(about: Fact | Collection, text: str) -> bool | float | tuple[str, ...] | Misread:
    if isinstance(about, Collection):
        return read_names(text, about)
    return read_value(text, about.type, about.unit)


def _about(subject: Subject, document: Document, name: str) -> Fact | Collection:
    vocabulary = subject.kb.base.vocabulary
    found: Fact | Collection | None = vocabulary.fact_by_id.get(name) or vocabulary.collection_by_id.get(name)
    place = ElementFact.parse(name)
    if found is None and place is not None and place.collection in vocabulary.collection_by_id:
        attribute = vocabulary.collection_by_id[place.collection].attribute(place.attribute)
        if attribute is not None and attribute.type in _SHOWN and place.number < len(document.get(place.collection) or ()):
            found = attribute
    if found is None:
        known = [*vocabulary.fact_by_id, *vocabulary.collection_by_id]
        raise UsageError([problem("ID-UNKNOWN", name=clean(name), suggestion=did_you_mean(name, known, most_listed=0))])
    return found


def imagined(subject: SubjectDep, change: Annotated[list[str] | None, Query()] = None) -> Imagined:
    """What the `change` parameters of an address imagine."""
    return imagine(subject, change or ())


ImaginedDep = Annotated[Imagined, Depends(imagined)]
