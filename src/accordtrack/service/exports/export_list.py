"""The local list of exports, and the warning that it gives when a mark is raised."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from accordtrack.core.dates import now
from accordtrack.core.problems import Refused
from accordtrack.projection.audience import AUDIENCES, Audience
from accordtrack.store import export_rows, log
from accordtrack.store.export_rows import ExportRow
from accordtrack.types import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.projection.fold import State
    from accordtrack.store.database import Database

SCORECARD, PACKAGE, HISTORY, CALENDAR, IATI, SITE, COPY, DISCLOSURE = (
    "scorecard",
    "package",
    "history",
    "calendar",
    "iati",
    "site",
    "copy",
    "disclosure",
)
ANYBODY = "anybody"
"""The readers of a disclosure, which names its entries and not its readers."""
SHOWN = 10
"""Number of exports that a message lists; the latest come first."""
_CHUNK = 1 << 20


def note_export(database: Database, what: str, path: Path, audience: str, side: str | None) -> None:
    """Add what was written to ``path`` to the list. A register that cannot be written keeps no list."""
    with suppress(Refused, OSError):
        digest = _digest(path)
        with database.writing_briefly() as connection:
            last = log.last_entry(connection)
            export_rows.add_row(connection, ExportRow(now(), what, path.name, audience, side, last, digest))


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder: over the digest and relative path of each of its files."""
    if not path.is_dir():
        return _file_digest(path)
    files = sorted(one for one in path.rglob("*") if one.is_file())
    lines = (f"{_file_digest(one)}  {one.relative_to(path).as_posix()}\n" for one in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def published_lines(connection: Connection, state: State) -> list[Line]:
    """Return the lines about exports that may contain this commitment, shown before its mark is raised."""
    record, added = state.record, state.added
    found = [
        row
        for row in export_rows.all_rows(connection)
        if row.entry >= added.entry_id and _could_read(row, record.handling, added.seat)
    ]
    last = Line("Exports cannot be recalled; this list has only those made with this file")
    if not found:
        return [Line("No listed export contains this commitment"), last]
    lines = [Line("Exports that may contain this commitment: {n}", {"n": len(found)})]
    lines += map(_row_line, _latest(found))
    if len(found) > SHOWN:
        lines.append(Line("and {n} earlier ones", {"n": len(found) - SHOWN}))
    return [*lines, last]


def _latest(rows: Sequence[ExportRow]) -> Iterable[ExportRow]:
    return list(reversed(rows))[:SHOWN]


def _could_read(row: ExportRow, handling: str, seat: str) -> bool:
    """Whether the readers of an export could read content with this mark."""
    if row.audience not in AUDIENCES:
        return True
    return Audience(row.audience, row.side).may_read_content(handling, seat, marked=False)


def _row_line(row: ExportRow) -> Line:
    readers = ("side", row.side) if row.side else ("audience", row.audience)
    values: dict[str, object] = {
        "date": row.made_at[:10],
        "what": ("export", row.what),
        "name": row.name,
        "audience": readers,
        "digest": row.digest[:16],
    }
    return Line("{date}: {what} {name}, for {audience}, SHA-256 {digest}…", values)
