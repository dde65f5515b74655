"""`make bench`: the engines side by side on the bundled rules, and where the time of an assessment goes. See README.md."""

from __future__ import annotations

import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from antwoord_rules import KnowledgeBase
from antwoord_rules.inference.durable import DurableEngine
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.knowledge.vocabulary import Value
from bench import processes
from bench.clips_peer import Clips
from bench.municipalities import UNKNOWN, Document, Municipalities, examples
from bench.peers import Conclusions, Generated, Peer, RuleEngine, ZenDecision, ZenScript

SEED: Final = 20261001
ROUNDS: Final = 9
CASES: Final = 100
PEERS: Final[tuple[type[Peer], ...]] = (Generated, ZenScript, ZenDecision, RuleEngine, Clips)
BARE: Final = "durable, bare inference"
WHOLE: Final = "kb.assess(document)"
PARTS: Final = ("  read facts", "  infer", "  assess result")

Facts = Mapping[str, Value]


class Contender(NamedTuple):
    """Something to time on facts, and how its answer reads as conclusions; only `run` is timed."""

    name: str
    run: Callable[[Facts], Any]
    conclusions: Callable[[Any], Conclusions]


def main() -> int:
    """Check, time, print; 1 when some engine's results differ."""
    started = time.perf_counter()
    knowledge = KnowledgeBase.load()
    made = Municipalities(knowledge.base.vocabulary, knowledge.program, SEED)
    given = examples()
    warm_up = [*given, *made.some(CASES)]
    # Every round has municipalities of its own: engines that keep what they made before gain what they would in a real batch.
    rounds = [[*given, *made.some(CASES)] for _ in range(ROUNDS)]
    every = [*warm_up, *(document for documents in rounds for document in documents[len(given) :])]

    _show_machine(knowledge.program, len(every), len(given))
    equal, right = _check(_contenders(knowledge.program), knowledge, every)
    # New engines, so that nothing is remembered from the check.
    contenders = [contender for contender in _contenders(knowledge.program, quiet=True) if contender.name in right]
    times = _time_engines(contenders, [_facts(knowledge, documents) for documents in (warm_up, *rounds)])
    _show("Inference", times, times.get(BARE))
    _show("kb.assess(document), whole and in parts", _time_parts([warm_up, *rounds]), times.get(BARE))
    processes.show()
    print(f"\nTook {time.perf_counter() - started:.0f} s.")
    return 0 if equal else 1


def _contenders(program: Program, *, quiet: bool = False) -> list[Contender]:
    """The engines that are installed, with the rules in them."""
    names = [conclusion.id for stratum in program.strata for conclusion in stratum]
    durable, reference = DurableEngine(program), ReferenceEngine(program)

    def concluded(outcome: tuple[Any, Mapping[str, Value]]) -> Conclusions:
        values = outcome[1]
        return {name: values[name] is True for name in names if name in values}

    found = [
        Contender(BARE, durable._run, concluded),  # noqa: SLF001  (what no caller should use is what is compared)
        Contender("durable, infer (with firings)", durable.infer, lambda inference: dict(inference.conclusions)),
        Contender("reference, infer (with firings)", reference.infer, lambda inference: dict(inference.conclusions)),
    ]
    for kind in PEERS:
        try:
            peer = kind(program)
        except ImportError as error:
            if not quiet:
                print(f"skipped: {kind.name} ({error})")
            continue
        found.append(Contender(peer.name, peer.infer, dict))
    return found


def _check(contenders: Sequence[Contender], knowledge: KnowledgeBase, documents: Sequence[Document]) -> tuple[bool, set[str]]:
    """Whether all engines agree with the reference engine on all cases, and the names of those that do."""
    oracle = ReferenceEngine(knowledge.program)
    expected = [oracle.infer(facts) for facts in _facts(knowledge, documents)]
    known = sum(len(inference.conclusions) for inference in expected) / len(expected)
    right: set[str] = set()
    for name, run, conclusions in contenders:
        wrong = 0
        for facts, inference in zip(_facts(knowledge, documents), expected, strict=True):
            outcome = run(facts)
            same = conclusions(outcome) == inference.conclusions
            wrong += not (same and getattr(outcome, "firings", inference.firings) == inference.firings)
        if wrong:
            print(f"DIFFERS: {name}: {wrong} of {len(expected)} results; not timed")
        else:
            right.add(name)
    whole = [
        knowledge.assess(document).context.inference == inference for document, inference in zip(documents, expected, strict=True)
    ]
    if not all(whole):
        print(f"DIFFERS: kb.assess: {whole.count(False)} of {len(whole)} results")
    equal = len(right) == len(contenders) and all(whole)
    print(f"checked: {len(right)} of {len(contenders)} engines give the reference engine's {known:.0f} conclusions per case, and")
    print(f"         its firings where they have firings; kb.assess {'too' if all(whole) else 'does not'}")
    return equal, right


