"""Write the JSON Schemas into schema/, or with `--check` say whether they are up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from antwoord_rules import KnowledgeBase
from antwoord_rules.commands.usage import to_json
from antwoord_rules.rule_schemas import RULE_FILES, rule_file_schema
from antwoord_rules.schemas import facts_schema, result_schema

FOLDER = Path(__file__).resolve().parent.parent / "schema"


def main() -> int:
    """Write or check; the exit code."""
    base = KnowledgeBase.load().base
    made = {
        "facts.json": facts_schema(base.vocabulary),
        "result.json": result_schema(),
        **{f"{kind}.json": rule_file_schema(kind, base) for kind in RULE_FILES},
    }
    stale = [name for name, schema in made.items() if not _is(FOLDER / name, to_json(schema))]
    if "--check" in sys.argv:
        for name in stale:
            sys.stderr.write(f"schema/{name} is not what the code generates; run: make schemas\n")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(to_json(made[name]), encoding="utf-8")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
