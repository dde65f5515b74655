"""What stands around each request: the name of the host, the session, and the headers of each answer."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.types import ASGIApp

from antwoord_rules.web.safety.csrf import COOKIE
from antwoord_rules.web.settings import Settings

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Gate(BaseHTTPMiddleware):
    """The middleware."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(app)
        self.settings = settings

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """One request."""
        if request.url.hostname not in self.settings.hosts:
            return PlainTextResponse("421 Misdirected Request\n", 421)
        fresh = None if COOKIE in request.cookies else secrets.token_urlsafe(32)
        request.state.session = fresh or request.cookies[COOKIE]
        made = await call_next(request)
        for name, value in HEADERS.items():
            made.headers.setdefault(name, value)
        if fresh is not None:
            made.set_cookie(COOKIE, fresh, httponly=True, samesite="lax", secure=self.settings.secure)
        return made
