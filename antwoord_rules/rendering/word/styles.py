"""The styles that reports use: those of the template by their names, and our own for those that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from antwoord_rules.rendering.word.markup import Element, element
from antwoord_rules.rendering.word.numbering import Numbering

if TYPE_CHECKING:
    from docx.document import Document

Kind: TypeAlias = Literal["paragraph", "character", "table"]

_ACCENT: Final = "154273"
_READABLE: Final = 4.5
_TINT: Final = 0.1


class _Own(NamedTuple):
    """A style as we would have it, in a template that lacks it; the look is XML with the colours left open."""

    kind: Kind
    look: str
    based: str | None = "Normal"
    following: str | None = None
    custom: bool = True


def _built_in(look: str, *, kind: Kind = "paragraph", based: str | None = "Normal", following: str | None = None) -> _Own:
    return _Own(kind, look, based, following, custom=False)


def _heading(level: int, size: int, before: int, after: int) -> _Own:
    look = (
        f'<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/>{{ink}}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    return _built_in(look, following="Normal")


def _callout(rule: str, edge: str, fill: str) -> str:
    top, left, bottom = (
        f'<w:{side} w:val="single" w:sz="{thick}" w:space="{space}" {colour}/>'
        for side, thick, space, colour in (("top", 4, 5, edge), ("left", 36, 8, rule), ("bottom", 4, 5, edge))
    )
    return (
        f'<w:pPr><w:keepLines/><w:pBdr>{top}{left}{bottom}</w:pBdr><w:shd w:val="clear" w:color="auto" {fill}/>'
        '<w:spacing w:before="200" w:after="240"/><w:ind w:left="227" w:right="57"/></w:pPr>'
    )


_CELL: Final = '<w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
_SMALL_CELL: Final = '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
_TO_THE_RIGHT: Final = '<w:pPr><w:jc w:val="right"/></w:pPr>'
_MONOSPACED: Final = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
_LINES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>' for side in ("top", "bottom", "insideH")
)
_TABLE_LOOK: Final = (
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
    f'<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="12" w:space="0" {rule}/></w:tcBorders><w:shd w:val="clear" w:color="auto" {fill}/>'
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'
)

TABLE: Final = "Antwoord Tabel"
CHART_SIZE: Final = 17
"""How large the letters of a chart are, in half points: 80 of them fit between our margins."""

_OWN: Final[Mapping[str, _Own]] = {
    "Normal": _built_in("", based=None),
    "Title": _built_in(
        '<w:pPr><w:keepNext/><w:spacing w:before="0" w:after="200" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:b/><w:bCs/>{ink}<w:sz w:val="38"/><w:szCs w:val="38"/></w:rPr>',
        following="Normal",
    ),
    "heading 1": _heading(1, 32, 320, 120),
    "heading 2": _heading(2, 26, 240, 80),
    "heading 3": _heading(3, 23, 220, 80),
    "heading 4": _heading(4, 22, 200, 80),
    "TOC Heading": _built_in(
        '<w:pPr><w:keepNext/><w:spacing w:before="280" w:after="120"/></w:pPr>'
        '<w:rPr><w:b/><w:bCs/>{ink}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>',
        following="Normal",
    ),
    "toc 1": _built_in(
        '<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs><w:spacing w:before="60" w:after="40"/>'
        '<w:ind w:right="567"/></w:pPr>',
        following="Normal",
    ),
    "toc 2": _built_in(
        '<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs><w:spacing w:after="20"/>'
        '<w:ind w:left="284" w:right="567"/></w:pPr>',
        following="Normal",
    ),
    "List Bullet": _built_in('<w:pPr><w:numPr><w:numId w:val="{bullet}"/></w:numPr><w:spacing w:after="60"/></w:pPr>'),
    "List Number": _built_in('<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr><w:spacing w:after="60"/></w:pPr>'),
    "List Continue": _built_in('<w:pPr><w:spacing w:after="60"/><w:ind w:left="425"/></w:pPr>'),
    "caption": _built_in(
        '<w:pPr><w:spacing w:before="160" w:after="100" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:i/><w:iCs/>{ink}<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
        following="Normal",
    ),
    "Strong": _built_in("<w:rPr><w:b/><w:bCs/></w:rPr>", kind="character", based=None),
    "Antwoord Punt": _Own(
        "paragraph",
        '<w:pPr><w:tabs><w:tab w:val="left" w:pos="425"/></w:tabs><w:spacing w:after="60"/>'
        '<w:ind w:left="425" w:hanging="425"/></w:pPr>',
    ),
    "Antwoord Bijzaak": _Own("paragraph", '<w:rPr><w:color w:val="595959"/><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>'),
    "Antwoord Opmerking": _Own("paragraph", _callout("{rule}", "{edge}", "{fill}"), following="Normal"),
    "Antwoord Let op": _Own("paragraph", _callout('w:color="B45309"', 'w:color="FDF3E1"', 'w:fill="FDF3E1"'), following="Normal"),
    "Antwoord Diagram": _Own(
        "paragraph",
        '<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="80" w:after="80" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr>{_MONOSPACED}<w:noProof/><w:sz w:val="{CHART_SIZE}"/><w:szCs w:val="{CHART_SIZE}"/></w:rPr>',
    ),
    "Antwoord Figuur": _Own(
        "paragraph", '<w:pPr><w:keepNext/><w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    ),
    "Antwoord Tabeltekst": _Own("paragraph", _CELL),
    "Antwoord Tabelgetal": _Own("paragraph", _TO_THE_RIGHT, "Antwoord Tabeltekst"),
    "Antwoord Tabeltekst klein": _Own("paragraph", _SMALL_CELL, "Antwoord Tabeltekst"),
    "Antwoord Tabelgetal klein": _Own("paragraph", _TO_THE_RIGHT, "Antwoord Tabeltekst klein"),
    "Antwoord Tabelruimte": _Own(
        "paragraph",
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/></w:pPr>'
        '<w:rPr><w:sz w:val="12"/><w:szCs w:val="12"/></w:rPr>',
    ),
    "Antwoord Kenmerk": _Own(
        "character",
        f'<w:rPr>{_MONOSPACED}<w:b w:val="0"/><w:bCs w:val="0"/><w:noProof/><w:color w:val="595959"/><w:sz w:val="17"/>'
        '<w:szCs w:val="17"/></w:rPr>',
        based=None,
    ),
    "Antwoord Teken": _Own("character", "<w:rPr><w:b/><w:bCs/>{ink}</w:rPr>", based=None),
    TABLE: _Own("table", _TABLE_LOOK, based=None),
}


class Styles:
    """The styles of a document, found by name however the template spells it; what is missing is added when it is asked for."""

    def __init__(self, document: Document, numbering: Numbering, width: int) -> None:
        self._root: Element = document.styles.element
        self._numbering = numbering
        self._width = width
        self._colours = _colours(document)
        self._ids: dict[tuple[str, str], str] = {}
        self._elements: dict[str, Element] = {}
        for style in self._root.findall(qn("w:style")):
            self._remember(style)
        self._table = self._of_template(document)

    def id(self, name: str) -> str:
        """The id of the style with this name."""
        own = _OWN[name]
        return self._ids.get((own.kind, name.lower())) or self._add(name, own)

    def table(self) -> str:
        """The id of the style for tables: ours if the template has one by that name, else that of the template, else ours."""
        return self._table if self._table is not None else self.id(TABLE)

    def numbered_by(self, style: str) -> tuple[str, str] | None:
        """The number id and level that a paragraph style or one that it is based on gives; None when it does not number."""
        for properties in self._properties(style):
            number = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                level = properties.find(f"{qn('w:numPr')}/{qn('w:ilvl')}")
                named: str = number.get(qn("w:val"), "0")
                return None if named == "0" else (named, "0" if level is None else level.get(qn("w:val"), "0"))
        return None

    def tab_stops(self, style: str) -> list[int]:
        """Where a paragraph style or one that it is based on has tab stops that end a text."""
        for properties in self._properties(style):
            stops = properties.findall(f"{qn('w:tabs')}/{qn('w:tab')}")
            if stops:
                ends = (stop.get(qn("w:pos"), "") for stop in stops if stop.get(qn("w:val")) in {"right", "end"})
                return [int(place) for place in ends if place.isdecimal()]
        return []

    def _properties(self, style: str) -> Iterator[Element]:
        """The paragraph properties of a style, then of those that it is based on."""
        seen: set[str] = set()
        while style in self._elements and style not in seen:
            seen.add(style)
            properties = self._elements[style].find(qn("w:pPr"))
            if properties is not None:
                yield properties
            based = self._elements[style].find(qn("w:basedOn"))
            style = "" if based is None else based.get(qn("w:val"), "")

    def _remember(self, style: Element) -> None:
        name, kind, style_id = style.find(qn("w:name")), style.get(qn("w:type"), "paragraph"), style.get(qn("w:styleId"))
        if name is None or style_id is None:
            return
        self._elements[style_id] = style
        aliases = style.find(qn("w:aliases"))
        for known in (name.get(qn("w:val"), ""), *("" if aliases is None else aliases.get(qn("w:val"), "")).split(",")):
            self._ids.setdefault((kind, known.strip().lower()), style_id)

    def _of_template(self, document: Document) -> str | None:
        """A table style that a house chose: under our name, as the default for new tables, or the only one of its own."""
        if (named := self._ids.get(("table", TABLE.lower()))) is not None:
            return named
        settings: Element = document.settings.element
        chosen = settings.find(qn("w:defaultTableStyle"))
        if chosen is not None and chosen.get(qn("w:val")) in self._elements:
            default: str = chosen.get(qn("w:val"))
            return default
        own = [
            name
            for name, style in self._elements.items()
            if style.get(qn("w:type")) == "table" and style.get(qn("w:customStyle")) in {"1", "true", "on"}
        ]
        return own[0] if len(own) == 1 else None

    def _add(self, name: str, own: _Own) -> str:
        style_id = "".join(word[0].upper() + word[1:] for word in name.split())
        while style_id in self._elements:
            style_id += "A"
        numbers = {kind: str(self._numbering.own(kind)) for kind in ("bullet", "number") if f"{{{kind}}}" in own.look}
        look = own.look.format_map({**self._colours, **numbers, "width": str(self._width)})
        made: Element = parse_xml(f'<w:style {nsdecls("w")} w:type="{own.kind}" w:styleId="{style_id}">{look}</w:style>')
        if own.custom:
            made.set(qn("w:customStyle"), "1")
        made[:0] = list(self._head(name, own))
        self._root.append(made)
        self._remember(made)
        return style_id

    def _head(self, name: str, own: _Own) -> Iterator[Element]:
        yield element("name", val=name)
        based = own.based
        if based is not None:
            yield element("basedOn", val=self.id(based))
        elif own.kind == "table" and (normal := self._ids.get(("table", "normal table"))) is not None:
            yield element("basedOn", val=normal)
        if own.following is not None:
            yield element("next", val=self.id(own.following))
        if name.startswith("toc"):
            yield element("uiPriority", val="39")
        yield element("qFormat")


def _colours(document: Document) -> dict[str, str]:
    """The first accent of the theme, or our own: as the colour of text if that is readable on white, of lines, and as a tint."""
    accent = _theme_accent(document)
    red, green, blue = (int((accent or _ACCENT)[place : place + 2], 16) for place in (0, 2, 4))
    pale = "".join(f"{round(255 - (255 - part) * _TINT):02X}" for part in (red, green, blue))
    rule, edge, fill = f'w:color="{accent or _ACCENT}"', f'w:color="{pale}"', f'w:fill="{pale}"'
    if accent is not None:
        tint = f"{round(255 * _TINT):02X}"
        rule += ' w:themeColor="accent1"'
        edge += f' w:themeColor="accent1" w:themeTint="{tint}"'
        fill += f' w:themeFill="accent1" w:themeFillTint="{tint}"'
    ink = f"<w:color {rule.replace('w:color=', 'w:val=')}/>" if _contrast(red, green, blue) >= _READABLE else ""
    return {"ink": ink, "rule": rule, "edge": edge, "fill": fill}


def _theme_accent(document: Document) -> str | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/theme") and not relation.is_external:
            theme: Element = parse_xml(relation.target_part.blob)
            for place in (".//{*}accent1/{*}srgbClr", ".//{*}accent1/{*}sysClr"):
                found = theme.find(place)
                colour = "" if found is None else found.get("lastClr") or found.get("val", "")
                if re.fullmatch("[0-9A-Fa-f]{6}", colour):
                    accent: str = colour.upper()
                    return accent
    return None


def _contrast(*parts: int) -> float:
    """The contrast with white, as WCAG has it."""
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
