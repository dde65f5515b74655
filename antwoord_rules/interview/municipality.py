"""What a new fact document asks first: whom it is about, and the day on which the facts hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.interview.answers import (
    ALLOWED_CODE,
    ALLOWED_DATE,
    Misread,
    read_code,
    read_date,
    read_text,
    read_value,
)
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY, FactType
from antwoord_rules.language import Text

Read: TypeAlias = Callable[[str], "bool | float | str | Misread"]


class Entry(NamedTuple):
    """A question about the municipality itself; `read` understands its answer."""

    key: str
    question: Text
    help: Text
    allowed: Text
    read: Read
    required: bool


ENTRIES: Final = (
    Entry(
        "naam",
        Text("Hoe heet de gemeente?", "What is the municipality called?"),
        Text("De naam staat boven elk resultaat.", "The name stands above every result."),
        Text("een naam, zoals Voorbeeldstad", "a name, like Voorbeeldstad"),
        read_text,
        required=True,
    ),
    Entry(
        "peildatum",
        Text("Voor welke dag gelden uw antwoorden (de peildatum)?", "For which day do your answers hold (the reference date)?"),
        Text(
            "Geef de dag waarop de antwoorden kloppen. Die dag staat in elk resultaat, zodat u later kunt vergelijken.",
            "Give the day on which the answers are right. It is part of every result, so that you can compare later.",
        ),
        ALLOWED_DATE,
        read_date,
        required=True,
    ),
    Entry(
        "code",
        Text("Wat is de code van de gemeente?", "What is the code of the municipality?"),
        Text("Het is de gemeentecode van het CBS.", "It is the code that Statistics Netherlands gives."),
        ALLOWED_CODE,
        read_code,
        required=False,
    ),
    Entry(
        "inwoners",
        Text("Hoeveel inwoners heeft de gemeente?", "How many inhabitants does the municipality have?"),
        Text("Het aantal telt niet mee voor de fase.", "The number does not count for the phase."),
        Text("een heel getal, zonder punt of komma", "a whole number, without a point or comma"),
        lambda text: read_value(text, FactType.COUNT, Text("inwoners", "inhabitants")),
        required=False,
    ),
)
"""The questions, in their order: what is required first."""

_ORDER: Final = ("naam", "code", "inwoners", "peildatum")


def new_document(answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """A fact document that holds only whom it is about; None while something required is missing."""
    if any(entry.required and answers.get(entry.key) is None for entry in ENTRIES):
        return None
    return {MUNICIPALITY: {key: answers[key] for key in _ORDER if answers.get(key) is not None}}


def with_municipality(document: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The document with other answers on the municipality itself; None takes one out."""
    if not answers:
        return dict(document)
    here = {**document[MUNICIPALITY], **answers}
    known = {key: here[key] for key in _ORDER if here.get(key) is not None}
    return {**document, MUNICIPALITY: known}
