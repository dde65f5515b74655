"""How the share of criteria met in each phase changes from date to date."""

from __future__ import annotations

from typing import Final

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import SIGN, Sheet, high, swatch
from antwoord_rules.rendering.figures.style import DEEP, INK, NORMAL, QUIET, SMALL, Look
from antwoord_rules.rendering.pictures import Progress
from antwoord_rules.rendering.shares import per_cent

_BAR: Final = 12.0
_NAMES: Final = 0.3
_OLD, _NEW = "#dcebf5", "#004b76"
_HATCHES: Final = ("/", "", "\\", "", "x", "")


def draw_progress(picture: Progress, sheet: Sheet) -> None:
    """Draw a group of bars for each phase, the highest phase on top; a flag stands at the phase reached on each date."""
    left = sheet.width * _NAMES
    room = sheet.width - left - 60
    count = len(picture.series)
    y = 3.0
    for place, phase in reversed(list(enumerate(picture.phases))):
        lines = style.wrapped(phase, left - 10, NORMAL, 3)
        tall = max(count * _BAR, high(lines, NORMAL))
        sheet.lines((0, y + (tall - high(lines, NORMAL)) / 2), lines, NORMAL)
        at = y + (tall - count * _BAR) / 2
        for number, (_, shares, reached) in enumerate(picture.series):
            share = shares[place] if place < len(shares) else None
            if share is None:
                sheet.mark("unknown", left + 8, at + _BAR / 2, 8.5)
            else:
                share = min(1.0, max(0.0, share))
                sheet.box(left, at + 1, max(0.8, room * share), _BAR - 2, _look(number, count))
                text = per_cent(share)
                sheet.text((left + room * share + 4, at + _BAR / 2 + 2.9), text, SMALL)
                if reached == place + 1:
                    _flag(sheet, left + room * share + 10 + style.width(text, SMALL), at + _BAR / 2)
            at += _BAR
        sheet.line(((left, y - 3), (left, y + tall + 3)), QUIET)
        y += tall + 10
    x = 0.0
    for number, (date, _, reached) in enumerate(picture.series):
        text = style.shortened(date, sheet.width / 2, SMALL)
        long = 1.5 * SIGN + 4 + style.width(text, SMALL) + 26 + style.width(str(reached), SMALL)
        if x and x + long > sheet.width:
            x, y = 0.0, y + 15
        swatch(_look(number, count))(sheet, x, y + 7)
        sheet.text((x + 1.5 * SIGN + 4, y + 9.9), text, SMALL)
        at = x + 1.5 * SIGN + 10 + style.width(text, SMALL)
        _flag(sheet, at, y + 7)
        sheet.text((at + 11, y + 9.9), str(reached), SMALL, bold=True)
        x += long + 12
    sheet.height = y + 16


def _look(number: int, count: int) -> Look:
    """From light for the oldest date to dark for the newest; neighbours differ in hatch as well."""
    part = 1.0 if count == 1 else number / (count - 1)
    last = number == count - 1
    return Look(style.mixed(_OLD, _NEW, part), DEEP, hatch="" if last else _HATCHES[number % len(_HATCHES)])


def _flag(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(((x, y + 5), (x, y - 5)), INK, 1.2)
    sheet.polygon(((x, y - 5), (x + 8, y - 2), (x, y + 1)), Look(INK, INK, 0.4))
