"""Odd paths, keys and characters on the command line: one clear sentence each, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli_runner import Ran, Run
from tampering import tamper

pytestmark = pytest.mark.sweep

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and links of POSIX")


def assert_one_line_refusal(ran: Ran, says: str) -> None:
    assert ran.status in {1, 2}
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert says in ran.err
    assert "unexpected" not in ran.err


@POSIX
def test_pipe_and_circular_link_are_refused_as_register(run: Run, register: Path, tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop.db"
    os.mkfifo(pipe)
    loop.symlink_to(loop.name)
    assert register.is_file()
    assert_one_line_refusal(run("--db", str(pipe), "list"), f"{pipe} is not a file")
    assert_one_line_refusal(run("--db", str(loop), "list"), f"The link points to itself: {loop}")
    assert_one_line_refusal(run("restore", str(pipe), "--to", str(tmp_path / "new.db")), "is not a file")
    assert_one_line_refusal(
        run("restore", str(pipe), "--to", str(tmp_path / "new.db"), "--desk", "us-7"), "is not a file"
    )
    assert_one_line_refusal(run("--db", "~nobody-of-this-name/x.db", "list"), "There is no register at ~nobody")


@POSIX
@pytest.mark.parametrize("part", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "link to a device"])
def test_special_file_beside_a_register_is_named_and_not_read(
    run: Run, register: Path, tmp_path: Path, kind: str, part: str
) -> None:
    """SQLite would wait at a pipe for ever, and repair copied a device until the disk was full."""
    odd = register.with_name(register.name + part)
    match kind:
        case "pipe":
            os.mkfifo(odd)
        case "folder":
            odd.mkdir()
        case _:
            odd.symlink_to("/dev/zero")
    out = tmp_path / "out.db"
    try:
        for words in (("list",), ("verify",), ("repair", str(out)), ("backup", str(out)), ("key", "list")):
            assert_one_line_refusal(run(*words), f"{odd} is not a regular file")
        assert_one_line_refusal(run("restore", str(register), "--to", str(out)), f"{odd} is not a regular file")
    finally:
        odd.rmdir() if odd.is_dir() and not odd.is_symlink() else odd.unlink()
    assert not out.exists()


@POSIX
def test_wrong_input_file_is_named_by_its_kind(run: Run, register: Path, tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop.name)
    for words in (("take-in",), ("verify", "--since")):
        assert_one_line_refusal(
            run(*words, str(pipe)), f"{pipe} is not a file. It is a pipe or a device. Save what it writes to a file"
        )
        assert_one_line_refusal(run(*words, "/dev/zero"), "/dev/zero is not a file. It is a pipe or a device")
        assert_one_line_refusal(run(*words, str(tmp_path)), f"{tmp_path} is a folder. Name a file in it.")
        assert_one_line_refusal(
            run(*words, str(tmp_path / "nothing")), f"File not found: {tmp_path / 'nothing'}. Check the path."
        )
        assert_one_line_refusal(run(*words, str(loop)), f"File not found: {loop}. Check the path.")
    assert register.is_file()


@POSIX
@pytest.mark.parametrize(
    "words",
    [
        ("--db", "@", "init", "--empty"),
        ("restore", "DB", "--to", "@"),
        ("repair", "@"),
        ("export", "data", "@"),
        ("data", "check", "@"),
        ("add", "commitment", "--from", "@"),
    ],
    ids=" ".join,
)
def test_path_that_the_system_rejects_is_refused_in_words(run: Run, register: Path, words: tuple[str, ...]) -> None:
    given = {"@": "x" * 300, "DB": str(register)}
    assert_one_line_refusal(
        run(*(given.get(word, word) for word in words)), "The name of a file is too long for this system: "
    )


@pytest.mark.parametrize("words", [("show", "@"), ("evidence", "add", "FW-US-01", "@"), ("amend", "FW-US-01", "@=1")])
def test_message_about_a_very_long_word_is_short(run: Run, register: Path, words: tuple[str, ...]) -> None:
    """A message that fills the screen hides what is wrong, and what was said before."""
    ran = run(*("x" * 1_000_000 if word == "@" else word.replace("@", "x" * 1_000_000) for word in words))
    assert ran.status in {1, 2}
    assert len(ran.err) < 4_000
    assert register.is_file()


def test_verify_of_a_cut_register_counts_only_entries_it_has(run: Run, register: Path, tmp_path: Path) -> None:
    before, note = tmp_path / "before.db", tmp_path / "note"
    before.write_bytes(register.read_bytes())
    assert run("note", "FW-US-01", "Words.", "--desk", "us-1").status == 0
    assert run("checkpoint", str(note), "--desk", "us-1").status == 0
    ran = run("--db", str(before), "verify", "--since", str(note))
    assert ran.status == 1
    assert "us-1-2: The checkpoint has this feed up to entry 2; the register ends at entry 1." in ran.err
    left_out = len(run("--db", str(before), "history", "--format", "ndjson", "--limit", "1000").out.splitlines()) - 1
    assert f"{left_out} earlier entries were not read again." in ran.out


def test_checkpoint_is_not_written_to_a_folder(run: Run, register: Path, tmp_path: Path) -> None:
    assert_one_line_refusal(run("checkpoint", ".", "--desk", "us-1"), ". is a folder. Name a file in it.")
    assert register.is_file()
    assert tmp_path.is_dir()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE entry SET feed = CAST(feed AS BLOB) WHERE feed = 'us-1'", ("backup", "OUT")),
        ("UPDATE entry SET feed = CAST(feed AS BLOB) WHERE feed = 'us-1'", ("note", "FW-US-01", "x", "--desk", "us-1")),
        ("UPDATE entry SET seq = x'31' WHERE feed = 'obs-0' AND seq = 5", ("history",)),
        ("UPDATE entry SET lc = 'zz' WHERE feed = 'us-1'", ("history", "--format", "json")),
        ("UPDATE entry SET lc = 9223372036854775807 WHERE feed = 'us-1'", ("desk", "open", "us-9")),
        ("UPDATE entry SET handling = x'41' WHERE feed = 'obs-0' AND seq = 6", ("history",)),
        ("UPDATE entry SET hash = CAST(hash AS BLOB) WHERE feed = 'us-1'", ("scorecard", "OUT.json")),
        ("UPDATE entry SET sig = 'x' WHERE feed = 'us-1'", ("backup", "OUT", "--audience", "public")),
        ("UPDATE entry_body SET salt = 5 WHERE entry_id = 5", ("backup", "OUT", "--audience", "public")),
    ],
    ids=lambda held: held if isinstance(held, str) else " ".join(held),
)
def test_log_values_of_a_wrong_type_are_reported_as_damage(
    run: Run, register: Path, tmp_path: Path, change: str, words: tuple[str, ...]
) -> None:
    assert tamper(register, change) == 1
    ran = run(*(word.replace("OUT", str(tmp_path / "out")) for word in words))
    assert_one_line_refusal(ran, f"{register}: The register is damaged. Run accordtrack verify, or restore a backup.")
    assert not list(tmp_path.glob("out*"))


def test_home_of_an_unknown_user_is_treated_as_a_path(run: Run, register: Path) -> None:
    assert register.is_file()
    assert_one_line_refusal(
        run("evidence", "add", "FW-US-01", "~nobody-of-this-name/x"), "File not found: ~nobody-of-this-name/x"
    )


@POSIX
def test_linked_evidence_shows_which_file_is_copied(run: Run, register: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "secret.txt", tmp_path / "link.txt"
    real.write_text("words", encoding="utf-8")
    link.symlink_to(real.name)
    ran = run("evidence", "add", "FW-US-01", str(link), "--dry-run", "--format", "json")
    assert f"copied from {real.resolve()}" in ran.out
    assert "link.txt" in ran.out
    assert "copied from" not in run("evidence", "add", "FW-US-01", str(real), "--dry-run", "--format", "json").out
    assert register.is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("garbage", "cannot be the name of a desk"),
        ("us-1", "Desk us-1 already exists. Choose another name, such as us-2."),
        ("us-１", "cannot be the name of a desk"),
    ],
)
def test_refused_restore_leaves_nothing(run: Run, register: Path, tmp_path: Path, name: str, words: str) -> None:
    copy, new = tmp_path / "copy.db", tmp_path / "new.db"
    assert register.is_file()
    assert run("backup", str(copy)).status == 0
    before = set(tmp_path.iterdir())
    assert_one_line_refusal(run("--desk", name, "restore", str(copy), "--to", str(new)), words)
    assert set(tmp_path.iterdir()) == before
    assert run("--desk", "us-2", "restore", str(copy), "--to", str(new)).status == 0


def test_restore_whose_key_cannot_be_stored_leaves_nothing(
    run: Run, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, new, keys = tmp_path / "copy.db", tmp_path / "new.db", tmp_path / "data" / "accordtrack"
    paper = tmp_path / "paper.txt"
    paper.write_text("words", encoding="utf-8")
    assert register.is_file()
    assert run("evidence", "add", "FW-US-01", str(paper), "--desk", "us-1").status == 0
    assert run("backup", str(copy)).status == 0
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    keys.mkdir(parents=True)
    (keys / "keys").write_text("a file where the folder should be", encoding="utf-8")
    before = set(tmp_path.iterdir())
    assert_one_line_refusal(run("--desk", "us-2", "restore", str(copy), "--to", str(new)), "The key cannot be written")
    assert set(tmp_path.iterdir()) == before


@pytest.mark.sweep
@pytest.mark.parametrize("place", ["stdin closed", "no terminal"])
def test_key_with_a_passphrase_is_refused_without_a_terminal(home: Path, tmp_path: Path, place: str) -> None:
    assert home.is_dir()
    register = tmp_path / "own.db"
    words = [sys.executable, "-m", "accordtrack", "--db", str(register)]
    secret = {**os.environ, "ACCORDTRACK_PASSPHRASE": "open, sesame"}
    subprocess.run(
        [*words, "init", "--empty", "--desk", "us-1", "--passphrase"], check=True, env=secret, capture_output=True
    )
    line = 'exec "$@" <&-' if place == "stdin closed" else 'exec "$@" </dev/null'
    note = ["/bin/sh", "-c", line, "sh", *words, "--desk", "us-1", "undo"]
    for env, says in (
        (os.environ, "Set ACCORDTRACK_PASSPHRASE, or use a terminal"),
        ({**os.environ, "ACCORDTRACK_PASSPHRASE": "\udcff"}, "The passphrase does not open the key"),
    ):
        ran = subprocess.run(note, check=False, env=env, capture_output=True, text=True, start_new_session=True)
        assert_one_line_refusal(Ran(ran.returncode, ran.stdout, ran.stderr), says)


def test_input_with_line_breaks_is_shown_on_one_line(run: Run, register: Path) -> None:
    assert register.is_file()
    assert_one_line_refusal(run("show", "a\nb"), "a⏎b")
    assert_one_line_refusal(run("list", "--limit", "٣"), "Give a whole number")
    assert_one_line_refusal(run("measure", "x", "٣"), "")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--plain"),
        ("show", "FW-JT-01"),
        ("owed",),
        ("history",),
        ("conflicts",),
        ("verify",),
        ("--help",),
        ("list", "--help"),
        ("note", "FW-US-01", "ñ “漢” 👩", "--dry-run"),
        ("ñandú",),
        ("show", "ñ"),
        ("list", "--limit", "ñ"),
    ],
)
def test_ascii_option_prints_only_ascii(run: Run, register: Path, words: tuple[str, ...], language: str) -> None:
    assert register.is_file()
    ran = run("--ascii", "--lang", language, *words)
    assert (ran.out + ran.err).isascii()
    assert ran.out or ran.err
    if "--dry-run" not in words and ran.out:
        assert run("--ascii", "--lang", language, *words, "--format", "json").out.isascii()


def test_ascii_option_leaves_csv_data_unchanged(run: Run, register: Path) -> None:
    assert register.is_file()
    words = ("note", "FW-US-01", "Año", "--dry-run", "--format", "csv")
    plain = run(*words).out
    assert not plain.isascii()
    assert run(*words, "--ascii").out == plain
