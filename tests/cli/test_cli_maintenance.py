"""Verbs that make a register and keep it whole."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import sqlite3
import stat
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.core import paths
from accordtrack.core.paths import evidence_folder
from cli_runner import Made, Run
from folders import change, make_folder

TERMINAL_TIMEOUT = 90


def test_init_reports_where_everything_is(run: Run, made: Made, tmp_path: Path) -> None:
    path = tmp_path / "sub" / "new.db"
    ran = run("init", "--db", str(path), "--data", str(made.folder), "--desk", "mx-3", "--name", "Mi unidad")
    assert (ran.status, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    for words in (
        str(path),
        "mx-3",
        f"Its key: {next(paths.key_folder().glob('mx-3-*.pem'))}",
        "3 records, 3 of them commitments;",
        f"accordtrack --db {path} list",
        "releasable information",
    ):
        assert words in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(next(paths.key_folder().glob("mx-3-*.pem")).stat().st_mode) == 0o600
    assert json.loads(run("verify", "--db", str(path), "--format", "json").out)["sound"] is True
    assert run("note", "FW-MX-01", "Hola.", "--db", str(path)).status == 0


def test_init_accepts_no_data_and_refuses_a_broken_folder(run: Run, tmp_path: Path) -> None:
    assert run("init", "--db", str(tmp_path / "empty.db"), "--empty").status == 0
    assert "No record matches." in run("list", "--db", str(tmp_path / "empty.db")).out
    folder = make_folder(tmp_path / "broken")
    line = change(folder, "events.yaml", "kind: meeting", "kind: meetng")
    keys = sorted(paths.key_folder().glob("*.pem"))
    ran = run("init", "--db", str(tmp_path / "broken.db"), "--data", str(folder))
    assert ran.status == 1
    assert "events.yaml:" in ran.err
    assert "did you mean meeting?" in ran.err
    assert line > 0
    assert sorted(paths.key_folder().glob("*.pem")) == keys
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "empty.db"]
    assert run("init", "--db", str(tmp_path / "x.db"), "--empty", "--data", str(folder)).status == 2
    assert run("init", "--db", str(tmp_path / "x.db"), "--empty", "--desk", "zz").status == 2


def test_init_rebuild_backup_and_restore_report_paths_in_json(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    path = tmp_path / "told.db"
    made = json.loads(run("init", "--db", str(path), "--empty", "--format", "json").out)
    assert (made["version"], made["type"], made["path"], made["desk"]) == (1, "register", str(path), "obs-1")
    assert Path(made["key_file"]).is_file()
    assert json.loads(run("rebuild", "--format", "ndjson").out)["records"] > 0
    copy, again = str(tmp_path / "b.db"), str(tmp_path / "r.db")
    assert json.loads(run("backup", copy, "--format", "json").out)["path"] == copy
    assert json.loads(run("restore", copy, "--to", again, "--format", "json").out)["path"] == again
    assert run("verify", "--format", "csv").out == run("verify", "--db", again, "--format", "csv").out


def test_backup_and_restore_carry_evidence(run: Run, register: Path, tmp_path: Path) -> None:
    paper, copy, again = tmp_path / "acta.pdf", tmp_path / "b.db", tmp_path / "r.db"
    paper.write_bytes(b"signed")
    assert run("update", "FW-US-01", "completed", "--evidence", str(paper)).status == 0
    for words in (("backup", str(copy)), ("restore", str(copy), "--to", str(again)), ("verify", "--db", str(again))):
        ran = run(*words)
        assert (ran.status, ran.err) == (0, ""), words
    shutil.rmtree(evidence_folder(copy))
    ran = run("restore", str(copy), "--to", str(tmp_path / "without.db"))
    assert ran.status == 1
    assert "The evidence file of us-1-2 is missing" in ran.err
    assert "3 records." in run("list", "--db", str(tmp_path / "without.db")).out
    assert register.is_file()


def test_init_can_protect_the_key_with_a_passphrase(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ("--db", str(tmp_path / "locked.db"))
    assert run("init", *path, "--empty", "--passphrase").status == 1
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "open, sesame")
    assert run("init", *path, "--empty", "--desk", "us-1", "--passphrase").status == 0
    fields = ("id=S-1", "publisher=P", "title=T", "url=https://example.org/s", "copy=press")
    assert run("add", "source", *fields, *path).status == 0
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "wrong")
    ran = run("undo", *path)
    assert ran.status == 1
    assert "unexpected" not in ran.err


def test_data_check_names_file_and_line(run: Run, made: Made, tmp_path: Path) -> None:
    ran = run("data", "check", str(made.folder))
    assert (ran.status, ran.err) == (0, "")
    assert "of kind commitment: 3" in ran.out
    assert "by responsible side, all kinds: US 1, MX 1, JOINT 1" in ran.out
    assert ran.out.endswith("Nothing is wrong.\n")
    folder = make_folder(tmp_path / "broken")
    change(folder, "events.yaml", "kind: meeting", "kind: meetng")
    change(folder, "sources.yaml", "copy: official", "copy: offcial")
    ran = run("data", "check", str(folder))
    assert ran.status == 1
    assert "2 problems." in ran.out
    told = json.loads(run("data", "check", str(folder), "--format", "json").out)
    assert told["sound"] is False
    assert {item["place"].split(":")[0] for item in told["problems"]} == {"events.yaml", "sources.yaml"}
    lines = run("data", "check", str(folder), "--format", "csv").out.splitlines()
    assert lines[0] == "place,message_en,message_es,advice_en,advice_es"
    assert len(lines) == 3


def test_verify_lists_every_feed_and_finds_altered_data(run: Run, register: Path) -> None:
    ran = run("verify", "--deep")
    assert (ran.status, ran.err) == (0, "")
    assert all(f"\n{feed} " in ran.out for feed in ("obs-0", "us-1", "mx-1", "obs-1"))
    assert "Nothing is wrong." in ran.out
    assert "State digest:" in ran.out
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("UPDATE commitment SET theme = 'health' WHERE id = 'FW-US-01'")
        connection.commit()
    ran = run("verify")
    assert ran.status == 1
    assert ran.err
    assert "wrong" in ran.out
    told = run("verify", "--format", "json")
    assert told.status == 1
    assert json.loads(told.out)["sound"] is False
    assert json.loads(told.out)["problems"]
    assert run("rebuild").status == 0
    assert run("verify").status == 0


def test_backup_is_verified_and_restored(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    out = tmp_path / "copy.db"
    ran = run("backup", str(out))
    assert (ran.status, ran.err) == (0, "")
    assert str(out) in ran.out.replace("\n", "")
    assert run("backup", str(out)).status == 1
    assert run("backup", str(out), "--force").status == 0
    assert run("restore", str(out)).status == 1
    again = tmp_path / "restored" / "register.db"
    ran = run("restore", str(out), "--to", str(again))
    assert (ran.status, ran.err) == (0, "")
    rows = run("list", "--format", "json", "--db", str(again)).out
    assert rows == run("list", "--format", "json").out
    out.write_bytes(out.read_bytes()[:5000])
    assert run("restore", str(out), "--to", str(tmp_path / "third.db")).status == 1
    assert not (tmp_path / "third.db").exists()


def in_a_terminal(words: list[str], keys: bytes, environment: dict[str, str]) -> tuple[int, bytes]:
    """Run the program in a terminal of its own, press ``keys`` once it shows the register; its status and output."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-m", "accordtrack", *words], environment)  # noqa: S606
    seen, pressed, end = b"", False, time.monotonic() + TERMINAL_TIMEOUT
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        if not pressed and b"184" in seen:
            os.write(terminal, keys)
            pressed = True
    else:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen


def test_demo_leaves_no_file_behind(home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    places_of = {name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR")}
    environment = {**os.environ, **places_of, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "36"}
    environment.pop("ACCORDTRACK_LANG")
    status, seen = in_a_terminal(["demo", "--desk", "mx-1"], b"\x11", environment)
    assert status == 0
    assert b"unidad" in seen or b"mx-1" in seen
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".log"] == []


def test_desk_name_is_checked_like_any_text(run: Run, made: Made, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    ran = run("init", "--db", str(path), "--data", str(made.folder), "--name", "\x1b[31m")
    assert ran.status == 1
    assert "U+001B" in ran.err
    assert not path.exists()
