"""A program as a logic program: the productions that the engines run, and the cells of the facts that they test.

The conclusions of a state are `holds(State, Conclusion, 1)` (certainly true) and `holds(State, Conclusion, 0)` (certainly false),
after the same productions that durable_rules gets. A test surely holds when no cell that its fact may be in fails it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from antwoord_rules.inference.productions import CERTAIN, Pattern, productions
from antwoord_rules.knowledge.conditions import Comparison, leaves
from antwoord_rules.knowledge.rules import RuleBase, phase_number
from antwoord_rules.knowledge.strata import Conclusion, Program, stratify
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.solver import Atom, encoding, fact, term
from antwoord_rules.reasoning.space import Given, Space


class Encoding:
    """The text of a program, or of the part of it that decides the given conclusions."""

    def __init__(self, space: Space, program: Program, goals: Iterable[str] | None = None) -> None:
        self.space = space
        self.program = program if goals is None else restrict(program, goals)
        self.conclusions = {c.id: c for stratum in self.program.strata for c in stratum}
        self._behind: dict[str, frozenset[str]] = {}

    @cached_property
    def text(self) -> str:
        """The rules of the conclusions, with those that they share in every use (`encodings/conclusions.lp`)."""
        numbers: dict[Pattern, int] = {}
        lines = [encoding("conclusions")]
        for found in (p for run in productions(self.program) for p in run):
            body = ", ".join(["state(S)", *(self._literal(pattern, numbers) for pattern in found.patterns)])
            lines += [f"holds(S,{term(o.key)},{int(o.value)}) :- {body}." for o in found.outcomes]
        for pattern, number in numbers.items():
            test = Comparison(pattern.key, pattern.operator, pattern.value)
            fails = set(range(len(self.space.values[test.fact]))) - set(self.space.cells(test))
            lines.append(fact("test", number, test.fact))
            lines += [fact("fails", number, test.fact, cell) for cell in sorted(fails)]
        rungs = ((phase_number(name), name) for name in self.conclusions)
        lines += [fact("rung", number, name) for number, name in rungs if number is not None]
        return "\n".join(lines)

    def _literal(self, pattern: Pattern, numbers: dict[Pattern, int]) -> str:
        key = pattern.key
        if key.startswith(CERTAIN):
            return ("" if pattern.value else "not ") + f"holds(S,{term(key.removeprefix(CERTAIN))},1)"
        if key in self.space.values and key not in self.conclusions:
            return f"sure(S,{numbers.setdefault(pattern, len(numbers))})"
        return f"holds(S,{term(key)},{int(pattern.value)})"

    def behind(self, name: str) -> frozenset[str]:
        """The facts that a conclusion rests on."""
        if name not in self._behind:
            found: set[str] = set()
            for leaf in leaves(self.conclusions[name].when):
                found |= self.behind(leaf.reads) if leaf.reads in self.conclusions else {leaf.reads}
            self._behind[name] = frozenset(found)
        return self._behind[name]

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables that some conclusion rests on."""
        return frozenset(self.space.facts[name] for name in self.facts)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that some conclusion reads."""
        read = {leaf.reads for c in self.conclusions.values() for leaf in leaves(c.when)}
        return tuple(name for name in self.space.facts if name in read)

    @cached_property
    def choices(self) -> str:
        """What each choice of each variable gives, as facts."""
        return "\n".join(self._choices())

    def _choices(self) -> Iterator[str]:
        for name, variable in self.space.variables.items():
            if name not in self.variables:
                continue
            facts = [f for f, of in self.space.facts.items() if of == name]
            yield fact("variable", name)
            for number, choice in enumerate(variable.choices):
                for each, cells in self.space.state(choice).items():
                    if each in facts:
                        yield from (fact("gives", name, number, each, cell) for cell in cells)
                        if each not in choice:
                            yield fact("leaves", name, number, each)


def restrict(program: Program, goals: Iterable[str]) -> Program:
    """The part of a program that decides the given conclusions."""
    every: Mapping[str, Conclusion] = {c.id: c for stratum in program.strata for c in stratum}
    waiting, wanted = [name for name in goals if name in every], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [leaf.reads for leaf in leaves(every[name].when) if leaf.reads in every]
    return Program(stratify(c for name, c in every.items() if name in wanted), program.types)


def opened(given: Given) -> str:
    """The choices that are open, as facts."""
    return "\n".join(fact("open", name, number) for name, numbers in given.items() for number in numbers)


def given(space: Space, values: Mapping[str, Value]) -> str:
    """The known facts as facts `given(Fact, Cell)`; of the others every cell, and that they are unknown."""
    lines = [fact("given", name, cell) for name, cells in space.state(values).items() for cell in cells]
    return "\n".join([*lines, *(fact("unknown", name) for name in space.values if name not in values)])


def picked(model: Iterable[Atom], state: int = 0) -> dict[str, int]:
    """The number of the choice that a state makes for each variable, in a model that shows `pick(State, Variable, Choice)`."""
    return {str(atom[2]): int(atom[3]) for atom in model if atom[:2] == ("pick", state)}


def decided(base: RuleBase) -> tuple[str, ...]:
    """The conclusions that a result is made of, apart from the phases: criteria, challenges and measures."""
    return tuple(rule.id for kind in (base.criteria, base.challenges, base.measures) for rule in kind)
