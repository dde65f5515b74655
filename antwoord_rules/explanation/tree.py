"""Explanations as data: from a conclusion through its condition down to facts, evidence, norms and sources.

An `Explanation` is about a conclusion or a fact; its `reason` says how its condition came out, and each test in there is again
about a fact or a conclusion with an `Explanation` of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.assessment import Assessment
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.inference.firings import describe_test
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.conditions import (
    All,
    Certain,
    Comparison,
    Condition,
    Norm,
    Not,
    Operator,
    with_values,
)
from antwoord_rules.knowledge.references import Basis, Citation, Place, Reference, cite
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit, Measure, NormRule, Phase
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge.vocabulary import Derived, Fact, Value
from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text
from antwoord_rules.suggestions import did_you_mean

Kind: TypeAlias = Literal[
    "phase", "criterion", "challenge", "limit", "measure", "derivation", "needed", "realised", "fact", "list"
]


class Grounds(NamedTuple):
    """The provenance of a statement."""

    basis: Basis
    sources: tuple[Citation, ...]
    reading: Text | None
    place: Place | None


class NormView(NamedTuple):
    """A norm that a test refers to, with the value that applies."""

    id: str
    label: Text
    value: bool | int | float
    date: str
    grounds: Grounds


class Part(NamedTuple):
    """An element of a list; `read` names the attribute that a derived fact reads, if any, and `value` is its value or None."""

    name: str
    read: str | None
    value: bool | int | float | None
    evidence: Evidence | None


class Reason(NamedTuple):
    """How a condition came out: `outcome` is true, false, or None for unknown.

    `decisive` is false for a part that made no difference, such as the met parts of an unmet "all". A test has `test`, `about`
    and perhaps `norm`; under a "not" it is turned round, so that `outcome` always speaks of the test as it stands here.
    """

    kind: Literal["all", "any", "test"]
    outcome: bool | None
    decisive: bool
    parts: tuple[Reason, ...] = ()
    operator: Operator | None = None
    wanted: bool | int | float | None = None
    test: str | None = None
    norm: NormView | None = None
    about: Explanation | None = None


class Explanation(NamedTuple):
    """What is concluded or known of one id, and why."""

    id: str
    kind: Kind
    label: Text
    value: bool | int | float | None
    phase: int | None = None
    because: Text | None = None
    grounds: Grounds | None = None
    reason: Reason | None = None
    unit: Text | None = None
    evidence: Evidence | None = None
    assumed: bool = False
    question: Text | None = None
    help: Text | None = None
    parts: tuple[Part, ...] | None = None
    used_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.prose(DEFAULT_LANGUAGE)

    def prose(self, language: Language) -> str:
        """The explanation as a paragraph."""
        from antwoord_rules.explanation.prose import paragraph

        return paragraph(self, language)

    def model_dump(self) -> dict[str, Any]:
        """The explanation as JSON values, in both languages; what is empty is left out."""
        dumped: dict[str, Any] = _dump(self)
        return dumped


def explain(assessment: Assessment, name: str) -> Explanation:
    """The explanation of a conclusion or fact; raises `UsageError` when the rules have no such id."""
    return _Explainer(assessment).explain(name)


class _Explainer:
    def __init__(self, assessment: Assessment) -> None:
        context = assessment.context
        self.base, self.norms, self.memory = context.base, context.norms, context.memory
        self.known: Mapping[str, bool] = context.inference.conclusions
        self.values: dict[str, Value] = {**self.memory.values, **self.known}
        self.conclusions = {conclusion.id: conclusion for conclusion in conclusions(self.base)}
        self.assumed = {assumption.fact for assumption in self.memory.assumptions}
        self.made: dict[str, Explanation] = {}

    def explain(self, name: str) -> Explanation:
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def _make(self, name: str) -> Explanation:
        vocabulary = self.base.vocabulary
        if name in self.conclusions:
            return self._conclusion(name)
        if name in vocabulary.fact_by_id:
            return self._fact(vocabulary.fact_by_id[name])
        if name in vocabulary.derived_by_id:
            return self._derived(vocabulary.derived_by_id[name])
        if name in vocabulary.collection_by_id:
            return self._list(name)
        visible = [known for known in self.conclusions if ":" not in known]
        suggestion = did_you_mean(name, [*visible, *vocabulary.labels], most_listed=0)
        raise UsageError([problem("ID-UNKNOWN", name=name, suggestion=suggestion)])

    # Conclusions

    def _conclusion(self, name: str) -> Explanation:
        conclusion = self.conclusions[name]
        reason = self._reason(conclusion.when, positive=True, decisive=True)
        value = self.known.get(name)
        thing: Any = self.base.phase_by_id.get(name) or self.base.rules.get(conclusion.rule)
        if isinstance(thing, Phase):
            basis = Grounds(Basis.BRON, self._cite(thing.sources), None, thing.place)
            return Explanation(name, "phase", thing.name, value, thing.number, thing.description, basis, reason)
        if isinstance(thing, Measure) and name != thing.id:
            kind: Kind = "needed" if name == thing.needed else "realised"
            return Explanation(name, kind, thing.label, value, thing.phase, reason=reason)
        kind = next(kind for cls, kind in _KINDS.items() if isinstance(thing, cls))
        grounds = Grounds(thing.basis, self._cite(thing.sources), thing.reading, thing.place)
        phase = getattr(thing, "phase", None)
        return Explanation(name, kind, thing.label, value, phase, thing.because, grounds, reason)

    def _reason(self, condition: Condition, *, positive: bool, decisive: bool) -> Reason:
        """How the condition (or, when not positive, its negation) came out."""
        while isinstance(condition, Not):
            condition, positive = condition.part, not positive
        if isinstance(condition, (Comparison, Certain)):
            return self._test(condition, positive=positive, decisive=decisive)
        outcome = self._outcome(condition, positive=positive)
        conjunction = isinstance(condition, All) == positive
        return Reason(
            kind="all" if conjunction else "any",
            outcome=outcome,
            decisive=decisive,
            parts=tuple(
                self._reason(part, positive=positive, decisive=decisive and self._outcome(part, positive=positive) == outcome)
                for part in condition.parts
            ),
        )

    def _outcome(self, condition: Condition, *, positive: bool) -> bool | None:
        value = evaluate(with_values(condition, self.norms.__getitem__), self.values)
        return value if positive or value is None else not value

    def _test(self, leaf: Comparison | Certain, *, positive: bool, decisive: bool) -> Reason:
        outcome = self._outcome(leaf, positive=positive)
        about = self.explain(leaf.reads)
        if isinstance(leaf, Certain):
            return Reason("test", outcome, decisive, operator=Operator.EQUALS, wanted=positive, test="certain", about=about)
        norm = self._norm(self.base.norm_by_id[leaf.value.id]) if isinstance(leaf.value, Norm) else None
        value = self.norms[leaf.value.id] if isinstance(leaf.value, Norm) else leaf.value
        operator = leaf.operator if positive else leaf.operator.complement
        if isinstance(value, bool) and operator is Operator.DIFFERS:
            operator, value = Operator.EQUALS, not value
        types = self.base.vocabulary.types
        kind = types.get(leaf.fact)
        return Reason(
            "test",
            outcome,
            decisive,
            operator=operator,
            wanted=kind.to_people(value) if kind else value,
            test=describe_test(Comparison(leaf.fact, operator, value), types),
            norm=norm,
            about=about,
        )

    def _norm(self, norm: NormRule) -> NormView:
        grounds = Grounds(norm.basis, self._cite(norm.sources), norm.reading, norm.place)
        return NormView(norm.id, norm.label, norm.type.to_people(self.norms[norm.id]), norm.date, grounds)

    # Facts

    def _fact(self, fact: Fact) -> Explanation:
        value = self.memory.values.get(fact.id)
        unknown = value is None
        return Explanation(
            fact.id,
            "fact",
            fact.label,
            None if value is None else fact.type.to_people(value),
            grounds=self._indicator_grounds(fact),
            because=fact.indicator.because if fact.indicator else None,
            unit=fact.unit,
            evidence=self.memory.evidence.get(fact.id),
            assumed=fact.id in self.assumed,
            question=fact.question if unknown else None,
            help=fact.help if unknown else None,
            used_by=self._users(fact.id),
        )

    def _derived(self, fact: Derived) -> Explanation:
        elements = self.memory.collections.get(fact.collection)
        collection = self.base.vocabulary.collection_by_id[fact.collection]
        attribute = collection.attribute(fact.attribute) if fact.attribute else None
        read = attribute.id if attribute else None
        parts = None
        if elements is not None:
            parts = tuple(
                Part(element.name, read, element.values.get(read or ""), element.evidence.get(read or "")) for element in elements
            )
        value = self.memory.values.get(fact.id)
        asked = (attribute or collection) if value is None and elements is not None else collection if value is None else None
        return Explanation(
            fact.id,
            "fact",
            fact.label,
            None if value is None else fact.type.to_people(value),
            question=asked.question if asked else None,
            help=asked.help if asked else None,
            parts=parts,
            used_by=self._users(fact.id),
        )

    def _list(self, name: str) -> Explanation:
        collection = self.base.vocabulary.collection_by_id[name]
        elements = self.memory.collections.get(name)
        return Explanation(
            name,
            "list",
            collection.label,
            None if elements is None else len(elements),
            question=collection.question if elements is None else None,
            help=collection.help if elements is None else None,
            parts=None if elements is None else tuple(Part(element.name, None, None, None) for element in elements),
            used_by=tuple(derived.id for derived in self.base.vocabulary.derived if derived.collection == name),
        )

    def _indicator_grounds(self, fact: Fact) -> Grounds | None:
        shown = fact.indicator
        if shown is None:
            return None
        return Grounds(shown.basis, self._cite(shown.sources), shown.reading, fact.place)

    def _cite(self, sources: Iterable[Reference]) -> tuple[Citation, ...]:
        return tuple(cite(reference, self.base.document_by_id) for reference in sources)

    def _users(self, fact: str) -> tuple[str, ...]:
        return self.base.users.get(fact, ())


_KINDS: Mapping[type, Kind] = {
    Criterion: "criterion",
    Challenge: "challenge",
    Limit: "limit",
    Measure: "measure",
    Derivation: "derivation",
}


_ALWAYS: Final = ("value", "outcome")


def _dump(value: Any) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    if isinstance(value, Place):
        return value._asdict()
    if hasattr(value, "_fields"):
        found = {name: _dump(part) for name, part in zip(value._fields, value, strict=True)}
        return {name: part for name, part in found.items() if name in _ALWAYS or not (part is None or part == [])}
    if isinstance(value, tuple):
        return [_dump(part) for part in value]
    return value
