"""How a benchmark is spoken of: names of municipalities, shares, ranks and groups as people write them, and what to mind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, Literal, TypeAlias

from antwoord_rules.benchmarking import Benchmark, Near, Range
from antwoord_rules.benchmarking.groups import Standing
from antwoord_rules.benchmarking.rows import Row
from antwoord_rules.language import Language
from antwoord_rules.quoting import clean
from antwoord_rules.rendering.shares import per_cent, whole
from antwoord_rules.reports import words
from antwoord_rules.reports.benchmarks import words as texts
from antwoord_rules.reports.voice import Voice

Form: TypeAlias = Literal["text", "md", "html"]

_MOST_NAMES: Final = 12
_SHORT_HASH: Final = 12
_LONGEST_NAME: Final = 4096
_MINUS: Final = "-"


class Scene:
    """A benchmark in one language, for one form."""

    def __init__(self, found: Benchmark, language: Language, form: Form = "text") -> None:
        self.found: Final = found
        self.form: Final = form
        self.voice: Final = Voice(found.base, language)
        self.say = self.voice.say

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each row; the code or the date is added where the name alone does not tell rows apart."""
        return self.named(self.found.rows)

    def named(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """A name for each of these rows."""
        by_name: dict[str, set[str | None]] = {}
        rows_of: dict[tuple[str, str | None], int] = {}
        for row in rows:
            who = row.municipality
            by_name.setdefault(who.naam, set()).add(who.code)
            rows_of[who.naam, who.code] = rows_of.get((who.naam, who.code), 0) + 1
        found = []
        for row in rows:
            who = row.municipality
            more = [who.code] if len(by_name[who.naam]) > 1 and who.code else []
            more += [who.peildatum] if rows_of[who.naam, who.code] > 1 else []
            found.append(f"{who.naam} ({', '.join(more)})" if more else who.naam)
        return tuple(found)

    def whole(self, number: int | None) -> str:
        """A whole number as people write it."""
        if number is None:
            return self.say(texts.UNKNOWN)
        return f"{number:,}".replace(",", "." if self.voice.language == "nl" else ",")

    def percent(self, share: float | None) -> str:
        """A share in whole per cents; only what is all or nothing is 100 or 0."""
        return self.say(texts.UNKNOWN) if share is None else per_cent(share)

    @staticmethod
    def points(row: Row, standing: Standing) -> int | None:
        """The difference from the median in percentage points, as both are shown; None when one of them is unknown."""
        return None if row.share is None or standing.median is None else whole(row.share) - whole(standing.median)

    def difference(self, row: Row, standing: Standing) -> str:
        """The same as text."""
        points = self.points(row, standing)
        return self.say(texts.UNKNOWN) if points is None else f"{points:+d}" if points else "0"

    def rank(self, standing: Standing) -> str:
        """The rank, with a mark when it is shared."""
        return self.say(texts.UNKNOWN) if standing.rank is None else f"{standing.rank}{'=' if standing.tied else ''}"

    @staticmethod
    def ranks(standing: Standing) -> str:
        """The ranks that are possible, when that is not just the rank that it has."""
        return "" if standing.best == standing.worst == standing.rank else _span(standing.best, standing.worst)

    def phases(self, row: Row) -> str:
        """The phases that are possible, when the phase is not certain."""
        return "" if row.certain else numbers(row.possible)

    def range(self, group: Range) -> str:
        """A range of inhabitants in words."""
        if group.high is None:
            return self.say(texts.RANGE_UP, low=self.whole(group.low))
        if not group.low:
            return self.say(texts.RANGE_BELOW, high=self.whole(group.high))
        return self.say(texts.RANGE, low=self.whole(group.low), high=self.whole(group.high))

    def size(self, number: int) -> str:
        """So many municipalities."""
        return self.voice.counted(number, texts.MUNICIPALITIES)

    def listed(self, names: Collection[str]) -> str:
        """Names in a row; when they are many, the first and how many more."""
        shown = list(names)[:_MOST_NAMES]
        told = ", ".join(shown)
        return self.say(texts.AND_MORE, names=told, number=len(names) - len(shown)) if len(names) > len(shown) else told

    @cached_property
    def title(self) -> str:
        """What the report is about; one that is in it more than once is one municipality."""
        rows = len(self.found.rows)
        alike = sum(len(same) - 1 for same in self.found.repeated)
        return self.say(texts.TITLE_REPEATED if alike else texts.TITLE, size=self.size(rows - alike), times=rows)

    @cached_property
    def dates(self) -> str:
        """The reference dates of the facts."""
        dates = sorted(row.municipality.peildatum for row in self.found.rows)
        if dates[0] == dates[-1]:
            return self.say(texts.DATE, date=dates[0])
        return self.say(texts.DATES, first=dates[0], last=dates[-1])

    def remarks(self) -> Iterator[str]:
        """What a reader must not pass over: what was skipped, stands there twice, was left out, or is in no group."""
        found = self.found
        if len(found.rows) == 1:
            yield self.say(texts.ALONE)
        for skipped in found.skipped:
            mistakes = self.voice.counted(len(skipped.problems), texts.MISTAKES)
            yield self.say(texts.SKIPPED, file=clean(skipped.file, _LONGEST_NAME), mistakes=mistakes)
        for same in found.repeated:
            dates = sorted(found.rows[i].municipality.peildatum for i in same)
            text = texts.REPEATED if dates[0] != dates[-1] else texts.REPEATED_LATEST
            name = found.rows[same[-1]].municipality.naam
            yield self.say(text, name=name, times=len(same), dates=", ".join(dict.fromkeys(dates)))
        if found.older:
            yield self.say(texts.OLDER, names=self.listed(self._dated(found.older)))
        if found.comparison:
            lonely = [i for i, peers in enumerate(found.peers) if peers is None]
            unknown = [self.names[i] for i in lonely if found.rows[i].municipality.inwoners is None]
            outside = [self.names[i] for i in lonely if found.rows[i].municipality.inwoners is not None]
            if unknown:
                yield self.say(texts.NO_INHABITANTS, names=self.listed(unknown))
            if outside:
                yield self.say(texts.OUTSIDE, names=self.listed(outside))

    def _dated(self, rows: Iterable[Row]) -> list[str]:
        return [self.say(texts.NAMED, name=row.municipality.naam, date=row.municipality.peildatum) for row in rows]

    def group(self, index: int) -> str:
        """The comparison group of a row in words."""
        peers = self.found.peers[index]
        if peers is None:
            return self.say(texts.NONE)
        return self.say(texts.NEAREST) if peers.range is None else self.range(peers.range)

    @property
    def near(self) -> int | None:
        """How many of the nearest each is compared with, if it is."""
        return self.found.comparison.number if isinstance(self.found.comparison, Near) else None

    @cached_property
    def receipt(self) -> str:
        """What made the benchmark."""
        receipt = self.found.receipt
        norms = ", ".join(f"{name}={value}" for name, value in receipt.norms.items())
        return self.say(
            texts.RECEIPT,
            version=f"antwoord-rules {receipt.antwoord_rules}",
            engine=receipt.engine,
            rules=receipt.rules_sha256[:_SHORT_HASH],
            norms=norms,
        )

    def certainty(self, row: Row) -> str:
        """How certain the phase is."""
        if row.certain:
            return self.say(words.CERTAIN)
        return self.say(words.UNCERTAIN, phases=self.voice.either([str(n) for n in row.possible]))


def capital(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def numbers(found: Sequence[int]) -> str:
    """Whole numbers from low to high: a range when none is missing."""
    whole = list(found) == list(range(found[0], found[-1] + 1))
    return _span(found[0], found[-1]) if whole else ", ".join(map(str, found))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}{_MINUS}{last}"
