"""A new key for a desk: an entry by the old key names it, and nothing that the old key signs behind that entry counts.

The new key is on the disk before the entry is written, and is taken back only where the register does not name it: at no
moment is there a desk without a key that it can use.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core import dates
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.settings import settings
from accordtrack.ledger import sshsig
from accordtrack.ledger.statements import DeskRekey
from accordtrack.projection.authorization import World
from accordtrack.projection.projector import project
from accordtrack.service.commands.signing import Scribe
from accordtrack.service.commands.typed_values import validated
from accordtrack.service.commands.write_context import both
from accordtrack.service.maintenance import restored_desks, updates
from accordtrack.service.signing_keys import keyring, seats
from accordtrack.store import integrity_checks, log
from accordtrack.store.database import Database
from accordtrack.types import Rekeyed
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.ledger.keys import SigningKey
    from accordtrack.types import Line

ASIDE = ".old"
"""Behind the name of a key that its desk has no more: the program finds it no more either."""


def rotate(
    path: Path,
    desk: str | None,
    reason: str,
    ask: Callable[[bool], str | None],
    told: Callable[[Line], None] | None = None,
    *,
    destroy: bool = False,
) -> Rekeyed:
    """Give a desk a new key under the passphrase that ``ask`` gives, told whether the old one had one.

    The old file is put aside, or destroyed when asked. Refuses a desk whose key is not here: nobody can say so for it. A
    register of an older version is brought up to date, and ``told`` so, once nothing more is to be asked or looked for.
    """
    words = both(reason)
    if words is None:
        raise Refused(Problem("A reason is required", "Say why the key is changed: --reason"))
    found = keyring.of(path, desk)
    if found.closed:
        raise Refused(restored_desks.problem(path))
    if found.path is None and found.unread is not None:
        raise Refused(*keyring.unread(path, (found,)))
    if found.path is None:
        advice = "A key that is lost is not changed: open a new desk of its side, accordtrack desk open."
        raise Refused(Problem("The key of {x} is not on this machine", advice, str(path), {"x": found.desk}))
    file = Path(found.path)
    old = seats.load(path, found.desk, found.public_key)
    cover = ask(bool(found.passphrase))
    new = seats.make_key(file.parent, found.desk, cover)
    made = seats.key_path(file.parent, found.desk, new.public)
    body = {"public_key": new.public, "reason": words, "said_on": dates.today()}
    try:
        updated = updates.of_path(path)
        if updated is not None and told is not None:
            told(updated)
        _say(path, found.desk, old, validated(DeskRekey, body))
    except BaseException:
        if seats.forgotten(path, made, new.public):
            raise
    key = replace(
        found,
        kid=new.kid,
        public_key=new.public,
        ssh=sshsig.public_line(new.public),
        path=str(made),
        passphrase=bool(cover),
    )
    return Rekeyed(key, str(file), _put_away(file, destroy=destroy))


def _say(path: Path, feed: str, old: SigningKey, body: DeskRekey) -> None:
    """Write the entry, in one transaction."""
    with closing(Database(path)) as database:
        database.check()
        with database.writing() as connection:
            if feed in restored_desks.closed(connection):
                raise Refused(restored_desks.problem(path))
            integrity_checks.check_whole(connection)
            scribe = Scribe(connection, feed, key=old, by=settings().name)
            log.append(connection, [scribe.seal("desk.rekey", body, Handling.CLEAR.value)])
            project(connection, [feed], World(connection, judging=True))


def _put_away(file: Path, *, destroy: bool) -> str | None:
    """Where the old key is now; None when it is destroyed. It stays where it is when the folder allows no more."""
    aside = file.with_name(file.name + ASIDE)
    try:
        if destroy:
            file.resolve().unlink()
            file.unlink(missing_ok=True)
            return None
        if not aside.exists():
            file.rename(aside)
            return str(aside)
    except OSError:
        pass
    return str(file)
