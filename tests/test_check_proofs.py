"""`check` with proofs and plans: errors at the rules that clash, counterexamples as files and cases, what is switched off."""

from __future__ import annotations

import json
import shutil

import pytest

from antwoord_rules import KnowledgeBase
from tests.conftest import ROOT
from tests.test_commands import called

SMALL = ROOT / "tests" / "data" / "rules" / "small"
ODD = "criterium_2_niet_te_veel"
CRITERION = f"""
phase: 2
criteria:
  - id: {ODD}
    block: blok
    label: {{nl: Niet te veel, en: Not too much}}
    when: {{not: {{groep.aandeel: {{above: 90}}}}}}
    because: {{nl: Te veel is ook niet goed., en: Too much is no good either.}}
    basis: eigen
measures:
  - id: maatregel_minder
    label: {{nl: Minder, en: Less}}
    addresses: [{ODD}]
    effects: {{groep.aandeel: {{at_most: 90}}}}
    effort: 1
    months: 1
    because: {{nl: Dan is het niet te veel., en: Then it is not too much.}}
    basis: eigen
    steps: {{nl: [Doe minder.], en: [Do less.]}}
"""
"""A criterion that punishes more of a good thing."""
UNKNOWN_EXCEPTION = """properties:
  - id: monotone
    label: {nl: x, en: y}
    because: {nl: x, en: y}
    checked: true
    exceptions: [{rule: criterium_9, because: {nl: x, en: y}}]
"""


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """The small rules, and beside them a folder of our own with a criterion that is not monotone."""
    shutil.copytree(SMALL, tmp_path / "small")
    (tmp_path / "small" / "vocabulary.yaml").write_text(
        (SMALL / "vocabulary.yaml")
        .read_text(encoding="utf-8")
        .replace(
            "id: groep.aandeel\n    type: percentage\n", "id: groep.aandeel\n    type: percentage\n    polarity: positive\n"
        ),
        encoding="utf-8",
    )
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "phase-2-eigen.yaml").write_text(CRITERION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "ours"


def proof_findings(out):
    return [finding for finding in json.loads(out)["findings"] if finding["code"].startswith("PROOF")]


@pytest.mark.usefixtures("ours")
def test_a_property_that_fails_is_an_error_at_the_rule_that_clashes(capsys):
    code, out, _ = called(capsys, "check", "small", "ours", "--format", "json", "--lang", "en")
    assert code == 1
    (finding,) = proof_findings(out)
    assert (finding["code"], finding["severity"]) == ("PROOF-NOT-MONOTONE", "error")
    assert (finding["file"], finding["line"], finding["column"]) == ("ours/phase-2-eigen.yaml", 4, 9)
    assert "groep.aandeel" in finding["message"]
    assert "fase_2" in finding["message"]
    verdicts = {proof["property"]: proof["verdict"] for proof in json.loads(out)["proofs"]}
    assert verdicts.pop("monotone") == "refuted"
    assert set(verdicts.values()) == {"proven"}


def test_the_counterexample_is_a_fact_file_that_shows_it(ours, capsys):
    _, _, err = called(capsys, "check", "small", "ours", "--write-counterexample", "voorbeeld.json", "--lang", "en")
    assert err == "Counterexample of PROOF-NOT-MONOTONE: voorbeeld.json\n"
    kb = KnowledgeBase.load("small", "ours")
    document = json.loads((ours.parent / "voorbeeld.json").read_text(encoding="utf-8"))
    assert kb.assess(document).phase.number == 2
    better = {**document, "groep": {**document["groep"], "aandeel": 100}}
    assert kb.assess(better).phase.number < 2


def test_the_case_that_is_offered_fails_now_and_holds_when_the_rule_is_mended(ours, capsys):
    _, out, _ = called(capsys, "check", "small", "ours", "--lang", "en")
    lines = out.splitlines()
    start = lines.index("    as a case:") + 1
    case = []
    for line in lines[start:]:
        if not line.startswith(("    - ", "      ")):
            break
        case.append(line[2:])
    text = "cases:\n" + "\n".join(case).replace("…", "x") + "\n"
    (ours / "cases").mkdir()
    (ours / "cases" / "tegenvoorbeeld.yaml").write_text(text, encoding="utf-8")
    _, out, _ = called(capsys, "check", "small", "ours", "--format", "json")
    assert "CASE-FAILED" in {finding["code"] for finding in json.loads(out)["findings"]}
    (ours / "phase-2-eigen.yaml").write_text(CRITERION.replace("{above: 90}", "{below: 10}"), encoding="utf-8")
    _, out, _ = called(capsys, "check", "small", "ours", "--format", "json")
    assert "CASE-FAILED" not in {finding["code"] for finding in json.loads(out)["findings"]}


def test_without_a_counterexample_nothing_is_written(capsys, tmp_path):
    code, _, err = called(capsys, "check", str(SMALL), "--write-counterexample", str(tmp_path / "x.json"), "--lang", "en")
    assert (code, err) == (0, "There is no counterexample, so nothing was written.\n")
    assert not (tmp_path / "x.json").exists()


@pytest.mark.usefixtures("ours")
def test_without_proofs_nothing_is_proven(capsys):
    _, out, _ = called(capsys, "check", "small", "ours", "--no-proofs", "--format", "json")
    assert proof_findings(out) == []
    assert "proofs" not in json.loads(out)


def test_a_property_is_switched_off_with_a_reason_and_that_is_shown(ours, capsys):
    (ours / "properties.yaml").write_text(
        "properties:\n  - {id: monotone, label: {nl: x, en: y}, because: {nl: Zo bedoeld., en: Meant.}, checked: false}\n",
        encoding="utf-8",
    )
    _, out, _ = called(capsys, "check", "small", "ours", "--lang", "en")
    assert "PROOF" not in out
    assert "properties proven: 7 of 7 (switched off: monotone)" in out


def test_a_property_need_not_hold_for_a_fact_that_is_excepted(ours, capsys):
    (ours / "properties.yaml").write_text(
        "properties:\n  - id: measures_harmless\n    label: {nl: x, en: y}\n    because: {nl: z, en: w}\n    checked: true\n"
        "    exceptions: [{rule: maatregel_een, because: {nl: Zo., en: So.}}]\n",
        encoding="utf-8",
    )
    code, out, _ = called(capsys, "check", "small", "ours", "--format", "json")
    assert code == 1
    assert [finding["code"] for finding in proof_findings(out)] == ["PROOF-NOT-MONOTONE"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (
            "properties:\n  - {id: monotoon, label: {nl: x, en: y}, because: {nl: x, en: y}, checked: true}\n",
            "RULE-CHOICE",
            2,
        ),
        ("properties:\n  - {id: monotone, label: {nl: x, en: y}, checked: false}\n", "RULE-KEY-MISSING", 2),
        (UNKNOWN_EXCEPTION, "RULE-REFERENCE", 6),
    ],
)
def test_mistakes_in_the_declaration_are_reported_at_their_place(ours, capsys, text, code, line):
    (ours / "properties.yaml").write_text(text, encoding="utf-8")
    ended, out, _ = called(capsys, "check", "small", "ours", "--format", "json")
    assert ended == 4
    (finding,) = json.loads(out)["findings"]
    assert (finding["code"], finding["line"]) == (code, line)


