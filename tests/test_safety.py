"""What stands around each request: names, limits, forms, headers, and what the log says of it."""

from __future__ import annotations

import asyncio
import json
import logging
import re

import pytest
from starlette.exceptions import HTTPException

from antwoord_rules.web.operation import logs
from antwoord_rules.web.safety.limits import Body, Places, RefusedError
from antwoord_rules.web.safety.origins import local
from antwoord_rules.web.settings import Settings, store_url
from tests.serving import PASSWORD, served, sign_in, token

FACTS = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-request-id": "",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with served(tmp_path_factory.mktemp("safety")) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "status", "cached"),
    [
        ("/", 200, "no-store"),
        ("/nergens", 404, "no-store"),
        ("/api/nergens", 404, "no-store"),
        ("/api/openapi.json", 200, "no-store"),
        ("/healthz", 200, "no-store"),
        ("/static/app.css", 200, "no-cache"),
        ("/static/geen.css", 404, "no-store"),
    ],
)
def test_every_answer_has_the_headers_also_errors_and_files(client, path, status, cached):
    found = client.get(path)
    assert found.status_code == status
    assert found.headers["cache-control"] == cached
    for name, value in HEADERS.items():
        assert found.headers[name].startswith(value), name
    assert "strict-transport-security" not in found.headers
    assert "server" not in found.headers


def test_a_file_with_the_hash_of_its_content_may_be_kept_and_one_with_another_not(client):
    (address,) = re.findall(r'href="(/static/app.css\?v=[0-9a-f]{16})"', client.get("/").text)
    assert client.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/app.css?v=0123456789abcdef").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/../application.py", "/static/%2e%2e/application.py", "/static//etc/passwd", "/static/"]
)
def test_no_address_leads_out_of_the_folder_of_files(client, path):
    assert client.get(path).status_code == 404


# Names


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8123", 200),
        ("localhost:9", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("[::1].evil.example", 421),
        ("127.0.0.1:8000.evil.example", 421),
        ("[::2]", 421),
        ("127.0.0.1@evil.example", 421),
        ("", 421),
        ("localhost.", 421),
        ("<script>", 421),
    ],
)
def test_only_names_that_are_known_are_answered(client, host, status):
    found = client.get("/", headers={"host": host})
    assert found.status_code == status
    if status == 421:
        assert found.headers["content-type"].startswith("text/plain")
        assert "csrf" not in found.text


def test_a_name_given_at_the_start_is_known(tmp_path):
    with served(tmp_path, hosts=("antwoord.example.nl",)) as client:
        assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200  # probes know no names
        assert client.get("/", headers={"host": "antwoord.example.nl:443"}).status_code == 200
        assert client.get("/", headers={"host": "localhost"}).status_code == 421


# Forms


def test_a_form_of_our_own_is_taken(client):
    assert client.post("/sign-out", data={"csrf": token(client, "/")}).status_code == 303
    assert client.post("/sign-out", headers={"x-csrf-token": token(client, "/")}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1@evil.example"},
        {"origin": "http://["},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_right_token(client, headers):
    assert client.post("/sign-out", data={"csrf": token(client, "/")}, headers=headers).status_code == 403


@pytest.mark.parametrize("forged", ["", "0" * 64, "é" * 64, "\ud800", None])
def test_a_forged_token_is_refused(client, forged):
    client.get("/")
    data = {} if forged is None else {"csrf": forged.encode("utf-8", "surrogatepass")}
    found = client.post("/sign-out", data=data)
    assert found.status_code == 403
    assert "WEB-FORGED" in found.text


def test_a_token_of_another_session_is_refused(client):
    mine = token(client, "/")
    client.cookies.clear()
    assert client.post("/sign-out", data={"csrf": mine}).status_code == 403
    client.cookies.set("antwoord_session", "k" * 43)
    assert client.post("/sign-out", data={"csrf": mine}).status_code == 403
    client.cookies.clear()


def test_a_file_where_the_token_should_be_is_refused(client):
    client.get("/")
    assert client.post("/sign-out", files={"csrf": ("x.txt", b"x")}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "application/json"}, 200),
        ({"content-type": "application/json; charset=utf-8"}, 200),
        ({"content-type": "application/json", "origin": "http://127.0.0.1"}, 200),
        ({"content-type": "application/json", "sec-fetch-site": "same-origin"}, 200),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "application/json", "origin": "https://evil.example"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "TEXT/PLAIN;charset=utf-8"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({}, 415),
    ],
)
def test_without_accounts_a_page_elsewhere_can_not_drive_the_api(client, headers, status):
    found = client.post("/api/assess", content=json.dumps(FACTS).encode(), headers=headers)
    assert found.status_code == status
    assert found.headers["content-type"].startswith("application/json" if status == 200 else "application/problem+json")
    assert "set-cookie" not in found.headers


