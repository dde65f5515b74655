"""A rule-based expert system for Antwoord©, the Dutch growth model of municipal customer contact."""

from antwoord_rules.assessment import Assessment
from antwoord_rules.errors import AntwoordError, EngineError, FactsError, Problem, RulesError, StoreError, UsageError
from antwoord_rules.explanation.tree import Explanation
from antwoord_rules.inference.selection import EngineFallbackWarning
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.version import __version__

__all__ = [
    "AntwoordError",
    "Assessment",
    "EngineError",
    "EngineFallbackWarning",
    "Explanation",
    "FactsError",
    "KnowledgeBase",
    "Problem",
    "RulesError",
    "StoreError",
    "UsageError",
    "__version__",
]
