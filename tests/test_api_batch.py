"""Many municipalities in one request: lines in, lines out, whatever is on them, in bounded memory."""

from __future__ import annotations

import asyncio
import io
import json

import psutil
import pytest

from antwoord_rules.web.api import batch as module
from antwoord_rules.web.api.batch import Answer
from tests.conftest import FACTS
from tests.test_api import validator
from tests.web import client

NDJSON = {"content-type": "application/x-ndjson"}
LINE = json.dumps(json.loads(FACTS[0].read_bytes())).encode()
BARE = b'{"gemeente": {"naam": "x", "peildatum": "2026-01-01"}}'


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    with client(tmp_path_factory.mktemp("store"), most_bytes=100_000) as found:
        yield found


def lines(answer) -> list[dict]:
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_has_the_result_that_it_has_alone(web):
    documents = [json.dumps(json.loads(path.read_bytes())).encode() for path in FACTS]
    got = lines(web.post("/api/batch", content=b"\n".join(documents), headers=NDJSON))
    assert [each["line"] for each in got] == list(range(1, len(FACTS) + 1))
    alone = [web.post("/api/assess", content=each, headers={"content-type": "application/json"}).json() for each in documents]
    assert [each["result"] for each in got] == alone


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n\n"])
def test_a_line_that_is_wrong_is_said_with_its_number_and_the_rest_goes_on(web, end):
    broken = [b"{", b"", b"[]", b"\xff", b"  ", b'{"a": 1, "a": 2}', b"x" * 200_000]
    got = lines(web.post("/api/batch?lang=en", content=b"\n".join([BARE, *broken, BARE]) + end, headers=NDJSON))
    told = {
        each["line"]: [f"{p['line']}:{p['column']} {p['code']}" for p in each.get("problem", {}).get("problems", [])]
        for each in got
    }
    assert list(told) == [1, 2, 4, 5, 7, 8, 9]
    assert told[1] == told[9] == []
    assert told[2] == ["2:2 JSON-SYNTAX"]
    assert told[4] == ["4:1 JSON-NOT-OBJECT"]
    assert told[5] == ["5:1 TEXT-ENCODING"]
    assert told[7][-1] == "7:10 JSON-DUPLICATE-KEY"
    assert told[8] == ["8:None WEB-TOO-LARGE"]
    assert got[1]["problem"]["title"].startswith("this is not valid JSON")


def test_lines_have_the_shape_that_is_described(web):
    description = web.get("/api/openapi.json").json()
    shape = validator(description, "BatchLine")
    for line in lines(web.post("/api/batch", content=LINE + b"\n{}\n", headers=NDJSON)):
        shape.validate(line)


def test_nothing_gives_nothing(web):
    assert lines(web.post("/api/batch", content=b"", headers=NDJSON)) == []


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_only_lines_are_read(web, kind):
    got = web.post("/api/batch", content=BARE, headers={"content-type": kind})
    assert (got.status_code, got.json()["problems"][0]["code"]) == (415, "WEB-MEDIA-TYPE")


def test_more_than_may_be_sent_ends_with_a_problem(web, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    pieces = (BARE + b"\n" for _ in range(100))
    got = lines(web.post("/api/batch", content=pieces, headers=NDJSON))
    assert 1 < len(got) <= 101
    assert got[-1]["problem"]["problems"][0]["code"] == "WEB-TOO-LARGE"
    assert all("result" in line for line in got[:-1])


def answered(server, pieces) -> tuple[int, list[str]]:
    """The answer to pieces as a server drives it: so many bytes came, and what happened in which order."""
    events: list[str] = []
    size = 0
    waiting = iter(pieces)

    async def receive():
        piece = next(waiting, None)
        if piece is None:
            await asyncio.Event().wait()
        events.append("in")
        return piece

    async def send(message):
        nonlocal size
        if message["type"] == "http.response.body":
            size += len(message["body"])
            events.append("out")

    asyncio.run(Answer(server, "nl")({"type": "http"}, receive, send))
    return size, events


def body_pieces(many: int, line: bytes):
    for number in range(many):
        yield {"type": "http.request", "body": line, "more_body": number < many - 1}


@pytest.mark.slow
def test_ten_thousand_lines_take_no_more_memory_than_a_few(web):
    server = web.app.state.server
    answered(server, body_pieces(200, LINE + b"\n{\n"))
    own = psutil.Process().memory_info
    before = own().rss
    size, _ = answered(server, body_pieces(5000, LINE + b"\n{\n"))
    assert size > 100_000_000
    assert own().rss < before + 20_000_000


def test_the_answer_starts_before_all_has_come_in(web):
    server = web.app.state.server

    async def both() -> list[str]:
        events: list[str] = []
        first = asyncio.Event()
        pieces = [{"type": "http.request", "body": BARE + b"\n", "more_body": True}]

        async def receive():
            if pieces:
                return pieces.pop()
            await first.wait()  # the rest is sent only when the first answer is here
            events.append("rest")
            return (
                {"type": "http.request", "body": BARE + b"\n", "more_body": False}
                if len(events) < 3
                else await asyncio.Event().wait()
            )

        async def send(message):
            if message.get("body"):
                events.append("answer")
                first.set()

        await asyncio.wait_for(Answer(server, "nl")({"type": "http"}, receive, send), 20)
        return events

    assert asyncio.run(both())[:2] == ["answer", "rest"]


def test_empty_lines_are_counted_and_not_kept():
    file = io.BytesIO()
    events = iter([b"\n" * 100_000 + b" \r\n" * 100_000, b"{", b"}\n\n"])

    async def receive():
        piece = next(events)
        return {"type": "http.request", "body": piece, "more_body": not piece.startswith(b"}")}

    async def all_lines():
        waiting = module._Waiting(file, 1000)
        for _ in range(3):
            await waiting.take(receive)
        return [line async for lines in waiting.lines() for line in lines]

    assert asyncio.run(all_lines()) == [(200_001, b"{}")]
    assert len(file.getvalue()) < 100


def test_who_is_gone_is_not_answered(web):
    pieces = [{"type": "http.request", "body": BARE + b"\n", "more_body": True}, {"type": "http.disconnect"}]
    size, _ = answered(web.app.state.server, pieces)
    assert size < 50_000
