"""A desk gets a new key: what the old one signs from then on counts nowhere, and what it signed before stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger import sshsig
from accordtrack.ledger.chain import OTHER_KEY
from accordtrack.ledger.entry import Entry
from accordtrack.ledger.key_files import SigningKey, load_key
from accordtrack.ledger.note import NAMESPACE
from accordtrack.service import Desk
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types import Rekeyed
from accordtrack.types.intents import AddNote, ReportStatus, Retract, Undo
from feeds import resealed
from log_checkers import compared
from registers import TODAY, At
from tampering import ask, tamper


def rotate(register: Path, desk: str = "us-1", *, keep: bool = True) -> Rekeyed:
    return door.rotate_key(register, desk, "The holder left.", lambda _covered: None, keep=keep)


def add_note(desk: Desk, words: str) -> None:
    desk.write(AddNote(commitment="FW-US-01", text=words, handling="TLP:CLEAR"))


def assert_sound(register: Path) -> None:
    """Both verifiers take the log, with every signature and with the last one of each key."""
    own, other = compared(register)
    assert own.sound
    assert other.sound
    assert door.verify_register(register).is_sound


def append_forged_entry(register: Path, kind: str = "note.add", key_of: str = ".old", **changes: object) -> Entry:
    """A further entry of us-1, signed by a key file whose name ends so, put in behind the program's back."""
    (file,) = own_key_folder(register).glob(f"us-1-*{key_of}")
    key = load_key(file)
    database = Database(register)
    with database.reading() as connection:
        last = log.end_of_feed(connection, "us-1", 1)[0][1]
    taken = {"seq": last.envelope.seq + 1, "prev": last.hash, "lc": last.envelope.lc + 1, "kid": key.kid, **changes}
    entry = resealed(last, key, kind=kind, **taken)
    with database.writing() as connection:
        log.append(connection, [entry])
    database.close()
    return entry


def test_desk_writes_with_the_new_key_and_both_verifiers_accept_it(at: At, register: Path) -> None:
    add_note(at("us-1"), "By the first.")
    before = door.key(register, "us-1")
    made = rotate(register)
    assert made.key.kid != before.kid
    assert (made.before, made.old) == (before.path, f"{before.path}.old")
    add_note(at("us-1"), "By the second.")
    rotate(register)
    assert_sound(register)
    named = {feed.feed: feed.key for feed in door.verify_register(register).feeds}
    assert named["us-1"] == door.key(register, "us-1").kid, (
        "the key in force, although the last entry has the earlier one"
    )
    add_note(at("us-1"), "By the third.")
    assert_sound(register)
    report = door.verify_register(register)
    (line,) = (feed for feed in report.feeds if feed.feed == "us-1")
    assert (line.entries, line.key, line.side) == (6, door.key(register, "us-1").kid, "US")
    assert report.signatures == 5 + 2, "the last one of each key"
    kids = [str(kid) for (kid,) in ask(register, "SELECT kid FROM entry WHERE feed = 'us-1' ORDER BY seq")]
    assert kids[:3] == [before.kid] * 3
    assert kids[3:5] == [made.key.kid] * 2
    shown = at("us-1").history(limit=6).entries
    assert {entry.signature for entry in shown} == {"valid"}
    bodies = [entry.body or {} for entry in shown if entry.kind == "desk.rekey"]
    assert [body["reason"]["en"] for body in bodies] == ["The holder left."] * 2


def test_entries_before_a_key_change_stay_valid(at: At, register: Path) -> None:
    told = at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="One.")).hashes[0]
    digest = door.verify_register(register).state_digest
    rotate(register)
    assert door.verify_register(register).state_digest == digest
    us = at("us-1")
    (entry,) = us.last_act()
    assert entry.kind == "status.report", "a change of key is no act to take back"
    rekey = next(entry for entry in us.history(limit=3).entries if entry.kind == "desk.rekey")
    with pytest.raises(Refused, match="A key change cannot be retracted"):
        us.write(Retract(entry=rekey.id, reason="No."))
    us.write(Undo())
    assert us.entry(told).retracted_by == "us-1-4"
    assert_sound(register)


@pytest.mark.parametrize("again", [False, True])
def test_entry_signed_with_the_old_key_after_the_change_is_detected(at: At, register: Path, *, again: bool) -> None:
    add_note(at("us-1"), "By the first.")
    rotate(register)
    if again:
        add_note(at("us-1"), "By the second.")
    late = append_forged_entry(register)
    own, other = compared(register)
    assert (own.sound, other.sound) == (False, False)
    assert own.entries == other.entries == {late.envelope.id}
    found = door.verify_register(register).findings
    assert (late.envelope.id, OTHER_KEY) in [(one.place, one.message) for one in found]
    with pytest.raises(Refused):
        add_note(at("us-1"), "On top of it.")
    report = door.repair(register, register.with_name("saved.db"))
    assert [(one.place, one.message) for one in report.findings] == [(late.envelope.id, OTHER_KEY)]
    assert door.verify_register(register.with_name("saved.db"), deep=True).is_sound


