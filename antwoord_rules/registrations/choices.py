"""What the user chose: a period, how results of conversations count, what the values of channels stand for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.facts.jsontext import Located, decode, parse
from antwoord_rules.facts.reader import content_of
from antwoord_rules.registrations.measuring import Handling
from antwoord_rules.registrations.period import Period
from antwoord_rules.suggestions import did_you_mean

HANDLINGS: Final[Mapping[str, Handling]] = {
    "direct": "direct",
    "niet": "not",
    "not": "not",
    "negeer": "ignore",
    "ignore": "ignore",
}
"""What may be said of a result, in Dutch and in English."""

CHANNELS: Final = ("telefoon", "website", "balie", "email", "post", "chat", "social_media")

_SECTIONS: Final = ("gespreksresultaat", "kanaal", "ingangen")


class Choices(NamedTuple):
    """The choices; texts are `plain`. `consulted` says how conversations count that were handled after consulting a colleague.

    `results` say how results count, `channels` of which channel a value is, `entrances` which values are an entrance each;
    `wait_norm` is the longest wait in seconds that keeps to the norm.
    """

    period: Period | None = None
    results: Mapping[str, Handling] = {}
    consulted: Handling | None = None
    channels: Mapping[str, str] = {}
    entrances: Mapping[str, frozenset[str]] = {}
    wait_norm: int = 0


def plain(text: str) -> str:
    """A text of a short list as it is compared: without spare blanks, in lower case."""
    return " ".join(text.split()).casefold()


def counts_option(given: str) -> tuple[str, Handling]:
    """The result and how it counts, from `RESULT=direct`; raises `UsageError`."""
    result, _, said = given.rpartition("=")
    handling = HANDLINGS.get(said.strip().lower())
    if not result.strip() or handling is None:
        raise UsageError([problem("DERIVE-COUNTS", found=given, allowed="direct, niet, negeer")])
    return plain(result), handling


def read_mapping(path: str) -> Choices:
    """The choices of a mapping file; raises `FactsError` with every problem at its place."""
    text, wrong = decode(content_of(Path(path)))
    if wrong is not None:
        raise FactsError([wrong.in_file(path, wrong.line, wrong.column)])
    raw, problems = parse(text)
    if problems or not isinstance(raw, dict):
        shape = problem("DERIVE-MAPPING", allowed=", ".join(_SECTIONS), suggestion="").in_file(None, 1, 1)
        raise FactsError(found.in_file(path, found.line, found.column) for found in problems or (shape,))
    reader = _Reader(path, Located(text))
    choices = reader.read(raw)
    if reader.problems:
        raise FactsError(reader.problems)
    return choices


class _Reader:
    def __init__(self, path: str, places: Located) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._places = places

    def read(self, raw: Mapping[str, Any]) -> Choices:
        for name in raw:
            if name not in _SECTIONS:
                self._wrong((name,), name, _SECTIONS, of_key=True)
        results = {plain(key): HANDLINGS[said] for key, said in self._pairs(raw, "gespreksresultaat", tuple(HANDLINGS))}
        channels = {plain(key): said for key, said in self._pairs(raw, "kanaal", CHANNELS)}
        return Choices(results=results, channels=channels, entrances=self._entrances(raw))

    def _section(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        section = raw.get(name, {})
        if isinstance(section, dict):
            return section
        self._wrong((name,), "", _SECTIONS)
        return {}

    def _pairs(self, raw: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> list[tuple[str, str]]:
        pairs = []
        for key, said in self._section(raw, name).items():
            if isinstance(said, str) and said in allowed:
                pairs.append((key, said))
            else:
                self._wrong((name, key), said if isinstance(said, str) else "", allowed)
        return pairs

    def _entrances(self, raw: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        found = {}
        for channel, values in self._section(raw, "ingangen").items():
            if channel not in CHANNELS:
                self._wrong(("ingangen", channel), channel, CHANNELS, of_key=True)
            elif isinstance(values, list) and all(isinstance(value, str) for value in values):
                found[channel] = frozenset(map(plain, values))
            else:
                self._wrong(("ingangen", channel), "", ("[…]",))
        return found

    def _wrong(self, path: tuple[str, ...], found: str, allowed: tuple[str, ...], *, of_key: bool = False) -> None:
        made = problem("DERIVE-MAPPING", allowed=", ".join(allowed), suggestion=did_you_mean(found, allowed))
        self.problems.append(made.in_file(self._path, *self._places.position(path, of_key=of_key)))
