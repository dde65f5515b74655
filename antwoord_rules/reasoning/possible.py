"""What some completion of the unknown facts can still yield, and what every completion yields: exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.rules import RuleBase, phase_number
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.encoding import Encoding, decided, opened, picked
from antwoord_rules.reasoning.solver import Atom, Deadline, Model, Solver, encoding, fact

_STATUS: Final[Mapping[str, tuple[str, str]]] = {
    "criteria": ("unmet", "met"),
    "challenges": ("open", "resolved"),
    "measures": ("not_recommended", "recommended"),
}
_MOST_WORLDS: Final = 8
WORLD: Final = 0
"""The state in which the facts are completed."""


class Possible(NamedTuple):
    """What can still be, over all completions of the unknown facts.

    `phases` are the numbers that the phase can still have, ascending; the mappings hold the statuses that each id can still have:
    "met" and "unmet", "resolved" and "open", "recommended" and "not_recommended". What has one status has it for certain.
    """

    phases: tuple[int, ...]
    criteria: Mapping[str, frozenset[str]]
    challenges: Mapping[str, frozenset[str]]
    measures: Mapping[str, frozenset[str]]

    @property
    def statuses(self) -> Mapping[str, frozenset[str]]:
        """The statuses of every criterion, challenge and measure by its id."""
        return {**self.criteria, **self.challenges, **self.measures}

    @property
    def certain(self) -> Mapping[str, str]:
        """The ids that can have one status only, with it."""
        return {name: next(iter(found)) for name, found in self.statuses.items() if len(found) == 1}

    def model_dump(self) -> dict[str, object]:
        """The same as JSON values; statuses are sorted."""
        kinds = {kind: getattr(self, kind) for kind in _STATUS}
        listed = {kind: {name: sorted(found) for name, found in by_id.items()} for kind, by_id in kinds.items()}
        return {"phases": list(self.phases), **listed}


def possible(base: RuleBase, encoded: Encoding, memory: WorkingMemory, deadline: Deadline | None = None) -> Possible:
    """Everything that the completions of a working memory can yield; `encoded` holds the whole program."""
    solver = world_solver(encoded, memory, ["#show phase/2.", _show(decided(base))], deadline)
    found = solver.brave()
    if found is None:
        raise AssertionError("there is always a completion")
    phases = tuple(sorted(int(atom[2]) for atom in found if atom[0] == "phase"))
    kinds = {kind: _statuses(found, getattr(base, kind), words) for kind, words in _STATUS.items()}
    return Possible(phases, **kinds)


class PossiblePhases:
    """The phases that completions reach, for many municipalities in a row.

    A completion that the solver found once is tried on the next municipality before the solver is asked again: that a phase is
    possible takes one completion to show, and municipalities resemble one another.
    """

    def __init__(self, encoded: Encoding) -> None:
        self._encoded = encoded
        self._worlds: dict[int, tuple[Mapping[str, int], ...]] = {}

    def among(self, candidates: Iterable[int], memory: WorkingMemory, deadline: Deadline | None = None) -> tuple[int, ...]:
        """Those of the candidate phases that some completion of the unknown facts reaches, ascending."""
        space, given = self._encoded.space, self._encoded.space.completions(memory)
        found: set[int] = set()
        doubtful: list[int] = []
        for n in candidates:
            tried = (space.completed(memory, given, world) for world in self._worlds.get(n, ()))
            (found.add if any(self._phase(values) == n for values in tried) else doubtful.append)(n)
        if doubtful:
            solver = world_solver(self._encoded, memory, ["#show pick/3."], deadline)
            for n in doubtful:
                model = solver.first([(("phase", WORLD, n), True)])
                if model is not None:
                    found.add(n)
                    self._worlds[n] = (*self._worlds.get(n, ())[-_MOST_WORLDS + 1 :], picked(model))
        return tuple(sorted(found))

    def _phase(self, values: dict[str, Value]) -> int:
        number = 0
        for stratum in self._encoded.program.strata:
            for conclusion in stratum:
                value = evaluate(conclusion.when, values)
                if value is not None:
                    values[conclusion.id] = value
                if value is True:
                    number = max(number, phase_number(conclusion.id) or 0)
        return number


def some_world(encoded: Encoding, names: Iterable[str]) -> dict[str, Value]:
    """Facts about which nothing is unknown and for which the named conclusions hold: each that can hold with those before it."""
    space = encoded.space
    texts = [encoding("worlds"), fact("world", WORLD), opened(space.complete), encoded.choices, encoded.text, "#show pick/3."]
    solver = Solver(texts)
    kept: list[tuple[Atom, bool]] = []
    for name in names:
        if solver.allows([*kept, (_holds(name, 1), True)]):
            kept.append((_holds(name, 1), True))
    return space.facts_of(picked(solver.first(kept) or ()))


def world_solver(
    encoded: Encoding, memory: WorkingMemory, parts: Iterable[str], deadline: Deadline | None, states: Sequence[int] = (WORLD,)
) -> Solver:
    """A solver whose models are the completions of a working memory."""
    given = encoded.space.completions(memory)
    text = [encoding("worlds"), *(fact("world", state) for state in states), opened(given), encoded.choices, encoded.text, *parts]
    return Solver(text, deadline)


def _show(names: Iterable[str]) -> str:
    """Show the conclusions that a result is made of."""
    return "\n".join(["#show holds(S,X,V) : holds(S,X,V), decided(X).", *(fact("decided", name) for name in names)])


def _statuses(found: Model, rules: Iterable[object], words: tuple[str, str]) -> dict[str, frozenset[str]]:
    names = [getattr(rule, "id") for rule in rules]  # noqa: B009  (criteria, challenges and measures all have one)
    return {name: frozenset(words[v] for v in (0, 1) if _holds(name, v) in found) for name in names}


def _holds(name: str, value: int) -> Atom:
    return ("holds", WORLD, name, value)
