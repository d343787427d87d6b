"""The second verifier: alone, short, and of the program's mind about every log."""

from __future__ import annotations

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import checklog
import fast_keys
import log_checkers
from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import fill
from accordtrack.ledger.entry import entry_hash, signed_bytes
from accordtrack.ledger.key_files import load_key
from accordtrack.types.intents import AddNote, ReportStatus
from programs import needed
from registers import TODAY, small_register
from tampering import ask, tamper

SCRIPT = Path(checklog.__file__)
CHANGES = {
    "another kind": "UPDATE entry SET kind = 'note.add' WHERE id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "another person": "UPDATE entry SET by = 'Nobody' WHERE feed = 'us-1' AND seq = 2",
    "a later clock": "UPDATE entry SET lc = lc + 1000 WHERE feed = 'us-1' AND seq = 2",
    "another place in the chain": "UPDATE entry SET prev = hash WHERE feed = 'us-1' AND seq = 2",
    "another hash": "UPDATE entry SET hash = upper(hash) WHERE feed = 'us-1' AND seq = 2",
    "another key": "UPDATE entry SET kid = '0000000000000000' WHERE feed = 'us-1' AND seq = 2",
    "another feed": "UPDATE entry SET feed = 'us-9' WHERE feed = 'us-1' AND seq = 3",
    "a number left out": "UPDATE entry SET seq = 9 WHERE feed = 'us-1' AND seq = 3",
    "a signature of another entry": "UPDATE entry SET sig = (SELECT sig FROM entry WHERE id = 1) WHERE feed = 'us-1' AND seq = 2",
    "a short signature": "UPDATE entry SET sig = substr(sig, 1, 63) WHERE feed = 'us-1' AND seq = 2",
    "no signature": "UPDATE entry SET sig = x'' WHERE feed = 'us-1' AND seq = 2",
    "a signature in text": "UPDATE entry SET sig = hex(sig) WHERE feed = 'us-1' AND seq = 2",
    "signed bytes in text": "UPDATE entry SET raw = CAST(raw AS TEXT) WHERE feed = 'us-1' AND seq = 2",
    "a space in the signed bytes": "UPDATE entry SET raw = CAST(' ' || raw AS BLOB) WHERE feed = 'us-1' AND seq = 2",
    "no signed bytes": "UPDATE entry SET raw = x'' WHERE feed = 'us-1' AND seq = 2",
    "another salt": "UPDATE entry_body SET salt = x'00' WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "a salt in text": "UPDATE entry_body SET salt = 'salt' WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "another body": "UPDATE entry_body SET raw = CAST(replace(raw, 'One', 'Two') AS BLOB) WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "a body in text": "UPDATE entry_body SET raw = CAST(raw AS TEXT) WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "a body deep as a well": "UPDATE entry_body SET raw = CAST(replace(hex(zeroblob(50000)), '0', '[') AS BLOB) WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "bodies exchanged": "UPDATE entry_body SET raw = (SELECT raw FROM entry_body WHERE entry_id = 1) WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)",
    "a body gone": "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 3)",
    "the key of a feed gone": "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 1)",
    "an entry gone": "DELETE FROM entry WHERE feed = 'us-1' AND seq = 2",
    "the last entry gone": "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
    "the first entry of a feed gone": "DELETE FROM entry WHERE feed = 'us-1' AND seq = 1",
    "a body of nobody": "INSERT INTO entry_body VALUES (9999, x'00', x'7b7d')",
    **{
        f"{what} as {name}": f"UPDATE entry SET {name} = {value} WHERE feed = 'us-1' AND seq = 2"  # noqa: S608  (our own words)
        for name in ("seq", "lc", "v")
        for what, value in {"a fraction": "1.5", "a text": "'two'", "bytes": "x'02'", "no end": "9e999"}.items()
    },
    "a number before the first": "UPDATE entry SET seq = -seq WHERE feed = 'us-1' AND seq = 2",
    "a feed in bytes": "UPDATE entry SET feed = CAST(feed AS BLOB) WHERE feed = 'us-1' AND seq = 2",
    "a feed with a NUL": "UPDATE entry SET feed = feed || char(0) WHERE feed = 'us-1' AND seq = 2",
}

BODY_GONE_MESSAGE = "The tables were built from text that is now gone: us-1-2"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = small_register(tmp_path)
    desk = door.open_register(path, desk="us-1", today=TODAY)
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="One."))
    desk.write(AddNote(commitment="FW-US-01", text='"Quotes", \\, ñ, 😀 and a line\nmore', handling="TLP:CLEAR"))
    return path