# Limits


@pytest.mark.parametrize(
    ("charset", "text", "status"),
    [
        ("utf-8", "Één".encode(), 422),
        ("UTF-8", "Één".encode(), 422),
        ("punycode", b"a-" + b"b0" * 100, 415),  # 400 kB of it take Python many seconds
        ("unicode_escape", rb"\ud800", 415),  # half a Unicode pair
        ("undefined", b"x", 415),
        ("utf-8; charset=punycode", b"a-b0", 415),
        ("", b"x", 415),
    ],
)
def test_a_form_with_files_is_read_as_utf_8_and_as_nothing_else(client, charset, text, status):
    parts = {"csrf": token(client, "/new").encode(), "naam": text}
    body = b"".join(b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), t) for n, t in parts.items())
    headers = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    found = client.post("/new", content=body + b"--x--\r\n", headers=headers)
    assert found.status_code == status
    assert ("WEB-MEDIA-TYPE" in found.text) == (status == 415)


def test_a_body_is_not_larger_than_it_may_be_whether_it_says_so_or_not(tmp_path):
    with served(tmp_path, most_bytes=1000) as client:
        headers = {"content-type": "application/json"}

        def parts():
            for _ in range(100):
                yield b" " * 100

        for content in (b" " * 1001, parts()):
            found = client.post("/api/assess", content=content, headers=headers)
            assert (found.status_code, found.json()["problems"][0]["code"]) == (413, "WEB-TOO-LARGE")
            assert found.headers["connection"] == "close"
        secret = token(client, "/")
        assert client.post("/sign-out", data={"csrf": secret, "x": "x" * 1000}).status_code == 413
        assert client.post("/sign-out", data={"csrf": secret}, files={"f": b"x" * 1000}).status_code == 413
        assert client.post("/sign-out", data={"csrf": secret, "x": "x" * 500}).status_code == 303


@pytest.mark.parametrize("files", [False, True])
def test_a_form_has_not_more_fields_than_it_may_have(client, files):
    client.get("/")
    many = {"files": [("f", (f"{n}", b"x")) for n in range(1001)]} if files else {"data": {f"f{n}": "x" for n in range(1001)}}
    found = client.post("/sign-out", **many)
    assert found.status_code == 400


def messages(*parts: bytes, pause: float = 0.0):
    """What a server receives, a part at a time."""
    rest = list(parts)

    async def receive():
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": rest.pop(0), "more_body": bool(rest)}

    return receive


def test_a_body_that_trickles_in_is_given_up_and_a_stream_may_take_its_time():
    async def read(most: int | None, seconds: float) -> int:
        whole = []
        body = Body(messages(*[b"x"] * 10, pause=0.02), most, seconds, lambda: whole.append(True))
        count = 0
        while not whole:
            count += len((await body())["body"])
        return count

    with pytest.raises(RefusedError) as caught:
        asyncio.run(read(100, 0.1))
    assert (caught.value.status_code, caught.value.problem.code) == (408, "WEB-TOO-SLOW")
    assert asyncio.run(read(None, 0.1)) == 10
    with pytest.raises(RefusedError):
        asyncio.run(read(None, 0.01))


def test_more_than_can_be_worked_on_at_once_is_told_to_come_back():
    places = Places(1)
    places.take()
    with pytest.raises(RefusedError) as caught:
        places.take()
    assert caught.value.status_code == 503
    assert caught.value.headers == {"Retry-After": "2"}
    places.leave()
    places.take()


def test_when_it_is_too_busy_health_and_files_still_answer(tmp_path):
    with served(tmp_path, most_at_once=0) as client:
        found = client.get("/api/nergens")
        assert (found.status_code, found.headers["retry-after"]) == (503, "2")
        assert client.post("/api/assess", json=FACTS).status_code == 503
        assert client.get("/").status_code == 503
        assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/static/app.css")] == [200] * 3


# Cookies


def test_the_cookie_of_a_session_is_for_the_server_alone(tmp_path):
    with served(tmp_path) as client:
        (cookie,) = client.get("/").headers.get_list("set-cookie")
        assert re.fullmatch(r"antwoord_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", cookie)
        assert "set-cookie" not in client.get("/").headers
        assert "set-cookie" not in client.get("/static/app.css", headers={"cookie": ""}).headers
    with served(tmp_path, secure=True) as client:
        found = client.get("/")
        (cookie,) = found.headers.get_list("set-cookie")
        assert re.fullmatch(r"__Host-antwoord_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", cookie)
        assert found.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("value", ["kort", "a b" * 10, "x" * 101, "é" * 30])
