"""The store: municipalities with their versions, and drafts. One class, verbs as methods; each is one transaction.

What a method returned is on disk. Raises `StoreError`: STORE-GONE for what is not there (or is somebody else's), STORE-CONFLICT for a
version or draft that somebody changed meanwhile, STORE-UNAVAILABLE when the database can't be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any, Self

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.store.database import connect, reason_of
from antwoord_rules.store.records import AuditEntry, Draft, Municipality, Saving, Version
from antwoord_rules.store.tables import AuditRow, DraftRow, MunicipalityRow, SecretRow, VersionRow


class Store:
    """A database with municipalities, drafts, people and the audit log; safe to share between threads."""

    def __init__(self, sessions: sessionmaker[Session], url: str) -> None:
        self._sessions = sessions
        self.url = url
        """Where it is, without a password."""

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at a URL of SQLAlchemy, brought up to date; raises `StoreError`."""
        engine = connect(url)
        return cls(sessionmaker(engine, expire_on_commit=False), engine.url.render_as_string(hide_password=True))

    # Municipalities and versions

    def municipalities(self) -> tuple[Municipality, ...]:
        """All that were saved, by name."""
        newest = select(VersionRow.municipality_id, func.max(VersionRow.number).label("number")).group_by(
            VersionRow.municipality_id
        )
        there = newest.subquery()
        query = (
            select(MunicipalityRow, VersionRow)
            .join(VersionRow, VersionRow.municipality_id == MunicipalityRow.id)
            .join(there, (there.c.municipality_id == VersionRow.municipality_id) & (there.c.number == VersionRow.number))
            .order_by(func.lower(MunicipalityRow.name), MunicipalityRow.id)
        )
        with self.transaction() as session:
            return tuple(Municipality(m.id, m.name, m.code, _version(v)) for m, v in session.execute(query))

    def municipality(self, municipality_id: str) -> Municipality:
        """One of them."""
        versions = self.versions(municipality_id)
        with self.transaction() as session:
            row = session.get(MunicipalityRow, municipality_id)
            if row is None or not versions:
                raise _gone(municipality_id)
            return Municipality(row.id, row.name, row.code, versions[0])

    def find(self, name: str, code: str | None) -> Municipality | None:
        """The municipality as whose version facts with this name and code would be saved; None when it would be a new one."""
        with self.transaction() as session:
            row = session.scalars(select(MunicipalityRow).where(MunicipalityRow.key == _key(name, code))).one_or_none()
        return None if row is None else self.municipality(row.id)

    def versions(self, municipality_id: str) -> tuple[Version, ...]:
        """The versions of a municipality, the newest first."""
        query = select(VersionRow).where(VersionRow.municipality_id == municipality_id).order_by(VersionRow.number.desc())
        with self.transaction() as session:
            return tuple(map(_version, session.scalars(query)))

    def version(self, version_id: str) -> Version:
        """One version."""
        with self.transaction() as session:
            row = session.get(VersionRow, version_id)
            if row is None:
                raise _gone(version_id)
            return _version(row)

    # Drafts

    def drafts(self, owner: str) -> tuple[Draft, ...]:
        """What somebody works on, the last changed first."""
        query = select(DraftRow).where(DraftRow.owner == owner).order_by(DraftRow.changed_at.desc(), DraftRow.id)
        with self.transaction() as session:
            return tuple(map(_draft, session.scalars(query)))

    def draft(self, draft_id: str, owner: str) -> Draft:
        """A draft of this owner."""
        with self.transaction() as session:
            return _draft(_owned(session, draft_id, owner))

    def new_draft(self, owner: str, facts: str, base: Version | None = None) -> Draft:
        """A draft with these facts, of a new municipality or on the base of a version."""
        with self.transaction() as session:
            row = DraftRow(
                owner=owner,
                facts=facts,
                interview={},
                revision=1,
                municipality_id=base.municipality_id if base else None,
                base_number=base.number if base else 0,
                changed_at=_now(),
            )
            session.add(row)
            session.flush()
            return _draft(row)

    def change_draft(self, draft: Draft, facts: str, interview: dict[str, Any]) -> Draft:
        """The draft with other facts; raises STORE-CONFLICT when it is not what the store has any more."""
        with self.transaction() as session:
            query = (
                update(DraftRow)
                .where(DraftRow.id == draft.id, DraftRow.owner == draft.owner, DraftRow.revision == draft.revision)
                .values(facts=facts, interview=interview, revision=draft.revision + 1, changed_at=_now())
                .returning(DraftRow)
            )
            row = session.scalars(query).one_or_none()
            if row is None:
                _owned(session, draft.id, draft.owner)
                raise StoreError([problem("STORE-DRAFT-CHANGED")])
            return _draft(row)

    def rebase_draft(self, draft: Draft, base: Version) -> Draft:
        """The draft as if it started from another version: its owner has seen what that changed."""
        with self.transaction() as session:
            row = _owned(session, draft.id, draft.owner)
            row.municipality_id, row.base_number, row.changed_at = base.municipality_id, base.number, _now()
            return _draft(row)

    def discard(self, draft_id: str, owner: str) -> None:
        """Remove a draft."""
        with self.transaction() as session:
            session.delete(_owned(session, draft_id, owner))

    def save(self, saving: Saving, who: str, *, draft: Draft | None = None, note: str = "") -> Version:
        """Facts as the next version of their municipality, and the end of the draft they were in.

        Raises STORE-CONFLICT when the municipality has a version that is newer than the one that the draft started from.
        """
        try:
            with self.transaction() as session:
                return _version(_saved(session, saving, who, draft, note))
        except IntegrityError as error:  # two at the same moment: the database lets one of them in
            raise StoreError([problem("STORE-CONFLICT", name=saving.name)]) from error

    # The audit log

    def note(self, who: str, action: str, subject: str, **details: Any) -> None:
        """Add to the audit log."""
        with self.transaction() as session:
            _audit(session, who, action, subject, details)

    def audit(self, *, limit: int = 200, before: datetime | None = None) -> tuple[AuditEntry, ...]:
        """The last entries of the audit log, the newest first."""
        query = select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id).limit(limit)
        if before is not None:
            query = query.where(AuditRow.at < before)
        with self.transaction() as session:
            return tuple(AuditEntry(_utc(r.at), r.who, r.action, r.subject, r.details) for r in session.scalars(query))

    def secret(self, name: str) -> bytes:
        """A random secret that everything on this database shares; made when it is first asked for."""
        with suppress(IntegrityError), self.transaction() as session:  # another worker may be first
            if session.get(SecretRow, name) is None:
                session.add(SecretRow(name=name, value=token_bytes(32)))
        with self.transaction() as session:
            return session.get_one(SecretRow, name).value

    def ping(self) -> None:
        """Whether the database answers; raises `StoreError`."""
        with self.transaction() as session:
            session.execute(select(1))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction: committed at the end, undone when something goes wrong."""
        try:
            with self._sessions.begin() as session:
                yield session
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise StoreError([problem("STORE-UNAVAILABLE", reason=reason_of(error))]) from error


def _key(name: str, code: str | None) -> str:
    return code or name.casefold()[:400]


def _saved(session: Session, saving: Saving, who: str, draft: Draft | None, note: str) -> VersionRow:
    key = _key(saving.name, saving.code)
    municipality = session.scalars(select(MunicipalityRow).where(MunicipalityRow.key == key)).one_or_none()
    if municipality is None:
        municipality = MunicipalityRow(key=key, name=saving.name, code=saving.code, created_at=_now())
        session.add(municipality)
        session.flush()
    municipality.name = saving.name
    query = select(func.max(VersionRow.number)).where(VersionRow.municipality_id == municipality.id)
    newest = session.scalars(query).one() or 0
    if draft is not None:
        started_from = draft.base_number if draft.municipality_id == municipality.id else 0
        if started_from != newest:
            raise StoreError([problem("STORE-CONFLICT", name=saving.name)])
        session.execute(delete(DraftRow).where(DraftRow.id == draft.id, DraftRow.owner == draft.owner))
    fields = saving._asdict()
    del fields["name"], fields["code"]
    row = VersionRow(municipality_id=municipality.id, number=newest + 1, note=note, author=who, saved_at=_now(), **fields)
    session.add(row)
    session.flush()
    _audit(session, who, "save", saving.name, {"municipality": municipality.id, "version": row.number})
    return row


def _audit(session: Session, who: str, action: str, subject: str, details: dict[str, Any]) -> None:
    session.add(AuditRow(at=_now(), who=who, action=action, subject=subject, details=details))


def _owned(session: Session, draft_id: str, owner: str) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None or row.owner != owner:
        raise _gone(draft_id)
    return row


def _gone(name: str) -> StoreError:
    return StoreError([problem("STORE-GONE", name=name)])


def _version(row: VersionRow) -> Version:
    fields = {name: getattr(row, name) for name in Version._fields}
    return Version(**fields | {"saved_at": _utc(row.saved_at)})


def _draft(row: DraftRow) -> Draft:
    fields = {name: getattr(row, name) for name in Draft._fields}
    return Draft(**fields | {"changed_at": _utc(row.changed_at)})


def _now() -> datetime:
    return datetime.now(UTC)


def _utc(moment: datetime) -> datetime:
    """SQLite forgets the zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
