"""How reports speak: texts in one language, labels of rules and facts, numbers with their noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from antwoord_rules.explanation.wording import range_text, value_text
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words

_MOST_PER_CENT: Final = 100
_OR: Final = Text(" of ", " or ")


class Noun(NamedTuple):
    """What is counted, for one and for any other number."""

    one: Text
    many: Text


class Voice(NamedTuple):
    """A language, and the rules that are spoken of."""

    base: RuleBase
    language: Language

    def say(self, text: Text, **details: object) -> str:
        """The text in this language, with details filled in."""
        return text.to(self.language).format(**details) if details else text.to(self.language)

    def counted(self, number: int, noun: Noun) -> str:
        """The number with the noun, as in "3 punten"."""
        return f"{number} {self.say(noun.one if number == 1 else noun.many)}"

    def label(self, name: str) -> str:
        """The label of a rule, a fact or a list."""
        rule = self.base.rules.get(name)
        return self.say(rule.label if rule else self.base.vocabulary.labels[name])

    def quoted(self, names: Sequence[str]) -> str:
        """Labels in a row, each between quotes."""
        return ", ".join(f"'{self.label(name)}'" for name in names)

    def either(self, parts: Sequence[str], word: Text = words.OR) -> str:
        """The parts in a row, as in "a, b of c"."""
        *first, last = parts
        return f"{', '.join(first)} {self.say(word)} {last}" if first else last

    def unit(self, fact: str) -> Text | None:
        """The unit of a fact, if it has one."""
        found = self.base.vocabulary.fact_by_id.get(fact)
        return found.unit if found else None

    def value(self, fact: str, value: bool | float | None) -> str:
        """A fact's value as people write it."""
        return value_text(value, self.language, self.unit(fact))

    def wanted(self, fact: str, ranges: Sequence[tuple[bool | float, bool | float | None]]) -> str:
        """The values that a fact may get: "hoogstens 1", "precies 0 of ten minste 3"."""
        percentage = self.base.vocabulary.types[fact] is FactType.PERCENTAGE
        said = (
            range_text(low, None if percentage and high == _MOST_PER_CENT else high, self.language, self.unit(fact))
            for low, high in ranges
        )
        return self.say(_OR).join(said)
