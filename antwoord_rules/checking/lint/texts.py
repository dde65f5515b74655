"""Texts that were not written yet, or not in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from antwoord_rules.checking.lint.book import Book, Subject
from antwoord_rules.knowledge.documents import AllowShape, PhaseFile, StepsShape, TextShape

PLACEHOLDERS: Final = ("VUL IN", "FILL IN")
"""How the texts of a skeleton begin until somebody writes them."""

_FEWEST_WORDS: Final = 4
"""Shorter texts can well be the same in both languages: names, numbers, "Hotel"."""

Finding: TypeAlias = tuple[str, tuple[str | int, ...], str]


def poor_texts(book: Book) -> Iterator[Subject]:
    """Texts that were not written yet, or only in one language."""
    for statement in book.statements.values():
        for code, path, start in _texts(statement.model):
            yield Subject(statement, statement.problem(code, *path, start=start))


def _texts(model: BaseModel) -> Iterator[Finding]:
    """Code, path and (of a placeholder) beginning of each text that is a placeholder, or the same in both languages."""
    for path, pair in _pairs(model, ()):
        for language, text in pair:
            if text.upper().startswith(PLACEHOLDERS):
                start = next(start for start in PLACEHOLDERS if text.upper().startswith(start))
                yield "LINT-PLACEHOLDER", _at(path, language), start
        (_, first), (_, second) = pair
        if first == second and len(first.split()) >= _FEWEST_WORDS:
            yield "LINT-NOT-TRANSLATED", _at(path, "en"), ""


def _pairs(model: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], tuple[tuple[str, str], ...]]]:
    """Every text in a statement with its place: a label at its key, a step at its number."""
    if isinstance(model, TextShape):
        yield path, (("nl", model.nl), ("en", model.en))
    elif isinstance(model, StepsShape):
        for number, (first, second) in enumerate(zip(model.nl, model.en, strict=False)):
            yield (*path, number), (("nl", first), ("en", second))
    elif isinstance(model, AllowShape):
        return
    elif isinstance(model, BaseModel):
        # The model of a phase is that of its whole file, whose items are statements of their own.
        names = ("name", "description") if isinstance(model, PhaseFile) else type(model).model_fields
        for name in names:
            yield from _pairs(getattr(model, name), (*path, name))
    elif isinstance(model, list):
        for number, part in enumerate(model):
            yield from _pairs(part, (*path, number))


def _at(path: tuple[str | int, ...], language: str) -> tuple[str | int, ...]:
    """The place of a text in one language; the steps of a measure stand as lists under each language."""
    if path and isinstance(path[-1], int) and len(path) > 1 and path[-2] == "steps":
        return (*path[:-1], language, path[-1])
    return (*path, language)
