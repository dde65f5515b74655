"""The words for values, tests, statuses and provenance, in Dutch and English. Reports and paragraphs share them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from antwoord_rules.explanation.tree import Explanation, Kind, Reason
from antwoord_rules.facts.memory import Evidence
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.language import Language, Text

UNKNOWN: Final = Text("onbekend", "unknown")
ASSUMED: Final = Text("aangenomen, niet opgegeven", "assumed, not given")
BASIS: Final = {
    Basis.BRON: Text("bron", "source"),
    Basis.SECUNDAIR: Text("secundair", "secondary"),
    Basis.EIGEN: Text("eigen", "our own"),
}
"""What the marks of provenance are called; the mark itself is the same in both languages."""

_YES: Final = {True: Text("ja", "yes"), False: Text("nee", "no")}
_ORIGINS: Final = {
    "gemeten": Text("gemeten", "measured"),
    "opgegeven": Text("opgegeven", "stated"),
    "geschat": Text("geschat", "estimated"),
}
_TESTS: Final = {
    Operator.EQUALS: Text("precies {}", "exactly {}"),
    Operator.DIFFERS: Text("niet {}", "not {}"),
    Operator.AT_LEAST: Text("ten minste {}", "at least {}"),
    Operator.AT_MOST: Text("hoogstens {}", "at most {}"),
    Operator.ABOVE: Text("meer dan {}", "more than {}"),
    Operator.BELOW: Text("minder dan {}", "less than {}"),
}
_BETWEEN: Final = Text("van {low} tot en met {high}", "from {low} to {high}")
_HUNDREDTH: Final = 0.01
_NAMES: Final[Mapping[Kind, Text]] = {
    "phase": Text("fase {}", "phase {}"),
    "criterion": Text("criterium", "criterion"),
    "challenge": Text("uitdaging", "challenge"),
    "limit": Text("kenmerkende beperking", "typical limitation"),
    "measure": Text("maatregel", "measure"),
    "derivation": Text("tussenconclusie", "intermediate conclusion"),
    "needed": Text("de noodzaak van maatregel", "the need for measure"),
    "realised": Text("het effect van maatregel", "the effect of measure"),
    "fact": Text("feit", "fact"),
    "list": Text("lijst", "list"),
    "norm": Text("norm", "norm"),
}
_STATUSES: Final[Mapping[Kind, Mapping[bool | None, Text]]] = {
    "phase": {True: Text("bereikt", "reached"), False: Text("niet bereikt", "not reached")},
    "criterion": {True: Text("vervuld", "met"), False: Text("niet vervuld", "not met")},
    "challenge": {True: Text("opgelost", "resolved"), False: Text("open", "open")},
    "limit": {True: Text("aanwezig", "present"), False: Text("afwezig", "absent")},
    "measure": {True: Text("aanbevolen", "recommended"), False: Text("niet aanbevolen", "not recommended")},
    "derivation": {True: Text("waar", "true"), False: Text("onwaar", "false")},
    "needed": {True: Text("aanwezig", "present"), False: Text("afwezig", "absent")},
    "realised": {True: Text("al bereikt", "there already"), False: Text("nog niet bereikt", "not there yet")},
}


def value_text(value: bool | float | str | None, language: Language, unit: Text | None = None) -> str:
    """A value as people write it in that language."""
    if value is None:
        return UNKNOWN.to(language)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _YES[value].to(language)
    number = str(value).replace(".", ",") if language == "nl" else str(value)
    return f"{number} {unit.to(language)}" if unit else number


def wanted_text(reason: Reason, language: Language) -> str:
    """What a test asks for: "ja", "precies 1", "ten minste 80 procent"."""
    if reason.operator is None:
        return ""
    return comparison_text(reason.operator, reason.wanted, language, reason.about.unit if reason.about else None)


def comparison_text(operator: Operator, value: bool | float | None, language: Language, unit: Text | None = None) -> str:
    """A test in words: "ja", "precies 1", "ten minste 80 procent"."""
    if isinstance(value, bool):
        return value_text(value is (operator is Operator.EQUALS), language)
    return _TESTS[operator].to(language).format(value_text(value, language, unit))


def range_text(low: bool | float, high: bool | float | None, language: Language, unit: Text | None = None) -> str:
    """The values from `low` to `high` in words, both included; without `high` there is no highest: "hoogstens 1", "ja"."""
    if high is not None and low == high:
        return comparison_text(Operator.EQUALS, low, language, unit)
    if high is None:
        return comparison_text(Operator.AT_LEAST, low, language, unit)
    if low:
        return _BETWEEN.to(language).format(low=value_text(low, language), high=value_text(high, language, unit))
    if isinstance(high, float):  # a percentage: what ends a hundredth before a round number is below that number
        return comparison_text(Operator.BELOW, _plain(round(high + _HUNDREDTH, 2)), language, unit)
    return comparison_text(Operator.AT_MOST, high, language, unit)


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def status_text(found: Explanation, language: Language) -> str:
    """How a conclusion came out: "vervuld", "open", "onbekend"."""
    if found.value is None:
        return UNKNOWN.to(language)
    return _STATUSES[found.kind][bool(found.value)].to(language)


def name_text(found: Explanation, language: Language) -> str:
    """What is spoken of: "criterium 'Eén telefoonnummer'"."""
    kind = _NAMES[found.kind].to(language).format(found.phase)
    return f"{kind} '{found.label.to(language)}'"


def evidence_text(evidence: Evidence | None, language: Language) -> str:
    """The evidence for a value, without brackets: "gemeten, webregister, 2026-10-01"; empty when there is none."""
    if evidence is None:
        return ""
    origin = _ORIGINS[evidence.herkomst].to(language) if evidence.herkomst else None
    return ", ".join(part for part in (origin, evidence.bron, evidence.datum, evidence.periode) if part)
