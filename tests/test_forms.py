"""Answers as a form holds them, all facts at once, interviews that are taken up elsewhere, and two documents made one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules.errors import UsageError
from antwoord_rules.interview import Session
from antwoord_rules.interview.document import is_given, remove, with_element
from antwoord_rules.interview.merging import differences, merged
from antwoord_rules.interview.sheet import Sheet
from antwoord_rules.interview.typed import Typed, read
from antwoord_rules.reports.glance import glance
from tests.conftest import FACTS

BEGIN = {"gemeente": {"naam": "Veld", "peildatum": "2026-10-01"}}
DOCUMENTS = [json.loads(path.read_text(encoding="utf-8")) for path in FACTS]
NAMES = [path.stem for path in FACTS]


def sheet(kb, document, language="nl"):
    return Sheet(Session(kb, document), language)


def part(document, path):
    for key in path.split("/"):
        document = document[int(key) if isinstance(document, list) else key]
    return document


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_form_that_nobody_touched_changes_nothing(kb, document, language):
    form = sheet(kb, document, language)
    assert form.fill(form.shown, form.shown) == (document, {})


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_form_shows_is_understood_as_what_the_document_says(kb, document, language):
    form = sheet(kb, document, language)
    filled = form.fill({}, {name: said for name, said in form.shown.items() if said != Typed()})
    assert filled.wrong == {}
    old, new = kb.read(document), kb.read(filled.document)
    assert (new.values, new.unknown, new.collections) == (old.values, old.unknown, old.collections)


CHANGES = [
    ("kanalen.telefoon.ingangen", Typed("3"), "kanalen/telefoon/ingangen", 3),
    ("kanalen.telefoon.ingangen", Typed("3", bron=" teller "), "kanalen/telefoon/ingangen", {"waarde": 3, "bron": "teller"}),
    ("kanalen.telefoon.ingangen", Typed(unknown=True), "kanalen/telefoon/ingangen", None),
    ("kanalen.telefoon.ingangen", Typed("weet ik niet"), "kanalen/telefoon/ingangen", None),
    ("kanalen.balie.geconcentreerd", Typed("nee"), "kanalen/balie/geconcentreerd", False),
    ("zaakafhandeling.direct_afgehandeld", Typed("42,5 %"), "zaakafhandeling/direct_afgehandeld", 42.5),
    ("frontoffices[0].naam", Typed("KCC"), "frontoffices/0/naam", "KCC"),
    ("frontoffices[0].productclusters", Typed("afval; ; paspoort"), "frontoffices/0/productclusters", ["afval", "paspoort"]),
    ("frontoffices[0].afgestemd", Typed(unknown=True), "frontoffices/0/afgestemd", None),
    ("gemeente.inwoners", Typed("1200"), "gemeente/inwoners", 1200),
    ("gemeente.peildatum", Typed("2026-12-31"), "gemeente/peildatum", "2026-12-31"),
]


@pytest.mark.parametrize(("fact", "said", "path", "expected"), CHANGES, ids=[f"{c[0]}={c[1].value}" for c in CHANGES])
def test_only_what_changed_is_touched(kb, fact, said, path, expected):
    document = json.loads((FACTS[0].parent / "lindewaard.json").read_text(encoding="utf-8"))
    form = sheet(kb, document)
    filled = form.fill(form.shown, {**form.shown, fact: said})
    found = part(filled.document, path)
    assert (filled.wrong, list(found) if isinstance(found, tuple) else found) == ({}, expected)
    again = sheet(kb, filled.document)
    assert {name for name, was in form.shown.items() if again.shown[name] != was} == {fact}


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_an_answer_that_is_taken_out_leaves_the_rest(kb, document):
    for fact in kb.base.vocabulary.facts:
        if not is_given(document, fact.id):
            continue
        made = remove(kb.base.vocabulary, document, fact.id)
        assert not is_given(made, fact.id)
        others = [other.id for other in kb.base.vocabulary.facts if other.id != fact.id]
        assert [is_given(made, other) for other in others] == [is_given(document, other) for other in others]


def test_taking_an_answer_out_of_a_group_that_is_unknown_leaves_its_others_unknown(kb):
    document = {**BEGIN, "keten": None}
    made = remove(kb.base.vocabulary, document, "keten.regie_op_levering")
    assert made["keten"] == {
        fact.id.removeprefix("keten."): None
        for fact in kb.base.vocabulary.facts
        if fact.group == "keten" and fact.id != "keten.regie_op_levering"
    }


WRONG = [
    ("kanalen.telefoon.ingangen", Typed("veel"), {"value"}),
    ("kanalen.telefoon.ingangen", Typed("1,5"), {"value"}),
    ("kanalen.telefoon.ingangen", Typed("1", unknown=True), {"value"}),
    ("kanalen.telefoon.ingangen", Typed(bron="telling"), {"value"}),
    ("kanalen.telefoon.ingangen", Typed("1", datum="morgen", herkomst="gegokt"), {"datum", "herkomst"}),
    ("zaakafhandeling.direct_afgehandeld", Typed("101"), {"value"}),
    ("kanalen.zelfde_antwoord", Typed("misschien"), {"value"}),
    ("frontoffices[0].naam", Typed(" "), {"value"}),
    ("frontoffices[0].naam", Typed("a\x1bb"), {"value"}),
    ("frontoffices[1].naam", Typed("A"), {"value"}),
    ("gemeente.naam", Typed(""), {"value"}),
    ("gemeente.peildatum", Typed("2026-02-30"), {"value"}),
    ("gemeente.code", Typed("1"), {"value"}),
]


@pytest.mark.parametrize(("fact", "said", "parts"), WRONG, ids=[f"{c[0]}={c[1].value}" for c in WRONG])
def test_what_is_wrong_is_said_at_its_part_and_the_rest_is_kept(kb, fact, said, parts):
    document = {**BEGIN, "frontoffices": [{"naam": "A"}, {"naam": "B"}]}
    form = sheet(kb, document)
    filled = form.fill(form.shown, {**form.shown, fact: said, "kanalen.website.ingangen": Typed("2")})
    assert {name: set(found) for name, found in filled.wrong.items()} == {fact: parts}
    assert filled.document == {**document, "kanalen": {"website": {"ingangen": 2}}}


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        (None, Typed("2", unknown=True), 2),
        (2, Typed("2", unknown=True), None),
        (1, Typed("2", unknown=True), "wrong"),
    ],
)
def test_of_an_answer_and_i_do_not_know_the_new_one_counts(kb, before, typed, after):
    form = sheet(kb, {**BEGIN, "kanalen": {"chat": {"ingangen": before}}})
    filled = form.fill(form.shown, {"kanalen.chat.ingangen": typed})
    assert ("wrong" if filled.wrong else filled.document["kanalen"]["chat"]["ingangen"]) == after


def test_names_can_change_places(kb):
    form = sheet(kb, {**BEGIN, "frontoffices": [{"naam": "A"}, {"naam": "B", "afgestemd": True}]})
    filled = form.fill(form.shown, {**form.shown, "frontoffices[0].naam": Typed("B"), "frontoffices[1].naam": Typed("A")})
    assert filled == ({**BEGIN, "frontoffices": [{"naam": "B"}, {"naam": "A", "afgestemd": True}]}, {})


def test_an_element_that_is_added_has_a_name_of_its_own(kb):
    collection = kb.base.vocabulary.collections[0]
    document = {**BEGIN, "frontoffices": [{"naam": "Frontoffice 2"}]}
    for _ in range(3):
        document = with_element(document, collection)
    assert [element["naam"] for element in document["frontoffices"]] == [
        "Frontoffice 2",
        "Frontoffice 3",
        "Frontoffice 4",
        "Frontoffice 5",
    ]
    kb.read(document)


@given(text=st.text(max_size=40), parts=st.lists(st.text(max_size=10), min_size=4, max_size=4), unknown=st.booleans())
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_is_an_answer_that_can_be_read_back_or_a_reason(kb, text, parts, unknown):
    for about in kb.base.vocabulary.facts[:4]:
        answer, wrong = read(about, Typed(text, unknown, *parts))
        assert not (answer and wrong)
        if answer is not None:
            document = {**BEGIN, "kanalen": {"telefoon": {}}}
            form = sheet(kb, document)
            kb.read(form.fill(form.shown, {about.id: Typed(text, unknown, *parts)}).document)


# Interviews that are taken up elsewhere


def test_an_interview_goes_on_where_it_was_left_through_json(kb):
    session = Session(kb, BEGIN).answer(("A", "B")).answer(None).answer(None)
    session = session.back()
    again = Session.resumed(kb, json.loads(json.dumps(session.document)), json.loads(json.dumps(session.beside)))
    assert again == session
    assert again.asked == session.asked


def test_what_the_document_does_not_hold_any_more_is_forgotten(kb):
    beside = {
        "history": ["frontoffices", "frontoffices[1].afgestemd", "weg"],
        "confirmed": ["kanalen.post.ingangen", "x.y"],
        "reopened": ["frontoffices[7].afgestemd"],
        "revisited": "weg[0].naam",
    }
    session = Session.resumed(kb, {**BEGIN, "frontoffices": [{"naam": "A"}]}, beside)
    assert session.beside == {
        "history": ["frontoffices"],
        "confirmed": ["kanalen.post.ingangen"],
        "reopened": [],
        "revisited": None,
    }


def test_any_question_can_be_chosen_without_the_solver_and_the_interview_goes_on(kb):
    session = Session(kb, BEGIN, seconds=0.0).at("keten.burger_centraal")
    assert session.asked.fact == "keten.burger_centraal"
    answered = session.answer(True)
    assert answered.document["keten"] == {"burger_centraal": True}
    with pytest.raises(UsageError) as raised:
        _ = answered.asked
    assert [found.code for found in raised.value.problems] == ["TIME-UP"]
    assert answered.back().asked.fact == "keten.burger_centraal"


def test_evidence_is_taken_out_when_it_is_not_to_be_kept(kb):
    document = {**BEGIN, "kanalen": {"website": {"ingangen": {"waarde": 1, "bron": "register"}}}}
    session = Session(kb, document).at("kanalen.website.ingangen")
    assert session.answer(2).document["kanalen"]["website"]["ingangen"] == {"waarde": 2, "bron": "register"}
    assert session.answer(2, keep=False).document["kanalen"]["website"]["ingangen"] == 2


# Two documents made one

BASE = {
    **BEGIN,
    "kanalen": {"telefoon": {"ingangen": 2}, "website": {"ingangen": 1}},
    "frontoffices": [{"naam": "A"}, {"naam": "B", "afgestemd": True}],
}
THEIRS = {
    "gemeente": {"naam": "Veld", "peildatum": "2026-11-01"},
    "kanalen": {"telefoon": {"ingangen": {"waarde": 1, "bron": "telling"}}, "website": {"ingangen": 1}, "chat": {"ingangen": 2}},
    "frontoffices": [{"naam": "B", "afgestemd": False}, {"naam": "C"}],
}
MINE = {
    "gemeente": {"naam": "Veld", "peildatum": "2026-10-01", "code": "GM0001"},
    "kanalen": {"telefoon": {"ingangen": 3}, "website": {"ingangen": 4}},
    "frontoffices": [{"naam": "A", "eigen_kanalen": True}, {"naam": "B", "afgestemd": True}],
    "keten": {"burger_centraal": True},
}


def test_differences_say_who_made_them(kb):
    found = differences(kb, BASE, THEIRS, MINE)
    assert {difference.name: difference.by for difference in found} == {
        "gemeente.peildatum": "theirs",
        "gemeente.code": "mine",
        "kanalen.telefoon.ingangen": "both",
        "kanalen.website.ingangen": "mine",
        "kanalen.chat.ingangen": "theirs",
        "keten.burger_centraal": "mine",
        "frontoffices/A": "both",
        "frontoffices/B/afgestemd": "theirs",
        "frontoffices/C": "theirs",
    }


def test_without_the_document_that_both_grew_from_each_difference_is_to_be_chosen(kb):
    assert {difference.by for difference in differences(kb, None, THEIRS, MINE)} == {"both"}


@pytest.mark.parametrize("base", [BASE, None])
@pytest.mark.parametrize(("theirs", "mine"), [(THEIRS, MINE), (MINE, THEIRS), (BASE, MINE), (THEIRS, BEGIN), (BEGIN, MINE)])
def test_each_choice_is_followed(kb, base, theirs, mine):
    found = differences(kb, base, theirs, mine)
    assert merged(kb, theirs, mine, found, ()) == mine
    all_theirs = merged(kb, theirs, mine, found, {difference.name for difference in found})
    assert differences(kb, base, theirs, all_theirs) == ()
    for difference in found:
        made = merged(kb, theirs, mine, found, {difference.name})
        left = {other.name for other in differences(kb, base, theirs, made)}
        assert left == {other.name for other in found} - {difference.name}


@pytest.mark.parametrize("theirs", DOCUMENTS, ids=NAMES)
@pytest.mark.parametrize("mine", DOCUMENTS[:3], ids=NAMES[:3])
def test_any_two_documents_can_be_made_one(kb, theirs, mine):
    found = differences(kb, None, theirs, mine)
    made = merged(kb, theirs, mine, found, {difference.name for difference in found})
    assert differences(kb, None, theirs, made) == ()
    assert kb.assess(made).phase == kb.assess(theirs).phase


# The picture


@pytest.mark.parametrize("document", [BEGIN, *DOCUMENTS], ids=["begin", *NAMES])
def test_the_picture_shows_each_phase_as_the_assessment_has_it(kb, document):
    assessment = kb.assess(document)
    seen = glance(assessment, "nl")
    highest = max(assessment.phase.possible)
    assert [step.number for step in seen.steps if step.state == "reached"] == list(range(1, assessment.phase.number + 1))
    assert [step.number for step in seen.steps if step.state == "excluded"] == list(range(highest + 1, 6))
    shown = [status for _, cells in seen.profile for cell in cells for status in cell.statuses]
    assert sorted(shown) == sorted(criterion.status for criterion in assessment.criteria)
