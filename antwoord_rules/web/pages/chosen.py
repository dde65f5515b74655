"""Whom a comparison or benchmark is about: saved versions, and fact files that were sent along and are kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fastapi import UploadFile

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import read_bytes
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.store.records import Version


class Saved(NamedTuple):
    """A saved version, read by the rules of now."""

    version: Version
    memory: WorkingMemory


class Sent(NamedTuple):
    """A fact file that was sent along: its text, which the page sends along again, and what was read."""

    text: str
    memory: WorkingMemory


class Chosen(NamedTuple):
    """What was chosen and could be read, and what is wrong with the rest."""

    saved: tuple[Saved, ...]
    sent: tuple[Sent, ...]
    problems: tuple[Problem, ...]

    @property
    def memories(self) -> tuple[WorkingMemory, ...]:
        """The facts of all, the saved first."""
        return (*(found.memory for found in self.saved), *(found.memory for found in self.sent))


def choose(
    kb: KnowledgeBase, versions: Iterable[Version], documents: Sequence[str] = (), files: Sequence[UploadFile] = ()
) -> Chosen:
    """The choice, everything read by the rules of now; `documents` are texts that the page sent along again.

    Nothing is raised for facts that can't be read: their problems name the file, or the municipality and its date.
    """
    problems: list[Problem] = []

    def read(content: bytes, name: str) -> WorkingMemory | None:
        try:
            return read_bytes(content, name, kb.base.vocabulary)
        except FactsError as error:
            problems.extend(error.problems)
            return None

    saved = [Saved(version, memory) for version in versions if (memory := read(version.facts.encode(), _name(version)))]
    sent = [
        Sent(content.decode("utf-8-sig"), memory)
        for name, content in _contents(documents, files)
        if (memory := read(content, name))
    ]
    return Chosen(tuple(saved), tuple({found.text: found for found in sent}.values()), tuple(problems))


def too_few(least: int) -> Problem:
    """That there is nothing to compare yet."""
    reason = Text(f"kies er ten minste {least}, bewaard of als bestand", f"choose at least {least}, saved or as a file")
    return problem("WEB-FIELD", name=Text("de keuze", "the choice"), reason=reason)


def _contents(documents: Sequence[str], files: Sequence[UploadFile]) -> Iterator[tuple[str, bytes]]:
    for number, text in enumerate(documents, start=1):
        yield f"{number}.json", text.encode("utf-8", "surrogatepass")
    for file in files:
        if file.filename:  # a browser sends an empty part when no file was chosen
            yield file.filename, file.file.read()


def _name(version: Version) -> str:
    return f"{json.loads(version.facts)['gemeente']['naam']} {version.peildatum}"
