"""The author's guide, done as it says: its files written, its commands run, in an empty folder, one after the other."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from antwoord_rules import KnowledgeBase
from antwoord_rules.knowledge.properties import PROPERTIES
from tests.conftest import ROOT
from tests.test_commands import antwoord

GUIDE = ROOT / "docs" / "regels-schrijven.md"
MILDER = """
replaces: [uitdaging_1_nummer_en_website]
phase: 1
challenges:
  - id: uitdaging_1_nummer_en_website
    block: producten_kanalen
    label: {nl: Een website, en: A website}
    resolved_when: {kanalen.website.ingangen: 1}
    because: {nl: Het nummer doet er niet toe., en: The number does not matter.}
    basis: eigen
"""
PUNISHING = """
phase: 2
criteria:
  - id: criterium_2_proef
    block: processen_besturing
    label: {nl: Proef, en: Trial}
    when: {any: [{kanalen.telefoon.terugbellen: false}, {zaakafhandeling.zaakgericht: true}]}
    because: {nl: Wie terugbelt legt dat vast in een zaak., en: Whoever calls back records that in a case.}
    basis: eigen
"""
CHEAPER = """
phase: 2
measures:
  - id: maatregel_goedkoop
    label: {nl: Goedkoop, en: Cheap}
    addresses: [criterium_2_een_telefoonnummer, criterium_2_een_website]
    effects: {kanalen.telefoon.ingangen: 1, kanalen.website.ingangen: 1}
    effort: 1
    months: 1
    because: {nl: Dat is goedkoper., en: That is cheaper.}
    steps: {nl: [Doe het samen.], en: [Do it together.]}
    basis: eigen
"""
BLOCK = re.compile(r"(?:<!-- (?P<key>file|exit): (?P<value>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


class Done(NamedTuple):
    command: str
    wanted: int
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The empty folder in which the guide begins."""
    return tmp_path_factory.mktemp("guide")


