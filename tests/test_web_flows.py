"""What people do on the pages, from an empty store to a document that they take along, in a real browser and a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from openpyxl import load_workbook

from antwoord_rules.knowledge.loader import bundled_folder
from antwoord_rules.web.context import NOBODY
from antwoord_rules.web.saving import saving
from tests.browser import browser, listening, violations, visiting, wider  # noqa: F401  (a fixture)
from tests.conftest import FACTS
from tests.serving import PASSWORD, with_people
from tests.web import application

pytestmark = pytest.mark.slow
WATERRIJK = FACTS[0].parent / "waterrijk.json"
RULES = "phase-2-kanaal.yaml"
MARKED = "code:text-is('LINT-PLACEHOLDER')"


class Place(NamedTuple):
    """A server with an empty store."""

    address: str
    store: Any


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with application(tmp_path, seconds=60) as app, listening(app) as address:  # however busy the machine is
        yield Place(address, app.state.server.store)


class Visitor:
    """Somebody at a page, who can read it with any tool and on any screen."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address

    def looks(self) -> None:
        """The page is settled, stands in one heading, fits its window, and axe-core finds nothing."""
        self.page.wait_for_load_state("networkidle")
        assert self.page.locator("h1").count() == 1
        assert (self.page.url, wider(self.page), violations(self.page)) == (self.page.url, 0, [])

    def goes(self, path: str) -> None:
        """Follow a link in the page to a path."""
        self.page.locator(f"a[href='{path}']").first.click()
        self.page.wait_for_url(f"**{path}")
        self.looks()

    def tab(self, part: str) -> None:
        """Go to another page about the same municipality."""
        base = "/".join(self.page.url.removeprefix(self.address).split("#")[0].split("?")[0].split("/")[:3])
        self.goes(f"{base}{part}")

    def takes(self, selector: str) -> bytes:
        """What is downloaded by a button."""
        with self.page.expect_download() as found:
            self.page.locator(selector).first.click()
        return Path(found.value.path()).read_bytes()

    def answers(self) -> str:
        """Answer the question that is asked now; its text. All questions have a good answer: yes, 1, or one front office."""
        page = self.page
        asked = page.inner_text("#asked")
        if page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check()
        else:
            page.locator("input[name^='value:']").fill("1" if page.locator("input.number").count() else "KCC")
        page.locator("button[value=answer]").click()
        page.wait_for_function("asked => document.querySelector('#asked')?.innerText !== asked", arg=asked)
        return asked


@pytest.fixture(params=[(360, "nl"), (1280, "nl"), (360, "en"), (1280, "en")], ids=lambda found: f"{found[0]}-{found[1]}")
def visitor(request: pytest.FixtureRequest, browser: Any, place: Place) -> Iterator[Visitor]:  # noqa: F811
    """A visitor at the first page of a server with nothing in it."""
    width, language = request.param
    with visiting(browser, width, language, "dark" if width < 1000 else "light", strict=False) as page:
        page.goto(place.address)
        assert page.get_attribute("html", "lang") == language
        yield Visitor(page, place.address)


def test_a_new_assessment_becomes_a_saved_version_a_plan_and_a_word_document(visitor: Visitor, place: Place) -> None:
    visitor.looks()
    begun(visitor)
    asked(visitor)
    filled_in(visitor, place)
    saved(visitor, place)
    imagined(visitor)
    planned(visitor)
    visitor.tab("/report")
    written = Document(BytesIO(visitor.takes("button.first")))
    assert "Veldhaven" in "\n".join(part.text for part in written.paragraphs)
    assert visitor.takes("button[formaction$='.pdf']").startswith(b"%PDF")


def begun(visitor: Visitor) -> None:
    """A new assessment."""
    page = visitor.page
    visitor.goes("/new")
    page.fill("#naam", "Veldhaven")
    page.fill("#inwoners", "41000")
    page.locator("form[action='/new'] button.first").click()
    page.wait_for_selector("#asked")
    visitor.looks()


