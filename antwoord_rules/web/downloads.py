"""Files as answers: what a browser saves under a name."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import quote

from fastapi.responses import Response

_MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}
_APART: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 80


def download(content: bytes, form: str, *parts: str) -> Response:
    """Content to save, under a name made of parts: what it is, of whom, of which day. It has letters, digits and hyphens only."""
    stem = "-".join(part for part in map(_plain, parts) if part)[:_LONGEST].strip("-") or "antwoord"
    headers = {"Content-Disposition": f'attachment; filename="{quote(stem)}.{form}"', "Cache-Control": "no-store"}
    return Response(content, media_type=_MEDIA[form], headers=headers)


def download_json(found: Any, *parts: str) -> Response:
    """The same for JSON, written for people to read too."""
    return download(f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode(), "json", *parts)


def _plain(text: str) -> str:
    """A text as a part of a name; accents are left out."""
    return _APART.sub("-", normalize("NFKD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()).strip("-")
