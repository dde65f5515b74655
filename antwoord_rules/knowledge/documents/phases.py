"""The shape of `phase-N-….yaml`: criteria, limit, challenges, measures, intermediate conclusions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from antwoord_rules.knowledge.documents.parts import (
    Allowed,
    Grounded,
    Name,
    Replacing,
    Shape,
    Sources,
    Stated,
    TextShape,
    When,
    Words,
)


class CriterionShape(Stated):
    """What a municipality must meet to be in the phase."""

    block: Name
    when: When


class ChallengeShape(Stated):
    """What a municipality in the phase has to work on."""

    block: Name
    resolved_when: When


class LimitShape(Stated):
    """What still limits the phase; reported, decides nothing."""

    when: When


class DerivationShape(Grounded):
    """A free intermediate conclusion, for rules that chain."""

    id: Name
    label: TextShape
    because: TextShape | None = None
    when: When
    allow: Allowed


class StepsShape(Shape):
    """The steps of a measure, as many in both languages."""

    nl: Annotated[list[Words], Field(min_length=1)]
    en: Annotated[list[Words], Field(min_length=1)]


class MeasureShape(Stated):
    """What a municipality can do, and what holds afterwards."""

    addresses: Annotated[list[Name], Field(min_length=1)]
    effects: When
    requires: list[Name] = Field(default_factory=list)
    effort: Annotated[int, Field(ge=1, le=5)]
    months: Annotated[int, Field(ge=1, le=120)]
    steps: StepsShape


class PhaseFile(Replacing):
    """`phase-N-….yaml`: a phase with its criteria, limit, challenges and measures. A file that only adds gives no name."""

    phase: Annotated[int, Field(ge=1, le=5)]
    name: TextShape | None = None
    description: TextShape | None = None
    source: Sources = Field(default_factory=list)
    criteria: list[CriterionShape] = Field(default_factory=list)
    limit: LimitShape | None = None
    challenges: list[ChallengeShape] = Field(default_factory=list)
    measures: list[MeasureShape] = Field(default_factory=list)
    derived: list[DerivationShape] = Field(default_factory=list)
