"""The desk: one open register and who sits at it. Screens and the command line know nothing below it.

Every method opens its own connection, so that worker threads may call them side by side. What only
writing needs (models, keys, settings) is imported where it is used: a list on the screen waits for none of it. Reading
methods take ``at``, two dates: what was true on one, as known on the other.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.dates import TwoDates, today
from accordtrack.desk import copied, evidence, restored, seats, store, updating
from accordtrack.desk.attending import Attending
from accordtrack.desk.publishing import Publishing
from accordtrack.desk.recalling import Recalling
from accordtrack.desk.writer import Writer
from accordtrack.register import deskkeys, details, facets, filters, lookup, pages, values
from accordtrack.register.database import Database
from accordtrack.register.glance import Glances
from accordtrack.register.past import Pasts
from accordtrack.views import (
    CommitmentView,
    ConflictView,
    Facet,
    Listing,
    Page,
    RegisterInfo,
    RegisterRow,
    SearchHit,
    Text,
    VerifyReport,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.desk.evidence import EvidenceCheck
    from accordtrack.desk.kept import Kept
    from accordtrack.register.filters import Term
    from accordtrack.register.glance import Glance
    from accordtrack.scoring.scores import Scores

    Progress = Callable[[int, int], None] | None


class Desk(Attending, Recalling, Publishing, Writer):
    """One open register. ``seat`` is the feed that writes, None when no key is on this machine.

    ``updated`` says how a file of an older version was brought up to date; None where nothing was to be done.
    """

    def __init__(self, path: Path, *, seat: str | None, today_is: str | None = None) -> None:
        self.path = path
        self.today = today_is or today()
        self._db = Database(path)
        self._pasts, self._glances = Pasts(self._db), Glances(self._db)
        self.updated = updating.current(self._db)
        with self._db.reading() as connection:
            self.seat = seats.choose(seat, path, deskkeys.seats(connection), restored.closed(connection))
        if seat is not None:
            self.sit(seat)

    # Who sits here

    def info(self) -> RegisterInfo:
        """The accord, its sides, the desks and who sits here."""
        with self._db.reading() as connection:
            opened = deskkeys.seats(connection)
            found = seats.desks(self.path, opened, seats.sizes(connection, opened))
            closed = restored.closed(connection)
            accord = next(iter(lookup.records(connection, "accord").values()), {})
            count = connection.exec_driver_sql("SELECT COUNT(*) FROM commitment").scalar_one()
            total = connection.exec_driver_sql("SELECT COALESCE(MAX(id), 0) FROM entry").scalar_one()
            copy = copied.read(connection)
            without = copied.without(connection) if copy else 0
        here = next((desk for desk in found if desk.feed == self.seat), None)
        silent = restored.problem(self.path).message if closed else seats.silent(self.path)
        named = accord.get("sides", {})
        return RegisterInfo(
            accord=accord.get("id", ""),
            title=lookup.words(accord["title"]) if accord else Text("", ""),
            sides={side: lookup.words(body["name"]) for side, body in named.items()},
            facts_until=accord.get("facts_until"),
            path=str(self.path),
            seat=here,
            desks=found,
            commitments=int(count),
            entries=int(total),
            read_only=None if here and here.has_key else silent,
            copy_for=copy.audience if copy else None,
            withheld=without,
        )

    def sit(self, feed: str) -> None:
        """Change the seat. Refuses an unknown desk, and one whose key is missing or can be read by others."""
        with self._db.reading() as connection:
            opened = deskkeys.seats(connection)
            chosen = seats.choose(feed, self.path, opened, restored.closed(connection))
        if chosen is not None:
            seats.load(self.path, chosen, opened[chosen]["public_key"])
        self.seat = chosen

    def version(self) -> int:
        """A number that grows whenever anything was written, by any process."""
        with self._db.reading() as connection:
            return int(connection.exec_driver_sql("SELECT COALESCE(MAX(id), 0) FROM entry").scalar_one())

    def marks(self, keys: Sequence[int] | None = None) -> tuple[str, ...]:
        """Handling marks of all that was said about the rows ``keys``, of the whole register for None."""
        from accordtrack.register import marks  # noqa: PLC0415

        with self._db.reading() as connection:
            return marks.marks(connection, keys)

    @property
    def kept(self) -> Kept:
        """Saved filters, and where this desk's last sitting was left."""
        from accordtrack.desk.kept import Kept  # noqa: PLC0415

        return Kept(self._db, self.seat)

    # Reading

    @contextmanager
    def _projected(
        self, at: TwoDates | None, terms: Sequence[Term] = (), *, threads: bool = False
    ) -> Iterator[Connection]:
        """The projection: of the file, or beside it as of two dates; what ``terms`` search in is there, or ``threads``."""
        if at is None:
            with self._db.reading() as connection:
                yield connection
            return
        asked = {term.field for term in terms}
        with self._pasts.at(at, words="" in asked, threads=threads or "turn" in asked) as connection:
            yield connection

    @contextmanager
    def _glance(self, at: TwoDates | None, terms: Sequence[Term] = (), sort: str = "id") -> Iterator[Glance | None]:
        """What is told of a past at a glance; None where a past has to be made, or is made already."""
        if at is None or self._pasts.made(at):
            yield None
            return
        with self._glances.at(at, terms, sort) as glance:
            yield glance

    def _day(self, at: TwoDates | None) -> str:
        return at.as_of if at else self.today

    def listing(
        self, words: str = "", *, sort: str = "id", descending: bool = False, at: TwoDates | None = None
    ) -> Listing:
        """Keys of every row that the filter ``words`` matches, in order."""
        terms = filters.parse(words)
        with self._glance(at, terms, sort) as glance:
            if glance is not None:
                return glance.listing(descending=descending)
        with self._projected(at, terms) as connection:
            return pages.listing(
                connection, terms, today=self._day(at), sort=sort, descending=descending, language=i18n.language()
            )

    def rows(self, keys: Sequence[int], *, at: TwoDates | None = None) -> tuple[RegisterRow, ...]:
        """The rows of ``keys`` in that order, by one statement."""
        with self._glance(at) as glance:
            if glance is not None:
                return glance.rows(keys)
        with self._projected(at) as connection:
            return pages.rows(connection, keys, self._day(at))

    def key_of(self, identifier: str) -> int | None:
        """The key of a commitment's row, or None."""
        with self._db.reading() as connection:
            return pages.key_of(connection, identifier)

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
        """One page of rows by keyset."""
        terms = filters.parse(words)
        with self._glance(at, terms, sort) as glance:
            if glance is not None:
                return glance.page(descending=descending, limit=limit, after=after)
        with self._projected(at, terms) as connection:
            return pages.page(
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
        """Counts by side, status, standing, due, theme, kind, framework and text of the rows that match."""
        terms = filters.parse(words)
        with self._projected(at, terms) as connection:
            return facets.facets(connection, terms, self._day(at))

    def sorts(self) -> tuple[str, ...]:
        """The orders that a list can have."""
        return pages.SORTS

    def commitment(self, identifier: str, *, at: TwoDates | None = None) -> CommitmentView:
        """Everything known of one commitment. Refuses an unknown id with the nearest."""
        with self._db.reading() as connection:
            view = details.commitment(connection, identifier, at=at, today=self._day(at), file_there=self._file_there)
            return copied.told(view, copied.read(connection))

    def _file_there(self, digest: str) -> bool:
        return store.stored(self.path, digest).is_file()

    def conflicts(self, words: str = "", *, at: TwoDates | None = None) -> tuple[ConflictView, ...]:
        """Figures and words that do not fit."""
        with self._db.reading() as connection:
            return values.conflicts(connection, filters.parse(words), at)

    def find(self, kind: str, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Records of a kind to choose from, by words."""
        with self._db.reading() as connection:
            return lookup.find(connection, kind, words, limit)

    def record(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """A record as its fields stand, with amendments; for a form that changes it."""
        with self._db.reading() as connection:
            if kind == "commitment":
                return details.state_of(connection, identifier)[0].record
            return lookup.record(connection, kind, identifier)

    # Scoring

    def scores(
        self,
        at: TwoDates | None = None,
        *,
        all_targets: bool = False,
        all_texts: bool = False,
        method: Path | None = None,
        base: str | None = None,
    ) -> Scores:
        """The register ready to be scored as of two dates; ``base`` is from when changes are counted."""
        from accordtrack.desk import scores  # noqa: PLC0415
        from accordtrack.scoring.inputs import Choice  # noqa: PLC0415

        chosen = Choice(all_targets=all_targets, all_texts=all_texts)
        with self._db.reading() as connection:
            return scores.scores(connection, at or TwoDates(self.today, self.today), chosen, method, base)

    # Writing

    def check_evidence(self, ref: str) -> EvidenceCheck:
        """Whether a path or address can be taken as evidence; nothing is copied."""
        from accordtrack.settings import settings  # noqa: PLC0415

        return evidence.check(ref, settings().evidence_limit)

    def evidence_file(self, digest: str) -> Path:
        """Where the file of that digest is kept; read to its end, and refused when it is missing or was altered."""
        from accordtrack.desk import storekeeping  # noqa: PLC0415

        return storekeeping.where(self.path, digest)

    # Keeping whole

    def verify(self, *, deep: bool = False, progress: Progress = None, reading: Progress = None) -> VerifyReport:
        """Check the file, the chains, the signatures, the projection and the evidence store."""
        from accordtrack.desk import keeping  # noqa: PLC0415

        return keeping.verify(self.path, deep=deep, progress=progress, reading=reading)

    def rebuild(self, progress: Callable[[int, int], None] | None = None, *, accept_loss: bool = False) -> int:
        """Make the projection again from the entries; local tables are kept. Gives the number of records folded.

        Refuses when the tables name entries that are gone, unless ``accept_loss``.
        """
        from accordtrack.desk import keeping  # noqa: PLC0415

        return keeping.rebuild(self._db, progress, accept_loss=accept_loss)

    def backup(
        self,
        out: Path,
        *,
        force: bool = False,
        audience: str | None = None,
        side: str | None = None,
        reading: Progress = None,
    ) -> VerifyReport:
        """Copy the register and its evidence to ``out``, verified before it takes its name.

        For an ``audience`` (public, parties, or side with the ``side``) without the bodies and files that are not for it.
        """
        from accordtrack.desk import keeping  # noqa: PLC0415

        if audience is not None:
            from accordtrack.register.audience import Audience  # noqa: PLC0415

            wanted = Audience(audience, side)
            return keeping.backup(self.path, out, force=force, audience=wanted, reading=reading)
        return keeping.backup(self.path, out, force=force, reading=reading)
