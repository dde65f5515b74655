"""A benchmark for spreadsheets: CSV with a row for each municipality, and the sheets of a workbook. What is unknown is said so.

A text from a fact file never becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from antwoord_rules.benchmarking import Benchmark
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean
from antwoord_rules.rendering.sheets import Cell, Sheet, as_csv
from antwoord_rules.reports import words
from antwoord_rules.reports.benchmarks import words as texts
from antwoord_rules.reports.benchmarks.scene import Scene, capital

if TYPE_CHECKING:
    from antwoord_rules.assessment import Resolution, Status
    from antwoord_rules.knowledge.rules import Challenge, Criterion

_DIGITS: Final = 4
_NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")
_LONGEST: Final = 32_767
"""The most characters in a cell of Excel."""


def to_csv(found: Benchmark, language: Language) -> str:
    """The municipalities as CSV; the columns of criteria and challenges are called by their ids."""
    return as_csv(municipalities(Scene(found, language), by_id=True))


def sheets(found: Benchmark, language: Language) -> tuple[Sheet, ...]:
    """The sheets of the workbook."""
    scene = Scene(found, language)
    return (municipalities(scene, by_id=False), _criteria(scene), _challenges(scene), _notes(scene))


def municipalities(scene: Scene, *, by_id: bool) -> Sheet:
    """A row for each municipality: whom it is about, phase, counts, shares, where it stands, and each status."""
    found, say = scene.found, scene.say
    blocks = found.base.vocabulary.blocks
    rules: tuple[Criterion | Challenge, ...] = (*found.base.criteria, *found.base.challenges)
    heads = [
        *(texts.MUNICIPALITY, texts.CODE, texts.INHABITANTS, texts.REFERENCE_DATE),
        *(texts.PHASE_WORD, texts.PHASE_CERTAIN, texts.PHASE_POSSIBLE),
        *(texts.MET, texts.UNMET, texts.UNKNOWN, texts.SHARE_MET),
    ]
    headers = [say(text) for text in heads] + [say(texts.BLOCK_SHARE, block=say(block.label)) for block in blocks]
    standing_heads = (texts.RANK, texts.TIED, texts.BEST, texts.WORST, texts.TO_MEDIAN)
    headers += [say(text) for text in standing_heads]
    peer_heads = (texts.PEER_GROUP, texts.PEER_SIZE, texts.PEER_MEDIAN, texts.PEER_RANK, texts.PEER_DIFFERENCE)
    headers += [say(text) for text in peer_heads] if found.comparison else []
    shared = {say(text) for text in (texts.SHARE_MET, texts.TO_MEDIAN, texts.PEER_MEDIAN, texts.PEER_DIFFERENCE)}
    shares = {i for i, header in enumerate(headers) if header in shared}
    shares |= set(range(len(heads), len(heads) + len(blocks)))
    headers += [rule.id if by_id else capital(say(rule.label)) for rule in rules]
    rows = (
        [*_who(scene, i), *_standing(scene, i), *(_peers(scene, i) if found.comparison else []), *_statuses(scene, i)]
        for i in range(len(found.rows))
    )
    return _sheet(scene, 0, headers, rows, shares)


def _sheet(scene: Scene, number: int, headers: Sequence[str], rows: Iterable[Sequence[Cell]], shares: set[int]) -> Sheet:
    cells = tuple(tuple(_printable(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Sheet(scene.say(texts.SHEETS[number]), _different(headers), cells, frozenset(shares))


def _printable(text: str) -> str:
    return _NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", clean(text, _LONGEST))


def _different(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers, each different from all others but for capitals; a number is added where needed."""
    seen: set[str] = set()
    made = []
    for header in headers:
        name, number = header, 1
        while name.casefold() in seen:
            number += 1
            name = f"{header} ({number})"
        seen.add(name.casefold())
        made.append(name)
    return tuple(made)


def _share(scene: Scene, share: float | None) -> Cell:
    return scene.say(texts.UNKNOWN) if share is None else round(share, _DIGITS)


def _known(scene: Scene, value: Cell | None) -> Cell:
    return scene.say(texts.UNKNOWN) if value is None else value


