"""Spark: the same kernel in the workers of a cluster, over frames of Spark and from files to files.

This is the only module that imports pyspark. What runs in the workers is in `batch.shipped`, and knows nothing of Spark.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, reduce
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from pyspark.sql import DataFrame, SparkSession

    from antwoord_rules.batch.run import Outcome, Request
    from antwoord_rules.batch.scenarios import Sweep
    from antwoord_rules.batch.shipped import Source

_NO_JAVA: Final = Text("Java is niet gevonden", "Java was not found")
_IN_THE_WAY: Final = Text(
    "er staat een map met die naam die niet door Spark is gemaakt", "a folder of that name is there, and Spark did not make it"
)
_LOOPBACK: Final = "127.0.0.1"
_ROWS_A_BATCH: Final = 50_000
_MOST_TOLD: Final = 20
_LONGEST_REASON: Final = 500
_MADE: Final = "_SUCCESS"
_PATTERN: Final = re.compile(r"[\\\[\]{}*?]")
_NAMED: Final = re.compile(r"(Error|Exception)\b", re.ASCII)
_RAISED: Final = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Exit|Interrupt): ", re.ASCII)
_FORMATS: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    ".parquet": ("parquet", {}),
    ".csv": ("csv", {"header": True, "escape": '"', "emptyValue": '""'}),
    ".ndjson": ("json", {"ignoreNullFields": False}),
    ".jsonl": ("json", {"ignoreNullFields": False}),
}


def assess(df: DataFrame, kb: KnowledgeBase | None = None) -> DataFrame:
    """The rows of a frame of Spark with the columns that `KnowledgeBase.assess_frame` adds; without `kb` by the bundled rules.

    Columns are facts by their dotted names, as in `assess_frame`; all others pass through untouched. Raises `UsageError` for
    columns that can't be. What is wrong with values shows when Spark works: a `PythonException` says what, and gives the record.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    from pyspark.sql.types import StructType

    from antwoord_rules.batch import shipped
    from antwoord_rules.facts.columns import names_of

    kb = kb or KnowledgeBase.load()
    frames, facts = kb.frames, names_of(kb.base.vocabulary)
    import polars as pl

    known = to_arrow_schema(StructType([field for field in df.schema.fields if field.name in facts])).empty_table()
    given = pl.DataFrame(pl.from_arrow(known)) if known.num_columns else pl.DataFrame()
    frames.check({name: given.schema.get(name, pl.Null()) for name in df.columns})
    made = frames.assess(given).select(frames.output)
    added = from_arrow_schema(shipped.plain(made).schema)
    work = partial(shipped.concluded, pickle.dumps(kb), df.columns)
    return _unnamed(df).mapInArrow(work, StructType([*df.schema.fields, *added.fields]))


def _unnamed(df: DataFrame) -> DataFrame:
    """The frame with numbers for names: `mapInArrow` would take the dots in names of facts for fields of structs."""
    return df.toDF(*map(str, range(len(df.columns))))


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session with that master, or the one that is there already; stopped at the end if it was made here.

    The workers of a local master are this Python, and it listens to this machine only. Raises `UsageError` without pyspark or
    Java, and when Spark does not start.
    """
    _required()
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    there = SparkSession.getActiveSession()
    if there is not None:
        yield there
        return
    local = master.startswith("local")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.app.name": "antwoord",
        "spark.executorEnv.POLARS_MAX_THREADS": "1",  # Spark has a worker for each core
        "spark.log.level": "ERROR",
        "spark.sql.caseSensitive": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS_A_BATCH),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", _LOOPBACK)
        settings |= {"spark.driver.bindAddress": _LOOPBACK, "spark.driver.host": _LOOPBACK}
    configured = SparkConf().setMaster(master).setAll(list(settings.items()))
    with tempfile.TemporaryFile() as said:  # what the JVM says on its way is of use only when it fails
        try:
            gateway = SparkContext._gateway  # noqa: SLF001 - of a session that was stopped: a process has one JVM
            if gateway is None:
                gateway = launch_gateway(configured, popen_kwargs={"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]
            made = SparkSession(SparkContext(conf=configured, gateway=gateway))
        except Exception as error:
            raise UsageError([problem("SPARK-FAILED", reason=_complaint(said) or _reason(error))]) from error
        try:
            yield made
        finally:
            made.stop()


class Order(NamedTuple):
    """What to assess and where to put it: files and folders here, or addresses that Spark can reach, such as hdfs://."""

    inputs: tuple[str, ...]
    output: str
    master: str
    sweeps: tuple[Sweep, ...] = ()
    strict: bool = False


