"""From an assessment to the explanation of one id: its condition walked down to facts, evidence, norms and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from antwoord_rules.assessment import Assessment
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation.tree import Explanation, Grounds, Kind, NormView, Part, Reason
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
from antwoord_rules.knowledge.references import Basis, Citation, Reference, cite
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit, Measure, NormRule, Phase, norms_in
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge.vocabulary import Derived, ElementFact, Fact, Value
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean

_PHASE_READING: Final = Text(
    "De bron beschrijft de fase. Dat een gemeente haar bereikt als zij aan alle criteria voldoet, is onze lezing.",
    "The source describes the phase. That a municipality reaches it by meeting all criteria is our reading.",
)


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
        if name in self.base.norm_by_id:
            return self._norm_itself(self.base.norm_by_id[name])
        element = ElementFact.parse(str(name))
        if element is not None and (found := self._attribute(name, element)) is not None:
            return found
        visible = [known for known in self.conclusions if ":" not in known]
        suggestion = did_you_mean(name, [*visible, *vocabulary.labels, *self.base.norm_by_id], most_listed=0)
        raise UsageError([problem("ID-UNKNOWN", name=clean(str(name)), suggestion=suggestion)])

    # Conclusions

    def _conclusion(self, name: str) -> Explanation:
        conclusion = self.conclusions[name]
        reason = self._reason(conclusion.when, positive=True, decisive=True)
        value = self.known.get(name)
        thing: Any = self.base.phase_by_id.get(name) or self.base.rules.get(conclusion.rule)
        if isinstance(thing, Phase):
            # That a phase is reached by meeting all criteria is ours; the source only describes the phase.
            basis = Grounds(Basis.EIGEN, self._cite(thing.sources), _PHASE_READING if thing.sources else None, thing.place)
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

    def _norm_itself(self, norm: NormRule) -> Explanation:
        view = self._norm(norm)
        users = tuple(rule.id for rule in self.base.rules.values() if norm.id in norms_in(rule))
        return Explanation(
            norm.id, "norm", norm.label, view.value, because=norm.because, grounds=view.grounds, unit=norm.unit, used_by=users
        )

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

    def _attribute(self, name: str, found: ElementFact) -> Explanation | None:
        """An attribute of an element of a list; None when the facts have no such element."""
        collection = self.base.vocabulary.collection_by_id.get(found.collection)
        attribute = collection.attribute(found.attribute) if collection else None
        elements = self.memory.collections.get(found.collection, ())
        if attribute is None or found.number >= len(elements):
            return None
        element = elements[found.number]
        known, words = element.values.get(attribute.id), element.texts.get(attribute.id)
        value: bool | int | float | str | None = None if known is None else attribute.type.to_people(known)
        if words is not None:
            value = words if isinstance(words, str) else ", ".join(words)
        unknown = value is None
        return Explanation(
            name,
            "fact",
            Text(f"{element.name}: {attribute.label.nl}", f"{element.name}: {attribute.label.en}"),
            value,
            grounds=self._indicator_grounds(attribute),
            because=attribute.indicator.because if attribute.indicator else None,
            evidence=element.evidence.get(attribute.id),
            question=attribute.question if unknown else None,
            help=attribute.help if unknown else None,
            used_by=tuple(
                fact.id
                for fact in self.base.vocabulary.derived
                if (fact.collection, fact.attribute) == (found.collection, attribute.id)
            ),
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
