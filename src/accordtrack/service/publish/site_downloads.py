"""Makes the downloads of the site: scorecards in all formats, data, history, and their checksums.

Rendering a scorecard takes longer than all pages, so it runs in worker processes if the machine has enough cores.
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
from accordtrack.documents import BRIEF, FORMATS, files_beside, render, render_annexes, render_note
from accordtrack.i18n import LANGUAGES, tr, using_language
from accordtrack.interchange import history_file
from accordtrack.interchange.data_package import build_zip
from accordtrack.projection.audience import PUBLIC, audience_of
from accordtrack.queries import effect_summary
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
    annexes_file,
    brief_file,
    calendar_file,
    note_file,
    scorecard_file,
)
from accordtrack.types import IatiRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    from accordtrack.documents.model import Scorecard
    from accordtrack.projection.facts import Facts
    from accordtrack.types import EntryView

    Made = tuple[str, bytes]

_SHARES = (("pdf",), tuple(form for form in FORMATS if form != "pdf"))
"""Formats rendered by one process: PDF takes about as long as all others."""
_LOOK = 0.2
"""Seconds between calls of ``still`` while waiting."""


def log_downloads(
    connection: Connection,
    read: Facts,
    entries: Mapping[str, Sequence[EntryView]],
    stands: Mapping[str, Any],
    day: str,
    register: Path,
) -> dict[str, bytes]:
    """Return the download files that are made from the log of a register, as of a day.

    ``read`` are the public facts on that day, ``entries`` the history entries by record, ``stands`` the checkpoint.
    """
    views = sorted(chain.from_iterable(entries.values()), key=lambda view: view.lc, reverse=True)
    package, _left = package_export.build_checked_package(connection, audience_of(connection, PUBLIC), day, register)
    checkpoint = {"version": 1, "type": "checkpoint", "as_of": day, **stands}
    return {
        **_calendars(connection, day),
        **_iati(connection, read, day),
        PACKAGE: build_zip(package.files),
        HISTORY: history_file.as_csv(views),
        LINES: history_file.as_json_lines(views),
        CHECKPOINT: (json.dumps(checkpoint, indent=1, sort_keys=True) + "\n").encode("ascii"),
    }


def _calendars(connection: Connection, day: str) -> dict[str, bytes]:
    """Return the calendar of agreed dates in each language; empty if there are none."""
    at = TwoDates(day, day)
    found = {}
    for language in LANGUAGES:
        with using_language(language), suppress(Refused):
            calendar = calendar_export.build_calendar(
                connection, audience_of(connection, PUBLIC, None, at), at, every=False
            )
            found[calendar_file(language)] = calendar.raw
    return found


def _iati(connection: Connection, read: Facts, day: str) -> dict[str, bytes]:
    """Return the IATI file; empty if there is no commitment."""
    with suppress(Refused):
        at = TwoDates(day, day)
        effects = effect_summary.summarize(connection, audience_of(connection, PUBLIC, None, at), at)
        return {IATI: iati_export.build_checked_file(read, IatiRequest(at, PUBLIC), effects).data}
    return {}


@contextmanager
def render_in_parallel(
    cards: Sequence[Scorecard], still: Callable[[], None] = lambda: None, *, small: bool = False
) -> Iterator[Callable[[], Iterator[Made]]]:
    """Start rendering ``cards``; provide a function that waits and yields name and bytes of each file, in fixed order.

    ``still`` is called while waiting and may raise to cancel, which ends all workers.
    """
    jobs = [(card, forms) for card in cards for forms in _SHARES]
    if small or worker_processes.process_limit() == 1:
        yield partial(_render_here, jobs, still)
        return
    with worker_processes.process_pool() as pool:
        futures = [pool.submit(_render_card, *job) for job in jobs]
        yield partial(_wait_for_results, futures, still)


def _render_here(jobs: Sequence[tuple[Scorecard, Sequence[str]]], still: Callable[[], None]) -> Iterator[Made]:
    for job in jobs:
        still()
        yield from _render_card(*job)


def _wait_for_results(futures: Sequence[Future[list[Made]]], still: Callable[[], None]) -> Iterator[Made]:
    try:
        for one in futures:
            while wait([one], _LOOK).not_done:
                still()
            yield from one.result()
    except BrokenExecutor as error:
        raise Refused(worker_processes.ended_problem("Try again, or say --without-downloads.")) from error


def _render_card(card: Scorecard, forms: Sequence[str]) -> list[Made]:
    """Render the documents of a scorecard in these formats. One that cannot be made here is left out."""
    found = []
    for form in forms:
        for name, make in _documents(card, form):
            with suppress(Refused):
                found.append((name, make()))
    return found


def _documents(card: Scorecard, form: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each document in a format, and a function that renders it."""
    name = scorecard_file(card.language, form)
    with using_language(card.language):
        beside = [(file, tr(holds)) for file, holds in files_beside(name, form)]
    yield name, partial(render, card, form, files=beside)
    if form in BRIEF:
        if card.pages:
            yield annexes_file(card.language, form), partial(render_annexes, card, form)
        yield brief_file(card.language, form), partial(render, card, form, brief=True)
        if card.note:
            yield note_file(form), partial(render_note, card, form)


@dataclass(slots=True)
class Noted:
    """Records size and digest of each file that passes through."""

    files: list[Saved] = field(default_factory=list)

    def with_digest_list(self, *file_groups: Iterable[Made]) -> Iterator[Made]:
        """Yield every file, then the list of digests that ``sha256sum -c`` reads; nothing if there are no files."""
        for name, raw in chain.from_iterable(file_groups):
            yield self._record_file(name, raw)
        if self.files:
            lines = (f"{one.sha256}  {one.name}\n" for one in sorted(self.files, key=lambda one: one.name))
            yield self._record_file(SUMS, "".join(lines).encode("ascii"))

    def _record_file(self, name: str, raw: bytes) -> Made:
        self.files.append(Saved(name, len(raw), sha256(raw).hexdigest()))
        return name, raw
