"""Mixin of ``Desk``: lists, single commitments, conflicts, and records to choose from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.ledger.kinds import PANEL_RELEASE, canonical_body
from accordtrack.projection import proposed_records, record_lookup
from accordtrack.queries import (
    commitment_detail,
    effect_summary,
    facets,
    filter_parser,
    indicators,
    list_pages,
    pending,
    pending_filter,
)
from accordtrack.service.session_base import RegisterReader
from accordtrack.store import copy_record
from accordtrack.types import Line
from accordtrack.types.pending import PendingAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.types import (
        CommitmentView,
        ConflictView,
        Facet,
        IndicatorRow,
        Listing,
        MeasurementView,
        Page,
        ProposalView,
        RegisterRow,
        SearchHit,
    )
    from accordtrack.types.effects import DeskSummary
    from accordtrack.types.pending import PendingEntry


class ListsMixin(RegisterReader):
    """Lists and single records, mixed into ``Desk``."""

    def listing(
        self, words: str = "", *, sort: str = "id", descending: bool = False, at: TwoDates | None = None
    ) -> Listing:
        """Return the keys of all rows that the filter ``words`` matches, in order."""
        terms = self._terms(words, at)
        with self._glance(at, terms, sort) as glance:
            if glance is not None:
                return glance.listing(descending=descending)
        with self._projection(at, terms) as connection:
            return list_pages.listing(
                connection, terms, today=self._day(at), sort=sort, descending=descending, language=i18n.language()
            )

    def rows(self, keys: Sequence[int], *, at: TwoDates | None = None) -> tuple[RegisterRow, ...]:
        """Return the rows of ``keys`` in that order, read with one query."""
        with self._glance(at) as glance:
            if glance is not None:
                return glance.rows(keys)
        with self._projection(at) as connection:
            return list_pages.rows(connection, keys, self._day(at))

    def key_of(self, identifier: str) -> int | None:
        """Return the key of a commitment's row, or None."""
        with self._db.reading() as connection:
            return list_pages.key_of(connection, identifier)

    def page(
        self,
        words: str = "",
        *,
        sort: str = "id",
        descending: bool = False,
        limit: int = 50,
        after: str | None = None,
        at: TwoDates | None = None,
    ) -> Page:
        """Return one page of rows, with keyset pagination."""
        terms = self._terms(words, at)
        with self._glance(at, terms, sort) as glance:
            if glance is not None:
                return glance.page(descending=descending, limit=limit, after=after)
        with self._projection(at, terms) as connection:
            return list_pages.page(
                connection,
                terms,
                today=self._day(at),
                sort=sort,
                descending=descending,
                language=i18n.language(),
                limit=limit,
                after=after,
            )

    def pending(
        self, side: str | None = None, *, effects: int = 0, words: str = "", disputed: bool = False
    ) -> tuple[PendingAct, ...]:
        """Return the acts that wait for ``side``, or for any side, with the effect of concurring with the first ``effects``.

        With effects, the acts with the largest come first. ``words`` is a filter of entries. With ``disputed``, the
        entries are those that the side disputed.
        """
        with self._db.reading() as connection:
            acts = pending_filter.select(pending.pending_acts(connection, side, disputed=disputed), words)
        known = self.with_effects(acts[:effects])
        return (*sorted(known, key=PendingAct.size, reverse=True), *acts[effects:])

    def pending_count(self, side: str) -> int:
        """Return how many entries wait for ``side``."""
        with self._db.reading() as connection:
            return pending.count_pending(connection, side)

    def in_force_alone(self, side: str, words: str = "") -> tuple[PendingAct, ...]:
        """Return the acts of the other side that are in force only because ``side`` had no open desk, by a filter."""
        with self._db.reading() as connection:
            return pending_filter.select(pending.acts_in_force_alone(connection, side), words)

    def count_in_force_alone(self, side: str) -> int:
        """Return how many entries of the other side are in force only because ``side`` had no open desk."""
        with self._db.reading() as connection:
            return pending.count_in_force_alone(connection, side)

    def with_effects(self, acts: Sequence[PendingAct]) -> tuple[PendingAct, ...]:
        """Return the acts with the effect of concurring with each. Every act costs a scoring of the register."""
        if not acts:
            return ()
        from accordtrack.service.pending_effects import Effects  # noqa: PLC0415  (loads the scoring modules)

        with self._db.reading() as connection:
            reader = Effects(connection, TwoDates(self.today, self.today))
            return tuple(replace(act, effects=reader.of_act(act)) for act in acts)

    def with_cells(self, acts: Sequence[PendingAct]) -> tuple[PendingAct, ...]:
        """Return the acts with what each release of panel data in them would change, cell by cell."""
        if all(entry.kind != PANEL_RELEASE.name for act in acts for entry in act.entries):
            return tuple(acts)
        from accordtrack.service.commands.panel import ReleaseChanges  # noqa: PLC0415  (loads the modules that write)

        with self._db.reading() as connection:
            changes = ReleaseChanges(connection, self.path)

            def cells(entry: PendingEntry) -> tuple[Line, ...]:
                if entry.kind != PANEL_RELEASE.name:
                    return ()
                try:
                    return tuple(changes.of(PANEL_RELEASE.decode_values(entry.body)))
                except Refused as refusal:
                    return tuple(Line(problem.message, problem.values) for problem in refusal.problems)

            return tuple(
                replace(act, entries=tuple(replace(entry, cells=cells(entry)) for entry in act.entries)) for act in acts
            )

    def desk_summary(self) -> DeskSummary:
        """Return the notes about desks: a side without an open desk, and keys of both sides on one computer."""
        with self._db.reading() as connection:
            return effect_summary.desk_summary(connection)

    def waiting_problem(self, kind: str, identifier: str) -> Problem | None:
        """Return the problem for a record that waits for a side and is not in force; None if it does not wait."""
        with self._db.reading() as connection:
            return proposed_records.waiting_problem(connection, kind, identifier)

    def facets(self, words: str = "", *, at: TwoDates | None = None) -> tuple[Facet, ...]:
        """Count the matching rows by side, status, standing, due date, theme, kind, framework and text."""
        terms = self._terms(words, at)
        with self._projection(at, terms) as connection:
            return facets.facets(connection, terms, self._day(at))

    def sort_orders(self) -> tuple[str, ...]:
        """Return the sort orders of lists."""
        return list_pages.SORTS

    def commitment(self, identifier: str, *, at: TwoDates | None = None) -> CommitmentView:
        """Return everything known about one commitment. Refuses an unknown id, suggesting the nearest."""
        with self._db.reading() as connection:
            view = commitment_detail.commitment(
                connection, identifier, at=at, today=self._day(at), file_there=self._has_evidence_file
            )
            return copy_record.mark_left_out(view, copy_record.read(connection))

    def proposed_commitment(self, identifier: str) -> ProposalView | None:
        """Return a commitment that waits for a side or was disputed, with the proposing desk; None if it is not one."""
        with self._db.reading() as connection:
            found = commitment_detail.proposal(
                connection, identifier, today=self.today, file_there=self._has_evidence_file
            )
            if found is None:
                return None
            view = copy_record.mark_left_out(found.commitment, copy_record.read(connection))
            return replace(found, commitment=view)

    def conflicts(self, words: str = "", *, at: TwoDates | None = None) -> tuple[ConflictView, ...]:
        """Return the conflicts: figures and statements that contradict each other."""
        with self._db.reading() as connection:
            return indicators.conflicts(connection, filter_parser.parse(words), at)

    def indicator_rows(self, words: str = "") -> tuple[IndicatorRow, ...]:
        """Return the indicators that match a filter, with their newest value and the commitments linked to them."""
        with self._db.reading() as connection:
            return indicators.indicator_rows(connection, filter_parser.parse(words))

    def find(self, kind: str, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Return records of a kind that match ``words``, to choose from."""
        with self._db.reading() as connection:
            return record_lookup.find(connection, kind, words, limit)

    def record(self, identifier: str) -> Mapping[str, Any]:
        """Return the current fields of a commitment, with amendments, as plain values for an edit form."""
        with self._db.reading() as connection:
            return canonical_body(commitment_detail.state_of(connection, identifier)[0].record)

    def own_values(self, indicator: str, at: TwoDates) -> tuple[MeasurementView, ...]:
        """Return the values of a side about its own country that wait for the other side, and so are not counted."""
        with self._db.reading() as connection:
            return indicators.own_values(connection, indicator, at)

    def indicator(self, identifier: str) -> AmendedIndicator | None:
        """Return an indicator with its amendments, or None."""
        with self._db.reading() as connection:
            return record_lookup.indicators(connection, [identifier]).get(identifier)
