"""Refuses to overwrite a register with a copy unless it is an older backup of the copied register.

An older backup holds nothing that the register lacks, unless somebody continued writing in it or the register is itself
the older of the two.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import seats
from accordtrack.store import desk_keys, safe_io
from accordtrack.store.database import Database, address, reader
from accordtrack.store.database_errors import Work, translate_errors
from accordtrack.store.file_check import is_register

if TYPE_CHECKING:
    from pathlib import Path

_ADVICE = gettext_lazy("Give the backup another name, or move that register away by hand.")
_LOST = """
SELECT COUNT(*) FROM main.entry AS there
LEFT JOIN main.entry_body AS words ON words.entry_id = there.id
LEFT JOIN here.entry AS same ON same.hash = there.hash AND same.raw = there.raw
LEFT JOIN here.entry_body AS kept ON kept.entry_id = same.id
WHERE same.id IS NULL OR (words.entry_id IS NOT NULL AND kept.entry_id IS NULL)
"""


def refuse_lost(path: Path, out: Path) -> None:
    """Refuse to replace a register at ``out`` by a copy of the one at ``path`` unless it is an older backup of it.

    It is not if it has entries or bodies that the register lacks, if it has open desks, or if it cannot be read. A file
    that is no register passes.
    """
    if not is_register(out):
        return
    values = {"x": out}
    try:
        desks, lost = _open_desks(out), _lost(path, out)
    except Refused as error:
        message = gettext_lazy("{x} is a register that cannot be read, and may hold what this one does not")
        raise Refused(Problem(message, _ADVICE, values=values)) from error
    if lost:
        message = gettext_lazy("{x} is a register with entries, or words of them, that this one does not hold: {n}")
        raise Refused(Problem(message, _ADVICE, values={**values, "n": lost}))
    if desks:
        message = gettext_lazy("{x} is no backup but a register in which desks go on: {desks}")
        raise Refused(Problem(message, _ADVICE, values={**values, "desks": ", ".join(desks)}))


def _open_desks(out: Path) -> list[str]:
    """Return the open desks of the register at ``out``. Refuses one too damaged to be opened."""
    with closing(Database(out)) as database:
        database.check()
        with database.reading() as connection:
            closed = restored_desks.closed(connection) | {seats.COMPILER}
            return [feed for feed in desk_keys.desks_by_feed(connection) if feed not in closed]


def _lost(path: Path, out: Path) -> int:
    """Count the entries of the register at ``out`` that the one at ``path`` lacks, or has without their bodies."""
    with (
        translate_errors(out, Work.READING),
        safe_io.transaction(path.resolve()),
        safe_io.transaction(out.resolve()),
        closing(reader(out)) as connection,
    ):
        connection.execute("ATTACH ? AS here", (address(path),))
        return int(connection.execute(_LOST).fetchone()[0])
