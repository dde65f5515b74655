"""What if: facts with other values, and what would come of it beside what is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.comparison.comparing import Comparison, Start, compare
from antwoord_rules.errors import UsageError
from antwoord_rules.interview.document import Document
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments.content import report
from antwoord_rules.reports.comparisons import words as texts
from antwoord_rules.reports.comparisons.voice import Teller
from antwoord_rules.reports.voice import Voice
from antwoord_rules.store.records import Draft, Version
from antwoord_rules.store.store import Store
from antwoord_rules.web.context import Analyst, LanguageDep, ServerDep
from antwoord_rules.web.pages.imagined import Field, Imagined, ImaginedDep, imagine
from antwoord_rules.web.pages.results import headline
from antwoord_rules.web.pages.subject import PREFIX, Subject, SubjectDep
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

SET: Final = "set:"
"""How the fields of the form are called, before the name of the fact."""
_CERTAINTY: Final = Text("Zekerheid", "Certainty")
_LIMIT: Final = Text("Wat de fase beperkt", "What limits the phase")
_OPEN: Final = Text("Open of onbekende uitdagingen", "Open or unknown challenges")
_MEASURES: Final = Text("Aanbevolen maatregelen", "Recommended measures")
_KINDS: Final = (
    Text("Criteria", "Criteria"),
    Text("Uitdagingen", "Challenges"),
    Text("Beperkingen", "Limitations"),
    Text("Maatregelen", "Measures"),
)
_STATUSES: Final = {
    **texts.STATUS,
    "recommended": Text("aanbevolen", "recommended"),
    "realised": Text("is er al", "there already"),
    "not_recommended": Text("niet aanbevolen", "not recommended"),
}
_MOST_FIRST: Final = 6
_FIRST: Final = Text("Onbekend, en van belang", "Unknown, and it matters")


class Group(NamedTuple):
    """Fields under a heading; `open` when it is shown at once."""

    label: Text
    fields: tuple[Field, ...]
    open: bool


class Turn(NamedTuple):
    """A conclusion that would come out otherwise: how it is, how it would be, and the facts through which."""

    label: str
    phase: int
    before: str
    after: str
    through: str


class Side(NamedTuple):
    """A row of the two states side by side; `differs` says so in words too."""

    name: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        """Whether it would be different."""
        return self.now != self.then


@router.get("/what-if", response_model=None)
def what_if(request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep, found: ImaginedDep) -> Response:
    """What is and what would be, side by side, and the form with the facts."""
    given = {name.removeprefix(SET): text for name, text in request.query_params.multi_items() if name.startswith(SET)}
    if given:  # from the form: the address that can be shared holds only what changes
        made = imagine(subject, [f"{name}={text}" for name, text in given.items()])
        query = f"?{made.query}" if made.typed else ""
        return RedirectResponse(f"{subject.url}/what-if{query}#outcome", 303)
    compared = _compared(found) if found.typed and not found.wrong else None
    voice = Voice(subject.kb.base, language)
    return page(
        request,
        "what-if.html.jinja",
        status=422 if found.wrong else 200,
        subject=subject,
        found=found,
        groups=tuple(_groups(subject, found, server.settings.seconds)),
        changed=[each for each in found.fields() if each.typed is not None],
        sides=tuple(_sides(compared, voice)) if compared else (),
        outcome=_outcome(compared, language) if compared else {},
        SET=SET,
    )


@router.post("/what-if")
def start_draft(
    server: ServerDep, who: Analyst, subject: SubjectDep, change: Annotated[list[str] | None, Form()] = None
) -> RedirectResponse:
    """A draft of what was imagined."""
    found = imagine(subject, change or ())
    if found.wrong:
        return RedirectResponse(f"{subject.url}/what-if?{found.query}", 303)
    draft = server.store.new_draft(who.name, _text(found.document), _base(server.store, subject.draft or subject.version))
    return RedirectResponse(f"/drafts/{draft.id}", 303)


def _text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _base(store: Store, found: Draft | Version | None) -> Version | None:
    """The version that a new draft starts from: the one that was looked at, or the one that the draft started from."""
    if isinstance(found, Draft):
        versions = store.versions(found.municipality_id) if found.municipality_id else ()
        return next((version for version in versions if version.number == found.base_number), None)
    return found


def _compared(found: Imagined) -> Comparison:
    memory = found.subject.memory
    return compare(found.subject.kb, Start(found.subject.kb, memory, memory), found.memory)


def _groups(subject: Subject, found: Imagined, seconds: float) -> Iterator[Group]:
    """What is unknown and matters first, then the groups of the vocabulary; open is what was changed or is wrong."""
    fields = {each.name: each for each in found.fields()}
    try:
        question = subject.kb.next_question(subject.memory, seconds=seconds)
        best = dict.fromkeys((*filter(None, [question.fact]), *question.relevant))
    except UsageError:  # it takes too long to find out
        best = {}
    first = tuple(fields.pop(name) for name in [name for name in best if name in fields][:_MOST_FIRST])
    if first:
        yield Group(_FIRST, first, open=True)
    for group in subject.kb.base.vocabulary.groups:
        kept = tuple(each for each in fields.values() if each.about.group == group.id)
        if kept:
            yield Group(group.label, kept, open=any(each.typed is not None for each in kept))


def _outcome(found: Comparison, language: Language) -> dict[Text, list[Turn]]:
    """The conclusions that would come out otherwise, by kind, each with the facts through which."""
    teller = Teller.of(found, language)
    through: dict[str, dict[str, None]] = {}
    for step in found.steps:
        for status in step.caused:
            through.setdefault(status.id, {}).update({f"'{teller.label(cause.id)}'": None for cause in status.causes})
    made = {
        title: [
            Turn(
                teller.label(status.id),
                status.phase,
                teller.say(_STATUSES[status.before or "unknown"]),
                teller.say(_STATUSES[status.after or "unknown"]),
                ", ".join(through.get(status.id, ())),
            )
            for status in statuses
        ]
        for title, statuses in zip(_KINDS, found.total, strict=True)
    }
    return {title: turns for title, turns in made.items() if turns}


def _sides(found: Comparison, voice: Voice) -> Iterator[Side]:
    """The two states in rows: the phase, how certain, what limits it, each rung of the ladder, and what is open."""
    old, new = (report(each, voice.language) for each in (found.old, found.new))
    shown = (f"{each.phase}: {each.phase_name}" if each.phase else each.phase_name for each in (old, new))
    yield Side(voice.say(words.PHASE), *shown)
    phases = (found.old.phase, found.new.phase)
    yield Side(voice.say(_CERTAINTY), *(headline(each, voice) for each in phases))
    yield Side(voice.say(_LIMIT), *(each.limit or "–" for each in (old, new)))
    for before, after in zip(*([rung for rung in each.ladder if rung.number] for each in (old, new)), strict=True):
        name = f"{voice.say(words.PHASE)} {before.number}: {before.name}"
        yield Side(name, *(f"{rung.status}; {rung.counts}" for rung in (before, after)))
    yield Side(voice.say(_OPEN), *(str(sum(c.status != "resolved" for c in each.challenges)) for each in (found.old, found.new)))
    yield Side(voice.say(_MEASURES), *(str(len(each.measures)) for each in (found.old, found.new)))
    yield Side(voice.say(texts.UNKNOWN), *(str(len(each.unknown)) for each in (found.old, found.new)))
