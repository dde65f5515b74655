"""The shapes of answers, for the description of the API. The library makes them; a test holds each answer to its shape."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import JsonValue, WithJsonSchema
from typing_extensions import Annotated, NotRequired, TypedDict  # noqa: UP035  (pydantic reads those of Python only from 3.12 on)

from antwoord_rules.comparison.changes import Kind as ChangeKind
from antwoord_rules.comparison.changes import Part as ChangePart
from antwoord_rules.comparison.comparing import Notice
from antwoord_rules.comparison.rules import Difference
from antwoord_rules.explanation.tree import Kind
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.properties import PropertyName
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.reasoning.proofs import Verdict

Number = bool | int | float
Result = Annotated[Any, WithJsonSchema({"x-component": "Result"})]


class Words(TypedDict):
    """A text in both languages."""

    nl: str
    en: str


class Evidence(TypedDict):
    """Where a value comes from."""

    herkomst: NotRequired[str | None]
    bron: NotRequired[str | None]
    datum: NotRequired[str | None]
    periode: NotRequired[str | None]


class Place(TypedDict):
    """A position in a rule file."""

    file: str
    line: int
    column: int


# Problems


class ProblemItem(TypedDict):
    """One thing that is wrong: its code, what it is and what to do about it, and where. `line` and `column` count from 1."""

    code: str
    message: str
    hint: str
    line: int | None
    column: int | None
    path: str | None


class Problem(TypedDict):
    """Problem details (RFC 9457), with every problem that was found."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemItem]


# Explanations


class Reference(TypedDict):
    """An item of a section of a source."""

    document: str
    section: NotRequired[str]
    item: NotRequired[str]


class Citation(TypedDict):
    """A source as people cite it."""

    reference: Reference
    text: Words


class Grounds(TypedDict):
    """The provenance of a statement."""

    basis: Basis
    sources: NotRequired[list[Citation]]
    reading: NotRequired[Words]
    place: NotRequired[Place]


class NormView(TypedDict):
    """A norm with the value that applies."""

    id: str
    label: Words
    value: Number
    date: str
    grounds: Grounds


class Part(TypedDict):
    """An element of a list."""

    name: str
    value: Number | None
    read: NotRequired[str]
    evidence: NotRequired[Evidence]


class Reason(TypedDict):
    """How a condition came out: a test, or parts of which all or any must hold."""

    kind: Literal["all", "any", "test"]
    outcome: bool | None
    decisive: bool
    parts: NotRequired[list[Reason]]
    operator: NotRequired[Operator]
    wanted: NotRequired[Number]
    test: NotRequired[str]
    norm: NotRequired[NormView]
    about: NotRequired[Explained]


class Explained(TypedDict):
    """What is concluded or known of one id, and why; what is empty is left out."""

    id: str
    kind: Kind
    label: Words
    value: Number | str | None
    phase: NotRequired[int]
    because: NotRequired[Words]
    grounds: NotRequired[Grounds]
    reason: NotRequired[Reason]
    unit: NotRequired[Words]
    evidence: NotRequired[Evidence]
    assumed: bool
    question: NotRequired[Words]
    help: NotRequired[Words]
    parts: NotRequired[list[Part]]
    used_by: NotRequired[list[str]]


class FactShift(TypedDict):
    """A fact that changes: its value now, and the ranges of values that would do."""

    fact: str
    value: Number | None
    wanted: list[list[Number | None]]


class Correction(TypedDict):
    """A set of facts that suffices when it changes."""

    facts: list[str]
    changes: list[FactShift]


class WhyNot(TypedDict):
    """The smallest sets of facts whose change makes a phase certain."""

    phase: int
    corrections: list[Correction]
    more: bool


class Robustness(TypedDict):
    """How few facts would have to be wrong for the phase not to be certain any more."""

    phase: int
    facts: int | None
    sets: list[Correction]
    more: bool


class Explanation(Explained):
    """An explanation, as data and as text, and of a phase what would change it."""

    prose: Words
    robustness: NotRequired[Robustness]
    why_not: NotRequired[WhyNot]


