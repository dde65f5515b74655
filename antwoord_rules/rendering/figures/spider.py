"""Shares by building block of up to three series, round a middle; as bars when there are too few blocks, or too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from typing import Final, TypeAlias

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import Anchor, Key, Point, Sheet, around, high, swatch
from antwoord_rules.rendering.figures.style import BLUE, INK, NORMAL, QUIET, RULE, SERIES, SMALL, VERMILLION, WHITE, Look
from antwoord_rules.rendering.pictures import Spider
from antwoord_rules.rendering.shares import per_cent

Share: TypeAlias = float | None

_FEWEST, _MOST = 3, 12
_STEEP: Final = 0.05
"""The sine of the largest angle with the upright of a spoke whose label stands above or below it."""
_RADIUS: Final = 0.21
"""Of the outer ring, in widths of the sheet."""
_APART: Final = 12.0
_BAR: Final = 11.0
_LABEL_LINES: Final = 3
BARS: Final = (Look(BLUE, style.DEEP), Look(WHITE, VERMILLION, 1.2, hatch="/"), Look(RULE, INK))


def draw_spider(picture: Spider, sheet: Sheet) -> None:
    """Draw the spider, or the bars."""
    if _FEWEST <= len(picture.blocks) <= _MOST:
        _draw_rings(picture, sheet)
    else:
        _draw_bars(picture, sheet)


def _draw_rings(picture: Spider, sheet: Sheet) -> None:
    radius = sheet.width * _RADIUS
    gaps = [sum(_share(shares, place) is None for _, shares in picture.series) for place in range(len(picture.blocks))]
    reach = [radius + 7 + gap * _APART for gap in gaps]
    labels = [_label(sheet, picture, place, reach[place]) for place in range(len(picture.blocks))]
    top = high(labels[0], NORMAL) + reach[0] + 2
    middle = (sheet.width / 2, top)
    for part in (0.25, 0.5, 0.75, 1.0):
        ring = around(middle, radius * part, len(picture.blocks))
        sheet.line([*ring, ring[0]], QUIET if part == 1 else RULE, 0.9 if part == 1 else 0.7)
    for tip in around(middle, radius, len(picture.blocks)):
        sheet.line((middle, tip), RULE, 0.7)
    for number, (_, shares) in reversed(list(enumerate(picture.series[: len(SERIES)]))):
        _ring(sheet, middle, radius, [_share(shares, place) for place in range(len(picture.blocks))], number)
    for part in (0.5, 1.0):  # over the lines, on a ground of white
        text, (x, y) = per_cent(part), (middle[0] + 3, middle[1] - radius * part + 9)
        sheet.box(x - 1, y - 7, style.width(text, SMALL) + 2, 8.5, Look(WHITE, WHITE, 0))
        sheet.text((x, y), text, SMALL, colour=QUIET)
    low = middle[1] + radius
    for place, lines in enumerate(labels):
        angle = 2 * pi * place / len(picture.blocks)
        missing = [number for number, (_, shares) in enumerate(picture.series) if _share(shares, place) is None]
        for turn, number in enumerate(missing[: len(SERIES)]):
            away = radius + 8 + turn * _APART
            _gap(sheet, (middle[0] + away * sin(angle), middle[1] - away * cos(angle)), number)
        x, y, anchor = _where(middle, reach[place], angle, high(lines, NORMAL))
        sheet.lines((x, y), lines, NORMAL, anchor=anchor)
        low = max(low, y + high(lines, NORMAL))
    keys = [(_sign(number), name) for number, (name, _) in enumerate(picture.series[: len(SERIES)])]
    sheet.height = low + 10 + sheet.key(0, low + 10, keys, sheet.width)


def _label(sheet: Sheet, picture: Spider, place: int, reach: float) -> tuple[str, ...]:
    """A name in the room beside its spoke: narrow above and below the rings, where others stand next to it."""
    angle = 2 * pi * place / len(picture.blocks)
    room = sheet.width / 2 - reach * abs(sin(angle)) - 4
    if _upright(angle):
        room = min(sheet.width * 0.5, 2 * reach * sin(2 * pi / len(picture.blocks)) * 0.85)
    return style.wrapped(picture.blocks[place], room, NORMAL, _LABEL_LINES)


def _upright(angle: float) -> bool:
    return abs(sin(angle)) < _STEEP


def _where(middle: Point, reach: float, angle: float, tall: float) -> tuple[float, float, Anchor]:
    """Where the lines of a label begin, outside the rings."""
    x, y = middle[0] + reach * sin(angle), middle[1] - reach * cos(angle)
    if _upright(angle):
        return middle[0], y - tall if cos(angle) > 0 else y, "center"
    return x, y - tall / 2 * (1 + cos(angle)), "left" if sin(angle) > 0 else "right"


def _share(shares: Sequence[Share], place: int) -> Share:
    """A share within what can be drawn."""
    share = shares[place] if place < len(shares) else None
    return None if share is None else min(1.0, max(0.0, share))


def _ring(sheet: Sheet, middle: Point, radius: float, shares: Sequence[Share], number: int) -> None:
    """The shares of a series, joined where neighbours are both known."""
    look = SERIES[number]
    points: list[Point | None] = [
        None if share is None else around(middle, radius * share, len(shares))[place] for place, share in enumerate(shares)
    ]
    known = [point for point in points if point is not None]
    if len(known) == len(points):
        sheet.line([*known, known[0]], look.edge, look.line, look.dashes)
    else:
        for here, there in zip(points, [*points[1:], points[0]], strict=True):
            if here is not None and there is not None:
                sheet.line((here, there), look.edge, look.line, look.dashes)
    for point in known:
        _dot(sheet, point, number)


def _dot(sheet: Sheet, at: Point, number: int, size: float = 3.2) -> None:
    """The sign of a series: a full disc, an open square, a grey triangle."""
    look = SERIES[number]
    shape = Look(look.fill, look.edge, 1.3)
    if number == 0:
        sheet.circle(at, size, shape)
    else:
        corners, turned = ((4, pi / 4), (3, 0.0))[number - 1]
        sheet.polygon(around(at, size * 1.6, corners, turned), shape)


def _gap(sheet: Sheet, at: Point, number: int) -> None:
    """A question mark in the sign of the series whose share isn't known."""
    look, (x, y) = SERIES[number], at
    shape = Look(WHITE, look.edge, 1.2)
    if number == 0:
        sheet.circle(at, 5.2, shape)
    else:
        sheet.polygon(around(at, 6.6, 4, pi / 4) if number == 1 else around((x, y - 1), 8.4, 3), shape)
    sheet.question((x, y + (1.2 if number == len(SERIES) - 1 else 0)), 5.4, INK)


