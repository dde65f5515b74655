"""The durable_rules adapter: strict with the library, so that nothing from the public API can hurt the process."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import textwrap
import threading

import psutil
import pytest

from antwoord_rules import EngineError, KnowledgeBase
from antwoord_rules.inference import durable
from antwoord_rules.inference.durable import MOST_ATTRIBUTES, MOST_RULES, DurableEngine
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Not, Operator, holds
from antwoord_rules.knowledge.strata import Conclusion, Program, stratify
from antwoord_rules.knowledge.vocabulary import FactType
from tests.conftest import FACTS, ROOT
from tests.programs import random_facts, random_program


def made(*conclusions: Conclusion, **types: FactType) -> Program:
    return Program(stratify(conclusions), types)


def counts(number: int) -> dict[str, FactType]:
    return {f"f{i}": FactType.COUNT for i in range(number)}


HOSTILE = {
    "256 rules with one first test": (
        tuple(Conclusion(f"c{i}", "r", Comparison("f0", Operator.EQUALS, 1)) for i in range(256)),
        1,
    ),
    "600 rules with distinct tests on one fact": (
        tuple(Conclusion(f"c{i}", "r", Comparison("f0", Operator.EQUALS, i)) for i in range(600)),
        1,
    ),
    "600 rules on 600 facts": (
        tuple(Conclusion(f"c{i}", "r", Comparison(f"f{i}", Operator.AT_LEAST, 1)) for i in range(600)),
        600,
    ),
    "300 facts in one rule": (
        (Conclusion("c", "r", All(tuple(Comparison(f"f{i}", Operator.ABOVE, 0) for i in range(300)))),),
        300,
    ),
    "300 alternatives in one rule": (
        (Conclusion("c", "r", Any(tuple(Comparison(f"f{i}", Operator.ABOVE, 0) for i in range(300)))),),
        300,
    ),
    "empty conditions": (
        (Conclusion("all", "r", All(())), Conclusion("any", "r", Any(())), Conclusion("not", "r", Not(All(())))),
        1,
    ),
    "names that the library reserves": (
        tuple(
            Conclusion(name, "r", Comparison("f0", Operator.EQUALS, 1))
            for name in ("id", "sid", "$s", "$and", "kind", "sentinel", "")
        ),
        1,
    ),
    "deep nesting": (
        (Conclusion("c", "r", __import__("functools").reduce(lambda c, i: All((Not(c), holds("b"))), range(60), holds("b"))),),
        1,
    ),
    "a value that contradicts itself": (
        (Conclusion("c", "r", All((Comparison("f0", Operator.EQUALS, 1), Comparison("f0", Operator.EQUALS, 2)))),),
        1,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_crashes_the_library_gets_the_right_answer(name):
    """Run in a process of its own, so that a crash would be one failed test."""
    code = textwrap.dedent(f"""
        from tests.test_durable import HOSTILE, counts
        from antwoord_rules.inference.durable import DurableEngine
        from antwoord_rules.inference.reference import ReferenceEngine
        from antwoord_rules.knowledge.strata import Program, stratify
        from antwoord_rules.knowledge.vocabulary import FactType

        conclusions, number = HOSTILE[{name!r}]
        program = Program(stratify(conclusions), counts(number) | {{"b": FactType.BOOLEAN}})
        reference, durable = ReferenceEngine(program), DurableEngine(program)
        names = [f"f{{i}}" for i in range(number)]
        largest = 2**53 - 1
        for facts in (
            {{}},
            dict.fromkeys(names, 0),
            dict.fromkeys(names, 1) | {{"b": True}},
            dict.fromkeys(names, largest) | {{"b": False}},
            {{name: i % 3 for i, name in enumerate(names)}},
        ):
            for _ in range(300 if number == 1 and len(conclusions) < 10 else 3):
                assert durable.infer(facts) == reference.infer(facts)
        print("right")
    """)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "right"), done.stderr


@pytest.mark.parametrize("value", [2**53, -(2**53), 2**63, 10**400], ids=["2**53", "-2**53", "2**63", "10**400"])
def test_an_integer_that_c_can_not_hold_exactly_is_refused(value):
    facts = made(Conclusion("c", "r", Comparison("n", Operator.EQUALS, 1)), n=FactType.COUNT)
    with pytest.raises(EngineError):
        DurableEngine(facts).infer({"n": value})
    with pytest.raises(EngineError):
        DurableEngine(made(Conclusion("c", "r", Comparison("n", Operator.EQUALS, value)), n=FactType.COUNT))


def test_rulesets_stay_within_the_bounds_of_the_library(kb):
    big = Program(
        stratify(Conclusion(f"c{i}", "r", holds(f"b{i}")) for i in range(500)), {f"b{i}": FactType.BOOLEAN for i in range(500)}
    )
    for program in (kb.program, big):
        for rulesets in DurableEngine(program)._passes:
            for ruleset in rulesets:
                assert len(ruleset.outcomes) <= MOST_RULES
                assert len(ruleset.plain) + len(ruleset.certain) <= MOST_ATTRIBUTES


def test_a_failure_in_the_middle_is_raised_and_the_next_run_is_right(kb, document, monkeypatch):
    engine = DurableEngine(kb.program)
    before = engine.infer(kb.read(document).values)
    real = durable._fire
    calls = iter(range(100))

    def failing(*arguments):
        if next(calls) == 2:
            raise RuntimeError("in the middle")
        return real(*arguments)

    monkeypatch.setattr(durable, "_fire", failing)
    with pytest.raises(RuntimeError, match="in the middle"):
        engine.infer(kb.read(document).values)
    assert engine.infer(kb.read(document).values) == before


def test_a_run_without_the_sentinel_is_an_error(kb, document, monkeypatch):
    """The library can stop short without saying so; then there is no result, rather than half a one."""
    engine = DurableEngine(kb.program)
    monkeypatch.setattr(durable, "_SENTINEL", "another")
    with pytest.raises(EngineError, match="sentinel"):
        engine.infer(kb.read(document).values)


def test_an_error_of_the_library_is_an_engine_error(kb, document, monkeypatch):
    def broken(*_):
        raise durable.c_engine.error("Could not assert fact, error code: 303")

    engine = DurableEngine(kb.program)
    monkeypatch.setattr(durable, "_fire", broken)
    with pytest.raises(EngineError, match="303"):
        engine.infer(kb.read(document).values)


def test_engines_free_what_they_take():
    """A dropped engine gives its rulesets back: the library would keep 2 MB for every 80 rules."""
    process = psutil.Process()

    def make(number):
        for seed in range(number):
            program = random_program(seed, 8, 30)
            DurableEngine(program).infer(random_facts(seed, program))
        gc.collect()

    make(50)
    before = process.memory_info().rss
    make(200)
    assert process.memory_info().rss - before < 20_000_000


def test_threads_may_share_an_engine():
    """Eight threads, switched as often as Python can: every answer is the one that the thread asked for."""
    program = random_program(7, 8, 30)
    engine, reference = DurableEngine(program), ReferenceEngine(program)
    questions = [random_facts(seed, program) for seed in range(40)]
    answers = [reference.infer(facts) for facts in questions]
    wrong: list[int] = []

    def ask(offset):
        for turn in range(400):
            i = (turn * 7 + offset) % len(questions)
            if engine.infer(questions[i]) != answers[i]:
                wrong.append(i)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_engine_works_in_a_forked_child_even_when_the_parent_was_busy():
    code = textwrap.dedent("""
        import os, sys
        from antwoord_rules.inference.durable import DurableEngine
        from tests.programs import random_facts, random_program

        program = random_program(3, 8, 30)
        engine, facts = DurableEngine(program), random_facts(3, program)
        expected = engine.infer(facts)
        engine._lock.acquire()  # as if another thread were in the middle of a run
        child = os.fork()
        if child == 0:
            os._exit(0 if engine.infer(facts) == expected else 1)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_no_thread_of_its_own_is_started(kb, document):
    before = threading.active_count()
    kb.assess(document)
    assert threading.active_count() == before


@pytest.mark.slow
def test_a_hundred_thousand_assessments_leave_memory_and_threads_as_they_were(kb):
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in FACTS]
    process = psutil.Process()
    for turn in range(1000):
        kb.assess(documents[turn % len(documents)])
    gc.collect()
    memory, threads = process.memory_info().rss, process.num_threads()
    for turn in range(99_000):
        kb.assess(documents[turn % len(documents)])
    gc.collect()
    assert process.memory_info().rss - memory < 5_000_000
    assert process.num_threads() <= threads  # those of an earlier test in this process may end meanwhile


@pytest.mark.slow
def test_threads_may_share_a_knowledge_base(kb):
    """Eight threads assess different municipalities with one knowledge base, new at the start."""
    shared = KnowledgeBase(kb.base, kb.sha256)
    expected = [kb.assess(path, engine="reference").model_dump()["firings"] for path in FACTS]
    wrong: list[int] = []

    def ask(offset):
        for turn in range(500):
            i = (turn + offset) % len(FACTS)
            if shared.assess(FACTS[i]).model_dump()["firings"] != expected[i]:
                wrong.append(i)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
