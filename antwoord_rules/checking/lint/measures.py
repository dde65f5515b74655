"""Measures that do not help, and what no measure helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from antwoord_rules.checking.lint.book import Book, Subject, at_fact
from antwoord_rules.checking.worlds import TRUE, Goal, Undecided, find_facts
from antwoord_rules.inference.reference import evaluate, literals
from antwoord_rules.knowledge.cells import values_of
from antwoord_rules.knowledge.conditions import Comparison, Condition, Operator, with_values
from antwoord_rules.knowledge.rules import Challenge, Criterion, Measure
from antwoord_rules.knowledge.vocabulary import Value
from antwoord_rules.language import Text


def fixed_facts(book: Book) -> Iterator[Subject]:
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
                wrong = at_fact(statement, fact).problem("LINT-FACT-FIXED", name=criterion.id, fact=fact)
                yield Subject(statement, wrong)


def _possible_whatever(book: Book, condition: Condition, fact: str, tests: Sequence[Comparison]) -> bool:
    """Whether the condition can hold for every value that the fact can have; true too when that was not found out."""
    for value in values_of(book.base.vocabulary.types[fact], tests):
        goals = [Goal(book.theory, Comparison(fact, Operator.EQUALS, value), TRUE), Goal(book.theory, condition, TRUE)]
        try:
            if find_facts(book.base.vocabulary, goals) is None:
                return False
        except Undecided:
            continue
    return True


def useless_measures(book: Book) -> Iterator[Subject]:
    """Measures with an address that none of their effects helps to come true."""
    norms = {norm.id: norm.value for norm in book.base.norms}
    for measure in book.base.measures:
        effects = [with_values(effect, norms.__getitem__) for effect in measure.effects]
        for number, name in enumerate(measure.addresses):
            tests = dict(literals(book.theory.conditions[name], book.theory.conditions))
            if not any(_helps(book, effect, test, want) for effect in effects for test, want in tests.items()):
                statement = book.statements[measure.id]
                facts = Text(*[", ".join(dict.fromkeys(test.fact for test in tests))] * 2)
                yield Subject(
                    statement,
                    statement.problem(
                        "LINT-MEASURE-NO-EFFECT", "addresses", number, name=measure.id, addressed=name, facts=facts
                    ),
                )


def _helps(book: Book, effect: Condition, test: Comparison, want: bool) -> bool:
    if not isinstance(effect, Comparison) or effect.fact != test.fact:
        return False
    values: Iterable[Value] = values_of(book.base.vocabulary.types[test.fact], [effect, test])
    return any(evaluate(effect, {test.fact: v}) and evaluate(test, {test.fact: v}) is want for v in values)


def unaddressed(book: Book) -> Iterator[Subject]:
    """Criteria and challenges that no measure addresses."""
    addressed = {name for measure in book.base.measures for name in measure.addresses}
    targets: tuple[Criterion | Challenge, ...] = (*book.base.criteria, *book.base.challenges)
    for rule in targets:
        if rule.id not in addressed:
            statement = book.statements[rule.id]
            yield Subject(statement, statement.problem("LINT-NO-MEASURE", "id", name=rule.id))


def duplicate_measures(book: Book) -> Iterator[Subject]:
    """Measures that address the same and do the same as an earlier one."""
    seen: dict[tuple[frozenset[str], frozenset[Comparison]], Measure] = {}
    for measure in book.base.measures:
        first = seen.setdefault((frozenset(measure.addresses), frozenset(measure.effects)), measure)
        if first is not measure:
            statement = book.statements[measure.id]
            place = str(book.statements[first.id].place)
            wrong = statement.problem(
                "LINT-DUPLICATE-CONDITION", "effects", of_key=True, name=measure.id, other=first.id, place=place
            )
            yield Subject(statement, wrong)
