"""The JSON Schemas: generated, up to date, and of one mind with the readers."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from ruamel.yaml import YAML

from antwoord_rules import KnowledgeBase, rule_schemas, schemas
from antwoord_rules.commands.schema import RULE_FILES
from antwoord_rules.commands.usage import to_json
from tests.conftest import FACTS, ROOT
from tests.test_facts import BAD

# What is wrong in these files can't be said in JSON Schema.
BEYOND_A_SCHEMA = {"duplicate-key.json", "decimals.json", "front-offices.json", "lone-surrogate.json", "too-deep.json"}


@pytest.fixture(scope="module")
def validators(kb):
    made = {"facts": schemas.facts_schema(kb.base.vocabulary), "result": schemas.result_schema()}
    made |= {kind: rule_schemas.rule_file_schema(kind, kb.base) for kind in rule_schemas.RULE_FILES}
    for schema in made.values():
        Draft202012Validator.check_schema(schema)
    return {name: Draft202012Validator(schema, format_checker=FormatChecker()) for name, schema in made.items()}


@pytest.mark.parametrize("name", ["facts", "result", *rule_schemas.RULE_FILES])
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


def test_the_command_offers_every_schema_of_rule_files():
    assert {"rules", *RULE_FILES} == set(rule_schemas.RULE_FILES)


def loaded(path):
    return YAML(typ="safe", pure=True).load(path)


def kind_of(path) -> str:
    """The kind of a rule file, which its name says."""
    return "phase" if path.name.startswith("phase-") else path.stem


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_bundled_rule_files_are_valid(validators, path):
    for kind in ("rules", kind_of(path)):
        validators[kind].validate(loaded(path))


@pytest.mark.parametrize("path", sorted((ROOT / "tests/data/rules/small").glob("*.yaml")), ids=lambda path: path.stem)
def test_names_that_only_another_folder_knows_are_valid(validators, path):
    for kind in ("rules", kind_of(path)):
        validators[kind].validate(loaded(path))


@pytest.mark.parametrize(
    "name",
    [
        "missing-key",
        "unknown-key",
        "wrong-basis",
        "effort-too-high",
        "missing-translation",
        "list-for-map",
        "empty-any",
        "any-of-no-list",
        "empty-condition",
        "effect-on-conclusion",
        "norm-shape",
        "unknown-test",
        "unknown-type",
        "norm-date",
        "year-as-text",
    ],
)
def test_a_rule_file_of_the_wrong_shape_is_invalid(validators, name):
    (path,) = (ROOT / "tests" / "data" / "bad" / "rules" / name).iterdir()
    assert not validators["rules"].is_valid(loaded(path))
    assert not validators[kind_of(path)].is_valid(loaded(path))


@pytest.mark.parametrize("kind", ["phase", "vocabulary", "norms", "sources", "egem-plateaus", "properties"])
def test_a_file_of_another_kind_is_invalid(validators, kind):
    for path in (ROOT / "rules").glob("*.yaml"):
        assert validators[kind].is_valid(loaded(path)) == (kind_of(path) == kind)


def with_condition(condition):
    """A phase file with one criterion."""
    text = {"nl": "x", "en": "x"}
    criterion = {"id": "c", "block": "b", "label": text, "because": text, "basis": "eigen", "when": condition}
    return {"phase": 1, "criteria": [criterion]}


@pytest.mark.parametrize(
    "condition",
    [
        {"kanalen.samenhangend_bestuurd": False},
        {"kanalen.samenhangend_bestuurd": {"differs": True}},
        {"kanalen.telefoon.ingangen": 1},
        {"kanalen.telefoon.ingangen": {"at_least": 1, "below": 4}},
        {"kanalen.telefoon.wachttijd": {"at_most": {"norm": "norm_wachttijd_telefoon"}}},
        {"zaakafhandeling.direct_afgehandeld": {"at_least": 82.5}},
        {"frontoffices.aantal": {"above": 1}},
        {"criterium_1_bereikbaar": True, "fase_2": {"equals": False}},
        {"any": [{"not": {"kanalen.post.ingangen": 0}}, {"all": [{"ons.eigen_feit": {"at_least": 1.5}}]}]},
    ],
)
def test_a_test_that_fits_its_fact_is_valid(validators, condition):
    validators["phase"].validate(with_condition(condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"kanalen.samenhangend_bestuurd": "ja"},
        {"kanalen.samenhangend_bestuurd": 1},
        {"kanalen.samenhangend_bestuurd": {"at_least": 1}},
        {"kanalen.telefoon.ingangen": True},
        {"kanalen.telefoon.ingangen": 1.5},
        {"kanalen.telefoon.ingangen": {"minstens": 1}},
        {"kanalen.telefoon.ingangen": {}},
        {"zaakafhandeling.direct_afgehandeld": {"at_least": 101}},
        {"frontoffices.geisoleerd": 0},
        {"criterium_1_bereikbaar": "yes"},
        {"any": [{"not": {"kanalen.post.ingangen": "0"}}]},
        {"ons.eigen_feit": "veel"},
    ],
)
def test_a_test_that_does_not_fit_its_fact_is_invalid_however_deep_it_stands(validators, condition):
    assert not validators["phase"].is_valid(with_condition(condition))


def test_editors_are_told_what_each_fact_and_conclusion_means(kb, validators):
    condition = validators["phase"].schema["$defs"]["Condition"]["properties"]
    effects = validators["phase"].schema["$defs"]["Effects"]["properties"]
    for fact in kb.base.vocabulary.facts:
        assert condition[fact.id]["title"] == effects[fact.id]["title"] == fact.label.nl
        assert condition[fact.id]["description"] == f"{fact.help.nl} ({fact.type.allowed.nl})"
    readable = {thing.id for thing in (*kb.base.phases, *kb.base.criteria, *kb.base.limits, *kb.base.challenges)}
    assert readable <= set(condition)
    assert not readable & set(effects)
    assert not {measure.id for measure in kb.base.measures} & set(condition)


def test_editors_can_complete_every_name(kb, validators):
    def offered(kind, shape, key):
        found = validators[kind].schema["$defs"][shape]["properties"][key]
        return set((found.get("items") or found)["anyOf"][0]["enum"])

    base = kb.base
    assert offered("phase", "CriterionShape", "block") == {block.id for block in base.vocabulary.blocks}
    assert offered("vocabulary", "FactShape", "group") == {group.id for group in base.vocabulary.groups}
    assert offered("phase", "MeasureShape", "requires") == {measure.id for measure in base.measures}
    addressed = {rule.id for rules in (base.criteria, base.challenges) for rule in rules}
    assert offered("phase", "MeasureShape", "addresses") == addressed
    assert offered("norms", "ReferenceShape", "document") == set(base.document_by_id)
    assert "fase_3" in validators["phase"].schema["properties"]["replaces"]["items"]["anyOf"][0]["enum"]


def test_the_schema_knows_the_names_of_an_overlay(tmp_path):
    text = "{nl: Een eigen vraag, en: A question of ours}"
    (tmp_path / "vocabulary.yaml").write_text(
        f"facts:\n  - {{id: ons.feit, type: boolean, group: kanalen, label: {text}, question: {text}, help: {text}}}\n",
        encoding="utf-8",
    )
    base = KnowledgeBase.load("bundled", tmp_path).base
    validator = Draft202012Validator(rule_schemas.rule_file_schema("phase", base))
    assert validator.is_valid(with_condition({"ons.feit": True}))
    assert not validator.is_valid(with_condition({"ons.feit": 2}))


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_results_are_valid_and_a_changed_result_is_not(kb, validators, path):
    result = kb.assess(path).model_dump(mode="json")
    validators["result"].validate(result)
    assert not validators["result"].is_valid(result | {"extra": 1})
    assert not validators["result"].is_valid(result | {"version": "1"})
    del result["receipt"]
    assert not validators["result"].is_valid(result)


def test_the_schema_of_cases_takes_the_bundled_cases_and_refuses_wrong_ones(kb):
    schema = rule_schemas.rule_file_schema("cases", kb.base)
    validator = Draft202012Validator(schema)
    Draft202012Validator.check_schema(schema)
    for path in sorted((ROOT / "rules" / "cases").glob("*.yaml")):
        validator.validate(YAML(typ="safe").load(path))
    good = {"id": "a", "because": {"nl": "x", "en": "x"}, "given": {"kanalen.telefoon.ingangen": 1}, "expect": {"phase": 1}}
    assert validator.is_valid({"cases": [good]})
    for wrong in (
        {"given": {"kanalen.telefoon.ingangen": "1"}},
        {"expect": {"phase": 6}},
        {"expect": {"status": {"criterium_2_een_telefoonnummer": "open"}}},
        {"verwacht": {}},
        {"id": "A B"},
    ):
        assert not validator.is_valid({"cases": [good | wrong]}), wrong
