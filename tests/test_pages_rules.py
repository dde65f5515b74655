"""Compare, benchmark, rule book and workbench as pages: what the library says, in a real application on a real database."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

from fastapi.testclient import TestClient

from antwoord_rules.checking.texts import MOST_BYTES, check_texts
from antwoord_rules.comparison.comparing import Start, series
from antwoord_rules.knowledge.loader import bundled_folder
from antwoord_rules.reports.rulebook import entries
from antwoord_rules.reports.rulebook.search import Filter, Index
from antwoord_rules.web.saving import saving
from tests.conftest import ROOT
from tests.web import application

FACTS = ROOT / "facts"
BAD_FACTS = ROOT / "tests" / "data" / "bad" / "facts"
BAD_RULES = ROOT / "tests" / "data" / "bad" / "rules"
SMALL = ROOT / "tests" / "data" / "rules" / "small"
PHASE = "phase-2-kanaal.yaml"
PART = {"HX-Request": "true", "HX-Target": "result"}
SAVED = ["eerder/elzenmeer-2024.json", "eerder/elzenmeer-2025.json", "elzenmeer.json", "waterrijk.json", "duinhage.json"]


@contextmanager
def client_of(folder, saved=(), **settings) -> Iterator[TestClient]:
    with application(folder, **settings) as app:
        server = app.state.server
        for name in saved:
            text = (FACTS / name).read_text(encoding="utf-8")
            server.store.save(saving(server.kb, text), "a")
        yield TestClient(app, base_url="http://127.0.0.1", headers={"accept-language": "nl"})


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("store"), SAVED, seconds=100.0) as made:
        yield made


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("small"), rules=(str(SMALL),)) as made:
        yield made


def token(client: TestClient, url: str = "/compare") -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get(url).text)
    assert found
    return found[1]


def values(client: TestClient, url: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="(\w+)"', client.get(url).text)


def post(client: TestClient, url: str, headers=None, files=None, **fields):
    data = {"csrf": token(client)} | fields
    return client.post(url, data=data, files=files, headers=headers or {}, follow_redirects=False)


def upload(*paths):
    return [("files", (path.name, path.read_bytes(), "application/json")) for path in paths]


def areas(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)]


# Compare


def test_saved_versions_are_compared_by_date_whatever_the_order(client, kb):
    ids = values(client, "/compare", "versions")
    store = client.app.state.server.store
    versions = sorted((store.version(each) for each in ids), key=lambda version: version.peildatum)
    first, last = kb.read(versions[0].facts), kb.read(versions[-1].facts)
    expected = series(kb, Start(kb, first, first), [last]).model_dump()
    for order in ([versions[0].id, versions[-1].id], [versions[-1].id, versions[0].id]):
        got = client.get("/compare", params={"versions": order, "form": "json"}).json()
        assert got == json.loads(json.dumps(expected))
    assert "<svg" in client.get("/compare", params={"versions": ids[:2]}).text


def test_a_choice_of_saved_versions_gets_an_address(client):
    ids = values(client, "/compare", "versions")[:2]
    made = post(client, "/compare", versions=ids)
    assert made.status_code == 303
    assert client.get(made.headers["location"]).status_code == 200


def test_files_that_are_sent_along_are_compared_and_sent_along_again_for_the_download(client):
    store = client.app.state.server.store
    before = len(store.municipalities())
    made = post(client, "/compare", files=upload(FACTS / "waterrijk.json", FACTS / "duinhage.json"))
    assert made.status_code == 200
    documents = [html.unescape(found) for found in re.findall(r'name="documents" value="([^"]*)" checked', made.text)]
    assert len(documents) == 2
    got = post(client, "/compare", documents=documents, form="md")
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.text.startswith("# ")
    assert len(store.municipalities()) == before


@pytest.mark.parametrize("url", ["/compare", "/benchmark"])
@pytest.mark.parametrize("path", sorted(BAD_FACTS.glob("*.json"))[::4], ids=lambda path: path.stem)
def test_a_file_that_is_wrong_is_named_with_line_and_column(client, url, path):
    expected = json.loads((BAD_FACTS / "expected.json").read_text(encoding="utf-8")).get(path.name)
    if not expected:
        pytest.skip("this file has no expectation")
    made = post(client, url, files=upload(path, FACTS / "waterrijk.json"))
    assert made.status_code == 422
    for row in expected:
        place, code = row.split(" ")
        line, column = place.split(":")
        assert (
            f'<code>{path.name}</code> <span class="dim">regel {line}, kolom {column}</span> <code class="id">{code}</code>'
            in made.text
        )
    assert made.text.count('name="documents"') == 1  # the good one stays chosen


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/compare?versions=nee", 404),
        ("/compare?form=zip", 422),
        ("/benchmark?near=0", 422),
        ("/benchmark?near=x", 422),
        ("/benchmark?groups=zzz", 422),
        ("/benchmark?groups=0-10+5-20", 422),
        ("/benchmark?near=2&groups=0-10", 422),
        ("/benchmark?focus=Nergenshuizen", 422),
        ("/benchmark?sort=x", 422),
        ("/benchmark?municipalities=nee", 422),
        ("/rules?phase=x", 422),
        ("/rules?basis=x", 422),
        ("/rules/nee", 404),
        ("/rules/%3Cscript%3E", 404),
        ("/rules/nee/graph.svg", 404),
        ("/workbench/nee.yaml", 404),
        ("/workbench/../../etc/passwd", 404),
        ("/workbench/..%2f..%2fetc%2fpasswd", 404),
        ("/workbench/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/workbench//etc/passwd", 404),
        ("/workbench/rules/phase-2-kanaal.yaml", 404),
        ("/workbench/a%00b", 404),
        ("/workbench/own/9", 404),
        ("/workbench/manual/NEE", 404),
    ],
)
def test_nonsense_is_refused_in_words(client, url, status):
    made = client.get(url)
    assert made.status_code == status
    assert "<script>" not in made.text


# Benchmark


def test_all_saved_municipalities_stand_side_by_side_and_can_be_downloaded(client):
    names = [each.name for each in client.app.state.server.store.municipalities()]
    page = client.get("/benchmark").text
    assert all(name in page for name in names)
    ids = values(client, "/benchmark", "municipalities")
    got = client.get("/benchmark", params={"municipalities": ids[:2], "form": "json"}).json()
    assert len(got["municipalities"] if "municipalities" in got else got["rows"]) == 2
    assert client.get("/benchmark?form=md").text.startswith("# ")


def test_a_benchmark_of_files_is_a_workbook(client):
    pytest.importorskip("openpyxl")
    made = post(client, "/benchmark", files=upload(FACTS / "waterrijk.json", FACTS / "duinhage.json"), form="xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(made.content)).namelist()


# Rule book


def test_every_entry_has_its_page_and_drawing_and_is_in_the_list(client, kb):
    listed = client.get("/rules").text
    for name in [*kb.base.rules][::9] + [norm.id for norm in kb.base.norms] + [phase.id for phase in kb.base.phases]:
        assert f'href="/rules/{name}"' in listed
        page = client.get(f"/rules/{name}", headers={"accept-language": "en"})
        assert html.escape(entries.label_of(entries.find(kb.base, name)).en, quote=False) in html.unescape(page.text).replace(
            "&", "&amp;"
        )
        assert client.get(f"/rules/{name}/graph.svg").headers["content-security-policy"].startswith("default-src 'none'")


def test_what_is_left_empty_in_a_form_is_no_wish(client):
    found = [
        re.findall(r'href="(/rules/[^"]+)"', client.get(f"/rules?q=telefoon{rest}").text)
        for rest in ("", "&kind=&phase=&block=&basis=")
    ]
    assert found[0] == found[1] != []
    assert client.get("/benchmark?near=&groups=&focus=&form=").status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_searching_finds_words_whatever_their_capitals_and_accents(kb, language):
    index = Index(kb.base, language)
    everything = index.find(Filter())
    assert set(everything) == set(entries.everything(kb.base))
    for name in everything[::7]:
        label = entries.label_of(entries.find(kb.base, name)).to(language)
        assert name in index.find(Filter(label.upper()))
        assert name in index.find(Filter(name))
    assert not index.find(Filter("zzzz"))
    assert set(index.find(Filter("telefoon", kind="criterion", phase=2))) <= {
        rule.id for rule in kb.base.criteria if rule.phase == 2
    }


def test_what_is_found_comes_as_a_part_when_one_types(client):
    part = client.get("/rules?q=telefoon", headers={"HX-Request": "true", "HX-Target": "found"})
    assert "<html" not in part.text
    assert part.headers["vary"] == "HX-Target"
    whole = client.get("/rules?q=telefoon").text
    names = re.findall(r'<li><a href="/rules/([^"]+)"', part.text)
    assert names == re.findall(r'<li><a href="/rules/([^"]+)"', whole)
    assert "criterium_2_een_telefoonnummer" in names


# Workbench


def test_a_copy_is_downloaded_as_it_was_typed(client):
    original = (bundled_folder() / PHASE).read_text(encoding="utf-8")
    (shown,) = areas(client.get(f"/workbench/{PHASE}").text)
    assert shown == original
    typed = "\n# <script>alert(1)</script> é\n" + original
    made = post(client, f"/workbench/{PHASE}", texts=typed.replace("\n", "\r\n"), download="0")
    assert made.content == typed.encode()
    assert made.headers["content-disposition"] == f'attachment; filename="{PHASE}"'
    assert (bundled_folder() / PHASE).read_text(encoding="utf-8") == original


def test_a_finding_stands_at_its_line_in_the_page_and_in_the_part(client):
    text = (bundled_folder() / PHASE).read_text(encoding="utf-8").replace("telefoon.ingangen: 1", "telefoon.<b>: 1", 1)
    (found,) = check_texts({PHASE: text}, over=False, only_lint=True).findings
    for headers, action in ((None, "check"), (PART, "quick")):
        made = post(client, f"/workbench/{PHASE}", headers, texts=text, action=action)
        assert f'data-line="{found.problem.line}" data-column="{found.problem.column}"' in made.text
        assert found.problem.code in made.text
        assert "telefoon.<b>" not in made.text
        assert ("<html" in made.text) == (headers is None)


@pytest.mark.parametrize("name", sorted(path.name for path in BAD_RULES.iterdir() if path.is_dir())[::3])
def test_bad_rules_get_the_codes_and_places_of_the_command(small, name):
    expected = json.loads((BAD_RULES / "expected.json").read_text(encoding="utf-8"))[name]
    changed = [path for path in sorted((BAD_RULES / name).glob("*.yaml")) if (SMALL / path.name).exists()]
    try:
        texts = {path.name: path.read_bytes().decode() for path in changed}
    except UnicodeDecodeError:
        pytest.skip("what a browser sends is always UTF-8")
    if len(changed) != 1 or len(list((BAD_RULES / name).rglob("*.*"))) != 1:
        pytest.skip("one file at a time")
    ((file, text),) = texts.items()
    text = text.replace("\r\n", "\n")
    made = post(small, f"/workbench/{file}", PART, texts=text, action="quick")
    assert made.status_code == 200
    found = re.findall(r'data-line="(\d+)" data-column="(\d+)">.*?<code>([A-Z-]+)</code>', made.text)
    wanted = [re.fullmatch(rf"{re.escape(file)}:(\d+):(\d+) (\S+)", row) for row in expected]
    assert {row.groups() for row in wanted if row} <= set(found)


@pytest.mark.slow
def test_cases_proofs_and_consequences_are_shown(client):
    original = (bundled_folder() / PHASE).read_text(encoding="utf-8")
    clean = post(client, f"/workbench/{PHASE}", PART, texts=original, action="prove").text
    assert "eigenschappen bewezen: 8 van 8" in clean
    assert "mislukt: 0" in clean
    changed = original.replace("telefoon.ingangen: 1", "telefoon.ingangen: 2", 1)
    assert "CASE-FAILED" in post(client, f"/workbench/{PHASE}", PART, texts=changed, action="check").text
    assert "Tegenvoorbeeld" in post(client, f"/workbench/{PHASE}", PART, texts=changed, action="prove").text
    told = post(client, f"/workbench/{PHASE}", PART, texts=changed, action="impact").text
    assert "criterium_2_een_telefoonnummer" in told
    assert "Elzenmeer 2026-07-01" in told
    assert told.index("Andere fase") < told.index("CASE-FAILED")  # what was asked for comes before what is always told


@pytest.mark.slow
def test_own_rules_are_begun_and_checked_over_the_rules(client):
    texts = areas(client.get("/workbench/own/2").text)
    assert len(texts) == 2
    made = post(client, "/workbench/own/2", texts=texts, action="add", kind="fact", name="kanalen.telefoon.terugbellen")
    texts = areas(made.text)
    assert "id: kanalen.telefoon.terugbellen" in texts[1]
    fact = "kanalen.telefoon.terugbellen"
    made = post(
        client, "/workbench/own/2", texts=texts, action="add", kind="criterion", name="criterium_2_terugbellen", fact=fact
    )
    texts = areas(made.text)
    assert "id: criterium_2_terugbellen" in texts[0]
    assert "LINT-PLACEHOLDER" in made.text
    wrong = post(client, "/workbench/own/2", texts=texts, action="add", kind="measure", name="maatregel_x", addresses="nee")
    assert wrong.status_code == 422
    assert areas(wrong.text) == texts  # what was typed is kept


def test_without_time_for_the_cases_the_texts_are_looked_at_all_the_same(tmp_path):
    text = (bundled_folder() / PHASE).read_text(encoding="utf-8").replace("Eén website voor", "VUL IN voor", 1)
    with client_of(tmp_path, seconds=0.001) as client:
        made = post(client, f"/workbench/{PHASE}", PART, texts=text, action="check")
    assert made.status_code == 200
    assert "LINT-PLACEHOLDER" in made.text
    assert "duurde te lang" in made.text
    assert "hx-trigger" not in made.text  # it is not asked again and again


def test_too_much_text_is_refused(client):
    for headers in (None, PART):
        made = post(client, f"/workbench/{PHASE}", headers, texts="x" * (MOST_BYTES + 1), action="quick")
        assert made.status_code == 413
        assert "WEB-TOO-LARGE" in made.text


def test_readers_of_the_workbench_page_can_look_up_each_code(client):
    assert "<pre>" in client.get("/workbench/manual/rule-name-form").text


def test_a_form_without_a_token_is_refused(client):
    assert client.post(f"/workbench/{PHASE}", data={"texts": "x"}).status_code == 403
