"""Forms of our own only: each carries a token that belongs to the cookie of the session, and must come from our own pages."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from fastapi import Request

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.web.context import server_of

COOKIE: Final = "antwoord_session"
FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN: Final = frozenset({"same-origin", "none"})


def token_for(request: Request) -> str:
    """The token of forms in this session."""
    session = getattr(request.state, "session", None) or request.cookies.get(COOKIE, "")
    return hmac.new(server_of(request).secret, session.encode(), hashlib.sha256).hexdigest()


async def own_forms_only(request: Request) -> None:
    """A dependency: raise `UsageError` (WEB-FORGED) for a form that is not from a page of this session."""
    if request.method in _SAFE:
        return
    given = request.headers.get(HEADER)
    if given is None:
        found = (await request.form()).get(FIELD)
        given = found if isinstance(found, str) else ""
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in _OWN
    if elsewhere or COOKIE not in request.cookies or not hmac.compare_digest(given.encode(), token_for(request).encode()):
        raise UsageError([problem("WEB-FORGED")])
