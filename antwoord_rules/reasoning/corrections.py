"""Why not, and how sure: the smallest sets of facts whose change would reach a phase, and those that would lose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.encoding import Encoding, given, opened
from antwoord_rules.reasoning.solver import Deadline, Model, Solver, TimeUp, encoding, fact, term
from antwoord_rules.reasoning.space import Range

MOST_SETS: Final = 50


class Change(NamedTuple):
    """A fact that changes: its value now (None: unknown) and the values that would do."""

    fact: str
    value: bool | int | float | None
    wanted: tuple[Range, ...]


class Correction(NamedTuple):
    """A set of input facts (a list counts as one) that suffices when it changes, and no part of it does. A list shows as the
    derived facts that must change."""

    facts: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def remedy(self) -> Mapping[str, bool | int | float] | None:
        """For each fact the least of the values that would do, as people write it; None when a list must change, or a fact of
        which any other value will do."""
        values = {change.fact: change.wanted[0].low for change in self.changes}
        return values if set(values) == set(self.facts) else None


class WhyNot(NamedTuple):
    """The minimal sets of facts whose change makes a phase certain, smallest first; `more` says that the list was cut off.

    No set: no facts reach the phase. One empty set: it is reached already.
    """

    phase: int
    corrections: tuple[Correction, ...]
    more: bool

    def model_dump(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {"phase": self.phase, "corrections": [_dump(each) for each in self.corrections], "more": self.more}


class Robustness(NamedTuple):
    """How few facts would have to be wrong for the phase not to be certain any more, and each such smallest set.

    `facts` is None when nothing can lose the phase, as with phase 0.
    """

    phase: int
    facts: int | None
    sets: tuple[Correction, ...]
    more: bool

    def model_dump(self) -> dict[str, Any]:
        """The same as JSON values."""
        sets = [_dump(each) for each in self.sets]
        return {"phase": self.phase, "facts": self.facts, "sets": sets, "more": self.more}


def why_not(encoded: Encoding, values: Mapping[str, Value], phase: int, deadline: Deadline | None = None) -> WhyNot:
    """The minimal corrections of the known facts for a phase; `encoded` decides the phases."""
    found, more = _Corrections(encoded, values, f":- not holds(0,{term(f'fase_{phase}')},1).", deadline).minimal()
    return WhyNot(phase, found, more)


def robustness(encoded: Encoding, values: Mapping[str, Value], phase: int, deadline: Deadline | None = None) -> Robustness:
    """The smallest sets of facts that lose the phase; `encoded` decides the phases."""
    if phase == 0:
        return Robustness(0, None, (), more=False)
    found, more = _Corrections(encoded, values, f":- holds(0,{term(f'fase_{phase}')},1).", deadline).minimal(smallest=True)
    return Robustness(phase, len(found[0].facts) if found else None, found, more)


class _Corrections:
    def __init__(self, encoded: Encoding, values: Mapping[str, Value], goal: str, deadline: Deadline | None) -> None:
        self.space, self.values = encoded.space, values
        parts = "\n".join(fact("part", name, variable) for name, variable in self.space.facts.items())
        facts = given(self.space, values)
        texts = [encoding("corrections"), encoded.text, encoded.choices, opened(self.space.complete), facts, parts, goal]
        self.solver = Solver(texts, deadline)
        self.variables = sorted(encoded.variables)
        self.read = encoded.facts

    def minimal(self, *, smallest: bool = False) -> tuple[tuple[Correction, ...], bool]:
        """The minimal sets, smallest first and then by name, at most `MOST_SETS`; with `smallest` only those of the least
        size."""
        found: list[Correction] = []
        cost: tuple[int, ...] = ()
        while len(found) <= MOST_SETS:
            # Another set of the size of the last one takes one model to find; only a next size takes a search for the least.
            model = self.solver.within(cost) if cost else None
            if model is None:
                best = None if smallest and cost else self.solver.optimum()
                if best is None:
                    break
                if not best.proven:  # then it may not be minimal
                    raise TimeUp
                model, cost = best.models[0], best.cost
            changed = tuple(sorted(str(atom[1]) for atom in model if atom[0] == "changed"))
            found.append(self._correction(changed))
            if not changed:
                break
            self.solver.add(f":- {', '.join(f'changed({term(name)})' for name in changed)}.")
        kept = sorted(found[:MOST_SETS], key=lambda correction: (len(correction.facts), correction.facts))
        return tuple(kept), len(found) > MOST_SETS

    def _correction(self, changed: tuple[str, ...]) -> Correction:
        """The set with the values that would do: those that some change of exactly these facts gives them."""
        assumed = [(("changed", name), name in changed) for name in self.variables]
        picks = self.solver.brave(assumed) or frozenset()
        return Correction(changed, tuple(change for name in changed for change in self._changes(name, picks)))

    def _changes(self, variable: str, picks: Model) -> Iterator[Change]:
        choices = self.space.variables[variable].choices
        wanted = [choices[int(atom[3])] for atom in picks if atom[0] == "pick" and atom[2] == variable]
        for name in (name for name in self.read if self.space.facts[name] == variable):
            cells = sorted({self.space.cell(name, choice[name]) for choice in wanted})
            known = self.values.get(name)
            if len(cells) == len(self.space.values[name]) or (known is not None and cells == [self.space.cell(name, known)]):
                continue  # any value will do, or the fact stays as it is
            kind = self.space.vocabulary.types[name]
            yield Change(name, None if known is None else kind.to_people(known), tuple(self.space.ranges(name, cells)))


def _dump(correction: Correction) -> dict[str, Any]:
    changes = [
        {"fact": change.fact, "value": change.value, "wanted": [list(each) for each in change.wanted]}
        for change in correction.changes
    ]
    return {"facts": list(correction.facts), "changes": changes}
