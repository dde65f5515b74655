"""The outcome of a check, as text for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final, Literal, NamedTuple

from click import style

from antwoord_rules.checking.check import Allowed, Checked, Finding
from antwoord_rules.checking.impact import Impact
from antwoord_rules.errors import Problem
from antwoord_rules.language import Language, Text
from antwoord_rules.reasoning.proofs import Verdict

_WARNING: Final = Text("waarschuwing", "warning")
_BEHIND: Final = Text("regel:", "rule:")
_INVALID: Final = Text(
    "De regels zijn niet geldig ({errors}); verder is niet gekeken.",
    "The rules are not valid ({errors}); nothing else was looked at.",
)
_ERRORS: Final = Text("fouten: {errors}, waarschuwingen: {warnings}", "errors: {errors}, warnings: {warnings}")
_ALLOWED: Final = Text("toegestaan: {allowed}", "allowed: {allowed}")
_CASES: Final = Text("gevallen: {total}, mislukt: {failed}", "cases: {total}, failed: {failed}")
_COVERED: Final = Text(
    "dekking: regels {rules_reached} van {rules}, toetsen {tests_reached} van {tests}",
    "coverage: rules {rules_reached} of {rules}, tests {tests_reached} of {tests}",
)
_MUTATED: Final = Text(
    "veranderingen gemerkt: {killed} van {counted} ({score}%); zonder betekenis: {equivalent}",
    "changes noticed: {killed} of {counted} ({score}%); without meaning: {equivalent}",
)
_PROVEN: Final = Text("eigenschappen bewezen: {proven} van {total}", "properties proven: {proven} of {total}")
_NOT_PROVEN: Final = Text("niet: {names}", "not: {names}")
_OFF: Final = Text("uitgezet: {names}", "switched off: {names}")
_ASIDE: Final = Text(
    "Zonder polariteit, dus zonder uitspraak over beter of slechter: {names}.",
    "Without polarity, so nothing is said of better or worse: {names}.",
)
_CLEAN: Final = Text("In orde.", "Clean.")
_IMPACT: Final = Text("Gevolgen van de verandering in de regels", "What the change of the rules does")
_IMPACT_SIZE: Final = Text(
    "{subjects} gemeenten en gevallen bekeken; regels die verschillen: {rules}",
    "{subjects} municipalities and cases looked at; rules that differ: {rules}",
)
_NO_IMPACT: Final = Text("Geen fase, uitdaging of maatregel verandert.", "No phase, challenge or measure changes.")
_THROUGH: Final = Text("door {rules}", "through {rules}")
_NONE: Final = Text("geen", "none")
_ARROW: Final = "→"
_WIDTH: Final = 80


def render(checked: Checked, language: Language, impact: Impact | None = None) -> str:
    """The check for a terminal: findings with the line they are about, then a line that sums up."""
    lines: list[str] = []
    for finding in checked.findings:
        lines += [*_finding(finding, checked, language), ""]
    if impact is not None:
        lines += [*_impact(impact, language), ""]
    lines += (line for sentence in summary(checked, language) for line in _styled(sentence))
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, checked: Checked, language: Language) -> Iterator[str]:
    problem = finding.problem
    colour = "red" if finding.error else "yellow"
    place = style(f"{problem.place}: ", bold=True) if problem.place else ""
    mark = "" if finding.error else f" [{_WARNING.to(language)}]"
    yield f"{place}{style(problem.code, fg=colour, bold=True)} {problem.message_in(language)}{mark}"
    yield from _source(problem, checked)
    for line in finding.explanation.to(language).splitlines():
        yield style(f"    {line}", dim=True)
    for behind in finding.behind:
        yield f"    {_BEHIND.to(language)} {behind}"
    hint = problem.hint_in(language)
    if hint:
        yield f"    {hint}"


def _source(problem: Problem, checked: Checked) -> Iterator[str]:
    """The line that a problem is about, with a caret below its first character."""
    line, column = problem.line, problem.column
    lines = checked.texts.get(problem.file or "", "").splitlines()
    if line is None or column is None or not 0 < line <= len(lines):
        return
    text = lines[line - 1].expandtabs(1)
    start = max(0, column - _WIDEST)
    shown = text[start : start + _WIDEST + _AFTER]
    number = f"{line:>6} | "
    yield style(number, dim=True) + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
    yield " " * (len(number) + column - 1 - start) + style("^", fg="red", bold=True)


_WIDEST: Final = 60
_AFTER: Final = 12
"""How much of a line is shown: up to so many characters before the caret, and so many after."""


class Sentence(NamedTuple):
    """A line that sums up, and how it is meant."""

    text: str
    tone: Literal["bad", "good", "plain", "aside"] = "plain"


def summary(checked: Checked, language: Language) -> Iterator[Sentence]:
    """What was looked at, in a few lines."""
    errors = sum(finding.error for finding in checked.findings)
    if not checked.valid:
        yield Sentence(_INVALID.to(language).format(errors=errors), "bad")
        return
    if not checked.findings:
        yield Sentence(_CLEAN.to(language), "good")
    yield Sentence(_ERRORS.to(language).format(errors=errors, warnings=len(checked.findings) - errors))
    if checked.allowed:
        yield Sentence(_ALLOWED.to(language).format(allowed=len(checked.allowed)))
    if checked.coverage is not None:
        failed = sum(bool(run.findings) for run in checked.cases)
        yield Sentence(_CASES.to(language).format(total=len(checked.cases), failed=failed))
        yield Sentence(_COVERED.to(language).format(**checked.coverage._asdict()))
    if checked.mutation is not None:
        mutation = checked.mutation
        counted = mutation.killed + mutation.survived
        score = f"{100 * mutation.score:.1f}"
        yield Sentence(
            _MUTATED.to(language).format(killed=mutation.killed, counted=counted, score=score, equivalent=mutation.equivalent)
        )
    if checked.proofs:
        yield from _proven(checked, language)


def _proven(checked: Checked, language: Language) -> Iterator[Sentence]:
    def named(*verdicts: Verdict) -> list[str]:
        return [proof.property for proof in checked.proofs if proof.verdict in verdicts]

    proven, missing, off = named("proven"), named("refuted", "not_proven"), named("off")
    said = _PROVEN.to(language).format(proven=len(proven), total=len(checked.proofs) - len(off))
    notes = [text.to(language).format(names=", ".join(names)) for text, names in ((_NOT_PROVEN, missing), (_OFF, off)) if names]
    yield Sentence(f"{said} ({'; '.join(notes)})" if notes else said)
    aside = [name for proof in checked.proofs for name in proof.aside]
    if aside:
        yield Sentence(_ASIDE.to(language).format(names=", ".join(aside)), "aside")


def _styled(sentence: Sentence) -> list[str]:
    match sentence.tone:
        case "bad" | "good":
            return [style(sentence.text, fg="red" if sentence.tone == "bad" else "green", bold=True)]
        case "aside":
            return [style(line, dim=True) for line in wrap(sentence.text, _WIDTH)]
        case _:
            return [sentence.text]


def _impact(impact: Impact, language: Language) -> Iterator[str]:
    yield style(_IMPACT.to(language), bold=True)
    rules = ", ".join(impact.rules) or _NONE.to(language)
    yield _IMPACT_SIZE.to(language).format(subjects=impact.subjects, rules=rules)
    if not impact.changes:
        yield _NO_IMPACT.to(language)
    subject = None
    for change in impact.changes:
        if change.subject != subject:
            subject = change.subject
            yield style(subject, bold=True)
        through = _THROUGH.to(language).format(rules=", ".join(change.through) or "?")
        yield f"  {change.conclusion}: {change.before} {_ARROW} {change.after} ({through})"


def as_data(checked: Checked, language: Language, *, strict: bool, impact: Impact | None = None) -> dict[str, Any]:
    """The check as JSON values; codes and keys are never translated, messages are in the given language."""
    made: dict[str, Any] = {
        "version": 1,
        "valid": checked.valid,
        "exit_code": checked.exit_code(strict=strict),
        "findings": [_finding_data(finding, language) for finding in checked.findings],
        "allowed": [_allowed_data(allowed, language) for allowed in checked.allowed],
        "cases": {"total": len(checked.cases), "failed": sum(bool(run.findings) for run in checked.cases)},
    }
    if checked.coverage is not None:
        c = checked.coverage
        made["coverage"] = {
            "rules": {"total": c.rules, "reached": c.rules_reached},
            "tests": {"total": c.tests, "reached": c.tests_reached},
        }
    if checked.mutation is not None:
        m = checked.mutation
        made["mutation"] = {"killed": m.killed, "survived": m.survived, "equivalent": m.equivalent, "score": round(m.score, 4)}
    if checked.proofs:
        made["proofs"] = [proof.model_dump() for proof in checked.proofs]
    if impact is not None:
        made["impact"] = {
            "subjects": impact.subjects,
            "rules": list(impact.rules),
            "changes": [change._asdict() | {"through": list(change.through)} for change in impact.changes],
        }
    return made


def _finding_data(finding: Finding, language: Language) -> dict[str, Any]:
    data = _problem_data(finding.problem, language) | {"severity": "error" if finding.error else "warning"}
    if finding.behind:
        data["behind"] = [place._asdict() for place in finding.behind]
    if finding.counterexample is not None:
        data["counterexample"] = dict(finding.counterexample)
    if finding.explanation.to(language):
        data["explanation"] = finding.explanation.to(language)
    return data


def _allowed_data(allowed: Allowed, language: Language) -> dict[str, Any]:
    return _problem_data(allowed.problem, language) | {"because": allowed.because.to(language)}


def _problem_data(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "code": problem.code,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message_in(language),
        "hint": problem.hint_in(language),
    }
