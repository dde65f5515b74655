"""The whole report of `antwoord plan`: one plan with its alternatives, the front of effort and time, or why there is no plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Entry, Heading, Paragraph, Table
from antwoord_rules.reports.plans import words as texts
from antwoord_rules.reports.plans.obstacles import no_plan
from antwoord_rules.reports.plans.plan import Scene, head, notes, plan_blocks, terms

if TYPE_CHECKING:
    from antwoord_rules.reasoning.plans import Plan

_MOST_SHOWN: Final = 10

_OTHERS: Final = Text("Even goed", "As good")
_ONLY: Final = Text(
    "Dit is de enige verzameling maatregelen met zo weinig punten.", "This is the only set of measures with so few points."
)
_ONLY_WITHIN: Final = Text("Dit is de enige verzameling die zo goed is.", "This is the only set that is as good.")
_NOT_LISTED: Final = Text(
    "Zolang niet bewezen is dat dit plan het beste is, valt niet te zeggen welke even goed zijn.",
    "As long as this plan is not proven best, it can't be said which are as good.",
)
_SWAPS: Final = Text("Anders dan in het plan hierboven:", "Different from the plan above:")
_MORE: Final = Text("En nog {number}; --format json geeft ze.", "And {number} more; --format json gives them.")
_MORE_PLAIN: Final = Text("En nog {number}.", "And {number} more.")
_AT_LEAST: Final = Text("ten minste {number}", "at least {number}")
_INSTEAD: Final = Text("in plaats van {old}: {new}", "instead of {old}: {new}")
_WITHOUT: Final = Text("zonder {old}", "without {old}")
_WITH: Final = Text("met {new} erbij", "with {new} as well")
_DURATION: Final = Text("{swap} ({months}, {measures})", "{swap} ({months}, {measures})")

_FRONT: Final = Text(
    "Minder punten of minder maanden: {plans} naar fase {to}", "Fewer points or fewer months: {plans} to phase {to}"
)
_FRONT_ONE: Final = Text(
    "Naar fase {to} is er niets te kiezen: het plan met de minste punten is ook het kortste.",
    "To phase {to} there is nothing to choose: the plan of fewest points is also the shortest.",
)
_FRONT_PROOF: Final = Text(
    "Van elk plan is bewezen dat geen ander in punten en in maanden beter is, en elk plan is nagerekend met {engine}.",
    "Of each plan it is proven that no other is better in points and in months, and each was replayed with {engine}.",
)
_FRONT_TIME_UP: Final = Text(
    "De tijd ({seconds} seconden) was om: niet van elk plan is bewezen dat geen ander beter is. Elk plan is nagerekend"
    " met {engine}.",
    "Time was up ({seconds} seconds): it is not proven of each plan that no other is better. Each was replayed with {engine}.",
)
_PLANS: Final = Text("De plannen", "The plans")
_COLUMNS: Final = (Text("", ""), Text("punten", "points"), Text("maanden", "months"), Text("maatregelen", "measures"))
_CHANGES: Final = Text("Wat een korter plan anders doet", "What a shorter plan does differently")
_CHANGE: Final = Text("van plan {old} naar plan {new}: {swap}", "from plan {old} to plan {new}: {swap}")
_SEE: Final = Text(
    "Met --to {to} --months en de maanden uit de tabel ziet u zo'n plan helemaal.",
    "With --to {to} --months and the months in the table you see such a plan in full.",
)


def single(plan: Plan, scene: Scene) -> Iterator[Block]:
    """The report of one plan, or of there being none."""
    yield from head(scene)
    if not plan.reachable:
        yield from no_plan(plan, scene)
        return
    yield from plan_blocks(plan, scene)
    if scene.asked.every:
        yield from alternatives(plan, scene)
    yield from notes(scene)


def front(plans: Sequence[Plan], scene: Scene) -> Iterator[Block]:
    """The report of the plans of which none is better in effort and in time."""
    yield from head(scene)
    first = plans[0]
    if not first.reachable:
        yield from no_plan(first, scene)
        return
    if len(plans) == 1:
        if first.optimal:
            yield Paragraph(scene.voice.say(_FRONT_ONE, to=first.to), strong=True)
        yield from plan_blocks(first, scene)
    else:
        yield from _choices(plans, scene)
    yield from notes(scene)


def alternatives(plan: Plan, scene: Scene) -> Iterator[Block]:
    """The other sets of measures that are as good, as far as they are known."""
    voice = scene.voice
    yield Heading(voice.say(_OTHERS))
    if plan.alternatives is None:
        yield Paragraph(voice.say(_NOT_LISTED))
        return
    others = [names for names in plan.alternatives if names != plan.measures]
    if not others:
        yield Paragraph(voice.say(_ONLY if scene.asked.to is not None else _ONLY_WITHIN))
        return
    yield Paragraph(voice.say(_SWAPS))
    for number, names in enumerate(others[:_MOST_SHOWN], start=1):
        swap = _swap(plan.measures, names, scene)
        months, measures = voice.counted(scene.months(names), texts.MONTHS), voice.counted(len(names), texts.MEASURES)
        yield Entry(f"{number:>2}.", voice.say(_DURATION, swap=swap, months=months, measures=measures))
    left = len(others) - _MOST_SHOWN
    if left > 0 or plan.more_alternatives:
        more = voice.say(_AT_LEAST, number=left) if plan.more_alternatives else left
        yield Paragraph(voice.say(_MORE if scene.hints else _MORE_PLAIN, number=more))


def _swap(old: Sequence[str], new: Sequence[str], scene: Scene) -> str:
    voice = scene.voice
    gone = voice.quoted([name for name in old if name not in new])
    come = voice.quoted([name for name in new if name not in old])
    text = _INSTEAD if gone and come else _WITHOUT if gone else _WITH
    return voice.say(text, old=gone, new=come)


def _choices(plans: Sequence[Plan], scene: Scene) -> Iterator[Block]:
    voice = scene.voice
    to = plans[0].to
    yield Paragraph(voice.say(_FRONT, plans=voice.counted(len(plans), texts.PLANS), to=to), strong=True)
    yield from terms(scene)
    engine = scene.assessment.receipt.engine
    if all(plan.optimal for plan in plans):
        yield Paragraph(voice.say(_FRONT_PROOF, engine=engine))
    else:
        told = voice.say(_FRONT_TIME_UP, seconds=scene.asked.seconds, engine=engine)
        yield Paragraph(f"{told} {voice.say(texts.MORE_TIME)}" if scene.hints else told)
    yield Heading(voice.say(_PLANS))
    rows = (
        (str(number), str(plan.effort), str(plan.months), str(len(plan.measures))) for number, plan in enumerate(plans, start=1)
    )
    yield Table(tuple(map(voice.say, _COLUMNS)), tuple(rows))
    yield Paragraph(voice.say(_SEE, to=to))
    yield Heading(voice.say(_CHANGES))
    for number, (old, new) in enumerate(pairwise(plans), start=1):
        swap = _swap(old.measures, new.measures, scene)
        yield Entry("-", voice.say(_CHANGE, old=number, new=number + 1, swap=swap))
