"""What every engine is timed with: random municipalities as fact documents, and the example files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

from antwoord_rules.knowledge.conditions import Comparison, leaves
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Fact, FactType, Vocabulary

UNKNOWN: Final = 0.15
EVIDENCED: Final = 0.5
MOST_FRONT_OFFICES: Final = 4
FOLDER: Final = Path(__file__).parents[1] / "facts"

Document = dict[str, Any]


def examples() -> list[Document]:
    """The documents in `facts/`."""
    return [json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))]


class Municipalities:
    """Makes random documents; the same seed makes the same documents.

    A number is drawn around the bounds that the rules test it against: drawn evenly from 0 to 999,999,999, hardly any would
    ever be on the low side of a bound.
    """

    def __init__(self, vocabulary: Vocabulary, program: Program, seed: int) -> None:
        self._vocabulary = vocabulary
        self._random = Random(seed)
        self._bounds = _bounds(program)
        self._made = 0

    def some(self, number: int) -> list[Document]:
        """That many documents."""
        return [self._document() for _ in range(number)]

    def _document(self) -> Document:
        self._made += 1
        document: Document = {
            "gemeente": {"naam": f"Gemeente {self._made}", "code": f"GM{self._made % 10_000:04}", "peildatum": "2026-10-01"}
        }
        for fact in self._vocabulary.facts:
            here = document
            *groups, last = fact.id.split(".")
            for group in groups:
                here = here.setdefault(group, {})
            here[last] = self._given(fact)
        for collection in self._vocabulary.collections:
            if self._random.random() < UNKNOWN:
                continue
            document[collection.id] = [
                {
                    attribute.id: f"{collection.id} {i}" if attribute.id == collection.key else self._given(attribute)
                    for attribute in collection.attributes
                }
                for i in range(self._random.randint(0, MOST_FRONT_OFFICES))
            ]
        return document

    def _given(self, fact: Fact) -> Any:
        """A value as it stands in a document: null when unknown, plain or with evidence."""
        if self._random.random() < UNKNOWN:
            return None  # written out, so that no default (`if_absent`) takes its place
        value = self._value(fact)
        if fact.type is FactType.TEXTS or self._random.random() >= EVIDENCED:
            return value
        return {"waarde": value, "herkomst": "opgegeven", "bron": "informatiebeheer", "datum": "2026-09-14"}

    def _value(self, fact: Fact) -> Any:
        random = self._random
        match fact.type:
            case FactType.BOOLEAN:
                return random.random() < 0.5
            case FactType.TEXT:
                return "tekst"
            case FactType.TEXTS:
                return ["paspoorten", "verhuizen"]
        bound = random.choice(self._bounds.get(fact.id, (1,)))
        if fact.type is FactType.PERCENTAGE:
            return random.choice((0, 100, bound / 100, random.randint(0, 10_000) / 100))
        return max(0, random.choice((0, bound - 1, bound, bound + 1, random.randint(0, 2 * bound))))


def _bounds(program: Program) -> Mapping[str, tuple[int, ...]]:
    """The numbers that each fact is compared with."""
    found: dict[str, set[int]] = {}
    for stratum in program.strata:
        for conclusion in stratum:
            for leaf in leaves(conclusion.when):
                if isinstance(leaf, Comparison) and isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
                    found.setdefault(leaf.fact, set()).add(leaf.value)
    return {fact: tuple(sorted(values)) for fact, values in found.items()}
