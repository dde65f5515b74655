"""A new rule or fact as it is asked for: every name checked against the rules that it is laid over, then its skeleton."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from antwoord_rules.checking import skeletons
from antwoord_rules.checking.fulfilment import fulfilling
from antwoord_rules.checking.skeletons import NAMES, Kind
from antwoord_rules.errors import Problem, UsageError, problem
from antwoord_rules.knowledge.rules import Challenge, Criterion, RuleBase
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY, FactType
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean, shown
from antwoord_rules.suggestions import did_you_mean

if TYPE_CHECKING:
    from antwoord_rules.knowledge.statements import Statement  # slow to import, and not needed for the help page


class Asked(NamedTuple):
    """What the user asks for."""

    kind: Kind
    name: str
    phase: int | None
    fact: str | None
    addresses: tuple[str, ...]
    block: str | None
    type: str | None
    group: str | None


def draft(asked: Asked, base: RuleBase, statements: Mapping[str, Statement]) -> tuple[str, int | None]:
    """The text of the new item, and the phase that it belongs to; raises `UsageError` for what is not there or not right."""
    problems: list[Problem] = []
    phase = _phase(asked, base)
    if asked.name in statements:
        problems.append(problem("NEW-EXISTS", name=asked.name, place=str(statements[asked.name].place)))
    elif not skeletons.is_id(asked.kind, asked.name, phase):
        example = skeletons.example_id(asked.kind, asked.name, phase)
        problems.append(problem("NEW-ID-FORM", found=shown(asked.name), kind=NAMES[asked.kind], example=example))
    if asked.kind == "fact":
        text = _fact(asked, base, problems) if not problems else ""
    else:
        text = _measure(asked, base, problems) if asked.kind == "measure" else _tested(asked, base, problems)
        phases = [found.number for found in base.phases]
        if phase is not None and phase not in phases:
            place, allowed = Text(f"fase {phase}", f"phase {phase}"), ", ".join(map(str, phases))
            problems.append(problem("NEW-NO-PLACE", name=clean(asked.name), place=place, option="--phase", allowed=allowed))
        if phase is None and not problems:
            problems.append(problem("NEW-OPTION-MISSING", option="--phase", kind=NAMES[asked.kind]))
    if problems:
        raise UsageError(problems)
    return text, phase


def _phase(asked: Asked, base: RuleBase) -> int | None:
    if asked.kind == "fact" or asked.phase is not None:
        return asked.phase
    if asked.kind == "measure":
        addressed = base.rules.get(asked.addresses[0])
        return addressed.phase if isinstance(addressed, (Criterion, Challenge)) else None
    return skeletons.phase_in(asked.name)


def _tested(asked: Asked, base: RuleBase, problems: list[Problem]) -> str:
    """A criterion or challenge."""
    types, blocks = base.vocabulary.types, [block.id for block in base.vocabulary.blocks]
    fact = asked.fact or ""
    if fact not in types:
        problems.append(problem("RULE-FACT-UNKNOWN", name=clean(fact), suggestion=did_you_mean(fact, types)))
    _check_known([asked.block], blocks, problems)
    if not blocks:
        problems.append(problem("NEW-OPTION-MISSING", option="--block", kind=NAMES[asked.kind]))
    if problems:
        return ""
    make = skeletons.criterion if asked.kind == "criterion" else skeletons.challenge
    return make(asked.name, asked.block or blocks[0], fact, types[fact])


def _measure(asked: Asked, base: RuleBase, problems: list[Problem]) -> str:
    conditions = {name: rule.when for name, rule in base.rules.items() if isinstance(rule, (Criterion, Challenge))}
    _check_known(asked.addresses, conditions, problems)
    if problems:
        return ""
    effects = fulfilling([conditions[name] for name in asked.addresses], base)
    return skeletons.measure(asked.name, asked.addresses, effects, base.vocabulary.types)


def _fact(asked: Asked, base: RuleBase, problems: list[Problem]) -> str:
    first = asked.name.split(".", maxsplit=1)[0]
    groups = [group.id for group in base.vocabulary.groups]
    if asked.group is None and first not in groups:
        place, allowed = Text("groep", "group"), ", ".join(groups)
        problems.append(problem("NEW-NO-PLACE", name=asked.name, place=place, option="--group", allowed=allowed))
    _check_known([asked.group], groups, problems)
    if first == MUNICIPALITY:
        problems.append(problem("RULE-ID-RESERVED", name=first))
    places = {f.id: f.place for f in base.vocabulary.facts} | {c.id: c.place for c in base.vocabulary.collections}
    problems += [
        problem("NEW-ID-INSIDE", name=asked.name, other=other, place=str(place))
        for other, place in places.items()
        if _within(asked.name, other) or _within(other, asked.name)
    ]
    return skeletons.fact(asked.name, FactType(asked.type or "boolean"), asked.group or first)


def _within(name: str, other: str) -> bool:
    return name.startswith(f"{other}.")


def _check_known(names: Iterable[str | None], allowed: Iterable[str], problems: list[Problem]) -> None:
    known = list(allowed)
    problems += [
        problem("ID-UNKNOWN", name=clean(name), suggestion=did_you_mean(name, known))
        for name in names
        if name is not None and name not in known
    ]
