"""The outermost: a number for each request, one line in the log, the figures, and an answer when something of ours breaks."""

from __future__ import annotations

import time
from typing import Final
from uuid import uuid4

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from antwoord_rules.errors import problem
from antwoord_rules.web import problems
from antwoord_rules.web.operation import figures, logs
from antwoord_rules.web.safety import headers, sessions
from antwoord_rules.web.settings import Settings

HEADER: Final = "X-Request-Id"
GONE: Final = 499
"""In the log: whoever asked went away. Servers have settled on this number."""
_PREFIX: Final = "/api"


class Watch:
    """The middleware."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._log = logs.logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        name = request.state.request_id = uuid4().hex
        request.state.who, request.state.session = None, sessions.fresh()  # until the gate knows better
        started, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        figures.IN_PROGRESS.inc()
        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            status = status or GONE  # whoever asked went away while sending; there is nobody to answer
        except Exception:
            self._log.exception("fault", id=name, route=_route(scope))
            if status:
                raise  # half an answer is on its way: all that is left is to break it off
            made = problems.answer(request, [problem("WEB-FAULT", id=name)], 500)
            headers.complete(made.headers, self._settings)
            await made(scope, receive, watched)
        finally:
            seconds, route = time.perf_counter() - started, _route(scope)
            figures.IN_PROGRESS.dec()
            figures.answered(scope["method"], route, status, seconds)
            who = request.state.who
            self._log.info(
                "request",
                id=name,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
                who=who.name if who else None,
            )


def _route(scope: Scope) -> str:
    """The template of the address, never the address itself: there are few templates, and they say nothing of anybody."""
    if scope["path"].startswith("/static/"):
        return "/static"
    path = getattr(scope.get("route"), "path", None)
    if path is None:
        return "-"
    api = scope["path"].startswith(f"{_PREFIX}/") and not path.startswith(f"{_PREFIX}/")
    return f"{_PREFIX}{path}" if api else str(path)
