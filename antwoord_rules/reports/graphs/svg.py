"""The graph as an SVG picture that needs nothing else: no script, no font, no style sheet from elsewhere.

Kinds are told apart by shape and by a word, links by the pattern of the line: colour (of Okabe and Ito's palette, which the
colour-blind can tell apart) only repeats it. Each node and edge has a title, and each node says what it depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Final, NamedTuple

from antwoord_rules.language import Language, Text
from antwoord_rules.reports.graphs.graph import LINKS, Edge, Graph, Link, Node, kind_text
from antwoord_rules.reports.graphs.layout import Layout, layout
from antwoord_rules.reports.rulebook.entries import Kind

_WIDTH, _HEIGHT, _ROW, _BETWEEN = 250, 50, 62, 150
_MARGIN, _TOP, _BOTTOM = 24, 84, 56
_SWING: Final = 110
"""How far an edge within a column may swing out to the right."""
_CHARACTERS: Final = 35
_LABEL_LINES: Final = 2
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TITLE: Final = Text("Wat waarvan afhangt", "What depends on what")
_ABOUT: Final = Text("Wat waarvan afhangt, rond ‘{label}’", "What depends on what, around ‘{label}’")
_DESCRIPTION: Final = Text(
    "Van links naar rechts: feiten, conclusies, fasen en maatregelen. Een pijl loopt van wat gelezen wordt naar wat het leest.",
    "From left to right: facts, conclusions, phases and measures. An arrow runs from what is read to what reads it.",
)
_DEPENDS: Final = Text("Hangt af van: {names}.", "Depends on: {names}.")
_USED: Final = Text("Hiervan hangt af: {names}.", "Depends on this: {names}.")
_COLUMNS: Final[Mapping[Kind, Text]] = {
    "fact": Text("Feiten en normen", "Facts and norms"),
    "derived": Text("Afgeleide feiten", "Derived facts"),
    "criterion": Text("Conclusies", "Conclusions"),
    "phase": Text("Fasen", "Phases"),
    "measure": Text("Maatregelen", "Measures"),
}
_FILLS: Final[Mapping[Kind, str]] = {
    "fact": "#ffffff",
    "collection": "#ffffff",
    "derived": "#ffffff",
    "norm": "#f7f3d0",
    "derivation": "#eeeeee",
    "criterion": "#dcebf7",
    "challenge": "#fbe6d4",
    "limit": "#f3dfec",
    "phase": "#cfcfcf",
    "measure": "#d9f0e7",
}


class _Line(NamedTuple):
    colour: str
    width: float
    dashes: str


_LINES: Final[Mapping[Link, _Line]] = {
    "reads": _Line("#555555", 1.1, ""),
    "counts": _Line("#0072b2", 2.2, ""),
    "addresses": _Line("#b34700", 1.3, "8 5"),
    "requires": _Line("#00694d", 1.8, "2 4"),
}


def svg(graph: Graph, language: Language) -> str:
    """The picture. The same graph gives the same bytes."""
    return "\n".join(_svg(graph, layout(graph), language)) + "\n"


def _svg(graph: Graph, placed: Layout, language: Language) -> Iterator[str]:
    width = 2 * _MARGIN + len(placed.columns) * (_WIDTH + _BETWEEN) - _BETWEEN + _SWING
    width = max(width, 2 * _MARGIN + len(LINKS) * _LEGEND)
    height = _TOP + placed.rows * _ROW + _BOTTOM
    by_id = {node.id: node for node in graph.nodes}
    title = _TITLE.to(language)
    if graph.about is not None:
        title = _ABOUT.to(language).format(label=_short(by_id[graph.about].label.to(language), 80))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'lang="{language}" role="graphics-document" aria-labelledby="title" aria-describedby="description" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12">'
    )
    yield f'<title id="title">{_text(title)}</title>'
    yield f'<desc id="description">{_text(_DESCRIPTION.to(language))}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield "<defs>"
    for link, line in _LINES.items():
        yield (
            f'<marker id="{link}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{line.colour}"/></marker>'
        )
    yield "</defs>"
    yield f'<text x="{_MARGIN}" y="34" font-size="18" font-weight="bold">{_text(title)}</text>'
    corners = {
        node.id: (_MARGIN + number * (_WIDTH + _BETWEEN), _TOP + placed.heights[node.id] * _ROW - _HEIGHT / 2)
        for number, column in enumerate(placed.columns)
        for node in column
    }
    for number, column in enumerate(placed.columns):
        heading = next((_COLUMNS[node.kind] for node in column if node.kind in _COLUMNS), None)
        heading = heading or _COLUMNS["criterion" if column[0].kind in ("challenge", "limit", "derivation") else "fact"]
        x = _MARGIN + number * (_WIDTH + _BETWEEN)
        yield f'<text x="{x}" y="66" font-size="14" fill="#333333">{_text(heading.to(language))}</text>'
    for edge in graph.edges:
        yield _edge(edge, corners, by_id, language)
    for column in placed.columns:
        for node in column:
            yield from _node(node, corners[node.id], graph, by_id, language)
    yield from _legend(height - 24, language)
    yield "</svg>"


def _edge(edge: Edge, corners: Mapping[str, tuple[float, float]], by_id: Mapping[str, Node], language: Language) -> str:
    source, target = by_id[edge.source].label.to(language), by_id[edge.target].label.to(language)
    label = _short(f"{source}: {LINKS[edge.link].to(language)}: {target}", 400)
    path = _path(corners[edge.source], corners[edge.target], corners.values())
    return f'<path d="{path}" {_stroke(edge.link)} opacity="0.75"><title>{_text(label)}</title></path>'


def _path(source: tuple[float, float], target: tuple[float, float], corners: Iterable[tuple[float, float]]) -> str:
    """A curve between two boxes. It crosses a column in between where no box stands, so that it can't seem to end there."""
    (left, top), (x, y) = source, target
    start, end = top + _HEIGHT / 2, y + _HEIGHT / 2
    if left == x:  # within a column: out to the right and back
        out = x + _WIDTH + min(_SWING * 1.2, 30 + abs(end - start) * 0.12)
        return f"M{_n(x + _WIDTH)} {_n(start)}C{_n(out)} {_n(start)} {_n(out)} {_n(end)} {_n(x + _WIDTH)} {_n(end)}"
    onward = left < x
    here, there, step = (left + _WIDTH, x, _WIDTH) if onward else (left, x + _WIDTH, -_WIDTH)
    middles: dict[float, list[float]] = {}
    for column, corner in corners:
        if min(left, x) < column < max(left, x):
            middles.setdefault(column, []).append(corner + _HEIGHT / 2)
    at, height, path = here, start, f"M{_n(here)} {_n(start)}"
    for column in sorted(middles, reverse=not onward):
        enter = column if onward else column + _WIDTH
        between = _free(middles[column], start + (end - start) * (enter - here) / (there - here))
        path += f"{_curve(at, height, enter, between)}H{_n(enter + step)}"
        at, height = enter + step, between
    return path + _curve(at, height, there, end)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = (to_x - x) * 0.6
    return f"C{_n(x + bend)} {_n(y)} {_n(to_x - bend)} {_n(to_y)} {_n(to_x)} {_n(to_y)}"


