"""Skeletons: a new rule or fact that is valid at once, with comments that say what belongs where. Pure text.

Every text starts with "VUL IN: " or "FILL IN: ", which the linter finds until an expert has written the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from antwoord_rules.knowledge.conditions import Comparison, Norm, Operator
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.language import Text

Kind: TypeAlias = Literal["criterion", "challenge", "measure", "fact"]

KINDS: Final[tuple[Kind, ...]] = ("criterion", "challenge", "measure", "fact")
LIST_KEYS: Final[dict[Kind, str]] = {
    "criterion": "criteria",
    "challenge": "challenges",
    "measure": "measures",
    "fact": "facts",
}
"""The key of the list that an item of the kind stands in."""

NAMES: Final[dict[Kind, Text]] = {
    "criterion": Text("criterium", "criterion"),
    "challenge": Text("uitdaging", "challenge"),
    "measure": Text("maatregel", "measure"),
    "fact": Text("feit", "fact"),
}
TO_FILL: Final = Text("VUL IN: ", "FILL IN: ")
"""How a text starts that is still to be written."""

LONGEST_ID: Final = 100
_PLAIN_TEST: Final = {FactType.COUNT: "{at_least: 1}", FactType.PERCENTAGE: "{at_least: 80}"}
_NOT_A_NAME: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ID_START: Final = {"criterion": "criterium_{phase}_", "challenge": "uitdaging_{phase}_", "measure": "maatregel_"}
_FACT_ID: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", re.ASCII)
_PHASE_IN_ID: Final = re.compile(r"(?:criterium|uitdaging)_([1-5])_", re.ASCII)

_BASIS: Final = """\
  # Waar dit vandaan komt: bron, secundair of eigen. Bij bron en secundair hoort ook source, bij bron ook reading.
  basis: eigen
