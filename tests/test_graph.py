"""The graph of what depends on what: its edges, its neighbourhoods, and its two pictures."""

from __future__ import annotations

import re
from itertools import pairwise, product
from xml.etree import ElementTree as ET

import pytest

from antwoord_rules import KnowledgeBase
from antwoord_rules.errors import UsageError
from antwoord_rules.knowledge.conditions import leaves
from antwoord_rules.language import Text
from antwoord_rules.reports.graphs.graph import Edge, Graph, Node, dot, graph
from antwoord_rules.reports.graphs.layout import layout
from antwoord_rules.reports.graphs.svg import svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "x" ]]> \\ \x0b\ud800 {0} %s ' + "y" * 5000


@pytest.fixture(scope="module")
def whole(kb):
    return graph(kb.base)


def test_every_reading_of_a_condition_is_an_edge(kb, whole):
    for rules in (kb.base.criteria, kb.base.limits, kb.base.challenges, kb.base.derivations):
        for rule in rules:
            assert {Edge(leaf.reads, rule.id, "reads") for leaf in leaves(rule.when)} <= set(whole.edges)


def test_the_edges_say_how_one_thing_depends_on_another(whole):
    for edge in (
        Edge("frontoffices", "frontoffices.aantal", "reads"),
        Edge("frontoffices.aantal", "criterium_3_een_frontoffice", "reads"),
        Edge("norm_direct_afgehandeld", "uitdaging_3_direct_afhandelen", "reads"),
        Edge("norm_wachttijd_telefoon", "kanalen.telefoon.wachttijd", "reads"),
        Edge("criterium_2_een_website", "fase_2", "counts"),
        Edge("fase_2", "fase_3", "counts"),
        Edge("uitdaging_2_kanalen_besturen", "maatregel_kanaalsturing", "addresses"),
        Edge("maatregel_afstemming_diensten", "maatregel_kanaalsturing", "requires"),
    ):
        assert whole.edges.count(edge) == 1
    names = {node.id for node in whole.nodes}
    assert all({edge.source, edge.target} <= names for edge in whole.edges)


def test_a_neighbourhood_is_all_that_an_id_depends_on_and_all_that_depends_on_it(kb):
    found = graph(kb.base, "criterium_3_kanalen_in_samenhang")
    names = {node.id for node in found.nodes}
    assert {"kanalen.samenhangend_bestuurd", "fase_3", "fase_4", "fase_5", "maatregel_kanaalsturing"} <= names
    assert not {"fase_2", "uitdaging_2_kanalen_besturen", "kanalen.telefoon.ingangen"} & names
    assert {"frontoffices", "fase_1"} <= {node.id for node in graph(kb.base, "fase_2").nodes}
    assert [node.id for node in graph(kb.base, "kanalen.informatie_andere_overheden").nodes] == [
        "kanalen.informatie_andere_overheden"
    ]


def test_an_unknown_id_is_wrong_usage_with_a_suggestion(kb):
    with pytest.raises(UsageError) as caught:
        graph(kb.base, "criterium_2_een_webiste")
    assert "criterium_2_een_website" in caught.value.render("nl")


@pytest.mark.parametrize("about", [None, "fase_3", "zaakafhandeling.regie"])
def test_no_two_boxes_overlap_and_all_stand_within_the_picture(kb, about):
    found = graph(kb.base, about)
    placed = layout(found)
    assert sorted(node.id for column in placed.columns for node in column) == sorted(node.id for node in found.nodes)
    for column in placed.columns:
        heights = [placed.heights[node.id] for node in column]
        assert all(below - above >= 1 - 1e-9 for above, below in pairwise(heights))
        assert 0.5 - 1e-9 <= heights[0] <= heights[-1] <= placed.rows - 0.5 + 1e-9


def test_columns_go_from_facts_to_measures_and_phases_climb(whole):
    columns = layout(whole).columns
    assert [column[0].kind for column in columns][-2:] == ["phase", "measure"]
    assert {node.kind for node in columns[0]} == {"fact", "collection", "norm"}
    assert [node.id for node in columns[-2]] == ["fase_1", "fase_2", "fase_3", "fase_4", "fase_5"]


