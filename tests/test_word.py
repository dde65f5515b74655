"""Word documents: styles, fields and tables that are real, a house style that wins, and texts that stay texts."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from types import ModuleType
from zipfile import ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from antwoord_rules.errors import UsageError
from antwoord_rules.rendering.blocks import (
    Callout,
    Chart,
    Contents,
    Details,
    Entry,
    Figure,
    Heading,
    PageBreak,
    Pairs,
    Paragraph,
    Subheading,
    Table,
    Title,
)
from antwoord_rules.rendering.pictures import Counts
from antwoord_rules.rendering.word import render
from tests.conftest import ROOT
from tests.needs import missing

FIGURES = "antwoord_rules.rendering.figures"
HOSTILE = '<script>alert(1)</script> <w:p/> & "x" ]]> \x00\x1b\x0b\x9b\ud800\ufffe {0} =1+1 { TOC } &lt; end'
HEBREW = "שלום עולם זהו משפט"
TITLE = "Groeiplan klantcontact gemeente Waterrijk"
BLOCKS = (
    Title(TITLE),
    Paragraph("Peildatum 1 oktober 2026.", dim=True),
    Contents("Inhoud"),
    PageBreak(),
    Heading("Samenvatting"),
    Paragraph("Waterrijk is in fase 1.", strong=True),
    Callout("Vijf feiten zijn onbekend."),
    Callout("Loopt dit uit, dan loopt het plan uit.", "warning"),
    Pairs((("Gemeente", "Waterrijk"), ("Vastgesteld door", ""))),
    Figure(
        Counts(("Fase 1", "Fase 2"), (3, 5), 1, "gemeenten"), "Gemeenten naar fase", "Drie gemeenten in fase 1, vijf in fase 2."
    ),
    Heading("De maatregelen, in rondes"),
    Subheading("Ronde 1"),
    Table(
        ("Maatregel", "Punten", "Eigenaar"),
        (("Voer één algemeen telefoonnummer in", "3", ""), ("Maak één website", "12", "")),
        "De maatregelen van ronde 1",
        row_headers=True,
    ),
    Entry(" 1.", "Voer één algemeen telefoonnummer in", ("Eerst: iets anders",), "maatregel_een_telefoonnummer", strong=True),
    Entry(" 2.", "Maak één website"),
    Subheading("Ronde 2"),
    Entry(" 3.", "Bundel e-mail en post"),
    Entry("1.", "Begin opnieuw"),
    Entry("●", "Eén telefoonnummer", (), "criterium_2_een_telefoonnummer"),
    Entry("○", "Eén besturing"),
    Entry("?", "Eén website"),
    Entry("-", "Een punt"),
    Chart(("0     2     4", "██░░  plan"), "█ bepaalt de looptijd"),
    Details("Wat onbekend is", (Paragraph("Deze feiten:"), Subheading("Telefoon"), Entry("?", "Ingangen"))),
    Heading(f"Vijandig {HOSTILE}"),
    Paragraph(HOSTILE),
    Entry("●", "y" * 10_000),
    Paragraph(HEBREW),
    Table(("", "z" * 700), (("a" * 10_000, HOSTILE), (HEBREW, "=HYPERLINK(1)")), HOSTILE),
    Table(tuple(f"Kolom {number}" for number in range(12)), (tuple(f"klantcontact {number}" for number in range(12)),)),
)
HEADINGS = ("Samenvatting", "De maatregelen, in rondes", "Ronde 1", "Ronde 2")


def picture(*_args, **_options) -> bytes:
    """A PNG of 400 by 100 grey pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    start, rows = struct.pack(">IIBBBBB", 400, 100, 8, 0, 0, 0, 0), (b"\x00" + b"\x80" * 400) * 100
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", start) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write(blocks=BLOCKS, language="nl", template=None) -> bytes:
    return render(blocks, language, title=TITLE, author="Gemeente Waterrijk", date="2026-10-01", template=template)


@pytest.fixture(autouse=True, scope="module")
def _drawn():
    """Drawing has tests of its own; here a picture is a grey box."""
    module = ModuleType(FIGURES)
    module.png = picture
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, FIGURES, module)
        yield


