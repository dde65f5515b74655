"""The interview on a page: one question at a time, each answer saved at once, and the picture that changes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from antwoord_rules.errors import Problem, StoreError, UsageError, problem
from antwoord_rules.explanation.wording import value_text
from antwoord_rules.interview.document import is_given
from antwoord_rules.interview.session import Session
from antwoord_rules.interview.typed import VALUE, Typed, read, takes_evidence, typed
from antwoord_rules.knowledge.vocabulary import Collection
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import interviews
from antwoord_rules.web.context import LanguageDep
from antwoord_rules.web.pages.work import STALE, FormDep, Work, WorkDep, is_code, number_of, text_of, typed_in
from antwoord_rules.web.view import page

router = APIRouter()

_NOTHING: Final = Text(
    "Geef een antwoord, of kies 'Weet ik niet' als u het niet weet.", "Give an answer, or choose 'I don't know' if you don't."
)


@router.get("/drafts/{draft_id}/ask")
def ask(request: Request, work: WorkDep, language: LanguageDep, fact: str | None = None) -> HTMLResponse:
    """The question that is asked now, or the one that is chosen; or the end."""
    session = work.session
    return _page(request, work, session.at(fact) if fact is not None and _can_ask(session, fact) else session, language)


@router.post("/drafts/{draft_id}/answer")
def answer(request: Request, work: WorkDep, form: FormDep, language: LanguageDep) -> Response:
    """The draft after an answer, or after going on without one or going back."""
    fact, action, revision = text_of(form, "fact"), text_of(form, "action"), number_of(form, "revision")
    session, said = work.session, typed_in(form, fact)
    if action != "again" and not _can_ask(session, fact):  # the list that it stood in was changed meanwhile
        return _stale(request, work, fact, said, language)
    match action:
        case "again":
            session = session.again()
        case "back":
            session = session.at(fact).back() or session.at(fact)
        case "keep":
            session = session.at(fact).keep()
        case _:
            if action == "unknown":
                said = said._replace(value="", unknown=True)
            asked = session.at(fact)
            found, wrong = read(asked.named(fact).about, said)
            if found is None or wrong:
                told = {part: interviews.misread_told(flaw, language) for part, flaw in wrong.items()}
                told = told or {VALUE: _NOTHING.to(language)}
                return _page(request, work, asked, language, said=said, wrong=told, status=422)
            session = asked.answer(found.value, found.evidence, keep=False)
    try:
        work.keep(session, revision)
    except StoreError as error:
        if not is_code(error, STALE):
            raise
        return _stale(request, work, fact, said, language)
    return RedirectResponse(f"{work.url}/ask", 303)


@router.get("/drafts/{draft_id}/picture")
def picture(request: Request, work: WorkDep, language: LanguageDep) -> HTMLResponse:
    """The picture alone."""
    return page(request, "picture.html.jinja", picture=work.picture(language))


def _can_ask(session: Session, fact: str) -> bool:
    """Whether a name is that of something that the interview asks."""
    if not session.knows(fact):
        return False
    about = session.named(fact).about
    return isinstance(about, Collection) or takes_evidence(about)


def _stale(request: Request, work: Work, fact: str, said: Typed, language: Language) -> HTMLResponse:
    """The question again with what was typed, on the draft as it is now."""
    now = Work(work.server, work.who, work.server.store.draft(work.draft.id, work.who.name))
    problems = (problem(STALE),)
    if not _can_ask(now.session, fact):
        return _page(request, now, now.session, language, problems=problems, status=409)
    return _page(request, now, now.session.at(fact), language, said=said, problems=problems, status=409)


def _page(
    request: Request,
    work: Work,
    session: Session,
    language: Language,
    *,
    said: Typed | None = None,
    wrong: Mapping[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    shown = {"work": work, "picture": work.picture(language, session), "problems": problems}
    try:
        asked = session.asked
    except UsageError:
        return page(request, "ask_late.html.jinja", status=status, **shown)
    if asked is None:
        return page(request, "ask_end.html.jinja", status=status, **shown, **_end(work, session, language))
    given = is_given(session.document, asked.fact)
    now = typed(asked, language, given=given)
    return page(
        request,
        "ask.html.jinja",
        status=status,
        **shown,
        asked=asked,
        typed=now if said is None else said,
        now=interviews.answer(asked, language) if given or asked.assumed else None,
        can_keep=given or asked.assumed,
        allowed=interviews.allowed(asked.about, language),
        is_list=isinstance(asked.about, Collection),
        wrong=wrong or {},
        first=session.back() is None,
    )


def _end(work: Work, session: Session, language: Language) -> dict[str, object]:
    """What was left open, what is assumed, and what the interview came to."""
    relevant = session.open_and_relevant
    left_open = [(fact, interviews.label(fact, session, language), fact in relevant) for fact in session.left_open]
    assumed = [
        (found.fact, interviews.label(found.fact, session, language), value_text(found.value, language))
        for found in work.subject.assessment.assumptions
    ]
    return {"left_open": left_open, "assumed": assumed, "relevant": bool(relevant)}
