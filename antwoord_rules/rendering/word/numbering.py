"""Lists with bullets and numbers: those of the template, or our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart

from antwoord_rules.rendering.word.markup import Element, element

if TYPE_CHECKING:
    from docx.document import Document

_LEVELS: Final = {"bullet": ("bullet", "•"), "number": ("decimal", "%1.")}


class Numbering:
    """The numbering of a document: which lists there are, and where their numbers start."""

    def __init__(self, document: Document) -> None:
        self._root = _numbering(document)
        self._own: dict[str, int] = {}

    def own(self, kind: Literal["bullet", "number"] | str) -> int:  # noqa: PYI051 -- says which there are
        """The number id of our own list with bullets or numbers."""
        if kind not in self._own:
            form, text = _LEVELS[kind]
            abstract = self._free("abstractNum", "abstractNumId")
            made: Element = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                '<w:lvlJc w:val="left"/>'
                '<w:pPr><w:tabs><w:tab w:val="num" w:pos="425"/></w:tabs><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>'
                "</w:abstractNum>"
            )
            first = self._root.find(qn("w:num"))
            if first is None:
                self._root.append(made)
            else:
                first.addprevious(made)
            self._own[kind] = self._list(str(abstract))
        return self._own[kind]

    def restarted(self, number: str, level: str, start: int) -> int:
        """The number id of a new list that looks like another, with its first number."""
        like = next((found for found in self._root.findall(qn("w:num")) if found.get(qn("w:numId")) == number), None)
        abstract = None if like is None else like.find(qn("w:abstractNumId"))
        if abstract is None:
            return self.restarted(str(self.own("number")), "0", start)
        override = element("lvlOverride", element("startOverride", val=str(start)), ilvl=level)
        return self._list(abstract.get(qn("w:val")), override)

    def _list(self, abstract: str, *overrides: Element) -> int:
        number = self._free("num", "numId")
        made = element("num", element("abstractNumId", val=abstract), *overrides, numId=str(number))
        lists = self._root.findall(qn("w:num"))
        if lists:
            lists[-1].addnext(made)
        else:
            self._root.append(made)
        return number

    def _free(self, name: str, attribute: str) -> int:
        taken = (found.get(qn(f"w:{attribute}"), "") for found in self._root.findall(qn(f"w:{name}")))
        return max((int(number) for number in taken if number.isdecimal()), default=0) + 1


def _numbering(document: Document) -> Element:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return cast("NumberingPart", relation.target_part).element
    empty = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element
