"""Fact documents as rows: each is read as `assess` reads it, with the same mistakes found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from antwoord_rules.batch.blocks import ROW, Block, Broken, Cursor
from antwoord_rules.errors import FactsError
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import content_of, read_bytes
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.knowledge_base import KnowledgeBase

FILES_A_BLOCK: Final = 10_000
_LONGEST_BROKEN: Final = 2000
_DTYPES: Final = {FactType.BOOLEAN: pl.Boolean, FactType.COUNT: pl.Int64, FactType.PERCENTAGE: pl.Float64}
_ABOUT: Final = {"naam": pl.String, "code": pl.String, "inwoners": pl.Int64, "peildatum": pl.String}


class Documents:
    """Reads documents with the vocabulary of one knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        vocabulary = kb.base.vocabulary
        self._types = {f.id: f.type for f in vocabulary.facts} | {d.id: d.type for d in vocabulary.derived}
        self._schema: dict[str, Any] = {ROW: pl.UInt32, **{f"gemeente.{name}": kind for name, kind in _ABOUT.items()}}
        self._schema |= {fact: _DTYPES[kind] for fact, kind in self._types.items()}

    def frame(self, documents: Sequence[bytes], before: int) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
        """The documents as rows, and those that are wrong."""
        rows: list[dict[str, Any]] = []
        broken: list[Broken] = []
        for row, document in enumerate(documents, start=before + 1):
            try:
                memory = read_bytes(document, None, self._kb.base.vocabulary)
            except FactsError as error:
                text = document.decode("utf-8", "replace")[:_LONGEST_BROKEN]
                broken += [Broken(row, found.code, found.message_in("nl"), text) for found in error.problems]
            else:
                rows.append({ROW: row, **self._row(memory)})
        return pl.DataFrame(rows, schema=self._schema), tuple(broken)

    def _row(self, memory: WorkingMemory) -> dict[str, Any]:
        about = {f"gemeente.{name}": value for name, value in memory.municipality._asdict().items()}
        values = memory.values
        known = {fact: kind.to_people(values[fact]) if fact in values else None for fact, kind in self._types.items()}
        return about | known

    def read(self, path: Path, start: Cursor) -> Iterator[Block]:
        """The blocks of a folder, its files by name, each a document; or of one such file."""
        files = [path]
        if path.is_dir():
            files = sorted(found for found in path.glob("*.json") if found.is_file() and not found.name.startswith("."))
        for first in range(start.offset, max(len(files), 1), FILES_A_BLOCK):
            some = files[first : first + FILES_A_BLOCK]
            frame, broken = self.frame([content_of(found) for found in some], first)
            names = {first + place: str(found) for place, found in enumerate(some, start=1)}
            frame = frame.with_columns(pl.col(ROW).replace_strict(names, default=None, return_dtype=pl.String).alias("bestand"))
            named = tuple(found._replace(text=names[found.row]) for found in broken)
            last = first + len(some)
            yield Block(path, frame, named, Cursor(start.file, last, last) if last < len(files) else None)
