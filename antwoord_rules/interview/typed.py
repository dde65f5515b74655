"""An answer as a form holds it: texts as they are typed, with what each part of the evidence says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from antwoord_rules.explanation.wording import value_text
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview.answers import (
    Misread,
    Word,
    read_answer,
    read_date,
    read_origin,
    read_text,
    word_in,
)
from antwoord_rules.interview.session import Asked
from antwoord_rules.knowledge.vocabulary import Collection, Fact, FactType
from antwoord_rules.language import Language, Text

PARTS: Final[Mapping[str, Callable[[str], str | Misread]]] = {
    "herkomst": read_origin,
    "bron": read_text,
    "datum": read_date,
    "periode": read_text,
}
"""The parts of the evidence, and how each is read."""

VALUE: Final = "value"
"""The part of a typed answer that is the answer itself."""

_BOTH: Final = Text("er staat een antwoord, en ook 'weet ik niet'", "there is an answer, and also 'I don't know'")
_ONE_OF_THEM: Final = Text("een van de twee", "one of the two")
_ALONE: Final = Text("er staat bewijs zonder antwoord", "there is evidence without an answer")
_WITH_ANSWER: Final = Text("bewijs bij een antwoord, of bij 'weet ik niet'", "evidence with an answer, or with 'I don't know'")


class Typed(NamedTuple):
    """An answer as typed: `value` is empty for no answer; `unknown` says "I don't know"; the rest is evidence."""

    value: str = ""
    unknown: bool = False
    herkomst: str = ""
    bron: str = ""
    datum: str = ""
    periode: str = ""

    @property
    def has_evidence(self) -> bool:
        """Whether it says anything of where the answer comes from."""
        return any(getattr(self, part).strip() for part in PARTS)


class Answer(NamedTuple):
    """An answer for a fact document: None is unknown. Evidence None leaves what there is; otherwise it is all there is."""

    value: bool | float | str | tuple[str, ...] | None
    evidence: Evidence | None


class Reading(NamedTuple):
    """What was typed, as understood: an answer, None for no answer; and what is wrong with each part."""

    answer: Answer | None
    wrong: Mapping[str, Misread]


def takes_evidence(about: Fact | Collection) -> bool:
    """Whether a form asks for evidence: lists and texts take none."""
    return isinstance(about, Fact) and about.type not in (FactType.TEXT, FactType.TEXTS)


def typed(asked: Asked, language: Language, *, given: bool) -> Typed:
    """What a document says of a question, as it is typed; `given` says whether it says anything."""
    if not given:
        return Typed()
    herkomst, bron, datum, periode = (said or "" for said in asked.evidence or Evidence())
    evidence, answer = Typed("", False, herkomst, bron, datum, periode), asked.answer
    if answer is None:
        return evidence._replace(unknown=True)
    if isinstance(answer, bool):
        return evidence._replace(value="ja" if answer else "nee")
    if isinstance(answer, tuple):
        return evidence._replace(value="; ".join(answer))
    return evidence._replace(value=value_text(answer, language))


def normal(about: Fact | Collection, said: Typed) -> Typed:
    """The same, with "I don't know" that was typed or chosen as the answer said as such."""
    if takes_evidence(about) and word_in(said.value) is Word.UNKNOWN:
        return said._replace(value="", unknown=True)
    return said


def read(about: Fact | Collection, said: Typed) -> Reading:
    """What was typed as an answer to a question."""
    said = normal(about, said)
    value, unknown = said.value.strip(), said.unknown
    wrong: dict[str, Misread] = {}
    found = None if unknown or not value else read_answer(value, about)
    if isinstance(found, Misread):
        wrong[VALUE] = found
    elif unknown and value:
        wrong[VALUE] = Misread(_BOTH, _ONE_OF_THEM)
    evidence = _evidence(said, wrong) if takes_evidence(about) else None
    if not value and not unknown:
        if said.has_evidence and takes_evidence(about):
            wrong[VALUE] = Misread(_ALONE, _WITH_ANSWER)
        return Reading(None, wrong)
    return Reading(None if wrong or isinstance(found, Misread) else Answer(found, evidence), wrong)


def _evidence(said: Typed, wrong: dict[str, Misread]) -> Evidence:
    found: dict[str, str] = {}
    for part, read_part in PARTS.items():
        text = getattr(said, part).strip()
        read_as = read_part(text) if text else ""
        if isinstance(read_as, Misread):
            wrong[part] = read_as
        elif read_as:
            found[part] = read_as
    return Evidence(**found)
