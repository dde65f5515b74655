"""The files that arguments stand for: files, folders, patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean

_EMPTY = Text(
    "in de map '{name}' staan geen {kinds}-bestanden; noem een map met zulke bestanden, of de bestanden zelf (onderliggende"
    " mappen tellen niet mee)",
    "the folder '{name}' holds no {kinds} files; name a folder of such files, or the files themselves (folders inside do not"
    " count)",
)
_NO_MATCH = Text(
    "geen bestand past op het patroon '{name}'; controleer de map en de schrijfwijze",
    "no file matches the pattern '{name}'; check the folder and the spelling",
)


def files(facts: Sequence[str], language: Language, suffixes: Sequence[str] = (".json",)) -> list[str]:
    """The files that the arguments stand for, each once, in the given order; those of a folder or pattern by name."""
    found: list[str] = []
    wrong: list[str] = []
    for name in facts:
        path = Path(name)
        if name == usage.STANDARD_INPUT:
            found.append(name)
        elif _is(path, "folder"):
            inside = _in_folder(path, suffixes)
            found += inside
            wrong += (
                []
                if inside
                else [_EMPTY.to(language).format(name=clean(name), kinds=Text("-, ", ", ").to(language).join(suffixes))]
            )
        elif glob.has_magic(name) and not _is(path, "anything"):
            matched = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  (`Path.glob` takes no absolute pattern)
            matches = [match for match in matched if _is(Path(match), "file")]
            found += matches
            wrong += [] if matches else [_NO_MATCH.to(language).format(name=clean(name))]
        else:
            found.append(name)  # reading says what is wrong with it
    if wrong:
        raise click.UsageError("; ".join(wrong), click.get_current_context())
    unique: dict[str, str] = {}
    for name in found:
        unique.setdefault(name if name == usage.STANDARD_INPUT else os.path.realpath(name), name)
    if found.count(usage.STANDARD_INPUT) > 1:
        raise UsageError([problem("STDIN-TWICE")])
    return list(unique.values())


def _is(path: Path, kind: Literal["folder", "file", "anything"]) -> bool:
    """Whether there is such a thing; what can't be looked at is not there."""
    with suppress(OSError, ValueError):
        return path.is_dir() if kind == "folder" else path.is_file() if kind == "file" else path.exists()
    return False


def _in_folder(path: Path, suffixes: Sequence[str]) -> list[str]:
    named = (found for found in sorted(path.iterdir()) if found.suffix.lower() in suffixes)
    return [str(found) for found in named if not found.name.startswith(".") and _is(found, "file")]