def run(kb: KnowledgeBase, order: Order, warn: Callable[[Problem], None] = lambda _: None) -> Outcome:
    """Assess it all with Spark. It differs from `batch.run.run` in that outputs are folders of parts, and rejected records have
    no row numbers.

    Raises what that raises, and `UsageError` when Spark fails.
    """
    with session(order.master) as spark:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return _run(spark, kb, order, warn)
        except (PySparkException, Py4JError) as error:
            raise UsageError([problem("SPARK-FAILED", reason=_reason(error))]) from error


def _run(spark: SparkSession, kb: KnowledgeBase, order: Order, warn: Callable[[Problem], None]) -> Outcome:
    from pyspark import StorageLevel

    from antwoord_rules.batch.run import Outcome, Request

    _refuse_folder(order.output)
    request = Request((), Path(order.output), order.sweeps)
    made = _made(spark, kb, order, request, warn).persist(StorageLevel.MEMORY_AND_DISK)
    try:
        phases, rejected = _counts(made)
        if rejected and order.strict:
            raise FactsError(_problems(made))
        rejects = f"{order.output}.rejects.ndjson" if rejected else None
        with _placed(f"{order.output}.rejects.ndjson", wanted=bool(rejected)) as place:
            if rejected:
                _rejects(made).write.mode("overwrite").text(place)
        with _placed(order.output) as place:
            _write(made, PurePosixPath(order.output).suffix.lower(), place)
    finally:
        made.unpersist()
    return Outcome(sum(phases.values()), rejected, phases, 0, rejects)


# Reading


def _made(spark: SparkSession, kb: KnowledgeBase, order: Order, request: Request, warn: Callable[[Problem], None]) -> DataFrame:
    """The rows of all inputs with what is concluded of them, and rejected records, each in one column."""
    import polars as pl
    from pyspark.sql.pandas.types import from_arrow_schema

    from antwoord_rules.batch import shipped
    from antwoord_rules.batch.blocks import ROW, Block
    from antwoord_rules.batch.run import assessed, check

    rules = pickle.dumps(kb)
    inputs = [_source(spark, kb, rules, name) for name in order.inputs]
    warned: set[str] = set()
    results = []
    for _, source in inputs:
        empty = source.given.clear().with_row_index(ROW)
        block = Block(Path(source.name), empty, (), None, decimal_comma=source.decimal_comma)
        check(kb, block, request, warned, warn)
        results.append(assessed(kb, block, request)[0])
    whole = pl.concat([*results, pl.DataFrame(schema={shipped.REJECT: pl.String})], how="diagonal_relaxed")
    schema = from_arrow_schema(shipped.plain(whole).schema, prefer_timestamp_ntz=True)
    frames = [
        frame.mapInArrow(partial(shipped.worked, shipped.Task(rules, source, request, whole)), schema) for frame, source in inputs
    ]
    return reduce(lambda one, other: one.union(other), frames)


def _source(spark: SparkSession, kb: KnowledgeBase, rules: bytes, name: str) -> tuple[DataFrame, Source]:
    """An input as a frame of what is read from it, and how the workers must take that."""
    import polars as pl
    from pyspark.sql.pandas.types import to_arrow_schema

    from antwoord_rules.batch import records, shipped
    from antwoord_rules.batch.blocks import ROW
    from antwoord_rules.batch.documents import Documents
    from antwoord_rules.batch.text import header_of

    suffix = PurePosixPath(name).suffix.lower()
    place = _PATTERN.sub(r"\\\g<0>", _address(name)) if _here(name) else name  # to Spark some characters are a pattern
    documents = Documents(kb).frame([], 0)[0].drop(ROW)
    if suffix == ".parquet":
        frame = spark.read.parquet(place)
        given = pl.from_arrow(to_arrow_schema(frame.schema).empty_table())
        assert isinstance(given, pl.DataFrame)  # noqa: S101
        return _unnamed(frame), shipped.Source(name, "parquet", b"", given)
    if suffix not in (".csv", ".tsv", ".ndjson", ".jsonl"):
        files = spark.read.format("binaryFile").option("pathGlobFilter", "*.json").load(place)
        named = documents.with_columns(bestand=pl.lit("", pl.String))
        return files.selectExpr(f"path AS {shipped.PATH}", f"content AS {shipped.VALUE}"), shipped.Source(
            name, "folder", b"", named
        )
    lines = spark.read.text(place, lineSep="\n")
    pieces = lines.selectExpr(f"CAST(value AS BINARY) AS {shipped.VALUE}", f"_metadata.file_block_start = 0 AS {shipped.FIRST}")
    if suffix in (".ndjson", ".jsonl"):
        if records.holds_documents(_first(pieces.where("trim(CAST(value AS STRING)) != ''")), kb.base.vocabulary):
            return pieces, shipped.Source(name, "documents", b"", documents)
        return pieces, shipped.Source(name, "flat", b"", _columns(pieces, rules))
    header = _first(pieces.where(shipped.FIRST))
    texts = pl.DataFrame(schema=dict.fromkeys(header_of(header)[0], pl.String))
    if lines.where("(octet_length(value) - octet_length(replace(value, '\"', ''))) % 2 = 1").isEmpty():
        return pieces, shipped.Source(name, "csv", header, texts)
    files = spark.read.text(place, wholetext=True)
    return files.selectExpr(f"CAST(value AS BINARY) AS {shipped.VALUE}"), shipped.Source(name, "whole csv", header, texts)


