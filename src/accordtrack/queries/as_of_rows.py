"""Lists of a past date, sorted by id, that fold only the rows on view.

The entries that added commitments tell which commitments existed, and an id never changes. A list sorted by id
therefore needs no full as-of tables, whose cost grows with everything that came later.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from accordtrack.projection import standings
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.fold import fold
from accordtrack.projection.projection_rows import list_row
from accordtrack.queries import as_of_changes, list_pages
from accordtrack.store import log
from accordtrack.store.columns import COMMITMENT, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.queries.filter_parser import Term
    from accordtrack.store.database import Database
    from accordtrack.types import Listing, Page, RegisterRow

C, R = COMMITMENT.c, RECORD.c
_TWICE = text("SELECT EXISTS (SELECT 1 FROM record WHERE family = 'commitment' GROUP BY rid HAVING COUNT(*) > 1)")
_UNCHANGING = frozenset({"id"})
"""Filter fields that no amendment changes."""


class AsOfLists:
    """As-of lists of one register. Caches totals until the register changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last, self._twice = -1, False
        self._totals: dict[TwoDates, int] = {}

    @contextmanager
    def at(self, at: TwoDates, terms: Sequence[Term] = (), sort: str = "id") -> Iterator[Glance | None]:
        """Yield a glance, or None if a list with these ``terms`` and this ``sort`` needs the full as-of tables."""
        if sort != "id" or any(term.field not in _UNCHANGING for term in terms):
            yield None
            return
        with self._database.reading() as connection:
            last = log.last_entry(connection)
            if last != self._last:
                self._twice, self._totals = bool(connection.execute(_TWICE).scalar_one()), {}
                self._last = last
            yield None if self._twice else Glance(connection, at, terms, self._totals)


class Glance:
    """Lists as of two dates, limited to what ``terms`` match."""

    def __init__(
        self, connection: Connection, at: TwoDates, terms: Sequence[Term], totals: dict[TwoDates, int]
    ) -> None:
        self._connection, self._at, self._terms, self._totals = connection, at, terms, totals
        self._there = (
            select(R.entry_id)
            .where(R.entry_id == C.key, R.effective_on <= at.as_of, R.known_on <= at.known_on)
            .correlate(COMMITMENT)
            .exists()
        )
        self._asked: dict[str, Any] = {"today": at.as_of, "sort": "id", "language": "en", "within": self._there}

    def listing(self, *, descending: bool) -> Listing:
        """Return the keys of all commitments that existed on the dates."""
        return list_pages.listing(self._connection, self._terms, descending=descending, **self._asked)

    def page(self, *, descending: bool, limit: int, after: str | None) -> Page:
        """Return one page, selected by keyset."""
        page = list_pages.page(
            self._connection,
            self._terms,
            descending=descending,
            limit=limit,
            after=after,
            total=None if self._terms else self._totals.get(self._at),
            **self._asked,
        )
        if not self._terms:
            self._totals[self._at] = page.total
        return replace(page, rows=self.rows([row.key for row in page.rows]))

    def rows(self, keys: Sequence[int]) -> tuple[RegisterRow, ...]:
        """Return the rows of ``keys``, in that order. Keys that did not exist on the dates are left out."""
        at, connection = self._at, self._connection
        found: dict[int, Any] = {
            row.key: row for row in connection.execute(select(*standings.columns()).where(C.key.in_(keys), self._there))
        }
        versions = {row.id: row.version for row in found.values()}
        dates = {"as_of": at.as_of, "known_on": at.known_on}
        late = list(connection.execute(as_of_changes.SOME, {"refs": list(versions), **dates}).scalars())
        world = FoldContext(connection)
        items = list(world.standing_items_of(late, at, leaving=as_of_changes.LEFT_OUT))
        world.read_cited(items)
        for ref, group in groupby(items, key=lambda item: item.ref):
            about = list(group)
            state = fold(about, at.as_of, cited=world.cited(about))
            if state is not None:
                row = SimpleNamespace(**list_row(state, versions[ref]))
                found[row.key] = row
        return tuple(list_pages.as_row(found[key], at.as_of) for key in keys if key in found)
