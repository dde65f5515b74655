"""Each municipality of a benchmark against all, and against its comparison group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antwoord_rules.benchmarking import Range
from antwoord_rules.benchmarking.benchmark import Figures
from antwoord_rules.benchmarking.groups import Spread, Standing
from antwoord_rules.rendering.blocks import Block, Heading, Paragraph, Subheading, Table
from antwoord_rules.reports.benchmarks import words as texts
from antwoord_rules.reports.benchmarks.focus import spider
from antwoord_rules.reports.benchmarks.scene import Scene, capital
from antwoord_rules.reports.benchmarks.tables import name_of, table


def _spread(scene: Scene, spread: Spread) -> str:
    """How the shares of a group lie, in a sentence or two."""
    if spread.median is None:
        return scene.say(texts.SPREAD_NONE)
    shares = {name: scene.percent(getattr(spread, name)) for name in ("least", "lower", "median", "upper", "most")}
    told = scene.say(texts.SPREAD if spread.known > 1 else texts.SPREAD_ONE, **shares)
    return f"{told} {scene.say(texts.SPREAD_UNKNOWN, count=scene.size(spread.unknown))}" if spread.unknown else told


def standings(scene: Scene) -> Iterator[Block]:
    """Each municipality against all."""
    yield Heading(scene.say(texts.GROUP_TITLE))
    yield Paragraph(_spread(scene, scene.found.figures.spread))
    yield from spider(scene)
    yield _against(scene, list(enumerate(scene.found.standings)))
    yield Paragraph(scene.say(texts.STANDING_NOTE), dim=True)


def _against(scene: Scene, standings: Sequence[tuple[int, Standing]], *, near: bool = False) -> Table:
    rows = scene.found.rows
    more = [scene.say(texts.NEAR_COUNT), scene.say(texts.MEDIAN)] if near else []
    heads = (texts.SHARE, texts.OF, texts.RANK, texts.CAN_BE, texts.DIFFERENCE)
    return table(
        scene,
        [scene.say(texts.MUNICIPALITY), *more, *map(scene.say, heads)],
        (
            [
                name_of(scene, i),
                *([str(len(scene.found.peers[i].members)), scene.percent(standing.median)] if near else []),  # type: ignore[union-attr]  # who has a standing has peers
                scene.percent(rows[i].share),
                str(rows[i].tally.known),
                scene.rank(standing),
                scene.ranks(standing),
                scene.difference(rows[i], standing),
            ]
            for i, standing in standings
        ),
        wide=0,
    )


def comparison(scene: Scene) -> Iterator[Block]:
    """Each municipality against its comparison group, if one was chosen."""
    found = scene.found
    if not found.comparison:
        return
    yield Heading(scene.say(texts.PEERS_TITLE))
    compared = [(i, peers.standing) for i, peers in enumerate(found.peers) if peers is not None]
    if scene.near is not None:
        yield Paragraph(scene.say(texts.NEAR_ONE if scene.near == 1 else texts.NEAR, number=scene.near))
        if compared:
            yield _against(scene, compared, near=True)
        return
    for group, figures in found.groups:
        members = [(i, standing) for i, standing in compared if found.peers[i].range == group]  # type: ignore[union-attr]  # as above
        yield from _group(scene, group, figures, members)


def _group(scene: Scene, group: Range, figures: Figures, members: Sequence[tuple[int, Standing]]) -> Iterator[Block]:
    named = capital(scene.range(group))
    yield Subheading(scene.say(texts.RANGE_SIZE, range=named, size=scene.size(figures.size)))
    if not members:
        return
    phases = ", ".join(
        scene.say(texts.PHASES_ALT, count=scene.size(c.reached), phase=c.phase) for c in figures.phases if c.reached
    )
    yield Paragraph(f"{phases}. {_spread(scene, figures.spread)}")
    yield _against(scene, members)
