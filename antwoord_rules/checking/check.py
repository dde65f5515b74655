"""`check`: everything an author wants to know of a rule base before a commit, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from antwoord_rules.checking.case_files import Case, read_case_files
from antwoord_rules.checking.cases import Failure, failures, plan_of
from antwoord_rules.checking.coverage import Coverage, Run, coverage
from antwoord_rules.checking.lint import lint
from antwoord_rules.checking.mutation import Mutant, Mutation, mutate
from antwoord_rules.checking.proofs import Disproof, disproofs
from antwoord_rules.errors import Problem, RulesError, UsageError, problem
from antwoord_rules.explanation.tree import Explanation, Reason
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.knowledge.codec import fingerprint
from antwoord_rules.knowledge.loader import BUNDLED, BUNDLED_NAME, RuleFile, load_statements, read_cases, read_folders
from antwoord_rules.knowledge.properties import PROOF_SECONDS
from antwoord_rules.knowledge.references import Place
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Text
from antwoord_rules.reasoning.proofs import Proof
from antwoord_rules.reasoning.solver import Deadline

_T = TypeVar("_T")
_WARNINGS: Final = ("LINT-", "COVERAGE-", "MUTANT-", "ALLOW-UNUSED", "PROOF-UNDECIDED")


class Finding(NamedTuple):
    """One thing that was found. Of a failed case: the rules `behind` what was concluded, and the `explanation` of it.

    Of a property that fails: the rules that clash, a case, and a fact document (`counterexample`) that shows it.
    """

    problem: Problem
    behind: tuple[Place, ...] = ()
    explanation: Text = Text("", "")
    counterexample: Mapping[str, Any] | None = None

    @property
    def error(self) -> bool:
        """Whether it is an error; else a warning, which counts only when the author asks for it."""
        return not self.problem.code.startswith(_WARNINGS)


class Allowed(NamedTuple):
    """A finding that the rules allow where it stands, with the reason."""

    problem: Problem
    because: Text


class CaseRun(NamedTuple):
    """A case that was run, where it stands, and what failed."""

    id: str
    place: Place
    findings: tuple[Finding, ...]


class Sources(NamedTuple):
    """What is checked, as read: the rule files of each folder, laid over one another, and the files with cases.

    `shipped` is what the shipped rules are called when others are laid over them: those are what is checked.
    """

    folders: tuple[tuple[RuleFile, ...], ...]
    cases: tuple[RuleFile, ...]
    shipped: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file by its name in messages."""
        files = (*(file for folder in self.folders for file in folder), *self.cases)
        return {file.name: file.content.decode("utf-8-sig", "replace") for file in files}


class Loaded(NamedTuple):
    """A valid rule base with its statements and its cases."""

    kb: KnowledgeBase
    statements: Mapping[str, Statement]
    cases: tuple[Case, ...]


class Checked(NamedTuple):
    """The outcome of a check. A rule base that is not `valid` was not looked at further.

    `findings` stand in the order of the files; those of failed cases are among them. `texts` holds the text of each file by name,
    `loaded` what was checked.
    """

    valid: bool
    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...] = ()
    cases: tuple[CaseRun, ...] = ()
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    proofs: tuple[Proof, ...] = ()
    texts: Mapping[str, str] = {}
    loaded: Loaded | None = None

    def exit_code(self, *, strict: bool) -> int:
        """0 clean, 1 findings (warnings only when strict), 4 invalid rules."""
        if not self.valid:
            return 4
        return 1 if any(strict or finding.error for finding in self.findings) else 0


Progress = Callable[[Iterable[Mutant]], Iterable[Mutant]]


def check(
    folders: Sequence[str],
    *,
    engine: EngineName = "durable",
    mutants: bool = False,
    progress: Progress = iter,
    proof_seconds: float | None = PROOF_SECONDS,
) -> Checked:
    """Load, lint, run the cases, see what they cover, and prove the properties of the rules, each within `proof_seconds`.

    With `mutants` also whether the cases notice changes of the rules. Without `proof_seconds` nothing is proven.
    """
    try:
        sources = read_sources(folders)
    except RulesError as error:
        return invalid(error)
    return check_sources(sources, engine=engine, mutants=mutants, progress=progress, proof_seconds=proof_seconds)


def read_sources(folders: Sequence[str]) -> Sources:
    """The files of the folders (without any: the bundled rules); raises `RulesError` for what can't be read."""
    named = list(folders) or [BUNDLED]
    # The shipped rules are tried when they are checked by themselves: an author is told of the rules that are laid over them.
    return Sources(read_folders(named), read_cases(named), BUNDLED_NAME if BUNDLED in named and len(named) > 1 else None)


def invalid(error: RulesError, texts: Mapping[str, str] | None = None) -> Checked:
    """The outcome for rules that are no rules."""
    return Checked(valid=False, findings=tuple(map(Finding, error.problems)), texts=texts or {})


