"""The report of `antwoord compare`: what changed between two dates, what that did, and the course over more of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from antwoord_rules.assessment import NO_PHASE, Assessment
from antwoord_rules.comparison.comparing import Comparison, Notice, Series, counts
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block, Callout, Chart, Figure, Heading, Pairs, Paragraph, Subheading, Table, Title
from antwoord_rules.rendering.lines import WIDTH
from antwoord_rules.rendering.pictures import Progress
from antwoord_rules.reports import words
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.comparisons.changes import fact_blocks, quiet_blocks, rule_blocks
from antwoord_rules.reports.comparisons.outcomes import outcome_blocks
from antwoord_rules.reports.comparisons.voice import Teller

_BAR: Final = 5
Met: TypeAlias = tuple[int | None, int]
_LEAST_RUN: Final = 3


def report(found: Series, language: Language, *, pictures: bool) -> Iterator[Block]:
    """The whole report; with `pictures` as a drawing, else with a chart of letters."""
    teller = Teller.of(found.overall, language)
    if len(found.comparisons) > 1:
        yield from _series(found, teller, pictures=pictures)
    else:
        (only,) = found.comparisons
        names = {"name": _name(found), "old": only.old.gemeente.peildatum, "new": only.new.gemeente.peildatum}
        yield Title(teller.say(texts.TITLE, **names))
        yield from _callouts(found, teller)
        yield from _summary(only, teller)
        yield from _next(only.new, teller)
        yield from _picture(found, teller, pictures=pictures)
        yield from _parts(only, teller)
        yield from outcome_blocks(only, teller)
        yield from _changes(only, teller)
    yield from _foot(found.overall, teller)


def _dates(every: Sequence[Assessment]) -> list[str]:
    """The date of each; those that share one are numbered."""
    dates = [found.gemeente.peildatum for found in every]
    numbered = [f"{date} ({dates[: place + 1].count(date)})" for place, date in enumerate(dates)]
    return [date if dates.count(date) == 1 else told for date, told in zip(dates, numbered, strict=True)]


def _name(found: Series) -> str:
    """The municipality, or each of them."""
    return " / ".join(dict.fromkeys(assessed.gemeente.naam for assessed in found.assessments))


def notice(which: Notice, found: Series, language: Language) -> str:
    """A notice in words."""
    first, last = found.assessments[0].gemeente, found.assessments[-1].gemeente
    whom = (assessed.context.memory.municipality for assessed in found.assessments)
    names = dict.fromkeys(f"{one.naam} ({one.code})" if one.code else one.naam for one in whom)
    return texts.NOTICES[which].to(language).format(names=", ".join(names), old=first.peildatum, new=last.peildatum)


def _series(found: Series, teller: Teller, *, pictures: bool) -> Iterator[Block]:
    whole, all_found = found.overall, found.assessments
    details = {"number": len(all_found), "old": whole.old.gemeente.peildatum, "new": whole.new.gemeente.peildatum}
    yield Title(teller.say(texts.SERIES_TITLE, name=_name(found), **details))
    yield from _callouts(found, teller)
    yield from _summary(whole, teller)
    yield from _next(whole.new, teller)
    yield Heading(teller.say(texts.COURSE))
    yield Table(
        tuple(map(teller.say, texts.COURSE_HEADERS)),
        tuple(_row(assessed, date, teller) for assessed, date in zip(all_found, _dates(all_found), strict=True)),
        teller.say(texts.COURSE_CAPTION),
        row_headers=True,
    )
    yield Paragraph(teller.say(texts.COURSE_ABOUT), dim=True)
    yield from _picture(found, teller, pictures=pictures)
    for step in found.comparisons:
        of_step = Teller.of(step, teller.language)
        dates = {"old": step.old.gemeente.peildatum, "new": step.new.gemeente.peildatum}
        yield Heading(teller.say(texts.STEP, **dates))
        yield from _summary(step, of_step)
        yield from _lower((*_parts(step, of_step), *outcome_blocks(step, of_step), *_changes(step, of_step)))


def _lower(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, a level lower in the headings; one that only holds others below it goes."""
    every = list(blocks)
    for block, following in zip(every, [*every[1:], None], strict=False):  # where nothing changed there is no block at all
        if not isinstance(block, Heading):
            yield block
        elif not isinstance(following, Subheading):
            yield Subheading(block.text)


def _callouts(found: Series, teller: Teller) -> Iterator[Block]:
    yield from (Callout(notice(which, found, teller.language), "warning") for which in found.notices)


