"""Lists the keys of a register's desks and changes the passphrase of one, without a session."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger import key_files, sshsig
from accordtrack.ledger.entry import kid_of
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import desk_keys
from accordtrack.store.database import Database
from accordtrack.types import DeskKey
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.service.signing_keys.known_desks import ChangedKey
    from accordtrack.store.desk_keys import OpenedDesk


def keys(path: Path) -> tuple[DeskKey, ...]:
    """Return the key of every desk except the compiler's, which was discarded."""
    refuse_special_file(path)
    opened, closed = _desks(path)
    return tuple(_key(path, feed, desk, closed) for feed, desk in opened.items())


def unread_key_problems(path: Path, found: Iterable[DeskKey]) -> tuple[Problem, ...]:
    """Return one problem for each file or folder among ``found`` that is unreadable or no regular file."""
    unread_keys = {one.unread: one for one in found if one.unread is not None}
    return tuple(_unread_key_problem(path, Path(place), one) for place, one in unread_keys.items())


def _unread_key_problem(path: Path, place: Path, one: DeskKey) -> Problem:
    if one.stands is not None:
        return key_files.not_regular_file_problem(place)
    return (
        desk_files.inaccessible_folder_problem(path, place)
        if one.path is None
        else key_files.unreadable_key_problem(place)
    )


def key(path: Path, desk: str | None) -> DeskKey:
    """Return the key of ``desk``, or of the default desk. Refuses an unknown desk."""
    refuse_special_file(path)
    opened, closed = _desks(path)
    if desk in opened:  # the key of a closed desk can still be shown and protected
        return _key(path, desk, opened[desk], closed)
    feed = desk_files.choose_desk(desk, path, opened) if desk else desk_files.choose_desk(None, path, opened, closed)
    if feed is None:
        values = {"known": ", ".join(opened)}
        raise Refused(Problem("Which desk is it?", "Name one with --desk: {known}", str(path), values, usage=True))
    return _key(path, feed, opened[feed], closed)


def change_key_passphrase(path: Path, desk: str | None, ask: Callable[[], str | None]) -> DeskKey:
    """Change the passphrase of a desk's key to the result of ``ask``, or to none; asks for the old one first."""
    desk_key = key(path, desk)
    signing_key = desk_files.load_desk_key(path, desk_key.desk, desk_key.public_key)
    file = Path(desk_key.path or "").resolve()  # a symlink stays and points to the same key
    new = ask()
    try:
        key_files.change_passphrase(signing_key, file, new)
    except OSError as error:
        advice = "The key is unchanged. Check the folder and the disk."
        raise Refused(Problem("The key cannot be written: {x}", advice, values={"x": file})) from error
    return key(path, desk_key.desk)


def accept_desk(path: Path, feed: str) -> ChangedKey | None:
    """Accept the current key of a desk in place of the one that this user saw first; None if it is not another."""
    refuse_special_file(path)
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            desks = desk_keys.desks_by_feed(connection)
            desk_files.choose_desk(feed, path, desks)
            return known_desks.accept(connection, feed, desks[feed])


def refuse_changed_keys(path: Path) -> None:
    """Refuse a register with a key that is not the one that this user first saw, before anything is signed."""
    with closing(Database(path)) as database, database.reading() as connection:
        known_desks.check(path, connection, desk_keys.desks_by_feed(connection))


def refuse_closed_desk(path: Path, feed: str) -> None:
    """Refuse a desk that its own entry closed."""
    opened, _closed = _desks(path)
    if opened[feed].closed:
        raise Refused(desk_files.closed_problem(feed, opened))


def _desks(path: Path) -> tuple[dict[str, OpenedDesk], frozenset[str]]:
    """Return the opening of every desk, and the closed desks of this file."""
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            opened, closed = desk_keys.desks_by_feed(connection), restored_desks.closed_desks(connection)
    return {feed: desk for feed, desk in opened.items() if feed != COMPILER}, closed


def _key(path: Path, feed: str, desk: OpenedDesk, closed: frozenset[str]) -> DeskKey:
    public = desk.public_key
    file, covered = desk_files.find_key(path, feed, public), None
    odd = desk_files.odd_key(path, feed, public) if file is None else None
    unread = odd[0] if odd else desk_files.inaccessible_key_folder(path) if file is None else None
    if file is not None:
        try:
            covered = key_files.has_passphrase(file)
        except OSError:
            unread = file
    return DeskKey(
        desk=feed,
        side=desk.side,
        name=desk.name,
        kid=kid_of(public),
        public_key=public,
        ssh=sshsig.public_line(public),
        closed=feed in closed or desk.closed,
        path=str(file) if file is not None else None,
        passphrase=covered,
        unread=str(unread) if unread is not None else None,
        stands=odd[1] if odd else None,
    )
