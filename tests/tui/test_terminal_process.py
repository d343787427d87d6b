"""The program as a process: on a terminal of its own, with signals, and what it imports before its first frame."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pty_runner import PROGRAM, Terminal, count, started
from registers import small_register

pytestmark = pytest.mark.process


def test_program_draws_before_importing_the_database_and_exits_cleanly(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    assert (tmp_path / "early").read_text() == ""
    assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.index(b"\x1b[?1049h")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.kill(terminal.pid, number)
    assert terminal.status() == 128 + number
    assert b"\x1b[?1049l" in terminal.output
    assert b"\x1b[?25h" in terminal.output.split(b"\x1b[?1049l")[-1] + terminal.output
    assert b"Traceback" not in terminal.output


FAILING_RELOAD = """
from accordtrack.tui.app import AccordApp

def fails(self):
    secret = "Zopi" + "lote"
    raise RuntimeError("broken \\x1b]52;c;aGk=\\x1b\\\\ by " + chr(0x202e))

AccordApp.action_reload = fails
"""


def test_crash_traceback_omits_variables_and_escapes_control_characters(tmp_path: Path) -> None:
    """Words of the register stand in them, and passphrases; and an error may repeat what acts on a terminal."""
    path = small_register(tmp_path)
    terminal = Terminal(["-c", FAILING_RELOAD + PROGRAM, str(path), str(tmp_path / "early"), "{}"])
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"R")
    assert terminal.until("RuntimeError: broken ␛]52;c;aGk=␛\\ by <U+202E>".encode())
    assert terminal.status() == 1
    last = terminal.output.split(b"\x1b[?1049l")[-1]
    assert b"Traceback (most recent call last):" in last
    assert b"Zopilote" not in terminal.output
    assert b"\x1b]52" not in terminal.output


@pytest.mark.parametrize("keys", [b"", b"sb"])
def test_pasted_text_triggers_no_key(tmp_path: Path, keys: bytes) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    before = count(tmp_path / "register.db")
    for key in keys:
        time.sleep(0.5)
        os.write(terminal.fd, bytes([key]))
    time.sleep(0.5)
    os.write(terminal.fd, b"\x1b[200~https://example.org/report \x1bsb\r\x1b[C" + b" " * 40 + b"\r\x1b[201~")
    time.sleep(1.5)
    assert count(tmp_path / "register.db") == before
    if keys:
        assert terminal.until(b"sb [C")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0


def test_invalid_utf_8_input_does_not_stop_the_program(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"s")
    assert terminal.until(b"what will be written")
    os.write(terminal.fd, b"b")
    time.sleep(1)
    os.write(terminal.fd, b"\xe9\x1b[200~caf\xe9 xyz\x1b[201~")
    assert terminal.until(b"xyz")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0
    assert b"Traceback" not in terminal.output


def test_cursor_is_visible_without_color(tmp_path: Path) -> None:
    terminal = started(tmp_path, "{'plain_colors': True}", NO_COLOR="1")
    assert terminal.until(b"FW-US-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    assert b"\x1b[38;2" not in terminal.output
    assert b"\x1b[48;2" not in terminal.output
    assert b";7" in terminal.output or b"\x1b[7" in terminal.output


def test_ascii_option_draws_no_symbols_outside_ascii(tmp_path: Path) -> None:
    terminal = started(tmp_path, "{'ascii_only': True}")
    assert terminal.until(b"FW-US-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"F")
    assert terminal.until(b"FW-JT-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    drawn = terminal.output.decode("utf-8", "replace")
    assert set("·○◔◑●↺⊘⚑≈▌…↑↓‹›▸▲✓◆─│╭") & set(drawn) == set()


def test_importing_the_package_does_not_import_textual() -> None:
    code = "import sys, accordtrack.tui; print([n for n in ('textual', 'rich', 'sqlalchemy', 'pydantic') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"
