"""`antwoord serve` and `antwoord users` as they are run: processes, signals, sockets."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from antwoord_rules.commands.application import run
from antwoord_rules.store.people import People
from antwoord_rules.store.store import Store
from antwoord_rules.web.safety import connections
from antwoord_rules.web.settings import Settings
from tests.conftest import ROOT
from tests.serving import PASSWORD, Running, running, token, wait_until_ready, with_people

FACTS = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}


def called(capsys, *arguments: str) -> tuple[int, str, str]:
    """Run a command in this process: the exit code, what it printed and what it complained of."""
    code = run(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


# Starting


@pytest.mark.parametrize(
    "where",
    [["--host", host] for host in ("0.0.0.0", "::", "192.0.2.7", "antwoord.example.nl")]  # noqa: S104
    + [["--name", "antwoord.example.nl"], ["--behind-tls"]],
)
def test_where_others_can_come_people_must_sign_in_and_it_says_how(capsys, tmp_path, where):
    arguments = ["serve", *where, "--store", str(tmp_path / "s.sqlite3")]
    code, out, err = called(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "SERVE-NEEDS-ACCOUNTS" in err
    assert "antwoord users add NAAM --role admin" in err
    assert "docs/serving.md" in err
    assert not list(tmp_path.iterdir())


def test_with_accounts_there_must_be_an_administrator_who_can_sign_in(capsys, tmp_path):
    store = str(tmp_path / "s.sqlite3")
    arguments = ["serve", "--host", "0.0.0.0", "--accounts", "--store", store, "--lang", "en"]  # noqa: S104
    assert "SERVE-NEEDS-ADMIN" in called(capsys, *arguments)[2]
    with closing(Store.open(f"sqlite:///{store}")) as opened:
        people = People(opened)
        people.add("lezer", PASSWORD, "reader", "test")
    code, _, err = called(capsys, *arguments)
    assert code == 2
    assert "antwoord users add NAME --role admin" in err


def test_a_port_that_is_taken_is_wrong_usage(capsys, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = called(capsys, "serve", "--port", port, "--store", str(tmp_path / "s.sqlite3"))
    assert (code, out) == (2, "")
    assert f"SERVE-ADDRESS de server kan niet luisteren op 127.0.0.1:{port}" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--norm", "norm_x=1"], 2, "NORM-UNKNOWN"),
        (["--rules", "bestaat-niet"], 4, "RULES"),
        (["--store", "mysql://x"], 2, "STORE-URL"),
        (["--host", "127.0.0.1 ", "--accounts"], 2, "SERVE-"),
        (["--workers", "0"], 2, "--workers"),
    ],
)
def test_what_is_wrong_is_told_before_anything_starts(capsys, tmp_path, arguments, code, told):
    found, out, err = called(capsys, "serve", "--store", str(tmp_path / "s.sqlite3"), *arguments)
    assert (found, out) == (code, "")
    assert told in err


def test_without_the_libraries_it_says_what_to_install(tmp_path):
    (tmp_path / "fastapi.py").write_text("raise ImportError('no module fastapi')")
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--store", str(tmp_path / "s.sqlite3")],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "EXTRA-MISSING" in done.stderr
    assert "[web]" in done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server without accounts."""
    with running(tmp_path_factory.mktemp("serve")) as made:
        yield made


def test_it_says_where_it_listens_where_the_store_is_and_which_rules(server):
    assert server.said[0] == f"Antwoord luistert op {server.url} (stoppen met Ctrl-C).\n"
    assert server.said[1].startswith("Opslag: /")
    assert server.said[1].endswith("/store.sqlite3\n")
    assert server.said[2].startswith("Regels: bundled (")


def test_it_answers_and_logs_one_line_a_request(server):
    assert httpx.post(f"{server.url}/api/assess", json=FACTS).json()["phase"]["number"] == 0
    assert httpx.get(f"{server.url}/", headers={"host": "evil.example"}).status_code == 421
    lines = [line for line in server.log.read_text().splitlines() if "route=/api/assess" in line]
    assert len(lines) == 1
    assert " request id=" in lines[0]
    assert "method=POST route=/api/assess status=200 ms=" in lines[0]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/", "/rules"])
def test_a_monitor_may_ask_for_headers_alone(server, path):
    found = httpx.head(server.url + path)
    assert (found.status_code, found.content) == (200, b"")


def test_who_goes_away_while_sending_is_no_fault_of_ours(server):
    connection, _ = slow_request(server, 0)
    connection.close()
    until = time.monotonic() + 10
    while "status=499" not in server.log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    log = server.log.read_text()
    assert "route=/api/assess status=499" in log
    assert "fault" not in log


