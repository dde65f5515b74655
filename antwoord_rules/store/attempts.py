"""How often a sign-in may fail: counted by name and source together, and by source alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.store.database import one_at_a_time
from antwoord_rules.store.tables import AttemptRow, now

WINDOW: Final = timedelta(minutes=15)
MOST_BY_NAME: Final = 5
MOST_BY_SOURCE: Final = 50


def begin(session: Session, name: str, source: str) -> tuple[str, ...]:
    """Count an attempt as failed until it succeeds, so that many at once are no way around the limit; gives its ids.

    Raises PEOPLE-TOO-OFTEN.
    """
    one_at_a_time(session.connection(), "attempts")
    session.execute(delete(AttemptRow).where(AttemptRow.at < now() - WINDOW))
    limits = {_by_name(name, source): MOST_BY_NAME, _key("source", source): MOST_BY_SOURCE}
    for key, most in limits.items():
        if session.scalars(select(func.count()).where(AttemptRow.key == key)).one() >= most:
            raise StoreError([problem("PEOPLE-TOO-OFTEN", minutes=int(WINDOW.total_seconds() // 60))])
    rows = [AttemptRow(key=key, at=now()) for key in limits]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def succeeded(session: Session, ids: tuple[str, ...], name: str, source: str) -> None:
    """It was no failure after all, and those of this name before it are forgiven."""
    session.execute(delete(AttemptRow).where(AttemptRow.id.in_(ids) | (AttemptRow.key == _by_name(name, source))))


def _by_name(name: str, source: str) -> str:
    return _key("name", name.casefold(), source)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
