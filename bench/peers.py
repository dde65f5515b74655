"""The same rules on other engines, each driven in the fastest correct way that we found.

Peers conclude only: facts in, `conclusion -> True/False` out (an unknown conclusion is absent). They need not say which tests
settled a conclusion, which durable_rules and the reference engine do. Peers may therefore stop at the first disjunct that holds.

Every peer but the generated Python is compiled from the productions that durable_rules runs. Names become short ones that
are valid everywhere, made once; giving a fact its short name is part of what is timed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from antwoord_rules.inference.productions import CERTAIN, Pattern, productions
from antwoord_rules.knowledge import conditions
from antwoord_rules.knowledge.conditions import All, Certain, Comparison, Condition, Not, Operator
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value

SYMBOLS: Final = {
    Operator.EQUALS: "==",
    Operator.DIFFERS: "!=",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.ABOVE: ">",
    Operator.BELOW: "<",
}

Conclusions = dict[str, bool]


class Peer(Protocol):
    """An engine with the rules in it; raises ImportError when it is made and its package is not installed."""

    name: str
    package: str | None

    def infer(self, facts: Mapping[str, Value]) -> Conclusions:
        """The conclusions that follow from the known facts."""


class Work:
    """What a peer is compiled from: the productions, by what they conclude, in an order in which they can run."""

    def __init__(self, program: Program) -> None:
        self.types = program.types
        self.conclusions = [conclusion.id for stratum in program.strata for conclusion in stratum]
        self.passes = productions(program)
        self.ways: dict[str, dict[bool, list[tuple[Pattern, ...]]]] = {}
        """For each conclusion (intermediate ones too) the conjunctions that make it true, and those that make it false."""
        last: dict[str, int] = {}
        for number, found in enumerate(self.passes):
            for production in found:
                for outcome in production.outcomes:
                    last[outcome.key] = number
                    self.ways.setdefault(outcome.key, {True: [], False: []})[outcome.value].append(production.patterns)
        self.order = sorted(last, key=last.__getitem__)
        every = (pattern.key.removeprefix(CERTAIN) for found in self.passes for made in found for pattern in made.patterns)
        self.read = set(every)
        """Facts and conclusions that some production reads."""
        self.number = {key: i for i, key in enumerate([*program.types, *self.order])}

    def either(self, key: str, value: bool, test: Callable[[Pattern], str]) -> str:
        """The conjunctions that give `key` its value, as one expression in a language with `and`, `or` and brackets."""
        return " or ".join(f"({' and '.join(map(test, patterns))})" for patterns in self.ways[key][value])


class Generated:
    """Python source with one if/elif/else per conclusion, compiled once: what a programmer would write who has no engine."""

    name = "generated if/else (Python)"
    package = None

    def __init__(self, program: Program) -> None:
        conclusions = [conclusion for stratum in program.strata for conclusion in stratum]
        self._variables = {key: f"v{i}" for i, key in enumerate([*program.types, *(c.id for c in conclusions)])}
        lines = ["def infer(facts):", " found, get = {}, facts.get"]
        lines += [f" {self._variables[fact]} = get({fact!r})" for fact in program.types]
        for conclusion in conclusions:
            set_both = f"{self._variables[conclusion.id]} = found[{conclusion.id!r}]"
            lines += [
                f" if {self._test(conclusion.when, True)}: {set_both} = True",
                f" elif {self._test(conclusion.when, False)}: {set_both} = False",
                f" else: {self._variables[conclusion.id]} = None",
            ]
        space: dict[str, Any] = {}
        exec(compile("\n".join([*lines, " return found"]), "<generated>", "exec"), space)
        self.infer = space["infer"]

    def _test(self, condition: Condition, want: bool) -> str:
        """Python that is true when the condition is certainly true (or, with want=False, certainly false)."""
        match condition:
            case Comparison(fact, operator, bool(value)):
                return f"{self._variables[fact]} is {(value == (operator is Operator.EQUALS)) == want}"
            case Comparison(fact, operator, value):
                variable = self._variables[fact]
                return f"({variable} is not None and {variable} {SYMBOLS[operator if want else operator.complement]} {value})"
            case Certain(conclusion):
                return f"{self._variables[conclusion]} is {'' if want else 'not '}True"
            case Not(part):
                return self._test(part, not want)
            case All(parts) | conditions.Any(parts):
                word = " and " if isinstance(condition, All) == want else " or "
                return f"({word.join(self._test(part, want) for part in parts)})"


class ZenScript:
    """zen-engine's expression language: the whole knowledge base is one compiled script of assignments that ends in a list.

    About four times as fast as a decision graph (below), because nothing is handed from node to node, and faster than an
    object as outcome. A conclusion that nothing reads stands in the list itself: each assignment costs. Facts as a dict are
    faster than as JSON text.
    """

    name = "zen-engine, one script"
    package = "zen-engine"

    def __init__(self, program: Program) -> None:
        import zen

        work = Work(program)
        self._conclusions = work.conclusions
        self._short = {fact: f"v{work.number[fact]}" for fact in work.types}
        assignments = [f"v{work.number[key]} = {zen_value(work, key)}; " for key in work.order if key in work.read]
        listed = [f"v{work.number[key]}" if key in work.read else zen_value(work, key) for key in work.conclusions]
        self._script = zen.compile_expression(f"{''.join(assignments)}[{', '.join(listed)}]")

    def infer(self, facts: Mapping[str, Value]) -> Conclusions:
        short = self._short
        values = self._script.evaluate({short[fact]: value for fact, value in facts.items()})
        return {key: value for key, value in zip(self._conclusions, values, strict=True) if value is not None}


class ZenDecision:
    """zen-engine as its own guides show it: a decision graph, evaluated whole in Rust.

    One expression node with all conclusions in order, each reading those before it as `$.name`; a node per pass copies all
    values from node to node and is slower.
    """

    name = "zen-engine, decision graph"
    package = "zen-engine"

    def __init__(self, program: Program) -> None:
        import zen

        work = Work(program)
        self._short = {fact: f"v{work.number[fact]}" for fact in work.types}
        self._found = [(key, f"v{work.number[key]}") for key in work.conclusions]
        made = frozenset(work.order)
        expressions = [{"id": key, "key": f"v{work.number[key]}", "value": zen_value(work, key, made=made)} for key in work.order]
        content = {"expressions": expressions, "passThrough": False}
        nodes = [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "all", "name": "all", "type": "expressionNode", "content": content},
            {"id": "out", "name": "out", "type": "outputNode"},
        ]
        ways = (("in", "all"), ("all", "out"))
        edges = [{"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end} for start, end in ways]
        self._decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def infer(self, facts: Mapping[str, Value]) -> Conclusions:
        short = self._short
        values = self._decision.evaluate({short[fact]: value for fact, value in facts.items()})["result"].get
        return {key: value for key, name in self._found if (value := values(name)) is not None}


def zen_value(work: Work, key: str, made: frozenset[str] = frozenset()) -> str:
    """A conclusion in zen's language: true, false or null. `made` are the keys that stand in the outcome, under `$`."""

    def test(pattern: Pattern) -> str:
        plain = pattern.key.removeprefix(CERTAIN)
        variable = f"{'$.' if plain in made else ''}v{work.number[plain]}"
        if plain != pattern.key:
            return f"{variable} {'==' if pattern.value else '!='} true"
        if isinstance(pattern.value, bool):
            return f"{variable} == {str(pattern.value).lower()}"
        if pattern.operator is Operator.EQUALS:
            return f"{variable} == {pattern.value}"
        return f"{variable} != null and {variable} {SYMBOLS[pattern.operator]} {pattern.value}"  # null >= 1 is an error

    true, false = (work.either(key, value, test) for value in (True, False))
    return f"{true} ? true : {false} ? false : null" if false else true  # an intermediate conclusion is never false


