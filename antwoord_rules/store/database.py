"""Connecting to a database: SQLite as one file in WAL mode, PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.quoting import clean
from antwoord_rules.store.tables import Base

_BUSY_MS: Final = 5000
_LONGEST: Final = 300


def connect(url: str) -> Engine:
    """An engine for the database at a URL, with all tables; raises `StoreError`."""
    try:
        found = make_url(url)
        if found.get_backend_name() == "sqlite" and found.database not in (None, "", ":memory:"):
            Path(str(found.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(found, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _settings)
            event.listen(engine, "begin", _at_once)
        Base.metadata.create_all(engine)
    except (ArgumentError, ImportError, OSError, SQLAlchemyError) as error:
        raise StoreError([problem("STORE-UNAVAILABLE", reason=reason_of(error))]) from error
    return engine


def reason_of(error: BaseException) -> str:
    """What the database says, in one line, without the statement and its values."""
    return clean(str(getattr(error, "orig", None) or error).splitlines()[0] if str(error) else type(error).__name__, _LONGEST)


def _settings(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_at_once`
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {_BUSY_MS}"):
        connection.execute(f"PRAGMA {setting}")


def _at_once(connection: Any) -> None:
    """Take the lock at the start: what is read in a transaction can't change before it writes."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
