"""The criteria by phase and building block: a mark for each."""

from __future__ import annotations

from typing import Final

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import Sheet, high, status_keys
from antwoord_rules.rendering.figures.style import NORMAL, QUIET, RULE, SMALL
from antwoord_rules.rendering.pictures import Profile

_MARK: Final = 10.0
_STEP: Final = 14.0
_PAD: Final = 6.0
_NAMES: Final = 0.3
"""The part of the width that the names of the phases may take."""


def draw_profile(picture: Profile, sheet: Sheet) -> None:
    """Draw the matrix."""
    wanted = [style.width(style.clean(name)[:80], NORMAL) for name, _ in picture.rows]
    left = min(max(wanted, default=0.0) + 2 * _PAD, sheet.width * _NAMES)
    wide = (sheet.width - left) / max(1, len(picture.blocks))
    heads = [style.wrapped(block, wide - 2 * _PAD, SMALL, 5, bold=True) for block in picture.blocks]
    y = max((high(lines, SMALL) for lines in heads), default=0.0) + 4
    for column, lines in enumerate(heads):
        sheet.lines((left + column * wide + _PAD, y - 4 - high(lines, SMALL)), lines, SMALL, bold=True)
    sheet.line(((0, y), (sheet.width, y)), QUIET, 1.2)
    per_line = max(1, int((wide - _PAD) / _STEP))
    for name, cells in picture.rows:
        names = style.wrapped(name, left - 2 * _PAD, NORMAL, 3)
        rows = max((-(-len(cell) // per_line) for cell in cells), default=1)
        tall = max(high(names, NORMAL), rows * _STEP, _STEP) + 10
        sheet.lines((_PAD / 2, y + (tall - high(names, NORMAL)) / 2), names, NORMAL)
        for column, cell in enumerate(cells[: len(picture.blocks)]):
            x = left + column * wide + _PAD
            top = y + (tall - -(-len(cell) // per_line) * _STEP) / 2
            for number, status in enumerate(cell):
                across, down = number % per_line, number // per_line
                sheet.mark(status, x + _MARK / 2 + across * _STEP, top + _STEP / 2 + down * _STEP, _MARK)
            if not cell:
                sheet.text((x + 1, y + tall / 2 + 3), "–", SMALL, colour=QUIET)
        y += tall
        sheet.line(((0, y), (sheet.width, y)), RULE)
    sheet.height = y + 8 + sheet.key(0, y + 8, status_keys(picture.words), sheet.width)
