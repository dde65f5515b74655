"""The reports: what they say, in both languages, within 80 columns, whatever the facts hold."""

from __future__ import annotations

import re

import pytest
from click import unstyle

from antwoord_rules.reports import explanations
from antwoord_rules.reports.assessments import markdown, terminal
from antwoord_rules.reports.assessments.content import report
from antwoord_rules.reports.rulebook import report as rulebook
from tests.conftest import FACTS
from tests.test_assessment import with_all


def text_of(kb, source, language="nl", render=terminal.render) -> str:
    return unstyle(render(report(kb.assess(source), language)))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_terminal_report_fits_80_columns_and_says_what_the_result_says(kb, path, language):
    a = kb.assess(path)
    text = text_of(kb, path, language)
    flat = " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
    assert a.gemeente.naam in text
    assert kb.base.phases[a.phase.number - 1].name.to(language) in text or a.phase.number == 0
    for measure in a.measures:
        assert measure.id in text
        assert kb.base.rules[measure.id].label.to(language) in flat
        assert f"[{measure.basis}]" in text
    for challenge in a.challenges:
        assert (challenge.id in text) == (challenge.relevance != "later" and challenge.status != "resolved")
    for fact in a.unknown:
        assert fact in text
    for assumption in a.assumptions:
        assert kb.base.vocabulary.labels[assumption.fact].to(language) in flat
    assert a.receipt.rules_sha256[:12] in text


def test_a_report_needs_no_colour_to_be_read(kb):
    """Everything that colour says, a mark or a word says too."""
    styled = terminal.render(report(kb.assess(FACTS[0]), "nl"))
    assert styled != unstyle(styled)
    for mark in ("●", "○"):
        assert mark in unstyle(styled)


def test_the_profile_is_a_matrix_of_phases_by_building_blocks(kb):
    found = report(kb.assess(with_all(True, zaakafhandeling__regie=False, zaakafhandeling__kanaalwissel=None)), "en")
    assert [number for number, _ in found.profile] == [5, 4, 3, 2, 1]
    fourth = dict(found.profile)[4]
    assert fourth == (("unknown",), ("unmet",), ("met",), ("met", "met"))


def test_questions_that_can_change_the_phase_stand_apart(kb):
    found = report(kb.assess(with_all(True, zaakafhandeling__regie=None, zaakafhandeling__klantgericht=None)), "nl")
    assert [q.fact for q in found.questions_phase] == ["zaakafhandeling.regie"]
    assert "zaakafhandeling.klantgericht" in [q.fact for q in found.questions_other]


def test_a_front_office_list_that_is_missing_can_change_the_phase(kb, document):
    found = report(kb.assess(document), "nl")
    assert "frontoffices" in [q.fact for q in found.questions_phase]


def test_an_unknown_alignment_names_the_front_office(kb):
    offices = [{"naam": "Burgerzaken"}, {"naam": "Loket", "afgestemd": True}]
    found = report(kb.assess(with_all(True, frontoffices=offices)), "nl")
    assert any(q.label.startswith("Burgerzaken: ") for q in found.questions_other)


def test_blank_cells_of_the_source_are_shown_as_blank(kb):
    text = " ".join(text_of(kb, with_all(False)).split())  # phase 2
    assert "Fase 2: uitdagingen niet gedocumenteerd in de bron" in text
    assert "maatregelen niet gedocumenteerd in de bron" in text
    assert "Fase 2: niet gedocumenteerd in de bron." in text  # the crosswalk to EGEM
    english = " ".join(text_of(kb, with_all(False), "en").split())
    assert "not documented in the source" in english


def test_an_indicator_is_shown_with_its_norm(kb):
    text = " ".join(text_of(kb, with_all(True, kanalen__telefoon__wachttijd=26)).split())
    assert "26 seconden; norm: hoogstens 25 seconden [secundair]; boven de norm" in text
    assert "norm: hoogstens 15 minuten [secundair]; binnen de norm" in text


def test_nothing_known_makes_a_report_too(kb, document):
    text = text_of(kb, document)
    assert "nog niet zeker; mogelijk: 0, 1, 2, 3, 4 of 5" in " ".join(text.split())
    assert "▶ 0  Nog geen fase bereikt" in text
    for sure in ("Ingangen voor chat: 0",):
        assert sure in text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_markdown_says_the_same(kb, path, language):
    a = kb.assess(path)
    text = text_of(kb, path, language, markdown.render)
    assert text.startswith(f"# {a.gemeente.naam}\n")
    for part in (*a.measures, *(c for c in a.challenges if c.relevance != "later" and c.status != "resolved")):
        assert f"`{part.id}`" in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


HOSTILE = [
    "<script>alert(1)</script>",
    "a | b",
    "**vet** `code` [link](x)",
    "# kop",
    "=HYPERLINK(1)",
    "\u202eomgekeerd",
    "x" * 10_000,
    "{0} {name} %s",
]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:12])
def test_hostile_texts_come_out_as_text(kb, name):
    document = with_all(False)
    document["gemeente"]["naam"] = name
    document["frontoffices"] = [{"naam": name, "afgestemd": False}, {"naam": "B"}]
    document["kanalen"]["website"]["ingangen"] = {"waarde": 2, "bron": name}
    for language in ("nl", "en"):
        assert name[:60].split()[0][:60] in text_of(kb, document, language)
        text = text_of(kb, document, language, markdown.render)
        assert "<script>" not in text
        assert "\n# kop" not in text
    assert name[:20] in str(kb.assess(document).explain("criterium_2_een_website"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_explanation_for_the_terminal_fits_80_columns_and_names_rule_and_source(kb, language):
    a = kb.assess(FACTS[-1])
    for name in ("fase_5", "maatregel_direct_afhandelen", "kenmerk_4", "uitdaging_3_direct_afhandelen", "kanalen.chat.ingangen"):
        text = unstyle(explanations.render(a.explain(name), language))
        assert max(map(len, text.splitlines())) <= 80
    text = unstyle(explanations.render(a.explain("uitdaging_3_direct_afhandelen"), language))
    assert "rules/phase-3-front-office.yaml:" in text
    assert "zaakafhandeling.direct_afgehandeld" in text
    assert "Fasen van Antwoord©" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_and_fact_has_a_page(kb, language):
    contents = unstyle(rulebook.contents(kb.base, language))
    for summary in rulebook.entries(kb.base):
        name = summary["id"]
        assert name in contents
        page = unstyle(rulebook.page(kb.base, name, language))
        assert summary["label"][language] in " ".join(page.split())
        assert rulebook.entry(kb.base, name)["id"] == name
    assert max(map(len, contents.splitlines())) <= 80


def test_a_rule_page_shows_what_depends_on_it(kb):
    page = unstyle(rulebook.page(kb.base, "kanalen.samenhangend_bestuurd", "nl"))
    for user in ("criterium_3_kanalen_in_samenhang", "kenmerk_2", "uitdaging_2_kanalen_besturen", "maatregel_kanaalsturing"):
        assert user in page
