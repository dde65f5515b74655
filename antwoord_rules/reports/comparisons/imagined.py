"""What is beside what is imagined: the two states in rows, and the conclusions that would come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from antwoord_rules.comparison.comparing import Comparison
from antwoord_rules.comparison.effects import KINDS
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments.content import report
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.comparisons.voice import Teller

_CERTAINTY: Final = Text("Zekerheid", "Certainty")
_OPEN: Final = Text("Open of onbekende uitdagingen", "Open or unknown challenges")
_MEASURES: Final = Text("Aanbevolen maatregelen", "Recommended measures")
_NO_LIMIT: Final = "–"


class Turn(NamedTuple):
    """A conclusion that would come out otherwise: how it is, how it would be, and the facts through which."""

    label: str
    phase: int
    before: str
    after: str
    through: str


class Side(NamedTuple):
    """A row of the two states side by side; `differs` says so in words too."""

    name: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        """Whether it would be different."""
        return self.now != self.then


def turns(found: Comparison, language: Language) -> dict[str, list[Turn]]:
    """The conclusions that would come out otherwise, by the title of their kind, each with the facts through which."""
    teller = Teller.of(found, language)
    through: dict[str, dict[str, None]] = {}
    for step in found.steps:
        for status in step.caused:
            through.setdefault(status.id, {}).update({f"'{teller.label(cause.id)}'": None for cause in status.causes})
    return {
        teller.say(words.KINDS[kind]): [
            Turn(
                teller.label(status.id),
                status.phase,
                teller.say(texts.STATUS[status.before or "unknown"]),
                teller.say(texts.STATUS[status.after or "unknown"]),
                ", ".join(through.get(status.id, ())),
            )
            for status in statuses
        ]
        for kind, statuses in zip(KINDS, found.total, strict=True)
        if statuses
    }


def sides(found: Comparison, language: Language) -> Iterator[Side]:
    """The two states in rows: the phase, how certain, what limits it, each rung of the ladder, and what is open."""
    say = Teller.of(found, language).say
    states = (found.old, found.new)
    told = tuple(report(each, language) for each in states)
    yield Side(say(words.PHASE), *(f"{each.phase}: {each.phase_name}" if each.phase else each.phase_name for each in told))
    yield Side(say(_CERTAINTY), *(each.certainty for each in told))
    yield Side(say(texts.LIMITS), *(each.limit or _NO_LIMIT for each in told))
    for before, after in zip(*([rung for rung in each.ladder if rung.number] for each in told), strict=True):
        name = f"{say(words.PHASE)} {before.number}: {before.name}"
        yield Side(name, *(f"{rung.status}; {rung.counts}" for rung in (before, after)))
    yield Side(say(_OPEN), *(str(sum(c.status != "resolved" for c in each.challenges)) for each in states))
    yield Side(say(_MEASURES), *(str(len(each.measures)) for each in states))
    yield Side(say(texts.UNKNOWN), *(str(len(each.unknown)) for each in states))
