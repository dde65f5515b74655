"""A database of any age is brought to the tables of this program."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from antwoord_rules.errors import StoreError
from antwoord_rules.store.database import connect
from antwoord_rules.store.migrations import upgrade
from antwoord_rules.store.people import People
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import Base
from tests.savings import saving

ROOT = Path(__file__).parent.parent


def test_the_tables_are_those_that_the_migrations_make(store_url: str) -> None:
    engine = connect(store_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_database_of_an_older_program_is_brought_up_to_date_with_what_is_in_it(store_url: str) -> None:
    engine = connect(store_url)
    upgrade(engine, "0001")
    assert "users" not in inspect(engine).get_table_names()
    with closing(Store(engine)) as older:
        saved = older.save(saving(), "Anja")
        draft = older.new_draft("Anja", saved.facts, saved)
    with closing(Store.open(store_url)) as store:
        assert store.version(saved.id) == saved
        assert store.draft(draft.id, "Anja") == draft
        assert People(store).all() == ()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(store_url: str) -> None:
    with closing(Store.open(store_url)) as store, store.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="9999") as raised:
        Store.open(store_url)
    assert [found.code for found in raised.value.problems] == ["STORE-NEWER"]
    engine = connect(store_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["9999"]
    engine.dispose()


def test_opening_again_changes_nothing(store_url: str) -> None:
    with closing(Store.open(store_url)) as store:
        saved = store.save(saving(), "Anja")
    with closing(Store.open(store_url)) as again:
        assert again.version(saved.id) == saved


@pytest.mark.slow
def test_workers_that_start_at_once_make_one_store(store_url: str) -> None:
    code = """
import sys, time
from antwoord_rules.store.store import Store
time.sleep(max(0, float(sys.argv[2]) - time.time()))
store = Store.open(sys.argv[1])
print(store.secret("csrf").hex())
"""
    start = str(time.time() + 3)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code, store_url, start], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    told = [worker.communicate(timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 6, told
    assert len({secret for secret, _ in told}) == 1
