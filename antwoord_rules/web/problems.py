"""Errors as answers: problem details (RFC 9457) for programs, a page for people, with the codes and places of the commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from antwoord_rules.errors import AntwoordError, EngineError, FactsError, Problem, RulesError, UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.web.context import NotAllowedError, SignInError, language_of
from antwoord_rules.web.safety.limits import RefusedError
from antwoord_rules.web.safety.origins import within
from antwoord_rules.web.view import page

MEDIA_TYPE: Final = "application/problem+json"
MOST_TOLD: Final = 200
"""How many problems an answer tells: a body may hold more mistakes than anyone wants to read."""


class BodyError(UsageError):
    """A body asks for something in a way that it can't be asked."""


class MediaTypeError(UsageError):
    """A body is of another type than is read here."""


_BY_ERROR: Final[Sequence[tuple[type[AntwoordError], int]]] = (
    (SignInError, 401),
    (NotAllowedError, 403),
    (BodyError, 422),
    (MediaTypeError, 415),
    (FactsError, 422),
    (RulesError, 422),
    (UsageError, 400),
    (EngineError, 500),
)
_BY_CODE: Final = {
    "CODE-UNKNOWN": 404,
    "ID-UNKNOWN": 404,
    "STORE-GONE": 404,
    "STORE-CONFLICT": 409,
    "STORE-DRAFT-CHANGED": 409,
    "ARCHIVE-CONFLICT": 409,
    "ARCHIVE-INVALID": 422,
    "STORE-UNAVAILABLE": 503,
    "WEB-FORGED": 403,
    "WEB-NOT-FOUND": 404,
    "WEB-TOO-LARGE": 413,
    "PEOPLE-TOO-OFTEN": 429,
    "TIME-UP": 503,
    "WEB-BUSY": 503,
    "EXTRA-MISSING": 501,
}
OF_PROGRAMS: Final = ("/api/", "/metrics")
"""What programs ask for: their errors are problem details, and they come with a token."""

_BY_STATUS: Final = {404: "WEB-NOT-FOUND", 405: "WEB-METHOD"}
_LATER: Final = {"STORE-UNAVAILABLE": "5", "WEB-BUSY": "10"}
"""After how many seconds one may ask again."""
_REASONS: Final[Mapping[str, Text]] = {
    "missing": Text("dit ontbreekt", "this is missing"),
    "extra_forbidden": Text("dit wordt hier niet gevraagd", "this is not asked for here"),
    "int_type": Text("hier hoort een geheel getal", "a whole number belongs here"),
    "int_parsing": Text("hier hoort een geheel getal", "a whole number belongs here"),
    "bool_type": Text("hier hoort true of false", "true or false belongs here"),
    "string_type": Text("hier hoort een tekst", "a text belongs here"),
    "list_type": Text("hier hoort een lijst", "a list belongs here"),
    "dict_type": Text("hier hoort een object", "an object belongs here"),
    "model_type": Text("hier hoort een object", "an object belongs here"),
    "greater_than_equal": Text("het moet minstens {ge} zijn", "it must be at least {ge}"),
    "less_than_equal": Text("het mag hoogstens {le} zijn", "it can be at most {le}"),
    "too_short": Text("er zijn er minstens {min_length} nodig", "at least {min_length} are needed"),
    "too_long": Text("er kunnen er hoogstens {max_length} zijn", "there can be at most {max_length}"),
    "string_too_long": Text("hoogstens {max_length} tekens", "at most {max_length} characters"),
    "literal_error": Text("kies uit {expected}", "choose from {expected}"),
}
"""What pydantic finds, for readers; others are shown as it says them."""


def too_many(name: str, most: int) -> UsageError:
    """That more was given than is taken."""
    reason = {"type": "too_long", "ctx": {"max_length": most}}
    return UsageError([problem("WEB-FIELD", name=name, reason=reason_of(reason))])


def status_of(error: AntwoordError) -> int:
    """The status of HTTP for an error."""
    by_code = next((_BY_CODE[found.code] for found in error.problems if found.code in _BY_CODE), None)
    return by_code or next((status for kind, status in _BY_ERROR if isinstance(error, kind)), 500)


