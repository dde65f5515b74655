"""An interview that is under way: what is asked now, what an answer makes of it, and what is left to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

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
    answer: bool | float | tuple[str, ...] | None
    evidence: Evidence | None
    assumed: bool
    revisited: bool

    @property
    def can_keep(self) -> bool:
        """Whether there is something that can stay as it is: an assumption, or an answer that was gone back to."""
        return self.assumed or self.revisited


class Progress(NamedTuple):
    """How far an interview is: facts that are known, facts left open, and questions that can still matter and are to be asked."""

    known: int
    left_open: int
    relevant: int


@dataclass(frozen=True)
class Session:
    """An interview; each answer gives a new one. All that must be kept is in `document`: it can be taken up from there.

    `history` holds what was asked in this session, the last one last; `confirmed` the assumptions that were seen; `reopened`
    what was left open before and is asked once more; `revisited` the question that was gone back to.
    """

    kb: KnowledgeBase
    document: Document
    history: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    revisited: str | None = None

    @classmethod
    def start(cls, kb: KnowledgeBase, document: Document, *, again: bool = False) -> Session:
        """An interview from a document; with `again` what it leaves open is asked once more. Raises `FactsError`."""
        session = cls(kb, document)
        return replace(session, reopened=frozenset(session.left_open)) if again else session

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
        return self.kb.next_question(self.memory, skip=self._skipped)

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
        return Progress(known, len(self.left_open), len(set(self.question.relevant) - self._skipped))

    @property
    def open_and_relevant(self) -> tuple[str, ...]:
        """What was left open and can still matter."""
        return tuple(fact for fact in self.left_open if fact in self.question.relevant)

    def answer(self, value: bool | float | Sequence[str] | None, evidence: Evidence | None = None) -> Session:
        """The interview after an answer to what is asked now, with its evidence; None leaves it unknown, and it is not asked
        again."""
        fact = self._now.fact
        document = put(self.kb.base.vocabulary, self.document, fact, value, evidence)
        return self._went_on(fact, document)

    def keep(self) -> Session:
        """The interview after what is asked now was left as it is: an assumption, or an answer that was gone back to."""
        return self._went_on(self._now.fact, self.document)

    def back(self) -> Session | None:
        """The interview at the question before this one, whose answer can be kept or changed; None at the first one.

        Nothing is lost by going back: what was answered since stays.
        """
        number = len(self.history) if self.revisited is None else self.history.index(self.revisited)
        return replace(self, revisited=self.history[number - 1]) if number else None

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
