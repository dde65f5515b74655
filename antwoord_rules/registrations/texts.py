"""The text of registrations: lines, JSON pages, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from antwoord_rules.errors import Problem, problem
from antwoord_rules.facts.jsontext import Located, parse
from antwoord_rules.language import Text

OBJECT: Final = Text("een object met velden", "an object with fields")
_RESULTS: Final = Text("een lijst 'results'", "a list 'results'")


class Unfit(Exception):  # noqa: N818  (it carries the problem that is then reported)
    """The file can't be read; `problem` says why."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found)


def page_records(path: str) -> list[Mapping[str, Any]]:
    """The records of a JSON page or array; raises `Unfit` when it is none."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        raw = json.loads(text)
    except UnicodeDecodeError as error:
        raise Unfit(encoding_problem(path) or problem("TEXT-ENCODING").in_file(path)) from error
    except (ValueError, RecursionError) as error:
        found = parse(text)[1]
        first = found[0] if found else problem("DERIVE-FORM")
        raise Unfit(first.in_file(path, first.line, first.column)) from error
    records = raw.get("results") if isinstance(raw, dict) else raw
    if not isinstance(records, list):
        raise Unfit(problem("DERIVE-SHAPE", expected=_RESULTS).in_file(path, 1, 1))
    for number, record in enumerate(records):
        if not isinstance(record, dict):
            place = Located(text).position((*(("results",) if isinstance(raw, dict) else ()), number))
            raise Unfit(problem("DERIVE-SHAPE", expected=OBJECT).in_file(path, *place))
    return records


def lines(path: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their number from 1; what is no UTF-8 is replaced."""
    with Path(path).open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        for line, text in enumerate(file, start=1):
            if text.strip():
                yield line, text


def encoding_problem(path: str) -> Problem | None:
    """The first place that is no UTF-8; None when there is none."""
    with Path(path).open("rb") as file:
        for line, content in enumerate(file, start=1):
            try:
                content.decode()
            except UnicodeDecodeError as error:
                column = len(content[: error.start].decode("utf-8-sig", "replace")) + 1
                return problem("TEXT-ENCODING").in_file(path, line, column)
    return None
