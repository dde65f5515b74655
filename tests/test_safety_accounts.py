"""Who may do what: signing in and out, roles on every route, tokens of programs, and administration."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from antwoord_rules.store.records import ROLES
from antwoord_rules.web import api, pages
from antwoord_rules.web.context import Needs
from antwoord_rules.web.operation import health
from antwoord_rules.web.saving import saving
from tests.serving import PASSWORD, served, sign_in, token

FACTS = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}
OPEN = {
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /api/docs",
    "GET /api/openapi.json",
    "GET /healthz",
    "GET /readyz",
}
"""What nobody needs to sign in for. Whatever else answers without somebody who signed in is a mistake."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A server with accounts; tests that use it leave the accounts as they are."""
    with served(tmp_path_factory.mktemp("accounts"), accounts=True) as client:
        yield client


@pytest.fixture
def client(shared):
    shared.cookies.clear()
    return shared


@pytest.fixture
def own(tmp_path):
    """A server with accounts of its own."""
    with served(tmp_path, accounts=True) as client:
        yield client


# Signing in and out


def test_who_did_not_sign_in_is_sent_to_where_one_does_and_back_again(client):
    found = client.get("/admin/audit?before=7")
    assert (found.status_code, found.headers["location"]) == (
        303,
        "/sign-in?next=%2Fadmin%2Faudit%3Fbefore%3D7",
    )
    page = client.get(found.headers["location"]).text
    assert 'name="next" value="/admin/audit?before=7"' in page
    found = sign_in(client, "admin", back="/admin/audit?before=7")
    assert found.headers["location"] == "/admin/audit?before=7"
    assert client.get(found.headers["location"]).status_code == 200
    assert client.get("/sign-in?next=/rules").headers["location"] == "/rules"


def test_a_fragment_asked_by_htmx_leads_the_whole_page_to_signing_in(client):
    found = client.get("/", headers={"hx-request": "true", "hx-current-url": "http://127.0.0.1/drafts/1/ask?x=1"})
    assert (found.status_code, found.headers["hx-redirect"]) == (401, "/sign-in?next=%2Fdrafts%2F1%2Fask%3Fx%3D1")
    found = client.get("/", headers={"hx-request": "true", "hx-current-url": "http://["})
    assert (found.status_code, found.headers["hx-redirect"]) == (401, "/sign-in?next=%2F")


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_sends_nobody_elsewhere(client, back):
    assert 'name="next" value="/"' in client.get("/sign-in", params={"next": back}).text
    assert sign_in(client, "reader", back=back).headers["location"] == "/"
    assert client.get("/sign-in", params={"next": back}).headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_the_name_is_kept(own):
    wrong = [sign_in(own, name, "verkeerd wachtwoord") for name in ("analyst", "niemand")]
    assert [found.status_code for found in wrong] == [422, 422]
    told = [re.sub(r'value="[^"]*"', "", found.text) for found in wrong]
    assert told[0] == told[1]
    assert 'name="name" value="niemand"' in wrong[1].text
    assert "verkeerd wachtwoord" not in wrong[0].text


def test_script_in_a_name_stays_text(own):
    found = sign_in(own, '"><script>alert(1)</script>', "verkeerd wachtwoord")
    assert "<script>alert" not in found.text
    sign_in(own, "admin")
    assert "<script>alert" not in own.get("/admin").text


def test_guessing_is_stopped_for_a_while_also_with_the_right_password(own):
    for _ in range(5):
        assert sign_in(own, "analyst", "verkeerd wachtwoord").status_code == 422
    found = sign_in(own, "analyst")
    assert (found.status_code, found.headers["retry-after"]) == (429, "900")
    assert "PEOPLE-TOO-OFTEN" in found.text
    told = [entry.action for entry in own.app.state.server.store.audit()]
    assert told.count("sign-in-failed") == 5  # what is not tried is not told: else who goes on fills the log
    assert sign_in(own, "reader").status_code == 303  # others can still sign in


def test_a_password_that_is_typed_as_a_name_is_not_kept(own):
    assert sign_in(own, PASSWORD, "analyst").status_code == 422
    assert sign_in(own, "ANALYST", "verkeerd wachtwoord").status_code == 422
    failed = [entry for entry in own.app.state.server.store.audit() if entry.action == "sign-in-failed"]
    assert [(entry.who, entry.subject) for entry in failed] == [("analyst", "analyst"), ("?", "?")]
    assert PASSWORD not in str(failed)


