"""A key that nobody handed over: rows that anybody with the file can plant give no desk another key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.ledger.chain import OTHER_KEY
from accordtrack.ledger.entry import seal
from accordtrack.ledger.key_files import new_key
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote
from tampering import ask, tamper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.service import Desk

    At = Callable[[str], Desk]

AT = "2026-11-25T10:00:00.000000Z"


def plant_key_change(register: Path, key: SigningKey, place: float) -> None:
    """A note of mx-1 by another key, and a change to that key at ``place`` of the feed, which the old one never signed."""
    database = Database(register)
    with database.reading() as connection:
        last = log.end_of_feed(connection, "mx-1", 1)[0][1]

    def made(body: dict[str, object], after: Entry, kind: str, ref: str) -> Entry:
        return seal(
            body,
            key=key,
            feed="mx-1",
            prev=after.hash,
            at=AT,
            by="forger",
            act="f" * 16,
            kind=kind,
            ref=ref,
            handling="TLP:CLEAR",
            seq=after.envelope.seq + 1,
            lc=after.envelope.lc + 1,
        )

    note = made(
        {"commitment": "FW-US-01", "text": "We said so.", "id": None, "inferred": []}, last, "note.add", "FW-US-01"
    )
    change = made({"public_key": key.public}, note, "desk.rekey", "mx-1")
    with database.writing() as connection:
        log.append(connection, [note, change])
    database.close()
    tamper(register, "UPDATE entry SET seq = ? WHERE feed = 'mx-1' AND kind = 'desk.rekey'", [place])


@pytest.mark.parametrize("place", [0, 1.5, 2.5])
def test_planted_key_change_does_not_replace_the_key(at: At, register: Path, tmp_path: Path, place: float) -> None:
    for words in ("One.", "Two."):
        at("mx-1").write(AddNote(commitment="FW-US-01", text=words, handling="TLP:CLEAR"))
    own = door.key(register, "mx-1").public_key
    at("us-1").write_checkpoint(tmp_path / "note")
    key = new_key()
    plant_key_change(register, key, place)
    assert door.key(register, "mx-1").public_key == own != key.public
    places = {(one.place, one.message) for one in door.verify_since(register, tmp_path / "note").findings}
    assert ("mx-1-4", OTHER_KEY) in places
    assert ("mx-1", "The entries of this feed are not numbered consecutively") in places
    assert not door.verify_register(register).is_sound
    assert ask(register, "SELECT COUNT(*) FROM entry WHERE kind = 'desk.rekey'") == [(1,)]
