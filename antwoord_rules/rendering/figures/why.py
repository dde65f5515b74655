"""What a conclusion rests on: boxes in columns from the conclusion on the left to the facts on the right, joined by lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.sheet import Point, Sheet
from antwoord_rules.rendering.figures.style import LEADING, QUIET, SKY, SMALL, WHITE, Look
from antwoord_rules.rendering.pictures import Node, Status, Why

_SWEEPS: Final = 8
_PAGE: Final = 640.0
"""How high a drawing is that still fits on a page, in points."""
_LINES: Final = (6, 5, 4, 3, 2, 1)
"""The most lines of a label: the first that makes its column fit on a page, or else the last."""
_APART: Final = 5.0
_PAD: Final = 4.0
_WIDEST: Final = 190.0
_SWING: Final = 12.0
"""How far a line between two boxes of one column swings out to the right."""
_BETWEEN: Final = 115.0
"""What is left between the columns, all together."""
_SIGN: Final = 11.0
_SPACE: Final = 5.0
"""Between a label and a value that follows it."""
_BOXES: Final[Mapping[Status, Look]] = {
    "met": Look(SKY, style.DEEP, 1.0),
    "unmet": Look(WHITE, style.VERMILLION, 1.6),
    "unknown": Look(WHITE, QUIET, 1.0, (3, 2)),
}
_EDGES: Final[Mapping[Status, Look]] = {
    "met": Look(WHITE, style.BLUE, 0.9),
    "unmet": Look(WHITE, style.VERMILLION, 1.5),
    "unknown": Look(WHITE, QUIET, 0.9, (3, 2)),
}


class _Box(NamedTuple):
    """A node with its lines, and where it stands. The value follows the label, or stands below it when that has no room."""

    node: Node
    label: tuple[str, ...]
    value: str
    follows: bool
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw_why(picture: Why, sheet: Sheet) -> None:
    """Draw the boxes and the lines."""
    nodes = {node.id: node for node in picture.nodes}
    edges = [(one, other) for one, other in dict.fromkeys(picture.edges) if one in nodes and other in nodes and one != other]
    columns = _columns(nodes, edges)
    if not columns:
        return
    swings = any(nodes[one].column == nodes[other].column for one, other in edges)
    sized = _columns_sized(columns, sheet.width - (_SWING if swings else 0))
    tall = max(sum(box.height + _APART for box in column) for column in sized)
    boxes = _placed(sized, edges, tall)
    for one, other in edges:
        _edge(sheet, boxes[one], boxes[other], boxes)
    for box in boxes.values():
        _draw(sheet, box)
    sheet.height = tall + 2


def _columns(nodes: Mapping[str, Node], edges: Sequence[tuple[str, str]]) -> list[list[Node]]:
    """The nodes by column, within each near what they are joined to, so that few lines cross."""
    by_column: dict[int, list[Node]] = {}
    for node in nodes.values():
        by_column.setdefault(node.column, []).append(node)
    columns = [by_column[number] for number in sorted(by_column)]
    near: dict[str, list[str]] = {name: [] for name in nodes}
    for one, other in edges:
        near[one].append(other)
        near[other].append(one)
    place = {node.id: (number + 0.5) / len(column) for column in columns for number, node in enumerate(column)}
    for sweep in range(_SWEEPS):
        for number in range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns))):
            column = columns[number]
            ids = {node.id for node in column}
            wanted = {
                node.id: _mean([place[name] for name in near[node.id] if name not in ids], place[node.id]) for node in column
            }
            column.sort(key=lambda node: wanted[node.id])
            place |= {node.id: (at + 0.5) / len(column) for at, node in enumerate(column)}
    return columns


def _columns_sized(columns: Sequence[Sequence[Node]], across: float) -> list[list[_Box]]:
    """The boxes of each column, from left to right: wider where there are more of them, who can't each be high."""
    between = max(10.0, min(32.0, _BETWEEN / len(columns)))
    most = max(map(len, columns))
    weights = [0.7 + 0.3 * len(column) / most for column in columns]
    room = across - between * (len(columns) - 1)
    found, x = [], 0.0
    for column, weight in zip(columns, weights, strict=True):
        wide = min(_WIDEST, room * weight / sum(weights))
        for lines in _LINES:
            boxes = [_sized(node, (x, wide), lines) for node in column]
            if sum(box.height + _APART for box in boxes) <= _PAGE:
                break
        found.append(boxes)
        x += wide + between
    return found


