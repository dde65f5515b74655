"""Files as answers: what a browser saves under a name, and drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from unicodedata import normalize

from fastapi.responses import Response, StreamingResponse

_MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
    "zip": "application/zip",
}
_APART: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 80


def download(content: str | bytes | Iterator[bytes], form: str, *parts: str) -> Response:
    """Content to save, under a name made of parts: what it is, of whom, of which day. It has letters, digits and hyphens only."""
    stem = "-".join(part for part in map(_plain, parts) if part)[:_LONGEST].strip("-") or "antwoord"
    return attachment(content, f"{stem}.{form}")


def attachment(content: str | bytes | Iterator[bytes], name: str) -> Response:
    """Content to save under a name that is ours; its suffix says what it is."""
    media_type = _MEDIA[name.rpartition(".")[2]]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if isinstance(content, bytes):
        return Response(content, media_type=media_type, headers=headers)
    return StreamingResponse(content, media_type=media_type, headers=headers)


def download_json(found: Any, *parts: str) -> Response:
    """The same for JSON, written for people to read too."""
    return download(to_json(found), "json", *parts)


def to_json(value: Any) -> str:
    """JSON as the commands write it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def drawing(svg: str) -> Response:
    """A drawing of ours; opened by itself it may do nothing and fetch nothing."""
    return Response(svg, media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


def _plain(text: str) -> str:
    """A text as a part of a name; accents are left out."""
    return _APART.sub("-", normalize("NFKD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()).strip("-")
