"""What goes wrong around the store: it says so, loses nothing that was confirmed, and works again afterwards."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert

from antwoord_rules.errors import StoreError
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import AuditRow
from bench.kills import kills
from tests.postgres import PASSWORD, Postgres
from tests.savings import saving

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # there may be threads, but none that we use


@contextmanager
def unavailable(*words: str):
    """The store says that it can't be used, and why."""
    with pytest.raises(StoreError) as raised:
        yield
    assert [found.code for found in raised.value.problems] == ["STORE-UNAVAILABLE"]
    told = raised.value.render("en")
    assert any(word in told for word in words), told


def elsewhere(work: Callable[[], None]) -> None:
    """Do something in a process of its own, for what changes the process."""

    def run(told: multiprocessing.connection.Connection) -> None:
        try:
            work()
        except BaseException:  # noqa: BLE001  (it is told to the test)
            told.send(traceback.format_exc())
        else:
            told.send("")

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs,))
    process.start()
    assert ours.recv() == ""
    process.join()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with one version in it."""
    path = tmp_path / "folder" / "store.sqlite3"
    with closing(Store.open(f"sqlite:///{path}")) as store:
        store.save(saving(), "Anja")
    return path


def stored(store: Store) -> list[str]:
    return [version.facts for one in store.municipalities() for version in store.versions(one.id)]


# Killed


@pytest.mark.slow
def test_killed_at_any_moment_nothing_that_was_confirmed_is_lost(tmp_path: Path) -> None:
    numbers = count()
    found = kills(25, lambda: f"sqlite:///{tmp_path / f'{next(numbers)}.sqlite3'}", seed=time.time_ns())
    assert found.wrong == ()
    assert found.saves > 25


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_on_postgresql_either(postgres: Postgres) -> None:
    found = kills(25, postgres.new_database, seed=time.time_ns())
    assert found.wrong == ()
    assert found.saves > 10


# SQLite


def test_a_full_disk_is_told_and_what_was_saved_stays(file: Path) -> None:
    def work() -> None:
        with closing(Store.open(f"sqlite:///{file}")) as store:
            most = max(path.stat().st_size for path in file.parent.iterdir()) + 50_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            draft = store.new_draft("Anja", "{}", store.municipalities()[0].newest)
            with unavailable("disk"):
                store.save(saving(tekst="x" * 1_000_000), "Anja", draft=draft)
            assert stored(store) == [saving().facts]
            assert store.drafts("Anja") == (draft,)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            store.save(saving(tekst="x" * 1_000_000), "Anja", draft=draft)

    elsewhere(work)
    with closing(Store.open(f"sqlite:///{file}")) as store:
        assert stored(store) == [saving(tekst="x" * 1_000_000).facts, saving().facts]


@pytest.mark.slow
def test_a_locked_database_is_waited_for_and_then_told(file: Path) -> None:
    with closing(Store.open(f"sqlite:///{file}")) as store, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        with unavailable("locked"):
            store.save(saving(stap=2), "Anja")
        assert 4 < time.monotonic() - start < 20
        assert stored(store) == [saving().facts]  # reading goes on meanwhile
        threading.Timer(0.5, other.rollback).run()
        store.save(saving(stap=2), "Anja")
        assert len(stored(store)) == 2


def test_a_file_that_may_only_be_read_is_read(file: Path) -> None:
    def work() -> None:
        for path in file.parent.iterdir():
            path.chmod(0o444)
        file.parent.chmod(0o555)
        with closing(Store.open(f"sqlite:///file:{file}?immutable=1&uri=true")) as store:
            assert stored(store) == [saving().facts]
            with unavailable("readonly"):
                store.save(saving(stap=2), "Anja")
            with unavailable("readonly"):
                store.new_draft("Anja", "{}")
            assert stored(store) == [saving().facts]
        file.parent.chmod(0o755)

    elsewhere(work)


def test_a_file_of_another_that_may_not_be_written_is_told(file: Path) -> None:
    def work() -> None:
        file.chmod(0o444)
        if os.geteuid() == 0:
            for folder in file.parents:
                if "pytest-of-" in str(folder):  # made for its own user alone
                    folder.chmod(0o755)
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        else:
            file.parent.chmod(0o555)
        with unavailable("readonly", "unable to open"), closing(Store.open(f"sqlite:///{file}")) as store:
            store.save(saving(stap=2), "Anja")

    elsewhere(work)
    file.parent.chmod(0o755)
    file.chmod(0o644)
    with closing(Store.open(f"sqlite:///{file}")) as store:
        assert stored(store) == [saving().facts]


@pytest.mark.parametrize("damage", ["no database", "cut off", "overwritten"])
def test_a_damaged_file_is_told(file: Path, damage: str) -> None:
    content = file.read_bytes()
    spoilt = {
        "no database": b"geen database" * 1000,
        "cut off": content[: len(content) // 3],
        "overwritten": content[:100] + b"\xff" * (len(content) - 100),
    }
    file.write_bytes(spoilt[damage])
    with unavailable("not a database", "malformed"), closing(Store.open(f"sqlite:///{file}")) as store:
        stored(store)
        store.save(saving(), "Anja")


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.sqlite3'}")) as store:
        store.ping()
    assert (tmp_path / "a" / "b" / "store.sqlite3").is_file()


def test_a_new_store_is_for_its_owner_only_and_one_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        file = tmp_path / "own" / "store.sqlite3"
        with closing(Store.open(f"sqlite:///{file}")) as store:
            store.save(saving(), "Anja")
            rights = {path.name: path.stat().st_mode & 0o777 for path in (file.parent, *file.parent.iterdir())}
        assert rights == {"own": 0o700, "store.sqlite3": 0o600, "store.sqlite3-wal": 0o600, "store.sqlite3-shm": 0o600}
        file.chmod(0o640)
        Store.open(f"sqlite:///{file}").close()
        assert file.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with unavailable("Not a directory", "File exists"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'store.sqlite3'}")
    with unavailable("unable to open"):
        Store.open(f"sqlite:///{tmp_path}")


# URLs


@pytest.mark.parametrize(
    "url",
    [
        "",
        "geheim",
        "store.sqlite3",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://anja:geheim@127.0.0.1/x",
        "postgresql+asyncpg://anja:geheim@127.0.0.1/x",
        "postgresql://anja:geheim@127.0.0.1:geheim/x",
        "postgresql://anja:geheim@127.0.0.1",
        "geheim://x",
        "sqlite+geheim:///x",
    ],
)
def test_an_address_that_is_none_is_told_without_it(url: str) -> None:
    with pytest.raises(StoreError) as raised:
        Store.open(url)
    assert [found.code for found in raised.value.problems] == ["STORE-URL"]
    assert "geheim" not in "".join(traceback.format_exception(raised.value)).replace("gebruiker:wachtwoord", "")


# PostgreSQL


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_by_its_usual_addresses(postgres: Postgres, scheme: str) -> None:
    url = postgres.new_database().replace("postgresql", scheme, 1)
    with closing(Store.open(url)) as store:
        store.ping()
        assert PASSWORD not in store.url
        assert str(postgres.port) in store.url


def test_a_wrong_password_is_told_and_never_shown(postgres: Postgres) -> None:
    url = postgres.address("postgres").replace(PASSWORD, "fout-en-geheim")
    with pytest.raises(StoreError, match="authentication failed") as raised:
        Store.open(url)
    assert "fout-en-geheim" not in "".join(traceback.format_exception(raised.value))


def test_what_is_saved_stands_in_no_error(store: Store) -> None:
    secret = "diep-geheim".upper()  # spelt otherwise here, since a traceback shows the source

    def refused() -> None:
        with store.transaction() as session:
            session.execute(insert(AuditRow).values(who=secret, at=None))

    for call in (refused, lambda: store.save(saving(secret)._replace(facts=secret, peildatum=None), "Anja")):
        with pytest.raises(StoreError) as raised:
            call()
        assert secret not in "".join(traceback.format_exception(raised.value)).replace("van DIEP-GEHEIM bewaard", "")


@pytest.mark.slow
def test_postgresql_that_is_started_again_is_used_again(postgres: Postgres) -> None:
    with closing(Store.open(postgres.new_database())) as store:
        store.save(saving(stap=1), "Anja")
        postgres.stop()
        with unavailable("refused"):
            store.ping()
        with unavailable("refused"):
            store.save(saving(stap=2), "Anja")
        postgres.start()
        store.save(saving(stap=2), "Anja")
        postgres.stop()
        postgres.start()
        assert stored(store) == [saving(stap=2).facts, saving(stap=1).facts]


@pytest.mark.slow
def test_postgresql_is_started_again_while_people_work(postgres: Postgres) -> None:
    confirmed: list[list[int]] = [[], [], []]
    refused: list[str] = []
    end = threading.Event()

    def work(store: Store, who: int) -> None:
        for step in count():
            if end.is_set():
                return
            try:
                store.save(saving(f"Stad {who}", None, stap=step), "Anja")
                confirmed[who].append(step)
                assert len(store.overview()) <= 3
            except StoreError as error:
                refused.extend(found.code for found in error.problems)
                time.sleep(0.02)

    with closing(Store.open(postgres.new_database())) as store:
        threads = [threading.Thread(target=work, args=(store, who)) for who in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(0.7)
            postgres.stop()
            time.sleep(0.2)
            postgres.start()
        before = [len(steps) for steps in confirmed]
        time.sleep(2)
        end.set()
        for thread in threads:
            thread.join()
        assert set(refused) <= {"STORE-UNAVAILABLE"}
        assert all(len(steps) > there for steps, there in zip(confirmed, before, strict=True))
        there = set(stored(store))
        assert {saving(f"Stad {who}", None, stap=step).facts for who in range(3) for step in confirmed[who]} <= there


@pytest.mark.slow
def test_a_connection_lost_while_reading_is_not_noticed(postgres: Postgres) -> None:
    url = postgres.new_database()
    end = threading.Event()

    everybody_else = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database()"""

    def cut() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not end.is_set():
                connection.execute(everybody_else)
                time.sleep(0.3)

    with closing(Store.open(url)) as store:
        saved = store.save(saving(), "Anja")
        thread = threading.Thread(target=cut)
        thread.start()
        try:
            for _ in range(300):
                assert store.version(saved.id) == saved
                assert len(store.municipalities()) == 1
        finally:
            end.set()
            thread.join()


def test_without_the_driver_of_postgresql_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="postgres") as raised:
        Store.open("postgresql://anja:geheim@127.0.0.1/x")
    assert [found.code for found in raised.value.problems] == ["EXTRA-MISSING"]
