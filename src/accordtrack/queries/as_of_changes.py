"""SQL that finds the commitments whose rows may differ on a past date.

A row can differ only because of later entries or because evidence expired. Indexes answer both statements, for the
whole register (``ALL``) or for some commitments (``SOME``); no body is decoded.
"""

from __future__ import annotations

from sqlalchemy import bindparam, text

from accordtrack.store.schema import STANDS, day_in_body

LEFT_OUT = ("link", "note", "withholding")
"""Families of entries about a commitment that do not affect its row."""
_LATE = f"(effective_on > :as_of OR known_on > :known_on) AND {STANDS} AND family NOT IN {LEFT_OUT}"
_EXPIRES, _MAY_EXPIRE = day_in_body("expires_on", "b.raw")
_EXPIRED = f"+r.family = 'evidence' AND {STANDS} AND {_MAY_EXPIRE} AND {_EXPIRES} < CAST(:as_of AS BLOB)"
"""Finds evidence by the bytes of its canonical body; a false match is only folded. ``+`` avoids the family index."""

_WAITS_LATE = """
SELECT w.ref FROM main.acceptance a CROSS JOIN main.record w ON w.entry_id = a.entry_id
WHERE a.waits != '' AND w.retracted_by IS NULL AND (w.effective_on > :as_of OR w.known_on > :known_on)
"""
"""Finds what waits and was not there yet, since filters find commitments by what waits."""

_TAKEN_BACK = """
SELECT s.ref FROM main.record t CROSS JOIN main.record s ON s.ref = t.ref AND s.retracted_by = t.entry_id
WHERE t.family = 'retraction' AND s.family = 'status' AND (s.effective_on > :as_of OR s.known_on > :known_on)
"""
"""Finds statements that were taken back and are dated after the as-of or known-on day."""

ALL = f"""
SELECT ref FROM main.record WHERE {_LATE}
UNION {_WAITS_LATE} UNION {_TAKEN_BACK} UNION
SELECT r.ref FROM main.entry_body b CROSS JOIN main.record r ON r.entry_id = b.entry_id WHERE {_EXPIRED}
"""  # noqa: S608  (of our own words)
"""Refs with an entry later than ``as_of`` or ``known_on``, or with evidence that had expired by ``as_of``."""

SOME = text(
    f"""
SELECT ref FROM main.record WHERE ref IN :refs AND {_LATE}
UNION {_WAITS_LATE} AND w.ref IN :refs UNION {_TAKEN_BACK} AND t.ref IN :refs UNION
SELECT r.ref FROM main.record r CROSS JOIN main.entry_body b ON b.entry_id = r.entry_id WHERE r.ref IN :refs AND {_EXPIRED}
"""  # noqa: S608  (of our own words)
).bindparams(bindparam("refs", expanding=True))
"""The same as ``ALL``, limited to ``refs``."""
