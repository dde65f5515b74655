"""Kill a process that saves, at random moments, and see that all it confirmed is there: `python -m bench.kills [times] [postgresql]`.

Without "postgresql" on SQLite. A quarter of the kills fall on a new database, so that making the tables is killed too.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from select import select
from typing import NamedTuple, NoReturn

from antwoord_rules.errors import StoreError
from antwoord_rules.store.records import Saving, Version
from antwoord_rules.store.store import Store
from tests.postgres import Postgres

WHO = "schrijver"
FRESH = 20
"""Kills on one database."""


class Killed(NamedTuple):
    """What was seen: kills, saves and changes of drafts that were confirmed, versions that are there without having been confirmed
    (the kill fell between), and what was lost or half."""

    kills: int
    saves: int
    changes: int
    unconfirmed: int
    wrong: tuple[str, ...]


def kills(times: int, new_url: Callable[[], str], seed: int = 0) -> Killed:
    """Kill `times` processes that save; each group of `FRESH` on a database of its own."""
    chance = random.Random(seed)
    found: list[Killed] = []
    known: dict[str, str] = {}
    url = ""
    for number in range(times):
        if number % FRESH == 0:
            url, known = new_url(), {}
        early = number % FRESH < FRESH // 4
        lines = _one(url, number, chance.uniform(0.001, 0.15), from_first=not early)
        saves = {line[1]: line[2] for line in lines if line[0] == "save"}
        drafts = {line[1]: int(line[2]) for line in lines if line[0] == "change"}
        for line in lines:
            if line[0] == "save":
                del drafts[line[3]]
        known |= saves
        there, wrong = _seen(url, known, drafts)
        surprises = there.keys() - known.keys()
        known |= there
        found.append(Killed(1, len(saves), sum(line[0] == "change" for line in lines), len(surprises), tuple(wrong)))
    return Killed(*(sum(part[1:], part[0]) for part in zip(*found, strict=True)))


def _one(url: str, number: int, seconds: float, *, from_first: bool) -> list[list[str]]:
    """What a process confirmed before it was killed, so many seconds after it started or confirmed the first thing."""
    ours, theirs = os.pipe()
    process = get_context("fork").Process(target=_save, args=(url, number, theirs))
    process.start()
    os.close(theirs)
    if from_first:
        select([ours], [], [], 60)
    time.sleep(seconds)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with os.fdopen(ours) as lines:
        return [line.split() for line in lines if line.endswith("\n")]


def _save(url: str, number: int, told: int) -> NoReturn:
    """Save for ever; a line for each thing that the store confirmed."""
    store = Store.open(url)
    for step in count():
        name = f"Stad {step % 7}"
        document = {"gemeente": {"naam": name}, "stap": [number, step], "tekst": "x" * random.randrange(20_000)}
        facts = json.dumps(document)
        sha256 = hashlib.sha256(facts.encode()).hexdigest()
        saved = [one for one in store.overview() if one.name == name]
        base = store.version(saved[0].version_id) if saved else None
        draft = store.new_draft(WHO, "{}", base)
        draft = store.change_draft(draft, facts, {})
        os.write(told, f"change {draft.id} {draft.revision}\n".encode())
        made = store.save(Saving(name, None, "2026-10-01", 1, True, facts, sha256, "", {"sha256": sha256}), WHO, draft=draft)
        os.write(told, f"save {made.id} {sha256} {draft.id}\n".encode())
    raise AssertionError


def _seen(url: str, known: dict[str, str], drafts: dict[str, int]) -> tuple[dict[str, str], list[str]]:
    """The versions that are there with the hash of their facts, and what is not as it must be. `drafts` were changed, not saved."""
    with closing(Store.open(url)) as store:
        kept = {draft.id: draft.revision for draft in store.drafts(WHO)}  # first: on PostgreSQL a commit may still be on its way
        numbers = {one.id: store.versions(one.id) for one in store.overview()}
        there = {version.id: version for versions in numbers.values() for version in versions}
        audited = sum(entry.action == "save" for entry in store.audit(limit=1_000_000))
        for draft in kept:
            with suppress(StoreError):
                store.discard(draft, WHO, "Veld")
    wrong = [f"version {key} is lost or another" for key in known if key not in there or there[key].facts_sha256 != known[key]]
    wrong += [f"version {one.id} is half" for one in there.values() if not _whole(one)]
    wrong += [
        f"the versions of {key} have a gap"
        for key, versions in numbers.items()
        if [one.number for one in versions] != list(range(len(versions), 0, -1))
    ]
    wrong += [f"draft {key} is older than was confirmed" for key in drafts if kept.get(key, drafts[key]) < drafts[key]]
    if len(drafts.keys() - kept.keys()) > len(there.keys() - known.keys()):
        wrong.append("a draft is gone that was not saved")
    if audited < len(there):
        wrong.append("a version is missing in the audit log")
    return {one.id: one.facts_sha256 for one in there.values()}, wrong


def _whole(version: Version) -> bool:
    sha256 = hashlib.sha256(version.facts.encode()).hexdigest()
    return version.facts_sha256 == sha256 and version.result == {"sha256": sha256}


def main() -> None:
    """The command."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    numbers = count()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as end:
        if sys.argv[2:] == ["postgresql"]:
            Path(folder).chmod(0o755)
            server = Postgres(Path(folder) / "server")
            server.start()
            end.callback(server.stop)
            found = kills(times, server.new_database)
        else:
            found = kills(times, lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.sqlite3'}")
    print(f"{found} in {time.monotonic() - start:.0f} s")
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
