"""What was found by trying to break it, each held: numbers, chains, streams, hostile texts, what is said of limits and marks."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from antwoord_rules import FactsError, KnowledgeBase
from antwoord_rules.assessment import in_order
from antwoord_rules.rendering.terminal import render as terminal_of
from antwoord_rules.reports import explanations
from antwoord_rules.reports.assessments import terminal
from antwoord_rules.reports.assessments.content import report
from antwoord_rules.reports.plans.plan import Asked, Scene
from antwoord_rules.reports.plans.report import front
from tests.conftest import FACTS, ROOT
from tests.test_commands import WATERRIJK, called

CLI = [sys.executable, str(ROOT / "cli.py")]


# Numbers


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("79.99999999999999999999999999999999", "FACT-DECIMALS"),
        ("1e-9999999", "FACT-DECIMALS"),
        ("80.001", "FACT-DECIMALS"),
        ("100.00000000000000000000000000000000001", "FACT-RANGE"),
        ("1e999999", "FACT-RANGE"),
        ("1e-99999999999999999999", "JSON-NUMBER"),
        ("1e99999999999999999999999999", "JSON-NUMBER"),
    ],
)
def test_a_percentage_is_never_rounded_and_never_a_fault(kb, written, code):
    text = f'{{"gemeente": {{"naam": "A", "peildatum": "2026-10-01"}}, "zaakafhandeling": {{"direct_afgehandeld": {written}}}}}'
    with pytest.raises(FactsError) as caught:
        kb.read(text)
    assert [found.code for found in caught.value.problems] == [code]


@pytest.mark.parametrize(("written", "value"), [("8e1", 8000), ("79.990000", 7999), ("0e5", 0), ("100.00", 10000), ("0.01", 1)])
def test_a_percentage_may_be_written_in_other_ways(kb, written, value):
    text = f'{{"gemeente": {{"naam": "A", "peildatum": "2026-10-01"}}, "zaakafhandeling": {{"direct_afgehandeld": {written}}}}}'
    assert kb.read(text).values["zaakafhandeling.direct_afgehandeld"] == value


def test_a_key_that_stands_twice_does_not_hide_other_mistakes(kb):
    text = (
        '{"gemeente": {"naam": "A", "peildatum": "2026-02-30"},\n "zaakafhandeling": {"direct_afgehandeld": 101,\n'
        '  "direct_afgehandeld": 102},\n "kanalen": {"telefoon": {"ingangen": -1, "wachttijd": NaN}}}'
    )
    with pytest.raises(FactsError) as caught:
        kb.read(text)
    assert [f"{found.line}:{found.column} {found.code}" for found in caught.value.problems] == [
        "1:41 FACT-DATE",
        "2:44 FACT-RANGE",
        "3:3 JSON-DUPLICATE-KEY",
        "4:39 FACT-RANGE",
        "4:56 JSON-NUMBER",
    ]


# Chains


def overlay(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "phase-2-ours.yaml").write_text(text, encoding="utf-8")
    return folder


def test_conclusions_that_rest_on_each_other_twice_are_explained_once(tmp_path, document):
    rows = ["phase: 2", "derived:", "  - {id: d0, label: {nl: D, en: D}, when: {kanalen.zelfde_antwoord: true}, basis: eigen}"]
    for i in range(1, 60):
        when = f"{{all: [{{d{i - 1}: true}}, {{not: {{d{i - 1}: false}}}}]}}"
        rows.append(f"  - {{id: d{i}, label: {{nl: D, en: D}}, when: {when}, basis: eigen}}")
    kb = KnowledgeBase.load("bundled", overlay(tmp_path, "\n".join(rows) + "\n"))
    found = kb.assess(document | {"kanalen": {"zelfde_antwoord": False}}).explain("d59")
    told, dumped, shown = str(found), json.dumps(found.model_dump()), explanations.render(found, "nl")
    assert "is nee" in told
    assert len(dumped) < 200_000
    assert 60 < len(shown.splitlines()) < 1000


def test_a_long_chain_of_required_measures_is_put_in_order(tmp_path, document):
    rows = ["phase: 1", "measures:"]
    for i in range(1200):
        requires = f"[m{i + 1:04}]" if i < 1199 else "[]"
        rows.append(
            f"  - {{id: m{i:04}, label: {{nl: M, en: M}}, addresses: [criterium_1_frontoffice], requires: {requires}, effort: 1,"
            " months: 1, effects: {frontoffices.aantal: {at_least: 1}}, because: {nl: W, en: W}, steps: {nl: [S], en: [S]},"
            " basis: eigen}"
        )
    (folder := tmp_path / "ours").mkdir()
    (folder / "phase-1-ours.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = [m.id for m in KnowledgeBase.load("bundled", folder).assess(document | {"frontoffices": []}).measures]
    chain = [name for name in found if name.startswith(("m0", "m1"))]
    assert chain == sorted(chain, reverse=True)
    assert len(chain) == 1200


# Streams and files


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_device_is_wrong_usage_and_no_fault():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*CLI, "assess", WATERRIJK], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert b"FILE-UNWRITABLE" in done.stderr


@pytest.mark.parametrize(("command", "code"), [("assess {f} >&-", 2), ("assess - <&-", 3), ("assess {f} -o lus", 2)])
def test_streams_that_are_closed_and_links_in_a_circle_are_no_fault(tmp_path, command, code):
    (tmp_path / "lus").symlink_to("lus")
    line = " ".join([*CLI, command.format(f=WATERRIJK)])
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"INTERNAL" in done.stderr) == (code, False)


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_rule_folder_whose_name_is_no_utf_8_works(tmp_path):
    name = os.fsencode(tmp_path) + b"/b\xff"
    Path(os.fsdecode(name)).mkdir()
    Path(os.fsdecode(name), "phase-1-x.yaml").write_text("phase: 1\n", encoding="utf-8")
    done = subprocess.run([*CLI, "rules", "--rules", "bundled", "--rules", name], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [["rules"], ["schema", "facts"], ["assess", WATERRIJK], ["check"]])
def test_a_rule_file_is_never_overwritten(tmp_path, capsys, command):
    folder = overlay(tmp_path, "phase: 2\n")
    file = folder / "phase-2-ours.yaml"
    rules = ["bundled", str(folder)] if command == ["check"] else ["--rules", "bundled", "--rules", str(folder)]
    code, _, err = called(capsys, *command, *rules, "-o", str(file))
    assert code == 2
    assert "OUTPUT-IS-INPUT" in err
    assert file.read_text(encoding="utf-8") == "phase: 2\n"


# Hostile texts


def test_a_key_can_not_send_commands_to_a_terminal(capsys, tmp_path):
    key = "\\u001b]0;X\\u0007\\u001b[31mX"
    file = tmp_path / "f.json"
    file.write_text(f'{{"gemeente": {{"naam": "A", "peildatum": "2026-10-01", "{key}": 1, "{key}": 2}}}}', encoding="utf-8")
    code, _, err = called(capsys, "assess", str(file))
    assert code == 3
    assert "JSON-DUPLICATE-KEY" in err
    assert "\x1b" not in err


# What is said


def test_a_limit_is_explained_as_a_limit_and_not_as_a_wish(kb):
    found = kb.assess(ROOT / "facts" / "duinhage.json").explain("kenmerk_1")
    assert found.value is False
    assert "nodig" not in str(found)
    assert "de beperking geldt bij ja" in str(found)
    assert "the limitation applies at yes" in found.prose("en")


def test_that_a_phase_is_reached_by_its_criteria_is_our_own_reading(kb):
    found = kb.assess(WATERRIJK).explain("fase_2")
    assert found.grounds.basis == "eigen"
    assert "onze lezing" in found.grounds.reading.nl


def test_every_mark_in_the_report_is_that_of_the_rule(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "egem-plateaus.yaml").write_text(
        "replaces: [plateaus_1]\nrows:\n  - {phase: 1, plateaus: [5], approximate: false, basis: eigen}\n", encoding="utf-8"
    )
    text = terminal.render(report(KnowledgeBase.load("bundled", folder).assess(WATERRIJK), "nl"))
    assert "Fase 1 komt overeen met plateau 5. [eigen]" in text
    assert "norm_direct_afgehandeld=80 [bron]" in text


def test_the_report_shows_the_portrait_of_the_front_offices_and_no_indicator_before_its_phase(kb):
    text = " ".join(terminal.render(report(kb.assess(WATERRIJK), "nl")).split())
    indicators = text[text.index("Kengetallen") : text.index("EGEM i-teams")]
    assert "Informatie over andere overheden" not in indicators
    assert "productclusters" in indicators.lower() or "producten" in indicators.lower()


def test_a_criterion_names_the_phase_that_depends_on_it(capsys):
    assert "fase_2" in called(capsys, "rules", "criterium_2_een_telefoonnummer")[1]
    assert "kanalen.telefoon.wachttijd" in called(capsys, "rules", "norm_wachttijd_telefoon")[1]


# The result


def test_an_assessment_can_be_copied_and_sent_to_another_process(kb):
    found = kb.assess(WATERRIJK)
    for copied in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert copied.model_dump(mode="json") == found.model_dump(mode="json")
        assert str(copied.explain("fase_2")) == str(found.explain("fase_2"))


def test_the_hash_of_the_facts_is_that_of_canonical_json(kb, document):
    facts = document | {"kanalen": {"telefoon": {"ingangen": {"waarde": 1, "bron": "één lijst"}}}}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert kb.assess(facts).receipt.facts_sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_most_urgent_measures_come_first(kb, path):
    a = kb.assess(path)
    known = a.context.inference.conclusions
    urgent = {c.id for c in a.criteria if c.phase == a.phase.number + 1} | {
        c.id for c in a.challenges if c.relevance == "current"
    }
    helps = {m.id: any(name in urgent and known.get(name) is False for name in m.addresses) for m in kb.base.measures}
    free = [m for m in kb.base.measures if known.get(m.id) and not m.requires]
    ordered = [m.id for m in in_order(kb.base, free, a.phase.number, known)]
    assert ordered == sorted(ordered, key=lambda name: not helps[name])


def test_each_challenge_is_current_overdue_or_later_by_its_phase(kb):
    a = kb.assess(ROOT / "facts" / "elzenmeer.json")
    wanted = {True: "overdue", False: "later"}
    for challenge in a.challenges:
        expected = "current" if challenge.phase == a.phase.number else wanted[challenge.phase < a.phase.number]
        assert challenge.relevance == expected


@pytest.mark.parametrize(("value", "word"), [(24, "binnen de norm"), (25, "binnen de norm"), (26, "boven de norm")])
def test_exactly_on_the_norm_is_within_it(kb, document, value, word):
    text = terminal.render(report(kb.assess(document | {"kanalen": {"telefoon": {"wachttijd": value}}}), "nl"))
    assert word in " ".join(text.split())


# Interviews and plans


def asked_of(tmp_path: Path, *lines: str, document: dict) -> str:
    """What an interview prints, in one line, when these lines are typed."""
    (tmp_path / "f.json").write_text(json.dumps(document), encoding="utf-8")
    typed = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run([*CLI, "ask", "-o", "f.json"], input=typed, capture_output=True, cwd=tmp_path, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return " ".join(done.stdout.decode().split())


def test_an_interview_starts_from_a_pipe_as_from_a_file(tmp_path):
    content = Path(WATERRIJK).read_bytes()
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    command = [*CLI, "ask", f"/dev/fd/{reading}", "-o", "f.json"]
    done = subprocess.run(command, input=b"q\n", capture_output=True, cwd=tmp_path, pass_fds=[reading], timeout=60, check=False)
    os.close(reading)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads((tmp_path / "f.json").read_bytes()) == json.loads(content)


@pytest.mark.parametrize("said", ["ja", "Nee", "y", "no"])
def test_yes_and_no_name_no_front_office(tmp_path, document, said):
    assert f"'{said}' is hier geen antwoord." in asked_of(tmp_path, said, "q", document=document)
    assert "frontoffices" not in json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))


def test_evidence_is_offered_only_where_it_can_be_given(tmp_path, document):
    of_list, of_number = asked_of(tmp_path, "1", "q", document=document).split("Begrepen als 1:")
    assert "| bewijs |" not in of_list
    assert "| bewijs |" in of_number


def test_what_can_not_matter_is_not_offered_once_more(tmp_path):
    known = json.loads((ROOT / "facts" / "merelbroek.json").read_text(encoding="utf-8"))
    known["kanalen"]["telefoon"]["wachttijd"] = None
    text = asked_of(tmp_path, document=known)
    assert "Opengelaten: - " in text
    assert "--again" not in text


def test_a_measure_that_is_included_twice_is_named_once(capsys):
    code, out, _ = called(capsys, "plan", WATERRIJK, *("--include", "maatregel_klantreizen") * 2)
    assert code == 0
    assert " ".join(out.split()).count("'Verbeter diensten aan de hand van klantreizen'") == 1


@pytest.mark.parametrize("optimal", [True, False])
@pytest.mark.parametrize("phases", [(2,), (2, 3)])
def test_a_front_is_called_proven_only_when_it_is(kb, phases, optimal):
    plans = [kb.plan(WATERRIJK, to=number)._replace(optimal=optimal) for number in phases]
    scene = Scene.of(kb.assess(WATERRIJK), Asked(2, seconds=1), "nl")
    text = " ".join(terminal_of(front(plans, scene)).split())
    assert ("De tijd (1 seconden) was om" in text) == (not optimal)
    assert ("is er niets te kiezen" in text) == (optimal and len(phases) == 1)
    assert ("Van elk plan is bewezen" in text) == (optimal and len(phases) == 2)
