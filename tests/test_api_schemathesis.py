"""Schemathesis sends what the description allows, and what it does not, and finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from antwoord_rules.web.api.openapi import operations
from tests.web import client

load_all_checks()
pytestmark = [pytest.mark.slow]

EXAMPLES = 40
OPERATIONS = [(f"/api{route.path}", method) for route, _ in operations() for method in sorted(route.methods)]
UNSAID = {
    "FACT-DUPLICATE-NAME": "a schema can't say that the names in a list differ",
    "MEASURE-UNKNOWN": "which measures there are depends on the rules",
    "MEASURE-BOTH": "a schema can't say that two lists differ",
    "PHASE-UNKNOWN": "which phases there are depends on the rules",
    "CHALLENGES-NEED-PHASE": "a schema could say it, but nobody could read it",
    "WEB-FIELD": "what goes together is said in words",
}
"""Why the API refuses some of what the schemas of bodies allow."""


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: Any, value: Any) -> bytes:
    """A body of lines is one text to OpenAPI."""
    return str(value).encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with client(tmp_path_factory.mktemp("store"), crashes=False, hosts=("testserver",)) as web:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", web.app)


def as_written(value: Any) -> Any:
    """What JSON Schema allows and facts do not, since no schema can say it: 3.0 for 3, and more than two decimals."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 2)
    if isinstance(value, Mapping):
        return {key: as_written(part) for key, part in value.items()}
    return [as_written(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_the_description_allows_is_answered_as_described(api, path, method):
    @given(case=api[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def holds(case):
        case.body = as_written(case.body)
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance])
        if answer.status_code in (400, 422):
            assert {found["code"] for found in answer.json()["problems"]} <= set(UNSAID)

    holds()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_the_description_does_not_allow_is_refused_as_described(api, path, method):
    # Lines are answered one by one: what is wrong with one is no reason to refuse all.
    excluded = [negative_data_rejection] if path == "/api/batch" else []

    @given(case=api[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def holds(case):
        case.call_and_validate(excluded_checks=excluded)

    holds()
