"""The measures of a plan on an axis of months."""

from __future__ import annotations

from typing import Final

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import Key, Sheet, high, swatch
from antwoord_rules.rendering.figures.style import DEEP, INK, NORMAL, PALE, QUIET, RULE, SKY, SMALL, Look
from antwoord_rules.rendering.pictures import Bar, Timeline

_CRITICAL: Final = Look(style.BLUE, INK, 1.4)
_SLACK: Final = Look(SKY, DEEP, 0.8, hatch="/")
_INTERVALS: Final = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 6000, 60000)
_NAMES: Final = 0.42
_NAMES_OF_MANY: Final = 0.52
_BAR: Final = 10.0
_MANY: Final = 24
"""With more measures, each has one line: the drawing must fit on a page."""
_WAVE: Final = 18.0


def draw_timeline(picture: Timeline, sheet: Sheet) -> None:
    """Draw the measures as bars; waves are bands with a number."""
    bars = picture.bars
    many = len(bars) > _MANY
    names_part = _NAMES_OF_MANY if many else _NAMES
    waves = _WAVE if len({bar.wave for bar in bars}) > 1 else 0.0
    room = sheet.width * names_part - waves - 10
    names = [style.wrapped(bar.label, room, NORMAL, 1 if many else 3) for bar in bars]
    left = sheet.width * names_part
    last = max(1, *(bar.end for bar in bars), 1)
    month = (sheet.width - left - 40) / last
    top = 28.0
    heights = [max(high(lines, NORMAL), _BAR) + (4 if many else 6) for lines in names]
    ends = [top + sum(heights[: number + 1]) for number in range(len(bars))]
    low = ends[-1] if ends else top
    if waves:
        _bands(sheet, bars, [top, *ends])
    _axis(sheet, picture.words[0], (left, month, last), (top, low))
    for bar, lines, tall, end in zip(bars, names, heights, ends, strict=True):
        y = end - tall
        sheet.lines((waves + 2, y + (tall - high(lines, NORMAL)) / 2), lines, NORMAL)
        x, long = left + bar.start * month, max(2.0, (bar.end - bar.start) * month)
        sheet.box(x, y + (tall - _BAR) / 2, long, _BAR, _CRITICAL if bar.critical else _SLACK)
        sheet.text((x + long + 4, y + tall / 2 + 2.9), f"{bar.start}–{bar.end}", SMALL, colour=QUIET)
    sheet.line(((0, low), (sheet.width, low)), QUIET)
    keys: list[Key] = [(swatch(_CRITICAL), picture.words[1]), (swatch(_SLACK), picture.words[2])]
    sheet.height = low + 8 + sheet.key(0, low + 8, keys, sheet.width)


def _bands(sheet: Sheet, bars: tuple[Bar, ...], edges: list[float]) -> None:
    """A band for each run of measures of one wave, every other one shaded, with a line between."""
    begin, dark = 0, False
    for number in range(1, len(bars) + 1):
        if number < len(bars) and bars[number].wave == bars[begin].wave:
            continue
        y, end = edges[begin], edges[number]
        if dark:
            sheet.box(0, y, sheet.width, end - y, Look(PALE, PALE, 0))
        if begin:
            sheet.line(((0, y), (sheet.width, y)), QUIET, 0.8, (3, 2))
        sheet.text((3, y + 13), style.shortened(str(bars[begin].wave), _WAVE - 4, NORMAL, bold=True), NORMAL, bold=True)
        begin, dark = number, not dark


def _axis(sheet: Sheet, months: str, scale: tuple[float, float, int], sides: tuple[float, float]) -> None:
    """The numbers of the months above, each with a line down."""
    (left, month, last), (top, low) = scale, sides
    needed = style.width(str(last), SMALL) + 8
    step = next((number for number in _INTERVALS if number * month >= needed), last)
    for number in range(0, last + 1, step):
        x = left + number * month
        sheet.line(((x, top - 3), (x, low)), QUIET if not number else RULE, 0.8)
        sheet.text((x, top - 6), str(number), SMALL, colour=QUIET, anchor="center")
    sheet.text((left, 8), style.shortened(months, sheet.width - left, SMALL), SMALL, colour=QUIET)
    sheet.line(((0, top), (sheet.width, top)), QUIET)
