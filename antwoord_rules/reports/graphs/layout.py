"""Where each node of a graph stands: a column a layer, and within a column near what it is joined to, so that few edges cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from antwoord_rules.reports.graphs.graph import Graph, Node
from antwoord_rules.reports.rulebook.entries import Kind

_FIRST: Final = frozenset[Kind]({"fact", "collection", "norm"})
_LAST: Final = frozenset[Kind]({"phase", "measure"})
_SWEEPS: Final = 12


class Layout(NamedTuple):
    """The columns from left to right, each from top to bottom, and the height of each node in rows (not whole numbers)."""

    columns: tuple[tuple[Node, ...], ...]
    heights: Mapping[str, float]
    rows: int


def layout(graph: Graph) -> Layout:
    """The layout of a graph; the same graph always gets the same."""
    columns = _columns(graph)
    rows = max((len(column) for column in columns), default=0)
    column_of = {node.id: number for number, column in enumerate(columns) for node in column}
    joined: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        if column_of[edge.source] != column_of[edge.target]:
            joined[edge.source].append(edge.target)
            joined[edge.target].append(edge.source)
    heights = {
        node.id: (place + 0.5) * rows / len(column) for column in columns for place, node in enumerate(column)
    }  # in the order of the rule files, which keep together what belongs together
    for sweep in range(_SWEEPS):
        for number in range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns))):
            wanted = {node.id: _mean([heights[near] for near in joined[node.id]], heights[node.id]) for node in columns[number]}
            columns[number] = _ordered(columns[number], wanted)
            settled = _spread([wanted[node.id] for node in columns[number]], rows)
            heights |= {node.id: height for node, height in zip(columns[number], settled, strict=True)}
    return Layout(tuple(map(tuple, columns)), heights, rows)


def _columns(graph: Graph) -> list[list[Node]]:
    """Facts, derived facts, rules by how far they chain, phases, measures; no column is empty."""
    kinds = {node.id: node.kind for node in graph.nodes}
    reads: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        if kinds[edge.source] not in _FIRST | _LAST | {"derived"}:
            reads[edge.target].append(edge.source)
    depths: dict[str, int] = {}
    for node in graph.nodes:
        _deepen(node.id, reads, depths)
    by_layer: dict[tuple[int, int], list[Node]] = {}
    for node in graph.nodes:
        by_layer.setdefault(_layer(node, depths[node.id]), []).append(node)
    return [by_layer[layer] for layer in sorted(by_layer)]


def _layer(node: Node, depth: int) -> tuple[int, int]:
    if node.kind in _FIRST:
        return (0, 0)
    if node.kind == "derived":
        return (1, 0)
    if node.kind in _LAST:
        return (3, 0 if node.kind == "phase" else 1)
    return (2, depth)


def _deepen(name: str, reads: Mapping[str, Sequence[str]], depths: dict[str, int]) -> None:
    """Work out how many rules a rule stands on at most. Chains can be longer than Python's stack, so no recursion."""
    waiting = [name]
    while waiting:
        here = waiting[-1]
        todo = [read for read in reads[here] if read not in depths]
        if here not in depths and todo:
            waiting += todo
        else:
            depths[here] = 1 + max((depths[read] for read in reads[here]), default=-1)
            waiting.pop()


def _ordered(column: Iterable[Node], wanted: Mapping[str, float]) -> list[Node]:
    """By wanted height; phases by number, as they are a ladder."""
    return sorted(column, key=lambda node: (float(node.phase or 0) if node.kind == "phase" else wanted[node.id], node.id))


def _spread(wanted: Sequence[float], rows: int) -> list[float]:
    """The nearest heights to these (in their order) that are a row apart and stay within the picture."""
    settled: list[float] = []
    for place, height in enumerate(wanted):
        settled.append(max(height, 0.5 + place, settled[-1] + 1 if settled else 0.5))
    for place in reversed(range(len(settled))):
        below = settled[place + 1] - 1 if place + 1 < len(settled) else rows - 0.5
        settled[place] = min(settled[place], below)
    return settled


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