def test_rules_that_chain_stand_in_columns_of_their_own_however_long_the_chain():
    names = [f"regel_{number:04}" for number in range(2000)]
    nodes = tuple(Node(name, "derivation", Text(name, name), None) for name in reversed(names))
    edges = tuple(Edge(here, there, "reads") for here, there in pairwise(names))
    assert [column[0].id for column in layout(Graph(nodes, edges, None)).columns] == names


@pytest.mark.parametrize(("about", "language"), [*product([None, "fase_3", "frontoffices"], ["nl", "en"])])
def test_the_picture_is_xml_that_names_every_node_and_needs_nothing_from_elsewhere(kb, about, language):
    found = graph(kb.base, about)
    text = svg(found, language)
    root = ET.fromstring(text)
    titles = {title.text for title in root.iter(f"{SVG}title")}
    for node in found.nodes:
        assert f"{node.label.to(language)} ({node.id})" in titles
    assert len(root.findall(f"{SVG}g/{SVG}desc")) == len(found.nodes)
    assert len([path for path in root.findall(f"{SVG}path") if path.find(f"{SVG}title") is not None]) == len(found.edges)
    assert not re.search(r"href|@import|<script|<style|url\((?!#)", text)


def test_kinds_and_links_are_told_apart_without_colour(whole):
    text = svg(whole, "nl")
    root = ET.fromstring(text)
    patterns = {
        path.get("marker-end"): path.get("stroke-dasharray") for path in root.iter(f"{SVG}path") if path.get("marker-end")
    }
    assert patterns["url(#reads)"] is patterns["url(#counts)"] is None
    assert patterns["url(#addresses)"] != patterns["url(#requires)"]
    widths = {path.get("marker-end"): path.get("stroke-width") for path in root.iter(f"{SVG}path")}
    assert widths["url(#reads)"] != widths["url(#counts)"]
    for word in ("norm", "lijst", "afgeleid feit", "criterium, fase 2", "uitdaging, fase 1", "beperking, fase 4", "fase 5"):
        assert f">{word}</text>" in text


def test_the_same_rules_give_the_same_bytes(kb):
    again = KnowledgeBase.load().base
    for about in (None, "fase_4"):
        assert svg(graph(kb.base, about), "nl") == svg(graph(again, about), "nl")
        assert dot(graph(kb.base, about), "nl") == dot(graph(again, about), "nl")


def test_a_hostile_label_comes_out_as_text_and_does_not_break_the_picture():
    text = Text(HOSTILE, HOSTILE)
    found = Graph((Node("a.b", "fact", text, None), Node("c", "limit", text, 1)), (Edge("a.b", "c", "reads"),), "c")
    picture = svg(found, "nl")
    assert picture.encode()
    root = ET.fromstring(picture)
    assert not list(root.iter(f"{SVG}script"))
    assert max(len(shown.text or "") for shown in root.iter(f"{SVG}text")) < 200
    written = dot(found, "nl")
    assert written.encode()
    assert '\\"x\\" ]]> \\\\ ' in written
    for line in written.splitlines()[3:-1]:
        assert len(re.findall(r'(?<!\\)"', line.replace("\\\\", ""))) % 2 == 0


def test_dot_marks_measures_as_dashed_and_what_they_require_as_dotted(kb, whole):
    written = dot(whole, "nl")
    assert '"uitdaging_2_kanalen_besturen" -> "maatregel_kanaalsturing" [style=dashed' in written
    assert '"maatregel_afstemming_diensten" -> "maatregel_kanaalsturing" [style=dotted' in written
    assert written.count(" -> ") == len(whole.edges)
    assert "maatregel, fase 2" in written
    assert "measure, phase 2" in dot(whole, "en")
    assert '"fase_3" [' in dot(graph(kb.base, "fase_3"), "nl")


def test_an_empty_base_makes_an_empty_picture():
    ET.fromstring(svg(Graph((), (), None), "nl"))
