"""What would change the phase, in a few sentences for a report: what the list of unmet criteria does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Language, Text
from antwoord_rules.reports.firmness import FACTS, Firmness, Shift, shifts
from antwoord_rules.reports.voice import Voice

if TYPE_CHECKING:
    from antwoord_rules.reasoning.corrections import Robustness, WhyNot

_FEW: Final = 4
_MORE_THAN: Final = Text("meer dan {number}", "more than {number}")
_LOST: Final = Text(
    "Eén verkeerd feit is genoeg om fase {phase} te verliezen: {shift}.",
    "One wrong fact is enough to lose phase {phase}: {shift}.",
)
_LOST_AT: Final = Text(
    "'{label}' is {now}, en de fase is verloren bij {wanted}",
    "'{label}' is {now}, and the phase is lost at {wanted}",
)
_LOST_FEW: Final = Text(
    "Eén verkeerd feit is genoeg om fase {phase} te verliezen. Dat kan elk van deze zijn: {labels}.",
    "One wrong fact is enough to lose phase {phase}. It can be any of these: {labels}.",
)
_LISTED: Final = Text(
    "'antwoord explain' met fase_{phase} noemt ze.",
    "'antwoord explain' with fase_{phase} lists them.",
)
_LOST_MANY: Final = Text(
    "Eén verkeerd feit is genoeg om fase {phase} te verliezen. Dat geldt voor {number} feiten;",
    "One wrong fact is enough to lose phase {phase}. That goes for {number} facts;",
)
_LOST_TOGETHER: Final = Text(
    "Fase {phase} gaat pas verloren als {facts} tegelijk verkeerd zijn;",
    "Phase {phase} is lost only when {facts} are wrong at the same time;",
)
_SAFE: Final = Text(
    "Fase {phase} blijft bereikt, welke feiten ook verkeerd zijn.",
    "Phase {phase} stays reached, whatever facts are wrong.",
)
_NEVER: Final = Text(
    "Fase {phase} wordt niet bereikt, welke feiten ook veranderen.",
    "Phase {phase} is not reached, whatever facts change.",
)
_ONE: Final = Text(
    "Voor fase {phase} hoeft maar één feit anders te zijn: {label}.",
    "For phase {phase} only one fact must be different: {label}.",
)
_ALL: Final = Text(
    "Voor fase {phase} moeten {facts} anders zijn; te kiezen valt er niets.",
    "For phase {phase}, {facts} must be different; there is nothing to choose.",
)
_CHOICE: Final = Text(
    "Voor fase {phase} moeten ten minste {facts} anders zijn. Bij één daarvan kunt u kiezen: {choice}.",
    "For phase {phase}, at least {facts} must be different. For one of them you can choose: {choice}.",
)
_CHOICES: Final = Text(
    "Voor fase {phase} moeten ten minste {facts} anders zijn. Dat kan op {number} manieren;",
    "For phase {phase}, at least {facts} must be different. There are {number} ways;",
)
_BECOMES: Final = Text("'{label}' wordt {wanted}", "'{label}' becomes {wanted}")
_UNKNOWN: Final = Text(
    "Daarvan zijn er {number} nu onbekend; die zijn misschien al in orde.",
    "Of these, {number} are unknown now; those may be in order already.",
)
_UNKNOWN_ONE: Final = Text(
    "Daarvan is er 1 nu onbekend; dat is misschien al in orde.",
    "Of these, 1 is unknown now; it may be in order already.",
)
_UNKNOWN_ALL: Final = Text(
    "Nu is dat onbekend; misschien is het al in orde.",
    "It is unknown now; it may be in order already.",
)


def outlook(base: RuleBase, firmness: Firmness, language: Language, *, hint: bool = True) -> tuple[str, ...]:
    """The sentences; none when nothing was computed. With a hint they say which command lists what they count."""
    return tuple(_sentences(Voice(base, language), firmness, hint=hint))


def _sentences(voice: Voice, firmness: Firmness, *, hint: bool) -> Iterator[str]:
    if firmness.robustness is not None and firmness.robustness.phase:
        yield _losing(voice, firmness.robustness, hint=hint)
    if firmness.why_not is not None:
        yield _reaching(voice, firmness.why_not, hint=hint)


def _losing(voice: Voice, found: Robustness, *, hint: bool) -> str:
    phase, sets = found.phase, found.sets
    if found.facts is None:
        return voice.say(_SAFE, phase=phase)
    if found.facts > 1:
        return _listed(voice.say(_LOST_TOGETHER, phase=phase, facts=voice.counted(found.facts, FACTS)), voice, phase, hint=hint)
    if len(sets) == 1:
        return voice.say(_LOST, phase=phase, shift="; ".join(_lost(voice, shift) for shift in shifts(voice, sets[0])))
    if len(sets) <= _FEW:
        return voice.say(_LOST_FEW, phase=phase, labels=", ".join(voice.quoted(way.facts) for way in sets))
    number = voice.say(_MORE_THAN, number=len(sets)) if found.more else len(sets)
    return _listed(voice.say(_LOST_MANY, phase=phase, number=number), voice, phase, hint=hint)


def _listed(said: str, voice: Voice, phase: int, *, hint: bool) -> str:
    return f"{said} {voice.say(_LISTED, phase=phase)}" if hint else f"{said.rstrip(';')}."


def _lost(voice: Voice, shift: Shift) -> str:
    return voice.say(_LOST_AT, label=shift.label, now=shift.now, wanted=shift.wanted) if shift.now else f"'{shift.label}'"


def _reaching(voice: Voice, found: WhyNot, *, hint: bool) -> str:
    phase, ways = found.phase, found.corrections
    if not ways:
        return voice.say(_NEVER, phase=phase)
    least = len(ways[0].facts)
    facts, choice = voice.counted(least, FACTS), _choice(voice, found)
    if len(ways) == 1 and least == 1:
        said = voice.say(_ONE, phase=phase, label=voice.quoted(ways[0].facts))
    elif len(ways) == 1:
        said = voice.say(_ALL, phase=phase, facts=facts)
    elif choice:
        said = voice.say(_CHOICE, phase=phase, facts=facts, choice=choice)
    else:
        number = voice.say(_MORE_THAN, number=len(ways)) if found.more else len(ways)
        said = _listed(voice.say(_CHOICES, phase=phase, facts=facts, number=number), voice, phase, hint=hint)
    unknown = sum(change.value is None for change in ways[0].changes)
    if not unknown:
        return said
    template = _UNKNOWN_ALL if least == 1 else _UNKNOWN_ONE if unknown == 1 else _UNKNOWN
    return f"{said} {voice.say(template, number=unknown)}"


def _choice(voice: Voice, found: WhyNot) -> str:
    """When the ways are few and differ in one change only: that change in each; else empty."""
    every = [shifts(voice, way) for way in found.corrections]
    own = [[shift for shift in way if any(shift not in other for other in every)] for way in every]
    if found.more or not 1 < len(every) <= _FEW or any(len(way) != 1 for way in own):
        return ""
    return voice.either([voice.say(_BECOMES, label=shift.label, wanted=shift.wanted) for (shift,) in own])
