"""A batch: blocks in, checked and assessed in columns, parts out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from antwoord_rules.batch import parquet, records, text
from antwoord_rules.batch.blocks import ROW, Block, Blocks, Cursor, blocks
from antwoord_rules.batch.documents import Documents
from antwoord_rules.batch.parts import SINKS, Note, Parts
from antwoord_rules.batch.scenarios import SCENARIO, Sample, Sweep, drawn, swept
from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.facts.columns import BAD, Encoded
from antwoord_rules.frames import PHASE, flaws_of
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.quoting import shown

INPUTS: Final = (".parquet", ".csv", ".tsv", ".ndjson", ".jsonl", ".json")
_MOST_TOLD: Final = 20


class Request(NamedTuple):
    """What to assess and where to put it. `strict` stops at the first block that holds a mistake; `resume` goes on where an
    earlier run stopped."""

    inputs: tuple[Path, ...]
    output: Path
    sweeps: tuple[Sweep, ...] = ()
    sample: Sample | None = None
    strict: bool = False
    resume: bool = False


class Outcome(NamedTuple):
    """How many rows were assessed, records rejected, rows are in each phase, and parts were there already; and the file of
    rejected records, if there is one."""

    rows: int
    rejected: int
    phases: Mapping[int, int]
    resumed: int
    rejects: Path | str | None


def run(
    kb: KnowledgeBase,
    request: Request,
    told: Callable[[int], None] = lambda _: None,
    warn: Callable[[Problem], None] = lambda _: None,
) -> Outcome:
    """Assess it all. `told` hears the number of rows after each part, `warn` what may be a mistake in the columns.

    Raises `UsageError` for inputs, columns or an output that can't be, and with `strict` `FactsError` for records. Whatever it
    raises, nothing stands under the name of the output, and the parts that are done stay.
    """
    parts = Parts(request.output)
    manifest = _manifest(kb, request)
    if request.resume and not parts.resume(manifest):
        raise UsageError([problem("BATCH-RESUME").in_file(str(parts.folder))])
    if not request.resume:
        parts.begin(manifest)
    resumed = len(parts.notes)
    start = parts.notes[-1].after if parts.notes else Cursor()
    told(sum(note.rows for note in parts.notes))
    warned: set[str] = set()
    if start is not None:
        for block in blocks(request.inputs, _by_suffix(kb), start):
            check(kb, block, request, warned, warn)
            made, rejects = assessed(kb, block, request)
            counts = {str(phase): number for phase, number in made[PHASE].value_counts().iter_rows()}
            parts.add(made, rejects, Note(made.height, len(rejects), counts, block.after))
            told(sum(note.rows for note in parts.notes))
    parts.finish()
    phases: dict[int, int] = {}
    for note in parts.notes:
        for phase, number in note.phases.items():
            phases[int(phase)] = phases.get(int(phase), 0) + number
    rejected = sum(note.rejected for note in parts.notes)
    total = sum(note.rows for note in parts.notes)
    return Outcome(total, rejected, dict(sorted(phases.items())), resumed, parts.rejects if rejected else None)


def _by_suffix(kb: KnowledgeBase) -> Blocks:
    """Reads a file or folder by what it is."""
    flat, table, documents = records.reader(kb), text.reader(kb.base.vocabulary), Documents(kb)

    def read(path: Path, start: Cursor) -> Iterator[Block]:
        if path.is_dir():
            return documents.read(path, start)
        suffix = path.suffix.lower()
        if suffix == ".parquet":
            return parquet.read(path, start)
        if suffix == ".json":
            return documents.read(path, start)
        return flat(path, start) if suffix in (".ndjson", ".jsonl") else table(path, start)

    return read


def _manifest(kb: KnowledgeBase, request: Request) -> dict[str, Any]:
    """What must be the same for parts of an earlier run to be of use."""
    files = [(str(path.resolve()), path.stat().st_mtime_ns, path.stat().st_size) for path in request.inputs]
    options = [request.sweeps, request.sample, request.strict]
    return {"inputs": files, "rules": kb.sha256, "norms": dict(kb.norms), "options": options, "columns": kb.frames.output}


def check(kb: KnowledgeBase, block: Block, request: Request, warned: set[str], warn: Callable[[Problem], None]) -> None:
    """Raise `UsageError` for columns of a block that can't be; what may be a mistake is said once, and kept in `warned`."""
    schema = {name: kind for name, kind in block.frame.schema.items() if name != ROW}
    for found in kb.frames.check(schema):
        if str(found.details) not in warned:
            warned.add(str(found.details))
            warn(found.in_file(str(block.file)))
    nested = [name for name, kind in schema.items() if kind.is_nested() and kind != pl.Null]
    if nested and request.output.suffix.lower() == ".csv":
        raise UsageError([problem("BATCH-NESTED", name=name).in_file(str(block.file)) for name in nested])
    if SCENARIO in schema and (request.sweeps or request.sample):
        raise UsageError([problem("COLUMN-TAKEN", name=SCENARIO).in_file(str(block.file))])


def assessed(kb: KnowledgeBase, block: Block, request: Request) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """The rows of a block with what is concluded of them, and its rejected records; raises `FactsError` for those if `strict`."""
    vocabulary, frames = kb.base.vocabulary, kb.frames
    whole = frames.encode(block.frame.lazy(), block.frame.schema, decimal_comma=block.decimal_comma)
    bad = whole.frame.select(BAD).collect()[BAD]
    rejects = [
        {
            **block.place(found.row),
            "problems": [{"code": found.code, "reason": found.reason}],
            "record": found.text,
        }
        for found in block.broken
    ]
    frame = block.frame
    if bad.any():
        rejects += _rejects(block, whole, bad)
        frame = frame.filter(~bad)
    if rejects and request.strict:
        raise FactsError(_problems(rejects))
    frame = swept(frame, request.sweeps, vocabulary)
    if request.sample is not None:
        frame = drawn(frame, request.sample, vocabulary)
    encoded = frames.encode(frame.lazy(), frame.schema, decimal_comma=block.decimal_comma)
    return frames.conclude(encoded).drop(ROW).collect(), rejects


def _rejects(block: Block, encoded: Encoded, bad: pl.Series) -> list[dict[str, Any]]:
    """The records that hold a wrong value, each with what is wrong."""
    found = flaws_of(block.frame.filter(bad), encoded)
    rows = block.frame.filter(bad)
    names = [name for name in rows.columns if name != ROW]
    return [
        {
            **block.place(row[ROW]),
            "problems": [{"code": code, "column": name, "value": row[name]} for name, code in flaws.items()],
            "record": {name: row[name] for name in names},
        }
        for row, flaws in zip(rows.iter_rows(named=True), found, strict=True)
    ]


def _problems(rejects: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """The first of the rejected records as problems."""
    told = []
    for reject in rejects[:_MOST_TOLD]:
        for found in reject["problems"]:
            reason = found.get("reason") or (f"{found['column']}: {shown(found['value'])}" if "column" in found else "")
            made = problem("BATCH-RECORD", row=reject["row"], flaw=found["code"], reason=reason)
            told.append(made.in_file(reject["file"]))
    return told


def suffix_allowed(path: Path) -> bool:
    """Whether an output can have this name."""
    return path.suffix.lower() in SINKS
