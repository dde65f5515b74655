"""Zip files from outside: checked before anything in them is read, and read within limits. Nothing is ever unpacked to disk."""

from __future__ import annotations

import os
import re
import stat
import struct
import zlib
from collections import Counter
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from antwoord_rules.errors import Problem, StoreError, problem
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean, forbidden

MOST_FILES: Final = 50_000
MOST_BYTES: Final = 1_000_000_000
"""Of all files together, unpacked."""
MOST_IN_FILE: Final = 64_000_000
_MOST_PROBLEMS: Final = 20
_LONGEST: Final = 500
_ENCRYPTED: Final = 1
_BROKEN: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_DRIVE: Final = re.compile("[A-Za-z]:")


_END: Final = b"PK\5\6"
_LONGEST_END: Final = 22 + 0xFFFF
_MORE: Final = 0xFFFF
"""Stands where the number of entries does when there are too many for its place."""
_DAMAGED: Final = Text("dit is geen zipbestand, of het is beschadigd", "this is no zip file, or damaged")


class Zip:
    """The files in a zip; raises `StoreError` (ARCHIVE-INVALID) with all that is wrong with their names and sizes."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
        except _BROKEN:
            raise invalid("zip", _DAMAGED) from None
        if _counted(file) not in {len(self._zip.infolist()), _MORE}:
            raise invalid("zip", _DAMAGED)  # a damaged entry swallowed those after it
        entries = [entry for entry in self._zip.infolist() if not _of_a_mac(entry.filename)]
        if len(entries) > MOST_FILES:
            raise invalid("zip", Text(f"er zitten meer dan {MOST_FILES} bestanden in", f"it holds more than {MOST_FILES} files"))
        problems = [_problem(entry.filename, wrong) for entry in entries if (wrong := _wrong(entry)) is not None]
        repeated = Counter(entry.filename.casefold() for entry in entries)
        problems += [
            _problem(entry.filename, Text("dit bestand staat er twee keer in", "this file is in it twice"))
            for entry in entries
            if repeated[entry.filename.casefold()] > 1
        ]
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            problems.append(_problem("zip", Text("uitgepakt is het te groot", "it is too large unpacked")))
        if problems:
            raise StoreError(problems[:_MOST_PROBLEMS])
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.names: Final = tuple(self._entries)
        """The files, in the order of the zip."""

    def read(self, name: str) -> bytes:
        """The content of a file; raises `StoreError` (ARCHIVE-INVALID)."""
        try:
            return self._zip.read(self._entries[name])  # no more than the size that was checked
        except _BROKEN:
            raise invalid(name, Text("dit bestand is beschadigd", "this file is damaged")) from None

    def text(self, name: str) -> str:
        """The content of a file of UTF-8."""
        try:
            return self.read(name).decode()
        except UnicodeDecodeError:
            raise invalid(name, Text("dit is geen UTF-8", "this is not UTF-8")) from None


def _counted(file: IO[bytes]) -> int:
    """How many entries the end of a zip says that there are."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_END))
    tail = file.read()
    end = tail.rfind(_END)
    return int.from_bytes(tail[end + 10 : end + 12], "little")


def invalid(name: str, reason: Text) -> StoreError:
    """That an archive can't be used."""
    return StoreError([_problem(name, reason)])


def _problem(name: str, reason: Text) -> Problem:
    return problem("ARCHIVE-INVALID", name=clean(name), reason=reason)


def _of_a_mac(name: str) -> bool:
    """What macOS adds to each zip."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"


def _wrong(entry: ZipInfo) -> Text | None:
    name = entry.filename.removesuffix("/")
    if any(part in {"", ".", ".."} for part in name.split("/")) or "\\" in name or _DRIVE.match(name):
        return Text("dit pad wijst buiten het archief", "this path points outside the archive")
    if len(name) > _LONGEST or forbidden(entry.orig_filename):
        return Text("deze naam kan niet", "this name is not possible")
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return Text("dit is een koppeling of apparaat, geen bestand", "this is a link or a device, no file")
    if entry.flag_bits & _ENCRYPTED:
        return Text("dit bestand is versleuteld", "this file is encrypted")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return Text(
            "dit bestand is op een andere manier ingepakt dan met deflate", "this file is packed in another way than deflate"
        )
    if entry.file_size > MOST_IN_FILE:
        return Text("dit bestand is te groot", "this file is too large")
    return None
