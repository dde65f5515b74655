"""Users, sessions, tokens, and the limit on signing in."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from antwoord_rules.errors import StoreError
from antwoord_rules.store.attempts import MOST_BY_NAME, MOST_BY_SOURCE, WINDOW
from antwoord_rules.store.people import SESSION, People
from antwoord_rules.store.records import ROLES, User
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import AttemptRow, Base, SessionRow, UserRow, now

GOOD = "vier woorden achter elkaar"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HERE = "192.0.2.1"


@pytest.fixture
def people(store: Store) -> People:
    made = People(store, CHEAP)
    made.add("Anja", GOOD, "admin", "installatie")
    made.add("Bas", GOOD, "analyst", "Anja")
    return made


def codes(call, *args) -> list[str]:
    with pytest.raises(StoreError) as raised:
        call(*args)
    return [found.code for found in raised.value.problems]


def test_who_signs_in_is_who_they_are_until_they_sign_out(people: People) -> None:
    token = people.sign_in("bas", GOOD, HERE)
    user = people.who(token)
    assert user == people.all()[1]
    assert (user.name, user.role, user.active) == ("Bas", "analyst", True)
    people.sign_out(token)
    assert people.who(token) is None
    people.sign_out(token)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Bas", "een ander wachtwoord"),
        ("Niemand", GOOD),
        ("", ""),
        ("Bas\0", GOOD),
        ("\ud800", "\ud800"),
        ("x" * 5000, "y" * 50_000),
    ],
)
def test_a_wrong_name_and_a_wrong_password_are_the_same(people: People, name: str, password: str) -> None:
    assert codes(people.sign_in, name, password, HERE) == ["PEOPLE-WRONG"]
    assert people.verify(name, password) is None


def test_a_name_that_does_not_exist_takes_as_long(store: Store) -> None:
    people = People(store, PasswordHasher(time_cost=2, memory_cost=8_192, parallelism=1))
    people.add("Anja", GOOD, "admin", "installatie")
    people.verify("Niemand", GOOD)  # the first makes the hash of nobody

    def seconds(name: str) -> float:
        start = time.thread_time()
        people.verify(name, "een ander wachtwoord")
        return time.thread_time() - start

    there, absent = (sorted(seconds(name) for _ in range(5))[2] for name in ("Anja", "Niemand"))
    assert absent > there / 2


@pytest.mark.parametrize("password", ["elf tekens!", "x" * 1001, "lange naam van iemand"])
def test_a_password_is_long_enough_and_not_the_name(people: People, password: str) -> None:
    assert codes(people.add, "Lange naam van iemand", password, "reader", "Anja") == ["PEOPLE-PASSWORD"]
    people.add("Lange naam van iemand", GOOD, "reader", "Anja")
    assert codes(people.set_password, "Lange naam van iemand", password, "Anja") == ["PEOPLE-PASSWORD"]


@pytest.mark.parametrize(
    ("name", "role", "code"),
    [
        ("BAS", "reader", "PEOPLE-TAKEN"),
        ("", "reader", "PEOPLE-NAME"),
        ("x" * 101, "reader", "PEOPLE-NAME"),
        ("a\x1bb", "reader", "PEOPLE-NAME"),
        ("Cor", "boss", "PEOPLE-ROLE"),
    ],
)
def test_a_user_that_cannot_be(people: People, name: str, role: str, code: str) -> None:
    assert codes(people.add, name, GOOD, role, "Anja") == [code]
    assert len(people.all()) == 2


def test_a_role_says_what_one_may(people: People) -> None:
    people.set_role("Bas", "author", "Anja")
    bas = people.verify("Bas", GOOD)
    assert [role for role in ROLES if bas.may(role)] == ["reader", "analyst", "author"]
    assert codes(people.set_role, "Niemand", "author", "Anja") == ["PEOPLE-UNKNOWN"]
    assert codes(people.set_role, "Bas", "boss", "Anja") == ["PEOPLE-ROLE"]


def test_another_password_ends_all_sessions(people: People) -> None:
    tokens = [people.sign_in("Bas", GOOD, HERE) for _ in range(2)]
    other = people.sign_in("Anja", GOOD, HERE)
    people.set_password("Bas", "een nieuw wachtwoord", "Bas")
    assert [people.who(token) for token in tokens] == [None, None]
    assert people.who(other) is not None
    assert people.verify("Bas", GOOD) is None
    assert people.verify("Bas", "een nieuw wachtwoord") is not None


def test_who_is_deactivated_is_out_at_once_and_stays_out_of_old_sessions(people: People) -> None:
    session, token = people.sign_in("Bas", GOOD, HERE), people.new_token("Bas", "nachtelijke export", "Bas")
    people.set_active("Bas", False, "Anja")
    assert (people.who(session), people.by_token(token), people.verify("Bas", GOOD)) == (None, None, None)
    assert codes(people.sign_in, "Bas", GOOD, HERE) == ["PEOPLE-WRONG"]
    people.set_active("Bas", True, "Anja")
    assert (people.who(session), people.by_token(token)) == (None, None)
    assert people.who(people.sign_in("Bas", GOOD, HERE)) is not None


def test_somebody_stays_administrator(people: People) -> None:
    assert codes(people.set_role, "Anja", "author", "Anja") == ["PEOPLE-LAST-ADMIN"]
    assert codes(people.set_active, "Anja", False, "Anja") == ["PEOPLE-LAST-ADMIN"]
    people.set_role("Bas", "admin", "Anja")
    people.set_active("Anja", False, "Bas")
    assert codes(people.set_role, "Bas", "reader", "Bas") == ["PEOPLE-LAST-ADMIN"]


def test_a_session_ends_by_itself(people: People, store: Store) -> None:
    token = people.sign_in("Bas", GOOD, HERE)
    with store.transaction() as session:
        session.execute(update(SessionRow).values(expires_at=SessionRow.created_at))
    assert people.who(token) is None
    people.sign_in("Bas", GOOD, HERE)
    with store.reading() as session:  # the old one is gone
        (row,) = session.scalars(select(SessionRow))
        assert row.expires_at - row.created_at - SESSION < timedelta(seconds=5)


def test_a_token_is_of_its_user_until_it_is_revoked(people: People) -> None:
    token = people.new_token("Bas", " nachtelijke export ", "Bas")
    (listed,) = people.tokens("bas")
    assert listed.label == "nachtelijke export"
    assert people.by_token(token) == people.all()[1]
    assert people.who(token) is None  # a token is no session,
    assert people.by_token(people.sign_in("Bas", GOOD, HERE)) is None  # and a session no token
    assert codes(people.new_token, "Bas", " ", "Bas") == ["PEOPLE-LABEL"]
    people.revoke(listed.id, "Anja")
    assert people.by_token(token) is None
    assert people.tokens("Bas") == ()
    assert codes(people.revoke, listed.id, "Anja") == ["STORE-GONE"]


@pytest.mark.parametrize("forged", ["", "x", "antwoord_", "\0", "\ud800", "' OR 1=1 --"])
def test_a_forged_token_is_of_nobody(people: People, forged: str) -> None:
    people.new_token("Bas", "x", "Bas")
    assert (people.who(forged), people.by_token(forged)) == (None, None)


def test_a_session_cannot_be_revoked_as_a_token(people: People, store: Store) -> None:
    people.sign_in("Bas", GOOD, HERE)
    with store.reading() as session:
        row_id = session.scalars(select(SessionRow.id)).one()
    assert codes(people.revoke, row_id, "Anja") == ["STORE-GONE"]


def test_failing_too_often_is_waited_out(people: People, store: Store) -> None:
    for _ in range(MOST_BY_NAME):
        assert codes(people.sign_in, "Bas", "een ander wachtwoord", HERE) == ["PEOPLE-WRONG"]
    assert codes(people.sign_in, " BAS ", GOOD, HERE) == ["PEOPLE-TOO-OFTEN"]
    assert people.who(people.sign_in("Bas", GOOD, "192.0.2.2")) is not None  # nobody can lock out somebody elsewhere
    assert people.who(people.sign_in("Anja", GOOD, HERE)) is not None
    with store.transaction() as session:
        session.execute(update(AttemptRow).values(at=now() - WINDOW - timedelta(seconds=1)))
    assert people.who(people.sign_in("Bas", GOOD, HERE)) is not None
    with store.reading() as session:
        assert session.scalars(select(AttemptRow)).all() == []


def test_trying_many_at_once_is_no_way_around_the_limit(people: People) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = Counter(pool.map(lambda _: codes(people.sign_in, "Bas", "een ander wachtwoord", HERE)[0], range(16)))
    assert told == {"PEOPLE-WRONG": MOST_BY_NAME, "PEOPLE-TOO-OFTEN": 16 - MOST_BY_NAME}


def test_two_administrators_cannot_remove_each_other_at_once(people: People) -> None:
    for _ in range(5):
        people.set_role("Bas", "admin", "Anja")
        people.set_role("Anja", "admin", "Bas")
        start = Barrier(2)

        def remove(name: str, start: Barrier = start) -> str:
            start.wait()
            try:
                people.set_role(name, "reader", "iemand")
            except StoreError as error:
                return error.problems[0].code
            return ""

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(remove, ("Anja", "Bas"))) == ["", "PEOPLE-LAST-ADMIN"]


def test_an_accent_is_the_same_however_a_keyboard_gives_it(people: People) -> None:
    people.add("Zoe\u0308", "cafe\u0301 in de regen", "reader", "Anja")
    assert people.verify("Zo\u00eb", "caf\u00e9 in de regen").name == "Zo\u00eb"
    assert codes(people.add, "ZO\u00cb", GOOD, "reader", "Anja") == ["PEOPLE-TAKEN"]


def test_success_forgives_the_failures_before_it(people: People) -> None:
    for _ in range(3):
        for _ in range(MOST_BY_NAME - 1):
            assert codes(people.sign_in, "Bas", "een ander wachtwoord", HERE) == ["PEOPLE-WRONG"]
        people.sign_in("Bas", GOOD, HERE)


def test_trying_many_names_from_one_place_is_limited_too(people: People) -> None:
    for number in range(MOST_BY_SOURCE):
        assert codes(people.sign_in, f"naam {number}", GOOD, HERE) == ["PEOPLE-WRONG"]
    assert codes(people.sign_in, "Anja", GOOD, HERE) == ["PEOPLE-TOO-OFTEN"]
    assert people.who(people.sign_in("Anja", GOOD, "192.0.2.2")) is not None


def test_a_hash_of_a_lower_cost_is_replaced_at_the_next_sign_in(people: People, store: Store) -> None:
    dearer = People(store, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    dearer.sign_in("Bas", GOOD, HERE)
    with store.reading() as session:
        hashes = {row.name: row.password_hash for row in session.scalars(select(UserRow))}
    assert "m=16,t=2" in hashes["Bas"]
    assert "m=8,t=1" in hashes["Anja"]
    assert people.verify("Bas", GOOD) is not None


def test_every_change_is_in_the_audit_log_and_no_secret_is_anywhere(people: People, store: Store) -> None:
    session_token = people.sign_in("Bas", GOOD, HERE)
    token = people.new_token("Bas", "export", "Bas")
    people.revoke(people.tokens("Bas")[0].id, "Anja")
    people.set_password("Bas", "een nieuw wachtwoord", "Bas")
    people.set_role("Bas", "author", "Anja")
    people.set_active("Bas", False, "Anja")
    people.set_active("Bas", True, "Anja")
    people.sign_out(people.sign_in("Anja", GOOD, HERE))
    told = [(entry.who, entry.action, entry.subject) for entry in reversed(store.audit())]
    assert told == [
        ("installatie", "user-add", "Anja"),
        ("Anja", "user-add", "Bas"),
        ("Bas", "sign-in", "Bas"),
        ("Bas", "token-add", "Bas"),
        ("Anja", "token-revoke", "Bas"),
        ("Bas", "user-password", "Bas"),
        ("Anja", "user-role", "Bas"),
        ("Anja", "user-deactivate", "Bas"),
        ("Anja", "user-activate", "Bas"),
        ("Anja", "sign-in", "Anja"),
        ("Anja", "sign-out", "Anja"),
    ]
    with store.reading() as session:
        rows = [repr(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    assert not [row for row in rows for secret in (GOOD, "een nieuw wachtwoord", session_token, token) if secret in row]


def test_users_are_plain_data(people: People) -> None:
    assert all(isinstance(user, User) and user.created_at.utcoffset() == timedelta(0) for user in people.all())


def test_who_is_removed_is_out_at_once_and_what_they_did_stays_under_their_name(store: Store, people: People) -> None:
    session, token = people.sign_in("Bas", GOOD, HERE), people.new_token("Bas", "koppeling", "Anja")
    people.remove("bas", "Anja")
    assert [user.name for user in people.all()] == ["Anja"]
    assert (people.who(session), people.by_token(token), people.verify("Bas", GOOD)) == (None, None, None)
    assert codes(people.remove, "Bas", "Anja") == ["PEOPLE-UNKNOWN"]
    told = [(entry.who, entry.action, entry.subject) for entry in store.audit(limit=3)]
    assert told == [("Anja", "user-remove", "Bas"), ("Anja", "token-add", "Bas"), ("Bas", "sign-in", "Bas")]
    people.add("Bas", GOOD, "reader", "Anja")  # somebody else of that name does not get what was the first one's
    assert (people.who(session), people.by_token(token)) == (None, None)


def test_the_last_administrator_can_not_be_removed(people: People) -> None:
    assert codes(people.remove, "Anja", "Bas") == ["PEOPLE-LAST-ADMIN"]
    people.set_role("Bas", "admin", "Anja")
    people.remove("Anja", "Bas")
    assert [user.name for user in people.all()] == ["Bas"]
