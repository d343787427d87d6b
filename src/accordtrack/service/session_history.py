"""The part of the desk that looks back: entries, who said what over the years, and what changed between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.projection import record_lookup
from accordtrack.queries import commitment_detail, filters, list_pages
from accordtrack.service.session_base import AsOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.types import DiffView, EntryView, HistoryPage, LanesView


class Recalling(AsOf):
    """Mixed into ``Desk``."""

    _lanes: tuple[int, LanesView] | None = None
    """The lanes of the whole register as of the entry that was the last one when they were counted."""

    def history(
        self,
        ref: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        speaker: str | None = None,
        kind: str | None = None,
        words: str | None = None,
        limit: int = 100,
        after: str | None = None,
        at: TwoDates | None = None,
    ) -> HistoryPage:
        """Entries newest first, of one record or of all.

        ``kind`` may be a whole kind, a part of one (``status``) or its label, and ``speaker`` a code or a label, in either
        language. ``words`` are those of a commitment, as in a filter of the register, or the beginning of a code.
        """
        from accordtrack.queries import history  # noqa: PLC0415
        from accordtrack.queries.history_filters import kinds, known_ref, partial, spoken_by  # noqa: PLC0415

        with self._db.reading() as connection:
            if ref is not None and not known_ref(connection, ref):
                raise Refused(commitment_detail.unknown_commitment(connection, ref))
            return history.history(
                connection,
                ref=ref,
                since=partial(since),
                until=partial(until),
                speaker=spoken_by(speaker),
                kinds=kinds(kind),
                words=words,
                at=at,
                limit=limit,
                after=after,
            )

    def lanes(self, ref: str | None = None, *, at: TwoDates | None = None) -> LanesView:
        """Who said what over the years, with events: of one commitment, or of the register counted by year."""
        from accordtrack.queries import timeline  # noqa: PLC0415

        with self._db.reading() as connection:
            if ref is not None or at is not None:
                return timeline.lanes(connection, ref, at)
            last = int(connection.exec_driver_sql("SELECT COALESCE(MAX(id), 0) FROM entry").scalar_one())
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
        """What changed from ``a`` to ``b``: of one commitment, of some, or of all that the filter matches on either date.

        The changes are those of the first ``most`` commitments, so that a page of them can be had: ``ids`` names all, and
        ``of`` asks for the next. ``kind`` leaves out changes of every other kind.
        """
        from accordtrack.queries import comparison  # noqa: PLC0415

        terms = filters.parse(words)
        with self._db.reading() as connection:
            if ref is not None and list_pages.key_of(connection, ref) is None:
                raise Refused(commitment_detail.unknown_commitment(connection, ref))
            wanted = of if ref is None else [ref]
            return comparison.between(connection, a, b, of=wanted, terms=terms, most=most, kind=kind)

    def entry(self, name: str) -> EntryView:
        """One entry by hash, ``<feed>-<seq>`` or the id of what it records."""
        from accordtrack.queries import history  # noqa: PLC0415

        with self._db.reading() as connection:
            key = record_lookup.entry_of(connection, name)
            if key is None:
                advice = "accordtrack history shows entries with their ids."
                raise Refused(Problem('No commitment or entry "{x}"', advice, values={"x": name}, usage=True))
            return history.views(connection, [key])[0]
