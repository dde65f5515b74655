"""Cases: how they are read, run and measured (coverage), and whether they notice changes of the rules (mutation)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from antwoord_rules.checking.check import check
from antwoord_rules.checking.mutation import mutants
from antwoord_rules.knowledge.strata import stratify
from antwoord_rules.knowledge_base import KnowledgeBase

SMALL = Path(__file__).parent / "data" / "rules" / "small"
CASES = Path("cases") / "voorbeelden.yaml"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small rule folder, with its cases."""
    copy = tmp_path / "rules"
    shutil.copytree(SMALL, copy)
    return copy


def write_case(folder: Path, text: str) -> None:
    """One case file with one case, in place of those that were there."""
    lines = "\n".join(f"    {line}" for line in text.strip().splitlines())
    content = "cases:\n  - id: geval\n    because: {nl: Zo., en: So.}\n" + lines + "\n"
    (folder / CASES).write_text(content, encoding="utf-8")


def codes(checked, start: str = "") -> list[str]:
    found = [finding.problem for finding in checked.findings if finding.problem.code.startswith(start)]
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in found]


def test_the_cases_of_the_small_rules_cover_everything_and_notice_every_change():
    checked = check([str(SMALL)], mutants=True)
    assert codes(checked) == []
    assert len(checked.cases) == 6
    assert (checked.coverage.rules_reached, checked.coverage.tests_reached) == (checked.coverage.rules, checked.coverage.tests)
    assert checked.mutation.killed > 20
    assert checked.mutation.survived == 0


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_both_engines_run_the_cases(engine):
    assert check([str(SMALL)], engine=engine).exit_code(strict=True) == 0


@pytest.mark.parametrize(
    ("expect", "column", "message"),
    [
        ("{phase: 2}", 21, "fase: verwacht 2, uitkomst 0"),
        ("{certain: true}", 23, "zekerheid van de fase: verwacht true, uitkomst false"),
        ("{possible: [0]}", 24, "mogelijke fasen: verwacht [0], uitkomst [0, 1, 2]"),
        ("{limit: present}", 21, "beperking van de fase: verwacht present, uitkomst none"),
        ("{status: {tussen: true}}", 31, "tussen: verwacht true, uitkomst unknown"),
        ("{status: {criterium_1_aantal: met}}", 43, "criterium_1_aantal: verwacht met, uitkomst unknown"),
        ("{recommended: [maatregel_een]}", 28, "maatregel_een: verwacht recommended, uitkomst not recommended"),
    ],
)
def test_a_case_that_fails_says_what_was_expected_and_what_came_out(folder, expect, column, message):
    write_case(folder, f"given: {{groep: {{aandeel: 80}}}}\nexpect: {expect}")
    checked = check([str(folder)])
    assert codes(checked, "CASE-") == [f"5:{column} CASE-FAILED"]
    (finding,) = [f for f in checked.findings if f.problem.code == "CASE-FAILED"]
    assert f"geval 'geval', {message}" in finding.problem.message
    assert checked.exit_code(strict=False) == 1


