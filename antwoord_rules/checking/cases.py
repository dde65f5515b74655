"""Running cases: what the rules conclude, held against what the expert expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from antwoord_rules.assessment import Assessment
from antwoord_rules.checking.case_files import Case, status_text
from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.rules import Challenge, Criterion, Limit, RuleBase
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.reasoning.plans import Plan

_WORDS: Final[Mapping[type | None, Mapping[bool | None, str]]] = {
    Criterion: {True: "met", False: "unmet", None: "unknown"},
    Challenge: {True: "resolved", False: "open", None: "unknown"},
    Limit: {True: "present", False: "absent", None: "unknown"},
    None: {True: "true", False: "false", None: "unknown"},
}
_PHASE: Final = Text("fase", "phase")
_CERTAIN: Final = Text("zekerheid van de fase", "certainty of the phase")
_POSSIBLE: Final = Text("mogelijke fasen", "possible phases")
_LIMIT: Final = Text("beperking van de fase", "limit of the phase")
_PLAN: Final = {
    "reachable": Text("haalbaarheid van het plan", "reachability of the plan"),
    "effort": Text("punten van het plan", "effort of the plan"),
    "months": Text("maanden van het plan", "months of the plan"),
    "measures": Text("maatregelen van het plan", "measures of the plan"),
}
_RECOMMENDED: Final = "recommended"
_NOT_RECOMMENDED: Final = "not recommended"


class Difference(NamedTuple):
    """Something that came out otherwise than expected; `about` is the conclusion that explains it."""

    path: tuple[str | int, ...]
    what: Text
    expected: str
    got: str
    about: str


class Failure(NamedTuple):
    """A case that failed on one point: the problem, placed in the case file, and the conclusion that explains it."""

    problem: Problem
    assessment: Assessment
    about: str


def differences(case: Case, assessment: Assessment) -> tuple[Difference, ...]:
    """Where the assessment of a case is not what the case expects, in the order of the contract."""
    expect, phase = case.expect, assessment.phase
    known = assessment.context.inference.conclusions
    base = assessment.context.base
    found: list[Difference] = []

    def compare(path: tuple[str | int, ...], what: Text, expected: object, got: object, about: str) -> None:
        if expected is not None and expected != got:
            found.append(Difference(path, what, _shown(expected), _shown(got), about))

    decisive = f"fase_{max(1, expect.phase or 0, min(phase.number + 1, len(base.phases)))}"
    compare(("phase",), _PHASE, expect.phase, phase.number, decisive)
    compare(("certain",), _CERTAIN, expect.certain, phase.certain, decisive)
    compare(("possible",), _POSSIBLE, expect.possible, list(phase.possible), decisive)
    limits = {limit.phase: limit.id for limit in base.limits}
    compare(("limit",), _LIMIT, expect.limit, phase.limit, limits.get(phase.number, decisive))
    for name, status in expect.status.items():
        compare(("status", name), Text(name, name), status_text(status), status_of(base, name, known.get(name)), name)
    for key, wanted in ((_RECOMMENDED, True), ("not_recommended", False)):
        for number, name in enumerate(getattr(expect, key)):
            got = known.get(name) is True
            if got is not wanted:
                texts = (_RECOMMENDED, _NOT_RECOMMENDED) if wanted else (_NOT_RECOMMENDED, _RECOMMENDED)
                found.append(Difference((key, number), Text(name, name), *texts, name))
    return tuple(found)


def plan_of(case: Case, kb: KnowledgeBase, seconds: float | None = None) -> Plan | None:
    """The plan that a case asks for; None when it expects none. Raises `UsageError` when `seconds` are not enough."""
    wish = case.expect.plan
    if wish is None:
        return None
    challenges = wish.with_challenges
    return kb.plan(case.memory, wish.to, with_challenges=challenges, exclude=wish.exclude, include=wish.include, seconds=seconds)


def plan_differences(case: Case, plan: Plan) -> tuple[Difference, ...]:
    """Where a plan is not what the case expects."""
    wish = case.expect.plan
    if wish is None:
        return ()
    measures = None if wish.measures is None else sorted(wish.measures)
    compared = {
        "reachable": (wish.reachable, plan.reachable),
        "effort": (wish.effort, plan.effort),
        "months": (wish.months, plan.months),
        "measures": (measures, list(plan.measures)),
    }
    return tuple(
        Difference(
            ("plan", key) if key in wish.model_fields_set else ("plan",),
            _PLAN[key],
            _shown(wanted),
            _shown(got),
            f"fase_{wish.to}",
        )
        for key, (wanted, got) in compared.items()
        if wanted is not None and wanted != got
    )


def failures(case: Case, assessment: Assessment, plan: Plan | None = None) -> tuple[Failure, ...]:
    """The differences of a case as problems at the place of the expectation."""
    found = differences(case, assessment) + (plan_differences(case, plan) if plan is not None else ())
    return tuple(
        Failure(
            case.problem("CASE-FAILED", "expect", *d.path, case=case.id, what=d.what, expected=d.expected, got=d.got),
            assessment,
            d.about,
        )
        for d in found
    )


def status_of(base: RuleBase, name: str, value: bool | None) -> str:
    """The status of a conclusion in the words of the result."""
    kind = type(base.rules.get(name))
    return _WORDS.get(kind, _WORDS[None])[value]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return status_text(value) if isinstance(value, (str, bool)) else str(value)
