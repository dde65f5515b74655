"""Write the pinned content of plans van aanpak in tests/data/report anew: read the difference before you commit it."""

from __future__ import annotations

import sys

from antwoord_rules import KnowledgeBase
from tests.plans import GOLDEN, PINNED, SOURCED, as_text, dossier_of


def main() -> int:
    """Write; the exit code."""
    kb = KnowledgeBase.load()
    GOLDEN.mkdir(exist_ok=True)
    for name, language in PINNED:
        (GOLDEN / f"{name}.{language}.txt").write_text(
            as_text(dossier_of(kb, name), language, sources=name == SOURCED), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
