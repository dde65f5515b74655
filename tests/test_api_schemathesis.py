"""Schemathesis sends what the description allows, and what it does not, and finds nothing."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from antwoord_rules.web.api.openapi import operations
from tests.web import client

pytestmark = [pytest.mark.slow]

EXAMPLES = 40
OPERATIONS = [(f"/api{route.path}", method) for route, _ in operations() for method in sorted(route.methods)]


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with client(tmp_path_factory.mktemp("store"), crashes=False, hosts=("testserver",)) as web:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", web.app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_does_what_it_says(api, path, method, mode):
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def holds(case):
        case.call_and_validate()

    holds()
