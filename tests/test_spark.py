"""Spark: over several partitions and through several workers, the same rows and the same rejected records as here."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest

from antwoord_rules import FactsError, KnowledgeBase, UsageError
from antwoord_rules import spark as spark_module
from antwoord_rules.batch.run import Outcome, Request
from antwoord_rules.batch.run import run as run_here
from antwoord_rules.batch.scenarios import Sweep
from antwoord_rules.commands.application import run as command
from antwoord_rules.spark import Order, assess, run, session
from tests.conftest import FACTS, ROOT
from tests.frames_of import frame_of, random_rows
from tests.knowledge_bases import random_base
from tests.needs import CI
from tests.test_batch import PART, PHONES, WEBSITES, rows_of, written

NEEDS_SPARK = pytest.mark.skipif(
    not CI
    and (shutil.which("java") is None or pytest.importorskip("pyspark", reason="the extra spark is not installed") is None),
    reason="Spark needs Java",
)
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning:pyspark.*", "ignore::ResourceWarning:py4j.*")
CHAT = "kanalen.chat.ingangen"


@pytest.fixture(scope="module")
def cluster():
    """Two workers on this machine."""
    with session("local[2]") as made:
        yield made


def here(df) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(df.toArrow()))


def spread(cluster, frame: pl.DataFrame, tmp_path: Path):
    """A frame as one of Spark, over several partitions."""
    frame.write_parquet(tmp_path / "given.parquet")
    df = cluster.read.parquet(str(tmp_path / "given.parquet"))
    return df.repartition(5)


def check(cluster, kb: KnowledgeBase, frame: pl.DataFrame, tmp_path: Path) -> None:
    numbered = frame.insert_column(0, pl.Series("nr", range(frame.height), dtype=pl.Int64))
    made = here(assess(spread(cluster, numbered, tmp_path), kb)).sort("nr")
    expected = kb.assess_frame(numbered)
    assert made.columns == expected.columns
    assert made.to_dicts() == expected.to_dicts()
    assert made.select(kb.frames.output).schema == expected.select(kb.frames.output).schema


# Frames


@NEEDS_SPARK
@pytest.mark.slow
def test_the_bundled_rules_over_random_rows_are_what_they_are_here(cluster, kb, tmp_path):
    vocabulary = kb.base.vocabulary
    check(cluster, kb, frame_of(vocabulary, random_rows(vocabulary, Random(3), 500)), tmp_path)


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_rules_over_random_rows_are_what_they_are_here(cluster, tmp_path, seed):
    kb = KnowledgeBase(random_base(seed), "0" * 64)
    vocabulary, random = kb.base.vocabulary, Random(seed)
    rows = random_rows(vocabulary, random, 60)
    every = [fact.id for fact in (*vocabulary.facts, *vocabulary.collections)]
    check(cluster, kb, frame_of(vocabulary, rows, [name for name in every if random.random() < 0.8]), tmp_path)


@NEEDS_SPARK
@pytest.mark.slow
def test_norms_go_along(cluster, kb):
    df = cluster.createDataFrame([(79.99,), (80.0,), (None,)], f"`{PART}` double").repartition(3)
    name = "uitdaging_3_direct_afhandelen"

    def found(rules: KnowledgeBase) -> dict:
        return {row[PART]: row[name] for row in assess(df, rules).collect()}

    assert found(kb) == {79.99: False, 80.0: True, None: None}
    assert found(kb.with_norms({"norm_direct_afgehandeld": 75})) == {79.99: True, 80.0: True, None: None}


@NEEDS_SPARK
@pytest.mark.slow
def test_types_of_spark_are_taken_and_other_columns_pass_through_untouched(cluster, kb):
    schema = (
        f"naam string, dag date, tijd timestamp, bedrag decimal(20,5), kaart map<string,int>, `a.b` array<int>, leeg void,"
        f" `{WEBSITES}` smallint, `{PHONES}` bigint, `{CHAT}` string, `{PART}` decimal(5,2),"
        " `frontoffice.alle_kanalen` boolean, `frontoffices` array<struct<naam:string,afgestemd:boolean>>"
    )
    moment = datetime(2026, 10, 1, 12, tzinfo=UTC)
    offices = [{"naam": "a", "afgestemd": False}, {"naam": "b", "afgestemd": True}]
    row = ("a", date(2026, 10, 1), moment, Decimal("1.5"), {"x": 1}, [1, None], None, 1, 1, "0", Decimal("80.00"), True, offices)
    df = cluster.createDataFrame([row, (*[None] * len(row),)], schema)
    made = assess(df, kb)
    assert made.schema.fields[: len(df.schema.fields)] == df.schema.fields
    assert made.select([f"`{name}`" for name in df.columns]).collect() == df.collect()
    first, second = made.collect()
    expected = kb.assess_frame(
        pl.DataFrame(
            {WEBSITES: [1, None], PHONES: [1, None], CHAT: ["0", None], PART: [80.0, None]}
            | {"frontoffice.alle_kanalen": [True, None], "frontoffices": [offices, None]}
        )
    )
    for found, wanted in zip((first, second), expected.to_dicts(), strict=True):
        assert {name: found[name] for name in kb.frames.output} == {name: wanted[name] for name in kb.frames.output}


@NEEDS_SPARK
@pytest.mark.slow
def test_a_frame_without_rows_or_facts_is_assessed_too(cluster, kb):
    assert assess(cluster.createDataFrame([], f"`{WEBSITES}` int"), kb).count() == 0
    made = assess(cluster.range(3)).collect()  # the bundled rules
    wanted = kb.assess_frame(pl.DataFrame({"id": [0, 1, 2]})).to_dicts()
    assert [row.asDict() for row in made] == wanted


@NEEDS_SPARK
@pytest.mark.slow
def test_a_wrong_value_stops_the_action_and_is_named_with_its_record(cluster, kb):
    from pyspark.errors import PySparkException

    df = cluster.createDataFrame([("Waterrijk", 1), ("Elzenmeer", -1)], f"naam string, `{WEBSITES}` int")
    made = assess(df, kb)
    with pytest.raises(PySparkException) as raised:
        made.collect()
    assert "SPARK-RECORD" in str(raised.value)
    assert f"FACT-RANGE {WEBSITES}: -1" in str(raised.value)
    assert "Elzenmeer" in str(raised.value)


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "code"),
    [("fase_1 boolean", "COLUMN-TAKEN"), ("frontoffices int", "COLUMN-NO-LIST"), ("phase int, x int", "COLUMN-TAKEN")],
)
def test_columns_that_can_not_be_are_refused_at_once(cluster, kb, schema, code):
    with pytest.raises(UsageError) as raised:
        assess(cluster.createDataFrame([], schema), kb)
    assert [found.code for found in raised.value.problems] == [code]


# The command


def same(kb: KnowledgeBase, inputs: list[Path], tmp_path: Path, form: str = "parquet", **more) -> tuple[Outcome, Outcome]:
    """Both ways over the same input; the rows, counts and rejected records are the same."""
    one, other = tmp_path / f"here.{form}", tmp_path / f"there.{form}"
    local = run_here(kb, Request(tuple(inputs), one, **more))
    spark = run(kb, Order(tuple(map(str, inputs)), str(other), "local[2]", **more))
    assert (spark.rows, spark.rejected, spark.phases) == (local.rows, local.rejected, local.phases)
    rows, wanted = read(other), read(one)
    assert sorted(rows.columns) == sorted(wanted.columns)
    if not any(name.suffix == ".ndjson" for name in (*inputs, one)):  # whose columns have no order
        assert rows.columns == wanted.columns
    rows = rows.select(wanted.columns)
    assert sorted(map(repr, rows.to_dicts())) == sorted(map(repr, wanted.to_dicts()))
    assert (other / "_SUCCESS").exists()
    assert rejects(spark) == rejects(local)
    assert not list(tmp_path.glob(".*"))
    return local, spark


def read(path: Path) -> pl.DataFrame:
    parts = sorted(path.glob("part-*")) if path.is_dir() else [path]
    readers = {
        ".parquet": pl.read_parquet,
        ".csv": lambda part: pl.read_csv(part, infer_schema=False),
        ".ndjson": lambda part: pl.read_ndjson(part, infer_schema_length=None),
    }
    frames = [readers[path.suffix](part) for part in parts if part.stat().st_size]
    found = pl.concat(frames, how="diagonal_relaxed")
    wide = {name: pl.Int64 for name, kind in found.schema.items() if kind.is_integer()}
    return found.cast(wide)


def rejects(outcome: Outcome) -> list[str]:
    """The rejected records, without the numbers that only the local run knows."""
    if outcome.rejects is None:
        return []
    path = Path(outcome.rejects)
    parts = sorted(path.glob("part-*")) if path.is_dir() else [path]
    lines = [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]
    found = [{name: value for name, value in line.items() if name != "line"} | {"row": None} for line in lines]
    return sorted(json.dumps(reject, sort_keys=True) for reject in found)


@contextmanager
def small_pieces(cluster) -> Iterator[None]:
    """Files are cut in pieces of a few kilobytes, and batches hold a few rows."""
    names = {
        "spark.sql.files.maxPartitionBytes": "3000",
        "spark.sql.files.openCostInBytes": "0",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
    }
    before = {name: cluster.conf.get(name) for name in names}
    for name, value in names.items():
        cluster.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            cluster.conf.set(name, value)


@pytest.fixture
def pieces(cluster):
    with small_pieces(cluster):
        yield cluster


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.parametrize("form", ["parquet", "csv", "ndjson"])
@pytest.mark.usefixtures("pieces")
def test_every_form_gives_the_rows_of_the_local_run(kb, tmp_path, form):
    same(kb, [written(rows_of(kb, 60), tmp_path / f"in.{form}")], tmp_path, form)
    assert len(list((tmp_path / f"there.{form}").glob("part-*"))) > 1 or form == "parquet"


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.parametrize("form", ["parquet", "ndjson"])
@pytest.mark.usefixtures("pieces")
def test_lists_of_front_offices_are_read(kb, tmp_path, form):
    same(kb, [written(rows_of(kb, 40, lists=True), tmp_path / f"in.{form}")], tmp_path)


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.usefixtures("pieces")
def test_fact_documents_in_folders_files_and_lines_are_read(kb, tmp_path):
    lines = [json.dumps(json.loads(path.read_text("utf-8"))) for path in FACTS]
    (tmp_path / "in.ndjson").write_text("\n".join([*lines, '{"gemeente": {}}', "{", ""]), "utf-8")
    folder = tmp_path / "map [1] met spatie"
    folder.mkdir()
    for path in FACTS[:3]:
        shutil.copy(path, folder / f"50%25 {path.name}")
    (folder / "kapot.json").write_text("{", "utf-8")
    _, spark = same(kb, [tmp_path / "in.ndjson", folder, ROOT / "facts" / "waterrijk.json"], tmp_path)
    assert spark.rejected >= 3


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize(
    "text",
    [
        "naam,{w}\n" + "".join(f"g{i},{i % 5 - 1}\n" for i in range(2000)),
        "naam,{w}\na,1\nb\nc,2\nd,2,3\nnaam,{w}\n",
        'naam,{w}\n"a, b",1\n"c\nd",2\ne,een\n',
        "naam;{w};{p}\na;1;80,5\nb;2;79.99\n",
        "\ufeffnaam,{w}\r\na,1\r\nb,2\r\n",
        "naam,{w}\na,1",
        "naam,{w}\n",
        'naam,{w}\n"zegt ""ja""",1\n,2\n',
    ],
    ids=["long", "wrong", "quoted line", "dutch", "windows", "no end", "empty", "quotes"],
)
def test_csv_gives_the_rows_and_rejects_of_the_local_run(kb, tmp_path, text):
    (tmp_path / "in.csv").write_bytes(text.format(w=WEBSITES, p=PART).encode("utf-8"))
    same(kb, [tmp_path / "in.csv"], tmp_path)


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.usefixtures("pieces")
def test_ndjson_gives_the_rows_and_rejects_of_the_local_run(kb, tmp_path):
    lines = [f'{{"naam":"g{i}","{WEBSITES}":{i % 4 - 1},"x":{{"y":[{i}]}}}}' for i in range(300)]
    lines[7:7] = ["{", "", "[1]", f'{{"{PART}":80.555}}', f'{{"{CHAT}":null}}']
    (tmp_path / "in.ndjson").write_text("\n".join([*lines, ""]), "utf-8")
    _, spark = same(kb, [tmp_path / "in.ndjson"], tmp_path)
    assert spark.rejected > 75


