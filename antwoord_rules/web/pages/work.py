"""What the pages of a draft share: the draft of who asks, the interview that it is in, and what was typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import FormData

from antwoord_rules.errors import AntwoordError, StoreError, UsageError
from antwoord_rules.interview import Progress, Session
from antwoord_rules.interview.document import Document, to_text
from antwoord_rules.interview.typed import PARTS, VALUE, Typed
from antwoord_rules.language import Language
from antwoord_rules.reports.glance import Glance, glance, to_ask
from antwoord_rules.store.records import Draft, Version
from antwoord_rules.web.context import Analyst, Server, ServerDep, Who
from antwoord_rules.web.pages.subject import Subject
from antwoord_rules.web.saving import saving

STALE: Final = "STORE-DRAFT-CHANGED"
CONFLICT: Final = "STORE-CONFLICT"
_LONGEST_NOTE: Final = 2000
"""Characters, as the pages say in `maxlength`."""


class Work:
    """A draft that somebody works on. What reads its facts raises `FactsError` when the rules of now do not know them all."""

    def __init__(self, server: Server, who: Who, draft: Draft) -> None:
        self.server = server
        self.who = who
        self.draft = draft
        self.subject = Subject(server.kb, draft)
        self.url = self.subject.url

    @cached_property
    def session(self) -> Session:
        """The interview as it was left."""
        _ = self.subject.memory  # every mistake at its line, should there be any
        return Session.resumed(self.server.kb, self.subject.document, self.draft.interview, seconds=self.server.settings.seconds)

    def keep(self, session: Session, revision: int, base: Version | None = None) -> Work:
        """The draft with what this interview holds, if it still is what it was at that revision; raises `StoreError`. With a
        `base` it goes on from that version."""
        self.server.kb.read(session.document)
        facts = self.draft.facts if session.document == self.subject.document else to_text(session.document)
        changed = self.server.store.change_draft(self.draft._replace(revision=revision), facts, session.beside, base)
        return Work(self.server, self.who, changed)

    def keep_document(self, document: Document, revision: int, base: Version | None = None) -> Work:
        """The draft with another document; raises as `keep` does."""
        return self.keep(Session.resumed(self.server.kb, document, self.draft.interview), revision, base)

    def save(self, note: str) -> str:
        """The id of the version that the draft becomes; raises `StoreError` (STORE-CONFLICT when there is a newer one)."""
        return self.server.store.save(saving(self.server.kb, self.draft.facts), self.who.name, draft=self.draft, note=note).id

    def picture(self, language: Language, session: Session | None = None) -> Picture:
        """The picture beside it, of the interview as it was left or as it is now."""
        seen = glance(self.subject.assessment, language)
        try:
            progress = (session or self.session).progress
        except UsageError:  # it takes too long to find out
            return Picture(seen, None, "")
        return Picture(seen, progress, to_ask(progress, language))


class Picture(NamedTuple):
    """What stands beside a draft: where it stands, and how far the interview is (None: not known in time), also in words."""

    glance: Glance
    progress: Progress | None
    to_ask: str


def work_on(draft_id: str, server: ServerDep, who: Analyst) -> Work:
    """The draft of `/drafts/{draft_id}/…`; raises STORE-GONE, also for somebody else's."""
    return Work(server, who, server.store.draft(draft_id, who.name))


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """What was typed in a form; its files are closed after the request."""
    async with request.form() as form:
        yield form


def text_of(form: Mapping[str, Any], name: str) -> str:
    """A field of a form; empty when it is not there or is a file."""
    found = form.get(name)
    return found if isinstance(found, str) else ""


def note_of(form: Mapping[str, Any]) -> str:
    """What was typed as note. A browser counts the end of a line as one character and sends two."""
    return text_of(form, "note").replace("\r\n", "\n").strip()[:_LONGEST_NOTE]


def number_of(form: Mapping[str, Any], name: str) -> int:
    """A field that holds a number; -1 for anything else, which is no revision of any draft."""
    found = text_of(form, name)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else -1  # noqa: PLR2004  (what a database holds)


def typed_in(form: Mapping[str, Any], name: str) -> Typed:
    """What was typed for a question: its fields are called `value:NAME`, `unknown:NAME`, `bron:NAME` and so on."""
    value = text_of(form, f"{VALUE}:{name}")
    evidence = {part: text_of(form, f"{part}:{name}") for part in PARTS}
    return Typed(value, text_of(form, f"unknown:{name}") != "", **evidence)


def is_code(error: AntwoordError, code: str) -> bool:
    """Whether an error says this."""
    return isinstance(error, StoreError) and any(found.code == code for found in error.problems)


WorkDep = Annotated[Work, Depends(work_on)]
FormDep = Annotated[FormData, Depends(form_of)]
