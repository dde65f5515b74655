"""Which engine runs: durable_rules, or the reference engine where durable_rules can't be loaded."""

from __future__ import annotations

import warnings
from typing import Final, Literal, TypeAlias, get_args

from antwoord_rules.errors import Problem, UsageError, problem
from antwoord_rules.inference.firings import Engine
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.suggestions import did_you_mean

EngineName: TypeAlias = Literal["durable", "reference"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)
DURABLE_VERSION: Final = "2.0.28"


class EngineFallbackWarning(UserWarning):
    """durable_rules can't be loaded and the reference engine runs instead; `problem` says why and what to install."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.render("en"))


class FallbackEngine(ReferenceEngine):
    """The reference engine in the place of durable_rules; the receipt says so."""

    name = "reference (durable_rules not available)"


def make_engine(name: str, program: Program) -> Engine:
    """The engine of that name for a program; raises `UsageError` when there is no such engine."""
    if name == "reference":
        return ReferenceEngine(program)
    if name != "durable":
        raise UsageError([problem("ENGINE-UNKNOWN", name=name, suggestion=did_you_mean(name, ENGINES))])
    try:
        from antwoord_rules.inference.durable import DurableEngine
    except ImportError as error:
        notice = problem("ENGINE-FALLBACK", reason=str(error), version=DURABLE_VERSION)
        warnings.warn(EngineFallbackWarning(notice), stacklevel=2)
        return FallbackEngine(program)
    return DurableEngine(program)
