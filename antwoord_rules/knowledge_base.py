"""The face of the package for developers: load rules once, assess many municipalities."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final

from antwoord_rules.assessment import Assessment, Assessor
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
        return self._assessor.assess(memory, runner.infer(memory.values), runner.name)

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
    def _assessor(self) -> Assessor:
        return Assessor(self.base, dict(self.norms), self.sha256, __version__)  # a plain dict, so that assessments can be pickled
