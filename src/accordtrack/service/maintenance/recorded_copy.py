"""A register as of an earlier point of its log: the ordinary projector folds the prefix of the log into a copy in memory.

Nothing in the copy knows of later entries, neither the fold nor the rule of dual control.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from accordtrack.core.dates import date_problem, is_partial_date, last_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.log_prefix import RecordedBy
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.projection.projector import project_all
from accordtrack.service.maintenance import checkpoints
from accordtrack.store import log
from accordtrack.store.in_memory import register_in_memory
from accordtrack.verification.checkpoints import find_divergences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.store.database import Database

_LEAVES_OUT = gettext_lazy("The checkpoint leaves out {entry}, which the desk of this entry had already seen")
_AS_WRITTEN = gettext_lazy("Use the note as accordtrack checkpoint wrote it, or give a day.")
_LIKE_A_DATE = frozenset("0123456789-/.")


def parse(value: str, folder: Path) -> RecordedBy:
    """Return the end of the prefix, from a date or the path of a checkpoint. A month or a year stands for its last day."""
    if is_partial_date(value):
        return RecordedBy(last_day(value))
    file = folder / value
    if _LIKE_A_DATE.issuperset(value) and not file.exists():
        raise Refused(date_problem(value, "--recorded-by"))
    return RecordedBy(None, checkpoints.read_note(file).feeds)


@contextmanager
def as_recorded(database: Database, recorded: RecordedBy | None, rules: int = RULES) -> Iterator[Connection]:
    """Provide the register, or a copy of a prefix of its log. Raise ``Refused`` for heads that it never had together.

    ``rules`` are the rules of effect of the document that is made of it.
    """
    with database.reading() as connection:
        if recorded is None:
            yield connection
            return
        _refuse_other_log(connection, recorded)
        with prefix_copy(connection, recorded, rules) as copy:
            yield copy


def _refuse_other_log(connection: Connection, recorded: RecordedBy) -> None:
    findings = find_divergences(connection, recorded.heads) if recorded.heads else []
    if findings:
        raise Refused(*(Problem(one.message, one.advice, one.place, one.values) for one in findings))
    unseen = recorded.unseen(one.envelope for one in log.all_entries(connection)) if recorded.heads else None
    if unseen is not None:
        by, feed, seq = unseen
        raise Refused(Problem(_LEAVES_OUT, _AS_WRITTEN, by.id, {"entry": f"{feed}-{seq}"}))


def left_out(database: Database, copy: Connection) -> tuple[tuple[str, int], ...]:
    """Return how many entries of each feed of a register are not in a copy of a prefix of its log."""
    held = {feed: seq for feed, seq, _head in log.heads(copy)}
    with database.reading() as connection:
        more = ((feed, seq - held.get(feed, 0)) for feed, seq, _head in log.heads(connection))
        return tuple((feed, n) for feed, n in more if n > 0)


@contextmanager
def prefix_copy(connection: Connection, recorded: RecordedBy, rules: int = RULES) -> Iterator[Connection]:
    """Provide a register in memory that holds the prefix of a log. Raise ``Refused`` if it holds nothing."""
    envelopes = (one.envelope for one in log.all_entries(connection))
    last = recorded.last_entries(envelopes, to_last=rules < FIRST_RULES_WITH_WAITING)
    if not last:
        values = {"day": recorded.day}
        raise Refused(Problem("Nothing was recorded up to {day}", "Give a later date.", "", values))
    with partial_copy(connection, lambda feed, seq: seq <= last.get(feed, 0)) as copy:
        yield copy


@contextmanager
def partial_copy(connection: Connection, belongs: Callable[[str, int], bool]) -> Iterator[Connection]:
    """Provide a register in memory that holds the entries of a log, by feed and seq, that belong to it."""
    with register_in_memory() as copy:
        entries = log.all_entries(connection)
        log.append(copy, [one for one in entries if belongs(one.envelope.feed, one.envelope.seq)])
        project_all(copy, copy)
        yield copy
