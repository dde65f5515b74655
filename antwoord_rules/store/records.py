"""What the store gives back: frozen, and apart from the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

ROLES: Final = ("reader", "analyst", "author", "admin")
"""What somebody may do; each may also do what those before it may."""


class Municipality(NamedTuple):
    """A municipality that was saved, with its newest version."""

    id: str
    name: str
    code: str | None
    newest: Version


class Heading(NamedTuple):
    """A version of a municipality as it stands in a list: what there is to know of it at a glance."""

    id: str
    name: str
    code: str | None
    version_id: str
    number: int
    peildatum: str
    phase: int
    certain: bool
    author: str
    note: str
    saved_at: datetime


class Version(NamedTuple):
    """Facts as they were saved (`facts` is the JSON text of the document), with the result that the rules of that moment gave."""

    id: str
    municipality_id: str
    number: int
    peildatum: str
    phase: int
    certain: bool
    facts: str
    facts_sha256: str
    rules_sha256: str
    result: dict[str, Any]
    note: str
    author: str
    saved_at: datetime


class Draft(NamedTuple):
    """A fact document that its owner works on. `revision` counts its changes; `base_number` is the version it started from (0:
    none). `interview` holds what an interview keeps beside the document; the store does not look into it."""

    id: str
    owner: str
    municipality_id: str | None
    base_number: int
    facts: str
    interview: dict[str, Any]
    revision: int
    changed_at: datetime


class Saving(NamedTuple):
    """What is saved as a version: facts, and what was concluded from them."""

    name: str
    code: str | None
    peildatum: str
    phase: int
    certain: bool
    facts: str
    facts_sha256: str
    rules_sha256: str
    result: dict[str, Any]


class User(NamedTuple):
    """Who may sign in."""

    id: str
    name: str
    role: str
    active: bool
    created_at: datetime

    def may(self, role: str) -> bool:
        """Whether what takes this role is allowed."""
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


class Token(NamedTuple):
    """A token with which a program may ask what its owner may; the token itself is not kept."""

    id: str
    label: str
    created_at: datetime


class AuditEntry(NamedTuple):
    """Who changed what, and when; a later entry has a higher number."""

    number: int
    at: datetime
    who: str
    action: str
    subject: str
    details: dict[str, Any]
