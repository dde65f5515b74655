"""Running the server: one process or several workers, until it is asked to stop; then what runs is finished first."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.quoting import reason
from antwoord_rules.store.people import People
from antwoord_rules.store.store import Store
from antwoord_rules.web.application import create
from antwoord_rules.web.operation import figures, logs
from antwoord_rules.web.safety.connections import Connection
from antwoord_rules.web.settings import Settings

GRACE: Final = 10
"""Seconds that requests get to finish when the server stops."""

_FACTORY: Final = "antwoord_rules.web.application:from_environment"


def listen(settings: Settings) -> socket.socket:
    """The socket, bound; raises `UsageError`. Port 0 becomes a free port."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = found[0]
        made = socket.create_server((str(address[0]), settings.port), family=family, backlog=1024)
    except (OSError, UnicodeError, OverflowError) as error:
        where = f"{settings.host}:{settings.port}"
        told = reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError([problem("SERVE-ADDRESS", address=where, reason=told)]) from error
    # Head and body of an answer are sent apart; without this the body waits 40 ms for word that the head arrived.
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def check_accounts(settings: Settings, store: Store) -> None:
    """Raise `UsageError` when people must sign in and nobody can let them in."""
    if settings.accounts and not any(user.may("admin") for user in People(store).all()):
        raise UsageError([problem("SERVE-NEEDS-ADMIN")])


def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM; raises what `create` raises."""
    logs.configure(settings.log)
    if settings.workers == 1:
        server = Server(_config(settings, create(settings)))
        with _quiet_signals():
            server.run([listener])
        return
    settings.to_environment()
    with tempfile.TemporaryDirectory(prefix="antwoord-") as folder:
        os.environ[figures.FOLDER] = folder
        workers = Multiprocess(_config(settings, _FACTORY), [listener])
        workers.run()
    if any(process.exitcode == STARTUP_FAILURE for process in workers.processes):
        raise RuntimeError("a worker could not start; the log says why")


def _config(settings: Settings, app: Any) -> Config:
    return Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.secure,  # what a client says of itself counts only when a proxy stands in front
        timeout_graceful_shutdown=GRACE,
    )


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """Uvicorn raises the signal that stopped it once more at the end; it has done its work by then."""
    before = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
