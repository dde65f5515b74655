"""Rules of an author's own as texts, laid over others: how they start, and how a rule or fact is begun in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from antwoord_rules.checking.check import read_sources
from antwoord_rules.checking.drafting import Asked, draft
from antwoord_rules.checking.insertion import insert
from antwoord_rules.checking.skeletons import LIST_KEYS
from antwoord_rules.knowledge.loader import RuleFile, kind_of, load_statements

NEW_PHASE_FILE: Final = "# Eigen regels bij fase {phase}.\n\nphase: {phase}\n"
NEW_VOCABULARY: Final = "# Eigen feiten.\n"
VOCABULARY: Final = "vocabulary-eigen.yaml"


def phase_file(phase: int) -> str:
    """The name of the file with own rules of a phase."""
    return f"phase-{phase}-eigen.yaml"


def started(phase: int) -> dict[str, str]:
    """The files of an author who starts with a phase: its rules, and the facts that they bring."""
    return {phase_file(phase): NEW_PHASE_FILE.format(phase=phase), VOCABULARY: NEW_VOCABULARY}


def saying(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that say something: what holds nothing but comments is no rule file yet."""
    return {
        name: text for name, text in texts.items() if any(line.strip() and line.lstrip()[0] != "#" for line in text.splitlines())
    }


def added(texts: Mapping[str, str], asked: Asked, folders: Sequence[str]) -> dict[str, str]:
    """The texts with a beginning of what is asked for: a fact in the vocabulary, a rule in the file of its phase.

    Raises `RulesError` when the texts are no rules as they are, and `UsageError` for what is not there or not right.
    """
    own = tuple(
        RuleFile(name, kind_of(name) or "", text.encode("utf-8", "surrogatepass")) for name, text in saying(texts).items()
    )
    beneath = read_sources(folders).folders
    base, statements = load_statements((*beneath, own) if own else beneath)
    item, phase = draft(asked, base, statements)
    name = VOCABULARY if phase is None else phase_file(phase)
    return {**texts, name: insert(texts.get(name) or started(phase or 1)[name], LIST_KEYS[asked.kind], item, name)}
