"""Makes a copy of the register for others: all signed entries, but only the bodies and files for the audience.

It is written from scratch, row by row, so that nothing left out remains in a free page of the file, its search index or
a draft. The envelopes stay, because they are signed: that an entry exists, its kind, record, time and author.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.chain import may_be_withheld
from accordtrack.ledger.copy_statement import CopyStatement
from accordtrack.ledger.kinds import DESK_KINDS
from accordtrack.projection.audience import audience_of
from accordtrack.projection.projector import project_all
from accordtrack.service.evidence import evidence_store
from accordtrack.service.maintenance import restored_desks
from accordtrack.store import copy_record, desk_keys, log
from accordtrack.store.database import Database
from accordtrack.store.database_errors import Work
from accordtrack.store.migrations import migrate
from accordtrack.verification.missing_bodies import covered_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.projection.audience import Audience

_BATCH = 200


@dataclass(frozen=True, slots=True)
class CopySigner:
    """The desk that signs a copy for others, with its key."""

    desk: str
    key: SigningKey


def write_copy(source: Path, target: Path, audience: Audience, signer: CopySigner) -> None:
    """Write the copy for ``audience`` into ``target``, an empty file. Its desks are closed, as in any backup.

    ``signer`` signs who may read it, and which bodies are left out.
    """
    old, new = Database(source), Database(target)
    with closing(old), closing(new), old.reading() as reading, new.writing(work=Work.MAKING) as writing:
        migrate(writing)
        audience = audience_of(reading, audience.name, audience.side).with_withheld_evidence()
        waiting, missing = [], sorted(covered_entries(reading))
        for whole, entry in _entries(reading, audience):
            if entry is not whole:
                missing.append(entry.envelope.id)
            waiting.append(entry)
            if len(waiting) >= _BATCH:
                log.append(writing, waiting)
                waiting = []
        log.append(writing, waiting)
        restored_desks.close_all_desks(writing)
        project_all(writing, writing)
        hidden = evidence_store.withheld_evidence_ids(reading)
        left, kept = set[str](), set[str]()
        for file in evidence_store.named_files(writing):
            withheld = file.marked or (not file.released and file.evidence in hidden)
            (left if withheld else kept).add(file.digest)
        statement = CopyStatement(
            audience=audience.name,
            side=audience.side,
            desk=signer.desk,
            public_key=signer.key.public,
            heads=log.signed_heads(writing),
            entries=tuple(missing),
            files=tuple(sorted(left - kept)),  # the same bytes may be evidence of the other side, or of a release
        )
        copy_record.mark_as_copy(writing, signer.key, statement)


def _entries(connection: Connection, audience: Audience) -> Iterator[tuple[Entry, Entry]]:
    """Yield all entries in order, each also as the copy has it: without a body that is not for this audience."""
    sides = desk_keys.sides_by_feed(connection)
    hidden = evidence_store.withheld_evidence_ids(connection)
    void = log.entries_that_count_for_nothing(connection)
    for entry in log.all_entries(connection):
        is_void = entry.hash in void and not may_be_withheld(entry)
        included = is_void or _includes_body(entry, sides, hidden, audience)
        yield entry, entry if included else entry.without_body()


def _includes_body(entry: Entry, sides: Mapping[str, str], hidden: frozenset[str], audience: Audience) -> bool:
    """Whether a copy has the body of an entry. Raise ``Refused`` for a body marked TLP:CLEAR that would be left out."""
    envelope, body = entry.envelope, entry.body
    if body is None or envelope.kind in DESK_KINDS:  # needed to check the feed
        return True
    marked = bool(body.get("legal_marking"))
    readable = audience.may_read_entry(
        envelope.kind,
        envelope.ref,
        entry.hash,
        envelope.handling,
        sides.get(envelope.feed, ""),
        marked=marked,
    )
    withheld = envelope.kind == "evidence.add" and str(body.get("id")) in hidden
    if may_be_withheld(entry):
        return readable and not withheld
    if readable:
        return True
    advice = (
        "A body marked TLP:CLEAR cannot be left out of a copy. Give a data package instead: accordtrack export data."
    )
    raise Refused(
        Problem("The entry was TLP:CLEAR, and these readers may no longer read what it is about", advice, envelope.id)
    )
