"""The commands as people run them: real processes, real files, pipes and interrupts; every exit code and both languages."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from antwoord_rules.commands.application import COMMANDS, run
from antwoord_rules.rule_schemas import RULE_FILES
from antwoord_rules.version import __version__
from tests.conftest import FACTS, ROOT

WATERRIJK = str(ROOT / "facts" / "waterrijk.json")
LINDEWAARD = str(ROOT / "facts" / "lindewaard.json")
BAD = ROOT / "tests" / "data" / "bad"
ANSI = re.compile(r"\x1b\[")


def antwoord(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def called(capsys, *arguments: str) -> tuple[int, str, str]:
    """Run the program in this process: the exit code, what it printed and what it complained of."""
    code = run(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_assess_prints_a_report_and_nothing_else():
    done = antwoord("assess", WATERRIJK)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Waterrijk, peildatum 2026-10-01\nFase 1: Dienst heeft Antwoord© (zeker)\n")
    assert not ANSI.search(done.stdout)


def test_assess_speaks_english_when_asked(capsys):
    for arguments in (("--lang", "en"), ("--lang=en",)):
        code, out, _ = called(capsys, "assess", WATERRIJK, *arguments)
        assert code == 0
        assert "What still holds phase 2 back" in out
    assert "Phase 1" in antwoord("assess", WATERRIJK, ANTWOORD_LANG="en").stdout


def test_json_of_one_file_is_an_object_and_of_several_an_array_in_order(capsys):
    code, out, _ = called(capsys, "assess", WATERRIJK, "--format", "json")
    assert (code, json.loads(out)["gemeente"]["naam"]) == (0, "Waterrijk")
    code, out, _ = called(capsys, "assess", LINDEWAARD, WATERRIJK, "--format", "json")
    assert (code, [a["gemeente"]["naam"] for a in json.loads(out)]) == (0, ["Lindewaard", "Waterrijk"])


def test_json_is_the_same_in_either_language(capsys):
    outs = [called(capsys, "assess", WATERRIJK, "--format", "json", "--lang", language)[1] for language in ("nl", "en")]
    assert outs[0] == outs[1]


def test_a_dash_reads_standard_input():
    done = antwoord("assess", "-", "--format", "json", stdin=Path(WATERRIJK).read_bytes())
    assert json.loads(done.stdout)["phase"]["number"] == 1
    done = antwoord("assess", "-", stdin=b"[")
    assert done.returncode == 3
    assert done.stderr.startswith("<stdin>:1:2: JSON-SYNTAX ")
    assert antwoord("assess", "-", "-").returncode == 2


def test_markdown_and_several_files_in_one_report(capsys):
    code, out, _ = called(capsys, "assess", WATERRIJK, LINDEWAARD, "--format", "md")
    assert code == 0
    assert re.findall(r"^# (\w+)$", out, re.MULTILINE) == ["Waterrijk", "Lindewaard"]


@pytest.mark.parametrize(("wanted", "code"), [("0", 0), ("1", 0), ("2", 1), ("5", 1)])
def test_fail_below_ends_with_1_when_a_phase_is_too_low(capsys, wanted, code):
    found, out, err = called(capsys, "assess", WATERRIJK, "--fail-below", wanted)
    assert found == code
    assert out
    assert (f"Waterrijk: fase 1 ligt onder fase {wanted}" in err) == (code == 1)


def test_a_norm_can_be_overridden(capsys):
    _, out, _ = called(capsys, "assess", WATERRIJK, "--norm", "norm_direct_afgehandeld=42.5", "--format", "json")
    assert json.loads(out)["receipt"]["norms"]["norm_direct_afgehandeld"] == 42.5


@pytest.mark.parametrize(
    ("norm", "message"),
    [
        ("x", "NORM-FORM"),
        ("norm_direct_afgehandeld=veel", "NORM-FORM"),
        ("norm_direct=80", "NORM-UNKNOWN"),
        ("norm_direct_afgehandeld=101", "NORM-VALUE"),
        ("norm_direct_afgehandeld=nan", "NORM-FORM"),
    ],
)
def test_a_norm_that_is_wrong_is_wrong_usage(capsys, norm, message):
    code, out, err = called(capsys, "assess", WATERRIJK, "--norm", norm)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_the_reference_engine_can_be_chosen_and_gives_the_same(capsys):
    _, first, _ = called(capsys, "assess", WATERRIJK, "--format", "json")
    _, second, _ = called(capsys, "assess", WATERRIJK, "--format", "json", "--engine", "reference")
    assert first.replace("durable_rules 2.0.28", "reference") == second


def test_without_durable_rules_the_reference_engine_runs_and_says_so(tmp_path):
    """A module of that name that can't be imported stands for a durable_rules that could not be built."""
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('no compiler')")
    done = antwoord("assess", WATERRIJK, "--format", "json", PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert done.stderr.startswith("ENGINE-FALLBACK ")
    assert "no compiler" in done.stderr
    assert "apt install gcc python3-dev" in done.stderr
    assert json.loads(done.stdout)["receipt"]["engine"] == "reference (durable_rules not available)"


# Files


def test_output_goes_to_a_file_without_colour(tmp_path, capsys):
    target = tmp_path / "rapport.txt"
    code, out, _ = called(capsys, "assess", WATERRIJK, "-o", str(target))
    assert (code, out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("Waterrijk")
    assert not ANSI.search(target.read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.iterdir()] == ["rapport.txt"]


def test_an_output_file_that_can_not_be_written_is_wrong_usage_and_leaves_nothing(tmp_path, capsys):
    code, _, err = called(capsys, "assess", WATERRIJK, "-o", str(tmp_path / "geen" / "rapport.txt"))
    assert code == 2
    assert "FILE-UNWRITABLE" in err
    code, _, err = called(capsys, "assess", WATERRIJK, "-o", str(tmp_path))
    assert code == 2
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_stays_as_it_was_when_the_facts_are_wrong(tmp_path, capsys):
    target = tmp_path / "rapport.txt"
    target.write_text("oud")
    code, _, _ = called(capsys, "assess", str(BAD / "facts" / "wrong-types.json"), "-o", str(target))
    assert (code, target.read_text()) == (3, "oud")


def test_the_problems_of_all_fact_files_are_reported_at_once(capsys):
    code, out, err = called(capsys, "assess", WATERRIJK, str(BAD / "facts" / "nan.json"), "no-such.json", "--lang", "en")
    assert (code, out) == (3, "")
    assert "nan.json:2:44: JSON-NUMBER" in err
    assert "no-such.json: FILE-MISSING the file does not exist" in err


def test_wrong_rules_end_with_4(tmp_path, capsys):
    code, out, err = called(capsys, "assess", WATERRIJK, "--rules", "bundled", "--rules", str(BAD / "rules" / "wrong-basis"))
    assert (code, out) == (4, "")
    assert "phase-1-begin.yaml:10:12: RULE-CHOICE" in err
    assert called(capsys, "rules", "--rules", str(tmp_path / "geen"))[0] == 4


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "dutch", "english"),
    [
        (("assess",), "'FACTS...' ontbreekt", "Missing argument"),
        (("asess", "x"), "Bedoelde u 'assess'?", "Did you mean 'assess'?"),
        (("assess", "x", "--fromat", "json"), "de optie '--fromat' bestaat niet. Bedoelde u '--format'?", "No such option"),
        (("assess", "x", "--format", "xml"), "Toegestaan: text, json, md, html.", "'xml' is not one of"),
        (("assess", "x", "--fail-below", "6"), "een heel getal van 0 tot en met 5", "6 is not in the range"),
        (("assess", "x", "--engine", "clips"), "Toegestaan: durable, reference.", "'clips' is not one of"),
        (("explain", WATERRIJK, "fase_6"), "'fase_6' bestaat niet", "'fase_6' does not exist"),
        (("rules", "criterium_9"), "bestaat niet in de regels", "does not exist in the rules"),
        (
            ("schema", "facten"),
            "Toegestaan: facts, rules, result, phase, vocabulary, norms, sources, egem-plateaus, properties, cases.",
            "is not one of",
        ),
        (("--lang", "de"), "Toegestaan: nl, en.", "'de' is not one of"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right_in_either_language(capsys, arguments, dutch, english):
    code, out, err = called(capsys, *arguments)
    assert (code, out) == (2, "")
    assert dutch in err
    if "--lang" not in arguments:
        code, out, err = called(capsys, *arguments, "--lang", "en")
        assert (code, out) == (2, "")
        assert english in err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_has_help_in_both_languages(capsys, name):
    pages = []
    for language in ("nl", "en"):
        code, out, err = called(capsys, *filter(None, [name, "--help", "--lang", language]))
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 80
        pages.append(out)
    assert pages[0].startswith("Gebruik: antwoord")
    assert pages[1].startswith("Usage: antwoord")
    assert "Opties:" in pages[0]
    assert "Options:" in pages[1]


def test_without_arguments_the_help_page_is_shown(capsys):
    code, out, _ = called(capsys)
    assert code == 0
    for name in COMMANDS:
        assert name in out


def test_the_version_is_that_of_the_package(capsys):
    assert called(capsys, "--version")[:2] == (0, f"antwoord-rules {__version__}\n")


# Explain, rules and schema


def test_explain_prints_a_paragraph_and_the_tree(capsys):
    code, out, _ = called(capsys, "explain", LINDEWAARD, "fase_2", "--lang", "en")
    assert code == 0
    assert "is unknown, because" in " ".join(out.split())
    assert "rule: rules/phase-2-kanaal.yaml:" in out


def test_explain_as_json_is_one_document(capsys):
    code, out, _ = called(capsys, "explain", WATERRIJK, "criterium_2_een_website", "--format", "json")
    found = json.loads(out)
    assert (code, found["value"], found["reason"]["about"]["id"]) == (0, False, "kanalen.website.ingangen")


def test_rules_lists_everything_and_shows_one(capsys):
    code, out, _ = called(capsys, "rules")
    assert code == 0
    assert "niet gedocumenteerd in de bron" in " ".join(out.split())
    code, out, _ = called(capsys, "rules", "maatregel_kanaalsturing", "--lang", "en")
    assert code == 0
    assert "Requires first" in out
    assert json.loads(called(capsys, "rules", "fase_1", "--format", "json")[1])["kind"] == "phase"
    assert len(json.loads(called(capsys, "rules", "--format", "json")[1])) > 130


def test_rules_as_markdown_are_a_book_and_one_rule_a_page(capsys, tmp_path):
    code, out, err = called(capsys, "rules", "--format", "md")
    assert (code, err) == (0, "")
    assert out.startswith("# Regelboek\n")
    target = tmp_path / "regel.md"
    assert called(capsys, "rules", "fase_1", "--format", "md", "-o", str(target), "--lang", "en")[0] == 0
    assert target.read_text(encoding="utf-8").startswith("# Department has the answer\n")


def test_the_graph_is_drawn_of_all_or_around_one_id(capsys, tmp_path):
    code, out, err = called(capsys, "rules", "--graph", "dot")
    assert (code, err) == (0, "")
    assert out.startswith("digraph antwoord {\n")
    target = tmp_path / "fase.svg"
    assert called(capsys, "rules", "fase_3", "--graph", "svg", "-o", str(target), "--lang", "en")[:2] == (0, "")
    assert "What depends on what" in target.read_text(encoding="utf-8")
    assert called(capsys, "rules", "fase_9", "--graph", "svg")[0] == 2


def test_a_graph_takes_no_format(capsys):
    code, out, err = called(capsys, "rules", "--graph", "svg", "--format", "json")
    assert (code, out) == (2, "")
    assert "kies --graph of --format, niet allebei" in err


@pytest.mark.parametrize("what", ["facts", "result", *RULE_FILES])
def test_schema_prints_the_schema_in_the_repository(capsys, what):
    code, out, _ = called(capsys, "schema", what)
    assert code == 0
    assert out == (ROOT / "schema" / f"{what}.json").read_text(encoding="utf-8")


# Terminals, pipes, interrupts and faults


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """What the program writes to a terminal."""
    parent, child = pty.openpty()
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    process = subprocess.Popen(command, stdout=child, stderr=child, stdin=child, env=os.environ | environment)
    os.close(child)
    seen = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.wait(timeout=60)
    os.close(parent)
    return seen.decode()


def test_a_terminal_gets_colour_unless_no_color_is_set():
    environment = {"TERM": "xterm-256color"}
    assert ANSI.search(in_a_terminal("assess", WATERRIJK, **environment))
    assert not ANSI.search(in_a_terminal("assess", WATERRIJK, NO_COLOR="1", **environment))


def test_a_reader_that_stops_early_is_no_fault():
    arguments = [sys.executable, str(ROOT / "cli.py"), "assess", *[str(path) for path in FACTS] * 20]
    code = f"""
import subprocess, sys
program = subprocess.Popen({arguments!r}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
program.stdout.readline()
program.stdout.close()
print(program.stderr.read().decode(), end="")
sys.exit(program.wait())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_an_interrupt_ends_in_one_line():
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "assess", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)  # it now waits for its standard input
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.decode().strip()) == (130, b"", "Afgebroken.")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_an_output_in_another_encoding_is_no_fault(encoding):
    command = [sys.executable, str(ROOT / "cli.py"), "assess", WATERRIJK]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Waterrijk" in done.stdout.decode(encoding, "replace")


def test_a_fault_of_ours_ends_with_5_in_one_line_and_with_debug_in_full(capsys, monkeypatch):
    from antwoord_rules.knowledge_base import KnowledgeBase

    def fail(*_args, **_options):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(KnowledgeBase, "assess_memory", fail)
    code, out, err = called(capsys, "assess", WATERRIJK)
    assert (code, out) == (5, "")
    assert err.startswith("INTERNAL onverwachte fout: ZeroDivisionError: oops\n")
    assert "--debug" in err
    with pytest.raises(ZeroDivisionError):
        run(["assess", WATERRIJK, "--debug"])


def test_a_failing_engine_ends_with_5(capsys, monkeypatch):
    from antwoord_rules.inference import durable

    def broken(*_):
        raise durable.c_engine.error("Could not assert fact, error code: 303")

    monkeypatch.setattr(durable, "_fire", broken)
    code, out, err = called(capsys, "assess", WATERRIJK)
    assert (code, out) == (5, "")
    assert err.startswith("ENGINE-FAULT ")
    assert "--engine reference" in err


def test_a_pipe_as_output_is_written_to_and_stays_a_pipe(tmp_path):
    target = tmp_path / "pijp"
    os.mkfifo(target)
    process = subprocess.Popen([sys.executable, str(ROOT / "cli.py"), "assess", WATERRIJK, "-o", str(target)])
    assert target.read_text(encoding="utf-8").startswith("Waterrijk")
    assert process.wait(timeout=30) == 0
    assert target.is_fifo()


def test_a_link_as_output_is_followed(tmp_path, capsys):
    (tmp_path / "echt.txt").write_text("oud")
    (tmp_path / "link.txt").symlink_to("echt.txt")
    assert called(capsys, "assess", WATERRIJK, "-o", str(tmp_path / "link.txt"))[0] == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "echt.txt").read_text(encoding="utf-8").startswith("Waterrijk")


@pytest.mark.parametrize("command", [["assess", "f.json"], ["explain", "f.json", "fase_1"]])
def test_the_input_is_never_overwritten(tmp_path, capsys, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    facts = Path(WATERRIJK).read_bytes()
    (tmp_path / "f.json").write_bytes(facts)
    code, _, err = called(capsys, *command, "-o", str(tmp_path / "f.json"))
    assert code == 2
    assert "OUTPUT-IS-INPUT" in err
    assert (tmp_path / "f.json").read_bytes() == facts


@pytest.mark.parametrize(
    ("output", "reason"), [("", "het is een map"), (".", "het is een map"), ("geen/x", "de map bestaat niet")]
)
def test_why_an_output_can_not_be_written_is_said_in_dutch(tmp_path, capsys, monkeypatch, output, reason):
    monkeypatch.chdir(tmp_path)
    code, _, err = called(capsys, "assess", WATERRIJK, "-o", output)
    assert code == 2
    assert "FILE-UNWRITABLE" in err
    assert reason in err


def test_a_dash_as_output_is_standard_output(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = called(capsys, "assess", WATERRIJK, "-o", "-")
    assert code == 0
    assert out.startswith("Waterrijk")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("norm", ["norm_direct_afgehandeld=1_0", "norm_direct_afgehandeld=٨٠", "norm_direct_afgehandeld=8e1"])
def test_only_plain_digits_make_a_norm(capsys, norm):
    code, _, err = called(capsys, "assess", WATERRIJK, "--norm", norm)
    assert code == 2
    assert err.startswith("NORM-FORM")


def test_a_norm_is_read_to_the_last_decimal(capsys):
    code, _, err = called(capsys, "assess", WATERRIJK, "--norm", "norm_direct_afgehandeld=80.000000000000001")
    assert code == 2
    assert err.startswith("NORM-VALUE")


def test_too_many_arguments_are_named_in_dutch(capsys):
    code, _, err = called(capsys, "rules", "fase_1", "fase_2")
    assert code == 2
    assert "er staat meer dan verwacht: fase_2" in err


def test_a_name_with_a_line_end_does_not_break_the_line(capsys):
    code, _, err = called(capsys, "assess", "a\nb\x1b[31m.json")
    assert code == 3
    assert len(err.strip().splitlines()) == 2
    assert "\x1b" not in err
