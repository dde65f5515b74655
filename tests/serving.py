"""The server for tests: in this process, and as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from antwoord_rules.store.people import People
from antwoord_rules.store.records import ROLES
from antwoord_rules.store.store import Store
from tests.conftest import ROOT
from tests.web import application

BASE = "http://127.0.0.1"
PASSWORD = "een lang wachtwoord"  # noqa: S105
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
CSRF_ANYWHERE = re.compile(r'x-csrf-token": "([0-9a-f]{64})"')


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[TestClient]:
    """A browser, so to say, at a server with an empty store; with accounts there is a user for each role."""
    if settings.get("accounts"):
        with_people(f"sqlite:///{folder / 'store.sqlite3'}")
    base = BASE.replace("http:", "https:") if settings.get("secure") else BASE
    with (
        application(folder, **settings) as app,
        TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False) as client,
    ):
        yield client


def with_people(url: str) -> None:
    """A user for each role, called after it."""
    store = Store.open(url)
    people = People(store)
    for role in ROLES:
        people.add(role, PASSWORD, role, "test")
    store.close()


def token(client: TestClient, path: str = "/sign-in") -> str:
    """The token of forms on a page."""
    text = client.get(path).text
    return (CSRF.search(text) or CSRF_ANYWHERE.search(text)).group(1)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, back: str = "/") -> Any:
    """The answer to signing in."""
    return client.post("/sign-in", data={"csrf": token(client), "name": name, "password": password, "next": back})


class Running:
    """`antwoord serve` as a process."""

    def __init__(self, folder: Path, *arguments: str, store: str = "store.sqlite3", **environment: str) -> None:
        self.log = folder / "log"
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--store", str(folder / store), *arguments]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=os.environ | environment)
        assert self.process.stdout is not None
        self.said = [self.process.stdout.readline().decode() for _ in range(3)]
        found = re.search(r"http://\S+:(\d+)", self.said[0])
        assert found, (self.said, self.log.read_text())
        self.url = found.group(0)
        self.port = int(found.group(1))

    def stop(self, by: int = signal.SIGTERM) -> int:
        """Ask it to stop: its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        try:
            code = self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.process.stdout.close()
        return code


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    """`antwoord serve`, stopped at the end."""
    server = Running(folder, *arguments, **environment)
    try:
        wait_until_ready(server)
        yield server
    finally:
        server.stop()


def wait_until_ready(server: Running) -> None:
    """Until it answers."""
    import httpx

    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if httpx.get(f"{server.url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(server.log.read_text())
