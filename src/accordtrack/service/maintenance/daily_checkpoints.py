"""Daily checkpoints: after the first act of a day, the desk signs the heads of all feeds in a note beside the register.

``verify`` compares the log with the newest note. A register file that was replaced by an older one, or whose log was
cut, contradicts it. The notes are checkpoints without a state digest, which takes too long to compute in a large register.
"""

from __future__ import annotations

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
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.store.database import Database

_NOTE, _SIGNATURE = ".txt", ".txt.sig"
_KEPT = 30
"""Notes kept; older ones are deleted."""


def write_if_due(database: Database, path: Path, feed: str, key: SigningKey) -> None:
    """Write the note of this day unless it exists. Never fails: the act itself is already on disk."""
    with suppress(OSError, Refused, NotCanonical):
        file = checkpoint_folder(path) / f"{dates.today()}{_NOTE}"
        if file.exists():
            return
        with database.reading() as connection:
            heads = log.other_heads(connection, "")
        stands = Checkpoint(feed, key.public, "", tuple(FeedHead(*head) for head in heads))
        raw = note.write(stands)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        output_file.save_bytes(
            file.with_suffix(_SIGNATURE), sshsig.sign(key, note.NAMESPACE, raw).encode(), replace=True
        )
        output_file.save_bytes(file, raw, replace=True)
        for old in sorted(file.parent.glob(f"*{_NOTE}"))[:-_KEPT]:
            old.unlink()
            old.with_suffix(_SIGNATURE).unlink(missing_ok=True)


def findings(path: Path, connection: Connection) -> list[Finding]:
    """Report where the log does not continue the newest note, and a note that no desk of the register signed."""
    try:
        file = max(checkpoint_folder(path).glob(f"*{_NOTE}"), default=None)
        if file is None:
            return []
        raw, armored = file.read_bytes()[: note.LONGEST], file.with_suffix(_SIGNATURE).read_text(errors="replace")
        stands = note.read(raw)
    except (OSError, NotCanonical):
        return [_invalid(checkpoint_folder(path))]
    desk = desk_keys.desks_by_feed(connection).get(stands.desk)
    keys = [public for _first, public in desk.keys] if desk else []
    if stands.public_key not in keys or not sshsig.is_valid(stands.public_key, note.NAMESPACE, raw, armored):
        return [_invalid(file)]
    return checkpoints.find_divergences(connection, stands.feeds)


def _invalid(file: Path) -> Finding:
    message = gettext_lazy("The daily checkpoint is not one that a desk of this register signed")
    advice = gettext_lazy("Look for a backup of it and of the register: one of the two was replaced.")
    return Finding(str(file), message, advice)
