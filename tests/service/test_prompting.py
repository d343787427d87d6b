"""Who is asked for the passphrase of a key: somebody at a terminal, never a script that merely has one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from accordtrack import service
from cli_runner import at_home
from pty_runner import Terminal

if TYPE_CHECKING:
    from pathlib import Path

SIGN = "import sys; from accordtrack.__main__ import main; sys.exit(main(sys.argv[1:]))"
AWAY = "import os; os.dup2(os.open(os.devnull, os.O_RDONLY), 0); "
WORDS = "open sesame"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user whose one register has a key with a passphrase."""
    for name, value in at_home(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", WORDS)
    service.create_register(tmp_path / "locked.db", empty=True, desk="us-1", passphrase=WORDS)
    monkeypatch.delenv("ACCORDTRACK_PASSPHRASE")
    return tmp_path


def signing(home: Path, *, before: str = "") -> Terminal:
    """``accordtrack checkpoint`` on a terminal of its own, after the code ``before``."""
    return Terminal(["-c", before + SIGN, "--db", str(home / "locked.db"), "checkpoint", str(home / "note")])


def test_a_script_with_a_controlling_terminal_is_not_asked(home: Path) -> None:
    terminal = signing(home, before=AWAY)
    assert terminal.status() == 1
    said = b" ".join(terminal.output.split())
    assert b"Set ACCORDTRACK_PASSPHRASE, or use a terminal" in said
    assert b"Passphrase:" not in said


def test_somebody_at_a_terminal_is_asked(home: Path) -> None:
    terminal = signing(home)
    assert terminal.until(b"Passphrase: ")
    os.write(terminal.fd, f"{WORDS}\n".encode())
    assert terminal.status() == 0
    assert (home / "note").is_file()