def test_signing_in_gives_another_session_and_other_forms(client):
    client.cookies.set("antwoord_session", "fixed-by-somebody-else-0123456789abcdef012", domain="127.0.0.1", path="/")
    before = token(client)
    found = sign_in(client, "reader")
    (cookie,) = found.headers.get_list("set-cookie")
    assert "fixed-by" not in cookie
    assert re.fullmatch(r"antwoord_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", cookie)
    assert token(client, "/") != before
    assert client.post("/sign-out", data={"csrf": before}).status_code == 403
    client.cookies.clear()
    client.cookies.set("antwoord_session", "fixed-by-somebody-else-0123456789abcdef012")
    assert client.get("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server(client):
    sign_in(client, "reader")
    session = client.cookies["antwoord_session"]
    assert client.post("/sign-out", data={"csrf": token(client, "/")}).headers["location"] == "/sign-in"
    client.cookies.clear()
    client.cookies.set("antwoord_session", session)
    assert client.get("/").status_code == 303


def test_a_session_nobody_began_is_nobody(client):
    client.cookies.set("antwoord_session", "A" * 43)
    assert client.get("/").status_code == 303
    assert client.get("/api/openapi.json").status_code == 200


def test_behind_tls_only_the_cookie_of_this_very_host_counts(tmp_path):
    with served(tmp_path, accounts=True, secure=True) as client:
        sign_in(client, "reader")
        assert client.get("/").status_code == 200
        session = client.cookies["__Host-antwoord_session"]
        client.cookies.clear()
        client.cookies.set("antwoord_session", session)
        assert client.get("/").status_code == 303


# One's own password

NEW = "een ander lang wachtwoord"


def change(client, current: str = PASSWORD, new: str = NEW, again: str | None = None):
    data = {"csrf": token(client, "/password"), "current": current, "new": new, "again": new if again is None else again}
    return client.post("/password", data=data)


def test_who_signed_in_changes_their_own_password_and_only_this_session_goes_on(own):
    sign_in(own, "reader")
    elsewhere = own.cookies["antwoord_session"]
    own.cookies.clear()
    sign_in(own, "reader")
    before = own.cookies["antwoord_session"]
    assert 'href="/password"' in own.get("/").text
    found = change(own)
    assert (found.status_code, found.headers["location"]) == (303, "/password?changed=true")
    assert "Uw wachtwoord is gewijzigd" in own.get(found.headers["location"]).text
    for session in (elsewhere, before):
        assert own.app.state.server.people.who(session) is None
    own.cookies.clear()
    assert [sign_in(own, "reader", password).status_code for password in (PASSWORD, NEW)] == [422, 303]
    told = [(entry.who, entry.subject) for entry in own.app.state.server.store.audit() if entry.action == "user-password"]
    assert told == [("reader", "reader")]


def test_changing_a_password_leaves_tokens_of_programs_as_they_are(own):
    people = own.app.state.server.people
    secret = people.new_token("reader", "koppeling", "test")
    sign_in(own, "reader")
    assert change(own).status_code == 303
    assert people.by_token(secret) is not None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"current": "verkeerd wachtwoord"}, "PEOPLE-CURRENT"),
        ({"new": "kort"}, "PEOPLE-PASSWORD"),
        ({"again": "nog een ander wachtwoord"}, "USERS-TWICE"),
    ],
)
def test_a_password_that_can_not_be_changed_is_told_and_stays(client, typed, code):
    sign_in(client, "author")
    found = change(client, **typed)
    assert (found.status_code, code in found.text) == (422, True)
    assert not any(secret in found.text for secret in (PASSWORD, NEW, "verkeerd wachtwoord"))
    assert client.get("/").status_code == 200
    client.cookies.clear()
    assert sign_in(client, "author").status_code == 303


def test_whoever_finds_a_session_open_can_not_guess_its_password(own):
    sign_in(own, "reader")
    for _ in range(5):
        assert change(own, "verkeerd wachtwoord").status_code == 422
    found = change(own)
    assert (found.status_code, found.headers["retry-after"]) == (429, "900")
    entries = own.app.state.server.store.audit()
    assert [entry.details for entry in entries if entry.action == "password-failed"] == [{"source": "testclient"}] * 6
    own.cookies.clear()
    sign_in(own, "admin")
    assert "gaf een verkeerd huidig wachtwoord" in own.get("/admin").text


