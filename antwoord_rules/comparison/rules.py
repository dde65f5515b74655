"""What differs between two versions of the rules, and which of it a conclusion rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.knowledge.codec import encode
from antwoord_rules.knowledge.conditions import Comparison, Norm, leaves
from antwoord_rules.knowledge.rules import NormRule
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge.vocabulary import Vocabulary
from antwoord_rules.knowledge_base import KnowledgeBase

Difference: TypeAlias = Literal["added", "removed", "changed", "wording"]

_TELLING: Final = frozenset(
    {
        *("label", "name", "description", "because", "basis", "sources", "reading", "place", "steps", "question", "help"),
        *("unit", "group", "date", "indicator", "polarity"),
    }
)
"""What a rule, a norm or a fact says to people; all else decides."""


class RuleChange(NamedTuple):
    """A rule, norm, phase, fact or list that differs; `wording` when only its texts and sources do. Norms have their values."""

    id: str
    difference: Difference
    old: bool | int | float | None = None
    new: bool | int | float | None = None


def rule_changes(old: KnowledgeBase, new: KnowledgeBase) -> tuple[RuleChange, ...]:
    """What differs between the two, in the order of the new rules; norms as they apply."""
    if old is new:
        return ()
    before, after = _said(old), _said(new)
    found = (_difference(name, old, new, before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before)))
    return tuple(change for change in found if change is not None)


def _said(kb: KnowledgeBase) -> Mapping[str, Any]:
    base, vocabulary = kb.base, kb.base.vocabulary
    things: Iterable[Any] = (
        *base.norms,
        *base.phases,
        *base.rules.values(),
        *vocabulary.facts,
        *vocabulary.collections,
        *vocabulary.derived,
    )
    return {thing.id: thing for thing in things}


def _difference(name: str, old: KnowledgeBase, new: KnowledgeBase, was: Any, now: Any) -> RuleChange | None:
    values = _norm_value(old, was), _norm_value(new, now)
    if was is None or now is None:
        return RuleChange(name, "added" if was is None else "removed", *values)
    if values[0] != values[1] or type(was) is not type(now):
        return RuleChange(name, "changed", *values)
    differing = {key for key in was._fields if _encoded(was, key) != _encoded(now, key)}
    if not differing:
        return None
    return RuleChange(name, "wording" if differing <= _TELLING else "changed", *values)


def _encoded(thing: Any, key: str) -> Any:
    if key == "place" or (key == "value" and isinstance(thing, NormRule)):  # the value that applies is compared
        return None
    return encode(getattr(thing, key), places=False)


def _norm_value(kb: KnowledgeBase, thing: Any) -> bool | int | float | None:
    return thing.type.to_people(kb.norms[thing.id]) if isinstance(thing, NormRule) else None


def rests_on(kb: KnowledgeBase) -> Mapping[str, frozenset[str]]:
    """For each criterion, challenge and other conclusion: the rules, norms, facts and lists below it, and itself."""
    direct = {conclusion.id: _direct(conclusion.when, kb.base.vocabulary) for conclusion in conclusions(kb.base)}
    below: dict[str, frozenset[str]] = {}
    for start in direct:
        found, waiting = {start}, [start]
        while waiting:
            more = direct.get(waiting.pop(), frozenset()) - found
            found |= more
            waiting += more
        below[start] = frozenset(found)
    return below


def _direct(condition: Any, vocabulary: Vocabulary) -> frozenset[str]:
    found: set[str] = set()
    for leaf in leaves(condition):
        found.add(leaf.reads)
        if isinstance(leaf, Comparison) and isinstance(leaf.value, Norm):
            found.add(leaf.value.id)
        derived = vocabulary.derived_by_id.get(leaf.reads)
        if derived is not None:
            found.add(derived.collection)
    return frozenset(found)
