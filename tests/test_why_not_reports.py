"""What would change a phase, as `explain` and the reports say it: how easily it is lost, and what would reach the next one."""

from __future__ import annotations

import json

import pytest
from click import unstyle

from antwoord_rules import UsageError
from antwoord_rules.commands.application import run
from antwoord_rules.explanation.wording import range_text
from antwoord_rules.language import Text
from antwoord_rules.reasoning.corrections import Change, Correction, Range, Robustness, WhyNot
from antwoord_rules.reasoning.solver import Solver, TimeUp
from antwoord_rules.rendering.terminal import render as terminal_of
from antwoord_rules.reports.assessments import markdown, terminal
from antwoord_rules.reports.assessments.content import report
from antwoord_rules.reports.firmness import Firmness, blocks
from antwoord_rules.reports.outlook import outlook
from antwoord_rules.reports.voice import Voice
from tests.conftest import FACTS, ROOT


def fact_file(name: str) -> str:
    return str(ROOT / "facts" / f"{name}.json")


def explained(capsys, name: str, phase: str, *arguments: str) -> str:
    """What `explain` prints, in one line."""
    assert run(["explain", fact_file(name), phase, *arguments]) == 0
    out = capsys.readouterr().out
    if "json" in arguments:
        return out
    assert max(map(len, out.splitlines())) <= 80
    return " ".join(out.split())


def sentences(kb, source, language="nl") -> str:
    """The section of the report, in one line."""
    memory = kb.read(source)
    number = kb.assess_memory(memory).phase.number
    firmness = Firmness(
        kb.robustness(memory, number) if number else None,
        kb.why_not(memory, number + 1) if number < 5 else None,
    )
    return " ".join(outlook(kb.base, firmness, language))


# Values


@pytest.mark.parametrize(
    ("low", "high", "dutch", "english"),
    [
        (True, True, "ja", "yes"),
        (False, False, "nee", "no"),
        (1, 1, "precies 1", "exactly 1"),
        (0, 0, "precies 0", "exactly 0"),
        (0, 1, "hoogstens 1", "at most 1"),
        (2, None, "ten minste 2", "at least 2"),
        (2, 5, "van 2 tot en met 5", "from 2 to 5"),
        (0, 79.99, "minder dan 80", "less than 80"),
        (0, 80.49, "minder dan 80,5", "less than 80.5"),
    ],
)
def test_a_range_of_values_is_said_in_words(low, high, dutch, english):
    assert (range_text(low, high, "nl"), range_text(low, high, "en")) == (dutch, english)


def test_a_percentage_has_its_unit_and_no_other_top_than_100(kb):
    voice, fact = Voice(kb.base, "nl"), "zaakafhandeling.direct_afgehandeld"
    assert voice.wanted(fact, [(80, 100)]) == "ten minste 80 procent"
    assert voice.wanted(fact, [(0, 79.99)]) == "minder dan 80 procent"
    assert range_text(0, 5, "en", Text("procent", "per cent")) == "at most 5 per cent"
    assert Voice(kb.base, "en").wanted("kanalen.telefoon.ingangen", [(0, 0), (2, None)]) == "exactly 0 or at least 2"


# Explain


def test_explain_says_what_must_change_for_a_phase(capsys):
    text = explained(capsys, "waterrijk", "fase_2")
    assert "Wat er moet veranderen voor fase 2" in text
    assert "Ten minste 6 feiten moeten anders zijn. Dat kan op 2 manieren." in text
    assert "- Algemene telefoonnummers: 4; nodig: precies 1 kanalen.telefoon.ingangen" in text
    assert "En daarbij, manier 2 - Locaties met een balie: 3; nodig: hoogstens 1" in text
    assert text.count("Algemene telefoonnummers: 4; nodig: precies 1") == 1
    english = explained(capsys, "waterrijk", "fase_2", "--lang", "en")
    assert "What must change for phase 2" in english
    assert "Counter locations: 3; needed: at most 1" in english


