"""The short page of `assess --format html`: what the report on one or more municipalities says, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from antwoord_rules.language import Language, Text
from antwoord_rules.rendering import html
from antwoord_rules.rendering.blocks import (
    Block,
    Callout,
    Contents,
    Details,
    Entry,
    Heading,
    Pairs,
    Paragraph,
    Subheading,
    Table,
    Title,
)
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments.content import Item, Line, Question, Report

_SEVERAL: Final = Text("De fase van {number} gemeenten", "The phase of {number} municipalities")
_PAGE: Final = Text("{name}: de fase van Antwoord©", "{name}: the phase of Antwoord©")
_CONTENTS: Final = Text("Inhoud", "Contents")
_LADDER: Final = (Text("Fase", "Phase"), Text("Naam", "Name"), Text("Stand", "Status"), Text("Criteria", "Criteria"))
_HERE: Final = Text("{status}; hier staat de gemeente", "{status}; the municipality is here")
_HERE_ONLY: Final = Text("hier staat de gemeente", "the municipality is here")


def render(reports: Sequence[Report], language: Language) -> str:
    """The reports on one page; with several, each is a section."""
    if len(reports) == 1:
        return html.render(_blocks(reports[0], alone=True), language, title=_PAGE.to(language).format(name=reports[0].name))
    start: list[Block] = [Contents(_CONTENTS.to(language))]
    every = (block for report in reports for block in _blocks(report, alone=False))
    return html.render([*start, *every], language, title=_SEVERAL.to(language).format(number=len(reports)))


def _blocks(r: Report, *, alone: bool) -> Iterator[Block]:
    def say(text: Text) -> str:
        return text.to(r.language)

    yield Title(r.name)
    yield Paragraph(r.date[:1].upper() + r.date[1:], dim=True)
    yield Paragraph(f"{say(words.PHASE)} {r.phase}: {r.phase_name} ({r.certainty})", strong=True)
    if r.limit:
        yield Paragraph(r.limit)
    yield Callout(say(words.NOT_AN_AUDIT))
    if alone:
        yield Contents(say(_CONTENTS))
    yield Heading(say(words.LADDER))
    rows = []
    for rung in r.ladder:
        status = say(_HERE if rung.status else _HERE_ONLY).format(status=rung.status) if rung.here else rung.status
        rows.append((str(rung.number), rung.name, status, rung.counts))
    yield Table(tuple(map(say, _LADDER)), tuple(rows), row_headers=True)
    yield Heading(say(words.PROFILE))
    marks = (
        (f"{say(words.PHASE)} {number}", *(" ".join(words.MARK[status] for status in cell) or "·" for cell in cells))
        for number, cells in r.profile
    )
    yield Table(("", *r.blocks), tuple(marks), row_headers=True)
    yield Paragraph(say(words.LEGEND), dim=True)
    if r.next_phase is not None and r.blockers:
        yield Heading(say(words.NEXT).format(number=r.next_phase))
        yield from map(_item, r.blockers)
    if r.outlook:
        yield Heading(say(words.OUTLOOK))
        yield from map(Paragraph, r.outlook)
    yield Heading(say(words.CHALLENGES))
    for group, items in r.challenges:
        yield Subheading(group[:1].upper() + group[1:])
        yield from map(_item, items)
    if not r.challenges:
        yield Paragraph(say(words.NO_CHALLENGES))
    if r.later:
        yield Paragraph(r.later)
    yield Heading(say(words.MEASURES))
    for number, measure in enumerate(r.measures, start=1):
        text = f"{measure.label} ({measure.effort}) [{measure.basis}]"
        yield Entry(f"{number}.", text, (measure.addresses, *measure.requires), measure.id, strong=True)
    yield Paragraph(say(words.INDICATIVE) if r.measures else say(words.NO_MEASURES))
    yield from map(Paragraph, r.notes)
    yield from _unknown(r)
    for title, found in ((words.ASSUMPTIONS, r.assumptions), (words.INDICATORS, (*r.indicators, *r.portraits))):
        if found:
            yield Heading(say(title))
            yield _pairs(found)
    if r.plateaus:
        yield Heading(say(words.PLATEAUS))
        yield from map(Paragraph, r.plateaus)
    yield Heading(say(words.PROVENANCE))
    yield Paragraph(f"{say(words.MARKS)} {say(words.MORE)}")
    yield Details(say(words.RECEIPT), (Paragraph(r.receipt, dim=True),))


def _unknown(r: Report) -> Iterator[Block]:
    """What is not known; what does not matter for the phase now is folded away."""
    yield Heading(words.UNKNOWN.to(r.language))
    if r.questions_phase:
        yield Subheading(words.UNKNOWN_PHASE.to(r.language))
        yield from map(_question, r.questions_phase)
    if r.questions_other:
        summary = f"{words.UNKNOWN_OTHER.to(r.language)} ({len(r.questions_other)})"
        yield Details(summary, tuple(map(_question, r.questions_other)))
    if not r.questions_phase and not r.questions_other:
        yield Paragraph(words.NOTHING_UNKNOWN.to(r.language))


def _item(item: Item) -> Entry:
    return Entry(words.MARK[item.status], f"{item.label}: {item.status_text} [{item.basis}]", item.reasons, item.id)


def _question(question: Question) -> Entry:
    return Entry("?", f"{question.label}: {question.question}", id=question.fact)


def _pairs(lines: Sequence[Line]) -> Pairs:
    return Pairs(tuple((line.label, line.value) for line in lines))