"""


def phase_in(name: str) -> int | None:
    """The phase that the id of a criterion or challenge names."""
    found = _PHASE_IN_ID.match(name)
    return int(found.group(1)) if found else None


def is_id(kind: Kind, name: str, phase: int | None) -> bool:
    """Whether an id has the form that ids of the kind have."""
    if len(name) > LONGEST_ID:
        return False
    if kind == "fact":
        return _FACT_ID.fullmatch(name) is not None
    return re.fullmatch(re.escape(_start(kind, phase)) + "[a-z0-9_]*[a-z0-9]", name, re.ASCII) is not None


def example_id(kind: Kind, name: str, phase: int | None) -> str:
    """An id of the right form that is like the one given."""
    words = re.sub("^(criterium|uitdaging|maatregel)_([1-5]_)?", "", name.lower())
    if kind == "fact":
        parts = [part.strip("_") for part in re.sub("[^a-z0-9_.]+", "_", words).lstrip("0123456789_.").split(".")]
        own = ".".join(part for part in parts if part[:1].isalpha())
        return (own if "." in own else f"kanalen.{own or 'naam'}")[:LONGEST_ID].rstrip("._")
    own = re.sub("[^a-z0-9]+", "_", words).strip("_") or "naam"
    return (_start(kind, phase) + own)[:LONGEST_ID].rstrip("_")


def _start(kind: Kind, phase: int | None) -> str:
    return _ID_START[kind].format(phase=phase or 2)


def criterion(name: str, block: str, fact: str, kind: FactType) -> str:
    """A criterion that tests one fact."""
    return (
        f"- id: {name}\n"
        "  # De bouwsteen waar het criterium bij hoort.\n"
        f"  block: {_name(block)}\n"
        "  # De naam in rapporten: wat is zo als aan het criterium is voldaan?\n"
        f"{_text('label', 'korte naam van het criterium', 'short name of the criterion')}"
        "  # Wanneer aan het criterium is voldaan. Toetsen: equals, differs, at_least, at_most, above, below;\n"
        "  # voorwaarden samen: all, any, not.\n"
        f"  when: {_test(fact, kind)}\n"
        "  # Waarom een gemeente hieraan moet voldoen.\n"
        f"{_text('because', 'waarom dit bij deze fase hoort', 'why this belongs to this phase')}"
        f"{_BASIS}"
    )


def challenge(name: str, block: str, fact: str, kind: FactType) -> str:
    """A challenge that is resolved when one fact is as it should be."""
    return (
        f"- id: {name}\n"
        "  # De bouwsteen waar de uitdaging bij hoort.\n"
        f"  block: {_name(block)}\n"
        "  # De naam in rapporten: waar moet de gemeente aan werken?\n"
        f"{_text('label', 'korte naam van de uitdaging', 'short name of the challenge')}"
        "  # Wanneer de uitdaging is opgelost. Toetsen: equals, differs, at_least, at_most, above, below;\n"
        "  # voorwaarden samen: all, any, not.\n"
        f"  resolved_when: {_test(fact, kind)}\n"
        "  # Waarom een gemeente in deze fase hieraan moet werken.\n"
        f"{_text('because', 'waarom dit in deze fase speelt', 'why this matters in this phase')}"
        f"{_BASIS}"
    )


def measure(name: str, addresses: Iterable[str], effects: Iterable[Comparison], types: Mapping[str, FactType]) -> str:
    """A measure that addresses some criteria or challenges, with the effects that meet them."""
    lines = "".join(f"    {effect.fact}: {_effect(effect, types[effect.fact])}\n" for effect in effects)
    steps = Text("wie doet als eerste wat?", "who does what first?")
    return (
        f"- id: {name}\n"
        "  # De naam in rapporten, als opdracht: wat moet de gemeente doen?\n"
        f"{_text('label', 'korte naam van de maatregel', 'short name of the measure')}"
        "  # De criteria en uitdagingen waar de maatregel voor is.\n"
        f"  addresses: [{', '.join(map(_name, addresses))}]\n"
        "  # Wat er daarna geldt, per feit: een waarde, at_least of at_most.\n"
        f"  effects:\n{lines}"
        "  # Hoeveel moeite het kost, van 1 (weinig) tot en met 5 (veel).\n"
        "  effort: 2\n"
        "  # Hoeveel maanden het ongeveer duurt.\n"
        "  months: 6\n"
        "  # Waarom de maatregel helpt.\n"
        f"{_text('because', 'waarom deze maatregel helpt', 'why this measure helps')}"
        "  # De stappen, in beide talen evenveel.\n"
        "  steps:\n"
        f'    nl:\n      - "{TO_FILL.nl}{steps.nl}"\n'
        f'    en:\n      - "{TO_FILL.en}{steps.en}"\n'
        f"{_BASIS}"
    )


def fact(name: str, kind: FactType, group: str) -> str:
    """A fact that municipalities can give."""
    return (
        f"- id: {name}\n"
        "  # Wat een antwoord kan zijn: boolean (ja of nee), count (een aantal) of percentage.\n"
        f"  type: {kind.value}\n"
        "  # De groep waar het feit bij hoort.\n"
        f"  group: {_name(group)}\n"
        "  # De naam in rapporten.\n"
        f"{_text('label', 'korte naam van het feit', 'short name of the fact')}"
        "  # De vraag aan de gemeente.\n"
        f"{_text('question', 'de vraag aan de gemeente', 'the question to the municipality')}"
        "  # Wat wel en niet meetelt.\n"
        f"{_text('help', 'wat wel en niet meetelt', 'what counts and what does not')}"
    )


def _text(key: str, nl: str, en: str) -> str:
    """A text in both languages; in quotes, for it holds a colon."""
    return f'  {key}:\n    nl: "{TO_FILL.nl}{nl}"\n    en: "{TO_FILL.en}{en}"\n'


def _test(name: str, kind: FactType) -> str:
    return f"{{{name}: {_PLAIN_TEST.get(kind, 'true')}}}"


def _effect(effect: Comparison, kind: FactType) -> str:
    value = effect.value
    if isinstance(value, Norm):
        written = f"{{norm: {_name(value.id)}}}"
    else:
        raw = kind.to_people(value)
        written = str(raw).lower() if isinstance(raw, bool) else str(raw)
    return written if effect.operator is Operator.EQUALS else f"{{{effect.operator}: {written}}}"


def _name(name: str) -> str:
    """A name that is no other word of YAML."""
    return f'"{name}"' if name in _NOT_A_NAME else name
