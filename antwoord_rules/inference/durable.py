"""The durable_rules adapter: the only module that imports durable_rules, and the strict way in which it is driven.

durable_rules 2.0.28 is fast and correct within narrow bounds and crashes the process outside them. The adapter stays inside:

- One ruleset at a time gets one JSON object, asserted once, with only the attributes that the ruleset reads. There are no
  joins, no negation, no `none()`, so the result can't depend on the order of facts.
- Only booleans and integers below 2**53 reach C; names are made here and never come from a rule file.
- A ruleset has at most 60 rules and 240 attributes. All rules share the first test (`kind`), which the library bounds at 255.
- A sentinel of the lowest priority matches every object. It fires last: that proves quiescence, and it initialises the
session, so that
  deleting it is safe. Without the sentinel the run is an error.
- The session id is a counter that is never used again; a session is deleted before the next begins.
- The C functions are called directly: the Python wrapper would start two threads and swallow exceptions.

An engine has one lock. When anything goes wrong half-way, its rulesets are given up and made anew for the next run.
"""

from __future__ import annotations

import itertools
import json
import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import durable_rules_engine as c_engine

from antwoord_rules.errors import EngineError, problem
from antwoord_rules.inference.firings import Firing, Inference, makers
from antwoord_rules.inference.productions import CERTAIN, Key, Outcome, Pattern, Production, productions
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value

VERSION: Final = "2.0.28"
MOST_RULES: Final = 60
MOST_ATTRIBUTES: Final = 240
_LARGEST: Final = 2**53
_SENTINEL: Final = "end"
_NAME_END: Final = 2 + len(_SENTINEL)
_LOWEST_PRIORITY: Final = 65535
_OPERATORS: Final = {
    Operator.DIFFERS: "$neq",
    Operator.AT_LEAST: "$gte",
    Operator.AT_MOST: "$lte",
    Operator.ABOVE: "$gt",
    Operator.BELOW: "$lt",
}


class _Ruleset(NamedTuple):
    """The definition of one ruleset, and what its rule names and attributes stand for.

    An attribute is a key of the table of values with its JSON fragments: `"a7":`, `,"a7":true`, `,"a7":false`.
    """

    definition: str
    outcomes: Mapping[str, tuple[Outcome, ...]]
    plain: tuple[tuple[Key, str, str, str], ...]
    certain: tuple[tuple[Key, str, str, str], ...]

    def object(self, session: str, values: Mapping[Key, Value]) -> str:
        """The JSON object of one session: what is known of what this ruleset reads."""
        parts = [f'{{"kind":"case","sid":"{session}"']
        for key, name, when_true, when_false in self.plain:
            value = values.get(key)
            if value is True:
                parts.append(when_true)
            elif value is False:
                parts.append(when_false)
            elif value is not None:
                parts.append(f"{name}{_in_bounds(value)}")
        for key, _, when_true, when_false in self.certain:
            parts.append(when_true if values.get(key) is True else when_false)
        parts.append("}")
        return "".join(parts)


class DurableEngine:
    """Runs a program on durable_rules; conclusions come from its firings and from nowhere else."""

    name = f"durable_rules {VERSION}"

    def __init__(self, program: Program) -> None:
        self._makers = tuple(maker for stratum in makers(program) for maker in stratum)
        self._passes = tuple(tuple(_rulesets(found)) for found in productions(program))
        self._lock = threading.Lock()
        self._session = 0
        self._handles: tuple[tuple[int, ...], ...] = ()
        self._release: weakref.finalize[..., DurableEngine] | None = None
        _engines.add(self)

    def infer(self, facts: Mapping[str, Value]) -> Inference:
        """See `firings.Engine`; raises `EngineError` when durable_rules does not do what it must."""
        with self._lock:
            try:
                settled, values = self._run(facts)
            except BaseException as error:
                self.give_up()  # a session may be left half-way: never touch these rulesets again
                if isinstance(error, (c_engine.error, MemoryError)):
                    raise EngineError([problem("ENGINE-FAULT", reason=str(error))]) from error
                raise
        conclusions: dict[str, bool] = {}
        firings: list[Firing] = []
        for maker in self._makers:
            name = maker.conclusion.id
            support = settled.get(name)
            if support is not None:
                value = conclusions[name] = values[name] is True
                firings.append(maker.make(value, support, values))
        return Inference(conclusions, tuple(firings))

    def give_up(self) -> None:
        """Forget the rulesets as they are; the next run makes new ones."""
        if self._release is not None:
            self._release.detach()
        self._release, self._handles = None, ()

    def after_fork(self) -> None:
        """Make the engine usable in a forked child, whatever another thread of the parent was doing with it."""
        self._lock = threading.Lock()
        self.give_up()

    def _run(self, facts: Mapping[str, Value]) -> tuple[dict[Key, tuple[int, ...]], dict[Key, Value]]:
        """The tests that settled each conclusion, and the value of each fact and conclusion."""
        handles = self._handles or self._create()
        self._session += 1
        session = str(self._session)
        values: dict[Key, Value] = dict(facts)
        settled: dict[Key, tuple[int, ...]] = {}
        for rulesets, pass_handles in zip(self._passes, handles, strict=True):
            concluded: dict[Key, bool] = {}
            for ruleset, handle in zip(rulesets, pass_handles, strict=True):
                for rule in _fire(handle, ruleset.object(session, values), session):
                    for key, value, own, through in ruleset.outcomes[rule]:
                        if concluded.setdefault(key, value) is not value:
                            raise EngineError([problem("ENGINE-FAULT", reason=f"{key} is both true and false")])
                        support = _union(own, *(settled[part] for part in through)) if through else own
                        settled[key] = _union(settled[key], support) if key in settled else support
            values.update(concluded)
        return settled, values

    def _create(self) -> tuple[tuple[int, ...], ...]:
        made: list[int] = []
        self._release = weakref.finalize(self, _delete, made)
        self._release.atexit = False
        handles = []
        for rulesets in self._passes:
            start = len(made)
            made.extend(c_engine.create_ruleset(f"antwoord_{next(_ruleset_number)}", ruleset.definition) for ruleset in rulesets)
            handles.append(tuple(made[start:]))
        self._handles = tuple(handles)
        return self._handles


