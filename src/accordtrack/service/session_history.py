"""Mixin of ``Desk``: history, single entries, timelines, and changes between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.projection import record_lookup
from accordtrack.queries import commitment_detail, filter_parser, list_pages
from accordtrack.service.session_base import RegisterReader
from accordtrack.store import log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.types import DiffView, EntryView, HistoryPage, LanesView


class HistoryMixin(RegisterReader):
    """History, timelines and differences, mixed into ``Desk``."""

    _lanes: tuple[int, LanesView] | None = None
    """Cached lanes of the whole register, with the number of the last entry when they were counted."""

    def history(
        self,
        ref: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        speaker: str | None = None,
        kind: str | None = None,
        changed: str | None = None,
        words: str | None = None,
        limit: int = 100,
        after: str | None = None,
        at: TwoDates | None = None,
    ) -> HistoryPage:
        """Return a page of entries, newest first, of one record or of all.

        ``kind`` may be a full kind, a part of one (``status``) or its label; ``speaker`` a code or a label, in either
        language. ``changed`` is ``>412-us-1``: entries after number 412, without those of desk us-1. ``words`` filter by
        the text of the commitment, as in a filter of the register, or by the beginning of a code.
        """
        from accordtrack.queries import history, history_filters  # noqa: PLC0415

        with self._db.reading() as connection:
            if ref is not None and not history_filters.has_entries_about(connection, ref):
                raise Refused(commitment_detail.unknown_commitment(connection, ref))
            return history.history(
                connection,
                ref=ref,
                since=history_filters.check_partial_date(since),
                until=history_filters.check_partial_date(until),
                speaker=history_filters.parse_speaker(speaker),
                kinds=history_filters.parse_kinds(kind),
                newer=history_filters.parse_changed(changed),
                words=words,
                at=at,
                limit=limit,
                after=after,
            )

    def lanes(self, ref: str | None = None, *, at: TwoDates | None = None) -> LanesView:
        """Return who said what over the years, with events: of one commitment, or of the register counted by year."""
        from accordtrack.queries import timeline  # noqa: PLC0415

        with self._db.reading() as connection:
            if ref is not None or at is not None:
                return timeline.lanes(connection, ref, at)
            last = log.last_entry(connection)
            if self._lanes is None or self._lanes[0] != last:
                self._lanes = (last, timeline.lanes(connection, None, None))
            return self._lanes[1]

    def diff(
        self,
        a: TwoDates,
        b: TwoDates,
        words: str = "",
        *,
        ref: str | None = None,
        of: Sequence[str] | None = None,
        most: int | None = None,
        kind: str | None = None,
    ) -> DiffView:
        """Return what changed from ``a`` to ``b``: of one commitment, of some, or of all matched on either date.

        Only the changes of the first ``most`` commitments are included, for paging: ``ids`` names all, and ``of``
        requests the next ones. ``kind`` restricts the result to one kind of change.
        """
        from accordtrack.queries import comparison  # noqa: PLC0415

        terms = filter_parser.parse(words)
        with self._db.reading() as connection:
            if ref is not None and list_pages.key_of(connection, ref) is None:
                raise Refused(commitment_detail.unknown_commitment(connection, ref))
            wanted = of if ref is None else [ref]
            return comparison.compare_dates(connection, a, b, of=wanted, terms=terms, most=most, kind=kind)

    def entry(self, name: str) -> EntryView:
        """Return one entry by hash, ``<feed>-<seq>`` or the id of what it records. Refuses an unknown one."""
        from accordtrack.queries import history  # noqa: PLC0415

        with self._db.reading() as connection:
            key = record_lookup.entry_of(connection, name)
            if key is None:
                advice = "accordtrack history shows entries with their ids."
                raise Refused(Problem('No commitment or entry "{x}"', advice, values={"x": name}, usage=True))
            return history.views(connection, [key])[0]
