"""Shares as people write them."""

from __future__ import annotations

from typing import Final

_ALL: Final = 100


def whole(share: float) -> int:
    """A share from 0 to 1 in whole per cents; only nothing is 0 and only all is 100."""
    rounded = int(share * _ALL + 0.5)
    if rounded == 0 and share > 0:
        return 1
    return _ALL - 1 if rounded >= _ALL and share < 1 else rounded


def per_cent(share: float) -> str:
    """The same with its sign: "50%"."""
    return f"{whole(share)}%"
