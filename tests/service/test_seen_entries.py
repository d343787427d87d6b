"""What a desk signed as seen: a feed that was cut off or signed again contradicts the feeds of the others."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.paths import checkpoint_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger.entry import MAX_INTEGER, Entry, NotCanonical, canonical, parse, read_envelope
from accordtrack.ledger.key_files import load_key
from accordtrack.service import Desk
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote, ReportStatus, TakePosition
from feeds import resealed
from log_checkers import compared
from registers import TODAY, At
from tampering import ask, tamper

pytestmark = pytest.mark.sweep


def findings(register: Path) -> list[tuple[str, str]]:
    """The findings of the program, with which both verifiers agree about the entries."""
    compared(register)
    found = service.verify_register(register, deep=True).findings
    return [(one.place, fill(one.message, one.values)) for one in found]


def note(desk: Desk, text: str = "Read.") -> None:
    desk.write(AddNote(commitment="FW-US-01", text=text, handling="TLP:CLEAR"))


def dispute(desk: Desk) -> None:
    desk.write(TakePosition(target="FW-US-01", stance="dispute", reason="No.", handling="TLP:CLEAR"))


def entries_of(register: Path, feed: str) -> list[Entry]:
    database = Database(register)
    try:
        with database.reading() as connection:
            return list(log.entries_of_feed(connection, feed))
    finally:
        database.close()


def append(register: Path, *entries: Entry) -> None:
    database = Database(register)
    with database.writing() as connection:
        log.append(connection, entries)
    database.close()
    service.open_register(register, today=TODAY).rebuild()


def append_signed(register: Path, feed: str, **changes: Any) -> None:  # noqa: ANN401
    """Sign one more entry of a feed with its key: what a dishonest holder of the key can do."""
    (file,) = own_key_folder(register).glob(f"{feed}-*.pem")
    last = entries_of(register, feed)[-1]
    values = {"seq": last.envelope.seq + 1, "prev": last.hash, "act": "f" * 16, **changes}
    append(register, resealed(last, load_key(file), **values))


def test_first_entry_of_an_act_states_the_last_entry_of_every_other_feed(at: At, register: Path) -> None:
    note(at("mx-1"))
    at("us-1").write(
        ReportStatus(commitment="FW-US-01", status="limited", note="Less.", evidence=("https://example.org/a",))
    )
    ends = ask(register, "SELECT feed, MAX(seq), hash FROM entry WHERE feed <> 'us-1' GROUP BY feed ORDER BY feed")
    first, second = (read_envelope(entry.raw) for entry in entries_of(register, "us-1")[-2:])
    assert (first.act, first.heads) == (second.act, tuple(ends))
    assert second.heads is None


def test_dispute_cut_from_the_end_of_a_feed_is_missed_by_the_other_side(at: At, register: Path) -> None:
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less.", handling="TLP:CLEAR"))
    dispute(at("mx-1"))
    note(at("us-1"))
    ((key,),) = ask(register, "SELECT id FROM entry WHERE feed = 'mx-1' AND kind = 'position.take'")
    for statement in (
        "DELETE FROM entry_body WHERE entry_id = ?",
        "DELETE FROM entry WHERE id = ?",
    ):
        tamper(register, statement, [key])
    for table, column in (("entry", "id"), ("entry_body", "entry_id")):  # the numbers of the log close the gap
        tamper(register, "PRAGMA defer_foreign_keys=ON")
        tamper(register, f"UPDATE {table} SET {column} = {column} - 1 WHERE {column} > ?", [key])  # noqa: S608
    at("us-1").rebuild(accept_loss=True)
    shutil.rmtree(checkpoint_folder(register))
    assert findings(register) == [("us-1-3", "The desk had seen mx-1-2, which is missing here")]


def test_feed_that_was_signed_again_contradicts_the_other_side(at: At, register: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(register, other / "register.db")
    shutil.copytree(own_key_folder(register), own_key_folder(other / "register.db"))
    note(at("mx-1"), "As signed first.")
    note(at("us-1"))
    copied = service.open_register(other / "register.db", desk="mx-1", today=TODAY)
    note(copied, "As signed again.")
    append(other / "register.db", entries_of(register, "us-1")[-1])
    assert findings(other / "register.db") == [("us-1-2", "The desk had seen another mx-1-2 than the one here")]


def test_entries_written_in_two_copies_fit_together(at: At, register: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(register, other / "register.db")
    shutil.copytree(own_key_folder(register), own_key_folder(other / "register.db"))
    there = service.open_register(other / "register.db", desk="mx-1", today=TODAY)
    for number in range(3):
        note(at("us-1"), f"Here {number}.")
        note(there, f"There {number}.")
    append(register, *entries_of(other / "register.db", "mx-1")[1:])
    note(at("us-1"), "After both.")
    note(at("mx-1"), "And after that.")
    assert findings(register) == []


def last_clock(register: Path) -> int:
    return int(ask(register, "SELECT MAX(lc) FROM entry")[0][0])


@pytest.fixture
def spoken(at: At, register: Path) -> Path:
    for feed in ("us-1", "mx-1", "us-1", "mx-1"):
        note(at(feed))
    return register


def heads(register: Path, feed: str, **numbers: int) -> tuple[tuple[str, int, str], ...]:
    """The heads of all feeds but ``feed``; for those in ``numbers`` (with ``_`` for ``-``), an earlier entry."""
    rows = ask(register, "SELECT feed, seq, hash FROM entry ORDER BY feed, seq")
    wanted = {name.replace("_", "-"): number for name, number in numbers.items()}
    ends = {name: (name, seq, digest) for name, seq, digest in rows if seq <= wanted.get(name, seq) and name != feed}
    return tuple(ends.values())


def test_entry_that_fits_what_was_seen_is_accepted(spoken: Path) -> None:
    append_signed(spoken, "us-1", lc=last_clock(spoken) + 1, heads=heads(spoken, "us-1"))
    assert findings(spoken) == []


def test_desk_that_states_less_than_before_is_reported(spoken: Path) -> None:
    append_signed(spoken, "us-1", lc=last_clock(spoken), heads=heads(spoken, "us-1", mx_1=1))
    messages = [message for place, message in findings(spoken) if place == "us-1-4"]
    assert "The entry names an earlier entry of another feed than the desk had already seen" in messages


def test_entry_that_leaves_out_what_it_must_have_seen_is_reported(spoken: Path) -> None:
    append_signed(spoken, "us-2", lc=last_clock(spoken) + 1, heads=heads(spoken, "us-2", us_1=1))
    assert findings(spoken) == [("us-2-2", "The entry leaves out what the entries that it names had seen")]


@pytest.mark.parametrize("more", [0, 2, 2**40])
def test_clock_that_does_not_follow_from_what_was_seen_is_reported(spoken: Path, more: int) -> None:
    append_signed(spoken, "us-1", lc=last_clock(spoken) + more, heads=heads(spoken, "us-1"))
    assert findings(spoken) == [("us-1-4", "The order number (lc) does not follow from what the desk had seen")]


def test_act_that_states_nothing_is_reported(spoken: Path) -> None:
    append_signed(spoken, "us-1", lc=last_clock(spoken) + 1, heads=None)
    assert findings(spoken) == [("us-1-4", "The first entry of an act does not state what the desk had seen")]


@pytest.mark.parametrize("version", [1, 0, -7])
def test_older_version_after_version_two_is_reported(spoken: Path, version: int) -> None:
    append_signed(spoken, "us-1", lc=last_clock(spoken) + 1, heads=None, v=version)
    message = "The envelope has an older version than the entry before it, or an impossible one"
    assert findings(spoken) == [("us-1-4", message)]


def test_entry_that_names_its_own_feed_is_reported(spoken: Path) -> None:
    own = tuple((feed, seq, digest) for feed, seq, digest in heads(spoken, "") if feed == "us-1")
    append_signed(spoken, "us-1", lc=last_clock(spoken) + 1, heads=tuple(sorted((*heads(spoken, "us-1"), *own))))
    assert [place for place, _message in findings(spoken)] == ["us-1-4"]


def test_impossible_clock_is_reported_and_refuses_writing(at: At, spoken: Path) -> None:
    append_signed(spoken, "us-1", lc=MAX_INTEGER, heads=heads(spoken, "us-1"))
    assert [place for place, _message in findings(spoken)] == ["us-1-4"]
    with pytest.raises(Refused, match="The order numbers"):
        note(at("mx-1"))


def test_entry_that_names_an_entry_after_itself_is_reported(spoken: Path) -> None:
    stated = (*heads(spoken, "us-1"), ("us-9", 1, "0" * 64))
    append_signed(spoken, "us-1", lc=last_clock(spoken) + 1, heads=stated)
    assert findings(spoken) == [("us-1-4", "The desk had seen us-9-1, which is missing here")]


@pytest.mark.parametrize(
    "stated", [{"mx-1": [True, "0"]}, {"mx-1": ["1", "0"]}, {"mx-1": [1]}, [1], "mx-1", {"mx-1": [0, ""]}]
)
def test_heads_of_another_type_are_refused(spoken: Path, stated: object) -> None:
    raw = canonical(parse(entries_of(spoken, "us-1")[-1].raw) | {"heads": stated})
    with pytest.raises(NotCanonical, match="heads of another type"):
        read_envelope(raw)
