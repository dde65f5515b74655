"""Explanations: why, why not, or what is missing, as data and as text, in both languages."""

from __future__ import annotations

import json

import pytest

from antwoord_rules import UsageError
from antwoord_rules.knowledge.references import Basis
from tests.conftest import FACTS
from tests.test_assessment import nest, with_all


def _tests_of(reason):
    if reason.kind == "test":
        return [reason]
    return [found for part in reason.parts for found in _tests_of(part)]


def test_why_not_names_the_fact_its_value_its_evidence_the_test_the_rule_and_the_source(kb):
    said = {"waarde": 14, "herkomst": "gemeten", "bron": "telefooncentrale", "datum": "2026-09-01"}
    found = kb.assess(nest({"kanalen.telefoon.ingangen": said})).explain("criterium_2_een_telefoonnummer")
    (reason,) = _tests_of(found.reason)
    assert (found.kind, found.value, found.phase) == ("criterion", False, 2)
    assert (reason.outcome, reason.test, reason.wanted) == (False, "equals 1", 1)
    assert (reason.about.id, reason.about.value) == ("kanalen.telefoon.ingangen", 14)
    assert reason.about.evidence == ("gemeten", "telefooncentrale", "2026-09-01", None)
    assert found.grounds.basis is Basis.BRON
    assert str(found.grounds.sources[0].reference) == "fasen-van-antwoord / fase-2 / kenmerken"
    assert found.grounds.reading is not None
    assert found.grounds.place.file == "rules/phase-2-kanaal.yaml"


def test_str_reads_as_a_dutch_paragraph_and_prose_gives_the_english(kb):
    found = kb.assess(nest({"kanalen.telefoon.ingangen": 14})).explain("criterium_2_een_telefoonnummer")
    label = kb.base.vocabulary.labels["kanalen.telefoon.ingangen"]
    assert f"niet vervuld, want '{label.nl}' is 14, maar nodig is precies 1." in str(found)
    assert f"is not met, because '{label.en}' is 14, but exactly 1 is needed." in found.prose("en")
    assert "\n" not in str(found)


def test_what_is_missing_comes_with_its_question(kb, document):
    found = kb.assess(document).explain("criterium_4_kanaalwissel")
    question = kb.base.vocabulary.fact_by_id["zaakafhandeling.kanaalwissel"].question
    assert found.value is None
    assert "onbekend" in str(found)
    assert question.nl in str(found)
    assert question.en in found.prose("en")


def test_only_the_parts_that_decided_are_decisive(kb):
    found = kb.assess(with_all(True, frontoffice__antwoord_juist=False)).explain("criterium_3_antwoordkwaliteit")
    assert [(t.about.id, t.decisive) for t in _tests_of(found.reason)] == [
        ("frontoffice.antwoord_juist", True),
        ("frontoffice.antwoord_volledig", False),
        ("frontoffice.antwoord_actueel", False),
    ]


def test_an_unknown_conclusion_rests_on_its_unknown_parts(kb):
    found = kb.assess(with_all(True, frontoffice__antwoord_juist=None)).explain("criterium_3_antwoordkwaliteit")
    assert [t.about.id for t in _tests_of(found.reason) if t.decisive] == ["frontoffice.antwoord_juist"]


def test_a_phase_is_explained_down_to_facts(kb):
    found = kb.assess(with_all(True, kanalen__website__ingangen=3)).explain("fase_3")
    below = next(t.about for t in _tests_of(found.reason) if t.about.kind == "phase")
    assert (below.id, below.value) == ("fase_2", False)
    criterion = next(t.about for t in _tests_of(below.reason) if t.about.value is False)
    (fact,) = [t.about for t in _tests_of(criterion.reason)]
    assert (criterion.id, fact.id, fact.value) == ("criterium_2_een_website", "kanalen.website.ingangen", 3)


def test_a_negation_is_turned_round_so_that_the_outcome_speaks_of_the_test(kb):
    found = kb.assess(with_all(True, kanalen__samenhangend_bestuurd=False)).explain("kenmerk_2")
    (reason,) = _tests_of(found.reason)
    assert (found.value, reason.wanted, reason.outcome) == (True, False, True)


def test_a_norm_is_shown_with_its_value_and_its_own_provenance(kb):
    document = with_all(True, zaakafhandeling__direct_afgehandeld=42.5)
    found = kb.with_norms({"norm_direct_afgehandeld": 75}).assess(document).explain("uitdaging_3_direct_afhandelen")
    (reason,) = _tests_of(found.reason)
    assert (reason.norm.id, reason.norm.value, reason.norm.date) == ("norm_direct_afgehandeld", 75, "2008")
    assert reason.norm.grounds.basis is Basis.BRON
    assert "42,5 procent, maar nodig is ten minste 75 procent" in str(found)
    assert "42.5 per cent, but at least 75 per cent is needed" in found.prose("en")