def test_a_session_that_can_not_be_ours_is_replaced(client, value):
    found = client.get("/", headers={"cookie": b"antwoord_session=" + value.encode()})
    assert "antwoord_session=" in found.headers["set-cookie"]


def test_the_language_that_one_chose_is_remembered(tmp_path):
    with served(tmp_path) as client:
        client.get("/", params={"lang": "en"})
        assert '<html lang="en">' in client.get("/").text
        assert "set-cookie" not in client.get("/", params={"lang": "de"}).headers


@pytest.mark.parametrize(
    ("address", "goes_to"),
    [
        ("/drafts/1?x=y", "/drafts/1?x=y"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("/é", "/"),
        ("evil", "/"),
    ],
)
def test_one_is_only_sent_to_pages_of_ours(address, goes_to):
    assert local(address) == goes_to


# Faults and the log


@pytest.fixture
def log(caplog):
    """What the log says, as it would be written."""
    caplog.set_level(logging.INFO, logger="antwoord_rules.web")
    return caplog


def test_a_fault_of_ours_is_told_with_a_number_and_nothing_else_and_the_log_has_the_rest(tmp_path, log):
    with served(tmp_path) as client:

        @client.app.get("/stuk")
        def broken() -> None:
            raise ZeroDivisionError("geheim 42")

        @client.app.get("/api/stuk")
        def also_broken() -> None:
            raise ZeroDivisionError("geheim 42")

        for path in ("/stuk", "/api/stuk"):
            found = client.get(path)
            assert found.status_code == 500
            number = found.headers["x-request-id"]
            assert number in found.text
            assert "geheim" not in found.text
            assert "Traceback" not in found.text
            assert found.headers["content-security-policy"]
            assert "ZeroDivisionError: geheim 42" in log.text
            assert number in log.text


def test_errors_of_the_framework_are_answers_too(tmp_path):
    with served(tmp_path) as client:

        @client.app.get("/api/thee")
        def teapot() -> None:
            raise HTTPException(418, "thee")

        found = client.get("/api/thee")
        assert (found.status_code, found.json()["status"]) == (418, 418)
        assert client.delete("/").status_code == 405


SECRETS = ["geheim-in-adres", "geheim-in-feiten", "geheim-in-kop", "geheim-wachtwoord-fout", PASSWORD]


def test_no_secret_ever_reaches_the_log(tmp_path, log):
    with served(tmp_path, accounts=True) as client:
        sign_in(client, "analyst", "geheim-wachtwoord-fout")
        sign_in(client, "analyst")
        session = client.cookies["antwoord_session"]
        client.get("/?naam=geheim-in-adres")
        client.get("/geheim-in-adres")
        client.get("/drafts/geheim-in-adres")
        client.get("/api/nergens", headers={"authorization": "Bearer geheim-in-kop", "cookie": ""})
        client.post("/api/assess", json=FACTS | {"geheim-in-feiten": 1}, headers={"x-csrf-token": token(client, "/")})
        client.post("/api/assess", content=b'{"geheim-in-feiten"')
        bearer = client.app.state.server.people.new_token("analyst", "proef", "test")
        client.post("/api/assess", json=FACTS, headers={"authorization": f"Bearer {bearer}"})
        forms = token(client, "/")
    assert "sign-in" in log.text
    assert "who" in log.text
    for secret in (*SECRETS, session, bearer, forms):
        assert secret not in log.text


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_of_the_log_is_one_line_in_either_form(form, capsys):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logs.configure(form)
        logs.logger().info("request", who='a\nb\x1b[31m ="', status=200, nothing=None)
        try:
            int("fout")
        except ValueError:
            logs.logger().exception("fault", id="1")
        logging.getLogger("uvicorn.error").warning("let op")
    finally:
        root.handlers, root.level = handlers, level
        logging.getLogger("antwoord_rules.web").setLevel(logging.NOTSET)
    written = capsys.readouterr().err
    assert "\x1b" not in written
    lines = written.splitlines()
    if form == "json":
        first, second, third = map(json.loads, lines)
        assert (first["who"], first["status"], first["level"]) == ('a\nb\x1b[31m ="', 200, "info")
        assert "ValueError: invalid literal for int() with base 10: 'fout'" in second["exception"]
        assert third["event"] == "let op"
    else:
        assert lines[0].endswith(" info    request who='a\\nb\\x1b[31m =\"' status=200")
        assert "ValueError: invalid literal for int() with base 10: 'fout'" in lines
        assert lines[-1].endswith(" warning let op")


def test_settings_reach_the_workers_whole(monkeypatch):
    settings = Settings(rules=("bundled",), hosts=("a.nl",), accounts=True, seconds=2.5, store=store_url("x.sqlite3"))
    monkeypatch.setenv("ANTWOORD_SERVE", "")
    settings.to_environment()
    assert Settings.from_environment() == settings
