"""A municipality in a benchmark: what its assessment says, counted. What is unknown is counted apart, never as "not met"."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from antwoord_rules.assessment import Assessment, Resolution, Status
from antwoord_rules.facts.memory import Municipality


class Tally(NamedTuple):
    """How many are met (or resolved), not met (or open), and unknown."""

    met: int
    unmet: int
    unknown: int

    @classmethod
    def of(cls, statuses: Iterable[Status | Resolution]) -> Tally:
        """The count of these statuses."""
        found = list(statuses)
        good = sum(status in {"met", "resolved"} for status in found)
        bad = sum(status in {"unmet", "open"} for status in found)
        return cls(good, bad, len(found) - good - bad)

    @property
    def known(self) -> int:
        """How many are not unknown."""
        return self.met + self.unmet

    @property
    def total(self) -> int:
        """All, the unknown too."""
        return self.met + self.unmet + self.unknown

    @property
    def share(self) -> float | None:
        """The share met of what is known, 0 to 1; None when nothing is known."""
        return self.met / self.known if self.known else None

    @property
    def share_unmet(self) -> float | None:
        """The share not met of what is known, 0 to 1; None when nothing is known."""
        return self.unmet / self.known if self.known else None


class Row(NamedTuple):
    """A municipality: its phase with those that are possible, statuses by id, and counts, of all criteria and by block."""

    municipality: Municipality
    phase: int
    certain: bool
    possible: tuple[int, ...]
    criteria: Mapping[str, Status]
    challenges: Mapping[str, Resolution]
    due: frozenset[str]
    """The challenges of the phase reached and of lower ones."""
    tally: Tally
    blocks: Mapping[str, Tally]

    @property
    def share(self) -> float | None:
        """The share of criteria met among the known ones."""
        return self.tally.share


def row_of(assessment: Assessment) -> Row:
    """The row of an assessed municipality."""
    base, memory = assessment.context.base, assessment.context.memory
    return Row(
        municipality=memory.municipality,
        phase=assessment.phase.number,
        certain=assessment.phase.certain,
        possible=assessment.phase.possible,
        criteria={c.id: c.status for c in assessment.criteria},
        challenges={c.id: c.status for c in assessment.challenges},
        due=frozenset(c.id for c in assessment.challenges if c.relevance != "later"),
        tally=Tally.of(c.status for c in assessment.criteria),
        blocks={
            block.id: Tally.of(c.status for c in assessment.criteria if c.block == block.id) for block in base.vocabulary.blocks
        },
    )


def plain(name: str) -> str:
    """A name to compare and sort by: without capitals, accents, and marks such as the apostrophe of 's-Gravenhage."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split()) or name


def identities(rows: Iterable[Row]) -> list[str]:
    """For each row, whom it is about: rows of the same code are about the same municipality, and so is a row without a code
    and one of the same name, unless several codes bear that name."""
    found = [row.municipality for row in rows]
    codes: dict[str, set[str]] = {}
    for who in found:
        if who.code is not None:
            codes.setdefault(plain(who.naam), set()).add(who.code)

    def identity(who: Municipality) -> str:
        if who.code is not None:
            return who.code
        name = plain(who.naam)
        same = codes.get(name, set())
        return next(iter(same)) if len(same) == 1 else f"name {name}"

    return [identity(who) for who in found]


def newest(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows with the latest date of each municipality, and the older ones. Of the same date all are kept."""
    found = list(rows)
    keys = identities(found)
    last: dict[str, str] = {}
    for key, row in zip(keys, found, strict=True):
        last[key] = max(last.get(key, ""), row.municipality.peildatum)
    kept: list[Row] = []
    older: list[Row] = []
    for key, row in zip(keys, found, strict=True):
        (kept if row.municipality.peildatum == last[key] else older).append(row)
    return kept, older
