"""What most pages are about: the facts of a draft or of a saved version."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from fastapi import Depends
from starlette.convertors import StringConvertor, register_url_convertor

from antwoord_rules.assessment import Assessment
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.store.records import Draft, Version
from antwoord_rules.web.context import Reader, ServerDep

Kind: TypeAlias = Literal["drafts", "versions"]


class _Kind(StringConvertor):
    """The first part of an address about a subject; other pages have addresses of the same form."""

    regex = "|".join(get_args(Kind))


register_url_convertor("kind", _Kind())
PREFIX: Final = "/{kind:kind}/{subject_id}"
"""How the addresses of pages about a subject start."""


class Subject:
    """Facts of a draft or a version, read by the rules of now."""

    def __init__(self, kb: KnowledgeBase, found: Draft | Version) -> None:
        self.kb = kb
        self.draft = found if isinstance(found, Draft) else None
        self.version = found if isinstance(found, Version) else None
        self.facts = found.facts
        self.url = f"/{'drafts' if self.draft else 'versions'}/{found.id}"

    @cached_property
    def document(self) -> dict[str, Any]:
        """The fact document."""
        found: dict[str, Any] = json.loads(self.facts)
        return found

    @cached_property
    def memory(self) -> WorkingMemory:
        """The facts as read; raises `FactsError` when the rules of now do not know them all."""
        return self.kb.read(self.facts.encode())

    @cached_property
    def assessment(self) -> Assessment:
        """What the rules of now conclude."""
        return self.kb.assess_memory(self.memory)

    @property
    def name(self) -> str:
        """Whom it is about."""
        return str(self.document["gemeente"]["naam"])

    @property
    def date(self) -> str:
        """The day on which the facts hold."""
        return str(self.document["gemeente"]["peildatum"])


def subject(kind: Kind, subject_id: str, server: ServerDep, who: Reader) -> Subject:
    """The subject of `/{kind}/{subject_id}/…`; raises STORE-GONE, also for somebody else's draft."""
    store = server.store
    return Subject(server.kb, store.draft(subject_id, who.name) if kind == "drafts" else store.version(subject_id))


SubjectDep = Annotated[Subject, Depends(subject)]
