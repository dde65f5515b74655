"""Pages from templates: the language, who looks, and the reports of the library inside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.routing import Match

from antwoord_rules.language import Language, Text
from antwoord_rules.rendering import html
from antwoord_rules.rendering.blocks import Block
from antwoord_rules.version import __version__
from antwoord_rules.web.context import language_of, server_of, who_asks
from antwoord_rules.web.safety.csrf import token_for
from antwoord_rules.web.safety.origins import SAFE
from antwoord_rules.web.static_files import address

TEMPLATES: Final = Path(__file__).parent / "templates"


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A template filled in. In it `text(nl, en)` and `said(Text)` give words, `blocks(…)` a report as HTML, `csrf` the token of
    forms, `who` who looks, `static(name)` the address of a file beside the pages, `moment(at)` a moment, and `switch` the address
    in the other language."""
    language = language_of(request)

    def text(nl: str, en: str, **details: Any) -> str:
        return Text(nl, en).to(language).format(**details) if details else Text(nl, en).to(language)

    def said(found: Text) -> str:
        return found.to(language)

    def blocks(found: Iterable[Block], level: int = 2) -> Markup:
        return Markup(html.fragment(tuple(found), language, level=level))  # noqa: S704  (escaped by the templates of rendering)

    made = (
        environment()
        .get_template(template)
        .render(
            request=request,
            language=language,
            text=text,
            said=said,
            blocks=blocks,
            who=who_asks(request),
            accounts=server_of(request).settings.accounts,
            csrf=token_for(request),
            static=address,
            moment=_moment,
            switch=_in_other_language(request, language),
            version=__version__,
            **context,
        )
    )
    return HTMLResponse(made, status)


@cache
def environment() -> Environment:
    """The templates; a name that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _in_other_language(request: Request, language: Language) -> str:
    """The address of this page in the other language. A page that answers a form has no address of its own: then that of the
    nearest page above it."""
    url = request.url.include_query_params(lang="nl" if language == "en" else "en")
    path = url.path
    while request.method not in SAFE and path != "/" and not _has_page(request, path):
        path = path.rpartition("/")[0] or "/"
    return f"{path}?{url.query}"


def _has_page(request: Request, path: str) -> bool:
    asked = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


def _moment(at: datetime) -> Markup:
    """A moment by the clock of the server, which it names: a container's is often UTC."""
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), at.astimezone().strftime("%Y-%m-%d %H:%M %Z"))
