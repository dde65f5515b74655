"""The report for a terminal: 80 columns, legible without colour and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from click import style

from antwoord_rules.language import Text
from antwoord_rules.rendering.lines import WIDTH, heading, paragraph, wrapped
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments.content import Item, Line, MeasureItem, Question, Report

_COLOURS: Final = {"met": "green", "resolved": "green", "unmet": "red", "open": "red", "unknown": "yellow"}


def render(report: Report) -> str:
    """The report as text with ANSI colours; whoever prints it strips them where they are not wanted."""
    return "\n".join(_lines(report)) + "\n"


def _lines(r: Report) -> Iterator[str]:
    def say(text: Text) -> str:
        return text.to(r.language)

    yield from paragraph(f"{r.name}, {r.date}", bold=True)
    phase = f"{say(words.PHASE)} {r.phase}: {r.phase_name}"
    yield from paragraph(f"{phase} ({r.certainty})", bold=True)
    if r.limit:
        yield from paragraph(r.limit)
    yield from heading(say(words.LADDER))
    width = max(len(rung.name) for rung in r.ladder)
    for rung in r.ladder:
        mark = "▶" if rung.here else " "
        colour = "green" if rung.reached else "yellow" if rung.reached is None else None
        start = f"{mark} {rung.number}  {rung.name:<{width}}  "
        yield style(start, bold=rung.here) + style(f"{rung.status:<13}", fg=colour) + style(rung.counts, dim=True)
    yield from heading(say(words.PROFILE))
    yield from _matrix(r)
    yield style(say(words.LEGEND), dim=True)
    if r.next_phase is not None and r.blockers:
        yield from heading(words.NEXT.to(r.language).format(number=r.next_phase))
        for item in r.blockers:
            yield from _item(item)
    if r.outlook:
        yield from heading(say(words.OUTLOOK))
        for text in r.outlook:
            yield from paragraph(text)
    yield from heading(say(words.CHALLENGES))
    for group, items in r.challenges:
        yield style(group[:1].upper() + group[1:], underline=True)
        for item in items:
            yield from _item(item)
    if not r.challenges:
        yield from paragraph(say(words.NO_CHALLENGES))
    if r.later:
        yield from paragraph(r.later)
    yield from heading(say(words.MEASURES))
    for number, measure in enumerate(r.measures, start=1):
        yield from _measure(number, measure)
    yield from paragraph(say(words.INDICATIVE) if r.measures else say(words.NO_MEASURES))
    for note in r.notes:
        yield from paragraph(note)
    yield from heading(say(words.UNKNOWN))
    for title, questions in ((words.UNKNOWN_PHASE, r.questions_phase), (words.UNKNOWN_OTHER, r.questions_other)):
        if questions:
            if title is words.UNKNOWN_OTHER and r.questions_phase:
                yield ""
            yield style(say(title), underline=True)
            for question in questions:
                yield from _question(question)
    if not r.questions_phase and not r.questions_other:
        yield from paragraph(say(words.NOTHING_UNKNOWN))
    for title, found in ((words.ASSUMPTIONS, r.assumptions), (words.INDICATORS, (*r.indicators, *r.portraits))):
        if found:
            yield from heading(say(title))
            for line in found:
                yield from _line(line)
    if r.plateaus:
        yield from heading(say(words.PLATEAUS))
        for text in r.plateaus:
            yield from paragraph(text)
    yield from heading(say(words.PROVENANCE))
    yield from paragraph(f"{say(words.MARKS)} {say(words.MORE)}")
    yield from paragraph(say(words.NOT_AN_AUDIT))
    yield from paragraph(f"{say(words.RECEIPT)}: {r.receipt}", dim=True)


def _matrix(r: Report) -> Iterator[str]:
    first = len(words.PHASE.to(r.language)) + 5
    column = (WIDTH - first) // max(1, len(r.blocks))
    headers = [wrap(block, column - 2, break_long_words=True) for block in r.blocks]
    height = max(map(len, headers), default=0)
    for row in range(height):
        titles = (header[row] if row < len(header) else "" for header in headers)
        yield (" " * first + "".join(f"{title:<{column}}" for title in titles)).rstrip()
    for number, marks in r.profile:
        cells = "".join(_cell(statuses, column) for statuses in marks)
        name = f"{words.PHASE.to(r.language)} {number}"
        yield style(f"{name:<{first}}", bold=number == r.phase) + cells.rstrip()


def _cell(statuses: Sequence[str], width: int) -> str:
    if not statuses:
        return style("·", dim=True) + " " * (width - 1)
    shown = " ".join(style(words.MARK[status], fg=_COLOURS[status]) for status in statuses)
    return shown + " " * (width - (2 * len(statuses) - 1))


def _item(item: Item) -> Iterator[str]:
    mark = style(words.MARK[item.status], fg=_COLOURS[item.status])
    lines = wrapped(f"{item.label}: {item.status_text} [{item.basis}]", "  ")
    yield f"{mark} {lines[0][2:]}"
    yield from lines[1:]
    for reason in item.reasons:
        yield from (style(line, dim=True) for line in wrapped(reason, "    "))
    yield style(f"    {item.id}", dim=True)


def _measure(number: int, measure: MeasureItem) -> Iterator[str]:
    lines = wrapped(f"{measure.label} ({measure.effort}) [{measure.basis}]", "    ")
    yield style(f"{number:>2}. {lines[0][4:]}", bold=True)
    yield from (style(line, bold=True) for line in lines[1:])
    yield from wrapped(measure.addresses, "    ")
    for text in measure.requires:
        yield from wrapped(text, "    ")
    yield style(f"    {measure.id}", dim=True)


def _question(question: Question) -> Iterator[str]:
    lines = wrapped(f"{question.label}: {question.question}", "  ")
    yield style("?", fg="yellow") + " " + lines[0][2:]
    yield from lines[1:]
    yield style(f"    {question.fact}", dim=True)


def _line(line: Line) -> Iterator[str]:
    yield from wrapped(f"{line.label}: {line.value}", "  ", first="")
