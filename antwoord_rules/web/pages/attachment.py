"""Answers that are no page: files to save, and drawings."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi.responses import Response

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}
"""The media type of each form by its suffix."""


def attachment(content: str | bytes, name: str) -> Response:
    """A file to save; `name` is ours (letters, digits, dots and dashes), its suffix one of `TYPES`."""
    body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    media_type = TYPES[name.rpartition(".")[2]]
    return Response(body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def drawing(svg: str) -> Response:
    """A drawing of ours; opened by itself it may do nothing and fetch nothing."""
    return Response(svg, media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


def to_json(value: Any) -> str:
    """JSON as the commands write it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
