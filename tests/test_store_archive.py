"""Everything as a zip, and back."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antwoord_rules.errors import FactsError, StoreError, problem
from antwoord_rules.store import zips
from antwoord_rules.store.archive import INDEX, export
from antwoord_rules.store.importing import Imported, bring_in
from antwoord_rules.store.records import Saving
from antwoord_rules.store.store import Store
from tests.conftest import FACTS as EXAMPLES
from tests.savings import saving

NAMES = ("’s-Gravenhage", "Ü" * 500, "../../etc/passwd", "gewoon", "Gewoon!", "城市")


def taken(_: str) -> None:
    """Every fact document will do."""


def assessed(facts: str) -> Saving:
    document = json.loads(facts)
    if "gemeente" not in document:
        raise FactsError([problem("FILE-MISSING").in_file(None, 3, 4)])
    place = document["gemeente"]
    return saving(place["naam"], place.get("code"))._replace(facts=facts, peildatum=place["peildatum"])


def read(store: Store, content: bytes, validate: Callable[[str], object] = taken) -> Imported:
    return bring_in(store, io.BytesIO(content), "Anja", validate=validate, saving=assessed)


def refused(store: Store, content: bytes) -> str:
    before = everything(store)
    with pytest.raises(StoreError) as raised:
        read(store, content)
    assert {found.code for found in raised.value.problems} <= {"ARCHIVE-INVALID", "ARCHIVE-CONFLICT"}
    assert everything(store) == before
    assert "import" not in [entry.action for entry in store.audit()]
    return raised.value.render("en")


def everything(store: Store) -> list:
    return [(one, store.versions(one.id)) for one in store.municipalities()]


@pytest.fixture
def full(store: Store) -> Store:
    for number, name in enumerate(NAMES):
        for step in range(number % 3 + 1):
            code = None if number % 2 else f"GM{number:04}"
            store.save(saving(name, code, stap=step, tekst="\r\n\t “é\u0301” 😀"), f"persoon {step}", note="regel\nregel")
    return store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(f"sqlite:///{tmp_path / 'empty.sqlite3'}")) as made:
        yield made


def zipped(files: dict[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return content.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_what_is_exported_is_the_same_in_an_empty_store(full: Store, empty: Store) -> None:
    content = b"".join(export(full))
    assert read(empty, content) == Imported(sum(number % 3 + 1 for number in range(len(NAMES))), 0)
    assert everything(empty) == everything(full)
    (entry,) = empty.audit()
    assert (entry.who, entry.action, entry.details["added"]) == ("Anja", "import", 12)


def test_an_archive_from_either_database_goes_into_either(full: Store, postgres) -> None:
    content = b"".join(export(full))
    with closing(Store.open(postgres.new_database())) as other:
        read(other, content)
        assert everything(other) == everything(full)
        again = b"".join(export(other))
    assert {name: text for name, text in unzipped(again).items() if name != INDEX} == {
        name: text for name, text in unzipped(content).items() if name != INDEX
    }


def test_fact_files_in_the_archive_are_the_facts_byte_for_byte(full: Store) -> None:
    content = unzipped(b"".join(export(full)))
    index = json.loads(content[INDEX])
    for given_, municipality in zip(
        sorted(index["municipalities"], key=lambda one: one["id"]), sorted(full.municipalities()), strict=True
    ):
        versions = full.versions(municipality.id)
        assert [content[one["facts"]["name"]].decode() for one in given_["versions"]] == [one.facts for one in reversed(versions)]
    assert all(name.isascii() and ".." not in name for name in content)


def test_an_empty_store_gives_an_archive_too(empty: Store) -> None:
    assert read(empty, b"".join(export(empty))) == Imported(0, 0)


def test_bringing_it_in_again_adds_nothing_and_later_only_what_is_new(full: Store, empty: Store) -> None:
    read(empty, b"".join(export(full)))
    assert read(empty, b"".join(export(full))) == Imported(0, 12)
    full.save(saving("’s-Gravenhage", "GM0000", stap=9), "Bas")
    full.save(saving("Nieuw", "GM0099"), "Bas")
    assert read(empty, b"".join(export(full))) == Imported(2, 12)
    assert everything(empty) == everything(full)


def test_versions_with_other_content_are_refused_and_named(full: Store, empty: Store) -> None:
    empty.save(saving("’s-Gravenhage", "GM0000", stap=0), "iemand anders")
    empty.save(saving("gewoon", None), "iemand anders")
    told = refused(empty, b"".join(export(full)))
    assert told.count("ARCHIVE-CONFLICT") == 2
    assert "version 1 of ’s-Gravenhage" in told
    assert "version 1 of gewoon" in told


def test_facts_that_are_not_valid_are_all_told_and_nothing_is_added(full: Store, empty: Store) -> None:
    content = b"".join(export(full))

    def validate(facts: str) -> None:
        if '"stap": 1' in facts:
            raise FactsError([problem("FILE-MISSING").in_file(None, 3, 4)])

    with pytest.raises(FactsError) as raised:
        read(empty, content, validate)
    assert len(raised.value.problems) == 4
    assert all(found.place.startswith("gemeenten/") and found.place.endswith("/2.json:3:4") for found in raised.value.problems)
    assert everything(empty) == []


def test_plain_fact_files_become_versions_in_order_of_their_dates(empty: Store) -> None:
    def facts(name: str, date: str) -> str:
        return json.dumps({"gemeente": {"naam": name, "peildatum": date}})

    files = {
        "b/nieuw.json": facts("Stad", "2026-01-01"),
        "c/oud.json": "\ufeff" + facts("Stad", "2024-01-01"),
        "a.JSON": facts("Dorp", "2025-01-01"),
        "__MACOSX/._a.json": b"\0\1",
        ".DS_Store": b"\0",
        "b/": b"",
    }
    assert read(empty, zipped(files)) == Imported(3, 0)
    dorp, stad = empty.municipalities()
    assert [(one.number, one.peildatum, one.note, one.author) for one in empty.versions(stad.id)] == [
        (2, "2026-01-01", "b/nieuw.json", "Anja"),
        (1, "2024-01-01", "c/oud.json", "Anja"),
    ]
    assert dorp.newest.number == 1
    assert read(empty, zipped({"x.json": files["b/nieuw.json"]})) == Imported(0, 1)


def test_plain_fact_files_that_are_wrong_are_all_told_and_nothing_is_added(empty: Store) -> None:
    good = json.dumps({"gemeente": {"naam": "Stad", "peildatum": "2026-01-01"}})
    with pytest.raises(FactsError) as raised:
        read(empty, zipped({"a.json": good, "b.json": '{"fout": 1}', "c.json": '{"fout": 1}'}))
    assert [found.place for found in raised.value.problems] == ["b.json:3:4", "c.json:3:4"]
    assert empty.municipalities() == ()


def test_the_fact_files_of_the_examples_make_a_store_and_its_archive_another(kb, empty: Store, tmp_path: Path) -> None:
    def saving_of(facts: str) -> Saving:
        found = kb.assess(facts.encode())
        about, phase = found.gemeente, found.phase
        sha256, rules = found.receipt.facts_sha256, found.receipt.rules_sha256
        result = found.model_dump(mode="json")
        code = json.loads(facts)["gemeente"].get("code")
        return Saving(about.naam, code, str(about.peildatum), phase.number, phase.certain, facts, sha256, rules, result)

    def brought_in(store: Store, content: bytes) -> Imported:
        return bring_in(store, io.BytesIO(content), "Anja", validate=lambda facts: kb.read(facts.encode()), saving=saving_of)

    examples = {path.name: path.read_bytes() for path in EXAMPLES}
    assert brought_in(empty, zipped(examples)) == Imported(len(examples), 0)
    with closing(Store.open(f"sqlite:///{tmp_path / 'other.sqlite3'}")) as other:
        assert brought_in(other, b"".join(export(empty))) == Imported(len(examples), 0)
        assert everything(other) == everything(empty)
    wrong = examples | {"fout.json": b'{"gemeente": {"naam": "Stad", "peildatum": "2026-01-01"},\n "website_aanwezg": true}'}
    with pytest.raises(FactsError, match=r"fout\.json:2:2: FACT-UNKNOWN"):
        brought_in(empty, zipped(wrong))


FACTS = json.dumps({"gemeente": {"naam": "Stad", "peildatum": "2026-01-01"}})


def _with(**fields: object) -> bytes:
    """A zip whose only entry has other properties."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        entry = zipfile.ZipInfo("a.json")
        for name, value in fields.items():
            setattr(entry, name, value)
        made.writestr(entry, FACTS)
    return content.getvalue()


