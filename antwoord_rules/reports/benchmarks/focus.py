"""The municipality that a benchmark points out, beside the others: counts, ranks, building blocks, and where it differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.benchmarking.benchmark import others_of, peer_blocks
from antwoord_rules.benchmarking.groups import Standing
from antwoord_rules.benchmarking.rows import Row, Tally
from antwoord_rules.knowledge.rules import Criterion
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Entry, Figure, Heading, Paragraph, Subheading, Table
from antwoord_rules.rendering.pictures import Spider
from antwoord_rules.reports import words
from antwoord_rules.reports.benchmarks import words as texts
from antwoord_rules.reports.benchmarks.scene import Scene, capital
from antwoord_rules.reports.benchmarks.tables import headers, table

_HALF: Final = 0.5
_MOST_GROUPS: Final = 3


def focus_blocks(scene: Scene, index: int) -> Iterator[Block]:
    """How the municipality does, and how that compares."""
    row, name = scene.found.rows[index], scene.names[index]
    yield Heading(scene.say(texts.FOCUS_TITLE, name=name))
    phase = scene.say(texts.FOCUS_PHASE, name=name, number=row.phase, certainty=scene.certainty(row))
    criteria = scene.voice.counted(row.tally.total, texts.CRITERIA)
    yield Paragraph(f"{phase} {scene.say(texts.FOCUS_COUNTS, criteria=criteria, **row.tally._asdict())}")
    yield Entry("-", _standing(scene, row, scene.say(texts.ALL), scene.found.standings[index]))
    peers = scene.found.peers[index]
    if peers is not None:
        group = (
            scene.say(texts.NEAR_GROUP, number=len(peers.members)) if peers.range is None else capital(scene.range(peers.range))
        )
        yield Entry("-", _standing(scene, row, group, peers.standing))
    elif scene.found.comparison:
        yield Entry("-", scene.say(texts.FOCUS_NO_GROUP, name=name))
    yield _blocks(scene, index)
    if scene.form == "text":
        yield Paragraph(scene.say(texts.SHORT_NOTE), dim=True)
    yield from _differences(scene, index)


def _standing(scene: Scene, row: Row, group: str, standing: Standing) -> str:
    if row.share is None:
        return f"{group}: {scene.say(texts.FOCUS_UNKNOWN)}"
    told = scene.say(
        texts.FOCUS_RANK,
        group=group,
        share=scene.percent(row.share),
        rank=standing.rank,
        shared=scene.say(texts.SHARED) if standing.tied else "",
        of=standing.of,
        median=scene.percent(standing.median),
        difference=_difference(scene, row, standing),
    )
    ranks = scene.ranks(standing)
    return f"{told} {scene.say(texts.FOCUS_CAN_BE, ranks=ranks)}" if ranks else told


def _difference(scene: Scene, row: Row, standing: Standing) -> str:
    points = scene.points(row, standing)
    if not points:
        return scene.say(texts.AS_MEDIAN)
    return scene.say(texts.HIGHER if points > 0 else texts.LOWER, points=scene.voice.counted(abs(points), texts.POINTS))


def _blocks(scene: Scene, index: int) -> Table:
    """The share by building block, beside the medians."""
    found, row = scene.found, scene.found.rows[index]
    near = peer_blocks(found, index)
    medians = [texts.MEDIAN_ALL, *([texts.MEDIAN_PEERS] if near else [])]
    counts = headers(scene, (texts.MET, texts.UNMET, texts.UNKNOWN, texts.SHARE_MET), ("●", "○", "?", "% ●"))
    return table(
        scene,
        [scene.say(texts.BLOCK), *counts, *map(scene.say, medians)],
        (
            [
                scene.say(block.label),
                *map(str, row.blocks[block.id]),
                scene.percent(row.blocks[block.id].share),
                scene.percent(found.figures.blocks[block.id].median),
                *([scene.percent(near[block.id].median)] if near else []),
            ]
            for block in found.base.vocabulary.blocks
        ),
        wide=0,
    )


def _differences(scene: Scene, index: int) -> Iterator[Block]:
    found, row = scene.found, scene.found.rows[index]
    others = [found.rows[i] for i in others_of(found, index)]
    others_named = scene.say(texts.THE_OTHERS if found.peers[index] is None else texts.THE_GROUP)
    tallies = {rule.id: Tally.of(other.criteria[rule.id] for other in others) for rule in found.base.criteria}

    def found_where(status: str, *, high: bool) -> list[Criterion]:
        picked = [
            rule
            for rule in found.base.criteria
            if row.criteria[rule.id] == status
            and (share := tallies[rule.id].share) is not None
            and (share >= _HALF if high else share < _HALF)
        ]
        return sorted(picked, key=lambda rule: (-1 if high else 1) * (tallies[rule.id].share or 0))

    def listed(title: Text, mark: str, rules: list[Criterion]) -> Iterator[Block]:
        if rules:
            yield Subheading(scene.say(title, others=others_named))
        for rule in rules:
            tally = tallies[rule.id]
            label = scene.say(rule.label)
            yield Entry(mark, scene.say(texts.OTHERS_MET, label=label, phase=rule.phase, met=tally.met, known=tally.known))

    yield from listed(texts.BEHIND, words.MARK["unmet"], found_where("unmet", high=True))
    yield from listed(texts.AHEAD, words.MARK["met"], found_where("met", high=False))


def spider(scene: Scene) -> Iterator[Block]:
    """A picture, where there are pictures, of the shares by building block: the one pointed out, and the medians."""
    if scene.form != "html":
        return
    found = scene.found
    blocks = found.base.vocabulary.blocks
    series: list[tuple[str, tuple[float | None, ...]]] = []
    if found.focus is not None:
        row = found.rows[found.focus]
        series.append((scene.names[found.focus], tuple(row.blocks[block.id].share for block in blocks)))
    everyone = found.figures.blocks
    series.append((scene.say(texts.MEDIAN_OF_ALL), tuple(everyone[block.id].median for block in blocks)))
    if found.focus is not None and (near := peer_blocks(found, found.focus)):
        group = scene.group(found.focus)
        series.append((scene.say(texts.MEDIAN_OF, group=group), tuple(near[block.id].median for block in blocks)))
    elif found.focus is None:
        series += [
            (scene.say(texts.MEDIAN_OF, group=scene.range(group)), tuple(figures.blocks[block.id].median for block in blocks))
            for group, figures in found.groups[:_MOST_GROUPS]
            if figures.size
        ]
    labels = tuple(scene.say(block.label) for block in blocks)
    told = []
    for name, shares in series:
        parts = (
            scene.say(texts.SPIDER_SHARE, block=label, share=scene.percent(share))
            for label, share in zip(labels, shares, strict=True)
        )
        told.append(scene.say(texts.SPIDER_ALT, name=name, shares=", ".join(parts)))
    yield Figure(Spider(labels, tuple(series)), scene.say(texts.SPIDER_CAPTION), f"{'. '.join(told)}.")
