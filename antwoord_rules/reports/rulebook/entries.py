"""What the rule book says of each thing, as data: its parts in words, whichever form they take on a screen or in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.explanation.wording import BASIS, value_text
from antwoord_rules.knowledge.conditions import All, Certain, Comparison, Condition, Norm, Not, Operator, leaves
from antwoord_rules.knowledge.conditions import Any as AnyOf
from antwoord_rules.knowledge.references import cite
from antwoord_rules.knowledge.rules import Challenge, Criterion, Limit, Measure, NormRule, Phase, Rule, RuleBase, norms_in
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge.vocabulary import Collection, Derived, Fact, Polarity
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.suggestions import did_you_mean

HEADINGS: Final = {
    "facts": Text("Feiten", "Facts"),
    "norms": Text("Normen", "Norms"),
    "derivations": Text("Tussenconclusies", "Intermediate conclusions"),
    "when": Text("Voorwaarde", "Condition"),
    "because": Text("Waarom", "Why"),
    "addresses": Text("Voor", "For"),
    "effects": Text("Effect", "Effect"),
    "requires": Text("Vraagt eerst", "Requires first"),
    "effort": Text("Omvang", "Size"),
    "steps": Text("Stappen", "Steps"),
    "provenance": Text("Herkomst", "Provenance"),
    "reading": Text("Zo lezen wij de bron", "How we read the source"),
    "used_by": Text("Hiervan hangt af", "Depends on this"),
    "question": Text("Vraag", "Question"),
    "help": Text("Toelichting", "Help"),
    "type": Text("Soort", "Type"),
    "value": Text("Waarde", "Value"),
    "indicator": Text("Kengetal", "Indicator"),
    "polarity": Text("Beter of slechter", "Better or worse"),
    "if_absent": Text("Als het feit niet genoemd wordt", "When the fact is not mentioned"),
    "place": Text("Staat in", "Stands in"),
}
EMPTY_ITEMS: Final = {"challenges": "uitdagingen", "measures": "maatregelen"}
"""The kinds of rule that the source may announce and leave empty, with the id of the item that says so."""

_TYPES: Final = {
    "boolean": Text("ja of nee", "yes or no"),
    "count": Text("aantal", "count"),
    "percentage": Text("percentage", "percentage"),
    "text": Text("tekst", "text"),
    "texts": Text("lijst van teksten", "list of texts"),
}
_POLARITIES: Final = {
    Polarity.POSITIVE: Text("ja, of meer, is beter", "yes, or more, is better"),
    Polarity.NEGATIVE: Text("nee, of minder, is beter", "no, or less, is better"),
}
_ALL: Final = Text("alle van deze:", "all of these:")
_ANY: Final = Text("een van deze:", "one of these:")
_NOT: Final = Text("niet:", "not:")
_OPERATORS: Final = {
    Operator.EQUALS: "=",
    Operator.DIFFERS: "≠",
    Operator.AT_LEAST: "≥",
    Operator.AT_MOST: "≤",
    Operator.ABOVE: ">",
    Operator.BELOW: "<",
}

Entry: TypeAlias = Rule | Phase | NormRule | Fact | Derived | Collection
"""What has a page of its own."""
Kind: TypeAlias = Literal[
    "fact", "collection", "derived", "norm", "derivation", "criterion", "challenge", "limit", "phase", "measure"
]

KINDS: Final[Mapping[Kind, Text]] = {
    "fact": Text("feit", "fact"),
    "collection": Text("lijst", "list"),
    "derived": Text("afgeleid feit", "derived fact"),
    "norm": Text("norm", "norm"),
    "derivation": Text("tussenconclusie", "intermediate conclusion"),
    "criterion": Text("criterium", "criterion"),
    "challenge": Text("uitdaging", "challenge"),
    "limit": Text("beperking", "limitation"),
    "phase": Text("fase", "phase"),
    "measure": Text("maatregel", "measure"),
}


class Row(NamedTuple):
    """A line of a part; what stands deeper belongs to the row above it. `names` are the ids in the text that have a page."""

    text: str
    depth: int = 0
    names: tuple[str, ...] = ()


class Part(NamedTuple):
    """What is said under one heading (a key of `HEADINGS`)."""

    key: str
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, key: str, *texts: str) -> Part:
        """A part whose rows all stand at the same depth."""
        return cls(key, tuple(map(Row, texts)))

    @classmethod
    def naming(cls, key: str, base: RuleBase, names: Iterable[str], language: Language) -> Part:
        """A part with a row for each of these ids."""
        return cls(key, tuple(Row(named(base, name, language), names=(name,)) for name in names))


def facts_of(base: RuleBase) -> tuple[Fact | Derived | Collection, ...]:
    """Everything that the vocabulary names, in its order."""
    vocabulary = base.vocabulary
    return (*vocabulary.facts, *vocabulary.collections, *vocabulary.derived)


def everything(base: RuleBase) -> Mapping[str, Entry]:
    """Every entry by its id."""
    return {thing.id: thing for thing in (*base.phases, *base.rules.values(), *base.norms, *facts_of(base))}


def find(base: RuleBase, name: str) -> Entry:
    """The entry of that id; raises `UsageError` with a suggestion."""
    known = everything(base)
    if name not in known:
        raise UsageError([problem("ID-UNKNOWN", name=name, suggestion=did_you_mean(name, known))])
    return known[name]


def kind_of(thing: Entry) -> Kind:
    """What it is."""
    match thing:
        case NormRule():
            return "norm"
        case Fact():
            return "fact"
        case Collection():
            return "collection"
        case Derived():
            return "derived"
        case Phase():
            return "phase"
        case Measure():
            return "measure"
        case Criterion():
            return "criterion"
        case _:
            return "challenge" if isinstance(thing, Challenge) else "limit" if isinstance(thing, Limit) else "derivation"


def label_of(thing: Entry) -> Text:
    """What it is called."""
    return thing.name if isinstance(thing, Phase) else thing.label


def named(base: RuleBase, name: str, language: Language) -> str:
    """An id with its label."""
    thing = everything(base).get(name)
    return f"{label_of(thing).to(language)} ({name})" if thing else name


def users(base: RuleBase, thing: Entry) -> tuple[str, ...]:
    """What reads, changes, addresses or requires it."""
    found = list(base.users.get(thing.id, ()))
    found += [c.rule for c in conclusions(base) if c.id == c.rule and thing.id in {leaf.reads for leaf in leaves(c.when)}]
    if isinstance(thing, NormRule):
        found += [fact.id for fact in base.vocabulary.facts if fact.indicator and fact.indicator.at_most == thing.id]
        found += [rule.id for rule in base.rules.values() if thing.id in norms_in(rule)]
    found += [m.id for m in base.measures if thing.id in m.addresses or thing.id in m.requires]
    if isinstance(thing, Collection):
        found += [derived.id for derived in base.vocabulary.derived if derived.collection == thing.id]
    return tuple(dict.fromkeys(found))


def is_blank(base: RuleBase, phase: int, item: str) -> bool:
    """Whether the source announces this item of the phase and leaves it empty."""
    sections = (document.section(f"fase-{phase}") for document in base.documents)
    return any(found.id == item and found.blank for section in sections if section for found in section.items)


def parts(base: RuleBase, thing: Entry, language: Language) -> Iterator[Part]:
    """All that is said of a thing, in the order of its page."""
    because = thing.description if isinstance(thing, Phase) else getattr(thing, "because", None)
    if because is not None:
        yield Part.of("because", because.to(language))
    if isinstance(thing, (Fact, Derived)):
        yield Part.of("type", _TYPES[thing.type].to(language))
        if thing.polarity is not None:
            yield Part.of("polarity", _POLARITIES[thing.polarity].to(language))
    if isinstance(thing, (Fact, Collection)):
        yield Part.of("question", thing.question.to(language))
        yield Part.of("help", thing.help.to(language))
    if isinstance(thing, Fact):
        if thing.if_absent is not None:
            yield Part.of("if_absent", value_text(thing.type.to_people(thing.if_absent), language, thing.unit))
        if thing.indicator is not None:
            yield Part.of("indicator", thing.indicator.because.to(language))
            yield Part.of("provenance", *_provenance(base, thing.indicator, language))
    if isinstance(thing, NormRule):
        yield Part.of("value", f"{value_text(thing.type.to_people(thing.value), language, thing.unit)} ({thing.date})")
    when = getattr(thing, "when", None)
    if when is not None:
        yield Part("when", tuple(_condition(base, when, language, 0)))
    if isinstance(thing, Measure):
        yield Part.naming("addresses", base, thing.addresses, language)
        yield Part("effects", tuple(row for effect in thing.effects for row in _condition(base, effect, language, 0)))
        if thing.requires:
            yield Part.naming("requires", base, thing.requires, language)
        size = words.EFFORT_ONE if thing.effort == 1 else words.EFFORT
        yield Part.of("effort", size.to(language).format(effort=thing.effort, months=thing.months))
        yield Part.of("steps", *(f"{i}. {step.to(language)}" for i, step in enumerate(thing.steps, start=1)))
    if getattr(thing, "basis", None) is not None:
        yield Part.of("provenance", *_provenance(base, thing, language))
    elif isinstance(thing, Phase) and thing.sources:
        yield Part.of("provenance", *(cite(reference, base.document_by_id).text.to(language) for reference in thing.sources))
    using = users(base, thing)
    if using:
        yield Part.naming("used_by", base, using, language)
    if thing.place is not None:
        yield Part.of("place", str(thing.place))


def _provenance(base: RuleBase, thing: Any, language: Language) -> Iterator[str]:
    """Of anything with a basis, sources and (an indicator or a rule) a reading."""
    yield BASIS[thing.basis].to(language)
    for reference in thing.sources:
        yield cite(reference, base.document_by_id).text.to(language)
    if thing.reading is not None:
        yield f"{HEADINGS['reading'].to(language)}: {thing.reading.to(language)}"


def _condition(base: RuleBase, condition: Condition, language: Language, depth: int) -> Iterator[Row]:
    """A condition in words, one test a row."""
    match condition:
        case All(members) | AnyOf(members):
            yield Row((_ALL if isinstance(condition, All) else _ANY).to(language), depth)
            for member in members:
                yield from _condition(base, member, language, depth + 1)
        case Not(member):
            yield Row(_NOT.to(language), depth)
            yield from _condition(base, member, language, depth + 1)
        case Comparison(fact, operator, value):
            norms = (value.id,) if isinstance(value, Norm) else ()
            yield Row(_test(base, fact, operator, value, language), depth, (fact, *norms))
        case Certain(conclusion):
            yield Row(conclusion, depth, (conclusion,))


def _test(base: RuleBase, fact: str, operator: Operator, value: Any, language: Language) -> str:
    kind = base.vocabulary.types.get(fact)
    if isinstance(value, Norm):
        norm = base.norm_by_id[value.id]
        shown = f"{norm.id} = {value_text(norm.type.to_people(norm.value), language, norm.unit)}"
    else:
        shown = value_text(kind.to_people(value) if kind else value, language)
    return f"{named(base, fact, language)} {_OPERATORS[operator]} {shown}"
