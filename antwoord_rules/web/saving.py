"""Facts as they are saved: what the store keeps beside them is what the rules of now conclude."""

from __future__ import annotations

from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.store.records import Saving


def saving(kb: KnowledgeBase, facts: str) -> Saving:
    """A fact document as the next version of its municipality; raises `FactsError`."""
    memory = kb.read(facts.encode("utf-8", "surrogatepass"))
    made = kb.assess_memory(memory)
    return Saving(
        name=memory.municipality.naam,
        code=memory.municipality.code,
        peildatum=memory.municipality.peildatum,
        phase=made.phase.number,
        certain=made.phase.certain,
        facts=facts,
        facts_sha256=made.receipt.facts_sha256,
        rules_sha256=made.receipt.rules_sha256,
        result=made.model_dump(mode="json"),
    )
