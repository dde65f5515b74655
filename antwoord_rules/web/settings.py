"""How the server runs. Workers get the settings through the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import platformdirs

from antwoord_rules.knowledge.loader import BUNDLED

VARIABLE: Final = "ANTWOORD_SERVE"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class Settings(NamedTuple):
    """How the server runs.

    `rules` and `norms` as the options of the commands; `store` is a URL of SQLAlchemy; `accounts` says whether people sign in
    (otherwise there is one person, who may do everything); `hosts` are the names by which it is reached; `secure` says that TLS
    stands in front; `log` is the form of log lines, text or json.

    Limits: bytes of a body, and of the body that is a whole export; seconds for a body to arrive, and of a solver for one
    request; requests that a worker works on at once, and streams among them.
    """

    rules: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    store: str = ""
    host: str = LOOPBACK[0]
    port: int = 8000
    workers: int = 1
    accounts: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    log: str = "text"
    most_bytes: int = 2_000_000
    most_import_bytes: int = 100_000_000
    body_seconds: float = 30.0
    seconds: float = 5.0
    most_at_once: int = 32
    most_streams: int = 8

    @property
    def folders(self) -> tuple[str, ...]:
        """The rule folders that the server runs on."""
        return self.rules or (BUNDLED,)

    def to_environment(self) -> None:
        """Leave the settings for processes that are started from here."""
        os.environ[VARIABLE] = json.dumps(self._asdict())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings that were left."""
        found = json.loads(environment[VARIABLE])
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        return cls(**values)


def default_store() -> str:
    """One file of SQLite in the user's data folder."""
    return store_url(str(Path(platformdirs.user_data_dir("antwoord", appauthor=False)) / "antwoord.sqlite3"))


def store_url(given: str) -> str:
    """The URL of a store that is given as one, or as the file of SQLite."""
    return given if "://" in given else f"sqlite:///{Path(given).absolute()}"
