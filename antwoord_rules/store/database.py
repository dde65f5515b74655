"""Connecting to a database: SQLite as one file in WAL mode, PostgreSQL by URL. What differs between the two stands here."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, SQLAlchemyError

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.quoting import clean

_P = ParamSpec("_P")
_T = TypeVar("_T")
_BUSY_MS: Final = 5000
_LONGEST: Final = 300
_POSTGRES: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_WAITS: Final = (0.1, 0.4, 1.0)
"""Seconds before each time that a read is tried again when the connection was lost."""


def connect(url: str) -> Engine:
    """An engine for the database at a URL; raises `StoreError`, which never shows a password."""
    found = _url(url)
    with told():
        if found.get_backend_name() == "sqlite":
            _make_file(found)
        # `hide_parameters`: what is saved does not end up in logs through a traceback
        try:
            engine = create_engine(found, pool_pre_ping=True, pool_timeout=_BUSY_MS / 1000, hide_parameters=True)
        except ModuleNotFoundError as error:
            raise StoreError([problem("EXTRA-MISSING", extra="postgres", reason=str(error))]) from error
        sqlite = engine.dialect.name == "sqlite"
        event.listen(engine, "connect", _sqlite_settings if sqlite else _postgres_settings)
        if sqlite:
            event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong with a database as a `StoreError`: what it says in one line, without the statement and its values."""
    try:
        yield
    except (OSError, SQLAlchemyError, UnicodeError) as error:
        reason = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        # PostgreSQL shows the whole row that it refuses; that does not belong in a log
        cause = None if isinstance(error, (DataError, IntegrityError)) else error
        raise StoreError([problem("STORE-UNAVAILABLE", reason=clean(reason.splitlines()[0], _LONGEST))]) from cause


def reads(method: Callable[_P, _T]) -> Callable[_P, _T]:
    """A method that only reads: tried again when the connection was lost, for a database that is started again."""

    @wraps(method)
    def tried(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for wait in _WAITS:
            try:
                return method(*args, **kwargs)
            except StoreError as error:
                if not _lost(error.__cause__):
                    raise
                time.sleep(wait)
        return method(*args, **kwargs)

    return tried


def one_at_a_time(connection: Connection, what: str) -> None:
    """Wait until no other transaction is at the same; until the end of this one. On SQLite whoever writes is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": f"antwoord {what}"})


def _url(url: str) -> URL:
    """The URL, with the driver that we use. What is wrong with it is not shown: a password may stand in it."""
    try:
        found = make_url(url)
        backend = found.drivername
    except (ArgumentError, ValueError):
        raise StoreError([problem("STORE-URL")]) from None
    if backend in _POSTGRES and found.database:
        return found.set(drivername="postgresql+psycopg", query={"connect_timeout": "5", **found.query})
    if backend == "sqlite" and found.database not in {None, "", ":memory:"}:
        return found
    raise StoreError([problem("STORE-URL")])


def _make_file(url: URL) -> None:
    """The file, when it is not there yet: for its owner only, since hashes of passwords come to stand in it. The files that
    SQLite puts beside it get the same rights.
    """
    name = str(url.database)
    if not name.startswith("file:"):
        Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _lost(cause: BaseException | None) -> bool:
    """Whether the connection to PostgreSQL was lost, or could not be made."""
    if not isinstance(cause, DBAPIError):
        return False
    state = getattr(cause.orig, "sqlstate", "")  # SQLite has none; None is what the network gives
    return cause.connection_invalidated or state is None or state.startswith(("08", "57P"))


def _sqlite_settings(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`
    for setting in (f"busy_timeout = {_BUSY_MS}", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """Whoever writes takes the lock at the start: what is read in a transaction can't change before it writes."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


def _postgres_settings(connection: Any, _: object) -> None:
    connection.execute(f"SET lock_timeout = {_BUSY_MS}")
    connection.commit()
