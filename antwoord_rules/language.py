"""The two languages of the product, and texts that exist in both."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["nl", "en"]

DEFAULT_LANGUAGE: Final[Language] = "nl"


class Text(NamedTuple):
    """One text in Dutch and in English; neither is a fallback for the other."""

    nl: str
    en: str

    def to(self, language: Language) -> str:
        """The text in the given language."""
        return self.nl if language == "nl" else self.en
