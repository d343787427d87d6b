"""The server as a process, what a page of it draws, and requests to it, for tests."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from cli_runner import at_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page, Request
    from playwright.sync_api import WebSocket as Channel

SECONDS = 60.0
RESTING = 350
"""Milliseconds without a frame: less than a cursor needs to blink."""
_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|.)")


class Server:
    """A running ``serve``: what it said, and its address."""

    def __init__(self, process: subprocess.Popen[str], register: Path) -> None:
        self.process, self.register = process, register
        assert process.stdout is not None
        self.url = process.stdout.readline().strip()
        self.said = [process.stdout.readline().strip() for _ in range(2)] if self.url else []
        self.host = urlsplit(self.url).netloc

    def tabs(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell of children")
        return [int(word) for word in children.read_text(encoding="ascii").split()]

    def asked(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """The answer: status, headers, body. A header of None is omitted."""
        name, _, port = self.host.rpartition(":")
        connection = http.client.HTTPConnection(name, int(port), timeout=SECONDS)
        connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        for header, value in {"Host": self.host, **headers}.items():
            connection.putheader(header.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        status, told = answer.status, dict(answer.getheaders())
        body = answer.read() if status != http.HTTPStatus.SWITCHING_PROTOCOLS else b""
        connection.close()
        return status, told, body

    def tab(self, **headers: str) -> int:
        """The status of the answer to a request for a tab."""
        wanted = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
        key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        return self.asked("/tab?width=80&height=24", **wanted, **key, **headers)[0]

    def held_tab(self) -> Held:
        """A tab that is open, once it is drawn."""
        held = Held(self.host)
        assert held.until(b"\x1b[?1049h")
        return held


class Held:
    """The socket of a tab without a browser: what came, and words that are said as a page says them."""

    def __init__(self, host: str) -> None:
        name, _, port = host.rpartition(":")
        self._socket = socket.create_connection((name, int(port)), SECONDS)
        asked = (
            "GET /tab?width=80&height=24 HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            "Upgrade: websocket",
        )
        rest = (
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "",
        )
        self._socket.sendall("\r\n".join((*asked, *rest)).encode())
        self._came = b""

    def until(self, words: bytes) -> bool:
        """Whether these bytes come."""
        while words not in self._came:
            data = self._socket.recv(65_536)
            if not data:
                return False
            self._came += data
        return True

    def came(self, words: bytes) -> bool:
        """Whether these bytes have come."""
        return words in self._came

    def flood(self, words: str) -> None:
        """Send a short message of text again and again and read nothing. Raises what ends it."""
        body = words.encode()
        many = (b"\x81" + bytes([0x80 | len(body)]) + bytes(4) + body) * 1000
        while True:
            self._socket.sendall(many)

    def say(self, words: str) -> None:
        body = words.encode()
        self._socket.sendall(b"\x81\xfe" + len(body).to_bytes(2, "big") + bytes(4) + body)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def served(register: Path, *words: str, first: str = "", **environment: str) -> Iterator[Server]:
    """A server of ``register`` on a port that is free. ``first`` is what its process does before anything else."""
    start = ["-c", f"{first}\nfrom accordtrack.__main__ import main\nraise SystemExit(main())"]
    command = [sys.executable, *start, "--db", str(register), "serve", "--port", "0", *words]
    home = {**os.environ, **at_home(register.parent / "home"), **environment}
    with subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield Server(process, register)
        finally:
            process.terminate()
            process.wait(SECONDS)


def gone(pids: list[int], seconds: float = 20.0) -> bool:
    """Whether all these processes have ended by then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


class Tab:
    """A page of a browser: what its terminal was told to draw, and every address that it asked for."""

    def __init__(self, browser: Browser, width: int = 1280, height: int = 900) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height})
        self.asked: list[str] = []
        self.errors: list[str] = []
        self._drawn = b""
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _socket(self, channel: Channel) -> None:
        self.asked.append(channel.url)
        channel.on("framereceived", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            self._drawn += payload

    def open(self, url: str, words: str) -> None:
        self.page.goto(url)
        self.until(words)

    def drawn(self) -> str:
        """What was drawn since the last ``do``, without cursor movements and colors."""
        return _CONTROL.sub("", self._drawn.decode(errors="replace"))

    def until(self, words: str) -> None:
        """Wait until these words are drawn."""
        end = time.monotonic() + SECONDS
        while words not in self.drawn():
            assert time.monotonic() < end, self.drawn()[-3000:]
            self.page.wait_for_timeout(50)
        self._rest()

    def _rest(self) -> None:
        """Wait until nothing is drawn any more: a key that comes between two frames is for the one before."""
        count = -1
        while count != len(self._drawn):
            count = len(self._drawn)
            self.page.wait_for_timeout(RESTING)

    def press(self, *keys: str, then: str) -> None:
        self._drawn = b""
        for key in keys:
            self.page.keyboard.press(key)
        self.until(then)

    def type(self, words: str, then: str) -> None:
        self._drawn = b""
        self.page.keyboard.type(words)
        self.until(then)

    def click(self, column: int, row: int, then: str) -> None:
        """Click a cell of the terminal, counted from 0, and wait until these words are drawn."""
        self._drawn = b""
        box = self.page.locator(".xterm-screen").bounding_box()
        assert box is not None
        asked = parse_qs(urlsplit(next(url for url in self.asked if url.startswith("ws"))).query)
        width, height = box["width"] / int(asked["width"][0]), box["height"] / int(asked["height"][0])
        self.page.mouse.click(box["x"] + width * (column + 0.5), box["y"] + height * (row + 0.5))
        self.until(then)

    def close(self) -> None:
        """Close it."""
        self.page.close()