def run(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    needed("openssl")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_checklog_is_short_and_uses_only_the_standard_library() -> None:
    words = SCRIPT.read_text(encoding="utf-8")
    assert len(words.splitlines()) <= 210
    nodes = list(ast.walk(ast.parse(words)))
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_checklog_accepts_a_sound_log_and_reports_the_same_heads(register: Path) -> None:
    ran = run(register)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("bodies: 35 present, 0 withheld, 0 wrong\nThe log is sound.\n")
    report = door.open_register(register, today=TODAY).verify(deep=True)
    found = checklog.check(register).feeds
    assert {name: (seq, head) for name, (seq, head, _key) in found.items()} == {
        feed.feed: (feed.entries, feed.head) for feed in report.feeds
    }


@pytest.mark.sweep
@pytest.mark.parametrize("name", CHANGES)
def test_both_verifiers_report_the_same_changed_entries(register: Path, name: str) -> None:
    assert tamper(register, CHANGES[name]) == 1
    own, other = log_checkers.compared(register)
    assert (own.sound, other.sound) == (False, False)
    assert run(register).returncode == 1


@pytest.mark.sweep
@pytest.mark.parametrize(
    "name", [name for name in CHANGES if name.endswith((" as seq", " as lc", " as v", " in bytes"))]
)
def test_column_with_a_value_of_the_wrong_type_is_reported_by_entry(register: Path, name: str) -> None:
    tamper(register, CHANGES[name])
    own, other = log_checkers.compared(register)
    assert own.readable
    assert own.entries == other.entries != frozenset()


@pytest.mark.parametrize("column", ["act", "at", "kind", "hash"])
def test_text_that_is_not_utf_8_is_reported_by_entry(register: Path, column: str) -> None:
    where = "WHERE feed = 'us-1' AND seq = 2"
    tamper(register, f"UPDATE entry SET {column} = CAST({column} || x'ff' AS TEXT) {where}")  # noqa: S608  (our own words)
    own, other = log_checkers.compared(register)
    assert own.entries == {"us-1-2"} <= other.entries


@pytest.mark.sweep
@pytest.mark.parametrize("public", fast_keys.WEAK)
def test_feed_with_a_weak_key_is_rejected_by_both_verifiers(register: Path, public: str) -> None:
    """It is signed by nobody, and libraries say that signatures of it hold."""
    fast_keys.planted(register, public)
    own, other = log_checkers.compared(register)
    assert own.entries == other.entries == {f"us-9-{seq}" for seq in range(1, 1 + fast_keys.LENGTH)}


@pytest.mark.parametrize("times", [1, 2, 3])
def test_malleable_signature_is_rejected_by_both_verifiers(register: Path, times: int) -> None:
    """Were s and s + L both taken, anybody could change the bytes of an entry."""
    ((sig, entry_id),) = ask(register, "SELECT sig, MAX(id) FROM entry")
    other = sig[:32] + (int.from_bytes(sig[32:], "little") + times * fast_keys.ORDER).to_bytes(32, "little")
    assert tamper(register, "UPDATE entry SET sig = ? WHERE id = ?", (other, entry_id)) == 1
    own, second = log_checkers.compared(register)
    assert own.entries == second.entries == {"us-1-3"}


def test_truncated_log_is_sound_but_its_head_differs(register: Path) -> None:
    """The head of the log, or the tables made from it, show that entries were cut off."""
    heads = checklog.check(register).feeds
    for table, key in (("entry_body", "entry_id"), ("entry", "id")):
        assert tamper(register, f"DELETE FROM {table} WHERE {key} = (SELECT MAX(id) FROM entry)") == 1  # noqa: S608
    own, other = log_checkers.compared(register)
    assert (own.sound, other.sound) == (False, True)
    assert checklog.check(register).feeds["us-1"] != heads["us-1"]


def test_withheld_body_does_not_break_the_chain(register: Path) -> None:
    tamper(register, "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)")
    report = checklog.check(register)
    assert report.wrong == []
    assert dict(report.bodies) == {"present": 34, "withheld": 1, "wrong": 0}
    found = door.verify_register(register, deep=True)
    assert (found.present, found.withheld, found.wrong) == (34, 1, 0)
    assert [fill(one.message, one.values) for one in found.findings] == [BODY_GONE_MESSAGE], (
        "the tables know that it was here"
    )
    door.open_register(register, today=TODAY).rebuild(accept_loss=True)
    found = door.verify_register(register, deep=True)
    assert (found.is_sound, found.present, found.withheld, found.wrong) == (False, 34, 1, 0)
    assert found.state_digest
    own, other = log_checkers.compared(register)
    assert (own.sound, own.entries) == (False, frozenset()), "no desk signed that this is a copy without it"
    assert other.sound, "it cannot tell a copy for others"


@pytest.mark.parametrize("change", ["raw = x'7b7d'", "salt = zeroblob(16)"])
def test_wrong_body_is_not_counted_as_withheld(register: Path, change: str) -> None:
    where = "entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)"
    tamper(register, f"UPDATE entry_body SET {change} WHERE {where}")  # noqa: S608  (our own words)
    assert dict(checklog.check(register).bodies) == {"present": 34, "withheld": 0, "wrong": 1}
    found = door.verify_register(register, deep=True)
    assert (found.withheld, found.wrong, [one.place for one in found.findings]) == (0, 1, ["us-1-2"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":2', b'"v":2.0'),
        (b'"v":2', b'"v":true'),
        (b'"v":2', b'"v":2,"w":1'),
        (b'{"act"', b'{ "act"'),
        (b'"v":2', b'"v":2,"v":1'),
    ],
)
def test_signed_entry_in_another_form_is_rejected_by_both_verifiers(register: Path, old: bytes, new: bytes) -> None:
    """Whoever holds the key can sign anything, so a sound signature proves no form."""
    ((raw, entry_id),) = ask(register, "SELECT raw, MAX(id) FROM entry")
    forged = bytes(raw).replace(old, new)
    assert forged != raw
    (key,) = (load_key(path) for path in own_key_folder(register).iterdir() if path.name.startswith("us-1"))
    values = (forged, entry_hash(forged), key.sign(signed_bytes(forged)), entry_id)
    assert tamper(register, "UPDATE entry SET raw = ?, hash = ?, sig = ? WHERE id = ?", values) == 1
    own, other = log_checkers.compared(register)
    assert own.entries == other.entries == {"us-1-3"}


def test_checklog_gives_no_verdict_when_it_cannot_check(register: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "nothing.db").returncode == 2
    (tmp_path / "empty").mkdir()
    assert run(register, PATH=str(tmp_path / "empty")).returncode == 2
    (tmp_path / "empty" / "openssl").write_text("#!/bin/sh\necho 'Usage: pkeyutl [options]' >&2\nexit 1\n")
    (tmp_path / "empty" / "openssl").chmod(0o755)
    ran = run(register, PATH=str(tmp_path / "empty"))
    assert (ran.returncode, ran.stdout) == (2, ""), "one that knows no Ed25519 would call every entry forged"
    (tmp_path / "text.db").write_text("commitment,status\n")
    assert run(tmp_path / "text.db").returncode == 1


NON_FILES = [
    (kind, ending, mode)
    for kind in ("pipe", "folder", "link")
    for ending in ("", "-journal", "-wal", "-shm")
    for mode in ("DELETE", "WAL")
    if ending or kind == "pipe"
]


def put_non_file(place: Path, kind: str) -> None:
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to("nowhere")


@pytest.mark.sweep
@pytest.mark.parametrize(("kind", "ending", "mode"), NON_FILES)
def test_checklog_reports_a_non_file_where_sqlite_would_read(register: Path, kind: str, ending: str, mode: str) -> None:
    """At a pipe it would wait for ever."""
    with closing(sqlite3.connect(register)) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
    place = register.with_name(register.name + ending)
    place.unlink(missing_ok=True)
    put_non_file(place, kind)
    link = register.with_name("a link")
    link.symlink_to(register)
    before = sorted(register.parent.iterdir())
    for named in (register, link):
        command = [sys.executable, "-I", "-S", str(SCRIPT), str(named)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
        assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"'{place}' is not a regular file\n")
    assert sorted(register.parent.iterdir()) == before


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
VIEWS = {
    "entry": "SELECT x AS id, '' AS feed, x AS seq, NULL AS prev, x AS lc, '' AS at, '' AS kid, '' AS by, '' AS act, '' AS kind, "
    "'' AS ref, '' AS handling, 1 AS v, '' AS body_hash, '' AS hash, x'' AS sig, x'' AS raw",
    "entry_body": "SELECT x AS entry_id, x'' AS salt, x'' AS raw",
}


@pytest.mark.parametrize("name", VIEWS)
def test_endless_view_in_place_of_a_log_table_is_not_read(register: Path, name: str) -> None:
    tamper(register, f"ALTER TABLE {name} RENAME TO {name}_before", guards=False)
    tamper(register, f"CREATE VIEW {name} AS {ENDLESS} {VIEWS[name]} FROM c", guards=False, lifted=False)
    needed("openssl")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(register)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert ran.returncode == 1
    assert "'the log is no two tables'" in ran.stdout


def test_control_characters_of_the_file_are_escaped_in_the_output(register: Path) -> None:
    tamper(register, "UPDATE entry SET feed = char(27) || '[31mus' WHERE feed = 'us-1' AND seq = 3")
    said = run(register).stdout
    assert "\x1b" not in said
    assert "\\x1b[31mus" in said


def test_checklog_reads_a_read_only_register(register: Path) -> None:
    folder = register.parent / "still"
    folder.mkdir()
    copy = Path(shutil.copy(register, folder / "a register?#%.db"))
    copy.chmod(0o444)
    folder.chmod(0o555)
    assert run(copy).returncode == 0
    assert [path.name for path in folder.iterdir()] == [copy.name]
