"""What somebody imagines: facts with other values, named in the address as `change=FACT=VALUE` and kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from antwoord_rules.assessment import Assessment
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.interview import imagining
from antwoord_rules.interview.answers import ALLOWED, ALLOWED_NAMES, Misread, read_value
from antwoord_rules.interview.document import Document
from antwoord_rules.interview.imagining import IMAGINABLE, typed_changes
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Fact, FactType
from antwoord_rules.language import Language, Text
from antwoord_rules.web.pages.subject import Subject, SubjectDep
from antwoord_rules.web.problems import too_many

_NONE: Final = Text("geen", "none")
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
    typed: Mapping[str, str]
    document: Document
    wrong: Mapping[str, Misread]

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
                    if attribute.type in IMAGINABLE:
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
    typed = typed_changes(changes)
    if len(typed) > _MOST:
        raise too_many("change", _MOST)
    if typed:
        subject.memory  # noqa: B018  (a document that the rules of now do not know can't be changed)
    return Imagined(subject, typed, *imagining.imagine(subject.kb.base.vocabulary, subject.document, typed))


def imagined(subject: SubjectDep, change: Annotated[list[str] | None, Query()] = None) -> Imagined:
    """What the `change` parameters of an address imagine."""
    return imagine(subject, change or ())


ImaginedDep = Annotated[Imagined, Depends(imagined)]
