"""A plan from where a municipality is, or is imagined to be, to a phase: proven best, drawn in time, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from antwoord_rules.errors import Problem, UsageError
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.language import Language
from antwoord_rules.reasoning.plans import Plan, Step
from antwoord_rules.reports.plans import words as texts
from antwoord_rules.reports.plans.obstacles import no_plan
from antwoord_rules.reports.plans.plan import Asked, Scene, headline, notes, outcome, proof, terms
from antwoord_rules.reports.plans.report import alternatives
from antwoord_rules.reports.voice import Voice
from antwoord_rules.web.context import LanguageDep, ServerDep
from antwoord_rules.web.pages.imagined import Imagined, ImaginedDep
from antwoord_rules.web.pages.subject import PREFIX, SubjectDep
from antwoord_rules.web.pages.wishes import Wish, WishDep
from antwoord_rules.web.problems import status_of
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

_TICKS: Final = (1, 2, 3, 6, 12, 24, 36, 60, 120, 600, 1200, 6000, 60000)
_MOST_TICKS: Final = 12
_THIN: Final = 0.5
"""As wide as what takes no time is drawn, in per cents of the whole."""


class Bar(NamedTuple):
    """A measure in the drawing: where it begins and how wide it is, in per cents of the whole."""

    step: Step
    label: str
    left: float
    wide: float


class Timeline(NamedTuple):
    """The measures in time, and the months that stand above them, each with its place in per cents."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]


class Card(NamedTuple):
    """A measure of the plan: when, and what it is for, in words."""

    step: Step
    measure: Measure
    first: tuple[str, ...]
    addresses: tuple[str, ...]


class Choice(NamedTuple):
    """A plan of which none is better in effort and in months, with the address where it stands in full."""

    plan: Plan
    url: str


@router.get("/plan")
def plan(
    request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep, imagined: ImaginedDep, wish: WishDep
) -> HTMLResponse:
    """The form, and the plan that it asks for: without a wish, that to the next phase."""
    wished = wish.read(subject.kb.base)
    seconds = server.settings.seconds
    found: dict[str, Any] = {"plan": None}
    problems: tuple[Problem, ...] = ()
    status = 200
    if wished.wrong or imagined.wrong:
        status = 422
    else:
        try:
            found = _found(imagined, wished, language, seconds)
        except UsageError as error:
            problems, status = error.problems, status_of(error)
    return page(
        request,
        "plan.html.jinja",
        status=status,
        subject=subject,
        imagined=imagined,
        changed=[each for each in imagined.fields() if each.typed is not None],
        wish=wished,
        problems=problems,
        measures=by_phase(subject.kb.base.measures, Voice(subject.kb.base, language)),
        phases=subject.kb.base.phases,
        **{"choices": (), **found},
    )


def by_phase(measures: Iterable[Measure], voice: Voice) -> dict[int, list[tuple[str, str]]]:
    """The ids of the measures with their labels, by phase."""
    found: dict[int, list[tuple[str, str]]] = {}
    for measure in measures:
        found.setdefault(measure.phase, []).append((measure.id, voice.label(measure.id)))
    return dict(sorted(found.items()))


def _found(imagined: Imagined, wish: Wish, language: Language, seconds: float) -> dict[str, Any]:
    kb, memory = imagined.subject.kb, imagined.memory
    to, budget, months = (wish.numbers[name] for name in ("to", "budget", "months"))
    front = kb.pareto(memory, to, **wish.terms, seconds=seconds) if wish.pareto else ()
    found = front[0] if front else kb.plan(memory, to, budget=budget, months=months, every=True, **wish.terms, seconds=seconds)
    asked = Asked(to, budget, months, every=True, seconds=max(1, round(seconds)), **wish.terms)
    scene = Scene.of(imagined.assessment, asked.answered_by(found), language, hints=False)
    said = _said(found, scene) if found.reachable else {"obstacles": tuple(no_plan(found, scene))}
    return {"plan": found, "choices": _choices(front, imagined, wish), "front_asked": bool(front), **said}


def _said(found: Plan, scene: Scene) -> dict[str, Any]:
    """What the page says of a plan that can be carried out."""
    return {
        "headline": headline(found, scene),
        "size": scene.size(found.effort or 0, found.months or 0, len(found.measures)),
        "beyond": scene.voice.say(texts.BEYOND, phase=found.replayed_phase)
        if found.measures and (found.replayed_phase or 0) > found.to
        else "",
        "terms": tuple(terms(scene)),
        "proof": tuple(proof(found, scene)),
        "timeline": _timeline(found, scene),
        "waves": tuple(tuple(_card(step, found, scene) for step in found.steps if step.wave == n) for n in _waves(found)),
        "outcome": tuple(outcome(found, scene)),
        "alternatives": tuple(alternatives(found, scene)) if found.measures and found.alternatives is not None else (),
        "notes": tuple(notes(scene)),
        "texts": texts,
        "months_of": lambda number: scene.voice.counted(number, texts.MONTHS),
        "points_of": lambda number: scene.voice.counted(number, texts.POINTS),
    }


def _waves(found: Plan) -> list[int]:
    return sorted({step.wave for step in found.steps})


def _card(step: Step, found: Plan, scene: Scene) -> Card:
    measure, label = scene.measure(step.measure), scene.voice.label
    known = scene.assessment.context.inference.conclusions
    first = tuple(label(name) for name in measure.requires if name in found.measures)
    return Card(step, measure, first, tuple(label(name) for name in measure.addresses if known.get(name) is not True))


def _timeline(found: Plan, scene: Scene) -> Timeline:
    last = max((step.end for step in found.steps), default=1) or 1
    apart = next((months for months in _TICKS if last / months <= _MOST_TICKS), last)
    bars = (
        Bar(step, scene.voice.label(step.measure), 100 * step.start / last, max(_THIN, 100 * (step.end - step.start) / last))
        for step in sorted(found.steps, key=lambda step: (step.start, step.end, step.measure))
    )
    return Timeline(tuple(bars), tuple((month, 100 * month / last) for month in range(0, last + 1, apart)))


def _choices(front: Sequence[Plan], imagined: Imagined, wish: Wish) -> tuple[Choice, ...]:
    if not front or not front[0].reachable:
        return ()
    rest = "&".join(part for part in (replace(wish, to=str(front[0].to)).query, imagined.query) if part)
    return tuple(Choice(each, f"{imagined.subject.url}/plan?months={each.months}&{rest}") for each in front)
