"""Explanations as data: from a conclusion through its condition down to facts, evidence, norms and sources.

An `Explanation` is about a conclusion or a fact; its `reason` says how its condition came out, and each test in there is again
about a fact or a conclusion with an `Explanation` of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.facts.memory import Evidence
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.references import Basis, Citation, Place
from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text

Kind: TypeAlias = Literal[
    "phase", "criterion", "challenge", "limit", "measure", "derivation", "needed", "realised", "fact", "list", "norm"
]


class Grounds(NamedTuple):
    """The provenance of a statement."""

    basis: Basis
    sources: tuple[Citation, ...]
    reading: Text | None
    place: Place | None


class NormView(NamedTuple):
    """A norm that a test refers to, with the value that applies."""

    id: str
    label: Text
    value: bool | int | float
    date: str
    grounds: Grounds


class Part(NamedTuple):
    """An element of a list; `read` names the attribute that a derived fact reads, if any, and `value` is its value or None."""

    name: str
    read: str | None
    value: bool | int | float | None
    evidence: Evidence | None


class Reason(NamedTuple):
    """How a condition came out: `outcome` is true, false, or None for unknown.

    `decisive` is false for a part that made no difference, such as the met parts of an unmet "all". A test has `test`, `about`
    and perhaps `norm`; under a "not" it is turned round, so that `outcome` always speaks of the test as it stands here.
    """

    kind: Literal["all", "any", "test"]
    outcome: bool | None
    decisive: bool
    parts: tuple[Reason, ...] = ()
    operator: Operator | None = None
    wanted: bool | int | float | None = None
    test: str | None = None
    norm: NormView | None = None
    about: Explanation | None = None


class Explanation(NamedTuple):
    """What is concluded or known of one id, and why."""

    id: str
    kind: Kind
    label: Text
    value: bool | int | float | str | None
    phase: int | None = None
    because: Text | None = None
    grounds: Grounds | None = None
    reason: Reason | None = None
    unit: Text | None = None
    evidence: Evidence | None = None
    assumed: bool = False
    question: Text | None = None
    help: Text | None = None
    parts: tuple[Part, ...] | None = None
    used_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.prose(DEFAULT_LANGUAGE)

    def __repr__(self) -> str:
        # What it rests on is shared: written out as a tree it could grow without end.
        return f"<Explanation of {self.id}: {self.value}>"

    def prose(self, language: Language) -> str:
        """The explanation as a paragraph."""
        from antwoord_rules.explanation.prose import paragraph

        return paragraph(self, language)

    def model_dump(self) -> dict[str, Any]:
        """The explanation as JSON values, in both languages; what is empty is left out.

        A conclusion that many others rest on has its `reason` where it comes first; later it is dumped without.
        """
        dumped: dict[str, Any] = _dump(self, set())
        return dumped


def tests(reason: Reason | None) -> Iterator[Reason]:
    """The tests of a condition."""
    if reason is None:
        return
    if reason.kind == "test":
        yield reason
    for part in reason.parts:
        yield from tests(part)


def lacking(found: Explanation) -> tuple[Reason, ...]:
    """The tests that decided that a conclusion does not hold, or that it is unknown: of facts, and of conclusions that must not
    hold. Conclusions that should hold are followed down to those; each test is named once."""
    kept: dict[tuple[str | None, str], Reason] = {}
    seen: set[str] = set()

    def visit(about: Explanation) -> None:
        if about.id in seen:
            return
        seen.add(about.id)
        for test in tests(about.reason):
            if test.about is None or not test.decisive or test.outcome is True:
                continue
            if test.about.kind not in ("fact", "list") and test.wanted is not False:
                visit(test.about)
            else:
                kept.setdefault((test.test, test.about.id), test)

    if found.value is not True:
        visit(found)
    return tuple(kept.values())


_ALWAYS: Final = ("value", "outcome")


def _dump(value: Any, seen: set[str]) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    if isinstance(value, Place):
        return value._asdict()
    if hasattr(value, "_fields"):
        if isinstance(value, Explanation) and value.reason is not None:
            value = value._replace(reason=None) if value.id in seen else value
            seen.add(value.id)
        found = {name: _dump(part, seen) for name, part in zip(value._fields, value, strict=True)}
        return {name: part for name, part in found.items() if name in _ALWAYS or not (part is None or part == [])}
    if isinstance(value, tuple):
        return [_dump(part, seen) for part in value]
    return value
