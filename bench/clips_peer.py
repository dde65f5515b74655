"""The same rules on CLIPS, through clipspy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from antwoord_rules.inference.productions import CERTAIN, Pattern, Production
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value
from bench.peers import Conclusions, Work

_TESTS: Final = {
    Operator.DIFFERS: "<>",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.ABOVE: ">",
    Operator.BELOW: "<",
}
_FIRST_PASS: Final = 1000


class Clips:
    """One environment with a rule per production; per case `reset`, all facts in one text, one `run`, one text back.

    "a is true" and "a is false" are facts `(t1)` and `(f1)` without slots. Rules of an earlier pass have a higher salience, so that
    `(not (t5))` is asked when conclusion 5 is settled. A firing appends a number to a global; its text is read at the end.
    Slower: templates with slots, a fact per call, one fact with a slot for each attribute (per case or per pass), calling
    Python from a rule, walking the facts from Python.
    """

    name = "clipspy"
    package = "clipspy"

    def __init__(self, program: Program) -> None:
        import clips

        self._work = Work(program)
        self._environment = clips.Environment()
        self._environment.build("(defglobal ?*found* = (create$))")
        self._answers: list[tuple[str, bool]] = []
        self._answer_of: dict[tuple[str, bool], int] = {}
        for key in self._work.conclusions:
            for value in (True, False):
                self._answer_of[key, value] = len(self._answers)
                self._answers.append((key, value))
        for level, found in enumerate(self._work.passes):
            for i, production in enumerate(found):
                self._environment.build(self._rule(f"r{level}-{i}", _FIRST_PASS - level, production))
        self._text = {(fact, value): self._holds(fact, value) for fact in self._work.types for value in (True, False)}
        self._start = {fact: f"(v{self._work.number[fact]} " for fact in self._work.types}

    def infer(self, facts: Mapping[str, Value]) -> Conclusions:
        environment, text, start = self._environment, self._text, self._start
        environment.reset()
        environment.load_facts(
            "".join(
                [
                    text[fact, value] if value is True or value is False else f"{start[fact]}{value})"
                    for fact, value in facts.items()
                ]
            )
        )
        environment.run()
        return dict([self._answers[int(number)] for number in environment.eval("(implode$ ?*found*)").split()])

    def _rule(self, name: str, salience: int, production: Production) -> str:
        ranges: dict[str, list[Pattern]] = {}
        when, unless = [], []
        for pattern in production.patterns:
            plain = pattern.key.removeprefix(CERTAIN)
            if plain != pattern.key and not pattern.value:
                unless.append(f"(not {self._holds(plain, True)})")
            elif isinstance(pattern.value, bool):
                when.append(self._holds(plain, pattern.value))
            else:
                ranges.setdefault(plain, []).append(pattern)
        for i, (key, patterns) in enumerate(ranges.items()):  # two tests of one number are tests of one fact
            tests = (
                str(p.value) if p.operator is Operator.EQUALS else f":({_TESTS[p.operator]} ?x{i} {p.value})" for p in patterns
            )
            when.append(f"(v{self._work.number[key]} ?x{i}&{'&'.join(tests)})")
        then = []
        for outcome in production.outcomes:
            if outcome.key in self._work.read:
                then.append(f"(assert {self._holds(outcome.key, outcome.value)})")
            answer = self._answer_of.get((outcome.key, outcome.value))
            if answer is not None:
                then.append(f"(bind ?*found* ?*found* {answer})")
        return f"(defrule {name} (declare (salience {salience})) {' '.join([*when, *unless])} => {' '.join(then)})"

    def _holds(self, key: str, value: bool) -> str:
        return f"({'t' if value else 'f'}{self._work.number[key]})"
