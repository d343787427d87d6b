"""Mixin of ``Desk``: lists, single commitments, conflicts, and records to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection import record_lookup
from accordtrack.queries import commitment_detail, facets, filter_parser, indicators, list_pages
from accordtrack.service.session_base import RegisterReader
from accordtrack.store import copy_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.types import CommitmentView, ConflictView, Facet, Listing, Page, RegisterRow, SearchHit


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

    def conflicts(self, words: str = "", *, at: TwoDates | None = None) -> tuple[ConflictView, ...]:
        """Return the conflicts: figures and statements that contradict each other."""
        with self._db.reading() as connection:
            return indicators.conflicts(connection, filter_parser.parse(words), at)

    def find(self, kind: str, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Return records of a kind that match ``words``, to choose from."""
        with self._db.reading() as connection:
            return record_lookup.find(connection, kind, words, limit)

    def record(self, identifier: str) -> Mapping[str, Any]:
        """Return the current fields of a commitment, with amendments, as plain values for an edit form."""
        with self._db.reading() as connection:
            return canonical_body(commitment_detail.state_of(connection, identifier)[0].record)

    def indicator(self, identifier: str) -> AmendedIndicator | None:
        """Return an indicator with its amendments, or None."""
        with self._db.reading() as connection:
            return record_lookup.indicators(connection, [identifier]).get(identifier)
