"""Reports: what goes into a plan van aanpak, and the document itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean
from antwoord_rules.reports.action_plan.dossier import dossier
from antwoord_rules.reports.action_plan.rendered import Form, rendered
from antwoord_rules.reports.voice import Voice
from antwoord_rules.store.records import Heading
from antwoord_rules.web.context import LanguageDep, Server, ServerDep
from antwoord_rules.web.downloads import download
from antwoord_rules.web.pages.chosen import choose
from antwoord_rules.web.pages.planning import by_phase
from antwoord_rules.web.pages.subject import PREFIX, Subject, SubjectDep
from antwoord_rules.web.pages.wishes import Names, Wish, WishDep
from antwoord_rules.web.problems import status_of, too_many
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

_FORMS: Final[tuple[Form, ...]] = get_args(Form)
_MOST_PEERS: Final = 100
_NAME: Final = Text("plan-van-aanpak", "plan-of-action")
_MOST_WAITING: Final = 4

_waiting = threading.BoundedSemaphore(_MOST_WAITING)
_writing = threading.Lock()
"""A worker makes one report at a time: it takes all of a processor for seconds, and others want an answer too."""


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn; raises WEB-BUSY when too many wait already."""
    if not _waiting.acquire(blocking=False):
        raise UsageError([problem("WEB-BUSY")])
    try:
        with _writing:
            yield
    finally:
        _waiting.release()


@router.get("/report")
def form(
    request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep, wish: WishDep, peers: Names = None
) -> HTMLResponse:
    """The form: what the report is about, with whom it compares, in which language and form."""
    return _form(request, server, subject, language, wish.read(subject.kb.base), peers or [])


@router.get("/report.{form}", response_model=None)
def document(
    request: Request,
    server: ServerDep,
    subject: SubjectDep,
    language: LanguageDep,
    wish: WishDep,
    form: str,
    peers: Names = None,
    written: Annotated[str, Query(alias="language")] = "",
) -> Response:
    """The report as a file."""
    made = next((known for known in _FORMS if known == form), None)
    if made is None:
        raise UsageError([problem("REPORT-FORM", found=clean(form))])
    wished, chosen = wish.read(subject.kb.base), peers or []
    if wished.wrong:
        return _form(request, server, subject, language, wished, chosen, status=422)
    spoken: Language = "en" if (written or language) == "en" else "nl"
    subject.memory  # noqa: B018  (what is wrong with its own facts is told with the way to download them)
    try:
        content = _made(server, subject, wished, chosen, made, spoken)
    except (FactsError, UsageError) as error:
        if any(found.code == "WEB-BUSY" for found in error.problems):
            raise
        return _form(request, server, subject, language, wished, chosen, error.problems, status_of(error))
    return download(content, made, _NAME.to(spoken), subject.name, subject.date)


def _made(server: Server, subject: Subject, wish: Wish, peers: list[str], form: Form, language: Language) -> bytes:
    seconds = max(1, round(server.settings.seconds))
    with _turn():
        others = _peers(server, peers)
        found = dossier(subject.kb, subject.memory, wish.numbers["to"], **wish.terms, peers=others, seconds=seconds)
        return rendered(found, form, language)


def _peers(server: Server, chosen: list[str]) -> Sequence[WorkingMemory]:
    """The newest facts of the municipalities that were chosen; raises `FactsError`, which names them."""
    if len(chosen) > _MOST_PEERS:
        raise too_many("peers", _MOST_PEERS)
    found = choose(server.kb, [server.store.municipality(name).newest for name in dict.fromkeys(chosen)])
    if found.problems:
        raise FactsError(found.problems)
    return found.memories


def _form(
    request: Request,
    server: Server,
    subject: Subject,
    language: Language,
    wish: Wish,
    peers: list[str],
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    status = 422 if wish.wrong else status
    context: dict[str, Any] = {
        "wish": wish,
        "problems": problems,
        "chosen": peers,
        "others": _others(server, subject),
        "measures": by_phase(subject.kb.base.measures, Voice(subject.kb.base, language)),
        "phases": subject.kb.base.phases,
    }
    return page(request, "report.html.jinja", status=status, subject=subject, **context)


def _others(server: Server, subject: Subject) -> list[Heading]:
    """The other municipalities that were saved."""
    own = subject.version.municipality_id if subject.version else subject.draft.municipality_id if subject.draft else None
    return [found for found in server.store.overview() if found.id != own]
