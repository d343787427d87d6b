"""The server without a browser: whom it answers, what it hands out, and that no process outlives it."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from registers import small_register
from web.serving import Server, gone, served

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(small_register(tmp_path_factory.mktemp("served"))) as started:
        yield started


def test_startup_shows_address_mode_and_that_there_is_no_login(server: Server) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert server.said == [
        f"{server.register}: read only: nothing is written here",
        "There is no login: anyone who uses this machine can open it. ^C ends it.",
    ]


@pytest.mark.parametrize(
    "name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1", "", "a@b"]
)
def test_foreign_host_name_is_refused(server: Server, name: str) -> None:
    port = server.host.rpartition(":")[2]
    for path in ("/", "/file/page.js", "/nothing"):
        status, headers, body = server.asked(path, Host=f"{name}:{port}")
        assert status == 403
        assert b"register" not in body
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert server.tab(Host=f"{name}:{port}", Origin=f"http://{name}:{port}") == 403


def test_own_host_names_are_answered_on_any_port(server: Server) -> None:
    for host in (
        server.host,
        server.host.replace("127.0.0.1", "localhost"),
        "[::1]:9000",
        "localhost:9000",
        "localhost",
    ):
        status, headers, body = server.asked("/", Host=host)
        assert status == 200
        assert f'"ws://{host}/tab"'.encode() in body
        named = "" if host.startswith("[") else f" ws://{host}"
        assert f"connect-src 'self'{named};" in headers["Content-Security-Policy"]


def test_only_the_page_of_the_server_can_open_a_tab(server: Server) -> None:
    others = (
        "http://evil.example",
        "null",
        "http://localhost:3000",
        f"https://{server.host}",
        f"http://{server.host}.evil.example",
    )
    for origin in others:
        assert server.tab(Origin=origin) == 403
    assert server.tab() == 403
    assert server.tabs() == []
    assert server.tab(Origin=f"http://{server.host}") == 101
    assert gone(server.tabs())


def test_every_response_has_security_headers_and_sets_no_cookie(server: Server) -> None:
    for path in ("/", "/file/textual.js", "/nothing"):
        _status, headers, _body = server.asked(path)
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not {"Set-Cookie", "Access-Control-Allow-Origin"} & set(headers)


@pytest.mark.parametrize(
    "path",
    [
        "/file/",
        "/file/page.html",
        "/file/__init__.py",
        "/file/..%2f..%2fbounds.py",
        "/file/../server.py",
        "/file/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/file/..%5cserver.py",
        "/file/page.js%00.css",
        "//etc/passwd",
        "/static/",
        "/static/js/textual.js",
        "/download/x",
        "/ws",
    ],
)
def test_other_paths_are_not_served(server: Server, path: str) -> None:
    status, _headers, body = server.asked(path)
    assert status in {400, 404}
    assert b"root:" not in body
    assert b"import" not in body


def test_query_string_is_removed_by_a_redirect(server: Server) -> None:
    status, headers, _body = server.asked("/?ping=http://evil.example/")
    assert (status, headers["Location"]) == (303, "/")


def test_page_links_only_to_its_own_files(server: Server) -> None:
    named = re.compile(r'(?:src|href)="([^"]+)"|url\("?([^")]+)')
    for path, least in (("/", 4), ("/file/page.css", 1), ("/file/xterm.css", 0)):
        status, _headers, raw = server.asked(path)
        found = ["".join(groups) for groups in named.findall(raw.decode())]
        assert (status, bool(raw), len(found) >= least) == (200, True, True)
        assert all(address.startswith(("/file/", "data:")) for address in found)


def test_number_of_tabs_is_limited(server: Server) -> None:
    from accordtrack.web.server import MOST_TABS  # noqa: PLC0415

    held = [server.held_tab() for _ in range(MOST_TABS)]
    assert server.tab(Origin=f"http://{server.host}") == 503
    for connection in held:
        connection.close()
    assert gone(server.tabs())


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signal_ends_the_server_and_every_tab(tmp_path: Path, number: int, status: int) -> None:
    with served(small_register(tmp_path)) as server:
        held = [server.held_tab() for _ in range(2)]
        pids = server.tabs()
        assert len(pids) == 2
        began = time.monotonic()
        os.kill(server.process.pid, number)
        assert server.process.wait(20) == status
        assert gone(pids, 0.5)
        assert time.monotonic() - began < 10
        for connection in held:
            connection.close()


def test_tab_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    with served(small_register(tmp_path)) as server:
        held = server.held_tab()
        pids = server.tabs()
        assert len(pids) == 1
        server.process.kill()
        assert gone(pids)
        held.close()


def test_hanging_tab_is_killed(tmp_path: Path) -> None:
    with served(small_register(tmp_path)) as server:
        held = server.held_tab()
        pids = server.tabs()
        os.kill(pids[0], signal.SIGSTOP)
        server.process.terminate()
        assert server.process.wait(20) == 143
        assert gone(pids, 0.5)
        held.close()


def test_invalid_messages_from_a_page_are_ignored(server: Server) -> None:
    held = server.held_tab()
    for words in (
        "{",
        "[]",
        '["stdin"]',
        '["stdin", 3]',
        '["resize", {"width": "x", "height": 1e99}]',
        '["what", 1]',
        "[" * 9_000,
    ):
        held.say(words)
    held.say('["ping", "still here"]')
    assert held.until(b'["pong", "still here"]')
    held.close()
    assert gone(server.tabs())
