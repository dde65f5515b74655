"""The report of `antwoord derive`: what was measured, with its counts and biases, and what is left to ask."""

from antwoord_rules.reports.registrations.dump import dump
from antwoord_rules.reports.registrations.report import report

__all__ = ["dump", "report"]
