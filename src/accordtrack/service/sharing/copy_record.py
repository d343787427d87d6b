"""Records in a copy for others its audience and the files it lacks, in a row of the local table ``session``."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from accordtrack.types import CommitmentView, EvidenceView

_NAME = "copy"
_WITHOUT = "SELECT COUNT(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)"


@dataclass(frozen=True, slots=True)
class Copied:
    """The audience of a copy, and the digests of files that its entries name but that were left out."""

    audience: str
    files: frozenset[str]


def mark_as_copy(connection: Connection, audience: str, files: Iterable[str]) -> None:
    """Mark this file as a copy for ``audience``, without ``files``."""
    values = {"name": _NAME, "value": json.dumps({"audience": audience, "files": sorted(files)})}
    row = {**values, "checksum": checksum(values)}
    connection.execute(text("INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)"), row)


def read(connection: Connection) -> Copied | None:
    """Return the record of the copy; None if the register is no copy for others, or the row cannot be read."""
    value = connection.execute(text("SELECT value FROM session WHERE name = :name"), {"name": _NAME}).scalar()
    try:
        record = json.loads(value) if value is not None else None
        return Copied(str(record["audience"]), frozenset(map(str, record["files"]))) if record else None
    except (ValueError, TypeError, LookupError):
        return None


def count_missing_bodies(connection: Connection) -> int:
    """Return the number of entries without a body in this register."""
    return int(connection.exec_driver_sql(_WITHOUT).scalar_one())


def mark_left_out(view: CommitmentView, copy: Copied | None) -> CommitmentView:
    """Return the view of a commitment with the files marked that were left out of ``copy``."""
    if copy is None or not any(item.file for item in view.evidence):
        return view
    return replace(view, evidence=tuple(_mark_evidence(item, copy) for item in view.evidence))


def _mark_evidence(item: EvidenceView, copy: Copied) -> EvidenceView:
    file = item.file
    if file is None or file.present or file.digest not in copy.files:
        return item
    return replace(item, file=replace(file, left_out=True))
