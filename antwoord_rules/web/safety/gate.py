"""What stands around each request: the name of the host, limits, the session, who asks, and the headers of each answer."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request
from fastapi.responses import PlainTextResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from antwoord_rules.errors import StoreError, UsageError, problem
from antwoord_rules.store.records import User
from antwoord_rules.web import problems
from antwoord_rules.web.context import LANGUAGE_COOKIE, Needs, Server, Who, language_of
from antwoord_rules.web.safety import headers, sessions
from antwoord_rules.web.safety.limits import Body, Places, RefusedError, check_encoding, check_size
from antwoord_rules.web.safety.origins import SAFE

_OPEN: Final = ("/static/", "/healthz", "/readyz")
"""What nobody signs in for, and what is there however busy it is."""

_PROBES: Final = ("/healthz", "/readyz")
"""What is asked by address, not by name."""

_STREAMS: Final = ("/api/batch",)
"""What reads its body as it arrives, with limits of its own."""

_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:@/\[\]]+))(?::[0-9]+)?", re.ASCII)
_IMPORT: Final = "/admin/import"
_YEAR: Final = 365 * 24 * 3600


class Gate:
    """The middleware."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server
        self._places = Places(server.settings.most_at_once)
        self._streams = Places(server.settings.most_streams)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, settings = Request(scope), self._server.settings
        path, streams = request.url.path, scope["path"] in _STREAMS
        place = _Place(self._streams if streams else self._places)
        most = None if streams else settings.most_import_bytes if path == _IMPORT else settings.most_bytes
        request.state.who, request.state.by_token, request.state.new_session = None, False, False
        request.state.session = sessions.given(request, settings) or sessions.fresh()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(request, MutableHeaders(scope=message))
            await send(message)

        try:
            if path not in _PROBES and _name(request) not in settings.hosts:
                await _misdirected(request)(scope, receive, answer)
                return
            check_encoding(request.headers.get("content-type", ""))
            if most is not None:
                check_size(int(request.headers.get("content-length", 0)), most)
            if settings.accounts and not path.startswith(_OPEN):
                await run_in_threadpool(self._recognise, request)
            if path == _IMPORT:  # a form is read before anything else of its page, and this one may be large
                await Needs("admin")(request)
            if not path.startswith(_OPEN) and (streams or request.method in SAFE):
                place.take()
            await self._app(scope, Body(receive, most, settings.body_seconds, place.take), answer)
        except RefusedError as error:  # before the application: inside it errors become answers
            await (await problems.on_http(request, error))(scope, receive, answer)
        except (StoreError, UsageError) as error:
            await (await problems.on_error(request, error))(scope, receive, answer)
        finally:
            place.leave()

    def _recognise(self, request: Request) -> None:
        """Who asks: a program by its token, or somebody by the session. A token that is wrong is not made good by a session."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        user: User | None
        if kind.lower() == "bearer" and request.url.path.startswith(problems.OF_PROGRAMS):
            request.state.by_token = True
            user = self._server.people.by_token(token.strip())
        else:
            user = self._server.people.who(request.state.session)
        request.state.who = Who(user.name, user.role) if user is not None else None

    def _complete(self, request: Request, found: MutableHeaders) -> None:
        """The headers and cookies of an answer."""
        settings, path = self._server.settings, request.url.path
        headers.complete(found, settings)
        if path.startswith((*_OPEN, *problems.OF_PROGRAMS)):
            return
        if request.state.new_session or sessions.given(request, settings) is None:
            found.append("Set-Cookie", sessions.set_cookie(request.state.session, settings))
        asked = request.query_params.get("lang")
        if asked in ("nl", "en"):
            tail = sessions.only_tls(settings)
            found.append("Set-Cookie", f"{LANGUAGE_COOKIE}={asked}; Path=/; Max-Age={_YEAR}; SameSite=Lax{tail}")


class _Place:
    """The place of one request: taken at most once, and given back when it was."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._taken = False

    def take(self) -> None:
        if not self._taken:
            self._places.take()
            self._taken = True

    def leave(self) -> None:
        if self._taken:
            self._places.leave()


def _name(request: Request) -> str:
    """The name by which the server is called, without its port; empty when it is none."""
    found = _HOST.fullmatch(request.headers.get("host", "").lower())
    return found[1] or found[2] if found else ""


def _misdirected(request: Request) -> PlainTextResponse:
    """The answer to who calls it by a name that is not ours: perhaps a page elsewhere whose name was pointed at this machine. It
    gets nothing of a session.
    """
    return PlainTextResponse(problem("WEB-HOST", name=_name(request)).render(language_of(request)) + "\n", 421)
