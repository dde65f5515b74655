"""The phases as steps that go up to the right, with where the municipality stands and where it wants to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import STATUSES, Sheet, high, status_keys
from antwoord_rules.rendering.figures.style import INK, LARGE, NORMAL, QUIET, SKY, SMALL, WHITE, Look
from antwoord_rules.rendering.pictures import Ladder, Rung, Status

_PIN: Final = 34.0
"""How high a pin stands above a step, with its word."""
_PAD: Final = 6.0
_BAR: Final = 9.0
_NAME_LINES: Final = 3
_COUNT: Final = 12.0
_GROUND: Final = 52.0
"""How wide the ground before the first step is, when it is needed."""
_WIDEST: Final = 170.0
_RISE, _CLIMB = 15.0, 150.0
"""How much higher than the one before a step is at most, and all of them together."""
_OF_REACHED: Final[dict[bool | None, Status]] = {True: "met", False: "unmet", None: "unknown"}
_STEPS: Final = {
    True: Look(SKY, style.DEEP, 1.0),
    False: Look(WHITE, QUIET, 1.0),
    None: Look(WHITE, QUIET, 1.0, (4, 2.5)),
}


class _Places(NamedTuple):
    """The left side of the first step, how wide a step is, how much higher than the one before, and the tread of the first."""

    left: float
    wide: float
    rise: float
    first: float


def draw_ladder(picture: Ladder, sheet: Sheet) -> None:
    """Draw the ladder."""
    rungs = picture.rungs
    if not rungs:
        return
    pointed = [picture.here, *(() if picture.target is None else (picture.target,))]
    ground = _GROUND if min(pointed) < rungs[0].number else 0.0
    wide = min(_WIDEST, (sheet.width - ground - 1) / len(rungs))
    names = [style.wrapped(rung.name, wide - 2 * _PAD, NORMAL, _NAME_LINES, bold=True) for rung in rungs]
    stacked = any(_counts_width(rung) > wide - 2 * _PAD for rung in rungs)
    body = 22 + max(high(lines, NORMAL) for lines in names) + 5 + _BAR + 5 + (3 if stacked else 1) * _COUNT + 4
    rise = min(_RISE, _CLIMB / len(rungs))
    places = _Places(ground + 0.5, wide, rise, _PIN + rise * (len(rungs) - 1))
    floor = places.first + body
    for number, (rung, lines) in enumerate(zip(rungs, names, strict=True)):
        _step(sheet, rung, lines, places.left + number * wide, places.first - number * rise, (wide, floor), stacked=stacked)
    if ground:
        sheet.line(((0, floor), (ground, floor)), INK, 1.2)
    _pins(sheet, picture, places, floor)
    below = floor + 8
    sheet.height = below + sheet.key(0, below, status_keys(picture.words, bars=True), sheet.width)


def _step(
    sheet: Sheet, rung: Rung, name: Sequence[str], x: float, tread: float, size: tuple[float, float], *, stacked: bool
) -> None:
    wide, floor = size
    sheet.box(x, tread, wide, floor - tread, _STEPS[rung.reached])
    if rung.reached is not None:
        sheet.line(((x, tread), (x + wide, tread)), style.DEEP if rung.reached else QUIET, 3.0 if rung.reached else 1.4)
    sheet.mark(_OF_REACHED[rung.reached], x + _PAD + 5, tread + 12, 10)
    sheet.text((x + _PAD + 14, tread + 16.4), style.clean(str(rung.number)), LARGE, bold=True)
    y = tread + 22
    sheet.lines((x + _PAD, y), name, NORMAL, bold=True)
    counts = (rung.met, rung.unmet, rung.unknown)
    y = floor - 4 - (3 if stacked else 1) * _COUNT - 5 - _BAR
    _bar(sheet, counts, (x + _PAD, y), wide - 2 * _PAD)
    y += _BAR + 5 + _COUNT / 2
    at = x + _PAD
    for status, count in zip(STATUSES, counts, strict=True):
        if count:
            sheet.mark(status, at + 4, y, 8)
            sheet.text((at + 11, y + 3), str(count), SMALL)
            at, y = (at, y + _COUNT) if stacked else (at + _count_width(count), y)


def _bar(sheet: Sheet, counts: Sequence[int], at: tuple[float, float], wide: float) -> None:
    """The counts as parts of a whole; no bar when there is nothing to count."""
    x, y = at
    for status, count in zip(STATUSES, counts, strict=True):
        part = wide * count / sum(counts) if count else 0.0
        sheet.box(x, y, part, _BAR, style.STATUS[status])
        x += part


def _count_width(count: int) -> float:
    return 11 + style.width(str(count), SMALL) + 7


def _counts_width(rung: Rung) -> float:
    return sum(_count_width(count) for count in (rung.met, rung.unmet, rung.unknown) if count) - 7


def _pins(sheet: Sheet, picture: Ladder, places: _Places, floor: float) -> None:
    """Point out where the municipality is, with a full arrow, and its target, with a flag."""
    numbers = [rung.number for rung in picture.rungs]
    here_at = _place(picture.here, numbers)
    target_at = None if picture.target is None else _place(picture.target, numbers)
    for place, word, flag in ((here_at, picture.words[3], False), (target_at, picture.words[4], True)):
        if place is None:
            continue
        wide = places.wide if place >= 0 else _GROUND
        x = places.left + place * places.wide if place >= 0 else 0.0
        tread = places.first - place * places.rise if place >= 0 else floor
        if here_at == target_at:
            wide /= 2
            x += wide if flag else 0
        middle = x + wide / 2
        sheet.text((middle, tread - 23), style.shortened(word, wide - 4, NORMAL, bold=True), NORMAL, bold=True, anchor="center")
        if flag:
            sheet.line(((middle - 5, tread - 1.5), (middle - 5, tread - 19)), INK, 1.4)
            sheet.polygon(((middle - 5, tread - 19), (middle + 8, tread - 14.5), (middle - 5, tread - 10)), Look(WHITE, INK, 1.2))
        else:
            sheet.polygon(((middle - 6.5, tread - 18), (middle + 6.5, tread - 18), (middle, tread - 4)), Look(INK, INK, 0.5))


def _place(number: int, numbers: Sequence[int]) -> int:
    """The highest step at or below a phase; -1 is the ground."""
    return max((place for place, known in enumerate(numbers) if known <= number), default=-1)
