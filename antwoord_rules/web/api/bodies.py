"""What programs send and get: JSON, read as strictly as fact files are: errors have the codes and places of the commands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from email.message import Message
from functools import cache, partial
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from antwoord_rules.errors import FactsError, Problem, problem
from antwoord_rules.facts.document import kind_of
from antwoord_rules.facts.jsontext import Located
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import read_json, read_part
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.quoting import clean
from antwoord_rules.web.problems import MOST_TOLD, BodyError, MediaTypeError, reason_of

JSON: Final = "application/json"
_LONGEST_PATH: Final = 200


def of_type(request: Request, *allowed: str) -> None:
    """Raise `MediaTypeError` when a body is not of one of these types, in UTF-8, as it is."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    if header.get_content_type() not in allowed or not plain or str(header.get_param("charset", "utf-8")).lower() != "utf-8":
        raise MediaTypeError([problem("WEB-MEDIA-TYPE", allowed=allowed[0])])


async def _json_body(request: Request) -> bytes:
    of_type(request, JSON)
    return await request.body()


Body = Annotated[bytes, Depends(_json_body)]
"""The bytes of a body of JSON."""


def as_json(value: Any) -> Response:
    """An answer."""
    return Response(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), media_type=JSON)


Facts = Annotated[Any, WithJsonSchema({"x-component": "Facts"})]
"""A fact document; its reader says what is wrong with it."""
Id = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """What is asked in a body, apart from the facts in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


A = TypeVar("A", bound=Asked)


class Document(NamedTuple):
    """A body that was read."""

    text: str
    value: Mapping[str, Any]

    def memories(self, kb: KnowledgeBase, paths: Iterable[tuple[str | int, ...]]) -> list[WorkingMemory]:
        """The facts at these places; raises `FactsError` with what is wrong with any of them, as far as an answer tells it."""
        located = cache(partial(Located, self.text))  # to find the places takes as long as the body is, so that it is done once
        found: list[WorkingMemory] = []
        problems: list[Problem] = []
        for path in paths:
            raw: Any = self.value
            for step in path:
                raw = raw[step]
            try:
                found.append(read_part(located, raw, path, kb.base.vocabulary))
            except FactsError as error:
                problems += error.problems
                if len(problems) >= MOST_TOLD:
                    break
        if problems:
            raise FactsError(problems)
        return found

    def memory(self, kb: KnowledgeBase) -> WorkingMemory:
        """The facts under `facts`."""
        return self.memories(kb, [("facts",)])[0]


def read(content: bytes, shape: type[A]) -> tuple[A, Document]:
    """What a body asks, and the body for the facts in it. Raises `FactsError` for what is no JSON, `BodyError` for the rest."""
    text, value = read_json(content)
    if not isinstance(value, dict):
        raise FactsError([problem("JSON-NOT-OBJECT", found=kind_of(value)).in_file(None, *Located(text).position(()))])
    try:
        return shape.model_validate(value), Document(text, value)
    except ValidationError as error:
        raise BodyError(_placed(error, Located(text))) from error


def _placed(error: ValidationError, places: Located) -> Iterable[Problem]:
    if places.problems:
        return places.problems
    return [_problem(each, places) for each in error.errors(include_url=False, include_input=False)]


def _problem(error: Mapping[str, Any], places: Located) -> Problem:
    path = tuple(error["loc"])
    name = clean(".".join(map(str, path)), _LONGEST_PATH)
    of_key = error["type"] == "extra_forbidden"
    return (
        problem("WEB-FIELD", name=name, reason=reason_of(error))
        .at_path(name)
        .in_file(None, *places.position(path, of_key=of_key))
    )