def test_what_a_client_says_of_itself_does_not_count_without_a_proxy(tmp_path):
    """Or guessing passwords would be unlimited for who makes up senders."""
    with_people(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with running(tmp_path, "--accounts") as server, httpx.Client(base_url=server.url) as client:
        for number in range(6):
            data = {"csrf": token(client), "name": "admin", "password": "verkeerd wachtwoord"}
            found = client.post("/sign-in", data=data, headers={"x-forwarded-for": f"192.0.2.{number}"})
        assert found.status_code == 429


# Stopping


def slow_request(server: Running, seconds: float) -> tuple[socket.socket, bytes]:
    """A request whose body is still on its way: the connection, and what is left to send."""
    body = json.dumps(FACTS).encode()
    head = (
        f"POST /api/assess HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.sendall(head + body[:5])
    time.sleep(seconds)
    return connection, body[5:]


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_what_runs_and_ends_with_0(tmp_path, by):
    server = Running(tmp_path)
    try:
        wait_until_ready(server)
        connection, rest = slow_request(server, 0.3)
        server.process.send_signal(by)
        time.sleep(0.5)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)
        connection.sendall(rest)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        connection.close()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b'"phase"' in answer
        assert server.process.wait(timeout=15) == 0
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_what_does_not_finish_does_not_hold_up_the_stop(tmp_path):
    server = Running(tmp_path)
    wait_until_ready(server)
    connection, _ = slow_request(server, 0.3)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 15
    connection.close()


# Slow and many


def test_many_slow_connections_hold_up_nobody(server):
    waiting = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(150)]
    try:
        for number, connection in enumerate(waiting):
            connection.sendall(b"GET / HT" if number % 3 else b"POST /api/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type:")
        slow = [slow_request(server, 0)[0] for _ in range(50)]
        waiting += slow
        started = time.monotonic()
        for _ in range(5):
            assert httpx.post(f"{server.url}/api/assess", json=FACTS, timeout=10).status_code == 200
        assert time.monotonic() - started < 5
    finally:
        for connection in waiting:
            connection.close()