class RuleEngine:
    """rule-engine: a rule per conclusion and value, run in order; the second is asked only when the first does not hold.

    Symbols are looked up by a context of our own, the parsed statement is evaluated without the copy of the decimal context
    that `Rule.matches` makes each time, and "known to be true" and "known to be false" are symbols of their own: a bare
    symbol is cheaper than a comparison. Together 2.3 times as fast as `Rule.matches` with the library's context; one list of
    conditions per pass, and a rule per production, are slower.
    """

    name = "rule-engine"
    package = "rule-engine"

    def __init__(self, program: Program) -> None:
        import rule_engine

        class Context(rule_engine.Context):
            def resolve(self, thing: dict[str, Any], name: str, scope: str | None = None) -> Any:  # noqa: ARG002
                return thing.get(name)

        context = Context()
        work = Work(program)
        wanted = set(work.conclusions)
        self._known = {(fact, value): _known(work, fact, value) for fact in work.types for value in (True, False)}
        self._short = {fact: f"v{work.number[fact]}" for fact in work.types}

        def holds(key: str, value: bool) -> Callable[[dict[str, Any]], Any]:
            text = work.either(key, value, lambda pattern: _rule_engine_test(work, pattern))
            return rule_engine.Rule(text or "false", context=context).statement.evaluate

        self._steps = [
            (key, key in wanted, *(name for value in (True, False) for name in (_known(work, key, value), holds(key, value))))
            for key in work.order
        ]

    def infer(self, facts: Mapping[str, Value]) -> Conclusions:
        thing: dict[str, Value] = {}
        for fact, value in facts.items():
            if value is True or value is False:
                thing[self._known[fact, value]] = True
            else:
                thing[self._short[fact]] = value
        found: Conclusions = {}
        for key, wanted, true, is_true, false, is_false in self._steps:
            if is_true(thing):
                thing[true] = True
                if wanted:
                    found[key] = True
            elif is_false(thing):
                thing[false] = True
                if wanted:
                    found[key] = False
        return found


def _known(work: Work, key: str, value: bool) -> str:
    return f"{'t' if value else 'f'}{work.number[key]}"


def _rule_engine_test(work: Work, pattern: Pattern) -> str:
    plain = pattern.key.removeprefix(CERTAIN)
    if plain != pattern.key:
        return _known(work, plain, True) if pattern.value else f"not {_known(work, plain, True)}"
    if isinstance(pattern.value, bool):
        return _known(work, plain, pattern.value)
    variable = f"v{work.number[plain]}"
    return f"{variable} != null and {variable} {SYMBOLS[pattern.operator]} {pattern.value}"