# What is possible, and what to ask


class Possible(TypedDict):
    """What can still be, over all completions of the unknown facts."""

    phases: list[int]
    criteria: dict[str, list[Literal["met", "unmet"]]]
    challenges: dict[str, list[Literal["resolved", "open"]]]
    measures: dict[str, list[Literal["recommended", "not_recommended"]]]


class QuestionAnswer(TypedDict):
    """An answer and the phases that it leaves possible."""

    value: Number | dict[str, Number]
    phases: list[int]


class NextQuestion(TypedDict):
    """The fact to ask next; null when no question can matter."""

    fact: str | None
    answers: list[QuestionAnswer]
    relevant: list[str]
    irrelevant: list[str]


class Consequences(QuestionAnswer):
    """What follows from an answer: values that count the same, and the conclusions that would change."""

    alike: dict[str, list[Number | None]]
    changes: dict[str, bool | None]


class QuestionEffect(TypedDict):
    """An unknown fact with what follows from each answer."""

    fact: str
    relevant: bool
    answers: list[Consequences]


# Plans


class Step(TypedDict):
    """A measure in a plan; `start` and `end` in months."""

    measure: str
    wave: int
    start: int
    end: int
    critical: bool


class Blocker(TypedDict):
    """A test that no measure at hand can make hold."""

    fact: str
    value: Number | None
    test: str
    barred: list[str]


class Obstacle(TypedDict):
    """A criterion or challenge that no plan can bring in order."""

    id: str
    blockers: list[Blocker]


class Bounds(TypedDict):
    """What it would take without bounds."""

    effort: int
    months: int


class Plan(TypedDict):
    """A plan, or why there is none."""

    to: int
    reachable: bool
    optimal: bool
    effort: int | None
    months: int | None
    measures: list[str]
    waves: list[list[str]]
    replayed_phase: int | None
    criteria_met: NotRequired[int]
    steps: NotRequired[list[Step]]
    met: NotRequired[list[str]]
    resolved: NotRequired[list[str]]
    at_least: NotRequired[int]
    alternatives: NotRequired[list[list[str]]]
    more_alternatives: NotRequired[bool]
    criteria: NotRequired[list[str]]
    together: NotRequired[bool]
    obstacles: NotRequired[list[Obstacle]]
    clash: NotRequired[list[str]]
    without_bounds: NotRequired[Bounds]
    front: NotRequired[list[Plan]]


class Front(TypedDict):
    """The plans of which no other is both cheaper and shorter."""

    to: int
    reachable: Literal[True]
    front: list[Plan]


# Comparisons


class FactChange(TypedDict):
    """A fact that is not what it was."""

    fact: str
    kind: ChangeKind
    part: ChangePart | None
    old: JsonValue
    new: JsonValue
    element: str | None
    attribute: str | None
    old_assumed: bool
    new_assumed: bool
    old_evidence: Evidence | None
    new_evidence: Evidence | None
    better: bool | None
    affects: NotRequired[list[str]]


class RuleChange(TypedDict):
    """A rule, norm or fact that differs."""

    id: str
    difference: Difference
    old: Number | None
    new: Number | None
    affects: list[str]


class Phase(TypedDict):
    """A phase as reached."""

    number: int
    certain: bool
    possible: list[int]


class LimitedPhase(Phase):
    """A phase with its limit."""

    limit: str


class PhaseChange(TypedDict):
    """The phase before and after."""

    before: LimitedPhase
    after: LimitedPhase


class Cause(TypedDict):
    """What a status changed through."""

    id: str
    old: Number | None
    new: Number | None


class BriefChange(TypedDict):
    """A status that changed."""

    id: str
    phase: int
    before: str | None
    after: str | None


class StatusChange(BriefChange):
    """A status that changed, with what it changed through."""

    causes: list[Cause]


class TotalChange(BriefChange):
    """A status that differs between old and new, with the parts that changed it."""

    parts: list[ChangePart]


