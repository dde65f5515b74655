"""Lint: what is valid and yet can't be meant. Static: no facts, no engine, no solver.

Each check reads the rule base and yields problems at the words that they are about. A finding can be allowed where it stands
(`allow:`), by code and with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.checking.translations import texts
from antwoord_rules.checking.worlds import FALSE, TRUE, UNKNOWN, Goal, Theory, Undecided, find_facts
from antwoord_rules.errors import Problem
from antwoord_rules.inference.firings import describe_test
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.cells import values_of
from antwoord_rules.knowledge.conditions import Comparison, Condition, Operator, leaves, with_values
from antwoord_rules.knowledge.documents import AllowShape
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit, Measure, RuleBase, norms_in
from antwoord_rules.knowledge.statements import Statement
from antwoord_rules.knowledge.strata import Program, program
from antwoord_rules.knowledge.vocabulary import FactType, Value
from antwoord_rules.language import Text
from antwoord_rules.suggestions import did_you_mean

Statements: TypeAlias = Mapping[str, Statement]
Path: TypeAlias = tuple[str | int, ...]

_Conditioned: TypeAlias = Criterion | Challenge | Limit | Derivation

_TRUE: Final = Text("waar", "true")
_FALSE: Final = Text("onwaar", "false")
_CONDITION_KEYS: Final = {"challenge": "resolved_when", "measure": "effects"}


class Linted(NamedTuple):
    """What the linter found; `allowed` are findings that the rules allow where they stand, each with the reason."""

    problems: tuple[Problem, ...]
    allowed: tuple[tuple[Problem, Text], ...]


class _Subject(NamedTuple):
    """A finding, and the path to the item of a statement that it is about, whose `allow` can allow it."""

    statement: Statement
    problem: Problem
    item: Path = ()


class _Book(NamedTuple):
    """What every check reads."""

    base: RuleBase
    statements: Statements
    program: Program
    theory: Theory


def lint(base: RuleBase, statements: Statements) -> Linted:
    """Every finding in a rule base, and those that it allows."""
    made = program(base, {norm.id: norm.value for norm in base.norms})
    book = _Book(base, statements, made, Theory.of(made))
    found = [subject for check in CHECKS for subject in check(book)]
    return _allow(found, statements)


def _allow(found: Sequence[_Subject], statements: Statements) -> Linted:
    allowances = {
        (statement.key, item, entry.code): (statement, (*item, "allow", number, "code"), entry)
        for statement in statements.values()
        for item, entries in _allowances(statement.model)
        for number, entry in enumerate(entries)
    }
    problems: list[Problem] = []
    allowed: list[tuple[Problem, Text]] = []
    used: set[tuple[str, Path, str]] = set()
    for subject in found:
        key = (subject.statement.key, subject.item, subject.problem.code)
        if key in allowances:
            used.add(key)
            because = allowances[key][2].because
            allowed.append((subject.problem, Text(because.nl, because.en)))
        else:
            problems.append(subject.problem)
    for key, (statement, path, entry) in allowances.items():
        if entry.code not in CODES:
            suggestion = did_you_mean(entry.code, CODES)
            problems.append(statement.problem("ALLOW-UNKNOWN", *path, name=entry.code, suggestion=suggestion))
        elif key not in used:
            problems.append(statement.problem("ALLOW-UNUSED", *path, name=entry.code))
    return Linted(tuple(problems), tuple(allowed))


def _allowances(model: Any) -> Iterator[tuple[Path, Sequence[AllowShape]]]:
    """What a statement allows, and what the items of a source allow, by their path in the statement."""
    yield (), getattr(model, "allow", ())
    for i, section in enumerate(getattr(model, "sections", ())):
        for j, item in enumerate(section.items):
            yield ("sections", i, "items", j), item.allow


# Facts, norms and sources


def _unused_facts(book: _Book) -> Iterator[_Subject]:
    base, vocabulary = book.base, book.base.vocabulary
    counted = {derived.collection for derived in vocabulary.derived if derived.id in base.users}
    for name, statement in book.statements.items():
        if statement.kind == "fact":
            used = name in base.users or vocabulary.fact_by_id[name].indicator is not None
        elif statement.kind == "derived":
            used = name in base.users
        elif statement.kind == "collection":
            used = name in counted
        else:
            continue
        if not used:
            yield _Subject(statement, statement.problem("LINT-FACT-UNUSED", "id", name=name))


def _unused_norms(book: _Book) -> Iterator[_Subject]:
    used = {norm for rule in book.base.rules.values() for norm in norms_in(rule)}
    used |= {fact.indicator.at_most for fact in book.base.vocabulary.facts if fact.indicator and fact.indicator.at_most}
    for norm in book.base.norms:
        if norm.id not in used:
            statement = book.statements[norm.id]
            yield _Subject(statement, statement.problem("LINT-NORM-UNUSED", "id", name=norm.id))


def _unused_sources(book: _Book) -> Iterator[_Subject]:
    """Documents that nothing refers to; and, of documents that list what they say, items that nothing expresses."""
    named = {reference for statement in book.statements.values() for reference in _references(statement.model)}
    documents = {document for document, _, _ in named}
    for statement in book.statements.values():
        if statement.kind != "document":
            continue
        if statement.id not in documents:
            yield _Subject(statement, statement.problem("LINT-SOURCE-UNUSED", "id", name=statement.id))
            continue
        for i, section in enumerate(statement.model.sections):
            whole = (statement.id, section.id, None) in named
            for j, item in enumerate(section.items):
                if item.blank or whole or (statement.id, section.id, item.id) in named:
                    continue
                name = f"{statement.id} / {section.id} / {item.id}"
                here: Path = ("sections", i, "items", j)
                wrong = statement.problem("LINT-SOURCE-UNUSED", *here, "id", name=name)
                yield _Subject(statement, wrong, here)


def _references(model: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Every reference in a statement, wherever it stands."""
    for part in (model, getattr(model, "indicator", None), *getattr(model, "attributes", ())):
        for reference in getattr(part, "source", ()):
            yield (reference.document, reference.section, reference.item)
        shown = getattr(part, "indicator", None)
        for reference in getattr(shown, "source", ()):
            yield (reference.document, reference.section, reference.item)


