"""Bringing a database to the tables of this program, whatever older program made it. Each module in `versions/` is one step."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.quoting import clean
from antwoord_rules.store.database import one_at_a_time

_ALONE: Final = threading.Lock()  # Alembic keeps what it works on in globals


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to a step, in one transaction; workers that start at once wait for each other.

    Raises `StoreError` (STORE-NEWER) for one that a newer program made.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    steps = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(reading=True) as connection:
        if _current(connection, steps) == steps.get_current_head():
            return  # nothing is locked or written when there is nothing to do
    with _ALONE, engine.begin() as connection:
        one_at_a_time(connection, "migrations")
        if _current(connection, steps) != steps.get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, to)


def _current(connection: Connection, steps: ScriptDirectory) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in {step.revision for step in steps.walk_revisions()}:
        raise StoreError([problem("STORE-NEWER", found=clean(found))])
    return found
