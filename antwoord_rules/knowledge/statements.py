"""Statements: the items of all rule files by id, each folder laid over those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from antwoord_rules.errors import Problem
from antwoord_rules.knowledge import documents as doc
from antwoord_rules.knowledge.parsing import RESERVED
from antwoord_rules.knowledge.references import Place
from antwoord_rules.knowledge.shaping import Shaped
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY
from antwoord_rules.suggestions import did_you_mean

_LISTS: Final[dict[type, dict[str, str]]] = {
    doc.PhaseFile: {"criteria": "criterion", "challenges": "challenge", "measures": "measure", "derived": "derivation"},
    doc.VocabularyFile: {
        "blocks": "block",
        "groups": "group",
        "facts": "fact",
        "collections": "collection",
        "derived": "derived",
    },
    doc.NormsFile: {"norms": "norm"},
    doc.SourcesFile: {"documents": "document"},
    doc.PlateausFile: {"rows": "plateaus"},
    doc.PropertiesFile: {"properties": "property"},
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One item of a rule file under its id: what it says, and where."""

    kind: str
    id: str
    model: Any
    shaped: Shaped
    path: tuple[str | int, ...]
    phase: int

    @property
    def key(self) -> str:
        """What it is called in `replaces`: groups and blocks have names of their own, all else shares one set."""
        return f"{self.kind}:{self.id}" if self.kind in ("group", "block") else self.id

    @property
    def place(self) -> Place:
        """Where its id stands, or the item itself."""
        line, column = self.shaped.located.position((*self.path, "id") if "id" in type(self.model).model_fields else self.path)
        return Place(self.shaped.located.file, line, column)

    def problem(self, code: str, *path: str | int, of_key: bool = False, **details: Any) -> Problem:
        """A problem at a path within the item."""
        return self.shaped.located.problem(code, (*self.path, *path), of_key=of_key, **details)


def merge(folders: Sequence[Sequence[Shaped]]) -> tuple[dict[str, Statement], list[Problem]]:
    """Every statement by id: a later folder adds, and replaces only what it names in `replaces`."""
    merged: dict[str, Statement] = {}
    problems: list[Problem] = []
    for folder in folders:
        before = dict(merged)
        replaced = {name for shaped in folder if shaped.model for name in shaped.model.replaces}
        stated: dict[str, Statement] = {}
        for shaped in folder:
            for number, name in enumerate(shaped.model.replaces if shaped.model else ()):
                if name not in before:
                    suggestion = did_you_mean(name, before)
                    problems.append(
                        shaped.located.problem("RULE-REPLACES-UNKNOWN", ("replaces", number), name=name, suggestion=suggestion)
                    )
            for statement in _statements(shaped):
                name = statement.key
                first = stated.get(name) or (before.get(name) if name not in replaced else None)
                if first is not None:
                    problems.append(statement.problem("RULE-DUPLICATE-ID", "id", name=name, first=str(first.place)))
                    continue
                old = before.get(name)
                if old is not None and old.kind != statement.kind:
                    problems.append(statement.problem("RULE-REPLACES-KIND", "id", name=name, first=str(old.place)))
                    continue
                stated[name] = merged[name] = statement
                mine = statement.kind in ("fact", "collection", "derived") and name.partition(".")[0] == MUNICIPALITY
                if (
                    mine
                    or name in RESERVED
                    or (statement.kind not in ("phase", "scope", "plateaus") and name.startswith("fase_"))
                ):
                    problems.append(statement.problem("RULE-ID-RESERVED", "id", name=name))
        for shaped in folder:
            for number, name in enumerate(shaped.model.replaces if shaped.model else ()):
                if name in before and name not in stated and name not in shaped.broken:
                    problems.append(shaped.located.problem("RULE-REPLACES-NOTHING", ("replaces", number), name=name))
    return merged, problems


def _statements(shaped: Shaped) -> Iterator[Statement]:
    model = shaped.model
    phase = model.phase if isinstance(model, doc.PhaseFile) else 0
    if isinstance(model, doc.PhaseFile):
        if model.name is not None:
            yield Statement("phase", f"fase_{phase}", model, shaped, (), phase)
        if model.limit is not None:
            yield Statement("limit", model.limit.id, model.limit, shaped, ("limit",), phase)
    if isinstance(model, doc.PlateausFile) and model.scope is not None:
        yield Statement("scope", "scope", model.scope, shaped, ("scope",), 0)
    for key, kind in _LISTS.get(type(model), {}).items():
        for number, item in enumerate(getattr(model, key)):
            name = f"plateaus_{item.phase}" if kind == "plateaus" else item.id
            yield Statement(kind, name, item, shaped, shaped.path(key, number), phase)
