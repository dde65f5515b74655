"""What was measured, for people: each figure with its counts and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from antwoord_rules.explanation.wording import evidence_text, value_text
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean
from antwoord_rules.registrations import Contradiction, Derivation
from antwoord_rules.registrations.document import evidence_of
from antwoord_rules.registrations.measuring import Bias, Extent
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph, Table, Title
from antwoord_rules.reports.registrations import words
from antwoord_rules.reports.voice import Voice

_MARK: Final = "-"
_OPEN: Final = "?"
_PER_CENT: Final = Text("procent", "per cent")


def report(found: Derivation, against: Sequence[Contradiction] | None, base: RuleBase, language: Language) -> Iterator[Block]:
    """The whole report; `against` is None when there was nothing to check."""
    voice = Voice(base, language)
    yield Title(voice.say(words.TITLE))
    if against is not None:
        yield from _contradictions(against, voice)
    yield from _facts(found, voice)
    yield from _figures(found, voice)
    yield from _channels(found, voice)
    yield from _questions(found, voice)
    yield from _read(found, voice)


def _facts(found: Derivation, voice: Voice) -> Iterator[Block]:
    yield Heading(voice.say(words.FACTS))
    if not found.facts:
        yield Paragraph(voice.say(words.NO_FACTS))
    for one in found.facts:
        said = {
            "label": voice.label(one.fact),
            "value": voice.value(one.fact, one.value),
            "evidence": evidence_text(evidence_of(one, found), voice.language),
        }
        yield Entry(_MARK, voice.say(words.FACT, **said), tuple(_notes(one.counts, one.biases, voice)), one.fact)
    if found.bounds:
        yield Heading(voice.say(words.BOUNDS))
    for one in found.bounds:
        details = {"label": voice.label(one.fact), "value": one.bound, "contacts": one.counts["contacts"]}
        yield Entry(_MARK, voice.say(words.BOUND, **details), (), one.fact)


def _figures(found: Derivation, voice: Voice) -> Iterator[Block]:
    if found.figures:
        yield Heading(voice.say(words.FIGURES))
    for figure in found.figures:
        label = voice.say(words.FIGURE_LABEL[figure.id])
        value = voice.say(words.NOTHING) if figure.value is None else value_text(figure.value, voice.language, _PER_CENT)
        known = [name for name in figure.about if name in voice.base.vocabulary.labels]
        about = (voice.say(words.ABOUT, labels=voice.quoted(known)),) if known else ()
        yield Entry(
            _MARK, voice.say(words.FIGURE, label=label, value=value), (*_notes(figure.counts, figure.biases, voice), *about)
        )


def _notes(counts: Mapping[str, int], biases: Iterable[Bias], voice: Voice) -> Iterator[str]:
    told = ", ".join(voice.say(words.COUNT[name]).format(number) for name, number in counts.items())
    yield voice.say(words.COUNTS, counts=told)
    yield from (voice.say(words.BIAS[bias]) for bias in biases)


def _channels(found: Derivation, voice: Voice) -> Iterator[Block]:
    rows = [
        (source, voice.say(words.CHANNEL[channel]), str(number))
        for source, counts in found.channels.items()
        for channel, number in counts.items()
    ]
    if rows:
        yield Heading(voice.say(words.CHANNELS))
        yield Table(tuple(map(voice.say, words.CHANNEL_HEADERS)), tuple(rows))


def _contradictions(against: Sequence[Contradiction], voice: Voice) -> Iterator[Block]:
    yield Heading(voice.say(words.AGAINST))
    if not against:
        yield Paragraph(voice.say(words.NO_CONTRADICTION))
    for one in against:
        details = {
            "label": voice.label(one.fact),
            "claimed": voice.value(one.fact, one.claimed),
            "measured": voice.value(one.fact, one.measured),
        }
        notes = [voice.say(words.MEASURED, evidence=evidence_text(one.evidence, voice.language))]
        claim = evidence_text(one.claim, voice.language)
        if claim:
            notes.insert(0, voice.say(words.CLAIMED, evidence=claim))
        if one.norm:
            notes.append(voice.say(words.NORM, label=voice.say(voice.base.norm_by_id[one.norm].label)))
        if one.other_period:
            notes.append(voice.say(words.OTHER_PERIOD))
        yield Entry("!", voice.say(words.CLAIM[one.kind], **details), tuple(notes), one.fact)


def _questions(found: Derivation, voice: Voice) -> Iterator[Block]:
    near = [question for question in found.questions if question.reason != "not_registered"]
    yield Heading(voice.say(words.QUESTIONS))
    for question in near:
        yield Entry(_OPEN, f"{voice.label(question.fact)}: {voice.say(words.REASON[question.reason])}", (), question.fact)
    yield Paragraph(voice.say(words.REST, number=len(found.questions) - len(near)))


def _read(found: Derivation, voice: Voice) -> Iterator[Block]:
    yield Heading(voice.say(words.READ))
    for extent in found.extents:
        yield Entry(_MARK, voice.say(words.READ_OF, title=extent.title, **_numbers(extent)), (extent.specification,))
    for source, period in found.periods.items():
        yield Paragraph(voice.say(words.PERIOD, source=source, period=period))
    if found.empty:
        yield Paragraph(voice.say(words.EMPTY, files=", ".join(clean(PurePath(path).name) for path in found.empty)))
    yield Paragraph(voice.say(words.NO_PERSONS), dim=True)


def _numbers(extent: Extent) -> dict[str, int]:
    names = ("records", "counted", "duplicates", "outside", "undated")
    return {"files": len(extent.files), **{name: getattr(extent, name) for name in names}}
