"""Entries about desks: close a desk, admit an observer, or make all entries wait that a side had seen but not accepted.

Each may change what is in force anywhere in the register, so everything is folded again in the transaction that writes.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core import dates
from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.core.settings import settings
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.kinds import DESK_ADMIT, DESK_CLOSE, DESK_REVIEW, KINDS
from accordtrack.projection import log_desks
from accordtrack.projection.projector import clear_projection, project_all
from accordtrack.queries import pending
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.commands.write_context import bilingual_text, parse_choice
from accordtrack.service.maintenance import daily_checkpoints, restored_desks, updates
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import desk_keys, integrity_checks, log
from accordtrack.store.database import Database
from accordtrack.store.in_memory import register_in_memory
from accordtrack.types import Line, Plan, WriteResult
from accordtrack.vocabulary import COMPILER, AdmittedFor, Handling, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.store.desk_keys import OpenedDesk

    Desks = Mapping[str, OpenedDesk]
    Check = Callable[[Connection, Desks, str], None]
    Report = Callable[[Connection, Desks, str], tuple[Line, ...]]


def close_desk(path: Path, desk: str | None, reason: str | None) -> WriteResult:
    """Close a desk. Nothing can be written there afterwards, and entries do not wait for a side without an open desk."""
    refuse_special_file(path)

    def report(_connection: Connection, desks: Desks, feed: str) -> tuple[Line, ...]:
        side = desks[feed].side
        left = [one for one, other in desks.items() if other.side == side and not other.closed and one != feed]
        lines = [Line("The desk {x} is closed. Nothing can be written there", {"x": feed})]
        if side in {*Side} and not left:
            values: dict[str, object] = {"side": ("the side", side)}
            words = Line(
                "{side} has no open desk: new entries do not wait for it, and what already waited keeps waiting", values
            )
            lines.append(words)
        return tuple(lines)

    body = {"reason": bilingual_text(reason) or {"en": "Closed.", "es": "Cerrada."}}
    return _write(path, desk, DESK_CLOSE.name, body, report=report)


def review_all(path: Path, desk: str | None, reason: str | None) -> WriteResult:
    """Make all entries wait that the desks of a side had seen but not accepted. Refused at an observer's desk."""
    refuse_special_file(path)

    def report(connection: Connection, desks: Desks, feed: str) -> tuple[Line, ...]:
        side = desks[feed].side
        values = {"side": ("the side", side), "n": len(pending.waiting_items(connection, side))}
        return (Line("Changes that wait for {side} now: {n}", values),)

    return _write(path, desk, DESK_REVIEW.name, {"reason": _required(reason)}, check=_check_review, report=report)


def plan_review(path: Path, desk: str | None) -> Plan:
    """Return what ``review_all`` would write and how much would wait, counted in a copy. Nothing is written."""
    refuse_special_file(path)
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            feed, public = _chosen_desk(path, connection, desk)
            desks = desk_keys.desks_by_feed(connection)
            _check_review(connection, desks, feed)
            side = desks[feed].side
            now, then = pending.count_pending(connection, side), _count_after_review(connection, feed, public, side)
    values: dict[str, object] = {"feed": feed, "side": ("the side", side)}
    counts = {"side": ("the side", side), "now": now, "then": then}
    line = Line("Changes that wait for {side}: {now} now, {then} afterwards", counts)
    return Plan(Line("This will be a statement by {side} ({feed})", values), (line,), 1)


def _count_after_review(connection: Connection, feed: str, public: str, side: str) -> int:
    """Return how many entries wait for a side in a copy in memory to which its review is added.

    Only the whole fold knows which changes lapse with what goes out of force. The signature is nobody's: a plan needs
    no key, and the fold reads none.
    """
    from accordtrack.ledger.key_files import new_key  # noqa: PLC0415  (a reader of the register needs no cryptography)

    body = validate_record(DESK_REVIEW.model, {"reason": {"en": "-", "es": "-"}, "said_on": dates.today()})
    key = replace(new_key(), public=public)
    with register_in_memory() as copy:
        log.append(copy, list(log.all_entries(connection)))
        scribe = EntrySigner(copy, feed, key=key, by=settings().name)
        log.append(copy, [scribe.seal(DESK_REVIEW.name, body, Handling.CLEAR.value)])
        project_all(copy, copy)
        return pending.count_pending(copy, side)


def _check_review(_connection: Connection, desks: Desks, feed: str) -> None:
    _refuse_observer(desks, feed, gettext_lazy("Only a desk of a side can make entries wait for its side"))


