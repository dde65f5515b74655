"""Where a municipality stands, at a glance: what is shown beside an interview or a form, and changes with each answer."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.assessment import NO_PHASE, Assessment, Status
from antwoord_rules.interview.session import Progress
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.reports.voice import Voice

State: TypeAlias = Literal["reached", "possible", "excluded"]

_NO_PHASE: Final = Text("Nog geen fase", "No phase yet")
_TO_ASK: Final = Text("Nog {} vragen kunnen verschil maken", "{} questions can still matter")
_TO_ASK_ONE: Final = Text("Nog 1 vraag kan verschil maken", "1 question can still matter")
_TO_ASK_NONE: Final = Text("Geen vraag kan nog verschil maken", "No question can matter any more")
_ALL_ASKED: Final = Text("Alle vragen die verschil kunnen maken, zijn gesteld", "All questions that can matter were asked")
_STATES: Final[dict[State, Text]] = {
    "reached": Text("bereikt", "reached"),
    "possible": Text("nog mogelijk", "still possible"),
    "excluded": Text("kan niet met deze antwoorden", "not with these answers"),
}
_CELL: Final[dict[Status, Text]] = {
    "met": Text("{} vervuld", "{} met"),
    "unmet": Text("{} niet vervuld", "{} not met"),
    "unknown": Text("{} onbekend", "{} unknown"),
}
_NO_CRITERION: Final = Text("geen criterium", "no criterion")


class Step(NamedTuple):
    """A phase on the ladder: whether it is reached, can still be, or can't with these answers; and its criteria."""

    number: int
    name: str
    state: State
    told: str
    here: bool
    counts: str
    statuses: tuple[Status, ...]


class Cell(NamedTuple):
    """The criteria of a phase in a building block: their statuses, and the same in words."""

    statuses: tuple[Status, ...]
    told: str


class Glance(NamedTuple):
    """The picture. `standing` says it in a sentence; `steps` go from low to high; `profile` has a row for each building block
    with a cell for each phase."""

    standing: str
    name: str
    steps: tuple[Step, ...]
    phases: tuple[int, ...]
    profile: tuple[tuple[str, tuple[Cell, ...]], ...]


def glance(assessment: Assessment, language: Language) -> Glance:
    """The picture of an assessment."""
    base, statuses = assessment.context.base, _ordered(assessment)
    voice = Voice(base, language)
    number, highest = assessment.phase.number, max(assessment.phase.possible)
    steps = []
    for phase in base.phases:
        state: State = "reached" if phase.number <= number else "possible" if phase.number <= highest else "excluded"
        found = tuple(status for (n, _), each in statuses.items() if n == phase.number for status in each)
        counts = voice.say(words.RUNG, met=found.count("met"), total=len(found))
        here = phase.number == number
        steps.append(Step(phase.number, voice.say(phase.name), state, voice.say(_STATES[state]), here, counts, found))
    profile = tuple(
        (voice.say(block.label), tuple(_cell(statuses.get((phase.number, block.id), ()), voice) for phase in base.phases))
        for block in base.vocabulary.blocks
    )
    name = base.phases[number - 1].name if number else NO_PHASE
    standing = phase_told(assessment, language, words.UNCERTAIN)
    return Glance(standing, voice.say(name), tuple(steps), tuple(phase.number for phase in base.phases), profile)


def phase_told(assessment: Assessment, language: Language, uncertain: Text, name: str = "") -> str:
    """The phase in words, and whether it is certain; `uncertain` says which phases are possible."""
    phase = assessment.phase
    possible = Voice(assessment.context.base, language).either([str(number) for number in phase.possible])
    certainty = words.CERTAIN.to(language) if phase.certain else uncertain.to(language).format(phases=possible)
    shown = f"{words.PHASE.to(language)} {phase.number}" if phase.number else _NO_PHASE.to(language)
    return f"{shown}{name} ({certainty})"


def to_ask(progress: Progress, language: Language) -> str:
    """How many questions can still matter; of those left open only that they were asked."""
    if progress.relevant == 0:
        return (_ALL_ASKED if progress.open_and_relevant else _TO_ASK_NONE).to(language)
    return (_TO_ASK_ONE if progress.relevant == 1 else _TO_ASK).to(language).format(progress.relevant)


def _ordered(assessment: Assessment) -> dict[tuple[int, str], tuple[Status, ...]]:
    """The statuses of the criteria by phase and building block: met, not met, unknown."""
    found: dict[tuple[int, str], list[Status]] = {}
    for criterion in assessment.criteria:
        found.setdefault((criterion.phase, criterion.block), []).append(criterion.status)
    order = list(_CELL)
    return {place: tuple(sorted(statuses, key=order.index)) for place, statuses in found.items()}


def _cell(statuses: tuple[Status, ...], voice: Voice) -> Cell:
    told = ", ".join(voice.say(_CELL[status]).format(statuses.count(status)) for status in _CELL if status in statuses)
    return Cell(statuses, told or voice.say(_NO_CRITERION))
