"""What is saved in tests of the store, which knows nothing of facts."""

from __future__ import annotations

import hashlib
import json

from antwoord_rules.store.records import Saving


def saving(name: str = "Voorbeeldstad", code: str | None = "GM0001", phase: int = 2, **more: object) -> Saving:
    """A saving whose facts differ when any of its parts do."""
    document = {"gemeente": {"naam": name, "code": code, "peildatum": "2026-10-01"}, **more}
    facts = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return Saving(
        name=name,
        code=code,
        peildatum="2026-10-01",
        phase=phase,
        certain=True,
        facts=facts,
        facts_sha256=hashlib.sha256(facts.encode()).hexdigest(),
        rules_sha256="r" * 64,
        result={"phase": phase, "zin": "één — \u0000 😀", "breuk": 0.1, "leeg": None, "z": 1, "a": [1, {"b": True}]},
    )
