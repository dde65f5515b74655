"""The rule book in its order: intermediate conclusions, the rules of each phase by kind, norms, facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from antwoord_rules.knowledge.rules import Phase, RuleBase
from antwoord_rules.language import Text
from antwoord_rules.reports.rulebook.entries import EMPTY_ITEMS, HEADINGS, Entry, facts_of, is_blank

_KINDS: Final = (
    ("criteria", Text("criteria", "criteria")),
    ("limits", Text("beperking", "limitation")),
    ("challenges", Text("uitdagingen", "challenges")),
    ("measures", Text("maatregelen", "measures")),
)
_BLANK: Final = Text(
    "niet gedocumenteerd in de bron; wat hier staat is van ons", "not documented in the source; what stands here is ours"
)


class Group(NamedTuple):
    """Things of one kind; without a title they are all that the chapter holds."""

    title: Text | None
    note: Text | None
    things: tuple[Entry, ...]


class Chapter(NamedTuple):
    """A part of the rule book; that of a phase has an id."""

    id: str | None
    title: Text
    groups: tuple[Group, ...]


def chapters(base: RuleBase) -> tuple[Chapter, ...]:
    """The whole book; a phase has its chapter even when it has no rules."""
    made = [_plain("derivations", base.derivations)] if base.derivations else []
    made += [Chapter(phase.id, phase.name, tuple(_groups(base, phase))) for phase in base.phases]
    return (*made, _plain("norms", base.norms), _plain("facts", facts_of(base)))


def selected(found: tuple[Chapter, ...], names: Collection[str]) -> tuple[Chapter, ...]:
    """The chapters with nothing in them but what has one of these ids; a phase stays when it is named itself."""
    made = []
    for chapter in found:
        kept = [group._replace(things=tuple(thing for thing in group.things if thing.id in names)) for group in chapter.groups]
        groups = tuple(group for group in kept if group.things)
        if groups or chapter.id in names:
            made.append(chapter._replace(groups=groups))
    return tuple(made)


def _plain(heading: str, things: tuple[Entry, ...]) -> Chapter:
    return Chapter(None, HEADINGS[heading], (Group(None, None, things),))


def _groups(base: RuleBase, phase: Phase) -> Iterator[Group]:
    for attribute, title in _KINDS:
        things = tuple(rule for rule in getattr(base, attribute) if rule.phase == phase.number)
        blank = attribute in EMPTY_ITEMS and is_blank(base, phase.number, EMPTY_ITEMS[attribute])
        if things:
            yield Group(title, _BLANK if blank else None, things)
