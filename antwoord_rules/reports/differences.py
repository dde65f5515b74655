"""What two documents say differently, in words: what it is about, and what each of them says."""

from __future__ import annotations

from typing import Final, NamedTuple

from antwoord_rules.comparison.changes import FactChange, Shown
from antwoord_rules.explanation.wording import UNKNOWN, evidence_text, value_text
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview.merging import Difference
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.vocabulary import Fact
from antwoord_rules.language import Language, Text
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.voice import Voice

_ENTRIES: Final = {
    "naam": Text("Naam van de gemeente", "Name of the municipality"),
    "peildatum": Text("Peildatum", "Reference date"),
    "code": Text("Code van de gemeente", "Code of the municipality"),
    "inwoners": Text("Aantal inwoners", "Number of inhabitants"),
}
_NOT_GIVEN: Final = Text("niet opgegeven", "not given")
_ASSUMED: Final = Text("{value} (aangenomen)", "{value} (assumed)")
_IS_THERE: Final = {
    True: Text("staat in de lijst", "is in the list"),
    False: Text("staat niet in de lijst", "is not in the list"),
}
_MEMBER: Final = Text("{label}: '{element}'", "{label}: '{element}'")


class Told(NamedTuple):
    """A difference in words."""

    label: str
    theirs: str
    mine: str


def told(found: Difference, base: RuleBase, language: Language) -> Told:
    """A difference in words."""
    voice, change = Voice(base, language), found.change
    if change is None:
        label = voice.say(_ENTRIES[found.entry or ""])
        theirs, mine = (voice.say(_NOT_GIVEN) if value is None else str(value) for value in (found.theirs, found.mine))
        return Told(label, theirs, mine)
    if change.element is not None and change.attribute is None:
        label = voice.say(_MEMBER, label=voice.label(change.fact), element=change.element)
        return Told(label, *(voice.say(_IS_THERE[there]) for there in (change.kind == "removed", change.kind == "added")))
    attribute = _attribute(change, base)
    label = voice.label(change.fact)
    if attribute is not None:
        label = voice.say(texts.ELEMENT, label=label, element=change.element, attribute=voice.say(attribute.label))
    unit = attribute.unit if attribute else voice.unit(change.fact)
    sides = (
        (change.old, change.old_evidence, change.old_assumed),
        (change.new, change.new_evidence, change.new_assumed),
    )
    return Told(label, *(_value(value, proof, voice, unit, assumed=assumed) for value, proof, assumed in sides))


def _attribute(change: FactChange, base: RuleBase) -> Fact | None:
    collection = base.vocabulary.collection_by_id.get(change.fact)
    return collection.attribute(change.attribute) if collection and change.attribute else None


def _value(value: Shown, proof: Evidence | None, voice: Voice, unit: Text | None, *, assumed: bool) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or voice.say(texts.EMPTY)
    said = voice.say(UNKNOWN) if value is None else value_text(value, voice.language, unit)
    if assumed:
        return voice.say(_ASSUMED, value=said)
    evidence = evidence_text(proof, voice.language)
    return voice.say(texts.EVIDENCE, value=said, evidence=evidence) if evidence else said
