"""Pages in a real browser: Debian's Chromium and axe-core; nothing is fetched from another host."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import uvicorn

from tests.needs import missing

if TYPE_CHECKING:
    from fastapi import FastAPI

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class View(NamedTuple):
    """How a page is looked at."""

    width: int = 1280
    scheme: str = "light"
    media: str = "screen"


PLAIN = View()
VIEWS = [View(360), View(1280), View(360, "dark"), View(1280, "dark"), View(794, media="print"), View(794, "dark", "print")]


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests of a module."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium (Debian: chromium)")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        yield found
        found.close()


@contextmanager
def opened(browser, path: Path, view: View = PLAIN, *, refused: list[str] | None = None) -> Iterator:
    """The page of a file. When anything but the file is asked for, or anything is logged, the test fails.

    The policy of a page forbids scripts, and so axe-core: here it does not count. With `refused` it does, and the list gets what
    the browser says that it refused.
    """
    context = browser.new_context(
        viewport={"width": view.width, "height": 800}, color_scheme=view.scheme, bypass_csp=refused is None, offline=True
    )
    asked: list[str] = []
    logged: list[str] = [] if refused is None else refused
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: logged.append(message.text))
        page.on("pageerror", lambda error: logged.append(str(error)))
        page.emulate_media(media=view.media, color_scheme=view.scheme)
        page.goto(path.as_uri())
        yield page
    finally:
        context.close()
    if refused is None:
        assert (asked, logged) == ([path.as_uri()], [])


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The address of an application that listens on loopback, in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def visiting(
    browser, width: int = 1280, language: str = "nl", scheme: str = "light", *, script: bool = True, strict: bool = True
) -> Iterator:
    """A page of a visitor to a server on loopback. What asks anything of another host, or is logged, fails the test.

    Not `strict` passes over the policy of the page, which forbids what axe-core does.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale={"nl": "nl-NL", "en": "en-GB"}[language],
        color_scheme=scheme,
        java_script_enabled=script,
        bypass_csp=not strict,
    )
    elsewhere: list[str] = []
    logged: list[str] = []
    try:
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("request", lambda request: request.url.startswith("http://127.0.0.1:") or elsewhere.append(request.url))
        page.on("console", lambda message: logged.append(message.text))
        page.on("pageerror", lambda error: logged.append(str(error)))
        yield page
    finally:
        context.close()
    # What a form comes back with when something was wrong is meant, and Chromium logs it.
    assert (elsewhere, [line for line in logged if "the server responded with a status of 4" not in line]) == ([], [])


def wider(page) -> int:
    """By how many pixels a page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page) -> list[str]:
    """What axe-core finds on a page, by WCAG 2.2 AA and good practice: the rule, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}}).response
    assert found["passes"], "axe-core looked at nothing"
    return [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]
