"""The tables of the store. Migrations in `migrations/` make them; a test holds the two to each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _new_id() -> str:
    return uuid4().hex


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A moment that is UTC on its way in and out: SQLite forgets the zone, PostgreSQL gives that of the connection."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """The moment as it is kept."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """The moment as it was."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON}  # noqa: RUF012  (SQLAlchemy's way)


class UserRow(Base):
    """Who may sign in. `key` is the name without capitals: nobody else has it. `role` is one of `records.ROLES`."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SessionRow(Base):
    """Somebody who signed in (`kind` is "session"), or a program with a token ("token", with a label, and without an end): only
    the SHA-256 of the secret is kept."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class AttemptRow(Base):
    """A sign-in that failed or is under way, for the limit on their rate. `key` is a SHA-256: people type passwords as names."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_new_id)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class SecretRow(Base):
    """A secret that all workers share, such as the key of CSRF tokens."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class MunicipalityRow(Base):
    """A municipality that was saved. `key` is its code, else its name without capitals (its SHA-256 when that is long): the same
    municipality has one row."""

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
    municipality_id: Mapped[str] = mapped_column(ForeignKey("municipalities.id", ondelete="CASCADE"))
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
    """A fact document that somebody works on: only its owner sees it. `revision` counts its changes; `base_number` says which
    version it started from."""

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
    """Who changed what, in order. Nothing in the package changes or removes these rows."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
