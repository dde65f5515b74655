"""The store: municipalities with their versions, and drafts. One class, verbs as methods; each is one transaction.

What a method returned is on disk. Raises `StoreError`: STORE-GONE for what is not there (or is somebody else's), STORE-CONFLICT
when somebody else saved a version meanwhile, STORE-DRAFT-CHANGED for a draft that was changed, STORE-UNAVAILABLE when the
database can't be used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from secrets import token_bytes
from typing import Any, Final, Self

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.store.auditing import record
from antwoord_rules.store.database import connect, reads, told
from antwoord_rules.store.migrations import upgrade
from antwoord_rules.store.records import AuditEntry, Draft, Municipality, Saving, Version
from antwoord_rules.store.tables import AuditRow, DraftRow, MunicipalityRow, SecretRow, VersionRow, now

_LONGEST_KEY: Final = 400


class Store:
    """A database with municipalities, drafts, people and the audit log; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(engine.execution_options(reading=True), expire_on_commit=False)
        self.url = engine.url.render_as_string(hide_password=True)
        """Where it is, without a password."""

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at a URL of SQLAlchemy, brought up to date; raises `StoreError`."""
        engine = connect(url)
        try:
            with told():
                upgrade(engine)
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    # Municipalities and versions

    @reads
    def municipalities(self) -> tuple[Municipality, ...]:
        """All that were saved, by name."""
        newest = select(VersionRow.municipality_id, func.max(VersionRow.number).label("number")).group_by(
            VersionRow.municipality_id
        )
        there = newest.subquery()
        query = (
            select(MunicipalityRow, VersionRow)
            .join(there, there.c.municipality_id == MunicipalityRow.id)
            .join(VersionRow, (VersionRow.municipality_id == MunicipalityRow.id) & (VersionRow.number == there.c.number))
        )
        with self.reading() as session:
            found = [Municipality(row.id, row.name, row.code, _version(version)) for row, version in session.execute(query)]
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    @reads
    def municipality(self, municipality_id: str) -> Municipality:
        """One of them."""
        query = select(VersionRow).where(VersionRow.municipality_id == municipality_id).order_by(VersionRow.number.desc())
        with self.reading() as session:
            row = session.get(MunicipalityRow, municipality_id)
            newest = session.scalars(query.limit(1)).one_or_none()
            if row is None or newest is None:
                raise _gone(municipality_id)
            return Municipality(row.id, row.name, row.code, _version(newest))

    @reads
    def versions(self, municipality_id: str) -> tuple[Version, ...]:
        """The versions of a municipality, the newest first."""
        query = select(VersionRow).where(VersionRow.municipality_id == municipality_id).order_by(VersionRow.number.desc())
        with self.reading() as session:
            return tuple(map(_version, session.scalars(query)))

    @reads
    def version(self, version_id: str) -> Version:
        """One version."""
        with self.reading() as session:
            row = session.get(VersionRow, version_id)
            if row is None:
                raise _gone(version_id)
            return _version(row)

    # Drafts

    @reads
    def drafts(self, owner: str) -> tuple[Draft, ...]:
        """What somebody works on, the last changed first."""
        query = select(DraftRow).where(DraftRow.owner == owner).order_by(DraftRow.changed_at.desc(), DraftRow.id)
        with self.reading() as session:
            return tuple(map(_draft, session.scalars(query)))

    @reads
    def draft(self, draft_id: str, owner: str) -> Draft:
        """A draft of this owner."""
        with self.reading() as session:
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
                changed_at=now(),
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
                .values(facts=facts, interview=interview, revision=draft.revision + 1, changed_at=now())
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
            row.municipality_id, row.base_number, row.changed_at = base.municipality_id, base.number, now()
            return _draft(row)

    def discard(self, draft_id: str, owner: str) -> None:
        """Remove a draft."""
        with self.transaction() as session:
            session.delete(_owned(session, draft_id, owner))

    def save(self, saving: Saving, who: str, *, draft: Draft | None = None, note: str = "") -> Version:
        """Facts as the next version of their municipality, and the end of the draft they were in.

        Raises STORE-CONFLICT when the municipality has a version that is newer than the one that the draft started from, and
        STORE-DRAFT-CHANGED or STORE-GONE when the draft is not what the store has any more.
        """
        with self.transaction() as session:
            try:
                return _version(_saved(session, saving, who, draft, note))
            except IntegrityError as error:  # two at the same moment: the database lets one of them in
                raise StoreError([problem("STORE-CONFLICT", name=saving.name)]) from error

    # The audit log

    def note(self, who: str, action: str, subject: str, **details: Any) -> None:
        """Add to the audit log."""
        with self.transaction() as session:
            record(session, who, action, subject, **details)

    @reads
    def audit(self, *, limit: int = 200, before: datetime | None = None) -> tuple[AuditEntry, ...]:
        """The last entries of the audit log, the newest first."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.at < before)
        with self.reading() as session:
            return tuple(AuditEntry(r.at, r.who, r.action, r.subject, r.details) for r in session.scalars(query))

    def secret(self, name: str) -> bytes:
        """A random secret that everything on this database shares; made when it is first asked for."""
        found = self._secret(name)
        if found is None:
            with self.transaction() as session:
                session.add(SecretRow(name=name, value=token_bytes(32)))
                try:
                    session.flush()
                except IntegrityError:  # another worker was first
                    session.rollback()
            found = self._secret(name)
        assert found is not None  # noqa: S101  (secrets are never removed)
        return found

    @reads
    def _secret(self, name: str) -> bytes | None:
        with self.reading() as session:
            row = session.get(SecretRow, name)
            return row.value if row else None

    def ping(self) -> None:
        """Whether the database answers; raises `StoreError`."""
        with self.reading() as session:
            session.execute(select(1))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that writes: committed at the end, undone when something goes wrong."""
        with told(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads; on SQLite it waits for nobody."""
        with told(), self._readers.begin() as session:
            yield session


