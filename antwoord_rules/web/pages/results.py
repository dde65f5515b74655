"""The result of a draft or a saved version: what the rules of now conclude, and the same as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from antwoord_rules.language import Language
from antwoord_rules.reports import words
from antwoord_rules.reports.assessments import markdown
from antwoord_rules.reports.assessments import page as short_page
from antwoord_rules.reports.assessments.content import Report, report
from antwoord_rules.reports.firmness import firmness
from antwoord_rules.reports.outlook import outlook
from antwoord_rules.reports.voice import Voice
from antwoord_rules.web.context import LanguageDep, ServerDep
from antwoord_rules.web.downloads import download, download_json
from antwoord_rules.web.pages.subject import PREFIX, Subject, SubjectDep
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

_OPEN: Final = ("open", "unknown")


class Line(NamedTuple):
    """A conclusion in a list: what it is called, its status, that status in words, and where the rule comes from."""

    id: str
    label: str
    status: str
    said: str
    basis: str


@router.get("")
def result(request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep) -> HTMLResponse:
    """The result, with the why of each part of it one click away."""
    found, base = subject.assessment, subject.kb.base
    firm = firmness(subject.kb, found, server.settings.seconds)
    voice = Voice(base, language)
    return page(
        request,
        "result.html.jinja",
        subject=subject,
        found=found,
        report=report(found, language),
        outlook=outlook(base, firm, language, hint=False),
        limit=next((each.id for each in base.limits if each.phase == found.phase.number), None),
        criteria=_criteria(subject, voice),
        challenges=_challenges(subject, voice),
        counts={status: sum(c.status == status for c in found.criteria) for status in ("met", "unmet", "unknown")},
        words=words,
        **_since(subject),
    )


@router.get("/result.json")
def result_json(subject: SubjectDep) -> Response:
    """The result as data: of a version as it was saved, of a draft as it is now."""
    if subject.version is not None:
        return download_json(subject.version.result, "resultaat", subject.name, subject.date, f"versie-{subject.version.number}")
    return download_json(subject.assessment.model_dump(mode="json"), "resultaat", subject.name, subject.date)


@router.get("/assessment.md")
def assessment_md(server: ServerDep, subject: SubjectDep, language: LanguageDep) -> Response:
    """The short report as Markdown."""
    return _short(server.settings.seconds, subject, language, "md", markdown.render)


@router.get("/assessment.html")
def assessment_html(server: ServerDep, subject: SubjectDep, language: LanguageDep) -> Response:
    """The short report as a page of its own."""
    return _short(server.settings.seconds, subject, language, "html", lambda made: short_page.render([made], language))


def _short(seconds: float, subject: Subject, language: Language, form: str, render: Callable[[Report], str]) -> Response:
    made = report(subject.assessment, language, firmness(subject.kb, subject.assessment, seconds))
    return download(render(made).encode(), form, words.RESULT.to(language), subject.name, subject.date)


def _criteria(subject: Subject, voice: Voice) -> dict[int, list[Line]]:
    """The criteria by phase: those of the next phase first, as there is something to do, then up, then what lies below."""
    number, found = subject.assessment.phase.number, subject.assessment.criteria
    order = sorted({c.phase for c in found}, key=lambda phase: (phase <= number, phase if phase > number else -phase))
    return {phase: [_line(c.id, c.status, c.basis, voice) for c in found if c.phase == phase] for phase in order}


def _challenges(subject: Subject, voice: Voice) -> dict[str, list[Line]]:
    """The challenges that are not resolved: of this phase, overdue, and later."""
    found = subject.assessment.challenges
    groups = {
        relevance: [_line(c.id, c.status, c.basis, voice) for c in found if c.relevance == relevance and c.status in _OPEN]
        for relevance in ("current", "overdue", "later")
    }
    return {relevance: lines for relevance, lines in groups.items() if lines}


def _line(name: str, status: str, basis: str, voice: Voice) -> Line:
    return Line(name, voice.label(name), status, voice.say(words.STATUS[status]), basis)


def _since(subject: Subject) -> dict[str, Any]:
    """What was different when a version was saved: nothing, the rules, or the rules and what they conclude."""
    version, now = subject.version, subject.assessment
    if version is None:
        return {"other_rules": False, "then": None}
    other = version.rules_sha256 != now.receipt.rules_sha256 or version.result.get("receipt", {}).get("norms") != dict(
        now.receipt.norms
    )
    return {"other_rules": other, "then": dict(_then(version.result)) if other else None}


def _then(result: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    phase = result.get("phase", {})
    yield from ((name, phase.get(name)) for name in ("number", "certain", "possible"))
