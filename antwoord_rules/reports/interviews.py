"""A guided interview as text: the picture so far, a question, what was wrong with an answer, and the end. In 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from click import style

from antwoord_rules.assessment import Assessment
from antwoord_rules.explanation.wording import evidence_text, value_text
from antwoord_rules.interview.answers import ALLOWED, ALLOWED_LIST, ALLOWED_NAMES, ALLOWED_TEXT, Misread
from antwoord_rules.interview.municipality import Entry
from antwoord_rules.interview.session import Asked, Progress, Session
from antwoord_rules.knowledge.vocabulary import Collection, Fact, FactType
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.lines import WIDTH, wrapped
from antwoord_rules.reports import words
from antwoord_rules.reports.glance import phase_told, to_ask

_WORDS: Final = Text("? uitleg | w weet ik niet | t terug | bewijs | q stop", "? help | u unknown | b back | evidence | q stop")
_WORDS_OF_LIST: Final = Text("? uitleg | w weet ik niet | t terug | q stop", "? help | u unknown | b back | q stop")
_ALL_WORDS: Final = Text(
    "Typ een antwoord, of een van deze woorden:\n"
    "? of uitleg: deze uitleg\n"
    "w of weet ik niet: het antwoord blijft onbekend, en wij vragen het niet nog eens\n"
    "t of terug: naar de vorige vraag; uw andere antwoorden blijven staan\n"
    "bewijs: leg vast waar het antwoord vandaan komt dat u daarna op deze vraag geeft\n"
    "q of stop: stop; alles is bewaard en u kunt later verder",
    "Type an answer, or one of these words:\n"
    "? or help: this page\n"
    "u or unknown: the answer stays unknown, and we do not ask it again\n"
    "b or back: to the question before; your other answers stay\n"
    "evidence: note where the answer comes from that you then give to this question\n"
    "q or stop: stop; everything is saved and you can go on later",
)
_CRITERIA: Final = Text(
    "criteria: {met} vervuld, {unmet} niet, {unknown} onbekend", "criteria: {met} met, {unmet} not, {unknown} unknown"
)
_SO_FAR: Final = Text("{known} bekend, {left_open} opengelaten", "{known} known, {left_open} left open")
_POSSIBLE: Final = Text("mogelijk: {phases}", "possible: {phases}")
_COUNT: Final = Text("een heel getal, 0 of meer", "a whole number, 0 or more")
_IN_UNIT: Final = Text("{allowed}; in {unit}", "{allowed}; in {unit}")
_OPTIONAL: Final = Text("{allowed}; Enter slaat over", "{allowed}; Enter skips")
_DEFAULT: Final = Text("{allowed}; Enter is {value}", "{allowed}; Enter is {value}")
_ASSUMED: Final = Text(
    "U hebt dit niet opgegeven; wij gaan uit van {}. Enter: dat klopt.",
    "You did not give this; we assume {}. Enter: that is right.",
)
_ANSWERED: Final = Text("Uw antwoord was: {}. Enter houdt het zo.", "Your answer was: {}. Enter keeps it.")
_EVIDENCE: Final = Text("Bewijs: {}.", "Evidence: {}.")
_MISREAD: Final = Text("{wrong}. Toegestaan: {allowed}.", "{wrong}. Allowed: {allowed}.")
_NONE: Final = Text("geen", "none")
_LEFT_OPEN: Final = Text("Opengelaten", "Left open")
_CAN_MATTER: Final = Text("{} (kan nog verschil maken)", "{} (can still matter)")
_ASSUMPTIONS: Final = Text("Aannamen", "Assumptions")
_ASKED: Final = ALLOWED | {FactType.COUNT: _COUNT, FactType.TEXT: ALLOWED_TEXT, FactType.TEXTS: ALLOWED_LIST}


def picture(assessment: Assessment, progress: Progress, language: Language) -> str:
    """Where the municipality stands by the answers so far, and how many questions can still matter."""
    statuses = [criterion.status for criterion in assessment.criteria]
    counts = {status: statuses.count(status) for status in ("met", "unmet", "unknown")}
    lines = [
        f"{phase_told(assessment, language, _POSSIBLE)} | {_SO_FAR.to(language).format(**progress._asdict())}",
        f"{to_ask(progress, language)} | {_CRITERIA.to(language).format(**counts)}",
    ]
    told = [part for line in lines for part in wrapped(line, "")]
    return "\n".join(["", *(style(line, dim=True) for line in ("─" * WIDTH, *told))])


def question(asked: Asked, language: Language) -> str:
    """A question with its help, its unit, what can be answered, and what was answered before."""
    about = asked.about
    start = f"{asked.element}: " if asked.element is not None else ""
    lines = _asking(start + about.question.to(language), about.help.to(language), allowed(about, language))
    if asked.can_keep:
        known = _ASSUMED if asked.assumed else _ANSWERED
        lines += wrapped(known.to(language).format(answer(asked, language)), "  ")
    if evidence_text(asked.evidence, language):
        lines += evidence(evidence_text(asked.evidence, language), language).split("\n")
    typed = _WORDS_OF_LIST if isinstance(about, Collection) else _WORDS  # a list takes no evidence
    return "\n".join(["", *lines, style(f"  {typed.to(language)}", dim=True)])


def allowed(about: Fact | Collection, language: Language) -> str:
    """What can be answered to a question, with its unit."""
    if isinstance(about, Collection):
        return ALLOWED_NAMES.to(language)
    told = _ASKED[about.type].to(language)
    return _IN_UNIT.to(language).format(allowed=told, unit=about.unit.to(language)) if about.unit else told


def entry(asked: Entry, default: str | None, language: Language) -> str:
    """A question about the municipality itself."""
    told = asked.allowed.to(language)
    if default is not None:
        told = _DEFAULT.to(language).format(allowed=told, value=default)
    elif not asked.required:
        told = _OPTIONAL.to(language).format(allowed=told)
    return "\n".join(["", *_asking(asked.question.to(language), asked.help.to(language), told)])


def more_help(language: Language, fact: str | None = None) -> str:
    """What can be typed, at length."""
    first, *rest = _ALL_WORDS.to(language).split("\n")
    lines = [first, *(part for line in rest for part in wrapped(line, "    ", first="  "))]
    return "\n".join([*lines, *([style(f"  ({fact})", dim=True)] if fact else [])])


def misread(found: Misread, language: Language) -> str:
    """What is wrong with an answer, and what is allowed."""
    return "\n".join(style(line, fg="red") for line in wrapped(misread_told(found, language), ""))


def misread_told(found: Misread, language: Language) -> str:
    """The same in one line."""
    wrong = found.wrong.to(language)
    return _MISREAD.to(language).format(wrong=wrong[:1].upper() + wrong[1:], allowed=found.allowed.to(language))


def evidence(said: str, language: Language) -> str:
    """The evidence for an answer."""
    return "\n".join(wrapped(_EVIDENCE.to(language).format(said), "  "))


def answer(asked: Asked, language: Language) -> str:
    """What is answered, assumed or given to a question, in words."""
    if isinstance(asked.answer, tuple):
        return "; ".join(asked.answer) or _NONE.to(language)
    unit = None if isinstance(asked.about, Collection) or asked.about.type is FactType.BOOLEAN else asked.about.unit
    return value_text(asked.answer, language, unit)


def ending(assessment: Assessment, session: Session, language: Language) -> str:
    """What the interview came to: the phase, what was left open, and what is assumed."""
    return "\n".join(_ending(assessment, session, language))


def _ending(assessment: Assessment, session: Session, language: Language) -> Iterator[str]:
    yield ""
    yield style("─" * WIDTH, dim=True)
    yield from wrapped(f"{to_ask(session.progress, language)}.", "")
    number = assessment.phase.number
    name = f": {session.kb.base.phases[number - 1].name.to(language)}" if number else ""
    yield from (style(line, bold=True) for line in wrapped(phase_told(assessment, language, words.UNCERTAIN, name), ""))
    relevant, labels = session.open_and_relevant, session.kb.base.vocabulary.labels
    left_open = [
        _CAN_MATTER.to(language).format(label(fact, session, language)) if fact in relevant else label(fact, session, language)
        for fact in session.left_open
    ]
    assumed = [f"{labels[found.fact].to(language)}: {value_text(found.value, language)}" for found in assessment.assumptions]
    for title, found in ((_LEFT_OPEN, left_open), (_ASSUMPTIONS, assumed)):
        yield from _listed(title.to(language), found)


def _asking(question_: str, help_: str, allowed: str) -> list[str]:
    lines = [style(line, bold=True) for line in wrapped(question_, "")]
    for text in (help_, allowed[:1].upper() + allowed[1:] + "."):
        lines += wrapped(text, "  ")
    return lines


def label(fact: str, session: Session, language: Language) -> str:
    """What a question is about: the label of the fact, of an attribute after the name of its element."""
    found = session.named(fact)
    told = found.about.label.to(language)
    return f"{found.element}: {told}" if found.element is not None else told


def _listed(title: str, items: Sequence[str]) -> Iterable[str]:
    if items:
        yield f"{title}:"
    for item in items:
        yield from wrapped(item, "    ", first="  - ")
