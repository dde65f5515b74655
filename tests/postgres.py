"""A private PostgreSQL from the binaries of this machine, listening on loopback only (Debian: `apt install postgresql`)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

PASSWORD = "geheim-van-de-proef"  # noqa: S105  (of a server that lives as long as the tests)


def binaries() -> Path | None:
    """The folder of initdb and postgres; None when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    there = found[-1] if found else shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Postgres:
    """A server in a folder of its own; `stop` and `start` are what an administrator does to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        # PostgreSQL refuses to run as root
        self._as: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self._server: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        command = [self._binary("initdb"), "-D", self._data, "-U", "antwoord", "-A", "scram-sha-256", "--pwfile", secret]
        self._run([*command, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "max_connections": 60}
        settings["timezone"] = "America/New_York"  # so that a moment that is not UTC shows
        settings["fsync"] = "off"  # processes are killed here, the machine is not
        command = [
            self._binary("postgres"),
            "-D",
            self._data,
            *(part for item in settings.items() for part in ("-c", "=".join(map(str, item)))),
        ]
        log = (self._folder / "log").open("ab")
        self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", env=self._env, **self._as)
        log.close()
        end = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > end:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop it at once, as a power cut would: connections are lost, what was committed stays."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(60)
            self._server = None

    def new_database(self) -> str:
        """The URL of an empty database."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            number = connection.execute("SELECT count(*) FROM pg_database").fetchone()
            name = f"test{number[0] if number else 0}"
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return self.address(name)

    def address(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://antwoord:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def _binary(self, name: str) -> str:
        folder = binaries()
        assert folder is not None
        return str(folder / name)

    def _run(self, command: list[Any]) -> None:
        subprocess.run(list(map(str, command)), check=True, capture_output=True, cwd="/", env=self._env, timeout=120, **self._as)
