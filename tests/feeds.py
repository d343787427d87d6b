"""Feeds made in memory: an opening and a few notes, sealed by a fresh key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accordtrack.ledger.entry import Entry, canonical, entry_hash, seal, signed_bytes
from accordtrack.ledger.key_files import SigningKey, new_key

AT = "2026-11-25T10:00:00Z"


def note(text: str) -> dict[str, Any]:
    return {"commitment": "FW-US-01", "text": text, "said_on": "2026-11-25"}


def sealed(key: SigningKey, before: Entry | None, kind: str, body: Mapping[str, Any], feed: str = "us-1") -> Entry:
    seq = before.envelope.seq + 1 if before else 1
    lc = before.envelope.lc + 1 if before else 1
    return seal(
        body,
        key=key,
        feed=feed,
        seq=seq,
        prev=before.hash if before else None,
        lc=lc,
        at=AT,
        by="Somebody",
        act=f"act-{seq}",
        kind=kind,
        ref="FW-US-01" if before else feed,
        handling="TLP:CLEAR",
        heads=(),
    )


def feed_of(count: int, key: SigningKey | None = None, feed: str = "us-1") -> list[Entry]:
    signing = key or new_key()
    opening = {"side": "US", "name": "Desk", "public_key": signing.public}
    entries = [sealed(signing, None, "desk.open", opening, feed)]
    while len(entries) < count:
        entries.append(sealed(signing, entries[-1], "note.add", note(f"Note {len(entries)}."), feed))
    return entries


def resealed(entry: Entry, key: SigningKey, **changes: Any) -> Entry:  # noqa: ANN401
    """The entry with another envelope, hashed and signed anew: what a holder of the key could do."""
    envelope = replace(entry.envelope, **changes)
    raw = canonical(envelope.values())
    return replace(entry, envelope=envelope, raw=raw, hash=entry_hash(raw), sig=key.sign(signed_bytes(raw)))