def _fire(handle: int, fact: str, session: str) -> list[str]:
    """Assert the object and return the names of the rules that fired, up to the sentinel; the session is gone afterwards."""
    status, state = c_engine.assert_fact(handle, fact)
    if status != 0:
        raise EngineError([problem("ENGINE-FAULT", reason=f"assert_fact answered {status}")])
    fired: list[str] = []
    action = c_engine.start_action_for_state(handle, state)
    message = action and action[1]
    while message:  # {"r07":{"m":{…}}}: all names have the same length
        fired.append(message[2:_NAME_END])
        message = c_engine.complete_and_start_action(handle, state)
    if not fired or fired.pop() != _SENTINEL:
        raise EngineError([problem("ENGINE-FAULT", reason="the sentinel rule did not fire last")])
    c_engine.delete_state(handle, session)
    return fired


def _rulesets(found: Sequence[Production]) -> Iterator[_Ruleset]:
    """The productions of one pass in rulesets that stay within the bounds of the library."""
    batch: list[Production] = []
    keys: set[Key] = set()
    for production in found:
        wanted = keys | {pattern.key for pattern in production.patterns}
        if batch and (len(batch) == MOST_RULES or len(wanted) > MOST_ATTRIBUTES):
            yield _ruleset(batch)
            batch, wanted = [], {pattern.key for pattern in production.patterns}
        batch.append(production)
        keys = wanted
    if batch:
        yield _ruleset(batch)


def _ruleset(batch: Sequence[Production]) -> _Ruleset:
    keys = dict.fromkeys(pattern.key for production in batch for pattern in production.patterns)
    names = {key: f"a{i}" for i, key in enumerate(keys)}
    rules = {f"r{i:02}": production for i, production in enumerate(batch)}
    definition: dict[str, object] = {
        name: {"all": [{"m": {"$and": [_ANCHOR, *(_json(names[pattern.key], pattern) for pattern in production.patterns)]}}]}
        for name, production in rules.items()
    }
    definition[_SENTINEL] = {"all": [{"m": _ANCHOR}], "pri": _LOWEST_PRIORITY}
    attributes = [(key, f',"{name}":', f',"{name}":true', f',"{name}":false') for key, name in names.items()]
    return _Ruleset(
        definition=json.dumps(definition),
        outcomes={name: production.outcomes for name, production in rules.items()},
        plain=tuple(found for found in attributes if not found[0].startswith(CERTAIN)),
        certain=tuple((found[0].removeprefix(CERTAIN), *found[1:]) for found in attributes if found[0].startswith(CERTAIN)),
    )


def _json(attribute: str, pattern: Pattern) -> dict[str, object]:
    value = pattern.value if isinstance(pattern.value, bool) else _in_bounds(pattern.value)
    if pattern.operator is Operator.EQUALS:
        return {attribute: value}
    return {_OPERATORS[pattern.operator]: {attribute: value}}


def _in_bounds(value: int) -> int:
    """The value, if C can hold it exactly; vocabularies and fact documents are checked long before this."""
    if not -_LARGEST < value < _LARGEST:
        raise EngineError([problem("ENGINE-FAULT", reason=f"{value} is out of bounds")])
    return value


def _union(*supports: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set().union(*supports)))


def _delete(handles: list[int]) -> None:
    for handle in handles:
        c_engine.delete_ruleset(handle)


_ANCHOR: Final = {"kind": "case"}
_ruleset_number = itertools.count()
_engines: weakref.WeakSet[DurableEngine] = weakref.WeakSet()


def _after_fork() -> None:
    for engine in _engines:
        engine.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
