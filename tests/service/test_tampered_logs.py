"""What was altered or taken out stays to be found: no write, rebuild or backup covers it up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger.entry import body_hash, canonical, entry_hash
from accordtrack.service import Desk
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote, ReportStatus, TakePosition
from registers import TODAY, At
from tampering import ask, tamper

pytestmark = pytest.mark.sweep

NOTE = AddNote(commitment="FW-US-01", text="On top.")
LAST_ID = "SELECT MAX(id) FROM entry"


def finding_messages(desk: Desk, *, deep: bool = False) -> list[str]:
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


def test_forged_entry_blocks_writes_and_stays_detectable(at: At, spoken: Path) -> None:
    forge(spoken, "us-1")
    us = at("us-1")
    before = us.version()
    assert "The signature is not valid" in finding_messages(us)
    with pytest.raises(Refused, match="The signature is not valid") as caught:
        us.write(NOTE)
    (problem,) = caught.value.problems
    assert problem.place == "us-1-3"
    assert problem.advice == "Nothing was written. Run accordtrack verify --deep, and restore a backup."
    assert us.version() == before
    assert "The signature is not valid" in finding_messages(us)


HEAD_CHANGES = {
    "a column": ("UPDATE entry SET by = 'x' WHERE id = ?", "The columns differ from what was signed"),
    "its hash": ("UPDATE entry SET hash = 'ab' WHERE id = ?", "The hash does not match the entry"),
    "its signature": ("UPDATE entry SET sig = zeroblob(64) WHERE id = ?", "The signature is not valid"),
    "its body": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = ?", "The body differs"),
    "its body as text": ("UPDATE entry_body SET raw = CAST(raw AS TEXT) WHERE entry_id = ?", "The body differs"),
    "its bytes as text": ("UPDATE entry SET raw = CAST(raw AS TEXT) WHERE id = ?", "The signed bytes are damaged"),
    "no body": ("DELETE FROM entry_body WHERE entry_id = ?", "The body is missing"),
    "the entry before it": ("UPDATE entry SET hash = 'ab' WHERE feed = 'us-1' AND seq = 2 AND id < ?", "The chain is"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", HEAD_CHANGES)
def test_desk_cannot_write_after_an_altered_last_entry(at: At, spoken: Path, name: str) -> None:
    statement, words = HEAD_CHANGES[name]
    ((last,),) = ask(spoken, LAST_ID)
    assert tamper(spoken, statement, (last,)) == 1
    us = at("us-1")
    for _ in range(2):
        with pytest.raises(Refused, match=words):
            us.write(AddNote(commitment="FW-MX-01", text="On top."))
    assert ask(spoken, LAST_ID) == [(last,)]
    assert any(
        message.startswith((words, "The tables were built from text that is now gone"))
        for message in finding_messages(us)
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET by = 'x' WHERE feed = 'mx-1' AND seq = 2",
        "UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = (SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 2)",
        "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 2)",
        "DELETE FROM entry WHERE feed = 'mx-1' AND seq = 2",
    ],
)
def test_write_to_a_commitment_with_altered_entries_is_refused(at: At, spoken: Path, statement: str) -> None:
    assert tamper(spoken, statement) == 1
    with pytest.raises(Refused) as caught:
        at("us-1").write(NOTE)
    assert "restore a backup" in caught.value.problems[0].advice
    assert finding_messages(at("us-1"))


@pytest.mark.parametrize("column", ["by", "act", "at", "handling"])
def test_entry_with_an_altered_column_is_not_read(spoken: Path, column: str) -> None:
    assert tamper(spoken, f"UPDATE entry SET {column} = 'x' WHERE feed = 'mx-1' AND seq = 2") == 1  # noqa: S608  (a name of ours)
    with Database(spoken).reading() as connection, pytest.raises(Refused, match="The columns differ") as caught:
        list(log.items(connection))
    assert caught.value.problems[0].place == "mx-1-2"


REMOVALS = {
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
REMOVAL_MESSAGE = re.compile(
    r"Missing entries that the tables refer to: \d+|The tables were built from text that is now gone"
)


@pytest.mark.parametrize("name", REMOVALS)
def test_removed_entries_are_reported_and_block_rebuild_and_writes(at: At, spoken: Path, name: str) -> None:
    for statement in REMOVALS[name]:
        tamper(spoken, statement)
    us = at("us-1")
    assert any(REMOVAL_MESSAGE.match(message) for message in finding_messages(us))
    assert "Restore a backup" in advice(us)
    assert "Run accordtrack rebuild" not in advice(us)
    with pytest.raises(Refused, match=r"Missing entries that the tables refer to: \d+"):
        us.rebuild()
    with pytest.raises(Refused):
        us.write(NOTE)
    with pytest.raises(Refused, match="missing from the log"):
        door.open_desk(spoken, "us-3", keys=own_key_folder(spoken), today=TODAY)
    with pytest.raises(Refused, match="does not verify"):
        us.backup(spoken.with_name("copy.db"))
    assert any(REMOVAL_MESSAGE.match(message) for message in finding_messages(us))


def test_rebuild_that_accepts_the_loss_still_reports_the_gap(at: At, spoken: Path) -> None:
    for statement in REMOVALS["a whole feed"]:
        tamper(spoken, statement)
    assert at("us-1").rebuild(accept_loss=True) > 0
    left = finding_messages(at("us-1"))
    assert left == [
        "The desk had seen mx-1-1, which is missing here",
        "The desk had seen mx-1-2, which is missing here",
        "Entries were removed from the log: their numbers have gaps",
    ]


def test_backup_checks_every_signature(at: At, spoken: Path, tmp_path: Path) -> None:
    tamper(spoken, "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 2")
    us = at("us-1")
    assert finding_messages(us) == []
    with pytest.raises(Refused, match="does not verify"):
        us.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
