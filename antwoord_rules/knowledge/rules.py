"""The rules as frozen data: phases, criteria, limits, challenges, measures, norms, and the knowledge base that they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from antwoord_rules.knowledge.conditions import Comparison, Condition, Norm, leaves
from antwoord_rules.knowledge.references import Basis, Document, Place, Reference
from antwoord_rules.knowledge.vocabulary import FactType, Value, Vocabulary
from antwoord_rules.language import Text


class Phase(NamedTuple):
    """One of the phases of the model, numbered from 1."""

    number: int
    name: Text
    description: Text
    sources: tuple[Reference, ...]
    place: Place | None

    @property
    def id(self) -> str:
        """The conclusion that says that this phase is reached."""
        return f"fase_{self.number}"


def phase_number(conclusion: str) -> int | None:
    """The number of the phase that a conclusion stands for (see `Phase.id`); None for other conclusions."""
    start, _, number = conclusion.partition("_")
    return int(number) if start == "fase" and number.isdecimal() else None


class NormRule(NamedTuple):
    """A dated parameter; `value` is encoded after `type`, `date` is that of the text that states it."""

    id: str
    type: FactType
    value: Value
    date: str
    unit: Text | None
    label: Text
    because: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None


class Criterion(NamedTuple):
    """What a municipality must meet to be in a phase."""

    id: str
    phase: int
    block: str
    label: Text
    when: Condition
    because: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None


class Challenge(NamedTuple):
    """What a municipality in a phase still has to work on; `when` says when it is resolved."""

    id: str
    phase: int
    block: str
    label: Text
    when: Condition
    because: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None


class Limit(NamedTuple):
    """What still limits a phase; it is reported and decides nothing."""

    id: str
    phase: int
    label: Text
    when: Condition
    because: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None


class Derivation(NamedTuple):
    """A free intermediate conclusion, so that experts can chain rules of their own."""

    id: str
    label: Text
    when: Condition
    because: Text | None
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None


class Measure(NamedTuple):
    """What a municipality can do: `effects` hold afterwards, `effort` is 1 to 5 points, `months` is indicative (both ours)."""

    id: str
    phase: int
    label: Text
    addresses: tuple[str, ...]
    effects: tuple[Comparison, ...]
    requires: tuple[str, ...]
    effort: int
    months: int
    because: Text
    steps: tuple[Text, ...]
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None
    place: Place | None

    @property
    def needed(self) -> str:
        """The conclusion that something this measure addresses is in scope and not met."""
        return f"{self.id}:nodig"

    @property
    def realised(self) -> str:
        """The conclusion that all effects of this measure hold."""
        return f"{self.id}:gerealiseerd"


class PlateauRow(NamedTuple):
    """The EGEM i-teams plateaus that the source sets beside a phase."""

    phase: int
    plateaus: tuple[int, ...]
    approximate: bool
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None


class PlateauScope(NamedTuple):
    """How the scope of the two models differs."""

    note: Text
    basis: Basis
    sources: tuple[Reference, ...]
    reading: Text | None


class Exemption(NamedTuple):
    """A rule for which a property need not hold, and why."""

    rule: str
    because: Text


class PropertyRule(NamedTuple):
    """A property that the rules should have (`reasoning.properties`): whether it is checked and why, and where it need not
    hold."""

    id: str
    label: Text
    because: Text
    checked: bool
    exceptions: tuple[Exemption, ...]
    place: Place | None


Rule: TypeAlias = Criterion | Challenge | Limit | Derivation | Measure
"""What stands in a phase file under an id of its own."""


def norms_in(rule: Rule) -> frozenset[str]:
    """The norms that a rule's condition or effects refer to."""
    read = rule.effects if isinstance(rule, Measure) else leaves(rule.when)
    return frozenset(leaf.value.id for leaf in read if isinstance(leaf, Comparison) and isinstance(leaf.value, Norm))


@dataclass(frozen=True)
class RuleBase:
    """Everything that the rule folders say. Two rule bases with the same content are equal, whatever their files were called."""

    vocabulary: Vocabulary
    norms: tuple[NormRule, ...]
    phases: tuple[Phase, ...]
    criteria: tuple[Criterion, ...]
    limits: tuple[Limit, ...]
    challenges: tuple[Challenge, ...]
    measures: tuple[Measure, ...]
    derivations: tuple[Derivation, ...]
    plateau_scope: PlateauScope | None
    plateaus: tuple[PlateauRow, ...]
    documents: tuple[Document, ...]
    properties: tuple[PropertyRule, ...] = ()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by id, in the order of the kinds."""
        kinds: tuple[tuple[Rule, ...], ...] = (
            self.derivations,
            self.criteria,
            self.limits,
            self.challenges,
            self.measures,
        )
        return {rule.id: rule for kind in kinds for rule in kind}

    @cached_property
    def phase_by_id(self) -> Mapping[str, Phase]:
        """Phases by the conclusion that stands for them (`fase_1` …)."""
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def norm_by_id(self) -> Mapping[str, NormRule]:
        """Norms by id."""
        return {norm.id: norm for norm in self.norms}

    @cached_property
    def document_by_id(self) -> Mapping[str, Document]:
        """Sources by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact and conclusion: the rules whose condition reads it, then the measures whose effects change it."""
        found: dict[str, list[str]] = {}
        for rule in self.rules.values():
            read = rule.effects if isinstance(rule, Measure) else leaves(rule.when)
            for leaf in read:
                found.setdefault(leaf.reads, []).append(rule.id)
        return {name: tuple(dict.fromkeys(rules)) for name, rules in found.items()}
