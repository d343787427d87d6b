"""Output that takes nothing: what was written is never told as a failure, and nothing unexpected is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from programs import without_faketime

FULL = Path("/dev/full")
NOTE = ("--desk", "us-1", "note", "FW-US-01", "Said once.")
SAVED, UNPRINTED = "Saved; the answer could not be printed", "The answer could not be printed"

pytestmark = [pytest.mark.process, pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")]


def shell(redirection: str, *words: str) -> tuple[int, str]:
    """Status and standard error of a command with its output redirected."""
    line = f'exec "$0" -m accordtrack "$@" {redirection}'
    command = ["/bin/sh", "-c", line, sys.executable, *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=without_faketime())
    return ran.returncode, ran.stderr


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize("more", [(), ("--format", "json"), ("--format", "csv")])
def test_saved_entry_is_success_although_the_result_cannot_be_printed(
    register: Path, redirection: str, more: tuple[str, ...]
) -> None:
    status, err = shell(redirection, "--db", str(register), *NOTE, *more)
    assert (status, err.count("\n")) == (0, 1)
    assert SAVED in err
    _status, again = shell("", "--db", str(register), "undo", "--dry-run", "--desk", "us-1")
    assert not again


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--format", "json"),
        ("show", "FW-US-01"),
        ("verify",),
        ("--help",),
        ("--version",),
        (*NOTE, "--dry-run"),
    ],
)
def test_result_that_cannot_be_printed_is_reported_in_one_sentence(
    register: Path, redirection: str, words: tuple[str, ...]
) -> None:
    status, err = shell(redirection, *words)
    assert register.is_file()
    assert (status, err.count("\n")) == (1, 1)
    assert UNPRINTED in err
    assert SAVED not in err


def test_files_are_created_although_the_result_cannot_be_printed(register: Path, tmp_path: Path) -> None:
    out, back, new = (str(tmp_path / name) for name in ("out.db", "back.db", "new.db"))
    for words, made in (
        (("backup", out), out),
        (("restore", out, "--to", back), back),
        (("--db", new, "init", "--empty"), new),
    ):
        status, err = shell(">/dev/full", *words)
        assert (status, SAVED in err) == (0, True)
        assert Path(made).is_file()
    assert register.is_file()
    assert shell(">/dev/full", "rebuild")[0] == 0


def test_exit_status_is_kept_when_errors_cannot_be_printed(register: Path) -> None:
    assert register.is_file()
    assert shell("2>/dev/full", "nope") == (2, "")
    assert shell(">&- 2>&-", "nope") == (2, "")
    assert shell(">/dev/full 2>/dev/full", *NOTE) == (0, "")
    assert shell(">&- 2>&-", "list") == (1, "")
