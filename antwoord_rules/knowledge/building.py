"""From the models of all files to one rule base: names resolved, conditions parsed, overlays applied, all cross-checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from antwoord_rules.errors import Problem, sort_problems
from antwoord_rules.knowledge import documents as doc
from antwoord_rules.knowledge.checking import check_base
from antwoord_rules.knowledge.conditions import All
from antwoord_rules.knowledge.parsing import Names, Parser
from antwoord_rules.knowledge.references import Document, Item, Reference, Section
from antwoord_rules.knowledge.rules import (
    Challenge,
    Criterion,
    Derivation,
    Exemption,
    Limit,
    Measure,
    NormRule,
    Phase,
    PlateauRow,
    PlateauScope,
    PropertyRule,
    RuleBase,
)
from antwoord_rules.knowledge.shaping import Shaped
from antwoord_rules.knowledge.statements import Statement, merge
from antwoord_rules.knowledge.vocabulary import Block, Collection, Derived, Fact, FactType, Flaw, Indicator, Label, Vocabulary
from antwoord_rules.language import Text
from antwoord_rules.quoting import shown
from antwoord_rules.suggestions import did_you_mean

T = TypeVar("T")

_NOTHING: Final = All(())
"""Stands in for a condition that was reported, until the problems are raised."""


class Built(NamedTuple):
    """A rule base, the statements that it was made from by id, and everything that is wrong with them."""

    base: RuleBase
    statements: Mapping[str, Statement]
    problems: Sequence[Problem]


def build(folders: Sequence[Sequence[Shaped]], *, unread: frozenset[str], sound: bool) -> Built:
    """The rule base of the folders, each laid over those before it, and everything that is wrong.

    `unread` holds the kinds of file (keys of `documents.FILE_SHAPES`) of which one could not be read at all; `sound` says that
    nothing at all was wrong so far. The rule base is of use only when there are no problems.
    """
    merged, problems = merge(folders)
    base, problems = _Builder(merged, problems, folders, unread).build(sound=sound)
    return Built(base, merged, problems)


class _Builder:
    def __init__(
        self,
        merged: dict[str, Statement],
        problems: list[Problem],
        folders: Sequence[Sequence[Shaped]],
        unread: frozenset[str],
    ) -> None:
        self.merged = merged
        self.problems = problems
        self.unread = unread
        self.broken = frozenset().union(*(shaped.broken for folder in folders for shaped in folder))

    def build(self, *, sound: bool) -> tuple[RuleBase, list[Problem]]:
        vocabulary = self._vocabulary()
        norms = tuple(self._norm(s) for s in self._of("norm"))
        self.names = Names(
            types=vocabulary.types,
            conclusions=[s.id for s in self._of("criterion", "challenge", "limit", "derivation", "phase")],
            measures=[s.id for s in self._of("measure")],
            norms={norm.id: norm.type for norm in norms},
            facts_complete="vocabulary" not in self.unread,
            rules_complete="phase-" not in self.unread,
            norms_complete="norms" not in self.unread,
            broken=self.broken,
        )
        base = RuleBase(
            vocabulary=vocabulary,
            norms=norms,
            phases=tuple(sorted((self._phase(s) for s in self._of("phase")), key=lambda phase: phase.number)),
            criteria=self._by_phase(
                Criterion(when=self._when(s), block=s.model.block, **self._stated(s)) for s in self._of("criterion")
            ),
            limits=self._by_phase(Limit(when=self._when(s), **self._stated(s)) for s in self._of("limit")),
            challenges=self._by_phase(
                Challenge(when=self._when(s, "resolved_when"), block=s.model.block, **self._stated(s))
                for s in self._of("challenge")
            ),
            measures=self._by_phase(self._measure(s) for s in self._of("measure")),
            derivations=tuple(self._derivation(s) for s in self._of("derivation")),
            plateau_scope=next((self._scope(s) for s in self._of("scope")), None),
            plateaus=tuple(
                PlateauRow(s.model.phase, tuple(s.model.plateaus), s.model.approximate, **self._grounded(s))
                for s in self._of("plateaus")
            ),
            documents=tuple(_document(s) for s in self._of("document")),
            properties=tuple(_property(s) for s in self._of("property")),
        )
        self.problems += check_base(base, self.merged, unread=self.unread, broken=self.broken, sound=sound and not self.problems)
        return base, list(sort_problems(self.problems))

    def _of(self, *kinds: str) -> Iterator[Statement]:
        return (statement for kind in kinds for statement in self.merged.values() if statement.kind == kind)

    def _by_phase(self, rules: Iterable[T]) -> tuple[T, ...]:
        return tuple(sorted(rules, key=lambda rule: rule.phase))  # type: ignore[attr-defined]  # Criterion and the like; sorted() is stable

    def _grounded(self, s: Statement) -> dict[str, Any]:
        model: doc.Grounded = s.model
        return {"basis": model.basis, "sources": _references(model.source), "reading": _text(model.reading)}

    def _stated(self, s: Statement) -> dict[str, Any]:
        said = {"id": s.id, "label": _words(s.model.label), "because": _text(s.model.because), "place": s.place}
        return said | ({"phase": s.phase} if s.phase else {}) | self._grounded(s)

    def _when(self, s: Statement, key: str = "when") -> Any:
        parser = Parser(s.shaped.located, self.names)
        condition = parser.condition(getattr(s.model, key), (*s.path, key))
        self.problems += parser.problems
        return condition or _NOTHING

    def _measure(self, s: Statement) -> Measure:
        parser = Parser(s.shaped.located, self.names)
        model: doc.MeasureShape = s.model
        effects = parser.effects(model.effects, (*s.path, "effects"))
        self.problems += parser.problems
        if len(model.steps.nl) != len(model.steps.en):
            self.problems.append(s.problem("RULE-STEPS", "steps", of_key=True, nl=len(model.steps.nl), en=len(model.steps.en)))
        return Measure(
            addresses=tuple(model.addresses),
            effects=effects,
            requires=tuple(model.requires),
            effort=model.effort,
            months=model.months,
            steps=tuple(Text(*pair) for pair in zip(model.steps.nl, model.steps.en, strict=False)),
            **self._stated(s),
        )

    def _derivation(self, s: Statement) -> Derivation:
        said = self._stated(s)
        said.pop("phase")
        return Derivation(when=self._when(s), **said)

    def _phase(self, s: Statement) -> Phase:
        model: doc.PhaseFile = s.model
        if model.description is None:
            self.problems.append(s.problem("RULE-KEY-MISSING", key="description"))
        return Phase(model.phase, _words(model.name), _words(model.description), _references(model.source), s.place)

    def _scope(self, s: Statement) -> PlateauScope:
        return PlateauScope(note=_words(s.model.note), **self._grounded(s))

    def _norm(self, s: Statement) -> NormRule:
        model: doc.NormShape = s.model
        kind = FactType(model.type)
        value = kind.to_engine(model.value)
        if isinstance(value, Flaw):
            self.problems.append(s.problem("RULE-VALUE-TYPE", "value", name=s.id, found=shown(model.value), allowed=kind.allowed))
            value = 0
        return NormRule(type=kind, value=value, date=model.date, unit=_text(model.unit), **self._stated(s))

    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            blocks=tuple(Block(s.id, _words(s.model.label), _references(s.model.source)) for s in self._of("block")),
            groups=tuple(Label(s.id, _words(s.model.label)) for s in self._of("group")),
            facts=tuple(self._fact(s) for s in self._of("fact")),
            collections=tuple(self._collection(s) for s in self._of("collection")),
            derived=tuple(self._derived(s) for s in self._of("derived")),
        )

    def _fact(self, s: Statement) -> Fact:
        model: doc.FactShape = s.model
        kind = FactType(model.type)
        if_absent = None if model.if_absent is None else kind.to_engine(model.if_absent)
        if isinstance(if_absent, Flaw):
            self.problems.append(
                s.problem("RULE-VALUE-TYPE", "if_absent", name=s.id, found=shown(model.if_absent), allowed=kind.allowed)
            )
            if_absent = None
        return Fact(
            s.id,
            kind,
            model.group,
            _words(model.label),
            _words(model.question),
            _words(model.help),
            _text(model.unit),
            if_absent,
            _indicator(model.indicator),
            s.place,
            model.polarity,
        )

    def _collection(self, s: Statement) -> Collection:
        model: doc.CollectionShape = s.model
        attributes = tuple(
            Fact(
                a.id,
                FactType(a.type),
                model.group,
                _words(a.label),
                _words(a.question),
                _words(a.help),
                None,
                None,
                _indicator(a.indicator),
                s.place,
            )
            for a in model.attributes
        )
        texts = [a.id for a in attributes if a.type is FactType.TEXT]
        if model.key not in texts:
            self.problems.append(s.problem("RULE-REFERENCE", "key", name=model.key, suggestion=did_you_mean(model.key, texts)))
        return Collection(
            s.id, model.group, model.key, _words(model.label), _words(model.question), _words(model.help), attributes, s.place
        )

    def _derived(self, s: Statement) -> Derived:
        model: doc.DerivedShape = s.model
        counted, some = model.count, model.some
        fitting = model.type == (FactType.BOOLEAN if counted is None else FactType.COUNT)
        if (counted is None) == (some is None) or (some is None) != (model.where is None) or not fitting:
            self.problems.append(s.problem("RULE-DERIVED-SHAPE"))
        where = model.where or {}
        attribute, value = next(iter(where.items()), (None, None))
        return Derived(
            s.id,
            FactType(model.type),
            model.group,
            _words(model.label),
            counted or some or "",
            attribute,
            value,
            model.among_at_least,
            s.place,
            model.polarity,
        )


def _property(s: Statement) -> PropertyRule:
    model: doc.PropertyShape = s.model
    exceptions = tuple(Exemption(each.rule, _words(each.because)) for each in model.exceptions)
    return PropertyRule(s.id, _words(model.label), _words(model.because), model.checked, exceptions, s.place)


def _text(model: doc.TextShape | None) -> Text | None:
    return None if model is None else Text(model.nl, model.en)


def _words(model: doc.TextShape | None) -> Text:
    return _text(model) or Text("", "")


def _references(found: Iterable[doc.ReferenceShape]) -> tuple[Reference, ...]:
    return tuple(Reference(r.document, r.section, r.item) for r in found)


def _indicator(model: doc.IndicatorShape | None) -> Indicator | None:
    if model is None:
        return None
    return Indicator(
        _words(model.because), model.basis, _references(model.source), _text(model.reading), model.at_most, model.from_phase
    )


def _document(s: Statement) -> Document:
    model: doc.DocumentShape = s.model
    sections = tuple(
        Section(part.id, _words(part.label), tuple(Item(i.id, _words(i.about), i.blank) for i in part.items))
        for part in model.sections
    )
    return Document(s.id, model.title, model.author, model.year, model.address, _text(model.note), sections, s.place)
