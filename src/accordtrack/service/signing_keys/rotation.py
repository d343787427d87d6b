"""Rotates the key of a desk: an entry signed by the old key names the new one and ends the old one's validity.

The new key is on disk before the entry is written and is deleted only if the register does not name it. A desk
therefore has a usable key at every moment.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core import dates
from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.settings import settings
from accordtrack.ledger import sshsig
from accordtrack.ledger.statements import DeskRekey
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projector import project
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.commands.write_context import bilingual_text
from accordtrack.service.maintenance import restored_desks, updates
from accordtrack.service.signing_keys import desk_files, keyring
from accordtrack.store import integrity_checks, log
from accordtrack.store.database import Database
from accordtrack.types import Rekeyed
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.types import Line

ASIDE = ".old"
"""Suffix of replaced key files, which the program no longer finds."""


def rotate_key(
    path: Path,
    desk: str | None,
    reason: str,
    ask: Callable[[bool], str | None],
    notify: Callable[[Line], None] | None = None,
    *,
    keep: bool = False,
) -> Rekeyed:
    """Replace the key of a desk; ``ask`` returns the new passphrase, and its argument says whether the old key had one.

    The old file is deleted, or renamed with ``keep``. Refuses a desk whose key is not on this machine. A register of an
    older version is migrated after all questions and checks, and ``notify`` is called with a line about it.
    """
    refuse_special_file(path)
    words = bilingual_text(reason)
    if words is None:
        raise Refused(Problem("A reason is required", "Say why the key is being changed: --reason"))
    desk_key = keyring.key(path, desk)
    keyring.refuse_changed_keys(path)
    if desk_key.closed:
        keyring.refuse_closed_desk(path, desk_key.desk)
        raise Refused(restored_desks.closed_desk_problem(path))
    if desk_key.path is None and desk_key.unread is not None:
        raise Refused(*keyring.unread_key_problems(path, (desk_key,)))
    if desk_key.path is None:
        advice = "A lost key cannot be changed: open a new desk for its side, accordtrack desk open."
        raise Refused(Problem("The key of {x} is not on this machine", advice, str(path), {"x": desk_key.desk}))
    file = Path(desk_key.path)
    old = desk_files.load_desk_key(path, desk_key.desk, desk_key.public_key)
    cover = ask(bool(desk_key.passphrase))
    new = desk_files.make_key(file.parent, desk_key.desk, cover)
    new_path = desk_files.key_path(file.parent, desk_key.desk, new.public)
    body = {"public_key": new.public, "reason": words, "said_on": dates.today()}
    try:
        updated = updates.update_register(path)
        if updated is not None and notify is not None:
            notify(updated)
        _append_rekey_entry(path, desk_key.desk, old, validate_record(DeskRekey, body))
    except BaseException:
        if desk_files.delete_unrecorded_key(path, new_path, new.public):
            raise
    key = replace(
        desk_key,
        kid=new.kid,
        public_key=new.public,
        ssh=sshsig.public_line(new.public),
        path=str(new_path),
        passphrase=bool(cover),
    )
    return Rekeyed(key, str(file), _retire_key_file(file, keep=keep))


def _append_rekey_entry(path: Path, feed: str, old: SigningKey, body: DeskRekey) -> None:
    """Write the entry in one transaction."""
    with closing(Database(path)) as database:
        database.check()
        with database.writing() as connection:
            if feed in restored_desks.closed_desks(connection):
                raise Refused(restored_desks.closed_desk_problem(path))
            integrity_checks.check_nothing_lost(connection)
            scribe = EntrySigner(connection, feed, key=old, by=settings().name)
            log.append(connection, [scribe.seal("desk.rekey", body, Handling.CLEAR.value)])
            project(connection, [feed], FoldContext(connection, judging=True))


def _retire_key_file(file: Path, *, keep: bool) -> str | None:
    """Delete the old key file and return None, or rename it and return its path. It stays if the folder forbids changes."""
    aside = file.with_name(file.name + ASIDE)
    try:
        if not keep:
            file.resolve().unlink()
            file.unlink(missing_ok=True)
            return None
        if not aside.exists():
            file.rename(aside)
            return str(aside)
    except OSError:
        pass
    return str(file)
