"""Finds the desks of a register and the keys for them on this machine, and chooses the desk of a session."""

from __future__ import annotations

import re
import stat
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.paths import key_folder, own_key_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import casefold_plain, nearest, sanitize_line, shorten
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.entry import kid_of
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import passphrases
from accordtrack.store import desk_keys, log
from accordtrack.store.database import Database
from accordtrack.types import DeskInfo
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.store.desk_keys import OpenedDesk

_FEED = re.compile("(us|mx|obs)-[1-9][0-9]{0,2}")
_KINDS = {stat.S_IFIFO: "pipe", stat.S_IFDIR: "folder", stat.S_IFSOCK: "socket", stat.S_IFLNK: "link"}


def key_path(folder: Path, feed: str, public: str) -> Path:
    """Return the file of a desk's key, named by feed and key id, so that two registers never share one."""
    return folder / f"{feed}-{kid_of(public)}.pem"


def find_key(register: Path, feed: str, public: str) -> Path | None:
    """Return the key file of a desk, beside the register or in the user's folder, or None if none is visible."""
    for folder in (own_key_folder(register), key_folder()):
        path = key_path(folder, feed, public)
        with suppress(OSError):  # no permission to enter the folder
            if path.is_file():
                return path
    return None


def odd_key(register: Path, feed: str, public: str) -> tuple[Path, str] | None:
    """Return what has the name of a desk's key but is no regular file, and its type; ``link`` is a dangling symlink."""
    for folder in (own_key_folder(register), key_folder()):
        path = key_path(folder, feed, public)
        with suppress(OSError):  # missing, or no permission to enter the folder
            mode = path.stat().st_mode if path.exists() else path.lstat().st_mode
            if not stat.S_ISREG(mode):
                return path, _KINDS.get(stat.S_IFMT(mode), "device")
    return None


def other_keys(register: Path, desks: Mapping[str, OpenedDesk]) -> dict[str, Path]:
    """Return key files beside the register that are named after a desk whose key is not here, and hold none of its keys."""
    found: dict[str, Path] = {}
    with suppress(OSError):
        for path in sorted(own_key_folder(register).glob("*-*-*.pem")):
            feed, _, kid = path.stem.rpartition("-")
            own = {kid_of(public) for _first, public in desks[feed].keys if public} if feed in desks else {kid}
            if kid not in own and find_key(register, feed, desks[feed].public_key) is None:
                found[feed] = path
    return found


def other_key_problem(feed: str, path: Path) -> Problem:
    """Return the problem for such a file."""
    advice = (
        "Bring back the right file. If this was the right one, somebody may have signed the log again: do not write."
    )
    values = {"feed": feed, "x": path}
    return Problem("The key file {x} is not that of {feed} in this register", advice, values=values)


def inaccessible_key_folder(register: Path) -> Path | None:
    """Return the first key folder that may not be entered, so that its content is unknown, or None."""
    for folder in (own_key_folder(register), key_folder()):
        try:
            (folder / "any").exists()
        except OSError:
            return folder
    return None


def inaccessible_folder_problem(register: Path, folder: Path) -> Problem:
    """Return the problem for a key that may be in an inaccessible folder."""
    advice = "Check its owner and its permissions."
    return Problem("The key folder cannot be accessed: {x}", advice, str(register), {"x": folder})


def no_key_problem(register: Path, advice: str) -> Problem:
    """Return the problem for writing without a key."""
    if folder := inaccessible_key_folder(register):
        return inaccessible_folder_problem(register, folder)
    return Problem("No key of this register is on this machine", advice, str(register))


def no_key_message(register: Path) -> str:
    """Return the same in short, as an English message of the catalog."""
    if capabilities.reads_only():
        return gettext_lazy("Opened in a browser, read only")
    if inaccessible_key_folder(register):
        return gettext_lazy("A key folder cannot be accessed")
    return gettext_lazy("No key of this register is on this machine")


def make_key(folder: Path, feed: str, passphrase: str | None = None) -> SigningKey:
    """Create a desk key and save it in ``folder``."""
    from accordtrack.ledger.key_files import (  # noqa: PLC0415  (a reader of the register needs no cryptography)
        new_key,
        save_key,
    )

    capabilities.refuse_files()
    key = new_key()
    try:
        save_key(key, key_path(folder, feed, key.public), passphrase)
    except OSError as error:
        problem = Problem(
            "The key cannot be written in {x}", "Check the permissions of the folder.", values={"x": folder}
        )
        raise Refused(problem) from error
    return key


def delete_unrecorded_key(register: Path, file: Path, public: str) -> bool:
    """Delete the file of a key that was not recorded. Return False, and keep it, if the register names the key.

    It is also kept if the register cannot be read: an extra key does no harm, but a desk without its key cannot
    continue.
    """
    try:
        with closing(Database(register)) as database, database.reading() as connection:
            named = any(
                public == key for desk in desk_keys.desks_by_feed(connection).values() for _first, key in desk.keys
            )
    except (Refused, OSError):
        return True
    if named:
        return False
    with suppress(OSError):
        file.unlink()
    return True


