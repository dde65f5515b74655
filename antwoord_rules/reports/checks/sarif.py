"""The outcome of a check as SARIF 2.1.0, for code hosts that show findings at the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from antwoord_rules.checking.check import Allowed, Checked, Finding
from antwoord_rules.checking.manual import pages
from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.references import Place
from antwoord_rules.language import Language
from antwoord_rules.version import __version__

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(checked: Checked, language: Language) -> dict[str, Any]:
    """A log with one run; findings that the rules allow are in it, suppressed, with the reason."""
    told = pages(language)
    codes = sorted({finding.problem.code for finding in checked.findings} | {a.problem.code for a in checked.allowed})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "antwoord",
                        "version": __version__,
                        "rules": [{"id": code, "help": {"text": told[code], "markdown": told[code]}} for code in codes],
                    }
                },
                "language": language,
                "columnKind": "unicodeCodePoints",
                "results": [
                    *(_result(finding, codes, language) for finding in checked.findings),
                    *(_suppressed(allowed, codes, language) for allowed in checked.allowed),
                ],
            }
        ],
    }


def _result(finding: Finding, codes: list[str], language: Language) -> dict[str, Any]:
    parts = (finding.problem.message_in(language), finding.explanation.to(language), finding.problem.hint_in(language))
    made = _base(finding.problem, codes, "\n".join(part for part in parts if part))
    made["level"] = "error" if finding.error else "warning"
    if finding.behind:
        made["relatedLocations"] = [_location(place.file, place.line, place.column) for place in finding.behind]
    return made


def _suppressed(allowed: Allowed, codes: list[str], language: Language) -> dict[str, Any]:
    made = _base(allowed.problem, codes, allowed.problem.message_in(language))
    made["level"] = "warning"
    made["suppressions"] = [{"kind": "inSource", "justification": allowed.because.to(language)}]
    return made


def _base(problem: Problem, codes: list[str], text: str) -> dict[str, Any]:
    made: dict[str, Any] = {"ruleId": problem.code, "ruleIndex": codes.index(problem.code), "message": {"text": text}}
    if problem.file is not None:
        made["locations"] = [_location(*Place(problem.file, problem.line or 0, problem.column or 0))]
    return made


def _location(file: str, line: int, column: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(file).as_posix())}}
    if line:
        place["region"] = {"startLine": line, "startColumn": max(1, column)}
    return {"physicalLocation": place}