def _summary(found: Comparison, teller: Teller) -> Iterator[Block]:
    was, now = found.old.phase, found.new.phase
    base = found.new.context.base
    certainty = words.CERTAIN if now.certain else words.UNCERTAIN
    head = texts.RISEN if now.number > was.number else texts.FALLEN if now.number < was.number else texts.SAME
    details = {
        "old": was.number,
        "new": now.number,
        "name": teller.say(base.phases[now.number - 1].name if now.number else NO_PHASE),
        "certainty": teller.say(certainty, phases=teller.either(now.possible)),
    }
    yield Paragraph(teller.say(head, **details), strong=True)
    if now.certain and not was.certain:
        yield Paragraph(teller.say(texts.CERTAINTY, phases=teller.either(was.possible)))
    elif was.certain and not now.certain:
        yield Paragraph(teller.say(texts.CERTAINTY_LOST))
    through = [step.part for step in found.steps if step.before.phase.number != step.after.phase.number]
    if through and was.number != now.number:
        yield Paragraph(
            teller.say(texts.BY, parts=teller.say(texts.AND).join(teller.say(texts.BY_PART[part]) for part in through))
        )
    if not (found.facts or found.rules):
        yield Paragraph(teller.say(texts.NOTHING))
        return
    old, new = found.old, found.new
    criteria = [(counts(side, "criteria")["met"], len(side.criteria)) for side in (old, new)]
    challenges = [(counts(side, "challenges")["resolved"], len(side.challenges)) for side in (old, new)]
    unknown = [(len(side.unknown), None) for side in (old, new)]
    rows = ((texts.CRITERIA, criteria), (texts.CHALLENGES, challenges), (texts.UNKNOWN, unknown))
    yield Pairs(tuple((teller.say(name), _from_to(teller, *sides)) for name, sides in rows))


def _next(found: Assessment, teller: Teller) -> Iterator[Block]:
    """What the next phase still asks."""
    phase = found.phase.number + 1
    statuses = [criterion for criterion in found.criteria if criterion.phase == phase]
    left = [criterion.id for criterion in statuses if criterion.status != "met"]
    if left:
        text = texts.NEXT_ONE if len(left) == 1 else texts.NEXT_ALL if len(left) == len(statuses) else texts.NEXT
        labels = ", ".join(f"'{teller.label(name)}'" for name in left)
        yield Paragraph(teller.say(text, phase=phase, number=len(left), total=len(statuses), labels=labels))


def _from_to(teller: Teller, before: tuple[int, int | None], after: tuple[int, int | None]) -> str:
    """A number then and now, each of how many."""
    (old, old_total), (new, total) = before, after
    if old_total != total:
        return teller.say(texts.OF_BOTH, old=old, old_total=old_total, new=new, total=total)
    said = teller.say(texts.STAYED, new=new) if old == new else teller.say(texts.FROM_TO, old=old, new=new)
    return said if total is None else teller.say(texts.OF, from_to=said, total=total)


# The picture


def _picture(found: Series, teller: Teller, *, pictures: bool) -> Iterator[Block]:
    every = found.assessments
    top = max(len(assessed.context.base.phases) for assessed in every)
    rows = [[_met(assessed, number) for number in range(1, top + 1)] for assessed in every]
    caption = teller.say(texts.PICTURE)
    if pictures:
        phases = tuple(f"{teller.say(words.PHASE)} {number}" for number in range(1, top + 1))
        shares = [tuple(_share(*cell) for cell in row) for row in rows]
        drawn = zip(_dates(every), shares, (a.phase.number for a in every), strict=True)
        yield Figure(Progress(phases, tuple(drawn)), caption, _in_words(every, rows, teller))
    else:
        yield Heading(caption)
        yield Chart(tuple(_lines(every, rows, teller)), teller.say(texts.LEGEND))


def _met(found: Assessment, phase: int) -> Met:
    """How many criteria of a phase are met (None: of none it is known), and how many there are."""
    statuses = [criterion.status for criterion in found.criteria if criterion.phase == phase]
    nothing = bool(statuses) and set(statuses) == {"unknown"}
    return None if nothing else statuses.count("met"), len(statuses)


def _share(met: int | None, total: int) -> float | None:
    if met is None:
        return None
    return met / total if total else 1.0


def _in_words(every: Sequence[Assessment], rows: Iterable[list[Met]], teller: Teller) -> str:
    return " ".join(
        teller.say(
            texts.ALT,
            date=date,
            number=found.phase.number,
            phases=", ".join(
                teller.say(texts.ALT_PHASE if met is not None else texts.ALT_UNKNOWN, number=number, met=met, total=total)
                for number, (met, total) in enumerate(row, start=1)
            ),
        )
        for found, date, row in zip(every, _dates(every), rows, strict=True)
    )


