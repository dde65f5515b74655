"""The author's guide, done as it says: its files written, its commands run, in an empty folder, one after the other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.test_commands import antwoord

GUIDE = ROOT / "docs" / "regels-schrijven.md"
BLOCK = re.compile(r"(?:<!-- (?P<key>file|exit): (?P<value>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


class Done(NamedTuple):
    command: str
    wanted: int
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> list[Done]:
    """Everything that the guide tells, done."""
    folder = tmp_path_factory.mktemp("guide")
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
    assert "uitdaging_2_terugbellen" not in output(done, "antwoord check bundled ours --mutate")


def test_the_change_is_only_what_the_guide_adds(done):
    out = output(done, "antwoord check bundled ours --against bundled")
    rules = {"kanalen.telefoon.terugbellen", "uitdaging_2_terugbellen", "maatregel_terugbelafspraken"}
    named = set(re.findall(r"^  (\w+): ", out, re.MULTILINE))
    assert named <= {*rules, "facts"}
    assert named & rules


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