@NEEDS_SPARK
@pytest.mark.slow
@pytest.mark.usefixtures("pieces")
def test_a_text_is_no_value_whatever_batch_it_is_in(kb, tmp_path):
    values = ["1"] * 200 + ['"1"'] * 200 + ["true"] * 3
    (tmp_path / "in.ndjson").write_text("".join(f'{{"{WEBSITES}":{value}}}\n' for value in values), "utf-8")
    outcome = run(kb, Order((str(tmp_path / "in.ndjson"),), str(tmp_path / "out.csv"), "local[2]"))
    assert (outcome.rows, outcome.rejected) == (200, 203)
    assert all(json.loads(line)["problems"][0]["code"] == "FACT-TYPE" for line in rejects(outcome))


@NEEDS_SPARK
@pytest.mark.slow
def test_several_inputs_become_one_output(cluster, kb, tmp_path):
    one = written(rows_of(kb, 20, lists=True), tmp_path / "a.parquet")
    other = tmp_path / "b.csv"
    other.write_text(f"naam,{WEBSITES},toelichting\nb,1,x\nc,-1,y\n", "utf-8")
    assert cluster is not None
    same(kb, [one, other], tmp_path)


@NEEDS_SPARK
@pytest.mark.slow
def test_what_spark_made_is_read_again_and_a_sweep_makes_scenarios(cluster, kb, tmp_path):
    assert cluster is not None
    source = written(rows_of(kb, 10), tmp_path / "in.parquet")
    same(kb, [source], tmp_path, sweeps=(Sweep(PHONES, (0, 1, 2)),))
    again = tmp_path / "there.parquet"
    only = read(again).select(WEBSITES, PART)
    only.write_parquet(tmp_path / "only.parquet")
    folder = tmp_path / "folder.parquet"
    folder.mkdir()
    shutil.copy(tmp_path / "only.parquet", folder / "part-0.parquet")
    outcome = run(kb, Order((str(folder),), str(again), "local[2]"))  # what was there is replaced
    assert outcome.rows == 30
    assert read(again)["phase"].to_list() == kb.assess_frame(only)["phase"].to_list()


