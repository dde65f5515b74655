"""From files to findings: each file to its source, each source measured, all problems of all files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.knowledge.vocabulary import Vocabulary
from antwoord_rules.registrations import ggm, kiss, open_klant, zaken
from antwoord_rules.registrations.choices import Choices
from antwoord_rules.registrations.files import Found, look
from antwoord_rules.registrations.measuring import Extent, Figure, Findings, Measured, Question, SourceName
from antwoord_rules.registrations.period import Period
from antwoord_rules.registrations.reading import require
from antwoord_rules.registrations.tables import Table
from antwoord_rules.registrations.texts import Unfit

Files: TypeAlias = Mapping[str, Sequence[Found]]

_TABLES: Final[Mapping[SourceName, tuple[Table, ...]]] = {
    "kiss": kiss.TABLES,
    "open-klant": open_klant.TABLES,
    "ggm": ggm.TABLES,
    "zaken": zaken.TABLES,
}
_MEASURES: Final[Mapping[SourceName, Callable[[Files, Choices], Findings]]] = {
    "kiss": kiss.measure,
    "open-klant": open_klant.measure,
    "ggm": ggm.measure,
    "zaken": zaken.measure,
}


class Derivation(NamedTuple):
    """What the registrations of one municipality say, and what they leave open.

    A fact stands once in `measured` with a value, of the first source that counts it; a proxy only when no source does. `empty`
    are pages without records; `periods` the days that each source is about.
    """

    measured: tuple[Measured, ...]
    figures: tuple[Figure, ...]
    questions: tuple[Question, ...]
    extents: tuple[Extent, ...]
    channels: Mapping[SourceName, Mapping[str, int]]
    periods: Mapping[SourceName, Period]
    empty: tuple[str, ...]

    @property
    def facts(self) -> tuple[Measured, ...]:
        """The facts that have a value."""
        return tuple(one for one in self.measured if one.value is not None)

    @property
    def bounds(self) -> tuple[Measured, ...]:
        """The facts of which only the least is known."""
        return tuple(one for one in self.measured if one.value is None)


def derive(sources: Sequence[SourceName], paths: Sequence[str], choices: Choices, vocabulary: Vocabulary) -> Derivation:
    """Measure what the files say; raises `FactsError` with the problems of all files, `UsageError` without polars."""
    require()
    files, empty = _sorted(sources, paths)
    found: dict[SourceName, Findings] = {}
    problems: list[Problem] = []
    for source, tables in files.items():
        try:
            found[source] = _MEASURES[source](tables, choices)
        except FactsError as error:
            problems += error.problems
    if problems:
        raise FactsError(problems)
    measured = tuple(one for one in _measured(found.values()) if one.fact in vocabulary.fact_by_id)
    return Derivation(
        measured,
        tuple(figure for findings in found.values() for figure in findings.figures),
        _questions(found.values(), measured, vocabulary),
        tuple(extent for findings in found.values() for extent in findings.extents),
        {source: findings.channels for source, findings in found.items() if findings.channels},
        {source: period for source, findings in found.items() if (period := choices.period or findings.period)},
        empty,
    )


def _sorted(sources: Sequence[SourceName], paths: Sequence[str]) -> tuple[dict[SourceName, Files], tuple[str, ...]]:
    """The files by source and table, and the pages without records."""
    tables = [table for source in sources for table in _TABLES[source]]
    by_table: dict[str, list[Found]] = {}
    empty: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found = look(path, tables, ", ".join(sources))
        except Unfit as error:
            problems.append(error.problem)
            continue
        if found is None:
            empty.append(path)
        else:
            by_table.setdefault(found.table.name, []).append(found)
    files: dict[SourceName, Files] = {}
    for source in dict.fromkeys(sources):
        mine = {table.name: by_table[table.name] for table in _TABLES[source] if table.name in by_table}
        if mine:
            files[source] = mine
        elif not problems:
            needed = ", ".join(table.title for table in _TABLES[source])
            problems.append(problem("DERIVE-NO-FILES", source=source, needed=needed))
    if problems:
        raise FactsError(problems)
    return files, tuple(empty)


def _measured(found: Iterable[Findings]) -> tuple[Measured, ...]:
    every = [one for findings in found for one in findings.measured]
    best: dict[str, Measured] = {}
    for one in sorted(every, key=_rank):
        best.setdefault(one.fact, one)
    return tuple(best.values())


def _rank(one: Measured) -> int:
    """A value that was counted comes before a proxy, and that before the least that is known."""
    return 2 if one.value is None else int(one.proxy)


def _questions(found: Iterable[Findings], measured: Sequence[Measured], vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Every input fact without a value, with the reason of the source that came nearest."""
    known = {one.fact for one in measured if one.value is not None}
    reasons: dict[str, Question] = {}
    for findings in found:
        for question in findings.questions:
            reasons.setdefault(question.fact, question)
    from_sources = {kiss.FACT, ggm.FACT}
    return tuple(
        reasons.get(fact) or Question(fact, "no_source" if fact in from_sources else "not_registered")
        for fact in (*vocabulary.fact_by_id, *vocabulary.collection_by_id)
        if fact not in known
    )
