"""Conditions and effects as experts write them, to frozen conditions; every mistake is reported at its own place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any as Anything
from typing import Final, NamedTuple

from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Condition, Norm, Not, Operator
from antwoord_rules.knowledge.vocabulary import FactType, Flaw, Value
from antwoord_rules.knowledge.yamltext import Located
from antwoord_rules.quoting import shown
from antwoord_rules.suggestions import did_you_mean

RESERVED: Final = frozenset({"all", "any", "not", "norm"})
"""Words of the rule language; no fact or rule may be called so."""

_EFFECTS: Final = (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)


class Names(NamedTuple):
    """What conditions may refer to, and whether a name that is missing may be blamed on the rule that uses it.

    `types` holds facts, `conclusions` what conditions can read, `measures` what they can't, `norms` the type of each norm. When
    a file of facts, rules or norms could not be read, its names are not known and no reference is called wrong on their account.
    """

    types: Mapping[str, FactType]
    conclusions: Collection[str]
    measures: Collection[str]
    norms: Mapping[str, FactType]
    facts_complete: bool = True
    rules_complete: bool = True
    norms_complete: bool = True
    broken: Collection[str] = ()


@dataclass
class Parser:
    """Parses the conditions of one file and collects its problems."""

    located: Located
    names: Names
    problems: list[Problem] = field(default_factory=list)

    def condition(self, raw: Anything, path: tuple[str | int, ...]) -> Condition | None:
        """The condition at the path, or None after reporting what is wrong with it."""
        if not isinstance(raw, dict):
            self._report("RULE-CONDITION-SHAPE", path)
            return None
        if not raw:
            self._report("RULE-CONDITION-EMPTY", path)
            return None
        return self._join([self._entry(key, value, (*path, key)) for key, value in raw.items()])

    def effects(self, raw: Mapping[str, Anything], path: tuple[str | int, ...]) -> tuple[Comparison, ...]:
        """The effects at the path: each assigns, raises or caps one fact."""
        if not raw:
            self._report("RULE-CONDITION-EMPTY", path)
        found: list[Comparison] = []
        for fact, test in raw.items():
            here = (*path, fact)
            if fact in RESERVED or (fact in self.names.conclusions and fact not in self.names.types):
                self._report("RULE-EFFECT-FACT", here, of_key=True, name=fact)
                continue
            parsed = self._test(fact, test, here)
            if not isinstance(parsed, Comparison):
                if parsed is not None:
                    self._report("RULE-EFFECT-TEST", here, allowed=", ".join(_EFFECTS))
            elif parsed.operator not in _EFFECTS:
                self._report("RULE-EFFECT-TEST", here, allowed=", ".join(_EFFECTS))
            else:
                found.append(parsed)
        return tuple(found)

    def _entry(self, key: str, value: Anything, path: tuple[str | int, ...]) -> Condition | None:
        if key == "not":
            part = self.condition(value, path)
            return None if part is None else Not(part)
        if key in ("all", "any"):
            if not isinstance(value, list):
                self._report("RULE-CONDITION-LIST", path, key=key)
                return None
            if not value:
                self._report("RULE-CONDITION-EMPTY", path)
                return None
            parts = [self.condition(part, (*path, i)) for i, part in enumerate(value)]
            known = tuple(part for part in parts if part is not None)
            if len(known) < len(parts):
                return None
            return All(known) if key == "all" else Any(known)
        return self._test(key, value, path)

    def _join(self, parts: Iterable[Condition | None]) -> Condition | None:
        found = tuple(parts)
        known = tuple(part for part in found if part is not None)
        if len(known) < len(found):
            return None
        return known[0] if len(known) == 1 else All(known)

    def _test(self, name: str, raw: Anything, path: tuple[str | int, ...]) -> Condition | None:
        kind = self._type_of(name, path)
        if kind is None:
            return None
        if not isinstance(raw, dict) or "norm" in raw:
            return self._compare(name, kind, Operator.EQUALS, raw, path)
        if not raw:
            self._report("RULE-CONDITION-EMPTY", path)
            return None
        parts: list[Condition | None] = []
        for word, value in raw.items():
            here = (*path, word)
            try:
                operator = Operator(word)
            except ValueError:
                parts.append(None)
                suggestion = did_you_mean(word, [*Operator, "norm"])
                self._report("RULE-TEST-UNKNOWN", here, of_key=True, test=word, suggestion=suggestion)
                continue
            parts.append(self._compare(name, kind, operator, value, here))
        return self._join(parts)

    def _type_of(self, name: str, path: tuple[str | int, ...]) -> FactType | None:
        if name in self.names.types:
            return self.names.types[name]
        if name in self.names.conclusions:
            return FactType.BOOLEAN
        if name in self.names.measures:
            self._report("RULE-READS-MEASURE", path, of_key=True, name=name)
            return None
        complete = self.names.facts_complete if "." in name else self.names.rules_complete
        if complete and name not in self.names.broken:
            suggestion = did_you_mean(name, [*self.names.types, *self.names.conclusions])
            self._report("RULE-FACT-UNKNOWN", path, of_key=True, name=name, suggestion=suggestion)
        return None

    def _compare(
        self, name: str, kind: FactType, operator: Operator, raw: Anything, path: tuple[str | int, ...]
    ) -> Comparison | None:
        if kind is FactType.BOOLEAN and operator not in (Operator.EQUALS, Operator.DIFFERS):
            self._report("RULE-TEST-TYPE", path, of_key=True, test=operator.value, name=name)
            return None
        value = self._value(name, kind, raw, path)
        return None if value is None else Comparison(name, operator, value)

    def _value(self, name: str, kind: FactType, raw: Anything, path: tuple[str | int, ...]) -> Value | Norm | None:
        if isinstance(raw, dict) and "norm" in raw:
            norm = raw["norm"]
            if not isinstance(norm, str) or len(raw) > 1:
                self._report("RULE-NORM-SHAPE", path)
                return None
            if norm not in self.names.norms:
                if self.names.norms_complete and norm not in self.names.broken:
                    self._report("RULE-NORM-UNKNOWN", (*path, "norm"), name=norm, suggestion=did_you_mean(norm, self.names.norms))
                return None
            if self.names.norms[norm] is not kind:
                self._report("RULE-NORM-TYPE", (*path, "norm"), name=norm, fact=name, allowed=kind.allowed)
                return None
            return Norm(norm)
        value = kind.to_engine(raw)
        if isinstance(value, Flaw):
            self._report("RULE-VALUE-TYPE", path, name=name, found=shown(raw), allowed=kind.allowed)
            return None
        return value

    def _report(self, code: str, path: tuple[str | int, ...], *, of_key: bool = False, **details: Anything) -> None:
        self.problems.append(self.located.problem(code, path, of_key=of_key, **details))
