"""The tables of the store. Migrations in `migrations/` make them; a test holds the two to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _new_id() -> str:
    return uuid4().hex


class Base(DeclarativeBase):
    """The tables. Moments are UTC."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSON}  # noqa: RUF012  (SQLAlchemy's way)


class UserRow(Base):
    """Who may sign in. `role` is one of `store.people.ROLES`."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SessionRow(Base):
    """Somebody who signed in, or a program with a token: only the SHA-256 of the secret is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AttemptRow(Base):
    """A sign-in that failed, for the limit on their rate."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    key: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class SecretRow(Base):
    """A secret that all workers share, such as the key of CSRF tokens."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class MunicipalityRow(Base):
    """A municipality that was saved. `key` is its code, else its name without capitals: the same municipality has one row."""

    __tablename__ = "municipalities"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(String(6))
    created_at: Mapped[datetime]


class VersionRow(Base):
    """The facts of a municipality as saved, with the result that the rules of that moment gave. Never changed."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    municipality_id: Mapped[str] = mapped_column(ForeignKey("municipalities.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    peildatum: Mapped[str] = mapped_column(String(10))
    phase: Mapped[int]
    certain: Mapped[bool]
    facts: Mapped[str] = mapped_column(Text)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    rules_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime]


class DraftRow(Base):
    """A fact document that somebody works on: only its owner sees it. `revision` counts its changes; `base_*` says which version it
    started from."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    owner: Mapped[str] = mapped_column(String(100), index=True)
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipalities.id", ondelete="SET NULL"))
    base_number: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str] = mapped_column(Text)
    interview: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class AuditRow(Base):
    """Who changed what. Nothing in the package changes or removes these rows."""

    __tablename__ = "audit"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