def test_a_failed_case_names_the_rules_behind_it_and_explains(folder):
    write_case(folder, "given: {groep: {aantal: 0}, dingen: []}\nexpect: {status: {criterium_2_klaar: met}}")
    (finding,) = [f for f in check([str(folder)]).findings if f.problem.code == "CASE-FAILED"]
    assert [(Path(place.file).name, place.line) for place in finding.behind] == [
        ("phase-2-eind.yaml", 5),
        ("phase-2-eind.yaml", 23),
    ]
    assert "Tussen" in finding.explanation.nl or "tussen" in finding.explanation.nl
    assert "is needed" in finding.explanation.en


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("expect: {phase: 7}", ["4:21 RULE-NUMBER-HIGH"]),
        ("expect: {fase: 1}", ["4:14 RULE-KEY-UNKNOWN"]),
        ("expect: {}", ["4:5 CASE-EXPECTS-NOTHING"]),
        ("like: ander\nexpect: {phase: 0}", ["4:11 CASE-LIKE-UNKNOWN"]),
        ("like: geval\nexpect: {phase: 0}", ["4:11 CASE-LIKE-CYCLE"]),
        ("expect: {status: {criterium_1_aantl: met}}", ["4:23 CASE-ID-UNKNOWN"]),
        ("expect: {status: {criterium_1_aantal: open}}", ["4:43 CASE-STATUS"]),
        ("expect: {recommended: [maatregel_twe]}", ["4:28 CASE-ID-UNKNOWN"]),
        ("given: {groep: {aantal: 1.5}}\nexpect: {phase: 0}", ["4:29 FACT-TYPE"]),
        ("given: {groep.aantal: -1}\nexpect: {phase: 0}", ["4:27 FACT-RANGE"]),
        ("given: {groep.antal: 1}\nexpect: {phase: 0}", ["4:13 FACT-UNKNOWN"]),
        ("given: {groep.aantal: 1, groep: {aantal: 1}}\nexpect: {phase: 0}", ["4:38 CASE-FACT-TWICE"]),
        ("given: {dingen: [{naam: A}, {naam: A}]}\nexpect: {phase: 0}", ["4:40 FACT-DUPLICATE-NAME"]),
        ("given: {groep.aantal: ja}\nexpect: {phase: 0}", ["4:27 FACT-TYPE"]),
    ],
)
def test_a_mistake_in_a_case_is_found_at_its_place_and_makes_the_rules_invalid(folder, case, found):
    write_case(folder, case)
    checked = check([str(folder)])
    assert codes(checked) == found
    assert checked.exit_code(strict=False) == 4


def test_the_same_id_twice_is_a_mistake_also_over_files(folder):
    shutil.copy(folder / CASES, folder / "cases" / "weer.yaml")
    checked = check([str(folder)])
    assert {finding.problem.code for finding in checked.findings} == {"CASE-DUPLICATE-ID"}
    assert len(checked.findings) == 6


def test_a_mistake_is_reported_where_it_stands_and_not_in_cases_built_on_it(folder):
    write_case(folder, "given: {groep.aantal: ja}\nexpect: {phase: 0}")
    text = (folder / CASES).read_text(encoding="utf-8")
    more = "  - {id: tweede, because: {nl: Z., en: S.}, like: geval, given: {groep.klaar: true}, expect: {phase: 0}}\n"
    (folder / CASES).write_text(text + more, encoding="utf-8")
    assert codes(check([str(folder)])) == ["4:27 FACT-TYPE"]


def test_facts_of_a_case_replace_those_of_the_case_it_is_like(folder):
    write_case(folder, "given: {groep: {aantal: 1, klaar: true}}\nexpect: {phase: 1}")
    text = (folder / CASES).read_text(encoding="utf-8")
    more = (
        "  - {id: tweede, because: {nl: Z., en: S.}, like: geval, given: {groep.klaar: null},"
        " expect: {status: {fase_2: unknown}}}\n"
        "  - {id: derde, because: {nl: Z., en: S.}, like: tweede, given: {groep: {klaar: {waarde: false, bron: x}}},"
        " expect: {status: {fase_2: false}}}\n"
    )
    (folder / CASES).write_text(text.replace("{phase: 1}", "{status: {fase_2: true}}") + more, encoding="utf-8")
    checked = check([str(folder)])
    assert codes(checked, "CASE-") == []


def test_rules_without_cases_get_one_warning(folder):
    shutil.rmtree(folder / "cases")
    checked = check([str(folder)])
    assert codes(checked) == ["1:1 COVERAGE-NO-CASES"]
    assert (checked.exit_code(strict=False), checked.exit_code(strict=True)) == (0, 1)


