"""How the report of a comparison names rules and facts, also those that only the old rules have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from antwoord_rules.comparison.comparing import Comparison
from antwoord_rules.comparison.effects import Cause
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Language, Text
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.voice import Voice


class Teller(NamedTuple):
    """A language, and the rules of both sides of a comparison."""

    language: Language
    new: Voice
    old: Voice

    @classmethod
    def of(cls, found: Comparison, language: Language) -> Teller:
        """The teller of a comparison."""
        return cls(language, Voice(found.new.context.base, language), Voice(found.old.context.base, language))

    def say(self, text: Text, **details: object) -> str:
        """The text in this language."""
        return self.new.say(text, **details)

    def either(self, numbers: Sequence[int]) -> str:
        """Numbers in a row: "1, 2 of 3"."""
        return self.new.either([str(number) for number in numbers])

    def thing(self, name: str) -> Any:
        """The rule, norm, phase, fact or list of that id, as the new rules have it, else the old."""
        return next(found for voice in (self.new, self.old) if (found := _thing(voice.base, name)) is not None)

    def label(self, name: str) -> str:
        """What the thing of that id is called."""
        thing = self.thing(name)
        return self.say(thing.label if hasattr(thing, "label") else thing.name)

    def kind(self, name: str) -> str:
        """What the thing of that id is: "criterium"."""
        return self.say(texts.KIND[type(self.thing(name)).__name__])

    def value(self, name: str, value: bool | float | str | None) -> str:
        """The value of a fact or norm as people write it."""
        return value_text(value, self.language, getattr(self.thing(name), "unit", None))

    def cause(self, cause: Cause) -> str:
        """What a status changed through: "'Algemene telefoonnummers' van 4 naar 1"."""
        if cause.old is None and cause.new is None:
            return self.say(texts.CAUSE_RULE, kind=self.kind(cause.id), label=self.label(cause.id))
        old, new = self.value(cause.id, cause.old), self.value(cause.id, cause.new)
        return self.say(texts.CAUSE, label=self.label(cause.id), old=old, new=new)


def _thing(base: RuleBase, name: str) -> Any:
    vocabulary = base.vocabulary
    places = (
        base.rules,
        vocabulary.fact_by_id,
        vocabulary.derived_by_id,
        vocabulary.collection_by_id,
        base.norm_by_id,
        base.phase_by_id,
    )
    return next((place[name] for place in places if name in place), None)
