"""What somebody claims against what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple

from antwoord_rules.facts.memory import Evidence, WorkingMemory
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.registrations.deriving import Derivation
from antwoord_rules.registrations.document import evidence_of
from antwoord_rules.registrations.measuring import Measured


class Contradiction(NamedTuple):
    """A claim that the registrations do not bear out.

    `kind` is `value` when another value was counted, and `bound` when more is there than the claim allows. With `unseen` fewer
    entrances were used than are claimed, and with `proxy` only an estimate differs: both are worth a look and contradict nothing.
    `norm` is the norm that the claim and the measured value lie on different sides of; `other_period` whether the claim is about
    another period.
    """

    fact: str
    kind: Literal["value", "bound", "unseen", "proxy"]
    claimed: float
    measured: float
    claim: Evidence | None
    evidence: Evidence
    norm: str | None
    other_period: bool

    @property
    def certain(self) -> bool:
        """Whether claim and measurement can't both be right."""
        return self.kind in ("value", "bound")


def contradictions(memory: WorkingMemory, derivation: Derivation, knowledge: KnowledgeBase) -> tuple[Contradiction, ...]:
    """Every claim of the facts that differs from what was measured; a claim is held to the decimals that it gives."""
    assumed = {assumption.fact for assumption in memory.assumptions}
    return tuple(_found(memory, derivation, knowledge, (one for one in derivation.measured if one.fact not in assumed)))


def _found(
    memory: WorkingMemory, derivation: Derivation, knowledge: KnowledgeBase, every: Iterable[Measured]
) -> Iterable[Contradiction]:
    for one in every:
        encoded = memory.values.get(one.fact)
        if encoded is None:
            continue
        claimed = knowledge.base.vocabulary.types[one.fact].to_people(encoded)
        measured = one.bound if one.value is None else one.value
        if measured is None or (claimed >= measured if one.value is None else _agree(claimed, measured)):
            continue
        claim, evidence = memory.evidence.get(one.fact), evidence_of(one, derivation)
        yield Contradiction(
            one.fact,
            _kind(one, claimed, measured),
            claimed,
            measured,
            claim,
            evidence,
            _norm_between(one.fact, claimed, measured, knowledge),
            claim is not None and claim.periode is not None and claim.periode != evidence.periode,
        )


def _kind(one: Measured, claimed: float, measured: float) -> Literal["value", "bound", "unseen", "proxy"]:
    if one.value is None:
        return "bound"
    if one.proxy:
        return "proxy"
    return "unseen" if "entrances_used" in one.biases and claimed > measured else "value"


def _agree(claimed: float, measured: float) -> bool:
    """Whether the measured value, rounded to the decimals of the claim, is the claim: 62 agrees with 61.97."""
    claim = Decimal(str(claimed))
    return Decimal(str(measured)).quantize(claim, ROUND_HALF_UP) == claim


def _norm_between(fact: str, claimed: float, measured: float, knowledge: KnowledgeBase) -> str | None:
    found = knowledge.base.vocabulary.fact_by_id[fact]
    named = found.indicator.at_most if found.indicator else _NORMS.get(fact)
    norm = knowledge.base.norm_by_id.get(named) if named else None
    if norm is None:
        return None
    bound = norm.type.to_people(knowledge.norms[norm.id])
    low, high = sorted((claimed, measured))
    return norm.id if (low <= bound < high if found.indicator else low < bound <= high) else None


_NORMS: Final = {"zaakafhandeling.direct_afgehandeld": "norm_direct_afgehandeld"}
"""The norms that conditions hold facts to; those of indicators stand in the vocabulary."""