class Effects(TypedDict):
    """What one part of the difference did."""

    part: ChangePart
    changes: int
    phase: PhaseChange
    criteria: list[StatusChange]
    challenges: list[StatusChange]
    limits: list[StatusChange]
    measures: list[StatusChange]


class Total(TypedDict):
    """What all parts did together."""

    phase: PhaseChange
    criteria: list[TotalChange]
    challenges: list[TotalChange]
    limits: list[TotalChange]
    measures: list[TotalChange]


class Compared(TypedDict):
    """Two dates compared; `old` and `new` are places in `measurements`."""

    old: int
    new: int
    facts: list[FactChange]
    evidence: list[FactChange]
    rules: list[RuleChange]
    effects: list[Effects]
    total: Total


class Dated(TypedDict):
    """Whom it is about, and when."""

    naam: str
    code: str | None
    peildatum: str


class ShortReceipt(TypedDict):
    """What made a result."""

    antwoord_rules: str
    engine: str
    rules_sha256: str
    norms: dict[str, Number]
    facts_sha256: NotRequired[str]


class Measurement(TypedDict):
    """One date."""

    gemeente: Dated
    phase: LimitedPhase
    criteria: dict[str, int]
    challenges: dict[str, int]
    measures: int
    unknown: int
    receipt: ShortReceipt


class Series(TypedDict):
    """Two or more dates, each compared with the one before it, and the last with the first."""

    version: Literal[1]
    warnings: list[Notice]
    measurements: list[Measurement]
    comparisons: list[Compared]
    overall: Total


# Benchmarks


class Known(Dated):
    """A municipality with its inhabitants."""

    inwoners: int | None


class Tally(TypedDict):
    """How many are met, not met and unknown; the share of what is known, 0 to 1."""

    met: int
    unmet: int
    unknown: int
    share_met: float | None


class CriteriaTally(Tally):
    """The same, with the status of each criterion."""

    status: dict[str, str]


class ChallengeStatuses(TypedDict):
    """The status of each challenge, and those that are due."""

    status: dict[str, str]
    due: list[str]


class Spread(TypedDict):
    """How shares lie."""

    known: int
    unknown: int
    least: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    most: float | None


class Standing(TypedDict):
    """Where a municipality stands among others."""

    rank: int | None
    tied: int
    of: int
    possible: list[int | None]
    median: float | None
    difference: float | None


