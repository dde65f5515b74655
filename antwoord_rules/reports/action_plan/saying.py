"""How the sections speak: what they say, with the parts of the dossier that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from antwoord_rules.explanation.tree import Explanation, tests
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.dossier import Dossier
from antwoord_rules.reports.assessments.content import Report
from antwoord_rules.reports.assessments.content import report as brief
from antwoord_rules.reports.plans import words as plans
from antwoord_rules.reports.voice import Noun, Voice


class Said(NamedTuple):
    """A block with the names of the parts of the dossier (`Dossier.parts`) that it rests on."""

    block: Block
    rests_on: tuple[str, ...]


class Teller:
    """A dossier in one language."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.dossier = dossier
        self.language = language
        self.base = dossier.assessment.context.base
        self.voice = Voice(self.base, language)

    @cached_property
    def brief(self) -> Report:
        """What the short report says of the same assessment."""
        return brief(self.dossier.assessment, self.language, self.dossier.firmness)

    def say(self, text: Text, **details: object) -> str:
        """The text in this language, with details filled in."""
        return self.voice.say(text, **details)

    def label(self, name: str) -> str:
        """The label of a rule, a fact or a list."""
        return self.voice.label(name)

    def counted(self, number: int, noun: Noun) -> str:
        """The number with the noun."""
        return self.voice.counted(number, noun)

    def phase(self, number: int) -> str:
        """A phase by number and name, as in "fase 2, Kanaal heeft Antwoord©"."""
        return f"{self.say(words.PHASE_NUMBER, number=number)}, {self.phase_name(number)}"

    def phase_name(self, number: int) -> str:
        """The name of a phase, from 1."""
        return self.say(self.base.phases[number - 1].name)

    def phases(self, numbers: Sequence[int]) -> str:
        """Phases in a row: "2", "2 of 3", "1 tot en met 4"."""
        run = list(numbers) == list(range(numbers[0], numbers[-1] + 1))
        if len(numbers) > 2 and run:  # noqa: PLR2004 - from three on, a range is shorter
            return self.say(_FROM_TO, low=numbers[0], high=numbers[-1])
        return self.voice.either([str(number) for number in numbers])

    def size(self, effort: int, months: int) -> str:
        """Effort and time, as in "3 punten, 6 maanden"."""
        return f"{self.counted(effort, plans.POINTS)}, {self.counted(months, plans.MONTHS)}"

    def explained(self, name: str) -> Explanation:
        """The explanation of a conclusion or fact."""
        return self.dossier.assessment.explain(name)

    def facts_behind(self, name: str) -> Iterator[str]:
        """The facts, lists and norms that a conclusion rests on, and the questions of those that are unknown, as parts."""
        seen: set[str] = set()
        waiting = [self.explained(name)]
        while waiting:
            found = waiting.pop()
            if found.id in seen:
                continue
            seen.add(found.id)
            if found.kind in ("fact", "list", "norm"):
                yield from (part for part in (f"facts/{found.id}", f"norms/{found.id}") if part in self.dossier.parts)
            for test in tests(found.reason):
                waiting += [part for part in (test.about,) if part is not None]
                if test.norm is not None:
                    yield f"norms/{test.norm.id}"

    def status(self, status: str) -> str:
        """A status in words."""
        return self.say(words.STATUS[status])

    def value(self, value: bool | float | str | None) -> str:
        """A value as people write it."""
        return value_text(value, self.language)


def said(blocks: Iterable[Block], *rests_on: str) -> Iterator[Said]:
    """Blocks that all rest on the same."""
    return (Said(block, rests_on) for block in blocks)


def capital(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def sentence(clauses: Iterable[str]) -> str:
    """Clauses as one sentence."""
    joined = "; ".join(dict.fromkeys(clauses))
    return f"{capital(joined)}." if joined else ""


_FROM_TO = Text("{low} tot en met {high}", "{low} to {high}")