def _who(scene: Scene, index: int) -> list[Cell]:
    row = scene.found.rows[index]
    who = row.municipality
    return [
        who.naam,
        _known(scene, who.code),
        _known(scene, who.inwoners),
        date.fromisoformat(who.peildatum),
        row.phase,
        scene.say(texts.YES[row.certain]),
        ", ".join(map(str, row.possible)),  # not "1-2", which a spreadsheet takes for a date
        *row.tally,
        _share(scene, row.share),
        *(_share(scene, tally.share) for tally in row.blocks.values()),
    ]


def _standing(scene: Scene, index: int) -> list[Cell]:
    standing = scene.found.standings[index]
    return [
        _known(scene, standing.rank),
        standing.tied,
        standing.best,
        standing.worst,
        _share(scene, standing.difference),
    ]


def _peers(scene: Scene, index: int) -> list[Cell]:
    peers = scene.found.peers[index]
    if peers is None:
        return [scene.say(texts.NONE)] * 5
    return [
        scene.group(index),
        len(peers.members),
        _share(scene, peers.spread.median),
        _known(scene, peers.standing.rank),
        _share(scene, peers.standing.difference),
    ]


def _statuses(scene: Scene, index: int) -> list[Cell]:
    row = scene.found.rows[index]
    found: list[Status | Resolution] = [*row.criteria.values(), *row.challenges.values()]
    return [scene.say(words.STATUS[status]) for status in found]


def _criteria(scene: Scene) -> Sheet:
    """A row for each criterion: how many municipalities meet it, don't, or have not said."""
    labels = {block.id: block.label for block in scene.found.base.vocabulary.blocks}
    heads = (texts.ID, texts.CRITERION, texts.PHASE_WORD, texts.BLOCK, texts.MET, texts.UNMET, texts.UNKNOWN)
    shares = (texts.SHARE_MET, texts.SHARE_UNMET)
    tallies = scene.found.figures.criteria
    rows = (
        [
            rule.id,
            scene.say(rule.label),
            rule.phase,
            scene.say(labels[rule.block]),
            *tallies[rule.id],
            _share(scene, tallies[rule.id].share),
            _share(scene, tallies[rule.id].share_unmet),
        ]
        for rule in scene.found.base.criteria
    )
    return _sheet(scene, 1, _said(scene, (*heads, *shares)), rows, {7, 8})


def _challenges(scene: Scene) -> Sheet:
    """A row for each challenge, the most frequently open first."""
    rules = {rule.id: rule for rule in scene.found.base.challenges}
    labels = {block.id: block.label for block in scene.found.base.vocabulary.blocks}
    heads = (texts.ID, texts.CHALLENGE, texts.PHASE_WORD, texts.BLOCK, texts.OPEN, texts.RESOLVED, texts.UNKNOWN)
    rows = (
        [
            c.id,
            scene.say(rules[c.id].label),
            c.phase,
            scene.say(labels[rules[c.id].block]),
            c.tally.unmet,
            c.tally.met,
            c.tally.unknown,
            _share(scene, c.tally.share_unmet),
            c.due,
        ]
        for c in scene.found.figures.challenges
    )
    return _sheet(scene, 2, _said(scene, (*heads, texts.SHARE_OPEN, texts.DUE)), rows, {7})


def _said(scene: Scene, heads: Sequence[Text]) -> list[str]:
    return [scene.say(text) for text in heads]


def _notes(scene: Scene) -> Sheet:
    """What to mind, how to read the sheets, and what made them."""
    explained = (texts.SELF_ASSESSMENT, *texts.READINGS, texts.SHEET_STANDING, texts.SHEET_DUE)
    rows: list[tuple[str, str]] = [(scene.title, scene.dates)]
    rows += [(scene.say(texts.REMARK), remark) for remark in scene.remarks()]
    rows += [(scene.say(texts.EXPLANATION), scene.say(text)) for text in explained]
    rows += [(scene.say(texts.MADE_WITH), scene.receipt)]
    return _sheet(scene, 3, _said(scene, (texts.TOPIC, texts.NOTE)), rows, set())
