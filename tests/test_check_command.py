"""`antwoord check` as authors and build servers use it: exit codes, forms of output, mutants, what a change does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from antwoord_rules.checking.manual import pages
from antwoord_rules.diagnostics import DIAGNOSTICS
from tests.conftest import ROOT
from tests.test_commands import antwoord, called

DATA = ROOT / "tests" / "data"
SMALL = DATA / "rules" / "small"
BAD = DATA / "bad" / "rules"
SARIF = Draft202012Validator(json.loads((DATA / "sarif-subset.json").read_text(encoding="utf-8")))


@pytest.fixture
def folder(tmp_path):
    """A copy of the small rule folder, with its cases."""
    copy = tmp_path / "rules"
    shutil.copytree(SMALL, copy)
    return copy


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def broken(folder: Path, kind: str) -> Path:
    """The folder with one thing wrong."""
    if kind == "warning":
        edit(folder / "norms.yaml", "because: {nl: Daarom., en: Because.}", "because: {nl: Zo is het nu, en: Zo is het nu}")
        edit(folder / "norms.yaml", "Zo is het nu, en: Zo is het nu", "Zo is het nu eenmaal, en: Zo is het nu eenmaal")
    elif kind == "failing case":
        edit(folder / "cases" / "voorbeelden.yaml", "phase: 2", "phase: 1")
    elif kind == "invalid":
        edit(folder / "phase-1-begin.yaml", "groep.aantal: 1", "groep.antal: 1")
    return folder


@pytest.mark.parametrize(
    ("kind", "code", "strict"), [("nothing", 0, 0), ("warning", 0, 1), ("failing case", 1, 1), ("invalid", 4, 4)]
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_the_exit_code_says_how_it_ended_whatever_the_form(folder, capsys, kind, code, strict, form):
    broken(folder, kind)
    assert called(capsys, "check", str(folder), "--format", form)[0] == code
    assert called(capsys, "check", str(folder), "--format", form, "--strict")[0] == strict


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.iterdir() if path.is_dir()))
def test_an_invalid_rule_base_never_ends_well(folder, capsys, name):
    shutil.copytree(BAD / name, folder, dirs_exist_ok=True)
    code, out, err = called(capsys, "check", str(folder))
    assert code == 4
    assert "Traceback" not in out + err


def test_a_finding_shows_its_line_with_a_caret_below_and_how_to_mend_it(folder, capsys):
    broken(folder, "invalid")
    _, out, _ = called(capsys, "check", str(folder), "--lang", "en")
    lines = out.splitlines()
    assert re.fullmatch(r".*phase-1-begin\.yaml:8:12: RULE-FACT-UNKNOWN .*", lines[0])
    assert lines[1].endswith("|     when: {groep.antal: 1}")
    assert lines[2].index("^") == lines[1].index("groep.antal")
    assert "Did you mean 'groep.aantal'?" in lines[3]


def test_a_line_that_is_very_long_is_shown_around_the_caret(folder, capsys):
    long = " ".join(["woord"] * 400)
    edit(folder / "norms.yaml", "because: {nl: Daarom., en: Because.}", f'because: {{nl: "{long}", en: "{long}"}}')
    code, out, _ = called(capsys, "check", str(folder))
    assert code == 0
    assert max(map(len, out.splitlines())) < 200
    shown, caret = next((a, b) for a, b in zip(out.splitlines(), out.splitlines()[1:], strict=False) if b.strip() == "^")
    assert shown[caret.index("^")] == '"'


def test_findings_stand_in_order_and_are_the_same_each_time(folder, capsys):
    broken(folder, "warning")
    broken(folder, "failing case")
    first = called(capsys, "check", str(folder))
    assert first == called(capsys, "check", str(folder))
    places = [line.split(": ")[0] for line in first[1].splitlines() if re.search(r": [A-Z]+-[A-Z-]+ ", line)]
    assert len(places) == 2
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_summary_counts_what_was_found_and_what_is_allowed(folder, capsys, language):
    edit(
        folder / "sources.yaml",
        "documents:",
        "documents:\n  - {id: ander, title: A, allow: [{code: LINT-SOURCE-UNUSED, because: {nl: Zo., en: So.}}]}",
    )
    _, out, _ = called(capsys, "check", str(folder), "--lang", language, "--mutate")
    expected = {
        "nl": [
            "In orde.",
            "toegestaan: 1",
            "gevallen: 6, mislukt: 0",
            "dekking: regels 25 van 25",
            "veranderingen gemerkt: 37 van 37",
            "eigenschappen bewezen: 8 van 8",
        ],
        "en": [
            "Clean.",
            "allowed: 1",
            "cases: 6, failed: 0",
            "coverage: rules 25 of 25",
            "changes noticed: 37 of 37",
            "properties proven: 8 of 8",
        ],
    }
    for text in expected[language]:
        assert text in out


def test_json_holds_everything_that_the_text_says(folder, capsys):
    broken(folder, "failing case")
    _, out, err = called(capsys, "check", str(folder), "--format", "json", "--mutate", "--lang", "en")
    data = json.loads(out)
    assert err == ""
    assert (data["valid"], data["exit_code"]) == (True, 1)
    (finding,) = [f for f in data["findings"] if f["severity"] == "error"]
    assert finding["code"] == "CASE-FAILED"
    assert finding["message"] == "case 'alles_klaar', phase: expected 1, got 2"
    assert finding["behind"][0]["file"].endswith("phase-2-eind.yaml")
    assert finding["explanation"]
    assert data["cases"] == {"total": 6, "failed": 1}
    assert data["mutation"]["killed"] + data["mutation"]["survived"] == 37
    assert data["coverage"]["rules"] == {"total": 25, "reached": 25}


@pytest.mark.parametrize("kind", ["nothing", "warning", "failing case", "invalid"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_sarif_has_the_structure_that_the_standard_lays_down(folder, capsys, kind, language):
    broken(folder, kind)
    _, out, _ = called(capsys, "check", str(folder), "--format", "sarif", "--lang", language)
    log = json.loads(out)
    SARIF.validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    assert len(run["results"]) == (kind != "nothing")


def test_the_structure_test_refuses_what_sarif_does_not_know():
    assert not SARIF.is_valid({"version": "2.0.0", "runs": []})
    assert not SARIF.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]})
    assert not SARIF.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "findings": []}]})


def test_allowed_findings_are_suppressed_in_sarif_with_their_reason(capsys):
    _, out, _ = called(capsys, "check", "--format", "sarif", "--lang", "en")
    log = json.loads(out)
    SARIF.validate(log)
    suppressed = [result for result in log["runs"][0]["results"] if result.get("suppressions")]
    assert len(suppressed) >= 6
    assert all(result["suppressions"][0]["justification"] for result in suppressed)


@pytest.mark.parametrize(("kind", "failures"), [("nothing", 0), ("warning", 0), ("failing case", 1), ("invalid", 1)])
def test_junit_has_a_test_for_each_case_and_counts_the_failures(folder, capsys, kind, failures):
    broken(folder, kind)
    _, out, _ = called(capsys, "check", str(folder), "--format", "junit")
    root = ET.fromstring(out)
    assert root.tag == "testsuites"
    assert int(root.get("failures")) == failures == len(root.findall(".//failure"))
    assert int(root.get("tests")) == len(root.findall(".//testcase"))
    if kind != "invalid":
        assert len(root.findall("testsuite[@name='cases']/testcase")) == 6


def test_hostile_texts_come_out_as_text(folder, capsys):
    edit(folder / "cases" / "voorbeelden.yaml", "phase: 2", "phase: 1")
    edit(folder / "phase-2-eind.yaml", "{nl: Klaar, en: Ready}", '{nl: "<b>]]>&\\U0001F600", en: "</failure>"}')
    _, out, _ = called(capsys, "check", str(folder), "--format", "junit")
    assert "<b>]]>&" in "".join(ET.fromstring(out).itertext())


# Codes


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_has_a_page_in_both_languages(capsys, language):
    assert sorted(pages(language)) == sorted(DIAGNOSTICS)
    assert list(pages(language)) == sorted(DIAGNOSTICS)
    for code in DIAGNOSTICS:
        status, out, _ = called(capsys, "check", "--explain", code, "--lang", language)
        assert status == 0
        assert out.startswith(f"{code}\n\n")
        assert len(out) > 80


def test_a_code_that_does_not_exist_is_wrong_usage_with_a_guess(capsys):
    status, _, err = called(capsys, "check", "--explain", "RULE-CYCEL", "--lang", "en")
    assert status == 2
    assert "Did you mean 'RULE-CYCLE'?" in err


# Folders and impact


def test_folders_are_checked_together(folder, capsys):
    ours = folder.parent / "ours"
    ours.mkdir()
    (ours / "phase-2-ours.yaml").write_text(
        "phase: 2\nchallenges:\n  - {id: uitdaging_2_ons, block: blok, label: {nl: O, en: O}, resolved_when: {groep.klaar: true},"
        " because: {nl: D, en: B}, basis: eigen}\n",
        encoding="utf-8",
    )
    code, out, _ = called(capsys, "check", str(folder), str(ours))
    assert code == 0
    assert "phase-2-ours.yaml:3:10: LINT-NO-MEASURE" in out
    assert called(capsys, "check", str(ours))[0] == 4


def test_a_folder_that_is_missing_is_an_invalid_rule_base(capsys):
    code, out, _ = called(capsys, "check", "bestaat-niet")
    assert code == 4
    assert "RULES-NO-FOLDER" in out


def test_facts_need_something_to_compare_with(capsys):
    code, _, err = called(capsys, "check", "facts/waterrijk.json")
    assert code == 2
    assert "CHECK-FACTS-ALONE" in err


@pytest.fixture
def facts(tmp_path):
    """Two municipalities for the small rules."""
    place = tmp_path / "facts"
    place.mkdir()
    for name, count in (("eerste", 1), ("tweede", 2)):
        document = {
            "gemeente": {"naam": name, "peildatum": "2026-10-01"},
            "groep": {"aantal": count, "klaar": True},
            "dingen": [],
        }
        (place / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return place


def test_against_other_rules_each_change_is_named_with_the_rule_behind_it(folder, facts, capsys):
    edit(folder / "phase-1-begin.yaml", "{groep.aantal: 1}\n", "{groep.aantal: {at_least: 1}}\n")
    code, out, _ = called(capsys, "check", str(folder), "--against", str(SMALL), str(facts), "--format", "json")
    data = json.loads(out)
    assert code == 1  # a case of the changed folder fails too
    assert data["impact"]["rules"] == ["criterium_1_aantal"]
    assert data["impact"]["subjects"] == 8
    changes = {(Path(c["subject"]).name, c["conclusion"]): c for c in data["impact"]["changes"]}
    assert ("eerste.json", "phase") not in changes
    phase = changes["tweede.json", "phase"]
    assert (phase["before"], phase["after"], phase["through"]) == ("0", "2", ["criterium_1_aantal"])
    assert ("twee", "maatregel_een") in changes


def test_against_the_same_rules_nothing_changes(folder, facts, capsys):
    code, out, _ = called(capsys, "check", str(folder), "--against", str(SMALL), str(facts / "eerste.json"), "--lang", "en")
    assert code == 0
    assert "No phase, challenge or measure changes." in out
    assert "7 municipalities and cases" in out


def test_another_norm_is_the_rule_behind_a_change(folder, capsys):
    edit(folder / "norms.yaml", "value: 80", "value: 90")
    _, out, _ = called(capsys, "check", str(folder), "--against", str(SMALL), "--format", "json")
    changes = json.loads(out)["impact"]["changes"]
    assert {"uitdaging_1_aandeel"} <= {change["conclusion"] for change in changes}
    assert all("norm_aandeel" in change["through"] for change in changes)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_against_a_revision_of_git(folder, facts, capsys, monkeypatch):
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", "rules")
    git(folder.parent, "commit", "-qm", "first")
    edit(folder / "phase-1-begin.yaml", "{groep.aantal: 1}\n", "{groep.aantal: {at_least: 1}}\n")
    monkeypatch.chdir(folder.parent)
    _, out, _ = called(capsys, "check", "rules", "--against", "HEAD", str(facts), "--format", "json")
    assert json.loads(out)["impact"]["rules"] == ["criterium_1_aantal"]


@pytest.mark.parametrize("name", ["geen-versie", "--upload-pack=x", "HEAD"])
def test_against_something_that_is_neither_is_wrong_usage(folder, capsys, name):
    code, _, err = called(capsys, "check", str(folder), f"--against={name}")
    assert code == 2
    assert "AGAINST-UNKNOWN" in err


def test_a_broken_fact_file_is_reported_as_such(folder, facts, capsys):
    (facts / "stuk.json").write_text("{", encoding="utf-8")
    code, _, err = called(capsys, "check", str(folder), "--against", str(SMALL), str(facts))
    assert code == 3
    assert "JSON-SYNTAX" in err


def test_check_prints_no_colour_and_no_progress_when_piped(folder):
    done = antwoord("check", str(folder), "--mutate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
