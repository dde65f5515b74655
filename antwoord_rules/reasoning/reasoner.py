"""All reasoning for one knowledge base: what is compiled once is kept here. Safe to share between threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.inference.firings import Engine
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning import corrections, planning, questions
from antwoord_rules.reasoning.encoding import Encoding
from antwoord_rules.reasoning.plans import Plan
from antwoord_rules.reasoning.possible import Possible, PossiblePhases, possible
from antwoord_rules.reasoning.proofs import Proof, Subject, prove
from antwoord_rules.reasoning.solver import Deadline, TimeUp
from antwoord_rules.reasoning.space import Space


class Reasoner:
    """Questions over all facts at once. Every call has its own solver; it raises `UsageError` when `seconds` were not enough."""

    def __init__(self, base: RuleBase, norms: Mapping[str, Value], program: Program) -> None:
        self.base: Final = base
        self.norms: Final = norms
        self.program: Final = program

    @cached_property
    def space(self) -> Space:
        """The cells of the facts."""
        return Space(self.base.vocabulary, self.program)

    @cached_property
    def whole(self) -> Encoding:
        """The whole program."""
        return Encoding(self.space, self.program)

    @cached_property
    def phases(self) -> Encoding:
        """What decides the phases."""
        return Encoding(self.space, self.program, [phase.id for phase in self.base.phases])

    @cached_property
    def goals(self) -> Encoding:
        """What decides the phases and the challenges: what a plan can aim for."""
        names = [*(phase.id for phase in self.base.phases), *(challenge.id for challenge in self.base.challenges)]
        return Encoding(self.space, self.program, names)

    def possible(self, memory: WorkingMemory, seconds: float | None = None) -> Possible:
        """See `possible.possible`."""
        with _limited(seconds) as deadline:
            return possible(self.base, self.whole, memory, deadline)

    def possible_phases(self, candidates: Iterable[int], memory: WorkingMemory) -> tuple[int, ...]:
        """See `possible.PossiblePhases`."""
        return self._possible_phases.among(candidates, memory)

    @cached_property
    def _possible_phases(self) -> PossiblePhases:
        return PossiblePhases(self.phases)

    def next_question(
        self, memory: WorkingMemory, seconds: float | None = None, *, skip: Collection[str] = ()
    ) -> questions.NextQuestion:
        """See `questions.next_question`."""
        with _limited(seconds) as deadline:
            return questions.next_question(self.base, self.whole, self.phases, memory, deadline, skip=skip)

    def question_effects(self, memory: WorkingMemory, seconds: float | None = None) -> tuple[questions.QuestionEffects, ...]:
        """See `questions.question_effects`."""
        with _limited(seconds) as deadline:
            return questions.question_effects(self.base, self.whole, self.phases, memory, deadline)

    def plan(
        self,
        memory: WorkingMemory,
        engine: Engine,
        wish: planning.Wish,
        seconds: float | None = None,
        *,
        every: bool = False,
    ) -> Plan:
        """See `planning.make_plan`."""
        with _limited(seconds) as deadline:
            return planning.make_plan(self._situation(memory, engine), wish, deadline, every=every)

    def pareto(
        self, memory: WorkingMemory, engine: Engine, wish: planning.Wish, seconds: float | None = None
    ) -> tuple[Plan, ...]:
        """See `planning.pareto`."""
        with _limited(seconds) as deadline:
            return planning.pareto(self._situation(memory, engine), wish, deadline)

    def why_not(self, memory: WorkingMemory, phase: int, seconds: float | None = None) -> corrections.WhyNot:
        """See `corrections.why_not`."""
        with _limited(seconds) as deadline:
            return corrections.why_not(self.phases, memory.values, phase, deadline)

    def robustness(self, memory: WorkingMemory, phase: int, seconds: float | None = None) -> corrections.Robustness:
        """See `corrections.robustness`."""
        with _limited(seconds) as deadline:
            return corrections.robustness(self.phases, memory.values, phase, deadline)

    def proofs(self, engine: Engine, seconds: float | None = None) -> tuple[Proof, ...]:
        """See `proofs.prove`."""
        return prove(Subject(self.base, self.norms, self.whole, self.goals, self.phases, engine), seconds)

    def _situation(self, memory: WorkingMemory, engine: Engine) -> planning.Situation:
        return planning.Situation(self.base, self.norms, self.goals, memory.values, engine)


@contextmanager
def _limited(seconds: float | None) -> Iterator[Deadline]:
    try:
        yield Deadline(seconds)
    except TimeUp:
        raise UsageError([problem("TIME-UP", seconds=f"{seconds:g}")]) from None
