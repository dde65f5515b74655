"""The guided interview: as people have it, in real processes, pipes and terminals; and as data."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules.commands.application import run
from antwoord_rules.errors import UsageError
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.interview import Asked, Misread, Session, read_names, read_value
from antwoord_rules.interview.answers import MOST_ELEMENTS, Word, read_code, read_date, read_origin, read_text, word_in
from antwoord_rules.interview.document import is_given, put
from antwoord_rules.interview.imagining import imagine, typed_changes
from antwoord_rules.interview.municipality import ENTRIES, new_document
from antwoord_rules.knowledge.vocabulary import MOST, Collection, FactType, Flaw
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.quoting import forbidden
from tests.conftest import FACTS, ROOT

PROGRAM = [sys.executable, str(ROOT / "cli.py")]
BEGIN = ["Veld", "2026-10-01", "", ""]
PHASE = re.compile(r"^(Fase \d|Nog geen fase)", re.MULTILINE)


def ask(*arguments: str, lines: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """An interview with answers from a pipe, in a process of its own."""
    done = subprocess.run(
        [*PROGRAM, "ask", *arguments],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        cwd=cwd,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def saved(folder: Path, name: str = "f.json") -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def written(value: object) -> str:
    """How a user types a value."""
    if value is None:
        return "weet ik niet"
    return "; ".join(value) or "geen" if isinstance(value, tuple) else value_text(value, "nl")


def truth(kb: KnowledgeBase, document: dict, asked: Asked) -> object:
    """What a document answers to a question."""
    memory = kb.read(document)
    if isinstance(asked.about, Collection):
        elements = memory.collections.get(asked.fact)
        return None if elements is None else tuple(element.name for element in elements)
    values = memory.values
    if asked.element is not None:
        (values,) = (e.values for found in memory.collections.values() for e in found if e.name == asked.element)
    known = values.get(asked.about.id)
    return None if known is None else asked.about.type.to_people(known)


@cache
def interviewed(kb: KnowledgeBase, name: str) -> tuple[list[str], Session, list[Session]]:
    """The lines that give a municipality's answers, the session at the end, and the sessions on the way."""
    document = municipality(name)
    session = Session.start(kb, {"gemeente": {"naam": "Veld", "peildatum": "2026-10-01"}})
    lines, seen = [], []
    while (asked := session.asked) is not None:
        value = truth(kb, document, asked)
        seen.append(session)
        if asked.assumed and value == asked.answer:
            lines.append("")
            session = session.keep()
        else:
            lines.append(written(value))
            session = session.answer(value)
    return lines, session, seen


def municipality(name: str) -> dict:
    return json.loads((ROOT / "facts" / f"{name}.json").read_text(encoding="utf-8"))


# The whole interview


