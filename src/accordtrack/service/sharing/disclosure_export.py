"""Writes disclosures: bodies with their salts, and evidence files, for holders of a copy without them.

The format is JSON lines: a line with counts, a line for each body, and a line for each file, followed by lines with its
bytes. The import trusts nothing in it and checks it against the signed hashes (``disclosure_import``).
"""

from __future__ import annotations

import base64
from contextlib import closing
from typing import IO, TYPE_CHECKING

from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.ledger.chain import find_faults
from accordtrack.ledger.entry import MAX_BYTES, canonical
from accordtrack.projection import record_lookup
from accordtrack.projection.marks import read_marks
from accordtrack.service.evidence import evidence_store, inspection, store_repair
from accordtrack.service.exports import export_list
from accordtrack.service.exports.output_file import check_free, save_stream
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types import DisclosedEntry, Disclosure
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.projection.marks import Marks
    from accordtrack.service.evidence.evidence_store import NamedFile

    Progress = Callable[[int, int], None] | None

FORM = "disclosure"
VERSION = 1


def disclose(
    register: Path, out: Path, names: Sequence[str], *, force: bool = False, progress: Progress = None
) -> Disclosure:
    """Write the bodies of the entries ``names``, and the files that they name, to ``out``.

    Refuses content that this register lacks or that differs from what was signed.
    """
    refuse_special_file(register)
    check_free(out, replace=force, how="--force")
    with closing(Database(register)) as database:
        database.check()
        with database.reading() as connection:
            entries = _entries(connection, names)
            files = _files(connection, register, entries)
            marks = read_marks(connection)
    paths = {file.digest: store_repair.find_intact_file(register, file.digest) for file in files.values()}
    total = sum(file.size for file in files.values())

    def fill(opened: IO[bytes]) -> None:
        done = 0
        _write_line(opened, {"accordtrack": FORM, "bodies": len(entries), "files": len(paths), "v": VERSION})
        for entry in entries:
            words, salt = (entry.body_raw or b"").decode(), (entry.salt or b"").hex()
            _write_line(opened, {"body": words, "entry": entry.hash, "salt": salt})
        for digest, file in files.items():
            _write_line(opened, {"file": digest, "size": file.size})
            for chunk in inspection.read_chunks(paths[digest], file.size):
                _write_line(opened, {"chunk": base64.b64encode(chunk).decode()})
                done += len(chunk)
                if progress:
                    progress(done, total)

    size = save_stream(out, fill, replace=force)
    with closing(Database(register)) as database:
        export_list.note_export(database, export_list.DISCLOSURE, out, export_list.ANYBODY, None)
    disclosed_entries = tuple(_disclosed_entry(entry, marks) for entry in entries)
    return Disclosure(str(out), disclosed_entries, len(paths), size)


def _write_line(out: IO[bytes], line: dict[str, object]) -> None:
    raw = canonical(line)
    if len(raw) > MAX_BYTES:
        raise Refused(Problem("A body is too long to be disclosed", "Report it to whoever maintains accordtrack."))
    out.write(raw + b"\n")


def _entries(connection: Connection, names: Sequence[str]) -> list[Entry]:
    """Return the named entries without duplicates, in log order. Refuses all invalid names at once."""
    found, problems = {}, []
    for name in names:
        key = record_lookup.entry_of(connection, name)
        entry = None if key is None else log.entries_by_id(connection, [key]).get(key)
        if key is None or entry is None:
            advice = "accordtrack history lists entries."
            problems.append(Problem('No entry "{x}" here', advice, values={"x": sanitize_line(name)}, usage=True))
        elif entry.body_raw is None:
            problems.append(Problem("The body of {x} is not here", "Ask its desk.", values={"x": entry.envelope.id}))
        elif find_faults(entry):
            advice = "Run accordtrack verify --deep, and restore a backup."
            problems.append(Problem("The body differs from what was signed", advice, entry.envelope.id))
        else:
            found[key] = entry
    if problems:
        raise Refused(*problems)
    return [found[key] for key in sorted(found)]


def _files(connection: Connection, register: Path, entries: Sequence[Entry]) -> dict[str, NamedFile]:
    """Return the files that the entries name, by digest. Refuses files with a legal marking."""
    wanted = {entry.envelope.id for entry in entries}
    every = list(evidence_store.named_files(connection))
    disclosed = [file for file in every if file.entry in wanted]
    if marked := [file.entry for file in disclosed if file.marked]:
        advice = "Disclose the other entries without it."
        values = {"entries": ", ".join(marked)}
        raise Refused(Problem("A file with a legal marking cannot be disclosed: {entries}", advice, values=values))
    digests = {file.digest for file in disclosed}
    return evidence_store.files_by_digest(register, (file for file in every if file.digest in digests))


def _disclosed_entry(entry: Entry, marks: Marks) -> DisclosedEntry:
    """Return the entry with the mark under which its readers have to keep it."""
    envelope = entry.envelope
    in_force = (mark.handling for mark in marks.of_entry(envelope.kind, envelope.ref, entry.hash))
    strictest = max((envelope.handling, *in_force), key=lambda mark: Handling(mark).rank)
    return DisclosedEntry(envelope.id, envelope.kind, envelope.ref, strictest)
