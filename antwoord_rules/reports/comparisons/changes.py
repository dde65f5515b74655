"""The changes of facts and rules themselves: what was, what is, on which evidence, and what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from antwoord_rules.comparison.changes import FactChange, Part, Shown
from antwoord_rules.comparison.comparing import Comparison
from antwoord_rules.comparison.rules import RuleChange
from antwoord_rules.explanation.wording import evidence_text, value_text
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.knowledge.vocabulary import Collection, Fact
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph
from antwoord_rules.reports import words
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.comparisons.voice import Teller

_MARKED: Final = "-"


def rule_blocks(found: Comparison, teller: Teller) -> Iterator[Block]:
    """The rules and norms that differ."""
    if not found.rules:
        return
    title, number = teller.say(texts.PART["rules"]), teller.new.counted(len(found.rules), texts.RULES)
    yield Heading(teller.say(texts.FACTS_OF, title=title, facts=number))
    for change in found.rules:
        yield Entry(_MARKED, _capital(_rule(change, teller)), tuple(_effects(found, change, teller)), change.id)


def _rule(change: RuleChange, teller: Teller) -> str:
    if change.difference == "changed" and change.old != change.new:
        old, new = (teller.value(change.id, value) for value in (change.old, change.new))
        return teller.say(texts.NORM_CHANGED, label=teller.label(change.id), old=old, new=new)
    return teller.say(texts.DIFFERENCE[change.difference], kind=teller.kind(change.id), label=teller.label(change.id))


def fact_blocks(found: Comparison, part: Part, teller: Teller) -> Iterator[Block]:
    """The facts of one part."""
    changes = [change for change in found.facts if change.part == part]
    if not changes:
        return
    title = teller.say(texts.PART[part])
    yield Heading(teller.say(texts.FACTS_OF, title=title, facts=teller.new.counted(len(changes), texts.FACTS)))
    if any(change.better is not None for change in changes):
        yield Paragraph(teller.say(texts.MARKS), dim=True)
    for change in changes:
        yield Entry(texts.BETTER[change.better], _told(change, teller), tuple(_notes(found, change, teller)), change.fact)


def quiet_blocks(found: Comparison, teller: Teller) -> Iterator[Block]:
    """What is only given, assumed or evidenced otherwise, with the same value."""
    same = [change for change in found.facts if change.part is None]
    if not same:
        return
    yield Heading(teller.say(texts.QUIET))
    for kind, text in (("confirmed", texts.CONFIRMED), ("assumed", texts.ASSUMED_NOW)):
        facts = [change for change in same if change.kind == kind]
        if facts:
            yield Paragraph(teller.say(text, facts=_named(facts, teller)))
    proofs = [change for change in same if change.kind == "evidence"]
    if proofs:
        yield Paragraph(teller.say(texts.NEW_EVIDENCE, facts=teller.new.counted(len(proofs), texts.FACTS)))
    measured = [change for change in proofs if (_origin(change.old_evidence), _origin(change.new_evidence)) == _FIRMER]
    if measured:
        yield Paragraph(teller.say(texts.MEASURED, facts=_named(measured, teller)))


_FIRMER: Final = ("geschat", "gemeten")


def _origin(evidence: Evidence | None) -> str | None:
    return evidence.herkomst if evidence else None


def _named(changes: Sequence[FactChange], teller: Teller) -> str:
    return ", ".join(f"'{_label(change, teller)}'" for change in changes)


def _told(change: FactChange, teller: Teller) -> str:
    details = {"label": _label(change, teller), "element": change.element}
    old, new = _value(change, change.old, teller), _value(change, change.new, teller)
    proof = evidence_text(change.new_evidence, teller.language)
    shown = teller.say(texts.EVIDENCE, value=new, evidence=proof) if proof else new
    match change.kind:
        case "added":
            return teller.say(texts.ADDED, **details)
        case "removed":
            return teller.say(texts.REMOVED, **details)
        case "changed":
            return teller.say(texts.CHANGED, **details, old=old, new=shown)
        case "learned":
            return teller.say(texts.LEARNED_ASSUMED if change.old_assumed else texts.LEARNED, **details, old=old, new=shown)
        case "forgotten":
            return teller.say(texts.FORGOTTEN_ASSUMED if change.new_assumed else texts.FORGOTTEN, **details, old=old, new=new)
        case _:
            return teller.say(texts.ASSUMED, **details, new=new)


def _label(change: FactChange, teller: Teller) -> str:
    label = teller.label(change.fact)
    attribute = _attribute(change, teller)
    if attribute is None:
        return label
    return teller.say(texts.ELEMENT, label=label, element=change.element, attribute=teller.say(attribute.label))


def _attribute(change: FactChange, teller: Teller) -> Fact | None:
    thing = teller.thing(change.fact)
    return thing.attribute(change.attribute) if isinstance(thing, Collection) and change.attribute else None


def _value(change: FactChange, value: Shown, teller: Teller) -> str:
    if isinstance(value, tuple):
        names = ", ".join(value)
        if not value:
            return teller.say(texts.EMPTY)
        return names if change.attribute else teller.say(texts.LIST, number=len(value), names=names)
    attribute = _attribute(change, teller)
    if attribute is not None:
        return value_text(value, teller.language, attribute.unit)
    return teller.value(change.fact, value)


def _notes(found: Comparison, change: FactChange, teller: Teller) -> Iterator[str]:
    yield from _effects(found, change, teller)
    fact = teller.thing(change.fact)
    bound = fact.indicator.at_most if isinstance(fact, Fact) and fact.indicator else None
    if bound is not None and change.new is not None and not isinstance(change.new, (str, tuple)):
        norm = found.new.receipt.norms[bound]
        outcome = teller.say(words.WITHIN if change.new <= norm else words.ABOVE)
        yield teller.say(texts.NORM, value=teller.value(bound, norm), outcome=outcome)


def _effects(found: Comparison, change: FactChange | RuleChange, teller: Teller) -> Iterator[str]:
    effects = found.effects_of(change)
    if effects:
        named = (f"{teller.kind(name)} '{teller.label(name)}'" for name in effects)
        yield teller.say(texts.EFFECT, labels=", ".join(named))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
