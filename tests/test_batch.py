"""`antwoord batch`: from file to file in parts; the same rows whatever the form, and nothing half when it is stopped."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules import FactsError, KnowledgeBase, UsageError
from antwoord_rules.batch import blocks as blocks_module
from antwoord_rules.batch.run import Outcome, Request, run
from antwoord_rules.batch.scenarios import Draw, Sample, Sweep
from antwoord_rules.commands.application import run as command
from tests.conftest import FACTS, ROOT
from tests.frames_of import frame_of, random_rows

WEBSITES, PHONES, PART = "kanalen.website.ingangen", "kanalen.telefoon.ingangen", "zaakafhandeling.direct_afgehandeld"
MET = "criterium_2_een_website"
READ = {
    "parquet": pl.read_parquet,
    "csv": lambda path: pl.read_csv(path, infer_schema_length=None),
    "ndjson": lambda path: pl.read_ndjson(path, infer_schema_length=None),
}


def written(frame: pl.DataFrame, path: Path) -> Path:
    {"parquet": frame.write_parquet, "csv": frame.write_csv, "ndjson": frame.write_ndjson}[path.suffix[1:]](path)
    return path


def rows_of(kb: KnowledgeBase, number: int, *, lists: bool = False) -> pl.DataFrame:
    """Random rows with a name; without lists, as CSV can hold no lists."""
    vocabulary = kb.base.vocabulary
    rows = random_rows(vocabulary, Random(number), number)
    frame = frame_of(vocabulary, rows)
    frame = frame if lists else frame.drop("frontoffices")
    return frame.insert_column(0, pl.Series("naam", [f"Gemeente {i}" for i in range(number)]))


def batch(kb: KnowledgeBase, source: Path, output: Path, **more) -> Outcome:
    return run(kb, Request((source,), output, **more))


def results(kb: KnowledgeBase, path: Path) -> pl.DataFrame:
    kinds = {"phase": pl.Int8, "phase_highest": pl.Int8} | dict.fromkeys(kb.frames.conclusions, pl.Boolean)
    return READ[path.suffix[1:]](path).select(kb.frames.output).cast(kinds)


@pytest.fixture
def _small(monkeypatch):
    """Blocks so small that every input has several."""
    monkeypatch.setattr(blocks_module, "BYTES_A_BLOCK", 4000)
    monkeypatch.setattr("antwoord_rules.batch.parquet.ROWS_A_BLOCK", 7)
    monkeypatch.setattr("antwoord_rules.batch.documents.FILES_A_BLOCK", 3)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("out", READ)
@pytest.mark.parametrize("source", READ)
def test_every_form_in_and_out_gives_the_same_rows(kb, tmp_path, source, out):
    frame = rows_of(kb, 60)
    outcome = batch(kb, written(frame, tmp_path / f"in.{source}"), tmp_path / f"out.{out}")
    expected = kb.assess_frame(frame)
    assert results(kb, tmp_path / f"out.{out}").equals(expected.select(kb.frames.output))
    assert READ[out](tmp_path / f"out.{out}")["naam"].to_list() == frame["naam"].to_list()
    assert (outcome.rows, outcome.rejected, outcome.rejects) == (60, 0, None)
    assert outcome.phases == dict(sorted(expected["phase"].value_counts().iter_rows()))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"in.{source}", f"out.{out}"])


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("source", ["parquet", "ndjson"])
def test_lists_of_front_offices_are_read(kb, tmp_path, source):
    frame = rows_of(kb, 40, lists=True)
    batch(kb, written(frame, tmp_path / f"in.{source}"), tmp_path / "out.parquet")
    assert results(kb, tmp_path / "out.parquet").equals(kb.assess_frame(frame).select(kb.frames.output))


def documents(tmp_path: Path) -> dict[str, Path]:
    """The bundled municipalities as a folder, as a file with one on each line, and as one file."""
    lines = tmp_path / "documents.ndjson"
    lines.write_text("".join(json.dumps(json.loads(path.read_text("utf-8"))) + "\n" for path in FACTS), "utf-8")
    return {"folder": ROOT / "facts", "lines": lines}


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("kind", ["folder", "lines"])
def test_fact_documents_are_read_as_assess_reads_them(kb, tmp_path, kind):
    batch(kb, documents(tmp_path)[kind], tmp_path / "out.parquet")
    made = pl.read_parquet(tmp_path / "out.parquet")
    for path, row in zip(FACTS, made.iter_rows(named=True), strict=True):
        found = kb.assess(path)
        assert (row["gemeente.naam"], row["phase"]) == (found.gemeente.naam, found.phase.number)
        known = found.context.inference.conclusions
        assert {name: row[name] for name in kb.frames.conclusions} == {n: known.get(n) for n in kb.frames.conclusions}
        if kind == "folder":
            assert row["bestand"] == str(path)


# Records that are wrong


@pytest.mark.usefixtures("_small")
def test_wrong_records_go_to_a_file_with_row_and_reason(kb, tmp_path):
    frame = pl.DataFrame({"naam": [f"g{i}" for i in range(300)], WEBSITES: [1] * 300, PART: [80.0] * 300})
    frame = frame.with_columns(
        pl.when(pl.col("naam") == "g250").then(-1).otherwise(WEBSITES).alias(WEBSITES),
        pl.when(pl.col("naam").is_in(["g3", "g250"])).then(80.555).otherwise(PART).alias(PART),
    )
    for kind in READ:
        outcome = batch(kb, written(frame, tmp_path / f"in.{kind}"), tmp_path / f"out.{kind}.parquet")
        assert (outcome.rows, outcome.rejected) == (298, 2)
        first, second = map(json.loads, outcome.rejects.read_text("utf-8").splitlines())
        assert (first["row"], first["record"]["naam"]) == (4, "g3")
        assert first.get("line") == {"csv": 5, "ndjson": 4}.get(kind)
        assert second.get("line") == {"csv": 252, "ndjson": 251}.get(kind)
        assert [(found["code"], found["column"]) for found in first["problems"]] == [("FACT-DECIMALS", PART)]
        assert second["row"] == 251
        assert {(found["code"], found["column"]) for found in second["problems"]} == {
            ("FACT-RANGE", WEBSITES),
            ("FACT-DECIMALS", PART),
        }
        assert "g3" not in pl.read_parquet(tmp_path / f"out.{kind}.parquet")["naam"]


@pytest.mark.usefixtures("_small")
def test_strict_stops_at_a_wrong_record_and_writes_nothing(kb, tmp_path):
    source = written(pl.DataFrame({WEBSITES: [1, -1]}), tmp_path / "in.csv")
    with pytest.raises(FactsError) as raised:
        batch(kb, source, tmp_path / "out.csv", strict=True)
    (found,) = raised.value.problems
    assert (found.code, found.file) == ("BATCH-RECORD", str(source))
    assert "record 2 klopt niet: FACT-RANGE" in found.message_in("nl")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("text", "rows", "rejected"),
    [
        ("naam,{w}\na,1\nb\nc,2\n", ["a", "c"], [(2, "CSV-FIELDS")]),
        ("naam,{w}\na,1,9\nb,2\n", ["b"], [(1, "CSV-FIELDS")]),
        ('naam,{w}\n"a, b",1\n"c\nd",2\n', ["a, b", "c\nd"], []),
        ("naam;{w};{p}\na;1;80,5\nb;2;79,99\n", ["a", "b"], []),
        ("\ufeffnaam,{w}\r\na,1\r\n", ["a"], []),
        ("naam,{w}\na,een\n", [], [(1, "FACT-TYPE")]),
        ("naam,{w}\na,1", ["a"], []),
        ("naam,{w}\n", [], []),
    ],
    ids=["short", "long", "quotes", "dutch", "windows", "word", "no end", "empty"],
)
def test_csv_as_spreadsheets_write_it(kb, tmp_path, text, rows, rejected):
    source = tmp_path / "in.csv"
    source.write_bytes(text.format(w=WEBSITES, p=PART).encode("utf-8"))
    outcome = batch(kb, source, tmp_path / "out.parquet")
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made["naam"].to_list() == rows
    found = [] if outcome.rejects is None else [json.loads(line) for line in outcome.rejects.read_text("utf-8").splitlines()]
    assert [(reject["row"], reject["problems"][0]["code"]) for reject in found] == rejected
    assert all(reject["line"] == reject["row"] + 1 for reject in found)


def test_csv_that_is_no_utf8_is_rejected_by_record(kb, tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(f"naam,{WEBSITES}\nGro\xf1ingen,1\nb,1\n".encode("latin-1"))
    outcome = batch(kb, source, tmp_path / "out.csv")
    assert (outcome.rows, outcome.rejected) == (1, 1)
    assert json.loads(outcome.rejects.read_text("utf-8"))["problems"][0]["code"] == "TEXT-ENCODING"


@pytest.mark.parametrize(
    ("lines", "met", "codes"),
    [
        (['{"%w":1}', '{"%w":2}', "{"], [True, False], ["JSON-SYNTAX"]),
        (['{"%w":1}', "", "[1]"], [True], ["JSON-EMPTY", "JSON-NOT-OBJECT"]),
        (['{"%w":1}', '{"%w":"1"}'], [True], ["FACT-TYPE"]),
        (['{"%w":"1"}', '{"%w":"2"}'], [], ["FACT-TYPE", "FACT-TYPE"]),
        (['{"%w":1}', '{"%w":true}'], [True], ["FACT-TYPE"]),
        (['{"%w":1}', '{"%w":{"waarde":1}}'], [True], ["FACT-TYPE"]),
        (['{"%w":1}', '{"%w":null}', "{}"], [True, None, None], []),
        (['{"%w":1.0}', '{"%w":1.5}'], [True], ["FACT-TYPE"]),
    ],
)
def test_ndjson_line_by_line(kb, tmp_path, lines, met, codes):
    source = tmp_path / "in.ndjson"
    source.write_text("".join(line.replace("%w", WEBSITES) + "\n" for line in lines), "utf-8")
    outcome = batch(kb, source, tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet")[MET].to_list() == met
    found = [] if outcome.rejects is None else [json.loads(line) for line in outcome.rejects.read_text("utf-8").splitlines()]
    assert [reject["problems"][0]["code"] for reject in found] == codes


def test_a_key_that_a_record_lacks_is_absent_and_null_is_unknown(kb, tmp_path):
    others = '"kanalen.email.ingangen":1,"kanalen.post.ingangen":1,"kanalen.social_media.ingangen":1'
    source = tmp_path / "in.ndjson"
    source.write_text(
        f'{{{others}}}\n{{{others},"kanalen.chat.ingangen":null}}\n{{{others},"kanalen.chat.ingangen":2}}\n', "utf-8"
    )
    batch(kb, source, tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet")["criterium_2_overige_kanalen"].to_list() == [True, None, False]


@settings(max_examples=25, deadline=None)
@given(size=st.integers(200, 3000), number=st.integers(0, 30), kind=st.sampled_from(["csv", "ndjson"]))
def test_it_does_not_matter_where_blocks_end(kb, tmp_path_factory, size, number, kind):
    folder = tmp_path_factory.mktemp("cut")
    frame = rows_of(kb, number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, "BYTES_A_BLOCK", size)
        batch(kb, written(frame, folder / f"in.{kind}"), folder / "out.parquet")
    assert results(kb, folder / "out.parquet").equals(kb.assess_frame(frame).select(kb.frames.output))


# Scenarios


def test_a_sweep_makes_every_combination_of_each_row(kb, tmp_path):
    source = written(pl.DataFrame({"naam": ["a", "b"], WEBSITES: [1, 2]}), tmp_path / "in.parquet")
    sweeps = (Sweep(PHONES, (0, 1)), Sweep("frontoffice.alle_kanalen", (True, False)))
    outcome = batch(kb, source, tmp_path / "out.parquet", sweeps=sweeps)
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert outcome.rows == 8
    assert made.select("naam", "scenario", PHONES, "frontoffice.alle_kanalen").rows()[:5] == [
        ("a", 1, 0, True),
        ("a", 2, 0, False),
        ("a", 3, 1, True),
        ("a", 4, 1, False),
        ("b", 1, 0, True),
    ]
    assert made["criterium_2_een_telefoonnummer"].to_list() == [False, False, True, True] * 2


@pytest.mark.usefixtures("_small")
def test_a_sample_fills_in_what_is_unknown_and_nothing_else(kb, tmp_path):
    frame = rows_of(kb, 20, lists=True)
    source = written(frame, tmp_path / "in.parquet")
    batch(kb, source, tmp_path / "one.parquet", sample=Sample(30, 7, {}))
    batch(kb, source, tmp_path / "two.parquet", sample=Sample(30, 7, {}))
    batch(kb, source, tmp_path / "other.parquet", sample=Sample(30, 8, {}))
    made, again, other = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("one", "two", "other"))
    assert made.equals(again)
    assert not made.equals(other)
    assert made.height == 600
    assert all(made[name].null_count() == 0 for name in kb.frames.conclusions)
    vocabulary = kb.base.vocabulary
    for fact in vocabulary.facts:
        for before, after in zip(frame[fact.id], made[fact.id].gather_every(30), strict=True):
            assert before is None or before == after
        encoded = [fact.type.to_engine(value) for value in made[fact.id].unique()]
        assert all(isinstance(value, int) for value in encoded)
    assert not made.filter((pl.col("frontoffices.aantal") < 2) & pl.col("frontoffices.geisoleerd")).height


def test_draws_have_the_distribution_that_was_asked_for(kb, tmp_path):
    source = written(pl.DataFrame({"naam": ["a"]}), tmp_path / "in.parquet")
    draws = {"frontoffice.alle_kanalen": Draw(0, 0.2), PHONES: Draw(2, 5)}
    batch(kb, source, tmp_path / "out.parquet", sample=Sample(40_000, 1, draws))
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made["frontoffice.alle_kanalen"].mean() == pytest.approx(0.2, abs=0.01)
    assert made["frontoffice.alle_diensten"].mean() == pytest.approx(0.5, abs=0.01)
    counts = dict(made[PHONES].value_counts().iter_rows())
    assert counts.keys() == {2, 3, 4, 5}
    assert all(number == pytest.approx(10_000, rel=0.05) for number in counts.values())
    assert made["kanalen.chat.ingangen"].to_list() == [0] * 40_000 if "kanalen.chat.ingangen" in made.columns else True
    joint = made.select(pl.corr("frontoffice.alle_kanalen", "frontoffice.alle_diensten")).item()
    assert abs(joint) < 0.02


def test_the_scenarios_of_a_sweep_are_drawn_alike(kb, tmp_path):
    source = written(pl.DataFrame({"naam": ["a"]}), tmp_path / "in.parquet")
    batch(kb, source, tmp_path / "out.parquet", sweeps=(Sweep(PHONES, (0, 1)),), sample=Sample(50, 3, {}))
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made["scenario"].to_list() == list(range(1, 101))
    first, second = (made.filter(pl.col(PHONES) == number)["frontoffice.alle_kanalen"].to_list() for number in (0, 1))
    assert first == second


# Stopped, and taken up again


@pytest.mark.usefixtures("_small")
def test_what_was_stopped_is_taken_up_where_it_stopped(kb, tmp_path):
    frame = rows_of(kb, 60)
    source = written(frame, tmp_path / "in.csv")
    parts: list[int] = []

    def stop(rows: int) -> None:
        parts.append(rows)
        if len(parts) == 4:
            raise KeyboardInterrupt

    request = Request((source,), tmp_path / "out.parquet")
    with pytest.raises(KeyboardInterrupt):
        run(kb, request, stop)
    assert not (tmp_path / "out.parquet").exists()
    outcome = run(kb, request._replace(resume=True))
    assert outcome.resumed == 3
    assert outcome.rows == 60
    assert results(kb, tmp_path / "out.parquet").equals(kb.assess_frame(frame).select(kb.frames.output))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.parquet"]


@pytest.mark.usefixtures("_small")
def test_parts_of_other_rules_or_input_are_not_taken_up(kb, tmp_path):
    source = written(rows_of(kb, 60), tmp_path / "in.csv")
    request = Request((source,), tmp_path / "out.parquet")

    def stop(rows: int) -> None:
        if rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(kb, request, stop)
    for other, changed in (
        (kb.with_norms({"norm_direct_afgehandeld": 75}), request),
        (kb, request._replace(sweeps=(Sweep(PHONES, (1,)),))),
    ):
        with pytest.raises(UsageError) as raised:
            run(other, changed._replace(resume=True))
        assert raised.value.problems[0].code == "BATCH-RESUME"
    with source.open("a") as file:
        file.write("x" + "," * (len(source.read_text("utf-8").splitlines()[0].split(",")) - 1) + "\n")
    with pytest.raises(UsageError):
        run(kb, request._replace(resume=True))
    assert run(kb, request).rows == 61


def started(tmp_path: Path, source: Path, *more: str, limit: int | None = None) -> subprocess.Popen:
    def before() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    arguments = [sys.executable, str(ROOT / "cli.py"), "batch", str(source), "-o", str(tmp_path / "out.parquet"), *more]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=before)  # noqa: PLW1509


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_process_that_is_stopped_leaves_no_half_file_and_can_go_on(kb, tmp_path, how):
    frame = pl.concat([rows_of(kb, 2000)] * 400)
    source = written(frame, tmp_path / "in.parquet")
    process = started(tmp_path, source)
    while not list(tmp_path.glob(".out.parquet.parts/part-00000.json")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    assert not (tmp_path / "out.parquet").exists()
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "--resume" in errors.decode()
    again = started(tmp_path, source, "--resume")
    told, errors = again.communicate(timeout=120)
    assert (again.returncode, errors) == (0, b"")
    assert f"{frame.height} rijen" in told.decode()
    assert "waren er al" in told.decode()
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made["naam"].equals(frame["naam"])
    assert made.head(2000).select(kb.frames.output).equals(kb.assess_frame(frame.head(2000)).select(kb.frames.output))


def test_a_full_disk_is_said_and_leaves_no_half_file(kb, tmp_path):
    source = written(rows_of(kb, 3000), tmp_path / "in.parquet")
    process = started(tmp_path, source, limit=20_000)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "FILE-UNWRITABLE" in errors.decode()
    assert not (tmp_path / "out.parquet").exists()


# The command


def test_the_command_says_what_came_out(tmp_path, capsys):
    source = tmp_path / "in.csv"
    source.write_text(f"naam,{WEBSITES},kanalen.webiste\na,1,1\nb,-1,2\n", "utf-8")
    assert command(["batch", str(source), "-o", str(tmp_path / "out.csv")]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("1 rijen beoordeeld, 1 records afgekeurd.\nfase 0: 1 rijen\n")
    assert f"{tmp_path / 'out.csv.rejects.ndjson'}" in printed.out
    assert "COLUMN-NO-FACT" in printed.err
    assert command(["batch", str(source), "-o", str(tmp_path / "out.csv"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"rows": 1, "rejected": 1, "phases": {"0": 1}, "rejects": str(tmp_path / "out.csv.rejects.ndjson")}
    assert command(["batch", str(source), "-o", str(tmp_path / "out.csv"), "--strict", "--lang", "en"]) == 3
    assert "record 2 is wrong: FACT-RANGE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in.csv", "-o", "out.xlsx"), "BATCH-FORM"),
        (("in.txt", "-o", "out.csv"), "BATCH-FORM"),
        (("nowhere.csv", "-o", "out.csv"), "FILE-MISSING"),
        (("in.csv", "-o", "nowhere/out.csv"), "FILE-UNWRITABLE"),
        (("in.csv", "-o", "in.csv"), "OUTPUT-IS-INPUT"),
        (("in.csv",), "'-o' ontbreekt"),
        (("in.csv", "-o", "out.csv", "--resume"), "BATCH-RESUME"),
        (("in.csv", "-o", "out.csv", "--sweep", "kanalen.webiste.ingangen=1"), "kanalen.website.ingangen"),
        (("in.csv", "-o", "out.csv", "--sweep", f"{WEBSITES}=0..x"), "BATCH-SCENARIO"),
        (("in.csv", "-o", "out.csv", "--sweep", f"{WEBSITES}=-1"), "BATCH-SCENARIO"),
        (("in.csv", "-o", "out.csv", "--draw", f"{WEBSITES}=0..3"), "--draw hoort bij --sample"),
        (("in.csv", "-o", "out.csv", "--sample", "2", "--draw", f"{WEBSITES}=0.5"), "BATCH-SCENARIO"),
        (("in.csv", "-o", "out.csv", "--sample", "2", "--draw", "frontoffice.alle_kanalen=1.5"), "BATCH-SCENARIO"),
        (("lists.parquet", "-o", "out.csv"), "BATCH-NESTED"),
    ],
)
def test_what_is_wrong_with_the_call_is_said(kb, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(f"{WEBSITES}\n1\n", "utf-8")
    Path("in.txt").write_text("x", "utf-8")
    rows_of(kb, 3, lists=True).write_parquet("lists.parquet")
    assert command(["batch", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not Path("out.csv").exists()


def test_without_polars_the_extra_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "polars", None)
    for name in [name for name in sys.modules if name.startswith("antwoord_rules.frames")]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "in.csv").write_text("a\n1\n", "utf-8")
    assert command(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]) == 2
    assert "antwoord-rules[batch]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
