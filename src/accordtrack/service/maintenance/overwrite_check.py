"""What would be lost where a copy takes the name of a file that is there: a register goes only where it is an older backup.

A backup has nothing that the register of which it was made has not, unless somebody went on in it, or the register is the
older of the two.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import later
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import seats
from accordtrack.store import desk_keys, safe_io
from accordtrack.store.database import Database, address, reader
from accordtrack.store.database_errors import Work, spoken
from accordtrack.store.file_check import is_register

if TYPE_CHECKING:
    from pathlib import Path

_ADVICE = later("Give the backup another name, or move that register away by hand.")
_LOST = """
SELECT COUNT(*) FROM main.entry AS there
LEFT JOIN main.entry_body AS words ON words.entry_id = there.id
LEFT JOIN here.entry AS same ON same.hash = there.hash AND same.raw = there.raw
LEFT JOIN here.entry_body AS kept ON kept.entry_id = same.id
WHERE same.id IS NULL OR (words.entry_id IS NOT NULL AND kept.entry_id IS NULL)
"""


def refuse_lost(path: Path, out: Path) -> None:
    """Refuse to put a copy of the register at ``path`` where a register is that is no older backup of it.

    That is one with entries, or words of entries, that the register has not; one at which desks go on; or one that cannot be
    read. What is no register at all passes.
    """
    if not is_register(out):
        return
    values = {"x": out}
    try:
        desks, lost = _open_desks(out), _lost(path, out)
    except Refused as error:
        message = later("{x} is a register that cannot be read, and may hold what this one does not")
        raise Refused(Problem(message, _ADVICE, values=values)) from error
    if lost:
        message = later("{x} is a register with entries, or words of them, that this one does not hold: {n}")
        raise Refused(Problem(message, _ADVICE, values={**values, "n": lost}))
    if desks:
        message = later("{x} is no backup but a register in which desks go on: {desks}")
        raise Refused(Problem(message, _ADVICE, values={**values, "desks": ", ".join(desks)}))


def _open_desks(out: Path) -> list[str]:
    """The desks that go on in the register at ``out``. Refuses one that is not sound enough to be opened."""
    with closing(Database(out)) as database:
        database.check()
        with database.reading() as connection:
            closed = restored_desks.closed(connection) | {seats.COMPILER}
            return [feed for feed in desk_keys.seats(connection) if feed not in closed]


def _lost(path: Path, out: Path) -> int:
    """How many entries of the register at ``out`` the one at ``path`` has not, or not with their words."""
    with (
        spoken(out, Work.READING),
        safe_io.transaction(path.resolve()),
        safe_io.transaction(out.resolve()),
        closing(reader(out)) as connection,
    ):
        connection.execute("ATTACH ? AS here", (address(path),))
        return int(connection.execute(_LOST).fetchone()[0])