@pytest.fixture(scope="module")
def data(_drawn) -> bytes:
    return write()


@pytest.fixture
def document(data):
    return docx.Document(BytesIO(data))


def texts(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def fields(element):
    return [found.text.strip() for found in element.iter(qn("w:instrText"))]


def replaced(text):
    return text.translate({ord(character): "\ufffd" for character in "\x00\x1b\x0b\x9b\ud800\ufffe"})


def test_headings_lists_and_marks_have_styles(document):
    assert texts(document, "Title") == [TITLE]
    assert texts(document, "Heading 1") == ["Samenvatting", "De maatregelen, in rondes", replaced(f"Vijandig {HOSTILE}")]
    assert texts(document, "Heading 2") == ["Ronde 1", "Ronde 2"]
    assert texts(document, "Heading 3") == ["Wat onbekend is"]
    assert texts(document, "List Number")[0] == "Voer één algemeen telefoonnummer in maatregel_een_telefoonnummer"
    assert texts(document, "List Continue") == ["Eerst: iets anders"]
    assert texts(document, "List Bullet") == ["Een punt"]
    assert [text[:2] for text in texts(document, "Antwoord Punt")[:3]] == ["●\t", "○\t", "?\t"]
    assert texts(document, "Antwoord Diagram") == ["0     2     4\n██░░  plan"]
    assert texts(document, "Antwoord Opmerking") == ["Vijf feiten zijn onbekend."]
    assert texts(document, "Antwoord Let op") == ["Loopt dit uit, dan loopt het plan uit."]
    ids = [run.text for p in document.paragraphs for run in p.runs if run.style.name == "Antwoord Kenmerk"]
    assert ids == ["maatregel_een_telefoonnummer", "criterium_2_een_telefoonnummer"]


def test_lists_start_at_the_number_that_their_entries_have(document):
    numbered = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert len(set(numbered)) == 3
    assert numbered[0] == numbered[1]
    numbering = document.part.numbering_part.element
    starts = [
        found.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for name in dict.fromkeys(numbered)
        for found in numbering.findall(qn("w:num"))
        if found.get(qn("w:numId")) == str(name)
    ]
    assert starts == ["1", "3", "1"]


@pytest.mark.parametrize(("language", "figure", "table"), [("nl", "Figuur", "Tabel"), ("en", "Figure", "Table")])
def test_captions_count_themselves(language, figure, table):
    document = docx.Document(BytesIO(write(language=language)))
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert [p.text for p in captions[:2]] == [f"{figure} 1: Gemeenten naar fase", f"{table} 1: De maatregelen van ronde 1"]
    assert [fields(p._p) for p in captions] == [[f"SEQ {kind} \\* ARABIC"] for kind in (figure, table, table)]


def test_the_table_of_contents_is_a_field_that_is_filled_in(document):
    contents = document.element.body.find(qn("w:sdt"))
    assert fields(contents)[0] == 'TOC \\o "1-2" \\h \\z \\u'
    links = list(contents.iter(qn("w:hyperlink")))
    said = ["".join(t.text for t in link.iter(qn("w:t"))) for link in links]
    assert said == [*HEADINGS, replaced(f"Vijandig {HOSTILE}")]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert [link.get(qn("w:anchor")) for link in links] == marks
    kinds = [found.get(qn("w:fldCharType")) for found in contents.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(links) + 1
    assert document.settings.element.find(qn("w:updateFields")) is None  # it would ask the reader a question
    assert "Contents" not in [p.text for p in docx.Document(BytesIO(write((Contents("Contents"),)))).paragraphs]


def test_tables_have_a_style_and_a_header_row_that_is_repeated(document):
    pairs, measures, hostile, wide = document.tables
    assert {table.style.name for table in document.tables} == {"Antwoord Tabel"}
    assert pairs._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "0"
    assert [cell.text for cell in pairs.columns[1].cells] == ["Waterrijk", ""]
    look = measures._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    headed = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in measures.rows]
    assert headed == [True, False, False]
    assert [cell.text for cell in measures.columns[2].cells] == ["Eigenaar", "", ""]
    assert measures.cell(1, 1).paragraphs[0].style.name == "Antwoord Tabelgetal"
    assert hostile.cell(1, 1).text == replaced(HOSTILE)
    assert wide.cell(0, 0).paragraphs[0].style.name == "Antwoord Tabeltekst klein"
    assert not list(document.element.body.iter(qn("w:tcBorders")))  # looks come from styles
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert abs(sum(column.width for column in table.columns) - room) < Pt(1)


def test_the_lines_of_a_chart_stay_whole():
    for width, size in ((80, None), (120, Pt(6))):
        chart = docx.Document(BytesIO(write((Chart(("█" * width, "x"), ""),)))).paragraphs[0]
        assert chart.runs[0].font.size == size
        assert chart.style.font.size == Pt(8.5)


def test_a_figure_has_its_size_its_words_and_its_caption(document):
    shape = document.inline_shapes[0]
    assert abs(shape.width - Cm(16)) < Pt(2)
    assert abs(shape.height * 4 - shape.width) < Pt(1)
    assert shape._inline.docPr.get("descr") == "Drie gemeenten in fase 1, vijf in fase 2."
    assert shape._inline.docPr.get("name") == "Figuur 1"


def test_without_a_template_it_is_a4_with_page_numbers(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm), round(section.left_margin.cm, 1)) == (210, 297, 2.5)
    footer = section.footer.paragraphs[0]
    assert footer.text == f"{TITLE}\tPagina 1 van 1"
    assert fields(footer._p) == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("language", "tag"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_spelling_checker_knows_the_language(language, tag):
    document = docx.Document(BytesIO(write(language=language)))
    assert document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == tag
    assert document.core_properties.language == tag


def test_hostile_texts_are_texts(document):
    assert replaced(HOSTILE) in texts(document, "Normal")
    assert "●\t" + "y" * 10_000 in texts(document, "Antwoord Punt")
    written = fields(document.element.body)
    assert all(field.split()[0] in {"TOC", "PAGEREF", "SEQ"} for field in written)


def test_what_is_mainly_right_to_left_runs_that_way(document):
    by_text = {p.text: p._p for p in document.paragraphs}
    hebrew = by_text[HEBREW]
    assert hebrew.pPr.find(qn("w:bidi")) is not None
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in hebrew.iter(qn("w:r")))
    assert by_text["Deze feiten:"].pPr.find(qn("w:bidi")) is None


