"""Counterexamples: facts that show where a property fails, as few as will do, confirmed by a rule engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from antwoord_rules.errors import EngineError, problem
from antwoord_rules.facts.reader import read_facts
from antwoord_rules.inference.firings import Engine
from antwoord_rules.knowledge.cells import Variable, as_document, as_given
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.reasoning.encoding import picked
from antwoord_rules.reasoning.plans import plain
from antwoord_rules.reasoning.solver import Atom, Solver
from antwoord_rules.reasoning.space import Space

_SOMEWHERE: Final = {"naam": "Tegenvoorbeeld", "peildatum": "2026-01-01"}


class Refutation(NamedTuple):
    """Where a property fails: the rule, phase or fact that it fails for, and the rules that clash.

    `facts` are those that show it, as a case gives them; None when no facts can (as when nothing reaches a phase). `lost` is
    the conclusion that does not come out as it should, when `measures` have been carried out or, for `monotone`, when the
    subject is better. `given` and `expect` make a case that fails now and holds when the conditions are mended; empty when no
    document can give such facts.
    """

    subject: str
    rules: tuple[str, ...]
    lost: str
    facts: Mapping[str, Any] | None = None
    measures: tuple[str, ...] = ()
    given: Mapping[str, Any] = {}
    expect: Mapping[str, Any] = {}

    @property
    def document(self) -> dict[str, Any] | None:
        """The facts that show it as a fact document."""
        return None if self.facts is None else as_document(self.facts, _SOMEWHERE)

    def model_dump(self) -> dict[str, Any]:
        """The same as JSON values, with the facts as a document."""
        named = {"document" if name == "facts" else name: value for name, value in self._asdict().items()}
        return {name: plain(value) for name, value in (named | {"document": self.document}).items()}


class Counterexamples:
    """Makes refutations of what a solver found, for one space of facts."""

    def __init__(self, space: Space, engine: Engine) -> None:
        self._space, self._engine = space, engine
        self._defaults: Mapping[str, Value] = {
            fact.id: fact.if_absent for fact in space.vocabulary.facts if fact.if_absent is not None and fact.id in space.values
        }

    def facts(self, solver: Solver, assumed: Sequence[tuple[Atom, bool]]) -> dict[str, Value]:
        """The facts of state 0 in some model, as plain as can be: what can as well be assumed or unknown is so."""
        kept = list(assumed)
        for name, variable in self._space.variables.items():
            picks = [(("pick", 0, name, number), True) for number in self._plain(variable)]
            kept += next(([pick] for pick in picks if solver.allows([*kept, pick])), [])
        model = solver.first(kept)
        if model is None:
            raise AssertionError("a model was seen before")
        facts = self._space.facts_of(picked(model))
        # Of the values in a cell, the assumed one is the plainest.
        return facts | {
            name: default
            for name, default in self._defaults.items()
            if name in facts and self._space.cell(name, facts[name]) == self._space.cell(name, default)
        }

    def _plain(self, variable: Variable) -> Iterator[int]:
        """The numbers of the choices that need not be told: what is assumed, then what is unknown."""
        default = self._defaults.get(variable.name)
        for number, choice in enumerate(variable.choices):
            if (
                default is not None
                and choice
                and self._space.cell(variable.name, default) == self._space.cell(*next(iter(choice.items())))
            ):
                yield number
        yield from (number for number, choice in enumerate(variable.choices) if not choice)

    def infer(self, facts: Mapping[str, Value]) -> Mapping[str, bool]:
        """What the rule engine concludes."""
        return self._engine.infer(facts).conclusions

    def inconsistent(self, facts: Mapping[str, Value], name: str) -> bool:
        """Whether the engine, too, finds a conclusion both true and false, or neither."""
        try:
            return name not in self.infer(facts)
        except EngineError:
            return True

    def confirm(self, confirmed: bool, subject: str, facts: Mapping[str, Value]) -> None:
        """Raise `EngineError` when the engine does not confirm what the solver found."""
        read = read_facts(as_document(self._given(facts) or {}, _SOMEWHERE), self._space.vocabulary).values
        if not confirmed or any(read.get(name) != value for name, value in facts.items()):
            raise EngineError([problem("PROOF-REPLAY", name=subject)])

    def refutation(
        self,
        subject: str,
        rules: Sequence[str],
        lost: str,
        facts: Mapping[str, Value],
        *,
        measures: Sequence[str] = (),
        case: tuple[Mapping[str, Value], Mapping[str, Any]] | None = None,
    ) -> Refutation:
        """The refutation that these facts show; `case` holds the facts for which something else is expected, and what."""
        given = self._given(case[0]) if case else None
        return Refutation(
            subject,
            tuple(rules),
            lost,
            self._given(facts) or {},
            tuple(measures),
            given or {},
            case[1] if case and given is not None else {},
        )

    def _given(self, facts: Mapping[str, Value]) -> dict[str, Any] | None:
        """The facts by their dotted names, as a case gives them; None when no list gives its derived facts.

        A fact that is assumed when it is not mentioned is left out when it has that value, and given as unknown when it is
        unknown.
        """
        vocabulary = self._space.vocabulary
        given = as_given(vocabulary, {name: value for name, value in facts.items() if self._defaults.get(name) != value})
        for derived in vocabulary.derived:
            if derived.id in facts and derived.collection not in given:
                return None
        return {**given, **dict.fromkeys(name for name in self._defaults if name not in facts)}