@pytest.mark.slow
def test_a_connection_that_says_nothing_is_closed(server):
    started = time.monotonic()
    silent = socket.create_connection(("127.0.0.1", server.port), timeout=connections.PATIENCE + 10)
    half = socket.create_connection(("127.0.0.1", server.port), timeout=connections.PATIENCE + 10)
    unread = socket.create_connection(("127.0.0.1", server.port), timeout=connections.PATIENCE + 10)
    half.sendall(b"GET / HTTP/1.1\r\nHost: ")
    unread.sendall(b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
    ended = []

    def trickle() -> None:
        while len(ended) < 3:
            for connection in (half, unread):
                with suppress(OSError):
                    connection.sendall(b"x")
            time.sleep(0.5)

    feeder = threading.Thread(target=trickle)
    feeder.start()
    for connection in (silent, half, unread):
        try:
            while connection.recv(65536):
                pass
        except ConnectionResetError:
            pass
        ended.append(time.monotonic() - started)
        connection.close()
    feeder.join()
    assert max(ended) < connections.PATIENCE + 8


@pytest.mark.slow
def test_a_connection_that_does_not_take_its_answers_is_closed(server):
    stalled = []
    for _ in range(Settings().most_at_once + 8):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(b"GET /rules/graph.svg HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100)
        stalled.append(connection)
    try:
        time.sleep(10)  # until each holds a place
        assert httpx.get(f"{server.url}/sign-in", timeout=30).status_code == 503
        until = time.monotonic() + connections.PATIENCE + 20
        while (status := httpx.get(f"{server.url}/sign-in", timeout=30).status_code) == 503 and time.monotonic() < until:
            time.sleep(0.5)
        assert status == 303
    finally:
        for connection in stalled:
            connection.close()


# Workers


@pytest.mark.slow
def test_two_workers_share_sessions_forms_and_figures(tmp_path):
    with_people(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with running(tmp_path, "--accounts", "--workers", "2", "--log-format", "json") as server:
        assert len(psutil.Process(server.process.pid).children()) >= 2
        with httpx.Client(base_url=server.url) as client:
            data = {"csrf": token(client), "name": "admin", "password": PASSWORD}
            assert client.post("/sign-in", data=data).status_code == 303
            session = dict(client.cookies)
            secret = token(client, "/")
        for _ in range(30):  # a connection each, so that both workers are asked
            headers = {"x-csrf-token": secret}
            assert httpx.post(f"{server.url}/api/assess", json=FACTS, cookies=session, headers=headers).status_code == 200
        figures = httpx.get(f"{server.url}/metrics", cookies=session).text
        assert 'antwoord_requests_total{method="POST",route="/api/assess",status="200"} 30.0' in figures
        assert "antwoord_assessments_total 30.0" in figures
        lines = [json.loads(line) for line in server.log.read_text().splitlines()]
        assert sum(line.get("route") == "/api/assess" for line in lines) == 30
        assert server.stop() == 0


# Users


def test_users_are_added_changed_and_listed(capsys, tmp_path, monkeypatch):
    store = ["--store", str(tmp_path / "s.sqlite3")]
    read, write = os.pipe()
    os.write(write, f"{PASSWORD}\n{PASSWORD} 2\n".encode())
    os.close(write)
    with os.fdopen(read) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert called(capsys, "users", "add", "Anna", "--role", "admin", "--password-stdin", *store)[:2] == (0, "Gedaan: Anna.\n")
        assert called(capsys, "users", "password", "anna", "--password-stdin", *store)[0] == 0
    assert called(capsys, "users", "off", "Anna", *store)[0] == 2  # the last administrator
    code, made, _ = called(capsys, "users", "token", "Anna", "--label", "koppeling", *store)
    assert (code, made.startswith("antwoord_")) == (0, True)
    code, listed, _ = called(capsys, "users", "tokens", "Anna", *store)
    number = listed.split("\t")[0]
    assert listed.split("\t")[1] == "koppeling"
    assert called(capsys, "users", "revoke", number, *store)[0] == 0
    assert called(capsys, "users", "tokens", "Anna", *store)[1] == ""
    assert called(capsys, "users", "list", *store)[1].startswith("Anna\tadmin\tja\t")
    with closing(Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}")) as opened:
        assert People(opened).verify("Anna", f"{PASSWORD} 2")
        done = [entry.action for entry in opened.audit()]
        assert done == ["token-revoke", "token-add", "user-password", "user-add"]
        assert all(entry.who.endswith("(antwoord users)") for entry in opened.audit())
    assert called(capsys, "users", "remove", "Anna", *store)[0] == 2  # the last administrator
    with closing(Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}")) as opened:
        People(opened).add("Bas", PASSWORD, "reader", "test")
    assert called(capsys, "users", "remove", "bas", *store) == (0, "Gedaan: bas.\n", "")
    monkeypatch.setenv("ANTWOORD_STORE", str(tmp_path / "s.sqlite3"))
    assert called(capsys, "users", "list", "--lang", "en")[1].startswith("Anna\tadmin\tyes\t")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "Anna", "geheim"], "er staat meer dan verwacht"),
        (["add", "Anna"], "USERS-PASSWORD"),
        (["add", "Anna", "--role", "baas"], "Toegestaan: reader, analyst, author, admin."),
        (["adds", "Anna"], "Bedoelde u 'add'?"),
        (["role", "Anna", "admin"], "PEOPLE-UNKNOWN"),
        (["revoke", "x"], "STORE-GONE"),
    ],
)
def test_wrong_usage_of_users_says_what_is_right(capsys, tmp_path, monkeypatch, arguments, told):
    monkeypatch.setenv("ANTWOORD_STORE", str(tmp_path / "s.sqlite3"))
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        code, out, err = called(capsys, "users", *arguments)
    assert (code, out) == (2, "")
    assert told in err


def test_each_part_of_users_has_help_in_both_languages(capsys):
    for part in ("add", "password", "role", "off", "on", "remove", "list", "token", "tokens", "revoke"):
        assert called(capsys, "users", part, "--help")[1].startswith("Gebruik: antwoord users")
        assert called(capsys, "users", part, "--help", "--lang", "en")[1].startswith("Usage: antwoord users")
    assert "Opdrachten:" in called(capsys, "users")[1]


@pytest.mark.parametrize(("second", "told"), [(PASSWORD, "Gedaan: Anna."), ("iets anders", "USERS-TWICE")])
def test_at_a_terminal_a_password_is_asked_twice_and_not_shown(tmp_path, second, told):
    parent, child = pty.openpty()
    command = [sys.executable, str(ROOT / "cli.py"), "users", "add", "Anna", "--store", str(tmp_path / "s.sqlite3")]
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, start_new_session=True)
    os.close(child)
    seen = b""
    for prompt, answer in ((b"Wachtwoord: ", PASSWORD), (b"Nog een keer: ", second)):
        while prompt not in seen:
            seen += os.read(parent, 1024)
        os.write(parent, f"{answer}\n".encode())
    while True:
        try:
            part = os.read(parent, 1024)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.wait(timeout=30)
    os.close(parent)
    assert told in seen.decode()
    assert PASSWORD not in seen.decode()
