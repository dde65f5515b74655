"""`antwoord plan`: what it says and how it ends, in text, Markdown and JSON, in both languages, in 80 columns."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antwoord_rules import KnowledgeBase
from antwoord_rules.commands.application import run
from antwoord_rules.knowledge.rules import Measure
from antwoord_rules.reasoning.plans import schedule
from antwoord_rules.reasoning.solver import Optimum, Solver, TimeUp
from antwoord_rules.rendering.measuring import columns, padded, shortened
from antwoord_rules.reports.plans.timeline import CRITICAL, SLACK, timeline
from tests.conftest import FACTS, ROOT

WATERRIJK = str(ROOT / "facts" / "waterrijk.json")
ELZENMEER = str(ROOT / "facts" / "elzenmeer.json")
ZILVERHAVEN = str(ROOT / "facts" / "zilverhaven.json")
TELEPHONE, ALIGNMENT = "maatregel_een_telefoonnummer", "maatregel_afstemming_diensten"


def called(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["plan", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def document_of(capsys, *arguments: str) -> dict:
    code, out, err = called(capsys, *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def text_of(capsys, *arguments: str) -> str:
    """The text in one line, so that it can be searched wherever it is broken."""
    code, out, err = called(capsys, *arguments)
    assert (code, err) == (0, "")
    assert max(map(columns, out.splitlines())) <= 80
    return " ".join(out.split())


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> str:
    """Rules with two more ways to one telephone number: one as dear and shorter, one dearer and shorter still."""
    rows = [
        "phase: 2",
        "measures:",
        *(
            f"  - {{id: maatregel_{name}, label: {{nl: Nummer {name}, en: Number {name}}}, requires: [], effort: {effort},"
            f" months: {months}, addresses: [criterium_2_een_telefoonnummer], effects: {{kanalen.telefoon.ingangen: 1}},"
            " because: {nl: Het helpt., en: It helps.}, steps: {nl: [Begin.], en: [Start.]}, basis: eigen}"
            for name, effort, months in (("ander", 3, 4), ("snel", 5, 1))
        ),
    ]
    folder = tmp_path_factory.mktemp("ours")
    (folder / "phase-2-ours.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(folder)


# One plan


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plan_reads_in_80_columns_and_says_what_the_json_says(capsys, kb, path, language):
    found = document_of(capsys, str(path))
    text = text_of(capsys, str(path), "--lang", language)
    assert f"{found['effort']} {'point' if language == 'en' else 'punt'}" in text
    for name in found["measures"]:
        assert name in text
        assert kb.base.rules[name].label.to(language) in text
    code, page, _ = called(capsys, str(path), "--format", "md", "--lang", language)
    assert code == 0
    assert page.startswith("# ")
    for name in found["measures"]:
        assert f"`{name}`" in page


def test_the_json_of_a_plan_is_as_agreed(capsys):
    found = document_of(capsys, WATERRIJK, "--to", "3")
    agreed = ("to", "reachable", "optimal", "effort", "months", "replayed_phase")
    assert [found[key] for key in agreed] == [3, True, True, 30, 40, 3]
    assert sorted(name for wave in found["waves"] for name in wave) == found["measures"]
    assert "alternatives" not in found
    assert document_of(capsys, WATERRIJK, "--to", "3", "--lang", "en") == found


def test_a_plan_says_how_it_was_proven_and_what_it_brings(capsys):
    text = text_of(capsys, WATERRIJK, "--to", "3")
    assert "Plan van fase 1 naar fase 3: Front-office heeft Antwoord© 30 punten, 40 maanden, 11 maatregelen" in text
    assert "geen goedkopere verzameling maatregelen maakt fase 3 zeker." in text
    assert "nagerekend met durable_rules 2.0.28" in text
    assert "Ronde 4: na maatregelen van een eerdere ronde" in text
    assert "Eerst: Stuur alle kanalen aan vanuit één plek maatregel_een_frontoffice" in text
    assert "13 van de 23 criteria zeker vervuld; nu zijn dat er 2" in text
    assert "Het langste pad duurt 40 maanden: Stem afdelingen op elkaar af" in text
    assert "○ Afdelingen houden zich aan procedures en afspraken (fase 1)" in text
    assert "2 feiten zijn onbekend" in text  # of the five, those behind a criterion that the plan must meet
    english = text_of(capsys, WATERRIJK, "--to", "3", "--lang", "en")
    assert "no cheaper set of measures makes phase 3 certain." in english


def test_what_the_plan_says_it_brings_is_what_an_assessment_finds(capsys, kb):
    """The facts of merelbroek with the one change that its plan makes."""
    facts = json.loads((ROOT / "facts" / "merelbroek.json").read_text(encoding="utf-8"))
    found = document_of(capsys, str(ROOT / "facts" / "merelbroek.json"), "--to", "2")
    assert found["measures"] == [TELEPHONE]
    facts["kanalen"]["telefoon"]["ingangen"] = 1
    after = kb.assess(facts)
    assert found["met"] == [c.id for c in after.criteria if c.status == "met"]
    assert found["resolved"] == [c.id for c in after.challenges if c.status == "resolved"]


def test_a_phase_that_is_reached_takes_nothing(capsys):
    found = document_of(capsys, ELZENMEER, "--to", "2")
    assert (found["effort"], found["months"], found["measures"], found["reachable"]) == (0, 0, [], True)
    text = text_of(capsys, ELZENMEER, "--to", "2")
    assert "Fase 2 is al bereikt: er is niets voor nodig." in text
    assert "Tijdlijn" not in text
    assert "Phase 5 is reached already" in text_of(capsys, ZILVERHAVEN, "--lang", "en")


def test_challenges_of_lower_phases_are_resolved_when_asked(capsys, kb):
    found = document_of(capsys, WATERRIJK, "--to", "3", "--with-challenges")
    lower = {challenge.id for challenge in kb.base.challenges if challenge.phase < 3}
    assert lower <= set(found["resolved"])
    assert found["effort"] > 30
    assert "lost ook alle uitdagingen van lagere fasen op" in text_of(capsys, WATERRIJK, "--to", "3", "--with-challenges")
    assert "Plan bij fase 2, die al bereikt is" in text_of(capsys, ELZENMEER, "--to", "2", "--with-challenges")


def test_a_measure_can_be_put_in(capsys):
    found = document_of(capsys, WATERRIJK, "--include", "maatregel_klantreizen")
    assert "maatregel_klantreizen" in found["measures"]
    assert "In elk geval in het plan (--include): 'Verbeter" in text_of(capsys, WATERRIJK, "--include", "maatregel_klantreizen")


def test_a_document_with_nothing_but_its_municipality_gets_a_plan(capsys, tmp_path, document):
    path = tmp_path / "leeg.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    text = text_of(capsys, str(path), "--to", "5")
    assert "Plan van fase 0 naar fase 5" in text
    assert "Fase 0 is nog niet zeker; mogelijk: 0, 1, 2, 3, 4 of 5." in text
    assert document_of(capsys, str(path), "--to", "5")["replayed_phase"] == 5


def test_a_plan_that_reaches_more_than_was_asked_says_so(capsys):
    assert "Daarmee is meteen ook fase 4 bereikt" in text_of(capsys, str(ROOT / "facts" / "merelbroek.json"), "--to", "2")
    assert "Daarmee is meteen" not in text_of(capsys, WATERRIJK, "--to", "2")


# Bounds


def test_a_budget_gives_the_highest_phase_within_it(capsys):
    found = document_of(capsys, WATERRIJK, "--budget", "12")
    assert (found["to"], found["replayed_phase"]) == (2, 2)
    assert found["effort"] <= 12
    assert "Het meeste binnen 12 punten: van fase 1 naar fase 2" in text_of(capsys, WATERRIJK, "--budget", "12")
    assert "Het meeste binnen 5 punten: fase 1 blijft" in text_of(capsys, WATERRIJK, "--budget", "5")
    assert "Binnen 0 punten is er geen maatregel" in text_of(capsys, WATERRIJK, "--budget", "0")


def test_a_time_bounds_the_plan_too(capsys):
    found = document_of(capsys, WATERRIJK, "--months", "12")
    assert (found["to"], found["months"]) == (2, 12)
    both = text_of(capsys, WATERRIJK, "--months", "10", "--budget", "1", "--lang", "en")
    assert "The most within 1 point and 10 months" in both


def test_a_bound_that_is_too_low_says_what_it_would_take(capsys):
    found = document_of(capsys, WATERRIJK, "--to", "3", "--budget", "5")
    assert (found["reachable"], found["without_bounds"]) == (False, {"effort": 30, "months": 40})
    text = text_of(capsys, WATERRIJK, "--to", "3", "--budget", "5")
    assert "Fase 3 is niet te bereiken binnen 5 punten" in text
    assert "Zonder grens kost het goedkoopste plan 30 punten en 40 maanden." in text


def test_a_bound_beyond_all_measures_is_no_bound(kb):
    memory = kb.read(WATERRIJK)
    assert kb.plan(memory, 3, budget=2**40, months=2**40).measures == kb.plan(memory, 3).measures


# No plan


@pytest.mark.parametrize("form", ["text", "md"])
def test_what_can_not_be_met_is_named_with_the_reason(capsys, form):
    arguments = (WATERRIJK, "--to", "3", "--exclude", TELEPHONE, "--exclude", ALIGNMENT)
    found = document_of(capsys, *arguments)
    assert (found["reachable"], found["effort"]) == (False, None)
    assert "criterium_2_een_telefoonnummer" in found["criteria"]
    code, out, _ = called(capsys, *arguments, "--format", form)
    text = " ".join(out.split())
    assert code == 0
    assert "Voor fase 3 is er geen plan" in text
    assert "'Algemene telefoonnummers' is 4, maar nodig is precies 1; 'Voer één algemeen telefoonnummer in' zou" in text
    assert "dat doen, maar is uitgesloten" in text
    assert "maar kan niet zonder 'Stem afdelingen op elkaar af en leg gezamenlijke regels vast', en die is uitgesloten" in text
    for name in found["criteria"]:
        assert name in text


def test_measures_that_can_not_go_together_are_named(capsys):
    arguments = (WATERRIJK, "--include", "maatregel_kanaalsturing", "--exclude", ALIGNMENT)
    found = document_of(capsys, *arguments)
    assert (found["reachable"], found["clash"], found["criteria"]) == (False, ["maatregel_kanaalsturing"], [])
    assert "'Stuur alle kanalen aan vanuit één plek' kan niet zonder 'Stem afdelingen" in text_of(capsys, *arguments)


# Choices


def test_all_lists_every_set_that_is_as_good(capsys, ours):
    arguments = (WATERRIJK, "--to", "2", "--all", "--rules", "bundled", "--rules", ours)
    found = document_of(capsys, *arguments)
    assert len(found["alternatives"]) == 2
    assert found["measures"] in found["alternatives"]
    text = text_of(capsys, *arguments)
    assert "in plaats van 'Nummer ander': 'Voer één algemeen telefoonnummer in' (12 maanden, 4 maatregelen)" in text
    assert "Dit is de enige verzameling" in text_of(capsys, WATERRIJK, "--all")


def test_the_front_is_that_of_plans_with_bounds(ours):
    knowledge = KnowledgeBase.load("bundled", ours)
    facts = json.loads((ROOT / "facts" / "merelbroek.json").read_text(encoding="utf-8"))
    arguments = ("-", "--to", "2", "--pareto", "--rules", "bundled", "--rules", ours)
    done = piped(*arguments, "--format", "json", stdin=json.dumps(facts))
    found = json.loads(done.stdout)
    front = [(plan["effort"], plan["months"]) for plan in found["front"]]
    assert (found["to"], front) == (2, [(3, 4), (5, 1)])
    for months in range(8):
        best = knowledge.plan(facts, 2, months=months)
        fitting = [effort for effort, needed in front if needed <= months]
        assert (best.effort if best.reachable else None) == (min(fitting) if fitting else None)
    text = " ".join(piped(*arguments, stdin=json.dumps(facts)).stdout.split())
    assert "Minder punten of minder maanden: 2 plannen naar fase 2" in text
    assert "punten maanden maatregelen 1 3 4 1 2 5 1 1" in text
    assert "van plan 1 naar plan 2: in plaats van 'Nummer ander': 'Nummer snel'" in text


def test_a_front_of_one_plan_shows_that_plan(capsys):
    assert len(document_of(capsys, WATERRIJK, "--to", "3", "--pareto")["front"]) == 1
    text = text_of(capsys, WATERRIJK, "--to", "3", "--pareto")
    assert "Naar fase 3 is er niets te kiezen" in text
    assert "maatregel_een_frontoffice" in text


def test_a_front_without_plans_says_why(capsys):
    found = document_of(capsys, WATERRIJK, "--pareto", "--exclude", TELEPHONE)
    assert (found["reachable"], found["front"], found["criteria"]) == (False, [], ["criterium_2_een_telefoonnummer"])
    assert "Voor fase 2 is er geen plan" in text_of(capsys, WATERRIJK, "--pareto", "--exclude", TELEPHONE)


# Time


def test_a_plan_that_is_not_proven_says_so_with_its_gap(capsys, monkeypatch):
    proven = Solver.optimum

    def hurried(self, **options) -> Optimum | None:
        best = proven(self, **options)
        return best._replace(proven=False, lower=8) if best else None

    monkeypatch.setattr(Solver, "optimum", hurried)
    arguments = (WATERRIJK, "--to", "2", "--all", "--time-limit", "7")
    found = document_of(capsys, *arguments)
    assert (found["optimal"], found["effort"], found["at_least"]) == (False, 10, 8)
    text = text_of(capsys, *arguments)
    assert "Niet bewezen" in text
    assert "Bewezen het beste" not in text
    assert "De tijd (7 seconden) was om." in text
    assert "Minder dan 8 punten kan zeker niet; het verschil is dus hoogstens 2 punten." in text
    assert "valt niet te zeggen welke even goed zijn" in text


def test_without_any_plan_in_time_the_program_says_so(capsys, monkeypatch):
    def never(*_args, **_options):
        raise TimeUp

    monkeypatch.setattr(Solver, "optimum", never)
    code, out, err = called(capsys, WATERRIJK, "--time-limit", "7")
    assert (code, out) == (2, "")
    assert err.startswith("TIME-UP binnen 7 seconden")


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--to", "0"), 2, "PHASE-UNKNOWN er is geen fase 0"),
        (("--to", "6"), 2, "Kies een fase van 1 tot en met 5."),
        (("--to", "-1"), 2, "er is geen fase -1"),
        (("--to", "x"), 2, "de waarde van '--to' klopt niet"),
        (("--budget", "-1"), 2, "een heel getal van 0 tot en met"),
        (("--time-limit", "0"), 2, "een heel getal van 1 tot en met"),
        (("--exclude", "maatregel_een_telefonnummer"), 2, "Bedoelde u 'maatregel_een_telefoonnummer'?"),
        (("--include", TELEPHONE, "--exclude", TELEPHONE), 2, "kan niet tegelijk wel en niet in het plan"),
        (("--pareto", "--all"), 2, "--pareto gaat niet samen met --budget, --months of --all"),
        (("--pareto", "--budget", "5"), 2, "--pareto gaat niet samen"),
        (("--pareto", "--months", "5"), 2, "--pareto gaat niet samen"),
        (("--with-challenges", "--budget", "5"), 2, "vraagt om --to"),
        (("--format", "xml"), 2, "Toegestaan: text, json, md."),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_printed(capsys, arguments, code, message):
    found, out, err = called(capsys, WATERRIJK, *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert called(capsys, WATERRIJK, *arguments, "--lang", "en")[:2] == (code, "")


def test_wrong_facts_end_with_3_and_the_input_is_not_overwritten(capsys, tmp_path):
    path = tmp_path / "f.json"
    path.write_text("{", encoding="utf-8")
    assert called(capsys, str(path))[0] == 3
    path.write_text(Path(WATERRIJK).read_text(encoding="utf-8"), encoding="utf-8")
    code, _, err = called(capsys, str(path), "-o", str(path))
    assert (code, "OUTPUT-IS-INPUT" in err) == (2, True)


# Output


def piped(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "plan", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_in_a_pipe_there_is_no_colour_and_the_longest_path_can_still_be_seen():
    done = piped("-", "--to", "2", stdin=Path(WATERRIJK).read_text(encoding="utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert CRITICAL in done.stdout
    assert SLACK in done.stdout


def test_a_plan_goes_to_a_file(capsys, tmp_path):
    target = tmp_path / "plan.md"
    assert called(capsys, WATERRIJK, "--format", "md", "-o", str(target))[:2] == (0, "")
    page = target.read_text(encoding="utf-8")
    assert page.startswith("# Waterrijk, peildatum 2026-10-01\n")
    assert page.count("```") == 2
    assert not re.search(r"\n{3}", page)


@pytest.mark.parametrize("name", ["<script>x</script>", "a | b", "# kop", "\u202eom", "字" * 300, "{0} %s", "```", "x" * 2000])
def test_hostile_names_are_harmless(capsys, tmp_path, document, name):
    document["gemeente"]["naam"] = name
    path = tmp_path / "f.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    text_of(capsys, str(path))
    _, page, _ = called(capsys, str(path), "--format", "md")
    assert "<script>" not in page
    assert "\n# kop" not in page
    assert page.count("\n```") == 2


# The timeline


def measure(name: str, months: int, requires: tuple[str, ...]) -> Measure:
    empty = dict.fromkeys(Measure._fields)
    return Measure(**empty | {"id": name, "months": months, "requires": requires, "effort": 1})


@st.composite
def plans(draw) -> tuple[list[Measure], dict[str, str]]:
    """Measures that require earlier ones, with labels of any length and width."""
    names = [f"m{number:02}" for number in range(draw(st.integers(1, 40)))]
    most = draw(st.sampled_from([1, 3, 12, 24, 120]))
    made = [
        measure(
            name,
            draw(st.integers(0, most)),
            tuple(draw(st.lists(st.sampled_from(names[:number]), max_size=2, unique=True))) if number else (),
        )
        for number, name in enumerate(names)
    ]
    labels = st.text(st.sampled_from("abc éï字ｗ\u0301"), min_size=1, max_size=80)
    return made, {name: draw(labels) for name in names}


@given(plans())
def test_a_timeline_is_never_wider_than_a_terminal(found):
    measures, labels = found
    steps = schedule(measures)
    numbers, axis, *bars = timeline(steps, labels)
    assert len(bars) == len(measures)
    assert max(map(columns, (numbers, axis, *bars))) <= 80
    last = max(step.end for step in steps)
    assert numbers.split()[0] == "0"
    assert numbers.split()[-1] == str(max(1, last))
    assert [int(number) for number in numbers.split()] == sorted({int(number) for number in numbers.split()})
    left = axis.index("├")
    for line, step in zip(bars, sorted(steps, key=lambda s: (s.start, s.end, s.measure)), strict=True):
        mark = CRITICAL if step.critical else SLACK
        assert f"{step.start}-{step.end}" in line
        assert set(line) & {CRITICAL, SLACK} == {mark}
        assert columns(line[: line.index(mark)]) >= left
        assert columns(line) <= columns(axis)


def test_no_measures_make_no_timeline():
    assert timeline((), {}) == ()


def test_bars_begin_where_those_before_them_end():
    steps = schedule([measure("a", 3, ()), measure("b", 2, ("a",)), measure("c", 1, ())])
    assert timeline(steps, {"a": "Eerst", "b": "Dan", "c": "Los"}) == (
        "           0   1   2   3   4   5",
        "           ├───┬───┬───┬───┬───┤",
        "Los   0-1  ░░░░",
        "Eerst 0-3  ████████████",
        "Dan   3-5              ████████",
    )


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_shortened_text_fits_and_says_that_it_was_cut(text, width):
    found = shortened(text, width)
    assert columns(found) <= width
    assert found == text or found.endswith("…")
    assert columns(padded(found, width)) == width


def test_a_text_is_cut_after_a_word_when_that_leaves_enough():
    assert shortened("Stem afdelingen op elkaar af en leg vast", 34) == "Stem afdelingen op elkaar af en…"
    assert shortened("Onderhoudswerkzaamhedenoverzicht", 10) == "Onderhoud…"
