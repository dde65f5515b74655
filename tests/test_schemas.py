"""The JSON Schemas: generated, up to date, and of one mind with the readers."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from ruamel.yaml import YAML

from antwoord_rules import schemas
from antwoord_rules.commands.usage import to_json
from tests.conftest import FACTS, ROOT
from tests.test_facts import BAD

# What is wrong in these files can't be said in JSON Schema.
BEYOND_A_SCHEMA = {"duplicate-key.json", "decimals.json", "front-offices.json", "lone-surrogate.json", "too-deep.json"}


@pytest.fixture(scope="module")
def validators(kb):
    made = {"facts": schemas.facts_schema(kb.base.vocabulary), "rules": schemas.rules_schema(), "result": schemas.result_schema()}
    for schema in made.values():
        Draft202012Validator.check_schema(schema)
    return {name: Draft202012Validator(schema, format_checker=FormatChecker()) for name, schema in made.items()}


@pytest.mark.parametrize("name", ["facts", "rules", "result"])
def test_the_schemas_in_the_repository_are_those_that_the_code_makes(validators, name):
    assert (ROOT / "schema" / f"{name}.json").read_text(encoding="utf-8") == to_json(validators[name].schema)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_examples_are_valid(validators, path):
    validators["facts"].validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted({path.name for path in BAD.iterdir()} - BEYOND_A_SCHEMA - {"expected.json"}))
def test_a_bad_fact_file_that_is_json_is_invalid(validators, name):
    try:
        document = json.loads((BAD / name).read_bytes(), parse_constant=lambda _: "no number")
    except (ValueError, RecursionError):
        return  # no JSON at all
    assert not validators["facts"].is_valid(document)


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_bundled_rule_files_are_valid(validators, path):
    validators["rules"].validate(YAML(typ="safe", pure=True).load(path))


@pytest.mark.parametrize(
    "name", ["missing-key", "unknown-key", "wrong-basis", "effort-too-high", "missing-translation", "list-for-map"]
)
def test_a_rule_file_of_the_wrong_shape_is_invalid(validators, name):
    (path,) = (ROOT / "tests" / "data" / "bad" / "rules" / name).iterdir()
    assert not validators["rules"].is_valid(YAML(typ="safe", pure=True).load(path))


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_results_are_valid_and_a_changed_result_is_not(kb, validators, path):
    result = kb.assess(path).model_dump(mode="json")
    validators["result"].validate(result)
    assert not validators["result"].is_valid(result | {"extra": 1})
    assert not validators["result"].is_valid(result | {"version": "1"})
    del result["receipt"]
    assert not validators["result"].is_valid(result)
