"""The only module that imports clingo: logic programs in, atoms out. Every call has a time limit; nothing is printed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeAlias

import clingo

Atom: TypeAlias = tuple[str | int, ...]
"""An atom: its predicate, then its arguments."""

Model: TypeAlias = frozenset[Atom]

_EASY: Final = "2000"
"""How many conflicts a question may take that can't be interrupted."""
_TICK: Final = 0.05
"""How long the solver runs before Python may act on a signal, in seconds."""


class TimeUp(Exception):  # noqa: N818  (an outcome that callers report, no fault)
    """The time limit was reached before the answer was known."""


class Deadline:
    """A moment by which all work must be done, counted from when it is made; without `seconds`, never."""

    def __init__(self, seconds: float | None = None) -> None:
        self._at = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """The seconds left, at least 0; None for ever."""
        return None if self._at is None else max(0.0, self._at - time.monotonic())


class Optimum(NamedTuple):
    """The best models that were found, and their cost, level by level. `proven`: there are no better ones.

    `lower` is a bound that no model can be below, on the first level; None when none is known.
    """

    models: tuple[Model, ...]
    cost: tuple[int, ...]
    proven: bool
    lower: int | None


@cache
def encoding(name: str) -> str:
    """The text of an encoding of this package (`encodings/NAME.lp`)."""
    return (files(__package__) / "encodings" / f"{name}.lp").read_text(encoding="utf-8")


def fact(predicate: str, *arguments: str | int) -> str:
    """A fact as text; texts are quoted."""
    return f"{predicate}({','.join(map(term, arguments))})."


def term(value: str | int) -> str:
    """A term as text."""
    return str(value) if isinstance(value, int) else str(clingo.String(value))


