"""Fact documents: what is accepted, what is kept, and every diagnostic at its place."""

from __future__ import annotations

import json
import os
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antwoord_rules import FactsError
from antwoord_rules.diagnostics import DIAGNOSTICS
from antwoord_rules.facts.jsontext import Located, parse

BAD = Path(__file__).parent / "data" / "bad" / "facts"
HEAD = '{"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}'


def short(value) -> str:
    """A name for a value that Python may refuse to write out."""
    return "huge" if isinstance(value, int) and value > 2**64 else str(value)


def problems(kb, source):
    with pytest.raises(FactsError) as caught:
        kb.read(source)
    return caught.value.problems


def places(found):
    return [f"{p.line}:{p.column} {p.code}" for p in found]


EXPECTED = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bad_file_gives_exactly_these_problems_at_these_places(kb, name):
    assert places(problems(kb, BAD / name)) == EXPECTED[name]


def test_every_bad_file_has_its_expectation():
    assert {path.name for path in BAD.iterdir()} - {"expected.json"} == set(EXPECTED)


def test_every_diagnostic_of_facts_is_pinned():
    pinned = {place.split()[1] for found in EXPECTED.values() for place in found}
    elsewhere = {"FILE-MISSING", "FILE-UNREADABLE", "FILE-UNWRITABLE", "FILE-TOO-LARGE"}
    codes = {code for code in DIAGNOSTICS if code.startswith(("FACT-", "JSON-", "TEXT-", "FILE-"))}
    assert codes - elsewhere == pinned


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_problem_reads_in_both_languages(kb, name):
    for found in problems(kb, BAD / name):
        for language in ("nl", "en"):
            text = found.render(language)
            assert text.startswith(f"{BAD / name}:{found.line}:{found.column}: {found.code} ")
            assert "{" not in text.splitlines()[0].replace('"{', "")
        assert found.render("nl") != found.render("en")


def test_a_message_says_what_is_wrong_where_and_what_is_allowed(kb):
    text = HEAD + ', "kanalen": {"telefoon": {"ingangen": 1.0}}}'
    (found,) = problems(kb, text)
    label = kb.base.vocabulary.fact_by_id["kanalen.telefoon.ingangen"].label
    assert found.render("en") == (
        f"1:{text.index('1.0') + 1}: FACT-TYPE {label.en}: 1.0 is of the wrong kind\n"
        "    Allowed: a whole number from 0 to 999999999; null or leaving it out means unknown."
    )


def test_a_misspelt_fact_gets_a_suggestion(kb):
    (found,) = problems(kb, HEAD + ', "kanalen": {"telefon": {"ingangen": 1}}}')
    assert found.hint_in("en") == "Did you mean 'telefoon'?"
    assert found.hint == "Bedoelde u 'telefoon'?"


def test_a_fact_in_the_wrong_group_gets_its_full_name_suggested(kb):
    (found,) = problems(kb, HEAD + ', "frontoffice": {"zaakgericht": true}}')
    assert "zaakafhandeling.zaakgericht" in found.hint


def test_problems_of_a_dict_carry_the_path(kb, document):
    (found,) = problems(kb, document | {"kanalen": {"website": {"ingangen": "1"}}})
    assert (found.file, found.line, found.path) == (None, None, "kanalen.website.ingangen")
    assert found.render("en").startswith("kanalen.website.ingangen: FACT-TYPE ")


def test_a_missing_file_and_a_folder_are_problems_too(kb, tmp_path):
    assert [p.code for p in problems(kb, tmp_path / "no.json")] == ["FILE-MISSING"]
    assert [p.code for p in problems(kb, tmp_path)] == ["FILE-UNREADABLE"]
    assert [p.code for p in problems(kb, "no\0name.json")] == ["FILE-UNREADABLE"]


@pytest.mark.parametrize("size", [100_000_000, 1_000_000])
def test_a_mountain_of_brackets_is_refused_at_once(kb, tmp_path, size):
    path = tmp_path / "deep.json"
    path.write_bytes(b"[" * size)
    start = time.monotonic()
    (found,) = problems(kb, path)
    assert found.code == ("FILE-TOO-LARGE" if size > 16_000_000 else "JSON-TOO-DEEP")
    assert time.monotonic() - start < 30  # a hang, not a speed: it takes well under a second


