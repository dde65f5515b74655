"""How many columns of a terminal texts take, and texts cut or filled to a number of them."""

from __future__ import annotations

from unicodedata import combining, east_asian_width


def columns(text: str) -> int:
    """The columns that a text takes."""
    return sum(_columns(character) for character in text)


def padded(text: str, width: int) -> str:
    """The text, with spaces up to so many columns."""
    return text + " " * (width - columns(text))


def shortened(text: str, width: int) -> str:
    """The text in at most so many columns; what is cut off, preferably after a word, shows as "…"."""
    if columns(text) <= width:
        return text
    kept, used = "", 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept += character
    # A word that is cut says little, but so does half a line.
    whole, _, rest = kept.rpartition(" ")
    following = text[len(kept) : len(kept) + 1]
    if following != " " and columns(whole) * 2 >= width and rest:
        kept = whole
    return kept.rstrip(" ,;:") + "…"


def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
