"""What was altered or taken out stays to be found: no write, rebuild or backup covers it up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger.entry import body_hash, canonical, entry_hash
from accordtrack.types.intents import AddNote, ReportStatus, TakePosition
from registers import TODAY
from tampering import ask, tamper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.service import Desk

    At = Callable[[str], Desk]

NOTE = AddNote(commitment="FW-US-01", text="On top.")
LAST = "SELECT MAX(id) FROM entry"


def found(desk: Desk, *, deep: bool = False) -> list[str]:
    return [fill(finding.message, finding.values) for finding in desk.verify(deep=deep).findings]


def advice(desk: Desk) -> str:
    return " ".join(finding.advice for finding in desk.verify().findings)


@pytest.fixture
def spoken(at: At, register: Path) -> Path:
    """A status of us-1, a dispute of mx-1, and another status of us-1 at the end of the log."""
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="substantial", note="More."))
    return register


def forge(register: Path, feed: str) -> None:
    """Other words in the last entry of a feed, all hashes made anew, the signature left as it was."""
    last = f"(SELECT id FROM entry WHERE feed = '{feed}' ORDER BY seq DESC LIMIT 1)"  # noqa: S608
    ((key, raw, salt, body),) = ask(
        register,
        f"SELECT e.id, e.raw, b.salt, b.raw FROM entry e JOIN entry_body b ON b.entry_id = e.id WHERE e.id = {last}",  # noqa: S608
    )
    words = canonical(json.loads(body) | {"said_on": "2026-01-01"})
    envelope = json.loads(raw) | {"body_hash": body_hash(salt, words)}
    signed = canonical(envelope)
    changed = (signed, entry_hash(signed), envelope["body_hash"], key)
    tamper(register, "UPDATE entry SET raw = ?, hash = ?, body_hash = ? WHERE id = ?", changed)
    tamper(register, "UPDATE entry_body SET raw = ? WHERE entry_id = ?", (words, key))


def test_nobody_writes_on_top_of_a_forged_entry_and_it_stays_to_be_found(at: At, spoken: Path) -> None:
    forge(spoken, "us-1")
    us = at("us-1")
    before = us.version()
    assert "The signature does not hold" in found(us)
    with pytest.raises(Refused, match="The signature does not hold") as caught:
        us.write(NOTE)
    (problem,) = caught.value.problems
    assert problem.place == "us-1-3"
    assert problem.advice == "Nothing was written. Run accordtrack verify --deep, and restore a backup."
    assert us.version() == before
    assert "The signature does not hold" in found(us)


HEADS = {
    "a column": ("UPDATE entry SET by = 'x' WHERE id = ?", "The columns differ from what was signed"),
    "its hash": ("UPDATE entry SET hash = 'ab' WHERE id = ?", "The hash differs from the entry"),
    "its signature": ("UPDATE entry SET sig = zeroblob(64) WHERE id = ?", "The signature does not hold"),
    "its body": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = ?", "The body differs"),
    "its body as text": ("UPDATE entry_body SET raw = CAST(raw AS TEXT) WHERE entry_id = ?", "The body differs"),
    "its bytes as text": ("UPDATE entry SET raw = CAST(raw AS TEXT) WHERE id = ?", "The signed bytes are damaged"),
    "no body": ("DELETE FROM entry_body WHERE entry_id = ?", "The body is missing"),
    "the entry before it": ("UPDATE entry SET hash = 'ab' WHERE feed = 'us-1' AND seq = 2 AND id < ?", "The chain is"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", HEADS)
def test_a_desk_goes_on_only_from_an_end_that_holds(at: At, spoken: Path, name: str) -> None:
    statement, words = HEADS[name]
    ((last,),) = ask(spoken, LAST)
    assert tamper(spoken, statement, (last,)) == 1
    us = at("us-1")
    for _ in range(2):
        with pytest.raises(Refused, match=words):
            us.write(AddNote(commitment="FW-MX-01", text="On top."))
    assert ask(spoken, LAST) == [(last,)]
    assert any(message.startswith((words, "The tables were made of words that are gone")) for message in found(us))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET by = 'x' WHERE feed = 'mx-1' AND seq = 2",
        "UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = (SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 2)",
        "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 2)",
        "DELETE FROM entry WHERE feed = 'mx-1' AND seq = 2",
    ],
)
def test_a_commitment_whose_entries_were_altered_is_not_folded_anew(at: At, spoken: Path, statement: str) -> None:
    assert tamper(spoken, statement) == 1
    with pytest.raises(Refused) as caught:
        at("us-1").write(NOTE)
    assert "restore a backup" in caught.value.problems[0].advice
    assert found(at("us-1"))


GONE = {
    "the last entry": (
        "DELETE FROM entry_body WHERE entry_id = (SELECT MAX(id) FROM entry)",
        "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
    ),
    "a whole feed": (
        "DELETE FROM entry_body WHERE entry_id IN (SELECT id FROM entry WHERE feed = 'mx-1')",
        "DELETE FROM entry WHERE feed = 'mx-1'",
    ),
    "a body": ("DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 2)",),
}


@pytest.mark.parametrize("name", GONE)
def test_what_was_taken_out_is_told_and_neither_rebuilt_nor_written_away(at: At, spoken: Path, name: str) -> None:
    for statement in GONE[name]:
        tamper(spoken, statement)
    us = at("us-1")
    assert any("that are gone" in message for message in found(us))
    assert "Restore a backup" in advice(us)
    assert "Run accordtrack rebuild" not in advice(us)
    with pytest.raises(Refused, match="entries that are gone"):
        us.rebuild()
    with pytest.raises(Refused):
        us.write(NOTE)
    with pytest.raises(Refused, match="gone from the log"):
        door.open_desk(spoken, "us-3", keys=own_key_folder(spoken), today=TODAY)
    with pytest.raises(Refused, match="does not verify"):
        us.backup(spoken.with_name("copy.db"))
    assert any("that are gone" in message for message in found(us))


def test_who_accepts_the_loss_rebuilds_and_a_gap_stays_a_gap(at: At, spoken: Path) -> None:
    for statement in GONE["a whole feed"]:
        tamper(spoken, statement)
    assert at("us-1").rebuild(accept_loss=True) > 0
    assert found(at("us-1")) == ["Entries were taken out of the log: their numbers have gaps"]


def test_a_backup_looks_at_every_signature(at: At, spoken: Path, tmp_path: Path) -> None:
    tamper(spoken, "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 2")
    us = at("us-1")
    assert found(us) == []
    with pytest.raises(Refused, match="does not verify"):
        us.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
