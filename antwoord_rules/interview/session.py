"""An interview that is under way: what is asked now, what an answer makes of it, and what is left to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from antwoord_rules.facts.memory import Evidence, WorkingMemory
from antwoord_rules.interview.document import Document, is_given, put
from antwoord_rules.knowledge.vocabulary import Collection, ElementFact, Fact
from antwoord_rules.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from antwoord_rules.reasoning.questions import NextQuestion


class Asked(NamedTuple):
    """What is asked now.

    `fact` is the id of a fact or a list, or an attribute of an element (`frontoffices[1].afgestemd`), and `element` is then its
    name. `answer` is what the document says already, of a list the names; `assumed` says that it does not, and that this is the
    value that we assume. `revisited` is a question that was gone back to.
    """

    fact: str
    about: Fact | Collection
    element: str | None
    answer: bool | float | str | tuple[str, ...] | None
    evidence: Evidence | None
    assumed: bool
    revisited: bool

    @property
    def can_keep(self) -> bool:
        """Whether there is something that can stay as it is: an assumption, or an answer that was gone back to."""
        return self.assumed or self.revisited


class Progress(NamedTuple):
    """How far an interview is: facts that are known, facts left open, questions that can still matter and are to be asked, and
    those of the facts left open that can still matter."""

    known: int
    left_open: int
    relevant: int
    open_and_relevant: int


@dataclass(frozen=True)
class Session:
    """An interview; each answer gives a new one. All that must be kept is in `document`: it can be taken up from there.

    `history` holds what was asked in this session, the last one last; `confirmed` the assumptions that were seen; `reopened`
    what was left open before and is asked once more; `revisited` the question that was gone back to. `seconds` limits the time
    in which the next question is found; when they were not enough, what needs it raises `UsageError`.
    """

    kb: KnowledgeBase
    document: Document
    history: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    revisited: str | None = None
    seconds: float | None = None

    @classmethod
    def start(cls, kb: KnowledgeBase, document: Document, *, again: bool = False) -> Session:
        """An interview from a document; with `again` what it leaves open is asked once more. Raises `FactsError`."""
        session = cls(kb, document)
        return session.again() if again else session

    @classmethod
    def resumed(
        cls, kb: KnowledgeBase, document: Document, beside: Mapping[str, Any], *, seconds: float | None = None
    ) -> Session:
        """An interview as it was left: its document, and what it gave to keep `beside` that. Names that the document or the rules
        do not know any more are left out. Raises `FactsError`."""
        session = cls(kb, document, seconds=seconds)

        def known(part: str) -> list[str]:
            return [name for name in beside.get(part, ()) if session.knows(name)]

        revisited = beside.get("revisited")
        return replace(
            session,
            history=tuple(known("history")),
            confirmed=frozenset(known("confirmed")),
            reopened=frozenset(known("reopened")),
            revisited=revisited if revisited is not None and session.knows(revisited) else None,
        )

    @property
    def beside(self) -> dict[str, Any]:
        """What an interview that is taken up elsewhere needs besides the document, as JSON values."""
        return {
            "history": list(self.history),
            "confirmed": sorted(self.confirmed),
            "reopened": sorted(self.reopened),
            "revisited": self.revisited,
        }

    @cached_property
    def memory(self) -> WorkingMemory:
        """What is known now; raises `FactsError` when the document that the interview started from is not valid."""
        return self.kb.read(self.document)

    @cached_property
    def left_open(self) -> tuple[str, ...]:
        """The facts that the document says are unknown."""
        return tuple(fact for fact in self.memory.unknown if is_given(self.document, fact))

    @cached_property
    def question(self) -> NextQuestion:
        """The best next question, what was left open left out."""
        return self.kb.next_question(self.memory, skip=self._skipped, seconds=self.seconds)

    @cached_property
    def asked(self) -> Asked | None:
        """What is asked now: a question that can matter, then the assumptions; None at the end."""
        assumptions = (found.fact for found in self.memory.assumptions if found.fact not in self.confirmed)
        fact = self.revisited or self.question.fact or next(assumptions, None)
        return None if fact is None else self.named(fact)

    @property
    def progress(self) -> Progress:
        """How far the interview is."""
        memory, vocabulary = self.memory, self.kb.base.vocabulary
        known = sum(fact.id in memory.values for fact in vocabulary.facts) - len(memory.assumptions) + len(memory.collections)
        relevant = len(set(self.question.relevant) - self._skipped)
        return Progress(known, len(self.left_open), relevant, len(self.open_and_relevant))

    @property
    def open_and_relevant(self) -> tuple[str, ...]:
        """What was left open and can still matter."""
        return tuple(fact for fact in self.left_open if fact in self.question.relevant)

    def answer(
        self, value: bool | float | Sequence[str] | None, evidence: Evidence | None = None, *, keep: bool = True
    ) -> Session:
        """The interview after an answer to what is asked now, with its evidence; None leaves it unknown, and it is not asked
        again. Evidence that was there stays where the new says nothing, unless `keep` is false."""
        fact = self._now.fact
        document = put(self.kb.base.vocabulary, self.document, fact, value, evidence, keep=keep)
        return self._went_on(fact, document)

    def keep(self) -> Session:
        """The interview after what is asked now was left as it is: an assumption, or an answer that was gone back to."""
        return self._went_on(self._now.fact, self.document)

    def back(self) -> Session | None:
        """The interview at the question before this one, whose answer can be kept or changed; None at the first one.

        Nothing is lost by going back: what was answered since stays.
        """
        number = self.history.index(self.revisited) if self.revisited in self.history else len(self.history)
        return replace(self, revisited=self.history[number - 1]) if number else None

    def at(self, fact: str) -> Session:
        """The interview with a question of one's own choice as what is asked now; it goes on from there as ever."""
        return replace(self, revisited=fact)

    def again(self) -> Session:
        """The interview in which what was left open is asked once more."""
        return replace(self, reopened=frozenset(self.left_open), revisited=None)

    def knows(self, fact: str) -> bool:
        """Whether a name is that of a fact or a list, or of an attribute of an element that there is."""
        vocabulary, place = self.kb.base.vocabulary, ElementFact.parse(fact)
        if place is None:
            return fact in vocabulary.fact_by_id or fact in vocabulary.collection_by_id
        collection = vocabulary.collection_by_id.get(place.collection)
        there = place.number < len(self.memory.collections.get(place.collection, ()))
        return collection is not None and there and collection.attribute(place.attribute) is not None

    def named(self, fact: str) -> Asked:
        """A fact as a question, with what the document says of it."""
        memory, vocabulary = self.memory, self.kb.base.vocabulary
        revisited, assumed = fact == self.revisited, any(found.fact == fact for found in memory.assumptions)
        place, collection = ElementFact.parse(fact), vocabulary.collection_by_id.get(fact)
        if collection is not None:
            elements = memory.collections.get(fact)
            names = None if elements is None else tuple(element.name for element in elements)
            return Asked(fact, collection, None, names, None, assumed, revisited)
        if place is None:
            about, name, value, evidence = vocabulary.fact_by_id[fact], None, memory.values.get(fact), memory.evidence.get(fact)
        else:
            element = memory.collections[place.collection][place.number]
            attribute = vocabulary.collection_by_id[place.collection].attribute(place.attribute)
            if attribute is None:
                raise AssertionError(fact)
            about, name = attribute, element.name
            value, evidence = element.values.get(attribute.id), element.evidence.get(attribute.id)
            if attribute.id in element.texts:
                return Asked(fact, attribute, name, element.texts[attribute.id], evidence, assumed, revisited)
        return Asked(fact, about, name, None if value is None else about.type.to_people(value), evidence, assumed, revisited)

    @property
    def _now(self) -> Asked:
        if self.asked is None:
            raise ValueError("nothing is asked any more")
        return self.asked

    @cached_property
    def _skipped(self) -> frozenset[str]:
        return frozenset(self.left_open) - self.reopened

    def _went_on(self, fact: str, document: Document) -> Session:
        gone = f"{fact}["  # of a list that is given anew, the elements may stand elsewhere
        changed = document != self.document
        history = tuple(seen for seen in self.history if seen != fact and not (changed and seen.startswith(gone)))
        confirmed, reopened = self.confirmed | {fact}, self.reopened - {fact}
        return replace(self, document=document, history=(*history, fact), confirmed=confirmed, reopened=reopened, revisited=None)
