"""Desks that this user has seen before, with their keys, like ``known_hosts`` of ssh.

Whoever has the file of a register can sign a feed again with a key of his own. The register then verifies, but the key
is not the one that this user saw first. Each line of the file ``known_desks`` in the user's data folder holds the hash
of the register's first entry, the feed, its public key, and the day on which this user first saw that key. A desk has a
line for each key that this user saw; empty lines and lines that begin with ``#`` are comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core import capabilities, dates, signals
from accordtrack.core.paths import known_desks_file, own_key_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.entry import kid_of
from accordtrack.store import log
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.store.desk_keys import OpenedDesk

_LINE = re.compile(r"([0-9a-f]{64}) ((?:us|mx|obs)-[0-9]{1,3}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\d)")
_LONGEST = 10_000_000
"""Largest file read, in bytes; a line has 150."""


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """A desk whose key is not the one that this user first saw, and was not handed over by that key."""

    feed: str
    known: str
    seen_on: str
    current: str


Known = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""The keys of each desk that this user saw, in order, each with its day; by register and feed."""


def check(path: Path, connection: Connection, desks: Mapping[str, OpenedDesk]) -> None:
    """Refuse a register with a changed key; note the desks that are new to this user.

    Desks of a register with its own key folder beside it, such as a demo, are not noted.
    """
    register = log.first_entry_hash(connection)
    known = _read()
    if changed := _changed_keys(register, desks, known):
        raise Refused(*map(changed_key_problem, changed))
    if capabilities.reads_only() or own_key_folder(path).is_dir():
        return
    new = {
        feed: desk.public_key
        for feed, desk in _signing_desks(desks).items()
        if desk.public_key and desk.public_key not in dict(known.get((register, feed), ()))
    }
    with suppress(OSError, Refused):  # a home that cannot be written is no reason not to read a register
        _note(register, new)


def note_own_desk(connection: Connection, feed: str, public: str) -> None:
    """Note the key of a desk that this user just opened, if another copy has another desk of that name."""
    register = log.first_entry_hash(connection)
    if (register, feed) in _read():
        with suppress(OSError):
            _note(register, {feed: public})


def changed_keys(connection: Connection, desks: Mapping[str, OpenedDesk]) -> tuple[ChangedKey, ...]:
    """Return the desks with a changed key, for ``verify`` and ``doctor``."""
    return _changed_keys(log.first_entry_hash(connection), desks, _read())


def accept(connection: Connection, feed: str, desk: OpenedDesk) -> ChangedKey | None:
    """Note the current key of a desk in place of the known one; return what changed, or None if nothing did."""
    capabilities.refuse_files()
    register = log.first_entry_hash(connection)
    changed = _changed_keys(register, {feed: desk}, _read())
    if not changed:
        return None
    try:
        _note(register, {feed: desk.public_key})
    except OSError as error:
        problem = Problem("{x} cannot be written", "Check its permissions.", values={"x": known_desks_file()})
        raise Refused(problem) from error
    return changed[0]


def changed_key_problem(changed: ChangedKey) -> Problem:
    """Return the problem for a changed key."""
    values = {
        "feed": changed.feed,
        "known": kid_of(changed.known),
        "day": changed.seen_on,
        "current": kid_of(changed.current) if changed.current else "—",
    }
    return Problem(
        "The key of {feed} is {current} here, but on {day} it was {known}, and that key did not hand over to the new one",
        "Somebody may have signed this log again. Ask the desk for its key. To accept it: accordtrack desk accept {feed}",
        values=values,
    )


def _signing_desks(desks: Mapping[str, OpenedDesk]) -> dict[str, OpenedDesk]:
    return {feed: desk for feed, desk in desks.items() if feed != COMPILER}  # its key was discarded


def _changed_keys(register: str, desks: Mapping[str, OpenedDesk], known: Known) -> tuple[ChangedKey, ...]:
    """Return the desks whose current key this user never saw, and to which the newest known key did not hand over.

    A desk with an earlier known key is no such desk: the file is an older copy.
    """
    changed = []
    for feed, desk in _signing_desks(desks).items():
        seen = known.get((register, feed), ())
        if not seen or desk.public_key in dict(seen):
            continue
        public, seen_on = seen[-1]
        if public not in [key for _first, key in desk.keys]:
            changed.append(ChangedKey(feed, public, seen_on, desk.public_key))
    return tuple(changed)


def _text() -> str:
    file = known_desks_file()
    try:
        if not file.is_file():  # reading a pipe could block forever
            return ""
        with file.open("rb") as opened:
            return opened.read(_LONGEST).decode(errors="replace")
    except OSError:  # the home of somebody else
        return ""


def _read() -> Known:
    """Return the known keys. Raise ``Refused`` for a line in another form."""
    file = known_desks_file()
    known: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for number, line in enumerate(_text().splitlines(), start=1):
        found = _LINE.fullmatch(line.strip())
        if found is None and (not line.strip() or line.startswith("#")):
            continue
        if found is None:
            advice = "Correct the line, or delete it: its desk is then noted again when its register is opened."
            raise Refused(Problem("Line {n} of {x} is not a known desk", advice, values={"n": number, "x": file}))
        known.setdefault((found[1], found[2]), []).append((found[3], found[4]))
    return known


def _note(register: str, keys: Mapping[str, str]) -> None:
    """Add a line for each feed and key to the file, which is replaced as a whole. Raise ``OSError``."""
    lines = [f"{register} {feed} {public} {dates.today()}" for feed, public in keys.items()]
    if lines := [line for line in lines if _LINE.fullmatch(line)]:  # a damaged register may hold anything
        file = known_desks_file()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = "".join(f"{line}\n" for line in [*_text().splitlines(), *lines])
        with signals.temporary_file(file, file.name, "") as temporary:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(file)
