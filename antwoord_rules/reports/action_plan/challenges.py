"""The challenges: of this phase, overdue, and later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.assessment import ChallengeResult
from antwoord_rules.explanation.prose import reasons
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Details, Entry, Heading, Paragraph, Subheading
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.saying import Said, Teller, capital

_HEADING: Final = Text("Uitdagingen", "Challenges")
_ABOUT: Final = Text(
    "Elke fase heeft uitdagingen. Zij houden de volgende fase niet tegen, maar wie ze laat liggen, komt ze later weer tegen.",
    "Every phase has challenges. They do not hold the next phase back, but whoever leaves them will meet them again later.",
)
_GROUPS: Final = {
    "current": Text("Van deze fase", "Of this phase"),
    "overdue": Text("Achterstallig: van een lagere fase", "Overdue: of a lower phase"),
    "later": Text("Later: van een hogere fase", "Later: of a higher phase"),
}
_NONE: Final = Text("Geen.", "None.")
_LINE: Final = Text("{label}: {status} [{basis}]", "{label}: {status} [{basis}]")
_LINE_PHASE: Final = Text("{label} (fase {phase}): {status} [{basis}]", "{label} (phase {phase}): {status} [{basis}]")
_IN_PLAN: Final = Text("In dit plan: {labels}.", "In this plan: {labels}.")
_ADVISED: Final = Text("Aanbevolen: {labels}.", "Advised: {labels}.")
_POSSIBLE: Final = Text("Zou helpen: {labels}.", "Would help: {labels}.")


def challenges(teller: Teller) -> Iterator[Said]:
    """Each with its status and what is done about it; those of higher phases are folded away."""
    found = teller.dossier.assessment.challenges
    yield Said(Heading(teller.say(_HEADING)), ("challenges",))
    yield Said(Paragraph(teller.say(_ABOUT)), ("method",))
    for relevance in ("current", "overdue"):
        group = [challenge for challenge in found if challenge.relevance == relevance]
        if not group and relevance == "overdue":
            continue
        yield Said(Subheading(teller.say(_GROUPS[relevance])), ("challenges",))
        if not group:
            yield Said(Paragraph(teller.say(_NONE)), ("challenges",))
        for challenge in group:
            yield Said(_entry(teller, challenge), _rests_on(teller, challenge))
    for text in teller.brief.notes:
        yield Said(Paragraph(text), (*(f"phases/{phase.number}" for phase in teller.base.phases), "sources/fasen-van-antwoord"))
    later = [challenge for challenge in found if challenge.relevance == "later"]
    if later:
        entries = tuple(_entry(teller, challenge) for challenge in later)
        rests_on = tuple(name for challenge in later for name in _rests_on(teller, challenge))
        yield Said(Details(teller.say(_GROUPS["later"]), entries), rests_on)


def _entry(teller: Teller, challenge: ChallengeResult) -> Entry:
    text = _LINE if challenge.relevance == "current" else _LINE_PHASE
    status = teller.status(challenge.status)
    said = teller.say(text, label=teller.label(challenge.id), phase=challenge.phase, status=status, basis=challenge.basis)
    notes = []
    if challenge.status != "resolved":
        why = "; ".join(dict.fromkeys(reasons(teller.explained(challenge.id).reason, teller.language)))
        notes.append(f"{capital(why)}.")
        notes += _done_about(teller, challenge.id)
    return Entry(words.MARK[challenge.status], said, tuple(notes), challenge.id)


def _done_about(teller: Teller, name: str) -> Iterator[str]:
    d = teller.dossier
    helping = [measure.id for measure in d.measures.values() if name in measure.addresses]
    planned = [measure for measure in helping if measure in d.plan.measures]
    advised = [measure for measure in helping if measure in d.besides]
    for text, names in ((_IN_PLAN, planned), (_ADVISED, advised), (_POSSIBLE, [] if planned or advised else helping)):
        if names:
            yield teller.say(text, labels="; ".join(map(teller.label, names)))


def _rests_on(teller: Teller, challenge: ChallengeResult) -> tuple[str, ...]:
    return (f"challenges/{challenge.id}", "plan", "besides", *teller.facts_behind(challenge.id))