def test_a_page_elsewhere_can_not_change_a_password(client):
    sign_in(client, "reader")
    data = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/password", data=data).status_code == 403
    sent = {"csrf": token(client, "/password"), **data}
    assert client.post("/password", data=sent, headers={"origin": "https://evil.example"}).status_code == 403


# Roles


def routes() -> list[tuple[str, str, APIRoute]]:
    """Every route: its method, its address, and itself."""
    routers = [("", health.router), *(("", each) for each in pages.routers()), *(("/api", each) for each in api.routers())]
    found = [(prefix + route.path, route) for prefix, router in routers for route in router.routes]
    assert all(isinstance(route, APIRoute) for _, route in found)
    return [(method, path, route) for path, route in found for method in sorted(route.methods - {"HEAD"})]


def needed(route: APIRoute) -> str | None:
    """The highest role that a dependency of the route asks for."""
    roles, rest = set(), [route.dependant]
    while rest:
        one = rest.pop()
        if isinstance(one.call, Needs):
            roles.add(one.call.role)
        rest += one.dependencies
    return max(roles, key=ROLES.index, default=None)


def test_the_application_has_no_routes_but_those_of_the_matrix(client):
    """Routes are tested through the routers; none may stand beside them."""
    rest = [each for each in client.app.routes if getattr(each, "path", None)]
    assert {each.path for each in rest if isinstance(each, Mount) or not isinstance(each, APIRoute)} == {"/static"}
    included = 1 + len(pages.routers()) + len(api.routers())
    assert len(client.app.routes) == included + 1


@pytest.mark.parametrize(("method", "path", "route"), [pytest.param(*each, id=f"{each[0]} {each[1]}") for each in routes()])
def test_every_route_asks_for_a_role_and_lets_in_whoever_has_it_and_nobody_else(client, method, path, route):
    role = needed(route)
    address = re.sub(r"\{[^}]*\}", "0", path.replace("{kind:kind}", "versions"))
    if role is None:
        assert f"{method} {path}" in OPEN
        return
    programs = path.startswith(("/api/", "/metrics"))
    body = {"json": FACTS} if programs else {"data": {"name": "", "note": ""}}
    found = client.request(method, address, headers={"x-csrf-token": token(client)}, **(body if method != "GET" else {}))
    assert found.status_code == (401 if programs else 303), "nobody"
    if not programs:
        assert found.headers["location"].startswith("/sign-in")
    for name in ROLES:
        client.cookies.clear()
        sign_in(client, name)
        headers = {"x-csrf-token": token(client, "/")}
        found = client.request(method, address, headers=headers, **(body if method != "GET" else {}))
        allowed = ROLES.index(name) >= ROLES.index(role)
        assert (found.status_code not in {401, 403}) == allowed, name
        assert found.status_code < 500, name


# Programs


def test_a_program_comes_with_a_token_and_without_it_is_nobody(client):
    people = client.app.state.server.people
    good = people.new_token("reader", "proef", "test")
    for headers, status in [
        ({}, 401),
        ({"authorization": f"Bearer {good}"}, 200),
        ({"authorization": f"bearer  {good} "}, 200),
        ({"authorization": f"Bearer {good}x"}, 401),
        ({"authorization": "Bearer "}, 401),
        ({"authorization": f"Basic {good}"}, 401),
        ({"authorization": "Bearer antwoord_" + "A" * 43}, 401),
    ]:
        found = client.post("/api/assess", json=FACTS, headers=headers)
        assert found.status_code == status, headers
    assert client.get("/", headers={"authorization": f"Bearer {good}"}).status_code == 303  # pages are for people
    (there,) = people.tokens("reader")
    people.revoke(there.id, "test")
    assert client.post("/api/assess", json=FACTS, headers={"authorization": f"Bearer {good}"}).status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_session_and_a_session_is_no_token(client):
    sign_in(client, "admin")
    session = client.cookies["antwoord_session"]
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 401
    client.cookies.clear()
    assert client.get("/metrics", headers={"authorization": f"Bearer {session}"}).status_code == 401


