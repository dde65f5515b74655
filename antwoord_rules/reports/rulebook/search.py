"""Searching the rule book: by words in all that is said of a thing, and by what it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Language
from antwoord_rules.reports.rulebook.entries import Entry, everything, kind_of, label_of, parts


class Filter(NamedTuple):
    """What is looked for; None and an empty text are no wish. Every word of `words` must be somewhere in what is said."""

    words: str = ""
    kind: str | None = None
    phase: int | None = None
    block: str | None = None
    basis: str | None = None


class Index:
    """All that the rule book says in one language, ready to be searched; accents and capitals make no difference."""

    def __init__(self, base: RuleBase, language: Language) -> None:
        self._things: Mapping[str, Entry] = everything(base)
        self._said = {name: _said(base, thing, language) for name, thing in self._things.items()}

    def find(self, wanted: Filter) -> tuple[str, ...]:
        """The ids of what fits, in the order of the rule files."""
        words = _plain(wanted.words).split()
        return tuple(
            name
            for name, thing in self._things.items()
            if _fits(thing, wanted) and all(word in self._said[name] for word in words)
        )


def _fits(thing: Entry, wanted: Filter) -> bool:
    phase = getattr(thing, "phase", getattr(thing, "number", None))
    return (
        wanted.kind in (None, kind_of(thing))
        and wanted.phase in (None, phase)
        and wanted.block in (None, getattr(thing, "block", None))
        and wanted.basis in (None, getattr(thing, "basis", None))
    )


def _said(base: RuleBase, thing: Entry, language: Language) -> str:
    # What depends on it is about other things: the word for a fact would find every rule that reads it twice.
    rows = (row.text for part in parts(base, thing, language) if part.key != "used_by" for row in part.rows)
    return _plain(" ".join((thing.id, label_of(thing).to(language), *rows)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
