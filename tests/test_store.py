"""Municipalities, versions, drafts and the audit log."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from antwoord_rules.errors import StoreError
from antwoord_rules.store.records import Draft, Version
from antwoord_rules.store.store import Store
from tests.savings import saving


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(StoreError) as raised:
        call(*args, **kwargs)
    return [found.code for found in raised.value.problems]


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert (store.municipalities(), store.drafts("Anja"), store.audit()) == ((), (), ())
    assert codes(store.municipality, "x") == ["STORE-GONE"]
    assert codes(store.version, "x") == ["STORE-GONE"]
    assert codes(store.draft, "x", "Anja") == ["STORE-GONE"]
    store.ping()


def test_what_is_saved_is_read_back_as_it_was(store_url: str) -> None:
    given = saving("’s-Gravenhage\u00a0— één\u0301 😀", toelichting='<b>"x"</b>\r\n\ttab  ')
    with closing(Store.open(store_url)) as store:
        saved = store.save(given, "Anja", note="eerste\nkeer")
    with closing(Store.open(store_url)) as store:
        found = store.version(saved.id)
        (municipality,) = store.municipalities()
        (entry,) = store.audit()
    assert found == saved == municipality.newest
    assert found.facts == given.facts
    assert found.result == given.result
    assert list(found.result) == list(given.result)
    assert (found.number, found.author, found.note) == (1, "Anja", "eerste\nkeer")
    assert (entry.who, entry.action, entry.subject) == ("Anja", "save", given.name)
    assert entry.details == {"municipality": municipality.id, "version": 1}


def test_moments_are_utc(store: Store) -> None:
    before = datetime.now(UTC)
    saved = store.save(saving(), "Anja")
    draft = store.new_draft("Anja", "{}")
    for moment in (
        saved.saved_at,
        store.version(saved.id).saved_at,
        store.draft(draft.id, "Anja").changed_at,
        store.audit()[0].at,
    ):
        assert moment.utcoffset() == timedelta(0)
        assert before - timedelta(seconds=1) < moment < before + timedelta(seconds=30)


def test_versions_are_numbered_and_the_newest_is_shown_first(store: Store) -> None:
    saved = [store.save(saving(stap=step), "Anja") for step in range(3)]
    other = store.save(saving("aalsmeer", None), "Bas")
    assert [version.number for version in saved] == [1, 2, 3]
    assert store.versions(saved[0].municipality_id) == tuple(reversed(saved))
    assert [(one.name, one.newest) for one in store.municipalities()] == [("aalsmeer", other), ("Voorbeeldstad", saved[2])]
    assert store.municipality(saved[0].municipality_id).newest == saved[2]
    assert store.versions("x") == ()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("Voorbeeldstad", "GM0001"), ("Nieuwe Naam", "GM0001"), True),
        (("Voorbeeldstad", None), ("VOORBEELDSTAD", None), True),
        (("S\u00fadwest-Frysl\u00e2n", None), ("Su\u0301dwest-Frysla\u0302n", None), True),
        (("Voorbeeldstad", "GM0001"), ("Voorbeeldstad", "GM0002"), False),
        (("Voorbeeldstad", "GM0001"), ("Voorbeeldstad", None), False),
        (("ü" * 5000 + "a", None), ("Ü" * 5000 + "A", None), True),
        (("ü" * 5000 + "a", None), ("ü" * 5000 + "b", None), False),
    ],
)
def test_a_municipality_is_known_by_its_code_else_by_its_name(store: Store, first: tuple, second: tuple, same: bool) -> None:
    one, two = store.save(saving(*first), "Anja"), store.save(saving(*second), "Anja")
    assert (one.municipality_id == two.municipality_id) is same
    assert len(store.municipalities()) == (1 if same else 2)
    assert store.municipality(two.municipality_id).name == second[0]


def test_a_municipality_that_gets_its_code_later_keeps_its_history(store: Store) -> None:
    first = store.save(saving(code=None), "Anja")
    second = store.save(saving(code="GM0001"), "Anja", draft=store.new_draft("Anja", "{}", first))
    assert (second.municipality_id, second.number) == (first.municipality_id, 2)
    assert [one.code for one in store.municipalities()] == ["GM0001"]


def test_a_draft_is_of_its_owner_alone(store: Store) -> None:
    draft = store.new_draft("Anja", '{"a": 1}')
    changed = store.change_draft(draft, '{"a": 2}', {"skipped": ["x"]})
    assert (changed.revision, changed.facts, changed.interview) == (2, '{"a": 2}', {"skipped": ["x"]})
    assert store.drafts("Anja") == (changed,)
    assert store.drafts("Bas") == ()
    assert codes(store.draft, draft.id, "Bas") == ["STORE-GONE"]
    assert codes(store.discard, draft.id, "Bas", "Veld") == ["STORE-GONE"]
    stolen = changed._replace(owner="Bas")
    assert codes(store.change_draft, stolen, "{}", {}) == ["STORE-GONE"]
    assert codes(store.save, saving(), "Bas", draft=stolen) == ["STORE-GONE"]
    assert store.municipalities() == ()
    store.discard(draft.id, "Anja", "Veld")
    assert store.drafts("Anja") == ()


def test_a_draft_that_was_changed_elsewhere_is_neither_changed_nor_saved(store: Store) -> None:
    draft = store.new_draft("Anja", "{}")
    newer = store.change_draft(draft, '{"a": 1}', {})
    assert codes(store.change_draft, draft, '{"b": 1}', {}) == ["STORE-DRAFT-CHANGED"]
    assert codes(store.save, saving(), "Anja", draft=draft) == ["STORE-DRAFT-CHANGED"]
    assert store.draft(draft.id, "Anja") == newer
    assert store.municipalities() == ()


def test_a_draft_that_is_saved_is_gone_and_saved_once(store: Store) -> None:
    draft = store.new_draft("Anja", "{}")
    store.save(saving(), "Anja", draft=draft)
    assert store.drafts("Anja") == ()
    assert codes(store.save, saving(), "Anja", draft=draft) == ["STORE-GONE"]
    assert codes(store.change_draft, draft, "{}", {}) == ["STORE-GONE"]
    assert len(store.versions(store.municipalities()[0].id)) == 1


def test_of_two_editors_the_second_sees_a_conflict_and_nothing_is_lost(store: Store) -> None:
    first = store.save(saving(stap=1), "Anja")
    anja, bas = (store.new_draft(who, first.facts, first) for who in ("Anja", "Bas"))
    anja = store.change_draft(anja, saving(van="Anja").facts, {})
    bas = store.change_draft(bas, saving(van="Bas").facts, {"at": 3})
    second = store.save(saving(van="Anja"), "Anja", draft=anja)
    assert codes(store.save, saving(van="Bas"), "Bas", draft=bas) == ["STORE-CONFLICT"]
    assert store.draft(bas.id, "Bas") == bas
    assert store.base_of(bas) == first
    rebased = store.change_draft(bas, bas.facts, bas.interview, second)
    assert (rebased.facts, rebased.interview, store.base_of(rebased)) == (bas.facts, bas.interview, second)
    assert codes(store.change_draft, bas, "{}", {}, second) == ["STORE-DRAFT-CHANGED"]
    third = store.save(saving(van="Bas"), "Bas", draft=rebased)
    assert [version.facts for version in store.versions(first.municipality_id)] == [
        saving(van="Bas").facts,
        saving(van="Anja").facts,
        first.facts,
    ]
    assert (third.number, store.drafts("Bas")) == (3, ())


def test_a_new_municipality_that_somebody_else_saved_first_is_a_conflict(store: Store) -> None:
    draft = store.new_draft("Bas", "{}")
    store.save(saving(), "Anja")
    assert codes(store.save, saving(), "Bas", draft=draft) == ["STORE-CONFLICT"]


def test_a_draft_that_adds_the_code_is_found_as_the_municipality_that_it_started_from(store: Store) -> None:
    first = store.save(saving(code=None), "Anja")
    draft = store.new_draft("Bas", first.facts, first)
    assert store.find("Voorbeeldstad", "GM0001") is None
    there = store.find("Voorbeeldstad", "GM0001", draft=draft)
    assert there is not None
    assert there.id == first.municipality_id
    assert store.save(saving(), "Bas", draft=draft).number == 2


@pytest.mark.parametrize("new", [True, False])
def test_of_saves_at_the_same_moment_exactly_one_wins(store: Store, new: bool) -> None:
    base = None if new else store.save(saving(), "Anja")
    for round_ in range(5):
        name = f"Stad {round_}" if new else "Voorbeeldstad"
        base = None if base is None else store.versions(base.municipality_id)[0]
        drafts = [store.new_draft(f"persoon {number}", "{}", base) for number in range(4)]
        start = threading.Barrier(len(drafts))

        def save(draft: Draft, name: str = name, start: threading.Barrier = start) -> Version | str:
            start.wait()
            try:
                return store.save(saving(name, None if new else "GM0001", van=draft.owner), draft.owner, draft=draft)
            except StoreError as error:
                return error.problems[0].code

        with ThreadPoolExecutor(len(drafts)) as pool:
            made = list(pool.map(save, drafts))
        (won,) = (one for one in made if isinstance(one, Version))
        assert [one for one in made if one is not won] == ["STORE-CONFLICT"] * 3
        assert store.versions(won.municipality_id)[0] == won
        assert won.number == (1 if new else round_ + 2)
        assert sum(len(store.drafts(draft.owner)) for draft in drafts) == 3 * (round_ + 1)


def test_lists_have_what_stands_in_versions_and_leave_what_is_large(store: Store) -> None:
    made = [
        store.save(saving(name, code, stap=stap), "Anja", note=str(stap))
        for stap in (1, 2)
        for name, code in (("b", None), ("A", "GM1"))
    ]
    newest_first = [made[3], made[1], made[2], made[0]]
    assert [each.version_id for each in store.timeline()] == [version.id for version in newest_first]
    assert store.overview() == tuple(each for each in store.timeline() if each.number == 2)
    for heading, version in zip(store.timeline(), newest_first, strict=True):
        municipality = store.municipality(version.municipality_id)
        assert heading[:3] == municipality[:3]
        assert [getattr(heading, name) for name in heading._fields[4:]] == [
            getattr(version, name) for name in heading._fields[4:]
        ]


def test_the_audit_log_is_read_from_the_newest_back(store: Store) -> None:
    for number in range(5):
        store.note("Anja", "try", f"onderwerp {number}", number=number)
    newest = store.audit(limit=2)
    assert [entry.details for entry in newest] == [{"number": 4}, {"number": 3}]
    assert [entry.subject for entry in store.audit(before=newest[-1].number)] == ["onderwerp 2", "onderwerp 1", "onderwerp 0"]


def test_a_secret_is_the_same_for_all_who_ask_at_once(store: Store, store_url: str) -> None:
    with closing(Store.open(store_url)) as other, ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda number: (store if number % 2 else other).secret("csrf"), range(16)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert store.secret("csrf") != store.secret("iets anders")


def test_reading_waits_for_nobody_who_writes(store: Store) -> None:
    saved = store.save(saving(), "Anja")
    with store.transaction() as session:
        session.connection().exec_driver_sql("UPDATE municipalities SET name = 'half'")
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(store.municipality, saved.municipality_id).result(timeout=3)
        session.rollback()
    assert found.name == "Voorbeeldstad"
