"""The rules that the server runs on."""

from __future__ import annotations

from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.web.settings import Settings


def knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base of the settings, warmed up: the first request is no slower than the next."""
    kb = KnowledgeBase.load(*settings.rules)
    kb.engine()
    return kb
