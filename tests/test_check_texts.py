"""Rule texts that stand in no folder are checked as the same files in a folder are."""

from __future__ import annotations

import shutil

import pytest

from antwoord_rules.checking.check import check
from antwoord_rules.checking.texts import MOST_BYTES, check_texts
from antwoord_rules.errors import UsageError
from antwoord_rules.knowledge.loader import bundled_folder
from tests.conftest import ROOT

BAD = ROOT / "tests" / "data" / "bad" / "rules"
SMALL = ROOT / "tests" / "data" / "rules" / "small"
PHASE = "phase-2-kanaal.yaml"


def bundled(name: str = PHASE) -> str:
    return (bundled_folder() / name).read_text(encoding="utf-8")


def told(checked) -> list[str]:
    return [f"{f.problem.file}:{f.problem.line}:{f.problem.column} {f.problem.code}" for f in checked.findings]


def test_the_bundled_rules_as_texts_are_clean():
    texts = {path.name: path.read_text(encoding="utf-8") for path in bundled_folder().glob("*.yaml")}
    texts |= {f"cases/{path.name}": path.read_text(encoding="utf-8") for path in (bundled_folder() / "cases").glob("*.yaml")}
    checked = check_texts(dict(list(texts.items())[:6]), over=False, proof_seconds=None)
    assert checked.valid
    assert not checked.findings
    assert len(checked.cases) > 100


def test_a_text_takes_the_place_of_the_file_of_its_name():
    text = bundled().replace("kanalen.telefoon.ingangen: 1", "kanalen.telefoon.ingang: 1", 1)
    assert text != bundled()
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "telefoon.ingang: 1" in row)
    checked = check_texts({PHASE: text}, over=False, proof_seconds=None)
    assert not checked.valid
    assert [(f.problem.file, f.problem.line, f.problem.code) for f in checked.findings] == [
        (f"rules/{PHASE}", line, "RULE-FACT-UNKNOWN")
    ]
    assert checked.texts[f"rules/{PHASE}"] == text


def test_cases_are_run_and_those_that_fail_are_found_at_their_line():
    case = "cases:\n  - id: mijn_geval\n    because: {nl: Daarom., en: Because.}\n    expect: {phase: 3}\n"
    checked = check_texts({"cases/mijn.yaml": case}, over=False, proof_seconds=None)
    assert told(checked) == ["cases/mijn.yaml:4:21 CASE-FAILED"]


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.iterdir() if path.is_dir()))
def test_texts_and_files_give_the_same_findings(name, tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "rules")
    shutil.copytree(BAD / name, folder, dirs_exist_ok=True)
    try:
        texts = {path.name: path.read_bytes().decode() for path in (BAD / name).glob("*.yaml")}
    except UnicodeDecodeError:
        pytest.skip("a text has no encoding")
    expected = check([str(folder)], proof_seconds=None)
    if any(finding.problem.code == "RULES-FILE-NAME" for finding in expected.findings):
        pytest.skip("this folder holds a file that a text can't replace")
    got = check_texts(texts, over=False, folders=[str(SMALL)], proof_seconds=None)
    assert [row.rpartition("/")[2] for row in told(got)] == [row.rpartition("/")[2] for row in told(expected)]


def test_an_overlay_is_checked_above_the_bundled_rules_as_a_folder_is(tmp_path):
    overlay = "norms:\n  - id: norm_bereikbaarheid\n    replaces: true\n"
    (tmp_path / "norms.yaml").write_text(overlay, encoding="utf-8")
    expected = check(["bundled", str(tmp_path)], proof_seconds=None)
    got = check_texts({"norms.yaml": overlay}, over=True, proof_seconds=None)
    assert expected.findings
    assert told(got) == [row.removeprefix(f"{tmp_path}/") for row in told(expected)]


@pytest.mark.parametrize(
    "name",
    [
        "../norms.yaml",
        "/etc/passwd",
        "norms.yml",
        "iets.yaml",
        "cases/../norms.yaml",
        "cases\\x.yaml",
        "",
        "cases/",
        "norms.yaml\n",
    ],
)
def test_only_names_of_rule_files_are_taken_and_none_is_a_path(name):
    checked = check_texts({name: bundled()}, over=False, proof_seconds=None)
    assert [f.problem.code for f in checked.findings] == ["RULES-FILE-NAME"]
    assert not checked.valid


def test_too_much_text_is_refused():
    checked = check_texts({"norms.yaml": "#" * MOST_BYTES, PHASE: "# meer"}, over=False)
    assert [f.problem.code for f in checked.findings] == ["FILE-TOO-LARGE"]


def test_cases_that_take_too_long_are_given_up():
    with pytest.raises(UsageError, match="TIME-UP"):
        check_texts({"cases/mijn.yaml": bundled("cases/fasen.yaml").replace("id: ", "id: mijn_")}, over=True, seconds=0.01)
