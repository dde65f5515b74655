"""The pages of drafts: overview, new, open, interview, form, save, conflict, discard, history; with a real store, as requests."""

from __future__ import annotations

import html
import json
import re
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from antwoord_rules.interview.document import put
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.web.context import NOBODY
from antwoord_rules.web.saving import saving
from tests.conftest import FACTS, ROOT
from tests.web import application

BEGIN = {"gemeente": {"naam": "Veld", "peildatum": "2026-10-01"}}
SCRIPT = '"><script>alert(1)</script>'
LINDEWAARD = (FACTS[0].parent / "lindewaard.json").read_text(encoding="utf-8")
BAD = sorted((ROOT / "tests/data/bad/facts").glob("*.json"))
EXPECTED = json.loads((ROOT / "tests/data/bad/facts/expected.json").read_text(encoding="utf-8"))


class Controls(HTMLParser):
    """What a browser sends of the controls in a page, had nobody touched them and no button been pressed."""

    def __init__(self):
        super().__init__()
        self.sent = {}
        self.select = ""

    @classmethod
    def of(cls, page):
        parser = cls()
        parser.feed(page)
        return parser.sent

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "select":
            self.select = about["name"]
        elif (tag == "option" and "selected" in about) or (
            tag == "input" and (about.get("type") not in ("radio", "checkbox") or "checked" in about)
        ):
            self.sent[about.get("name", self.select)] = about.get("value", "")


class Visitor:
    """Somebody with a browser without script."""

    def __init__(self, app):
        self.app = app
        self.http = TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=False)
        self.store = self.app.state.server.store
        self.token = re.search(r'name="csrf" value="([^"]+)"', self.get("/new").text)[1]

    def get(self, url, **given):
        return self.http.get(url, **given)

    def post(self, url, **data):
        return self.http.post(url, data={"csrf": self.token, **data.pop("data", {}), **data})

    def draft(self, document, owner=NOBODY, base=None):
        text = document if isinstance(document, str) else json.dumps(document)
        return self.store.new_draft(owner, text, base=base)

    def now(self, draft):
        return self.store.draft(draft.id, draft.owner)

    def document(self, draft):
        return json.loads(self.now(draft).facts)

    def answer(self, draft, fact, action="answer", **typed):
        fields = {f"{part}:{fact}": text for part, text in typed.items()}
        revision = self.now(draft).revision
        return self.post(f"/drafts/{draft.id}/answer", data={"fact": fact, "action": action, "revision": revision, **fields})

    def filled(self, draft):
        """What a browser would send of the form, had nobody touched it."""
        return Controls.of(self.get(f"/drafts/{draft.id}/form").text)

    def fill(self, draft, data=None, **changes):
        sent = {**(data or self.filled(draft)), **{name.replace("__", ":"): value for name, value in changes.items()}}
        return self.post(f"/drafts/{draft.id}/form", data=sent)

    def saved(self, document, note="", owner=NOBODY):
        made = saving(self.app.state.server.kb, json.dumps(document))
        newest = self.store.find(made.name, made.code)
        return self.store.save(made, owner, draft=self.draft(document, owner, newest and newest.newest), note=note)


@pytest.fixture
def visitor(tmp_path):
    with visiting(tmp_path) as found:
        yield found


@contextmanager
def visiting(folder, **settings):
    with application(folder, **settings) as app:
        yield Visitor(app)