def test_one_fact_is_said_to_be_enough(capsys):
    text = explained(capsys, "merelbroek", "fase_2")
    assert "Het kan op één manier: dit ene feit moet anders zijn. - Algemene telefoonnummers: 2; nodig: precies 1" in text


def test_what_is_unknown_may_be_in_order(capsys):
    text = explained(capsys, "lindewaard", "fase_4")
    assert "Wat nu onbekend is, is misschien al in orde" in text
    assert "Ingangen voor chat: onbekend; nodig: hoogstens 1" in text


def test_explain_says_how_easily_a_phase_is_lost(capsys):
    text = explained(capsys, "elzenmeer", "fase_2")
    assert "Hoe stevig fase 2 staat" in text
    assert "Dat geldt voor elk van deze 8 feiten." in text
    assert "Algemene telefoonnummers: 1; verloren bij: precies 0 of ten minste 2" in text
    assert "How firm phase 2 is" in explained(capsys, "elzenmeer", "fase_2", "--lang", "en")


def test_a_lower_phase_is_explained_for_itself(capsys, kb):
    """Phase 1 of a municipality in phase 4 is not lost with a fact that only phase 4 needs."""
    text = explained(capsys, "wolvendrecht", "fase_1")
    assert "Hoe stevig fase 1 staat" in text
    assert "zaakafhandeling.regie" not in text.partition("Hoe stevig fase 1 staat")[2]
    assert kb.robustness(fact_file("wolvendrecht"), 1).phase == 1
    with pytest.raises(UsageError, match="er is geen fase 9"):
        kb.robustness(fact_file("wolvendrecht"), 9)


def test_the_json_of_explain_holds_the_same_for_phases_only(capsys, kb):
    found = json.loads(explained(capsys, "waterrijk", "fase_2", "--format", "json"))
    assert found["why_not"] == kb.why_not(fact_file("waterrijk"), 2).model_dump()
    assert "robustness" not in found
    found = json.loads(explained(capsys, "waterrijk", "fase_1", "--format", "json"))
    assert found["robustness"] == kb.robustness(fact_file("waterrijk")).model_dump()
    assert "why_not" not in found
    found = json.loads(explained(capsys, "waterrijk", "criterium_2_een_website", "--format", "json"))
    assert not {"why_not", "robustness"} & set(found)


# Rare cases, on made results


def change(kb, number: int) -> Correction:
    fact = kb.base.vocabulary.facts[number].id
    return Correction((fact,), (Change(fact, None, (Range(True, True),)),))


def shown(kb, firmness: Firmness) -> str:
    return " ".join(unstyle(terminal_of(blocks(kb.base, firmness, "nl"))).split())


def test_many_ways_are_cut_off_with_a_note(kb):
    booleans = [n for n, fact in enumerate(kb.base.vocabulary.facts) if fact.type == "boolean"]
    ways = tuple(change(kb, n) for n in booleans[:9])
    text = shown(kb, Firmness(None, WhyNot(2, ways, more=False)))
    assert "Eén ander feit kan genoeg zijn. Het kan op 9 manieren." in text
    assert "Manier 5" in text
    assert "Manier 6" not in text
    assert "En nog 4 manieren" in text
    more = shown(kb, Firmness(None, WhyNot(2, ways, more=True)))
    assert "meer dan 9 manieren" in more
    assert "--format json geeft er 9" in more


def test_what_nothing_can_change_is_said(kb):
    never = Firmness(Robustness(1, None, (), more=False), WhyNot(2, (), more=False))
    assert "fase 1 blijft bereikt" in shown(kb, never)
    assert "fase 2 wordt niet bereikt" in shown(kb, never)
    assert outlook(kb.base, never, "nl") == (
        "Fase 1 blijft bereikt, welke feiten ook verkeerd zijn.",
        "Fase 2 wordt niet bereikt, welke feiten ook veranderen.",
    )
    assert outlook(kb.base, Firmness(None, None), "nl") == ()


