"""All municipalities with their versions as a zip, and back.

In the zip: `gemeenten/<municipality>/<number>.json` are the facts exactly as saved, `resultaten/…` the results that the rules of
that moment gave, and `archive.json` says what they belong to. Drafts and people are not in it: these are somebody's own.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from antwoord_rules.store.records import Heading, Version
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import now

INDEX: Final = "archive.json"
_ID: Final = r"^[0-9a-f]{32}$"
_SHA256: Final = r"^[0-9a-f]{64}$"
_NO_NUL: Final = r"^[^\x00]*$"
_LONGEST_SLUG: Final = 60


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Part):
    """A file in the zip, with the hash of its bytes."""

    name: str
    sha256: str = Field(pattern=_SHA256)


class ArchivedVersion(_Part):
    """A version: everything of it but its facts and its result."""

    id: str = Field(pattern=_ID)
    number: int = Field(ge=1, le=1_000_000)
    peildatum: str = Field(pattern=_NO_NUL, max_length=10)
    phase: int = Field(ge=0, le=1000)
    certain: bool
    facts_sha256: str = Field(pattern=_NO_NUL, max_length=64)
    rules_sha256: str = Field(pattern=_NO_NUL, max_length=64)
    note: str = Field(pattern=_NO_NUL)
    author: str = Field(pattern=_NO_NUL, max_length=100)
    saved_at: AwareDatetime
    facts: File
    result: File


class ArchivedMunicipality(_Part):
    """A municipality, with its versions from the first to the newest."""

    id: str = Field(pattern=_ID)
    name: str = Field(pattern=_NO_NUL, min_length=1)
    code: str | None = Field(pattern=_NO_NUL, max_length=6)
    versions: tuple[ArchivedVersion, ...] = Field(min_length=1)


class Index(_Part):
    """What `archive.json` holds."""

    format: Literal["antwoord-archive"] = "antwoord-archive"
    version: Literal[1] = 1
    exported_at: AwareDatetime
    municipalities: tuple[ArchivedMunicipality, ...]


def export(store: Store) -> Iterator[bytes]:
    """The zip in pieces, made as it is read: it never stands in memory or on disk as a whole. Raises `StoreError`."""
    sink = _Sink()
    found: list[ArchivedMunicipality] = []
    with ZipFile(sink, "w", ZIP_DEFLATED) as made:
        for heading in store.overview():
            versions: list[ArchivedVersion] = []
            for version in reversed(store.versions(heading.id)):
                versions.append(_archived(made, f"{_slug(heading)}/{version.number}.json", version))
                yield sink.taken()
            found.append(ArchivedMunicipality(id=heading.id, name=heading.name, code=heading.code, versions=tuple(versions)))
        index = Index(exported_at=now(), municipalities=tuple(found))
        made.writestr(INDEX, index.model_dump_json(indent=1) + "\n")
    yield sink.taken()


def result_text(result: dict[str, Any]) -> str:
    """A result as it stands in an archive."""
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _archived(made: ZipFile, name: str, version: Version) -> ArchivedVersion:
    fields = {field: getattr(version, field) for field in Version._fields if field in ArchivedVersion.model_fields}
    facts = _written(made, f"gemeenten/{name}", version.facts)
    result = _written(made, f"resultaten/{name}", result_text(version.result))
    return ArchivedVersion(**fields | {"facts": facts, "result": result})


def _written(made: ZipFile, name: str, text: str) -> File:
    content = text.encode()
    made.writestr(name, content)
    return File(name=name, sha256=hashlib.sha256(content).hexdigest())


def _slug(heading: Heading) -> str:
    """A folder that people recognise, and that is the only one of its name."""
    plain = unicodedata.normalize("NFKD", heading.name).encode("ascii", "ignore").decode().lower()
    name = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG]
    return "-".join(part for part in (name, heading.code and heading.code.lower(), heading.id[:8]) if part)


class _Sink(io.RawIOBase):
    """Where the zip is written; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        content = bytes(piece)
        self._pieces.append(content)
        return len(content)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