def test_a_derived_fact_shows_the_elements_that_it_came_from(kb, document):
    offices = [
        {"naam": "Burgerzaken", "afgestemd": {"waarde": False, "herkomst": "opgegeven"}},
        {"naam": "Loket", "afgestemd": True},
    ]
    a = kb.assess(document | {"frontoffices": offices})
    (reason,) = _tests_of(a.explain("kenmerk_1").reason)
    assert [(part.name, part.value) for part in reason.about.parts] == [("Burgerzaken", False), ("Loket", True)]
    assert reason.about.parts[0].evidence.herkomst == "opgegeven"
    assert "Burgerzaken (nee)" in str(a.explain("frontoffices.geisoleerd"))


def test_a_recommended_measure_says_what_it_is_for_and_which_effect_is_not_there(kb):
    a = kb.assess(with_all(True, besturing__procedures_nageleefd=False))
    text = str(a.explain("maatregel_naleving_borgen"))
    assert kb.base.rules["uitdaging_1_naleving"].label.nl in text
    assert "nog niet alle effecten" in text


def test_an_assumed_value_is_called_assumed(kb, document):
    found = kb.assess(document).explain("kanalen.chat.ingangen")
    assert (found.value, found.assumed) == (0, True)
    assert "aangenomen, niet opgegeven" in str(found)


def test_a_fact_says_where_it_matters_or_that_it_decides_nothing(kb, document):
    a = kb.assess(document)
    assert "criterium_2_een_telefoonnummer" in a.explain("kanalen.telefoon.ingangen").used_by
    assert "Dit feit beslist niets." in str(kb.assess(with_all(True)).explain("kanalen.telefoon.wachttijd"))


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_every_conclusion_and_fact_can_be_explained_in_both_languages(kb, path):
    a = kb.assess(path)
    names = [*(f"fase_{n}" for n in range(1, 6)), *kb.base.rules, *kb.base.vocabulary.labels]
    for name in names:
        found = a.explain(name)
        assert found.value == a.context.inference.conclusions.get(
            name, found.value if name in kb.base.vocabulary.labels else None
        )
        for language in ("nl", "en"):
            text = found.prose(language)
            assert "{" not in text
            assert "None" not in text
            assert text.endswith((".", "?"))
        assert json.loads(json.dumps(found.model_dump())) == found.model_dump()


def test_the_data_keep_zero_and_false_apart_from_what_is_empty(kb, document):
    assert kb.assess(document).explain("kanalen.chat.ingangen").model_dump()["value"] == 0
    assert kb.assess(with_all(False)).explain("criterium_3_alle_kanalen").model_dump()["value"] is False
    assert kb.assess(document).explain("criterium_3_alle_kanalen").model_dump()["value"] is None


def test_an_id_that_does_not_exist_gets_a_suggestion(kb, document):
    with pytest.raises(UsageError) as caught:
        kb.assess(document).explain("criterium_2_een_telefonnummer")
    assert caught.value.problems[0].hint_in("en") == "Did you mean 'criterium_2_een_telefoonnummer'?"


def test_an_element_of_which_the_attribute_is_unknown_is_called_unknown(kb, document):
    a = kb.assess(document | {"frontoffices": [{"naam": "A", "afgestemd": True}, {"naam": "B"}]})
    assert "A (ja); B (onbekend)" in str(a.explain("frontoffices.geisoleerd"))


def test_what_a_test_wanted_is_in_the_data_also_when_it_is_false(kb):
    found = kb.assess(with_all(True)).explain("kenmerk_2").model_dump()
    assert found["reason"]["wanted"] is False


def test_an_attribute_of_a_front_office_can_be_explained_by_the_name_that_unknown_gives_it(kb, document):
    a = kb.assess(document | {"frontoffices": [{"naam": "A", "afgestemd": True}, {"naam": "B"}]})
    assert "frontoffices[1].afgestemd" in a.unknown
    found = a.explain("frontoffices[1].afgestemd")
    assert (found.value, found.used_by) == (None, ("frontoffices.geisoleerd",))
    assert str(found).startswith("'B: ")
    assert a.explain("frontoffices[0].afgestemd").value is True
    with pytest.raises(UsageError):
        a.explain("frontoffices[2].afgestemd")


def test_a_norm_can_be_explained(kb, document):
    found = kb.with_norms({"norm_direct_afgehandeld": 75}).assess(document).explain("norm_direct_afgehandeld")
    assert (found.kind, found.value) == ("norm", 75)
    assert found.used_by == ("uitdaging_3_direct_afhandelen", "maatregel_direct_afhandelen")
    assert "75 procent" in str(found)
