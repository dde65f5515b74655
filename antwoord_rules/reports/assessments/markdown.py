"""The report as Markdown (CommonMark with tables). Texts from fact files come out as text, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterator

from antwoord_rules.language import Text
from antwoord_rules.rendering.markdown import escape
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments.content import Item, Line, Question, Report


def render(report: Report) -> str:
    """The report as one Markdown document."""
    return "\n".join(_lines(report)) + "\n"


def _lines(r: Report) -> Iterator[str]:
    def say(text: Text) -> str:
        return text.to(r.language)

    yield f"# {escape(r.name)}"
    yield ""
    yield f"{escape(r.date)}  "
    yield f"**{say(words.PHASE)} {r.phase}: {escape(r.phase_name)}** ({escape(r.certainty)})"
    if r.limit:
        yield from ("", escape(r.limit))
    yield from _heading(say(words.LADDER))
    yield from _table(("", "", "", ""))
    for rung in r.ladder:
        name = f"**{escape(rung.name)}**" if rung.here else escape(rung.name)
        yield _row(("▶" if rung.here else "", f"{rung.number} {name}", rung.status, rung.counts))
    yield from _heading(say(words.PROFILE))
    yield from _table(("", *map(escape, r.blocks)))
    for number, cells in r.profile:
        marks = (" ".join(words.MARK[status] for status in statuses) or "·" for statuses in cells)
        yield _row((f"{say(words.PHASE)} {number}", *marks))
    yield from ("", say(words.LEGEND))
    if r.next_phase is not None and r.blockers:
        yield from _heading(words.NEXT.to(r.language).format(number=r.next_phase))
        for item in r.blockers:
            yield from _item(item)
    if r.outlook:
        yield from _heading(say(words.OUTLOOK))
        for text in r.outlook:
            yield from (escape(text), "")
    yield from _heading(say(words.CHALLENGES))
    for group, items in r.challenges:
        yield from (f"### {escape(group[:1].upper() + group[1:])}", "")
        for item in items:
            yield from _item(item)
        yield ""
    if not r.challenges:
        yield from (escape(say(words.NO_CHALLENGES)), "")
    if r.later:
        yield escape(r.later)
    yield from _heading(say(words.MEASURES))
    for number, measure in enumerate(r.measures, start=1):
        yield f"{number}. **{escape(measure.label)}** ({measure.effort}) {escape(f'[{measure.basis}]')} `{measure.id}`"
        for text in (measure.addresses, *measure.requires):
            yield f"    - {escape(text)}"
    yield from ("", escape(say(words.INDICATIVE) if r.measures else say(words.NO_MEASURES)))
    for note in r.notes:
        yield from ("", escape(note))
    yield from _heading(say(words.UNKNOWN))
    for title, questions in ((words.UNKNOWN_PHASE, r.questions_phase), (words.UNKNOWN_OTHER, r.questions_other)):
        if questions:
            yield from (f"### {escape(say(title))}", "")
            for question in questions:
                yield _question(question)
            yield ""
    if not r.questions_phase and not r.questions_other:
        yield escape(say(words.NOTHING_UNKNOWN))
    for title, found in ((words.ASSUMPTIONS, r.assumptions), (words.INDICATORS, (*r.indicators, *r.portraits))):
        if found:
            yield from _heading(say(title))
            for line in found:
                yield _line(line)
    if r.plateaus:
        yield from _heading(say(words.PLATEAUS))
        for text in r.plateaus:
            yield from (escape(text), "")
    yield from _heading(say(words.PROVENANCE))
    for text in (f"{say(words.MARKS)} {say(words.MORE)}", say(words.NOT_AN_AUDIT), f"{say(words.RECEIPT)}: {r.receipt}"):
        yield from (escape(text), "")


def _heading(text: str) -> Iterator[str]:
    yield from ("", f"## {escape(text)}", "")


def _table(headers: tuple[str, ...]) -> Iterator[str]:
    yield _row(headers)
    yield _row(("---",) * len(headers))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _item(item: Item) -> Iterator[str]:
    yield f"- {words.MARK[item.status]} {escape(item.label)}: {item.status_text} {escape(f'[{item.basis}]')} `{item.id}`"
    for reason in item.reasons:
        yield f"    - {escape(reason)}"


def _question(question: Question) -> str:
    return f"- {escape(question.question)} {escape(question.label)} (`{question.fact}`)"


def _line(line: Line) -> str:
    return f"- {escape(line.label)}: {escape(line.value)}"
