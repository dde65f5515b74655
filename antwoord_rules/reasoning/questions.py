"""The next question: the unknown fact whose answer narrows most what is still possible, and the facts that can't matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.encoding import Encoding
from antwoord_rules.reasoning.possible import WORLD, world_solver
from antwoord_rules.reasoning.solver import Atom, Deadline, Model, Solver, encoding, fact
from antwoord_rules.reasoning.space import Answer, Question, Range


class AnswerEffect(NamedTuple):
    """What an answer would leave: its value (encoded; of a list, its derived facts) and the phases still possible after it."""

    value: Value | Mapping[str, Value]
    phases: tuple[int, ...]


class Consequences(NamedTuple):
    """What follows from an answer: its value as above; the values that count the same, by fact (of a list, its derived facts as
    far as they become known); the phases still possible; and each criterion, challenge and measure of which the engine would
    conclude something else than now (None: it would be unknown)."""

    value: Value | Mapping[str, Value]
    alike: Mapping[str, Range]
    phases: tuple[int, ...]
    changes: Mapping[str, bool | None]


class QuestionEffects(NamedTuple):
    """An unknown fact with what follows from each answer. There are no answers when no condition reads the fact; `relevant`
    says whether an answer can still change the phase, a challenge or a measure."""

    fact: str
    relevant: bool
    answers: tuple[Consequences, ...]


class NextQuestion(NamedTuple):
    """The unknown fact to ask next, with what each answer would leave; `fact` is None when no question can matter.

    `relevant` are the unknown facts that can still change the phase, a challenge or a measure; `irrelevant` those that provably
    can't, whatever the other unknown facts turn out to be. Both stand in the order of the vocabulary.
    """

    fact: str | None
    answers: tuple[AnswerEffect, ...]
    relevant: tuple[str, ...]
    irrelevant: tuple[str, ...]


def next_question(
    base: RuleBase,
    whole: Encoding,
    phases: Encoding,
    memory: WorkingMemory,
    deadline: Deadline | None = None,
    *,
    skip: Collection[str] = (),
) -> NextQuestion:
    """The best next question. `whole` holds the whole program, `phases` what decides the phases. Facts in `skip` stay unknown.

    Best is what leaves the fewest possible phases in the worst case, then on average over the answers (each cell of the fact
    counts once), then the fewest statuses of challenges and measures that are open, in the same two ways; then the order of the
    vocabulary.
    """
    judge = _Judge(base, whole, phases, memory, deadline)
    relevant = judge.relevant()
    asked = [question for question in judge.questions if question.fact in relevant and question.fact not in skip]
    found = judge.best(asked) if asked else None
    return NextQuestion(
        found.fact if found else None,
        tuple(AnswerEffect(a.value, judge.phases_after(found, a)) for a in found.answers) if found else (),
        tuple(name for name in memory.unknown if name in relevant),
        tuple(name for name in memory.unknown if name not in relevant),
    )


def question_effects(
    base: RuleBase, whole: Encoding, phases: Encoding, memory: WorkingMemory, deadline: Deadline | None = None
) -> tuple[QuestionEffects, ...]:
    """Every unknown fact with what follows from each answer, in the order of `memory.unknown`."""
    judge = _Judge(base, whole, phases, memory, deadline)
    relevant = judge.relevant()
    by_fact = {question.fact: question for question in judge.questions}
    engine = ReferenceEngine(whole.program)
    now = engine.infer(memory.values).conclusions
    decided = [*(c.id for c in base.criteria), *(c.id for c in base.challenges), *(m.id for m in base.measures)]
    found = []
    for name in memory.unknown:
        answers = []
        for answer in by_fact[name].answers if name in by_fact else ():
            settled = whole.space.settled(by_fact[name], answer)
            known = engine.infer({**memory.values, **settled}).conclusions
            changes = {rule: known.get(rule) for rule in decided if known.get(rule) is not now.get(rule)}
            alike = {fact: next(whole.space.ranges(fact, [whole.space.cell(fact, value)])) for fact, value in settled.items()}
            answers.append(Consequences(answer.value, alike, judge.phases_after(by_fact[name], answer), changes))
        found.append(QuestionEffects(name, name in relevant, tuple(answers)))
    return tuple(found)


class _Judge:
    """Compares questions by what their answers leave possible."""

    def __init__(
        self, base: RuleBase, whole: Encoding, phases: Encoding, memory: WorkingMemory, deadline: Deadline | None
    ) -> None:
        self.whole, self.phases, self.memory, self.deadline = whole, phases, memory, deadline
        self.questions = whole.space.questions(memory)
        self.open = whole.space.completions(memory)
        self.outcomes = [*(challenge.id for challenge in base.challenges), *(measure.id for measure in base.measures)]
        self.top = len(base.phases)
        self._allowed: dict[tuple[str, frozenset[int], Atom], bool] = {}

    @cached_property
    def picks(self) -> Mapping[int, Model]:
        """With each phase that is possible, the choices with which it is: then the phases after any answer are known."""
        solver = world_solver(self.phases, self.memory, ["#show pick/3."], self.deadline)
        found = {n: solver.brave([(("phase", WORLD, n), True)]) for n in range(self.top + 1)}
        return {n: picks for n, picks in found.items() if picks is not None}

    @cached_property
    def statuses(self) -> Solver:
        shown = ["#show holds(S,X,V) : holds(S,X,V), outcome(X).", *(fact("outcome", name) for name in self.outcomes)]
        return world_solver(self.whole, self.memory, shown, self.deadline)

    @cached_property
    def unsettled(self) -> Mapping[str, tuple[str, ...]]:
        """For each question the challenges and measures that rest on its answer and can still have either status."""
        found = self.statuses.brave() or frozenset()
        open_ids = [name for name in self.outcomes if _status(name, 0) in found and _status(name, 1) in found]
        return {
            question.fact: tuple(name for name in open_ids if question.changes & self.whole.behind(name))
            for question in self.questions
        }

    def relevant(self) -> frozenset[str]:
        """The questions whose answer can change the result: two completions that differ in nothing else differ in it."""
        found: set[str] = set()
        doubtful: list[Question] = []
        for question in self.questions:
            phases = {self.phases_after(question, answer) for answer in question.answers}
            if question.pairs and (len(phases) > 1 or self._tells_statuses_apart(question)):
                found.add(question.fact)
            elif question.pairs and (self._moves_phases(question) or self.unsettled[question.fact]):
                doubtful.append(question)
        return frozenset(found | self._by_pairs(doubtful))

    def _moves_phases(self, question: Question) -> bool:
        return len(self.picks) > 1 and not question.changes.isdisjoint(self.phases.facts)

    def _tells_statuses_apart(self, question: Question) -> bool:
        if not question.variable.startswith(question.fact):  # an attribute's answers leave the list open: only pairs tell
            return False
        return any(
            len({self._allows(question, a, status) for a in question.answers}) > 1 for status in self._resting_on(question)
        )

    def _by_pairs(self, questions: Sequence[Question]) -> frozenset[str]:
        if not questions:
            return frozenset()
        outcomes = dict.fromkeys(name for question in questions for name in self.unsettled[question.fact])
        phases = self.phases.conclusions if any(map(self._moves_phases, questions)) else ()
        encoded = Encoding(self.whole.space, self.whole.program, [*outcomes, *phases])
        parts = [encoding("pairs"), *(fact("outcome", name) for name in outcomes)]
        for question in questions:
            parts.append(fact("question", question.fact, question.variable))
            parts += [fact("pair", question.fact, a, b) for a, b in sorted(question.pairs)]
        found = world_solver(encoded, self.memory, parts, self.deadline, states=(0, 1)).brave()
        return frozenset(str(atom[1]) for atom in found or ())

    def best(self, questions: Sequence[Question]) -> Question:
        """The question whose answers leave least."""
        tied = _least(questions, lambda q, a: len(self.phases_after(q, a)))
        if len(tied) > 1:
            tied = _least(tied, self._statuses_left)
        return tied[0]

    def phases_after(self, question: Question, answer: Answer) -> tuple[int, ...]:
        """The phases that are possible after an answer."""
        picked = [_pick(question, number) for number in answer.open]
        if question.variable not in self.phases.variables:
            return tuple(self.picks)
        return tuple(n for n, found in self.picks.items() if any(pick in found for pick in picked))

    def _resting_on(self, question: Question) -> Iterator[Atom]:
        """The statuses of what rests on a question and is open before it is answered."""
        return (_status(name, value) for name in self.unsettled[question.fact] for value in (0, 1))

    def _allows(self, question: Question, answer: Answer, status: Atom) -> bool:
        """Whether a status is possible after an answer."""
        key = (question.fact, answer.open, status)
        if key not in self._allowed:
            closed = [(_pick(question, k), False) for k in self.open[question.variable] if k not in answer.open]
            self._allowed[key] = self.statuses.allows([*closed, (status, True)])
        return self._allowed[key]

    def _statuses_left(self, question: Question, answer: Answer) -> int:
        """How many statuses an answer leaves, less those that are left whatever the question."""
        resting = list(self._resting_on(question))
        return sum(self._allows(question, answer, status) for status in resting) - len(resting)


def _least(questions: Sequence[Question], size: Callable[[Question, Answer], int]) -> list[Question]:
    """The questions with the least worst size over their answers, and among them the least mean."""
    sizes = {question.fact: [size(question, answer) for answer in question.answers] for question in questions}
    ranks = {name: (max(found), Fraction(sum(found), len(found))) for name, found in sizes.items()}
    least = min(ranks.values())
    return [question for question in questions if ranks[question.fact] == least]


def _status(name: str, value: int) -> Atom:
    return ("holds", WORLD, name, value)


def _pick(question: Question, number: int) -> Atom:
    return ("pick", WORLD, question.variable, number)
