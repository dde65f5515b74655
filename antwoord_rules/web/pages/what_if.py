"""What if: facts with other values, and what would come of it beside what is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from antwoord_rules.comparison.comparing import Comparison, Start, compare
from antwoord_rules.errors import UsageError
from antwoord_rules.interview.document import to_text
from antwoord_rules.language import Text
from antwoord_rules.reports.comparisons.imagined import sides, turns
from antwoord_rules.web.context import Analyst, LanguageDep, ServerDep
from antwoord_rules.web.pages.imagined import Field, Imagined, ImaginedDep, imagine
from antwoord_rules.web.pages.subject import PREFIX, Subject, SubjectDep
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

SET: Final = "set:"
"""How the fields of the form are called, before the name of the fact."""
_MOST_FIRST: Final = 6
_FIRST: Final = Text("Onbekend, en van belang", "Unknown, and it matters")


class Group(NamedTuple):
    """Fields under a heading; `open` when it is shown at once."""

    label: Text
    fields: tuple[Field, ...]
    open: bool


@router.get("/what-if", response_model=None)
def what_if(request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep, found: ImaginedDep) -> Response:
    """What is and what would be, side by side, and the form with the facts."""
    given = {name.removeprefix(SET): text for name, text in request.query_params.multi_items() if name.startswith(SET)}
    if given:  # from the form: the address that can be shared holds only what changes
        made = imagine(subject, [f"{name}={text}" for name, text in given.items()])
        query = f"?{made.query}" if made.typed else ""
        return RedirectResponse(f"{subject.url}/what-if{query}#outcome", 303)
    compared = _compared(found) if found.typed and not found.wrong else None
    return page(
        request,
        "what-if.html.jinja",
        status=422 if found.wrong else 200,
        subject=subject,
        found=found,
        groups=tuple(_groups(subject, found, server.settings.seconds)),
        changed=[each for each in found.fields() if each.typed is not None],
        sides=tuple(sides(compared, language)) if compared else (),
        outcome=turns(compared, language) if compared else {},
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
    base = subject.version or (server.store.base_of(subject.draft) if subject.draft else None)
    draft = server.store.new_draft(who.name, to_text(found.document), base)
    return RedirectResponse(f"/drafts/{draft.id}", 303)


def _compared(found: Imagined) -> Comparison:
    memory = found.subject.memory
    return compare(found.subject.kb, Start(found.subject.kb, memory, memory), found.memory)


def _groups(subject: Subject, found: Imagined, seconds: float) -> Iterator[Group]:
    """What is unknown and matters first, then the groups of the vocabulary; open is what was changed or is wrong."""
    fields = {each.name: each for each in found.fields()}
    best = dict.fromkeys(_best(subject, seconds))
    first = tuple(fields.pop(name) for name in [name for name in best if name in fields][:_MOST_FIRST])
    if first:
        yield Group(_FIRST, first, open=True)
    for group in subject.kb.base.vocabulary.groups:
        kept = tuple(each for each in fields.values() if each.about.group == group.id)
        if kept:
            yield Group(group.label, kept, open=any(each.typed is not None for each in kept))


def _best(subject: Subject, seconds: float) -> tuple[str, ...]:
    """The unknown facts that can matter, the best first; none when it takes too long to find out."""
    try:
        question = subject.kb.next_question(subject.memory, seconds=seconds)
    except UsageError:
        return ()
    return (*filter(None, [question.fact]), *question.relevant)
