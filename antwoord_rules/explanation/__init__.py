"""Why, why not, or what is missing: explanations as data, and as text."""

from antwoord_rules.explanation.explainer import explain
from antwoord_rules.explanation.tree import Explanation

__all__ = ["Explanation", "explain"]
