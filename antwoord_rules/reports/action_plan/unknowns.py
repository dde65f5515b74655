"""What is unknown: the questions to ask, with the effect of each answer, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Block, Details, Entry, Heading, Pairs, Paragraph, Subheading
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.dossier import Matter
from antwoord_rules.reports.action_plan.saying import Said, Teller
from antwoord_rules.reports.action_plan.summary import FACTS

if TYPE_CHECKING:
    from antwoord_rules.reasoning.questions import Consequences, QuestionEffects

_HEADING: Final = Text("Wat nog onbekend is", "What is still unknown")
_NOTHING: Final = Text("Niets: alle feiten zijn bekend.", "Nothing: all facts are known.")
_ABOUT: Final = Text(
    "Van {facts} is de waarde onbekend. Hieronder staat wat elk antwoord zou betekenen als de rest blijft zoals het nu is.",
    "The value of {facts} is unknown. Below is what each answer would mean if the rest stays as it is now.",
)
_GROUPS: Final[dict[Matter, Text]] = {
    "phase": Text("Eerst uitzoeken: dit kan de fase veranderen", "Find out first: this can change the phase"),
    "result": Text("Daarna: dit kan uitdagingen of maatregelen veranderen", "Then: this can change challenges or measures"),
    "nothing": Text(
        "Dit verandert de fase, de uitdagingen en de maatregelen niet ({facts})",
        "This does not change the phase, the challenges and the measures ({facts})",
    ),
}
_RESULT_ONLY: Final = Text("Dit kan uitdagingen of maatregelen veranderen", "This can change challenges or measures")
_QUESTION: Final = Text("{label}: {question}", "{label}: {question}")
_BEST: Final = Text("{label}: {question} (begin hiermee)", "{label}: {question} (begin with this)")
_ANSWER: Final = Text("Antwoord '{answer}': {effects}.", "Answer '{answer}': {effects}.")
_OF_LIST: Final = Text("Bij {answer}: {effects}.", "With {answer}: {effects}.")
_CERTAIN: Final = Text("fase {phases} is dan zeker", "phase {phases} is then certain")
_POSSIBLE: Final = Text("mogelijk is dan nog fase {phases}", "phase {phases} is then still possible")
_SAME: Final = Text("er verandert nog niets", "nothing changes yet")
_IS: Final = Text("{labels} is dan {status}", "{labels} is then {status}")
_ARE: Final = Text("{labels} zijn dan {status}", "{labels} are then {status}")
_BECOMES: Final[dict[str, dict[bool, Text]]] = {
    "criteria": {True: Text("vervuld", "met"), False: Text("niet vervuld", "not met")},
    "challenges": {True: Text("opgelost", "resolved"), False: Text("open", "open")},
    "measures": {True: Text("aanbevolen", "advised"), False: Text("niet meer aanbevolen", "no longer advised")},
}
_ASSUMPTIONS: Final = Text("Aannamen", "Assumptions")
_ASSUMED: Final = Text(
    "Dit is niet opgegeven. De regels nemen dan deze waarde aan. Klopt dat niet? Geef dan de juiste waarde op.",
    "This was not stated. The rules then assume this value. If it is wrong, state the right value.",
)
_NO_ASSUMPTIONS: Final = Text("Er is niets aangenomen.", "Nothing was assumed.")


def unknowns(teller: Teller) -> Iterator[Said]:
    """The unknown facts, those that matter most first."""
    d = teller.dossier
    yield Said(Heading(teller.say(_HEADING)), ("unknown",))
    if not d.effects:
        yield Said(Paragraph(teller.say(_NOTHING)), ("unknown",))
    else:
        yield Said(Paragraph(teller.say(_ABOUT, facts=teller.counted(len(d.effects), FACTS))), ("unknown",))
    by_matter: dict[Matter, list[QuestionEffects]] = {"phase": [], "result": [], "nothing": []}
    for found in sorted(d.effects, key=lambda found: found.fact != d.next_question):
        by_matter[d.matters[found.fact]].append(found)
    for matter in ("phase", "result"):
        if by_matter[matter]:
            first = matter == "result" and not by_matter["phase"]
            yield Said(Subheading(teller.say(_RESULT_ONLY if first else _GROUPS[matter])), ("unknown",))
        for found in by_matter[matter]:
            yield Said(_entry(teller, found), _rests_on([found]))
    idle = by_matter["nothing"]
    if idle:
        entries: tuple[Block, ...] = tuple(_entry(teller, found) for found in idle)
        summary = teller.say(_GROUPS["nothing"], facts=teller.counted(len(idle), FACTS))
        yield Said(Details(summary, entries), ("unknown", *_rests_on(idle)))
    yield from _assumptions(teller)


def _rests_on(found: Sequence[QuestionEffects]) -> tuple[str, ...]:
    return tuple(f"questions/{effects.fact}" for effects in found)


def _entry(teller: Teller, found: QuestionEffects) -> Entry:
    question = next(q for q in (*teller.brief.questions_phase, *teller.brief.questions_other) if q.fact == found.fact)
    text = _BEST if found.fact == teller.dossier.next_question else _QUESTION
    matter = teller.dossier.matters[found.fact]
    notes = tuple(_answer(teller, answer, phases=matter == "phase") for answer in found.answers) if matter != "nothing" else ()
    return Entry("?", teller.say(text, label=question.label, question=question.question), notes, found.fact)


def _answer(teller: Teller, answer: Consequences, *, phases: bool) -> str:
    effects = []
    if phases:
        text = _CERTAIN if len(answer.phases) == 1 else _POSSIBLE
        effects.append(teller.say(text, phases=teller.phases(answer.phases)))
    for kind, texts in _BECOMES.items():
        known = {rule.id for rule in getattr(teller.base, kind)}
        for value, said in texts.items():
            names = [name for name, now in answer.changes.items() if name in known and now is value]
            if names:
                labels = teller.voice.either([teller.voice.quoted([name]) for name in names], words.AND)
                effects.append(teller.say(_IS if len(names) == 1 else _ARE, labels=labels, status=teller.say(said)))
    text = _ANSWER if isinstance(answer.value, (bool, int)) else _OF_LIST
    return teller.say(text, answer=_given(teller, answer), effects="; ".join(effects) or teller.say(_SAME))


def _given(teller: Teller, answer: Consequences) -> str:
    """An answer in words: "ja", "hoogstens 1"; of a list what is then known of it."""
    alike = answer.alike
    if isinstance(answer.value, (bool, int)):
        if len(alike) == 1:
            ((fact, values),) = alike.items()
            return teller.voice.wanted(fact, [values])
        return teller.value(answer.value)
    return ", ".join(f"'{teller.label(fact)}' = {teller.voice.wanted(fact, [values])}" for fact, values in alike.items())


def _assumptions(teller: Teller) -> Iterator[Said]:
    found = teller.brief.assumptions
    yield Said(Heading(teller.say(_ASSUMPTIONS)), ("method",))
    yield Said(Paragraph(teller.say(_ASSUMED if found else _NO_ASSUMPTIONS)), ("method",))
    if found:
        rests_on = tuple(f"assumptions/{item.fact}" for item in teller.dossier.assessment.assumptions)
        yield Said(Pairs(tuple((line.label, line.value) for line in found)), rests_on)
