"""Many municipalities in one request: a fact document a line in, a result a line out, in order.

Each line is assessed by itself: that gives the whole result as `/api/assess` does, needs no data frames, and holds a few lines
at a time in memory. What comes in faster than it is answered waits in an unnamed temporary file: many clients send all they have
before they read anything, and would otherwise wait for us while we wait for them.
"""

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import IO, Final, TypeAlias

import anyio
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from antwoord_rules.errors import AntwoordError, Problem, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import reason
from antwoord_rules.web.api.bodies import of_type
from antwoord_rules.web.api.describing import itself, operation
from antwoord_rules.web.context import LanguageDep, Needs, Server, ServerDep
from antwoord_rules.web.problems import details, status_of

router = APIRouter(tags=["assess"], dependencies=[Depends(Needs("reader"))])

NDJSON: Final = "application/x-ndjson"
MOST_BYTES: Final = 500_000_000
"""How much one request may send."""
_AT_ONCE: Final = 8
"""How many lines are answered before anything is sent: enough to make little of going to and fro between threads."""

_HEAD: Final = struct.Struct("<qi")
Line: TypeAlias = tuple[int, bytes | None]
"""Its number, and its bytes; None when it is too long."""


@router.post("/batch")
@operation(
    Text("Beoordeel veel gemeenten", "Assess many municipalities"),
    Text(
        "Op elke regel van NDJSON een feitendocument. Op elke regel van het antwoord staat het nummer van de regel (`line`) met"
        " het resultaat (`result`) of met wat er mis is (`problem`), in dezelfde volgorde. Lege regels tellen niet mee. Het"
        " antwoord begint al voordat alles binnen is.",
        "A fact document on each line of NDJSON. Each line of the answer has the number of the line (`line`) with the result"
        " (`result`) or what is wrong (`problem`), in the same order. Empty lines are passed over. The answer starts before all"
        " has come in.",
    ),
    takes="Facts",
    gives="BatchLine",
    media_type=NDJSON,
    example=itself,
)
async def batch(request: Request, server: ServerDep, language: LanguageDep) -> Response:
    """The answer streams: see `Answer`."""
    of_type(request, NDJSON, "application/ndjson", "application/jsonl")
    return Answer(server, language)


class Answer(Response):
    """Reads lines and answers them at the same time."""

    media_type = NDJSON

    def __init__(self, server: Server, language: Language) -> None:
        self.server, self.language = server, language
        super().__init__()
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (what responses are called with)
        """Answer until all is answered, or whoever asked is gone."""
        with tempfile.TemporaryFile() as file:
            waiting = _Waiting(file, self.server.settings.most_bytes)
            await waiting.take(receive)  # before the answer starts: some clients wait to be told to go on
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async with anyio.create_task_group() as group:
                group.start_soon(waiting.fill, receive)
                async for lines in waiting.lines():
                    body = await anyio.to_thread.run_sync(self._answer, lines)
                    await send({"type": "http.response.body", "body": body, "more_body": True})
                group.cancel_scope.cancel()
            await send({"type": "http.response.body", "body": b""})

    def _answer(self, lines: list[Line | Problem]) -> bytes:
        return b"".join(json.dumps(self._of(line), ensure_ascii=False).encode() + b"\n" for line in lines)

    def _of(self, line: Line | Problem) -> dict[str, object]:
        if isinstance(line, Problem):
            return self._wrong(line.line or 0, [line], 413)
        number, content = line
        if content is None:
            found = problem("WEB-TOO-LARGE", most=self.server.settings.most_bytes).in_file(None, number)
            return self._wrong(number, [found], 413)
        try:
            return {"line": number, "result": self.server.kb.assess(content).model_dump(mode="json")}
        except AntwoordError as error:
            placed = [replace(found, line=number) for found in error.problems]
            return self._wrong(number, placed, status_of(error))

    def _wrong(self, number: int, problems: list[Problem], status: int) -> dict[str, object]:
        return {"line": number, "problem": details(problems, status, self.language)}


class _Waiting:
    """The lines that came in and were not answered yet, in a file: the number of each, its length, and its bytes. Empty lines are
    counted only: millions of them come in at once.
    """

    def __init__(self, file: IO[bytes], longest: int) -> None:
        self._file, self._longest = file, longest
        self._line = bytearray()
        self._too_long = False
        self._taken = self._size = self._number = 0
        self._ended = self._gone = False
        self._stopped: Problem | None = None
        self._more = anyio.Event()

    async def fill(self, receive: Receive) -> None:
        """Take what comes until whoever sends it is gone."""
        while not (self._gone or self._stopped):
            await self.take(receive)

    async def take(self, receive: Receive) -> None:
        """Take one piece."""
        message = await receive()
        if message["type"] == "http.disconnect":
            self._gone = True
        elif not self._ended:
            self._ended = not message.get("more_body", False)
            try:
                self._keep(message.get("body", b""))
            except OSError as error:
                self._stopped = problem("FILE-UNWRITABLE", reason=reason(error))
        self._more.set()
        self._more = anyio.Event()

    async def lines(self) -> AsyncIterator[list[Line | Problem]]:
        """The lines, a few at a time, as soon as they are there; at the end why no more was taken, if so."""
        at = 0
        found: list[Line | Problem] = []
        while not self._gone:
            if at < self._size and len(found) < _AT_ONCE:
                line, at = self._read(at)
                found.append(line)
            elif found:
                yield found
                found = []
            elif self._stopped:
                yield [self._stopped.in_file(None, self._number + 1)]
                return
            elif self._ended:
                return
            else:
                await self._more.wait()

    def _keep(self, piece: bytes) -> None:
        self._taken += len(piece)
        if self._taken > MOST_BYTES:
            self._stopped = problem("WEB-TOO-LARGE", most=MOST_BYTES)
        *whole, rest = piece.split(b"\n")
        made = bytearray()
        for part in whole:
            self._add(part)
            made += self._ended_line()
        self._add(rest)
        if self._ended:
            made += self._ended_line()
        self._file.seek(self._size)
        self._file.write(made)
        self._size += len(made)

    def _add(self, part: bytes) -> None:
        self._too_long = self._too_long or len(self._line) + len(part) > self._longest
        if not self._too_long:
            self._line += part

    def _ended_line(self) -> bytes:
        """The line as it stands in the file; nothing when it is empty."""
        self._number += 1
        if self._too_long:
            self._too_long, found = False, _HEAD.pack(self._number, -1)
        elif self._line.strip():
            found = _HEAD.pack(self._number, len(self._line)) + self._line
        else:
            found = b""
        self._line.clear()
        return found

    def _read(self, at: int) -> tuple[Line, int]:
        self._file.seek(at)
        number, length = _HEAD.unpack(self._file.read(_HEAD.size))
        at += _HEAD.size
        return ((number, None), at) if length < 0 else ((number, self._file.read(length)), at + length)
