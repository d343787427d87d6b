"""The state digest: one SHA-256 over everything that stands, independent of the file that holds it.

It leaves out envelopes (except handling), salts, keys, hashes, signatures, clocks, acts and desks.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from accordtrack.ledger.entry import canonical
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.store import log
from accordtrack.store.columns import RECORD as R

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.audience import Audience
    from accordtrack.store.items import Item

_LEFT_OUT = frozenset({*DESK_KINDS, "entry.retract"})
_SINGLE = ("answers", "position", "claim")


class Digest:
    """Collects entries one by one, in any order. A line waits until the entries that its body names are known.

    It keeps one line of text per entry rather than all their values. With an ``audience``, it holds only what that may
    read.
    """

    def __init__(self, audience: Audience | None = None) -> None:
        self._audience = audience
        self._names: dict[str, str] = {}
        self._lines: list[bytes] = []
        self._waiting: list[tuple[str, str, bool, str, Mapping[str, Any]]] = []

    def register_entry(self, item: Item[Record]) -> None:
        """Register an entry that others may name, whether it stands or not."""
        if self._audience is not None and not self._audience.may_read(item):
            return
        self._names[item.hash] = item.id

    def add_entry(self, item: Item[Record], rid: str, *, official: bool) -> None:
        """Add an entry that stands."""
        if item.kind in _LEFT_OUT or (self._audience is not None and not self._audience.may_read(item)):
            return
        family, names = KINDS[item.kind].family, _named_hashes(item.body)
        if item.raw and not names:
            self._lines.append(_line_from_bytes(item.raw, family, rid, official, item.handling))
            return
        line = (family, rid, official, item.handling, canonical_body(item.body))
        if all(digest in self._names for digest in names):
            self._lines.append(self._line(*line))
        else:
            self._waiting.append(line)

    def sha256(self) -> str:
        """Return the SHA-256 over canonical lines ``{kind, id, official, handling, body}``, sorted bytewise."""
        digest = hashlib.sha256()
        for line in sorted([*self._lines, *(self._line(*waiting) for waiting in self._waiting)]):
            digest.update(line + b"\n")
        return digest.hexdigest()

    def _line(self, family: str, rid: str, official: bool, handling: str, body: Mapping[str, Any]) -> bytes:  # noqa: FBT001
        body_with_ids = _with_named_ids(body, self._names)
        return canonical({"kind": family, "id": rid, "official": official, "handling": handling, "body": body_with_ids})


def _line_from_bytes(body: bytes, family: str, rid: str, official: bool, handling: str) -> bytes:  # noqa: FBT001
    """Return the line of a body that names no entry, from its canonical bytes; the keys are in canonical order."""
    raw = b"true" if official else b"false"
    start = b'{"body":%b,"handling":%b,' % (body, _word(handling))
    return start + b'"id":%b,"kind":%b,"official":%b}' % (canonical(rid), _word(family), raw)


@cache
def _word(word: str) -> bytes:
    """Return a handling mark or family as canonical JSON. Cached: there are few."""
    return canonical(word)


def state_digest(
    connection: Connection, everything: Iterable[Item[Record]] | None = None, audience: Audience | None = None
) -> str:
    """Return the digest of what stands according to the projection, limited to what ``audience`` may read.

    ``everything`` is the result of ``log.items``, if the caller has read it. A digest has no salt: somebody who has the
    digest of text that they may not read could guess that text, since everything else is known.
    """
    columns = (R.c.entry_id, R.c.rid, R.c.official)
    standing = select(*columns).where(R.c.retracted_by.is_(None), R.c.refused == 0)
    known = {key: (rid, bool(official)) for key, rid, official in connection.execute(standing)}
    digest = Digest(audience)
    for item in log.items(connection) if everything is None else everything:
        digest.register_entry(item)
        if item.entry_id in known:
            rid, official = known[item.entry_id]
            digest.add_entry(item, rid, official=official)
    return digest.sha256()


def _named_hashes(body: Record) -> list[str]:
    single = [name for field in _SINGLE if isinstance(name := getattr(body, field, None), str)]
    return [*single, *getattr(body, "base", ())]


def _with_named_ids(body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the body with every entry named by id instead of by hash."""
    changed = dict(body)
    for field in _SINGLE:
        if isinstance(body.get(field), str):
            changed[field] = names.get(body[field], body[field])
    if body.get("base"):
        changed["base"] = sorted(names.get(digest, digest) for digest in body["base"])
    return changed
