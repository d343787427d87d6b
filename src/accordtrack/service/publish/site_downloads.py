"""The downloads of the site: scorecards in every form, the data, the history, and how each is checked.

Setting a scorecard takes longer than all pages: it is done in processes of their own beside them, where the machine has room.
"""

from __future__ import annotations

import json
from concurrent.futures import BrokenExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.documents import BRIEF, FORMS, render
from accordtrack.i18n import LANGUAGES, speaking
from accordtrack.interchange import history_file
from accordtrack.interchange.data_package import zipped
from accordtrack.projection.audience import PUBLIC, Audience
from accordtrack.service.exports import calendar_export, iati_export, package_export
from accordtrack.service.publish import worker_processes
from accordtrack.site.downloads import (
    CHECKPOINT,
    HISTORY,
    IATI,
    LINES,
    PACKAGE,
    SUMS,
    Saved,
    brief_file,
    calendar_file,
    scorecard_file,
)
from accordtrack.types import IatiAsked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from typing import Any

    from sqlalchemy import Connection

    from accordtrack.documents.model import Scorecard
    from accordtrack.projection.facts import Facts
    from accordtrack.types import EntryView

    Made = tuple[str, bytes]

_SHARES = (("pdf",), tuple(form for form in FORMS if form != "pdf"))
"""Forms that one process makes: setting pages takes about as long as all others."""
_LOOK = 0.2
"""Seconds after which whoever waits is asked whether to go on."""


def of_log(
    connection: Connection,
    read: Facts,
    entries: Mapping[str, Sequence[EntryView]],
    stands: Mapping[str, Any],
    day: str,
) -> dict[str, bytes]:
    """What is made of the log itself as of a day.

    ``read`` are the facts that everybody may read on it, ``entries`` those of the log by record, ``stands`` its checkpoint.
    """
    views = sorted(chain.from_iterable(entries.values()), key=lambda view: view.lc, reverse=True)
    package, _left = package_export.made(connection, Audience(PUBLIC, None), day)
    told = {"version": 1, "type": "checkpoint", "as_of": day, **stands}
    return {
        **_calendars(connection, day),
        **_iati(read, day),
        PACKAGE: zipped(package.files),
        HISTORY: history_file.as_csv(views),
        LINES: history_file.as_lines(views),
        CHECKPOINT: (json.dumps(told, indent=1, sort_keys=True) + "\n").encode("ascii"),
    }


def _calendars(connection: Connection, day: str) -> dict[str, bytes]:
    """The agreed dates in each language; nothing where there is none."""
    at = TwoDates(day, day)
    found = {}
    for language in LANGUAGES:
        with speaking(language), suppress(Refused):
            made = calendar_export.made(connection, Audience(PUBLIC, None, at), at, every=False)
            found[calendar_file(language)] = made.raw
    return found


def _iati(read: Facts, day: str) -> dict[str, bytes]:
    """Commitments and indicators as IATI; nothing where there is no commitment."""
    with suppress(Refused):
        return {IATI: iati_export.checked(read, IatiAsked(TwoDates(day, day), PUBLIC)).data}
    return {}


@contextmanager
def setting(
    cards: Sequence[Scorecard], still: Callable[[], None] = lambda: None, *, small: bool = False
) -> Iterator[Callable[[], Iterator[Made]]]:
    """Begin to set ``cards``; what it gives waits for them and gives name and bytes of each file, in the same order always.

    ``still`` is called while it waits, and may raise to end it: then nothing goes on beside.
    """
    jobs = [(card, forms) for card in cards for forms in _SHARES]
    if small or worker_processes.room() == 1:
        yield partial(_made_here, jobs, still)
        return
    with worker_processes.ended_with() as pool:
        asked = [pool.submit(_set, *job) for job in jobs]
        yield partial(_waited, asked, still)


def _made_here(jobs: Sequence[tuple[Scorecard, Sequence[str]]], still: Callable[[], None]) -> Iterator[Made]:
    for job in jobs:
        still()
        yield from _set(*job)


def _waited(asked: Sequence[Future[list[Made]]], still: Callable[[], None]) -> Iterator[Made]:
    try:
        for one in asked:
            while wait([one], _LOOK).not_done:
                still()
            yield from one.result()
    except BrokenExecutor as error:
        raise Refused(worker_processes.ended("Try again, or say --without-downloads.")) from error


def _set(card: Scorecard, forms: Sequence[str]) -> list[Made]:
    """A scorecard and its brief in these forms. One that cannot be made here is left out: the page says so."""
    found = []
    for form in forms:
        for short in (False, True) if form in BRIEF else (False,):
            name = (brief_file if short else scorecard_file)(card.language, form)
            try:
                found.append((name, render(card, form, brief=short)))
            except Refused:
                continue
    return found


@dataclass(slots=True)
class Noted:
    """Files as they are handed on, each noted with its size and digest."""

    files: list[Saved] = field(default_factory=list)

    def all(self, *made: Iterable[Made]) -> Iterator[Made]:
        """Every file, then the list of digests that ``sha256sum -c`` reads; nothing where there is no file."""
        for name, raw in chain.from_iterable(made):
            yield self._noted(name, raw)
        if self.files:
            lines = (f"{one.sha256}  {one.name}\n" for one in sorted(self.files, key=lambda one: one.name))
            yield self._noted(SUMS, "".join(lines).encode("ascii"))

    def _noted(self, name: str, raw: bytes) -> Made:
        self.files.append(Saved(name, len(raw), sha256(raw).hexdigest()))
        return name, raw
