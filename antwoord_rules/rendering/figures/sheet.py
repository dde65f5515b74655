"""A sheet to draw on, in points from its upper left corner down. A drawing decides how high its sheet is when it is done.

Every artist states its own looks, so that settings of the user or of another thread don't reach a drawing; only how dashes
grow with the width of their line is a setting that matplotlib reads by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from math import cos, pi, sin
from typing import Final, Literal, TypeAlias

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from antwoord_rules.rendering.figures import style
from antwoord_rules.rendering.figures.style import GAP, INK, LEADING, NORMAL, QUIET, SMALL, WHITE, Look
from antwoord_rules.rendering.pictures import Status

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["left", "center", "right"]
Key: TypeAlias = tuple[Callable[["Sheet", float, float], float], str]
"""What draws a sign, given its left and its middle, and says how wide it is (at most `_SIGNS`), and what that sign means."""

STATUSES: Final[tuple[Status, Status, Status]] = ("met", "unmet", "unknown")
SIGN: Final = 12.0
_SIGNS: Final = 34.0
_MARGIN: Final = 3.0
"""Around all that is drawn, for lines and letters that stick out a little."""
_HATCHES: Final = {"/": ((1, -1),), "\\": ((1, 1),), "x": ((1, -1), (1, 1))}
_APART: Final = 4.2
_ARC: Final = 0.5523
"""How far the handles of a curve reach that is a quarter of a circle of radius 1."""
_MOVE, _LINE, _QUAD, _CUBE, _CLOSE = (int(code) for code in (Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE4, Path.CLOSEPOLY))


class Sheet:
    """A sheet to draw on from 0 to `width`; `height` is for the drawing to set."""

    def __init__(self, width_mm: float, dpi: int) -> None:
        self.width = style.points(width_mm) - 2 * _MARGIN
        self.height = 1.0
        self.figure = Figure(dpi=dpi, facecolor=WHITE, edgecolor="none", linewidth=0)
        self._down = Affine2D()

    @property
    def size(self) -> tuple[float, float]:
        """How wide and high the whole is, margins included."""
        return self.width + 2 * _MARGIN, self.height + 2 * _MARGIN

    def finished(self) -> Figure:
        """The figure, at its height."""
        wide, high_ = self.size
        self.figure.set_size_inches(wide / 72, high_ / 72)
        self._down.clear().translate(_MARGIN, _MARGIN - high_).scale(1 / 72, -1 / 72)
        return self.figure

    def png(self) -> bytes:
        """The drawing as dots."""
        stream = BytesIO()
        FigureCanvasAgg(self.finished()).print_png(stream, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return stream.getvalue()

    def path(self, points: Sequence[Point], codes: Sequence[int], look: Look, *, filled: bool = True) -> None:
        """A shape, or a line when not filled."""
        patch = PathPatch(
            Path(list(points), list(codes)),
            facecolor=look.fill if filled else "none",
            edgecolor=look.edge if look.line else "none",
            linewidth=look.line,
            linestyle=(0, look.dashes) if look.dashes else "solid",
            fill=filled,
            antialiased=True,
            capstyle="butt",
            joinstyle="round",
            transform=self._down + self.figure.dpi_scale_trans,
        )
        self.figure.add_artist(patch)

    def line(self, points: Sequence[Point], colour: str = QUIET, line: float = 0.8, dashes: tuple[float, ...] = ()) -> None:
        """A line from point to point."""
        self.path(points, [_MOVE, *[_LINE] * (len(points) - 1)], Look("none", colour, line, dashes), filled=False)

    def curve(self, points: Sequence[Point], colour: str, line: float, dashes: tuple[float, ...] = ()) -> None:
        """Curves from a point on, each given by two handles and its end."""
        self.path(points, [_MOVE, *[_CUBE] * (len(points) - 1)], Look("none", colour, line, dashes), filled=False)

    def polygon(self, points: Sequence[Point], look: Look) -> None:
        """A shape with corners."""
        self.path([*points, points[0]], [_MOVE, *[_LINE] * (len(points) - 1), _CLOSE], look)

    def circle(self, middle: Point, radius: float, look: Look) -> None:
        """A circle."""
        (x, y), r, k = middle, radius, radius * _ARC
        around_ = [(x + r, y)]
        around_ += [(x + r, y + k), (x + k, y + r), (x, y + r), (x - k, y + r), (x - r, y + k), (x - r, y)]
        around_ += [(x - r, y - k), (x - k, y - r), (x, y - r), (x + k, y - r), (x + r, y - k), (x + r, y)]
        self.path([*around_, around_[0]], [_MOVE, *[_CUBE] * 12, _CLOSE], look)

    def box(self, x: float, y: float, width: float, height: float, look: Look, *, round_: float = 0) -> None:
        """A rectangle, with its hatch; rounded, if asked. One without an area is not drawn."""
        if width <= 0 or height <= 0:
            return
        r, right, low = min(round_, width / 2, height / 2), x + width, y + height
        if r:
            corners = [(x + r, y), (right - r, y), (right, y), (right, y + r), (right, low - r), (right, low), (right - r, low)]
            corners += [(x + r, low), (x, low), (x, low - r), (x, y + r), (x, y), (x + r, y), (x + r, y)]
            self.path(corners, [_MOVE, *[_LINE, _QUAD, _QUAD] * 4, _CLOSE], look)
        else:
            self.polygon(((x, y), (right, y), (right, low), (x, low)), look)
        for direction in _HATCHES.get(look.hatch, ()):
            strokes = [[(x + across, y + down) for across, down in ends] for ends in _strokes(width, height, direction)]
            if strokes:  # plain lines, cut at the sides: every reader of SVG draws those
                self.path(
                    [end for ends in strokes for end in ends],
                    [_MOVE, _LINE] * len(strokes),
                    Look("none", look.edge, 0.7),
                    filled=False,
                )

    def text(
        self,
        at: Point,
        text: str,
        size: float = NORMAL,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: Anchor = "left",
    ) -> None:
        """A text on one line, its base line at a point. It must be one that `style` cleaned."""
        if not text:
            return
        self.figure.add_artist(
            Text(
                *at,
                text,
                fontproperties=style.font(size, bold=bold),
                color=colour,
                horizontalalignment=anchor,
                verticalalignment="baseline",
                parse_math=False,
                usetex=False,
                antialiased=True,
                transform=self._down + self.figure.dpi_scale_trans,
            )
        )

    def lines(
        self,
        at: Point,
        lines: Sequence[str],
        size: float = NORMAL,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: Anchor = "left",
    ) -> float:
        """Lines below a point; how high they are."""
        x, y = at
        for number, line in enumerate(lines):
            self.text((x, y + size * (0.92 + number * LEADING)), line, size, bold=bold, colour=colour, anchor=anchor)
        return high(lines, size)

    def mark(self, status: Status, x: float, y: float, size: float = 9.0) -> None:
        """The sign of a status around a point: a full disc, a ring, or a question mark in a diamond."""
        r = size / 2
        if status == "met":
            self.circle((x, y), r * 0.92, Look(style.BLUE, style.DEEP, 0.6))
        elif status == "unmet":
            self.circle((x, y), r * 0.78, Look(WHITE, style.VERMILLION, size * 0.17))
        else:
            self.polygon(around((x, y), r * 1.15, 4), Look("#e4e4e4", QUIET, 0.6))
            self.question((x, y), size * 0.62, INK)

    def question(self, middle: Point, size: float, colour: str) -> None:
        """A question mark, as a line and a dot."""
        (x, y), u = middle, size / 10
        hook = [(-2.6, -2.6), (-2.6, -5.6), (2.8, -5.8), (2.8, -2.6), (2.8, -0.6), (0, -0.8), (0, 1.8)]
        self.curve([(x + a * u, y + b * u) for a, b in hook], colour, max(0.8, 1.5 * u))
        self.circle((x, y + 4.0 * u), 0.95 * u, Look(colour, colour, 0))

    def key(self, x: float, y: float, keys: Sequence[Key], room: float) -> float:
        """What the signs mean, in as many lines as needed below a point; how high that is."""
        left, row = x, 0
        for draw, meaning in keys:
            text = style.shortened(meaning, min(room - _SIGNS - GAP, 220), SMALL)
            if left > x and left + _SIGNS + GAP + style.width(text, SMALL) > x + room:
                left, row = x, row + 1
            middle = y + 7 + row * 14
            left += draw(self, left, middle) + GAP
            self.text((left, middle + 2.9), text, SMALL)
            left += style.width(text, SMALL) + 14
        return 14.0 * (row + 1) if keys else 0.0


def high(lines: Sequence[str], size: float) -> float:
    """How high lines are."""
    return len(lines) * size * LEADING


def status_keys(words: Sequence[str], *, bars: bool = False) -> tuple[Key, ...]:
    """The signs of the statuses with what they mean: met, not met, unknown; the look of their bars too, if asked."""
    return tuple((_sign(status, bar=bars), word) for status, word in zip(STATUSES, words, strict=False))


def _sign(status: Status, *, bar: bool) -> Callable[[Sheet, float, float], float]:
    def draw(sheet: Sheet, x: float, y: float) -> float:
        sheet.mark(status, x + SIGN / 2, y)
        return SIGN + 3 + swatch(style.STATUS[status])(sheet, x + SIGN + 3, y) if bar else SIGN

    return draw


def swatch(look: Look) -> Callable[[Sheet, float, float], float]:
    """A sign that is a piece of a bar."""

    def draw(sheet: Sheet, x: float, y: float) -> float:
        sheet.box(x, y - 4.5, 1.5 * SIGN, 9, look)
        return 1.5 * SIGN

    return draw


def around(middle: Point, radius: float, corners: int, turned: float = 0.0) -> list[Point]:
    """The corners of a regular shape, from the top on to the right."""
    x, y = middle
    angles = (2 * pi * number / corners - pi / 2 + turned for number in range(corners))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


def _strokes(width: float, height: float, direction: tuple[int, int]) -> list[tuple[Point, Point]]:
    """The lines of a hatch in a rectangle at the origin, rising to the right or falling."""
    found: list[tuple[Point, Point]] = []
    for number in range(int((width + height) / _APART + 0.5)):
        at = _APART * (number + 0.5)  # across + down, the same all along a rising line
        low, top = (max(0.0, at - height), min(at, height)), (min(at, width), max(0.0, at - width))
        if direction == (1, -1):
            found.append((low, top))
        else:
            found.append(((width - low[0], low[1]), (width - top[0], top[1])))
    return found
