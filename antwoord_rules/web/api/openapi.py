"""The description of the API (OpenAPI 3.1), in the language that is asked for, and a page that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from antwoord_rules.errors import AntwoordError
from antwoord_rules.knowledge.vocabulary import Vocabulary
from antwoord_rules.language import Language, Text
from antwoord_rules.schemas import facts_schema, result_schema
from antwoord_rules.version import __version__
from antwoord_rules.web.api.batch import NDJSON
from antwoord_rules.web.api.bodies import JSON
from antwoord_rules.web.api.comparing import BenchmarkAsked, CompareAsked
from antwoord_rules.web.api.describing import OPERATIONS, Operation, Parameter
from antwoord_rules.web.api.reasoning import PlanAsked, WhyNotAsked
from antwoord_rules.web.api.rules import CheckAsked
from antwoord_rules.web.api.shapes import ANSWERS
from antwoord_rules.web.context import Server
from antwoord_rules.web.problems import MEDIA_TYPE

Schema = dict[str, Any]

EXAMPLE: Final = Path(__file__).parent / "example.json"
"""A municipality to show what is sent and answered."""
_PREFIX: Final = "#/components/schemas/"
_ASKED: Final = (BenchmarkAsked, CheckAsked, CompareAsked, PlanAsked, WhyNotAsked)
_ABOUT: Final = Text(
    "In welke fase van Antwoord© is het klantcontact van een gemeente, waarom, en wat is de volgende stap? Fouten zijn problem"
    " details (RFC 9457) met de codes en plaatsen van de opdrachten. De taal van meldingen volgt `lang`, en anders"
    " Accept-Language; zonder die twee is het Nederlands.",
    "In which phase of Antwoord© is a municipality's customer contact, why, and what is the next step? Errors are problem details"
    " (RFC 9457) with the codes and places of the commands. Messages are in the language of `lang`, else of Accept-Language;"
    " without these they are in Dutch.",
)
_TAGS: Final = {
    "assess": Text("Beoordelen en uitleggen", "Assess and explain"),
    "reason": Text("Redeneren over wat onbekend is, en plannen", "Reason about what is unknown, and plan"),
    "compare": Text("Vergelijken", "Compare"),
    "rules": Text("De kennisbank", "The knowledge base"),
    "store": Text("Wat bewaard is", "What was saved"),
}
_LANG: Final = Parameter(
    "lang", "query", Text("Taal van meldingen: nl of en.", "Language of messages: nl or en."), {"type": "string"}
)
_STATUSES: Final = {
    200: Text("Het antwoord.", "The answer."),
    400: Text("Wat gevraagd wordt, bestaat niet.", "What is asked for does not exist."),
    401: Text("Er is geen geldig token meegestuurd.", "No valid token was sent."),
    403: Text("De rol staat dit niet toe.", "The role does not allow this."),
    404: Text("Dit bestaat niet.", "This does not exist."),
    408: Text("Wat gestuurd is, kwam te langzaam binnen.", "What was sent came in too slowly."),
    413: Text("Te groot.", "Too large."),
    415: Text("Inhoud van een ander soort.", "Content of another kind."),
    422: Text("Wat gestuurd is, klopt niet; elk probleem staat erbij.", "What was sent is wrong; every problem is named."),
    500: Text("Een fout van ons.", "A fault of ours."),
    503: Text(
        "De server heeft het te druk, binnen de tijd is geen antwoord gevonden, of de opslag is er niet.",
        "The server is too busy, no answer was found in time, or the store is away.",
    ),
}


def document(server: Server, language: Language) -> Schema:
    """The description."""
    accounts = server.settings.accounts
    made: Schema = {
        "openapi": "3.1.0",
        "info": {
            "title": "antwoord-rules",
            "version": __version__,
            "description": _ABOUT.to(language),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text.to(language)} for name, text in _TAGS.items()],
        "paths": {},
        "components": {"schemas": components(server.kb.base.vocabulary)},
    }
    for route, operation in operations():
        for method in route.methods or ():
            made["paths"].setdefault(f"/api{route.path}", {})[method.lower()] = _described(route, operation, server, language)
    if accounts:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    return made


def operations() -> Iterator[tuple[APIRoute, Operation]]:
    """The routes of the API that are described, with their descriptions."""
    from antwoord_rules.web.api import routers

    for router in routers():
        for route in router.routes:
            if isinstance(route, APIRoute) and route.endpoint in OPERATIONS:
                yield route, OPERATIONS[route.endpoint]


def _described(route: APIRoute, operation: Operation, server: Server, language: Language) -> Schema:
    sent, answered = _example(route, operation, server)
    made: Schema = {
        "operationId": route.endpoint.__name__,
        "tags": list(route.tags),
        "summary": operation.summary.to(language),
        "description": operation.about.to(language),
        "parameters": [_parameter(parameter, language) for parameter in (*operation.parameters, _LANG)],
        "responses": {
            "200": {
                "description": _STATUSES[200].to(language),
                "content": _content(operation.media_type, operation.gives, answered),
            }
        },
    }
    if operation.takes is not None:
        made["requestBody"] = {"required": True, "content": _content(operation.media_type, operation.takes, sent)}
    body = (408, 413, 415, 422) if operation.takes is not None else ()
    accounts = (401, 403) if server.settings.accounts else ()
    for status in sorted({*body, *accounts, *operation.wrong, 500, 503}):
        wrong = {"description": _STATUSES[status].to(language), "content": _content(MEDIA_TYPE, "Problem", None)}
        made["responses"][str(status)] = wrong
    return made


def _parameter(parameter: Parameter, language: Language) -> Schema:
    made = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.about.to(language),
        "schema": dict(parameter.schema),
    }
    return made if parameter.example is None else {**made, "example": parameter.example}


def _content(media_type: str, name: str, example: Any) -> Schema:
    # To OpenAPI 3.1 a body of lines is one text; `x-line` says what each line is.
    one = {"$ref": _PREFIX + name}
    schema = {"type": "string", "x-line": one} if media_type == NDJSON else one
    return {media_type: {"schema": schema} if example is None else {"schema": schema, "example": example}}


def _example(route: APIRoute, operation: Operation, server: Server) -> tuple[Any, Any]:
    """What is sent and what this server answers to it; nothing when its rules do not know the example."""
    named = {parameter.name: parameter.example for parameter in operation.parameters if parameter.example is not None}
    if operation.media_type != JSON or (operation.example is None and (operation.takes is not None or route.tags == ["store"])):
        return None, None
    sent = operation.example(json.loads(EXAMPLE.read_bytes())) if operation.example is not None else None
    given: Schema = {"body": json.dumps(sent).encode()} if sent is not None else {}
    if route.endpoint.__name__ == "check":
        given["language"] = "en"
    try:
        answered: Response = route.endpoint(server=server, **given, **named)
    except AntwoordError:
        return None, None
    return sent, json.loads(bytes(answered.body))


@lru_cache(maxsize=4)
def components(vocabulary: Vocabulary) -> Schema:
    """The schemas of all that is sent and answered, by name."""
    found: Schema = {}
    _add(found, "Facts", facts_schema(vocabulary), own="Facts.")
    _add(found, "Result", result_schema(), own="Result.")
    for shape in _ASKED:
        _add(found, shape.__name__, shape.model_json_schema(mode="validation"))
    for name, shape in ANSWERS.items():
        _add(found, name, TypeAdapter(shape).json_schema(mode="serialization"))
    return dict(sorted(found.items()))


def _add(found: Schema, name: str, schema: Mapping[str, Any], own: str = "") -> None:
    """Add a schema and its definitions; the names of these get `own` before them."""
    for part, definition in schema.get("$defs", {}).items():
        found.setdefault(own + part, _moved(definition, own))
    if not ("$ref" in schema and schema["$ref"].removeprefix("#/$defs/") == name):  # one that refers to itself is a definition
        found[name] = _moved({key: value for key, value in schema.items() if key not in ("$defs", "$schema")}, own)


def _moved(schema: Any, own: str) -> Any:
    """The schema with its references to components, and objects as strict as they are."""
    if isinstance(schema, list):
        return [_moved(part, own) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "x-component" in schema:
        return {"$ref": _PREFIX + schema["x-component"]}
    made = {key: _moved(value, own) for key, value in schema.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = _PREFIX + own + made["$ref"].removeprefix("#/$defs/")
    if isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


def status_name(status: str) -> str:
    """The name that HTTP gives to a status."""
    return HTTPStatus(int(status)).phrase