# Tests and conditions


def _settled_tests(book: _Book) -> Iterator[_Subject]:
    """Comparisons that come out the same for every value that the fact can have."""
    types = book.base.vocabulary.types
    for conclusion in (c for stratum in book.program.strata for c in stratum):
        statement = book.statements.get(conclusion.id)
        if statement is None:
            continue
        for leaf in leaves(conclusion.when):
            if not isinstance(leaf, Comparison) or types.get(leaf.fact, FactType.BOOLEAN) is FactType.BOOLEAN:
                continue
            outcomes = {evaluate(leaf, {leaf.fact: value}) for value in values_of(types[leaf.fact], [leaf])}
            if len(outcomes) == 1:
                yield _Subject(
                    statement,
                    _at_fact(statement, leaf.fact).problem(
                        "LINT-ALWAYS",
                        test=describe_test(leaf, types),
                        fact=leaf.fact,
                        value=_TRUE if outcomes == {True} else _FALSE,
                        allowed=types[leaf.fact].allowed,
                    ),
                )


class _At(NamedTuple):
    statement: Statement
    path: Path

    def problem(self, code: str, **details: Any) -> Problem:
        return self.statement.problem(code, *self.path, of_key=True, **details)


def _at_fact(statement: Statement, fact: str) -> _At:
    """Where a fact is first named in the condition or the effects of a statement."""
    key = _CONDITION_KEYS.get(statement.kind, "when")
    path = next((path for path in _keys(getattr(statement.model, key, None), (key,)) if path[-1] == fact), (key,))
    return _At(statement, path)


