"""The plan van aanpak: what it says, that every statement traces to the result, and what it looks like in every form."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdf
import pytest

from antwoord_rules import KnowledgeBase
from antwoord_rules.commands.application import run
from antwoord_rules.errors import UsageError
from antwoord_rules.language import Text
from antwoord_rules.rendering import html, markdown, pdf, word
from antwoord_rules.rendering.blocks import (
    Block,
    Callout,
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
from antwoord_rules.rendering.shares import whole
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.dossier import Dossier, dossier
from antwoord_rules.reports.action_plan.report import blocks, content, name
from antwoord_rules.reports.action_plan.saying import Said
from tests.browser import View, browser, opened, violations  # noqa: F401 - a fixture
from tests.conftest import FACTS, ROOT
from tests.plans import GOLDEN, NAMES, PINNED, SECONDS, SOURCED, as_text, dossier_of, source
from tests.test_html import HOSTILE, outlined

FORMS = ("html", "docx", "pdf", "md")
HEADINGS = {
    "nl": (
        *("Samenvatting", "Hoe dit plan", "De fase", "Profiel", "Uitdagingen", "Het plan", "De stappen", "Wat nog onbekend"),
        *("Aannamen", "Vergelijking met EGEM", "Bronnen", "Ontvangstbewijs"),
    ),
    "en": (
        *("Summary", "How this plan", "The phase", "Profile", "Challenges", "The plan", "The steps", "What is still unknown"),
        *("Assumptions", "Comparison with EGEM", "Sources", "Receipt"),
    ),
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
STATUSES = {text.to(language): status for status, text in words.STATUS.items() for language in ("nl", "en")}


@pytest.fixture(scope="module")
def dossiers(kb) -> dict[str, Dossier]:
    return {found: dossier_of(kb, found) for found in NAMES}


def texts_of(found: Block) -> Iterator[str]:
    """Everything that a reader of a block sees."""
    match found:
        case Title(text) | Heading(text) | Subheading(text) | Paragraph(text) | Callout(text):
            yield text
        case Entry(_, text, notes):
            yield from (text, *notes)
        case Table(headers, rows, caption):
            yield from (*headers, *(cell for row in rows for cell in row), caption)
        case Pairs(rows):
            yield from (text for row in rows for text in row)
        case Figure(_, caption, alt):
            yield from (caption, alt)
        case Details(summary, inner):
            yield summary
            yield from (text for block in inner for text in texts_of(block))


def all_blocks(found: Iterable[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        if isinstance(block, Details):
            yield from all_blocks(block.blocks)


# What it says


@pytest.mark.parametrize(("which", "language"), PINNED, ids=["-".join(pinned) for pinned in PINNED])
def test_the_content_is_what_was_pinned(dossiers, which, language):
    """After a change that is meant: `make golden`, and read the difference."""
    pinned = (GOLDEN / f"{which}.{language}.txt").read_text(encoding="utf-8")
    assert as_text(dossiers[which], language, sources=which == SOURCED) == pinned


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("which", NAMES)
def test_the_sections_stand_in_order(dossiers, which, language):
    found = list(blocks(dossiers[which], language))
    assert isinstance(found[0], Title)
    headings = [block.text for block in found if isinstance(block, Heading)]
    wanted = HEADINGS[language]
    assert len(headings) == len(wanted)
    assert all(heading.startswith(start) for heading, start in zip(headings, wanted, strict=True))


def test_the_three_first_steps_are_those_of_the_plan_that_can_start_at_once(dossiers):
    found = dossiers["waterrijk"]
    assert [step.kind for step in found.first_steps] == ["measure"] * 3
    starts = {step.measure: step.start for step in found.plan.steps}
    assert [starts[step.id] for step in found.first_steps] == [0, 0, 0]
    critical = {step.measure for step in found.plan.steps if step.critical}
    assert found.first_steps[0].id in critical


def test_when_the_phase_is_uncertain_the_first_step_is_to_ask_the_best_question(kb, dossiers):
    for which in ("lindewaard", "onbekend"):
        first = dossiers[which].first_steps[0]
        assert (first.kind, first.id) == ("fact", kb.next_question(source(which)).fact)


def test_at_the_highest_phase_the_plan_is_to_solve_what_is_open(dossiers):
    found = dossiers["zilverhaven"]
    assert (found.plan.measures, found.target) == ((), 5)
    advised = [measure.id for measure in found.assessment.measures]
    assert [step.id for step in found.first_steps if step.kind == "measure"] == advised[:3]


def test_missing_data_is_unknown_and_never_zero(dossiers):
    found = dossiers["onbekend"]
    told = {language: [list(texts_of(block)) for block in blocks(found, language)] for language in ("nl", "en")}
    assert all(found.tally(block=block.id).share is None for block in found.assessment.context.base.vocabulary.blocks)
    for texts in told["nl"]:
        assert not any("0%" in text and "nu" in text for text in texts if "na dit plan" not in text.lower())
    (spider,) = [block for block in blocks(found, "nl") if isinstance(block, Figure) and "bouwsteen, nu" in block.caption]
    assert spider.picture.series[0][1] == (None, None, None, None)
    assert spider.alt.startswith("Nu, van wat bekend is: Producten en kanalen onbekend, ")


def test_each_answer_comes_with_what_it_would_mean(dossiers):
    found = dossiers["lindewaard"]
    entries = {block.id: block for block in blocks(found, "nl") if isinstance(block, Entry) and block.mark == "?"}
    telling = entries["kanalen.balie.geconcentreerd"].notes
    no = "Antwoord 'nee': fase 1 is dan zeker; 'Balies zoveel mogelijk op één plek' is dan niet vervuld;"
    assert telling == (
        f"{no} 'Breng balies zoveel mogelijk op één plek samen' is dan aanbevolen.",
        "Antwoord 'ja': mogelijk is dan nog fase 1 tot en met 4; 'Balies zoveel mogelijk op één plek' is dan vervuld.",
    )
    for effects in found.effects:
        if found.matters[effects.fact] != "nothing":
            assert len(entries[effects.fact].notes) == len(effects.answers)


def test_there_is_a_format_for_every_step_on_the_way_and_a_column_for_owners(kb):
    found = dossier_of(kb, "klaverdonk", 3)
    made = list(blocks(found, "nl"))
    steps = [block.text for block in made if isinstance(block, Subheading) and "fase" in block.text.lower()]
    assert [text.partition(":")[0] for text in steps if text.startswith(("Naar", "Van fase"))] == [
        "Naar fase 1",
        "Van fase 1 naar fase 2",
        "Van fase 2 naar fase 3",
    ]
    waves = [block for block in made if isinstance(block, Table) and block.headers[-1] == "Eigenaar"]
    assert [len(table.rows) for table in waves] == [len(names) for names in found.plan.waves]
    assert all(row[-1] == "" for table in waves for row in table.rows)
    forms = [block for block in made if isinstance(block, Table) and block.headers[-1].startswith("Akkoord")]
    assert len(forms) == 3


def test_what_can_not_be_planned_is_explained(kb):
    memory = kb.read(source("waterrijk"))
    found = dossier(kb, memory, 2, exclude=("maatregel_een_telefoonnummer",), seconds=SECONDS)
    text = "\n".join(text for block in blocks(found, "nl") for text in texts_of(block))
    assert not found.plan.reachable
    assert "Voor fase 2 is er geen plan" in text
    assert "is uitgesloten" in text
    assert "niet te maken met deze maatregelen" in text


def told_of(found: Dossier, language="nl") -> str:
    return "\n".join(text for block in all_blocks(blocks(found, language)) for text in texts_of(block))


def planned_for(kb, which, to, *, changes=None, **wish) -> Dossier:
    document = json.loads(source(which).read_text("utf-8"))
    for path, value in (changes or {}).items():
        *parents, last = path.split(".")
        place = document
        for parent in parents:
            place = place[parent]
        place[last] = value
    return dossier(kb, kb.read(document), to, seconds=SECONDS, **wish)


def test_what_is_certain_and_what_is_not_is_not_mixed_up(dossiers):
    assert "staat ten minste in fase 1" in told_of(dossiers["lindewaard"])
    assert "Welke fase het precies is, staat nog niet vast: mogelijk is fase 1 tot en met 4." in told_of(dossiers["lindewaard"])
    assert "Waarom fase 2 nog niet vaststaat" in told_of(dossiers["lindewaard"])
    assert "Waarom fase 3 nog niet bereikt is" in told_of(dossiers["elzenmeer"])
    assert "Waarom fase 5 bereikt is" in told_of(dossiers["zilverhaven"])


def test_what_the_plan_makes_needless_is_not_advised_beside_it(kb):
    found = planned_for(kb, "oosterwoud", 4)
    assert found.spared == ("maatregel_contactregistratie_delen", "maatregel_terugkoppeling_backoffice")
    assert not set(found.spared) & {*found.besides, *found.plan.measures}
    assert "Met dit plan niet meer nodig: 'Deel de contactregistratie met het hele KCC', 'Laat de backoffice" in told_of(found)


def test_what_was_ruled_out_is_not_advised_either(kb):
    barred = "maatregel_uniform_klantbeeld"
    found = planned_for(kb, "oosterwoud", 4, exclude=[barred])
    assert not found.plan.reachable
    assert barred in {measure.id for measure in found.assessment.measures}
    assert barred not in {*found.besides, *(step.id for step in found.first_steps)}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_document_names_no_options_of_a_command(kb, language):
    wishes = ({"exclude": ["maatregel_een_website"]}, {"include": ["maatregel_klantreis_keten"]}, {"with_challenges": True})
    for wish in wishes:
        assert not re.search(r"--[a-z]", told_of(planned_for(kb, "waterrijk", 3, **wish), language))


def test_a_first_step_that_may_be_there_already_says_so(dossiers):
    found = dossiers["onbekend"]
    assert found.first_steps[1].id in found.doubtful
    entries = [block for block in blocks(found, "nl") if isinstance(block, Entry) and block.strong]
    assert entries[1].notes == ("Misschien is dit al in orde: dat is nu onbekend.",)
    assert dossiers["waterrijk"].doubtful == frozenset()


def test_a_plan_at_a_phase_that_is_reached_does_not_lead_to_it(kb):
    text = told_of(planned_for(kb, "zilverhaven", 5, include=["maatregel_klantreis_keten"]))
    assert "1 maatregel (3 punten, 12 maanden); fase 5 is al bereikt" in text
    assert "Het plan bij fase 5" in text
    assert "Fase 5 is al bereikt en blijft dat." in text
    assert "naar fase 5" not in text


def test_a_plan_that_reaches_further_says_how_far(kb):
    text = told_of(planned_for(kb, "merelbroek", 2))
    assert "1 maatregel naar fase 2 (3 punten, 6 maanden); fase 4 is daarna ook bereikt" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"keten.burger_centraal": True}, "Nog onbekend niets"),
        ({}, "1 feit; de fase verandert daar niet door"),
        ({"keten.burger_centraal": True, "keten.logische_ingang": None}, "1 feit, en dat kan de fase veranderen"),
        ({"keten.logische_ingang": None}, "2 feiten, waarvan 1 de fase kan veranderen"),
    ],
)
def test_what_is_unknown_is_counted_in_good_dutch(kb, changes, said):
    assert said in told_of(planned_for(kb, "zilverhaven", 5, changes=changes)).replace("\n", " ")


def test_a_norm_that_was_changed_is_not_said_to_be_that_of_the_source(kb):
    changed = kb.with_norms({"norm_direct_afgehandeld": 10, "norm_wachttijd_telefoon": 30})
    text = told_of(planned_for(changed, "wolvendrecht", 5))
    assert "Voor dit plan is een norm aangepast: 'Minimaal aandeel direct beantwoorde vragen' is 10 procent, en niet 80" in text
    assert "10 procent, voor dit plan aangepast; volgens de regels 80 procent [bron]" in text
    assert "norm: hoogstens 30 seconden [aangepast]" in text
    assert "15 minuten [secundair]" in text


def test_how_a_criterion_shows_keeps_what_must_not_be_and_what_belongs_together(tmp_path):
    (tmp_path / "phase-2-ours.yaml").write_text(
        "phase: 2\n"
        "derived:\n"
        "  - {id: tussen, label: {nl: Tussen, en: Between}, when: {kanalen.chat.ingangen: {at_least: 1}}, basis: eigen,\n"
        "     because: {nl: Daarom., en: Because.}}\n"
        "criteria:\n"
        "  - {id: criterium_2_niet, block: producten_kanalen, label: {nl: Niet, en: Not}, when: {tussen: false}, basis: eigen,\n"
        "     because: {nl: Daarom., en: Because.}}\n"
        "  - {id: criterium_2_of, block: producten_kanalen, label: {nl: Of, en: Or}, basis: eigen,\n"
        "     because: {nl: Daarom., en: Because.},\n"
        "     when: {any: [{kanalen.chat.ingangen: 9}, {kanalen.email.ingangen: 1, kanalen.post.ingangen: 1}]}}\n",
        encoding="utf-8",
    )
    found = planned_for(KnowledgeBase.load("bundled", str(tmp_path)), "waterrijk", 2)
    (form,) = [block for block in blocks(found, "nl") if isinstance(block, Table) and block.headers[-1].startswith("Akkoord")]
    shown = {row[0]: row[3] for row in form.rows}
    assert shown["Niet"] == "niet ('Ingangen voor chat': ten minste 1)"
    assert shown["Of"] == "'Ingangen voor chat': precies 9 of ('Algemene e-mailadressen': precies 1; 'Postadressen': precies 1)"


def test_one_other_municipality_has_no_median(kb):
    found = planned_for(kb, "waterrijk", 2, peers=[kb.read(source("elzenmeer"))])
    text = told_of(found)
    assert "1 andere gemeente: " in text
    assert "middelste" not in text


def test_peers_are_shown_beside_the_municipality_and_never_hold_itself(kb):
    memory = kb.read(source("waterrijk"))
    found = dossier(kb, memory, 2, peers=[kb.read(path) for path in FACTS], seconds=SECONDS)
    assert found.peers is not None
    assert found.peers.number == len(FACTS) - 1
    (spider,) = [block for block in blocks(found, "nl") if isinstance(block, Figure) and "nu en na" in block.caption]
    assert [series[0] for series in spider.picture.series][2] == "de middelste van 9 andere gemeenten"
    assert dossier(kb, memory, 2, peers=[memory], seconds=SECONDS).peers is None


# Every statement traces to the result


def numbers_in(value: object) -> Iterator[float]:
    """The numbers of a JSON value, also those in its texts."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers_in(key)
            yield from numbers_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from numbers_in(part)
    elif isinstance(value, str):
        yield from numbers_of(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def numbers_of(text: str) -> Iterator[float]:
    return (float(found.replace(",", ".")) for found in NUMBER.findall(text))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in strings_in(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for part in value for text in strings_in(part))
    elif isinstance(value, str):
        yield value


def written_about(kb: KnowledgeBase, names: Iterable[str]) -> set[float]:
    """The numbers in what the rules themselves say of things: labels, reasons, steps, conditions."""
    found: set[float] = set()
    for thing in names:
        rule = kb.base.rules.get(thing) or kb.base.norm_by_id.get(thing) or kb.base.vocabulary.fact_by_id.get(thing)
        if rule is not None:
            found |= set(numbers_in(json.loads(json.dumps(rule, default=str))))
        if thing in kb.base.vocabulary.labels:
            found |= set(numbers_in(list(kb.base.vocabulary.labels[thing])))
    return found


def is_general(said: Said) -> bool:
    """Whether a block says something of the method or the sources only, not of the municipality."""
    return all(part == "method" or part.startswith("sources/") for part in said.rests_on)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("which", NAMES)
def test_every_statement_traces_to_the_result(kb, dossiers, which, language):
    """Each block names parts that exist, and says no number that these parts, or the rules that they name, do not hold."""
    found = dossiers[which]
    for said in content(found, language):
        if isinstance(said.block, PageBreak):
            continue
        assert said.rests_on, said.block
        assert set(said.rests_on) <= found.parts.keys(), said.block
        if is_general(said):
            continue
        data = [found.parts[part] for part in said.rests_on]
        named = {part.rpartition("/")[2] for part in said.rests_on} | {
            word for text in strings_in(data) for word in (text, text.partition(":")[0])
        }
        allowed = {float(n) for n in numbers_in(data)} | written_about(kb, named) | set(numbers_in(list(said.rests_on)))
        allowed |= {float(whole(number)) for number in numbers_in(data) if 0 <= number <= 1}  # shares as per cents
        for text in texts_of(said.block):
            assert set(numbers_of(text)) <= allowed, (said.block, set(numbers_of(text)) - allowed)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_rests_on_the_method_alone_is_the_same_for_all(dossiers, language):
    general = [
        {text for said in content(found, language) if is_general(said) for text in texts_of(said.block)}
        for found in dossiers.values()
    ]
    for texts in general:
        assert [text for text in texts if sum(text in others for others in general) == 1] == []
        assert len(texts) > 20


@pytest.mark.parametrize("which", NAMES)
def test_nothing_of_the_result_is_left_unsaid(dossiers, which):
    found = dossiers[which]
    told = {part for said in content(found, "nl") for part in said.rests_on}
    kinds = ("criteria/", "challenges/", "measures/", "assumptions/", "plan/", "questions/", "norms/", "sources/", "phases/")
    wanted = {part for part in found.parts if part.startswith(kinds)}
    planned = {f"measures/{measure}" for measure in found.plan.measures}  # told as part of the plan
    assert wanted - planned - {part for part in wanted if part.endswith("/challenges")} <= told
    assert {"gemeente", "phase", "receipt", "unknown", "origins", "egem_plateaus", "firmness", "besides"} <= told


@pytest.mark.parametrize("which", NAMES)
def test_every_status_in_a_table_or_list_is_that_of_the_result(kb, dossiers, which):
    found = dossiers[which]
    statuses = {item.id: item.status for item in (*found.assessment.criteria, *found.assessment.challenges)}
    by_label = {kb.base.rules[rule].label.nl: status for rule, status in statuses.items()}
    seen = set()
    for block in all_blocks(blocks(found, "nl")):
        if isinstance(block, Table) and block.headers[0] == "Criterium":
            for label, status, *_ in block.rows:
                assert STATUSES[status] == by_label[label]
                seen.add(label)
        if isinstance(block, Entry) and block.id in statuses:
            assert block.mark == words.MARK[statuses[block.id]]
            assert f": {words.STATUS[statuses[block.id]].nl} [" in block.text
            seen.add(kb.base.rules[block.id].label.nl)
    assert seen == set(by_label)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_label_that_changes_in_the_rules_changes_in_the_plan(kb, dossiers, language):
    """No text of the rules is written out in the report."""
    text = "\n".join(text for block in blocks(dossiers["waterrijk"], language) for text in texts_of(block))
    shown = [rule for rule in kb.base.criteria if Text.to(rule.label, language) in text]
    assert len(shown) == len(kb.base.criteria)
    source_text = "".join(path.read_text("utf-8") for path in (ROOT / "antwoord_rules" / "reports" / "action_plan").glob("*.py"))
    assert not [rule.id for rule in kb.base.rules.values() if rule.label.to(language) in source_text or rule.id in source_text]


# What it looks like


def rendered(found: Dossier, form: str, language="nl", template=None) -> bytes:
    made, title, date = blocks(found, language), name(found, language), found.assessment.gemeente.peildatum
    if form == "docx":
        return word.render(made, language, title=title, author="antwoord-rules", date=date, template=template)
    if form == "pdf":
        return pdf.render(made, language, title=title, date=date)
    return (html.render(made, language, title=title) if form == "html" else markdown.render(made)).encode()


def read_docx(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    return "\n".join(element.text or "" for element in document.element.iter() if element.tag.endswith("}t"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("which", NAMES)
def test_the_page_holds_together(dossiers, which, language):
    found = outlined(rendered(dossiers[which], "html", language).decode())
    assert found.headings[0] == (1, name(dossiers[which], language))
    assert len(found.links) > 20


LOOKED_AT = [
    ("waterrijk", "nl", View(360)),
    pytest.param("waterrijk", "en", View(1280, "dark"), marks=pytest.mark.slow),
    *(pytest.param(found, "nl", View(360), marks=pytest.mark.slow) for found in NAMES if found != "waterrijk"),
]


@pytest.mark.parametrize(("which", "language", "view"), LOOKED_AT)
def test_axe_finds_nothing(dossiers, browser, tmp_path, which, language, view):  # noqa: F811
    path = tmp_path / "plan.html"
    path.write_bytes(rendered(dossiers[which], "html", language))
    with opened(browser, path, view) as page:
        assert violations(page) == []
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width


@pytest.mark.slow
@pytest.mark.parametrize("which", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_summary_is_the_first_page_of_the_pdf(dossiers, which, language):
    made = pypdf.PdfReader(BytesIO(rendered(dossiers[which], "pdf", language)))
    first, second = (made.pages[number].extract_text() for number in (0, 1))
    assert {"nl": "Samenvatting", "en": "Summary"}[language] in first
    assert {"nl": "Nog onbekend", "en": "Still unknown"}[language] in first
    assert {"nl": "Inhoud", "en": "Contents"}[language] in second
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of true


def test_the_summary_fits_its_page_also_with_a_long_name_and_a_note_at_each_step(kb):
    found = planned_for(kb, "lindewaard", 3, changes={"gemeente.naam": "Nuenen, Gerwen en Nederwetten " + "en omstreken " * 5})
    made = pypdf.PdfReader(BytesIO(rendered(found, "pdf")))
    assert "Nog onbekend" in made.pages[0].extract_text()


def test_every_form_says_the_same(dossiers):
    found = dossiers["lindewaard"]
    told = [text for block in blocks(found, "nl") for text in texts_of(block) if text and not isinstance(block, Figure)]
    page = outlined(rendered(found, "html").decode()).text
    document = read_docx(rendered(found, "docx"))
    reader = pypdf.PdfReader(BytesIO(rendered(found, "pdf")))
    paper = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for text in told:
        assert text in page
        assert text in document or all(part in document for part in text.split(" ["))
        or_dash = re.sub(r"[\s\u200b-]", "", text)
        assert or_dash in re.sub(r"[\u200b-]", "", paper) or len(text) > 80, text


def test_word_takes_the_house_style(dossiers, tmp_path):
    house = docx.Document()
    house.styles["Heading 1"].font.name = "Papyrus"
    house.sections[0].header.paragraphs[0].text = "Gemeente Waterrijk"
    house.save(tmp_path / "huisstijl.docx")
    made = docx.Document(BytesIO(rendered(dossiers["waterrijk"], "docx", template=tmp_path / "huisstijl.docx")))
    assert made.styles["Heading 1"].font.name == "Papyrus"
    assert made.sections[0].header.paragraphs[0].text == "Gemeente Waterrijk"
    headings = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0] == "Samenvatting"


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_two_runs_give_the_same_bytes(tmp_path, form):
    def made(seed: str) -> bytes:
        path = tmp_path / f"{seed}.{form}"
        command = [sys.executable, str(ROOT / "cli.py"), "report", str(source("waterrijk")), "-o", str(path)]
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run(command, capture_output=True, timeout=120, check=True, env=environment)
        return path.read_bytes()

    assert made("1") == made("2")


@pytest.mark.parametrize("form", [*FORMS[:2], pytest.param("pdf", marks=pytest.mark.slow), "md"])
def test_hostile_texts_come_out_as_text(kb, form):
    document = json.loads(source("lindewaard").read_text("utf-8"))
    document["gemeente"]["naam"] = " ".join(HOSTILE)[:2000]
    for number, text in enumerate(HOSTILE):
        document.setdefault("frontoffices", []).append({"naam": f"{number} {text}"[:10_000]})
    try:
        memory = kb.read(document)
    except Exception as error:  # noqa: BLE001 - what the reader refuses can't reach a report
        pytest.fail(f"the facts were refused: {error}")
    made = rendered(dossier(kb, memory, 2, seconds=SECONDS), form)
    if form == "html":
        outlined(made.decode())
        assert b"<script" not in made
    elif form == "docx":
        with ZipFile(BytesIO(made)) as package:
            assert package.testzip() is None
        assert "<script>document" in read_docx(made)
    elif form == "pdf":
        assert len(pypdf.PdfReader(BytesIO(made)).pages) > 10
    else:
        assert "<script>" not in made.decode().replace("\\<script\\>", "")


# The command


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_the_suffix_says_which_form(tmp_path, capsys, form, language):
    path = tmp_path / f"plan.{form}"
    assert run(["report", str(source("waterrijk")), "--to", "2", "-o", str(path), "--lang", language]) == 0
    assert capsys.readouterr() == ("", "")
    start = {"html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF-", "md": b"# Plan"}[form]
    assert path.read_bytes().startswith(start)


def test_peers_that_are_the_municipality_itself_are_said_to_compare_nothing(tmp_path, capsys):
    place, path = str(source("waterrijk")), tmp_path / "plan.md"
    assert run(["report", place, "--to", "2", "--peers", place, "-o", str(path)]) == 0
    assert capsys.readouterr() == ("", "--peers noemt geen andere gemeente: het plan vergelijkt dus niet.\n")
    assert path.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-o", "plan.odt"), 2, "REPORT-FORM"),
        (("-o", "plan"), 2, "REPORT-FORM"),
        ((), 2, "'-o' ontbreekt"),
        (("-o", "plan.md", "--to", "9"), 2, "PHASE-UNKNOWN"),
        (("-o", "plan.md", "--to", "0"), 2, "PHASE-UNKNOWN"),
        (("-o", "plan.md", "--exclude", "maatregel_een_telefonnummer"), 2, "maatregel_een_telefoonnummer"),
        (("-o", "plan.md", "--template", "huis.docx"), 2, "TEMPLATE-UNUSED"),
        (("-o", "plan.docx", "--template", "huis.docx"), 2, "TEMPLATE-UNREADABLE"),
        (("-o", "plan.md", "--peers", "nowhere.json"), 3, "FILE-MISSING"),
        (("-o", "nowhere/plan.md"), 2, "FILE-UNWRITABLE"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    assert run(["report", str(source("waterrijk")), *arguments]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert list(tmp_path.iterdir()) == []


def test_facts_come_from_standard_input_too(tmp_path):
    path = tmp_path / "plan.md"
    with source("waterrijk").open("rb") as file:
        command = [sys.executable, str(ROOT / "cli.py"), "report", "-", "-o", str(path)]
        done = subprocess.run(command, stdin=file, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert path.read_text("utf-8").startswith("# Plan van aanpak klantcontact Waterrijk\n")


def test_a_phase_that_does_not_exist_is_refused(kb):
    with pytest.raises(UsageError):
        dossier(kb, kb.read(source("waterrijk")), 6, seconds=SECONDS)