class Solver:
    """A ground program that can be asked more than once. Not to be shared between threads."""

    def __init__(self, parts: Iterable[str], deadline: Deadline | None = None, options: Sequence[str] = ()) -> None:
        self._deadline = deadline or Deadline()
        if self._deadline.left == 0:  # grounding can't be interrupted
            raise TimeUp
        self._control = clingo.Control(["--warn=none", *options], logger=lambda _code, _text: None)
        self._configured: tuple[int, str, str, str] | None = None
        self._control.add("base", [], "\n".join(parts))
        self._control.ground([("base", [])])

    def brave(self, assumptions: Iterable[tuple[Atom, bool]] = ()) -> Model | None:
        """The shown atoms that hold in some model; None when there is no model."""
        return self._last(assumptions, enum_mode="brave", opt_mode="ignore")

    def first(self, assumptions: Iterable[tuple[Atom, bool]] = ()) -> Model | None:
        """Some model, whatever it costs; None when there is none."""
        return self._last(assumptions, models=1, opt_mode="ignore")

    def allows(self, assumptions: Iterable[tuple[Atom, bool]]) -> bool:
        """Whether some model agrees with the assumptions; made for small questions, many in a row."""
        if self._deadline.left == 0:
            raise TimeUp
        assumed = list(assumptions)
        # A thread for each question would cost more than most questions; only one that turns out to be hard gets it.
        self._configure(models=1, opt_mode="ignore", limit=_EASY)
        found = self._control.solve(_symbols(assumed))
        return bool(found.satisfiable) if not found.unknown else self.first(assumed) is not None

    def optimum(self, *, every: bool = False) -> Optimum | None:
        """The best model, or every best one; None when there is no model. When time is up: the best so far, not proven."""
        # "optN" and not "opt": the latter, stopped after a number of models, calls the last one found the best.
        mode = "optN" if every else "opt"
        found: list[Model] = []
        cost: tuple[int, ...] = ()
        proven = False
        try:
            for model, costs, best in self._solve(opt_mode=mode, enum_mode="record", models=0):
                if costs != cost or best != proven:
                    found = []
                found.append(model)
                cost, proven = costs, best
            proven = bool(found)
        except TimeUp:
            proven = False
        if not found:
            if not proven and self._deadline.left == 0:
                raise TimeUp
            return None
        models = tuple(dict.fromkeys(found)) if every else (found[-1],)
        return Optimum(models, cost, proven, cost[0] if proven and cost else self._lower())

    def within(self, cost: Sequence[int], assumptions: Iterable[tuple[Atom, bool]] = (), *, brave: bool = False) -> Model | None:
        """A model that costs no more, or (brave) what holds in some such model; None when there is none.

        The cost must be one that a model has, but for its last level, which may be higher: clingo takes a bound that a later
        level can't reach as if no model kept within it.
        """
        enumeration = "brave" if brave else "auto"
        return self._last(assumptions, enum_mode=enumeration, models=0 if brave else 1, opt_mode=_within(cost))

    def all_within(self, cost: Sequence[int], *, most: int) -> list[Model]:
        """The models that cost no more, at most so many."""
        return [model for model, _, _ in self._solve(models=most, enum_mode="record", opt_mode=_within(cost))]

    def add(self, text: str) -> None:
        """More rules, as a part of their own."""
        name = f"part_{id(text)}_{time.monotonic_ns()}"
        self._control.add(name, [], text)
        self._control.ground([(name, [])])

    def _last(self, assumptions: Iterable[tuple[Atom, bool]], **settings: Any) -> Model | None:
        """The last model; those before it are not looked at, which is most of the time that a question takes."""
        self._configure(**settings)
        with self._control.solve(_symbols(assumptions), async_=True) as handle:
            self._wait(handle)
            if handle.get().interrupted:
                raise TimeUp
            model = handle.last()
            return None if model is None else _model(model)

    def _configure(self, *, models: int = 0, enum_mode: str = "auto", opt_mode: str = "opt", limit: str = "umax") -> None:
        wanted = (models, enum_mode, opt_mode, limit)
        if self._configured != wanted:
            settings: Any = self._control.configuration.solve
            settings.models, settings.enum_mode, settings.opt_mode, settings.solve_limit = self._configured = wanted

    def _solve(self, **settings: Any) -> Iterator[tuple[Model, tuple[int, ...], bool]]:
        """Every model with its cost, and whether it is proven to be a best one."""
        self._configure(**settings)
        with self._control.solve(yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                self._wait(handle)
                model = handle.model()
                if model is None:
                    break
                yield _model(model), tuple(model.cost), model.optimality_proven
            if handle.get().interrupted:
                raise TimeUp

    def _wait(self, handle: clingo.SolveHandle) -> None:
        while not handle.wait(_TICK if self._deadline.left is None else min(_TICK, self._deadline.left)):
            if self._deadline.left == 0:
                handle.cancel()
                raise TimeUp

    def _lower(self) -> int | None:
        found: Any = self._control.statistics.get("summary", {}).get("lower", ())
        return int(found[0]) if found else None


def _within(cost: Sequence[int]) -> str:
    """The mode that gives models of at most this cost; a program without anything to minimise has no costs."""
    return ",".join(["enum", *map(str, cost)]) if cost else "ignore"


def _symbols(assumptions: Iterable[tuple[Atom, bool]]) -> list[tuple[clingo.Symbol, bool]]:
    return [(_symbol(atom), value) for atom, value in assumptions]


def _model(model: clingo.Model) -> Model:
    return frozenset(map(_atom, model.symbols(shown=True)))


@lru_cache(maxsize=65_536)
def _symbol(atom: Atom) -> clingo.Symbol:
    name, *arguments = atom
    made = [clingo.Number(a) if isinstance(a, int) else clingo.String(a) for a in arguments]
    return clingo.Function(str(name), made)


@lru_cache(maxsize=65_536)
def _atom(symbol: clingo.Symbol) -> Atom:
    return (symbol.name, *(a.number if a.type is clingo.SymbolType.Number else a.string for a in symbol.arguments))