def _keys(raw: Any, path: Path) -> Iterator[Path]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield (*path, key)
            yield from _keys(value, (*path, key))
    elif isinstance(raw, list):
        for i, value in enumerate(raw):
            yield from _keys(value, (*path, i))


def _same_conditions(book: _Book) -> Iterator[_Subject]:
    """Rules of one kind that come out alike, or of which one follows from another that a municipality must meet anyway."""
    base, conditions = book.base, book.theory.conditions
    kinds: tuple[tuple[_Conditioned, ...], ...] = (base.criteria, base.challenges, base.limits, base.derivations)
    for rules in kinds:
        for i, rule in enumerate(rules):
            facts = {test.fact for test in book.theory.tests(conditions[rule.id])}
            for other in rules[:i] + rules[i + 1 :]:
                if not facts & {test.fact for test in book.theory.tests(conditions[other.id])}:
                    continue
                code = _alike(book, rule, other, first=other in rules[:i])
                if code is not None:
                    statement = book.statements[rule.id]
                    key = _CONDITION_KEYS.get(statement.kind, "when")
                    place = str(book.statements[other.id].place)
                    wrong = statement.problem(code, key, of_key=True, name=rule.id, other=other.id, place=place)
                    yield _Subject(statement, wrong)


def _alike(book: _Book, rule: Any, other: Any, *, first: bool) -> str | None:
    """The code of what is wrong with `rule` beside `other`, which comes first in the file or not."""
    mine, its = book.theory.conditions[rule.id], book.theory.conditions[other.id]
    implied = _implies(book, its, mine)
    if not implied:
        return None
    if _implies(book, mine, its):
        return "LINT-DUPLICATE-CONDITION" if first else None
    phase, other_phase = getattr(rule, "phase", None), getattr(other, "phase", None)
    if phase is None or other_phase is None:
        return None
    counts = other_phase <= phase if isinstance(rule, Criterion) else other_phase == phase
    return "LINT-SUBSUMED" if counts else None


def _implies(book: _Book, condition: Condition, other: Condition) -> bool:
    """Whether the other condition holds wherever the first does; false too when that was not found out."""
    goals = [Goal(book.theory, condition, TRUE), Goal(book.theory, other, FALSE | UNKNOWN)]
    try:
        return find_facts(book.base.vocabulary, goals) is None
    except Undecided:
        return False


# Measures


def _fixed_facts(book: _Book) -> Iterator[_Subject]:
    """Facts that no measure changes and that can keep a criterion from ever being met."""
    changed = {effect.fact for measure in book.base.measures for effect in measure.effects}
    for criterion in book.base.criteria:
        statement = book.statements[criterion.id]
        condition = book.theory.conditions[criterion.id]
        tests: dict[str, list[Comparison]] = {}
        for test in book.theory.tests(condition):
            tests.setdefault(test.fact, []).append(test)
        for fact, read in tests.items():
            if fact not in changed and not _possible_whatever(book, condition, fact, read):
                wrong = _at_fact(statement, fact).problem("LINT-FACT-FIXED", name=criterion.id, fact=fact)
                yield _Subject(statement, wrong)


def _possible_whatever(book: _Book, condition: Condition, fact: str, tests: Sequence[Comparison]) -> bool:
    """Whether the condition can hold for every value that the fact can have; true too when that was not found out."""
    for value in values_of(book.base.vocabulary.types[fact], tests):
        goals = [Goal(book.theory, Comparison(fact, Operator.EQUALS, value), TRUE), Goal(book.theory, condition, TRUE)]
        try:
            if find_facts(book.base.vocabulary, goals) is None:
                return False
        except Undecided:
            continue
    return True


