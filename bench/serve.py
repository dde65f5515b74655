"""`antwoord serve` under load: two workers on loopback, fact files one after another to POST /api/assess.

`python -m bench.serve --rate 50 --seconds 60` sends at a fixed rate, whether answers come or not, and counts from the moment at
which a request should have been sent. `--requests 50000` sends as fast as eight connections can, for memory.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

import psutil

ROOT: Final = Path(__file__).parents[1]
BODIES: Final = [path.read_bytes() for path in sorted((ROOT / "facts").glob("*.json"))]
WORKERS: Final = 2
CONNECTIONS: Final = 8
_LEAST_OF_A_WORKER: Final = 50_000_000
"""What takes less memory than this has no rules loaded: it only minds the others."""


class Sent(NamedTuple):
    """What a request took, in milliseconds, and its status (0: no answer)."""

    elapsed: float
    status: int


@contextmanager
def serving(workers: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server on a free port of loopback, until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("wb") as log:
        options = ["--port", str(port), "--workers", str(workers), "--store", f"{folder}/store.sqlite3"]
        process = subprocess.Popen([sys.executable, ROOT / "cli.py", "serve", *options], stdout=log, stderr=log)
        try:
            wait_for(port, process)
            yield port, process
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def memory(process: subprocess.Popen[bytes]) -> dict[int, int]:
    """The resident memory of each worker, in bytes."""
    found = {child.pid: child.memory_info().rss for child in psutil.Process(process.pid).children(recursive=True)}
    return {pid: size for pid, size in found.items() if size > _LEAST_OF_A_WORKER}


class Connections:
    """Connections that stay open: a client that costs little beside the server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.bodies = itertools.cycle(BODIES)

    async def send(self, due: float) -> Sent:
        """One request, counted from when it was due."""
        try:
            while self.free and self.free[-1][0].at_eof():  # the server closes what is not used for a while
                self.free.pop()[1].close()
            reader, writer = self.free.pop() if self.free else await asyncio.open_connection("127.0.0.1", self.port)
            body = next(self.bodies)
            head = (
                f"POST /api/assess HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
            )
            writer.write(f"{head}\r\n\r\n".encode() + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await reader.readexactly(int(answer.split("content-length: ")[1].split("\r\n")[0]))
        except (OSError, asyncio.IncompleteReadError, IndexError):
            return Sent((time.perf_counter() - due) * 1000, 0)
        self.free.append((reader, writer))
        return Sent((time.perf_counter() - due) * 1000, int(answer.split(" ", 2)[1]))

    async def at_a_rate(self, rate: float, seconds: float) -> list[Sent]:
        """Requests at fixed moments."""
        start = time.perf_counter() + 0.1
        tasks = []
        for number in range(round(rate * seconds)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.send(due)))
        return await asyncio.gather(*tasks)

    async def as_fast_as_possible(self, requests: int) -> list[Sent]:
        """So many requests, a few at a time."""
        numbers = iter(range(requests))

        async def some() -> list[Sent]:
            return [await self.send(time.perf_counter()) for _ in numbers]

        return [sent for found in await asyncio.gather(*(some() for _ in range(CONNECTIONS))) for sent in found]


def report(found: list[Sent], took: float) -> None:
    """Print what it took."""
    times = sorted(sent.elapsed for sent in found)
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    told = ", ".join(f"{name} {times[min(len(times) - 1, int(len(times) * share))]:.1f} ms" for name, share in shares.items())
    wrong = Counter(sent.status for sent in found if sent.status != 200)
    print(f"{len(found)} requests in {took:.1f} s ({len(found) / took:.0f}/s): {told}; errors: {dict(wrong) or 'none'}")


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--requests", type=int, help="send so many as fast as possible, for memory")
    parser.add_argument("--workers", type=int, default=WORKERS)
    asked = parser.parse_args()
    with serving(asked.workers) as (port, process):
        connections = Connections(port)
        asyncio.run(Connections(port).as_fast_as_possible(500))  # what is made when first used is made
        before = memory(process)
        start = time.perf_counter()
        sending = (
            connections.as_fast_as_possible(asked.requests)
            if asked.requests
            else connections.at_a_rate(asked.rate, asked.seconds)
        )
        found = asyncio.run(sending)
        report(found, time.perf_counter() - start)
        after = memory(process)
        for pid, size in before.items():
            print(f"worker {pid}: {size / 1e6:.1f} MB before, {after.get(pid, 0) / 1e6:.1f} MB after")
    return 1 if any(sent.status != 200 for sent in found) or after.keys() != before.keys() else 0


if __name__ == "__main__":
    raise SystemExit(main())
