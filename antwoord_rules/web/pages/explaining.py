"""Why a conclusion or fact is as it is, why not, and what is missing: a page, and the same to open in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation import wording
from antwoord_rules.explanation.remedies import lacks
from antwoord_rules.rendering.blocks import Block, Heading, Paragraph, Subheading
from antwoord_rules.reports import firmness
from antwoord_rules.reports.explanations import dependents
from antwoord_rules.reports.firmness import Firmness
from antwoord_rules.reports.voice import Voice
from antwoord_rules.web.context import LanguageDep, ServerDep
from antwoord_rules.web.pages.imagined import Imagined, ImaginedDep
from antwoord_rules.web.pages.subject import PREFIX, SubjectDep
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

FRAGMENT: Final = "hx-request"
"""The header by which a part of a page is asked for."""


@router.get("/explain/{name}")
def explain(
    request: Request, server: ServerDep, subject: SubjectDep, language: LanguageDep, imagined: ImaginedDep, name: str
) -> HTMLResponse:
    """The explanation of one id, as it is or as it would be under what is imagined; raises ID-UNKNOWN."""
    if imagined.wrong:
        raise UsageError([problem("WEB-FIELD", name=fact, reason=wrong.wrong) for fact, wrong in imagined.wrong.items()])
    found = imagined.assessment.explain(name)
    base = subject.kb.base
    firm = firmness.of_phase(subject.kb, imagined.memory, found, server.settings.seconds)
    fragment = FRAGMENT in request.headers
    made = page(
        request,
        "explanation.html.jinja" if fragment else "explain.html.jinja",
        subject=subject,
        imagined=imagined,
        found=found,
        wording=wording,
        make_set=set,
        lacks=lacks(found, base.vocabulary) if found.kind != "phase" else (),
        firm=tuple(_flat(firmness.blocks(base, firm, language))),
        way=_way(firm),
        try_it=partial(_what_if, imagined),
        depends=dependents(found, subject.kb.program, Voice(base, language)),
        fact=name in base.vocabulary.fact_by_id,
    )
    made.headers["Vary"] = "HX-Request"
    return made


def _what_if(imagined: Imagined, changes: Mapping[str, bool | float]) -> str:
    """The address of what happens when facts have these values too."""
    said = {fact: str(value).lower() if isinstance(value, bool) else str(value) for fact, value in changes.items()}
    return f"{imagined.subject.url}/what-if?{replace(imagined, typed={**imagined.typed, **said}).query}"


def _way(found: Firmness) -> Mapping[str, bool | float] | None:
    """The first of the smallest sets of facts whose change reaches the phase, when there is one to try."""
    return found.why_not.corrections[0].remedy if found.why_not is not None and found.why_not.corrections else None


def _flat(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without headings: they open below any heading of a page."""
    for block in blocks:
        yield Paragraph(block.text, strong=True) if isinstance(block, (Heading, Subheading)) else block
