"""The pages of a result: what is concluded, why, what if, the plan and the reports, of drafts and of saved versions."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from antwoord_rules.explanation.tree import lacking
from antwoord_rules.reports.action_plan.dossier import dossier
from antwoord_rules.reports.action_plan.rendered import rendered
from antwoord_rules.store.records import Draft, Saving, Version
from antwoord_rules.web.context import LANGUAGE_COOKIE, NOBODY
from antwoord_rules.web.pages import reporting
from antwoord_rules.web.saving import saving
from tests.browser import browser, listening, violations, visiting, wider  # noqa: F401  (a fixture)
from tests.conftest import FACTS
from tests.web import application

BASE = "http://127.0.0.1"
MARKUP = '</details><script>alert(1)</script><img src=x onerror="alert(2)">'
HOSTILE = {
    "gemeente": {"naam": MARKUP, "peildatum": "2026-10-01"},
    "frontoffices": [{"naam": MARKUP, "afgestemd": {"waarde": True, "bron": MARKUP}}, {"naam": "B & C"}],
    "kanalen": {"telefoon": {"ingangen": {"waarde": 3, "bron": MARKUP}}, "balie": {"ingangen": 1}},
}
UNKNOWN = {"gemeente": {"naam": "Onbekendam", "peildatum": "2026-10-01"}}
DOCUMENTS: dict[str, Any] = {path.stem: json.loads(path.read_text()) for path in FACTS} | {
    "onbekend": UNKNOWN,
    "vijandig": HOSTILE,
}
PLACES = [
    "",
    "/what-if",
    "/what-if?change=kanalen.telefoon.ingangen=2",
    "/plan",
    "/plan?to=5&pareto=1",
    "/plan?budget=2",
    "/report",
]
PHONES = "kanalen.telefoon.ingangen"


class Site(NamedTuple):
    """A server with every example saved, and as a draft on top of that."""

    client: TestClient
    app: Any
    versions: dict[str, Version]
    drafts: dict[str, Draft]

    def get(self, path: str, **headers: str) -> Any:
        self.client.cookies.pop(LANGUAGE_COOKIE, None)  # a page in another language would be remembered
        return self.client.get(path, headers=headers, follow_redirects=False)

    def url(self, name: str, kind: str = "versions") -> str:
        return f"/{kind}/{(self.versions if kind == 'versions' else self.drafts)[name].id}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with application(tmp_path_factory.mktemp("store")) as app:
        store, kb = app.state.server.store, app.state.server.kb
        versions = {name: store.save(saving(kb, json.dumps(document)), NOBODY) for name, document in DOCUMENTS.items()}
        drafts = {name: store.new_draft(NOBODY, version.facts, version) for name, version in versions.items()}
        yield Site(TestClient(app, base_url=BASE), app, versions, drafts)


def words(page: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


# The result and its why


@pytest.mark.parametrize("kind", ["drafts", "versions"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_result_is_that_of_the_library(site: Site, kb, name: str, kind: str) -> None:
    found = kb.assess(DOCUMENTS[name])
    for language in ("nl", "en"):
        page = site.get(f"{site.url(name, kind)}?lang={language}")
        told = words(page)
        assert page.status_code == 200
        if found.phase.number:
            assert f"{'Fase' if language == 'nl' else 'Phase'} {found.phase.number}: " in told
        assert (("Dat staat vast." if language == "nl" else "That is certain.") in told) is found.phase.certain
        labels = [kb.base.rules[result.id].label.to(language) for result in (*found.criteria, *found.measures)]
        assert [label for label in labels if label not in told] == []


@pytest.mark.parametrize("name", ["elzenmeer", "lindewaard", "onbekend", "zilverhaven"])
def test_everything_on_the_result_opens_its_why_in_place_and_as_a_page(site: Site, name: str) -> None:
    base = site.url(name)
    links = set(re.findall(r'hx-get="([^"]+)"', site.get(base).text))
    assert len(links) > 30
    for link in links:
        part, whole = site.get(link, **{"HX-Request": "true"}), site.get(link)
        assert (part.status_code, whole.status_code) == (200, 200), link
        assert "<html" not in part.text
        assert "<h1>" in whole.text
        assert part.headers["vary"] == "HX-Request"


@pytest.mark.parametrize("name", ["lindewaard", "onbekend"])
def test_what_is_unknown_leads_to_its_place_in_the_form(site: Site, kb, name: str) -> None:
    base = site.url(name, "drafts")
    places = set(re.findall(r' id="([^"]+)"', site.get(f"{base}/form").text))
    led = {
        place
        for fact in kb.read(DOCUMENTS[name]).unknown
        for place in re.findall(r'/form#([^"]+)"', site.get(f"{base}/explain/{fact}").text)
    }
    assert len(led) > 3
    assert {unescape(place) for place in led} <= places


@pytest.mark.parametrize("name", ["elzenmeer", "heidenrode", "wolvendrecht"])
def test_an_explanation_names_what_decided_down_to_facts_and_sources(site: Site, kb, name: str) -> None:
    found = kb.assess(DOCUMENTS[name])
    for result in found.criteria:
        explained = found.explain(result.id)
        told = words(site.get(f"{site.url(name)}/explain/{result.id}"))
        assert explained.grounds is not None
        assert all(citation.text.nl in told for citation in explained.grounds.sources)
        assert all(test.about.label.nl in told for test in lacking(explained) if test.about)
        assert ("Wat hiervoor ontbreekt" in told) is (result.status != "met")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_lacking_are_facts_and_none_when_nothing_is(kb, name: str) -> None:
    found = kb.assess(DOCUMENTS[name])
    for result in found.criteria:
        lacks = lacking(found.explain(result.id))
        assert bool(lacks) is (result.status != "met")
        assert {test.about.kind for test in lacks if test.about} <= {"fact", "list"}
        assert len({(test.test, test.about.id) for test in lacks if test.about}) == len(lacks)


def test_a_phase_that_is_not_reached_says_which_facts_would_change_that(site: Site, kb) -> None:
    page = site.get(f"{site.url('lindewaard')}/explain/fase_2")
    ways = kb.why_not(DOCUMENTS["lindewaard"], 2)
    told = words(page)
    assert "Wat er moet veranderen voor fase 2" in told
    labels = [kb.base.vocabulary.labels[change.fact].nl for change in ways.corrections[0].changes]
    assert all(label in told for label in labels)
    tried = unescape(re.search(r'href="([^"]+what-if\?[^"]+)"', page.text).group(1))
    assert "2: Kanaal heeft Antwoord©" in words(site.get(tried))


def test_an_unknown_fact_has_its_question_and_what_depends_on_it(site: Site, kb) -> None:
    told = words(site.get(f"{site.url('onbekend', 'drafts')}/explain/{PHONES}"))
    assert kb.base.vocabulary.fact_by_id[PHONES].question.nl in told
    assert kb.base.rules["criterium_2_een_telefoonnummer"].label.nl in told


def test_an_unknown_id_is_refused_with_a_suggestion(site: Site) -> None:
    page = site.get(f"{site.url('elzenmeer')}/explain/criterium_2_een_telefoonumer")
    assert page.status_code == 404
    assert "criterium_2_een_telefoonnummer" in page.text


def test_a_version_under_other_rules_says_so_and_keeps_its_result(site: Site, kb) -> None:
    store = site.app.state.server.store
    old = {"phase": {"number": 4, "certain": True, "possible": [4]}, "receipt": {"norms": {}}, "geheim": "é"}
    document = {"gemeente": {"naam": "Eerder", "peildatum": "2026-10-01"}}
    version = store.save(saving(kb, json.dumps(document))._replace(rules_sha256="0" * 64, result=old), NOBODY)
    told = words(site.get(f"/versions/{version.id}"))
    assert "De regels zijn veranderd sinds deze versie is bewaard." in told
    assert "Toen was het fase 4, zeker." in told
    kept = site.get(f"/versions/{version.id}/result.json")
    assert json.loads(kept.content) == old
    assert "De regels zijn veranderd" not in words(site.get(site.url("elzenmeer")))


@pytest.mark.parametrize("kind", ["drafts", "versions"])
def test_the_result_as_data_is_that_of_the_library(site: Site, kb, kind: str) -> None:
    found = site.get(f"{site.url('elzenmeer', kind)}/result.json")
    assert found.json() == kb.assess(DOCUMENTS["elzenmeer"]).model_dump(mode="json")
    assert found.headers["content-disposition"].startswith('attachment; filename="resultaat-elzenmeer-')


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_short_report_is_a_file(site: Site, form: str) -> None:
    found = site.get(f"{site.url('elzenmeer')}/assessment.{form}?lang=nl")
    assert found.headers["content-disposition"].endswith(f'.{form}"')
    assert "Elzenmeer" in found.text


def test_facts_that_the_rules_of_now_do_not_know_give_their_problems(site: Site, kb) -> None:
    document = {"gemeente": {"naam": "Ouddorp", "peildatum": "2026-10-01"}}
    facts = json.dumps({**document, "vroeger": {"feit": 1}})
    version = site.app.state.server.store.save(saving(kb, json.dumps(document))._replace(facts=facts), NOBODY)
    for place in PLACES[:-1]:
        page = site.get(f"/versions/{version.id}{place}")
        assert (page.status_code, "FACT-UNKNOWN" in page.text) == (422, True), place
    assert site.get(f"/versions/{version.id}/result.json").status_code == 200


@pytest.mark.parametrize("place", [*PLACES, f"/explain/{PHONES}", "/result.json", "/report.md", "/assessment.md"])
def test_the_draft_of_somebody_else_is_not_there(site: Site, place: str) -> None:
    draft = site.app.state.server.store.new_draft("iemand anders", json.dumps(UNKNOWN))
    for path in (f"/drafts/{draft.id}{place}", f"/versions/{draft.id}{place}", f"/drafts/niets{place}"):
        page = site.get(path)
        assert (page.status_code, "STORE-GONE" in page.text) == (404, True)


def test_addresses_of_other_things_are_not_taken(site: Site) -> None:
    assert site.get("/anders/iets").status_code == 404


@pytest.mark.parametrize("kind", ["drafts", "versions"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_markup_in_facts_is_shown_as_text(site: Site, kind: str, language: str) -> None:
    base = site.url("vijandig", kind)
    places = [*PLACES, f"/explain/{PHONES}", "/explain/frontoffices", "/explain/frontoffices[0].afgestemd", "/explain/fase_2"]
    for place in places:
        page = site.get(f"{base}{place}{'&' if '?' in place else '?'}lang={language}")
        assert page.status_code == 200, place
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "alert(1)" in page.text


@pytest.mark.parametrize(
    "change", [f"frontoffices={MARKUP}", f"{PHONES}={MARKUP}", f"{MARKUP}=1", "frontoffices=a\x1bb", "=", ""]
)
def test_markup_in_an_address_is_shown_as_text(site: Site, change: str) -> None:
    for place in ("what-if", "plan"):
        page = site.client.get(f"{site.url('elzenmeer')}/{place}", params={"change": change, "exclude": MARKUP, "budget": MARKUP})
        assert page.status_code in (200, 400, 404, 422)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


# What if


def test_what_if_shows_both_states_and_keeps_nothing(site: Site, kb) -> None:
    store, base = site.app.state.server.store, site.url("elzenmeer", "drafts")
    before = (store.drafts(NOBODY), store.audit())
    told = words(site.get(f"{base}/what-if?change={PHONES}=3"))
    changed = json.loads(json.dumps(DOCUMENTS["elzenmeer"]))
    changed["kanalen"]["telefoon"]["ingangen"] = 3
    now, then = kb.assess(DOCUMENTS["elzenmeer"]), kb.assess(changed)
    assert now.phase.number != then.phase.number
    for found in (now, then):
        assert f"{found.phase.number}: {kb.base.phases[found.phase.number - 1].name.nl}" in told
    turned = [old.id for old, new in zip(now.criteria, then.criteria, strict=True) if old.status != new.status]
    assert [name for name in turned if f"{kb.base.rules[name].label.nl} (fase" not in told] == []
    assert "vervuld → niet vervuld" in told
    assert (store.drafts(NOBODY), store.audit()) == before


def test_the_form_of_what_if_leads_to_an_address_with_only_what_changes(site: Site) -> None:
    base = site.url("elzenmeer")
    fields = {f"set:{PHONES}": " 2 ", "set:kanalen.website.ingangen": "", "set:besturing.procedures_nageleefd": ""}
    made = site.client.get(f"{base}/what-if", params=fields, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, f"{base}/what-if?change={PHONES}%3D2#outcome")
    empty = site.client.get(f"{base}/what-if", params=dict.fromkeys(fields, ""), follow_redirects=False)
    assert empty.headers["location"] == f"{base}/what-if#outcome"


def test_values_are_read_as_people_write_them(site: Site, kb) -> None:
    fact = next(found.id for found in kb.base.vocabulary.facts if found.type.value == "percentage")
    page = site.client.get(f"{site.url('elzenmeer')}/what-if", params={"change": f"{fact}=42,5"})
    assert page.status_code == 200
    assert "<strong>42,5</strong>" in page.text
    wrong = site.client.get(f"{site.url('elzenmeer')}/what-if", params={"change": f"{fact}=42,555"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        (PHONES, "veel"),
        (PHONES, "-1"),
        (PHONES, "1" * 40),
        ("frontoffices", "a;a"),
        ("frontoffices", "a;;b"),
        ("frontoffice.alle_kanalen", "misschien"),
    ],
)
def test_a_value_that_is_none_is_said_at_its_field_and_kept(site: Site, fact: str, typed: str) -> None:
    page = site.client.get(f"{site.url('elzenmeer')}/what-if", params={"change": [f"{fact}={typed}", "kanalen.chat.ingangen=2"]})
    assert page.status_code == 422
    assert f'id="set-{fact}-wrong"' in page.text
    assert re.search(rf'id="set-{re.escape(fact)}"[^>]*aria-invalid="true"', page.text)
    assert re.search(r'name="set:kanalen.chat.ingangen"[^>]*value="2"', page.text)
    if fact != "frontoffice.alle_kanalen":
        assert f'value="{typed}"' in page.text


def test_a_fact_that_there_is_not_is_refused_with_a_suggestion(site: Site) -> None:
    for place in ("what-if", "plan"):
        page = site.get(f"{site.url('elzenmeer')}/{place}?change=kanalen.telefoon.ingang=1")
        assert (page.status_code, PHONES in page.text) == (404, True)
    for change in ("frontoffices[99].afgestemd=ja", "frontoffices[0].naam=x", "frontoffices.aantal=1", "gemeente.naam=x"):
        assert site.get(f"{site.url('elzenmeer')}/what-if?change={change}").status_code == 404
    assert (
        site.client.get(f"{site.url('elzenmeer')}/what-if", params={"change": [f"x{n}=1" for n in range(999)]}).status_code == 400
    )


def test_front_offices_can_be_imagined_with_what_each_of_them_is(site: Site) -> None:
    query = "change=frontoffices=Een;Twee&change=frontoffices[1].afgestemd=nee"
    page = site.get(f"{site.url('onbekend')}/what-if?{query}")
    assert page.status_code == 200
    assert re.search(r'name="set:frontoffices\[1\]\.afgestemd"', page.text)
    assert "Dienst heeft Antwoord" in page.text


@pytest.mark.parametrize("kind", ["drafts", "versions"])
def test_a_draft_is_made_of_what_was_imagined_when_asked_for(site: Site, kind: str) -> None:
    base = site.url("merelbroek", kind)
    token = re.search(r'name="csrf" value="([^"]+)"', site.get(f"{base}/what-if?change={PHONES}=7").text).group(1)
    form = {"csrf": token, "change": [f"{PHONES}=7", "kanalen.chat.ingangen=onbekend"]}
    made = site.client.post(f"{base}/what-if", data=form, follow_redirects=False)
    assert made.status_code == 303
    draft = site.app.state.server.store.draft(made.headers["location"].rpartition("/")[2], NOBODY)
    document = json.loads(draft.facts)
    assert document["kanalen"]["telefoon"]["ingangen"] == 7
    assert document["kanalen"]["chat"]["ingangen"] is None
    assert (draft.municipality_id, draft.base_number) == (site.versions["merelbroek"].municipality_id, 1)
    assert site.get(made.headers["location"]).status_code == 200
    assert site.client.post(f"{base}/what-if", data=form | {"csrf": "x"}).status_code == 403


# The plan


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_plan_is_that_of_the_library(site: Site, kb, name: str) -> None:
    plan = kb.plan(DOCUMENTS[name])
    page = site.get(f"{site.url(name)}/plan")
    told = words(page)
    assert page.status_code == 200
    assert [m for m in plan.measures if kb.base.rules[m].label.nl not in told] == []
    if plan.measures:
        assert "Bewezen het beste" in told
        assert page.text.count('<rect class="') == len(plan.measures) + 2  # and two in the legend
        assert f"{plan.effort} punt" in told


def test_a_plan_can_start_from_what_is_imagined(site: Site, kb) -> None:
    changed = json.loads(json.dumps(DOCUMENTS["elzenmeer"]))
    changed["kanalen"]["telefoon"]["ingangen"] = 3
    told = words(site.get(f"{site.url('elzenmeer')}/plan?to=2&change={PHONES}=3"))
    assert "dit plan gaat uit van wat u zich voorstelt" in told
    assert all(kb.base.rules[name].label.nl in told for name in kb.plan(changed, 2).measures)
    assert "Voer één algemeen telefoonnummer in" in told
    why = words(site.get(f"{site.url('elzenmeer')}/explain/criterium_2_een_telefoonnummer?change={PHONES}=3"))
    assert "Wat als: dit gaat uit van wat u zich voorstelt." in why
    assert "is niet vervuld" in why
    assert site.get(f"{site.url('elzenmeer')}/explain/fase_2?change={PHONES}=x").status_code == 400


def test_the_front_lists_plans_that_open_in_full(site: Site, kb) -> None:
    name = next(name for name, document in DOCUMENTS.items() if len(kb.pareto(document, 5)) > 1 or name == "elzenmeer")
    front = kb.pareto(DOCUMENTS[name], 5)
    page = site.get(f"{site.url(name)}/plan?to=5&pareto=1")
    links = [unescape(link) for link in re.findall(r'href="([^"]+/plan\?months=[^"]+)"', page.text)]
    assert len(links) == (len(front) if len(front) > 1 else 0)
    for link, plan in zip(links, front, strict=False):
        assert f"{plan.effort} punt" in words(site.get(link))


def test_bounds_that_nothing_fits_say_why(site: Site) -> None:
    told = words(site.get(f"{site.url('elzenmeer')}/plan?to=5&budget=1"))
    assert "Fase 5 is niet te bereiken binnen 1 punt" in told
    assert "--" not in told


def test_a_measure_that_is_excluded_is_named_when_it_was_needed(site: Site, kb) -> None:
    page = site.get(f"{site.url('elzenmeer')}/plan?to=3&exclude=maatregel_een_frontoffice")
    told = words(page)
    assert "Er is geen plan" in told
    assert kb.base.rules["maatregel_een_frontoffice"].label.nl in told
    assert re.search(r'name="exclude" value="maatregel_een_frontoffice"[^>]*checked', page.text)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("to=9", 422, 'id="to-wrong"'),
        ("to=0", 422, 'id="to-wrong"'),
        ("to=drie", 422, 'id="to-wrong"'),
        ("budget=-1", 422, 'id="budget-wrong"'),
        ("budget=99999999999999999999", 422, 'id="budget-wrong"'),
        ("months=2,5", 422, 'id="months-wrong"'),
        ("months=%C2%B2", 422, 'id="months-wrong"'),
        ("pareto=1&budget=3", 422, 'id="pareto-wrong"'),
        ("exclude=maatregel_een_webste", 400, "maatregel_een_website"),
        ("include=maatregel_een_website&exclude=maatregel_een_website", 400, "MEASURE-BOTH"),
        ("budget=3&with_challenges=1", 400, "CHALLENGES-NEED-PHASE"),
    ],
)
def test_a_wish_that_can_not_be_is_said_at_its_field(site: Site, query: str, status: int, said: str) -> None:
    page = site.get(f"{site.url('elzenmeer')}/plan?{query}")
    assert (page.status_code, said in page.text) == (status, True)
    assert '<form method="get"' in page.text


# Reports

STARTS = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!DOCTYPE html>", "md": b"# "}


@pytest.mark.slow
@pytest.mark.parametrize("form", STARTS)
@pytest.mark.parametrize("kind", ["drafts", "versions"])
def test_a_report_is_a_document_under_a_safe_name(site: Site, form: str, kind: str) -> None:
    for name, stem in (("elzenmeer", "plan-van-aanpak-elzenmeer-2026-07-01"), ("vijandig", "plan-van-aanpak-details-script")):
        found = site.get(f"{site.url(name, kind)}/report.{form}?to=3&language=nl")
        assert found.status_code == 200
        assert found.content.startswith(STARTS[form])
        assert re.fullmatch(rf'attachment; filename="{stem}[a-z0-9-]*\.{form}"', found.headers["content-disposition"])


def test_a_report_is_that_of_the_library(site: Site, kb) -> None:
    peers = [site.versions[name].municipality_id for name in ("merelbroek", "zilverhaven")]
    wish = {"to": "4", "exclude": "maatregel_een_website", "language": "en", "peers": peers, "with_challenges": "1"}
    found = site.client.get(f"{site.url('elzenmeer')}/report.md", params=wish)
    memories = [kb.read(DOCUMENTS[name]) for name in ("elzenmeer", "merelbroek", "zilverhaven")]
    made = dossier(kb, memories[0], 4, with_challenges=True, exclude=["maatregel_een_website"], peers=memories[1:], seconds=5)
    assert found.content == rendered(made, "md", "en")


def test_the_form_of_reports_offers_the_other_municipalities(site: Site) -> None:
    page = site.get(f"{site.url('elzenmeer', 'drafts')}/report")
    assert site.versions["merelbroek"].municipality_id in page.text
    assert site.versions["elzenmeer"].municipality_id not in page.text


@pytest.mark.parametrize(
    ("place", "status", "said"),
    [
        ("report.exe", 400, "REPORT-FORM"),
        ("report.md?to=7", 422, 'id="to-wrong"'),
        ("report.md?exclude=maatregel_een_webste", 400, "maatregel_een_website"),
        ("report.md?peers=niets", 404, "STORE-GONE"),
    ],
)
def test_a_report_that_can_not_be_is_refused(site: Site, place: str, status: int, said: str) -> None:
    page = site.get(f"{site.url('elzenmeer')}/{place}")
    assert (page.status_code, said in page.text) == (status, True)


def test_a_municipality_to_compare_with_that_can_not_be_read_is_named(site: Site) -> None:
    store, base = site.app.state.server.store, site.versions["elzenmeer"]
    odd = json.dumps({"gemeente": {"naam": "Oudestad", "peildatum": "2020-01-01"}, "weg": 1})
    other = store.save(Saving("Oudestad", None, "2020-01-01", 1, True, odd, "0", base.rules_sha256, {}), NOBODY)
    page = site.get(f"{site.url('elzenmeer')}/report.md?peers={other.municipality_id}")
    assert page.status_code == 422
    assert "Oudestad 2020-01-01" in page.text
    assert "kennen niet alle feiten van dit document" not in page.text


def test_without_the_extra_it_is_said_what_to_install(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name == "docx" or name.startswith("docx.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in [name for name in sys.modules if name.startswith("antwoord_rules.rendering.word.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "docx", None)
    page = site.get(f"{site.url('elzenmeer')}/report.docx")
    assert page.status_code == 501
    assert "antwoord-rules[report]" in unescape(page.text)


def test_when_too_many_wait_for_a_report_the_next_is_told_when_to_come_back(site: Site) -> None:
    url = f"{site.url('elzenmeer')}/report.md"
    answers: list[int] = []
    waiting = [threading.Thread(target=lambda: answers.append(site.get(url).status_code)) for _ in range(4)]
    with reporting._writing:
        for thread in waiting:
            thread.start()
        while reporting._waiting._value:
            threading.Event().wait(0.01)
        page = site.get(url)
        assert (page.status_code, page.headers["retry-after"]) == (503, "10")
        assert "WEB-BUSY" in page.text
    for thread in waiting:
        thread.join()
    assert answers == [200] * 4
    assert site.get(url).status_code == 200


# In a browser


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with listening(site.app) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "dark", "nl"), (1280, "light", "en")])
def test_pages_can_be_used_by_everybody(site: Site, address: str, browser, width: int, scheme: str, language: str) -> None:  # noqa: F811
    with visiting(browser, width, language, scheme, strict=False) as page:
        for name, places in (("lindewaard", ["", *PLACES[2:5], "/explain/fase_3"]), ("vijandig", ["", "/report"])):
            for place in places:
                page.goto(f"{address}{site.url(name)}{place}{'&' if '?' in place else '?'}lang={language}")
                if place == "":
                    page.eval_on_selector_all("main details", "found => found.slice(0, 8).forEach(each => each.open = true)")
                    page.wait_for_load_state("networkidle")
                assert (name, place, wider(page), violations(page)) == (name, place, 0, [])


@pytest.mark.slow
def test_a_why_opens_in_place_by_keyboard_and_focus_stays(site: Site, address: str, browser) -> None:  # noqa: F811
    with visiting(browser) as page:
        page.goto(f"{address}{site.url('elzenmeer')}")
        summary = page.locator(".ladder summary").first
        summary.focus()
        page.keyboard.press("Enter")
        page.locator(".ladder .explanation").first.wait_for()
        assert summary.evaluate("found => found === document.activeElement")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.explanation') !== null")


@pytest.mark.slow
def test_pages_work_without_script(site: Site, address: str, browser) -> None:  # noqa: F811
    with visiting(browser, script=False) as page:
        page.goto(f"{address}{site.url('elzenmeer')}/what-if?lang=nl")
        page.locator("summary", has_text="Kanalen").click()
        page.fill(f'[name="set:{PHONES}"]', "3")
        page.get_by_role("button", name="Laat zien wat er dan uitkomt").first.click()
        assert page.url.endswith(f"what-if?change={PHONES}%3D3#outcome")
        page.get_by_role("link", name="Maak een plan vanaf deze stand").click()
        page.get_by_role("heading", name="Plan van fase 1 naar fase 2").wait_for()
        page.goto(f"{address}{site.url('elzenmeer')}")
        page.locator(".ladder summary").first.click()
        page.locator(".ladder a", has_text="Waarom is dit zo?").first.click()
        page.get_by_role("heading", level=1).wait_for()
        assert "/explain/fase_5" in page.url


@pytest.mark.slow
def test_a_report_is_downloaded_from_its_form(site: Site, address: str, browser, tmp_path: Path) -> None:  # noqa: F811
    with visiting(browser) as page:
        page.goto(f"{address}{site.url('elzenmeer')}/report?lang=nl")
        page.get_by_label("Doel", exact=True).select_option("4")
        with page.expect_download() as found:
            page.get_by_role("button", name="Word").click()
        found.value.save_as(tmp_path / found.value.suggested_filename)
    (made,) = tmp_path.iterdir()
    assert made.suffix == ".docx"
    assert made.read_bytes().startswith(b"PK")


@pytest.mark.slow
def test_an_answer_that_did_not_arrive_is_told_until_one_does(site: Site, address: str, browser) -> None:  # noqa: F811
    draft = site.app.state.server.store.new_draft(NOBODY, json.dumps(UNKNOWN))
    page = browser.new_page()
    page.goto(f"{address}/drafts/{draft.id}/form?lang=nl")
    told = page.get_by_role("alert").filter(has_text="misschien niet bewaard")
    page.route("**/form", lambda route: route.abort())
    page.fill(f'[name="value:{PHONES}"]', "3")
    page.keyboard.press("Tab")
    told.wait_for()
    page.unroute("**/form")
    page.fill(f'[name="value:{PHONES}"]', "4")
    page.keyboard.press("Tab")
    told.wait_for(state="hidden")
    page.close()
    kept = site.app.state.server.store.draft(draft.id, NOBODY)
    assert json.loads(kept.facts)["kanalen"]["telefoon"]["ingangen"] == 4
