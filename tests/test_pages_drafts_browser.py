"""The pages of drafts in a real browser: by keyboard alone, with script and without, in both languages, wide and narrow."""

from __future__ import annotations

import json
import re
import time
from typing import NamedTuple

import pytest
from fastapi import FastAPI

from antwoord_rules.web.context import NOBODY
from tests.browser import browser, listening, violations, visiting, wider  # noqa: F401  (a fixture)
from tests.conftest import FACTS
from tests.web import application

pytestmark = pytest.mark.slow
LINDEWAARD = (FACTS[0].parent / "lindewaard.json").read_text(encoding="utf-8")


class Site(NamedTuple):
    """A server that listens."""

    address: str
    app: FastAPI

    @property
    def store(self):
        return self.app.state.server.store


@pytest.fixture
def site(tmp_path):
    """The address of a server on loopback, and its store."""
    with application(tmp_path) as app, listening(app) as address:
        yield Site(address, app)


def until(condition):
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_from_nothing_to_a_saved_version_by_keyboard_alone(browser, site):  # noqa: F811
    address, store = site.address, site.store

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)

    def reach(selector):
        for _ in range(80):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(selector)

    with visiting(browser) as page:
        page.goto(f"{address}/")
        reach("a[href='/new']")
        press("Enter")
        page.wait_for_selector("#naam")
        reach("#naam")
        page.keyboard.type("Veld")
        press("Enter")
        page.wait_for_selector("#asked")
        (draft,) = store.drafts(NOBODY)
        reach("input[name^='value:']")
        page.keyboard.type("KCC")
        press("Enter")
        until(lambda: page.evaluate("document.activeElement.id") == "asked")  # the focus is at the next question
        assert json.loads(store.draft(draft.id, NOBODY).facts)["frontoffices"] == [{"naam": "KCC"}]
        before = page.inner_text("#asked")
        reach("button[value=answer]")
        press("Enter")  # no answer yet
        until(lambda: "wrong" in page.evaluate("document.activeElement.className"))
        reach("button[value=unknown]")
        press("Enter")
        until(lambda: page.inner_text("#asked") != before)
        until(lambda: page.evaluate("document.activeElement.id") == "asked")
        reach("input[name^='value:']")
        reach("button[value=back]")
        press("Enter")
        until(lambda: page.inner_text("#asked") == before)
        page.goto(f"{address}/drafts/{draft.id}/save")
        reach("main button.first")
        press("Enter")
        until(store.municipalities)
    assert store.municipalities()[0].name == "Veld"


def test_the_form_saves_each_field_as_it_changes(browser, site):  # noqa: F811
    address, store = site.address, site.store
    draft = store.new_draft(NOBODY, LINDEWAARD)

    def facts():
        return json.loads(store.draft(draft.id, NOBODY).facts)

    with visiting(browser) as page:
        page.goto(f"{address}/drafts/{draft.id}/form")
        page.fill("[name='value:kanalen.website.ingangen']", "7")
        page.fill("[name='value:kanalen.balie.ingangen']", "veel")  # leaving the field before saves it
        page.fill("[name='value:kanalen.chat.ingangen']", "2")
        page.keyboard.press("Tab")
        until(lambda: facts()["kanalen"]["chat"]["ingangen"] == 2)
        assert not page.is_checked("[name='unknown:kanalen.chat.ingangen']")  # which it was
        assert facts()["kanalen"]["website"]["ingangen"]["waarde"] == 7
        page.wait_for_selector("#flaw-value-kanalen-balie-ingangen")
        assert "nog niet bewaard" in page.inner_text("#told")
        assert page.input_value("[name='value:kanalen.balie.ingangen']") == "veel"
        page.fill("[name='value:kanalen.balie.ingangen']", "3")
        page.keyboard.press("Tab")
        until(lambda: page.query_selector(".wrong") is None)
        until(lambda: facts()["kanalen"]["balie"]["ingangen"]["waarde"] == 3)
        until(lambda: "Bewaard" in page.inner_text("#told"))
        # somebody else (or another window) changes it, and then this one does
        now = store.draft(draft.id, NOBODY)
        document = {**facts(), "keten": {"burger_centraal": True}}
        store.change_draft(now, json.dumps(document), {})
        page.fill("[name='value:kanalen.post.ingangen']", "4")
        page.keyboard.press("Tab")
        page.wait_for_selector("text=intussen ergens anders veranderd")
        assert page.input_value("[name='value:kanalen.post.ingangen']") == "4"
        assert page.is_checked("[name='value:keten.burger_centraal'][value=ja]")
        page.click("text=Bewaar de antwoorden >> nth=0")
        until(lambda: facts().get("kanalen", {}).get("post") == {"ingangen": 4})
        assert facts()["keten"] == {"burger_centraal": True}


def test_without_script_the_interview_goes_on_too(browser, site):  # noqa: F811
    address, store = site.address, site.store
    with visiting(browser, language="en", script=False) as page:
        page.goto(f"{address}/new")
        page.fill("#naam", "Veld")
        page.click("text=Begin with the questions")
        for _ in range(3):
            page.click("text=I don't know")
        assert re.fullmatch(rf"{address}/drafts/\w+/ask", page.url)
    (draft,) = store.drafts(NOBODY)
    assert len(draft.interview["history"]) == 3


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (360, "dark"), (1280, "dark")])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(browser, site, width, scheme, language):  # noqa: F811
    from tests.test_pages_drafts import BEGIN, HOSTILE, MINE, THEIRS, Visitor

    address = site.address
    visitor = Visitor(site.app)
    base = visitor.saved(BEGIN)
    draft, hostile = visitor.draft(MINE, base=base), visitor.draft(HOSTILE)
    visitor.saved(THEIRS, note="van een collega", owner="collega")
    parts = ["ask", "ask?fact=frontoffices", "form", "save", "discard", "conflict"]
    urls = ["/", "/new", f"/municipalities/{base.municipality_id}", *(f"/drafts/{draft.id}/{part}" for part in parts)]
    with visiting(browser, width, language, scheme, strict=False) as page:
        for url in [*urls, f"/drafts/{hostile.id}/form", f"/drafts/{hostile.id}/ask"]:
            page.goto(address + url)
            assert violations(page) == [], url
            assert wider(page) == 0, url
