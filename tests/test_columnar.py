"""Assessments in columns: bit for bit what the reference engine concludes, and clear about what is wrong with a frame."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings

from antwoord_rules import FactsError, KnowledgeBase, UsageError
from tests.conftest import FACTS
from tests.frames_of import expected, frame_of, random_rows
from tests.knowledge_bases import SEEDS, random_base

EXAMPLES = 150


def check(kb: KnowledgeBase, seed: int, number: int) -> None:
    random = Random(seed)
    vocabulary = kb.base.vocabulary
    rows = random_rows(vocabulary, random, number)
    every = [fact.id for fact in (*vocabulary.facts, *vocabulary.collections)]
    columns = [name for name in every if random.random() < 0.9]
    made = kb.assess_frame(frame_of(vocabulary, rows, columns))
    assert made.columns == [*frame_of(vocabulary, rows, columns).columns, *kb.frames.output]
    assert made.select(kb.frames.output).to_dicts() == list(expected(kb, rows, columns))


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_random_rules_over_random_frames_are_what_the_reference_concludes(seed):
    check(KnowledgeBase(random_base(seed), "0" * 64), seed, 40)


def test_the_bundled_rules_over_random_rows_are_what_the_reference_concludes(kb):
    check(kb, 1, 500)


@pytest.mark.slow
def test_a_hundred_thousand_random_rows_are_what_the_reference_concludes(kb):
    for seed in range(10):
        check(kb, seed, 10_000)


def test_the_bundled_municipalities_have_the_phase_that_assess_gives(kb):
    vocabulary = kb.base.vocabulary
    rows = []
    for path in FACTS:
        memory = kb.read(path)
        values = {fact.id: memory.values.get(fact.id) for fact in vocabulary.facts}
        row = {f.id: None if values[f.id] is None else f.type.to_people(values[f.id]) for f in vocabulary.facts}
        row["frontoffices.aantal"] = memory.values.get("frontoffices.aantal")
        row["frontoffices.geisoleerd"] = memory.values.get("frontoffices.geisoleerd")
        rows.append({"naam": memory.municipality.naam, **row})
    made = kb.assess_frame(pl.DataFrame(rows, infer_schema_length=None))
    for path, row in zip(FACTS, made.iter_rows(named=True), strict=True):
        found = kb.assess(path)
        assert (row["naam"], row["phase"]) == (found.gemeente.naam, found.phase.number)
        assert row["phase_highest"] >= max(found.phase.possible)
        recommended = {measure.id for measure in found.measures}
        assert {measure.id for measure in kb.base.measures if row[measure.id]} == recommended


def test_norms_move_the_conclusions(kb):
    frame = pl.DataFrame({"zaakafhandeling.direct_afgehandeld": [79.99, 80.0, None]})
    name = "uitdaging_3_direct_afhandelen"
    assert kb.assess_frame(frame)[name].to_list() == [False, True, None]
    assert kb.with_norms({"norm_direct_afgehandeld": 75}).assess_frame(frame)[name].to_list() == [True, True, None]


def test_an_absent_column_is_assumed_and_null_is_unknown(kb):
    others = {"kanalen.email.ingangen": [1], "kanalen.social_media.ingangen": [1], "kanalen.post.ingangen": [1]}
    name = "criterium_2_overige_kanalen"
    assert kb.assess_frame(pl.DataFrame(others))[name].to_list() == [True]  # no chat
    unknown = pl.DataFrame({**others, "kanalen.chat.ingangen": [None]})
    assert kb.assess_frame(unknown)[name].to_list() == [None]


def test_other_columns_pass_through_whatever_they_hold(kb):
    frame = pl.DataFrame({"naam": ["a", "b"], "kaart": [{"x": 1}, None], "kanalen.website.ingangen": [1, 2]})
    made = kb.assess_frame(frame)
    assert made.select(frame.columns).equals(frame)
    assert made["criterium_2_een_website"].to_list() == [True, False]


@pytest.mark.parametrize("kind", ["lazy", "pandas", "arrow"])
def test_other_kinds_of_frames_are_taken(kb, kind):
    frame = pl.DataFrame({"kanalen.website.ingangen": [1, 2, None], "frontoffice.alle_kanalen": [True, None, False]})
    given_ = {"lazy": frame.lazy, "pandas": frame.to_pandas, "arrow": frame.to_arrow}[kind]()
    assert kb.assess_frame(given_).select(kb.frames.output).equals(kb.assess_frame(frame).select(kb.frames.output))


def test_texts_of_a_csv_are_read_as_values(kb):
    frame = pl.DataFrame(
        {
            "kanalen.website.ingangen": ["1", " 2 ", "", None],
            "frontoffice.alle_kanalen": ["true", "Nee", "", None],
            "zaakafhandeling.direct_afgehandeld": ["80", "79.99", "", None],
        }
    )
    made = kb.assess_frame(frame)
    assert made["criterium_2_een_website"].to_list() == [True, False, None, None]
    assert made["criterium_3_alle_kanalen"].to_list() == [True, False, None, None]
    assert made["uitdaging_3_direct_afhandelen"].to_list() == [True, False, None, None]


@pytest.mark.parametrize(
    ("column", "values", "flaw"),
    [
        ("kanalen.website.ingangen", [1, -1], "FACT-RANGE"),
        ("kanalen.website.ingangen", [1, 1_000_000_000], "FACT-RANGE"),
        ("kanalen.website.ingangen", [1.0, 1.5], "FACT-TYPE"),
        ("kanalen.website.ingangen", [1.0, float("inf")], "FACT-TYPE"),
        ("kanalen.website.ingangen", ["1", "een"], "FACT-TYPE"),
        ("kanalen.website.ingangen", [None, True], "FACT-TYPE"),
        ("frontoffice.alle_kanalen", [None, 1], "FACT-TYPE"),
        ("frontoffice.alle_kanalen", ["ja", "jawel"], "FACT-TYPE"),
        ("zaakafhandeling.direct_afgehandeld", [80, 101], "FACT-RANGE"),
        ("zaakafhandeling.direct_afgehandeld", [80.25, 100.01], "FACT-RANGE"),
        ("zaakafhandeling.direct_afgehandeld", [80.25, 80.255], "FACT-DECIMALS"),
        ("zaakafhandeling.direct_afgehandeld", ["80,5", "80.5"][::-1], "FACT-TYPE"),
        ("frontoffices", [[{"naam": "a", "afgestemd": None}], [{"naam": "b", "afgestemd": "ja"}]], "FACT-TYPE"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(kb, column, values, flaw):
    with pytest.raises(FactsError) as raised:
        kb.assess_frame(pl.DataFrame({column: values}, strict=False))
    (found,) = raised.value.problems
    details = dict(found.details)
    assert (found.code, details["row"], details["name"], details["flaw"]) == ("COLUMN-VALUE", 2, column, flaw)
    assert found.message_in("nl").startswith("rij 2: ")
    assert found.hint_in("en").startswith("Allowed: ")


def test_of_many_wrong_values_the_first_are_named(kb):
    with pytest.raises(FactsError) as raised:
        kb.assess_frame(pl.DataFrame({"kanalen.website.ingangen": [-1] * 1000}))
    assert [dict(found.details)["row"] for found in raised.value.problems] == list(range(1, 21))


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"fase_1": [True]}, "COLUMN-TAKEN"),
        ({"phase": [1]}, "COLUMN-TAKEN"),
        ({"frontoffices": [[{"naam": "a"}]], "frontoffices.aantal": [1]}, "COLUMN-TWICE"),
        ({"frontoffices": [3]}, "COLUMN-NO-LIST"),
    ],
)
def test_columns_that_can_not_be_are_refused(kb, frame, code):
    with pytest.raises(UsageError) as raised:
        kb.assess_frame(pl.DataFrame(frame))
    assert [found.code for found in raised.value.problems] == [code]


def test_a_column_that_looks_like_a_fact_is_pointed_out(kb):
    frame = pl.DataFrame({"kanalen.webiste.ingangen": [1], "naam": ["x"], "a.b": [1]})
    (found,) = kb.frames.check(frame.schema)
    assert found.code == "COLUMN-NO-FACT"
    assert "kanalen.website.ingangen" in found.hint_in("nl")


def test_what_is_no_frame_is_refused(kb):
    with pytest.raises(UsageError) as raised:
        kb.assess_frame([{"kanalen.website.ingangen": 1}])
    assert raised.value.problems[0].code == "FRAME-KIND"


def test_a_frame_without_rows_or_columns_gives_one_without_rows(kb):
    assert kb.assess_frame(pl.DataFrame()).shape == (0, len(kb.frames.output))
    assert kb.assess_frame(pl.DataFrame({"kanalen.website.ingangen": []})).height == 0
