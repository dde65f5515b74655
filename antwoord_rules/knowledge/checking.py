"""What can only be checked when everything is read: references, provenance, phases, cycles."""

from __future__ import annotations

from collections.abc import Collection as Group
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final, Protocol

from antwoord_rules.errors import Problem, problem
from antwoord_rules.knowledge import documents as doc
from antwoord_rules.knowledge.references import Basis, Place
from antwoord_rules.knowledge.rules import Derivation, RuleBase
from antwoord_rules.knowledge.strata import Cycle, conclusions, stratify
from antwoord_rules.suggestions import did_you_mean

MOST_STRATA: Final = 100
"""How many conclusions may rest on one another in a row; an explanation that is deeper helps nobody."""


class Stated(Protocol):
    """A statement of a rule file, as `building` makes it."""

    @property
    def kind(self) -> str:
        """What it is, such as "criterion" or "fact"."""

    @property
    def phase(self) -> int:
        """The phase of the file that it stands in; 0 outside phases."""

    @property
    def place(self) -> Place:
        """Where its id stands."""

    @property
    def model(self) -> object:
        """What it says, as a shape of `documents`."""

    def problem(self, code: str, *path: str | int, of_key: bool = False, **details: object) -> Problem:
        """A problem at a path within it."""


def check_base(
    base: RuleBase, statements: Mapping[str, Stated], *, unread: Group[str], broken: Group[str], sound: bool
) -> Iterable[Problem]:
    """Everything wrong between files. Cycles are looked for only in a base that is `sound` so far and stays so here."""
    found = [
        *(p for s in statements.values() for p in _references(s, base, unread, broken)),
        *(p for s in statements.values() for p in _provenance(s, base, unread, broken)),
        *_phases(base, statements, unread, broken),
        *_names_inside_names(statements),
        *_second_limits(statements),
    ]
    if sound and not found:
        found += [*_rule_cycles(base, statements), *_requires_cycles(base, statements)]
    return found


def _references(s: Stated, base: RuleBase, unread: Group[str], broken: Group[str]) -> Iterator[Problem]:
    """Ids of rules, blocks, groups, norms and collections that a statement names."""
    vocabulary = base.vocabulary
    blocks, groups = [block.id for block in vocabulary.blocks], [group.id for group in vocabulary.groups]
    model = s.model

    def check(name: str | None, allowed: Iterable[str], *path: str | int, file: str) -> Iterator[Problem]:
        names = list(allowed)
        if name is not None and name not in names and name not in broken and file not in unread:
            yield s.problem("RULE-REFERENCE", *path, name=name, suggestion=did_you_mean(name, names))

    if isinstance(model, (doc.CriterionShape, doc.ChallengeShape)):
        yield from check(model.block, blocks, "block", file="vocabulary")
    if isinstance(model, (doc.FactShape, doc.CollectionShape, doc.DerivedShape)):
        yield from check(model.group, groups, "group", file="vocabulary")
    if isinstance(model, doc.FactShape) and model.indicator is not None:
        yield from check(model.indicator.at_most, base.norm_by_id, "indicator", "at_most", file="norms")
    if isinstance(model, doc.DerivedShape):
        yield from check(
            model.count or model.some, vocabulary.collection_by_id, "count" if model.count else "some", file="vocabulary"
        )
        collection = vocabulary.collection_by_id.get(model.some or "")
        for attribute in model.where or {} if collection else ():
            booleans = [a.id for a in collection.attributes if a.type == "boolean"] if collection else []
            yield from check(attribute, booleans, "where", attribute, file="vocabulary")
    if isinstance(model, doc.MeasureShape):
        addressable = [*(c.id for c in base.criteria), *(c.id for c in base.challenges)]
        for number, name in enumerate(model.addresses):
            yield from check(name, addressable, "addresses", number, file="phase-")
        for number, name in enumerate(model.requires):
            yield from check(name, [m.id for m in base.measures], "requires", number, file="phase-")
    if isinstance(model, doc.PropertyShape):
        subjects = [*base.rules, *base.phase_by_id, *vocabulary.types]
        for number, exempt in enumerate(model.exceptions):
            yield from check(exempt.rule, subjects, "exceptions", number, "rule", file="phase-")


