"""The files beside the pages. An address holds the hash of the content, so that a browser keeps it and still sees a new one."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static"
_FOREVER: Final = "public, max-age=31536000, immutable"


class Static(StaticFiles):
    """The files, each with how long it may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file."""
        made = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        known = made.status_code in (200, 304) and asked == _hashes().get(path)
        made.headers["Cache-Control"] = _FOREVER if known else "no-cache"
        return made


def address(name: str) -> str:
    """The address of a file."""
    return f"/static/{name}?v={_hashes()[name]}"


@cache
def _hashes() -> dict[str, str]:
    """The hash of each file by its name."""
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    return {path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files}
