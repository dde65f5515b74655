"""The long text of each diagnostic code, for `antwoord check --explain CODE`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from antwoord_rules.diagnostics import DIAGNOSTICS
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean

_PAGES: Final = Path(__file__).parent / "pages"
_HEADING: Final = re.compile(r"^## ([A-Z][A-Z-]*)$", re.MULTILINE)


def pages(language: Language) -> Mapping[str, str]:
    """The text of every code in a language, as Markdown."""
    _, *parts = _HEADING.split((_PAGES / f"{language}.md").read_text(encoding="utf-8"))
    return {code: text.strip() for code, text in zip(parts[::2], parts[1::2], strict=True)}


def page(code: str, language: Language) -> str:
    """The text of one code, under its name; raises `UsageError` for a code that does not exist."""
    name = code.upper()
    if name not in DIAGNOSTICS:
        raise UsageError([problem("CODE-UNKNOWN", name=clean(code), suggestion=did_you_mean(name, DIAGNOSTICS))])
    return f"{name}\n\n{pages(language)[name]}\n"
