"""The package as others get it: its public names, its imports, its wheel, its documents."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import antwoord_rules
from antwoord_rules.commands.application import COMMANDS, run
from antwoord_rules.diagnostics import DIAGNOSTICS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_public_names_are_those_of_all_and_no_others():
    public = {name for name in vars(antwoord_rules) if not name.startswith("_")}
    modules = {name for name in public if type(getattr(antwoord_rules, name)).__name__ == "module"}
    assert public - modules == set(antwoord_rules.__all__) - {"__version__"}


def test_every_error_is_an_antwoord_error():
    errors = [getattr(antwoord_rules, name) for name in antwoord_rules.__all__ if name.endswith("Error")]
    assert len(errors) == 6
    assert all(issubclass(error, antwoord_rules.AntwoordError) for error in errors)


def test_assessing_imports_no_heavy_library():
    """What a command does not need, it does not pay for. A report for people says what would change the phase, and asks the
    solver; the result as data does not.
    """
    code = (
        "import sys; from antwoord_rules.commands.application import run;"
        f"run(['assess', {str(ROOT / 'facts' / 'waterrijk.json')!r}, '--format', 'json']);"  # compiled from now on
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = {line.split(".")[0] for line in done.stderr.splitlines()}
    assert "durable_rules_engine" in loaded
    assert not loaded & {"pydantic", "ruamel", "rich", "jinja2", "durable", "clingo", "polars", "difflib"}


def test_importing_the_package_prints_nothing_and_configures_no_logging():
    code = "import logging, antwoord_rules; assert not logging.getLogger().handlers"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_diagnostic_has_its_texts_in_two_languages():
    for code, diagnostic in DIAGNOSTICS.items():
        assert re.fullmatch(r"[A-Z]+(-[A-Z0-9]+)+|INTERNAL", code)
        assert diagnostic.message.nl != diagnostic.message.en
        assert bool(diagnostic.hint.nl) == bool(diagnostic.hint.en), code
        fields = [set(re.findall(r"(?<!\{)\{(\w+)\}", text)) for text in diagnostic.message]
        assert fields[0] == fields[1], code


def test_every_diagnostic_is_used():
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "antwoord_rules").rglob("*.py") if path.parent.name != "diagnostics"
    )
    assert [code for code in DIAGNOSTICS if f'"{code}"' not in sources] == []


# Documents


def test_the_output_in_the_readme_is_that_of_the_command(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    command, shown = re.search(r"<!-- output: antwoord (.*?) -->\n```text\n(.*?)```", README, re.DOTALL).groups()
    assert run(command.split()) == 0
    assert capsys.readouterr().out.startswith(shown)


def test_the_commands_in_the_readme_run(capsys, monkeypatch, tmp_path):
    """In a copy: some of them write files."""
    shutil.copytree(ROOT / "facts", tmp_path / "facts")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^antwoord (.*?)\s+#", README, re.MULTILINE)
    assert {line.split()[0] for line in lines} == set(COMMANDS)
    for line in lines:
        arguments = [str(path) for word in line.split() for path in (sorted(Path().glob(word)) if "*" in word else [word])]
        assert run(arguments) == 0, line
    assert capsys.readouterr().out


def test_the_python_in_the_readme_runs(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.startswith("1 True\nCriterium 'Eén telefoonnummer")


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if ">>>" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_in_the_docs_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    text = page.read_text(encoding="utf-8").replace("\n```\n", "\n\n```\n")
    found = parser.get_doctest(text, {}, page.name, str(page), 0)
    runner.run(found)
    assert found.examples
    assert runner.failures == 0


def test_the_links_in_the_documents_lead_somewhere():
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    for page in [*pages, *(ROOT / "docs").rglob("*.md"), *(ROOT / "facts").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("0*.md"):
        assert page.name in index


# The wheel


@pytest.mark.slow
def test_the_wheel_works_in_a_new_environment_from_an_empty_folder(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, timeout=600)
    empty = tmp_path / "leeg"
    empty.mkdir()
    (empty / "feiten.json").write_text((ROOT / "facts" / "waterrijk.json").read_text(encoding="utf-8"), encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ANTWOORD"))}
    clean["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    for _ in range(2):  # parsed, then from the compiled form
        done = subprocess.run(
            [environment / "bin" / "antwoord", "assess", "feiten.json", "--lang", "en"],
            cwd=empty,
            env=clean,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Waterrijk, reference date 2026-10-01\nPhase 1: Department has the answer (certain)")
        assert "durable_rules 2.0.28" in done.stdout
    explained = subprocess.run(
        [environment / "bin" / "antwoord", "explain", "feiten.json", "fase_2"],
        cwd=empty,
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "rules/phase-2-kanaal.yaml:" in explained.stdout
    checked = subprocess.run(
        [environment / "bin" / "antwoord", "check", "--strict", "--format", "sarif"],
        cwd=empty,
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert '"LINT-SOURCE-UNUSED"' in checked.stdout  # allowed, with the long text of the code
    listed = subprocess.run(
        [python, "-m", "pip", "show", "--files", "antwoord-rules"], capture_output=True, text=True, check=True
    ).stdout
    assert "antwoord_rules/py.typed" in listed
    assert "cli.py" not in listed
