"""Desks that a user has seen before: a key that changed without being handed over keeps the register from opening."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.__main__ import main
from accordtrack.core.paths import known_desks_file, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger.entry import seal
from accordtrack.ledger.key_files import new_key
from accordtrack.projection.projector import clear_projection, project_all
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote
from registers import TODAY
from tampering import ask, tamper

CHANGED = "and that key did not hand over to the new one"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def seen(register: Path) -> Path:
    """A register whose desks this user has seen: its keys are in the user's folder, not beside it."""
    keys = known_desks_file().parent / "keys"
    keys.parent.mkdir(parents=True)
    own_key_folder(register).rename(keys)
    service.open_register(register, today=TODAY)
    return register


def lines() -> list[list[str]]:
    return [line.split() for line in known_desks_file().read_text().splitlines()]


def sign_again(register: Path, feed: str = "mx-1") -> None:
    """Replace a feed by one that another key signed: what anybody who has the file can do."""
    key, made, before = new_key(), [], None
    database = Database(register)
    with database.reading() as connection:
        entries = list(log.all_entries(connection))
    for entry in entries:
        values = {name: getattr(entry.envelope, name) for name in KEPT}
        if entry.envelope.feed != feed:
            made.append(entry)
            continue
        body = dict(entry.body or {}) | ({"public_key": key.public} if before is None else {})
        before = seal(body, key=key, prev=before.hash if before else None, **values)
        made.append(before)
    for table in ("entry_body", "entry"):
        tamper(register, f"DELETE FROM {table}")  # noqa: S608
    with database.writing() as connection:
        log.append(connection, made)
        clear_projection(connection)
        project_all(connection, connection)
    database.close()


KEPT = ("feed", "seq", "lc", "at", "by", "act", "kind", "ref", "handling", "heads")


def test_desks_are_noted_when_a_register_is_first_opened(seen: Path) -> None:
    ((first,),) = ask(seen, "SELECT hash FROM entry ORDER BY id LIMIT 1")
    keys = {key.desk: key.public_key for key in service.keys(seen)}
    assert {(line[0], line[1]): line[2] for line in lines()} == {(first, desk): public for desk, public in keys.items()}
    assert known_desks_file().stat().st_mode & 0o777 == 0o600
    before = known_desks_file().read_bytes()
    service.open_register(seen, today=TODAY).write(AddNote(commitment="FW-US-01", text="On."))
    service.open_register(seen, today=TODAY)
    assert known_desks_file().read_bytes() == before


def test_damaged_register_leaves_no_line_that_cannot_be_read(seen: Path) -> None:
    before = known_desks_file().read_bytes()
    tamper(seen, "UPDATE entry SET hash = CAST(hash AS BLOB) WHERE id = 1")
    tamper(seen, "UPDATE entry SET feed = 'us-1 x' WHERE feed = 'us-2'")
    service.open_register(seen, today=TODAY)
    assert known_desks_file().read_bytes() == before


def test_demo_with_its_keys_beside_it_is_not_noted(register: Path) -> None:
    service.open_register(register, today=TODAY)
    assert not known_desks_file().exists()


def test_register_whose_feed_was_signed_again_is_refused_until_it_is_accepted(seen: Path) -> None:
    service.open_register(seen, desk="mx-1", today=TODAY).write(AddNote(commitment="FW-US-01", text="On."))
    known = {key.desk: key.kid for key in service.keys(seen)}["mx-1"]
    sign_again(seen)
    current = {key.desk: key.kid for key in service.keys(seen)}["mx-1"]
    before = (seen.read_bytes(), known_desks_file().read_bytes())
    with pytest.raises(Refused, match=CHANGED) as refused:
        service.open_register(seen, today=TODAY)
    (problem,) = refused.value.problems
    assert fill(problem.message, problem.values).startswith(
        f"The key of mx-1 is {current} here, but on {TODAY} it was {known}"
    )
    assert fill(problem.advice, problem.values).endswith("accordtrack desk accept mx-1")
    messages = [fill(one.message, one.values) for one in service.verify_register(seen, deep=True).findings]
    assert any(CHANGED in message for message in messages)
    assert any(
        one.state == "must" and CHANGED in fill(one.said.template, one.said.values) for one in service.examine(seen)
    )
    assert (seen.read_bytes(), known_desks_file().read_bytes()) == before
    changed = service.accept_desk(seen, "mx-1")
    assert changed is not None
    assert service.accept_desk(seen, "mx-1") is None
    assert service.open_register(seen, desk="us-1", today=TODAY).seat == "us-1"


