"""Where the log stands: each feed with its size and head, and the digest of the state, for a document to name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.register.digest import state_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from accordtrack.register.items import Item

_HEADS = """
SELECT e.feed, e.seq, e.hash FROM entry e
WHERE e.seq = (SELECT MAX(l.seq) FROM entry l WHERE l.feed = e.feed) ORDER BY e.feed
"""


def checkpoint(connection: Connection, everything: Iterable[Item] | None = None) -> dict[str, Any]:
    """``feeds`` (name, number of entries, hash of the last) and ``state_digest``, as verify has them.

    ``everything`` is ``log.items``, where it was read before.
    """
    feeds = [{"feed": feed, "entries": seq, "head": head} for feed, seq, head in connection.execute(text(_HEADS))]
    return {"state_digest": state_digest(connection, everything), "feeds": feeds}
