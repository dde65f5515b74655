"""A drawing as SVG: shapes and texts with their looks as attributes, and nothing besides.

matplotlib's own writer of SVG takes settings that all threads share, puts a style sheet in the drawing that would reach the
whole page, and leaves ids that clash when drawings stand together; hence a renderer of our own, as matplotlib provides for.

Texts stay texts: they can be found and copied, need a fraction of the bytes of outlines, and a browser's own hinting keeps
small letters sharp. The layout is made with the widths of DejaVu Sans, which is wider than the fonts that usually take its
place where it is absent, so nothing grows out of its place.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from antwoord_rules.rendering.figures.sheet import Sheet
from antwoord_rules.rendering.figures.style import font_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

_LETTERS: Final = {
    int(code): letter
    for code, letter in ((Path.MOVETO, "M"), (Path.LINETO, "L"), (Path.CURVE3, "Q"), (Path.CURVE4, "C"), (Path.CLOSEPOLY, "Z"))
}
_ANCHORS: Final = {"center": "middle", "right": "end"}
_FAMILY: Final = "DejaVu Sans, Verdana, sans-serif"


def as_svg(sheet: Sheet) -> str:
    """The drawing as an `<svg>` element: no declaration, no ids, no style sheet, no script, nothing from elsewhere."""
    figure = sheet.finished()
    renderer = _Renderer(*sheet.size)
    figure.draw(renderer)
    wide, high = map(_n, sheet.size)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
        f'font-family="{_FAMILY}" stroke-linejoin="round">'
    )
    return "\n".join([start, *renderer.found, "</svg>"]) + "\n"


class _Renderer(RendererBase):
    """Writes down what a figure of 72 dots an inch draws."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.size = (width, height)
        self.found: list[str] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size, in points."""
        return self.size

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803 - matplotlib's name
        """Write down a shape or a line."""
        down = transform + Affine2D().scale(1, -1).translate(0, self.size[1])
        drawn = ""
        for ends, code in down.transform_path(path).iter_segments(simplify=False, curves=True):
            numbers = cast("Sequence[float]", ends)  # matplotlib says no more than that it can be an array
            drawn += _LETTERS[int(code)] + ("" if code == Path.CLOSEPOLY else " ".join(map(_n, numbers)))
        fill = to_hex(rgbFace) if rgbFace is not None else "none"
        self.found.append(f'<path d="{drawn}" fill="{fill}"{_stroke(gc)}/>')

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,  # noqa: ARG002 - nothing is turned
        ismath: bool | Literal["TeX"] = False,  # noqa: ARG002 - nothing is a formula
        mtext: Text | None = None,
    ) -> None:
        """Write down a text at its anchor, so that another font keeps it there."""
        anchor = ""
        if mtext is not None:
            x, y = mtext.get_transform().transform(mtext.get_unitless_position())
            y = self.size[1] - y
            where = _ANCHORS.get(mtext.get_horizontalalignment())
            anchor = f' text-anchor="{where}"' if where else ""
        weight = ' font-weight="bold"' if prop.get_file() == font_file(bold=True) else ""
        look = f'font-size="{_n(prop.get_size_in_points())}"{weight}{anchor} fill="{to_hex(gc.get_rgb())}"'
        self.found.append(f'<text x="{_n(x)}" y="{_n(y)}" {look}>{escape(s)}</text>')


def _stroke(gc: GraphicsContextBase) -> str:
    if not gc.get_linewidth():
        return ""
    _, dashes = gc.get_dashes()
    pattern = "" if dashes is None else f' stroke-dasharray="{" ".join(map(_n, cast("Sequence[float]", dashes)))}"'
    return f' stroke="{to_hex(gc.get_rgb())}" stroke-width="{_n(gc.get_linewidth())}"{pattern}'


def _n(number: float) -> str:
    """A number with two decimals at most."""
    found = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if found == "-0" else found
