"""Where a request comes from: pages of our own, or elsewhere. Browsers say so, and pages can't make them lie."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

_OWN: Final = frozenset({"same-origin", "none"})


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a page of another site (or port) sends this."""
    if request.headers.get("sec-fetch-site", "same-origin") not in _OWN:
        return True
    origin = request.headers.get("origin")
    return origin is not None and origin.lower().partition("://")[2] != request.headers.get("host", "").lower()


def local(address: str) -> str:
    """The address when it leads to a page of ours; else that of the overview."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and address.isascii() and address.isprintable() else "/"


def within(address: str) -> str:
    """Where an address leads within its site; to the overview when it is none."""
    try:
        found = urlsplit(address)
    except ValueError:
        return "/"
    return f"{found.path}?{found.query}" if found.query else found.path
