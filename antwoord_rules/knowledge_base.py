"""The face of the package for developers: load rules once, assess many municipalities."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from antwoord_rules.assessment import Assessment, Assessor, reached
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import FactsInput, read_facts
from antwoord_rules.inference.firings import Engine
from antwoord_rules.inference.selection import EngineName, make_engine
from antwoord_rules.knowledge.cache import load
from antwoord_rules.knowledge.loader import BUNDLED
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.strata import Program, program
from antwoord_rules.knowledge.vocabulary import Flaw, Value
from antwoord_rules.quoting import clean, shown
from antwoord_rules.suggestions import did_you_mean
from antwoord_rules.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from antwoord_rules.frames import Frames
    from antwoord_rules.reasoning.corrections import Robustness, WhyNot
    from antwoord_rules.reasoning.planning import Wish
    from antwoord_rules.reasoning.plans import Plan
    from antwoord_rules.reasoning.possible import Possible
    from antwoord_rules.reasoning.proofs import Proof
    from antwoord_rules.reasoning.questions import NextQuestion, QuestionEffects
    from antwoord_rules.reasoning.reasoner import Reasoner


class KnowledgeBase:
    """Rules, ready to assess with. Immutable, and safe to share between threads; engines are made when first used.

    >>> kb = KnowledgeBase.load()
    >>> kb.assess({"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}).phase.possible
    (0, 1, 2, 3, 4, 5)
    """

    def __init__(self, base: RuleBase, sha256: str, norms: Mapping[str, Value] | None = None) -> None:
        self.base: Final = base
        """The rules as frozen data."""
        self.sha256: Final = sha256
        """The SHA-256 of the canonical JSON of the rules as loaded (before norms are overridden)."""
        self.norms: Final[Mapping[str, Value]] = MappingProxyType(
            {norm.id: norm.value for norm in base.norms} | dict(norms or {})
        )
        """The norms that apply, encoded (percentages in hundredths)."""
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[KnowledgeBase], tuple[RuleBase, str, dict[str, Value]]]:
        """Copies for other processes carry the rules; engines are made anew there."""
        return KnowledgeBase, (self.base, self.sha256, dict(self.norms))

    @classmethod
    def load(cls, *folders: str | os.PathLike[str]) -> KnowledgeBase:
        """The knowledge base of the given rule folders, each laid over those before it; without folders, the bundled rules.

        The name "bundled" stands for the bundled rules. Raises `RulesError` with every problem in the files.
        """
        return cls(*load([os.fspath(folder) for folder in folders] or [BUNDLED]))

    def with_norms(self, norms: Mapping[str, bool | int | float | Decimal]) -> KnowledgeBase:
        """The same rules with other values for norms; conditions and effects move alike. Raises `UsageError`."""
        problems, encoded = [], {}
        for name, raw in norms.items():
            norm = self.base.norm_by_id.get(name)
            if norm is None:
                problems.append(
                    problem("NORM-UNKNOWN", name=clean(str(name)), suggestion=did_you_mean(name, self.base.norm_by_id))
                )
                continue
            value = norm.type.to_engine(raw)
            if isinstance(value, Flaw):
                problems.append(problem("NORM-VALUE", name=name, found=shown(raw), allowed=norm.type.allowed))
            else:
                encoded[name] = value
        if problems:
            raise UsageError(problems)
        return KnowledgeBase(self.base, self.sha256, {**self.norms, **encoded})

    def assess(self, facts: FactsInput, *, engine: EngineName = "durable") -> Assessment:
        """The assessment of one municipality.

        `facts` is a fact document (design "Facts") as a mapping, JSON text or bytes, or a path. Raises `FactsError` with every
        problem in the facts, `EngineError` when an engine fails. Where durable_rules can't be loaded, the reference engine
        runs, the receipt says so and an `EngineFallbackWarning` is given.
        """
        return self.assess_memory(self.read(facts), engine=engine)

    def read(self, facts: FactsInput) -> WorkingMemory:
        """The working memory of a fact document, validated; raises `FactsError`."""
        return read_facts(facts, self.base.vocabulary)

    def assess_memory(self, memory: WorkingMemory, *, engine: EngineName = "durable") -> Assessment:
        """The assessment of a working memory that was read before."""
        runner = self.engine(engine)
        made = self._assessor.assess(memory, runner.infer(memory.values), runner.name)
        if len(made.phase.possible) == 1:
            return made
        # Three-valued logic leaves several phases: which of them some completion really reaches is a question for the solver.
        return made.with_possible(self._reasoner.possible_phases(made.phase.possible, memory))

    def assess_frame(self, data: Any) -> pl.DataFrame:
        """Many municipalities or scenarios at once, a row each: the rows with `phase` and `phase_highest` (the interval of
        three-valued logic), and a nullable Boolean for each phase, criterion, challenge and measure.

        Columns are facts by their dotted names, null is unknown, an absent column is an absent key; `frontoffices` is a list of
        structs, or `frontoffices.aantal` and `frontoffices.geisoleerd` are columns. All other columns pass through. A frame of
        polars or pandas, or an Arrow table, gives a frame of polars. Needs the extra `batch`. Raises `FactsError` for wrong
        values and `UsageError` for wrong columns.
        """
        frames = self.frames
        from antwoord_rules.frames import as_polars

        return frames.assess(as_polars(data))

    @cached_property
    def frames(self) -> Frames:
        """What assesses frames under these norms; raises `UsageError` without polars."""
        try:
            from antwoord_rules.frames import Frames
        except ImportError as error:
            raise UsageError([problem("EXTRA-MISSING", extra="batch", reason=str(error))]) from error
        return Frames(self.base, self.program)

    def possible(self, facts: FactsInput | WorkingMemory, *, seconds: float | None = None) -> Possible:
        """What some completion of the unknown facts can still yield: the phases, and per criterion, challenge and measure the
        statuses.

        Exact. Raises `UsageError` when `seconds` are not enough; without them it takes the time that it needs.
        """
        return self._reasoner.possible(self._memory(facts), seconds)

    def next_question(
        self, facts: FactsInput | WorkingMemory, *, skip: Collection[str] = (), seconds: float | None = None
    ) -> NextQuestion:
        """The unknown fact whose answer narrows most what is possible, and the unknown facts that can and can't matter.

        Facts in `skip` (who was asked doesn't know) are not asked and stay unknown. Raises as `possible` does.
        """
        return self._reasoner.next_question(self._memory(facts), seconds, skip=skip)

    def question_effects(self, facts: FactsInput | WorkingMemory, *, seconds: float | None = None) -> tuple[QuestionEffects, ...]:
        """Every unknown fact with what follows from each answer to it; raises `UsageError` when `seconds` were not enough."""
        return self._reasoner.question_effects(self._memory(facts), seconds)

    def plan(
        self,
        facts: FactsInput | WorkingMemory,
        to: int | None = None,
        *,
        budget: int | None = None,
        months: int | None = None,
        with_challenges: bool = False,
        exclude: Collection[str] = (),
        include: Collection[str] = (),
        every: bool = False,
        seconds: float | None = None,
    ) -> Plan:
        """The measures of least total effort after which phase `to` is certain, whatever the unknown facts turn out to be.

        Without `to`: the next phase, or, within a `budget` in points or a time in `months`, the highest phase and then the most
        criteria. `with_challenges` also resolves the challenges of phases below `to`; `exclude` and `include` name measures;
        `every` adds all sets that are as good. The plan is replayed through the rule engine. Raises `UsageError` for a phase or a
        measure that does not exist and when time is up before a plan is found, `EngineError` when a plan does not replay.
        """
        memory = self._memory(facts)
        wish = self._wish(memory, to, budget, months, exclude, include, with_challenges=with_challenges)
        return self._reasoner.plan(memory, self.engine(), wish, seconds, every=every)

    def pareto(
        self,
        facts: FactsInput | WorkingMemory,
        to: int | None = None,
        *,
        with_challenges: bool = False,
        exclude: Collection[str] = (),
        include: Collection[str] = (),
        seconds: float | None = None,
    ) -> tuple[Plan, ...]:
        """The plans to a phase of which none is better in effort and in months: the cheapest first, the quickest last."""
        memory = self._memory(facts)
        wish = self._wish(memory, to, None, None, exclude, include, with_challenges=with_challenges)
        return self._reasoner.pareto(memory, self.engine(), wish, seconds)

    def why_not(self, facts: FactsInput | WorkingMemory, phase: int, *, seconds: float | None = None) -> WhyNot:
        """The smallest sets of facts whose change would make a phase certain. Raises `UsageError`."""
        self._check_phases([phase])
        return self._reasoner.why_not(self._memory(facts), phase, seconds)

    def robustness(
        self, facts: FactsInput | WorkingMemory, phase: int | None = None, *, seconds: float | None = None
    ) -> Robustness:
        """How few facts would have to be wrong for a phase not to be certain any more; without `phase`, that of these facts.

        Raises `UsageError`.
        """
        memory = self._memory(facts)
        self._check_phases([] if phase is None else [phase])
        return self._reasoner.robustness(memory, self._number(memory) if phase is None else phase, seconds)

    def proofs(self, *, engine: EngineName = "durable", seconds: float | None = None) -> tuple[Proof, ...]:
        """A proof of each property of the rules (`knowledge.properties`), or facts that refute it; `seconds` limits the time
        of each.

        Raises `EngineError` when the engine does not confirm a counterexample.
        """
        return self._reasoner.proofs(self.engine(engine), seconds)

    def engine(self, name: EngineName = "durable") -> Engine:
        """The engine of that name with these rules compiled into it; raises `UsageError` when there is no such engine."""
        made = self._engines.get(name)
        if made is None:
            with self._lock:
                made = self._engines.get(name)
                if made is None:
                    made = self._engines[name] = make_engine(name, self.program)
        return made

    @cached_property
    def program(self) -> Program:
        """The rules under these norms as conclusions in strata."""
        return program(self.base, self.norms)

    @cached_property
    def _reasoner(self) -> Reasoner:
        from antwoord_rules.reasoning.reasoner import Reasoner

        return Reasoner(self.base, self.norms, self.program)

    def _memory(self, facts: FactsInput | WorkingMemory) -> WorkingMemory:
        return facts if isinstance(facts, WorkingMemory) else self.read(facts)

    def _number(self, memory: WorkingMemory) -> int:
        return reached(self.base, self.engine().infer(memory.values).conclusions)

    def _check_phases(self, phases: Iterable[int]) -> None:
        top = len(self.base.phases)
        wrong = [n for n in phases if not 1 <= n <= top]
        if wrong:
            raise UsageError([problem("PHASE-UNKNOWN", found=str(n), top=top) for n in wrong])

    def _wish(
        self,
        memory: WorkingMemory,
        to: int | None,
        budget: int | None,
        months: int | None,
        exclude: Collection[str],
        include: Collection[str],
        *,
        with_challenges: bool,
    ) -> Wish:
        from antwoord_rules.reasoning.planning import Wish

        if to is None and budget is None and months is None:
            to = min(self._number(memory) + 1, len(self.base.phases))
        self._check_phases([] if to is None else [to])
        known = [measure.id for measure in self.base.measures]
        wrong = [name for name in (*exclude, *include) if name not in known]
        problems = [problem("MEASURE-UNKNOWN", name=clean(name), suggestion=did_you_mean(name, known)) for name in wrong]
        problems += [problem("MEASURE-BOTH", name=clean(name)) for name in include if name in exclude]
        problems += [
            problem("BOUND-NEGATIVE", name=name) for name, bound in (("budget", budget), ("months", months)) if (bound or 0) < 0
        ]
        if with_challenges and to is None:
            problems.append(problem("CHALLENGES-NEED-PHASE"))
        if problems:
            raise UsageError(problems)
        return Wish(to, budget, months, with_challenges, tuple(exclude), tuple(include))

    @cached_property
    def _assessor(self) -> Assessor:
        return Assessor(self.base, dict(self.norms), self.sha256, __version__)  # a plain dict, so that assessments can be pickled
