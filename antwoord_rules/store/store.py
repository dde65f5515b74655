"""The store: municipalities with their versions, and drafts. One class, verbs as methods; each is one transaction.

What a method returned is on disk. Raises `StoreError`: STORE-GONE for what is not there (or is somebody else's), STORE-CONFLICT
when somebody else saved a version meanwhile, STORE-DRAFT-CHANGED for a draft that was changed, STORE-UNAVAILABLE when the
database can't be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_bytes
from typing import Any, Final, Self

from sqlalchemy import Engine, Select, Subquery, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.store.auditing import record
from antwoord_rules.store.database import connect, reads, told
from antwoord_rules.store.migrations import upgrade
from antwoord_rules.store.records import AuditEntry, Draft, Heading, Municipality, Saving, Version
from antwoord_rules.store.saving import found_row, gone, owned, saved
from antwoord_rules.store.tables import AuditRow, DraftRow, MunicipalityRow, SecretRow, VersionRow, now


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
    def overview(self) -> tuple[Heading, ...]:
        """All municipalities by name, each by its newest version. Facts and results are left out: these are large."""
        newest = _newest()
        current = (VersionRow.municipality_id == newest.c.municipality_id) & (VersionRow.number == newest.c.number)
        return self._headings(_HEADINGS.join(newest, current))

    @reads
    def timeline(self) -> tuple[Heading, ...]:
        """All versions of all municipalities, by name and then the newest first, in the same way."""
        return self._headings(_HEADINGS.order_by(VersionRow.number.desc()))

    def _headings(self, query: Select[*tuple[Any, ...]]) -> tuple[Heading, ...]:
        with self.reading() as session:
            return tuple(sorted(map(Heading._make, session.execute(query)), key=lambda one: (one.name.casefold(), one.id)))

    @reads
    def municipalities(self) -> tuple[Municipality, ...]:
        """All that were saved, by name."""
        newest = _newest()
        query = (
            select(MunicipalityRow, VersionRow)
            .join(newest, newest.c.municipality_id == MunicipalityRow.id)
            .join(VersionRow, (VersionRow.municipality_id == MunicipalityRow.id) & (VersionRow.number == newest.c.number))
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
                raise gone(municipality_id)
            return Municipality(row.id, row.name, row.code, _version(newest))

    @reads
    def find(self, name: str, code: str | None, *, draft: Draft | None = None) -> Municipality | None:
        """The municipality as whose version facts with this name and code, in this draft, would be saved; None when it would be a
        new one."""
        with self.reading() as session:
            row = found_row(session, name, code, started_from=draft.municipality_id if draft else None)
        return None if row is None else self.municipality(row.id)

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
                raise gone(version_id)
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
            return _draft(owned(session, draft_id, owner))

    @reads
    def base_of(self, draft: Draft) -> Version | None:
        """The version that a draft started from; None when it is of a new municipality."""
        query = select(VersionRow).where(
            VersionRow.municipality_id == draft.municipality_id, VersionRow.number == draft.base_number
        )
        with self.reading() as session:
            row = session.scalars(query).one_or_none()
            return None if row is None else _version(row)

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

    def change_draft(self, draft: Draft, facts: str, interview: dict[str, Any], base: Version | None = None) -> Draft:
        """The draft with other facts; with a `base`, as if it started from that version: its owner has seen what that changed.

        Raises STORE-DRAFT-CHANGED when it is not what the store has any more.
        """
        started = {} if base is None else {"municipality_id": base.municipality_id, "base_number": base.number}
        with self.transaction() as session:
            query = (
                update(DraftRow)
                .where(DraftRow.id == draft.id, DraftRow.owner == draft.owner, DraftRow.revision == draft.revision)
                .values(facts=facts, interview=interview, revision=draft.revision + 1, changed_at=now(), **started)
                .returning(DraftRow)
            )
            row = session.scalars(query).one_or_none()
            if row is None:
                owned(session, draft.id, draft.owner)
                raise StoreError([problem("STORE-DRAFT-CHANGED")])
            return _draft(row)

    def discard(self, draft_id: str, owner: str, name: str) -> None:
        """Remove a draft; `name` tells the audit log whom it was about."""
        with self.transaction() as session:
            session.delete(owned(session, draft_id, owner))
            record(session, owner, "discard", name)

    def save(self, saving: Saving, who: str, *, draft: Draft | None = None, note: str = "") -> Version:
        """Facts as the next version of their municipality, and the end of the draft they were in.

        Raises STORE-CONFLICT when the municipality has a version that is newer than the one that the draft started from, and
        STORE-DRAFT-CHANGED or STORE-GONE when the draft is not what the store has any more.
        """
        with self.transaction() as session:
            try:
                return _version(saved(session, saving, who, draft, note))
            except IntegrityError:  # two at the same moment: the database lets one of them in
                raise StoreError([problem("STORE-CONFLICT", name=saving.name)]) from None

    # The audit log

    def note(self, who: str, action: str, subject: str, **details: Any) -> None:
        """Add to the audit log."""
        with self.transaction() as session:
            record(session, who, action, subject, **details)

    @reads
    def audit(self, *, limit: int = 200, before: int | None = None) -> tuple[AuditEntry, ...]:
        """The last entries of the audit log (before an entry of that number), the newest first."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.id < before)
        with self.reading() as session:
            return tuple(AuditEntry(r.id, r.at, r.who, r.action, r.subject, r.details) for r in session.scalars(query))

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


_HEADINGS: Final = select(
    MunicipalityRow.id,
    MunicipalityRow.name,
    MunicipalityRow.code,
    VersionRow.id,
    VersionRow.number,
    VersionRow.peildatum,
    VersionRow.phase,
    VersionRow.certain,
    VersionRow.author,
    VersionRow.note,
    VersionRow.saved_at,
).join(VersionRow, VersionRow.municipality_id == MunicipalityRow.id)
"""The fields of `Heading`, in its order."""


def _newest() -> Subquery:
    number = func.max(VersionRow.number).label("number")
    return select(VersionRow.municipality_id, number).group_by(VersionRow.municipality_id).subquery()


def _version(row: VersionRow) -> Version:
    return Version(**{name: getattr(row, name) for name in Version._fields})


def _draft(row: DraftRow) -> Draft:
    return Draft(**{name: getattr(row, name) for name in Draft._fields})