Inhabitants = Annotated[
    Any,
    WithJsonSchema(
        {
            "type": "object",
            "properties": {"from": {"type": "integer"}, "below": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
            "required": ["from", "below"],
            "additionalProperties": False,
        }
    ),
]


class Peers(TypedDict):
    """The comparison group of a municipality."""

    inhabitants: Inhabitants | None
    members: list[int]
    share_met: Spread
    standing: Standing


class Row(TypedDict):
    """A municipality in a benchmark."""

    gemeente: Known
    phase: Phase
    criteria: CriteriaTally
    challenges: ChallengeStatuses
    blocks: dict[str, Tally]
    standing: Standing
    comparison: Peers | None


class PhaseCount(TypedDict):
    """How many reached a phase as their highest."""

    phase: int
    reached: int
    certain: int
    possible: int


class CriterionCount(Tally):
    """A criterion in a group."""

    id: str
    phase: int
    block: str


class ChallengeCount(TypedDict):
    """A challenge in a group."""

    id: str
    phase: int
    open: int
    resolved: int
    unknown: int
    due: int
    share_open: float | None


class Figures(TypedDict):
    """The figures of a group."""

    size: int
    phases: list[PhaseCount]
    share_met: Spread
    blocks: dict[str, Spread]
    criteria: list[CriterionCount]
    challenges: list[ChallengeCount]


class GroupFigures(Figures):
    """The figures of municipalities in a range of inhabitants."""

    inhabitants: Inhabitants


class Groups(TypedDict):
    """How municipalities are compared."""

    kind: Literal["near", "inhabitants", "none"]
    near: int | None
    groups: list[GroupFigures]
    not_compared: list[int]


class Benchmark(TypedDict):
    """Municipalities side by side, referred to by their place in `municipalities`."""

    version: Literal[1]
    municipalities: list[Row]
    group: Figures
    comparison: Groups
    focus: int | None
    repeated: list[list[int]]
    left_out: list[Known]
    skipped: list[JsonValue]
    receipt: ShortReceipt


# Rules


class Entry(TypedDict):
    """A rule, fact or norm; what does not apply to its kind is left out."""

    id: str
    kind: str
    label: Words
    phase: NotRequired[int]
    block: NotRequired[str]
    group: NotRequired[str]
    type: NotRequired[str]
    basis: NotRequired[str]
    when: NotRequired[JsonValue]
    effects: NotRequired[JsonValue]
    because: NotRequired[Words]
    description: NotRequired[Words]
    question: NotRequired[Words]
    help: NotRequired[Words]
    reading: NotRequired[Words]
    addresses: NotRequired[list[str]]
    requires: NotRequired[list[str]]
    effort: NotRequired[int]
    months: NotRequired[int]
    date: NotRequired[str]
    steps: NotRequired[list[Words]]
    value: NotRequired[Number]
    polarity: NotRequired[JsonValue]
    if_absent: NotRequired[Number]
    sources: NotRequired[list[JsonValue]]
    used_by: NotRequired[list[str]]


class RuleProblem(TypedDict):
    """What is found in rule files."""

    code: str
    file: str | None
    line: int | None
    column: int | None
    message: str
    hint: str


class Finding(RuleProblem):
    """A finding; of a failed case or property also what is behind it."""

    severity: Literal["error", "warning"]
    behind: NotRequired[list[Place]]
    counterexample: NotRequired[dict[str, JsonValue]]
    explanation: NotRequired[str]


class AllowedFinding(RuleProblem):
    """A finding that the rules allow, with the reason."""

    because: str


class CaseCount(TypedDict):
    """Cases that were run."""

    total: int
    failed: int


class Reached(TypedDict):
    """How much the cases cover."""

    total: int
    reached: int


class Covered(TypedDict):
    """How much the cases cover, of rules and of tests."""

    rules: Reached
    tests: Reached


class Proof(TypedDict):
    """A property with its verdict."""

    property: PropertyName
    verdict: Verdict
    refutations: list[JsonValue]
    aside: list[str]


class Checked(TypedDict):
    """What is to be said of rule texts. `exit_code` is what `antwoord check` would end with."""

    version: Literal[1]
    valid: bool
    exit_code: Literal[0, 1, 4]
    findings: list[Finding]
    allowed: list[AllowedFinding]
    cases: CaseCount
    coverage: NotRequired[Covered]
    proofs: NotRequired[list[Proof]]


# Many lines, and the store


class BatchLine(TypedDict):
    """What is said of a line: its result, or what is wrong with it."""

    line: int
    result: NotRequired[Result]
    problem: NotRequired[Problem]


class VersionBrief(TypedDict):
    """A version of a municipality."""

    id: str
    municipality: str
    number: int
    peildatum: str
    phase: int
    certain: bool
    facts_sha256: str
    rules_sha256: str
    note: str
    author: str
    saved_at: str


class Version(VersionBrief):
    """A version with its facts and the result of then; rules of now may read them differently."""

    facts: dict[str, JsonValue]
    result: dict[str, JsonValue]


class Municipality(TypedDict):
    """A municipality that was saved."""

    id: str
    name: str
    code: str | None
    newest: VersionBrief


ANSWERS: Final[dict[str, Any]] = {
    "BatchLine": BatchLine,
    "Benchmark": Benchmark,
    "Checked": Checked,
    "Entries": list[Entry],
    "Entry": Entry,
    "Explanation": Explanation,
    "Municipalities": list[Municipality],
    "NextQuestion": NextQuestion,
    "PlanAnswer": Plan | Front,
    "Possible": Possible,
    "Problem": Problem,
    "QuestionEffects": list[QuestionEffect],
    "Schema": dict[str, JsonValue],
    "Series": Series,
    "Version": Version,
    "Versions": list[VersionBrief],
    "WhyNot": WhyNot,
}
"""The answers by the names that operations give."""