def _sign(number: int) -> Callable[[Sheet, float, float], float]:
    def draw(sheet: Sheet, x: float, y: float) -> float:
        look = SERIES[number]
        sheet.line(((x, y), (x + 22, y)), look.edge, look.line, look.dashes)
        _dot(sheet, (x + 11, y), number)
        return 22.0

    return draw


def _draw_bars(picture: Spider, sheet: Sheet) -> None:
    left = sheet.width * 0.33
    room = sheet.width - left - 34
    y = 2.0
    series = picture.series[: len(BARS)]
    for place, block in enumerate(picture.blocks):
        lines = style.wrapped(block, left - 10, NORMAL, _LABEL_LINES)
        tall = max(len(series) * _BAR, high(lines, NORMAL))
        sheet.lines((0, y + (tall - high(lines, NORMAL)) / 2), lines, NORMAL)
        at = y + (tall - len(series) * _BAR) / 2
        for number, (_, shares) in enumerate(series):
            share = _share(shares, place)
            if share is None:
                sheet.mark("unknown", left + 8, at + _BAR / 2, 8.5)
            else:
                sheet.box(left, at + 1, max(0.8, room * share), _BAR - 2, BARS[number])
                sheet.text((left + room * share + 4, at + _BAR / 2 + 2.9), per_cent(share), SMALL)
            at += _BAR
        sheet.line(((left, y - 2), (left, y + tall + 2)), QUIET)
        y += tall + 9
    keys: list[Key] = [(swatch(BARS[number]), name) for number, (name, _) in enumerate(series)]
    sheet.height = y + sheet.key(0, y, keys, sheet.width)
