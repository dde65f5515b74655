"""Criteria, challenges and measures that came out otherwise, by what became of them, and through what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from antwoord_rules.comparison.comparing import Comparison
from antwoord_rules.comparison.effects import StatusChange
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph, Subheading
from antwoord_rules.reports import words
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.comparisons.voice import Teller

_GOOD: Final = ("met", "resolved")
_BAD: Final = ("unmet", "open")
_MEASURE_MARKS: Final = {"realised": "●", "recommended": "○"}


def outcome_blocks(found: Comparison, teller: Teller) -> Iterator[Block]:
    """What came out otherwise between the first and the last, with what it changed through."""
    if not (found.facts or found.rules):
        return
    yield Heading(teller.say(texts.OUTCOME))
    criteria, challenges, limits, measures = found.total
    reached = {found.old.phase.number, found.new.phase.number}
    limits = tuple(status for status in limits if status.phase in reached)
    if not (criteria or challenges or limits or measures):
        yield Paragraph(teller.say(texts.SAME_OUTCOME))
    for statuses, titles in ((criteria, texts.CRITERIA_GROUPS), (challenges, texts.CHALLENGE_GROUPS)):
        for title, group in _grouped(statuses, titles, _group):
            yield Subheading(teller.say(texts.GROUP, title=teller.say(title), number=len(group)))
            for status in group:
                mark = words.MARK.get(status.after or "", "-")
                yield Entry(mark, _with_phase(status, teller), tuple(_through(found, status, teller)), status.id)
    if limits:
        yield Subheading(teller.say(texts.LIMITS))
        for status in limits:
            said = teller.say(texts.LIMIT[status.after or "gone"], label=teller.label(status.id), phase=status.phase)
            yield Entry("-", said, tuple(_through(found, status, teller)), status.id)
    for title, group in _grouped(measures, texts.MEASURE_GROUPS, _measure_group):
        yield Subheading(teller.say(texts.GROUP, title=teller.say(title), number=len(group)))
        for status in group:
            yield Entry(_MEASURE_MARKS.get(status.after or "", "-"), _with_phase(status, teller), (), status.id)


def _grouped(
    found: Iterable[StatusChange], titles: Mapping[str, Text], of: Callable[[StatusChange], str]
) -> Iterator[tuple[Text, list[StatusChange]]]:
    groups: dict[str, list[StatusChange]] = {}
    for status in found:
        groups.setdefault(of(status), []).append(status)
    yield from ((title, groups[name]) for name, title in titles.items() if name in groups)


def _group(status: StatusChange) -> str:
    if status.before is None or status.after is None:
        return "new" if status.before is None else "gone"
    if status.after in _BAD:
        return "lost" if status.before in _GOOD else "unmet"
    return "met" if status.after in _GOOD else "unknown"


def _measure_group(status: StatusChange) -> str:
    if status.before is None or status.after is None:
        return "new" if status.before is None else "gone"
    if status.after != "not_recommended":
        return status.after
    return "dropped" if status.before == "recommended" else "undone"


def _with_phase(status: StatusChange, teller: Teller) -> str:
    return teller.say(texts.WITH_PHASE, label=teller.label(status.id), phase=status.phase)


def _through(found: Comparison, status: StatusChange, teller: Teller) -> Iterator[str]:
    """For each part in which the status changed: the rules, norms or facts that it changed through."""
    ways = [(step.part, s) for step in found.steps for s in step.caused if s.id == status.id]
    for part, way in ways:
        causes = ", ".join(map(teller.cause, way.causes))
        title = teller.say(texts.PART[part])
        if len(ways) > 1 and way.after is not None:
            yield teller.say(texts.THROUGH_STATUS, part=title, status=teller.say(texts.STATUS[way.after]), causes=causes)
        else:
            yield teller.say(texts.THROUGH, part=title, causes=causes)
