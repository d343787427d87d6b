"""The user's keys and sittings through the very program: settings file, command line, terminal, signals."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.cli.user_keys import read_user_keys
from accordtrack.core.paths import config_file
from accordtrack.core.problems import Refused
from accordtrack.core.settings import settings
from accordtrack.service import Desk
from accordtrack.tui import UserOptions
from cli_runner import at_home
from pty_runner import Terminal
from registers import small_register
from tui_runner import painted, press, running

pytestmark = pytest.mark.journeys


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings of a user who has none yet."""
    for name, value in at_home(tmp_path).items():
        monkeypatch.setenv(name, value)
    made = config_file()
    made.parent.mkdir(parents=True)
    settings.cache_clear()
    yield made
    settings.cache_clear()


def start_program(tmp_path: Path, *words: str) -> Terminal:
    """``accordtrack`` on a copy of the small register, as a person starts it."""
    path = tmp_path / "register.db"
    if not path.exists():
        small_register(tmp_path)
    return Terminal(["-m", "accordtrack", "--db", str(path), *words])


def test_user_key_replaces_the_default_key(tmp_path: Path, file: Path) -> None:
    file.write_text('[keys]\nhelp = "F1, H"\n')
    terminal = start_program(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"?")
    time.sleep(0.7)
    os.write(terminal.fd, b"H")
    assert terminal.until(b"keys for this screen")
    assert terminal.output.count(b"keys for this screen") == 1
    os.write(terminal.fd, b"\x11")
    terminal.until(b"\0", 1)
    os.write(terminal.fd, b"q\x11")
    assert terminal.status() == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('[keys]\nnote = "s"\n', ("note", "status")),
        ('[keys]\n"base-minus-1" = "b"\n', ("base-minus-1", "group")),
        ('[keys]\nnote = "ctrl+a"\n', ("note", "^a")),
        ('[keys]\nnoet = "N"\n', ("noet", "did you mean note?")),
        ('[keys]\nnote = "strg+n"\n', ("strg+n",)),
        ("[keys]\nnote = 5\n", ("note",)),
        ("keys = 5\n", ("keys",)),
        ("[keys\n", ("not TOML",)),
    ],
)
def test_invalid_keys_error_names_the_actions_and_the_file(
    tmp_path: Path, file: Path, words: str, says: tuple[str, ...]
) -> None:
    file.write_text(words)
    terminal = start_program(tmp_path)
    assert terminal.status() == 1
    told = " ".join(terminal.output.decode().split())
    assert f"accordtrack: {file}: " in told
    assert all(word in told for word in says), told
    assert "Traceback" not in told
    assert b"\x1b[?1049h" not in terminal.output, "nothing was drawn"


def test_user_keys_and_other_settings_are_read_from_one_file(file: Path) -> None:
    file.write_text('name = "Ana"\n[keys]\nnote = ["N", "f9"]\n[keys.list]\ndown = "n"\n')
    assert read_user_keys() == {"note": "N,f9", "list.down": "n"}
    assert settings().name == "Ana"


def test_missing_settings_file_means_no_user_keys(file: Path) -> None:
    assert read_user_keys() == {}
    file.write_bytes(b"\xff")
    with pytest.raises(Refused, match="UTF-8"):
        read_user_keys()


async def test_help_footer_and_palette_show_the_user_keys(us: Desk) -> None:
    own = UserOptions(keys={"status": "z", "help": "H", "list.down": "n, down", "note": "f9"})
    async with running(us, own=own) as (app, pilot):
        await press(pilot, "F")
        assert "z status" in painted(app)[-1]
        assert painted(app)[-1].rstrip().endswith("H help")
        await press(pilot, "H")
        assert any(line.strip("│ ▌").startswith("z") and "status" in line for line in painted(app))
        await press(pilot, "escape", "ctrl+p")
        assert any(re.search(r"│ status .* z +│", line) for line in painted(app))
        await press(pilot, "escape", "g", "n")
        assert any("▌  FW-MX-01" in line for line in painted(app))
        await press(pilot, "z")
        assert any("update status" in line for line in painted(app))


@pytest.mark.process
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, None])
def test_next_start_resumes_the_saved_filter_however_the_program_ended(
    tmp_path: Path, file: Path, ending: signal.Signals | None
) -> None:
    assert not file.exists()
    terminal = start_program(tmp_path, "--desk", "us-1")
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"F/side:MX\r")
    assert terminal.until(b"side:MX")
    if ending is None:
        os.write(terminal.fd, b"q")
    else:
        os.kill(terminal.pid, ending)
    assert terminal.status() == (0 if ending is None else 128 + ending)
    assert service.open_register(tmp_path / "register.db", desk="us-1").preferences.place()["filter"] == "side:MX"
    again = start_program(tmp_path, "--desk", "us-1")
    assert again.until(b"As you left it")
    assert again.until(b"side:MX")
    assert b"FW-US-01" not in again.output
    os.write(again.fd, b"\x11")
    assert again.status() == 0
    if ending is None:  # --fresh does not depend on how the program ended
        fresh = start_program(tmp_path, "--desk", "us-1", "--fresh")
        assert fresh.until(b"FW-US-01")
        os.write(fresh.fd, b"\x11")
        assert fresh.status() == 0


def test_fresh_option_is_refused_with_a_command(tmp_path: Path, file: Path) -> None:
    assert not file.exists()
    terminal = Terminal(["-m", "accordtrack", "--fresh", "list"])
    assert terminal.status() == 2
    assert b"--fresh is for the terminal interface" in terminal.output
    assert tmp_path.is_dir()