def side_of(feed: str) -> str:
    """Return the side of a feed by its name: us-1 is US, mx-1 MX, obs-1 OBS. Refuses other names."""
    found = _FEED.fullmatch(feed)
    if found is None:
        values = {"x": shorten(sanitize_line(feed), 40)}
        raise Refused(
            Problem('"{x}" cannot be the name of a desk', "Write us-1, mx-1 or obs-1.", values=values, usage=True)
        )
    return found[1].upper()


def guess_desk(text: str, feeds: Iterable[str]) -> str | None:
    """Return the desk that was probably meant, or None; never one of another side."""
    word = casefold_plain(text)
    return nearest(text, [feed for feed in feeds if word.startswith(feed.partition("-")[0])])


def desks(register: Path, opened: Mapping[str, OpenedDesk], sizes: Mapping[str, int]) -> tuple[DeskInfo, ...]:
    """Return every desk of the register except the compiler's, with whether its key is on this machine."""
    desk_infos = []
    for feed, desk in opened.items():
        if feed != COMPILER:
            key = find_key(register, feed, desk.public_key)
            desk_infos.append(DeskInfo(feed, desk.side, desk.name, str(key) if key else None, sizes.get(feed, 0)))
    return tuple(desk_infos)


def choose_desk(
    text: str | None, register: Path, opened: Mapping[str, OpenedDesk], closed: frozenset[str] = frozenset()
) -> str | None:
    """Return the feed of the session: the one given, or else the first open one whose key is here; None if none.

    A read-only process has no desk whatever keys are here, so that it shows no drafts.
    """
    if capabilities.reads_only():
        return None
    feeds = [feed for feed in opened if feed != COMPILER]
    if text is None:
        free = [feed for feed in feeds if feed not in closed and find_key(register, feed, opened[feed].public_key)]
        first = next((opened[feed].side for feed in free), None)  # a closed desk never hands over to another side's
        return next((feed for feed in free if opened[feed].side == first and not opened[feed].closed), None)
    if text in closed and text in feeds:
        raise Refused(restored_problem(register, opened, text))
    if text in feeds and opened[text].closed:
        raise Refused(closed_problem(text, opened))
    if text not in feeds:
        likely = guess_desk(text, feeds)
        values = {"x": text, "y": likely, "known": ", ".join(feeds)}
        if likely:
            raise Refused(Problem("No desk {x}; did you mean {y}?", "Known are: {known}.", values=values, usage=True))
        raise Refused(Problem("No desk {x}", "Known are: {known}.", values=values, usage=True))
    return text


def closed_problem(feed: str, opened: Mapping[str, OpenedDesk]) -> Problem:
    """Return the problem for writing at a desk that its own last entry closed."""
    advice = "Nothing can be written there. Use another desk, or open one: accordtrack desk open {y}"
    return Problem("The desk {x} is closed", advice, values={"x": feed, "y": _next_desk(feed, opened)})


def restored_problem(register: Path, opened: Mapping[str, OpenedDesk], feed: str | None = None) -> Problem:
    """Return the problem for writing at a desk of a backup: ``feed``, or else the first desk whose key is here."""
    here = (one for one, desk in opened.items() if find_key(register, one, desk.public_key))
    feed = feed or next(here, None)
    return restored_desks.closed_desk_problem(register, _next_desk(feed, opened) if feed else "us-2")


def _next_desk(feed: str, opened: Mapping[str, OpenedDesk]) -> str:
    """Return the first unused name of a desk of the same side."""
    prefix = feed.partition("-")[0]
    number = 1 + max(int(one.rpartition("-")[2]) for one in opened if one.startswith(f"{prefix}-"))
    return f"{prefix}-{number}"


def closed_desk_here(
    register: Path, opened: Mapping[str, OpenedDesk], restored: frozenset[str] = frozenset()
) -> str | None:
    """Return the first desk that its own entry closed and whose key is on this machine, or None.

    Desks of the backup from which the file was ``restored`` are left out: they do not continue in it anyway.
    """
    closed = [feed for feed, desk in opened.items() if desk.closed and feed not in restored]
    return next((feed for feed in closed if find_key(register, feed, opened[feed].public_key)), None)


def load_desk_key(register: Path, feed: str, public: str) -> SigningKey:
    """Load the key of a desk. Refuses one that is missing, damaged, inaccessible, or readable by others."""
    from accordtrack.ledger.key_files import load_key  # noqa: PLC0415  (a reader of the register needs no cryptography)

    path = find_key(register, feed, public)
    if path is None and (folder := inaccessible_key_folder(register)):
        raise Refused(inaccessible_folder_problem(register, folder))
    odd = odd_key(register, feed, public) if path is None else None
    path = path or (odd[0] if odd else key_path(key_folder(), feed, public))
    key = load_key(path, passphrases.passphrase_prompt())
    if key.public != public:
        raise Refused(
            Problem("The key does not belong to desk {x}", "Bring back the right file.", str(path), {"x": feed})
        )
    return key


def entry_counts(connection: Connection, feeds: Iterable[str]) -> dict[str, int]:
    """Return the number of entries of each of ``feeds``."""
    return {feed: log.head(connection, feed).seq for feed in feeds}
