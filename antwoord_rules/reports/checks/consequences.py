"""What a change of the rules does for municipalities and cases, as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from antwoord_rules.checking.impact import Change, Impact
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block, Details, Heading, Paragraph, Table
from antwoord_rules.reports.comparisons.words import STATUS

_TITLE: Final = Text("Gevolgen van de verandering in de regels", "What the change of the rules does")
_SIZE: Final = Text(
    "{subjects} gemeenten en gevallen bekeken. Regels die verschillen: {rules}.",
    "{subjects} municipalities and cases looked at. Rules that differ: {rules}.",
)
_NOTHING: Final = Text("Geen fase, uitdaging of maatregel verandert.", "No phase, challenge or measure changes.")
_NO_PHASE: Final = Text("Geen fase verandert.", "No phase changes.")
_PHASES: Final = Text("Andere fase", "Another phase")
_OTHERS: Final = Text("Uitdagingen en maatregelen die veranderen: {count}", "Challenges and measures that change: {count}")
_WHOM: Final = Text("gemeente of geval", "municipality or case")
_WHAT: Final = Text("conclusie", "conclusion")
_BEFORE: Final = Text("was", "was")
_AFTER: Final = Text("wordt", "becomes")
_THROUGH: Final = Text("door", "through")
_NONE: Final = Text("geen", "none")
_PHASE: Final = "phase"


def consequences(found: Impact, language: Language) -> Iterator[Block]:
    """The phases that change first; the rest can be folded away."""
    yield Heading(_TITLE.to(language))
    rules = ", ".join(found.rules) or _NONE.to(language)
    yield Paragraph(_SIZE.to(language).format(subjects=found.subjects, rules=rules))
    if not found.changes:
        yield Paragraph(_NOTHING.to(language), strong=True)
        return
    phases = [change for change in found.changes if change.conclusion == _PHASE]
    others = [change for change in found.changes if change.conclusion != _PHASE]
    if phases:
        rows = ((change.subject, change.before, change.after, _through(change)) for change in phases)
        yield _table((_WHOM, _BEFORE, _AFTER, _THROUGH), rows, _PHASES.to(language), language)
    else:
        yield Paragraph(_NO_PHASE.to(language), strong=True)
    if others:
        headers = (_WHOM, _WHAT, _BEFORE, _AFTER, _THROUGH)
        told = ((change.subject, change.conclusion, *_statuses(change, language), _through(change)) for change in others)
        title = _OTHERS.to(language).format(count=len(others))
        yield Details(title, (_table(headers, told, title, language),))


def _table(headers: Iterable[Text], rows: Iterable[tuple[str, ...]], caption: str, language: Language) -> Table:
    return Table(tuple(header.to(language) for header in headers), tuple(rows), caption, row_headers=True)


def _statuses(change: Change, language: Language) -> tuple[str, str]:
    before, after = (STATUS.get(each.replace(" ", "_")) for each in (change.before, change.after))
    return before.to(language) if before else change.before, after.to(language) if after else change.after


def _through(change: Change) -> str:
    return ", ".join(change.through) or "?"
