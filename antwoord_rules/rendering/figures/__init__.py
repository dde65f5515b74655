"""Drawings of pictures: SVG for documents that hold it, PNG for those that don't. The same picture gives the same bytes.

Nothing here imports matplotlib until something is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Text
from antwoord_rules.rendering.pictures import Counts, Ladder, Picture, Profile, Progress, Shares, Spider, Timeline, Why

if TYPE_CHECKING:
    from antwoord_rules.rendering.figures.sheet import Sheet

__all__ = ["png", "svg"]

_NO_LIBRARY: Final = Text("matplotlib is niet geïnstalleerd", "matplotlib is not installed")


def svg(picture: Picture, width_mm: float = 170) -> str:
    """An `<svg>` element that needs nothing else. It has no ids, so that figures on one page can't clash.

    Raises `UsageError` without matplotlib; so does `png`.
    """
    from antwoord_rules.rendering.figures.vector import as_svg

    return as_svg(_drawn(picture, width_mm, dpi=72))


def png(picture: Picture, width_mm: float = 160, dpi: int = 300) -> bytes:
    """A PNG image that says at how many dots an inch it is meant to be printed."""
    return _drawn(picture, width_mm, dpi).png()


def _drawn(picture: Picture, width_mm: float, dpi: int) -> Sheet:
    try:
        import matplotlib as mpl  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="report", reason=_NO_LIBRARY)]) from error
    from antwoord_rules.rendering.figures.sheet import Sheet

    sheet = Sheet(width_mm, dpi)
    match picture:
        case Ladder():
            from antwoord_rules.rendering.figures.ladder import draw_ladder

            draw_ladder(picture, sheet)
        case Profile():
            from antwoord_rules.rendering.figures.profile import draw_profile

            draw_profile(picture, sheet)
        case Spider():
            from antwoord_rules.rendering.figures.spider import draw_spider

            draw_spider(picture, sheet)
        case Timeline():
            from antwoord_rules.rendering.figures.timeline import draw_timeline

            draw_timeline(picture, sheet)
        case Why():
            from antwoord_rules.rendering.figures.why import draw_why

            draw_why(picture, sheet)
        case Progress():
            from antwoord_rules.rendering.figures.progress import draw_progress

            draw_progress(picture, sheet)
        case Counts():
            from antwoord_rules.rendering.figures.counts import draw_counts

            draw_counts(picture, sheet)
        case Shares():
            from antwoord_rules.rendering.figures.counts import draw_shares

            draw_shares(picture, sheet)
    return sheet
