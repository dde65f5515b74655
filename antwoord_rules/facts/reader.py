"""Fact documents, from wherever they come, to working memory: a dict, JSON text or bytes, or a file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path as FilePath
from typing import Any, NoReturn, TypeAlias

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.facts.document import Reader, kind_of
from antwoord_rules.facts.jsontext import MOST_BYTES, Located, Path, decode, parse
from antwoord_rules.facts.memory import Assumption, Element, WorkingMemory
from antwoord_rules.knowledge.codec import CANONICAL
from antwoord_rules.knowledge.vocabulary import Derived, ElementFact, Vocabulary
from antwoord_rules.quoting import clean, reason

FactsInput: TypeAlias = Mapping[str, Any] | str | bytes | os.PathLike[str]
"""A fact document: parsed, as JSON text (a `str` that starts with a bracket, or `bytes`), or a path."""


def read_facts(source: FactsInput, vocabulary: Vocabulary) -> WorkingMemory:
    """The working memory of a fact document; raises `FactsError` with every problem, each at its place."""
    if isinstance(source, Mapping):
        return _from_document(source, vocabulary)
    if isinstance(source, bytes):
        return read_bytes(source, None, vocabulary)
    if isinstance(source, str) and (not source.strip() or source.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")):
        return _from_text(source.removeprefix("\ufeff"), None, vocabulary)
    if isinstance(source, (str, os.PathLike)):
        return read_file(FilePath(source), vocabulary)
    raise TypeError(f"facts are a mapping, JSON text or bytes, or a path, not {type(source).__name__}")


def read_file(path: FilePath, vocabulary: Vocabulary) -> WorkingMemory:
    """The working memory of a fact file."""
    return read_bytes(content_of(path), str(path), vocabulary)


def content_of(path: FilePath) -> bytes:
    """The bytes of a fact file, no more than it may hold and one; raises `FactsError`."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        _fail(str(path), [problem("FILE-MISSING")])
    except (OSError, ValueError) as error:
        _fail(str(path), [problem("FILE-UNREADABLE", reason=reason(error))])


def read_bytes(content: bytes, file: str | None, vocabulary: Vocabulary) -> WorkingMemory:
    """The working memory of UTF-8 bytes; `file` is their name in messages."""
    text, wrong = decode(content)
    if wrong is not None:
        _fail(file, [wrong])
    return _from_text(text, file, vocabulary)


def read_json(content: bytes) -> tuple[str, Any]:
    """The text of UTF-8 bytes and its value as JSON, as strict as fact documents are read; raises `FactsError`."""
    text, wrong = decode(content)
    if wrong is not None:
        _fail(None, [wrong])
    raw, problems = parse(text)
    if problems:
        _fail(None, problems)
    return text, raw


def read_part(located: Callable[[], Located], raw: Any, path: Path, vocabulary: Vocabulary) -> WorkingMemory:
    """The working memory of a fact document that is a part of a JSON text: `raw`, which stands at this path in it.

    `located` gives the places in that text; it is called when something is wrong.
    """
    return _placed(located, raw, path, (), None, vocabulary)


def _from_text(text: str, file: str | None, vocabulary: Vocabulary) -> WorkingMemory:
    raw, problems = parse(text)
    if raw is None and problems:
        _fail(file, problems)
    return _placed(partial(Located, text), raw, (), problems, file, vocabulary)


def _placed(
    located: Callable[[], Located],
    raw: Any,
    path: Path,
    problems: tuple[Problem, ...],
    file: str | None,
    vocabulary: Vocabulary,
) -> WorkingMemory:
    if not isinstance(raw, dict):
        _fail(file, [problem("JSON-NOT-OBJECT", found=kind_of(raw)).in_file(None, *located().position(path))])
    reader = Reader(vocabulary)
    reader.read(raw)
    if reader.flaws or problems:
        places = located()
        if places.problems and not problems:  # nested too deeply for a fact document: one problem says it all
            _fail(file, places.problems)
        found = [
            problem(flaw.code, **flaw.details).in_file(None, *places.position((*path, *flaw.path), of_key=flaw.of_key))
            for flaw in reader.flaws
        ]
        _fail(file, [*problems, *found])
    return working_memory(reader, raw)


def _from_document(raw: Mapping[str, Any], vocabulary: Vocabulary) -> WorkingMemory:
    reader = Reader(vocabulary)
    reader.read(raw)
    if reader.flaws:
        found = (problem(flaw.code, **flaw.details).at_path(clean(".".join(map(str, flaw.path)), 200)) for flaw in reader.flaws)
        raise FactsError(found)
    return working_memory(reader, raw)


def _fail(file: str | None, problems: tuple[Problem, ...] | list[Problem]) -> NoReturn:
    raise FactsError(found.in_file(file, found.line, found.column) for found in problems)


def working_memory(reader: Reader, raw: Mapping[str, Any]) -> WorkingMemory:
    """The working memory of a document without flaws: assumptions made, facts derived, the unknown listed."""
    if reader.municipality is None:
        raise AssertionError("a document without a municipality has a flaw")
    vocabulary, values = reader.vocabulary, reader.values
    assumptions: list[Assumption] = []
    unknown: list[str] = []
    for fact in vocabulary.facts:
        if fact.id in values:
            continue
        if fact.if_absent is not None and fact.id not in reader.explicit:
            values[fact.id] = fact.if_absent
            assumptions.append(Assumption(fact.id, fact.if_absent))
        else:
            unknown.append(fact.id)
    unknown += [collection.id for collection in vocabulary.collections if collection.id not in reader.collections]
    for derived in vocabulary.derived:
        elements = reader.collections.get(derived.collection)
        value = None if elements is None else derived.value_of([element.values for element in elements])
        if value is not None:
            values[derived.id] = value
        unknown.extend(_unknown_attributes(derived, elements or ()))
    return WorkingMemory(
        municipality=reader.municipality,
        values=values,
        unknown=tuple(dict.fromkeys(unknown)),
        assumptions=tuple(assumptions),
        evidence=reader.evidence,
        collections=reader.collections,
        sha256=hashlib.sha256(json.dumps(raw, **CANONICAL, default=_plain).encode()).hexdigest(),
    )


def _unknown_attributes(derived: Derived, elements: tuple[Element, ...]) -> list[str]:
    """The attributes that a derived fact would read and that are unknown, as `frontoffices[1].afgestemd`."""
    if derived.attribute is None or len(elements) < derived.among_at_least:
        return []
    return [
        ElementFact(derived.collection, i, derived.attribute).name
        for i, element in enumerate(elements)
        if derived.attribute not in element.values
    ]


def _plain(value: object) -> object:
    """What the JSON encoder does not know: a decimal becomes a number, any mapping a dict."""
    return dict(value) if isinstance(value, Mapping) else float(value)  # type: ignore[arg-type]  # a Decimal: nothing else is valid
