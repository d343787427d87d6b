"""A key that nobody handed over: rows that anybody with the file can plant give no desk another key."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.ledger.chain import OTHER_KEY
from accordtrack.ledger.entry import Entry, seal
from accordtrack.ledger.key_files import SigningKey, new_key
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote
from feeds import resealed, sealed
from log_checkers import compared
from registers import TODAY, At
from tampering import ask, tamper

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


@pytest.mark.parametrize(
    ("feed", "side"),
    [
        ("us-9", "MX"),
        ("mx-9", "US"),
        ("obs-9", "MX"),
        ("us-9", "us"),
        ("mx", "US"),
        ("us", "US"),
        ("u\u017f-2", "US"),
        ("us-1000", "US"),
    ],
)
def test_feed_opens_no_desk_of_another_side(at: At, register: Path, feed: str, side: str) -> None:
    key = new_key()
    database = Database(register)
    with database.writing() as connection:
        after, heads = log.latest_clock(connection), log.signed_heads(connection, feed)
        opening = {"side": side, "name": "Desk", "public_key": key.public}
        first = resealed(sealed(key, None, "desk.open", opening, feed), key, lc=after + 1, heads=heads)
        body = {"commitment": "FW-MX-01", "text": "We give it up.", "said_on": TODAY}
        said = resealed(sealed(key, first, "note.add", body, feed), key, lc=after + 2, heads=heads, ref="FW-MX-01")
        log.append(connection, [first, said])
    database.close()
    at("us-1").rebuild()
    own, other = compared(register)
    assert (own.sound, other.sound) == (False, False)
    assert f"{feed}-1" in own.entries
    assert feed not in {desk.feed for desk in at("us-1").info().desks}
    assert all(one.feed != feed for one in at("us-1").commitment("FW-MX-01").notes)
