"""Rule folders that would crash or hang the library if they reached it as they are get the right answer."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from antwoord_rules.knowledge import shaping
from tests.conftest import ROOT

TEXT = "{nl: Tekst, en: Words}"


def fact(name: str) -> str:
    return f"  - {{id: {name}, type: count, group: kanalen, label: {TEXT}, question: {TEXT}, help: {TEXT}}}\n"


def derivation(name: str, when: str) -> str:
    return f"  - {{id: {name}, label: {TEXT}, when: {when}, basis: eigen}}\n"


def overlay(folder: Path, facts: int, derivations: list[str]) -> None:
    names = "".join(fact(f"extra.f{i}") for i in range(facts))
    folder.mkdir()
    (folder / "vocabulary.yaml").write_text(f"facts:\n{names}", encoding="utf-8")
    (folder / "phase-1-extra.yaml").write_text("phase: 1\nderived:\n" + "".join(derivations), encoding="utf-8")


FOLDERS = {
    "256 rules with one first test": (1, [derivation(f"c{i}", "{extra.f0: 1}") for i in range(256)]),
    "600 rules with distinct tests": (1, [derivation(f"c{i}", f"{{extra.f0: {i}}}") for i in range(600)]),
    "300 facts in one rule": (300, [derivation("c", "{" + ", ".join(f"extra.f{i}: 1" for i in range(300)) + "}")]),
    "300 facts in 300 rules": (300, [derivation(f"c{i}", f"{{extra.f{i}: {{at_least: 1}}}}") for i in range(300)]),
    "names that the library reserves": (
        1,
        [derivation(name, "{extra.f0: 1}") for name in ("id", "sid", "kind", "case", "end", "pri", "count", "run")],
    ),
    "a chain of 60 strata": (
        1,
        [derivation("c0", "{extra.f0: 1}"), *(derivation(f"c{i}", f"{{not: {{c{i - 1}: true}}}}") for i in range(1, 60))],
    ),
    "an any of 300 alls": (
        2,
        [derivation("c", "{any: [" + ", ".join(f"{{extra.f0: {i}, extra.f1: {i}}}" for i in range(300)) + "]}")],
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_hostile_rule_folder_gets_the_right_answer(name, tmp_path):
    facts, derivations = FOLDERS[name]
    overlay(tmp_path / "ours", facts, derivations)
    code = textwrap.dedent(f"""
        from antwoord_rules import KnowledgeBase

        kb = KnowledgeBase.load("bundled", {str(tmp_path / "ours")!r})
        head = {{"gemeente": {{"naam": "A", "peildatum": "2026-10-01"}}}}
        for value in (0, 1, 2, 999_999_999, None):
            document = head | {{"extra": {{f"f{{i}}": value for i in range({facts})}}}}
            first, second = (kb.assess(document, engine=engine).firings for engine in ("durable", "reference"))
            assert first == second
        print(len(first))
    """)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_a_file_of_unknown_keys_takes_as_long_as_it_is():
    names = [f"k{number}" for number in range(20_000)]
    started = time.monotonic()
    pruned, _, kept = shaping._without_broken({name: [] for name in names}, [(name,) for name in names])
    assert (pruned, kept) == ({}, {})
    assert time.monotonic() - started < 5  # a minute when each key looks through all that is wrong
