"""The knowledge base as a book: what there is, and of one thing its text, condition, provenance and what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any, Final

from click import style

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation.wording import BASIS, value_text
from antwoord_rules.knowledge.conditions import All, Certain, Comparison, Condition, Norm, Not, Operator
from antwoord_rules.knowledge.conditions import Any as AnyOf
from antwoord_rules.knowledge.references import Reference, cite
from antwoord_rules.knowledge.rules import Measure, NormRule, Phase, Rule, RuleBase, norms_in
from antwoord_rules.knowledge.vocabulary import Collection, Derived, Fact, Indicator
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.reports.terminal import WIDTH
from antwoord_rules.suggestions import did_you_mean

_KINDS: Final = (
    ("criteria", Text("criteria", "criteria")),
    ("limits", Text("beperking", "limitation")),
    ("challenges", Text("uitdagingen", "challenges")),
    ("measures", Text("maatregelen", "measures")),
)
_HEADINGS: Final = {
    "facts": Text("Feiten", "Facts"),
    "norms": Text("Normen", "Norms"),
    "derivations": Text("Tussenconclusies", "Intermediate conclusions"),
    "when": Text("Voorwaarde", "Condition"),
    "because": Text("Waarom", "Why"),
    "addresses": Text("Voor", "For"),
    "effects": Text("Effect", "Effect"),
    "requires": Text("Vraagt eerst", "Requires first"),
    "steps": Text("Stappen", "Steps"),
    "provenance": Text("Herkomst", "Provenance"),
    "reading": Text("Zo lezen wij de bron", "How we read the source"),
    "used_by": Text("Hiervan hangt af", "Depends on this"),
    "question": Text("Vraag", "Question"),
    "help": Text("Toelichting", "Help"),
    "type": Text("Soort", "Type"),
    "value": Text("Waarde", "Value"),
    "indicator": Text("Kengetal", "Indicator"),
    "if_absent": Text("Als het feit niet genoemd wordt", "When the fact is not mentioned"),
    "place": Text("Staat in", "Stands in"),
}
_BLANK: Final = Text(
    "niet gedocumenteerd in de bron; wat hier staat is van ons", "not documented in the source; what stands here is ours"
)
_TYPES: Final = {
    "boolean": Text("ja of nee", "yes or no"),
    "count": Text("aantal", "count"),
    "percentage": Text("percentage", "percentage"),
    "text": Text("tekst", "text"),
    "texts": Text("lijst van teksten", "list of texts"),
}
_EMPTY_ITEMS: Final = {"challenges": "uitdagingen", "measures": "maatregelen"}

Entry = Rule | Phase | NormRule | Fact | Derived | Collection


def contents(base: RuleBase, language: Language) -> str:
    """All rules by phase, then norms and facts: a line each."""
    lines: list[str] = []
    if base.derivations:
        lines += [style(_HEADINGS["derivations"].to(language), bold=True), *_rows(base.derivations, language), ""]
    for phase in base.phases:
        lines.append(style(f"{phase.id}  {phase.name.to(language)}", bold=True))
        for attribute, title in _KINDS:
            rules = [rule for rule in getattr(base, attribute) if rule.phase == phase.number]
            blank = attribute in _EMPTY_ITEMS and _is_blank(base, phase.number, _EMPTY_ITEMS[attribute])
            if rules:
                note = f" ({_BLANK.to(language)})" if blank else ""
                lines += wrap(f"{title.to(language)}{note}", WIDTH, initial_indent="  ", subsequent_indent="  ")
                lines += _rows(rules, language)
        lines.append("")
    for heading, things in (("norms", base.norms), ("facts", _facts(base))):
        lines += [style(_HEADINGS[heading].to(language), bold=True), *_rows(things, language), ""]
    return "\n".join(lines[:-1]) + "\n"


def entries(base: RuleBase) -> list[dict[str, Any]]:
    """Every id with its kind, label and basis, as JSON values."""
    return [_summary(thing) for thing in _all(base).values()]


def entry(base: RuleBase, name: str) -> dict[str, Any]:
    """One thing with its condition, texts, provenance and dependants, as JSON values."""
    thing = _find(base, name)
    found = _summary(thing)
    for key in ("when", "effects"):
        if hasattr(thing, key):
            value = getattr(thing, key)
            found[key] = [_plain(base, part) for part in value] if isinstance(value, tuple) else _plain(base, value)
    for key in ("because", "description", "question", "help", "reading"):
        text = getattr(thing, key, None)
        if text is not None:
            found[key] = text._asdict()
    for key in ("addresses", "requires", "effort", "months", "date"):
        if hasattr(thing, key):
            value = getattr(thing, key)
            found[key] = list(value) if isinstance(value, tuple) else value
    if isinstance(thing, Measure):
        found["steps"] = [step._asdict() for step in thing.steps]
    if isinstance(thing, NormRule):
        found["value"] = thing.type.to_people(thing.value)
    if isinstance(thing, Fact) and thing.if_absent is not None:
        found["if_absent"] = thing.type.to_people(thing.if_absent)
    found["sources"] = [reference._asdict() for reference in getattr(thing, "sources", ())]
    found["used_by"] = list(_users(base, thing))
    return found


def page(base: RuleBase, name: str, language: Language) -> str:
    """One thing as a page of text."""
    return "\n".join(_page(base, _find(base, name), language)) + "\n"


def _page(base: RuleBase, thing: Entry, language: Language) -> Iterator[str]:
    def section(key: str, *texts: str) -> Iterator[str]:
        yield style(_HEADINGS[key].to(language), bold=True)
        for text in texts:
            yield from wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")

    label = thing.name if isinstance(thing, Phase) else thing.label
    yield from wrap(label.to(language), WIDTH)
    basis = getattr(thing, "basis", None)
    yield style(thing.id + (f" [{basis}]" if basis else ""), dim=True)
    because = thing.description if isinstance(thing, Phase) else getattr(thing, "because", None)
    if because is not None:
        yield from section("because", because.to(language))
    if isinstance(thing, (Fact, Derived)):
        yield from section("type", _TYPES[thing.type].to(language))
    if isinstance(thing, (Fact, Collection)):
        yield from section("question", thing.question.to(language))
        yield from section("help", thing.help.to(language))
    if isinstance(thing, Fact):
        if thing.if_absent is not None:
            yield from section("if_absent", value_text(thing.type.to_people(thing.if_absent), language, thing.unit))
        if thing.indicator is not None:
            yield from section("indicator", thing.indicator.because.to(language))
            yield from section("provenance", *_provenance(base, thing.indicator, language))
    if isinstance(thing, NormRule):
        yield from section("value", f"{value_text(thing.type.to_people(thing.value), language, thing.unit)} ({thing.date})")
    when = getattr(thing, "when", None)
    if when is not None:
        yield style(_HEADINGS["when"].to(language), bold=True)
        yield from _condition(base, when, language, 1)
    if isinstance(thing, Measure):
        yield from section("addresses", *(_named(base, name, language) for name in thing.addresses))
        yield style(_HEADINGS["effects"].to(language), bold=True)
        for effect in thing.effects:
            yield from _condition(base, effect, language, 1)
        if thing.requires:
            yield from section("requires", *(_named(base, name, language) for name in thing.requires))
        yield "  " + words.EFFORT.to(language).format(effort=thing.effort, months=thing.months)
        steps = (f"{i}. {step.to(language)}" for i, step in enumerate(thing.steps, start=1))
        yield from section("steps", *steps)
    if basis is not None:
        yield from section("provenance", *_provenance(base, thing, language))
    users = _users(base, thing)
    if users:
        yield from section("used_by", *(_named(base, name, language) for name in users))
    place = thing.place
    if place is not None:
        yield from section("place", str(place))


def _provenance(base: RuleBase, thing: Any, language: Language) -> Iterator[str]:
    yield BASIS[thing.basis].to(language)
    for reference in thing.sources:
        yield _citation(base, reference, language)
    if isinstance(thing, Indicator) or getattr(thing, "reading", None) is not None:
        reading = thing.reading
        if reading is not None:
            yield f"{_HEADINGS['reading'].to(language)}: {reading.to(language)}"


def _citation(base: RuleBase, reference: Reference, language: Language) -> str:
    return cite(reference, base.document_by_id).text.to(language)


def _condition(base: RuleBase, condition: Condition, language: Language, depth: int) -> Iterator[str]:
    """A condition in words, one test a line."""
    indent = "  " * depth
    match condition:
        case All(parts) | AnyOf(parts):
            word = (
                Text("alle van deze:", "all of these:") if isinstance(condition, All) else Text("een van deze:", "one of these:")
            )
            yield indent + word.to(language)
            for part in parts:
                yield from _condition(base, part, language, depth + 1)
        case Not(part):
            yield indent + Text("niet:", "not:").to(language)
            yield from _condition(base, part, language, depth + 1)
        case Comparison(fact, operator, value):
            yield from wrap(
                _test(base, fact, operator, value, language), WIDTH, initial_indent=indent, subsequent_indent=indent + "  "
            )
        case Certain(conclusion):
            yield f"{indent}{conclusion}"


def _test(base: RuleBase, fact: str, operator: Operator, value: Any, language: Language) -> str:
    kind = base.vocabulary.types.get(fact)
    if isinstance(value, Norm):
        norm = base.norm_by_id[value.id]
        shown = f"{norm.id} = {value_text(norm.type.to_people(norm.value), language, norm.unit)}"
    else:
        shown = value_text(kind.to_people(value) if kind else value, language)
    return f"{_named(base, fact, language)} {_OPERATORS[operator]} {shown}"


_OPERATORS: Final = {
    Operator.EQUALS: "=",
    Operator.DIFFERS: "≠",
    Operator.AT_LEAST: "≥",
    Operator.AT_MOST: "≤",
    Operator.ABOVE: ">",
    Operator.BELOW: "<",
}


def _plain(base: RuleBase, condition: Condition) -> dict[str, Any]:
    """A condition as rule files write it, each test in full."""
    match condition:
        case All(parts):
            return {"all": [_plain(base, part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_plain(base, part) for part in parts]}
        case Not(part):
            return {"not": _plain(base, part)}
        case Comparison(fact, operator, value):
            kind = base.vocabulary.types.get(fact)
            shown = {"norm": value.id} if isinstance(value, Norm) else kind.to_people(value) if kind else value
            return {fact: {operator.value: shown}}
        case Certain(conclusion):
            return {conclusion: {"certain": True}}


def _rows(things: Iterable[Any], language: Language) -> Iterator[str]:
    for thing in things:
        basis = getattr(thing, "basis", None)
        mark = f" [{basis}]" if basis else ""
        yield style(f"    {thing.id}{mark}", dim=False)
        yield from (
            style(line, dim=True)
            for line in wrap(thing.label.to(language), WIDTH, initial_indent="      ", subsequent_indent="      ")
        )


def _summary(thing: Entry) -> dict[str, Any]:
    label = thing.name if isinstance(thing, Phase) else thing.label
    kind = {"NormRule": "norm"}.get(type(thing).__name__, type(thing).__name__.lower())
    found: dict[str, Any] = {"id": thing.id, "kind": kind, "label": label._asdict()}
    for key in ("phase", "number", "block", "group", "type", "basis"):
        value = getattr(thing, key, None)
        if value is not None:
            found["phase" if key == "number" else key] = value
    return found


def _facts(base: RuleBase) -> tuple[Fact | Derived | Collection, ...]:
    vocabulary = base.vocabulary
    return (*vocabulary.facts, *vocabulary.collections, *vocabulary.derived)


def _all(base: RuleBase) -> dict[str, Entry]:
    return {thing.id: thing for thing in (*base.phases, *base.rules.values(), *base.norms, *_facts(base))}


def _find(base: RuleBase, name: str) -> Entry:
    everything = _all(base)
    if name not in everything:
        raise UsageError([problem("ID-UNKNOWN", name=name, suggestion=did_you_mean(name, everything))])
    return everything[name]


def _named(base: RuleBase, name: str, language: Language) -> str:
    """An id with its label."""
    thing = _all(base).get(name)
    label = thing.name if isinstance(thing, Phase) else thing.label if thing else None
    return f"{label.to(language)} ({name})" if label else name


def _users(base: RuleBase, thing: Entry) -> tuple[str, ...]:
    """What reads, changes, addresses or requires it."""
    found = list(base.users.get(thing.id, ()))
    if isinstance(thing, NormRule):
        found += [rule.id for rule in base.rules.values() if thing.id in norms_in(rule)]
    found += [m.id for m in base.measures if thing.id in m.addresses or thing.id in m.requires]
    if isinstance(thing, Collection):
        found += [derived.id for derived in base.vocabulary.derived if derived.collection == thing.id]
    return tuple(dict.fromkeys(found))


def _is_blank(base: RuleBase, phase: int, item: str) -> bool:
    """Whether the source announces this item of the phase and leaves it empty."""
    sections = (document.section(f"fase-{phase}") for document in base.documents)
    return any(found.id == item and found.blank for section in sections if section for found in section.items)