def test_key_change_without_a_key_is_detected(at: At, register: Path) -> None:
    add_note(at("us-1"), "By the first.")
    odd = append_forged_entry(register, "desk.rekey", ".pem", ref="us-1")
    own, other = compared(register)
    assert own.entries == other.entries == {odd.envelope.id}
    with pytest.raises(Refused):
        add_note(at("us-1"), "On.")


def test_key_change_without_its_body_invalidates_later_entries(at: At, register: Path) -> None:
    rotate(register)
    add_note(at("us-1"), "By the second.")
    tamper(register, "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE kind = 'desk.rekey')")
    own, other = compared(register)
    assert own.entries == other.entries == {"us-1-2", "us-1-3"}
    assert door.key(register, "us-1").path is None
    report = door.repair(register, register.with_name("saved.db"))
    assert {one.place for one in report.findings} >= {"us-1-2", "us-1-3"}


def test_writer_still_holding_the_old_key_is_refused(at: At, register: Path) -> None:
    """A program that took up its pen before the change writes behind it."""
    us = at("us-1")
    pen = us._signer()  # the moment between taking the key and the write
    rotate(register)
    with Database(register).writing() as connection, pytest.raises(Refused, match="now has a different key"):
        EntrySigner(connection, "us-1", key=pen.key, by="x")
    add_note(us, "By the new one.")
    assert_sound(register)


def test_checkpoint_verifies_with_the_key_of_its_time(at: At, register: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    add_note(at("us-1"), "One.")
    at("us-1").write_checkpoint(before)
    rotate(register)
    add_note(at("us-1"), "Two.")
    at("us-1").write_checkpoint(after)
    for kept in (before, after):
        assert door.verify_since(register, kept).is_sound
    (file,) = own_key_folder(register).glob("us-1-*.old")
    made = tmp_path / "late"
    _sign_with_old_key(after, made, load_key(file))
    found = [fill(one.message, one.values) for one in door.verify_since(register, made).findings]
    assert found == ["The checkpoint was not signed with the key that this desk has in the register"]


def _sign_with_old_key(model: Path, out: Path, key: SigningKey) -> None:
    """The note of ``model`` as whoever holds the old key would sign it."""
    lines = model.read_text().splitlines(keepends=True)
    lines[2] = f"key {sshsig.public_line(key.public)}\n"
    out.write_text("".join(lines))
    out.with_name(out.name + ".sig").write_text(sshsig.sign(key, NAMESPACE, out.read_bytes()))


def test_old_key_file_is_renamed_or_destroyed_on_request(register: Path) -> None:
    made = rotate(register)
    assert made.old is not None
    assert Path(made.old).is_file()
    assert not Path(made.before).exists()
    again = rotate(register, keep=False)
    assert again.old is None
    names = [path.name for path in own_key_folder(register).glob("us-1-*")]
    assert sorted(names) == sorted([Path(made.old).name, Path(str(again.key.path)).name])


def test_new_key_needs_a_passphrase_when_the_old_key_had_one(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    door.change_key_passphrase(register, "us-1", lambda: "one of the first")
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "one of the first")

    def ask_for(covered: bool) -> str:  # noqa: FBT001
        asked.append(covered)
        return "one of the later"

    made = door.rotate_key(register, "us-1", "Seen.", ask_for)
    assert (asked, made.key.passphrase) == ([True], True)
    monkeypatch.setenv("ACCORDTRACK_PASSPHRASE", "one of the later")
    add_note(door.open_register(register, desk="us-1", today=TODAY), "On.")


def test_refused_key_change_leaves_all_keys_unchanged(register: Path) -> None:
    def keys() -> list[str]:
        return sorted(path.name for path in own_key_folder(register).iterdir())

    before = keys()
    with pytest.raises(Refused, match="A reason is required"):
        door.rotate_key(register, "us-1", " ", lambda _covered: None)
    with pytest.raises(Refused, match="cannot be shown"):
        door.rotate_key(register, "us-1", "a\u202eb", lambda _covered: None)
    tamper(register, "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1'")
    with pytest.raises(Refused, match="signature"):
        rotate(register)
    assert keys() == before
    (own_key_folder(register) / before[0]).unlink()
    with pytest.raises(Refused, match="is not on this machine"):
        rotate(register, before[0].rsplit("-", 1)[0])


def test_key_change_in_a_backup_is_refused(at: At, tmp_path: Path) -> None:
    out = tmp_path / "copy.db"
    at("us-1").backup(out)
    with pytest.raises(Refused, match="its desks do not continue in it"):
        rotate(out)


def test_doctor_reports_an_old_key_file_left_in_place(register: Path) -> None:
    made = rotate(register)
    assert made.old is not None
    Path(made.old).rename(made.before)  # as when the machine stopped before it was put aside
    (line,) = (one for one in door.examine(register) if one.name == "key" and one.state == "note")
    assert fill(line.said.template, line.said.values) == f"A former key of us-1 is still at {made.before}"
    assert door.open_register(register, today=TODAY).seat == "us-1"


def test_old_key_does_not_replace_a_missing_new_one(register: Path) -> None:
    made = rotate(register)
    Path(str(made.key.path)).unlink()
    Path(str(made.old)).rename(made.before)
    with pytest.raises(Refused, match="The key file is missing"):
        door.open_register(register, desk="us-1", today=TODAY)