def _twice() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a.json", FACTS)
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.json", FACTS)
    return content.getvalue()


def _lying() -> bytes:
    """A zip that says an entry is smaller than it is."""
    content = bytearray(zipped({"a.json": "[" + " " * 100_000 + "]"}))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 10)
    return bytes(content)


def _encrypted() -> bytes:
    content = bytearray(zipped({"a.json": FACTS}))
    for start, offset in ((content.index(b"PK\x03\x04"), 6), (content.index(b"PK\x01\x02"), 8)):
        content[start + offset] |= 1
    return bytes(content)


BAD = {
    "no zip": (b"PK\x03\x04 nothing", "no zip file"),
    "empty": (b"", "no zip file"),
    "cut off": (zipped({"a.json": FACTS})[:-30], "no zip file"),
    "no files": (zipped({}), "no file in it"),
    "absolute": (zipped({"/etc/a.json": FACTS}), "outside"),
    "dots": (zipped({"a/../../b.json": FACTS}), "outside"),
    "backslash": (zipped({"a\\..\\b.json": FACTS}), "outside"),
    "drive": (zipped({"C:/b.json": FACTS}), "outside"),
    "control": (zipped({"a\x1bb.json": FACTS}), "name is not possible"),
    "long name": (zipped({"a" * 600 + ".json": FACTS}), "name is not possible"),
    "link": (_with(external_attr=(stat.S_IFLNK | 0o777) << 16), "link"),
    "device": (_with(external_attr=(stat.S_IFCHR | 0o777) << 16), "link"),
    "twice": (_twice(), "twice"),
    "twice but for capitals": (zipped({"a.json": FACTS, "A.json": FACTS}), "twice"),
    "packed otherwise": (_with(compress_type=zipfile.ZIP_LZMA), "deflate"),
    "encrypted": (_encrypted(), "encrypted"),
    "lying": (_lying(), "damaged"),
    "other files": (zipped({"a.json": FACTS, "b.exe": b"MZ"}), "no fact file"),
    "not UTF-8": (zipped({"a.json": b"\xff\xfe"}), "UTF-8"),
    "index of nonsense": (zipped({INDEX: "[1, 2"}), INDEX),
    "index of another kind": (zipped({INDEX: "{}"}), "municipalities"),
    "index nested deep": (zipped({INDEX: "[" * 200_000}), INDEX),
}


