"""What a request may ask for: a body that is not too large and does not take too long, and a place among those worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from antwoord_rules.errors import Problem, problem

_WITH_FILES: Final = b"multipart/form-data"


class RefusedError(HTTPException):
    """A request that is not taken further. A subclass of what frameworks pass on as it is, wherever the body is read."""

    def __init__(self, status: int, found: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, found.code, dict(headers or {}))
        self.problem = found


class Places:
    """How many requests are worked on at once. More than that would only wait for one another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0

    def take(self) -> None:
        """Take a place; raises `RefusedError` (503) when there is none."""
        if self._taken >= self._most:
            raise RefusedError(503, problem("WEB-BUSY"), {"Retry-After": "2"})
        self._taken += 1

    def leave(self) -> None:
        """Give the place back."""
        self._taken -= 1


class Body:
    """The body of a request as it arrives: at most `most` bytes within `seconds`. Without `most` it is a stream, and the seconds
    are those between two parts. `whole` is called once, when all is there.

    Raises `RefusedError`, and has the connection closed: what was not read would be taken for the next request.
    """

    def __init__(self, receive: Receive, most: int | None, seconds: float, whole: Callable[[], None]) -> None:
        self._receive = receive
        self._most = most
        self._seconds = seconds
        self._whole = whole
        self._until = asyncio.get_running_loop().time() + seconds
        self._read = 0
        self._done = False

    async def __call__(self) -> Message:
        """The next message."""
        if self._done:
            return await self._receive()
        if self._most is None:
            self._until = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(408, problem("WEB-TOO-SLOW", seconds=round(self._seconds)), {"Connection": "close"}) from None
        self._read += len(message.get("body", b""))
        if self._most is not None:
            check_size(self._read, self._most)
        self._done = not message.get("more_body", False)
        if self._done:
            self._whole()
        return message


def check_size(found: int, most: int) -> None:
    """Raise `RefusedError` (413) for more bytes than that."""
    if found > most:
        raise RefusedError(413, problem("WEB-TOO-LARGE", most=most), {"Connection": "close"})


def check_encoding(content_type: str) -> None:
    """Raise `RefusedError` (415) for a form that says to be in another encoding than UTF-8: it would be read by whatever codec of
    Python it names, and some of those take minutes or give half Unicode pairs.
    """
    kind, parameters = parse_options_header(content_type)
    if kind == _WITH_FILES and parameters.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise RefusedError(415, problem("WEB-MEDIA-TYPE", allowed=_WITH_FILES.decode()), {"Connection": "close"})
