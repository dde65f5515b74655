"""Proofs as findings: where in the rule files a property fails, with the facts that show it and a case to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from antwoord_rules.checking.coverage import id_path, in_words
from antwoord_rules.errors import Problem, problem
from antwoord_rules.knowledge.properties import PropertyName
from antwoord_rules.knowledge.references import Place
from antwoord_rules.knowledge.rules import Measure, RuleBase
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.language import Text
from antwoord_rules.reasoning.counterexamples import Refutation
from antwoord_rules.reasoning.proofs import Proof

_CODES: Final[Mapping[PropertyName, str]] = {
    "phases_attainable": "PROOF-PHASE-UNATTAINABLE",
    "consistent": "PROOF-CONTRADICTION",
    "monotone": "PROOF-NOT-MONOTONE",
    "rules_vary": "PROOF-RULE-CONSTANT",
    "criteria_independent": "PROOF-CRITERION-IMPLIED",
    "top_reachable": "PROOF-TOP-UNREACHABLE",
    "challenges_resolvable": "PROOF-CHALLENGE-STAYS",
    "measures_harmless": "PROOF-MEASURE-HARMS",
}
_ECHOES: Final[Mapping[PropertyName, frozenset[str]]] = {
    "phases_attainable": frozenset({"LINT-ALWAYS"}),
    "rules_vary": frozenset({"LINT-ALWAYS"}),
    "criteria_independent": frozenset({"LINT-ALWAYS", "LINT-DUPLICATE-CONDITION", "LINT-SUBSUMED"}),
    "top_reachable": frozenset({"LINT-FACT-FIXED", "LINT-MEASURE-NO-EFFECT", "LINT-NO-MEASURE"}),
    "challenges_resolvable": frozenset({"LINT-MEASURE-NO-EFFECT"}),
}
"""What the linter says of the same mistake: it knows the place better, and one finding is enough."""

_NAMED: Final = ("name", "other", "addressed")
_NONE: Final = Text("geen", "none")
_CASE: Final = Text("als geval:", "as a case:")


class Disproof(NamedTuple):
    """A refutation as a finding: the problem at its place, the places of the rules that clash, and what shows it."""

    problem: Problem
    behind: tuple[Place, ...]
    explanation: Text
    refutation: Refutation | None


def disproofs(
    base: RuleBase, statements: Mapping[str, Statement], proofs: Sequence[Proof], linted: Sequence[Problem]
) -> Iterator[Disproof]:
    """A finding for each refutation that the linter did not see as well, and for each property that was not proven in time."""
    for proof in proofs:
        if proof.verdict == "not_proven":
            place = _place(statements, proof.property)
            yield Disproof(place("PROOF-UNDECIDED", property=_label(base, proof.property)), (), Text("", ""), None)
        for refutation in _without_echoes(base, proof, proofs, _told(proof.property, linted, statements)):
            behind = tuple(statements[rule].place for rule in refutation.rules if rule in statements)
            yield Disproof(_problem(base, statements, proof.property, refutation), behind, _shown(refutation), refutation)


def _told(name: PropertyName, linted: Iterable[Problem], statements: Mapping[str, Statement]) -> set[str]:
    """The rules about which the linter says what the property would say."""
    found: set[str] = set()
    for finding in linted:
        if finding.code in _ECHOES.get(name, ()):
            found |= {str(value) for key, value in finding.details if key in _NAMED}
            found |= set(_rules_at(finding, statements))
    return found


def _without_echoes(base: RuleBase, proof: Proof, proofs: Iterable[Proof], told: set[str]) -> Iterator[Refutation]:
    unattainable = any(other.property == "phases_attainable" and other.refutations for other in proofs)
    for refutation in proof.refutations:
        if told.intersection({refutation.subject, *refutation.rules}):
            continue
        if proof.property == "rules_vary" and unattainable and isinstance(base.rules.get(refutation.subject), Measure):
            continue  # a measure for a phase that nobody reaches is never recommended
        yield refutation


def _rules_at(found: Problem, statements: Mapping[str, Statement]) -> Iterator[str]:
    """The rule in which a problem stands: the last one that begins before it."""
    before = [
        (statement.place.line, name)
        for name, statement in statements.items()
        if statement.place.file == found.file and statement.place.line <= (found.line or 0)
    ]
    yield from (name for _, name in sorted(before)[-1:])


def _problem(base: RuleBase, statements: Mapping[str, Statement], name: PropertyName, refutation: Refutation) -> Problem:
    # A fact that gets better is not to blame: the rule that then fails is.
    about = refutation.rules[0] if name == "monotone" and refutation.rules else refutation.subject
    statement = statements.get(about) or statements[base.phases[0].id]
    facts = _NONE if refutation.facts is None else in_words(refutation.facts)
    listed = ", ".join(refutation.rules)
    return statement.problem(
        _CODES[name],
        *id_path(statement),
        name=refutation.subject,
        lost=refutation.lost,
        rules=Text(listed, listed) if listed else _NONE,
        measures=", ".join(refutation.measures),
        facts=facts,
    )


def _place(statements: Mapping[str, Statement], name: str) -> Any:
    statement = statements.get(name)
    return statement.problem if statement is not None else problem


def _label(base: RuleBase, name: str) -> Text:
    return next((rule.label for rule in base.properties if rule.id == name), Text(name, name))


def _shown(refutation: Refutation) -> Text:
    """A case that fails now and holds when the conditions are mended, as YAML to paste in `cases/`."""
    if not refutation.expect:
        return Text("", "")
    name = f"tegenvoorbeeld_{refutation.subject.replace('.', '_')}"
    lines = [
        f"- id: {name}",
        "  because: {nl: …, en: …}",
        *(["  given:"] if refutation.given else []),
        *(f"    {fact}: {json.dumps(value, ensure_ascii=False)}" for fact, value in refutation.given.items()),
        f"  expect: {json.dumps(refutation.expect, ensure_ascii=False)}",
    ]
    return Text(*("\n".join([_CASE.to(language), *lines]) for language in ("nl", "en")))
