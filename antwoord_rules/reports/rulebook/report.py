"""The knowledge base as a book: what there is, and of one thing its text, condition, provenance and what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from click import style

from antwoord_rules.knowledge.conditions import All, Certain, Comparison, Condition, Norm, Not
from antwoord_rules.knowledge.conditions import Any as AnyOf
from antwoord_rules.knowledge.rules import Measure, NormRule, RuleBase
from antwoord_rules.knowledge.vocabulary import Derived, Fact
from antwoord_rules.language import Language
from antwoord_rules.rendering.lines import WIDTH
from antwoord_rules.reports.rulebook.chapters import Chapter, chapters
from antwoord_rules.reports.rulebook.entries import HEADINGS, Entry, everything, find, kind_of, label_of, parts, users


def contents(base: RuleBase, language: Language) -> str:
    """All rules by phase, then norms and facts: a line each."""
    return "\n".join("".join(f"{line}\n" for line in _chapter(chapter, language)) for chapter in chapters(base))


def _chapter(chapter: Chapter, language: Language) -> Iterator[str]:
    name = f"{chapter.id}  " if chapter.id else ""
    yield style(f"{name}{chapter.title.to(language)}", bold=True)
    for group in chapter.groups:
        if group.title is not None:
            note = f" ({group.note.to(language)})" if group.note else ""
            yield from wrap(f"{group.title.to(language)}{note}", WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield from _rows(group.things, language)


def entries(base: RuleBase) -> list[dict[str, Any]]:
    """Every id with its kind, label and basis, as JSON values."""
    return [_summary(thing) for thing in everything(base).values()]


def entry(base: RuleBase, name: str) -> dict[str, Any]:
    """One thing with its condition, texts, provenance and dependants, as JSON values."""
    thing = find(base, name)
    found = _summary(thing)
    for key in ("when", "effects"):
        if hasattr(thing, key):
            value = getattr(thing, key)
            found[key] = [_plain(base, part) for part in value] if isinstance(value, tuple) else _plain(base, value)
    for key in ("because", "description", "question", "help", "reading"):
        text = getattr(thing, key, None)
        if text is not None:
            found[key] = text._asdict()
    for key in ("addresses", "requires", "effort", "months", "date"):
        if hasattr(thing, key):
            value = getattr(thing, key)
            found[key] = list(value) if isinstance(value, tuple) else value
    if isinstance(thing, Measure):
        found["steps"] = [step._asdict() for step in thing.steps]
    if isinstance(thing, NormRule):
        found["value"] = thing.type.to_people(thing.value)
    if isinstance(thing, (Fact, Derived)) and thing.polarity is not None:
        found["polarity"] = thing.polarity
    if isinstance(thing, Fact) and thing.if_absent is not None:
        found["if_absent"] = thing.type.to_people(thing.if_absent)
    found["sources"] = [reference._asdict() for reference in getattr(thing, "sources", ())]
    found["used_by"] = list(users(base, thing))
    return found


def page(base: RuleBase, name: str, language: Language) -> str:
    """One thing as a page of text."""
    thing = find(base, name)
    basis = getattr(thing, "basis", None)
    lines = [*wrap(label_of(thing).to(language), WIDTH), style(thing.id + (f" [{basis}]" if basis else ""), dim=True)]
    for part in parts(base, thing, language):
        lines.append(style(HEADINGS[part.key].to(language), bold=True))
        for row in part.rows:
            indent = "  " * (row.depth + 1)
            # A test that goes on below is set off from the next one; a paragraph is not.
            further = indent + "  " if part.key in ("when", "effects") else indent
            lines += wrap(row.text, WIDTH, initial_indent=indent, subsequent_indent=further)
    return "\n".join(lines) + "\n"


def _plain(base: RuleBase, condition: Condition) -> dict[str, Any]:
    """A condition as rule files write it, each test in full."""
    match condition:
        case All(members):
            return {"all": [_plain(base, member) for member in members]}
        case AnyOf(members):
            return {"any": [_plain(base, member) for member in members]}
        case Not(part):
            return {"not": _plain(base, part)}
        case Comparison(fact, operator, value):
            kind = base.vocabulary.types.get(fact)
            shown = {"norm": value.id} if isinstance(value, Norm) else kind.to_people(value) if kind else value
            return {fact: {operator.value: shown}}
        case Certain(conclusion):
            return {conclusion: {"certain": True}}


def _rows(things: Iterable[Any], language: Language) -> Iterator[str]:
    for thing in things:
        basis = getattr(thing, "basis", None)
        mark = f" [{basis}]" if basis else ""
        yield style(f"    {thing.id}{mark}", dim=False)
        yield from (
            style(line, dim=True)
            for line in wrap(thing.label.to(language), WIDTH, initial_indent="      ", subsequent_indent="      ")
        )


def _summary(thing: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"id": thing.id, "kind": kind_of(thing), "label": label_of(thing)._asdict()}
    for key in ("phase", "number", "block", "group", "type", "basis"):
        value = getattr(thing, key, None)
        if value is not None:
            found["phase" if key == "number" else key] = value
    return found
