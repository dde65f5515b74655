"""`python -m bench.reasoning`: what reasoning costs on the bundled rules, and how it grows with rules and facts. See README.md."""

from __future__ import annotations

import platform
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

from antwoord_rules import KnowledgeBase
from antwoord_rules.errors import UsageError
from antwoord_rules.knowledge.conditions import All, Comparison, Condition, Operator, holds
from antwoord_rules.knowledge.conditions import Any as AnyOf
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.knowledge.rules import Challenge, Criterion, Measure, Phase, RuleBase
from antwoord_rules.knowledge.vocabulary import Fact, FactType, Polarity, Vocabulary
from antwoord_rules.language import Text

ROUNDS: Final = 7
SIZES: Final = (10, 100, 1000)
LIMIT: Final = 10.0
SEED: Final = 20261001
ABOUT: Final = {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}
SAID: Final = Text("x", "x")
EIGEN: Final = (Basis.EIGEN, (), None, None)


def main() -> int:
    """Time, print; 0."""
    kb = KnowledgeBase.load()
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {ROUNDS} warm runs, wall time in milliseconds\n")
    print("The bundled rules")
    half = {"gemeente": ABOUT, "frontoffices": [{"naam": "a"}, {"naam": "b"}], "kanalen": {"telefoon": {"ingangen": 3}}}
    documents = {"nothing known": {"gemeente": ABOUT}, "a little known": half}
    documents |= {name: Path(f"facts/{name}.json") for name in ("waterrijk", "oosterwoud")}
    for name, document in documents.items():
        memory = kb.read(document)
        show(
            f"  {name}",
            {
                "possible": lambda memory=memory: kb.possible(memory),
                "next question": lambda memory=memory: kb.next_question(memory),
                "plan to 5": lambda memory=memory: kb.plan(memory, 5),
                "pareto to 5": lambda memory=memory: kb.pareto(memory, 5),
                "why not 5": lambda memory=memory: kb.why_not(memory, 5),
                "robustness": lambda memory=memory: kb.robustness(memory),
            },
        )
    show("  all proofs", {"": kb.proofs})
    print(f"\nGrowth: so many facts, criteria with challenges, and measures; one run each, time limit {LIMIT:g} s")
    for size in SIZES:
        grown(size)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


def show(title: str, calls: Mapping[str, Callable[[], Any]]) -> None:
    """The median time of each call."""
    parts = []
    for name, call in calls.items():
        call()
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            call()
            times.append(time.perf_counter() - started)
        parts.append(f"{name} {1000 * median(times):.1f}".strip())
    print(f"{title}: {'; '.join(parts)}")


def grown(size: int) -> None:
    """Each question once on a made-up rule base of that size, all unknown and half known."""
    random = Random(SEED)
    base = rules_of(size, random)
    kb = KnowledgeBase(base, "0" * 64)
    known: dict[str, Any] = {"gemeente": ABOUT, "feit": {}}
    for fact in base.vocabulary.facts:
        if random.random() < 0.5:
            known["feit"][fact.id.removeprefix("feit.")] = (
                random.random() < 0.5 if fact.type is FactType.BOOLEAN else random.randint(0, 3)
            )
    for name, document in (("all unknown", {"gemeente": ABOUT}), ("half known", known)):
        memory = kb.read(document)
        calls: dict[str, Callable[[], Any]] = {
            "possible": lambda memory=memory: kb.possible(memory, seconds=LIMIT),
            "next question": lambda memory=memory: kb.next_question(memory, seconds=LIMIT),
            "plan": lambda memory=memory: kb.plan(memory, 5, seconds=LIMIT),
            "why not": lambda memory=memory: kb.why_not(memory, 5, seconds=LIMIT),
        }
        print(f"  {size}, {name}: " + "; ".join(f"{what} {once(call)}" for what, call in calls.items()))
    started = time.perf_counter()
    proofs = kb.proofs(seconds=LIMIT)
    verdicts = {verdict: sum(proof.verdict == verdict for proof in proofs) for verdict in ("proven", "refuted", "not_proven")}
    print(f"  {size}, proofs: {1000 * (time.perf_counter() - started):.0f} {verdicts}")


def once(call: Callable[[], Any]) -> str:
    """The time of one run, and what came of it when time was up."""
    started = time.perf_counter()
    try:
        outcome = call()
    except UsageError as error:
        return f"{1000 * (time.perf_counter() - started):.0f} ({error.problems[0].code})"
    spent = f"{1000 * (time.perf_counter() - started):.0f}"
    if getattr(outcome, "optimal", True):
        return spent
    return f"{spent} (effort {outcome.effort}, at least {outcome.at_least}, not proven)"


def rules_of(size: int, random: Random) -> RuleBase:
    """Five phases over `size` facts: a criterion or a challenge for each fact or two, several measures for each, with requirements."""
    kinds = [FactType.BOOLEAN, FactType.BOOLEAN, FactType.COUNT]
    facts = tuple(
        Fact(f"feit.nr{i}", kinds[i % 3], "g", SAID, SAID, SAID, None, None, None, None, Polarity.POSITIVE) for i in range(size)
    )
    phases = tuple(Phase(n, SAID, SAID, (), None) for n in range(1, 6))
    criteria, challenges = [], []
    for i in range(size):
        phase = 1 + 5 * i // size
        condition = test(facts, i, random)
        if i % 4 == 3:
            challenges.append(Challenge(f"uitdaging_{i}", phase, "b", SAID, condition, SAID, *EIGEN))
        else:
            criteria.append(Criterion(f"criterium_{i}", phase, "b", SAID, condition, SAID, *EIGEN))
    measures = []
    for i in range(size):
        effects = {fact.id: effect(fact) for fact in [facts[i], *random.sample(facts, random.choice([0, 0, 1, 2]))]}
        addressed = (criteria + challenges)[random.randrange(len(criteria) + len(challenges))].id
        requires = tuple(f"maatregel_{random.randrange(i)}" for _ in range(random.choice([0, 0, 1, 1])) if i)
        effort, months = random.randint(1, 5), random.randint(3, 24)
        made = (f"maatregel_{i}", 1, SAID, (addressed,), tuple(effects.values()), requires, effort, months, SAID, (), *EIGEN)
        measures.append(Measure(*made))
    vocabulary = Vocabulary((), (), facts, (), ())
    return RuleBase(vocabulary, (), phases, tuple(criteria), (), tuple(challenges), tuple(measures), (), None, (), ())


def test(facts: tuple[Fact, ...], i: int, random: Random) -> Condition:
    """A condition on a fact and perhaps a second one."""
    first = effect(facts[i])
    if random.random() < 0.5:
        return first
    return random.choice([All, AnyOf])((first, effect(random.choice(facts))))


def effect(fact: Fact) -> Comparison:
    """What is good of a fact."""
    return holds(fact.id) if fact.type is FactType.BOOLEAN else Comparison(fact.id, Operator.AT_LEAST, 2)


if __name__ == "__main__":
    raise SystemExit(main())
