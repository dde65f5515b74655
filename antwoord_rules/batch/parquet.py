"""Blocks of parquet files: so many rows each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from antwoord_rules.batch.blocks import ROW, ROWS_A_BLOCK, Block, Cursor


def read(path: Path, start: Cursor) -> Iterator[Block]:
    """The blocks of one file."""
    scan = pl.scan_parquet(path)
    total = int(scan.select(pl.len()).collect().item())
    offset = start.offset
    while True:
        frame = scan.slice(offset, ROWS_A_BLOCK).collect().with_row_index(ROW, offset=offset + 1)
        offset += frame.height
        more = offset < total
        yield Block(path, frame, (), Cursor(start.file, offset, offset) if more else None)
        if not more:
            return
