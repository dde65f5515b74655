"""Forms of our own only: each carries a token that belongs to the cookie of the session, and must come from our own pages."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import Final

from fastapi import Request

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.web.context import server_of
from antwoord_rules.web.safety import sessions
from antwoord_rules.web.safety.origins import SAFE, from_elsewhere

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"


def token_for(request: Request) -> str:
    """The token of forms in this session; another session has another."""
    session: str = request.state.session
    return hmac.new(server_of(request).secret, session.encode(), hashlib.sha256).hexdigest()


async def own_forms_only(request: Request) -> AsyncIterator[None]:
    """A dependency: raise `UsageError` (WEB-FORGED) for a form that is not from a page of this session."""
    try:
        if request.method not in SAFE:
            given = request.headers.get(HEADER)
            if given is None:
                found = (await request.form()).get(FIELD)
                given = found if isinstance(found, str) else ""
            check(request, given)
        yield
    finally:
        await request.close()  # the files of the form


def check(request: Request, token: str) -> None:
    """Raise `UsageError` (WEB-FORGED) for what does not come from a page of this session."""
    known = sessions.given(request, server_of(request).settings) is not None
    right = hmac.compare_digest(token.encode("utf-8", "surrogatepass"), token_for(request).encode())
    if not (known and right) or from_elsewhere(request):
        raise UsageError([problem("WEB-FORGED")])
