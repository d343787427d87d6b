"""Which edition of a data folder a register was made from, computed from the records of the compiler's feed.

What the feed claims about itself decides nothing, because whoever made the register chose its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.dataset.data_folder import edition_digest
from accordtrack.ledger.entry import entry_hash
from accordtrack.ledger.kinds import EVIDENCE_ADD, POSITION_TAKE, STATUS_REPORT
from accordtrack.projection import log_desks
from accordtrack.store import decoding, desk_keys, log
from accordtrack.vocabulary import COMPILER, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry

_ANSWERED = frozenset({STATUS_REPORT.name, EVIDENCE_ADD.name, POSITION_TAKE.name})


def is_known(connection: Connection, *others: str) -> bool:
    """Whether the program lists the edition of the register's data folder, or it is one of ``others``."""
    entries = list(log.entries_of_feed(connection, COMPILER))[1:]  # the first one opens the feed
    if any(entry.body_raw is None for entry in entries):
        return False
    return edition_digest(_records(entries)) in log_desks.LISTED_FOLDERS.union(others)


def is_admitted(connection: Connection, side: str) -> bool | None:
    """Whether a side admitted every record of the data folder; None if it is no side, but an observer."""
    if side not in {*Side}:
        return None
    history = log_desks.read_history(connection, desk_keys.sides_by_feed(connection))
    return history.admits(Side(side), COMPILER, log.head(connection, COMPILER).seq, scope=True)


def _records(entries: list[Entry]) -> Iterator[tuple[str, str, dict[str, Any], str | None]]:
    """Yield the records as the folder has them: a position names the statement that it answers by its id."""
    ids: dict[str, str] = {}
    for entry in entries:
        signed, place = decoding.parse_canonical_json(entry.raw), (entry.envelope.feed, entry.envelope.seq)
        body = decoding.signed_body(entry.body_raw or b"", entry.salt or b"", signed["body_hash"], place)
        answered = body.get("answers")
        if isinstance(answered, str):
            body, answered = {**body, "answers": None}, ids.get(answered, answered)
        if signed["kind"] in _ANSWERED:
            ids[entry_hash(entry.raw)] = body["id"]
        yield signed["kind"], signed["handling"], body, answered