def test_with_a_session_the_api_wants_the_token_of_forms_too(client):
    sign_in(client, "reader")
    assert client.post("/api/assess", json=FACTS).status_code == 403
    headers = {"x-csrf-token": token(client, "/")}
    assert client.post("/api/assess", json=FACTS, headers=headers).status_code == 200
    assert client.post("/api/assess", json=FACTS, headers=headers | {"sec-fetch-site": "cross-site"}).status_code == 403


def test_figures_are_for_administrators(client):
    tokens = {role: client.app.state.server.people.new_token(role, "prometheus", "test") for role in ("author", "admin")}
    answers = {role: client.get("/metrics", headers={"authorization": f"Bearer {each}"}) for role, each in tokens.items()}
    assert {role: found.status_code for role, found in answers.items()} == {"author": 403, "admin": 200}
    client.post("/api/assess", json=FACTS, headers={"authorization": f"Bearer {tokens['author']}"})
    client.get("/bestaat-niet")
    figures = client.get("/metrics", headers={"authorization": f"Bearer {tokens['admin']}"}).text
    assert 'antwoord_requests_total{method="POST",route="/api/assess",status="200"}' in figures
    assert 'route="-",status="404"' in figures
    assert "bestaat-niet" not in figures
    assert re.search(r"^antwoord_assessments_total [1-9]", figures, re.MULTILINE)


# Administration


def test_an_administrator_manages_users_and_everything_stands_in_the_log(own):
    sign_in(own, "admin")
    secret = token(own, "/admin")

    def post(path: str, **data: str):
        return own.post(path, data={"csrf": secret, **data})

    assert post("/admin/users", name="Nieuw", role="reader", password=PASSWORD).status_code == 303
    (path,) = re.findall(r'href="(/admin/users/[0-9a-f]{32})">Nieuw<', own.get("/admin").text)
    assert post(f"{path}/role", role="analyst").headers["location"] == path
    assert post(f"{path}/password", password=PASSWORD[::-1]).status_code == 303
    shown = post(f"{path}/tokens", label="koppeling")
    (made,) = re.findall(r"antwoord_[\w-]{43}", shown.text)
    assert made not in own.get(path).text
    assert own.post("/api/assess", json=FACTS, headers={"authorization": f"Bearer {made}", "cookie": ""}).status_code == 200
    (revoke,) = re.findall(r'action="([^"]*/revoke)"', own.get(path).text)
    assert post(revoke).status_code == 303
    assert post(f"{path}/active", active="no").status_code == 303
    assert "geblokkeerd" in own.get("/admin").text
    assert post(f"{path}/active", active="yes").status_code == 303
    log = own.get("/admin/audit").text
    for done in (
        "voegde een gebruiker toe",
        "andere rol",
        "nieuw wachtwoord",
        "maakte een token",
        "trok een token in",
        "logde in",
    ):
        assert done in log
    assert PASSWORD[::-1] not in log
    assert made not in log


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"name": "", "role": "reader", "password": PASSWORD}, "PEOPLE-NAME"),
        ({"name": "ADMIN", "role": "reader", "password": PASSWORD}, "PEOPLE-TAKEN"),
        ({"name": "Nieuw", "role": "baas", "password": PASSWORD}, "PEOPLE-ROLE"),
        ({"name": "Nieuw", "role": "reader", "password": "kort"}, "PEOPLE-PASSWORD"),
    ],
)
def test_a_user_that_can_not_be_is_told_with_what_was_typed_kept(client, data, code):
    sign_in(client, "admin")
    found = client.post("/admin/users", data={"csrf": token(client, "/admin"), **data})
    assert found.status_code == 422
    assert code in found.text
    assert f'name="name" value="{data["name"]}"' in found.text
    assert data["password"] not in found.text


def test_the_last_administrator_stays_and_who_is_locked_out_is_out_at_once(own):
    people = own.app.state.server.people
    sign_in(own, "admin")
    secret = token(own, "/admin")
    users = {user.name: user.id for user in people.all()}
    for change in ({"role": "reader"}, {"active": "no"}):
        path = f"/admin/users/{users['admin']}/{next(iter(change))}"
        found = own.post(path, data={"csrf": secret, **change})
        assert (found.status_code, "PEOPLE-LAST-ADMIN" in found.text) == (422, True)
    own.cookies.clear()
    sign_in(own, "reader")
    assert own.get("/").status_code == 200
    people.set_active("reader", active=False, by="test")
    assert own.get("/").status_code == 303
    assert sign_in(own, "reader").status_code == 422


