"""The outcome of a check as JUnit XML, for build servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from antwoord_rules.checking.check import Checked, Finding
from antwoord_rules.language import Language

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(checked: Checked, language: Language) -> str:
    """Two suites: the rules (a test per finding, or one that passed) and the cases (a test each). Warnings are no failures."""
    of_cases = {id(finding) for run in checked.cases for finding in run.findings}  # a document can't be in a set
    of_rules = [finding for finding in checked.findings if id(finding) not in of_cases]
    root = Element("testsuites", name="antwoord check")
    rules = _suite(root, "rules", max(1, len(of_rules)), of_rules)
    for finding in of_rules:
        test = SubElement(rules, "testcase", classname="rules", name=_clean(f"{finding.problem.code} {finding.problem.place}"))
        _tell(test, [finding], language)
    if not of_rules:
        SubElement(rules, "testcase", classname="rules", name="load and lint")
    failed = [finding for run in checked.cases for finding in run.findings[:1]]
    cases = _suite(root, "cases", len(checked.cases), failed)
    for run in checked.cases:
        test = SubElement(
            cases, "testcase", classname="cases", name=run.id, file=_clean(run.place.file), line=str(run.place.line)
        )
        _tell(test, run.findings, language)
    for total in ("tests", "failures"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, tests: int, found: Sequence[Finding]) -> Element:
    failures = sum(finding.error for finding in found)
    return SubElement(root, "testsuite", name=name, tests=str(tests), failures=str(failures), errors="0", skipped="0")


def _tell(test: Element, findings: Sequence[Finding], language: Language) -> None:
    """The errors among the findings as one failure, the warnings as output of the test."""
    errors = [finding for finding in findings if finding.error]
    if errors:
        failure = SubElement(test, "failure", type=errors[0].problem.code, message=_clean(errors[0].problem.message_in(language)))
        failure.text = _clean("\n\n".join(_text(finding, language) for finding in errors))
    warnings = [finding for finding in findings if not finding.error]
    if warnings:
        SubElement(test, "system-out").text = _clean("\n\n".join(_text(finding, language) for finding in warnings))


def _text(finding: Finding, language: Language) -> str:
    told = finding.explanation.to(language)
    behind = "\n".join(map(str, finding.behind))
    return "\n".join(part for part in (finding.problem.render(language), told, behind) if part)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