@pytest.mark.parametrize("name", BAD)
def test_a_zip_that_is_wrong_is_refused_with_a_reason(empty: Store, name: str) -> None:
    content, reason = BAD[name]
    assert reason in refused(empty, content)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one = zipped({"a.json": b" " * (zips.MOST_IN_FILE + 1)})
    assert len(one) < 100_000
    assert "too large" in refused(empty, one)
    monkeypatch.setattr(zips, "MOST_BYTES", 1000)
    assert "too large unpacked" in refused(empty, zipped({f"{number}.json": b" " * 500 for number in range(3)}))
    monkeypatch.setattr(zips, "MOST_FILES", 3)
    assert "more than 3 files" in refused(empty, zipped({f"{number}.json": FACTS for number in range(4)}))


def _changed(change: Callable[[dict, dict], None]) -> bytes:
    facts, result = FACTS.encode(), b'{"phase": 1}'
    files = {"gemeenten/stad/1.json": facts, "resultaten/stad/1.json": result}
    version = {
        "id": "1" * 32,
        "number": 1,
        "peildatum": "2026-01-01",
        "phase": 1,
        "certain": True,
        "facts_sha256": "f" * 64,
        "rules_sha256": "a" * 64,
        "note": "",
        "author": "Anja",
        "saved_at": "2026-01-01T00:00:00Z",
        "facts": {"name": "gemeenten/stad/1.json", "sha256": hashlib.sha256(facts).hexdigest()},
        "result": {"name": "resultaten/stad/1.json", "sha256": hashlib.sha256(result).hexdigest()},
    }
    stad = {"id": "2" * 32, "name": "Stad", "code": None, "versions": [version]}
    index = {"format": "antwoord-archive", "version": 1, "exported_at": "2026-01-01T00:00:00Z", "municipalities": [stad]}
    change(index, files)
    return zipped(files | {INDEX: json.dumps(index)})