def test_a_phase_that_several_facts_lose_together(kb):
    pair = Correction(("frontoffices", "kanalen.chat.ingangen"), (Change("frontoffices.aantal", 1, (Range(0, 0),)),))
    found = Firmness(Robustness(1, 2, (pair,), more=False), None)
    text = shown(kb, found)
    assert "Fase 1 gaat pas verloren als 2 feiten tegelijk verkeerd zijn. Dat kan op 1 manier." in text
    assert "Aantal frontoffices: 1; verloren bij: precies 0" in text
    assert "Ingangen voor chat: anders, of bekend" in text
    assert "2 feiten tegelijk" in " ".join(outlook(kb.base, found, "nl"))


# The report


def test_the_report_says_how_the_phase_would_change(kb):
    text = sentences(kb, fact_file("waterrijk"))
    assert "Eén verkeerd feit is genoeg om fase 1 te verliezen: 'Aantal frontoffices' is 3" in text
    assert "Voor fase 2 moeten ten minste 6 feiten anders zijn. Bij één daarvan kunt u kiezen" in text
    assert "Voor fase 2 hoeft maar één feit anders te zijn: 'Algemene telefoonnummers'." in sentences(kb, fact_file("merelbroek"))
    assert "Dat geldt voor 8 feiten; 'antwoord explain' met fase_2 noemt ze." in sentences(kb, fact_file("elzenmeer"))
    assert "Daarvan zijn er 3 nu onbekend" in sentences(kb, fact_file("lindewaard"))
    assert "Of these, 3 are unknown now" in sentences(kb, fact_file("lindewaard"), "en")


def test_phase_0_can_not_be_lost_and_phase_5_has_no_next(kb, document):
    text = sentences(kb, document)
    assert "te verliezen" not in text
    assert "Voor fase 1 moeten ten minste 2 feiten anders zijn." in text
    assert "Voor fase" not in sentences(kb, fact_file("zilverhaven"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_both_reports_have_the_section(capsys, path, language):
    title = "Wat de fase zou veranderen" if language == "nl" else "What would change the phase"
    assert run(["assess", str(path), "--lang", language]) == 0
    out = capsys.readouterr().out
    assert title in out
    assert max(map(len, out.splitlines())) <= 80
    assert run(["assess", str(path), "--lang", language, "--format", "md"]) == 0
    assert f"## {title}\n" in capsys.readouterr().out


def test_the_result_as_data_does_not_ask_the_solver(capsys, kb, monkeypatch):
    def asked(*_args, **_options):
        raise AssertionError("asked")

    monkeypatch.setattr(type(kb), "robustness", asked)
    monkeypatch.setattr(type(kb), "why_not", asked)
    assert run(["assess", fact_file("waterrijk"), "--format", "json"]) == 0
    assert run(["explain", fact_file("waterrijk"), "criterium_2_een_website"]) == 0
    capsys.readouterr()


def test_when_time_is_up_the_report_does_without(capsys, monkeypatch):
    def never(*_args, **_options):
        raise TimeUp

    monkeypatch.setattr(Solver, "optimum", never)
    assert run(["assess", fact_file("waterrijk")]) == 0
    assert "Wat de fase zou veranderen" not in capsys.readouterr().out
    assert run(["explain", fact_file("waterrijk"), "fase_2"]) == 0
    assert "Wat er moet veranderen" not in capsys.readouterr().out


def test_a_set_that_is_not_proven_smallest_is_not_passed_off_as_one(kb, monkeypatch):
    proven = Solver.optimum
    monkeypatch.setattr(Solver, "optimum", lambda self, **options: proven(self, **options)._replace(proven=False))
    with pytest.raises(UsageError, match="geen antwoord gevonden"):
        kb.why_not(fact_file("waterrijk"), 2, seconds=60)


def test_without_what_was_computed_the_report_is_as_before(kb):
    for render in (terminal.render, markdown.render):
        assert "Wat de fase zou veranderen" not in render(report(kb.assess(FACTS[0]), "nl"))