def _facts(knowledge: KnowledgeBase, documents: Sequence[Document]) -> list[Facts]:
    return [knowledge.read(document).values for document in documents]


def _time_engines(contenders: Sequence[Contender], rounds: Sequence[Sequence[Facts]]) -> dict[str, list[float]]:
    """CPU microseconds per case, by round; the first round warms up and is dropped."""
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for cases in rounds:
        for name, run, _ in contenders:
            times[name].append(_cpu(run, cases))
    return {name: taken[1:] for name, taken in times.items()}


def _time_parts(rounds: Sequence[Sequence[Document]]) -> dict[str, list[float]]:
    """CPU microseconds per document, by round, of the whole and of its three parts.

    The parts are timed in their place, one after the other for each document: timed on their own, in loops, they are faster, since
    each finds the processor's caches as it left them. Two knowledge bases, so that neither finds what the other made.
    """
    whole, parted = KnowledgeBase.load(), KnowledgeBase.load()
    engine, assessor, clock = parted.engine(), parted._assessor, time.process_time_ns  # noqa: SLF001  (its parts are asked)
    times: dict[str, list[float]] = {name: [] for name in (WHOLE, *PARTS)}
    for documents in rounds:
        times[WHOLE].append(_cpu(whole.assess, documents))
        gc.collect()
        spent = [0, 0, 0]
        for document in documents:
            start = clock()
            memory = parted.read(document)
            was_read = clock()
            inference = engine.infer(memory.values)
            was_inferred = clock()
            assessor.assess(memory, inference, engine.name)
            done = clock()
            spent[0] += was_read - start
            spent[1] += was_inferred - was_read
            spent[2] += done - was_inferred
        for name, nanoseconds in zip(PARTS, spent, strict=True):
            times[name].append(nanoseconds / len(documents) / 1e3)
    return {name: taken[1:] for name, taken in times.items()}


def _cpu(run: Callable[[Any], Any], cases: Sequence[Any]) -> float:
    """Microseconds of CPU per case. The garbage collector stays on: an engine pays for the objects that it makes."""
    gc.collect()
    start = time.process_time()
    for case in cases:
        run(case)
    return (time.process_time() - start) / len(cases) * 1e6


def _show(title: str, times: Mapping[str, Sequence[float]], base: Sequence[float] | None) -> None:
    print(f"\n{title} (CPU microseconds per assessment, {ROUNDS} rounds of {CASES} random cases and the examples)")
    print(f"{'':34} {'median':>9} {'best':>9} {'per second':>11} {'x bare durable':>15}")
    for name, taken in times.items():
        ratio = f"{median(taken) / median(base):15.2f}" if base else ""
        print(f"{name:34} {median(taken):9.1f} {min(taken):9.1f} {1e6 / median(taken):11.0f} {ratio}")


def _show_machine(program: Program, cases: int, given: int) -> None:
    conclusions = sum(map(len, program.strata))
    packages = dict.fromkeys(["durable_rules", *(kind.package for kind in PEERS if kind.package)])
    print(f"{_processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {platform.platform()}")
    print(", ".join(f"{package} {_version(package)}" for package in packages))
    print(f"bundled rules: {conclusions} conclusions in {len(program.strata)} strata, {len(program.types)} facts")
    print(f"{cases} cases: {given} example files, the rest random with {UNKNOWN:.0%} unknown, seed {SEED}")


def _version(package: str) -> str:
    try:
        return version(package)
    except ImportError:
        return "not installed"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
