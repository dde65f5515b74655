"""`derive` against a bare polars scan of the same columns: `python -m bench.derive [ROWS...]`.

Both run in processes of their own, in turn; the least time of each counts. The bare scan reads the columns and holds them; `derive` reads
them, counts, and gives a document. What it found must be what a plain count of the same file gives, or the exit code is 1.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from antwoord_rules.registrations.measuring import share
from tools.registrations import RESULTS

ROWS: Final = (100_000, 1_000_000, 3_000_000)
RUNS: Final = 5
COLUMNS: Final = ("startdatum", "gespreksresultaat")
"""What `derive` reads of a table; of what comes from an API also `id`, as its pages may overlap."""
_BLOCK: Final = 250_000
_DIRECT = [result for result, handling in RESULTS.items() if handling == "direct"]
_NOT = [result for result, handling in RESULTS.items() if handling in ("not", "consulted")]

_SCAN: Final = {
    "ndjson": "pl.scan_ndjson(path, schema={name: pl.String for name in columns})",
    "csv": "pl.scan_csv(path, infer_schema=False).select(columns)",
    "parquet": "pl.scan_parquet(path).select(columns)",
    "parquet, moments": "pl.scan_parquet(path).select(columns)",
}
_BARE: Final = """
import sys
import polars as pl
path, columns = sys.argv[1], {columns!r}
def work(): {scan}.collect(engine="streaming")
"""
_DERIVE: Final = """
import sys
from antwoord_rules import KnowledgeBase
from antwoord_rules.registrations import derive
from antwoord_rules.registrations.choices import Choices
from antwoord_rules.registrations.period import Period
path = sys.argv[1]
vocabulary = KnowledgeBase.load().base.vocabulary
choices = Choices(consulted="not", period=Period.parse("2026-Q3"))
def work():
    global found
    found = derive(["kiss"], [path], choices, vocabulary)
"""
_TIMED: Final = """
import json, time
work()
start = time.perf_counter()
work()
elapsed = time.perf_counter() - start
value = found.facts[0].value if "found" in globals() else None
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([elapsed, int(peak.split()[1]) / 1024, value]))
"""


def main() -> int:
    """Print the table; the exit code."""
    sizes = [int(text) for text in sys.argv[1:]] or ROWS
    right = True
    print(f"{'form':18} {'rows':>10} {'bare':>9} {'derive':>9} {'ratio':>6} {'bare MiB':>9} {'derive MiB':>11}  same")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for form, path in _files(Path(folder), size).items():
                bare = _bare(form)
                runs = [(_run(bare, path), _run(_DERIVE, path)) for _ in range(RUNS)]
                (least, used), (ours, ours_used) = (
                    (min(run[at][0] for run in runs), min(run[at][1] for run in runs)) for at in (0, 1)
                )
                same = runs[0][1][2] == _expected(path)
                right &= same
                print(
                    f"{form:18} {size:10,} {least:8.3f}s {ours:8.3f}s {ours / least:6.2f} {used:9.0f} {ours_used:11.0f}  {same}",
                    flush=True,
                )
    return 0 if right else 1


def _bare(form: str) -> str:
    return _BARE.format(columns=[*(["id"] if form == "ndjson" else []), *COLUMNS], scan=_SCAN[form])


def _run(code: str, path: Path) -> tuple[float, float, float | None]:
    done = subprocess.run([sys.executable, "-c", code + _TIMED, str(path)], capture_output=True, text=True, check=True)
    elapsed, memory, value = json.loads(done.stdout)
    return elapsed, memory, value


def _files(folder: Path, size: int) -> dict[str, Path]:
    """The same conversations in each form; written in blocks, so that any size can be made."""
    chance, start = random.Random(size), datetime(2026, 7, 1, tzinfo=UTC)
    results, lines, csv = list(RESULTS), folder / "kiss.ndjson", folder / "kiss.csv"
    with lines.open("w") as ndjson, csv.open("w") as rows:
        rows.write("id,startdatum,einddatum,gespreksresultaat,vraag,specifiekeVraag,emailadresKcm\n")
        for number in range(size):
            moment = (start + timedelta(seconds=chance.randrange(100 * 86400))).isoformat()
            result, key = chance.choice(results), f"{chance.getrandbits(128):032x}"
            free, mail = "Hoe vraag ik een paspoort aan?", "medewerker@example.org"
            ndjson.write(
                f'{{"id": "{key}", "startdatum": "{moment}", "einddatum": "{moment}", "gespreksresultaat": {json.dumps(result)}, '
                f'"vraag": "{free}", "specifiekeVraag": "nummer {number}", "emailadresKcm": "{mail}", "bronnen": []}}\n'
            )
            rows.write(f"{key},{moment},{moment},{result or ''},{free},nummer {number},{mail}\n")
    texts, typed = folder / "kiss.parquet", folder / "getypeerd.parquet"
    scan = pl.scan_csv(csv)
    scan.sink_parquet(texts)
    scan.with_columns(pl.col("startdatum").str.to_datetime(time_zone="UTC")).sink_parquet(typed)
    return {"ndjson": lines, "csv": csv, "parquet": texts, "parquet, moments": typed}


def _expected(path: Path) -> float | None:
    """The share in the third quarter, counted in the plainest way."""
    scan = {".ndjson": pl.scan_ndjson, ".csv": pl.scan_csv, ".parquet": pl.scan_parquet}[path.suffix](path)
    moment = pl.col("startdatum")
    if scan.collect_schema()["startdatum"] == pl.String:
        moment = moment.str.to_datetime(time_zone="UTC")
    local = moment.dt.convert_time_zone("Europe/Amsterdam").dt.date()
    quarter = scan.filter((local >= date(2026, 7, 1)) & (local <= date(2026, 9, 30)))
    direct, others = (
        quarter.filter(pl.col("gespreksresultaat").is_in(names)).select(pl.len()).collect().item() for names in (_DIRECT, _NOT)
    )
    return share(direct, direct + others)


if __name__ == "__main__":
    sys.exit(main())
