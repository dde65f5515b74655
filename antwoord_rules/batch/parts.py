"""The parts of an output that is being made, in a folder beside it: a part is done when its note is there.

Nothing stands under the final name before all parts are done, and a part is written whole or not at all: whatever stops the work,
it can be taken up after the last part.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from antwoord_rules.batch.blocks import Cursor

SINKS: Final = {".parquet": "sink_parquet", ".csv": "sink_csv", ".ndjson": "sink_ndjson", ".jsonl": "sink_ndjson"}
"""How an output is written, by its suffix."""
_MANIFEST: Final = "manifest.json"


class Note(NamedTuple):
    """What a part holds: rows, rejected records, and rows by phase; and where the next part begins (None: it was the last)."""

    rows: int
    rejected: int
    phases: Mapping[str, int]
    after: Cursor | None


class Parts:
    """The parts of one output."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output.with_name(f".{output.name}.parts")
        self.rejects = output.with_name(f"{output.name}.rejects.ndjson")
        self.notes: list[Note] = []

    def begin(self, manifest: Mapping[str, Any]) -> None:
        """Start anew; what an earlier run left is removed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        _write(self.folder / _MANIFEST, json.dumps(manifest).encode())
        self.notes = []

    def resume(self, manifest: Mapping[str, Any]) -> bool:
        """Take up what an earlier run left; whether that was about the same input, rules and options."""
        try:
            same = bool(json.loads((self.folder / _MANIFEST).read_text("utf-8")) == json.loads(json.dumps(manifest)))
        except (OSError, ValueError):
            return False
        self.notes = list(self._found()) if same else []
        return same

    @property
    def left(self) -> bool:
        """Whether an earlier run left parts."""
        return (self.folder / _MANIFEST).exists()

    def add(self, frame: pl.DataFrame, rejects: Sequence[Mapping[str, Any]], note: Note) -> None:
        """Write the next part; its note comes last."""
        number = len(self.notes)
        path = self._path(number, "arrow")
        frame.write_ipc(path.with_suffix(".tmp"))
        os.replace(path.with_suffix(".tmp"), path)
        lines = "".join(f"{json.dumps(reject, ensure_ascii=False, default=str)}\n" for reject in rejects)
        _write(self._path(number, "rejects"), lines.encode("utf-8", "replace"))
        _write(self._path(number, "json"), json.dumps(note._asdict()).encode())
        self.notes.append(note)

    def finish(self) -> None:
        """Make the output and the file of rejected records of the parts, each whole or not at all, and remove the parts."""
        frames = [pl.scan_ipc(self._path(number, "arrow")) for number in range(len(self.notes))]
        made = self.folder / f"output{self.output.suffix}"
        getattr(pl.concat(frames, how="diagonal_relaxed"), SINKS[self.output.suffix.lower()])(made)
        if any(note.rejected for note in self.notes):
            together = self.folder / "all.rejects"
            with together.open("wb") as file:
                for number in range(len(self.notes)):
                    with self._path(number, "rejects").open("rb") as part:
                        shutil.copyfileobj(part, file)
            os.replace(together, self.rejects)
        else:
            self.rejects.unlink(missing_ok=True)  # of an earlier run
        os.replace(made, self.output)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _found(self) -> Iterator[Note]:
        number = 0
        while (path := self._path(number, "json")).exists():
            note = json.loads(path.read_text("utf-8"))
            after = note.pop("after")
            yield Note(**note, after=None if after is None else Cursor(*after))
            number += 1

    def _path(self, number: int, suffix: str) -> Path:
        return self.folder / f"part-{number:05}.{suffix}"


def _write(path: Path, content: bytes) -> None:
    made = path.with_name(f"{path.name}.tmp")
    made.write_bytes(content)
    os.replace(made, path)
