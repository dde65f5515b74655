"""The long text of each diagnostic code, for `antwoord check --explain CODE`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from antwoord_rules.diagnostics import DIAGNOSTICS
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import did_you_mean

_PAGES: Final = Path(__file__).parent / "pages"
_HEADING: Final = re.compile(r"^## ([A-Z][A-Z-]*)$", re.MULTILINE)

_FENCE: Final = re.compile(r"^```[a-z]*$", re.MULTILINE)


def pages(language: Language) -> Mapping[str, str]:
    """The text of every code in a language, as Markdown."""
    _, *parts = _HEADING.split((_PAGES / f"{language}.md").read_text(encoding="utf-8"))
    return {code: text.strip() for code, text in zip(parts[::2], parts[1::2], strict=True)}


class Passage(NamedTuple):
    """A paragraph of a text, or lines that stand as they are (`code`)."""

    text: str
    code: bool


def passages(code: str, language: Language) -> tuple[Passage, ...]:
    """The text of one code in pieces; names in it stand between grave accents. Raises `UsageError` as `page` does."""
    _, _, text = page(code, language).partition("\n\n")
    found = []
    for number, part in enumerate(_FENCE.split(text)):
        if number % 2:
            found.append(Passage(part.strip("\n"), code=True))
        else:
            found += [Passage(" ".join(paragraph.split()), code=False) for paragraph in part.split("\n\n") if paragraph.strip()]
    return tuple(found)


def page(code: str, language: Language) -> str:
    """The text of one code, under its name; raises `UsageError` for a code that does not exist."""
    name = code.upper()
    if name not in DIAGNOSTICS:
        raise UsageError([problem("CODE-UNKNOWN", name=clean(code), suggestion=did_you_mean(name, DIAGNOSTICS))])
    return f"{name}\n\n{pages(language)[name]}\n"
