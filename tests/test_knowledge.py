"""The bundled knowledge base says what the domain inventory says: held against a table of the tests, not against the YAML."""

from __future__ import annotations

import re

import pytest

from antwoord_rules.knowledge.conditions import All, Any, Comparison, Norm, Not, Operator
from antwoord_rules.knowledge.references import Basis
from antwoord_rules.language import Text
from tests.inventory import BLOCKS, ROWS

WORDS = {Operator.EQUALS: "=", Operator.AT_LEAST: ">=", Operator.AT_MOST: "<="}


def written(condition, *, assignments: bool = False) -> str:
    """A condition in the notation of the table."""
    match condition:
        case All(parts):
            return " and ".join(written(part) for part in parts)
        case Any(parts):
            return " or ".join(written(part) for part in parts)
        case Not(part):
            return f"not ({written(part)})"
        case Comparison(fact, Operator.EQUALS, True):
            return fact
        case Comparison(fact, Operator.EQUALS, False) if assignments:
            return f"not {fact}"
        case Comparison(fact, operator, value):
            return f"{fact} {WORDS[operator]} {value.id if isinstance(value, Norm) else value}"
    raise AssertionError(condition)


def names(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(part.strip() for part in cell.split(","))


def test_the_facts_are_those_of_the_inventory_in_its_order(kb):
    found = [
        [
            fact.id,
            fact.type.value,
            "-" if fact.if_absent is None else str(fact.if_absent),
            "-" if fact.indicator is None else fact.indicator.at_most or "yes",
        ]
        for fact in kb.base.vocabulary.facts
    ]
    assert found == ROWS["facts"]


def test_a_front_office_has_the_attributes_of_the_inventory(kb):
    (collection,) = kb.base.vocabulary.collections
    found = [[a.id, a.type.value, "yes" if a.indicator else "-"] for a in collection.attributes]
    assert (collection.id, collection.key) == ("frontoffices", "naam")
    assert found == ROWS["attributes"]


def test_the_norms_are_those_of_the_inventory(kb):
    found = [[n.id, str(n.type.to_people(n.value)), n.type.value, n.basis.value] for n in kb.base.norms]
    assert sorted(found) == sorted(ROWS["norms"])


def test_the_criteria_are_those_of_the_inventory_in_its_order(kb):
    found = [[c.id, c.block, written(c.when), c.basis.value] for c in kb.base.criteria]
    assert found == [[name, BLOCKS[block], condition, basis] for name, block, condition, basis in ROWS["criteria"]]


def test_the_limits_are_those_of_the_inventory(kb):
    assert [[limit.id, written(limit.when), limit.basis.value] for limit in kb.base.limits] == ROWS["limits"]


def test_the_challenges_are_those_of_the_inventory_in_its_order(kb):
    found = [[c.id, c.block, written(c.when), c.basis.value] for c in kb.base.challenges]
    assert found == [[name, BLOCKS[block], condition, basis] for name, block, condition, basis in ROWS["challenges"]]


def test_the_measures_are_those_of_the_inventory_in_its_order(kb):
    found = [
        (
            m.id,
            str(m.phase),
            m.addresses,
            tuple(written(effect, assignments=True) for effect in m.effects),
            m.requires,
            str(m.effort),
            str(m.months),
            m.basis.value,
        )
        for m in kb.base.measures
    ]
    assert found == [
        (
            f"maatregel_{name}",
            phase,
            names(addresses),
            names(effects),
            tuple(f"maatregel_{required}" for required in names(requires)),
            effort,
            months,
            basis,
        )
        for name, phase, addresses, effects, requires, effort, months, basis in ROWS["measures"]
    ]


def test_the_crosswalk_to_egem_is_that_of_the_inventory_and_approximate(kb):
    found = [[str(row.phase), ", ".join(map(str, row.plateaus))] for row in kb.base.plateaus]
    assert found == ROWS["plateaus"]
    assert all(row.approximate and row.basis is Basis.BRON for row in kb.base.plateaus)
    assert kb.base.plateau_scope is not None


def test_the_rule_of_a_phase_stands_in_the_file_of_that_phase(kb):
    for rule in kb.base.rules.values():
        assert re.search(rf"phase-{rule.phase}-", rule.place.file), rule.id


def test_phases_have_their_names(kb):
    assert [phase.name.nl for phase in kb.base.phases] == [
        "Dienst heeft Antwoord©",
        "Kanaal heeft Antwoord©",
        "Front-office heeft Antwoord©",
        "Gemeente heeft Antwoord©",
        "Overheid heeft Antwoord©",
    ]


def texts_in(thing, path="") -> list[tuple[str, Text]]:
    if isinstance(thing, Text):
        return [(path, thing)]
    if hasattr(thing, "_fields"):
        return [found for name in thing._fields for found in texts_in(getattr(thing, name), f"{path}.{name}")]
    if isinstance(thing, tuple):
        return [found for i, part in enumerate(thing) for found in texts_in(part, f"{path}[{getattr(part, 'id', i)}]")]
    return []


def all_texts(base) -> list[tuple[str, Text]]:
    things = {
        **{
            name: getattr(base, name) for name in ("norms", "phases", "criteria", "limits", "challenges", "measures", "documents")
        },
        **{name: getattr(base.vocabulary, name) for name in ("blocks", "groups", "facts", "collections", "derived")},
        "plateaus": base.plateaus,
        "scope": base.plateau_scope,
    }
    return [found for name, thing in things.items() for found in texts_in(thing, name)]


def test_every_text_exists_in_dutch_and_in_english(kb):
    found = all_texts(kb.base)
    assert len(found) > 600
    for path, text in found:
        assert text.nl.strip(), path
        assert text.en.strip(), path
    sentences = [(path, text) for path, text in found if len(text.nl.split()) > 6]
    assert [path for path, text in sentences if text.nl == text.en] == []


def test_every_boolean_fact_says_when_a_municipality_may_answer_yes(kb):
    booleans = [fact for fact in kb.base.vocabulary.facts if fact.type.value == "boolean"]
    for fact in booleans:
        assert re.search(r"\bja\b", fact.help.nl, re.IGNORECASE), fact.id
        assert re.search(r"\byes\b", fact.help.en, re.IGNORECASE), fact.id
        assert fact.question.nl.endswith("?"), fact.id


def test_what_the_source_leaves_blank_is_marked_blank(kb):
    page = kb.base.document_by_id["fasen-van-antwoord"]
    blank = {(section.id, item.id) for section in page.sections for item in section.items if item.blank}
    assert blank == {("fase-2", "uitdagingen"), *((f"fase-{n}", "maatregelen") for n in (2, 3, 4, 5))}


def test_every_statement_has_its_provenance(kb):
    base = kb.base
    indicators = [fact.indicator for fact in base.vocabulary.facts if fact.indicator]
    for thing in (*base.rules.values(), *base.norms, *base.plateaus, base.plateau_scope, *indicators):
        if thing.basis is not Basis.EIGEN:
            assert thing.sources, thing
        if thing.basis is Basis.BRON:
            assert thing.reading, thing
            assert any(source.document == "fasen-van-antwoord" for source in thing.sources), thing


def test_a_reference_to_a_blank_item_is_never_basis_bron(kb):
    page = kb.base.document_by_id["fasen-van-antwoord"]
    blank = {(section.id, item.id) for section in page.sections for item in section.items if item.blank}
    for rule in kb.base.rules.values():
        for source in rule.sources:
            if rule.basis is Basis.BRON:
                assert (source.section, source.item) not in blank, rule.id


@pytest.mark.parametrize("kind", ["criteria", "challenges", "measures", "limits"])
def test_labels_are_unique_so_that_a_reader_can_tell_rules_apart(kb, kind):
    for language in ("nl", "en"):
        labels = [rule.label.to(language) for rule in getattr(kb.base, kind)]
        assert len(set(labels)) == len(labels)
