"""Tables of a benchmark: as text in 80 columns with the numbers to the right and marks for headers, else in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Table
from antwoord_rules.rendering.lines import WIDTH
from antwoord_rules.rendering.measuring import columns, shortened
from antwoord_rules.reports.benchmarks.scene import Scene

HERE: Final = {True: "▶ ", False: "  "}
"""The mark of what is pointed out, and the room for it."""
_APART: Final = 2


def table(
    scene: Scene, headers: Sequence[str], rows: Iterable[Sequence[str]], *, wide: int, words_in: Collection[int] = ()
) -> Table:
    """A table; as text the numbers stand right (not column `wide` and those in `words_in`), and what does not fit in column
    `wide` is cut; else column `wide`, which says what a row is about, comes first."""
    cells = [list(row) for row in rows]
    if scene.form != "text":
        first, *others = ((row[wide], *row[:wide], *row[wide + 1 :]) for row in (list(headers), *cells))
        return Table(first, tuple(others), row_headers=True)
    widths = [max(map(columns, column)) for column in zip(headers, *cells, strict=True)]
    room = WIDTH - sum(width + _APART for i, width in enumerate(widths) if i != wide)
    shown = []
    for row in (list(headers), *cells):
        row[wide] = shortened(row[wide], room)
        shown.append(
            tuple(
                cell if i == wide or i in words_in else " " * (width - columns(cell)) + cell
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )
    return Table(shown[0], tuple(shown[1:]))


def headers(scene: Scene, whole: Sequence[Text], marks: Sequence[str]) -> list[str]:
    """Headers in words; as text, where room is scarce, marks that a legend explains."""
    return list(marks) if scene.form == "text" else [scene.say(text) for text in whole]


def name_of(scene: Scene, index: int) -> str:
    """The name of a row, with a mark before the one that is pointed out."""
    focus = scene.found.focus
    return scene.names[index] if focus is None else f"{HERE[index == focus]}{scene.names[index]}"
