"""The API is for programs, and for our own pages: a page elsewhere can't drive it through the browser of who has it open."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.web.context import server_of, who_asks
from antwoord_rules.web.safety import csrf
from antwoord_rules.web.safety.limits import RefusedError
from antwoord_rules.web.safety.origins import SAFE, from_elsewhere

_OF_FORMS: Final = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
"""What any page may send anywhere without asking first."""


async def programs_only(request: Request) -> None:
    """A dependency: a token of a program says enough. A session of the page needs the token of its forms too. Without accounts,
    what is sent must be of a kind that no page elsewhere may send.
    """
    if request.method in SAFE or request.state.by_token:
        return
    if server_of(request).settings.accounts:
        if who_asks(request) is not None:
            csrf.check(request, request.headers.get(csrf.HEADER, ""))
        return
    if from_elsewhere(request):
        raise UsageError([problem("WEB-FORGED")])
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in _OF_FORMS and request.method != "DELETE":
        raise RefusedError(415, problem("WEB-MEDIA-TYPE", allowed="application/json"))
