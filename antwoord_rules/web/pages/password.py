"""Changing one's own password."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.errors import Problem, StoreError, problem
from antwoord_rules.quoting import clean
from antwoord_rules.store.passwords import LEAST
from antwoord_rules.web import problems
from antwoord_rules.web.context import Reader, ServerDep, accounts_only
from antwoord_rules.web.pages.signing import wait
from antwoord_rules.web.safety import sessions
from antwoord_rules.web.view import page

router = APIRouter(dependencies=[Depends(accounts_only)])

_GUESSES: Final = frozenset({"PEOPLE-CURRENT", "PEOPLE-TOO-OFTEN"})
_TOLD: Final = _GUESSES | {"PEOPLE-PASSWORD"}


@router.get("/password")
def form(request: Request, _: Reader, changed: Annotated[bool, Query()] = False) -> Response:
    """Where one changes one's own password, and where one sees that it was changed."""
    return page(request, "password.html.jinja", changed=changed, problems=(), least=LEAST)


@router.post("/password")
def change(
    request: Request,
    server: ServerDep,
    who: Reader,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change it, and go on in a new session: the others of this user end."""
    if new != again:
        return _refused(request, (problem("USERS-TWICE"),), 422)
    source = request.client.host if request.client else ""
    try:
        token = server.people.change_password(who.name, current, new, source)
    except StoreError as error:
        code = error.problems[0].code
        if code not in _TOLD:
            raise
        if code in _GUESSES:
            server.store.note(who.name, "password-failed", who.name, source=clean(source))
        return _refused(request, error.problems, problems.status_of(error) if code == "PEOPLE-TOO-OFTEN" else 422)
    sessions.begin(request, token)
    return RedirectResponse("/password?changed=true", 303)


def _refused(request: Request, found: tuple[Problem, ...], status: int) -> Response:
    """The form again, with what is wrong; nothing of what was typed."""
    made = page(request, "password.html.jinja", status=status, changed=False, problems=found, least=LEAST)
    made.headers.update(wait(found[0]))
    return made