@NEEDS_SPARK
@pytest.mark.slow
def test_strict_stops_and_leaves_nothing(cluster, kb, tmp_path):
    assert cluster is not None
    source = tmp_path / "in.csv"
    source.write_text(f"naam,{WEBSITES}\nWaterrijk,1\nElzenmeer,-1\n", "utf-8")
    with pytest.raises(FactsError) as raised:
        run(kb, Order((str(source),), str(tmp_path / "out.csv"), "local[2]", strict=True))
    (found,) = raised.value.problems
    assert (found.code, found.file) == ("SPARK-RECORD", str(source))
    assert "FACT-RANGE" in found.message_in("nl")
    assert "Elzenmeer" in found.message_in("en")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


@NEEDS_SPARK
@pytest.mark.slow
def test_the_command_says_what_came_out(cluster, tmp_path, capsys):
    assert cluster is not None
    source = tmp_path / "in.csv"
    source.write_text(f"naam,{WEBSITES},kanalen.webiste\na,1,1\nb,-1,2\n", "utf-8")
    output = str(tmp_path / "out.csv")
    assert command(["batch", str(source), "-o", output, "--spark", "local[2]"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("1 rijen beoordeeld, 1 records afgekeurd.\nfase 0: 1 rijen\n")
    assert f"{output}.rejects.ndjson" in printed.out
    assert "COLUMN-NO-FACT" in printed.err
    assert command(["batch", str(source), "-o", output, "--spark", "local[2]", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"rows": 1, "rejected": 1, "phases": {"0": 1}, "rejects": f"{output}.rejects.ndjson"}
    assert command(["batch", str(source), "-o", output, "--spark", "local[2]", "--strict", "--lang", "en"]) == 3
    assert "a record is wrong: FACT-RANGE" in capsys.readouterr().err
    source.write_text(f"naam,{WEBSITES}\na,1\n", "utf-8")
    assert command(["batch", str(source), "-o", output, "--spark", "local[2]"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]  # the old rejected records are gone


@NEEDS_SPARK
@pytest.mark.slow
def test_what_spark_can_not_find_is_said(cluster, kb, tmp_path):
    assert cluster is not None
    (tmp_path / "in.parquet").write_text("no parquet", "utf-8")
    for name in ("file:///nergens/in.csv", str(tmp_path / "in.parquet")):
        with pytest.raises(UsageError) as raised:
            run(kb, Order((name,), str(tmp_path / "out.csv"), "local[2]"))
        assert [found.code for found in raised.value.problems] == ["SPARK-FAILED"]


@NEEDS_SPARK
@pytest.mark.slow
def test_a_master_that_does_not_exist_is_said_in_a_line(tmp_path):
    (tmp_path / "in.csv").write_text("a\n1\n", "utf-8")
    arguments = [sys.executable, str(ROOT / "cli.py"), "batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]
    done = subprocess.run([*arguments, "--spark", "lokaal"], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    first, hint = done.stderr.splitlines()
    assert first.startswith("SPARK-FAILED Spark is gestopt: ")
    assert "Master" in first
    assert "--spark" in hint
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_folder_that_spark_did_not_make_is_never_replaced(kb, tmp_path):
    (tmp_path / "out.csv").mkdir()
    (tmp_path / "out.csv" / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError) as raised:
        spark_module._refuse_folder(str(tmp_path / "out.csv"))
    assert raised.value.problems[0].code == "FILE-UNWRITABLE"
    assert pickle.loads(pickle.dumps(kb)).frames.output == kb.frames.output


@pytest.mark.parametrize("options", [("--resume",), ("--sample", "3")])
def test_options_that_need_an_order_are_refused(tmp_path, capsys, options):
    (tmp_path / "in.csv").write_text("a\n1\n", "utf-8")
    arguments = ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--spark", "local[2]", *options]
    assert command(arguments) == 2
    assert f"SPARK-OPTION {options[0]} kan niet samen met --spark" in capsys.readouterr().err
    assert command([*arguments, "--lang", "en"]) == 2
    assert f"SPARK-OPTION {options[0]} can't go with --spark" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["pyspark", "pyarrow", "java"])
def test_what_is_missing_is_named(monkeypatch, capsys, tmp_path, missing):
    if missing == "java":
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    else:
        monkeypatch.setitem(sys.modules, missing, None)
    (tmp_path / "in.csv").write_text("a\n1\n", "utf-8")
    assert command(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--spark", "local[2]"]) == 2
    told = capsys.readouterr().err
    assert "antwoord-rules[spark]" in told
    assert ("Java is niet gevonden" if missing == "java" else missing) in told
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
