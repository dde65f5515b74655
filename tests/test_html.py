"""The HTML page: for every reader, in a real browser, whatever the facts hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from antwoord_rules.commands.application import run
from antwoord_rules.rendering import html
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
from antwoord_rules.rendering.pictures import Ladder, Rung
from antwoord_rules.reports.assessments import page
from antwoord_rules.reports.assessments.content import report
from tests.browser import VIEWS, View, browser, opened, violations  # noqa: F401 - a fixture
from tests.conftest import FACTS, ROOT
from tests.test_assessment import with_all

LADDER = Ladder(
    tuple(Rung(number, f"Fase {number}", number < 3, 4 - number // 2, number // 3, number // 2) for number in range(1, 6)),
    2,
    4,
    ("vervuld", "niet vervuld", "onbekend", "hier", "doel"),
)
EVERY = (
    Title("Waterrijk naar fase 4"),
    Paragraph("Peildatum 2026-10-01", dim=True),
    Callout("Dit is een zelfbeeld op grond van de opgegeven feiten, geen audit."),
    Contents("Inhoud"),
    PageBreak(),
    Heading("Samenvatting"),
    Paragraph("De gemeente staat in fase 2, en kan in 14 maanden in fase 4 zijn.", strong=True),
    Paragraph("Wat daarvoor nodig is, staat hieronder. " * 6),
    Callout("Twee maatregelen hangen van elkaar af: begin met de eerste.", "warning"),
    Pairs(
        (
            ("Wachttijd aan de telefoon", "26 seconden (meting, maart 2026); norm: hoogstens 25 seconden; boven de norm"),
            ("Ingangen voor chat", "0"),
            ("Website", "een; bron: https://example.org/een/lang/pad/dat/maar/doorgaat/en/doorgaat/en/doorgaat"),
        )
    ),
    Figure(LADDER, "Van fase 2 naar fase 4", "De gemeente staat in fase 2. Fase 1 en 2 zijn bereikt; fase 3 tot en met 5 niet."),
    Heading("Profiel"),
    Table(
        ("", "Sturing", "Kanalen", "Processen en systemen", "Medewerkers"),
        (("Fase 5", "●", "○ ?", "·", "● ● ○"), ("Fase 4", "?", "·", "○", "●")),
        "Criteria per fase en bouwsteen",
        row_headers=True,
    ),
    Paragraph("● vervuld   ○ niet vervuld   ? onbekend   · geen criterium", dim=True),
    Figure(LADDER, "Nog een keer", "Hetzelfde als in figuur 1."),
    Heading("Uitdagingen"),
    Subheading("Van deze fase"),
    Entry("○", "Kanalen besturen: open [bron]", ("Omdat niemand over alle kanalen gaat.", "Eerst dit."), "uitdaging_2_kanalen"),
    Entry("●", "Een website: opgelost [eigen]", (), "uitdaging_1_website"),
    Entry("?", "Zaken volgen: onbekend [eigen]", ("Niet bekend is of zaken te volgen zijn.",), "uitdaging_3_volgen"),
    Paragraph("Van hogere fasen: 3 open."),
    Subheading("Van een lagere fase"),
    Entry("-", "Zonder teken of nummer"),
    Entry("-", "Nog een", ("Met een noot.",)),
    Heading("Maatregelen"),
    Subheading("Eerst"),
    Entry(
        " 1.",
        "Een bestuurder voor alle kanalen (2 punten, 3 maanden) [eigen]",
        ("Voor: kanalen.",),
        "maatregel_kanaal",
        strong=True,
    ),
    Entry(
        " 2.",
        "Een zaaksysteem (5 punten, 12 maanden) [eigen]",
        ("Voor: zaken.", "Eerst: kanalen."),
        "maatregel_zaken",
        strong=True,
    ),
    Subheading("Daarna"),
    Entry(" 3.", "Terugbelafspraken"),
    Chart(
        (
            "                                    0     3     6     9     12    15    18",
            "                                    |-----|-----|-----|-----|-----|-----|",
            "Een bestuurder voor alle kanalen    0-3   ██████",
            "Een zaaksysteem                     3-15        ████████████████████████",
        ),
        "█ bepaalt de duur   ░ heeft speling",
    ),
    Table(("", "punten", "maanden", "maatregelen"), (("1", "7", "15", "2"), ("2", "9", "12", "3"))),
    Details(
        "Hoe dit is gevonden",
        (
            Paragraph("Door alle plannen na te gaan."),
            Heading("Regels"),
            Entry("-", "regel 1"),
            Subheading("Feiten"),
            Paragraph("x"),
        ),
    ),
    Heading("Uitdagingen"),
    Paragraph("Een kop die er al was."),
)


def short(kb, source, language="nl") -> str:
    return page.render([report(kb.assess(source), language)], language)


def written(tmp_path, text):
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


class Outline(HTMLParser):
    """The elements of a page, each closed where it must be, with its headings, ids and text."""

    VOID = ("meta", "link", "br", "hr", "img", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        assert len(found) == len(attrs), f"{tag} says something twice"
        self.attributes.append((tag, found))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["title"]):
            self.text += data
        for place in reversed(self.open):
            if re.fullmatch("h[1-6]", place):
                level, heading = self.headings[-1]
                self.headings[-1] = (level, heading + data)
                break


def outlined(text: str) -> Outline:
    """A page that holds together: headings in order, one at the top, every id once, every link to one of them."""
    found = Outline(text)
    levels = [level for level, _ in found.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [name for name, times in Counter(found.ids).items() if times > 1] == []
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert not {tag for tag, _ in found.attributes} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not [name for _, attributes in found.attributes for name in attributes if name.startswith("on") or name == "src"]
    return found


# What stands where


def test_a_page_has_a_place_for_every_block():
    found = outlined(html.render(EVERY, "nl"))
    assert found.headings == [
        (1, "Waterrijk naar fase 4"),
        (2, "Inhoud"),
        (2, "Samenvatting"),
        (2, "Profiel"),
        (2, "Uitdagingen"),
        (3, "Van deze fase"),
        (3, "Van een lagere fase"),
        (2, "Maatregelen"),
        (3, "Eerst"),
        (3, "Daarna"),
        (4, "Regels"),
        (5, "Feiten"),
        (2, "Uitdagingen"),
    ]
    assert "#uitdagingen-2" in found.links
    assert "#regels" not in found.links  # it may be folded away
    said = Counter(attributes["aria-label"] for tag, attributes in found.attributes if "aria-label" in attributes)
    assert said["vervuld"] == 5
    assert said["niet vervuld"] == 4
    assert said["onbekend"] == 3
    assert said["geen criterium"] == 2
    regions = [attributes["aria-label"] for _, attributes in found.attributes if attributes.get("role") == "region"]
    assert regions == [
        "Figuur 1: Van fase 2 naar fase 4",
        "Tabel 1: Criteria per fase en bouwsteen",
        "Figuur 2: Nog een keer",
        "Schema 1: Daarna",
        "Tabel 2: Daarna",
    ]
    assert [attributes["value"] for tag, attributes in found.attributes if tag == "li" and "value" in attributes] == [
        "1",
        "2",
        "3",
    ]


def test_a_page_without_a_title_is_given_one():
    assert outlined(html.render([Subheading("A"), Heading("B"), Subheading("C")], "en")).headings == [
        (1, "Report"),
        (2, "A"),
        (2, "B"),
        (3, "C"),
    ]
    assert outlined(html.render([], "nl", title="Niets")).headings == [(1, "Niets")]


def test_each_of_several_titles_starts_a_section():
    blocks = [Contents("Inhoud"), Title("A"), Heading("x"), Subheading("y"), Title("B"), Heading("x")]
    found = outlined(html.render(blocks, "nl", title="Twee"))
    assert found.headings == [(1, "Twee"), (2, "Inhoud"), (2, "A"), (3, "x"), (4, "y"), (2, "B"), (3, "x")]
    assert found.links == ["#main", "#a", "#x", "#b", "#x-2"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_short_page_says_what_the_result_says(kb, path, language):
    a = kb.assess(path)
    found = outlined(short(kb, path, language))
    text = found.text
    assert f'<html lang="{language}">' in short(kb, path, language)
    assert found.headings[0] == (1, a.gemeente.naam)
    for measure in a.measures:
        assert measure.id in text
        assert kb.base.rules[measure.id].label.to(language) in text
    for challenge in a.challenges:
        assert (challenge.id in text) == (challenge.relevance != "later" and challenge.status != "resolved")
    for fact in a.unknown:
        assert fact in text
    for assumption in a.assumptions:
        assert kb.base.vocabulary.labels[assumption.fact].to(language) in text
    assert a.receipt.rules_sha256[:12] in text


def test_assess_writes_one_page_for_several_municipalities(capsys, tmp_path):
    path = tmp_path / "page.html"
    assert run(["assess", str(FACTS[0]), str(FACTS[1]), "--format", "html", "-o", str(path), "--lang", "en"]) == 0
    found = outlined(path.read_text(encoding="utf-8"))
    assert found.headings[0] == (1, "The phase of 2 municipalities")
    assert [heading for level, heading in found.headings if level == 2] == ["Contents", "Duinhage", "Elzenmeer"]
    assert run(["assess", str(FACTS[0]), "--format", "html"]) == 0
    assert outlined(capsys.readouterr().out).headings[0] == (1, "Duinhage")


def test_two_runs_give_the_same_bytes():
    def made(seed: str) -> bytes:
        command = [sys.executable, str(ROOT / "cli.py"), "assess", str(FACTS[4]), "--format", "html"]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(command, capture_output=True, timeout=60, check=True, env=environment).stdout

    assert made("1") == made("2")


# Every reader


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
def test_axe_finds_nothing_on_a_page_with_every_block(browser, tmp_path, view):  # noqa: F811
    with opened(browser, written(tmp_path, html.render(EVERY, "nl")), view) as page:
        assert violations(page) == []
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_the_page_of_any_phase(kb, browser, tmp_path, document, language):  # noqa: F811
    by_phase = {kb.assess(path).phase.number: path for path in FACTS}
    assert sorted(by_phase) == [0, 1, 2, 3, 4, 5]
    sources = [*(by_phase[number] for number in sorted(by_phase)), document]
    for number, source in enumerate(sources):
        with opened(browser, written(tmp_path, short(kb, source, language)), VIEWS[number % 4]) as page:
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[number % 4].width


def test_all_that_can_be_done_can_be_done_by_keyboard(browser, tmp_path):  # noqa: F811
    with opened(browser, written(tmp_path, html.render(EVERY, "nl")), View(360)) as page:
        name = "document.activeElement.outerHTML.slice(0, 90)"
        page.keyboard.press("Tab")
        assert 'class="skip"' in page.evaluate(name)
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        reached = 0
        while page.evaluate(f"{name}.includes('class=\"skip\"')") is False and reached < 100:
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            page.evaluate("document.activeElement.dataset.reached = 'yes'")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", page.evaluate(name)
            reached += 1
        assert page.evaluate("document.querySelectorAll('main :is(a, summary, .scroll):not([data-reached])').length") == 0
        page.focus("details:last-of-type > summary")
        for state in (True, False):
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.parentElement.open") is state


def test_a_wide_table_scrolls_by_keyboard_on_a_narrow_screen(browser, tmp_path):  # noqa: F811
    wide = Table(tuple(f"Kolom {number}" for number in range(30)), (("waarde",) * 30,), "Breed")
    with opened(browser, written(tmp_path, html.render([Title("A"), wide], "nl")), View(360)) as page:
        page.focus(".scroll")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0", timeout=3000)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_folded_is_printed(browser, tmp_path):  # noqa: F811
    blocks = [Title("A"), Details("Meer", (Paragraph("Gevouwen."),)), Paragraph("Daarna.")]
    with opened(browser, written(tmp_path, html.render(blocks, "nl"))) as page:
        shown = "document.querySelector('.folded p').checkVisibility()"
        assert page.evaluate(shown) is False
        page.emulate_media(media="print")
        assert page.evaluate(shown) is True
        heights = page.evaluate("[...document.querySelectorAll('p')].map(found => found.getBoundingClientRect().bottom)")
        assert heights == sorted(heights)  # it has a place of its own


def test_a_page_runs_nothing_and_fetches_nothing(browser, tmp_path):  # noqa: F811
    path = written(tmp_path, html.render(EVERY, "nl"))
    assert "default-src 'none'" in path.read_text(encoding="utf-8")
    refused: list[str] = []
    with opened(browser, path, refused=refused) as page:
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 1'}),"
            " Object.assign(document.createElement('img'), {src: 'https://example.org/x.png'}))"
        )
        assert page.title() == "Waterrijk naar fase 4"
    assert len(refused) == 2
    assert all("Content Security Policy" in message for message in refused)


def colours(name: str) -> dict[str, str]:
    """The colours of a style sheet, by name."""
    text = (ROOT / "antwoord_rules" / "rendering" / "templates" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", text))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["base.css", "screen.css"], ids=["light", "dark"])
def test_colours_stand_out(name):
    found = colours(name)
    for paper in ("paper", "shade", "warning"):
        assert contrast(found["ink"], found[paper]) >= 7
    for paper in ("paper", "shade"):
        assert contrast(found["link"], found[paper]) >= 4.5
        assert contrast(found["dim"], found[paper]) >= 4.5
    for sign in ("met", "unmet", "unknown", "focus", "edge", "warning-edge"):
        assert contrast(found[sign], found["paper"]) >= 3
    assert colours("base.css").keys() == colours("screen.css").keys()


# Hostile texts

LONG = "x" * 10_000
HOSTILE = [
    "<script>document.title = 'x'</script><img src=x onerror=alert(1)>",
    "</style></title></main><!-- --> ]]> <b>",
    "&lt;b&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% include 'x' %} {# x #}",
    '=HYPERLINK("https://example.org")',
    "\"' onmouseover='alert(1)",
    "שלום עולם: 3 of 4 (א)",
    LONG,
    LONG[:5000] + " " + "עברית" * 1000,
    "{0} {name} %s %(x)s",
    "url(#x) javascript:alert(1) https://example.org/",
]


def everywhere(text: str) -> tuple:
    """A text in every place of every block."""
    inner = (Paragraph(text), Entry("●", text, (text, text), text, strong=True), Pairs(((text, text),)))
    return (
        Title(text),
        Contents(text),
        Heading(text),
        Subheading(text),
        *inner,
        Paragraph("Gewone tekst erna."),
        Entry("1.", text),
        Entry(text[:1], text),
        Callout(text, "warning"),
        Chart((text, text), text),
        Table((text, "B", "C"), ((text, "1", text), ("a", "2", "c")), text, row_headers=True),
        Details(text, (*inner, Heading(text), Subheading(text))),
        Figure(LADDER, text, text),
        Heading(text),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_texts_come_out_as_text(browser, tmp_path, text):  # noqa: F811
    made = html.render(everywhere(text), "nl", title=text)
    found = outlined(made)
    assert found.text.count(text) >= 25
    assert len({name for name in found.ids if len(name) > 80}) == 0
    with opened(browser, written(tmp_path, made), View(360)) as page:
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.inner_text("main > section p:has-text('Gewone')") == "Gewone tekst erna."
        assert page.evaluate("document.querySelectorAll('script, img').length") == 0
        page.evaluate("document.querySelectorAll('pre').forEach(found => found.remove())")
        widths = page.evaluate("[...document.querySelectorAll('.scroll')].map(found => found.scrollWidth)")
        assert max(widths) < 1200


def test_what_is_no_text_becomes_a_sign():
    text = "a\x00b\x1bc\x85d\ud800e\ufffef\u202eg\tA"
    found = outlined(html.render([Title(text), Paragraph(text), Figure(LADDER, text, text)], "nl"))
    assert "a�b�c�d�e�f�g\tA" in found.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", unescape(found.text))


def test_right_to_left_texts_do_not_turn_what_stands_next_to_them(browser, tmp_path):  # noqa: F811
    blocks = [Title("A"), Pairs((("שלום", "3"),)), Entry("●", "שלום", (), "id_1"), Entry("●", "daarna", (), "id_2")]
    with opened(browser, written(tmp_path, html.render(blocks, "nl"))) as page:
        lefts = page.evaluate(
            "[...document.querySelectorAll('.marked code, .marked svg')].map(e => e.getBoundingClientRect().left)"
        )
        mark, name, mark_2, name_2 = lefts
        assert mark == mark_2
        assert mark < name
        assert mark_2 < name_2


@pytest.mark.parametrize("name", [*HOSTILE[:4], LONG], ids=lambda name: name[:12])
def test_hostile_facts_come_out_as_text(kb, name):
    facts = with_all(False)
    facts["gemeente"]["naam"] = name
    facts["frontoffices"] = [{"naam": name, "afgestemd": False}, {"naam": "B"}]
    facts["kanalen"]["website"]["ingangen"] = {"waarde": 2, "bron": name}
    for language in ("nl", "en"):
        found = outlined(short(kb, facts, language))
        assert found.headings[0] == (1, name)
        assert found.text.count(name) >= 3


def test_a_document_reads_as_json_too(kb, tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(with_all(True)), encoding="utf-8")
    assert outlined(short(kb, path)).headings[0][0] == 1
