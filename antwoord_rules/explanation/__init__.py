"""Why, why not, or what is missing: explanations as data, and as text."""

from antwoord_rules.explanation.tree import Explanation, explain

__all__ = ["Explanation", "explain"]