def _useless_measures(book: _Book) -> Iterator[_Subject]:
    """Measures with an address that none of their effects helps to come true."""
    norms = {norm.id: norm.value for norm in book.base.norms}
    for measure in book.base.measures:
        effects = [with_values(effect, norms.__getitem__) for effect in measure.effects]
        for number, name in enumerate(measure.addresses):
            literals = dict(_literals(book.theory, book.theory.conditions[name], want=True))
            if not any(_helps(book, effect, test, want) for effect in effects for test, want in literals.items()):
                statement = book.statements[measure.id]
                facts = Text(*[", ".join(dict.fromkeys(test.fact for test in literals))] * 2)
                yield _Subject(
                    statement,
                    statement.problem(
                        "LINT-MEASURE-NO-EFFECT", "addresses", number, name=measure.id, addressed=name, facts=facts
                    ),
                )


def _literals(theory: Theory, condition: Condition, *, want: bool) -> Iterator[tuple[Comparison, bool]]:
    """The tests of facts behind a condition, each with how it must come out to help the condition come true."""
    match condition:
        case Comparison(fact) if fact in theory.conditions:
            same = evaluate(condition, {fact: True})
            yield from _literals(theory, theory.conditions[fact], want=want if same else not want)
        case Comparison():
            yield condition, want
        case _ if hasattr(condition, "parts"):
            for part in condition.parts:
                yield from _literals(theory, part, want=want)
        case _ if hasattr(condition, "part"):
            yield from _literals(theory, condition.part, want=not want)


def _helps(book: _Book, effect: Condition, test: Comparison, want: bool) -> bool:
    if not isinstance(effect, Comparison) or effect.fact != test.fact:
        return False
    values: Iterable[Value] = values_of(book.base.vocabulary.types[test.fact], [effect, test])
    return any(evaluate(effect, {test.fact: v}) and evaluate(test, {test.fact: v}) is want for v in values)


def _unaddressed(book: _Book) -> Iterator[_Subject]:
    addressed = {name for measure in book.base.measures for name in measure.addresses}
    targets: tuple[Criterion | Challenge, ...] = (*book.base.criteria, *book.base.challenges)
    for rule in targets:
        if rule.id not in addressed:
            statement = book.statements[rule.id]
            yield _Subject(statement, statement.problem("LINT-NO-MEASURE", "id", name=rule.id))


def _duplicate_measures(book: _Book) -> Iterator[_Subject]:
    seen: dict[tuple[frozenset[str], frozenset[Comparison]], Measure] = {}
    for measure in book.base.measures:
        first = seen.setdefault((frozenset(measure.addresses), frozenset(measure.effects)), measure)
        if first is not measure:
            statement = book.statements[measure.id]
            place = str(book.statements[first.id].place)
            wrong = statement.problem(
                "LINT-DUPLICATE-CONDITION", "effects", of_key=True, name=measure.id, other=first.id, place=place
            )
            yield _Subject(statement, wrong)


# Texts


def _poor_texts(book: _Book) -> Iterator[_Subject]:
    for statement in book.statements.values():
        for code, path, start in texts(statement.model):
            yield _Subject(statement, statement.problem(code, *path, start=start))


CHECKS: Final[tuple[Callable[[_Book], Iterator[_Subject]], ...]] = (
    _unused_facts,
    _unused_norms,
    _unused_sources,
    _settled_tests,
    _same_conditions,
    _fixed_facts,
    _useless_measures,
    _unaddressed,
    _duplicate_measures,
    _poor_texts,
)
CODES: Final = (
    "LINT-ALWAYS",
    "LINT-DUPLICATE-CONDITION",
    "LINT-FACT-FIXED",
    "LINT-FACT-UNUSED",
    "LINT-MEASURE-NO-EFFECT",
    "LINT-NORM-UNUSED",
    "LINT-NOT-TRANSLATED",
    "LINT-NO-MEASURE",
    "LINT-PLACEHOLDER",
    "LINT-SOURCE-UNUSED",
    "LINT-SUBSUMED",
)
"""The findings that `allow` can allow."""
