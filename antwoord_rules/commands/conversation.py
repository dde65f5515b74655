"""One question at a time at a console: asked until it is answered, left open, or left for the one before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from antwoord_rules.commands import usage
from antwoord_rules.commands.console import MOST, Console
from antwoord_rules.explanation.wording import evidence_text
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview.answers import Misread, Word, read_answer, read_date, read_origin, read_text, word_in
from antwoord_rules.knowledge.vocabulary import Collection
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import interviews

if TYPE_CHECKING:
    from antwoord_rules.interview.municipality import Entry
    from antwoord_rules.interview.session import Asked, Session

_EMPTY: Final = Text("Typ een antwoord, of een van de woorden hierboven.", "Type an answer, or one of the words above.")
_REQUIRED: Final = Text("Zonder dit antwoord kunnen wij niet beginnen.", "We can't start without this answer.")
_TOO_LONG: Final = Text("Dat is te lang: hoogstens {most} tekens.", "That is too long: {most} characters at most.")
_FIRST: Final = Text("Er is geen vorige vraag in dit gesprek.", "There is no question before this one in this interview.")
_UNDERSTOOD: Final = Text("Begrepen als {number}: {names}", "Understood as {number}: {names}")
_NO_EVIDENCE: Final = Text("Bij deze vraag kan geen bewijs.", "This question takes no evidence.")
_EVIDENCE_FIRST: Final = Text(
    "Bewijs bij het antwoord dat u hierna op deze vraag geeft.\nEnter slaat over; t laat het bewijs weg.",
    "Evidence for the answer that you then give to this question.\nEnter skips; b leaves the evidence out.",
)
_EVIDENCE_THEN: Final = Text("En nu uw antwoord op de vraag.", "And now your answer to the question.")
_EVIDENCE_NONE: Final = Text("Geen bewijs. Geef uw antwoord op de vraag.", "No evidence. Give your answer to the question.")
_PARTS: Final = {
    "herkomst": (Text("Herkomst: gemeten, opgegeven of geschat?", "Origin: measured, stated or estimated?"), read_origin),
    "bron": (Text("Bron, zoals 'telefooncentrale'?", "Source, like 'telephone exchange'?"), read_text),
    "datum": (Text("Datum, zoals 2026-10-01?", "Date, like 2026-10-01?"), read_date),
    "periode": (Text("Periode, zoals 2026-Q3?", "Period, like 2026-Q3?"), read_text),
}


class StopError(Exception):
    """The user wants to stop."""


class Entered(NamedTuple):
    """What was said of the municipality: a value, None for nothing; or that the user wants to go back."""

    value: Any = None
    back: bool = False


class Conversation:
    """Asks at a console, in one language. Every method raises `StopError` and `EndOfInputError`."""

    def __init__(self, language: Language) -> None:
        self.language: Final = language
        self._console = Console()

    def say(self, text: Text, **details: object) -> None:
        """Print a text."""
        self.show(text.to(self.language).format(**details))

    @staticmethod
    def show(text: str) -> None:
        """Print lines."""
        usage.emit(f"{text}\n")

    def entry(self, entry: Entry, default: Any, *, first: bool) -> Entered:
        """What the user says of the municipality itself."""
        self.show(interviews.entry(entry, None if default is None else str(default), self.language))
        while True:
            text, word = self._line()
            if word is Word.BACK:
                if not first:
                    return Entered(back=True)
                self.say(_FIRST)
            elif word is Word.HELP:
                self.show(interviews.more_help(self.language))
            elif word is Word.EVIDENCE:
                self.say(_NO_EVIDENCE)
            elif text and word is None:
                value = entry.read(text)
                if not isinstance(value, Misread):
                    return Entered(value)
                self._refuse(value)
            elif default is not None and not text:
                return Entered(default)
            elif entry.required:
                self.say(_REQUIRED)
            else:
                return Entered()

    def turn(self, session: Session, asked: Asked) -> Session:
        """The session after the user's answer to what it asks."""
        self.show(interviews.question(asked, self.language))
        evidence = None
        while True:
            text, word = self._line()
            if word is Word.UNKNOWN:
                return session.answer(None, evidence)
            if word is Word.HELP:
                self.show(interviews.question(asked, self.language))
                self.show(interviews.more_help(self.language, asked.fact))
            elif word is Word.BACK:
                before = session.back()
                if before is not None:
                    return before
                self.say(_FIRST)
            elif word is Word.EVIDENCE and isinstance(asked.about, Collection):
                self.say(_NO_EVIDENCE)
            elif word is Word.EVIDENCE:
                evidence = self._evidence()
            elif not text and asked.can_keep:
                return session.keep() if evidence is None else session.answer(asked.answer, evidence)
            elif not text:
                self.say(_EMPTY)
            else:
                value = read_answer(text, asked.about)
                if not isinstance(value, Misread):
                    if isinstance(value, tuple):
                        self.say(_UNDERSTOOD, number=len(value), names="; ".join(value))
                    return session.answer(value, evidence)
                self._refuse(value)

    def _evidence(self) -> Evidence | None:
        """The evidence for the answer that comes next; None when nothing is said of it."""
        self.say(_EVIDENCE_FIRST)
        found: dict[str, str] = {}
        for part, (question, read) in _PARTS.items():
            self.say(question)
            said = self._part(question, read)
            if said is None:
                self.say(_EVIDENCE_NONE)
                return None
            if said:
                found[part] = said
        if not found:
            self.say(_EVIDENCE_NONE)
            return None
        evidence = Evidence(**found)
        self.show(interviews.evidence(evidence_text(evidence, self.language), self.language))
        self.say(_EVIDENCE_THEN)
        return evidence

    def _part(self, question: Text, read: Callable[[str], str | Misread]) -> str | None:
        """A part of the evidence, empty when it is skipped; None when the user wants no evidence after all."""
        while True:
            text, word = self._line()
            if word is Word.BACK:
                return None
            if not text or word in (Word.UNKNOWN, Word.EVIDENCE):
                return ""
            if word is Word.HELP:
                self.say(_EVIDENCE_FIRST)
                self.say(question)
                continue
            value = read(text)
            if not isinstance(value, Misread):
                return value
            self._refuse(value)

    def _line(self) -> tuple[str, Word | None]:
        """What is typed next, and the word that it is, if it is one; too long an answer is refused here."""
        while True:
            text = self._console.line()
            word = word_in(text)
            if word is Word.STOP:
                raise StopError
            if len(text) <= MOST:
                return text, word
            self.say(_TOO_LONG, most=MOST)

    def _refuse(self, misread: Misread) -> None:
        """Say what is wrong with an answer; it is then asked for again."""
        self.show(interviews.misread(misread, self.language))