def test_what_no_case_reaches_is_named_with_facts_that_reach_it(folder):
    text = (folder / CASES).read_text(encoding="utf-8")
    for old, new in (
        ("groep.aandeel: 79.99", "groep.aandeel: 80"),
        (", uitdaging_1_aandeel: open", ""),
        ("      recommended: [maatregel_een, maatregel_twee]\n", "      recommended: [maatregel_twee]\n"),
        ("      plan: {to: 2, effort: 3, measures: [maatregel_een, maatregel_twee]}\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / CASES).write_text(text, encoding="utf-8")
    checked = check([str(folder)])
    found = [finding.problem for finding in checked.findings]
    assert [problem.code for problem in found] == ["COVERAGE-RULE", "COVERAGE-TEST"]
    assert "groep.aandeel: 0" in found[0].hint
    assert "'groep.aandeel at_least 80'" in found[1].message


def test_a_mutant_that_survives_is_named_with_facts_that_tell_it_apart(folder):
    text = (folder / CASES).read_text(encoding="utf-8")
    (folder / CASES).write_text(text.replace("groep.aandeel: 79.99", "groep.aandeel: 70"), encoding="utf-8")
    checked = check([str(folder)], mutants=True)
    of_a_measure, problem = sorted((finding.problem for finding in checked.findings), key=lambda found: found.message_in("en"))
    assert {problem.code, of_a_measure.code} == {"MUTANT-SURVIVED"}
    assert "'groep.aandeel at_least 79.99'" in problem.message
    assert "groep.aandeel: 79.99" in problem.hint
    assert "open" in problem.hint
    assert "resolved" in problem.hint
    assert "'groep.aandeel at_least 79.99'" in of_a_measure.message
    assert "groep.aandeel: 79.99" in of_a_measure.hint
    assert checked.mutation.survived == 2


def test_a_change_that_means_nothing_is_no_survivor(folder):
    """`above 0` and `at_least 1` are the same test of a whole number."""
    checked = check([str(folder)], mutants=True)
    before = checked.mutation
    path = folder / "phase-2-eind.yaml"
    twice = "{any: [{groep.aantal: {above: 0}}, {groep.aantal: {above: 0}}, {dingen.aantal: {at_least: 2}}]}"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{any: [{groep.aantal: {above: 0}}, {dingen.aantal: {at_least: 2}}]}", twice),
        encoding="utf-8",
    )
    after = check([str(folder)], mutants=True).mutation
    assert before.equivalent == 0
    assert after.equivalent > 0
    assert after.survived == 0


def test_every_mutant_is_a_sound_set_of_conclusions_that_differs(kb):
    seen = 0
    original = {c.id: c.when for c in next(mutants(kb.base)).conclusions.values()}
    for mutant in mutants(kb.base):
        stratify(mutant.conclusions.values())
        seen += 1
    assert seen > 150
    assert len(original) == sum(map(len, kb.program.strata))


# The bundled rules


@pytest.fixture(scope="module")
def bundled():
    """The outcome of checking the bundled rules, with mutants."""
    return check([], mutants=True)


def test_the_bundled_rules_are_clean(bundled):
    assert [finding.problem.render("en") for finding in bundled.findings] == []


def test_the_bundled_rules_have_cases_enough(bundled):
    assert len(bundled.cases) >= 40
    assert bundled.coverage.rules == bundled.coverage.rules_reached
    assert bundled.coverage.tests == bundled.coverage.tests_reached


def test_the_cases_of_the_bundled_rules_notice_changes(bundled):
    assert bundled.mutation.score >= 0.95
    assert bundled.mutation.killed > 150


def test_case_files_are_shipped_with_the_rules():
    assert KnowledgeBase.load("bundled").sha256 == KnowledgeBase.load().sha256


def test_a_case_file_with_another_ending_is_not_passed_over_in_silence(folder):
    (folder / "cases" / "meer.yml").write_text("cases: []\n", encoding="utf-8")
    checked = check([str(folder)])
    assert [(Path(f.problem.file).name, f.problem.code) for f in checked.findings] == [("meer.yml", "RULES-FILE-NAME")]
    assert checked.exit_code(strict=False) == 4
