"""Errors as answers: problem details (RFC 9457) for programs, a page for people, with the codes and places of the commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from antwoord_rules.errors import AntwoordError, EngineError, FactsError, Problem, RulesError, UsageError, problem
from antwoord_rules.language import Language
from antwoord_rules.web.context import NotAllowedError, SignInError, language_of
from antwoord_rules.web.safety.limits import RefusedError
from antwoord_rules.web.view import page

MEDIA_TYPE: Final = "application/problem+json"
_BY_ERROR: Final[Sequence[tuple[type[AntwoordError], int]]] = (
    (SignInError, 401),
    (NotAllowedError, 403),
    (FactsError, 422),
    (RulesError, 422),
    (UsageError, 400),
    (EngineError, 500),
)
_BY_CODE: Final = {
    "STORE-GONE": 404,
    "STORE-CONFLICT": 409,
    "STORE-DRAFT-CHANGED": 409,
    "ARCHIVE-CONFLICT": 409,
    "ARCHIVE-INVALID": 422,
    "STORE-UNAVAILABLE": 503,
    "WEB-FORGED": 403,
    "PEOPLE-TOO-OFTEN": 429,
    "TIME-UP": 503,
}
OF_PROGRAMS: Final = ("/api/", "/metrics")
"""What programs ask for: their errors are problem details, and they come with a token."""

_BY_STATUS: Final = {404: "WEB-NOT-FOUND", 405: "WEB-METHOD"}


def status_of(error: AntwoordError) -> int:
    """The status of HTTP for an error."""
    by_code = next((_BY_CODE[found.code] for found in error.problems if found.code in _BY_CODE), None)
    return by_code or next((status for kind, status in _BY_ERROR if isinstance(error, kind)), 500)


def details(problems: Sequence[Problem], status: int, language: Language) -> dict[str, Any]:
    """Problem details: the first problem as title and detail, and all of them under `problems`."""
    told = [
        {
            "code": found.code,
            "message": found.message_in(language),
            "hint": found.hint_in(language),
            "line": found.line,
            "column": found.column,
            "path": found.path,
        }
        for found in problems
    ]
    first = told[0] if told else {"code": "INTERNAL", "message": ""}
    return {
        "type": f"urn:antwoord:{first['code']}",
        "title": first["message"],
        "status": status,
        "detail": "\n".join(found.render(language) for found in problems),
        "problems": told,
    }


def answer(request: Request, problems: Sequence[Problem], status: int) -> Response:
    """The answer that says what is wrong."""
    language = language_of(request)
    if request.url.path.startswith(OF_PROGRAMS):
        return JSONResponse(details(problems, status, language), status, media_type=MEDIA_TYPE)
    return page(request, "problem.html.jinja", status=status, problems=problems)


async def on_error(request: Request, error: Exception) -> Response:
    """What the library raised."""
    assert isinstance(error, AntwoordError)  # noqa: S101  (registered for these only)
    if isinstance(error, SignInError) and not request.url.path.startswith(OF_PROGRAMS):
        return _to_sign_in(request)
    return answer(request, error.problems, status_of(error))


def _to_sign_in(request: Request) -> Response:
    """The way to the page where one signs in, and from there back to where one was."""
    if "hx-request" in request.headers:  # htmx would put the page where the fragment goes
        back = urlsplit(request.headers.get("hx-current-url", "/"))
        where = {"next": f"{back.path}?{back.query}" if back.query else back.path}
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
        problem("WEB-FIELD", name=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), reason=str(each["msg"]))
        for each in error.errors()
    ]
    return answer(request, found, 422)
