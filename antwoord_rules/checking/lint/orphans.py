"""Facts, norms and sources that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from antwoord_rules.checking.lint.book import Book, Path, Subject
from antwoord_rules.knowledge.rules import norms_in


def unused_facts(book: Book) -> Iterator[Subject]:
    """Facts that no rule reads and that are no indicator; lists of which no derived fact is read."""
    base, vocabulary = book.base, book.base.vocabulary
    counted = {derived.collection for derived in vocabulary.derived if derived.id in base.users}
    for name, statement in book.statements.items():
        if statement.kind == "fact":
            used = name in base.users or vocabulary.fact_by_id[name].indicator is not None
        elif statement.kind == "derived":
            used = name in base.users
        elif statement.kind == "collection":
            used = name in counted
        else:
            continue
        if not used:
            yield Subject(statement, statement.problem("LINT-FACT-UNUSED", "id", name=name))


def unused_norms(book: Book) -> Iterator[Subject]:
    """Norms that neither a rule nor an indicator uses."""
    used = {norm for rule in book.base.rules.values() for norm in norms_in(rule)}
    used |= {fact.indicator.at_most for fact in book.base.vocabulary.facts if fact.indicator and fact.indicator.at_most}
    for norm in book.base.norms:
        if norm.id not in used:
            statement = book.statements[norm.id]
            yield Subject(statement, statement.problem("LINT-NORM-UNUSED", "id", name=norm.id))


def unused_sources(book: Book) -> Iterator[Subject]:
    """Documents that nothing refers to; and, of documents that list what they say, items that nothing expresses."""
    named = {reference for statement in book.statements.values() for reference in _references(statement.model)}
    documents = {document for document, _, _ in named}
    for statement in book.statements.values():
        if statement.kind != "document":
            continue
        if statement.id not in documents:
            yield Subject(statement, statement.problem("LINT-SOURCE-UNUSED", "id", name=statement.id))
            continue
        for i, section in enumerate(statement.model.sections):
            whole = (statement.id, section.id, None) in named
            for j, item in enumerate(section.items):
                if item.blank or whole or (statement.id, section.id, item.id) in named:
                    continue
                name = f"{statement.id} / {section.id} / {item.id}"
                here: Path = ("sections", i, "items", j)
                wrong = statement.problem("LINT-SOURCE-UNUSED", *here, "id", name=name)
                yield Subject(statement, wrong, here)


def _references(model: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Every reference in a statement, wherever it stands."""
    for part in (model, getattr(model, "indicator", None), *getattr(model, "attributes", ())):
        for reference in getattr(part, "source", ()):
            yield (reference.document, reference.section, reference.item)
        shown = getattr(part, "indicator", None)
        for reference in getattr(shown, "source", ()):
            yield (reference.document, reference.section, reference.item)
