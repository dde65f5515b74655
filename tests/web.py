"""The application as tests run it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from antwoord_rules.web.application import create
from antwoord_rules.web.settings import Settings

JSON = {"content-type": "application/json"}


@contextmanager
def application(folder: Path, **settings: Any) -> Iterator[FastAPI]:
    """The application with a store of its own, which is closed at the end."""
    made = create(Settings(store=f"sqlite:///{folder / 'store.sqlite3'}", **settings))
    with closing(made.state.server.store):
        yield made


@contextmanager
def client(folder: Path, *, crashes: bool = True, **settings: Any) -> Iterator[TestClient]:
    """A client of an application with a store of its own; without `crashes` it gets the answer to a fault, as real clients do."""
    with (
        application(folder, **settings) as app,
        TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=crashes) as made,
    ):
        yield made


def body(value: Any) -> dict[str, Any]:
    """A body of JSON as keywords."""
    return {"content": value if isinstance(value, bytes) else json.dumps(value).encode(), "headers": JSON}
