"""What each request has at hand: the server, the language, and who asks."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text
from antwoord_rules.store.people import People
from antwoord_rules.store.records import ROLES
from antwoord_rules.store.store import Store
from antwoord_rules.web.settings import Settings

LANGUAGE_COOKIE: Final = "antwoord_lang"
NOBODY: Final = "lokaal"
"""Who it is when nobody signs in."""

ROLE_NAMES: Final = {
    "reader": Text("lezer", "reader"),
    "analyst": Text("analist", "analyst"),
    "author": Text("auteur", "author"),
    "admin": Text("beheerder", "administrator"),
}
"""What the roles are called in the pages."""


class Server(NamedTuple):
    """What all requests share."""

    settings: Settings
    kb: KnowledgeBase
    store: Store
    people: People
    secret: bytes


class Who(NamedTuple):
    """Who asks, and what they may do."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether what takes this role is allowed."""
        return ROLES.index(self.role) >= ROLES.index(role)


def server_of(request: Request) -> Server:
    """What all requests share."""
    found: Server = request.app.state.server
    return found


def language_of(request: Request) -> Language:
    """The language: asked for in the address, chosen before, or what the browser says."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked is None:
        first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
        asked = "en" if first.startswith("en") else DEFAULT_LANGUAGE
    return "en" if asked == "en" else DEFAULT_LANGUAGE


def who_asks(request: Request) -> Who | None:
    """Who signed in; without accounts it is always the same person."""
    if not server_of(request).settings.accounts:
        return Who(NOBODY, "admin")
    found: Who | None = request.state.who
    return found


class Needs:
    """A dependency: somebody with at least this role."""

    def __init__(self, role: str) -> None:
        self.role = role

    async def __call__(self, request: Request) -> Who:
        """Who asks; raises `SignInError` or `NotAllowedError`."""
        who = who_asks(request)
        if who is None:
            raise SignInError([problem("WEB-SIGN-IN")])
        if not who.may(self.role):
            raise NotAllowedError([problem("WEB-NOT-ALLOWED", role=ROLE_NAMES[self.role])])
        return who


class SignInError(UsageError):
    """Nobody is signed in."""


class NotAllowedError(UsageError):
    """Who is signed in may not do this."""


async def _server(request: Request) -> Server:
    return server_of(request)  # a coroutine: what is plain is run in another thread, and that costs more than it does


async def _language(request: Request) -> Language:
    return language_of(request)


ServerDep = Annotated[Server, Depends(_server)]
LanguageDep = Annotated[Language, Depends(_language)]


async def accounts_only(server: ServerDep) -> None:
    """A dependency: without accounts there are no users, and no pages about them."""
    if not server.settings.accounts:
        raise HTTPException(404)


Reader = Annotated[Who, Depends(Needs("reader"))]
Analyst = Annotated[Who, Depends(Needs("analyst"))]
Author = Annotated[Who, Depends(Needs("author"))]
Admin = Annotated[Who, Depends(Needs("admin"))]