def test_a_page_break_begins_the_page_of_what_follows(document):
    first = next(p for p in document.paragraphs if p.text == "Samenvatting")
    assert first.paragraph_format.page_break_before
    for block in (Table(("a",), (("b",),)), Contents("Inhoud")):
        made = docx.Document(BytesIO(write((Heading("Eén"), PageBreak(), block)))).element.body
        assert len(list(made.iter(qn("w:pageBreakBefore")))) == 1
    assert "pageBreakBefore" not in docx.Document(BytesIO(write((Heading("Eén"), PageBreak())))).element.xml


def test_the_properties_are_those_given(document):
    told = document.core_properties
    assert (told.title, told.author, told.last_modified_by) == (TITLE, "Gemeente Waterrijk", "Gemeente Waterrijk")
    assert told.created.isoformat() == told.modified.isoformat() == "2026-10-01T00:00:00+00:00"
    long = render((), "nl", title="\x00" + "t" * 999, author=HOSTILE, date="2026-10-01T12:30:00+02:00")
    told = docx.Document(BytesIO(long)).core_properties
    assert told.title == "\ufffd" + "t" * 253 + "…"
    assert told.modified.isoformat() == "2026-10-01T10:30:00+00:00"


def test_the_same_blocks_give_the_same_bytes(data):
    assert write() == data
    with ZipFile(BytesIO(data)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_processes_give_the_same_bytes(data):
    program = (
        "import hashlib, sys; from types import ModuleType; from tests import test_word as t; m = ModuleType(t.FIGURES);"
        "m.png = t.picture; sys.modules[t.FIGURES] = m; print(hashlib.sha256(t.write()).hexdigest())"
    )
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert told.stdout.strip() == hashlib.sha256(data).hexdigest()


@given(st.text(), st.text(st.characters(max_codepoint=0x2F)), st.sampled_from(["-", "1.", "●", " 9.", "40000."]))
def test_no_text_breaks_the_document(text, odd, mark):
    blocks = (
        *(kind(text) for kind in (Title, Heading, Subheading, Paragraph, Callout, Contents)),
        Entry(mark, text, (odd,), text),
        Entry(odd, odd),
        Chart((odd, text), text),
        Table((text, odd), ((odd, text),), text),
        Pairs(((text, odd),)),
        Details(odd, (Heading(text),)),
        Figure(Counts((), (), None, ""), text, odd),
    )
    document = docx.Document(BytesIO(write(blocks)))
    assert all(field.split()[0] in {"TOC", "PAGEREF", "SEQ"} for field in fields(document.element.body))


def house_style(path, *, default_table=False):
    """A template with its own fonts, header, margins, and styles for headings and tables; its text must not come along."""
    template = docx.Document()
    template.add_heading("Voorbeeldtekst van het sjabloon")
    template.add_picture(BytesIO(picture()))
    section = template.sections[0]
    section.left_margin = section.right_margin = Cm(4)
    section.header.paragraphs[0].text = "GEMEENTE WATERRIJK"
    template.add_section()  # the second section takes the header of the first
    template.styles["Heading 1"].font.name = "Georgia"
    template.styles["Normal"].font.name = "Verdana"
    template.styles.add_style("Huisstijl tabel", WD_STYLE_TYPE.TABLE)
    template.styles.add_style("Antwoord Let op", WD_STYLE_TYPE.PARAGRAPH).font.name = "Impact"
    if default_table:
        chosen = OxmlElement("w:defaultTableStyle", {qn("w:val"): template.styles["Light Shading"].style_id})
        template.settings.element.append(chosen)
    template.save(path)
    return path


def test_a_template_keeps_its_header_and_its_styles_win(tmp_path):
    before = docx.Document(house_style(tmp_path / "huisstijl.docx"))
    data = write(template=tmp_path / "huisstijl.docx")
    after = docx.Document(BytesIO(data))
    assert [p.text for p in after.sections[0].header.paragraphs] == ["GEMEENTE WATERRIJK"]
    assert len(after.sections) == 1
    assert after.sections[0].left_margin == before.sections[0].left_margin
    assert "Voorbeeldtekst" not in after.element.xml
    for name in ("Normal", "Heading 1", "Title", "List Bullet", "List Number", "Huisstijl tabel", "Antwoord Let op", "Caption"):
        old, new = before.styles[name].element, after.styles[name].element
        assert new.xml.replace(new.xml.split(">", 1)[0], "") == old.xml.replace(old.xml.split(">", 1)[0], "")
    assert {table.style.name for table in after.tables} == {"Huisstijl tabel"}
    assert [name for name in ("Antwoord Kenmerk", "Antwoord Tabel") if name in [s.name for s in after.styles]] == [
        "Antwoord Kenmerk"
    ]
    assert len([p for p in after.part.package.iter_parts() if p.partname.startswith("/word/media")]) == 1
    assert after.core_properties.comments == before.core_properties.comments
    assert write(template=tmp_path / "huisstijl.docx") == data
    section = after.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert after.inline_shapes[0].width <= room
    for table in after.tables:
        assert abs(sum(column.width for column in table.columns) - room) < Pt(1)


def test_a_template_says_which_table_style_is_its_default(tmp_path):
    path = house_style(tmp_path / "huisstijl.docx", default_table=True)
    assert {table.style.name for table in docx.Document(BytesIO(write(template=path))).tables} == {"Light Shading"}


def test_a_dotx_is_a_template_too(tmp_path):
    path = house_style(tmp_path / "huisstijl.docx")
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
    with ZipFile(path) as old, ZipFile(tmp_path / "huisstijl.dotx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(kinds.format("document").encode(), kinds.format("template").encode()))
    made = docx.Document(BytesIO(write(template=tmp_path / "huisstijl.dotx")))
    assert made.sections[0].header.paragraphs[0].text == "GEMEENTE WATERRIJK"


def test_a_template_with_almost_nothing_is_completed(tmp_path):
    """No numbering, settings or fonts; headings under the names that another word processor gives them."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    template = docx.Document()
    for name, relation in list(template.part.rels.items()):
        if not relation.reltype.endswith("/styles"):
            del template.part.rels[name]
    template.styles.element.clear()
    template.styles.element.append(OxmlElement("w:style", {qn("w:type"): "paragraph", qn("w:styleId"): "Kop1"}))
    template.styles.element[0].append(OxmlElement("w:name", {qn("w:val"): "Heading 1"}))
    template.element.body.clear()
    template.save(tmp_path / "kaal.docx")
    made = docx.Document(BytesIO(write(template=tmp_path / "kaal.docx")))
    styles = [found.get(f"{{{main}}}val") for found in made.element.body.iter(qn("w:pStyle"))]
    assert styles.count("Kop1") == 3
    assert {table.style.name for table in made.tables} == {"Antwoord Tabel"}


def test_a_theme_gives_its_colour(tmp_path):
    template = docx.Document(house_style(tmp_path / "huisstijl.docx"))
    theme = next(r.target_part for r in template.part.rels.values() if r.reltype.endswith("/theme"))
    assert isinstance(theme, Part)
    for colour, ink in (("7A003C", True), ("FFFF00", False)):  # letters that are hard to read stay black
        theme._blob = theme.blob.replace(b"4F81BD", colour.encode()).replace(b"7A003C", colour.encode())
        template.save(tmp_path / "thema.docx")
        made = docx.Document(BytesIO(write(template=tmp_path / "thema.docx")))
        assert (colour in made.styles["Antwoord Teken"].element.xml) == ink
        assert colour in made.styles["Antwoord Opmerking"].element.xml
        assert 'w:themeColor="accent1"' in made.styles["Antwoord Opmerking"].element.xml


@pytest.mark.parametrize("content", [b"", b"huisstijl", b"PK\x03\x04" + b"\x00" * 60, None, "zip", "sheet", "xml"])
def test_what_is_no_template_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "huisstijl.docx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        house_style(tmp_path / "goed.docx")
        with ZipFile(tmp_path / "goed.docx") as old, ZipFile(path, "w") as new:
            for name in () if content == "zip" else old.namelist():
                part = old.read(name)
                if content == "sheet":
                    part = part.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
                elif name == "word/document.xml":
                    part = b"<w:document"
                new.writestr(name, part)
    with pytest.raises(UsageError) as raised:
        write(template=path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("TEMPLATE-UNREADABLE", str(path))


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError) as raised:
        write()
    assert [problem.code for problem in raised.value.problems] == ["EXTRA-MISSING"]
    assert dict(raised.value.problems[0].details)["extra"] == "report"


def converted(data, folder) -> str:
    """The text of the document as LibreOffice shows it, without its white space."""
    program = shutil.which("soffice")
    if program is None:
        missing("LibreOffice (Debian: libreoffice-writer)")
    (folder / "report.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "report.docx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return "".join("".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages).split())


def test_libreoffice_shows_it_all(data, tmp_path):
    shown = converted(data, tmp_path)
    for text in (
        TITLE,
        "Inhoud",
        *HEADINGS,
        "Telefoon",
        "Figuur 1: Gemeenten naar fase",
        "maatregel_een_telefoonnummer",
        "=HYPERLINK(1)",
    ):
        assert "".join(text.split()) in shown
    for part in replaced(HOSTILE).split("\ufffd"):
        assert shown.count("".join(part.split())) >= 4  # heading, paragraph, caption, cell
    assert "y" * 9000 in shown.replace("Pagina", "") or shown.count("y") >= 10_000
    assert shown.count("a") > 10_000
    assert set(HEBREW) - {" "} <= set(shown)


def test_libreoffice_shows_the_house_style(tmp_path):
    shown = converted(write(template=house_style(tmp_path / "huisstijl.docx")), tmp_path)
    assert "GEMEENTEWATERRIJK" in shown
    assert "Voorbeeldtekst" not in shown
    assert all("".join(text.split()) in shown for text in HEADINGS)
