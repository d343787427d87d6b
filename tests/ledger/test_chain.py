"""The walk along a feed finds every fault and names it; what is sound has no findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from accordtrack.core.problems import fill
from accordtrack.ledger.chain import Checker
from accordtrack.ledger.entry import Entry, canonical
from accordtrack.ledger.key_files import SigningKey, new_key
from feeds import feed_of, note, resealed, sealed

Change = Callable[[list[Entry], SigningKey], list[Entry]]

LENGTH = 5


def walk(entries: list[Entry], *, deep: bool = True) -> Checker:
    checker = Checker("us-1", deep=deep)
    for entry in entries:
        checker.check_entry(entry)
    checker.check_last_signature()
    return checker


def findings_of(checker: Checker) -> list[tuple[str, str]]:
    return [(finding.place, fill(finding.message, finding.values)) for finding in checker.findings]


@pytest.mark.parametrize("deep", [False, True])
def test_sound_feed_has_no_findings(*, deep: bool) -> None:
    entries = feed_of(LENGTH)
    checker = walk(entries, deep=deep)
    assert findings_of(checker) == []
    assert (checker.seq, checker.head, checker.side) == (LENGTH, entries[-1].hash, "US")
    assert (checker.present, checker.withheld, checker.wrong) == (LENGTH, 0, 0)
    assert checker.signatures == (LENGTH if deep else 1)


def test_empty_feed_has_no_findings() -> None:
    assert findings_of(walk([])) == []


@pytest.mark.parametrize(("handling", "withheld", "wrong"), [("TLP:RED", 1, 0), ("TLP:CLEAR", 0, 1)])
def test_missing_body_is_counted_as_withheld_or_reported(handling: str, withheld: int, wrong: int) -> None:
    key = new_key()
    entries = feed_of(LENGTH, key)
    entries[4] = replace(resealed(entries[4], key, handling=handling), body_raw=None, salt=None)
    checker = walk(entries)
    assert findings_of(checker) == [("us-1-5", "The body is missing")] * wrong
    assert (checker.present, checker.withheld, checker.wrong) == (LENGTH - 1, withheld, wrong)


COLUMNS: dict[str, object] = {
    "v": 3,
    "feed": "mx-1",
    "seq": 9,
    "prev": "0" * 64,
    "lc": 99,
    "at": "2020-01-01T00:00:00Z",
    "kid": "0" * 16,
    "by": "Somebody else",
    "act": "another",
    "kind": "status.report",
    "ref": "FW-MX-01",
    "handling": "TLP:RED",
    "body_hash": "0" * 64,
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", [0, 2, LENGTH - 1])
def test_altered_column_is_found_at_its_entry(column: str, place: int) -> None:
    """An entry is called by the number that its row gives."""
    entries = feed_of(LENGTH)
    envelope = replace(entries[place].envelope, **{column: COLUMNS[column]})  # type: ignore[arg-type]
    entries[place] = replace(entries[place], envelope=envelope)
    assert (f"us-1-{entries[place].envelope.seq}", "The columns differ from what was signed") in findings_of(
        walk(entries)
    )


def altered(place: int, **changes: object) -> Change:
    def change(entries: list[Entry], _key: SigningKey) -> list[Entry]:
        entries[place] = replace(entries[place], **changes)  # type: ignore[arg-type]
        return entries

    return change


def signed_anew(place: int, **changes: object) -> Change:
    def change(entries: list[Entry], key: SigningKey) -> list[Entry]:
        entries[place] = resealed(entries[place], key, **changes)
        return entries

    return change


def missing(place: int) -> Change:
    return lambda entries, _key: [*entries[:place], *entries[place + 1 :]]


def swapped(entries: list[Entry], _key: SigningKey) -> list[Entry]:
    return [entries[0], entries[2], entries[1], *entries[3:]]


def twice(entries: list[Entry], _key: SigningKey) -> list[Entry]:
    return [*entries[:3], entries[2], *entries[3:]]


def another_key(entries: list[Entry], _key: SigningKey) -> list[Entry]:
    return [*entries, sealed(new_key(), entries[-1], "note.add", note("By a stranger."))]


def forged(entries: list[Entry], key: SigningKey) -> list[Entry]:
    """A stranger's signature under the right name of the key."""
    stranger = replace(new_key(), public=key.public, kid=key.kid)
    return [*entries, sealed(stranger, entries[-1], "note.add", note("By a stranger."))]


def other_body(entries: list[Entry], _key: SigningKey) -> list[Entry]:
    entries[3] = replace(entries[3], body_raw=canonical(note("Other words.")))
    return entries


def another_opening(body: dict[str, str]) -> Change:
    def change(_entries: list[Entry], key: SigningKey) -> list[Entry]:
        return [sealed(key, None, "desk.open", body)]

    return change


def no_opening(_entries: list[Entry], key: SigningKey) -> list[Entry]:
    return [sealed(key, None, "note.add", note("First words."))]