def check_sources(
    sources: Sources,
    *,
    engine: EngineName = "durable",
    mutants: bool = False,
    progress: Progress = iter,
    proof_seconds: float | None = PROOF_SECONDS,
    seconds: float | None = None,
    only_lint: bool = False,
) -> Checked:
    """What `check` does, of files that were read. With `seconds` it raises `UsageError` when the cases take longer.

    With `only_lint` the cases are left aside: that takes a quarter of the time.
    """
    texts = sources.texts
    try:
        loaded = load_all(sources._replace(cases=()) if only_lint else sources)
    except RulesError as error:
        return invalid(error, texts)
    kb, statements, cases = loaded
    shipped = sources.shipped
    cases = tuple(_without_plan(case) if _stands_in(case, shipped) else case for case in cases)
    linted = lint(kb.base, statements)
    allowed = tuple(Allowed(*pair) for pair in linted.allowed)
    if only_lint:
        return Checked(True, _sorted(map(Finding, linted.problems)), allowed, texts=texts, loaded=loaded)
    limit = Deadline(seconds)
    runs = [(case, kb.assess_memory(case.memory, engine=engine)) for case in _in_time(cases, limit, seconds)]
    tried = [
        CaseRun(case.id, case.place, tuple(map(_failed, failures(case, assessed, plan_of(case, kb, limit.left)))))
        for case, assessed in _in_time(runs, limit, seconds)
    ]
    worlds = [Run(case.memory.values, assessed.context.inference) for case, assessed in runs]
    covered = coverage(kb.base, kb.program, statements, worlds) if worlds else _without_cases(kb.base, statements)
    sound = [case for case, run in zip(cases, tried, strict=True) if not run.findings]
    mutation = mutate(kb.base, statements, sound, progress, apart_from=shipped) if mutants else None
    proofs = kb.proofs(engine=engine, seconds=proof_seconds) if proof_seconds is not None else ()
    seen = [*linted.problems, *(each.problem for each in allowed)]
    found = [
        *map(Finding, linted.problems),
        *(_disproved(disproof) for disproof in disproofs(kb.base, statements, proofs, seen)),
        *(finding for run in tried for finding in run.findings),
        *map(Finding, covered.problems),
        *map(Finding, mutation.problems if mutation else ()),
    ]
    return Checked(True, _sorted(found), allowed, tuple(tried), covered, mutation, proofs, texts, loaded)


def load_all(sources: Sources) -> Loaded:
    """The rule base of the files with its cases; raises `RulesError` with every problem in rules and cases."""
    base, statements = load_statements(sources.folders)
    cases, wrong = read_case_files(sources.cases, base)
    if wrong:
        raise RulesError(wrong)
    return Loaded(_knowledge_base(base), statements, cases)


def _in_time(items: Iterable[_T], limit: Deadline, seconds: float | None) -> Iterator[_T]:
    """The items, as long as there is time."""
    for item in items:
        if limit.left == 0:
            raise UsageError([problem("TIME-UP", seconds=f"{seconds:g}")])
        yield item


def _stands_in(case: Case, folder: str | None) -> bool:
    return folder is not None and Path(case.place.file).parts[0] == folder


def _without_plan(case: Case) -> Case:
    """The case without the plan that it expects: rules that are laid over others may well offer a better one."""
    return case._replace(expect=case.expect.model_copy(update={"plan": None}))


def _without_cases(base: RuleBase, statements: Mapping[str, Statement]) -> Coverage:
    """One finding for all that no case covers, when there are none."""
    return Coverage(0, 0, 0, 0, (statements[base.phases[0].id].problem("COVERAGE-NO-CASES", of_key=True),))


def _knowledge_base(base: RuleBase) -> KnowledgeBase:
    return KnowledgeBase(base, fingerprint(base))


def _disproved(disproof: Disproof) -> Finding:
    document = disproof.refutation.document if disproof.refutation else None
    return Finding(disproof.problem, disproof.behind, disproof.explanation, document)


def _failed(failure: Failure) -> Finding:
    explained = failure.assessment.explain(failure.about)
    told = Text(explained.prose("nl"), explained.prose("en"))
    return Finding(failure.problem, tuple(dict.fromkeys(_behind(explained))), told)


def _behind(explained: Explanation) -> Iterator[Place]:
    """The places of the rules that decided a conclusion."""
    if explained.grounds is not None and explained.grounds.place is not None:
        yield explained.grounds.place
    if explained.reason is not None:
        yield from _deciding(explained.reason)


def _deciding(reason: Reason) -> Iterator[Place]:
    if reason.decisive and reason.about is not None and reason.about.reason is not None:
        yield from _behind(reason.about)
    for part in reason.parts:
        yield from _deciding(part)


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    def order(finding: Finding) -> tuple[str, int, int, str, str]:
        p = finding.problem
        return (p.file or "", p.line or 0, p.column or 0, p.code, p.message_in("en"))

    return tuple(sorted(found, key=order))
