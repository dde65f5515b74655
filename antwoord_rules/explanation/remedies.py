"""What would bring a conclusion in order: the tests that stand in the way, and the values of facts at which they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from antwoord_rules.explanation.tree import Explanation, Reason, lacking
from antwoord_rules.knowledge.conditions import Operator
from antwoord_rules.knowledge.vocabulary import Vocabulary

_HOLDS_AT_ITS_BOUND: Final = (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)


class Lack(NamedTuple):
    """A test that stands in the way. `remedy` is the value of the fact at which it holds, as people write it, by the name of the
    fact; None when it is about no input fact, or when no such value can be read off the test."""

    test: Reason
    remedy: Mapping[str, bool | int | float] | None


def lacks(found: Explanation, vocabulary: Vocabulary) -> tuple[Lack, ...]:
    """What stands in the way of a conclusion. That a limit or a measure does not hold is nothing to mend: of those, only what is
    unknown."""
    tests = (test for test in lacking(found) if found.kind not in ("limit", "measure") or test.outcome is None)
    return tuple(Lack(test, _remedy(test, vocabulary)) for test in tests)


def _remedy(test: Reason, vocabulary: Vocabulary) -> Mapping[str, bool | int | float] | None:
    if test.about is None or test.wanted is None or test.operator not in _HOLDS_AT_ITS_BOUND:
        return None
    return {test.about.id: test.wanted} if test.about.id in vocabulary.fact_by_id else None