def details(problems: Sequence[Problem], status: int, language: Language) -> dict[str, Any]:
    """Problem details (RFC 9457): the first problem as type and title, all of them in words and under `problems`."""
    first = problems[0]
    told = [
        {
            "code": found.code,
            "message": found.message_in(language),
            "hint": found.hint_in(language),
            "line": found.line,
            "column": found.column,
            "path": found.path,
        }
        for found in problems[:MOST_TOLD]
    ]
    return {
        "type": f"urn:antwoord:{first.code}",
        "title": first.message_in(language),
        "status": status,
        "detail": "\n".join(found.render(language) for found in problems[:MOST_TOLD]),
        "problems": told,
    }


def answer(request: Request, problems: Sequence[Problem], status: int, *, facts: str | None = None) -> Response:
    """The answer that says what is wrong; `facts` is where the facts that it is about can be downloaded."""
    language = language_of(request)
    if request.url.path.startswith(OF_PROGRAMS):
        return JSONResponse(details(problems, status, language), status, {"Content-Language": language}, MEDIA_TYPE)
    return page(request, "problem.html.jinja", status=status, problems=problems, facts=facts)


async def on_error(request: Request, error: Exception) -> Response:
    """What the library raised."""
    assert isinstance(error, AntwoordError)  # noqa: S101  (registered for these only)
    if isinstance(error, SignInError) and not request.url.path.startswith(OF_PROGRAMS):
        return _to_sign_in(request)
    facts = _facts_of(request) if isinstance(error, FactsError) else None
    made = answer(request, error.problems, status_of(error), facts=facts)
    later = next((_LATER[found.code] for found in error.problems if found.code in _LATER), None)
    if later is not None:
        made.headers["Retry-After"] = later
    return made


def _facts_of(request: Request) -> str | None:
    """Where the facts of a draft or a version are: its page may fail because the rules of now do not know them all."""
    asked = request.path_params
    if "draft_id" in asked:
        return f"/drafts/{asked['draft_id']}/facts.json"
    return f"/{asked['kind']}/{asked['subject_id']}/facts.json" if "subject_id" in asked else None


def _to_sign_in(request: Request) -> Response:
    """The way to the page where one signs in, and from there back to where one was."""
    if "hx-request" in request.headers:  # htmx would put the page where the fragment goes
        where = {"next": within(request.headers.get("hx-current-url", "/"))}
        return Response(status_code=401, headers={"HX-Redirect": f"/sign-in?{urlencode(where)}"})
    if request.method != "GET":
        return RedirectResponse("/sign-in", 303)
    where = {"next": request.url.path + (f"?{request.url.query}" if request.url.query else "")}
    return RedirectResponse("/sign-in" if where["next"] == "/" else f"/sign-in?{urlencode(where)}", 303)


async def on_http(request: Request, error: Exception) -> Response:
    """What the framework raised."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if isinstance(error, RefusedError):
        found = error.problem
    else:
        code = _BY_STATUS.get(error.status_code)
        found = problem(code) if code else problem("WEB-FIELD", name="HTTP", reason=str(error.detail))
    made = answer(request, [found], error.status_code)
    made.headers.update(error.headers or {})
    return made


async def on_invalid(request: Request, error: Exception) -> Response:
    """A parameter that is not what it must be."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [
        problem("WEB-FIELD", name=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), reason=reason_of(each))
        for each in error.errors()
    ]
    return answer(request, found, 422)


def reason_of(error: Mapping[str, Any]) -> Text:
    """What an error of pydantic says, for readers."""
    template = _REASONS.get(error["type"])
    if template is None:
        return Text(str(error["msg"]), str(error["msg"]))
    details = error.get("ctx", {})
    expected = str(details.get("expected", ""))
    in_dutch = {**details, "expected": expected.replace(" or ", " of ")}
    return Text(template.nl.format_map(in_dutch), template.en.format_map(details))
