"""A restored copy: the same words, its desks closed, and a new desk for whoever goes on."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus, Retract, TakePosition, Undo
from registers import TODAY, At
from tampering import ask, tamper

CLOSED_MESSAGE = "This file is a backup, or was restored from one; its desks do not continue in it"


@pytest.fixture
def copy(at: At, tmp_path: Path) -> Path:
    """A backup of the small register, with a word of us-1 and a file."""
    file = tmp_path / "tables.pdf"
    file.write_bytes(b"traces" * 1000)
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
    out = tmp_path / "copy.db"
    assert at("us-1").backup(out).is_sound
    return out


def with_keys(register: Path, at: At) -> Path:
    """The register with the keys of the first one beside it: the machine that had them."""
    own_key_folder(at("us-1").path).rename(own_key_folder(register))
    return register


def test_restored_copy_has_the_same_state_and_closed_desks(at: At, copy: Path, tmp_path: Path) -> None:
    digest = at("us-1").verify().state_digest
    again = tmp_path / "new" / "place" / "again.db"
    report = door.restore(copy, again)
    assert (report.is_sound, report.state_digest, report.deep) == (True, digest, True)
    assert [path.name for path in evidence_folder(again).rglob("*") if path.is_file()]
    desk = door.open_register(with_keys(again, at), today=TODAY)
    assert (desk.seat, desk.info().read_only) == (None, CLOSED_MESSAGE)
    assert desk.commitment("FW-US-01").evidence[0].file is not None
    assert desk.verify(deep=True).is_sound
    for act in (
        lambda: desk.write(AddNote(commitment="FW-US-01", text="A note.")),
        lambda: desk.plan(AddNote(commitment="FW-US-01", text="A note.")),
        lambda: desk.use_desk("us-1"),
        lambda: door.open_register(again, desk="us-1", today=TODAY),
        desk.last_act,
    ):
        with pytest.raises(Refused, match=CLOSED_MESSAGE) as caught:
            act()
        assert "restore with a new desk number: accordtrack restore FILE --desk us-3" in explain(
            caught.value.problems[0]
        )


@pytest.mark.parametrize(("seat", "new"), [("us-1", "us-3"), ("mx-1", "mx-2")])
def test_refusal_at_a_restored_desk_suggests_a_new_desk_of_its_side(
    at: At, copy: Path, tmp_path: Path, seat: str, new: str
) -> None:
    again = tmp_path / "again.db"
    door.restore(copy, again)
    with pytest.raises(Refused) as caught:
        door.open_register(with_keys(again, at), desk=seat, today=TODAY)
    assert f"--desk {new}" in explain(caught.value.problems[0])


def test_a_desk_opened_in_a_restored_copy_says_that_it_was_closed(copy: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    door.restore(copy, again)
    door.open_desk(again, "us-3", keys=own_key_folder(again), today=TODAY).close()
    door.close_desk(again, "us-3", "No office.")
    with closing(door.open_register(again, today=TODAY)) as desk:
        assert desk.info().read_only == "The desk whose key is here is closed"
        with pytest.raises(Refused, match="The desk us-3 is closed") as caught:
            desk.write(AddNote(commitment="FW-US-01", text="A note."))
    assert "accordtrack desk open us-4" in explain(caught.value.problems[0])
    with pytest.raises(Refused, match="The desk us-3 is closed"):
        door.review_all(again, None, "All.")


def test_new_desk_can_write_in_a_restored_copy_without_changing_old_feeds(at: At, copy: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    door.restore(copy, again)
    with_keys(again, at)
    old = ask(again, "SELECT hash FROM entry ORDER BY id")
    desk = door.open_desk(again, "us-3", name="New desk", keys=own_key_folder(again), today=TODAY)
    assert (desk.seat, desk.info().read_only) == ("us-3", None)
    desk.write(ReportStatus(commitment="FW-US-01", status="substantial"))
    view = desk.commitment("FW-US-01").halves[0]
    assert view.claim is not None
    assert (view.claim.feed, view.claim.official, view.rivals) == ("us-3", True, ())
    assert desk.verify(deep=True).is_sound
    assert ask(again, "SELECT hash FROM entry ORDER BY id")[: len(old)] == old
    assert door.open_register(again, today=TODAY).seat == "us-3", "it is the one that is open"
    with pytest.raises(Refused, match=CLOSED_MESSAGE):
        desk.use_desk("us-1")
    with pytest.raises(Refused, match="Only the desk that wrote an entry"):
        desk.write(Retract(entry="us-1-2", reason="Not mine."))
    desk.write(Undo())
    assert desk.verify(deep=True).is_sound


def test_backup_opened_in_place_is_read_only_until_restored(at: At, copy: Path, tmp_path: Path) -> None:
    desk = door.open_register(with_keys(copy, at), today=TODAY)
    assert (desk.seat, desk.info().read_only) == (None, CLOSED_MESSAGE)
    assert desk.listing("").total == 3
    assert desk.verify(deep=True).is_sound
    before = copy.read_bytes()
    with pytest.raises(Refused, match=CLOSED_MESSAGE) as caught:
        desk.write(AddNote(commitment="FW-US-01", text="A note."))
    assert "accordtrack restore FILE --desk us-3" in explain(caught.value.problems[0])
    assert copy.read_bytes() == before
    assert door.restore(copy, tmp_path / "again.db").is_sound
    again = door.open_desk(tmp_path / "again.db", "us-3", keys=own_key_folder(tmp_path / "again.db"), today=TODAY)
    again.write(AddNote(commitment="FW-US-01", text="A note."))
    assert again.verify(deep=True).is_sound


def test_original_register_stays_writable_after_a_restore(at: At, copy: Path, tmp_path: Path) -> None:
    door.restore(copy, tmp_path / "again.db")
    at("us-1").write(AddNote(commitment="FW-US-01", text="A note."))
    assert at("us-1").info().read_only is None
    assert at("us-1").verify(deep=True).is_sound


def test_backup_of_a_restored_register_has_closed_desks_too(at: At, copy: Path, tmp_path: Path) -> None:
    again, second, third = (tmp_path / f"{name}.db" for name in ("again", "second", "third"))
    door.restore(copy, again)
    with_keys(again, at)
    door.open_desk(again, "us-3", keys=own_key_folder(again), today=TODAY).backup(second)
    own_key_folder(again).rename(own_key_folder(second))
    assert door.open_register(second, today=TODAY).seat is None
    own_key_folder(second).rename(own_key_folder(third))
    door.restore(second, third)
    assert door.open_register(third, today=TODAY).seat is None


def test_restore_never_replaces_an_existing_register(at: At, copy: Path, register: Path) -> None:
    before = register.read_bytes()
    with pytest.raises(Refused, match="A register already exists"):
        door.restore(copy, register)
    assert register.read_bytes() == before
    assert at("us-1").info().read_only is None


DAMAGE = {
    "a column": "UPDATE entry SET by = 'x' WHERE id = 5",
    "a signature within": "UPDATE entry SET sig = zeroblob(64) WHERE id = 5",
    "the projection": "DELETE FROM tag",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_backup_that_does_not_verify_is_refused(at: At, copy: Path, tmp_path: Path, name: str) -> None:
    assert at("us-1").seat == "us-1"
    tamper(copy, DAMAGE[name])
    with pytest.raises(Refused, match="The backup does not verify"):
        door.restore(copy, tmp_path / "again.db")
    assert not [path for path in tmp_path.iterdir() if "again" in path.name]


def test_file_that_is_not_a_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    for name, words in (("none.db", "There is no register at"), ("notes.txt", "not an accordtrack register")):
        with pytest.raises(Refused, match=words):
            door.restore(tmp_path / name, tmp_path / "again.db")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_damaged_session_row_closes_every_desk(at: At, copy: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    door.restore(copy, again)
    tamper(with_keys(again, at), "UPDATE session SET value = 'us-1'")
    desk = door.open_register(again, today=TODAY)
    assert desk.seat is None
    assert [finding.place for finding in desk.verify().findings] == ["session"]


# A new desk in any register


def test_new_desk_can_be_opened_in_a_register_that_was_never_restored(at: At, register: Path) -> None:
    desk = door.open_desk(register, "mx-2", keys=own_key_folder(register), today=TODAY)
    desk.write(TakePosition(target="FW-US-01", stance="concur"))
    assert desk.commitment("FW-US-01").halves[0].standing == "agreed"
    assert at("us-1").verify(deep=True).is_sound
    assert [found.feed for found in desk.info().desks] == ["us-1", "mx-1", "obs-1", "us-2", "mx-2"]


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        ("us-1", "Desk us-1 already exists"),
        ("mx-1", "Desk mx-1 already exists"),
        ("uk-1", "cannot be the name of a desk"),
        ("obs-0", "cannot be the name"),
    ],
)
def test_desk_that_cannot_be_opened_leaves_no_key_file(register: Path, feed: str, words: str) -> None:
    before = sorted(own_key_folder(register).iterdir())
    with pytest.raises(Refused, match=words):
        door.open_desk(register, feed, keys=own_key_folder(register), today=TODAY)
    assert sorted(own_key_folder(register).iterdir()) == before