def test_a_whole_interview_asks_only_what_matters_and_gives_the_phase_of_all_facts(kb, tmp_path):
    lines, session, _ = interviewed(kb, "elzenmeer")
    done = ask("-o", "f.json", lines=[*BEGIN, *lines], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert saved(tmp_path) == session.document
    assert session.open_and_relevant
    assert "Alle vragen die verschil kunnen maken, zijn gesteld" in done.stdout
    assert "Geen vraag kan nog verschil maken" not in done.stdout
    assert "antwoord assess f.json" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert [path.name for path in tmp_path.iterdir()] == ["f.json"]
    text = (tmp_path / "f.json").read_text(encoding="utf-8")
    assert text == json.dumps(session.document, ensure_ascii=False, indent=2) + "\n"
    found = kb.assess(text)
    assert found.phase == kb.assess(municipality("elzenmeer")).phase
    assert found.phase.certain


@pytest.mark.parametrize("name", ["elzenmeer", "heidenrode", "merelbroek"])
def test_the_phase_that_an_interview_finds_is_that_of_the_whole_document(kb, name):
    document = municipality(name)
    _, session, seen = interviewed(kb, name)
    assert session.memory.unknown == () or kb.next_question(session.memory, skip=session.left_open).fact is None
    assert len({at.asked.fact for at in seen}) == len(seen)  # nothing is asked twice
    assert kb.assess(session.document).phase.possible == kb.assess(document).phase.possible


def test_what_can_not_matter_is_never_asked(kb):
    irrelevant: set[str] = set()
    for at in interviewed(kb, "elzenmeer")[2]:
        assert at.asked.fact not in irrelevant
        assert at.asked.assumed or at.asked.fact in at.question.relevant
        irrelevant |= set(at.question.irrelevant)
    assert {"kanalen.telefoon.wachttijd", "kanalen.balie.wachttijd"} <= irrelevant


def test_an_interview_that_was_cut_off_goes_on_where_it_was(kb, tmp_path):
    cut = 8
    lines, session, _ = interviewed(kb, "merelbroek")
    first = ask("-o", "f.json", lines=[*BEGIN, *lines[:cut]], cwd=tmp_path)
    assert first.returncode == 0
    assert "Verder gaan:\n  antwoord ask -o f.json\n" in first.stdout
    second = ask("-o", "f.json", lines=lines[cut:], cwd=tmp_path)
    assert second.returncode == 0
    assert "Verder met Veld" in second.stdout
    assert saved(tmp_path) == session.document
    third = ask("-o", "f.json", lines=["", "", ""], cwd=tmp_path)  # only the assumptions are left to confirm
    assert third.stdout.count("Enter: dat klopt") == len(session.memory.assumptions) > 0
    assert saved(tmp_path) == session.document


# Answers


def test_each_answer_is_saved_and_a_wrong_one_is_asked_again(tmp_path):
    lines = ["", "Veld", "2026-02-30", "2026-10-01", "1", "gm0001", "veel", "48500", "A;;B", "A; A", "KCC", "1.5", "-1", "14"]
    done = ask("-o", "f.json", lines=lines, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("De datum 2026-02-30 bestaat niet.", "Zonder dit antwoord", "'A' staat er twee keer", "'1.5' is hier geen"):
        assert told in done.stdout
    assert "Toegestaan: een heel getal van 0 tot en met" in done.stdout
    assert saved(tmp_path) == {
        "gemeente": {"naam": "Veld", "code": "GM0001", "inwoners": 48500, "peildatum": "2026-10-01"},
        "frontoffices": [{"naam": "KCC"}],
        "kanalen": {"telefoon": {"ingangen": 14}},
    }


def test_the_last_answer_counts_without_a_line_end_and_the_date_is_today_by_default(tmp_path):
    done = subprocess.run(
        [*PROGRAM, "ask", "-o", "f.json"],
        input="\ufeffVeld\r\n\r\n\r\n\r\n3".encode(),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert b"Frontoffice 1; Frontoffice 2; Frontoffice 3" in done.stdout
    found = saved(tmp_path)
    assert [element["naam"] for element in found["frontoffices"]] == [f"Frontoffice {i}" for i in (1, 2, 3)]
    assert found["gemeente"] == {"naam": "Veld", "peildatum": date.today().isoformat()}  # noqa: DTZ011


def test_unknown_is_kept_as_null_and_asked_again_only_on_request(tmp_path):
    ask("-o", "f.json", lines=[*BEGIN, "w", "onbekend"], cwd=tmp_path)
    assert saved(tmp_path) == saved(tmp_path) | {"frontoffices": None, "kanalen": {"telefoon": {"ingangen": None}}}
    done = ask("-o", "f.json", lines=[], cwd=tmp_path)
    assert "Welke frontoffices" not in done.stdout
    assert "2 opengelaten" in done.stdout
    done = ask("-o", "f.json", "--again", lines=["geen", "q"], cwd=tmp_path)
    assert "Welke frontoffices" in done.stdout
    assert saved(tmp_path)["frontoffices"] == []
    done = ask("-o", "f.json", lines=["w"] * 60, cwd=tmp_path)
    assert "Opengelaten:\n" in done.stdout
    assert "Alle vragen die verschil kunnen maken, zijn gesteld." in done.stdout
    assert "antwoord ask --again -o f.json" in done.stdout
    assert "(kan nog verschil maken)" in " ".join(done.stdout.split())


def test_back_asks_the_question_before_and_keeps_the_other_answers(tmp_path):
    done = ask("-o", "f.json", lines=["t", "Vleck", "terug", "Veld", "2026-10-01", "", ""], cwd=tmp_path)
    assert "Er is geen vorige vraag" in done.stdout
    assert saved(tmp_path)["gemeente"]["naam"] == "Veld"
    done = ask("-o", "f.json", lines=["t", "KCC", "1", "3", "t", "t", "4", "t", "", "t", "t", "t", "Balie; KCC"], cwd=tmp_path)
    assert "Uw antwoord was: 1. Enter houdt het zo." in done.stdout
    found = saved(tmp_path)
    assert [element["naam"] for element in found["frontoffices"]] == ["Balie", "KCC"]
    assert found["kanalen"] == {"telefoon": {"ingangen": 4}, "website": {"ingangen": 3}}


def test_evidence_goes_with_the_answer_that_follows(tmp_path):
    evidence = ["bewijs", "gokje", "gemeten", "telefooncentrale", "2026-09-15", "2026-Q3"]
    lines = [*BEGIN, "bewijs", "KCC", *evidence, "1", "evidence", "stated", "", "", "", "w"]
    done = ask("-o", "f.json", lines=lines, cwd=tmp_path)
    assert "Bij deze vraag kan geen bewijs." in done.stdout  # a list
    assert "Toegestaan: gemeten, opgegeven of geschat." in done.stdout
    kanalen = saved(tmp_path)["kanalen"]
    measured = {"herkomst": "gemeten", "bron": "telefooncentrale", "datum": "2026-09-15", "periode": "2026-Q3"}
    assert kanalen["telefoon"]["ingangen"] == {"waarde": 1, **measured}
    assert kanalen["website"]["ingangen"] == {"waarde": None, "herkomst": "opgegeven"}
    done = ask("-o", "f.json", "--again", lines=["bewijs", "t", "2", "t"], cwd=tmp_path)
    assert done.stdout.count("Bewijs: opgegeven.") == 2  # at the question, and again when it is gone back to
    assert saved(tmp_path)["kanalen"]["website"]["ingangen"] == {"waarde": 2, "herkomst": "opgegeven"}


def test_assumptions_are_confirmed_or_changed_at_the_end(kb, tmp_path):
    _, session, _ = interviewed(kb, "elzenmeer")
    (tmp_path / "f.json").write_text(json.dumps(session.document), encoding="utf-8")
    before = (tmp_path / "f.json").read_bytes()
    left = len(session.memory.assumptions)
    assert left > 0
    done = ask("-o", "f.json", lines=[""] * left, cwd=tmp_path)
    assert (tmp_path / "f.json").read_bytes() == before  # not even written anew
    assert "Aannamen:\n" in done.stdout
    first = session.memory.assumptions[0].fact
    group, channel, key = first.split(".")
    ask("-o", "f.json", lines=["w"], cwd=tmp_path)
    assert saved(tmp_path)[group][channel][key] is None
    assert saved(tmp_path)["gemeente"] == session.document["gemeente"]


def test_help_tells_what_can_be_typed_in_either_language(tmp_path):
    done = ask("-o", "f.json", lines=[*BEGIN, "?"], cwd=tmp_path)
    assert "w of weet ik niet: het antwoord blijft onbekend" in done.stdout
    done = ask("-o", "f.json", "--lang", "en", lines=["help", "none", "HELP", "14 ", "stop", "3"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "u or unknown: the answer stays unknown" in done.stdout
    assert "Which front offices" in done.stdout
    assert re.search(r"^Phase \d|^No phase yet", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("To go on:\n  antwoord ask -o f.json --lang en\n")
    assert not PHASE.search(done.stdout)
    assert saved(tmp_path)["frontoffices"] == []


@pytest.mark.parametrize("line", ["\x1b[31mja", "a\x00b", "x" * 30_000, "é\ud800"], ids=["escape", "null", "long", "surrogate"])
def test_hostile_input_is_harmless(tmp_path, line):
    raw = "\n".join([*BEGIN, line, "KCC", line, "14", ""]).encode("utf-8", "surrogatepass") + b"\xff\xfe\n"
    done = subprocess.run(
        [*PROGRAM, "ask", "-o", "f.json"], input=raw, cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert not re.search(rb"[\x00-\x09\x0b-\x1f]", done.stdout)
    found = (tmp_path / "f.json").read_text(encoding="utf-8")
    assert json.loads(found)["kanalen"]["telefoon"]["ingangen"] == 14
    assert len(found) < 1000


# Files


def test_facts_are_a_start_and_never_change(kb, tmp_path):
    start = ROOT / "facts" / "lindewaard.json"
    shutil.copy(start, tmp_path / "start.json")
    done = ask("start.json", "-o", "f.json", lines=["weet ik niet"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "start.json").read_bytes() == start.read_bytes()
    asked = kb.next_question(str(start), skip=Session.start(kb, municipality("lindewaard")).left_open).fact
    assert asked is not None
    assert saved(tmp_path) == put(kb.base.vocabulary, municipality("lindewaard"), asked, None)
    again = ask("start.json", "-o", "f.json", lines=["w"], cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr.startswith("f.json: ASK-OUTPUT-EXISTS ")
    own = ask("start.json", "-o", "start.json", lines=["w"], cwd=tmp_path)
    assert own.returncode == 0
    assert saved(tmp_path, "start.json") == saved(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "ASK-NO-OUTPUT "),
        (("f.json",), 2, "ASK-NO-OUTPUT "),
        (("-", "-o", "x.json"), 2, "STDIN-TWICE "),
        (("-o", "."), 2, ".: FILE-UNWRITABLE "),
        (("-o", ""), 2, '"": FILE-UNWRITABLE '),
        (("-o", "geen/x.json"), 2, "geen/x.json: FILE-UNWRITABLE het bestand is niet te schrijven: de map bestaat niet"),
        (("geen.json", "-o", "x.json"), 3, "geen.json: FILE-MISSING "),
        (("-o", "f.json"), 3, "f.json:1:14: FACT-REQUIRED "),
        (("-o", "x.json", "--rules", "geen"), 4, "geen: "),
        (("-o", "x.json", "--norm", "x"), 2, "NORM-FORM "),
    ],
)
def test_wrong_calls_are_refused_before_anything_is_asked(tmp_path, capsys, monkeypatch, arguments, code, told):
    monkeypatch.chdir(tmp_path)
    Path("f.json").write_text('{"gemeente": {}}', encoding="utf-8")
    assert run(["ask", *arguments]) == code
    out, err = capsys.readouterr()
    assert (out, err.startswith(told)) == ("", True), err
    assert [path.name for path in tmp_path.iterdir()] == ["f.json"]


def test_without_input_it_ends_at_once_and_writes_nothing(tmp_path):
    for options in ({"stdin": subprocess.DEVNULL}, {"preexec_fn": lambda: os.close(0)}):
        done = subprocess.run([*PROGRAM, "ask", "-o", "f.json"], cwd=tmp_path, capture_output=True, check=False, **options)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"Er is nog niets bewaard." in done.stdout
        assert list(tmp_path.iterdir()) == []


# Terminals, interrupts and failing disks


class Talk:
    """A process that is talked to, over pipes or at a terminal."""

    def __init__(self, folder: Path, *arguments: str, terminal: bool = False, **environment: str) -> None:
        self.parent, child = pty.openpty() if terminal else os.pipe()
        pipe = subprocess.PIPE
        streams = (
            {"stdin": child, "stdout": child, "stderr": child} if terminal else {"stdin": pipe, "stdout": child, "stderr": pipe}
        )
        self.process = subprocess.Popen([*PROGRAM, "ask", *arguments], cwd=folder, env=os.environ | environment, **streams)
        os.close(child)
        self.terminal = terminal
        self.seen = ""

    def answer(self, *lines: str) -> None:
        """Answer each question when it is there, and wait for the next."""
        for line in lines:
            if self.terminal:
                os.write(self.parent, f"{line}\n".encode())
            else:
                self.process.stdin.write(f"{line}\n".encode())
                self.process.stdin.flush()
            self.wait()

    def wait(self) -> None:
        """Wait for a prompt, or for the end."""
        said = b""
        while not said.endswith(b"\n> "):
            try:
                part = os.read(self.parent, 65536)
            except OSError:  # the other side of the terminal is gone
                part = b""
            if not part:
                break
            said += part
        self.seen += said.decode()

    def ended(self) -> int:
        self.wait()
        code = self.process.wait(timeout=30)
        os.close(self.parent)
        return code


@pytest.mark.parametrize("terminal", [True, False])
def test_an_interrupt_keeps_the_answers(tmp_path, terminal):
    talk = Talk(tmp_path, "-o", "f.json", terminal=terminal, TERM="dumb")
    talk.wait()
    talk.answer(*BEGIN, "KCC", "14")
    assert saved(tmp_path)["kanalen"] == {"telefoon": {"ingangen": 14}}
    time.sleep(0.3)  # it now waits for the next answer
    talk.process.send_signal(signal.SIGINT)
    assert talk.ended() == 130
    assert "antwoord ask -o f.json" in talk.seen
    assert saved(tmp_path)["kanalen"] == {"telefoon": {"ingangen": 14}}
    assert [path.name for path in tmp_path.iterdir()] == ["f.json"]
    if not terminal:
        assert talk.process.stderr.read().decode().strip() == "Afgebroken."
        talk.process.stdin.close()
        talk.process.stderr.close()


@pytest.mark.parametrize("hang_up", [True, False])
def test_a_closed_terminal_keeps_the_answers(tmp_path, hang_up):
    talk = Talk(tmp_path, "-o", "f.json", terminal=True, TERM="dumb")
    talk.wait()
    talk.answer(*BEGIN, "KCC")
    if hang_up:
        talk.process.send_signal(signal.SIGHUP)
    os.close(talk.parent)
    assert talk.process.wait(timeout=30) in (0, -signal.SIGHUP)
    assert saved(tmp_path)["frontoffices"] == [{"naam": "KCC"}]
    assert [path.name for path in tmp_path.iterdir()] == ["f.json"]


def test_a_terminal_is_not_echoed_twice_and_has_colour_unless_no_color_is_set(tmp_path):
    for environment in ({"NO_COLOR": "1"}, {}):
        talk = Talk(tmp_path, "-o", "f.json", terminal=True, TERM="xterm-256color", **environment)
        talk.wait()
        talk.answer(*([] if (tmp_path / "f.json").exists() else BEGIN))
        os.write(talk.parent, b"\x04")  # end of input
        assert talk.ended() == 0
        assert talk.seen.count("> Veld") <= 1
        assert bool(re.search(r"\x1b\[\d*m", talk.seen)) != bool(environment)


def test_a_file_that_can_not_be_written_any_more_stops_and_says_what_was_not_saved(tmp_path):
    folder = tmp_path / "weg"
    folder.mkdir()
    talk = Talk(tmp_path, "-o", "weg/f.json")
    talk.wait()
    talk.answer(*BEGIN, "KCC")
    shutil.rmtree(folder)
    talk.answer("14")
    assert talk.ended() == 2
    told = talk.process.stderr.read().decode()
    assert "Alleen dit laatste antwoord is niet bewaard: kanalen.telefoon.ingangen: 14\n" in told
    assert "weg/f.json: FILE-UNWRITABLE " in told
    talk.process.stdin.close()
    talk.process.stderr.close()


# As data

SECONDS = Text("seconden", "seconds")


@given(st.integers(0, MOST))
@settings(deadline=None)
def test_a_count_is_read_as_it_is_written(number):
    for text in (f"{number}", f" {number} ", f"{number} Seconden", f"{number}seconds"):
        assert read_value(text, FactType.COUNT, SECONDS) == number


@given(st.integers(0, 10_000), st.sampled_from(["", " %", "%", " procent", " per cent"]))
@settings(deadline=None)
def test_a_percentage_is_read_with_a_point_or_a_comma(hundredths, unit):
    value = FactType.PERCENTAGE.to_people(hundredths)
    for language in ("nl", "en"):
        found = read_value(value_text(value, language) + unit, FactType.PERCENTAGE)
        assert (found, type(found)) == (value, type(value))


@given(st.text(max_size=40), st.sampled_from([FactType.BOOLEAN, FactType.COUNT, FactType.PERCENTAGE]))
@settings(deadline=None)
def test_any_text_is_a_value_of_the_type_or_says_what_is_allowed(text, kind):
    found = read_value(text, kind, SECONDS)
    if isinstance(found, Misread):
        assert not any(map(forbidden, (*found.wrong, *found.allowed)))
    else:
        assert not isinstance(kind.to_engine(found), Flaw)


@pytest.mark.parametrize("text", ["ja", "J", "yes", "Y", " Ja "])
def test_yes_is_yes_in_either_language(text):
    assert read_value(text, FactType.BOOLEAN) is True


@pytest.mark.parametrize("text", ["nee", "N", "no", "NO"])
def test_no_is_no_in_either_language(text):
    assert read_value(text, FactType.BOOLEAN) is False


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (FactType.BOOLEAN, "1", "'1' is hier geen antwoord"),
        (FactType.COUNT, "1.000", "'1.000' is hier geen antwoord"),
        (FactType.COUNT, "1000000000", "1000000000 is te laag of te hoog"),
        (FactType.COUNT, "-1", "-1 is te laag of te hoog"),
        (FactType.COUNT, "٣", "'٣' is hier geen antwoord"),
        (FactType.COUNT, "3 minuten", "'3 minuten' is hier geen antwoord"),
        (FactType.PERCENTAGE, "100,01", "100,01 is te laag of te hoog"),
        (FactType.PERCENTAGE, "4,125", "4,125 heeft te veel decimalen"),
        (FactType.PERCENTAGE, "nan", "'nan' is hier geen antwoord"),
        (FactType.PERCENTAGE, "1e1", "'1e1' is hier geen antwoord"),
    ],
)
def test_what_is_wrong_is_said(kind, text, wrong):
    found = read_value(text, kind, SECONDS)
    assert isinstance(found, Misread)
    assert found.wrong.nl == wrong


def test_other_answers_are_read_too(kb):
    (collection,) = kb.base.vocabulary.collections
    assert read_names("Burgerzaken; Sociaal loket, Zuid", collection) == ("Burgerzaken", "Sociaal loket, Zuid")
    assert read_names("0", collection) == read_names("Geen", collection) == read_names("none", collection) == ()
    for text in (f"{MOST_ELEMENTS + 1}", "9" * 5000, "a;" * MOST_ELEMENTS + "b", ";", "A; A", "a\x07"):
        assert isinstance(read_names(text, collection), Misread)
    assert read_text(" a ") == "a"
    assert isinstance(read_text("a\tb"), Misread)
    assert (read_code(" gm0001"), read_origin("Measured"), read_date("2024-02-29")) == ("GM0001", "gemeten", "2024-02-29")
    for found in (read_code("GM001"), read_origin("gokje"), read_date("1-10-2026"), read_date("2025-02-29")):
        assert isinstance(found, Misread)


def test_the_words_are_understood_in_either_language():
    assert [word_in(text) for text in ("?", "Weet ik  niet", "I don’t know", "b", "T", "evidence", "Q", "ja", "")] == [
        Word.HELP,
        Word.UNKNOWN,
        Word.UNKNOWN,
        Word.BACK,
        Word.BACK,
        Word.EVIDENCE,
        Word.STOP,
        None,
        None,
    ]


def test_a_document_begins_when_what_is_required_is_known(kb):
    answers = {"naam": "Veld", "inwoners": 0, "code": "GM0001"}
    assert new_document(answers) is None
    made = new_document(answers | {"peildatum": "2026-10-01"})
    assert made is not None
    assert list(made["gemeente"]) == ["naam", "code", "inwoners", "peildatum"]
    assert kb.read(made).municipality.inwoners == 0
    assert sorted(entry.key for entry in ENTRIES) == sorted(made["gemeente"])


@st.composite
def answers(draw, kb: KnowledgeBase) -> tuple[str, Any]:
    """A fact with an answer to it."""
    fact = draw(st.sampled_from(kb.base.vocabulary.facts))
    values = {
        FactType.BOOLEAN: st.booleans(),
        FactType.COUNT: st.integers(0, MOST),
        FactType.PERCENTAGE: st.integers(0, 10_000).map(FactType.PERCENTAGE.to_people),
    }
    return fact.id, draw(st.none() | values[fact.type])


EVIDENCE = st.none() | st.sampled_from(
    [Evidence("gemeten"), Evidence("geschat", "bron", periode="2026-Q3"), Evidence(datum="2026-10-01")]
)


@given(st.data(), EVIDENCE, st.sampled_from(FACTS))
@settings(max_examples=60, deadline=None)
def test_an_answer_is_put_in_its_place_and_all_else_stays(kb, data, evidence, path):
    document = json.loads(path.read_text(encoding="utf-8"))
    for group in data.draw(st.sets(st.sampled_from(["kanalen", "keten", "besturing"]), max_size=2)):
        document[group] = None
    before, copy = kb.read(document), json.dumps(document)
    fact, value = data.draw(answers(kb))
    made = put(kb.base.vocabulary, document, fact, value, evidence)
    after = kb.read(made)
    assert json.dumps(document) == copy
    assert is_given(made, fact)
    kind = kb.base.vocabulary.fact_by_id[fact].type
    assert after.values.get(fact) == (None if value is None else kind.to_engine(value))
    old = before.evidence.get(fact)
    said = (old or Evidence())._asdict() | {k: v for k, v in (evidence or Evidence())._asdict().items() if v is not None}
    assert after.evidence.get(fact, Evidence())._asdict() == said
    assert {k: v for k, v in after.values.items() if k != fact} == {k: v for k, v in before.values.items() if k != fact}
    assert {k: v for k, v in after.evidence.items() if k != fact} == {k: v for k, v in before.evidence.items() if k != fact}
    assert [a for a in after.assumptions if a.fact != fact] == [a for a in before.assumptions if a.fact != fact]
    assert list(made)[: len(document)] == list(document)
    earlier = before.values.get(fact)
    back = put(kb.base.vocabulary, made, fact, None if earlier is None else kind.to_people(earlier))
    assert kb.read(back).values == before.values


def test_an_answer_of_an_element_and_a_list_given_anew_keep_what_was_there(kb):
    vocabulary, document = kb.base.vocabulary, municipality("waterrijk")
    made = put(vocabulary, document, "frontoffices[1].afgestemd", True)
    assert made["frontoffices"][1]["afgestemd"] == {**document["frontoffices"][1]["afgestemd"], "waarde": True}
    assert made["frontoffices"][0] == document["frontoffices"][0]
    fewer = put(vocabulary, made, "frontoffices", ("Omgevingsloket", "KCC"))
    assert fewer["frontoffices"] == [made["frontoffices"][1], {"naam": "KCC"}]
    assert put(vocabulary, fewer, "frontoffices", None)["frontoffices"] is None


def test_a_session_holds_what_was_left_open_and_never_changes(kb, document):
    start = Session.start(kb, document)
    with pytest.raises(ValueError, match="nothing is asked"):
        interviewed(kb, "elzenmeer")[1].keep()
    second = start.answer(None)
    assert start.document == document
    assert second.left_open == ("frontoffices",)
    assert second.progress.relevant == start.progress.relevant - 1
    assert start.back() is None
    back = second.back()
    assert back is not None
    assert back.asked is not None
    assert (back.asked.fact, back.asked.revisited, back.asked.can_keep) == ("frontoffices", True, True)
    assert back.keep().asked == second.asked
    assert back.answer(("KCC",)).left_open == ()
    again = Session.start(kb, second.document, again=True)
    assert again.asked is not None
    assert again.asked.fact == "frontoffices"
    assert again.answer(None).asked == second.asked


# Imagined


def test_what_is_imagined_is_read_as_answers_are_and_lists_come_first(kb):
    document = {"gemeente": {"naam": "Stad", "peildatum": "2026-10-01"}, "kanalen": {"telefoon": {"ingangen": 4}}}
    phones, element = "kanalen.telefoon.ingangen", "frontoffices[1].afgestemd"
    typed = typed_changes([f"{element}=ja", f"{phones}=3", "frontoffices=Noord; Zuid", f"{phones}= 2 ", "kanalen.chat.ingangen="])
    assert typed == {element: "ja", phones: "2", "frontoffices": "Noord; Zuid"}

    found = imagine(kb.base.vocabulary, document, typed)
    assert not found.wrong
    assert found.document["kanalen"]["telefoon"]["ingangen"] == 2
    memory = kb.read(found.document)
    assert [each.values.get("afgestemd") for each in memory.collections["frontoffices"]] == [None, True]

    unread = imagine(kb.base.vocabulary, document, {phones: "veel", "kanalen.chat.ingangen": "onbekend"})
    assert set(unread.wrong) == {phones}
    assert unread.document["kanalen"] == {"telefoon": {"ingangen": 4}, "chat": {"ingangen": None}}
    for name in ("kanalen.telefon.ingangen", element, "frontoffices[0].naam"):
        with pytest.raises(UsageError, match="ID-UNKNOWN"):
            imagine(kb.base.vocabulary, document, {name: "2"})
