"""The session: a cookie with a random secret. Everybody has one, for forms; signing in puts another in its place."""

from __future__ import annotations

import re
import secrets
from typing import Final

from fastapi import Request

from antwoord_rules.web.settings import Settings

COOKIE: Final = "antwoord_session"
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{20,100}", re.ASCII)


def cookie_name(settings: Settings) -> str:
    """The name of the cookie. Behind TLS a browser lets nobody but this very host set a cookie of that name."""
    return f"__Host-{COOKIE}" if settings.secure else COOKIE


def given(request: Request, settings: Settings) -> str | None:
    """The session that the request came with, when it looks like one."""
    found = request.cookies.get(cookie_name(settings), "")
    return found if _FORM.fullmatch(found) else None


def fresh() -> str:
    """A session of nobody."""
    return secrets.token_urlsafe(32)


def begin(request: Request, session: str) -> None:
    """Go on in another session; the gate sends its cookie with the answer."""
    request.state.session = session
    request.state.new_session = True


def set_cookie(session: str, settings: Settings) -> str:
    """The header that sets the cookie. It ends with the browser; the store says how long a session lasts."""
    return f"{cookie_name(settings)}={session}; Path=/; HttpOnly; SameSite=Lax{only_tls(settings)}"


def only_tls(settings: Settings) -> str:
    """The end of a header that sets a cookie: behind TLS it goes over TLS only."""
    return "; Secure" if settings.secure else ""