@pytest.fixture(scope="module")
def done(folder) -> list[Done]:
    """Everything that the guide tells, done."""
    found = []
    for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        if block["key"] == "file":
            path = folder / block["value"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "console":
            for line in block["body"].splitlines():
                program, *arguments = shlex.split(line)
                assert program == "antwoord"
                ran = antwoord(*arguments, cwd=folder)
                wanted = int(block["value"]) if block["key"] == "exit" else 0
                found.append(Done(line, wanted, ran.returncode, ran.stdout, ran.stderr))
    return found


def output(done: list[Done], command: str) -> str:
    return next(each.out for each in done if each.command == command)


def test_every_command_of_the_guide_ends_as_the_guide_says(done):
    assert len(done) >= 12
    assert [(each.command, each.code) for each in done if each.code != each.wanted] == []
    assert [each for each in done if "Traceback" in each.out + each.err] == []


def test_skeletons_ask_for_their_texts(done):
    assert "LINT-PLACEHOLDER" in output(done, "antwoord check bundled ours")


def test_the_finished_rules_are_clean(done):
    out = output(done, "antwoord check bundled ours --strict")
    assert out.startswith("In orde.")
    assert "mislukt: 0" in out


def test_the_cases_of_the_guide_notice_changes_of_its_rules(done):
    out = output(done, "antwoord check bundled ours --mutate")
    assert out.startswith("In orde.")
    assert re.search(r"veranderingen gemerkt: (\d+) van \1 ", out)


# Proofs


@pytest.fixture
def proef(folder, tmp_path, monkeypatch) -> Path:
    """The trial of the guide before there is an exception for it, beside the rules of the guide."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(folder / "ours", "ours")
    shutil.copytree(folder / "proef", "proef", ignore=shutil.ignore_patterns("properties.yaml"))
    return tmp_path / "proef"


def checked(*arguments: str) -> tuple[int, str]:
    ran = antwoord("check", "bundled", "ours", *arguments)
    return ran.returncode, ran.stdout


def words(text: str) -> list[list[str]]:
    """The words of each line in any order, without places: facts are listed in no fixed order, and rules move."""
    return sorted(sorted(re.findall(r"[\w.]*\w", re.sub(r":\d+:\d+", "", line))) for line in text.splitlines())


def test_the_guide_names_every_property():
    assert tuple(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)) == PROPERTIES


def test_the_refutation_is_the_one_that_the_guide_shows(done):
    (shown,) = [block["body"] for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")) if block["kind"] == "text"]
    out = output(done, "antwoord check bundled ours proef")
    assert words(out[: out.index("\nfouten: 1, ")]) == words(shown)
    assert "mislukt: 0" in out


@pytest.mark.usefixtures("done")
def test_the_written_counterexample_is_what_the_trial_begins_with(folder):
    facts = json.loads((folder / "voorbeeld.json").read_text(encoding="utf-8"))
    assert facts["kanalen"]["telefoon"] == {"ingangen": 1}


@pytest.mark.usefixtures("done")
def test_the_case_with_a_plan_fails_and_holds_when_the_measure_is_mended(proef):
    (expected,) = re.findall(r"^  (expect: .*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    given = "given: {kanalen: {telefoon.ingangen: 1, website: {ingangen: 1, veelgestelde_vragen: true}}}"
    case = f"cases:\n  - id: tegenvoorbeeld\n    because: {{nl: x, en: y}}\n    {given}\n    {expected}\n"
    (proef / "cases").mkdir()
    (proef / "cases" / "proef.yaml").write_text(case, encoding="utf-8")
    code, out = checked("proef")
    assert (code, "CASE-FAILED" in out, "mislukt: 1" in out) == (1, True, True)
    rules = proef / "phase-2-eigen.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace(", kanalen.telefoon.ingangen: 2", ""), encoding="utf-8")
    assert checked("proef")[0] == 0


@pytest.mark.usefixtures("done")
def test_the_case_that_is_offered_fails_and_holds_when_the_challenge_is_mended(proef):
    out = checked("proef")[1]
    offered = out[out.index("- id: tegenvoorbeeld") : out.index("    regel: ")].replace("\n    ", "\n").replace("…", "x")
    (proef / "cases").mkdir()
    (proef / "cases" / "proef.yaml").write_text(f"cases:\n{offered}", encoding="utf-8")
    assert "mislukt: 1" in checked("proef")[1]
    (proef / "phase-1-eigen.yaml").write_text(MILDER, encoding="utf-8")
    out = checked("proef", "--no-proofs")[1]
    assert "gevallen: " in out
    assert "tegenvoorbeeld" not in out


def test_an_exception_with_a_reason_makes_the_trial_clean(done):
    out = output(done, "antwoord check bundled ours proef --strict")
    assert out.startswith("In orde.")
    assert "eigenschappen bewezen: 8 van 8" in out


@pytest.mark.usefixtures("done")
def test_a_property_is_switched_off_and_the_check_says_so(folder, proef):
    text = (folder / "proef" / "properties.yaml").read_text(encoding="utf-8").replace("checked: true", "checked: false")
    (proef / "properties.yaml").write_text(text, encoding="utf-8")
    assert "(uitgezet: measures_harmless)" in checked("proef")[1]
    (proef / "properties.yaml").write_text(text.replace("replaces", "# replaces"), encoding="utf-8")
    assert checked("proef")[0] == 4


@pytest.mark.usefixtures("done")
def test_polarity_is_what_makes_a_punished_improvement_a_finding(proef):
    (proef / "phase-2-eigen.yaml").write_text(PUNISHING, encoding="utf-8")
    found = "als 'kanalen.telefoon.terugbellen' beter wordt, kan 'fase_2' verloren gaan"
    assert found in checked("proef")[1]
    vocabulary = proef.parent / "ours" / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8").replace("    polarity: positive\n", ""), encoding="utf-8")
    out = checked("proef")[1]
    assert found not in out
    assert "kanalen.telefoon.terugbellen" in out[out.index("Zonder polariteit") :]


@pytest.mark.usefixtures("done", "proef")
def test_what_is_not_proven_in_time_is_a_warning():
    code, out = checked("--proof-time", "0.000001")
    assert code == 0
    assert "niet bewezen binnen de tijd" in out
    assert "eigenschappen bewezen" not in checked("--no-proofs")[1]


@pytest.mark.usefixtures("done")
def test_shipped_cases_run_without_the_plans_that_own_measures_may_better(proef):
    (proef / "phase-2-eigen.yaml").write_text(CHEAPER, encoding="utf-8")
    plans = [KnowledgeBase.load("bundled", *own).plan(ROOT / "facts" / "waterrijk.json") for own in ([], ["ours", "proef"])]
    assert plans[1].effort < plans[0].effort
    assert checked("proef")[0] == 0


def test_the_change_is_only_what_the_guide_adds(done):
    out = output(done, "antwoord check bundled ours --against bundled")
    rules = {"kanalen.telefoon.terugbellen", "uitdaging_2_terugbellen", "maatregel_terugbelafspraken"}
    named = set(re.findall(r"^  (\w+): ", out, re.MULTILINE))
    assert named <= {*rules, "facts"}
    assert named & rules


def test_the_plan_holds_the_new_measure(done):
    out = output(done, "antwoord plan gemeente.json --to 2 --include maatregel_terugbelafspraken --rules bundled --rules ours")
    assert "Leg terugbelafspraken vast" in out


def test_the_new_challenge_and_measure_show_in_the_report(done):
    out = output(done, "antwoord assess gemeente.json --rules bundled --rules ours")
    assert "Terugbellen op het beloofde moment" in out
    assert "Leg terugbelafspraken vast" in out


def test_a_misspelt_fact_is_named_with_what_was_meant(done):
    out = output(done, "antwoord check bundled kapot")
    assert "kapot/phase-2-eigen.yaml:6:21: RULE-FACT-UNKNOWN" in out.replace("\\", "/")
    assert "kanalen.telefoon.wachttijd" in out


def test_the_guide_leaves_the_shipped_rules_alone(done):
    assert done
    assert not list((ROOT / "rules").glob("*eigen*"))
    assert Path(GUIDE).is_file()
