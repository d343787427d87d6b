"""What of a commitment's row later entries and passing days touch: the rest is on any date what it is today.

Both questions are answered by indexes, without a body being read: of the whole register, or of some commitments.
"""

from __future__ import annotations

from sqlalchemy import bindparam, text

from accordtrack.store.schema import STANDS, day_in_body

LEFT_OUT = ("link", "note", "retraction", "withholding")
"""Families of entries about a commitment that its row is not made of."""
_LATE = f"(effective_on > :as_of OR known_on > :known_on) AND {STANDS} AND family NOT IN {LEFT_OUT}"
_EXPIRES, _MAY_EXPIRE = day_in_body("expires_on", "b.raw")
_EXPIRED = f"+r.family = 'evidence' AND {STANDS} AND {_MAY_EXPIRE} AND {_EXPIRES} < CAST(:as_of AS BLOB)"
"""Evidence by the bytes of its canonical body: what is found without need is only folded. Not by the index of families."""

ALL = f"""
SELECT ref FROM main.record WHERE {_LATE}
UNION
SELECT r.ref FROM main.entry_body b CROSS JOIN main.record r ON r.entry_id = b.entry_id WHERE {_EXPIRED}
"""  # noqa: S608  (of our own words)
"""Refs with something later than ``as_of`` and ``known_on``, or with evidence that had expired by then."""

SOME = text(
    f"""
SELECT ref FROM main.record WHERE ref IN :refs AND {_LATE}
UNION
SELECT r.ref FROM main.record r CROSS JOIN main.entry_body b ON b.entry_id = r.entry_id WHERE r.ref IN :refs AND {_EXPIRED}
"""  # noqa: S608  (of our own words)
).bindparams(bindparam("refs", expanding=True))
"""The same among ``refs``."""
