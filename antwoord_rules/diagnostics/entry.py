"""An entry of the catalogue."""

from __future__ import annotations

from typing import NamedTuple

from antwoord_rules.language import Text


class Diagnostic(NamedTuple):
    """The two templates of a code; fields in braces are filled from a problem's details."""

    message: Text
    hint: Text


def entry(nl: str, en: str, hint_nl: str = "", hint_en: str = "") -> Diagnostic:
    """What is wrong, and what to do, in both languages."""
    return Diagnostic(Text(nl, en), Text(hint_nl, hint_en))
