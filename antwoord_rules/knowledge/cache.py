"""The compiled form of rule folders: parsing YAML with positions is slow, so its outcome is kept on disk.

The key is the SHA-256 of the names and bytes of all rule files and of the code that reads them: a compiled form is either exactly
what parsing would give, or it is not found. Rules with problems are never kept. `ANTWOORD_CACHE` names another folder, or
`off`. A cache that can't be read or written is no error: the rules are parsed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from antwoord_rules.knowledge.codec import canonical, decode, encode, fingerprint
from antwoord_rules.knowledge.loader import RuleFile, load_base, read_folders
from antwoord_rules.knowledge.rules import RuleBase

VARIABLE: Final = "ANTWOORD_CACHE"
_PACKAGE: Final = Path(__file__).parent


def load(folders: Sequence[str | Path]) -> tuple[RuleBase, str]:
    """The rule base of the folders and its SHA-256; raises `RulesError`."""
    files = read_folders(folders)
    folder = _folder()
    path = folder / f"{_key(files)}.json" if folder else None
    if path:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return _read(path)
    base = load_base(files)
    digest = fingerprint(base)
    if path:
        with suppress(OSError):
            _write(path, base, digest)
    return base, digest


def _key(folders: Sequence[Sequence[RuleFile]]) -> str:
    digest = hashlib.sha256()
    for source in (*sorted(_PACKAGE.glob("*.py")), _PACKAGE.parent / "language.py"):
        _add(digest, source.name, source.read_bytes())
    for number, files in enumerate(folders):
        for file in files:
            _add(digest, f"{number}:{file.name}", file.content)
    return digest.hexdigest()


def _add(digest: Any, name: str, content: bytes) -> None:
    # Lengths first, so that no two different sets of files run together into the same bytes.
    encoded = os.fsencode(name)
    digest.update(f"{len(encoded)}:{len(content)}:".encode() + encoded)
    digest.update(content)


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("antwoord-rules", appauthor=False)


def _read(path: Path) -> tuple[RuleBase, str]:
    content = path.read_bytes()
    check, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != check:
        raise ValueError("damaged")
    kept = json.loads(body)
    base = decode(kept["base"])
    if not isinstance(base, RuleBase):
        raise ValueError("damaged")  # noqa: TRY004  (one way to say: parse again)
    return base, kept["sha256"]


def _write(path: Path, base: RuleBase, digest: str) -> None:
    body = canonical({"base": encode(base), "sha256": digest})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
