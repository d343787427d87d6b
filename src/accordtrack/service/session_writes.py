"""Mixin of ``Desk``: plans, writes, table imports and drafts."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core import capabilities
from accordtrack.core.problems import Refused
from accordtrack.projection import record_lookup
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import desk_files
from accordtrack.store import desk_keys, draft_rows
from accordtrack.store import log as entries
from accordtrack.types import Plan, WriteResult
from accordtrack.types.intents import AddEvidence, AddRelease, AnswerMany, ReportStatus, TakePosition
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.service.commands.unit_of_work import Signer
    from accordtrack.service.commands.write_context import WriteContext
    from accordtrack.service.drafts import DraftView
    from accordtrack.service.evidence.ingest import EvidenceIngest
    from accordtrack.store.database import Database
    from accordtrack.types import EntryView, ImportReport, Line
    from accordtrack.types.intents import Intent


class WritesMixin:
    """Writing, mixed into ``Desk``. Each write is one act in one transaction, all of it or nothing."""

    path: Path
    today: str
    seat: str | None
    _db: Database

    def _write_context(self, connection: Connection) -> tuple[WriteContext, str]:
        """Return the write context of the desk in use, and its public key. Refuses if nobody can write."""
        from accordtrack.core.settings import settings  # noqa: PLC0415
        from accordtrack.service.commands.write_context import WriteContext  # noqa: PLC0415

        capabilities.refuse_writing()
        opened, restored = desk_keys.desks_by_feed(connection), restored_desks.closed_desks(connection)
        if self.seat in restored:
            raise Refused(desk_files.restored_problem(self.path, opened, self.seat))
        silent = desk_files.closed_desk_here(self.path, opened, restored) if self.seat is None else self.seat
        if silent is not None and opened[silent].closed:
            raise Refused(desk_files.closed_problem(silent, opened))
        if self.seat is None and restored:
            raise Refused(desk_files.restored_problem(self.path, opened))
        if self.seat is None:
            advice = "Continue read-only, bring a key here, or open your own desk: accordtrack desk open us-2"
            raise Refused(desk_files.no_key_problem(self.path, advice))
        desk = opened[self.seat]
        chosen = settings()
        bench = WriteContext(
            connection=connection,
            register=self.path,
            feed=self.seat,
            seat=desk.side,
            today=self.today,
            next_seq=entries.head(connection, self.seat).seq + 1,
            evidence_limit=chosen.evidence_limit,
            official_handling=chosen.official_handling,
            clearance=chosen.clearance == "required",
        )
        return bench, desk.public_key

    def plan(self, intent: Intent) -> Plan:
        """Return a preview of what ``intent`` would write. Nothing is written."""
        from accordtrack.service import drafts  # noqa: PLC0415
        from accordtrack.service.commands import signing, verdict_lines  # noqa: PLC0415

        with self._db.reading() as connection:
            bench, _public = self._write_context(connection)
            proposal = signing.build_proposal(bench, intent)
            waits = drafts.needs_clearance(bench, intent)
            if not waits:
                proposal = verdict_lines.with_verdicts(bench, proposal)
        if waits:
            proposal = drafts.draft_preview(proposal)
        return Plan(proposal.voice, proposal.lines, len(proposal.entries), waits)

    def amendment_voice_line(self, record: str, field: str) -> Line:
        """Return in whose name a change of ``field`` (``due_on``, ``title.en``) of a record would be recorded."""
        from accordtrack.service.commands import amendments  # noqa: PLC0415

        with self._db.reading() as connection:
            bench, _public = self._write_context(connection)
            return amendments.amendment_voice_line(bench, record, field)

    def write(
        self, *intents: Intent, draft: int | None = None, progress: Callable[[int, int], None] | None = None
    ) -> WriteResult:
        """Write ``intents`` as one act, all of it or nothing. On return, the entries are on disk.

        Evidence files are read and copied first, without the register's lock; ``progress`` is called with their bytes.

        If a clearance is required, the intents are saved as drafts instead, and ``Done`` names these. ``draft`` is the
        draft that was resumed; it is deleted or replaced.
        """
        plans = [self.plan(intent) for intent in intents] if self._is_clearance_required() else []
        if plans:
            intents = self._single_answers(intents)
        if any(plan.waits for plan in plans):
            numbers = self.save_drafts(*intents, draft=draft)
            return WriteResult("", (), (), (), tuple(line for plan in plans for line in plan.lines), numbers)
        return self._sign_and_write(intents, lambda _bench: intents, draft, progress)

    def _single_answers(self, intents: Sequence[Intent]) -> tuple[Intent, ...]:
        """Return the intents with answers to several entries as single answers; an office clears each."""
        from accordtrack.service.commands import pending_answers  # noqa: PLC0415

        with self._db.reading() as connection:
            bench, _public = self._write_context(connection)
            found: list[Intent] = []
            for intent in intents:
                if isinstance(intent, AnswerMany):
                    found += [position for position, _plan in pending_answers.plan_answers(bench, intent)[0]]
                else:
                    found.append(intent)
        return tuple(found)

    def _is_clearance_required(self) -> bool:
        from accordtrack.core.settings import settings  # noqa: PLC0415

        return settings().clearance == "required"

    def _sign_and_write(
        self,
        foreseen: Sequence[Intent],
        intents: Callable[[WriteContext], Sequence[Intent]],
        draft: int | None,
        progress: Callable[[int, int], None] | None = None,
    ) -> WriteResult:
        """Write what ``intents`` returns on the locked snapshot, and delete ``draft`` in the same transaction.

        The files of the ``foreseen`` intents are copied before the lock is taken.
        """
        from accordtrack.service import drafts  # noqa: PLC0415
        from accordtrack.service.commands import unit_of_work  # noqa: PLC0415
        from accordtrack.service.maintenance import daily_checkpoints  # noqa: PLC0415

        pen = self._signer()
        giving = (
            intent for intent in foreseen if isinstance(intent, ReportStatus | AddEvidence | TakePosition | AddRelease)
        )
        refs = [ref for intent in giving for ref in intent.evidence]
        with self._evidence_ingest(progress) as taking:
            if refs and len(foreseen) == 1:
                self.plan(foreseen[0])  # a refused intent is not worth reading a large file for
            taking.read_files(refs)
            with self._db.writing() as connection:
                try:
                    bench = replace(self._write_context(connection)[0], look=taking.inspect_evidence)
                    done = unit_of_work.write(bench, intents(bench), pen, taking)
                    if draft is not None:
                        drafts.delete_draft(bench, draft)
                except BaseException:
                    taking.undo()
                    raise
            taking.keep_files()
        daily_checkpoints.write_if_due(self._db, self.path, bench.feed, pen.key)
        return done

    def _evidence_ingest(self, progress: Callable[[int, int], None] | None = None) -> EvidenceIngest:
        from accordtrack.core.settings import settings  # noqa: PLC0415
        from accordtrack.service.evidence.ingest import EvidenceIngest  # noqa: PLC0415

        return EvidenceIngest(self.path, settings().evidence_limit, progress)

    def _signer(self) -> Signer:
        """Return what signs the next act. Refuses if nobody can write."""
        from accordtrack.core.settings import settings  # noqa: PLC0415
        from accordtrack.service.commands.unit_of_work import Signer  # noqa: PLC0415

        with self._db.reading() as connection:
            bench, public = self._write_context(connection)
        return Signer(desk_files.load_desk_key(self.path, bench.feed, public), settings().name, secrets.token_hex(8))

    def import_table(
        self,
        path: Path,
        *,
        kind: str | None = None,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
        seen: ImportReport | None = None,
        handling: str | None = None,
        announce: Callable[[ImportReport], None] | None = None,
    ) -> ImportReport:
        """Import a table, CSV or XLSX, as one act. If any row is refused, or in a dry run, nothing is written.

        ``seen`` is the report of the previewed dry run; refuses if the file or what would be written has changed since.
        ``handling`` is the mark of rows that give none. ``announce`` is called with what is about to be written.
        """
        from accordtrack.service.commands import unit_of_work  # noqa: PLC0415
        from accordtrack.service.commands.write_context import parse_choice  # noqa: PLC0415
        from accordtrack.service.imports import import_preview, table_import  # noqa: PLC0415
        from accordtrack.service.maintenance import daily_checkpoints  # noqa: PLC0415

        capabilities.refuse_files()
        digest, rows = import_preview.read_with_digest(path, kind)
        import_preview.refuse_changed_file(path, seen, digest)
        mark = None if handling is None else parse_choice(Handling, handling, "handling")
        table = table_import.Incoming(path, rows, progress, mark)
        pen = self._signer()
        with suppress(table_import.Back), self._evidence_ingest() as taking:
            with self._db.writing_long() as connection:
                act = unit_of_work.UnitOfWork(self._write_context(connection)[0], pen, taking)
                report = replace(table.write_rows(act), digest=digest)
                import_preview.refuse_changed_result(seen, report)
                if not report.refusals and report.entries:
                    report = replace(report, verdicts=act.verdict_lines())
                if dry_run or report.refusals or not report.entries:
                    raise table_import.Back
                if announce is not None:
                    announce(report)
                try:
                    report = replace(report, act=pen.act, ids=act.finish().ids)
                except BaseException:
                    taking.undo()
                    raise
            taking.keep_files()
            daily_checkpoints.write_if_due(self._db, self.path, str(self.seat), pen.key)
        return report

    def refuse_table(self, path: Path, kind: str | None) -> None:
        """Refuse a file without a table of that kind, and any import if nobody can write."""
        from accordtrack.service.imports import import_preview  # noqa: PLC0415

        capabilities.refuse_files()
        import_preview.read_with_digest(path, kind)
        with self._db.reading() as connection:
            self._write_context(connection)

    def preview_table(
        self, path: Path, *, kind: str | None = None, progress: Callable[[int, int], None] | None = None
    ) -> ImportReport:
        """Return what importing a table would do; without a desk that can write, only what its cells tell."""
        if self.seat is not None:
            return self.import_table(path, kind=kind, dry_run=True, progress=progress)
        from accordtrack.service.imports import import_preview  # noqa: PLC0415

        capabilities.refuse_files()
        digest, rows = import_preview.read_with_digest(path, kind)
        return import_preview.report_from_cells(path, rows, digest)

    def last_act(self) -> tuple[EntryView, ...]:
        """Return what undo would retract: the remaining entries of this desk's last act."""
        from accordtrack.queries import history  # noqa: PLC0415
        from accordtrack.service.commands import amendments  # noqa: PLC0415

        with self._db.reading() as connection:
            bench, _public = self._write_context(connection)
            ids = [record_lookup.entry_of(connection, entry.hash) for entry in amendments.last_act(bench)]
            return history.views(connection, [key for key in ids if key is not None])

    def propose_id(self, kind: str, fields: Mapping[str, Any]) -> str:
        """Propose an unused id for a new record."""
        from accordtrack.service.commands import records  # noqa: PLC0415

        with self._db.reading() as connection:
            bench = self._write_context(connection)[0]
            own = {"responsible_side": bench.side.value} if bench.side else {}
            return records.propose_id(bench, kind, {**own, **fields})

    def entries_since(self, commitment: str, version: int) -> tuple[EntryView, ...]:
        """Return the entries about a commitment after its ``version``, newest first."""
        from accordtrack.queries import history  # noqa: PLC0415

        with self._db.reading() as connection:
            return history.views(connection, record_lookup.entries_since(connection, commitment, version))

    # Drafts: local to the file, unsigned

    def drafts(self) -> tuple[DraftView, ...]:
        """Return the drafts of this side with what each would write now, and damaged ones; none without a key."""
        from accordtrack.service import drafts  # noqa: PLC0415

        with self._db.reading() as connection:
            if self.seat is None or not draft_rows.all_rows(connection):
                return ()
            return drafts.views(self._write_context(connection)[0])

    def draft_counts(self) -> dict[str, int]:
        """Return the number of this side's drafts per commitment, for marks in lists."""
        with self._db.reading() as connection:
            if self.seat is None or not draft_rows.all_rows(connection):
                return {}
            from accordtrack.service import drafts  # noqa: PLC0415

            return drafts.counts_by_commitment(connection, desk_keys.desks_by_feed(connection)[self.seat].side)

    def save_drafts(self, *intents: Intent, draft: int | None = None) -> tuple[int, ...]:
        """Save each intent as a draft, all or none, and return their numbers; the first replaces ``draft``."""
        from accordtrack.service import drafts  # noqa: PLC0415

        with self._db.writing() as connection:
            places = (draft, *[None] * len(intents))
            pairs = zip(intents, places, strict=False)
            return tuple(
                drafts.save_draft(self._write_context(connection)[0], intent, place) for intent, place in pairs
            )

    def discard_draft(self, draft: int) -> None:
        """Delete a draft. Refuses an unknown number."""
        from accordtrack.service import drafts  # noqa: PLC0415

        with self._db.writing() as connection:
            drafts.delete_draft(self._write_context(connection)[0], draft)

    def write_cleared_draft(
        self, draft: int, office: str | None = None, reference: str | None = None, *, version: int | None = None
    ) -> WriteResult:
        """Write the intent of a draft and delete the draft.

        ``office`` cleared it under ``reference``; both are required if the settings ask for a clearance. ``version`` is
        that of the commitment as it was shown; None skips the check.
        """
        from accordtrack.service import drafts  # noqa: PLC0415

        def cleared_intents(bench: WriteContext) -> Sequence[Intent]:
            return [drafts.cleared_intent(bench, draft, office, reference, version)]

        with self._db.reading() as connection:
            foreseen = cleared_intents(self._write_context(connection)[0])
        return self._sign_and_write(foreseen, cleared_intents, draft)

    def refuse_draft(self, draft: int, office: str | None = None, reference: str | None = None, *, drop: bool) -> None:
        """Refuse what ``discard_draft`` (``drop``) or ``write_cleared_draft`` would refuse because of its arguments."""
        from accordtrack.service import drafts  # noqa: PLC0415

        with self._db.reading() as connection:
            if drop:
                drafts.find_draft(self._write_context(connection)[0], draft)
            else:
                drafts.cleared_intent(self._write_context(connection)[0], draft, office, reference, None)