def _saved(session: Session, saving: Saving, who: str, draft: Draft | None, note: str) -> VersionRow:
    municipality = _municipality(session, saving, draft)
    query = select(func.max(VersionRow.number)).where(VersionRow.municipality_id == municipality.id)
    newest = session.scalars(query).one() or 0
    if draft is not None:
        if _owned(session, draft.id, draft.owner).revision != draft.revision:
            raise StoreError([problem("STORE-DRAFT-CHANGED")])
        started_from = draft.base_number if draft.municipality_id == municipality.id else 0
        if started_from != newest:
            raise StoreError([problem("STORE-CONFLICT", name=saving.name)])
        session.execute(delete(DraftRow).where(DraftRow.id == draft.id))
    fields = saving._asdict()
    del fields["name"], fields["code"]
    row = VersionRow(municipality_id=municipality.id, number=newest + 1, note=note, author=who, saved_at=now(), **fields)
    session.add(row)
    session.flush()
    record(session, who, "save", saving.name, municipality=municipality.id, version=row.number)
    return row


def _municipality(session: Session, saving: Saving, draft: Draft | None) -> MunicipalityRow:
    """The row of a municipality, made when it is new; one that had no code before may get it."""
    row = session.scalars(select(MunicipalityRow).where(MunicipalityRow.key == key_of(saving.name, saving.code))).one_or_none()
    if row is None and draft is not None and draft.municipality_id is not None:
        started_from = session.get(MunicipalityRow, draft.municipality_id)
        if started_from is not None and started_from.key == key_of(saving.name, None):
            row = started_from
    if row is None:
        row = MunicipalityRow(created_at=now())
        session.add(row)
    row.key, row.name, row.code = key_of(saving.name, saving.code), saving.name, saving.code
    session.flush()
    return row


def key_of(name: str, code: str | None) -> str:
    """By what a municipality is known: its code, else its name without capitals."""
    key = code or name.casefold()
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _owned(session: Session, draft_id: str, owner: str) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None or row.owner != owner:
        raise _gone(draft_id)
    return row


def _gone(name: str) -> StoreError:
    return StoreError([problem("STORE-GONE", name=name)])


def _version(row: VersionRow) -> Version:
    return Version(**{name: getattr(row, name) for name in Version._fields})


def _draft(row: DraftRow) -> Draft:
    return Draft(**{name: getattr(row, name) for name in Draft._fields})
