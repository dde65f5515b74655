"""`python -m bench.batch [ROWS...]`: rules over columns beside their peers, and whole files, in one run; results are checked equal.

The kernel is timed on encoded facts in memory; row by row engines get fewer rows, and say so. Whole files are timed as processes, beside
a process in which polars reads and writes the same columns without rules.
"""

from __future__ import annotations

import gc
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

import polars as pl

from antwoord_rules import KnowledgeBase
from antwoord_rules.inference.columnar import Strata, compiled, conclude
from antwoord_rules.knowledge.vocabulary import FactType
from bench.clips_peer import Clips
from bench.columns_peers import ColumnPeer, Duckdb, Numpy, WrittenOut
from bench.peers import ZenDecision

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
ROWS_ONE_BY_ONE: Final = 10_000
ROUNDS: Final = 5
SEED: Final = 20261001
UNKNOWN: Final = 0.15
PASS: Final = """
import sys, polars as pl
pl.scan_parquet(sys.argv[1]).sink_parquet(sys.argv[2])
"""


class Kernel:
    """Ours."""

    name = "antwoord-rules, frames"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._strata: Strata = ()

    def prepare(self, facts: pl.DataFrame) -> pl.DataFrame:
        self._strata = compiled(self._kb.program, {name: name for name in facts.columns})
        return facts

    def run(self, prepared: pl.DataFrame) -> pl.DataFrame:
        return conclude(prepared.lazy(), self._strata).select(self._kb.frames.conclusions).collect()

    def frame(self, result: pl.DataFrame) -> pl.DataFrame:
        return result


def main() -> int:
    """Check, time, print; 1 when some results differ."""
    sizes = [int(given) for given in sys.argv[1:]] or SIZES
    kb = KnowledgeBase.load()
    wanted = kb.frames.conclusions
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, polars {version('polars')}")
    print(f"{sum(map(len, kb.program.strata))} conclusions in {len(kb.program.strata)} strata, of which {len(wanted)} come out\n")
    peers: list[ColumnPeer] = [Kernel(kb), *(kind(kb.program, wanted) for kind in (WrittenOut, Numpy, Duckdb))]
    print("The kernel: encoded facts in memory to conclusions (seconds, median of rounds in turn)")
    print(f"{'rows':>10}  " + "  ".join(f"{peer.name:>24}" for peer in peers))
    right = True
    for size in sizes:
        right &= _kernel(kb, peers, size)
    print(f"\nOne row after another, {ROWS_ONE_BY_ONE} rows (microseconds a row)")
    right &= _one_by_one(kb)
    print("\nWhole files, parquet to parquet: processes (seconds, CPU seconds, peak megabytes)")
    _files(kb, sizes)
    return 0 if right else 1