def _sized(node: Node, across: tuple[float, float], lines: int) -> _Box:
    x, wide = across
    room = wide - 2 * _PAD - _SIGN
    bold = node.column == 0
    label = style.wrapped(node.label, room, SMALL, lines, bold=bold)
    value = style.shortened(node.value, room, SMALL)
    follows = bool(label) and style.width(label[-1], SMALL, bold=bold) + _SPACE + style.width(value, SMALL) <= room
    count = max(1, len(label) + (1 if value and not follows else 0))
    return _Box(node, label, value, follows, x, 0, wide, count * SMALL * LEADING + 6)


def _placed(columns: Sequence[Sequence[_Box]], edges: Sequence[tuple[str, str]], tall: float) -> dict[str, _Box]:
    """The boxes at their heights: as near to the middle of what each is joined to as those above and below let it."""
    boxes: dict[str, _Box] = {}
    near: dict[str, list[str]] = {box.node.id: [] for column in columns for box in column}
    for one, other in edges:
        near[one].append(other)
        near[other].append(one)
    for column in columns:
        for place, box in enumerate(column):
            boxes[box.node.id] = box._replace(y=(place + 0.5) * tall / len(column) - box.height / 2)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            here = [boxes[box.node.id] for box in column]
            wanted = []
            for box in here:
                others = [boxes[name].middle for name in near[box.node.id] if boxes[name].x != box.x]
                wanted.append(_mean(others, box.middle) - box.height / 2)
            for box, y in zip(here, _spread(wanted, [box.height + _APART for box in here], tall), strict=True):
                boxes[box.node.id] = box._replace(y=y)
    return boxes


def _spread(wanted: Sequence[float], heights: Sequence[float], tall: float) -> list[float]:
    """The nearest places to these, in their order, where nothing overlaps and all stays on the sheet."""
    settled: list[float] = []
    below = 1.0
    for y, height in zip(wanted, heights, strict=True):
        settled.append(max(y, below))
        below = settled[-1] + height
    above = tall
    for place in reversed(range(len(settled))):
        settled[place] = max(1.0, min(settled[place], above - heights[place] + 1))
        above = settled[place] - 1
    return settled


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _edge(sheet: Sheet, one: _Box, other: _Box, boxes: Mapping[str, _Box]) -> None:
    """A curve between two boxes, which passes a column in between where no box stands."""
    look = _EDGES[other.node.status]
    if one.x == other.x:  # within a column: out to the right and back
        side, out = one.x + one.width, one.x + one.width + _SWING
        points = [(side, one.middle), (out, one.middle), (out, other.middle), (side, other.middle)]
        sheet.curve(points, look.edge, look.line, look.dashes)
        return
    if one.x > other.x:
        one, other = other, one
    points = [(one.x + one.width, one.middle)]
    start, end = points[0], (other.x, other.middle)
    between = {box.x: box.width for box in boxes.values() if one.x < box.x < other.x}
    for x, wide in sorted(between.items()):
        y = start[1] + (end[1] - start[1]) * (x - start[0]) / (end[0] - start[0])
        y = _free([box for box in boxes.values() if box.x == x], y)
        _bend(points, (x, y))
        points += [(x + wide / 3, y), (x + wide * 2 / 3, y), (x + wide, y)]
    _bend(points, end)
    sheet.curve(points, look.edge, look.line, look.dashes)


def _bend(points: list[Point], to: Point) -> None:
    (x, y), (to_x, to_y) = points[-1], to
    points += [(x + (to_x - x) * 0.55, y), (to_x - (to_x - x) * 0.55, to_y), to]


def _free(column: Sequence[_Box], y: float) -> float:
    """The nearest height at which no box of a column stands."""
    sides = [side for box in column for side in (box.y - _APART / 2, box.y + box.height + _APART / 2)]
    free = [at for at in (y, *sides) if not any(box.y < at < box.y + box.height for box in column)]
    return min(free, key=lambda at: (abs(at - y), at))


def _draw(sheet: Sheet, box: _Box) -> None:
    status, bold = box.node.status, box.node.column == 0
    sheet.box(box.x, box.y, box.width, box.height, _BOXES[status], round_=5.0 if status == "met" else 0.0)
    sheet.mark(status, box.x + _PAD + 3.5, box.y + 3 + SMALL * LEADING / 2, 8.5)
    x, y = box.x + _PAD + _SIGN, box.y + 2.7
    y += sheet.lines((x, y), box.label, SMALL, bold=bold)
    if box.follows:
        x += style.width(box.label[-1], SMALL, bold=bold) + _SPACE
        y -= SMALL * LEADING
    sheet.lines((x, y), (box.value,), SMALL, colour=QUIET)
