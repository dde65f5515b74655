"""A plan as data: measures in waves, its effort and time, what else would do, and why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any, NamedTuple

from antwoord_rules.knowledge.rules import Measure


class Blocker(NamedTuple):
    """A test that no measure at hand can make hold: the fact, its value now (None: unknown), the test as in "equals 1", and
    the measures that would help but are barred: excluded, or in need of one that is."""

    fact: str
    value: bool | int | float | None
    test: str
    barred: tuple[str, ...]


class Obstacle(NamedTuple):
    """A criterion or challenge that no plan can bring in order, with the tests that stand in the way."""

    id: str
    blockers: tuple[Blocker, ...]


class Step(NamedTuple):
    """A measure in a plan: in which wave, and from when to when, in months from the start. `critical`: a delay delays the
    plan."""

    measure: str
    wave: int
    start: int
    end: int
    critical: bool


class Plan(NamedTuple):
    """A set of measures after which phase `to` is certain, or that there is none.

    `optimal`: proven that nothing is better, under the order that was asked for; else `at_least` is the effort that no plan
    can stay below, if one is known. `effort` in points, `months` along the longest chain of measures that wait for one another
    (both indicative).
    `measures` stand by name, `waves` in the order in which they can be carried out. `replayed_phase` is what the rule engine
    concluded from the facts as the plan leaves them; `met` and `resolved` are the criteria and challenges that are then certainly
    in order. `alternatives` are all sets that are as good (only when asked for; `more_alternatives` says that the list was cut
    off), `criteria` those that can't be met, one by one or, with `together`, only not together; `obstacles` says why. `clash`
    holds measures that had to be in the plan and can't be carried out together, or not without one that was excluded.
    """

    to: int
    reachable: bool
    optimal: bool
    effort: int | None = None
    months: int | None = None
    measures: tuple[str, ...] = ()
    waves: tuple[tuple[str, ...], ...] = ()
    replayed_phase: int | None = None
    steps: tuple[Step, ...] = ()
    criteria_met: int | None = None
    met: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    at_least: int | None = None
    alternatives: tuple[tuple[str, ...], ...] | None = None
    more_alternatives: bool = False
    criteria: tuple[str, ...] = ()
    together: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    unbounded: tuple[int, int] | None = None
    clash: tuple[str, ...] = ()

    def model_dump(self, *, mode: str = "json") -> dict[str, Any]:
        """The plan as JSON values, as design "Further shapes" lays it down, and more; what does not apply is left out."""
        made: dict[str, Any] = {name: getattr(self, name) for name in _ALWAYS}
        if self.criteria_met is not None:
            made["criteria_met"] = self.criteria_met
        if self.reachable:
            made |= {"steps": [step._asdict() for step in self.steps], "met": self.met, "resolved": self.resolved}
        if not self.optimal and self.at_least is not None:
            made["at_least"] = self.at_least
        if self.alternatives is not None:
            made |= {"alternatives": self.alternatives, "more_alternatives": self.more_alternatives}
        if not self.reachable:
            obstacles = [{"id": o.id, "blockers": [b._asdict() for b in o.blockers]} for o in self.obstacles]
            made |= {"criteria": self.criteria, "together": self.together, "obstacles": obstacles}
            if self.clash:
                made["clash"] = self.clash
            if self.unbounded is not None:
                made["without_bounds"] = {"effort": self.unbounded[0], "months": self.unbounded[1]}
        return {name: plain(value) for name, value in made.items()} if mode == "json" else made


def front_dump(plans: Sequence[Plan]) -> dict[str, Any]:
    """Plans of which none is better (`KnowledgeBase.pareto`) as JSON values; when there is no plan, why not."""
    first = plans[0]
    if not first.reachable:
        return {**first.model_dump(mode="json"), "front": []}
    return {"to": first.to, "reachable": True, "front": [plan.model_dump(mode="json") for plan in plans]}


_ALWAYS = ("to", "reachable", "optimal", "effort", "months", "measures", "waves", "replayed_phase")


def plain(value: Any) -> Any:
    """A value as JSON knows it: tuples as lists, mappings as dicts."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def schedule(measures: Iterable[Measure]) -> tuple[Step, ...]:
    """When each measure can be carried out, when all start as soon as those that they require are done; by wave, then name.

    A measure that is required but not in the set is not waited for.
    """
    chosen = {measure.id: measure for measure in measures}
    order = _in_order(chosen)
    wave: dict[str, int] = {}
    start: dict[str, int] = {}
    for name in order:
        first = [r for r in chosen[name].requires if r in chosen]
        wave[name] = 1 + max((wave[r] for r in first), default=0)
        start[name] = max((start[r] + chosen[r].months for r in first), default=0)
    end = {name: start[name] + measure.months for name, measure in chosen.items()}
    last = max(end.values(), default=0)
    latest = dict.fromkeys(chosen, last)
    for name in reversed(order):
        for required in chosen[name].requires:
            if required in chosen:
                latest[required] = min(latest[required], latest[name] - chosen[name].months)
    steps = (Step(name, wave[name], start[name], end[name], end[name] == latest[name]) for name in chosen)
    return tuple(sorted(steps, key=lambda step: (step.wave, step.measure)))


def _in_order(chosen: Mapping[str, Measure]) -> list[str]:
    return list(TopologicalSorter({n: [r for r in m.requires if r in chosen] for n, m in chosen.items()}).static_order())


def waves(steps: Iterable[Step]) -> tuple[tuple[str, ...], ...]:
    """The measures of each wave."""
    found: dict[int, list[str]] = {}
    for step in steps:
        found.setdefault(step.wave, []).append(step.measure)
    return tuple(tuple(found[number]) for number in sorted(found))
