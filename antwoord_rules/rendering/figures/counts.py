"""How many there are of each kind, and how many of each row are met, not met and unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import STATUSES, Sheet, high, status_keys
from antwoord_rules.rendering.figures.style import DEEP, INK, NORMAL, QUIET, RULE, SKY, SMALL, Look
from antwoord_rules.rendering.pictures import Counts, Shares

_BAR: Final = 14.0
_APART: Final = 7.0
_NAMES: Final = 0.36
_MANY: Final = 24
_MARKED: Final = Look(style.BLUE, INK, 1.2)
_OTHER: Final = Look(SKY, DEEP, 0.8)


def draw_counts(picture: Counts, sheet: Sheet) -> None:
    """Draw a bar with a number for each kind; an arrow and a bold name point one out."""
    names = [
        style.wrapped(label, sheet.width * _NAMES - 18, NORMAL, _label_lines(len(picture.labels)), bold=place == picture.marked)
        for place, label in enumerate(picture.labels)
    ]
    left = _left(names, sheet) + (10 if picture.marked is not None else 0)
    y = 3.0
    most = max(1, *picture.counts, 1)
    numbers = max((style.width(str(count), NORMAL, bold=True) for count in picture.counts), default=0.0)
    for place, (lines, count) in enumerate(zip(names, picture.counts, strict=False)):
        marked = place == picture.marked
        tall = max(_BAR, high(lines, NORMAL))
        middle = y + tall / 2
        sheet.lines((left - 8, middle - high(lines, NORMAL) / 2), lines, NORMAL, bold=marked, anchor="right")
        long = (sheet.width - left - numbers - 8) * max(0, count) / most
        sheet.box(left, middle - _BAR / 2, long, _BAR, _MARKED if marked else _OTHER)
        sheet.text((left + long + 5, middle + 3.1), str(count), NORMAL, bold=marked)
        if marked:
            tip = left - 12 - max((style.width(line, NORMAL, bold=True) for line in lines), default=0.0)
            sheet.polygon(((tip - 7, middle - 4.5), (tip - 7, middle + 4.5), (tip, middle)), Look(INK, INK, 0.4))
        y += tall + _APART
    sheet.line(((left, 0), (left, y - _APART + 3)), QUIET)
    axis = style.wrapped(picture.axis, sheet.width - left, SMALL, 2)
    sheet.height = y + sheet.lines((left, y), axis, SMALL, colour=QUIET) + 2


def draw_shares(picture: Shares, sheet: Sheet) -> None:
    """Draw a bar for each row, in three parts, with the three numbers beside it."""
    names = [style.wrapped(name, sheet.width * 0.42 - 10, NORMAL, _label_lines(len(picture.rows))) for name, *_ in picture.rows]
    left = _left(names, sheet)
    most = max((sum(counts) for _, *counts in picture.rows), default=0)
    columns = [
        max((style.width(str(counts[which]), SMALL) for _, *counts in picture.rows), default=0.0) + 12 for which in range(3)
    ]
    room = sheet.width - left - sum(columns) - 4
    y = 16.0
    right = [sheet.width - sum(columns[which + 1 :]) for which in range(3)]
    for status, x in zip(STATUSES, right, strict=True):
        sheet.mark(status, x - 4, 6, 8.5)
    top = y - 2
    for lines, (_, *counts) in zip(names, picture.rows, strict=True):
        tall = max(_BAR, high(lines, NORMAL))
        middle = y + tall / 2
        sheet.lines((0, middle - high(lines, NORMAL) / 2), lines, NORMAL)
        x = left
        for status, count, end in zip(STATUSES, counts, right, strict=True):
            long = room * count / most if most else 0.0
            sheet.box(x, middle - _BAR / 2 + 1, long, _BAR - 2, style.STATUS[status])
            x += long
            sheet.text((end, middle + 2.9), str(count), SMALL, colour=INK if count else QUIET, anchor="right")
        y += tall + (4 if len(names) > _MANY else _APART)
        sheet.line(((0, y - 2), (sheet.width, y - 2)), RULE, 0.5)
    sheet.line(((left, top), (left, y - 2)), QUIET)
    sheet.height = y + 4 + sheet.key(0, y + 4, status_keys(picture.words, bars=True), sheet.width)


def _label_lines(rows: int) -> int:
    """How many lines a name may take: with many rows one, so that the drawing fits on a page."""
    return 3 if rows <= _MANY else 1


def _left(names: Sequence[Sequence[str]], sheet: Sheet) -> float:
    """Where the bars begin: after the longest line of the names."""
    longest = max((style.width(line, NORMAL, bold=True) for lines in names for line in lines), default=0.0)
    return min(longest + 8, sheet.width * 0.45)
