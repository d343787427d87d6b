"""The signed statement of a copy for others, in a row of the local table ``session``: its audience and what it lacks."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from accordtrack.ledger.copy_statement import CopyStatement
    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.types import CommitmentView, EvidenceView

_NAME = "copy"
_WITHOUT = "SELECT COUNT(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)"


def mark_as_copy(connection: Connection, key: SigningKey, statement: CopyStatement) -> None:
    """Sign the statement and store it in this file."""
    from accordtrack.ledger import copy_statement  # noqa: PLC0415  (readers of most registers need no cryptography)

    raw, signature = copy_statement.sign(key, statement)
    values = {"name": _NAME, "value": json.dumps({"statement": raw.decode(), "signature": signature.hex()})}
    row = {**values, "checksum": checksum(values)}
    connection.execute(text("INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)"), row)


def read(connection: Connection) -> CopyStatement | None:
    """Return the statement; None if the register is no copy for others, or the statement is not valid."""
    value = connection.execute(text("SELECT value FROM session WHERE name = :name"), {"name": _NAME}).scalar()
    if value is None:
        return None
    from accordtrack.ledger import copy_statement  # noqa: PLC0415  (readers of most registers need no cryptography)

    try:
        record = json.loads(value)
        return copy_statement.read(record["statement"].encode(), bytes.fromhex(record["signature"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def count_missing_bodies(connection: Connection) -> int:
    """Return the number of entries without a body in this register."""
    return int(connection.exec_driver_sql(_WITHOUT).scalar_one())


def mark_left_out(view: CommitmentView, copy: CopyStatement | None) -> CommitmentView:
    """Return the view of a commitment with the files marked that were left out of ``copy``."""
    if copy is None or not any(item.file for item in view.evidence):
        return view
    return replace(view, evidence=tuple(_mark_evidence(item, copy) for item in view.evidence))


def _mark_evidence(item: EvidenceView, copy: CopyStatement) -> EvidenceView:
    file = item.file
    if file is None or file.present or file.digest not in copy.files:
        return item
    return replace(item, file=replace(file, left_out=True))
