"""Connections that wait: whoever connects must say within a while what they want, and take the answer. Many slow ones then hold
up nobody."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE: Final = 20.0
"""Seconds for the head of a request, for what is left of a body that nobody reads any more, and for a part of an answer."""

LEAST: Final = 20_000
"""Bytes of an answer that must be taken in that time, while no more of the request comes in."""


class Connection(H11Protocol):
    """A connection that is closed when it keeps us waiting. A body that is read has its own limit (`limits.Body`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A part of a request comes in."""
        super().data_received(data)
        half_a_head = self.conn.their_state is h11.IDLE
        unread = self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY
        if half_a_head or unread:
            self._wait()
        else:
            self._wait_no_more()
        if self._taking is not None:  # some send all they have before they take anything
            self._expect_taken()

    def pause_writing(self) -> None:
        """What was answered piles up. Who does not take it holds the place of a request."""
        super().pause_writing()
        self._expect_taken()

    def resume_writing(self) -> None:
        """It was taken."""
        super().resume_writing()
        self._expect_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side is gone."""
        self._wait_no_more()
        self._expect_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(PATIENCE, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _expect_taken(self) -> None:
        self._expect_no_more()
        self._taking = self.loop.call_later(PATIENCE, self._check_taken, self.transport.get_write_buffer_size())

    def _check_taken(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < LEAST:
            self.transport.abort()  # to close it would wait for what is not taken
        else:
            self._expect_taken()

    def _expect_no_more(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
