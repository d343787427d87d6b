"""Daily checkpoints: after the first act of a day, the desk signs the heads of all feeds in a note beside the register.

``verify`` compares the log with the notes. A register file that was replaced by an older one, or whose log was
cut, contradicts it. The notes are checkpoints without a state digest, which takes too long to compute in a large register.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from accordtrack.core import dates
from accordtrack.core.paths import checkpoint_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger import note, sshsig
from accordtrack.ledger.entry import NotCanonical
from accordtrack.service.exports import output_file
from accordtrack.store import desk_keys, log
from accordtrack.types import Checkpoint, FeedHead, Finding
from accordtrack.verification import checkpoints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.store.database import Database
    from accordtrack.store.desk_keys import OpenedDesk

_NAME = re.compile(r"\d{4}-\d\d-\d\d-(?:us|mx|obs)-[0-9]{1,3}\.txt")
_SIGNATURE = ".txt.sig"
_KEPT = 30
"""Notes kept; older ones are deleted."""


def write_if_due(database: Database, path: Path, feed: str, key: SigningKey) -> None:
    """Write the note of this desk and day unless it exists. Never fails: the act itself is already on disk.

    Nothing is written while an earlier note contradicts the log, so that the contradiction stays visible.
    """
    with suppress(OSError, Refused, NotCanonical):
        file = checkpoint_folder(path) / f"{dates.today()}-{feed}.txt"
        if file.exists():
            return
        with database.reading() as connection:
            if findings(path, connection):
                return
            heads = log.signed_heads(connection)
        stands = Checkpoint(feed, key.public, "", tuple(FeedHead(*head) for head in heads))
        raw = note.write(stands)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        output_file.save_bytes(
            file.with_suffix(_SIGNATURE), sshsig.sign(key, note.NAMESPACE, raw).encode(), replace=True
        )
        output_file.save_bytes(file, raw, replace=True)
        for old in _notes(path)[:-_KEPT]:
            old.unlink()
            old.with_suffix(_SIGNATURE).unlink(missing_ok=True)


def _notes(path: Path) -> list[Path]:
    """Return the notes of a register, oldest first. Files of other names are none of ours."""
    folder = checkpoint_folder(path)
    return sorted(file for file in folder.glob("*.txt") if _NAME.fullmatch(file.name) and file.is_file())


def findings(path: Path, connection: Connection) -> list[Finding]:
    """Report where the log does not continue the kept notes, and notes that no desk of the register signed."""
    desks, found = desk_keys.desks_by_feed(connection), dict[tuple[str, str], Finding]()
    try:
        for file in _notes(path):
            for one in _findings_of(file, connection, desks):
                found.setdefault((one.place, one.message), one)
    except OSError:
        return [_invalid(checkpoint_folder(path))]
    return list(found.values())


def _findings_of(file: Path, connection: Connection, desks: Mapping[str, OpenedDesk]) -> list[Finding]:
    try:
        with file.open("rb") as opened:
            raw = opened.read(note.LONGEST + 1)
        with file.with_suffix(_SIGNATURE).open("rb") as opened:
            armored = opened.read(note.LONGEST).decode(errors="replace")
        stands = note.read(raw)
    except (OSError, NotCanonical):
        return [_invalid(file)]
    own = next((head.entries for head in stands.feeds if head.feed == stands.desk), 0)
    key = desks[stands.desk].key_at(own + 1) if stands.desk in desks else ""
    if stands.public_key != key or not sshsig.is_valid(key, note.NAMESPACE, raw, armored):
        return [_invalid(file)]
    return checkpoints.find_divergences(connection, stands.feeds)


def set_aside(path: Path) -> None:
    """Rename the notes of an earlier register at the path of a new one."""
    folder = checkpoint_folder(path)
    with suppress(OSError):
        if folder.is_dir():
            free = (folder.with_name(f"{folder.name}.old-{number}") for number in range(1, 1000))
            folder.rename(next(name for name in free if not name.exists()))


def _invalid(file: Path) -> Finding:
    message = gettext_lazy("The daily checkpoint is not one that a desk of this register signed")
    advice = gettext_lazy("Look for a backup of it and of the register: one of the two was replaced.")
    return Finding(str(file), message, advice)
