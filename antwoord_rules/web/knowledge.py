"""The rules that the server runs on."""

from __future__ import annotations

from collections.abc import Mapping

from antwoord_rules.assessment import Assessment
from antwoord_rules.checking.check import Checked
from antwoord_rules.checking.texts import check_texts
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.knowledge import norm_texts
from antwoord_rules.knowledge.properties import PROPERTIES
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.web.operation import figures
from antwoord_rules.web.settings import Settings


class Counted(KnowledgeBase):
    """A knowledge base that counts what it assesses."""

    def assess_memory(self, memory: WorkingMemory, *, engine: EngineName = "durable") -> Assessment:
        """The assessment of a working memory that was read before."""
        figures.ASSESSMENTS.inc()
        return super().assess_memory(memory, engine=engine)


def knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base of the settings, warmed up: the first request is no slower than the next. Raises `RulesError` and
    `UsageError`.
    """
    loaded = KnowledgeBase.load(*settings.rules).with_norms(norm_texts.parse(settings.norms))
    kb = Counted(loaded.base, loaded.sha256, loaded.norms)
    kb.engine()
    return kb


def checked(settings: Settings, texts: Mapping[str, str], *, over: bool, prove: bool, only_lint: bool = False) -> Checked:
    """What is to be said of rule texts over the rules of the settings, or in the place of files of these (see `check_texts`).

    The cases have the seconds of one request, and so have all proofs together. Raises `UsageError` (TIME-UP).
    """
    return check_texts(
        texts,
        over=over,
        folders=settings.folders,
        proof_seconds=settings.seconds / len(PROPERTIES) if prove else None,
        seconds=settings.seconds,
        only_lint=only_lint,
    )
