"""What blocks look like as a PDF that a screen reader can read (PDF/UA-1): the HTML page, cut into sheets by WeasyPrint."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date as calendar
from hashlib import sha256
from io import StringIO
from typing import Any, Final, NoReturn

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language
from antwoord_rules.rendering import html
from antwoord_rules.rendering.blocks import Block

_VARIANT: Final = "pdf/ua-1"


def render(blocks: Iterable[Block], language: Language, *, title: str | None = None, date: str) -> bytes:
    """The blocks as a PDF of A4 sheets; raises a usage error when what draws it is not installed.

    `date` (such as 2026-10-01) is when the file says it was made: the same report has the same bytes on any day.
    """
    weasyprint = _weasyprint()
    text = html.fill(html.page(tuple(blocks), language, title), language, date=calendar.fromisoformat(date).isoformat())
    with _quiet():
        made: bytes = weasyprint.HTML(string=text, url_fetcher=_Nothing()).write_pdf(
            pdf_variant=_VARIANT, pdf_identifier=sha256(text.encode()).digest()[:16], presentational_hints=True
        )
    return made


def _weasyprint() -> Any:
    try:
        with redirect_stdout(StringIO()):  # where it says what to install; that is for us to say
            import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango is a library of the system
        raise UsageError([problem("EXTRA-MISSING", extra="report", reason=str(error).partition("\n")[0])]) from error
    return weasyprint


class _Nothing:
    """Fetches nothing: a page holds all it needs."""

    _fail_on_errors = True

    def __call__(self, url: str, *_: object, **__: object) -> NoReturn:
        raise ValueError(url)


@contextmanager
def _quiet() -> Iterator[None]:
    """What the libraries log about fonts and style sheets is for those who work on them."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
