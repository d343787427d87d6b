"""What whoever reaches the server may do to it: connections without end, what is no request, and what it says then."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from accordtrack.web.operator_messages import Teller
from registers import small_register
from web.serving import SECONDS, Held, Server, gone, served

pytestmark = pytest.mark.process


OPEN_FILES_LIMIT = 128
"""Files that a process may open, on some systems."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served(small_register(tmp_path)) as started:
        yield started


@pytest.fixture(scope="module")
def silent_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for many requests; it must print nothing about them."""
    with served(small_register(tmp_path_factory.mktemp("silent"))) as started:
        yield started
        assert stop_server(started) == ""


def connect(server: Server) -> socket.socket:
    name, _, port = server.host.rpartition(":")
    return socket.create_connection((name, int(port)), SECONDS)


def raw_response(server: Server, words: bytes) -> bytes:
    """All that comes back for these bytes until the server hangs up."""
    came = b""
    with connect(server) as connection:
        connection.sendall(words)
        while data := connection.recv(65_536):
            came += data
    return came


def stop_server(server: Server) -> str:
    """What it said after its first lines, once it is ended."""
    server.process.terminate()
    said, _ = server.process.communicate(timeout=SECONDS)
    return said


def log_text(server: Server) -> str:
    return "".join(path.read_text() for path in (server.register.parent / "home").rglob("accordtrack.log"))


def test_idle_connections_do_not_block_requests_and_are_reported_once(server: Server) -> None:
    tab = server.held_tab()
    kept = []
    for _ in range(600):
        kept.append(connect(server))
        kept[-1].sendall(b"GET / HTTP/1.1\r\nX-a: ")
    assert server.asked("/")[0] == 200
    assert len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) < 300
    tab.say('["ping", "still here"]')
    assert tab.until(b'["pong", "still here"]')
    tab.close()
    for each in kept:
        each.close()
    assert stop_server(server) == "A great many connections are open; the oldest are being closed.\n"


def test_connection_limit_follows_the_limit_of_open_files(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    first = (
        "import resource; hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; "
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({OPEN_FILES_LIMIT}, hard))"
    )
    with served(register, first=first) as server:
        held = [server.held_tab() for _ in range(3)]
        kept = [connect(server) for _ in range(2 * OPEN_FILES_LIMIT)]
        for each in kept:
            with suppress(OSError):
                each.sendall(b"GET / HTTP/1.1\r\n")
        assert server.asked("/")[0] == 200
        held.append(server.held_tab())
        for tab in held:
            tab.close()
        for each in kept:
            each.close()
        assert stop_server(server) == "A great many connections are open; the oldest are being closed.\n"


def test_connection_without_a_complete_request_is_closed(server: Server) -> None:
    with connect(server) as silent, connect(server) as slow:
        began = time.monotonic()
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        for _ in range(3):
            time.sleep(2)
            slow.sendall(b"1")
        assert silent.recv(1) == b""
        assert slow.recv(1) == b""
        assert 8 < time.monotonic() - began < 20


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE \x1b]0;pwned\x07\x1b[2J\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX\x1b[2J: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: \x1b]0;pwn\x07\r\nContent-Length: -5\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
def test_malformed_request_is_refused_and_reported_in_one_line(server: Server, sent: bytes) -> None:
    for _ in range(3):
        head, _, body = raw_response(server, sent).partition(b"\r\n\r\n")
        assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
        assert b"Server: accordtrack\r\n" in head + b"\r\n"
        assert b"Python" not in head
        assert b"frame-ancestors 'none'" in head
        assert b"nosniff" in head
        assert body == b"Bad Request"
    assert stop_server(server) == "Something that is not a request was sent; it was refused.\n"
    assert "\x1b" not in log_text(server)


def test_request_with_an_absolute_target_is_refused(server: Server) -> None:
    upgrade = (
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    for target in ("http://evil.example/tab", f"http://{server.host}/tab", "//evil.example/tab"):
        for origin in ("http://evil.example", f"http://{server.host}"):
            asked = f"GET {target} HTTP/1.1\r\nHost: {server.host}\r\nOrigin: {origin}\r\n{upgrade}"
            with connect(server) as connection:
                connection.sendall(asked.encode())
                assert re.match(rb"HTTP/1.1 4\d\d ", connection.recv(100))
    assert server.tabs() == []


UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"


@pytest.mark.parametrize(
    ("host", "path", "told", "status", "body"),
    [
        ("evil.example", "/", "Expect: w31rd\r\n", b"403", b"This server is not known by that name."),
        ("evil.example", "/nothing", "Expect: w31rd\r\n", b"403", b"This server is not known by that name."),
        ("", "/", "Expect: w31rd\r\n", b"417", b"This server does not support what the request expects."),
        ("", "/nothing", "Expect: 100-continue\r\nExpect: w31rd\r\n", b"417", b"This server does not support"),
        ("", "/tab", "", b"426", b"A tab is opened over a WebSocket by this server's page."),
        ("", "/tab", "Upgrade: w31rd\r\n", b"426", b"A tab is opened over a WebSocket"),
        ("", "/tab", f"{UPGRADE}{KEY}", b"426", b"A tab uses WebSocket version 13."),
        ("", "/tab", f"{UPGRADE}{KEY}Sec-WebSocket-Version: w31rd\r\n", b"426", b"A tab uses WebSocket version 13"),
        *(
            (
                "",
                "/tab",
                f"{told}\r\nSec-WebSocket-Version: 13\r\n",
                b"400",
                b"This does not request a tab the way this server's page",
            )
            for told in (
                f"{UPGRADE}Sec-WebSocket-Key: w31rd",
                f"{UPGRADE}Sec-WebSocket-Key: w31rd\u00e9",
                f"{UPGRADE}{KEY}Sec-WebSocket-Protocol: w31rd",
                f"Upgrade: websocket\r\nConnection: w31rd\r\n{KEY}X: a",
            )
        ),
    ],
)
def test_unsupported_request_gets_a_fixed_answer_that_repeats_no_input(
    silent_server: Server, host: str, path: str, told: str, status: bytes, body: bytes
) -> None:
    host = host or silent_server.host
    close = "" if "Connection" in told else "Connection: close\r\n"
    asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{told}{close}\r\n"
    with connect(silent_server) as connection:
        connection.sendall(asked.encode())
        came = connection.recv(65_536)
    head, _, said = came.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert said.startswith(body)
    assert b"frame-ancestors 'none'" in head
    assert b"Server: accordtrack\r\n" in head + b"\r\n"
    assert b"w31rd" not in came
    assert silent_server.tabs() == []


def test_stalled_browser_loses_its_tab(tmp_path: Path) -> None:
    from accordtrack.web.server import MOST_TABS  # noqa: PLC0415

    first = "from accordtrack.web import channel; channel.SENDING = 1.0"
    with served(small_register(tmp_path), first=first) as server:
        stalled = server.held_tab()
        pids = server.tabs()
        assert len(pids) == 1
        held = [server.held_tab() for _ in range(MOST_TABS - 1)]
        assert server.tab(Origin=f"http://{server.host}") == 503
        with pytest.raises(ConnectionError):
            stalled.flood('["ping", "1764203000000"]')
        assert gone(pids)
        held.append(server.held_tab())
        for each in (*held, stalled):
            each.close()
        assert stop_server(server) == ""


def test_long_ping_is_not_echoed(server: Server) -> None:
    held = server.held_tab()
    held.say(f'["ping", "{"p" * 900}"]')
    held.say('["ping", "still here"]')
    assert held.until(b'["pong", "still here"]')
    assert not held.came(b"ppp")
    held.close()


def test_tab_error_is_reported_in_one_escaped_line(capsys: pytest.CaptureFixture[str]) -> None:
    from accordtrack.web.operator_messages import Teller  # noqa: PLC0415

    async def shown(teller: Teller) -> None:
        await _tab("import sys; print('__GANGLION__', flush=True); sys.exit('a \\x1b[2Jb\\nc')", teller)
        await _tab("print('__GANGLION__', flush=True); [][0]", teller)

    asyncio.run(shown(Teller()))
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0].startswith("A tab ended with an error: a ")
    assert lines[0].endswith("b c")
    assert lines[1:] == ["A tab ended with an error: IndexError: list index out of range"]
    assert "\x1b" not in err


async def _tab(program: str, teller: Teller) -> None:
    from accordtrack.web.channel import Channel  # noqa: PLC0415
    from accordtrack.web.tabs import Tab  # noqa: PLC0415

    tab = Tab([sys.executable, "-c", program], dict(os.environ), Channel(), teller)
    await tab.start(80, 24)
    assert tab._task is not None
    await tab._task
    await tab.stop()


def test_repeated_lines_are_reported_once_a_minute_up_to_a_maximum(capsys: pytest.CaptureFixture[str]) -> None:
    from accordtrack.web.operator_messages import MINUTE, MOST_LINES, Teller  # noqa: PLC0415

    now = [0.0]
    teller = Teller(ascii_only=True, now=lambda: now[0])
    for _ in range(3):
        teller.report_line("one\x1b[2J")
    for number in range(20):
        teller.report_line(f"line {number}")
    assert capsys.readouterr().err.splitlines()[:2] == ["one^[[2J", "line 0"]
    now[0] = MINUTE + 1
    teller.report_line("one")
    teller.report_line("one")
    assert capsys.readouterr().err == "one\n"
    assert MOST_LINES < 20


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ended_server_leaves_no_tabs_and_no_files(tmp_path: Path, end: signal.Signals) -> None:
    from accordtrack.web.server import MOST_TABS  # noqa: PLC0415

    with served(small_register(tmp_path)) as server:
        held = [Held(server.host) for _ in range(MOST_TABS)]
        assert all(each.until(b"\x1b[?1049h") for each in held)
        pids = server.tabs()
        assert len(pids) == MOST_TABS
        files = _files(server)
        server.process.send_signal(end)
        server.process.wait(SECONDS)
        assert gone(pids, 60.0 if end is signal.SIGKILL else 0.5)
        assert _files(server) <= files
        assert not [name for name in _files(server) if name.endswith(("-wal", "-shm", "-journal"))]
        for each in held:
            each.close()


def _files(server: Server) -> set[str]:
    return {path.name for path in server.register.parent.iterdir()}


@pytest.mark.parametrize("host", ["[[127.0.0.1]]", "[127.0.0.1]", "[]", "[::1", "::1]", "::1%lo", "[fe80::1%eth0]"])
def test_invalid_host_address_is_refused(tmp_path: Path, host: str) -> None:
    register = small_register(tmp_path)
    command = [sys.executable, "-m", "accordtrack", "--db", str(register), "serve", "--port", "0", "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert "--host" in done.stderr
    assert "Unknown error" not in done.stderr


def test_ipv4_mapped_address_counts_as_the_ipv4_address() -> None:
    from accordtrack.web import address  # noqa: PLC0415

    mapped = address.parse_place("::ffff:127.0.0.1", "80")
    assert mapped == address.parse_place("127.0.0.1", "80")
    assert mapped.is_loopback
    assert address.parse_place("[::1]", "80").is_loopback
    assert not address.parse_place("::ffff:192.0.2.1", "80").is_loopback
    assert mapped.accepts_host("[::ffff:127.0.0.1]:80")
