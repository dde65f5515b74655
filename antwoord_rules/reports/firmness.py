"""What would change a phase, in words: the fewest facts that would lose it, and the smallest changes that would reach it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from antwoord_rules.errors import UsageError
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph, Subheading
from antwoord_rules.reports.voice import Noun, Voice

if TYPE_CHECKING:
    from antwoord_rules.assessment import Assessment
    from antwoord_rules.explanation import Explanation
    from antwoord_rules.facts.memory import WorkingMemory
    from antwoord_rules.knowledge_base import KnowledgeBase
    from antwoord_rules.reasoning.corrections import Correction, Robustness, WhyNot

_MOST_WAYS: Final = 5
_MOST_LOSSES: Final = 30

FACTS: Final = Noun(Text("feit", "fact"), Text("feiten", "facts"))
_WAYS: Final = Noun(Text("manier", "way"), Text("manieren", "ways"))
_REACH: Final = Text("Wat er moet veranderen voor fase {phase}", "What must change for phase {phase}")
_LOSE: Final = Text("Hoe stevig fase {phase} staat", "How firm phase {phase} is")
_NEVER: Final = Text(
    "Welke feiten ook veranderen: fase {phase} wordt niet bereikt.", "Whatever facts change: phase {phase} is not reached."
)
_ONLY_WAY: Final = Text(
    "Het kan op één manier: {facts} moeten anders zijn, en minder is niet genoeg.",
    "There is one way: {facts} must be different, and fewer are not enough.",
)
_ONLY_FACT: Final = Text(
    "Het kan op één manier: dit ene feit moet anders zijn.", "There is one way: this one fact must be different."
)
_SEVERAL: Final = Text(
    "Ten minste {facts} moeten anders zijn. Dat kan op {ways}.",
    "At least {facts} must be different. There are {ways}.",
)
_SEVERAL_ONE: Final = Text(
    "Eén ander feit kan genoeg zijn. Het kan op {ways}.",
    "One different fact can be enough. There are {ways}.",
)
_MORE_THAN: Final = Text("meer dan {ways}", "more than {ways}")
_UNKNOWN: Final = Text(
    "Wat nu onbekend is, is misschien al in orde; het telt pas mee als het bekend is.",
    "What is unknown now may be in order already; it counts only once it is known.",
)
_ALWAYS: Final = Text("In elk geval", "In any case")
_ALSO: Final = Text("En daarbij, manier {number}", "And with that, way {number}")
_WAY: Final = Text("Manier {number}", "Way {number}")
_OTHERS: Final = Text("En nog {ways}; --format json geeft ze.", "And {ways} more; --format json gives them.")
_OTHER_WAY: Final = Text("En andere manieren; --format json geeft er {number}.", "And other ways; --format json gives {number}.")
_SHIFT: Final = Text("{label}: {now}; nodig: {wanted}", "{label}: {now}; needed: {wanted}")
_LOSS: Final = Text("{label}: {now}; verloren bij: {wanted}", "{label}: {now}; lost at: {wanted}")
_OTHERWISE: Final = Text("anders, of bekend", "different, or known")
_SAFE: Final = Text(
    "Welke feiten ook verkeerd zijn: fase {phase} blijft bereikt.", "Whatever facts are wrong: phase {phase} stays reached."
)
_ONE_LOSES: Final = Text(
    "Eén verkeerd feit is genoeg om fase {phase} te verliezen. Dat geldt voor elk van deze {facts}.",
    "One wrong fact is enough to lose phase {phase}. That goes for each of these {facts}.",
)
_THE_ONE: Final = Text(
    "Eén verkeerd feit is genoeg om fase {phase} te verliezen, en alleen dit feit kan dat.",
    "One wrong fact is enough to lose phase {phase}, and only this one can.",
)
_MANY_LOSE: Final = Text(
    "Fase {phase} gaat pas verloren als {facts} tegelijk verkeerd zijn. Dat kan op {ways}.",
    "Phase {phase} is lost only when {facts} are wrong at the same time. There are {ways}.",
)


class Firmness(NamedTuple):
    """How easily the phase that is reached is lost, and what would reach the next one; None where that was not computed."""

    robustness: Robustness | None
    why_not: WhyNot | None


def firmness(kb: KnowledgeBase, found: Assessment, seconds: float) -> Firmness:
    """That of an assessment; nothing when `seconds` were not enough."""
    memory, number = found.context.memory, found.phase.number
    try:
        return Firmness(
            kb.robustness(memory, number, seconds=seconds) if number else None,
            kb.why_not(memory, number + 1, seconds=seconds) if number < len(kb.base.phases) else None,
        )
    except UsageError:  # time is up
        return Firmness(None, None)


def of_phase(kb: KnowledgeBase, memory: WorkingMemory, found: Explanation, seconds: float) -> Firmness:
    """What would reach the phase that is explained, or how easily it is lost; nothing for what is no phase, and when `seconds`
    were not enough."""
    if found.kind != "phase" or found.phase is None:
        return Firmness(None, None)
    try:
        if found.value is True:
            return Firmness(kb.robustness(memory, found.phase, seconds=seconds), None)
        return Firmness(None, kb.why_not(memory, found.phase, seconds=seconds))
    except UsageError:  # time is up; the explanation stands without
        return Firmness(None, None)


class Shift(NamedTuple):
    """A fact that changes: its value now and the values that would do, in words."""

    fact: str
    label: str
    now: str
    wanted: str


def shifts(voice: Voice, correction: Correction) -> tuple[Shift, ...]:
    """The changes of a correction. A fact of which any other value will do has no values to name."""
    found = [
        Shift(
            change.fact,
            voice.label(change.fact),
            voice.value(change.fact, change.value),
            voice.wanted(change.fact, change.wanted),
        )
        for change in correction.changes
    ]
    derived = voice.base.vocabulary.derived_by_id
    told = {derived[s.fact].collection if s.fact in derived else s.fact for s in found}
    silent = (name for name in correction.facts if name not in told)
    return (*found, *(Shift(name, voice.label(name), "", voice.say(_OTHERWISE)) for name in silent))


def blocks(base: RuleBase, found: Firmness, language: Language) -> Iterator[Block]:
    """What would change a phase, in full."""
    voice = Voice(base, language)
    if found.why_not is not None:
        yield from _reaching(voice, found.why_not)
    if found.robustness is not None:
        yield from _losing(voice, found.robustness)


def _reaching(voice: Voice, found: WhyNot) -> Iterator[Block]:
    yield Heading(voice.say(_REACH, phase=found.phase))
    ways = found.corrections
    if not ways:
        yield Paragraph(voice.say(_NEVER, phase=found.phase))
        return
    least = len(ways[0].facts)
    facts = voice.counted(least, FACTS)
    if len(ways) == 1:
        yield Paragraph(voice.say(_ONLY_FACT) if least == 1 else voice.say(_ONLY_WAY, facts=facts))
    else:
        number = voice.counted(len(ways), _WAYS)
        said = voice.say(_MORE_THAN, ways=number) if found.more else number
        yield Paragraph(voice.say(_SEVERAL_ONE if least == 1 else _SEVERAL, facts=facts, ways=said))
    if any(change.value is None for way in ways for change in way.changes):
        yield Paragraph(voice.say(_UNKNOWN))
    every = [shifts(voice, way) for way in ways]
    shared = tuple(shift for shift in every[0] if all(shift in way for way in every)) if not found.more else ()
    if shared and len(ways) > 1:
        yield Subheading(voice.say(_ALWAYS))
    yield from _entries(voice, shared, _SHIFT)
    if len(ways) > 1:
        yield from _choice(
            voice, [tuple(shift for shift in way if shift not in shared) for way in every], found, _ALSO if shared else _WAY
        )


def _choice(voice: Voice, ways: Sequence[Sequence[Shift]], found: WhyNot, title: Text) -> Iterator[Block]:
    for number, way in enumerate(ways[:_MOST_WAYS], start=1):
        yield Subheading(voice.say(title, number=number))
        yield from _entries(voice, way, _SHIFT)
    left = len(ways) - _MOST_WAYS
    if found.more:
        yield Paragraph(voice.say(_OTHER_WAY, number=len(ways)))
    elif left > 0:
        yield Paragraph(voice.say(_OTHERS, ways=voice.counted(left, _WAYS)))


def _losing(voice: Voice, found: Robustness) -> Iterator[Block]:
    yield Heading(voice.say(_LOSE, phase=found.phase))
    sets = found.sets
    if found.facts is None:
        yield Paragraph(voice.say(_SAFE, phase=found.phase))
        return
    if found.facts == 1:
        facts = voice.counted(len(sets), FACTS)
        yield Paragraph(voice.say(_THE_ONE if len(sets) == 1 else _ONE_LOSES, phase=found.phase, facts=facts))
        for way in sets[:_MOST_LOSSES]:
            yield from _entries(voice, shifts(voice, way), _LOSS)
    else:
        ways = voice.counted(len(sets), _WAYS)
        ways = voice.say(_MORE_THAN, ways=ways) if found.more else ways
        yield Paragraph(voice.say(_MANY_LOSE, phase=found.phase, facts=voice.counted(found.facts, FACTS), ways=ways))
        for number, way in enumerate(sets[:_MOST_WAYS], start=1):
            yield Subheading(voice.say(_WAY, number=number))
            yield from _entries(voice, shifts(voice, way), _LOSS)
    left = len(sets) - (_MOST_LOSSES if found.facts == 1 else _MOST_WAYS)
    if left > 0:
        yield Paragraph(voice.say(_OTHERS, ways=voice.counted(left, _WAYS)))


def _entries(voice: Voice, found: Sequence[Shift], text: Text) -> Iterator[Block]:
    for shift in found:
        said = voice.say(text, label=shift.label, now=shift.now, wanted=shift.wanted)
        yield Entry("-", said if shift.now else f"{shift.label}: {shift.wanted}", id=shift.fact)
