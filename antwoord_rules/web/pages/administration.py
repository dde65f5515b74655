"""Administration: users and their tokens, who changed what, and everything as a file and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from antwoord_rules.errors import Problem, StoreError
from antwoord_rules.language import Text
from antwoord_rules.store.importing import Imported
from antwoord_rules.store.passwords import LEAST, MOST
from antwoord_rules.store.records import ROLES, User
from antwoord_rules.web.context import ROLE_NAMES, Admin, Server, ServerDep, accounts_only
from antwoord_rules.web.view import page

router = APIRouter(prefix="/admin")

MEANINGS: Final = {
    "reader": Text("mag alles bekijken", "may look at everything"),
    "analyst": Text("mag ook gemeenten invullen en bewaren", "may also fill in and save municipalities"),
    "author": Text("mag ook in de werkbank regels uitproberen", "may also try out rules in the workbench"),
    "admin": Text("mag ook gebruikers beheren", "may also manage users"),
}
"""What each role adds to the one before it."""
ACTIONS: Final = {
    "save": Text("bewaarde een versie", "saved a version"),
    "discard": Text("gooide een concept weg", "discarded a draft"),
    "import": Text("las een zip in", "read in a zip"),
    "export": Text("exporteerde alles", "exported everything"),
    "sign-in": Text("logde in", "signed in"),
    "sign-in-failed": Text("kon niet inloggen", "failed to sign in"),
    "sign-out": Text("logde uit", "signed out"),
    "user-add": Text("voegde een gebruiker toe", "added a user"),
    "password-failed": Text("gaf een verkeerd huidig wachtwoord", "gave a wrong current password"),
    "user-password": Text("gaf een nieuw wachtwoord", "gave a new password"),
    "user-role": Text("gaf een andere rol", "gave another role"),
    "user-activate": Text("liet een gebruiker weer toe", "let a user in again"),
    "user-deactivate": Text("blokkeerde een gebruiker", "locked a user out"),
    "user-remove": Text("verwijderde een gebruiker", "removed a user"),
    "token-add": Text("maakte een token", "made a token"),
    "token-revoke": Text("trok een token in", "revoked a token"),
}
"""What the audit log tells; what is not here is shown by its own name."""

_SHORT: Final = 10
_PAGE: Final = 100


def _user(user_id: str, server: ServerDep, _: Admin) -> User:
    """The user of an address."""
    found = next((user for user in server.people.all() if user.id == user_id), None)
    if found is None:
        raise HTTPException(404)
    return found


Number = Annotated[int, Query(ge=1, le=10**9)]
UserDep = Annotated[User, Depends(_user)]
Word = Annotated[str, Form()]
_NEEDS_ACCOUNTS: Final = [Depends(accounts_only)]


@router.get("")
def overview(request: Request, server: ServerDep, _: Admin) -> Response:
    """Users, export and import, and the last entries of the audit log."""
    return overview_page(request, server)


def overview_page(
    request: Request,
    server: Server,
    *,
    problems: tuple[Problem, ...] = (),
    typed: tuple[str, str] = ("", ROLES[0]),
    archive_problems: tuple[Problem, ...] = (),
    imported: Imported | None = None,
    status: int = 200,
) -> Response:
    """The page of administration, with what is wrong with a user that was typed or a file that was sent, or what came of it."""
    return page(
        request,
        "admin.html.jinja",
        status=status,
        users=server.people.all() if server.settings.accounts else (),
        entries=server.store.audit(limit=_SHORT),
        actions=ACTIONS,
        roles=ROLE_NAMES,
        meanings=MEANINGS,
        least=LEAST,
        most=MOST,
        where=server.store.url.removeprefix("sqlite:///"),
        problems=problems,
        name=typed[0],
        role=typed[1],
        archive_problems=archive_problems,
        imported=imported,
    )


@router.get("/audit")
def audit(request: Request, server: ServerDep, _: Admin, before: Number | None = None) -> Response:
    """The audit log, the newest first, a page at a time."""
    entries = server.store.audit(limit=_PAGE, before=before)
    older = entries[-1].number if len(entries) == _PAGE else None
    return page(request, "audit.html.jinja", entries=entries, older=older, first=before is None, actions=ACTIONS)


@router.post("/users", dependencies=_NEEDS_ACCOUNTS)
def add(request: Request, server: ServerDep, who: Admin, name: Word = "", password: Word = "", role: Word = "") -> Response:
    """Add a user."""
    wrong = _try(lambda: server.people.add(name, password, role, who.name))
    if wrong:
        return overview_page(request, server, problems=wrong, typed=(name, role), status=422)
    return RedirectResponse("/admin", 303)


@router.get("/users/{user_id}", dependencies=_NEEDS_ACCOUNTS)
def user(request: Request, server: ServerDep, found: UserDep, _: Admin) -> Response:
    """One user: role, password, tokens."""
    return _one(request, server, found)


def _one(
    request: Request, server: Server, found: User, problems: tuple[Problem, ...] = (), secret: str | None = None
) -> Response:
    return page(
        request,
        "admin_user.html.jinja",
        status=422 if problems else 200,
        user=found,
        tokens=server.people.tokens(found.name),
        roles=ROLE_NAMES,
        meanings=MEANINGS,
        least=LEAST,
        most=MOST,
        problems=problems,
        secret=secret,
    )


@router.post("/users/{user_id}/role", dependencies=_NEEDS_ACCOUNTS)
def change_role(request: Request, server: ServerDep, found: UserDep, who: Admin, role: Word = "") -> Response:
    """Give a user another role."""
    return _changed(request, server, found, lambda: server.people.set_role(found.name, role, who.name))


@router.post("/users/{user_id}/active", dependencies=_NEEDS_ACCOUNTS)
def change_active(request: Request, server: ServerDep, found: UserDep, who: Admin, active: Word = "") -> Response:
    """Let a user in, or keep them out."""
    return _changed(request, server, found, lambda: server.people.set_active(found.name, active == "yes", who.name))


@router.post("/users/{user_id}/password", dependencies=_NEEDS_ACCOUNTS)
def change_password(request: Request, server: ServerDep, found: UserDep, who: Admin, password: Word = "") -> Response:
    """Give a user another password."""
    return _changed(request, server, found, lambda: server.people.set_password(found.name, password, who.name))


@router.post("/users/{user_id}/tokens", dependencies=_NEEDS_ACCOUNTS)
def new_token(request: Request, server: ServerDep, found: UserDep, who: Admin, label: Word = "") -> Response:
    """A token for a program. Shown in the answer itself, once: in an address it would be kept."""
    made: list[str] = []
    wrong = _try(lambda: made.append(server.people.new_token(found.name, label, who.name)))
    return _one(request, server, found, wrong, made[0] if made else None)


@router.post("/users/{user_id}/tokens/{token_id}/revoke", dependencies=_NEEDS_ACCOUNTS)
def revoke(request: Request, server: ServerDep, found: UserDep, who: Admin, token_id: str) -> Response:
    """The end of a token."""
    return _changed(request, server, found, lambda: server.people.revoke(token_id, who.name))


def _changed(request: Request, server: Server, found: User, change: Callable[[], object]) -> Response:
    """The page of a user after a change, or with why it could not be."""
    wrong = _try(change)
    return _one(request, server, found, wrong) if wrong else RedirectResponse(f"/admin/users/{found.id}", 303)


def _try(change: Callable[[], object]) -> tuple[Problem, ...]:
    """What is wrong with a change of users; nothing when it was made."""
    try:
        change()
    except StoreError as error:
        if any(not found.code.startswith("PEOPLE-") for found in error.problems):
            raise
        return error.problems
    return ()