def test_the_log_is_shown_a_page_at_a_time(own):
    for number in range(150):
        own.app.state.server.store.note("test", "proef", f"onderwerp-{number:03}")
    sign_in(own, "admin")
    first = own.get("/admin/audit").text
    (older,) = re.findall(r'href="(/admin/audit\?before=[^"]+)"', first)
    second = own.get(older.replace("&amp;", "&")).text
    seen = re.findall(r"onderwerp-\d{3}", first + second)
    assert seen == [f"onderwerp-{number:03}" for number in reversed(range(150))]


@pytest.mark.parametrize("before", ["x", "0", "-1", "1e400", "9" * 30])
def test_an_entry_that_can_not_be_is_told_as_such(client, before):
    sign_in(client, "admin")
    assert client.get(f"/admin/audit?before={before}").status_code == 422


def test_without_accounts_there_are_no_users_to_manage(tmp_path):
    with served(tmp_path) as client:
        page = client.get("/admin").text
        assert "Logboek" in page
        assert "Gebruikers" not in page
        assert client.post("/admin/users", data={"csrf": token(client, "/")}).status_code == 404
        assert client.get("/password").status_code == 404
        assert client.post("/password", data={"csrf": token(client, "/")}).status_code == 404
        assert "/password" not in page
        assert client.get("/sign-in").headers["location"] == "/"
        assert client.post("/sign-in", data={"csrf": token(client, "/")}).headers["location"] == "/"
        assert client.get("/metrics").status_code == 200


# Everything as a file


def saved(client, name: str) -> None:
    """A municipality in the store."""
    server = client.app.state.server
    server.store.save(saving(server.kb, json.dumps({"gemeente": {"naam": name, "peildatum": "2026-10-01"}})), "test")


def test_everything_goes_out_as_a_zip_and_comes_back_elsewhere(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with served(tmp_path / "a", accounts=True) as client:
        saved(client, "Voorbeeldstad")
        saved(client, "Elders")
        sign_in(client, "admin")
        found = client.get("/admin/export.zip")
        assert re.fullmatch(r'attachment; filename="antwoord-\d{4}-\d\d-\d\d.zip"', found.headers["content-disposition"])
        assert "exporteerde alles" in client.get("/admin").text
    with served(tmp_path / "b", most_bytes=1000) as client:
        assert len(found.content) > 1000  # a larger body is taken here, and only here
        for told in ("Nieuwe versies: 2. Al aanwezig: 0.", "Nieuwe versies: 0. Al aanwezig: 2."):
            data = {"csrf": token(client, "/admin")}
            done = client.post("/admin/import", data=data, files={"file": ("a.zip", found.content, "application/zip")})
            assert (done.status_code, told in done.text) == (200, True)
        assert [each.name for each in client.app.state.server.store.municipalities()] == ["Elders", "Voorbeeldstad"]
        assert "las een zip in" in client.get("/admin/audit").text


def test_only_of_an_administrator_is_a_body_as_large_as_an_export_read(tmp_path):
    with served(tmp_path, accounts=True, most_bytes=1000) as client:
        large = {"file": ("a.zip", b"x" * 2000)}
        found = client.post("/admin/import", files=large)
        assert (found.status_code, found.headers["location"]) == (303, "/sign-in")
        sign_in(client, "author")
        found = client.post("/admin/import", files=large)
        assert (found.status_code, "WEB-NOT-ALLOWED" in found.text) == (403, True)


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "."), text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"geen zip", "ARCHIVE-INVALID"),
        (zipped(), "ARCHIVE-INVALID"),
        (zipped(a__json='{"gemeente": 1}'), "FACT-"),
        (zipped(a__exe="x"), "ARCHIVE-INVALID"),
        (zipped(**{"../a__json": json.dumps(FACTS)}), "ARCHIVE-INVALID"),
    ],
)
def test_a_file_that_is_no_export_changes_nothing_and_says_why(client, content, code):
    sign_in(client, "admin")
    files = {"file": ("x.zip", content)}
    done = client.post("/admin/import", data={"csrf": token(client, "/admin")}, files=files)
    assert done.status_code == 422
    assert code in done.text
    assert client.app.state.server.store.municipalities() == ()
