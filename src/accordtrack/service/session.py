"""The session: ``Desk``, one open register and the desk that writes in it.

Screens and the command line use nothing below this layer. Every method opens its own connection, so that worker threads
may call them in parallel. Modules needed only for writing (models, keys, settings) are imported on use, so that a list
on the screen does not wait for them. Reading methods take ``at``, two dates: what was true on the first, as known on
the second.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.projection import record_lookup
from accordtrack.projection.dual_control import RULES
from accordtrack.service.evidence import inspection
from accordtrack.service.maintenance import restored_desks, updates
from accordtrack.service.session_attention import AttentionMixin
from accordtrack.service.session_base import RegisterReader
from accordtrack.service.session_history import HistoryMixin
from accordtrack.service.session_lists import ListsMixin
from accordtrack.service.session_outputs import OutputsMixin
from accordtrack.service.session_writes import WritesMixin
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import copy_record, desk_keys, log
from accordtrack.store.database_errors import is_statement_rejected
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import RegisterInfo, Text, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.ledger.log_prefix import RecordedBy
    from accordtrack.projection.audience import Audience
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service.evidence.inspection import EvidenceCheck
    from accordtrack.service.preferences import Kept
    from accordtrack.types import Line, ScoreChanges

    Progress = Callable[[int, int], None] | None


CLOSED = gettext_lazy("The desk in use is closed")
"""Why nothing can be written at a closed desk."""


class Desk(ListsMixin, AttentionMixin, HistoryMixin, OutputsMixin, WritesMixin):
    """One open register. ``seat`` is the feed that writes, or None if no key is on this machine.

    ``updated`` says how a register of an older version was migrated, or is None. Before a migration, ``words`` is
    called with a session of the old file; if it raises ``Refused``, the file is not migrated. At a closed desk
    (``is_closed``) a user can read, but every act is refused.
    """

    def __init__(
        self,
        path: Path,
        *,
        seat: str | None,
        today_is: str | None = None,
        words: Callable[[Desk], object] | None = None,
    ) -> None:
        super().__init__(path, today_is)
        self.updated: Line | None = None
        outdated = self._db.check() < SCHEMA_VERSION
        with self._db.reading() as connection:
            desks = desk_keys.desks_by_feed(connection)
            restored = restored_desks.closed_desks(connection)
            self.is_closed = seat in desks and desks[seat].closed and not capabilities.reads_only()
            self.seat = seat if self.is_closed else desk_files.choose_desk(seat, path, desks, restored)
            known_desks.check(path, connection, desks)
        if seat is not None and not self.is_closed:
            self.use_desk(seat)
        if outdated and words is not None:
            self._ask_before_update(words)
        if outdated:
            self.updated = updates.migrate_if_outdated(self._db)

    def _ask_before_update(self, words: Callable[[Desk], object]) -> None:
        """Call ``words`` with a session of the old file; ignore refusals that only result from its missing tables."""
        other = copy(self)
        RegisterReader.__init__(other, self.path, self.today)
        try:
            words(other)
        except Refused as refusal:
            if not is_statement_rejected(refusal):
                raise
        finally:
            other.close()

    # The desk in use

    def info(self) -> RegisterInfo:
        """Return the accord, its sides, the desks and the desk in use."""
        with self._db.reading() as connection:
            opened = desk_keys.desks_by_feed(connection)
            desk_infos = desk_files.desks(self.path, opened, desk_files.entry_counts(connection, opened))
            closed = restored_desks.closed_desks(connection)
            accord = record_lookup.accord(connection)
            count = connection.exec_driver_sql("SELECT COUNT(*) FROM commitment").scalar_one()
            total = log.last_entry(connection)
            copy = copy_record.read(connection)
            without = copy_record.count_missing_bodies(connection) if copy else 0
        here = next((desk for desk in desk_infos if desk.feed == self.seat), None)
        silent = (
            gettext_lazy("The desk whose key is here is closed")
            if desk_files.closed_desk_here(self.path, opened, closed) is not None
            else restored_desks.closed_desk_problem(self.path).message
            if closed
            else desk_files.no_key_message(self.path)
        )
        return RegisterInfo(
            accord=accord.id if accord else "",
            title=accord.title if accord else Text("", ""),
            sides=accord.sides if accord else {},
            facts_until=accord.facts_until if accord else None,
            path=str(self.path),
            seat=here,
            desks=desk_infos,
            records=int(count),
            entries=total,
            read_only=CLOSED if self.is_closed else None if here and here.has_key else silent,
            copy_for=copy.audience if copy else None,
            withheld=without,
        )

    def use_desk(self, feed: str) -> None:
        """Change the desk in use. Refuses an unknown desk, and one whose key is missing or readable by others.

        In a browser the desk cannot be changed: whoever started the server chose in whose name it writes.
        """
        capabilities.refuse_writing()
        if capabilities.serves_browser() and self.seat not in {None, feed}:
            advice = "Serve it with another desk: accordtrack serve --allow-writes --desk {y}."
            raise Refused(Problem("In a browser, the desk stays {x}", advice, values={"x": self.seat, "y": feed}))
        with self._db.reading() as connection:
            opened = desk_keys.desks_by_feed(connection)
            chosen = desk_files.choose_desk(feed, self.path, opened, restored_desks.closed_desks(connection))
        if chosen is not None:
            desk_files.load_desk_key(self.path, chosen, opened[chosen].public_key)
        self.seat, self.is_closed = chosen, False

    def identity(self) -> str:
        """Return the hash of the first entry of the log, which identifies a register regardless of its path."""
        with self._db.reading() as connection:
            return log.first_entry_hash(connection)

    def version(self) -> int:
        """Return a number that grows with every write by any process."""
        with self._db.reading() as connection:
            return log.last_entry(connection)

    def handling_marks(self, keys: Sequence[int] | None = None) -> tuple[str, ...]:
        """Return the handling marks of all entries about the rows ``keys``, or of the whole register for None."""
        from accordtrack.queries import handling_marks  # noqa: PLC0415

        with self._db.reading() as connection:
            return handling_marks.marks(connection, keys)

    @property
    def preferences(self) -> Kept:
        """Saved filters, and the last position of this desk's session."""
        from accordtrack.service.preferences import Kept  # noqa: PLC0415

        return Kept(self._db, self.seat)

    # Scoring

    def scores(
        self,
        at: TwoDates | None = None,
        *,
        all_targets: bool = False,
        all_texts: bool = False,
        method: Path | None = None,
        base: str | None = None,
        rules: int = RULES,
        recorded_by: RecordedBy | None = None,
    ) -> ScoreAccess:
        """Return the scores as of two dates; ``base`` is the date from which changes are counted.

        ``rules`` are the rules of effect. ``recorded_by`` leaves out what was recorded later.
        """
        from accordtrack.scoring.inputs import Choice  # noqa: PLC0415
        from accordtrack.service import score_reads  # noqa: PLC0415
        from accordtrack.service.maintenance.recorded_copy import as_recorded, left_out  # noqa: PLC0415

        chosen = Choice(all_targets=all_targets, all_texts=all_texts)
        with as_recorded(self._db, recorded_by, rules) as connection:
            dates = at or TwoDates(self.today, self.today)
            later = left_out(self._db, connection) if recorded_by is not None else ()
            asked = (dates, chosen, method, base, rules, recorded_by, later)
            return score_reads.scores(connection, *asked, register=self.path)

    def parse_recorded_by(self, value: str) -> RecordedBy:
        """Return the end of the log prefix that a date or the path of a checkpoint gives."""
        from pathlib import Path  # noqa: PLC0415

        from accordtrack.service.maintenance import recorded_copy  # noqa: PLC0415

        capabilities.refuse_files()
        return recorded_copy.parse(value, Path.cwd())

    def score_changes(self, name: str | None, since: str, until: str) -> ScoreChanges:
        """Return what changed the numbers of a card between the ends of two days.

        ``name`` is a theme, a side, a commitment, a framework or a body; None for the whole.
        """
        from accordtrack.service import score_changes  # noqa: PLC0415

        with self._db.reading() as connection:
            return score_changes.explain(connection, name, (since, until))

    # Writing

    def check_evidence(self, ref: str) -> EvidenceCheck:
        """Check whether a path or address can be used as evidence; nothing is copied."""
        from accordtrack.core.settings import settings  # noqa: PLC0415

        return inspection.check(ref, settings().evidence_limit)

    def evidence_file(self, digest: str) -> Path:
        """Return the path of the stored file with that digest, after reading all of it. Refuse a missing or altered file."""
        from accordtrack.service.evidence import store_repair  # noqa: PLC0415

        capabilities.refuse_files()
        return store_repair.find_intact_file(self.path, digest)

    # Maintenance

    def verify(self, *, deep: bool = False, progress: Progress = None, reading: Progress = None) -> VerifyReport:
        """Verify the file, the chains, the signatures, the projection and the evidence store."""
        from accordtrack.service.maintenance import backups  # noqa: PLC0415

        return backups.verify_register(self.path, deep=deep, progress=progress, reading=reading)

    def rebuild(self, progress: Callable[[int, int], None] | None = None, *, accept_loss: bool = False) -> int:
        """Rebuild the projection from the entries and return the number of folded records; local tables are kept.

        Refuses if the tables refer to lost entries, unless ``accept_loss``.
        """
        from accordtrack.service.maintenance import backups  # noqa: PLC0415

        return backups.rebuild(self._db, progress, accept_loss=accept_loss)

    def backup(
        self,
        out: Path,
        *,
        force: bool = False,
        audience: str | None = None,
        side: str | None = None,
        reading: Progress = None,
    ) -> VerifyReport:
        """Back up the register and its evidence to ``out``, verified before it is renamed into place.

        For an ``audience`` (public, parties, or side with the ``side``), the copy omits the bodies and files not meant
        for it, and the desk in use signs that it does.
        """
        from accordtrack.service.maintenance import backups  # noqa: PLC0415

        wanted = _audience_or_none(audience, side)
        report = backups.backup(self.path, out, force=force, audience=wanted, desk=self.seat, reading=reading)
        if wanted is not None:
            self.note_export("copy", out, wanted.name, wanted.side)
        return report

    def refuse_backup(
        self, out: Path, *, force: bool = False, audience: str | None = None, side: str | None = None
    ) -> None:
        """Refuse what ``backup`` would refuse because of its arguments: an invalid audience or path."""
        from accordtrack.service.maintenance import backups  # noqa: PLC0415

        backups.refuse_place(self.path, out, force=force)
        if _audience_or_none(audience, side) is not None:
            backups.copy_signer(self.path, self.seat)


def _audience_or_none(audience: str | None, side: str | None) -> Audience | None:
    if audience is None:
        return None
    from accordtrack.projection.audience import Audience  # noqa: PLC0415

    return Audience(audience, side)
