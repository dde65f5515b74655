"""The cold start: whole processes, from `exec` to exit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
FACTS: Final = "facts/waterrijk.json"
RUNS: Final = 15
NO_BYTE_CODE: Final = "PYTHONDONTWRITEBYTECODE"


class Measured(NamedTuple):
    """A command and what each run of it took, in milliseconds."""

    command: str
    elapsed: list[float]
    cpu: list[float]


def measure() -> list[Measured]:
    """The program, and processes to hold it against, in turn so that a busy machine hurts all alike."""
    script = Path(sys.executable).with_name("antwoord")
    program = [str(script)] if script.exists() else [sys.executable, "cli.py"]
    commands = [
        [*program, "assess", FACTS],
        [sys.executable, "-c", "import pydantic, click, ruamel.yaml"],
        [sys.executable, "-c", "pass"],
    ]
    measured = [Measured(_shown(command), [], []) for command in commands]
    for command in commands:
        _run(command)  # writes byte code and the compiled rules, which every later start finds
    for _ in range(RUNS):
        for command, into in zip(commands, measured, strict=True):
            elapsed, cpu = _run(command)
            into.elapsed.append(elapsed * 1e3)
            into.cpu.append(cpu * 1e3)
    return measured


def show() -> None:
    """Measure and print."""
    print(f"\nCold start: whole processes in turn, {RUNS} each after one to warm up (milliseconds)")
    if os.environ.get(NO_BYTE_CODE):
        print(f"{NO_BYTE_CODE} is set here and unset for these processes: their byte code is cached, as it is for users.")
    measured = measure()
    program, imports = measured[:2]
    print(f"{'process':58} {'median':>8} {'best':>8} {'CPU':>8}")
    for found in measured:
        print(f"{found.command:58} {median(found.elapsed):8.1f} {min(found.elapsed):8.1f} {median(found.cpu):8.1f}")
    by_run = median(ours / theirs for ours, theirs in zip(program.elapsed, imports.elapsed, strict=True))
    print(
        f"assess / imports: {median(program.elapsed) / median(imports.elapsed):.2f} (median of the ratios per round {by_run:.2f})"
    )


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Elapsed and CPU seconds of one process; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name != NO_BYTE_CODE}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _shown(command: Sequence[str]) -> str:
    first = Path(command[0])
    inside = str(first.relative_to(ROOT)) if first.is_relative_to(ROOT) else first.name
    return " ".join([inside, *(f'"{part}"' if " " in part else part for part in command[1:])])
