"""How the server runs. Workers get the settings through the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple, Self

import platformdirs

VARIABLE: Final = "ANTWOORD_SERVE"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class Settings(NamedTuple):
    """How the server runs.

    `rules` and `norms` as the options of the commands; `store` is a URL of SQLAlchemy; `accounts` says whether people sign in
    (otherwise there is one person, who may do everything); `hosts` are the names by which it is reached; `secure` says that TLS
    stands in front. Limits: bytes of a body, seconds of a solver for one request.
    """

    rules: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    store: str = ""
    host: str = LOOPBACK[0]
    port: int = 8000
    accounts: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    most_bytes: int = 2_000_000
    seconds: float = 5.0

    def to_environment(self) -> None:
        """Leave the settings for processes that are started from here."""
        os.environ[VARIABLE] = json.dumps(self._asdict())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings that were left."""
        found = json.loads(environment[VARIABLE])
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in found.items()})


def default_store() -> str:
    """One file of SQLite in the user's data folder."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('antwoord', appauthor=False)) / 'antwoord.sqlite3'}"