def _free(middles: Sequence[float], height: float) -> float:
    """The nearest height at which no box of a column stands; halfway between two boxes that are a row apart."""
    room = _ROW / 2
    candidates = (height, *(middle + side for middle in middles for side in (-room, room)))
    free = (c for c in candidates if all(abs(c - middle) > room - 0.5 for middle in middles))
    return min(free, key=lambda c: (abs(c - height), c))


def _node(node: Node, corner: tuple[float, float], graph: Graph, by_id: Mapping[str, Node], language: Language) -> Iterator[str]:
    x, y = corner
    here = node.id == graph.about
    label = node.label.to(language)
    yield f'<g role="graphics-symbol"><title>{_text(_short(label, 400))} ({_text(node.id)})</title>'
    found = (
        (_DEPENDS, [by_id[edge.source] for edge in graph.edges if edge.target == node.id]),
        (_USED, [by_id[edge.target] for edge in graph.edges if edge.source == node.id]),
    )
    said = (
        text.to(language).format(names="; ".join(_short(n.label.to(language), 80) for n in near)) for text, near in found if near
    )
    yield f"<desc>{_text(' '.join((_capital(kind_text(node, language)) + '.', *said)))}</desc>"
    yield _shape(node.kind, x, y, 4.5 if here else 2.5 if node.kind == "phase" else 1.2)
    yield f'<text x="{_n(x + 14)}" y="{_n(y + 14)}" font-size="9" fill="#333333">{_text(kind_text(node, language))}</text>'
    lines = wrap(label, _CHARACTERS, max_lines=_LABEL_LINES, placeholder=" …")
    for number, line in enumerate(lines):
        first = 28 if len(lines) == _LABEL_LINES else 34
        weight = ' font-weight="bold"' if here or node.kind == "phase" else ""
        yield f'<text x="{_n(x + 14)}" y="{_n(y + first + 13.5 * number)}"{weight}>{_text(line)}</text>'
    yield "</g>"


