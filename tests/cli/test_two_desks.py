"""Two desks of one side, of two users: one shared file, by real processes; a copy of it, and what is said when both grow."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from accordtrack.__main__ import main
from cli_runner import UNSET, Ran, at_home

pytestmark = pytest.mark.process


class Office:
    """One user with a home of their own, at a register. Each command is a process, unless it is to run ``here``."""

    def __init__(self, home: Path, register: Path, *, here: bool) -> None:
        self._home = at_home(home)
        self._here = here
        self.register = register

    def __call__(self, *words: str, at: Path | None = None) -> Ran:
        command = ["--db", str(at or self.register), *words]
        return self._run(command) if self._here else self._start(command)

    def _start(self, command: list[str]) -> Ran:
        environment = {**os.environ, **self._home, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "accordtrack", *command]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def _run(self, command: list[str]) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name in UNSET:
                patch.delenv(name, raising=False)
            for name, value in self._home.items():
                patch.setenv(name, value)
            return Ran(main(command), out.getvalue(), err.getvalue())


@pytest.fixture(params=[True])
def offices(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Office, Office]:
    shared = tmp_path / "shared" / "register.db"
    shared.parent.mkdir()
    first, second = (Office(tmp_path / name, shared, here=request.param) for name in ("a", "b"))
    assert first("init", "--empty", "--desk", "us-1").status == 0
    source = ("publisher=P", "title=T", "url=https://example.org/s", "copy=press")
    assert first("add", "source", "id=S-1", *source).status == 0
    return first, second


def add_source(office: Office, words: str, at: Path | None = None) -> Ran:
    source = ("publisher=P", f"title={words}", "url=https://example.org/s", "copy=press")
    return office("add", "source", f"id=S-{words}", *source, at=at)


@pytest.mark.parametrize("offices", [False], indirect=True, ids=["processes"])
def test_two_desks_write_one_file_each_with_its_own_key(offices: tuple[Office, Office]) -> None:
    first, second = offices
    refused = add_source(second, "one")
    assert (refused.status, "accordtrack desk open us-2" in refused.err) == (1, True)
    assert "where the key is: not on this machine" in second("key", "list", "--plain").out
    missing = second("key", "passphrase", "--remove", "--desk", "us-1")
    assert (missing.status, "The key file is missing" in missing.err) == (1, True)
    assert second("desk", "open", "us-1").status == 1
    opened = second("desk", "open", "us-2", "--name", "Second office")
    assert (opened.status, opened.err) == (0, "")
    assert add_source(second, "two").status == 0
    assert add_source(first, "three").status == 0
    public = first("key", "export", "--desk", "us-2").out
    assert public == second("key", "export", "--desk", "us-2").out
    assert public.strip() in opened.out
    assert first("note", "X", "x", "--desk", "us-2").status == 1, "its key is elsewhere"
    assert first("verify", "--deep").status == 0


def test_diverged_copies_report_where_they_part(offices: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = offices
    sent, copy = tmp_path / "sent.db", tmp_path / "b" / "register.db"
    assert first("backup", str(sent)).status == 0
    assert second("restore", str(sent), "--to", str(copy), "--desk", "us-2").status == 0
    closed = second("note", "X", "x", "--desk", "us-1", at=copy)
    assert (closed.status, "its desks do not continue in it" in closed.err) == (1, True)
    mine, theirs = str(tmp_path / "mine"), str(tmp_path / "theirs")
    assert second("checkpoint", theirs, at=copy).status == 0
    ahead = first("verify", "--since", theirs)
    assert ahead.status == 1
    assert "us-2-1: The checkpoint has this feed up to entry 1; the register has no such feed" in ahead.err
    assert "diverged" not in ahead.err, "the register has nothing beyond it"
    assert add_source(first, "grown").status == 0
    assert first("checkpoint", mine).status == 0
    apart = second("verify", "--since", mine, at=copy)
    assert "us-1-3: The checkpoint has this feed up to entry 3; the register ends at entry 2" in apart.err
    assert "entries that the checkpoint lacks, up to us-2-1: the two diverged" in apart.err
    card = tmp_path / "card.json"
    assert first("scorecard", str(card)).status == 0
    checked = second("scorecard", "--check", str(card), at=copy)
    assert (checked.status, "the two diverged" in checked.err) == (1, True)
    for office, note, at in ((first, mine, None), (second, theirs, copy)):
        assert office("verify", "--since", note, at=at).status == 0


def test_verify_reports_a_forked_feed_and_tells_a_separate_register_apart(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    first, second = offices
    other, note = tmp_path / "other.db", str(tmp_path / "note")
    shutil.copyfile(first.register, other)
    assert add_source(first, "here").status == 0
    assert add_source(first, "there", at=other).status == 0
    assert first("checkpoint", note).status == 0
    forked = first("verify", "--since", note, at=other)
    assert forked.status == 1
    assert "us-1-3: This entry is not the one in the checkpoint: the two diverge here or earlier" in forked.err
    assert forked.err.count("\n") == 1
    assert second("init", "--empty", "--desk", "us-1", at=tmp_path / "new.db").status == 0
    made = second("verify", "--since", note, at=tmp_path / "new.db")
    assert "No feed of the checkpoint continues here: the register was made separately" in made.err
