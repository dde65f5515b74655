"""What a plan van aanpak costs: whole processes, each form from `exec` to exit, with time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FORMS: Final = ("html", "docx", "pdf", "md")
FACTS: Final = ("facts/waterrijk.json", "facts/heidenrode.json")
RUNS: Final = 7


def main() -> int:
    """Measure and print."""
    print(f"antwoord report, whole processes in turn, {RUNS} each after one to warm up")
    print(f"{'command':44} {'median s':>9} {'best s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for facts in FACTS:
            for form in FORMS:
                command = [sys.executable, "cli.py", "report", facts, "-o", str(Path(folder) / f"plan.{form}")]
                _run(command)
                taken = [_run(command) for _ in range(RUNS)]
                seconds, memory = [each[0] for each in taken], max(each[1] for each in taken)
                print(f"{f'report {facts} -o plan.{form}':44} {median(seconds):9.2f} {min(seconds):8.2f} {memory:8.0f}")
    return 0


def _run(command: list[str]) -> tuple[float, float]:
    """The elapsed seconds of a process, and its peak memory in megabytes."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT) as process:
        _, status, used = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return elapsed, used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
