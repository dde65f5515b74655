"""The rule book as Markdown: every rule beside the item of the source that it expresses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antwoord_rules.language import Text
from antwoord_rules.rendering.markdown import escape
from antwoord_rules.reports.rulebook import markdown, report
from tests.test_reports import HOSTILE


def sections(text: str, mark: str) -> dict[str, str]:
    """The text below each heading of that level, by heading."""
    found: dict[str, str] = {}
    for part in text.split(f"\n{mark} ")[1:]:
        heading, _, rest = part.partition("\n")
        found[heading] = rest.split(f"\n{mark[:-1]} ")[0]
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_norm_and_phase_is_in_the_book_and_in_full_once(kb, language):
    text = markdown.book(kb.base, language)
    things = [*kb.base.rules.values(), *kb.base.norms]
    assert things
    for thing in things:
        assert f"**{escape(thing.label.to(language))}** `{thing.id}` \\[{thing.basis}\\]" in text
        assert text.count(f": {escape(thing.because.to(language))}\n") == 1
        if thing.reading is not None:
            assert text.count(f": {escape(thing.reading.to(language))}\n") == 1
    for phase in kb.base.phases:
        assert f"`{phase.id}`" in text


def test_a_rule_stands_with_the_item_of_the_source_that_it_expresses(kb):
    text = markdown.book(kb.base, "nl")
    assert text.index("## Bron: Fasen van Antwoord©") < text.index("## Bron: Gemeente heeft Antwoord©")
    third = sections(text, "###")["Fase 3: Front-office heeft Antwoord© (`fase-3`)"]
    found = sections(third, "####")
    assert "`uitdaging_3_direct_afhandelen`" in found["80 procent van de vragen meteen beantwoorden. (`uitdaging-4`)"]
    for rule in (*kb.base.criteria, *kb.base.challenges, *kb.base.limits):
        for reference in rule.sources:
            if reference.document == "fasen-van-antwoord" and reference.section == "fase-3":
                heading = next(heading for heading in found if heading.endswith(f"(`{reference.item}`)"))
                assert f"`{rule.id}`" in found[heading]


def test_conditions_are_in_words(kb):
    text = markdown.book(kb.base, "nl")
    assert "    - Voorwaarde: Algemene telefoonnummers (kanalen.telefoon.ingangen) = 1\n" in text
    assert "        - een van deze:\n            - Balies zoveel mogelijk bij elkaar" in text


@pytest.mark.parametrize(
    ("language", "blank"), [("nl", "niet gedocumenteerd in de bron"), ("en", "not documented in the source")]
)
def test_what_the_source_leaves_blank_is_said_beside_what_is_ours(kb, language, blank):
    text = markdown.book(kb.base, language)
    blanks = [item for document in kb.base.documents for section in document.sections for item in section.items if item.blank]
    assert text.count(f"**{blank}**") == len(blanks) > 0
    for item in blanks:
        assert item.id in ("uitdagingen", "maatregelen")
        assert blank in sections(text, "####")[f"{escape(item.about.to(language))} (`{item.id}`)"]
    for number in (2, 3, 4, 5):
        phase = kb.base.phases[number - 1]
        label = next(s.label for s in kb.base.documents[0].sections if s.id == f"fase-{phase.number}")
        here = sections(text, "###")[f"{escape(label.to(language))} (`fase-{number}`)"]
        listed = next(rest for heading, rest in sections(here, "####").items() if heading.endswith("(`maatregelen`)"))
        for measure in kb.base.measures:
            assert (f"`{measure.id}`" in listed) == (measure.phase == number)


def test_an_item_that_no_rule_expresses_is_said_so(kb):
    found = sections(markdown.book(kb.base, "nl"), "####")
    heading = "Voor de stap naar een volgende fase bestaan standaardformats. (`standaardformats`)"
    assert found[heading].strip() == "Geen regel drukt dit uit."


def test_a_document_that_nothing_cites_is_said_so_and_no_other(kb):
    secondary = sections(sections(markdown.book(kb.base, "nl"), "##")["Uit andere publicaties (secundair)"], "###")
    things = [*kb.base.rules.values(), *kb.base.norms, *(f.indicator for f in kb.base.vocabulary.facts if f.indicator)]
    cited = {reference.document for thing in things for reference in thing.sources}
    for document in kb.base.documents:
        said = "Geen regel drukt dit uit." in secondary.get(escape(document.title), "")
        assert said == (document.id not in cited and not document.sections)


def test_what_is_secondary_stands_by_publication_and_what_is_ours_apart(kb):
    found = sections(markdown.book(kb.base, "nl"), "##")
    ours = found["Van ons (eigen)"]
    secondary = sections(found["Uit andere publicaties (secundair)"], "###")
    for rule in kb.base.rules.values():
        assert (f"`{rule.id}`" in ours) == (rule.basis == "eigen")
        for reference in rule.sources if rule.basis == "secundair" else ():
            assert f"`{rule.id}`" in secondary[escape(kb.base.document_by_id[reference.document].title)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_entry_has_a_page_of_its_own(kb, language):
    for summary in report.entries(kb.base):
        text = markdown.page(kb.base, summary["id"], language)
        assert text.startswith(f"# {escape(summary['label'][language])}\n\n`{summary['id']}`")
    text = markdown.page(kb.base, "maatregel_kanaalsturing", "en")
    assert "\n## Requires first\n" in text
    assert "\n1. " in text


@pytest.mark.parametrize("hostile", [*HOSTILE, "a\n\n# kop\n\n- punt"], ids=lambda name: name[:12])
def test_hostile_texts_come_out_as_text(kb, hostile):
    said = Text(hostile, hostile)
    criteria = tuple(rule._replace(label=said, because=said, reading=said) for rule in kb.base.criteria)
    documents = tuple(document._replace(title=hostile, note=said) for document in kb.base.documents)
    base = replace(kb.base, criteria=criteria, documents=documents)
    for text in (markdown.book(base, "nl"), markdown.page(base, "criterium_2_een_website", "nl")):
        assert "<script>" not in text
        assert "\n# kop" not in text
        assert "**vet**" not in text
        assert escape(" ".join(hostile.split())) in text


def test_a_phase_that_names_no_source_is_in_the_book_too(kb):
    base = replace(kb.base, phases=tuple(phase._replace(sources=()) for phase in kb.base.phases))
    assert "`fase_4`" in sections(markdown.book(base, "nl"), "##")["Van ons (eigen)"]


def test_a_rule_that_cites_a_document_as_a_whole_is_in_the_book_too(kb):
    criteria = tuple(
        rule._replace(sources=tuple(reference._replace(section=None, item=None) for reference in rule.sources))
        for rule in kb.base.criteria
    )
    text = markdown.book(replace(kb.base, criteria=criteria), "nl")
    main = sections(text, "##")["Bron: Fasen van Antwoord©"]
    assert "`criterium_2_een_website`" in sections(main, "###")["Bij deze bron als geheel"]
