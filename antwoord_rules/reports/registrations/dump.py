"""What was measured, as JSON: ids and numbers, the same in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from antwoord_rules.facts.memory import Evidence
from antwoord_rules.registrations import Contradiction, Derivation
from antwoord_rules.registrations.document import evidence_of


def dump(found: Derivation, against: Sequence[Contradiction], document: Mapping[str, Any] | None) -> dict[str, Any]:
    """The derivation as JSON values; `document` is the fact document, null when the municipality is not known."""
    return {
        "version": 1,
        "sources": [
            {
                **{key: value for key, value in extent._asdict().items() if key != "files"},
                "files": [PurePath(path).name for path in extent.files],
                "period": str(found.periods[extent.source]) if extent.source in found.periods else None,
            }
            for extent in found.extents
        ],
        "empty": [PurePath(path).name for path in found.empty],
        "facts": [
            {
                "fact": one.fact,
                **_evidence(evidence_of(one, found), one.value),
                "source": one.source,
                "counts": dict(one.counts),
                "biases": list(one.biases),
            }
            for one in found.facts
        ],
        "bounds": [
            {"fact": one.fact, "at_least": one.bound, "source": one.source, "counts": dict(one.counts)} for one in found.bounds
        ],
        "figures": [{**figure._asdict(), "counts": dict(figure.counts)} for figure in found.figures],
        "channels": {source: dict(counts) for source, counts in found.channels.items()},
        "questions": [question._asdict() for question in found.questions],
        "contradictions": [
            {
                "fact": one.fact,
                "kind": one.kind,
                "claimed": _evidence(one.claim, one.claimed),
                "measured": _evidence(one.evidence, one.measured),
                "norm": one.norm,
                "other_period": one.other_period,
            }
            for one in against
        ],
        "document": document,
    }


def _evidence(evidence: Evidence | None, value: float | None) -> dict[str, Any]:
    said = {} if evidence is None else {key: part for key, part in evidence._asdict().items() if part is not None}
    return {"waarde": value, **said}