def encoded(kb: KnowledgeBase, rows: int, seed: int = SEED) -> pl.DataFrame:
    """Random facts as engines see them, around the bounds that rules test; a share of them unknown."""
    made = {}
    vocabulary = kb.base.vocabulary
    every = [*vocabulary.facts, *vocabulary.derived]
    index = pl.DataFrame({"i": pl.int_range(rows, eager=True)})
    for place, fact in enumerate(every):
        part = (pl.col("i").hash(seed + place) // 2**11).cast(pl.Float64) / 2**53
        if fact.type is FactType.BOOLEAN:
            value = part < 0.6
        else:
            most = 10_001 if fact.type is FactType.PERCENTAGE else 4
            value = (part * most).floor().cast(pl.Int64)
        unknown = (pl.col("i").hash(seed * 7 + place) % 1000) < 1000 * UNKNOWN
        made[fact.id] = index.select(pl.when(~unknown).then(value).alias(fact.id))[fact.id]
    return pl.DataFrame(made)


def people(kb: KnowledgeBase, facts: pl.DataFrame) -> pl.DataFrame:
    """The same facts as people write them, with a name for each row."""
    vocabulary = kb.base.vocabulary
    shares = [fact.id for fact in vocabulary.facts if fact.type is FactType.PERCENTAGE]
    told = facts.with_columns((pl.col(name) / 100).round(2) for name in shares)
    return told.insert_column(0, pl.select(pl.format("Gemeente {}", pl.int_range(facts.height)).alias("naam")).to_series())


def _kernel(kb: KnowledgeBase, peers: list[ColumnPeer], rows: int) -> bool:
    facts = encoded(kb, rows)
    prepared = [peer.prepare(facts) for peer in peers]
    results = [peer.frame(peer.run(given)) for peer, given in zip(peers, prepared, strict=True)]
    equal = [result.equals(results[0]) for result in results]
    del results
    times: list[list[float]] = [[] for _ in peers]
    for _ in range(ROUNDS if rows <= 1_000_000 else 3):
        for place, peer in enumerate(peers):
            times[place].append(_timed(lambda peer=peer, place=place: peer.run(prepared[place])))
    cells = []
    for found, same in zip(times, equal, strict=True):
        cells.append(f"{median(found):14.4f} ({median(found) / median(times[1]):5.2f}x)" if same else f"{'DIFFERS':>24}")
    print(f"{rows:>10}  " + "  ".join(f"{cell:>24}" for cell in cells), flush=True)
    return all(equal)


def _timed(work: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _one_by_one(kb: KnowledgeBase) -> bool:
    facts = encoded(kb, ROWS_ONE_BY_ONE)
    expected = (
        conclude(facts.lazy(), compiled(kb.program, {n: n for n in facts.columns}))
        .select(kb.frames.conclusions)
        .collect()
        .to_dicts()
    )
    rows = [{name: value for name, value in row.items() if value is not None} for row in facts.iter_rows(named=True)]
    told = people(kb, facts)
    documents = [_document(kb, row) for row in told.drop("naam").iter_rows(named=True)]
    durable, zen, clips = kb.engine("durable"), ZenDecision(kb.program), Clips(kb.program)
    ways: list[tuple[str, list[Any], Callable[[Any], Any]]] = [
        ("durable_rules", rows, lambda row: durable.infer(row).conclusions),
        ("zen-engine", rows, zen.infer),
        ("clipspy", rows, clips.infer),
        ("kb.assess(document)", documents, lambda document: kb.assess(document).context.inference.conclusions),
    ]
    right = True
    for name, given, work in ways:
        start = time.perf_counter()
        found = [work(each) for each in given]
        taken = (time.perf_counter() - start) / len(given) * 1e6
        compared = zip(found, expected, strict=True)
        same = (
            all(all(mine.get(key) == value for key, value in row.items()) for mine, row in compared) if name[:2] != "kb" else None
        )
        right &= same is not False
        print(f"  {name:24} {taken:10.1f}  {'' if same is None else 'equal' if same else 'DIFFERS'}", flush=True)
    return right


def _document(kb: KnowledgeBase, row: dict[str, Any]) -> dict[str, Any]:
    """A fact document of a row; the list of front offices is left out, since a row holds only what follows from it."""
    document: dict[str, Any] = {"gemeente": {"naam": "X", "peildatum": "2026-10-01"}}
    for fact in kb.base.vocabulary.facts:
        if row[fact.id] is not None:
            here = document
            *groups, last = fact.id.split(".")
            for group in groups:
                here = here.setdefault(group, {})
            here[last] = row[fact.id]
    return document


def _files(kb: KnowledgeBase, sizes: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            source, output, again = (Path(folder) / f"{name}.parquet" for name in ("in", "out", "again"))
            _write(kb, rows, source)
            print(f"{rows:>10} rows, {source.stat().st_size / 1e6:.0f} MB in", flush=True)
            ours = _process([sys.executable, "cli.py", "batch", str(source), "-o", str(output)])
            same = _process([sys.executable, "-c", PASS, str(output), str(again)])
            bare = _process([sys.executable, "-c", PASS, str(source), str(again)])
            for name, (wall, cpu, memory) in (
                ("antwoord batch", ours),
                ("polars, the same columns in and out, no rules", same),
                ("polars, the columns of the input only", bare),
            ):
                print(f"{'':12}{name:48} {wall:8.2f} {cpu:8.2f} {memory:8.0f}  ({wall / same[0]:.2f}x)", flush=True)


def _write(kb: KnowledgeBase, rows: int, path: Path) -> None:
    """The facts in a file, a million rows at a time."""
    import pyarrow.parquet as pq

    writer = None
    for number, first in enumerate(range(0, rows, 1_000_000)):
        table = people(kb, encoded(kb, min(1_000_000, rows - first), SEED + 1000 * number)).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=250_000)
    if writer is not None:
        writer.close()


def _process(command: list[str]) -> tuple[float, float, float]:
    """Wall and CPU seconds of a process, and its peak memory in megabytes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    start = time.perf_counter()
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:  # the peak that wait4 gives counts what was there before exec
            with suppress(OSError):
                found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
                peak = max(peak, int(found[1])) if found else peak
            time.sleep(0.01)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return wall, cpu, peak / 1024


if __name__ == "__main__":
    sys.exit(main())
