"""What a document starts from: a template without its text, or a blank document that is made here."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as CompressionError  # noqa: N812 -- it is an exception, whatever its name

import docx
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import reason
from antwoord_rules.rendering.word.markup import Element, Piece, element, field, run
from antwoord_rules.rendering.word.packing import tag

if TYPE_CHECKING:
    from docx.document import Document

_NO_FILE: Final = Text("het bestand bestaat niet", "the file does not exist")
_NO_DOCUMENT: Final = Text("dit is geen Word-document (.docx of .dotx)", "this is no Word document (.docx or .dotx)")
_BROKEN: Final = (
    PythonDocxError, OpcError, BadZipFile, CompressionError, SyntaxError, ValueError, KeyError, AttributeError, IndexError,
    RuntimeError, EOFError,
)  # fmt: skip
_PAGE: Final = Text("Pagina", "Page")
_OF: Final = Text("van", "of")
_LONGEST_FOOTER: Final = 70
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
_OF_TEXT: Final = ("image", "hyperlink", "header", "footer", "chart", "comments", "oleObject", "package", "control")
"""Parts that a document has for what stands in its text."""


def opened(path: Path, language: Language) -> Document:
    """The template at a path, without its text."""
    try:
        document = docx.Document(BytesIO(_as_document(path.read_bytes())))
        document.styles.element  # noqa: B018 -- reading it shows that it can be read
        _empty(document)
    except FileNotFoundError as error:
        raise UsageError([problem("TEMPLATE-UNREADABLE", reason=_NO_FILE).in_file(str(path))]) from error
    except OSError as error:
        raise UsageError([problem("TEMPLATE-UNREADABLE", reason=reason(error)).in_file(str(path))]) from error
    except _BROKEN as error:
        raise UsageError([problem("TEMPLATE-UNREADABLE", reason=_NO_DOCUMENT).in_file(str(path))]) from error
    _speak(document, language)
    return document


def _as_document(template: bytes) -> bytes:
    """The bytes of a .dotx say that it is a template, those of a document must not; else they are the same."""
    saved = BytesIO()
    with ZipFile(BytesIO(template)) as old:
        kinds = old.read("[Content_Types].xml")
        if _MAIN.format("template").encode() not in kinds:
            return template
        with ZipFile(saved, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "[Content_Types].xml":
                    data = kinds.replace(_MAIN.format("template").encode(), _MAIN.format("document").encode())
                new.writestr(name, data)
    return saved.getvalue()


def _empty(document: Document) -> None:
    """Take the text out, and what belongs to it; the headers and footers of the first pages stay those of the last."""
    body: Element = document.element.body
    last = body.find(qn("w:sectPr"))
    if last is None:
        last = element("sectPr")
        body.append(last)
    seen = {_kind(reference) for reference in _references(last)}
    for section in reversed([found for found in body.iter(qn("w:sectPr")) if found is not last]):
        for reference in _references(section):
            if _kind(reference) not in seen:
                seen.add(_kind(reference))
                last.insert(0, reference)
    for child in list(body):
        if child is not last:
            body.remove(child)
    used = set(document.element.xpath("//@r:id | //@r:embed | //@r:link"))
    for name, relation in list(document.part.rels.items()):
        if name not in used and relation.reltype.rpartition("/")[2] in _OF_TEXT:
            del document.part.rels[name]


def _references(section: Element) -> list[Element]:
    return [*section.findall(qn("w:headerReference")), *section.findall(qn("w:footerReference"))]


def _kind(reference: Element) -> tuple[str, str | None]:
    return reference.tag, reference.get(qn("w:type"))


def _speak(document: Document, language: Language) -> None:
    """Have spelling checkers read the text in its language, whatever that of the template is."""
    styles: Element = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("docDefaults")
        styles.insert(0, defaults)
    for name, child in (("rPrDefault", "rPr"), ("rPr", "lang")):
        parent = defaults if name == "rPrDefault" else defaults.find(qn("w:rPrDefault"))
        if parent.find(qn(f"w:{name}")) is None:
            parent.insert(0, element(name))
        if parent.find(f"{qn(f'w:{name}')}/{qn(f'w:{child}')}") is None:
            parent.find(qn(f"w:{name}")).append(element(child))
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), tag(language))


_WORDML: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS: Final = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NAMES: Final = ("styles", "settings", "numbering", "fontTable", "footer")

_FONTS: Final = """
<w:font w:name="Calibri"><w:altName w:val="Carlito"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="Courier New"><w:altName w:val="Liberation Mono"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
<w:font w:name="Arial"><w:altName w:val="Liberation Sans"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
"""
_DEFAULTS: Final = """
<w:docDefaults>
  <w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/><w:sz w:val="22"/>
    <w:szCs w:val="22"/><w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
  <w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
  <w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
  <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:unhideWhenUsed/></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>
  <w:pPr><w:tabs><w:tab w:val="right" w:pos="9072"/></w:tabs><w:spacing w:after="0"/></w:pPr>
  <w:rPr><w:color w:val="595959"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
"""
_SETTINGS: Final = """
<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="{tag}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>
"""
_BODY: Final = """
<w:body><w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/>
</w:sectPr></w:body>
"""


def blank(language: Language, title: str) -> Document:
    """An empty A4 document with page numbers, in letters that computers have or have a twin of."""
    spoken = tag(language)
    texts = {
        "word/document.xml": _part("document", _BODY),
        "word/styles.xml": _part("styles", _DEFAULTS.format(tag=spoken)),
        "word/settings.xml": _part("settings", _SETTINGS.format(tag=spoken)),
        "word/numbering.xml": _part("numbering", ""),
        "word/fontTable.xml": _part("fonts", _FONTS),
        "word/footer.xml": _part("ftr", '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>'),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations([(name, f"{name}.xml") for name in _NAMES]),
        "[Content_Types].xml": _content_types(),
    }
    saved = BytesIO()
    with ZipFile(saved, "w") as package:
        for name, text in texts.items():
            package.writestr(name, _DECLARATION + text)
    document = docx.Document(saved)
    footer: Element = document.sections[0].footer.paragraphs[0]._p  # noqa: SLF001 -- python-docx has no fields
    shown = title if len(title) <= _LONGEST_FOOTER else title[: _LONGEST_FOOTER - 1] + "…"
    footer.append(run(Piece(f"{' '.join(shown.split())}\t{_PAGE.to(language)} ")))
    footer.extend(field("PAGE", "1"))
    footer.append(run(Piece(f" {_OF.to(language)} ")))
    footer.extend(field("NUMPAGES", "1"))
    return document


def _part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{_WORDML}" xmlns:r="{_RELATIONS}">{inside}</w:{root}>'


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PARTS}/relationships">{"".join(rows)}</Relationships>'


def _content_types() -> str:
    start = "application/vnd.openxmlformats-"
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{start}officedocument.wordprocessingml.{name}+xml"/>'
        for name in _NAMES
    )
    return (
        f'<Types xmlns="{_PARTS}/content-types"><Default Extension="rels" ContentType="{start}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN.format("document")}"/>{kinds}</Types>'
    )