def asked(visitor: Visitor) -> None:
    """Questions change the picture beside them; not every answer is known, and one is taken back."""
    page = visitor.page
    before = page.inner_text("#standing")
    assert len({visitor.answers() for _ in range(8)}) == 8
    assert page.inner_text("#standing") != before
    now = page.inner_text("#asked")
    page.locator("button[value=unknown]").click()
    page.wait_for_function("asked => document.querySelector('#asked').innerText !== asked", arg=now)
    page.locator("button[value=back]").click()
    page.wait_for_function("asked => document.querySelector('#asked').innerText === asked", arg=now)
    visitor.looks()


def filled_in(visitor: Visitor, place: Place) -> None:
    """The whole form: saved as one leaves a field, with where an answer comes from."""
    page = visitor.page
    visitor.tab("/form")
    page.fill("[name='value:kanalen.telefoon.ingangen']", "4")
    page.keyboard.press("Tab")
    page.locator("#told", has_text="Bewaard" if page.get_attribute("html", "lang") == "nl" else "Saved").wait_for()
    source = page.locator("[name='bron:kanalen.telefoon.ingangen']")
    page.locator("[id='kanalen.telefoon.ingangen'] details", has=source).locator("summary").click()
    page.select_option("[name='herkomst:kanalen.telefoon.ingangen']", "gemeten")
    source.fill("telefooncentrale")
    page.locator("#sheet button.first").first.click()
    page.wait_for_url("**/form?saved=1")
    (draft,) = place.store.drafts(NOBODY)
    kept = json.loads(draft.facts)["kanalen"]["telefoon"]["ingangen"]
    assert kept == {"waarde": 4, "herkomst": "gemeten", "bron": "telefooncentrale"}
    visitor.looks()


def saved(visitor: Visitor, place: Place) -> None:
    """A version, which says why, down to the fact that it rests on."""
    page = visitor.page
    visitor.tab("/save")
    page.fill("#note", "eerste beeld")
    page.locator("main button.first").click()
    page.wait_for_url("**/versions/*")
    visitor.looks()
    (municipality,) = place.store.overview()
    assert (municipality.name, municipality.number) == ("Veldhaven", 1)
    page.locator(".ladder summary").nth(3).click()
    page.locator(".ladder .explanation").first.wait_for()
    page.locator(".ladder .explanation a[href*='/explain/']").first.click()
    page.wait_for_url("**/explain/*")
    visitor.looks()
    page.go_back()


def imagined(visitor: Visitor) -> None:
    """What if there were one number; and the plan from there."""
    page = visitor.page
    visitor.tab("/what-if")
    page.locator("details:has([name='set:kanalen.telefoon.ingangen']):not([open]) > summary").click()
    page.fill("[name='set:kanalen.telefoon.ingangen']", "1")
    page.locator("main form button.first").first.click()
    page.wait_for_selector("#outcome")
    assert page.locator(".sides tr.fresh").count() >= 1
    visitor.looks()
    page.locator(".imagined a.button.first").click()
    page.wait_for_selector(".timeline li")
    visitor.looks()


def planned(visitor: Visitor) -> None:
    """The plan to another phase, with a bound, and with a measure left out."""
    page = visitor.page
    visitor.tab("/plan")
    page.select_option("#to", "3")
    page.locator("main form button.first").click()
    page.wait_for_url("**/plan?to=3*")
    steps = page.locator(".timeline li").count()
    assert steps > 3
    page.fill("#budget", "1")
    page.locator("main form button.first").click()
    page.wait_for_url("**budget=1*")
    assert page.locator(".timeline li").count() < steps
    page.fill("#budget", "")
    page.locator("main form details > summary").first.click()
    left_out = page.locator("[name=exclude]").first
    left_out.check()
    page.locator("main form button.first").click()
    page.wait_for_url("**exclude=*")
    visitor.looks()


