"""Measured facts in a fact document, each with its evidence: by what it was measured, over which period, with which counts."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview.document import Document, put
from antwoord_rules.knowledge.vocabulary import Vocabulary
from antwoord_rules.quoting import clean
from antwoord_rules.registrations.deriving import Derivation
from antwoord_rules.registrations.measuring import Extent, Measured

_NAMED: Final = 2
"""So many files are named; of more, the first and how many others."""
_LONGEST: Final = 80

_COUNTS: Final = {
    "zaakafhandeling.direct_afgehandeld": "{direct} van {counted} gesprekken bij het eerste contact afgehandeld",
    "kanalen.telefoon.wachttijd": "gemiddelde over {with_wait} opgenomen gesprekken",
}
_PROXY: Final = "benadering: {without_task} van {contacts} contacten zonder interne taak"
_CONTACTS: Final = "{contacts} contacten"
_ENTRANCES: Final = "{entrances} ingangen gebruikt in {contacts} contacten"
_CONSULTED: Final = {
    "consulted_direct": "na ruggespraak telt mee als direct",
    "consulted_not": "na ruggespraak telt niet als direct",
}


def documented(derivation: Derivation, vocabulary: Vocabulary, base: Document) -> dict[str, Any]:
    """The base with the measured facts in it; whatever evidence a fact had is replaced. Evidence is always Dutch."""
    document = dict(base)
    for one in derivation.facts:
        document = put(vocabulary, document, one.fact, one.value, evidence_of(one, derivation), keep=False)
    return document


def evidence_of(one: Measured, derivation: Derivation) -> Evidence:
    """The evidence of a fact: `gemeten`, or `geschat` for what only stands for it."""
    extent = next(extent for extent in derivation.extents if (extent.source, extent.table) == (one.source, one.table))
    parts = [extent.title, _files(extent), _counted(one), *(_CONSULTED[bias] for bias in one.biases if bias in _CONSULTED)]
    period = derivation.periods.get(one.source)
    return Evidence(
        herkomst="geschat" if one.proxy else "gemeten",
        bron="; ".join(parts),
        periode=None if period is None else str(period),
    )


def _files(extent: Extent) -> str:
    names = [clean(PurePath(path).name, _LONGEST) for path in extent.files]
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{names[0]} en {len(names) - 1} andere bestanden"


def _counted(one: Measured) -> str:
    counts = dict(one.counts)
    if one.proxy:
        return _PROXY.format(contacts=counts["with_task"] + counts["without_task"], **counts)
    if "contacts" in counts:
        return (_ENTRANCES if "entrances" in counts else _CONTACTS).format(**counts)
    return _COUNTS[one.fact].format(counted=counts.get("direct", 0) + counts.get("not", 0), **counts)
