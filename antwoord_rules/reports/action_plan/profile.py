"""The profile: criteria by phase and building block, now and after the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Heading, Paragraph, Table
from antwoord_rules.reports.action_plan import drawings
from antwoord_rules.reports.action_plan.saying import Said, Teller

_HEADING: Final = Text("Profiel per bouwsteen", "Profile by building block")
_ABOUT: Final = Text(
    "Een gemeente ontwikkelt zich zelden overal even snel. Daarom staat hier een profiel, en niet alleen een fase. De vier"
    " bouwstenen komen uit het rapport 'Gemeente heeft Antwoord©' [secundair]; welk criterium bij welke bouwsteen hoort,"
    " hebben wij"
    " bepaald [eigen].",
    "A municipality seldom develops at the same speed everywhere. That is why this is a profile, and not only a phase. The four"
    " building blocks are from the report 'Gemeente heeft Antwoord©' [secundair]; which criterion belongs to which block was"
    " decided by us [eigen].",
)
_TABLE: Final = Text("Criteria per bouwsteen", "Criteria by building block")
_BLOCK: Final = Text("Bouwsteen", "Building block")
_AFTER: Final = Text("na dit plan zeker vervuld", "certainly met after this plan")
_READING: Final = Text(
    "Het aandeel 'nu' telt alleen criteria die bekend zijn; waar niets bekend is, staat 'onbekend'.",
    "The share 'now' counts only criteria that are known; where nothing is known, it says 'unknown'.",
)
_READING_AFTER: Final = Text(
    "Het aandeel 'na dit plan' telt alle criteria, ook die dan nog onbekend zijn: het kan dus lager zijn dan 'nu'.",
    "The share 'after this plan' counts all criteria, those still unknown then too: so it can be lower than 'now'.",
)


def profile(teller: Teller) -> Iterator[Said]:
    """The matrix, the spider, and the numbers."""
    d, blocks = teller.dossier, teller.base.vocabulary.blocks
    criteria = tuple(f"criteria/{criterion.id}" for criterion in d.assessment.criteria)
    tallies = tuple(f"tally/{block.id}" for block in blocks)
    yield Said(Heading(teller.say(_HEADING)), ("method",))
    yield Said(Paragraph(teller.say(_ABOUT)), ("method", "sources/gemeente-heeft-antwoord-2007"))
    yield Said(drawings.profile(teller), criteria)
    peers = () if d.peers is None else ("peers",)
    yield Said(drawings.spider(teller), (*tallies, *peers))
    planned = bool(d.plan.measures)
    yield Said(Paragraph(teller.say(_READING), dim=True), ("method",))
    if planned and d.tally().unknown:
        yield Said(Paragraph(teller.say(_READING_AFTER), dim=True), ("method",))
    headers = (teller.say(_BLOCK), *map(teller.status, ("met", "unmet", "unknown")), *([teller.say(_AFTER)] if planned else []))
    rows = []
    for block in blocks:
        tally = d.tally(block=block.id)
        after = [str(tally.after)] if planned else []
        rows.append((teller.say(block.label), str(tally.met), str(tally.unmet), str(tally.unknown), *after))
    yield Said(Table(headers, tuple(rows), teller.say(_TABLE), row_headers=True), tallies)
