"""What depends on what: facts, rules, phases and measures as a graph, and the graph in DOT. `graph_svg` draws it as a picture.

An edge points from what is read to what reads it; a measure points to nothing but the measures that require it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.knowledge.conditions import leaves
from antwoord_rules.knowledge.rules import Criterion, Measure, Phase, RuleBase, norms_in
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean
from antwoord_rules.reports.rulebook.entries import KINDS, Entry, Kind, everything, find, kind_of, label_of

Link: TypeAlias = Literal["reads", "counts", "addresses", "requires"]
"""`counts` leads to a phase: from its criteria and from the phase below. The other links are what their names say."""

LINKS: Final[Mapping[Link, Text]] = {
    "reads": Text("wordt gelezen door", "is read by"),
    "counts": Text("telt mee voor de fase", "counts for the phase"),
    "addresses": Text("wordt aangepakt door", "is addressed by"),
    "requires": Text("is eerst nodig voor", "is required first by"),
}
_SHAPES: Final[Mapping[Kind, str]] = {
    "fact": "ellipse",
    "collection": "folder",
    "derived": "ellipse, style=dashed",
    "norm": "note",
    "derivation": "box, style=dashed",
    "criterion": "box",
    "challenge": "hexagon",
    "limit": "octagon",
    "phase": "box, style=bold",
    "measure": "house",
}
_LONGEST: Final = 200
_STYLES: Final[Mapping[Link, str]] = {"reads": "solid", "counts": "bold", "addresses": "dashed", "requires": "dotted"}


class Node(NamedTuple):
    """A fact, a rule, a phase or a measure; `phase` is the phase that it stands with, if it does."""

    id: str
    kind: Kind
    label: Text
    phase: int | None


class Edge(NamedTuple):
    """What the target depends on, and how."""

    source: str
    target: str
    link: Link


class Graph(NamedTuple):
    """Every edge joins two of the nodes; `about` is the node that the graph is the neighbourhood of."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    about: str | None


def graph(base: RuleBase, about: str | None = None) -> Graph:
    """The whole base, or all that one id depends on and all that depends on it; raises `UsageError` for an unknown id."""
    edges = tuple(dict.fromkeys(_edges(base)))
    kept = everything(base)
    if about is not None:
        name = find(base, about).id
        near = _reached(name, [(e.source, e.target) for e in edges]) | _reached(name, [(e.target, e.source) for e in edges])
        kept = {key: thing for key, thing in kept.items() if key in near}
    nodes = tuple(_node(thing) for thing in kept.values())
    return Graph(nodes, tuple(e for e in edges if e.source in kept and e.target in kept), about)


def dot(found: Graph, language: Language) -> str:
    """The graph in the language of Graphviz."""
    lines = ["digraph antwoord {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for node in found.nodes:
        text = f"{kind_text(node, language)}\n{clean(node.label.to(language), _LONGEST)}\n{node.id}"
        width = ", penwidth=3" if node.id == found.about else ""
        lines.append(f"  {_quoted(node.id)} [label={_quoted(text)}, shape={_SHAPES[node.kind]}{width}];")
    for edge in found.edges:
        tip = _quoted(LINKS[edge.link].to(language))
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [style={_STYLES[edge.link]}, tooltip={tip}];")
    return "\n".join([*lines, "}"]) + "\n"


def kind_text(node: Node, language: Language) -> str:
    """What a node is, and the phase that it stands with."""
    kind = KINDS[node.kind].to(language)
    if node.phase is None:
        return kind
    return f"{kind} {node.phase}" if node.kind == "phase" else f"{kind}, {KINDS['phase'].to(language)} {node.phase}"


def _edges(base: RuleBase) -> Iterator[Edge]:
    for derived in base.vocabulary.derived:
        yield Edge(derived.collection, derived.id, "reads")
    for rule in base.rules.values():
        if not isinstance(rule, Measure):
            yield from (Edge(leaf.reads, rule.id, "reads") for leaf in leaves(rule.when))
        yield from (Edge(norm, rule.id, "reads") for norm in sorted(norms_in(rule)))
        if isinstance(rule, Criterion):
            yield Edge(rule.id, f"fase_{rule.phase}", "counts")
    for fact in base.vocabulary.facts:
        if fact.indicator is not None and fact.indicator.at_most is not None:
            yield Edge(fact.indicator.at_most, fact.id, "reads")
    for below, phase in zip(base.phases, base.phases[1:], strict=False):
        yield Edge(below.id, phase.id, "counts")
    for measure in base.measures:
        yield from (Edge(name, measure.id, "addresses") for name in measure.addresses)
        yield from (Edge(name, measure.id, "requires") for name in measure.requires)


def _reached(start: str, steps: Iterable[tuple[str, str]]) -> frozenset[str]:
    """What can be reached from the start, itself included."""
    onward: dict[str, list[str]] = {}
    for here, there in steps:
        onward.setdefault(here, []).append(there)
    seen, waiting = {start}, [start]
    while waiting:
        new = [there for there in onward.get(waiting.pop(), ()) if there not in seen]
        seen.update(new)
        waiting += new
    return frozenset(seen)


def _node(thing: Entry) -> Node:
    phase = thing.number if isinstance(thing, Phase) else getattr(thing, "phase", None)
    return Node(thing.id, kind_of(thing), label_of(thing), phase)


def _quoted(text: str) -> str:
    """A quoted string of DOT, in which nothing is an escape but the line ends."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
