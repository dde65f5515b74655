"""Signing in and out. A wrong name and a wrong password are told alike, and neither is logged with what was typed as password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.errors import Problem, StoreError
from antwoord_rules.quoting import clean
from antwoord_rules.web import problems
from antwoord_rules.web.context import ServerDep, who_asks
from antwoord_rules.web.safety import sessions
from antwoord_rules.web.safety.origins import local
from antwoord_rules.web.view import page

router = APIRouter()

_NOBODY = "?"
_TOLD = frozenset({"PEOPLE-WRONG", "PEOPLE-TOO-OFTEN"})


@router.get("/sign-in")
def form(request: Request, back: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Where one signs in; who did already goes on."""
    if who_asks(request) is not None:
        return RedirectResponse(local(back), 303)
    return page(request, "sign_in.html.jinja", back=local(back), name="", problems=())


@router.post("/sign-in")
def sign_in(
    request: Request,
    server: ServerDep,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    back: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Sign in: in a new session, so that nobody can have known it before."""
    if not server.settings.accounts:
        return RedirectResponse("/", 303)
    source = request.client.host if request.client else ""
    try:
        token = server.people.sign_in(name, password, source)
    except StoreError as error:
        if not _TOLD.issuperset(found.code for found in error.problems):
            raise
        wrong = error.problems[0].code == "PEOPLE-WRONG"
        if wrong:  # what is not even tried is not told: nobody can fill the log, or the disk, without an end
            who = server.people.known(name) or _NOBODY  # not as typed: people type passwords in the wrong field
            server.store.note(who, "sign-in-failed", who, source=clean(source))
        status = 422 if wrong else problems.status_of(error)
        made = page(request, "sign_in.html.jinja", status=status, back=local(back), name=name, problems=error.problems)
        made.headers.update(wait(error.problems[0]))
        return made
    server.people.sign_out(request.state.session)
    sessions.begin(request, token)
    return RedirectResponse(local(back), 303)


@router.post("/sign-out")
def sign_out(request: Request, server: ServerDep) -> Response:
    """Sign out: the session ends on the server too."""
    server.people.sign_out(request.state.session)
    sessions.begin(request, sessions.fresh())
    return RedirectResponse("/sign-in" if server.settings.accounts else "/", 303)


def wait(found: Problem) -> dict[str, str]:
    """When to try again."""
    minutes = dict(found.details).get("minutes")
    return {"Retry-After": str(minutes * 60)} if isinstance(minutes, int) else {}