def test_an_archive_as_it_should_be(empty: Store) -> None:
    assert read(empty, _changed(lambda index, files: None)) == Imported(1, 0)


CHANGES = {
    "other facts": (lambda index, files: files.update({"gemeenten/stad/1.json": b"{}"}), "hash"),
    "other result": (lambda index, files: files.update({"resultaten/stad/1.json": b"{}"}), "hash"),
    "a file too many": (lambda index, files: files.update({"x.json": b"{}"}), "x.json"),
    "a file too few": (lambda index, files: files.pop("resultaten/stad/1.json"), "resultaten/stad/1.json"),
    "another format": (lambda index, files: index.update(version=2), "version"),
    "a field too many": (lambda index, files: index.update(extra=1), "extra"),
    "a municipality twice": (lambda index, files: index["municipalities"].append(index["municipalities"][0]), "twice"),
    "a gap": (lambda index, files: index["municipalities"][0]["versions"][0].update(number=2), "count from 1"),
    "no zone": (
        lambda index, files: index["municipalities"][0]["versions"][0].update(saved_at="2026-01-01T00:00:00"),
        "saved_at",
    ),
    "an odd id": (lambda index, files: index["municipalities"][0].update(id="../x"), "id"),
    "a null": (lambda index, files: index["municipalities"][0].update(name="a\0"), "name"),
    "no versions": (lambda index, files: index["municipalities"][0].update(versions=[]), "versions"),
    "a result that is none": (
        lambda index, files: (
            files.update({"resultaten/stad/1.json": b'{"a": NaN}'}),
            index["municipalities"][0]["versions"][0]["result"].update(sha256=hashlib.sha256(b'{"a": NaN}').hexdigest()),
        ),
        "no result",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_archive_that_was_tampered_with_is_refused(empty: Store, name: str) -> None:
    change, reason = CHANGES[name]
    assert reason in refused(empty, _changed(change))


def test_ids_that_others_have_are_made_anew(empty: Store) -> None:
    read(empty, _changed(lambda index, files: None))

    renamed = _changed(lambda index, files: index["municipalities"][0].update(name="Dorp"))
    assert read(empty, renamed) == Imported(1, 0)
    dorp, stad = empty.municipalities()
    assert (stad.id, stad.newest.id) == ("2" * 32, "1" * 32)
    assert dorp.id != stad.id
    assert dorp.newest.id != stad.newest.id


def _with_dorp(index: dict, files: dict) -> None:
    """A second municipality, so that half of the archive could be read in."""
    facts, (first,) = FACTS.replace("Stad", "Dorp").encode(), index["municipalities"][0]["versions"]
    files |= {"gemeenten/dorp/1.json": facts, "resultaten/dorp/1.json": files["resultaten/stad/1.json"]}
    version = first | {
        "id": "3" * 32,
        "facts": {"name": "gemeenten/dorp/1.json", "sha256": hashlib.sha256(facts).hexdigest()},
        "result": first["result"] | {"name": "resultaten/dorp/1.json"},
    }
    index["municipalities"].append({"id": "4" * 32, "name": "Dorp", "code": None, "versions": [version]})


def test_a_damaged_entry_that_swallows_the_others_is_seen(empty: Store) -> None:
    content = bytearray(_changed(_with_dorp))
    first = content.index(b"PK\1\2")
    length_of_comment = first + 32
    content[length_of_comment : length_of_comment + 2] = (
        content.index(b"PK\5\6") - content.index(b"PK\1\2", first + 1)
    ).to_bytes(2, "little")
    with pytest.raises(StoreError, match=r"beschadigd|damaged"):
        read(empty, bytes(content))
    assert everything(empty) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 0.999), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_anywhere_lets_all_in_or_nothing_and_is_never_a_crash(
    empty: Store, tmp_path_factory: pytest.TempPathFactory, at: float, byte: int, cut: bool
) -> None:
    archive = _changed(_with_dorp)
    read(empty, archive)
    content = bytearray(archive)
    place = int(at * len(content))
    if cut:
        del content[place:]
    else:
        content[place] = byte
    with closing(Store.open(f"sqlite:///{tmp_path_factory.mktemp('damaged') / 'store.sqlite3'}")) as store:
        try:
            read(store, bytes(content))
        except (StoreError, FactsError):
            assert everything(store) == []
        else:
            assert everything(store) == everything(empty)