def _lines(every: Sequence[Assessment], rows: list[list[Met]], teller: Teller) -> Iterator[str]:
    """A row for each date, a column for each phase."""
    dates = _dates(every)
    first = max(map(len, dates)) + 2
    phases = len(rows[0])
    numbers = max(len(_fraction(met, total)) for row in rows for met, total in row)
    bar = max(1, min(_BAR, (WIDTH - first) // phases - numbers - 5))
    width = bar + numbers + 3
    names = (f"{teller.say(words.PHASE)} {number}" for number in range(1, phases + 1))
    if width >= len(teller.say(words.PHASE)) + 4:
        yield (" " * first + "  ".join(f"  {name:<{width - 2}}" for name in names)).rstrip()
    for found, date, row in zip(every, dates, rows, strict=True):
        cells = (_cell(met, total, bar, numbers, here=n == found.phase.number) for n, (met, total) in enumerate(row, start=1))
        yield f"{date:<{first}}" + "  ".join(cells).rstrip()


def _cell(met: int | None, total: int, bar: int, numbers: int, *, here: bool) -> str:
    filled = bar if met == total else max(1, bar * met // total) if met else 0
    empty = " " if met is None else "░"
    return f"{'▶' if here else ' '} {'█' * filled}{empty * (bar - filled)} {_fraction(met, total):<{numbers}}"


def _fraction(met: int | None, total: int) -> str:
    return f"{'?' if met is None else met}/{total}"


# The parts


def _parts(found: Comparison, teller: Teller) -> Iterator[Block]:
    steps = [step for step in found.steps if step.changes]
    if not steps:
        return
    yield Heading(teller.say(texts.PARTS))
    yield Paragraph(teller.say(texts.PARTS_ABOUT))
    rows = [(found.old.gemeente.peildatum, "", *_state(found.old, None, teller))]
    rows += [(teller.say(texts.PART[step.part]), str(step.changes), *_state(step.after, step.before, teller)) for step in steps]
    yield Table(tuple(map(teller.say, texts.PART_HEADERS)), tuple(rows), teller.say(texts.PARTS_CAPTION), row_headers=True)
    if any(step.part in ("learned", "rules", "forgotten") for step in steps):
        yield Paragraph(teller.say(texts.PARTS_READING))


def _state(after: Assessment, before: Assessment | None, teller: Teller) -> tuple[str, str, str]:
    return (
        phase_cell(after, teller),
        _tally(*(_met_ids(a, "criteria", "met") for a in (after, before))),
        _tally(*(_met_ids(a, "challenges", "resolved") for a in (after, before))),
    )


def _met_ids(found: Assessment | None, kind: str, status: str) -> set[str] | None:
    return None if found is None else {result.id for result in getattr(found, kind) if result.status == status}


def _tally(after: set[str] | None, before: set[str] | None) -> str:
    """The number now, with how many came and went: "7 (+6 −1)"."""
    now = after or set()
    if before is None:
        return str(len(now))
    moved = [f"{sign}{number}" for sign, number in (("+", len(now - before)), ("−", len(before - now))) if number]
    return f"{len(now)} ({' '.join(moved)})" if moved else str(len(now))


def phase_cell(found: Assessment, teller: Teller) -> str:
    """A phase in a table: "2", or "1 (mogelijk 2-5)" when it is not certain."""
    phase = found.phase
    others = [number for number in phase.possible if number != phase.number]
    if phase.certain or not others:
        return str(phase.number)
    run = len(others) >= _LEAST_RUN and others[-1] - others[0] == len(others) - 1
    phases = f"{others[0]}-{others[-1]}" if run else ", ".join(map(str, others))
    return teller.say(texts.PHASE_OPEN, number=phase.number, phases=phases)


def _row(found: Assessment, date: str, teller: Teller) -> tuple[str, ...]:
    criteria = counts(found, "criteria")
    numbers = (criteria["met"], criteria["unmet"], criteria["unknown"], counts(found, "challenges")["open"])
    return (date, phase_cell(found, teller), *map(str, numbers))


# The rest


def _changes(found: Comparison, teller: Teller) -> Iterator[Block]:
    yield from rule_blocks(found, teller)
    for part in ("changed", "learned", "forgotten"):
        yield from fact_blocks(found, part, teller)
    yield from quiet_blocks(found, teller)


def _foot(found: Comparison, teller: Teller) -> Iterator[Block]:
    old, new = found.old.receipt, found.new.receipt
    same = old.rules_sha256 == new.rules_sha256
    rules = teller.say(texts.RECEIPT_RULES if same else texts.RECEIPT_BOTH, old=old.rules_sha256[:12], new=new.rules_sha256[:12])
    yield Heading(teller.say(words.PROVENANCE))
    yield Paragraph(teller.say(words.NOT_AN_AUDIT))
    details: dict[str, Text | str] = {"version": new.antwoord_rules, "engine": new.engine, "rules": rules}
    yield Paragraph(teller.say(texts.RECEIPT, **details), dim=True)
