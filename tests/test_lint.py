"""Lint: each finding at its place, at nothing else, and allowed where the rules say so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from antwoord_rules.checking.lint import CODES, lint
from antwoord_rules.knowledge.loader import load_statements, read_folders

SMALL = Path(__file__).parent / "data" / "rules" / "small"

# name: (file, what is replaced, by what, the findings as `file:line:column CODE`). "+" adds at the end of the file.
CASES = {
    "nothing wrong": ("norms.yaml", "Norm", "Norm", []),
    "unused fact": (
        "vocabulary.yaml",
        "facts:",
        (
            "facts:\n  - {id: groep.los, type: count, group: groep, label: {nl: L, en: L}, question: {nl: Q, en: Q},"
            " help: {nl: H, en: H}}"
        ),
        ["vocabulary.yaml:6:10 LINT-FACT-UNUSED"],
    ),
    "unused list": (
        "phase-2-eind.yaml",
        ", {dingen.aantal: {at_least: 2}}",
        "",
        ["vocabulary.yaml:25:9 LINT-FACT-UNUSED", "vocabulary.yaml:35:10 LINT-FACT-UNUSED"],
    ),
    "unused norm": (
        "norms.yaml",
        "norms:",
        "norms:\n  - {id: norm_x, type: count, value: 1, date: '2020', label: {nl: N, en: N}, because: {nl: D, en: B}, basis: eigen}",  # noqa: E501
        ["norms.yaml:2:10 LINT-NORM-UNUSED"],
    ),
    "unused source": (
        "sources.yaml",
        "documents:",
        "documents:\n  - {id: ander, title: Ander}",
        ["sources.yaml:2:10 LINT-SOURCE-UNUSED"],
    ),
    "unused item": (
        "sources.yaml",
        "items:",
        "items:\n          - {id: regel-0, about: {nl: I, en: S}}",
        ["sources.yaml:8:18 LINT-SOURCE-UNUSED"],
    ),
    "blank item": (
        "sources.yaml",
        "items:",
        "items:\n          - {id: regel-0, about: {nl: I, en: S}, blank: true}",
        [],
    ),
    "always true": (
        "phase-2-eind.yaml",
        "{groep.aantal: {above: 0}}",
        "{groep.aantal: {at_least: 0}}",
        ["phase-2-eind.yaml:25:19 LINT-ALWAYS"],
    ),
    "always false": (
        "phase-1-begin.yaml",
        "{at_least: {norm: norm_aandeel}}}\n    because",
        "{above: 100}}\n    because",
        ["phase-1-begin.yaml:23:21 LINT-ALWAYS", "phase-1-begin.yaml:29:37 LINT-MEASURE-NO-EFFECT"],
    ),
    "same condition": (
        "phase-1-begin.yaml",
        "challenges:",
        (
            "challenges:\n  - {id: uitdaging_1_dubbel, block: blok, label: {nl: G, en: E}, resolved_when: {not: {groep.aandeel: {below: 80}}},"  # noqa: E501
            " because: {nl: D, en: B}, basis: eigen}"
        ),
        ["phase-1-begin.yaml:20:10 LINT-NO-MEASURE", "phase-1-begin.yaml:24:5 LINT-DUPLICATE-CONDITION"],
    ),
    "subsumed": (
        "phase-2-eind.yaml",
        "criteria:",
        (
            "criteria:\n  - {id: criterium_2_ruim, block: blok, label: {nl: R, en: R}, when: {groep.aantal: {at_least: 1}},"
            " because: {nl: D, en: B}, basis: eigen}"
        ),
        ["phase-2-eind.yaml:5:10 LINT-NO-MEASURE", "phase-2-eind.yaml:5:64 LINT-SUBSUMED"],
    ),
    "stricter in a higher phase": (
        "phase-1-begin.yaml",
        "{groep.aantal: 1}\n    because",
        "{groep.aantal: {at_least: 1}}\n    because",
        [],
    ),
    "fact that nothing changes": (
        "phase-2-eind.yaml",
        "{groep.klaar: true, tussen: true}",
        "{groep.klaar: true, tussen: true, dingen.aantal: {at_least: 1}}",
        ["phase-2-eind.yaml:8:45 LINT-FACT-FIXED"],
    ),
    "useless measure": (
        "phase-2-eind.yaml",
        "effects: {groep.klaar: true}",
        "effects: {groep.klaar: false}",
        ["phase-2-eind.yaml:14:17 LINT-MEASURE-NO-EFFECT"],
    ),
    "no measure": (
        "phase-1-begin.yaml",
        "addresses: [criterium_1_aantal, uitdaging_1_aandeel]",
        "addresses: [criterium_1_aantal]",
        ["phase-1-begin.yaml:20:9 LINT-NO-MEASURE"],
    ),
    "same measure": (
        "phase-2-eind.yaml",
        "measures:",
        (
            "measures:\n  - {id: maatregel_drie, label: {nl: M, en: M}, addresses: [criterium_2_klaar], effects: {groep.klaar: true},"  # noqa: E501
            " effort: 1, months: 1, because: {nl: H, en: I}, steps: {nl: [M], en: [F]}, basis: eigen}"
        ),
        ["phase-2-eind.yaml:16:5 LINT-DUPLICATE-CONDITION"],
    ),
    "not translated": (
        "phase-2-eind.yaml",
        "because: {nl: Daarom., en: Because.}",
        "because: {nl: Daarom moet het zo., en: Daarom moet het zo.}",
        ["phase-2-eind.yaml:9:44 LINT-NOT-TRANSLATED"],
    ),
    "names may be the same": ("phase-2-eind.yaml", "{nl: Klaar, en: Ready}", "{nl: Hotel, en: Hotel}", []),
    "placeholder": (
        "phase-2-eind.yaml",
        "{nl: Het helpt., en: It helps.}",
        '{nl: "VUL IN: waarom", en: "FILL IN: why"}',
        ["phase-2-eind.yaml:19:19 LINT-PLACEHOLDER", "phase-2-eind.yaml:19:41 LINT-PLACEHOLDER"],
    ),
    "placeholder in a step": (
        "phase-2-eind.yaml",
        "{nl: [Maak af.], en: [Finish.]}",
        '{nl: ["VUL IN: stap"], en: [Finish.]}',
        ["phase-2-eind.yaml:20:18 LINT-PLACEHOLDER"],
    ),
    "allowed": (
        "sources.yaml",
        "documents:",
        "documents:\n  - {id: ander, title: Ander, allow: [{code: LINT-SOURCE-UNUSED, because: {nl: Zo., en: So.}}]}",
        [],
    ),
    "allowed for nothing": (
        "sources.yaml",
        "title: Het boek",
        "title: Het boek\n    allow: [{code: LINT-SOURCE-UNUSED, because: {nl: Zo., en: So.}}]",
        ["sources.yaml:4:20 ALLOW-UNUSED"],
    ),
    "allowed under a wrong code": (
        "sources.yaml",
        "title: Het boek",
        "title: Het boek\n    allow: [{code: LINT-SOURCE-UNUSD, because: {nl: Zo., en: So.}}]",
        ["sources.yaml:4:20 ALLOW-UNKNOWN"],
    ),
}


def linted(tmp_path: Path, name: str):
    file, old, new, _ = CASES[name]
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return lint(*load_statements(read_folders([folder])))


@pytest.mark.parametrize("name", CASES)
def test_a_rule_base_gives_exactly_these_findings_at_these_places(name, tmp_path):
    found = sorted(f"{Path(p.file).name}:{p.line}:{p.column} {p.code}" for p in linted(tmp_path, name).problems)
    assert found == CASES[name][3]


def test_every_code_of_the_linter_is_shown_by_an_example():
    shown = {found.split()[1] for _, _, _, findings in CASES.values() for found in findings}
    assert shown == {*CODES, "ALLOW-UNUSED", "ALLOW-UNKNOWN"}


def test_what_is_allowed_is_kept_with_its_reason(tmp_path):
    ((problem, because),) = linted(tmp_path, "allowed").allowed
    assert problem.code == "LINT-SOURCE-UNUSED"
    assert because == ("Zo.", "So.")


@pytest.mark.parametrize("name", CASES)
def test_each_finding_reads_in_both_languages_without_gaps(name, tmp_path):
    for found in linted(tmp_path, name).problems:
        for language in ("nl", "en"):
            assert not re.search(r"[{}]", found.render(language).replace("{norm", ""))


def test_the_bundled_rules_have_no_finding_that_is_not_allowed():
    found = lint(*load_statements(read_folders(["bundled"])))
    assert [problem.render("en") for problem in found.problems] == []
