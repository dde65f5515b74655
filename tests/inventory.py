"""The domain inventory as a table (`data/inventory.txt`), and an independent reading of its conditions: the tests' own oracle."""

from __future__ import annotations

import re
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "inventory.txt"
BLOCKS = {
    "pk": "producten_kanalen",
    "pb": "processen_besturing",
    "si": "systemen_informatie",
    "lm": "leiderschap_medewerkers",
}


def read() -> dict[str, list[list[str]]]:
    """The rows of each section."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = sections.setdefault(line[1 : line.index("]")], [])
        elif line.strip() and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split("|")])
    return sections


ROWS = read()


def kleene(text: str, facts: dict, norms: dict) -> bool | None:
    """The value of a condition of the table: a small recursive reading, written without a look at the package."""
    text = text.strip()
    if text.startswith("not "):
        inner = kleene(text[4:].strip().removeprefix("(").removesuffix(")"), facts, norms)
        return None if inner is None else not inner
    if " or " in text:
        found = [kleene(part, facts, norms) for part in text.split(" or ")]
        return True if True in found else None if None in found else False
    if " and " in text:
        found = [kleene(part, facts, norms) for part in text.split(" and ")]
        return False if False in found else None if None in found else True
    name, operator, wanted = re.fullmatch(r"(\S+)(?: (=|>=|<=) (\S+))?", text).groups()
    value = facts.get(name)
    if value is None or operator is None:
        return value
    bound = norms.get(wanted) or int(wanted)
    return {"=": value == bound, ">=": value >= bound, "<=": value <= bound}[operator]
