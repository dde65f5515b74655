"""Why there is no plan: the bounds, measures that can't go together, or criteria that no measure at hand meets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from antwoord_rules.explanation.wording import comparison_text
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph
from antwoord_rules.reports.plans import words as texts
from antwoord_rules.reports.plans.plan import Scene, terms

if TYPE_CHECKING:
    from antwoord_rules.reasoning.plans import Blocker, Plan

_NO_PLAN: Final = Text("Voor fase {to} is er geen plan", "There is no plan for phase {to}")
_NOT_WITHIN: Final = Text("Fase {to} is niet te bereiken binnen {bounds}", "Phase {to} can't be reached within {bounds}")
_NOTHING_WITHIN: Final = Text("Binnen {bounds} is er geen plan", "Within {bounds} there is no plan")
_INSTEAD: Final = Text(
    "Bewezen: geen verzameling maatregelen past daarbinnen. Zonder grens kost het goedkoopste plan {effort} en {months}.",
    "Proven: no set of measures fits. Without a bound the cheapest plan takes {effort} and {months}.",
)
_REST: Final = Text(
    "Laat --to weg om te zien wat er binnen {bounds} wel kan.", "Leave out --to to see what can be done within {bounds}."
)
_CLASH: Final = Text(
    "De maatregelen die er in elk geval in moeten, kunnen niet samen worden uitgevoerd.",
    "The measures that must be in it can't be carried out together.",
)
_CLASH_NEEDS: Final = Text(
    "'{measure}' kan niet zonder {needed}, en die mag niet worden gebruikt.",
    "'{measure}' can't do without {needed}, which may not be used.",
)
_WHICH: Final = Text("Wat niet te vervullen is", "What can't be met")
_ONE_BY_ONE: Final = Text(
    "Bewezen: geen verzameling maatregelen brengt dit in orde.", "Proven: no set of measures brings this in order."
)
_TOGETHER: Final = Text(
    "Elk voor zich kan dit in orde komen, maar niet samen: wat het een in orde brengt, staat het ander in de weg.",
    "Each of these can be brought in order, but not together: what mends one stands in the way of another.",
)
_CHALLENGE: Final = Text("{label} (uitdaging van fase {phase})", "{label} (challenge of phase {phase})")
_IS: Final = Text("'{label}' is {value}, maar nodig is {wanted}; {why}", "'{label}' is {value}, but {wanted} is needed; {why}")
_NOBODY: Final = Text("geen maatregel verandert dat zo", "no measure changes it that way")
_EXCLUDED: Final = Text("{measure} zou dat doen, maar is uitgesloten", "{measure} would, but is excluded")
_NEEDS: Final = Text(
    "{measure} zou dat doen, maar kan niet zonder {needed}, en die is uitgesloten",
    "{measure} would, but can't do without {needed}, which is excluded",
)
_BARRED: Final = Text("{measure} zou dat doen, maar kan niet in dit plan", "{measure} would, but can't be in this plan")


def no_plan(plan: Plan, scene: Scene) -> Iterator[Block]:
    """That there is no plan, and why."""
    voice, asked = scene.voice, scene.asked
    if plan.unbounded is not None:
        effort, months = plan.unbounded
        text = _NOT_WITHIN if asked.to is not None else _NOTHING_WITHIN
        yield Paragraph(voice.say(text, to=plan.to, bounds=scene.bounds()), strong=True)
        yield from terms(scene)
        said = {"effort": voice.counted(effort, texts.POINTS), "months": voice.counted(months, texts.MONTHS)}
        yield Paragraph(voice.say(_INSTEAD, **said))
        if scene.hints and asked.to is not None:
            yield Paragraph(voice.say(_REST, bounds=scene.bounds()))
        return
    yield Paragraph(voice.say(_NO_PLAN, to=plan.to), strong=True)
    yield from terms(scene)
    if plan.clash:
        yield Paragraph(voice.say(_CLASH))
        for name in plan.clash:
            needed = _excluded_needs(name, scene)
            if needed:
                yield Entry("-", voice.say(_CLASH_NEEDS, measure=voice.label(name), needed=voice.quoted(needed)))
        return
    yield Heading(voice.say(_WHICH))
    yield Paragraph(voice.say(_TOGETHER if plan.together else _ONE_BY_ONE))
    criteria = {criterion.id: criterion.phase for criterion in voice.base.criteria}
    challenges = {challenge.id: challenge.phase for challenge in voice.base.challenges}
    for obstacle in plan.obstacles:
        text = _CHALLENGE if obstacle.id in challenges else texts.CRITERION
        about = voice.say(text, label=voice.label(obstacle.id), phase=(criteria | challenges)[obstacle.id])
        yield Entry("○", about, tuple(_blocker(blocker, scene) for blocker in obstacle.blockers), obstacle.id)


def _blocker(blocker: Blocker, scene: Scene) -> str:
    voice = scene.voice
    operator, _, value = blocker.test.partition(" ")
    wanted = comparison_text(Operator(operator), _value(value), voice.language, voice.unit(blocker.fact))
    why = "; ".join(_why(name, scene) for name in blocker.barred) or voice.say(_NOBODY)
    now = voice.value(blocker.fact, blocker.value)
    return voice.say(_IS, label=voice.label(blocker.fact), value=now, wanted=wanted, why=why)


def _value(text: str) -> bool | float:
    if text in ("true", "false"):
        return text == "true"
    return float(text) if "." in text else int(text)


def _why(name: str, scene: Scene) -> str:
    voice = scene.voice
    measure = voice.quoted([name])
    if name in scene.asked.exclude:
        return voice.say(_EXCLUDED, measure=measure)
    needed = _excluded_needs(name, scene)
    return voice.say(_NEEDS, measure=measure, needed=voice.quoted(needed)) if needed else voice.say(_BARRED, measure=measure)


def _excluded_needs(name: str, scene: Scene) -> list[str]:
    """The excluded measures that a measure requires, directly or not."""
    found: list[str] = []
    waiting, seen = [name], {name}
    while waiting:
        for required in scene.measure(waiting.pop()).requires:
            if required in scene.asked.exclude and required not in found:
                found.append(required)
            elif required not in seen:
                waiting.append(required)
            seen.add(required)
    return sorted(found)
