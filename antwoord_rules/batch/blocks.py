"""Blocks: pieces of the input that fit in memory, and where each ends, so that work can be taken up after any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

ROW: Final = "\0row"
"""The column with the number of each record in its file, from 1."""
ROWS_A_BLOCK: Final = 250_000
BYTES_A_BLOCK: Final = 64 * 1024 * 1024


class Cursor(NamedTuple):
    """Where a block begins: the number of the file, the place in it (bytes, or rows of parquet), and the records and lines of the
    file before it."""

    file: int = 0
    offset: int = 0
    records: int = 0
    lines: int = 0


class Broken(NamedTuple):
    """A record that can't be read: its number in the file, what is wrong (a code and a reason), and its text."""

    row: int
    code: str
    reason: str
    text: str


class Block(NamedTuple):
    """Records of one file with `ROW`, those that could not be read, and where the next block begins (None: nowhere).

    `decimal_comma`: numbers are written as in Dutch spreadsheets. `above`: how much further down the file a record's line is than
    its number; None where records are no lines, or take several.
    """

    file: Path
    frame: pl.DataFrame
    broken: tuple[Broken, ...]
    after: Cursor | None
    decimal_comma: bool = False
    above: int | None = None

    def place(self, row: int) -> dict[str, str | int]:
        """Where a record stands."""
        line = {} if self.above is None else {"line": row + self.above}
        return {"file": str(self.file), "row": row, **line}


Blocks = Callable[[Path, Cursor], Iterator[Block]]
"""Reads the blocks of one file from a cursor on; `after` of the last is None."""


def blocks(files: tuple[Path, ...], read: Blocks, start: Cursor) -> Iterator[Block]:
    """The blocks of all files in order, from a cursor on."""
    for number in range(start.file, len(files)):
        here = start if number == start.file else Cursor(number)
        following = Cursor(number + 1) if number + 1 < len(files) else None
        for block in read(files[number], here):
            yield block._replace(after=block.after or following)


def pieces(path: Path, start: Cursor, quoted: bool) -> Iterator[tuple[bytes, int | None]]:
    """The bytes of a file from a place on in pieces of whole lines, each with where the next begins (None: that was the last).

    With `quoted`, a line can go on inside quotes, as in CSV.
    """
    with path.open("rb") as file:
        file.seek(start.offset)
        rest, offset = b"", start.offset
        while True:
            read = file.read(BYTES_A_BLOCK)
            data = rest + read
            if not read:
                if data:
                    yield data, None
                return
            end = _end_of_lines(data, quoted=quoted)
            if not end:
                rest = data
                continue
            rest = data[end:]
            offset += end
            yield data[:end], offset


def _end_of_lines(data: bytes, *, quoted: bool) -> int:
    """The end of the last whole line; 0 when there is none."""
    end = data.rfind(b"\n") + 1
    while quoted and end and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end
