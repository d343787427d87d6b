"""Base of the reading mixins of ``Desk``: access to the register as it is, or as of two dates."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from accordtrack.core.dates import TwoDates, today
from accordtrack.queries import filter_parser, missed_reports
from accordtrack.queries.as_of_rows import AsOfLists
from accordtrack.queries.as_of_tables import AsOfTables
from accordtrack.service.evidence import evidence_store
from accordtrack.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.queries.as_of_rows import Glance
    from accordtrack.queries.filter_parser import Term


class RegisterReader:
    """A register and the day on which it is read. ``at`` asks what was true on one date, as known on another."""

    def __init__(self, path: Path, today_is: str | None = None) -> None:
        self.path = path
        self.today = today_is or today()
        self._db = Database(path)
        self._pasts, self._glances = AsOfTables(self._db), AsOfLists(self._db)

    def close(self) -> None:
        """Close idle connections."""
        self._pasts.close()
        self._db.close()

    @contextmanager
    def _projection(
        self, at: TwoDates | None, terms: Sequence[Term] = (), *, threads: bool = False
    ) -> Iterator[Connection]:
        """Provide the projection: that of the file, or for ``at`` a temporary one as of two dates.

        A temporary projection includes the search index if ``terms`` need it, and the threads if ``terms`` or
        ``threads`` ask for them.
        """
        if at is None:
            with self._db.reading() as connection:
                yield connection
            return
        names = {term.field for term in terms}
        with self._pasts.at(at, words="" in names, threads=threads or "turn" in names) as connection:
            yield connection

    @contextmanager
    def _glance(self, at: TwoDates | None, terms: Sequence[Term] = (), sort: str = "id") -> Iterator[Glance | None]:
        """Provide the as-of list, which needs no full projection; None if a full one is needed or exists already."""
        if at is None or self._pasts.has_tables(at):
            yield None
            return
        with self._glances.at(at, terms, sort) as glance:
            yield glance

    def _terms(self, words: str, at: TwoDates | None) -> tuple[Term, ...]:
        """Return the parsed filter ``words``, with missed reports resolved as of ``at``."""
        terms = filter_parser.parse(words)
        if all(term.field != "missed" for term in terms):
            return terms
        with self._db.reading() as connection:
            return missed_reports.resolve_missed(terms, missed_reports.missed_by_key(connection, at, self._day(at)))

    def _day(self, at: TwoDates | None) -> str:
        return at.as_of if at else self.today

    def _has_evidence_file(self, digest: str) -> bool:
        return evidence_store.stored_path(self.path, digest).is_file()