def words(answer):
    """The text of a page in one row."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def question(answer):
    return html.unescape(re.search(r'<h1[^>]*id="asked"[^>]*>(.*?)</h1>', answer.text)[1])


def fact_of(answer):
    return html.unescape(re.search(r'name="fact" value="([^"]*)"', answer.text)[1])


# The overview, new, open


def test_an_empty_store_says_what_to_do_first(visitor):
    assert "Nieuwe beoordeling" in words(visitor.get("/"))
    assert "New assessment" in words(visitor.get("/?lang=en"))


def test_a_new_assessment_leads_to_the_first_question(visitor):
    made = visitor.post("/new", naam=" Veld ", peildatum="2026-10-01", code="gm0001", inwoners="1200")
    assert made.status_code == 303
    assert made.headers["location"].endswith("/ask")
    (draft,) = visitor.store.drafts(NOBODY)
    about = {"naam": "Veld", "code": "GM0001", "inwoners": 1200, "peildatum": "2026-10-01"}
    assert visitor.document(draft) == {"gemeente": about}
    assert question(visitor.get(made.headers["location"])) == "Welke frontoffices heeft de gemeente?"
    assert "Veld" in words(visitor.get("/"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"naam": "", "peildatum": "2026-10-01"}, "naam"),
        ({"naam": "Veld", "peildatum": "1 oktober"}, "peildatum"),
        ({"naam": "Veld", "peildatum": "2026-10-01", "code": "1"}, "code"),
        ({"naam": "Veld", "peildatum": "2026-10-01", "inwoners": "veel"}, "inwoners"),
        ({"naam": "Ve\x00ld", "peildatum": "2026-10-01"}, "naam"),
    ],
)
def test_what_is_wrong_in_a_new_assessment_is_said_at_the_field_and_the_rest_is_kept(visitor, given, field):
    made = visitor.post("/new", **given)
    assert made.status_code == 422
    assert re.findall(r'id="flaw-([a-z]+)"', made.text) == [field]
    for name, text in given.items():
        assert "\x00" in text or f'name="{name}" id="{name}" value="{text}"' in made.text
    assert visitor.store.drafts(NOBODY) == ()


def test_a_municipality_that_is_there_already_is_pointed_out(visitor):
    version = visitor.saved(BEGIN)
    made = visitor.post("/new", naam="VELD", peildatum="2026-12-01")
    assert made.status_code == 409
    assert f"/versions/{version.id}/edit" in made.text
    assert visitor.post("/new", naam="VELD", peildatum="2026-12-01", anyway="yes").status_code == 303


def test_a_fact_file_is_kept_as_it_is(visitor):
    made = visitor.http.post("/open", data={"csrf": visitor.token}, files={"file": ("f.json", LINDEWAARD.encode())})
    assert made.status_code == 303
    (draft,) = visitor.store.drafts(NOBODY)
    assert draft.facts == LINDEWAARD
    loaded = visitor.get(f"/drafts/{draft.id}/facts.json")
    assert loaded.text == LINDEWAARD
    assert loaded.headers["content-disposition"] == 'attachment; filename="feiten-lindewaard-2026-09-01.json"'


@pytest.mark.parametrize("path", [path for path in BAD if path.stem != "expected"], ids=lambda path: path.stem)
def test_mistakes_in_a_file_are_shown_at_their_place(visitor, path):
    made = visitor.http.post("/open", data={"csrf": visitor.token}, files={"file": (path.name, path.read_bytes())})
    assert made.status_code == 422
    assert visitor.store.drafts(NOBODY) == ()
    for line in EXPECTED[path.name]:
        *place, code = line.split(" ")
        assert code in made.text
        assert not place or "regel {}, kolom {}".format(*place[0].split(":")) in made.text


@pytest.mark.parametrize("files", [{}, {"file": ("", b"")}, {"file": ("leeg.json", b"")}])
def test_without_a_file_nothing_is_opened(visitor, files):
    made = visitor.http.post("/open", data={"csrf": visitor.token}, files=files)
    assert (made.status_code, visitor.store.drafts(NOBODY)) == (422, ())


def test_a_file_that_is_too_large_is_refused(tmp_path):
    with visiting(tmp_path, most_bytes=20_000) as visitor:
        made = visitor.http.post("/open", data={"csrf": visitor.token}, files={"file": ("f.json", b" " * 20_001)})
        assert (made.status_code, visitor.store.drafts(NOBODY)) == (413, ())


# The interview


def test_each_answer_is_in_the_draft_and_the_next_question_follows(visitor):
    draft = visitor.draft(BEGIN)
    assert visitor.answer(draft, "frontoffices", value="KCC; Burgerzaken").status_code == 303
    assert visitor.document(draft)["frontoffices"] == [{"naam": "KCC"}, {"naam": "Burgerzaken"}]
    percentage = {"value": "42,5", "herkomst": "gemeten", "bron": "registratie", "datum": "2026-09-01", "periode": "2026-Q3"}
    visitor.answer(draft, "zaakafhandeling.direct_afgehandeld", **percentage)
    assert visitor.document(draft)["zaakafhandeling"]["direct_afgehandeld"] == {
        "waarde": 42.5,
        "herkomst": "gemeten",
        "bron": "registratie",
        "datum": "2026-09-01",
        "periode": "2026-Q3",
    }
    visitor.answer(draft, "kanalen.balie.geconcentreerd", "unknown", value="ja")
    assert visitor.document(draft)["kanalen"] == {"balie": {"geconcentreerd": None}}


@pytest.mark.slow
def test_an_interview_goes_to_its_end_and_is_the_one_of_the_library(visitor, kb):
    from antwoord_rules.interview import Session

    draft, session = visitor.draft(BEGIN), Session(kb, BEGIN)
    for _ in range(80):
        page = visitor.get(f"/drafts/{draft.id}/ask")
        if session.asked is None:
            break
        fact = fact_of(page)
        assert (fact, question(page)) == (session.asked.fact, session.asked.about.question.nl)
        visitor.answer(draft, fact, "unknown")
        session = session.answer(None)
    assert "Opengelaten" in words(page)
    assert visitor.document(draft) == session.document
    assert visitor.now(draft).interview == session.beside
    again = visitor.answer(draft, "", "again")
    assert again.status_code == 303
    assert fact_of(visitor.get(f"/drafts/{draft.id}/ask")) == session.again().asked.fact


def test_one_can_go_back_and_keep_what_was_answered(visitor):
    draft = visitor.draft(BEGIN)
    visitor.answer(draft, "frontoffices", value="KCC")
    second = fact_of(visitor.get(f"/drafts/{draft.id}/ask"))
    visitor.answer(draft, second, "back")
    page = visitor.get(f"/drafts/{draft.id}/ask")
    assert fact_of(page) == "frontoffices"
    assert 'value="KCC"' in page.text
    visitor.answer(draft, "frontoffices", "keep")
    assert fact_of(visitor.get(f"/drafts/{draft.id}/ask")) == second
    visitor.answer(draft, "frontoffices", "back")  # of the first there is none before it
    assert visitor.get(f"/drafts/{draft.id}/ask").status_code == 200


@pytest.mark.parametrize(
    ("fact", "typed", "part"),
    [
        ("kanalen.telefoon.ingangen", {"value": "veel"}, "value"),
        ("kanalen.telefoon.ingangen", {"value": ""}, "value"),
        ("kanalen.telefoon.ingangen", {"value": "1", "datum": "gisteren"}, "datum"),
        ("kanalen.telefoon.ingangen", {"value": "1", "bron": "a\x07b"}, "bron"),
        ("kanalen.zelfde_antwoord", {}, "value"),
        ("zaakafhandeling.direct_afgehandeld", {"value": "100,001"}, "value"),
        ("frontoffices", {"value": "A; A"}, "value"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_the_reason_and_kept_as_typed(visitor, fact, typed, part):
    draft = visitor.draft(BEGIN)
    made = visitor.answer(draft, fact, **typed)
    assert made.status_code == 422
    assert f'id="flaw-{part}-' in made.text
    assert fact_of(made) == fact
    assert "\x07" in str(typed) or all(f'value="{text}"' in made.text for text in typed.values() if text)
    assert visitor.now(draft).revision == 1


def test_an_answer_to_a_draft_that_changed_elsewhere_is_shown_kindly_and_not_saved(visitor):
    draft = visitor.draft(BEGIN)
    visitor.answer(draft, "kanalen.telefoon.ingangen", value="1")
    late = {"fact": "kanalen.telefoon.ingangen", "action": "answer", "revision": 1, "value:kanalen.telefoon.ingangen": "4"}
    made = visitor.post(f"/drafts/{draft.id}/answer", data=late)
    assert made.status_code == 409
    assert "STORE-DRAFT-CHANGED" in made.text
    assert 'value="4"' in made.text
    assert "In het concept staat nu: 1." in words(made)
    assert visitor.document(draft)["kanalen"]["telefoon"]["ingangen"] == 1


@pytest.mark.parametrize("fact", ["", "weg", "frontoffices[0].naam", "frontoffices[0].afgestemd", "gemeente.naam", SCRIPT])
@pytest.mark.parametrize("action", ["answer", "back", "keep", "unknown", "x"])
def test_an_answer_to_what_is_not_asked_changes_nothing(visitor, fact, action):
    draft = visitor.draft(BEGIN)
    assert visitor.answer(draft, fact, action, value="ja").status_code == 409
    assert visitor.now(draft) == draft


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999", "٣"])
def test_a_revision_that_is_none_is_that_of_no_draft(visitor, revision):
    draft = visitor.draft(BEGIN)
    fields = {"fact": "kanalen.telefoon.ingangen", "value:kanalen.telefoon.ingangen": "1", "revision": revision}
    assert visitor.post(f"/drafts/{draft.id}/answer", data=fields).status_code == 409
    assert visitor.now(draft) == draft


def test_a_question_can_be_chosen(visitor):
    draft = visitor.draft(BEGIN)
    page = visitor.get(f"/drafts/{draft.id}/ask?fact=kanalen.post.ingangen")
    assert fact_of(page) == "kanalen.post.ingangen"
    assert "Wij gaan uit van: 1." in words(page)
    assert fact_of(visitor.get(f"/drafts/{draft.id}/ask?fact=weg")) == "frontoffices"


def test_when_the_next_question_takes_too_long_the_form_is_offered(tmp_path):
    with visiting(tmp_path, seconds=0.0) as visitor:
        draft = visitor.draft(BEGIN)
        page = visitor.get(f"/drafts/{draft.id}/ask")
        assert page.status_code == 200
        assert f"/drafts/{draft.id}/form" in page.text
        assert "Verder in het formulier" in words(page)
        assert visitor.answer(draft, "kanalen.telefoon.ingangen", value="1").status_code == 303
        assert visitor.document(draft)["kanalen"]["telefoon"]["ingangen"] == 1
        assert visitor.get(f"/drafts/{draft.id}/form").status_code == 200


def test_when_it_takes_too_long_what_matters_does_not_stand_first_in_what_if(tmp_path):
    for seconds, first in ((0.0, False), (5.0, True)):
        (tmp_path / str(seconds)).mkdir()
        with visiting(tmp_path / str(seconds), seconds=seconds) as visitor:
            page = visitor.get(f"/drafts/{visitor.draft(BEGIN).id}/what-if")
        assert (page.status_code, "Onbekend, en van belang" in page.text) == (200, first)


# The form


def test_a_form_that_nobody_touched_changes_nothing(visitor):
    draft = visitor.draft(LINDEWAARD)
    assert visitor.fill(draft).status_code == 303
    assert visitor.now(draft) == draft


def test_only_what_changed_in_the_form_is_touched(visitor):
    draft = visitor.draft(LINDEWAARD)
    before = json.loads(LINDEWAARD)
    made = visitor.fill(
        draft, value__gemeente_naam="", **{"value__kanalen.website.ingangen": "2", "unknown__kanalen.chat.ingangen": ""}
    )
    assert made.status_code == 303
    before["kanalen"]["website"]["ingangen"]["waarde"] = 2
    del before["kanalen"]["chat"]
    assert visitor.document(draft) == before


def test_mistakes_in_the_form_are_at_their_fields_and_the_rest_is_saved(visitor):
    draft = visitor.draft(BEGIN)
    changes = {
        "value__kanalen.website.ingangen": "2",
        "value__kanalen.telefoon.ingangen": "veel",
        "value__gemeente.peildatum": "morgen",
        "value__kanalen.zelfde_antwoord": "onbekend",
    }
    made = visitor.fill(draft, **changes)
    assert made.status_code == 422
    assert sorted(re.findall(r'id="flaw-value-([a-z_-]+)"', made.text)) == ["gemeente-peildatum", "kanalen-telefoon-ingangen"]
    assert 'value="veel"' in made.text
    assert 'value="morgen"' in made.text
    assert "2 antwoorden zijn nog niet bewaard" in words(made)
    assert visitor.document(draft) == {**BEGIN, "kanalen": {"website": {"ingangen": 2}, "zelfde_antwoord": None}}


def test_front_offices_come_and_go_without_script(visitor):
    draft = visitor.draft(BEGIN)
    steps = [
        ("none:frontoffices", []),
        ("clear:frontoffices", None),
        ("unknown:frontoffices", None),
        ("add:frontoffices", [{"naam": "Frontoffice 1"}]),
        ("add:frontoffices", [{"naam": "Frontoffice 1"}, {"naam": "Frontoffice 2"}]),
        ("remove:frontoffices[0]", [{"naam": "Frontoffice 2"}]),
        ("remove:frontoffices[7]", [{"naam": "Frontoffice 2"}]),
        ("remove:gemeente[0]", [{"naam": "Frontoffice 2"}]),
    ]
    for action, expected in steps:
        assert visitor.fill(draft, do=action).status_code == 303
        assert visitor.document(draft).get("frontoffices") == expected
        assert visitor.get(f"/drafts/{draft.id}/form").status_code == 200
    element = {
        "value__frontoffices[0].naam": "KCC",
        "value__frontoffices[0].productclusters": "afval; paspoort",
        "value__frontoffices[0].afgestemd": "ja",
        "bron__frontoffices[0].afgestemd": "manager",
    }
    assert visitor.fill(draft, **element).status_code == 303
    assert visitor.document(draft)["frontoffices"] == [
        {"naam": "KCC", "productclusters": ["afval", "paspoort"], "afgestemd": {"waarde": True, "bron": "manager"}}
    ]


def test_a_form_of_a_draft_that_changed_elsewhere_comes_back_with_what_was_typed(visitor):
    draft = visitor.draft({**BEGIN, "frontoffices": [{"naam": "A"}, {"naam": "B"}]})
    old = visitor.filled(draft)
    visitor.fill(draft, **{"value__kanalen.chat.ingangen": "2", "do": "remove:frontoffices[0]"})
    late = {"value__kanalen.website.ingangen": "3", "value__frontoffices[1].naam": "Balie"}
    made = visitor.fill(draft, old, **late)
    assert made.status_code == 409
    assert visitor.document(draft)["kanalen"] == {"chat": {"ingangen": 2}}
    assert re.search(r'name="value:kanalen.website.ingangen"[^>]*value="3"', made.text)
    assert re.search(r'name="value:kanalen.chat.ingangen"[^>]*value="2"', made.text)
    assert "Balie" in words(made)
    shown = json.loads(html.unescape(re.search(r'name="shown" value="([^"]*)"', made.text)[1]))
    assert shown["kanalen.chat.ingangen"][0] == "2"


@pytest.mark.parametrize("shown", ["", "{", "[]", "1", '{"a": 1}', '{"kanalen.telefoon.ingangen": ["1"]}', "[" * 5000])
def test_a_form_that_does_not_say_what_it_showed_changes_nothing(visitor, shown):
    draft = visitor.draft(LINDEWAARD)
    assert visitor.fill(draft, {**visitor.filled(draft), "shown": shown}).status_code == 303
    assert visitor.now(draft) == draft


def test_what_can_not_matter_any_more_is_marked(visitor):
    draft = visitor.draft(BEGIN)
    page = visitor.get(f"/drafts/{draft.id}/form").text
    assert re.search(r'id="settled-kanalen-telefoon-wachttijd"><p', page)
    assert not re.search(r'id="settled-kanalen-telefoon-ingangen"><p', page)


# The picture


def test_the_picture_changes_with_the_answers(visitor):
    draft = visitor.draft(BEGIN)
    before = words(visitor.get(f"/drafts/{draft.id}/picture"))
    assert "mogelijk: 0, 1, 2, 3, 4 of 5" in before
    assert "nog mogelijk" in before
    visitor.answer(draft, "frontoffices", value="geen")
    after = words(visitor.get(f"/drafts/{draft.id}/picture"))
    assert "Nog geen fase (zeker)" in after
    assert "kan niet met deze antwoorden" in after


def test_a_page_that_answers_a_form_leads_to_the_other_language_by_a_page_that_is_there(visitor):
    draft = visitor.draft(BEGIN)
    refused = [
        visitor.post("/new", data={"naam": ""}),
        visitor.post("/open", data={}),
        visitor.post(f"/drafts/{draft.id}/answer", data={"fact": "kanalen.telefoon.ingangen", "revision": 0}),
    ]
    for page in refused:
        assert page.status_code in (409, 422)
        address = html.unescape(re.search(r'<a href="([^"]*)" hreflang="en"', page.text)[1])
        assert visitor.get(address).status_code == 200


def test_beside_the_end_it_is_not_said_that_nothing_can_matter_while_something_was_left_open(visitor):
    vocabulary, document = visitor.app.state.server.kb.base.vocabulary, BEGIN
    for asked in (*vocabulary.facts, *vocabulary.collections):
        document = put(vocabulary, document, asked.id, None)
    told = words(visitor.get(f"/drafts/{visitor.draft(document).id}/picture"))
    assert "Alle vragen die verschil kunnen maken, zijn gesteld." in told
    assert "Geen vraag kan nog" not in told


# Saving and conflicts


def test_a_draft_is_saved_as_a_version_with_its_result(visitor, kb):
    draft = visitor.draft(LINDEWAARD)
    assert "versie 1" in words(visitor.get(f"/drafts/{draft.id}/save"))
    made = visitor.post(f"/drafts/{draft.id}/save", note="eerste meting")
    version = visitor.store.version(made.headers["location"].removeprefix("/versions/"))
    expected = kb.assess(LINDEWAARD)
    assert (version.number, version.note, version.facts) == (1, "eerste meting", LINDEWAARD)
    assert version.result == expected.model_dump(mode="json")
    assert (version.phase, version.certain) == (expected.phase.number, expected.phase.certain)
    assert (version.facts_sha256, version.rules_sha256) == (expected.receipt.facts_sha256, kb.sha256)
    assert visitor.store.drafts(NOBODY) == ()
    assert "Lindewaard" in words(visitor.get("/"))


THEIRS = {**BEGIN, "kanalen": {"telefoon": {"ingangen": 2}, "website": {"ingangen": 2}}}
MINE = {**BEGIN, "kanalen": {"telefoon": {"ingangen": 3}, "chat": {"ingangen": 1}}}


@pytest.fixture
def conflict(visitor):
    """A draft of somebody, while a colleague saved a newer version."""
    base = visitor.saved(BEGIN)
    draft = visitor.draft(MINE, base=base)
    theirs = visitor.saved(THEIRS, note="van een collega", owner="collega")
    return visitor, draft, theirs


def settled(visitor, draft, theirs, **data):
    fields = {"revision": visitor.now(draft).revision, "theirs": theirs.id, **data}
    return visitor.post(f"/drafts/{draft.id}/conflict", data=fields)


def test_a_conflict_is_shown_with_both_sides_and_nothing_is_saved(conflict):
    visitor, draft, theirs = conflict
    made = visitor.post(f"/drafts/{draft.id}/save", note="van mij")
    assert made.status_code == 409
    assert "van een collega" in words(made)
    assert ">van mij</textarea>" in made.text
    checked = re.findall(r'name="choice:([^"]+)" value="(\w+)" checked', made.text)
    assert checked == [("kanalen.website.ingangen", "theirs"), ("kanalen.chat.ingangen", "mine")]
    assert visitor.now(draft) == draft
    assert visitor.store.municipality(theirs.municipality_id).newest == theirs
    assert visitor.get(f"/drafts/{draft.id}/conflict").status_code == 200


def test_each_difference_is_chosen_and_the_draft_becomes_the_next_version(conflict):
    visitor, draft, theirs = conflict
    choices = {
        "choice:kanalen.telefoon.ingangen": "mine",
        "choice:kanalen.website.ingangen": "theirs",
        "choice:kanalen.chat.ingangen": "mine",
    }
    missing = settled(visitor, draft, theirs, **dict(list(choices.items())[1:]))
    assert missing.status_code == 422
    assert missing.text.count('class="difference open"') == 1
    made = settled(visitor, draft, theirs, **choices, note="samen")
    version = visitor.store.version(made.headers["location"].removeprefix("/versions/"))
    assert (version.number, version.note) == (3, "samen")
    assert json.loads(version.facts)["kanalen"] == {
        "telefoon": {"ingangen": 3},
        "website": {"ingangen": 2},
        "chat": {"ingangen": 1},
    }


@pytest.mark.parametrize(("every", "expected"), [("mine", MINE), ("theirs", THEIRS)])
def test_one_side_can_be_taken_everywhere(conflict, every, expected):
    visitor, draft, theirs = conflict
    made = settled(visitor, draft, theirs, every=every)
    assert made.status_code == 303
    if every == "mine":
        facts = visitor.store.municipality(theirs.municipality_id).newest.facts
    else:  # nothing of one's own is left: the draft goes on from their version, and no version is made
        assert made.headers["location"] == f"/drafts/{draft.id}/save"
        assert visitor.store.municipality(theirs.municipality_id).newest == theirs
        facts = visitor.now(draft).facts
    read = visitor.app.state.server.kb.read
    assert read(facts.encode()).values == read(expected).values


def test_choices_between_what_is_no_longer_the_newest_are_asked_again(conflict):
    visitor, draft, theirs = conflict
    newer = visitor.saved({**THEIRS, "keten": {"burger_centraal": True}}, owner="collega")
    made = settled(visitor, draft, theirs, every="mine")
    assert made.status_code == 409
    assert f'name="theirs" value="{newer.id}"' in made.text
    assert visitor.now(draft) == draft


def test_adding_the_code_makes_the_next_version_and_shows_a_conflict_like_any_other_change(visitor):
    document = {"gemeente": {"naam": "Codewijk", "peildatum": "2026-10-01"}}
    first = visitor.saved(document)
    coded = {"gemeente": {"naam": "Codewijk", "code": "GM0009", "peildatum": "2026-10-01"}}
    draft = visitor.draft(coded, base=first)
    assert "Bewaren als versie 2" in words(visitor.get(f"/drafts/{draft.id}/save"))
    visitor.saved({"gemeente": {**document["gemeente"], "inwoners": 5}}, owner="Anja")
    made = visitor.post(f"/drafts/{draft.id}/save", data={"note": ""})
    assert made.status_code == 409
    assert "Uw concept begon bij versie 1." in words(made)


def test_a_version_from_before_the_newest_is_no_silent_way_around_a_conflict(visitor):
    first, _ = visitor.saved(BEGIN), visitor.saved(THEIRS)
    made = visitor.post(f"/versions/{first.id}/edit")
    draft = visitor.store.drafts(NOBODY)[0]
    assert made.headers["location"] == f"/drafts/{draft.id}/form"
    assert visitor.post(f"/drafts/{draft.id}/save").status_code == 409


# Discard, history


def test_a_draft_is_thrown_away_after_a_question(visitor):
    draft = visitor.draft(BEGIN)
    assert visitor.get(f"/drafts/{draft.id}/discard").status_code == 200
    assert len(visitor.store.drafts(NOBODY)) == 1
    assert visitor.post(f"/drafts/{draft.id}/discard").headers["location"] == "/"
    assert visitor.store.drafts(NOBODY) == ()
    (told, *_) = visitor.store.audit()
    assert (told.who, told.action, told.subject) == (NOBODY, "discard", "Veld")


def test_the_history_shows_each_version_and_whether_the_rules_were_others(visitor):
    first, second = visitor.saved(BEGIN, note="begin"), visitor.saved(THEIRS)
    page = visitor.get(f"/municipalities/{first.municipality_id}")
    assert [f"/versions/{v.id}/facts.json" in page.text for v in (first, second)] == [True, True]
    assert "begin" in words(page)
    assert "andere dan nu" not in words(page)
    assert visitor.get(f"/versions/{first.id}/facts.json").json() == BEGIN
    server = visitor.app.state.server
    visitor.app.state.server = server._replace(kb=KnowledgeBase.load(ROOT / "tests/data/rules/small"))
    assert words(visitor.get(f"/municipalities/{first.municipality_id}")).count("andere dan nu") == 2


# Names, hostile texts, others


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("'s-Gravenveld", "feiten-s-gravenveld-2026-10-01.json"),
        ("Súdwest/Fryslân", "feiten-sudwest-fryslan-2026-10-01.json"),
        ('..\\"; rm', "feiten-rm-2026-10-01.json"),
        ("x" * 5000, f"feiten-{'x' * 73}.json"),
        ("Ж", "feiten-2026-10-01.json"),
    ],
)
def test_a_download_has_a_safe_name(visitor, name, expected):
    draft = visitor.draft({"gemeente": {"naam": name, "peildatum": "2026-10-01"}})
    said = visitor.get(f"/drafts/{draft.id}/facts.json").headers["content-disposition"]
    assert said == f'attachment; filename="{expected}"'


HOSTILE = {
    "gemeente": {"naam": f"Veld {SCRIPT}", "peildatum": "2026-10-01"},
    "kanalen": {"telefoon": {"ingangen": {"waarde": 1, "bron": SCRIPT, "periode": SCRIPT}}},
    "frontoffices": [{"naam": SCRIPT, "productclusters": [SCRIPT]}, {"naam": "y" * 3000}],
}


def test_script_in_every_text_is_text_on_every_page(visitor):
    base = visitor.saved(HOSTILE, note=SCRIPT)
    draft = visitor.draft({**HOSTILE, "frontoffices": [{"naam": f"{SCRIPT}!"}]}, base=base)
    visitor.saved({**HOSTILE, "keten": {"burger_centraal": True}}, note=SCRIPT)
    urls = ["/", f"/municipalities/{base.municipality_id}"]
    urls += [f"/drafts/{draft.id}/{part}" for part in ("ask", "form", "save", "discard", "picture", "conflict")]
    urls += [f"/drafts/{draft.id}/ask?fact=frontoffices", f"/drafts/{draft.id}/ask?fact=kanalen.telefoon.ingangen"]
    for url in urls:
        for language in ("nl", "en"):
            page = visitor.get(url, params={"lang": language} if "?" not in url else None)
            assert page.status_code == 200, url
            assert "<script>alert" not in page.text, url
    assert "<script>alert" not in visitor.post("/new", naam=SCRIPT, peildatum=SCRIPT, code=SCRIPT).text
    assert "<script>alert" not in visitor.fill(draft, **{"value__kanalen.chat.ingangen": SCRIPT}).text


@pytest.mark.parametrize("part", ["ask", "form", "save", "discard", "picture", "conflict", "facts.json"])
def test_somebody_elses_draft_is_not_there(visitor, part):
    draft = visitor.draft(BEGIN, owner="iemand anders")
    assert visitor.get(f"/drafts/{draft.id}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["answer", "form", "save", "discard", "conflict"])
def test_somebody_elses_draft_can_not_be_changed(visitor, part):
    draft = visitor.draft(BEGIN, owner="iemand anders")
    fields = {"fact": "kanalen.telefoon.ingangen", "value:kanalen.telefoon.ingangen": "1", "revision": 1}
    assert visitor.post(f"/drafts/{draft.id}/{part}", data=fields).status_code == 404
    assert visitor.now(draft) == draft


@pytest.mark.parametrize("part", ["answer", "form", "save", "discard", "conflict"])
def test_a_form_without_our_token_is_refused(visitor, part):
    draft = visitor.draft(BEGIN)
    assert visitor.http.post(f"/drafts/{draft.id}/{part}", data={"csrf": "x"}).status_code == 403
    assert visitor.now(draft) == draft


@pytest.mark.parametrize("part", ["ask", "form", "save", "picture", "conflict"])
def test_facts_that_the_rules_of_now_do_not_know_are_said_and_can_be_downloaded(visitor, part):
    draft = visitor.draft({**BEGIN, "vroeger": {"feit": 1}})
    page = visitor.get(f"/drafts/{draft.id}/{part}")
    assert page.status_code == 422
    assert "FACT-UNKNOWN" in page.text
    assert f'href="/drafts/{draft.id}/facts.json"' in page.text
    assert visitor.get(f"/drafts/{draft.id}/facts.json").json()["vroeger"] == {"feit": 1}
    assert visitor.get("/").status_code == 200
    assert visitor.get(f"/drafts/{draft.id}/discard").status_code == 200