SIGNED_BY_ANOTHER = "The entry is signed with a key that was not this desk's at the time"
NO_OPENING = "The feed does not begin by opening a desk"
BROKEN = "The chain is broken: the entry before it is not the one it names"
SIGNATURE = "The signature is not valid"

FAULTS: dict[str, tuple[Change, str, str]] = {
    "bytes cut": (altered(2, raw=b'{"v":1}'), "us-1-3", "The signed bytes are damaged: an envelope with other fields"),
    "bytes spoilt": (altered(2, raw=b"\xff"), "us-1-3", "The signed bytes are damaged: not UTF-8"),
    "hash": (altered(2, hash="0" * 64), "us-1-3", "The hash does not match the entry"),
    "hash of the last": (altered(4, hash="0" * 64), "us-1-5", "The hash does not match the entry"),
    "signature": (altered(2, sig=b"\x00" * 64), "us-1-3", SIGNATURE),
    "signature cut": (altered(2, sig=b""), "us-1-3", SIGNATURE),
    "missing first": (missing(0), "us-1-1", "Entry 1 of the feed is missing or out of order"),
    "missing within": (missing(2), "us-1-3", "Entry 3 of the feed is missing or out of order"),
    "missing within breaks the chain": (missing(2), "us-1-4", BROKEN),
    "swapped": (swapped, "us-1-2", "Entry 2 of the feed is missing or out of order"),
    "swapped breaks the chain": (swapped, "us-1-3", BROKEN),
    "one twice": (twice, "us-1-4", "Entry 4 of the feed is missing or out of order"),
    "signed anew in another place": (signed_anew(2, prev="0" * 64), "us-1-3", BROKEN),
    "what follows a rewritten entry": (signed_anew(2, by="Another"), "us-1-4", BROKEN),
    "first with a past": (signed_anew(0, prev="0" * 64), "us-1-1", BROKEN),
    "clock stands": (signed_anew(2, lc=2), "us-1-3", "The order number (lc) does not increase"),
    "clock goes back": (signed_anew(2, lc=1), "us-1-3", "The order number (lc) does not increase"),
    "clock of the first": (signed_anew(0, lc=0), "us-1-1", "The order number (lc) does not increase"),
    "another feed's entry": (signed_anew(2, feed="mx-1"), "us-1-3", "Entry 3 of the feed is missing or out of order"),
    "another key": (another_key, "us-1-6", SIGNED_BY_ANOTHER),
    "a stranger under the right name": (forged, "us-1-6", SIGNATURE),
    "body": (other_body, "us-1-4", "The body differs from what was signed"),
    "body spoilt": (altered(3, body_raw=b"\xff"), "us-1-4", "The body differs from what was signed"),
    "salt": (altered(3, salt=b"\x00" * 16), "us-1-4", "The body differs from what was signed"),
    "salt gone": (altered(3, salt=b""), "us-1-4", "The body differs from what was signed"),
    "no opening": (no_opening, "us-1-1", NO_OPENING),
    "opening withheld": (altered(0, body_raw=None, salt=None), "us-1-1", NO_OPENING),
    "opening without key": (another_opening({"side": "US", "name": "Desk"}), "us-1-1", NO_OPENING),
    "opening with no hexadecimal": (another_opening({"side": "US", "public_key": "zz" * 32}), "us-1-1", NO_OPENING),
    "opening a desk of another side": (
        another_opening({"side": "MX", "name": "Desk", "public_key": "ab" * 32}),
        "us-1-1",
        NO_OPENING,
    ),
    "opening with a short key": (another_opening({"side": "US", "public_key": "00"}), "us-1-1", NO_OPENING),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found_and_named(name: str) -> None:
    change, place, words = FAULTS[name]
    key = new_key()
    found = findings_of(walk(change(feed_of(LENGTH, key), key)))
    assert any(at == place and said.startswith(words) for at, said in found), found


def test_wrong_bodies_are_counted() -> None:
    key = new_key()
    checker = walk(other_body(feed_of(LENGTH, key), key))
    assert (checker.present, checker.withheld, checker.wrong) == (LENGTH - 1, 0, 1)


def test_shallow_check_verifies_only_the_last_signature() -> None:
    within = altered(2, sig=b"\x00" * 64)(feed_of(LENGTH), new_key())
    assert findings_of(walk(within, deep=False)) == []
    assert findings_of(walk(within)) == [("us-1-3", SIGNATURE)]
    last = altered(4, sig=b"\x00" * 64)(feed_of(LENGTH), new_key())
    assert findings_of(walk(last, deep=False)) == [("us-1-5", SIGNATURE)]


def test_every_finding_gives_advice() -> None:
    key = new_key()
    for change, _place, _words in FAULTS.values():
        for finding in walk(change(feed_of(LENGTH, key), key)).findings:
            assert finding.advice