def _first(lines: DataFrame) -> bytes:
    found = lines.head(1)
    return bytes(found[0][0]) if found else b""


def _columns(lines: DataFrame, rules: bytes) -> pl.DataFrame:
    """A frame without rows with the columns of all flat records together: they are read once more for it."""
    import polars as pl

    from antwoord_rules.batch import shipped

    found = lines.mapInArrow(partial(shipped.columns_of, rules), f"{shipped.VALUE} BINARY").collect()
    frames = [shipped.loaded(columns) for columns in dict.fromkeys(bytes(row[0]) for row in found)]
    return pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame()


# Writing


def _counts(made: DataFrame) -> tuple[dict[int, int], int]:
    """The rows in each phase, and the rejected records."""
    from antwoord_rules.batch.shipped import REJECT
    from antwoord_rules.frames import PHASE

    found = made.groupBy(PHASE, made[REJECT].isNotNull()).count().collect()
    phases = {int(phase): int(number) for phase, rejected, number in found if not rejected}
    return dict(sorted(phases.items())), sum(int(number) for _, rejected, number in found if rejected)


def _rejects(made: DataFrame) -> DataFrame:
    from antwoord_rules.batch.shipped import REJECT

    return made.where(made[REJECT].isNotNull()).select(REJECT)


def _problems(made: DataFrame) -> list[Problem]:
    """The first of the rejected records as problems."""
    told = []
    for (line,) in _rejects(made).take(_MOST_TOLD):
        reject = json.loads(line)
        record = reject["record"] if isinstance(reject["record"], str) else json.dumps(reject["record"], ensure_ascii=False)
        for found in reject["problems"]:
            reason = found.get("reason") or (f"{found['column']}: {shown(found['value'])}" if "column" in found else "")
            made_ = problem("SPARK-RECORD", flaw=found["code"], reason=reason, record=clean(record, _LONGEST_REASON))
            told.append(made_.in_file(reject["file"]))
    return told


def _write(made: DataFrame, suffix: str, place: str) -> None:
    from antwoord_rules.batch.shipped import REJECT

    form, options = _FORMATS[suffix]
    rows = made.where(made[REJECT].isNull()).drop(REJECT)
    rows.write.mode("overwrite").options(**options).format(form).save(place)


@contextmanager
def _placed(name: str, *, wanted: bool = True) -> Iterator[str]:
    """Where to write what must come under this name: here it is a folder beside it that is renamed when all is written, else the
    name itself. What stood there is replaced, or removed when nothing is `wanted`.
    """
    if not _here(name):
        yield name
        return
    final = Path(name)
    folder = final.with_name(f".{final.name}.spark")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield _address(str(folder))
        _remove(final)
        if wanted:
            os.replace(folder, final)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _refuse_folder(output: str) -> None:
    """Raise `UsageError` when the output is a folder that is none of ours to replace."""
    folder = Path(output)
    if _here(output) and folder.is_dir() and any(folder.iterdir()) and not (folder / _MADE).exists():
        raise UsageError([problem("FILE-UNWRITABLE", reason=_IN_THE_WAY).in_file(output)])


# Places, and what is missing


def _here(name: str) -> bool:
    return "://" not in name


def _address(name: str) -> str:
    """A file here as an address, so that Spark looks for it here whatever its own file system is; others as they are."""
    return f"file://{Path(name).resolve()}" if _here(name) else name


def _required() -> None:
    """Raise `UsageError` when pyspark or Java is missing."""
    home = os.environ.get("JAVA_HOME")
    java = (Path(home) / "bin" / "java").exists() if home else shutil.which("java")
    try:
        for name in ("pyarrow", "pandas", "pyspark"):
            import_module(name)
    except ImportError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="spark", reason=str(error))]) from error
    if not java and "PYSPARK_GATEWAY_PORT" not in os.environ:
        raise UsageError([problem("EXTRA-MISSING", extra="spark", reason=_NO_JAVA)])


def _reason(error: BaseException) -> str:
    """What an error of Spark comes down to: the last line of the traceback of a worker, else its first line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)] if any("Traceback" in line for line in lines) else []
    return clean((raised[-1:] or lines[:1] or [type(error).__name__])[0], _LONGEST_REASON)


def _complaint(said: IO[bytes]) -> str:
    """The first line in which the JVM names an error; empty when there is none."""
    said.seek(0)
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines()]
    return clean(next((line for line in lines if _NAMED.search(line) and not line.startswith("at ")), ""), _LONGEST_REASON)
