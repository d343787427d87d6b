"""The envelope and the body beside it: what is signed, what is hashed, what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from accordtrack.ledger.entry import (
    NotCanonical,
    body_hash,
    canonical,
    entry_hash,
    kid_of,
    parse,
    read_envelope,
    signed_bytes,
)
from accordtrack.ledger.key_files import new_key, signature_holds
from feeds import feed_of, note, sealed

FIELDS = ["v", "feed", "seq", "prev", "lc", "at", "kid", "by", "act", "kind", "ref", "handling", "body_hash"]


def test_envelope_is_read_back_from_its_signed_bytes() -> None:
    first, second = feed_of(2)
    assert sorted(parse(first.raw)) == sorted([*FIELDS, "heads"])
    for entry in (first, second):
        assert read_envelope(entry.raw) == entry.envelope
        assert canonical(entry.envelope.values()) == entry.raw
    assert (first.envelope.prev, second.envelope.prev) == (None, first.hash)
    assert (second.envelope.id, second.envelope.v) == ("us-1-2", 2)


def test_hashes_and_signature_use_separate_domains() -> None:
    key = new_key()
    (entry,) = feed_of(1, key)
    assert entry.salt is not None
    assert entry.body_raw is not None
    assert entry.hash == hashlib.sha256(b"accordtrack-entry-v1\n" + entry.raw).hexdigest()
    digest = hashlib.sha256(b"accordtrack-body-v1\n" + entry.salt + entry.body_raw).hexdigest()
    assert entry.envelope.body_hash == digest == body_hash(entry.salt, entry.body_raw)
    assert entry_hash(entry.raw) == entry.hash
    assert entry.envelope.kid == kid_of(key.public) == hashlib.sha256(bytes.fromhex(key.public)).hexdigest()[:16]
    assert signature_holds(key.public, entry.sig, signed_bytes(entry.raw))
    assert not signature_holds(key.public, entry.sig, entry.raw), "the bare bytes are not what was signed"
    assert not signature_holds(new_key().public, entry.sig, signed_bytes(entry.raw))
    assert not signature_holds("zz", entry.sig, signed_bytes(entry.raw))
    assert not signature_holds(key.public, entry.sig[:-1], signed_bytes(entry.raw))


def test_equal_bodies_have_different_salts_and_hashes() -> None:
    key = new_key()
    one, other = (sealed(key, None, "note.add", note("The same.")) for _ in range(2))
    assert one.body_raw == other.body_raw
    assert one.salt is not None
    assert len(one.salt) == 16
    assert one.salt != other.salt
    assert one.envelope.body_hash != other.envelope.body_hash


def test_body_is_stored_as_it_was_hashed() -> None:
    entry = sealed(new_key(), None, "note.add", {"b": 1, "a": ["México"]})
    assert entry.body_raw == '{"a":["México"],"b":1}'.encode()
    assert entry.body == {"a": ["México"], "b": 1}


def test_entry_without_its_body_keeps_envelope_hash_and_signature() -> None:
    entry = sealed(new_key(), None, "note.add", note("Words."))
    bare = entry.without_body()
    assert (bare.envelope, bare.raw, bare.hash, bare.sig) == (entry.envelope, entry.raw, entry.hash, entry.sig)
    assert (bare.salt, bare.body_raw, bare.body) == (None, None, None)


@pytest.mark.parametrize("raw", [b"{", b"[1]", b"null", b"\xff", b"[" * 200_000, 5])
def test_body_that_is_no_map_has_no_values(raw: Any) -> None:  # noqa: ANN401 - what a file holds
    (entry,) = feed_of(1)
    assert replace(entry, body_raw=raw).body is None


def test_body_without_a_canonical_form_is_not_sealed() -> None:
    with pytest.raises(NotCanonical):
        sealed(new_key(), None, "note.add", {"share": 0.5})


def fields(**changes: object) -> dict[str, Any]:
    (entry,) = feed_of(1)
    return entry.envelope.values() | changes


def without(name: str) -> dict[str, Any]:
    return {field: value for field, value in fields().items() if field != name}


WRONG: dict[str, object] = {
    **{f"without {name}": without(name) for name in FIELDS},
    "one field more": fields(extra=1),
    "seq as text": fields(seq="1"),
    "seq as boolean": fields(seq=True),
    "v as boolean": fields(v=True),
    "lc null": fields(lc=None),
    "feed as number": fields(feed=1),
    "feed null": fields(feed=None),
    "prev as number": fields(prev=0),
    "handling as list": fields(handling=["TLP:CLEAR"]),
    "body_hash null": fields(body_hash=None),
}


@pytest.mark.parametrize("name", WRONG)
def test_envelope_with_wrong_fields_or_types_is_refused(name: str) -> None:
    with pytest.raises(NotCanonical, match=r"^(an envelope with other fields|[a-z_]+ of another type)$"):
        read_envelope(canonical(WRONG[name]))


def test_envelope_of_a_newer_version_or_kind_is_read() -> None:
    newer = fields(v=3, kind="treaty.sign")
    assert read_envelope(canonical(newer)).values() == newer