def test_what_the_linter_says_is_not_said_again_as_a_proof(ours, capsys):
    """A criterion without a measure makes the highest phase unreachable: one finding is enough."""
    only = CRITERION[: CRITERION.index("measures:")].replace("not: {groep.aandeel: {above: 90}}", "dingen.aantal: {at_least: 3}")
    (ours / "phase-2-eigen.yaml").write_text(only, encoding="utf-8")
    _, out, _ = called(capsys, "check", "small", "ours", "--format", "json")
    codes = [finding["code"] for finding in json.loads(out)["findings"]]
    assert "LINT-NO-MEASURE" in codes
    assert proof_findings(out) == []


@pytest.mark.usefixtures("ours")
def test_what_is_not_proven_in_time_is_a_warning_and_never_called_proven(capsys):
    code, out, _ = called(capsys, "check", "small", "--proof-time", "0.000001", "--format", "json")
    assert code == 0
    found = proof_findings(out)
    assert {(finding["code"], finding["severity"]) for finding in found} == {("PROOF-UNDECIDED", "warning")}
    assert called(capsys, "check", "small", "--proof-time", "0.000001", "--strict", "--format", "json")[0] == 1


@pytest.mark.parametrize(
    ("expected", "what", "got"),
    [
        ("{to: 2, effort: 4}", "effort of the plan", "3"),
        ("{to: 2, months: 3}", "months of the plan", "4"),
        ("{to: 2, measures: [maatregel_een]}", "measures of the plan", "[maatregel_een, maatregel_twee]"),
        ("{to: 2, exclude: [maatregel_een]}", "reachability of the plan", "false"),
    ],
)
def test_a_case_whose_plan_comes_out_otherwise_fails_at_the_expectation(ours, capsys, expected, what, got):
    path = ours.parent / "small" / "cases" / "voorbeelden.yaml"
    text = path.read_text(encoding="utf-8")
    old = "plan: {to: 2, effort: 3, months: 4, measures: [maatregel_een, maatregel_twee]}"
    path.write_text(text.replace(old, f"plan: {expected}"), encoding="utf-8")
    code, out, _ = called(capsys, "check", "small", "--format", "json", "--lang", "en")
    assert code == 1
    (finding,) = json.loads(out)["findings"]
    assert finding["code"] == "CASE-FAILED"
    assert what in finding["message"]
    assert finding["message"].endswith(f"got {got}")


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("{to: 2, measures: [maatregel_drie]}", "CASE-ID-UNKNOWN"),
        ("{to: 2, include: [maatregel_drie]}", "CASE-ID-UNKNOWN"),
        ("{to: 4}", "CASE-ID-UNKNOWN"),
        ("{effort: 4}", "RULE-KEY-MISSING"),
        ("{to: 2, include: [maatregel_een], exclude: [maatregel_een]}", "MEASURE-BOTH"),
    ],
)
def test_a_plan_that_a_case_can_t_expect_is_an_error_in_the_case(ours, capsys, plan, code):
    path = ours.parent / "small" / "cases" / "voorbeelden.yaml"
    old = "plan: {to: 2, effort: 3, months: 4, measures: [maatregel_een, maatregel_twee]}"
    path.write_text(path.read_text(encoding="utf-8").replace(old, f"plan: {plan}"), encoding="utf-8")
    ended, out, _ = called(capsys, "check", "small", "--format", "json")
    assert ended == 4
    assert [finding["code"] for finding in json.loads(out)["findings"]] == [code]


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("form", ["junit", "sarif"])
def test_a_refuted_property_is_in_the_reports_for_other_programs(capsys, form):
    code, out, err = called(capsys, "check", "small", "ours", "--format", form)
    assert (code, err) == (1, "")
    assert "PROOF-NOT-MONOTONE" in out


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("file", ["-", "verslag.json"])
def test_a_counterexample_is_never_written_over_or_into_the_report(capsys, file):
    code, out, err = called(
        capsys, "check", "small", "ours", "--format", "json", "-o", "verslag.json", "--write-counterexample", file, "--lang", "en"
    )
    assert (code, out) == (2, "")
    assert "--write-counterexample needs a file of its own" in err


@pytest.mark.usefixtures("ours")
def test_the_summary_names_what_was_not_proven(capsys):
    _, out, _ = called(capsys, "check", "small", "ours", "--lang", "en")
    assert "properties proven: 7 of 8 (not: monotone)" in out


@pytest.mark.parametrize(
    ("seconds", "said"), [("nan", "Toegestaan: een getal boven 0."), ("0", "Toegestaan"), ("x", "Toegestaan")]
)
def test_a_time_limit_is_a_number_above_nothing(capsys, seconds, said):
    code, _, err = called(capsys, "check", str(SMALL), "--proof-time", seconds)
    assert code == 2
    assert said in err
