"""The measures of a plan on an axis of months, in letters of one width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from antwoord_rules.rendering.lines import WIDTH
from antwoord_rules.rendering.measuring import columns, padded, shortened

if TYPE_CHECKING:
    from antwoord_rules.reasoning.plans import Step

CRITICAL: Final = "█"
SLACK: Final = "░"
_LONGEST_NAME: Final = 34
_MOST_A_MONTH: Final = 4
"""A short plan is drawn with so many columns a month, no more: bars that fill the line would look like a long plan."""
_INTERVALS: Final = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600)
_APART: Final = 2


def timeline(steps: Sequence[Step], labels: Mapping[str, str]) -> tuple[str, ...]:
    """The axis and a line for each measure, in at most 80 columns: by start, then end, then name. No steps, no lines.

    A bar is at least one column wide, however short its measure is.
    """
    if not steps:
        return ()
    names = {step.measure: shortened(labels[step.measure], _LONGEST_NAME) for step in steps}
    spans = {step.measure: f"{step.start}-{step.end}" for step in steps}
    name_width, span_width = max(map(columns, names.values())), max(map(len, spans.values()))
    left = name_width + 1 + span_width + 2
    last = max(step.end for step in steps)
    axis = _Axis(last, WIDTH - left - 1)
    lines = [(" " * left + line).rstrip() for line in axis.lines()]
    for step in sorted(steps, key=lambda step: (step.start, step.end, step.measure)):
        start = min(axis.column(step.start), axis.width - 1)
        length = max(1, axis.column(step.end) - start)
        bar = (CRITICAL if step.critical else SLACK) * length
        name, span = padded(names[step.measure], name_width), spans[step.measure].rjust(span_width)
        lines.append(f"{name} {span}  {' ' * start}{bar}")
    return tuple(lines)


class _Axis:
    """Months on columns: month 0 is column 0, the last month is column `width`."""

    def __init__(self, last: int, room: int) -> None:
        self.last = max(1, last)
        self.width = self.last * min(_MOST_A_MONTH, room // self.last) or room

    def column(self, month: int) -> int:
        return month * self.width // self.last

    def lines(self) -> tuple[str, str]:
        """The numbers of the months, and the line with its ticks."""
        ticks = self._ticks()
        numbers = ""
        for month in ticks:
            numbers += " " * (self._place(month) - len(numbers)) + str(month)
        line = ["─"] * (self.width + 1)
        for month in ticks:
            line[self.column(month)] = "┬"
        line[0], line[-1] = "├", "┤"
        return numbers, "".join(line)

    def _place(self, month: int) -> int:
        """Where the number of a month begins: at its tick, but within the line."""
        return min(self.column(month), self.width + 1 - len(str(month)))

    def _ticks(self) -> list[int]:
        needed = len(str(self.last)) + _APART
        step = next((s for s in _INTERVALS if self.column(s) >= needed or s >= self.last), self.last)
        ticks = list(range(0, self.last, step))
        while len(ticks) > 1 and self._place(ticks[-1]) + len(str(ticks[-1])) >= self._place(self.last):
            ticks.pop()
        return [*ticks, self.last]