def _provenance(s: Stated, base: RuleBase, unread: Group[str], broken: Group[str]) -> Iterator[Problem]:
    """Basis `bron` and `secundair` need a source, `bron` a reading; every source must be listed."""
    model = s.model
    indicator = getattr(model, "indicator", None)
    for grounded, path in ((model, ()), (indicator, ("indicator",))):
        if isinstance(grounded, doc.Grounded):
            if grounded.basis is not Basis.EIGEN and not grounded.source:
                yield s.problem("RULE-BASIS-SOURCE", *path, "basis", basis=grounded.basis.value)
            if grounded.basis is Basis.BRON and grounded.reading is None:
                yield s.problem("RULE-BASIS-READING", *path, "basis")
        for number, reference in enumerate(getattr(grounded, "source", ())):
            if "sources" not in unread and reference.document not in broken:
                yield from _source(s, base, reference, (*path, "source", number))


def _source(s: Stated, base: RuleBase, reference: doc.ReferenceShape, path: tuple[str | int, ...]) -> Iterator[Problem]:
    document = base.document_by_id.get(reference.document)
    if document is None:
        suggestion = did_you_mean(reference.document, base.document_by_id)
        yield s.problem("RULE-SOURCE-UNKNOWN", *path, "document", name=reference.document, suggestion=suggestion)
        return
    if reference.section is None:
        return
    section = document.section(reference.section)
    if section is None:
        suggestion = did_you_mean(reference.section, [part.id for part in document.sections])
        yield s.problem("RULE-SOURCE-UNKNOWN", *path, "section", name=reference.section, suggestion=suggestion)
        return
    if reference.item is not None and reference.item not in {item.id for item in section.items}:
        suggestion = did_you_mean(reference.item, [item.id for item in section.items])
        yield s.problem("RULE-SOURCE-UNKNOWN", *path, "item", name=reference.item, suggestion=suggestion)


def _names_inside_names(statements: Mapping[str, Stated]) -> Iterator[Problem]:
    """A fact document nests by the dots of ids, so no fact or list can stand where others are grouped: `a.b` beside `a.b.c`."""
    named = [name for name, s in statements.items() if s.kind in ("fact", "collection")]
    for name in named:
        outer = next((other for other in named if name.startswith(f"{other}.")), None)
        if outer is not None:
            yield statements[name].problem("RULE-FACT-INSIDE", "id", name=name, other=outer)


def _second_limits(statements: Mapping[str, Stated]) -> Iterator[Problem]:
    """A phase has one limit: the result has room for one."""
    first: dict[int, Stated] = {}
    for s in statements.values():
        if s.kind == "limit" and first.setdefault(s.phase, s) is not s:
            yield s.problem("RULE-LIMIT-TWICE", "id", phase=s.phase, first=str(first[s.phase].place))


def _phases(base: RuleBase, statements: Mapping[str, Stated], unread: Group[str], broken: Group[str]) -> Iterator[Problem]:
    """Phases are numbered 1, 2, 3 … without a gap, and a rule stands in a phase that has a name."""
    if "phase-" in unread:
        return
    numbers = [phase.number for phase in base.phases]
    unnamed: set[int] = set()
    for name, rule in base.rules.items():
        if not isinstance(rule, Derivation) and rule.phase not in (*numbers, *unnamed):
            unnamed.add(rule.phase)
            yield statements[name].problem("RULE-PHASE-UNNAMED", "id", phase=rule.phase)
    for number in range(1, max(numbers, default=1)):
        if number not in (*numbers, *unnamed) and not broken:
            yield next(s for s in statements.values() if s.kind == "phase").problem("RULE-PHASE-GAP", phase=number)
    if not numbers and not broken:
        yield problem("RULE-NO-PHASES")


def _rule_cycles(base: RuleBase, statements: Mapping[str, Stated]) -> Iterator[Problem]:
    try:
        strata = stratify(conclusions(base))
        if len(strata) > MOST_STRATA:
            name = next(c.rule for c in strata[MOST_STRATA] if c.rule in statements)
            yield statements[name].problem("RULE-CHAIN-LONG", "id", most=MOST_STRATA)
    except Cycle as cycle:
        names = [name for name in cycle.path if name in statements]
        yield statements[min(names)].problem("RULE-CYCLE", "id", cycle=" -> ".join(cycle.path))


def _requires_cycles(base: RuleBase, statements: Mapping[str, Stated]) -> Iterator[Problem]:
    try:
        TopologicalSorter({measure.id: measure.requires for measure in base.measures}).prepare()
    except CycleError as error:
        path: list[str] = error.args[1][::-1]
        yield statements[min(path)].problem("RULE-REQUIRES-CYCLE", "requires", of_key=True, cycle=" -> ".join(path))
