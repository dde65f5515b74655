"""A report as a Word document that its readers can edit, in the house style of their own template when they give one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block

_NO_LIBRARY = Text("python-docx is niet geïnstalleerd", "python-docx is not installed")


def render(
    blocks: Iterable[Block], language: Language, *, title: str, author: str, date: str, template: Path | None = None
) -> bytes:
    """The blocks as the bytes of a Word document; the same blocks give the same bytes.

    `title`, `author` and `date` (ISO 8601, the only date in the document) are its properties. Of a template its styles, theme,
    margins, headers and footers stay and its text does not; styles that it lacks are added.
    """
    try:
        import docx  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="report", reason=_NO_LIBRARY)]) from error
    from antwoord_rules.rendering.word.packing import Properties, packed
    from antwoord_rules.rendering.word.templates import blank, opened
    from antwoord_rules.rendering.word.writing import Writer

    document = blank(language, title) if template is None else opened(template, language)
    Writer(document, language).write(tuple(blocks))
    return packed(document, Properties(title, author, date, language))
