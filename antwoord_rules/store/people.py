"""People: who may sign in, with what role, and the sessions and tokens of those who did.

Passwords and tokens are kept as hashes only, and stand in no message and in no entry of the audit log. Raises `StoreError`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta
from secrets import token_urlsafe
from typing import Final

from argon2 import PasswordHasher
from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.quoting import clean, forbidden
from antwoord_rules.store import attempts
from antwoord_rules.store.auditing import record
from antwoord_rules.store.database import one_at_a_time, reads
from antwoord_rules.store.passwords import Passwords
from antwoord_rules.store.records import ROLES, Token, User
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import SessionRow, UserRow, now

SESSION: Final = timedelta(hours=12)
"""How long one stays signed in."""

TOKEN_START: Final = "antwoord_"  # noqa: S105  (not a secret: by this, tools that look for leaked secrets know ours)
_LONGEST: Final = 100


class People:
    """The users of a store. `by` is who does it, for the audit log."""

    def __init__(self, store: Store, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._passwords = Passwords(hasher)

    # Users

    @reads
    def all(self) -> tuple[User, ...]:
        """All users, by name."""
        with self._store.reading() as session:
            return tuple(sorted(map(_user, session.scalars(select(UserRow))), key=lambda user: user.name.casefold()))

    def add(self, name: str, password: str, role: str, by: str) -> User:
        """A new user; raises PEOPLE-NAME, PEOPLE-TAKEN, PEOPLE-PASSWORD or PEOPLE-ROLE."""
        name = _label(name, "PEOPLE-NAME")
        _check_role(role)
        hashed = self._passwords.hashed(password, name)
        with self._store.transaction() as session:
            row = UserRow(key=name.casefold(), name=name, password_hash=hashed, role=role, active=True, created_at=now())
            session.add(row)
            try:
                session.flush()
            except IntegrityError:
                raise StoreError([problem("PEOPLE-TAKEN", name=name)]) from None
            record(session, by, "user-add", name, role=role)
            return _user(row)

    def set_password(self, name: str, password: str, by: str) -> None:
        """Another password, which ends all sessions of the user; raises PEOPLE-UNKNOWN or PEOPLE-PASSWORD."""
        hashed = self._passwords.hashed(password, _typed(name))
        with self._store.transaction() as session:
            _replace_password(session, _named(session, name), hashed, by)

    def set_role(self, name: str, role: str, by: str) -> None:
        """Another role, from the next request on; raises PEOPLE-UNKNOWN, PEOPLE-ROLE or PEOPLE-LAST-ADMIN."""
        _check_role(role)
        with self._store.transaction() as session:
            row = _named(session, name)
            before, row.role = row.role, role
            _check_admin(session, row, lost=before == "admin" and role != "admin" and row.active)
            record(session, by, "user-role", row.name, before=before, after=role)

    def set_active(self, name: str, active: bool, by: str) -> None:
        """Let a user in, or keep them out and end all their sessions and tokens; raises PEOPLE-UNKNOWN or PEOPLE-LAST-ADMIN."""
        with self._store.transaction() as session:
            row = _named(session, name)
            before, row.active = row.active, active
            _check_admin(session, row, lost=before and not active and row.role == "admin")
            if not active:
                session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
            record(session, by, "user-activate" if active else "user-deactivate", row.name)

    def remove(self, name: str, by: str) -> None:
        """Remove a user with all their sessions and tokens; what they did stays under their name, in the audit log and versions.

        Raises PEOPLE-UNKNOWN or PEOPLE-LAST-ADMIN.
        """
        with self._store.transaction() as session:
            row = _named(session, name)
            _check_admin(session, row, lost=row.active and row.role == "admin")
            session.delete(row)
            record(session, by, "user-remove", row.name)

    # Signing in

    @reads
    def known(self, name: str) -> str | None:
        """The name of a user as it is kept, however it is typed; None when nobody has it."""
        with self._store.reading() as session:
            row = _found(session, name)
            return row.name if row is not None else None

    def verify(self, name: str, password: str) -> User | None:
        """The active user with this name and password; as much work when there is none."""
        with self._store.reading() as session:
            row = _found(session, name)
            hashed = row.password_hash if row is not None and row.active else None
        if not self._passwords.right(password, hashed) or row is None or hashed is None:
            return None
        if self._passwords.outdated(hashed):
            anew = self._passwords.hashed(password, row.name)
            with self._store.transaction() as session:
                ours = (UserRow.id == row.id) & (UserRow.password_hash == hashed)
                session.execute(update(UserRow).where(ours).values(password_hash=anew))
        return _user(row)

    def sign_in(self, name: str, password: str, source: str) -> str:
        """The token of a new session; `source` is where the request came from.

        Raises PEOPLE-WRONG for a wrong name or password alike, PEOPLE-TOO-OFTEN after 5 failures with a name from a source in 15
        minutes, or 50 from a source.
        """
        name = _typed(name)
        user, ids = self._attempt(name, password, source, "PEOPLE-WRONG")
        with self._store.transaction() as session:
            attempts.succeeded(session, ids, name, source)
            session.execute(delete(SessionRow).where(SessionRow.expires_at < now()))
            record(session, user.name, "sign-in", user.name, source=clean(source))
            return _new_session(session, user.id)

    def change_password(self, name: str, current: str, new: str, source: str) -> str:
        """Another password by the user, who must know the current one: a session that was left open is not enough. Ends all
        sessions of the user, and gives the token of a new one.

        Raises PEOPLE-PASSWORD, PEOPLE-CURRENT for a wrong current password, and PEOPLE-TOO-OFTEN as for signing in.
        """
        hashed = self._passwords.hashed(new, _typed(name))
        user, ids = self._attempt(name, current, source, "PEOPLE-CURRENT")
        with self._store.transaction() as session:
            attempts.succeeded(session, ids, user.name, source)
            _replace_password(session, _named(session, user.name), hashed, user.name)
            return _new_session(session, user.id)

    def _attempt(self, name: str, password: str, source: str, wrong: str) -> tuple[User, tuple[str, ...]]:
        """Who has this name and password, and the ids of the attempt, which counts as failed until it is said to have succeeded;
        raises the code for a wrong one.
        """
        with self._store.transaction() as session:
            ids = attempts.begin(session, name, source)
        user = self.verify(name, password)
        if user is None:
            raise StoreError([problem(wrong)])
        return user, ids

    def sign_out(self, token: str) -> None:
        """The end of a session; nothing when there is none."""
        with self._store.transaction() as session:
            found = session.execute(_bearer(token, "session")).one_or_none()
            if found is not None:
                session.delete(found.SessionRow)
                record(session, found.UserRow.name, "sign-out", found.UserRow.name)

    def who(self, token: str) -> User | None:
        """Whose session it is, when it has not ended and its user is active."""
        return self._bearer(token, "session")

    # Tokens of programs

    def new_token(self, name: str, label: str, by: str) -> str:
        """A token with which a program may do what this user may; shown once. Raises PEOPLE-UNKNOWN or PEOPLE-LABEL."""
        label = _label(label, "PEOPLE-LABEL")
        token = TOKEN_START + token_urlsafe(32)
        with self._store.transaction() as session:
            user = _named(session, name)
            row = SessionRow(token_hash=_hash(token), user_id=user.id, kind="token", label=label, created_at=now())
            session.add(row)
            session.flush()
            record(session, by, "token-add", user.name, label=label, token=row.id)
        return token

    def by_token(self, token: str) -> User | None:
        """Whose token it is, when it was not revoked and its user is active."""
        return self._bearer(token, "token")

    @reads
    def tokens(self, name: str) -> tuple[Token, ...]:
        """The tokens of a user, the oldest first; raises PEOPLE-UNKNOWN."""
        with self._store.reading() as session:
            mine = (SessionRow.user_id == _named(session, name).id) & (SessionRow.kind == "token")
            rows = session.scalars(select(SessionRow).where(mine).order_by(SessionRow.created_at, SessionRow.id))
            return tuple(Token(row.id, row.label, row.created_at) for row in rows)

    def revoke(self, token_id: str, by: str) -> None:
        """The end of a token; raises STORE-GONE."""
        with self._store.transaction() as session:
            row = session.get(SessionRow, token_id)
            if row is None or row.kind != "token":
                raise StoreError([problem("STORE-GONE", name=token_id)])
            record(session, by, "token-revoke", session.get_one(UserRow, row.user_id).name, label=row.label, token=row.id)
            session.delete(row)

    @reads
    def _bearer(self, token: str, kind: str) -> User | None:
        with self._store.reading() as session:
            found = session.execute(_bearer(token, kind)).one_or_none()
            return _user(found.UserRow) if found else None


def _bearer(token: str, kind: str) -> Select[SessionRow, UserRow]:
    return (
        select(SessionRow, UserRow)
        .join(UserRow, UserRow.id == SessionRow.user_id)
        .where(SessionRow.token_hash == _hash(token), SessionRow.kind == kind, UserRow.active)
        .where(SessionRow.expires_at.is_(None) | (SessionRow.expires_at > now()))
    )


def _new_session(session: Session, user_id: str) -> str:
    """The token of a session that begins now."""
    token = token_urlsafe(32)
    ends = now() + SESSION
    session.add(SessionRow(token_hash=_hash(token), user_id=user_id, kind="session", created_at=now(), expires_at=ends))
    return token


def _replace_password(session: Session, row: UserRow, hashed: str, by: str) -> None:
    """Another password, which ends all sessions; tokens of programs stay."""
    row.password_hash = hashed
    session.execute(delete(SessionRow).where(SessionRow.user_id == row.id, SessionRow.kind == "session"))
    record(session, by, "user-password", row.name)


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise StoreError([problem("PEOPLE-ROLE", found=clean(role), roles=", ".join(ROLES))])


def _check_admin(session: Session, row: UserRow, *, lost: bool) -> None:
    """Refuse a change after which nobody is an administrator."""
    if not lost:
        return
    one_at_a_time(session.connection(), "admins")  # two who remove each other's role at the same moment
    others = select(func.count()).where(UserRow.role == "admin", UserRow.active, UserRow.id != row.id)
    if not session.scalars(others).one():
        raise StoreError([problem("PEOPLE-LAST-ADMIN", name=row.name)])


def _label(text: str, code: str) -> str:
    text = _typed(text)
    if not 1 <= len(text) <= _LONGEST or forbidden(text):
        raise StoreError([problem(code, found=clean(text), most=_LONGEST)])
    return text


def _typed(text: str) -> str:
    """What somebody typed: a keyboard may give an accent apart from its letter."""
    return unicodedata.normalize("NFC", text.strip())


def _found(session: Session, name: str) -> UserRow | None:
    name = _typed(name)
    if len(name) > _LONGEST or forbidden(name):
        return None
    return session.scalars(select(UserRow).where(UserRow.key == name.casefold())).one_or_none()


def _named(session: Session, name: str) -> UserRow:
    row = _found(session, name)
    if row is None:
        raise StoreError([problem("PEOPLE-UNKNOWN", name=clean(name))])
    return row


def _user(row: UserRow) -> User:
    return User(row.id, row.name, row.role, row.active, row.created_at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
