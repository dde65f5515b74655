"""Why a conclusion or fact is as it is, why not, and what is missing: a page, and the same to open in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation import wording
from antwoord_rules.explanation.tree import Explanation, Reason, lacking
from antwoord_rules.knowledge.conditions import Operator, leaves
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Language
from antwoord_rules.rendering.blocks import Block, Heading, Paragraph, Subheading
from antwoord_rules.reports import firmness
from antwoord_rules.reports.firmness import Firmness
from antwoord_rules.reports.voice import Voice
from antwoord_rules.web.context import LanguageDep, ServerDep
from antwoord_rules.web.pages.imagined import Imagined, ImaginedDep
from antwoord_rules.web.pages.subject import PREFIX, SubjectDep
from antwoord_rules.web.view import page

router = APIRouter(prefix=PREFIX)

FRAGMENT: Final = "hx-request"
"""The header by which a part of a page is asked for."""
_AS_IT_STANDS: Final = (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)


class Lack(NamedTuple):
    """A test that stands in the way, and the address where one sees what happens when it holds (None: not to be set at once)."""

    test: Reason
    try_it: str | None


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
        lacks=_lacks(found, base, imagined) if found.kind != "phase" else (),
        firm=tuple(_flat(firmness.blocks(base, firm, language))),
        try_way=_way(firm, base, imagined),
        depends=_depends(found, subject.kb, language),
        fact=name in base.vocabulary.fact_by_id,
    )
    made.headers["Vary"] = "HX-Request"
    return made


def _what_if(imagined: Imagined, changes: Mapping[str, bool | float | None]) -> str:
    """The address of what happens when facts have these values too."""
    said = {fact: str(value).lower() if isinstance(value, bool) else str(value) for fact, value in changes.items()}
    return f"{imagined.subject.url}/what-if?{replace(imagined, typed={**imagined.typed, **said}).query}"


def _lacks(found: Explanation, base: RuleBase, imagined: Imagined) -> tuple[Lack, ...]:
    tests = lacking(found)
    if found.kind in ("limit", "measure"):  # that these do not hold is nothing to mend
        tests = tuple(test for test in tests if test.outcome is None)
    return tuple(Lack(test, _try(test, base, imagined)) for test in tests)


def _try(test: Reason, base: RuleBase, imagined: Imagined) -> str | None:
    if test.about is None or test.about.id not in base.vocabulary.fact_by_id or test.operator not in _AS_IT_STANDS:
        return None
    return _what_if(imagined, {test.about.id: test.wanted})


def _way(found: Firmness, base: RuleBase, imagined: Imagined) -> str | None:
    """Where one sees what happens when the first of the smallest sets of facts changes; None when a list is in it."""
    if found.why_not is None or not found.why_not.corrections:
        return None
    first = found.why_not.corrections[0]
    changes = {change.fact: change.wanted[0][0] for change in first.changes}
    if not changes or set(changes) != set(first.facts) or not set(changes) <= set(base.vocabulary.fact_by_id):
        return None
    return _what_if(imagined, changes)


def _depends(found: Explanation, kb: KnowledgeBase, language: Language) -> tuple[tuple[str, str], ...]:
    """The conclusions that read it, and the measures that change it: ids with their labels."""
    read_by = (
        conclusion.rule
        for stratum in kb.program.strata
        for conclusion in stratum
        if any(leaf.reads == found.id for leaf in leaves(conclusion.when))
    )
    names = dict.fromkeys((*read_by, *found.used_by))
    voice = Voice(kb.base, language)
    phases = {phase.id: voice.say(phase.name) for phase in kb.base.phases}
    return tuple((name, phases.get(name) or voice.label(name)) for name in names if name != found.id)


def _flat(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without headings: they open below any heading of a page."""
    for block in blocks:
        yield Paragraph(block.text, strong=True) if isinstance(block, (Heading, Subheading)) else block
