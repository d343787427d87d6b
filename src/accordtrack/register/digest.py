"""The state digest: one SHA-256 over everything that stands, the same for the same words whoever keeps the file.

Left out: envelopes (but handling), salts, keys, hashes, signatures, clocks, acts and desks.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from accordtrack.ledger.entry import canonical
from accordtrack.ledger.kinds import KINDS
from accordtrack.register import log
from accordtrack.register.lookup import R

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.register.items import Item

_LEFT_OUT = frozenset({"desk.open", "entry.retract"})
_SINGLE = ("answers", "position", "claim")


def state_digest(connection: Connection, everything: Iterable[Item] | None = None) -> str:
    """SHA-256 over canonical lines ``{kind, id, official, handling, body}``, sorted bytewise.

    ``everything`` is ``log.items``, where it was read before.
    """
    columns = (R.c.entry_id, R.c.rid, R.c.official)
    standing = select(*columns).where(R.c.retracted_by.is_(None), R.c.refused == 0)
    known = {key: (rid, bool(official)) for key, rid, official in connection.execute(standing)}
    names: dict[str, str] = {}
    found = []
    for item in log.items(connection) if everything is None else everything:
        names[item.hash] = item.id
        if item.entry_id in known and item.kind not in _LEFT_OUT:
            found.append(item)
    lines = sorted(
        canonical(
            {
                "kind": KINDS[item.kind].family,
                "id": item.id,
                "official": known[item.entry_id][1],
                "handling": item.handling,
                "body": _by_id(item.body, names),
            }
        )
        for item in found
    )
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _by_id(body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The body with every entry named by its id instead of its hash."""
    changed = dict(body)
    for field in _SINGLE:
        if isinstance(body.get(field), str):
            changed[field] = names.get(body[field], body[field])
    if body.get("base"):
        changed["base"] = sorted(names.get(digest, digest) for digest in body["base"])
    return changed