def admit_observer(
    path: Path, desk: str | None, feed: str, admitted_for: str, *, until: int | None = None, reason: str | None = None
) -> WriteResult:
    """Admit the feed of an observer for a side, or end that with ``until``, the last entry of the feed that counts."""
    refuse_special_file(path)
    purpose = parse_choice(AdmittedFor, admitted_for, "admitted_for")
    body = {"feed": feed, "admitted_for": purpose, "until": until, "reason": _required(reason)}

    def check(connection: Connection, desks: Desks, own: str) -> None:
        if feed == own:
            raise Refused(
                Problem("A desk cannot admit itself", "Only a desk of one of the two sides can admit an observer.")
            )
        if feed not in desks:
            known = {"x": shorten(sanitize_line(feed), 40), "known": ", ".join(desks)}
            raise Refused(Problem("No desk {x}", "Known are: {known}.", values=known, usage=True))
        _refuse_observer(desks, own, gettext_lazy("Only a desk of a side can admit an observer"))
        if desks[feed].side in {*Side}:
            of_side = {"x": feed, "side": ("the side", desks[feed].side)}
            advice = "Admission is for observers' desks, such as obs-1."
            raise Refused(Problem("{x} is a desk of {side} and needs no admission", advice, values=of_side))
        last = log.head(connection, feed).seq
        if until is not None and until > last:
            values = {"x": feed, "n": until, "last": last}
            raise Refused(Problem("{x} has no entry {n}; its last is {last}", "Name an entry.", "", values, usage=True))
        if feed == COMPILER and until is not None:
            advice = "Dispute the records that your side does not accept."
            raise Refused(Problem("The admission of the data folder does not end", advice))
        _refuse_same(connection, desks, own, feed, (AdmittedFor(purpose), until))

    def report(connection: Connection, desks: Desks, own: str) -> tuple[Line, ...]:
        history = log_desks.read_history(connection, {name: one.side for name, one in desks.items()})
        side = Side(desks[own].side)
        other = side.other
        values = {"x": feed, "side": ("the side", other)}
        if until is not None and history.admission_end(feed, other) is None and history.admits_after(side, feed, until):
            return (Line("The admission ends when {side} ends it too", values),)
        shown = log.head(connection, feed).seq if feed == COMPILER else 1
        if until is None and history.open_desks(other) and not history.admits(other, feed, shown, scope=False):
            return (Line("{side} has not admitted {x}: its entries wait for {side}", values),)
        return ()

    return _write(path, desk, DESK_ADMIT.name, body, check=check, report=report)


def _refuse_same(
    connection: Connection, desks: Desks, own: str, feed: str, wanted: tuple[AdmittedFor, int | None]
) -> None:
    history = log_desks.read_history(connection, {name: one.side for name, one in desks.items()})
    side = Side(desks[own].side)
    found = history.admissions[feed, side]
    if feed == COMPILER:
        same = history.admits(side, feed, log.head(connection, feed).seq, scope=True)
    else:
        same = bool(found) and found[-1] == wanted
    if same:
        raise Refused(Problem("Your side has already admitted {x} in this way", values={"x": feed}))
    if not found and wanted[1] is not None:
        raise Refused(Problem("Your side has not admitted {x}, so there is nothing to end", values={"x": feed}))


def _refuse_observer(desks: Desks, feed: str, message: str) -> None:
    if desks[feed].side not in {*Side}:
        raise Refused(Problem(message, "Choose a desk of a side with --desk."))


def _required(reason: str | None) -> dict[str, str]:
    words = bilingual_text(reason)
    if words is None:
        raise Refused(Problem("A reason is required", "Say why: --reason"))
    return words


def _write(
    path: Path,
    desk: str | None,
    kind: str,
    values: Mapping[str, object],
    *,
    check: Check | None = None,
    report: Report,
) -> WriteResult:
    """Write one entry about desks and fold everything again, in one transaction. ``check`` refuses before anything."""
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            feed, public = _chosen_desk(path, connection, desk)
            if check is not None:
                check(connection, desk_keys.desks_by_feed(connection), feed)
    body = validate_record(KINDS[kind].model, {**values, "said_on": dates.today()})
    key = desk_files.load_desk_key(path, feed, public)
    updates.update_register(path)
    with closing(Database(path)) as database:
        with database.writing_long() as connection:
            if feed in restored_desks.closed_desks(connection):
                raise Refused(restored_desks.closed_desk_problem(path))
            integrity_checks.check_nothing_lost(connection)
            desks = desk_keys.desks_by_feed(connection)
            if check is not None:
                check(connection, desks, feed)
            scribe = EntrySigner(connection, feed, key=key, by=settings().name)
            entry = scribe.seal(kind, body, Handling.CLEAR.value)
            log.append(connection, [entry])
            clear_projection(connection)
            project_all(connection, connection)
            lines = report(connection, desks, feed)
        daily_checkpoints.write_if_due(database, path, feed, key)
    return WriteResult(scribe.act, (entry.envelope.id,), (entry.hash,), (entry.envelope.ref,), lines)


def _chosen_desk(path: Path, connection: Connection, desk: str | None) -> tuple[str, str]:
    """Return the desk that writes and its public key. Refuses an unknown or closed desk, and changed keys."""
    opened = desk_keys.desks_by_feed(connection)
    closed = restored_desks.closed_desks(connection)
    known_desks.check(path, connection, opened)
    feed = desk_files.choose_desk(desk, path, opened, closed)
    if feed is None and (here := desk_files.closed_desk_here(path, opened, closed)) is not None:
        raise Refused(desk_files.closed_problem(here, opened))
    if feed is None and closed:
        raise Refused(desk_files.restored_problem(path, opened))
    if feed is None:
        raise Refused(
            desk_files.no_key_problem(path, "Bring a key here, or open your own desk: accordtrack desk open us-2")
        )
    return feed, opened[feed].public_key