def test_an_object_nested_beyond_reason_is_refused(kb):
    assert [p.code for p in problems(kb, '{"a":' * 5000 + "1" + "}" * 5000)] == ["JSON-TOO-DEEP"]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), 10**5000, -1, 80.001, "80", True], ids=short
)
def test_a_percentage_in_a_dict_is_checked_as_strictly_as_in_a_file(kb, document, value):
    assert len(problems(kb, document | {"zaakafhandeling": {"direct_afgehandeld": value}})) == 1


@pytest.mark.parametrize("value", [2**53, 2**63, 10**5000, 1_000_000_000], ids=short)
def test_a_huge_count_is_out_of_range(kb, document, value):
    assert [p.code for p in problems(kb, document | {"kanalen": {"balie": {"ingangen": value}}})] == ["FACT-RANGE"]


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b", "a\x1b[31m", "a\nb", "\x85"], ids=ascii)
def test_half_characters_and_control_characters_are_refused_and_never_printed(kb, document, text):
    document["gemeente"]["naam"] = text
    (found,) = problems(kb, document)
    assert found.code == "FACT-TEXT"
    found.render().encode()
    assert text not in found.render()


@pytest.mark.parametrize(
    "key", ["sid", "id", "$s", "$and", "", "a.b", "\ud800", "x" * 100_000, "__class__"], ids=lambda key: ascii(key)[:20]
)
def test_a_reserved_or_strange_key_is_an_unknown_fact(kb, document, key):
    (found,) = problems(kb, document | {key: 1})
    assert found.code == "FACT-UNKNOWN"
    assert len(found.render().encode()) < 1000


@pytest.mark.parametrize("source", [5, None, ["a"], object()])
def test_what_is_no_document_at_all_is_a_type_error(kb, source):
    with pytest.raises(TypeError):
        kb.read(source)


# What is accepted and kept


def test_an_absent_fact_and_a_null_are_both_unknown(kb, document):
    memory = kb.read(document | {"frontoffice": {"alle_kanalen": None}})
    assert "frontoffice.alle_kanalen" in memory.unknown
    assert "frontoffice.alle_diensten" in memory.unknown
    assert "frontoffice.alle_kanalen" not in memory.values


def test_only_an_absent_key_is_assumed(kb, document):
    memory = kb.read(document | {"kanalen": {"chat": {"ingangen": None}}})
    assert [(a.fact, a.value) for a in memory.assumptions] == [("kanalen.post.ingangen", 1), ("kanalen.social_media.ingangen", 0)]
    assert "kanalen.chat.ingangen" in memory.unknown


def test_evidence_without_a_value_that_is_known_is_unknown_and_not_assumed(kb, document):
    memory = kb.read(document | {"kanalen": {"chat": {"ingangen": {"waarde": None, "bron": "navraag"}}}})
    assert "kanalen.chat.ingangen" in memory.unknown
    assert memory.evidence["kanalen.chat.ingangen"].bron == "navraag"


def test_a_group_that_is_null_is_unknown_as_a_whole(kb, document):
    memory = kb.read(document | {"kanalen": None})
    assert memory.assumptions == ()
    assert "kanalen.post.ingangen" in memory.unknown


def test_evidence_is_kept_with_the_fact(kb, document):
    said = {"waarde": 2, "herkomst": "gemeten", "bron": "webregister", "datum": "2026-09-01", "periode": "2026-Q3"}
    memory = kb.read(document | {"kanalen": {"website": {"ingangen": said}}})
    assert memory.values["kanalen.website.ingangen"] == 2
    assert memory.evidence["kanalen.website.ingangen"] == ("gemeten", "webregister", "2026-09-01", "2026-Q3")


@pytest.mark.parametrize(
    ("raw", "kept"), [("80", 8000), ("80.0", 8000), ("79.99", 7999), ("8e1", 8000), ("0", 0), ("100", 10000)]
)
def test_a_percentage_is_kept_exactly(kb, raw, kept):
    memory = kb.read(HEAD + f', "zaakafhandeling": {{"direct_afgehandeld": {raw}}}}}')
    assert memory.values["zaakafhandeling.direct_afgehandeld"] == kept


@pytest.mark.parametrize(
    ("offices", "count", "isolated"),
    [
        ([], 0, False),
        ([None], 1, False),
        ([False], 1, False),
        ([True, True], 2, False),
        ([True, False], 2, True),
        ([True, None], 2, None),
        ([None, False], 2, True),
        ([None, None, True], 3, None),
    ],
)
def test_front_offices_are_counted_and_are_isolated_by_kleenes_some(kb, document, offices, count, isolated):
    listed = [{"naam": f"Loket {i}", "afgestemd": aligned} for i, aligned in enumerate(offices)]
    memory = kb.read(document | {"frontoffices": listed})
    assert memory.values["frontoffices.aantal"] == count
    assert memory.values.get("frontoffices.geisoleerd") is isolated


def test_without_a_list_nothing_about_front_offices_is_known(kb, document):
    memory = kb.read(document)
    assert "frontoffices" in memory.unknown
    assert not [fact for fact in memory.values if fact.startswith("frontoffices")]


def test_what_is_unknown_of_an_element_is_listed_when_it_can_matter(kb, document):
    two = [{"naam": "A", "afgestemd": True}, {"naam": "B"}]
    assert "frontoffices[1].afgestemd" in kb.read(document | {"frontoffices": two}).unknown
    assert "frontoffices[0].afgestemd" not in kb.read(document | {"frontoffices": two[1:]}).unknown


def test_dict_text_bytes_and_file_give_the_same_memory(kb, document, tmp_path):
    document["zaakafhandeling"] = {"direct_afgehandeld": 42.5}
    text = json.dumps(document)
    path = tmp_path / "feiten.json"
    path.write_text("\ufeff" + text, encoding="utf-8")
    first = kb.read(document)
    for other in (text, "\ufeff  " + text, text.encode(), b"\xef\xbb\xbf" + text.encode(), path, str(path)):
        assert kb.read(other) == first


def test_the_hash_is_that_of_the_canonical_document(kb, document):
    import hashlib

    document["zaakafhandeling"] = {"direct_afgehandeld": 42.5}
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert kb.read(document).sha256 == hashlib.sha256(canonical).hexdigest()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 2, "\t"]))
def test_positions_are_those_of_the_values(value, indent):
    """Every path is found, and what stands at its place is the start of that value."""
    text = json.dumps(value, indent=indent)
    assert parse(text)[1] == ()
    located = Located(text)
    lines = text.split("\n")

    def walk(part, path):
        line, column = located.position(path)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == part
        children = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for key, child in children:
            walk(child, (*path, key))

    walk(value, ())