def test_a_fact_file_is_opened_changed_saved_compared_and_taken_along(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goes("/new")
    page.set_input_files("#file", WATERRIJK)
    page.locator("form[action='/open'] button").click()
    page.wait_for_url("**/drafts/*/form")
    assert json.loads(visitor.takes("a[href$='/facts.json']")) == json.loads(WATERRIJK.read_bytes())
    visitor.tab("/save")
    page.locator("main button.first").click()
    page.wait_for_url("**/versions/*")
    page.locator("form[action$='/edit'] button").click()
    page.wait_for_url("**/drafts/*/form")
    page.fill("[name='value:kanalen.telefoon.ingangen']", "1")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('#told').innerText !== ''")
    visitor.tab("/save")
    page.locator("main button.first").click()
    page.wait_for_url("**/versions/*")

    # Two versions of one municipality, side by side.
    page.locator("a[href^='/municipalities/']").first.click()
    page.wait_for_url("**/municipalities/*")
    visitor.looks()
    page.locator("button[form=comparing]").click()
    page.wait_for_url("**/compare*")
    page.locator("button[form=choice][value=json]").wait_for()
    visitor.looks()
    made = json.loads(visitor.takes("button[form=choice][value=json]"))
    assert "kanalen.telefoon.ingangen" in json.dumps(made)

    # And among others, which are uploaded.
    visitor.goes("/benchmark")
    details = page.locator("main details").first
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()
    page.set_input_files("#files", [path for path in FACTS if path.stem in ("elzenmeer", "zilverhaven")])
    page.locator("#choice button.first").click()
    page.wait_for_selector("button[form=choice][value=xlsx]")
    visitor.looks()
    book = load_workbook(BytesIO(visitor.takes("button[form=choice][value=xlsx]")), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Waterrijk", "Elzenmeer", "Zilverhaven"} <= cells

    # The other language, and back to the work.
    language = page.get_attribute("html", "lang")
    page.locator(".who a[hreflang]").click()
    page.wait_for_function("was => document.documentElement.lang !== was", arg=language)
    visitor.looks()


def test_a_rule_is_looked_up_changed_in_the_workbench_checked_and_downloaded(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goes("/rules")
    page.fill("#q", "telefoonnummer" if page.get_attribute("html", "lang") == "nl" else "telephone number")
    page.wait_for_url("**/rules?q=*")
    page.wait_for_function("() => document.querySelectorAll('#found a').length < 40")
    visitor.looks()
    visitor.goes("/rules/criterium_2_een_telefoonnummer")
    assert page.locator("main img, main svg.graph").count() >= 1
    visitor.goes("/workbench")
    visitor.goes(f"/workbench/{RULES}")

    # A mistake is found at its line while one types, and is gone when it is mended.
    original = page.input_value("#text-0")
    assert original.strip() == (bundled_folder() / RULES).read_text(encoding="utf-8").strip()
    line = next(number for number, text in enumerate(original.split("\n"), 1) if "Eén website voor" in text)
    page.fill("#text-0", original.replace("Eén website voor", "VUL IN voor", 1))
    found = page.locator(f"#result li[data-line='{line}']", has=page.locator(MARKED))
    found.wait_for()
    assert page.locator(".gutter .warning, .gutter .error").count() >= 1
    page.fill("#text-0", original.replace("telefoon.ingangen: 1", "telefoon.ingangen: 2", 1))
    page.locator("code:text-is('CASE-FAILED')").first.wait_for()
    visitor.looks()
    page.fill("#text-0", original)
    page.locator("button[value=prove]").click()
    page.locator("#status .good").first.wait_for()
    assert page.locator("#result li.error").count() == 0
    visitor.looks()
    assert visitor.takes("button[name=download]").decode().strip() == original.strip()


def test_two_who_save_one_municipality_see_what_differs_and_nothing_is_lost(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    with_people(url)
    with (
        application(tmp_path, accounts=True, seconds=60) as app,
        listening(app) as address,
        visiting(browser) as one,
        visiting(browser, 360, "en") as other,
    ):
        store = app.state.server.store
        base = store.save(saving(app.state.server.kb, WATERRIJK.read_text(encoding="utf-8")), "analyst")
        for page, name, fact in ((one, "analyst", "telefoon"), (other, "author", "website")):
            page.goto(address)
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.locator("main button.first").click()
            page.goto(f"{address}/versions/{base.id}")
            page.locator("form[action$='/edit'] button").click()
            page.wait_for_url("**/form")
            page.fill(f"[name='value:kanalen.{fact}.ingangen']", "1")
            page.fill("[name='value:kanalen.balie.ingangen']", "7" if page is one else "8")  # of which one can stay
            page.locator("#sheet button.first").first.click()
            page.wait_for_url("**/form?saved=1")
        for page in (one, other):
            page.locator("nav a[href$='/save']").click()
            page.locator("main button.first").click()
        one.wait_for_url("**/versions/*")
        other.locator("main form[action$='/conflict']").wait_for()
        assert "analyst" in other.inner_text("main")
        other.locator("main form button.first").click()  # without a choice where both changed something
        other.locator("fieldset.open").wait_for()
        other.check("[name='choice:kanalen.balie.ingangen'][value=mine]")
        other.locator("main form button.first").click()
        other.wait_for_url("**/versions/*")
        newest, *before = store.versions(base.municipality_id)
        kept = json.loads(newest.facts)["kanalen"]
        assert [kept[part]["ingangen"]["waarde"] for part in ("telefoon", "website", "balie")] == [1, 1, 8]
        assert [found.author for found in (newest, *before)] == ["author", "analyst", "analyst"]


def test_a_word_document_is_reached_from_nothing_by_keyboard_alone(browser: Any, place: Place) -> None:  # noqa: F811
    with visiting(browser) as page:  # with the policy of the page as it is
        keys = Keys(page)
        page.goto(place.address)
        keys.follow("a[href='/new']", "**/new")
        keys.reach("#naam")
        page.keyboard.type("Veldhaven")
        keys.press("Enter")
        page.wait_for_selector("#asked")
        for _ in range(4):
            asked = page.inner_text("#asked")
            keys.settled("document.activeElement.id === 'asked' || document.activeElement === document.body")
            if page.locator("input[type=radio]").count():
                keys.reach("input[type=radio]")
                keys.press("Space", "Enter")
            else:
                keys.reach("input[name^='value:']")
                page.keyboard.type("1" if page.locator("input.number").count() else "KCC")
                keys.press("Enter")
            keys.settled("document.querySelector('#asked')?.innerText !== asked", asked)
            keys.settled("document.activeElement.id === 'asked'")  # whoever answered is at the next question
        keys.follow("nav a[href$='/form']", "**/form", back=True)
        keys.reach("[name='value:kanalen.website.ingangen']")
        page.keyboard.type("2")
        keys.press("Tab")
        keys.settled("document.querySelector('#told').innerText !== ''")
        keys.follow("nav a[href$='/save']", "**/save", back=True)
        keys.reach("main button.first")
        keys.press("Enter")
        page.wait_for_url("**/versions/*")
        keys.reach(".ladder summary")
        keys.press("Enter")
        page.wait_for_selector(".ladder .explanation")
        keys.follow("nav a[href$='/plan']", "**/plan", back=True)
        keys.reach("#to")
        keys.press("3")  # the target that says so
        keys.reach("main form button.first")
        keys.press("Enter")
        page.wait_for_url("**/plan?to=*")
        keys.follow("nav a[href$='/report']", "**/report")
        keys.reach("button.first")
        with page.expect_download() as found:
            keys.press("Enter")
        assert "Veldhaven" in "\n".join(part.text for part in Document(found.value.path()).paragraphs)


class Keys:
    """A keyboard, and nothing else."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, selector: str, *, back: bool = False) -> None:
        """Go from control to control until one is reached; its focus must show."""
        for _ in range(150):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", selector
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(selector)

    def follow(self, selector: str, url: str, *, back: bool = False) -> None:
        """Reach a link and open it."""
        self.reach(selector, back=back)
        self.press("Enter")
        self.page.wait_for_url(url)

    def settled(self, condition: str, argument: Any = None) -> None:
        """Wait until something holds."""
        self.page.wait_for_function(f"asked => {condition}", arg=argument)
