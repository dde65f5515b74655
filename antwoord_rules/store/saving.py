"""Making the next version of a municipality, inside a transaction."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from antwoord_rules.errors import StoreError, problem
from antwoord_rules.store.auditing import record
from antwoord_rules.store.records import Draft, Saving
from antwoord_rules.store.tables import DraftRow, MunicipalityRow, VersionRow, now

_LONGEST_KEY: Final = 400


def saved(session: Session, saving: Saving, who: str, draft: Draft | None, note: str) -> VersionRow:
    """The row of the next version, and the end of its draft. Raises `StoreError`, and `IntegrityError` when somebody else saved
    the same version at this moment."""
    started_from = draft.municipality_id if draft else None
    municipality = municipality_row(session, saving.name, saving.code, started_from=started_from)
    query = select(func.max(VersionRow.number)).where(VersionRow.municipality_id == municipality.id)
    newest = session.scalars(query).one() or 0
    if draft is not None:
        if owned(session, draft.id, draft.owner).revision != draft.revision:
            raise StoreError([problem("STORE-DRAFT-CHANGED")])
        base = draft.base_number if draft.municipality_id == municipality.id else 0
        if base != newest:
            raise StoreError([problem("STORE-CONFLICT", name=saving.name)])
        session.execute(delete(DraftRow).where(DraftRow.id == draft.id))
    fields = saving._asdict()
    del fields["name"], fields["code"]
    row = VersionRow(municipality_id=municipality.id, number=newest + 1, note=note, author=who, saved_at=now(), **fields)
    session.add(row)
    session.flush()
    record(session, who, "save", saving.name, municipality=municipality.id, version=row.number)
    return row


def municipality_row(
    session: Session, name: str, code: str | None, *, started_from: str | None = None, row_id: str | None = None
) -> MunicipalityRow:
    """The row of a municipality. A new one gets `row_id`; the one that a draft started from may get its code now."""
    row = found_row(session, name, code, started_from=started_from)
    if row is None:
        row = MunicipalityRow(created_at=now(), **{} if row_id is None else {"id": row_id})
        session.add(row)
    row.key, row.name, row.code = key_of(name, code), name, code
    session.flush()
    return row


def found_row(session: Session, name: str, code: str | None, *, started_from: str | None = None) -> MunicipalityRow | None:
    """The row of a municipality that is there already: also the one that a draft started from, when only its code is new."""
    row = session.scalars(select(MunicipalityRow).where(MunicipalityRow.key == key_of(name, code))).one_or_none()
    if row is None and started_from is not None:
        before = session.get(MunicipalityRow, started_from)
        row = before if before is not None and before.key == key_of(name, None) else None
    return row


def key_of(name: str, code: str | None) -> str:
    """By what a municipality is known: its code, else its name without capitals."""
    key = code or unicodedata.normalize("NFC", name.casefold())
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def owned(session: Session, draft_id: str, owner: str) -> DraftRow:
    """The draft of its owner; raises STORE-GONE for another's."""
    row = session.get(DraftRow, draft_id)
    if row is None or row.owner != owner:
        raise gone(draft_id)
    return row


def gone(name: str) -> StoreError:
    """That something is not there."""
    return StoreError([problem("STORE-GONE", name=name)])
