"""Adding to the audit log, in the transaction of what it tells."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from antwoord_rules.store.tables import AuditRow, now


def record(session: Session, who: str, action: str, subject: str, **details: Any) -> None:
    """Who did what to what. Never a password or a token."""
    session.add(AuditRow(at=now(), who=who, action=action, subject=subject, details=details))
