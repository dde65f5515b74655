"""Where it is wrong: files read again, slowly, to put a problem at its line.

Only names of fields and places are told, never what stands there: it may be about people.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.facts.jsontext import Located, parse
from antwoord_rules.language import Text
from antwoord_rules.registrations.files import Form, Found
from antwoord_rules.registrations.tables import Column, Kind
from antwoord_rules.registrations.texts import OBJECT, encoding_problem, lines, page_records

MOST: Final = 3
"""So many problems of one kind are told of one file; the others would say the same."""

_LIST: Final = Text("een lijst", "a list")


MOST_VALUES: Final = 20
"""So many values that we do not know are told of one file."""


class Record(NamedTuple):
    """A record as it stands in its file: its number and line from 1 (0 when there are no lines), and where its fields are."""

    number: int
    line: int
    values: Mapping[str, Any]
    text: str = ""


def records(found: Found) -> Iterator[Record]:
    """The records of a file, one after another; what is broken is passed over."""
    match found.form:
        case Form.PAGE | Form.ARRAY:
            text = Path(found.path).read_text(encoding="utf-8-sig")
            for number, record in enumerate(page_records(found.path), start=1):
                yield Record(number, 0, record, text)
        case Form.LINES:
            for number, (line, text) in enumerate(lines(found.path), start=1):
                raw, _ = parse(text)
                yield Record(number, line, raw if isinstance(raw, dict) else {}, text)
        case Form.CSV:
            yield from _csv(found)
        case _:
            yield from _parquet(found)


def value(record: Record, found: Found, column: Column) -> Any:
    """What stands in a field; None when there is nothing."""
    name = found.fields.get(column.name)
    if name is None:
        return None
    if name in record.values:
        return record.values[name]
    here: Any = record.values
    for part in name.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def problems_at(
    found: Found, column: Column, wrong: Callable[[Any], bool], code: str, most: int = MOST, **details: Any
) -> list[Problem]:
    """The first problems of a column: one for each record with a value that is wrong."""
    bad = (record for record in records(found) if wrong(value(record, found, column)))
    return [_placed(found, record, column, code, details) for record in islice(bad, most)]


def at_records(found: Found, column: Column, numbers: Sequence[int], code: str, **details: Any) -> list[Problem]:
    """A problem at each of these records, which are numbered from 1."""
    wanted = set(numbers)
    bad = (record for record in records(found) if record.number in wanted)
    return [_placed(found, record, column, code, details) for record in islice(bad, len(wanted))]


def at_first(found: Found, column: Column, numbers: dict[str | None, int], code: str) -> list[Problem]:
    """A problem at the first record of each of these values, which are taken out of `numbers`; no more than `MOST_VALUES`."""
    problems: list[Problem] = []
    for record in records(found) if numbers else ():
        raw = value(record, found, column)
        text = None if raw is None else str(raw)
        if text in numbers and len(problems) < MOST_VALUES:
            problems.append(_placed(found, record, column, code, {"number": numbers.pop(text)}))
        if not numbers or len(problems) == MOST_VALUES:
            break
    return problems


def _placed(found: Found, record: Record, column: Column, code: str, details: Mapping[str, Any]) -> Problem:
    made = problem(code, record=record.number, **details)
    path = tuple(found.fields[column.name].split(".")) if column.name in found.fields else ()
    if found.form in (Form.PAGE, Form.ARRAY):
        start: tuple[str | int, ...] = ("results",) if found.form is Form.PAGE else ()
        return made.in_file(found.path, *Located(record.text).position((*start, record.number - 1, *path)))
    if found.form is Form.LINES:
        return made.in_file(found.path, record.line, Located(record.text).position(path)[1])
    return made.in_file(found.path, record.line or None)


def diagnose(found: Found) -> list[Problem]:
    """What is wrong with the text of a file, or with the shape of its records; nothing when it is another file's fault."""
    if found.form is Form.PARQUET:
        return []
    wrong = encoding_problem(found.path)
    if wrong is not None:
        return [wrong]
    problems = _broken_lines(found) if found.form is Form.LINES else _broken_rows(found) if found.form is Form.CSV else []
    for column in found.table.columns:
        if column.kind is Kind.FILLED and not problems and found.form is not Form.CSV:
            problems += problems_at(found, column, _no_list, "DERIVE-RECORD", field=column.name, expected=_LIST)
    return problems


def fail(problems: Sequence[Problem]) -> None:
    """Raise `FactsError` when there are problems."""
    if problems:
        raise FactsError(problems)


def _no_list(raw: Any) -> bool:
    return raw is not None and not (isinstance(raw, list) and all(isinstance(item, dict) for item in raw))


def _broken_lines(found: Found) -> list[Problem]:
    problems: list[Problem] = []
    for line, text in lines(found.path):
        raw, wrong = parse(text.rstrip("\r\n"))
        if wrong:
            problems.append(wrong[0].in_file(found.path, line, wrong[0].column))
        elif not isinstance(raw, dict):
            problems.append(problem("DERIVE-SHAPE", expected=OBJECT).in_file(found.path, line, 1))
        if len(problems) == MOST:
            break
    return problems


def _csv(found: Found) -> Iterator[Record]:
    with Path(found.path).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=found.separator)
        names: list[str] = []
        line, number = 1, 0
        try:
            for row in reader:
                if not names:
                    names = [name.strip() for name in row]
                elif row:
                    number += 1
                    yield Record(number, line, {name: cell or None for name, cell in zip(names, row, strict=False)})
                line = reader.line_num + 1
        except csv.Error:
            return


def _broken_rows(found: Found) -> list[Problem]:
    problems: list[Problem] = []
    with Path(found.path).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=found.separator, strict=True)
        line, width = 1, 0
        try:
            for row in reader:
                width = width or len(row)
                if len(row) > width:
                    problems.append(problem("DERIVE-CSV", fields=len(row), most=width).in_file(found.path, line))
                if len(problems) == MOST:
                    break
                line = reader.line_num + 1
        except csv.Error:
            problems.append(problem("DERIVE-CSV-QUOTE").in_file(found.path, line))
    return problems


def _parquet(found: Found) -> Iterator[Record]:
    import polars as pl

    roots = list(dict.fromkeys(name.split(".")[0] if "." in name else name for name in found.fields.values()))
    schema = pl.scan_parquet(found.path).collect_schema()
    chosen = [name for name in (*found.fields.values(), *roots) if name in schema]
    number = 0
    for batch in pl.scan_parquet(found.path).select([*dict.fromkeys(chosen)]).collect().iter_slices():
        for row in batch.iter_rows(named=True):
            number += 1
            yield Record(number, 0, row)