def test_key_that_was_handed_over_is_accepted(seen: Path) -> None:
    service.rotate_key(seen, "mx-1", "The holder left.", lambda _covered: None)
    assert service.open_register(seen, today=TODAY).info().desks
    current = {key.desk: key.public_key for key in service.keys(seen)}["mx-1"]
    assert [line[2] for line in lines() if line[1] == "mx-1"][-1] == current
    service.rotate_key(seen, "mx-1", "Again.", lambda _covered: None)
    service.rotate_key(seen, "mx-1", "And again.", lambda _covered: None)
    assert service.open_register(seen, today=TODAY).info().desks


def test_backup_from_before_a_key_change_still_opens_and_is_restored(seen: Path, tmp_path: Path) -> None:
    service.open_register(seen, today=TODAY).backup(tmp_path / "backup.db")
    service.rotate_key(seen, "us-1", "The holder left.", lambda _covered: None)
    assert service.open_register(seen, today=TODAY).seat == "us-1"
    assert service.open_register(tmp_path / "backup.db", today=TODAY).info().desks
    for name in ("first.db", "second.db"):  # a trial restore, and the real one
        service.restore(tmp_path / "backup.db", tmp_path / name, desk="us-7")
    for name in ("first.db", "second.db"):
        assert service.open_register(tmp_path / name, today=TODAY).seat == "us-7"


def test_other_successor_of_a_known_key_is_refused(seen: Path, tmp_path: Path) -> None:
    shutil.copyfile(seen, tmp_path / "stolen.db")
    keys = known_desks_file().parent / "keys"
    shutil.copytree(keys, tmp_path / "stolen keys")
    service.rotate_key(seen, "mx-1", "The holder left.", lambda _covered: None)
    service.open_register(seen, today=TODAY)
    noted = known_desks_file().read_bytes()
    shutil.rmtree(keys)
    shutil.copytree(tmp_path / "stolen keys", keys)
    known_desks_file().unlink()
    service.rotate_key(tmp_path / "stolen.db", "mx-1", "By the thief.", lambda _covered: None)
    known_desks_file().write_bytes(noted)
    with pytest.raises(Refused, match=CHANGED):
        service.open_register(tmp_path / "stolen.db", today=TODAY)


def test_nothing_is_signed_in_a_register_with_a_changed_key(seen: Path) -> None:
    sign_again(seen)
    before = seen.read_bytes()
    for work in (
        lambda: service.rotate_key(seen, "us-1", "Left.", lambda _covered: None),
        lambda: service.open_desk(seen, "us-8"),
    ):
        with pytest.raises(Refused, match=CHANGED):
            work()
    assert seen.read_bytes() == before
    assert not list((known_desks_file().parent / "keys").glob("us-8-*"))


def test_comments_empty_lines_and_line_ends_of_windows_are_kept(seen: Path) -> None:
    text = "# my desks\n\n" + known_desks_file().read_text().replace("\n", "\r\n")
    known_desks_file().write_text(text, newline="")
    service.rotate_key(seen, "mx-1", "The holder left.", lambda _covered: None)
    service.open_register(seen, today=TODAY)
    assert known_desks_file().read_text().startswith("# my desks\n\n")
    assert len(known_desks_file().read_text().splitlines()) == 2 + 4 + 1


@pytest.mark.parametrize(
    "line", ["x", "half a li", f"{'0' * 64} us-1 {'0' * 64}", f"{'0' * 64} us-1 {'0' * 64} 2026-11-25 x"]
)
def test_file_edited_by_hand_is_refused_with_the_number_of_the_line(seen: Path, line: str) -> None:
    with known_desks_file().open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    before = (seen.read_bytes(), known_desks_file().read_bytes())
    with pytest.raises(Refused, match=r"Line 5 of .* is not a known desk") as refused:
        service.open_register(seen, today=TODAY)
    assert "or delete it" in refused.value.problems[0].advice
    assert (seen.read_bytes(), known_desks_file().read_bytes()) == before


def test_key_file_beside_the_register_of_another_key_is_reported(register: Path, tmp_path: Path) -> None:
    (file,) = own_key_folder(register).glob("mx-1-*.pem")
    (tmp_path / "other").mkdir()
    sign_again(register)
    (finding,) = [one for one in service.verify_register(register).findings if "is not that of" in one.message]
    assert finding.values == {"feed": "mx-1", "x": file}
    (check,) = [
        one for one in service.examine(register) if one.state == "must" and "is not that of" in one.said.template
    ]
    assert check.name == "key"


def test_command_accepts_a_changed_key_by_the_name_of_its_desk(seen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign_again(seen)
    assert main(["--db", str(seen), "list"]) == 1
    assert CHANGED in capsys.readouterr().err.replace("\n", " ")
    assert main(["--db", str(seen), "desk", "accept", "mx-9"]) == 2
    assert main(["--db", str(seen), "desk", "accept", "mx-1"]) == 0
    assert "ssh-ed25519" in capsys.readouterr().out
    assert main(["--db", str(seen), "list", "--limit", "1"]) == 0
