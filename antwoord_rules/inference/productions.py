"""A program as productions without negation: what a forward-chaining engine with a closed world can run safely.

Each conclusion X gets productions for "X is true", made from its condition, and for "X is false", made from the negation of
its condition in negation normal form. A test on an unknown fact matches neither way, so when nothing fires X is unknown: strong
Kleene logic falls out without a single `not`. Each disjunct is a production of its own; a disjunction inside a conjunction
becomes an intermediate conclusion, so nothing grows exponentially, and so does the rest of a very long conjunction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from antwoord_rules.knowledge.conditions import All, Any, Certain, Comparison, Condition, Leaf, Not, Operator, leaves
from antwoord_rules.knowledge.strata import Conclusion, Program
from antwoord_rules.knowledge.vocabulary import Value

MOST_TESTS: Final = 24
"""A longer conjunction is cut in pieces: an engine's cost and limits grow with the length of one rule."""


Key: TypeAlias = str
"""What a test reads: a fact or conclusion by its id, `?id` for whether it is certain, `id/n` for an intermediate conclusion."""

CERTAIN: Final = "?"


class Pattern(NamedTuple):
    """One comparison on one key. It never matches when the key is absent."""

    key: Key
    operator: Operator
    value: Value


class Outcome(NamedTuple):
    """What a production concludes: `key` gets `value` (an intermediate conclusion only ever gets True).

    `support` numbers the tests of the conclusion's condition that the production checks itself; `through` are the intermediate
    conclusions that contribute theirs.
    """

    key: Key
    value: bool
    support: tuple[int, ...]
    through: tuple[Key, ...]


class Production(NamedTuple):
    """When all patterns match, the outcomes hold. Conclusions that follow from the same patterns share one production."""

    patterns: tuple[Pattern, ...]
    outcomes: tuple[Outcome, ...]


def productions(program: Program) -> tuple[tuple[Production, ...], ...]:
    """The productions in passes: those of one pass read facts and what earlier passes concluded."""
    made = [each for stratum in program.strata for conclusion in stratum for each in _compile(conclusion)]
    # A production's pass is one above the last pass in which anything that it reads can still be concluded.
    settled: dict[Key, int] = {}
    passes: dict[int, dict[frozenset[Pattern], Production]] = {}
    for patterns, outcome in made:
        level = max((settled.get(_decided_by(pattern.key), 0) for pattern in patterns), default=0)
        settled[outcome.key] = max(settled.get(outcome.key, 0), level + 1)
        shared = passes.setdefault(level, {})
        same = frozenset(patterns)
        others = shared[same].outcomes if same in shared else ()
        shared[same] = Production(patterns, (*others, outcome))
    return tuple(tuple(passes[level].values()) for level in sorted(passes))


def _decided_by(key: Key) -> Key:
    return key.removeprefix(CERTAIN)


class _Literal(NamedTuple):
    number: int
    pattern: Pattern


class _And(NamedTuple):
    parts: tuple[_Node, ...]


class _Or(NamedTuple):
    parts: tuple[_Node, ...]


_Node: TypeAlias = _Literal | _And | _Or


_Made: TypeAlias = tuple[tuple[Pattern, ...], Outcome]


def _compile(conclusion: Conclusion) -> Sequence[_Made]:
    compiler = _Compiler(conclusion)
    for value in (True, False):
        compiler.conclude(conclusion.id, value, compiler.normal_form(conclusion.when, value))
    return compiler.made


class _Compiler:
    def __init__(self, conclusion: Conclusion) -> None:
        self.conclusion = conclusion
        self.numbers: dict[Leaf, int] = {leaf: i for i, leaf in enumerate(leaves(conclusion.when))}
        self.made: list[_Made] = []
        self._intermediate = 0

    def normal_form(self, condition: Condition, want: bool) -> _Node:
        """The condition (or, with want=False, its negation) with negation pushed into the tests."""
        match condition:
            case Comparison() | Certain():
                return _Literal(self.numbers[condition], _pattern(condition, want))
            case Not(part):
                return self.normal_form(part, not want)
            case All(parts):
                return _join(_And if want else _Or, (self.normal_form(part, want) for part in parts))
            case Any(parts):
                return _join(_Or if want else _And, (self.normal_form(part, want) for part in parts))

    def conclude(self, key: Key, value: bool, node: _Node) -> None:
        """Add the productions that give `key` its value; those of intermediate conclusions come before what reads them."""
        for disjunct in node.parts if isinstance(node, _Or) else (node,):
            parts = disjunct.parts if isinstance(disjunct, _And) else (disjunct,)
            literals = [part for part in parts if isinstance(part, _Literal)]
            through = [self._through(part) for part in parts if not isinstance(part, _Literal)]
            while len(literals) + len(through) > MOST_TESTS:
                piece, literals = literals[:MOST_TESTS], literals[MOST_TESTS:]
                if not piece:
                    through = [self._add(key_piece) for key_piece in _pieces(through)]
                    continue
                through.append(self._through(_And(tuple(piece))))
            self._emit(key, value, literals, through)

    def _through(self, node: _Node) -> Key:
        """An intermediate conclusion that holds when the node does."""
        key = self._new_key()
        self.conclude(key, True, node)
        return key

    def _add(self, through: Sequence[Key]) -> Key:
        key = self._new_key()
        self._emit(key, True, (), through)
        return key

    def _new_key(self) -> Key:
        self._intermediate += 1
        return f"{self.conclusion.id}/{self._intermediate}"

    def _emit(self, key: Key, value: bool, literals: Iterable[_Literal], through: Iterable[Key]) -> None:
        literals, through = tuple(literals), tuple(through)
        patterns = (*(literal.pattern for literal in literals), *(Pattern(key, Operator.EQUALS, True) for key in through))
        support = tuple(sorted({literal.number for literal in literals}))
        self.made.append((tuple(dict.fromkeys(patterns)), Outcome(key, value, support, through)))


def _pieces(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    return (keys[start : start + MOST_TESTS] for start in range(0, len(keys), MOST_TESTS))


def _join(kind: type[_And | _Or], nodes: Iterable[_Node]) -> _Node:
    """A node of that kind with nodes of the same kind taken up into it."""
    parts: list[_Node] = []
    for node in nodes:
        parts.extend(node.parts if isinstance(node, kind) else (node,))
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _pattern(leaf: Leaf, want: bool) -> Pattern:
    if isinstance(leaf, Certain):
        return Pattern(CERTAIN + leaf.conclusion, Operator.EQUALS, want)
    operator, value = leaf.operator if want else leaf.operator.complement, leaf.value
    if isinstance(value, bool):  # two values: "differs true" is "equals false"
        return Pattern(leaf.fact, Operator.EQUALS, value == (operator is Operator.EQUALS))
    if not isinstance(value, int):
        raise TypeError(value)  # norms are replaced before inference
    return Pattern(leaf.fact, operator, value)
