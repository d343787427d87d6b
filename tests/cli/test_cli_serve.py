"""The verb that serves: what it refuses before it serves anything, and with which words."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.cli import serve_command
from accordtrack.core import installation
from accordtrack.web import address, page
from cli_runner import Run

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound to it here


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--host", EVERYWHERE], 2, "--anyone-may-read"),
        (["--host", "::"], 2, "--anyone-may-read"),
        (["--host", "192.0.2.1", "--anyone-may-write"], 2, "--anyone-may-read"),
        (["--host", EVERYWHERE, "--allow-writes"], 2, "--anyone-may-write"),
        (["--host", EVERYWHERE, "--allow-writes", "--anyone-may-read"], 2, "--anyone-may-write"),
        (["--host", "192.0.2.1", "--anyone-may-read"], 1, "not an address of this machine"),
        (["--host", "example.org"], 2, '"example.org" is not an address'),
        (["--host", "127.0.0.1\n", "--anyone-may-read"], 2, "is not an address"),
        (["--anyone-may-read"], 2, "Only this machine can reach 127.0.0.1"),
        (["--port", "x"], 2, '"x" is not a port'),
        (["--port", "-1"], 2, '"-1" is not a port'),
        (["--port", "65536"], 2, '"65536" is not a port'),
        (["--port", "٣"], 2, "is not a port"),
        (["--desk", "us-1"], 2, "No desk is used in read-only mode"),
        (["--allow-writes", "--desk", "us-9"], 2, "us-9"),
        (["--db", "none.db"], 1, "none.db"),
        (["word"], 2, "One word too many"),
    ],
)
def test_wrong_options_are_refused_before_serving(
    run: Run, register: Path, words: list[str], status: int, said: str
) -> None:
    assert register.is_file()
    ran = run("serve", *words)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_port_in_use_is_named_and_another_is_suggested(run: Run, register: Path) -> None:
    assert register.is_file()
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "--port", str(port))
    assert ran.status == 1
    assert f"Port {port} of 127.0.0.1 is in use by another program" in ran.err
    assert f"--port {port + 1}" in ran.err


def test_missing_web_extra_names_the_install_command(register: Path) -> None:
    code = (
        "import sys; sys.modules['textual_serve.app_service'] = None; "
        "from accordtrack.__main__ import main; raise SystemExit(main(['serve']))"
    )
    environment = {**os.environ, "ACCORDTRACK_DB": str(register)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.endswith(f"Install it with: {installation.extra_command('web')}\n")


def test_key_with_a_passphrase_is_opened_before_serving(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.is_dir()
    path = tmp_path / "covered.db"
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "a long passphrase")
    assert run("init", "--db", str(path), "--empty", "--desk", "us-7", "--passphrase").status == 0
    served: list[list[str]] = []

    def serve(_options: object, *words: object) -> int:
        served.append([str(word) for word in words])
        return 0

    monkeypatch.setattr(serve_command, "_serve", serve)
    assert run("serve", "--db", str(path), "--allow-writes").status == 0
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "another")
    assert "does not open the key" in run("serve", "--db", str(path), "--allow-writes").err
    monkeypatch.delenv("ACCORDTRACK_PASSPHRASE")
    ran = run("serve", "--db", str(path), "--allow-writes")
    assert (ran.status, ran.out) == (1, "")
    assert "Set ACCORDTRACK_PASSPHRASE" in ran.err
    assert run("serve", "--db", str(path)).status == 0
    assert [words[1] for words in served] == ["us-7", "None"]


def test_register_without_a_key_is_not_served_for_writing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "keyless.db"
    assert run("init", "--db", str(path), "--empty", "--desk", "us-8").status == 0
    from accordtrack.core.paths import key_folder  # noqa: PLC0415

    for key in key_folder().glob("us-8-*.pem"):
        key.unlink()
    ran = run("serve", "--db", str(path), "--allow-writes")
    assert ran.status == 1
    assert "No key of this register is on this machine. Leave out --allow-writes" in ran.err


def test_address_that_others_can_reach_is_served_with_a_warning(register: Path) -> None:
    there = address.parse_place(EVERYWHERE, "8470")
    reading = " ".join(serve_command._startup_lines(there, register, "mode", writes=False))
    assert (
        "There is no login and no encryption. Anyone who reaches any address of this machine, port 8470, can read"
        in reading
    )
    assert "signed" not in reading
    assert "signed in the name of the desk" in " ".join(
        serve_command._startup_lines(there, register, "mode", writes=True)
    )
    assert there.url == "http://127.0.0.1:8470/"


@pytest.mark.parametrize(
    ("bound", "host", "ours"),
    [
        ("127.0.0.1", "127.0.0.1:8470", True),
        ("127.0.0.1", "LOCALHOST:1", True),
        ("::1", "[::1]:8470", True),
        ("127.0.0.1", "192.0.2.1:8470", False),
        ("127.0.0.1", socket.gethostname(), False),
        ("192.0.2.1", "192.0.2.1:8470", True),
        ("192.0.2.1", "192.0.2.2:8470", False),
        ("192.0.2.1", "localhost", False),
        ("192.0.2.1", socket.gethostname(), True),
        (EVERYWHERE, "192.0.2.2", True),
        (EVERYWHERE, "localhost", True),
        (EVERYWHERE, "evil.example", False),
        (EVERYWHERE, "192.0.2.2.evil.example", False),
        (EVERYWHERE, "192.0.2.2:x", False),
        (EVERYWHERE, "user@192.0.2.2", False),
        (EVERYWHERE, "192.0.2.2/x", False),
        (EVERYWHERE, "3232235777", False),
    ],
)
def test_server_accepts_only_its_own_host_names(bound: str, host: str, *, ours: bool) -> None:
    assert address.parse_place(bound, "8470").accepts_host(host) is ours


def test_register_name_is_escaped_in_the_page() -> None:
    made = page.render_html(page.Page('"><script>\x1b[31m', "<b>mode</b>"), "localhost:8470")
    assert "<title>&#34;&gt;&lt;script&gt;" in made
    assert "\x1b" not in made
    assert "<b>" not in made


def test_read_only_tab_gets_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    from accordtrack.web.server import tab_environment  # noqa: PLC0415

    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "a long passphrase")
    assert "ACCORDTRACK_PASSPHRASE" not in tab_environment(writes=False)
    assert "ACCORDTRACK_PASSPHRASE" in tab_environment(writes=True)
