"""Typed answers to values. What is typed in either language is understood; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from antwoord_rules.facts.document import MUNICIPALITY_CODE, ORIGINS
from antwoord_rules.knowledge.vocabulary import Collection, Fact, FactType, Flaw
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean, forbidden

MOST_ELEMENTS: Final = 100
"""The longest list that can be given: far more front offices than a municipality has."""

_YES: Final = frozenset({"ja", "j", "yes", "y", "true", "waar"})
_NO: Final = frozenset({"nee", "n", "no", "false", "onwaar"})
_NONE: Final = frozenset({"geen", "none"})
_NUMBER: Final = re.compile(r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,15}))?\s*(.*)", re.ASCII)
_PER_CENT: Final = ("%", "procent", "percent", "per cent")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ORIGINS: Final = dict(zip(("measured", "stated", "estimated"), ORIGINS, strict=True)) | {word: word for word in ORIGINS}

ALLOWED: Final = {
    FactType.BOOLEAN: Text("ja (j) of nee (n)", "yes (y) or no (n)"),
    FactType.COUNT: Text(
        "een heel getal van 0 tot en met 999999999, zonder punt of komma",
        "a whole number from 0 to 999999999, without a point or comma",
    ),
    FactType.PERCENTAGE: Text(
        "een getal van 0 tot en met 100, met hoogstens twee decimalen, zoals 42,5",
        "a number from 0 to 100, with at most two decimals, like 42.5",
    ),
}
"""What can be answered to a question for a fact, in words."""

ALLOWED_NAMES: Final = Text(
    "de namen met een puntkomma (;) ertussen, of alleen het aantal; 'geen' als er geen zijn",
    "the names with a semicolon (;) between them, or only the number; 'none' if there are none",
)
ALLOWED_LIST: Final = Text("teksten met een puntkomma (;) ertussen", "texts with a semicolon (;) between them")
ALLOWED_TEXT: Final = Text("een tekst", "a text")
ALLOWED_DATE: Final = Text("een datum als 2026-10-01", "a date like 2026-10-01")
ALLOWED_CODE: Final = Text("GM en vier cijfers, zoals GM0001", "GM and four digits, like GM0001")
ALLOWED_ORIGINS: Final = Text("gemeten, opgegeven of geschat", "measured, stated or estimated")


class Word(Enum):
    """What can be typed instead of an answer; the value holds every way to write it."""

    HELP = ("?", "uitleg", "help")
    UNKNOWN = ("w", "weet ik niet", "onbekend", "u", "unknown", "don't know", "i don't know")
    BACK = ("t", "terug", "b", "back")
    EVIDENCE = ("bewijs", "evidence")
    STOP = ("q", "stop", "quit")


@dataclass(frozen=True, slots=True)
class Misread:
    """A typed answer that is no answer here: what is wrong with it, and what is allowed."""

    wrong: Text
    allowed: Text


_BY_WORD: Final = {written: word for word in Word for written in word.value}
_FLAWS: Final = {
    Flaw.TYPE: Text("'{}' is hier geen antwoord", "'{}' is no answer here"),
    Flaw.RANGE: Text("{} is te laag of te hoog", "{} is too low or too high"),
    Flaw.DECIMALS: Text("{} heeft te veel decimalen", "{} has too many decimals"),
}


def word_in(text: str) -> Word | None:
    """The word that was typed instead of an answer, if it is one."""
    return _BY_WORD.get(_plain(text))


def read_answer(text: str, about: Fact | Collection) -> bool | float | str | tuple[str, ...] | Misread:
    """The value that an answer to the question for a fact or a list means."""
    if isinstance(about, Collection):
        return read_names(text, about)
    if about.type is FactType.TEXT:
        return read_text(text)
    if about.type is FactType.TEXTS:
        return read_list(text)
    return read_value(text, about.type, about.unit)


def read_value(text: str, kind: FactType, unit: Text | None = None) -> bool | float | Misread:
    """The value that an answer means, as a fact document holds it: a boolean, a count or a percentage."""
    said = _plain(text)
    if kind is FactType.BOOLEAN:
        return True if said in _YES else False if said in _NO else _misread(text, Flaw.TYPE, ALLOWED[kind])
    match = _NUMBER.fullmatch(said)
    units = {"", *(_PER_CENT if kind is FactType.PERCENTAGE else ()), *(part.casefold() for part in unit or ())}
    if match is None or match[3] not in units:
        return _misread(text, Flaw.TYPE, ALLOWED[kind])
    found = kind.to_engine(Decimal(f"{match[1]}.{match[2]}") if match[2] else int(match[1]))
    return _misread(text, found, ALLOWED[kind]) if isinstance(found, Flaw) else kind.to_people(found)


def read_names(text: str, collection: Collection) -> tuple[str, ...] | Misread:
    """The names of the elements of a list: given, or numbered when only their number is."""
    said = _plain(text)
    if said in _NONE:
        return ()
    if said in _YES | _NO:  # to another question than the one that is asked
        return _misread(text, Flaw.TYPE, ALLOWED_NAMES)
    if said.isascii() and said.isdigit():
        number = int(said) if len(said) < 10 else MOST_ELEMENTS + 1  # noqa: PLR2004  (a number with more digits is too high)
        if number > MOST_ELEMENTS:
            return _too_many(said)
        return tuple(numbered(collection, i) for i in range(1, number + 1))
    names = [name.strip() for name in text.split(";")]
    if len(names) > MOST_ELEMENTS:
        return _too_many(str(len(names)))
    for name in names:
        misread = _unprintable(name)
        if misread is not None:
            return misread
    if "" in names:
        return Misread(Text("tussen twee puntkomma's ontbreekt een naam", "a name is missing at a semicolon"), ALLOWED_NAMES)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        shown = clean(twice)
        return Misread(Text(f"'{shown}' staat er twee keer", f"'{shown}' stands there twice"), ALLOWED_NAMES)
    return tuple(names)


def numbered(collection: Collection, number: int) -> str:
    """What an element without a name of its own is called."""
    return f"{collection.id.removesuffix('s').capitalize()} {number}"


def read_list(text: str) -> tuple[str, ...] | Misread:
    """Texts in a row; blanks between semicolons are left out."""
    return _unprintable(text) or tuple(part.strip() for part in text.split(";") if part.strip())


def read_text(text: str) -> str | Misread:
    """A text of one line."""
    said = text.strip()
    return _unprintable(said) or said


def read_date(text: str) -> str | Misread:
    """An ISO date that exists."""
    said = text.strip()
    if _DATE.fullmatch(said):
        try:
            date.fromisoformat(said)
        except ValueError:
            return Misread(Text(f"de datum {said} bestaat niet", f"the date {said} does not exist"), ALLOWED_DATE)
        return said
    return _misread(text, Flaw.TYPE, ALLOWED_DATE)


def read_code(text: str) -> str | Misread:
    """The code of a municipality."""
    said = text.strip().upper()
    return said if MUNICIPALITY_CODE.fullmatch(said) else _misread(text, Flaw.TYPE, ALLOWED_CODE)


def read_origin(text: str) -> str | Misread:
    """Where a value comes from, as a fact document says it."""
    return _ORIGINS.get(_plain(text)) or _misread(text, Flaw.TYPE, ALLOWED_ORIGINS)


def _plain(text: str) -> str:
    """The text as it is compared: without capitals, spare blanks and curly quotes."""
    return " ".join(text.split()).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _misread(text: str, flaw: Flaw, allowed: Text) -> Misread:
    shown = clean(text.strip())
    return Misread(_formatted(_FLAWS[flaw], [shown]), allowed)


def _too_many(number: str) -> Misread:
    most = str(MOST_ELEMENTS)
    wrong = Text("{} is te veel; hoogstens {} kan", "{} is too many; at most {} is possible")
    return Misread(_formatted(wrong, [clean(number), most]), ALLOWED_NAMES)


def _unprintable(text: str) -> Misread | None:
    found = forbidden(text)
    wrong = Text("er staat een teken in dat niet kan ({})", "it holds a character that can't be ({})")
    return None if found is None else Misread(_formatted(wrong, [found]), ALLOWED_TEXT)


def _formatted(text: Text, parts: Iterable[str]) -> Text:
    found = tuple(parts)
    return Text(text.nl.format(*found), text.en.format(*found))
