"""The PDF: tagged for a screen reader, the same on any day, whatever the facts hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from io import BytesIO

import pytest

from antwoord_rules.errors import UsageError
from antwoord_rules.rendering import html
from antwoord_rules.rendering.blocks import Entry, Heading, PageBreak, Paragraph, Table, Title
from tests.conftest import ROOT
from tests.test_html import EVERY, HOSTILE, LONG, everywhere

pytest.importorskip("weasyprint", reason="WeasyPrint or Pango is not installed", exc_type=(ImportError, OSError))
pypdf = pytest.importorskip("pypdf")

from antwoord_rules.rendering import pdf  # noqa: E402

DATE = "2026-10-01"


def read(made: bytes):
    return pypdf.PdfReader(BytesIO(made), strict=True)


def flat(text: str) -> str:
    """A text without what a line break may add or take."""
    return "".join(text.replace("\u200b", "").split())


def tags(reader) -> list:
    """The tagged elements of a document, with what stands for them in words."""
    found = []

    def walk(element) -> None:
        element = getattr(element, "get_object", lambda: element)()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((element["/S"], element.get("/Alt")))
            walk(element.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.fixture(scope="module")
def every():
    """The report with every block, as a PDF."""
    return read(pdf.render(EVERY, "nl", title="Waterrijk: rapport", date=DATE))


def test_it_says_what_it_is(every):
    root = every.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert every.metadata.title == "Waterrijk: rapport"
    assert every.metadata["/CreationDate"] == "D:20261001"
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert 3 <= len(every.pages) <= 6
    assert [round(float(side)) for side in every.pages[0].mediabox[2:]] == [595, 842]


def test_it_is_tagged(every):
    found = tags(every)
    kinds = Counter(kind for kind, _ in found)
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == 6
    assert min(kinds[kind] for kind in ("/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/Caption", "/Sect")) > 0
    said = Counter(alt for kind, alt in found if kind == "/Figure")
    assert None not in said
    assert said["vervuld"] == 6
    assert said["Hetzelfde als in figuur 1."] == 1
    assert said["De gemeente staat in fase 2. Fase 1 en 2 zijn bereikt; fase 3 tot en met 5 niet."] == 1


def test_it_has_bookmarks(every):
    def titles(outline):
        return [titles(item) if isinstance(item, list) else item.title for item in outline]

    (first, below) = titles(every.outline)
    assert first == "Waterrijk naar fase 4"
    assert [title for title in below if isinstance(title, str)] == [
        "Inhoud",
        "Samenvatting",
        "Profiel",
        "Uitdagingen",
        "Maatregelen",
        "Uitdagingen",
    ]


def test_it_says_all_and_numbers_its_pages(every):
    pages = [page.extract_text() for page in every.pages]
    text = flat(" ".join(pages))
    for said in (
        "Terugbelafspraken",
        "Door alle plannen na te gaan.",
        "regel 1",
    ):
        assert flat(said) in text
    for number, page in enumerate(pages, start=1):
        assert flat(f"pagina {number} van {len(pages)}") in flat(page)
        assert ("Waterrijk: rapport" in page) == (number > 1)
    assert "█" in text


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, marks=pytest.mark.slow if text is LONG else ()) for text in HOSTILE if text.isascii()],
    ids=lambda text: text[:12],
)
def test_hostile_texts_come_out_as_text(text):
    reader = read(pdf.render(everywhere(text), "nl", title=text, date=DATE))
    shown = flat(" ".join(page.extract_text() for page in reader.pages[:-1]))
    assert shown.count(flat(text)) >= 15 or (text is LONG and shown.count("x") >= 15 * len(LONG))
    assert len(reader.pages) < 200
    assert reader.metadata.title.startswith(text[:20])


def test_what_reads_from_right_to_left_and_what_is_no_text_do_no_harm():
    blocks = [Title("שלום\x00\u202e"), Heading("שלום"), Entry("●", "שלום: 3\x1b[0m", ("א",), "id"), Paragraph("Daarna.")]
    assert "Daarna." in read(pdf.render(blocks, "en", date=DATE)).pages[0].extract_text()


def test_a_text_without_end_takes_no_time_without_end():
    blocks = [Title("A"), Table(("a", LONG), ((LONG, "1"),)), Entry("●", LONG, (LONG,), LONG)]
    shown = "".join(page.extract_text() for page in read(pdf.render(blocks, "nl", date=DATE)).pages)
    assert shown.count("x") >= 5 * len(LONG)


def test_a_page_break_makes_a_page():
    assert len(read(pdf.render([Title("A"), PageBreak(), Heading("B"), Paragraph("c")], "nl", date=DATE)).pages) == 2


def test_nothing_is_fetched():
    import weasyprint

    assert weasyprint.HTML(string="<p>x", url_fetcher=pdf._Nothing()).write_pdf()
    with pytest.raises(ValueError, match="https"):
        pdf._Nothing()("https://example.org/x.png")


def test_two_runs_give_the_same_bytes():
    code = (
        "import sys; from antwoord_rules.rendering import pdf; from antwoord_rules.rendering.blocks import *;"
        "blocks = [Title('A'), Contents('C'), Heading('B'), Entry('●', 'een', ('twee',), 'id'), Table(('', 'x'), (('1', '●'),))];"
        f"sys.stdout.buffer.write(pdf.render(blocks, 'nl', date='{DATE}'))"
    )
    seeds = [os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2")]
    command = [sys.executable, "-c", code]
    made = [subprocess.run(command, capture_output=True, timeout=60, check=True, cwd=ROOT, env=seed) for seed in seeds]
    assert made[0].stdout == made[1].stdout
    assert made[0].stdout.startswith(b"%PDF-1.7")
    assert [done.stderr for done in made] == [b"", b""]


def test_without_pango_the_error_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as caught:
        pdf.render([Title("A")], "nl", date=DATE)
    (found,) = caught.value.problems
    assert (found.code, dict(found.details)["extra"]) == ("EXTRA-MISSING", "report")
    assert capsys.readouterr().out == ""


def test_a_pdf_says_the_same_as_the_page():
    made = html.fill(html.page(EVERY[:4], "nl", None), "nl", date=DATE)
    assert "prefers-color-scheme" not in made
    assert html.render(EVERY[:4], "nl").partition("<h1")[2] == made.partition("<h1")[2]