def _shape(kind: Kind, x: float, y: float, width: float) -> str:
    """The outline of a kind; its content begins 14 from the left."""
    w, h = _WIDTH, _HEIGHT
    look = f'fill="{_FILLS[kind]}" stroke="#222222" stroke-width="{_n(width)}"'
    dashed = f'{look} stroke-dasharray="5 3"'
    corners: Mapping[Kind, tuple[tuple[float, float], ...]] = {
        "norm": ((0, 0), (w - 14, 0), (w, 14), (w, h), (0, h)),
        "challenge": ((10, 0), (w - 10, 0), (w, h / 2), (w - 10, h), (10, h), (0, h / 2)),
        "limit": ((9, 0), (w - 9, 0), (w, 9), (w, h - 9), (w - 9, h), (9, h), (0, h - 9), (0, 9)),
        "measure": ((0, 0), (w - 14, 0), (w, h / 2), (w - 14, h), (0, h)),
    }
    if kind in corners:
        points = " ".join(f"{_n(x + across)},{_n(y + down)}" for across, down in corners[kind])
        return f'<polygon points="{points}" {look}/>'
    box = f'x="{_n(x)}" y="{_n(y)}" width="{w}" height="{h}"'
    if kind == "collection":
        behind = f'<rect x="{_n(x + 4)}" y="{_n(y - 4)}" width="{w}" height="{h}" {look}/>'
        return f"{behind}<rect {box} {look}/>"
    round_ = 14 if kind in ("fact", "derived") else 2
    return f'<rect {box} rx="{round_}" {dashed if kind in ("derived", "derivation") else look}/>'


_LEGEND: Final = 230


def _legend(y: int, language: Language) -> Iterator[str]:
    for number, (link, text) in enumerate(LINKS.items()):
        x = _MARGIN + number * _LEGEND
        yield f'<path d="M{x} {y}L{x + 46} {y}" {_stroke(link)}/>'
        yield f'<text x="{x + 54}" y="{y + 4}">{_text(text.to(language))}</text>'


def _stroke(link: Link) -> str:
    line = _LINES[link]
    dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
    return f'fill="none" stroke="{line.colour}" stroke-width="{_n(line.width)}"{dashes} marker-end="url(#{link})"'


def _text(text: str) -> str:
    """A text that XML shows as it is; a character that XML can't hold becomes a sign for that."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _n(number: float) -> str:
    """A number with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")
