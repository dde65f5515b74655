"""The report of `antwoord benchmark`: where the municipalities are, criteria and challenges, and each against the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.assessment import NO_PHASE
from antwoord_rules.benchmarking import Benchmark
from antwoord_rules.benchmarking.benchmark import PhaseCount
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import (
    Block,
    Callout,
    Details,
    Entry,
    Figure,
    Heading,
    Pairs,
    Paragraph,
    Title,
)
from antwoord_rules.rendering.pictures import Counts, Shares
from antwoord_rules.reports.benchmarks import words as texts
from antwoord_rules.reports.benchmarks.focus import focus_blocks
from antwoord_rules.reports.benchmarks.scene import Form, Scene
from antwoord_rules.reports.benchmarks.standings import comparison, standings
from antwoord_rules.reports.benchmarks.tables import HERE, headers, name_of, table

_LONGEST_BAR: Final = 20
_SURE, _UNSURE = "█", "░"


def report(found: Benchmark, language: Language, form: Form = "text") -> Iterator[Block]:
    """The blocks of the report. As text its tables fit in 80 columns, and long names are cut for that."""
    scene = Scene(found, language, form)
    yield Title(scene.title)
    yield Paragraph(f"{scene.dates} {scene.say(texts.SELF_ASSESSMENT)}")
    for remark in scene.remarks():
        yield Callout(remark, "warning")
    if found.focus is not None:
        yield from focus_blocks(scene, found.focus)
    yield from _phases(scene)
    yield from _criteria(scene)
    yield from _challenges(scene)
    yield from _rows(scene)
    yield from standings(scene)
    yield from comparison(scene)
    yield Heading(scene.say(texts.READING))
    for text in texts.READINGS:
        yield Entry("-", scene.say(text))
    yield Pairs(((scene.say(texts.MADE_WITH), scene.receipt),))


def _phases(scene: Scene) -> Iterator[Block]:
    found = scene.found
    here = None if found.focus is None else found.rows[found.focus].phase
    counts = found.figures.phases
    yield Heading(scene.say(texts.PHASES))
    names = {0: scene.say(NO_PHASE)} | {phase.number: scene.say(phase.name) for phase in found.base.phases}
    if scene.form == "html":
        picture = Counts(
            tuple(f"{c.phase} {names[c.phase]}" for c in counts),
            tuple(c.reached for c in counts),
            next((i for i, c in enumerate(counts) if c.phase == here), None),
            scene.say(texts.MUNICIPALITIES.many),
        )
        told = (scene.say(texts.PHASES_ALT, count=scene.size(c.reached), phase=c.phase) for c in counts if c.reached)
        yield Figure(picture, scene.say(texts.PHASES_CAPTION), f"{', '.join(told)}.")
    most = max(c.reached for c in counts)
    heads = [scene.say(text) for text in (texts.PHASE_WORD, texts.NUMBER, texts.CERTAIN, texts.CAN_BE)]
    bars = scene.form != "html"
    rows = (
        [
            f"{HERE[c.phase == here] if here is not None else ''}{c.phase} {names[c.phase]}",
            str(c.reached),
            str(c.certain),
            str(c.possible),
            *([_bar(c, most)] if bars else []),
        ]
        for c in reversed(counts)
    )
    yield table(scene, [*heads, *([""] if bars else [])], rows, wide=0, words_in=[4])
    yield Paragraph(scene.say(texts.PHASES_NOTE if bars else texts.PHASES_NOTE_HTML), dim=True)


def _bar(count: PhaseCount, most: int) -> str:
    """A bar as long as the count: one mark a municipality, or to scale when they are many; never nothing for something."""
    scale = min(1.0, _LONGEST_BAR / most) if most else 0.0
    length = max(round(count.reached * scale), 1 if count.reached else 0)
    sure = min(round(count.certain * scale), length)
    if count.certain and not sure:
        sure = min(1, length)
    if count.reached > count.certain and sure == length:
        sure -= 1
    return _SURE * sure + _UNSURE * (length - sure)


def _criteria(scene: Scene) -> Iterator[Block]:
    base, tallies = scene.found.base, scene.found.figures.criteria
    yield Heading(scene.say(texts.CRITERIA_TITLE))
    ordered = sorted(base.criteria, key=lambda rule: (-(tallies[rule.id].share_unmet or 0), -tallies[rule.id].unmet))
    ordered.sort(key=lambda rule: tallies[rule.id].share is None)
    marks = (texts.MET, texts.UNMET, texts.UNKNOWN)
    listed = table(
        scene,
        [
            scene.say(texts.PHASE_WORD),
            scene.say(texts.CRITERION),
            *headers(scene, (*marks, texts.SHARE_UNMET), ("●", "○", "?", "% ○")),
        ],
        (
            [
                str(rule.phase),
                scene.say(rule.label),
                *map(str, tallies[rule.id]),
                scene.percent(tallies[rule.id].share_unmet),
            ]
            for rule in ordered
        ),
        wide=1,
    )
    if scene.form == "html":
        met, unmet, unknown = (scene.say(text) for text in marks)
        told = (scene.say(texts.CRITERION_ALT, label=scene.say(rule.label), **tallies[rule.id]._asdict()) for rule in ordered)
        rows = tuple((scene.say(rule.label), *tallies[rule.id]) for rule in ordered)
        yield Figure(Shares(rows, (met, unmet, unknown)), scene.say(texts.CRITERIA_CAPTION), f"{'; '.join(told)}.")
        yield Details(scene.say(texts.ALL_CRITERIA), (listed,))
    else:
        yield listed
    yield from _notes(scene, texts.SHORT_NOTE, texts.CRITERIA_NOTE)


def _notes(scene: Scene, short: Text, note: Text) -> Iterator[Block]:
    """What the columns mean; the marks only where there are marks."""
    if scene.form == "text":
        yield Paragraph(scene.say(short), dim=True)
    yield Paragraph(scene.say(note), dim=True)


def _challenges(scene: Scene) -> Iterator[Block]:
    found = [c for c in scene.found.figures.challenges if c.tally.unmet]
    yield Heading(scene.say(texts.CHALLENGES_TITLE))
    if not found:
        yield Paragraph(scene.say(texts.NO_CHALLENGES))
        return
    rules = scene.found.base.rules
    yield table(
        scene,
        [
            scene.say(texts.PHASE_WORD),
            scene.say(texts.CHALLENGE),
            *headers(scene, (texts.OPEN, texts.RESOLVED, texts.UNKNOWN, texts.SHARE_OPEN), ("○", "●", "?", "% ○")),
            scene.say(texts.NOW),
        ],
        (
            [
                str(c.phase),
                scene.say(rules[c.id].label),
                str(c.tally.unmet),
                str(c.tally.met),
                str(c.tally.unknown),
                scene.percent(c.tally.share_unmet),
                str(c.due),
            ]
            for c in found
        ),
        wide=1,
    )
    yield from _notes(scene, texts.SHORT_CHALLENGES, texts.CHALLENGES_NOTE)


def _rows(scene: Scene) -> Iterator[Block]:
    yield Heading(scene.say(texts.ROWS))
    yield table(
        scene,
        [
            *(
                scene.say(text)
                for text in (texts.MUNICIPALITY, texts.INHABITANTS, texts.REFERENCE_DATE, texts.PHASE_WORD, texts.CAN_BE)
            ),
            *headers(scene, (texts.MET, texts.UNMET, texts.UNKNOWN), ("●", "○", "?")),
        ],
        (
            [
                name_of(scene, i),
                scene.whole(row.municipality.inwoners),
                row.municipality.peildatum,
                str(row.phase),
                scene.phases(row),
                *map(str, row.tally),
            ]
            for i, row in enumerate(scene.found.rows)
        ),
        wide=0,
    )
    yield from _notes(scene, texts.SHORT_NOTE, texts.ROWS_NOTE)
