"""Who is asked for the passphrase of a key: somebody at a terminal, never a script that merely has one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from accordtrack import service
from cli_runner import at_home
from pty_runner import Terminal

RUN_MAIN = "import sys; from accordtrack.__main__ import main; sys.exit(main(sys.argv[1:]))"
DETACH_STDIN = "import os; os.dup2(os.open(os.devnull, os.O_RDONLY), 0); "
PASSPHRASE = "open, sesame"  # noqa: S105 - of no key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user whose one register has a key with a passphrase."""
    for name, value in at_home(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", PASSPHRASE)
    service.create_register(tmp_path / "locked.db", empty=True, desk="us-1", passphrase=PASSPHRASE)
    monkeypatch.delenv("ACCORDTRACK_PASSPHRASE")
    return tmp_path


def start_checkpoint(home: Path, *, before: str = "") -> Terminal:
    """``accordtrack checkpoint`` on a terminal of its own, after the code ``before``."""
    return Terminal(["-c", before + RUN_MAIN, "--db", str(home / "locked.db"), "checkpoint", str(home / "note")])


def test_script_with_a_controlling_terminal_is_not_prompted(home: Path) -> None:
    terminal = start_checkpoint(home, before=DETACH_STDIN)
    assert terminal.status() == 1
    said = b" ".join(terminal.output.split())
    assert b"Set ACCORDTRACK_PASSPHRASE, or use a terminal" in said
    assert b"Passphrase:" not in said


def test_user_at_a_terminal_is_prompted(home: Path) -> None:
    terminal = start_checkpoint(home)
    assert terminal.until(b"Passphrase: ")
    os.write(terminal.fd, f"{PASSPHRASE}\n".encode())
    assert terminal.status() == 0
    assert (home / "note").is_file()


def test_user_types_the_passphrase_of_a_new_register_twice(home: Path) -> None:
    words = ["--db", str(home / "new.db"), "--desk", "us-1", "init", "--empty", "--passphrase"]
    terminal = Terminal(["-c", RUN_MAIN, *words])
    for prompt in (b"Passphrase: ", b"Again: "):
        assert terminal.until(prompt)
        os.write(terminal.fd, f"{PASSPHRASE}\n".encode())
    assert terminal.status() == 0
    assert terminal.output.count(b"Passphrase: ") == 1
    assert (home / "new.db").is_file()
