"""Values and texts from outside, made safe to show in a message."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from antwoord_rules.language import Text

MOST_CHARACTERS: Final = 60
_MOST_BITS: Final = 1000
_NOT_PRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def forbidden(text: str) -> str | None:
    """The first control character or half of a Unicode pair in a text, as `U+001B`; None when there is none."""
    found = _NOT_PRINTED.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"


def clean(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text without characters that a terminal or an encoder can't take, cut when long."""
    text = _NOT_PRINTED.sub("\N{REPLACEMENT CHARACTER}", text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def shown(raw: object) -> str:
    """A raw value as JSON writes it, cut when long."""
    if raw is None or isinstance(raw, bool):
        return "null" if raw is None else str(raw).lower()
    if isinstance(raw, str):
        return f'"{clean(raw)}"'
    if isinstance(raw, int) and raw.bit_length() > _MOST_BITS:  # Python refuses to write such a number out
        return "1e1000…"
    return clean(str(raw) if isinstance(raw, (int, float, Decimal)) else type(raw).__name__)


_REASONS: Final[Mapping[int, Text]] = {
    errno.EACCES: Text("geen toegang", "no access"),
    errno.EPERM: Text("geen toegang", "no access"),
    errno.EISDIR: Text("het is een map", "it is a folder"),
    errno.ENOENT: Text("de map bestaat niet", "the folder does not exist"),
    errno.ENOTDIR: Text("een deel van het pad is geen map", "a part of the path is no folder"),
    errno.ENOSPC: Text("de schijf is vol", "the disk is full"),
    errno.ENAMETOOLONG: Text("de naam is te lang", "the name is too long"),
    errno.EADDRINUSE: Text("daar luistert al iets", "something listens there already"),
    errno.EADDRNOTAVAIL: Text("dat adres heeft deze computer niet", "this computer does not have that address"),
    errno.EROFS: Text("de schijf is alleen te lezen", "the disk is read-only"),
}


def reason(error: OSError | ValueError | RuntimeError) -> Text:
    """Why a file could not be read or written, for readers; what is rare is said as the system says it."""
    if isinstance(error, OSError):
        told = error.strerror or str(error)
        return _REASONS.get(error.errno or 0, Text(told, told))
    if isinstance(error, RuntimeError):
        return Text("de koppelingen lopen in een kring", "the links run in a circle")
    return Text("de naam bevat een teken dat niet kan", "the name holds a character that it can't")
