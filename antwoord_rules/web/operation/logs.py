"""One line a request, as text or as JSON, on standard error. Never bodies, addresses in full, cookies, tokens or passwords."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

_NAME: Final = "antwoord_rules.web"
_SHARED: Final[tuple[structlog.typing.Processor, ...]] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,  # without the values of variables, which may be secrets
)


def configure(form: str) -> None:
    """Log in this form, text or json; what libraries say of trouble too."""
    last: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _as_text
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last], foreign_pre_chain=_SHARED
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_NAME).setLevel(logging.INFO)


def logger() -> structlog.stdlib.BoundLogger:
    """Where the server logs. Silent until somebody configures logging."""
    found: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(_NAME),
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return found


def _as_text(_logger: object, _name: str, event: MutableMapping[str, Any]) -> str:
    """A line for people: when, how bad, what, and the details; a traceback below it."""
    trace = event.pop("exception", None)
    start = f"{event.pop('timestamp')} {event.pop('level'):<7} {event.pop('event')}"
    line = " ".join([start, *(f"{name}={_word(value)}" for name, value in event.items() if value is not None)])
    return f"{line}\n{trace}" if trace else line


def _word(value: object) -> str:
    """A value as one word: blanks, and signs that a terminal acts on, are quoted."""
    text = str(value)
    return text if text and text.isprintable() and not set(text) & set(' "=') else ascii(text)