@given(JSON)
def test_no_json_document_makes_the_reader_fail_otherwise_than_with_problems(kb, value):
    try:
        kb.read(json.dumps(value))
    except FactsError as error:
        for found in error.problems:
            assert found.code in DIAGNOSTICS
            found.render("en").encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(kb, tmp_path):
    path = tmp_path / "secret.json"
    path.write_text("{}")
    path.chmod(0)
    assert [p.code for p in problems(kb, path)] == ["FILE-UNREADABLE"]


def test_the_schema_key_is_a_text_like_any_other(kb, document):
    for text in ("a\ud800", "a\x00"):
        (found,) = problems(kb, document | {"$schema": text})
        assert found.code == "FACT-TEXT"


def test_evidence_is_kept_inside_a_front_office_too(kb, document):
    office = {
        "naam": {"waarde": "Loket", "bron": "organogram"},
        "afgestemd": {"waarde": False, "herkomst": "opgegeven"},
        "productclusters": ["zorg", "werk"],
    }
    (element,) = kb.read(document | {"frontoffices": [office]}).collections["frontoffices"]
    assert (element.name, element.values, element.texts["productclusters"]) == ("Loket", {"afgestemd": False}, ("zorg", "werk"))
    assert (element.evidence["naam"].bron, element.evidence["afgestemd"].herkomst) == ("organogram", "opgegeven")


def test_digits_of_another_script_make_no_municipality_code(kb, document):
    document["gemeente"]["code"] = "GM٠٠٠١"
    assert [p.code for p in problems(kb, document)] == ["FACT-CODE"]


class Stubborn:
    """Compares like an array: the outcome of a comparison is no boolean."""

    def __eq__(self, other):
        return self

    def __bool__(self):
        raise ValueError("ambiguous")

    __hash__ = None


@pytest.mark.parametrize("part", ["waarde", "herkomst", "bron", "datum", "periode"])
def test_objects_that_do_not_compare_are_problems_too(kb, document, part):
    said = {"waarde": 1} | {part: Stubborn()}
    assert len(problems(kb, document | {"kanalen": {"telefoon": {"ingangen": said}}})) == 1
