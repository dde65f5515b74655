"""Colours, sizes, and texts that are sure to be drawn: measured, wrapped and shortened with the metrics of the one font used.

The colours are of Okabe and Ito's palette, or tints and shades of it. What colour tells is told by shape or hatch as well, and
by lightness, for who reads in grey.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, get_font

from antwoord_rules.rendering.pictures import Status

WHITE: Final = "#ffffff"
INK: Final = "#1a1a1a"
QUIET: Final = "#4d4d4d"
"""Of texts that matter less, and of axes."""
RULE: Final = "#c8c8c8"
"""Of lines that only guide the eye."""
PALE: Final = "#f1f1f1"
BLUE: Final = "#0072b2"
DEEP: Final = "#004b76"
SKY: Final = "#d3e6f3"
VERMILLION: Final = "#c04f00"
PEACH: Final = "#f2b48a"

SMALL: Final = 8.0
NORMAL: Final = 8.5
LARGE: Final = 12.0
LEADING: Final = 1.22
"""From one base line to the next, in sizes of the letter."""
GAP: Final = 4.0

ELLIPSIS: Final = "…"
UNSHOWN: Final = "\ufffd"
_LONGEST: Final = 400
"""No drawing has room for a label of more characters."""
_EXACT: Final = 100
_DARK: Final = 0.04045
"""Up to here the light of a colour grows in a straight line with its number, by the definition of sRGB."""
_VOWELS: Final = "aeiouyàâäéèêëïîóôöúûü"
_SYLLABLE: Final = re.compile(
    rf"(?<=[{_VOWELS}])[^\W\d_{_VOWELS}]*?(?=(?:sch|ch|[bpdtgkfv]r|[bpgkfv]l|[^\W\d_{_VOWELS}])[{_VOWELS}])", re.IGNORECASE
)
_TAIL: Final = 2
"""The fewest letters before and after a hyphen."""


class Look(NamedTuple):
    """How an area is filled and edged; `hatch` is the pattern drawn over the fill."""

    fill: str
    edge: str
    line: float = 0.8
    dashes: tuple[float, ...] = ()
    hatch: str = ""


STATUS: Final[dict[Status, Look]] = {
    "met": Look(BLUE, DEEP),
    "unmet": Look(PEACH, VERMILLION, hatch="/"),
    "unknown": Look(WHITE, QUIET, dashes=(2, 1.5)),
}
SERIES: Final = (
    Look(BLUE, DEEP, 2.0),
    Look(WHITE, VERMILLION, 1.5, (5, 2)),
    Look(RULE, INK, 1.2, (1.2, 1.8)),
)
"""Of the municipality, its target and its peers."""


def points(millimetres: float) -> float:
    """A length in points, the unit of every drawing."""
    return millimetres * 72 / 25.4


@lru_cache(maxsize=2)
def font_file(*, bold: bool) -> str:
    """The font that comes with matplotlib, so that every machine draws with the same."""
    return str(Path(get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"))


def font(size: float, *, bold: bool) -> FontProperties:
    """The font in a size, in points."""
    return FontProperties(fname=font_file(bold=bold), size=size)


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float | None:
    """How wide a character is in a letter of size 1; None when the font has no such character."""
    face = get_font(font_file(bold=bold))
    if not face.get_char_index(ord(character)):
        return None
    face.set_size(_EXACT, 72)
    return float(face.load_char(ord(character)).linearHoriAdvance) / 65536 / _EXACT


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is that `clean` made."""
    return sum(_advance(character, bold=bold) or 0.0 for character in text) * size


def clean(text: str) -> str:
    """A text on one line, of characters that the font has: others become a sign for that, and what is no letter goes."""
    found = []
    for character in unicodedata.normalize("NFC", text[: 2 * _LONGEST]):
        category = unicodedata.category(character)
        if category[0] == "Z" or category == "Cc":
            found.append(" ")
        elif category in {"Cn", "Co", "Cs"}:
            found.append(UNSHOWN)
        elif category not in {"Cf", "Mn", "Me"}:
            both = (_advance(character, bold=bold) for bold in (False, True))
            found.append(UNSHOWN if None in both else character)
    return " ".join("".join(found).split())


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """As much of a text as there is room for; an ellipsis stands for the rest."""
    text = clean(text)
    return text if width(text, size, bold=bold) <= room else _cut(text, room, size, bold=bold)


def _cut(text: str, room: float, size: float, *, bold: bool) -> str:
    left = room - width(ELLIPSIS, size, bold=bold)
    end = 0
    for character in text:
        left -= width(character, size, bold=bold)
        if left < 0:
            break
        end += 1
    return text[:end].rstrip(" -,.;:") + ELLIPSIS


def wrapped(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text in so many lines at most, none wider than the room; words that are too long break, the rest gives way to an
    ellipsis. A text of nothing has no lines.
    """
    words = deque(clean(text).split())
    found: list[str] = []
    while words:
        here = words.popleft()
        if width(here, size, bold=bold) > room:
            whole = here
            here, rest = _broken(whole, room, size, bold=bold)
            if len(found) == lines - 1:
                return (*found, _cut(whole, room, size, bold=bold))
            words.appendleft(rest)
        else:
            while words and width(f"{here} {words[0]}", size, bold=bold) <= room:
                here += f" {words.popleft()}"
            if words and len(found) == lines - 1:
                return (*found, _cut(f"{here} {' '.join(words)}", room, size, bold=bold))
        found.append(here)
    return tuple(found)


def _broken(word: str, room: float, size: float, *, bold: bool) -> tuple[str, str]:
    """A word in two, the first within the room: after a mark, between syllables as well as letters tell where, or anywhere."""
    left, last = room - width("-", size, bold=bold), 0
    for character in word[:-1]:
        left -= width(character, size, bold=bold)
        if left < 0:
            break
        last += 1
    last = max(1, last)
    marks = [end for end in range(2, last + 1) if word[end - 1] in "-/_." and end < len(word)]
    if marks:
        return word[: marks[-1]], word[marks[-1] :]
    ends = [found.end() for found in _SYLLABLE.finditer(word) if _TAIL <= found.end() <= min(last, len(word) - _TAIL)]
    at = ends[-1] if ends else last
    hyphen = "-" if at > 1 and word[at - 1].isalpha() and word[at].isalpha() else ""
    return word[:at] + hyphen, word[at:]


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1, as the Web Content Accessibility Guidelines reckon it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (float(part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """How light a colour seems, in grey as well: CIE L*, from 0 to 100."""
    return 116 * float(luminance(colour) ** (1 / 3)) - 16


def mixed(one: str, other: str, part: float) -> str:
    """A colour between two: at 0 the one, at 1 the other."""
    sides = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in sides)
