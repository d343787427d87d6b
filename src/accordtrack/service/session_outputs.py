"""Mixin of ``Desk``: outputs for an audience (scorecards, exports, the site, checkpoints) and their checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.types import CalendarExport, CheckpointFile, DataExport, Finding, SiteWritten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.documents.model import Scorecard
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet
    from accordtrack.site.subset_choice import SitePart
    from accordtrack.store.database import Database
    from accordtrack.types import EntryView, IatiExport, IatiRequest
    from accordtrack.types.effects import EffectSummary


class OutputsMixin:
    """Outputs and exports, mixed into ``Desk``."""

    _db: Database
    path: Path
    seat: str | None
    today: str

    def scorecard(
        self, request: ScorecardRequest, progress: Callable[[int, int], None] | None = None, *, appended: bool = True
    ) -> Scorecard:
        """Return the scorecard in the requested language, from only what the audience may read.

        Without ``appended``, the tables that only the formats in ``documents.APPENDED`` contain are left out. Raise
        ``Refused`` for a publisher that cannot be named.
        """
        from accordtrack.service import scorecards  # noqa: PLC0415
        from accordtrack.service.maintenance.recorded_copy import as_recorded, left_out  # noqa: PLC0415
        from accordtrack.site.publisher import parse_publisher  # noqa: PLC0415

        named = parse_publisher(request.publisher, None)
        request = replace(request, publisher=named.name if named is not None else None)
        with as_recorded(self._db, request.recorded_by, request.rules) as connection:
            later = left_out(self._db, connection) if request.recorded_by is not None else ()
            return scorecards.build_scorecard(
                connection, request, progress, register=self.path, appended=appended, left_out=later
            )

    def target_worksheet(self, scores: ScoreAccess, indicator: str, found: Worksheet) -> Scorecard:
        """Return a target worksheet in the current language, as a document for signature by both governments."""
        from accordtrack.projection.audience import audience_of  # noqa: PLC0415
        from accordtrack.queries import effect_summary  # noqa: PLC0415
        from accordtrack.scorecard import worksheet  # noqa: PLC0415
        from accordtrack.store import log  # noqa: PLC0415
        from accordtrack.verification.checkpoints import checkpoint  # noqa: PLC0415

        with self._db.reading() as connection:
            public = audience_of(connection, "public")
            stands = checkpoint(connection, tuple(log.items(connection)), public)
            not_admitted = effect_summary.summarize(connection, public).not_admitted
        return worksheet.build(scores, indicator, found, stands, not_admitted)

    def export_data(
        self, out: Path, *, audience: str = "public", side: str | None = None, force: bool = False
    ) -> DataExport:
        """Write a data package for an audience: a folder, or one file if ``out`` ends in .zip."""
        from accordtrack.projection.audience import audience_of  # noqa: PLC0415
        from accordtrack.service.exports import package_export, package_writer  # noqa: PLC0415

        self.refuse_export(out, audience=audience, side=side, force=force)
        with self._db.reading() as connection:
            reader = audience_of(connection, audience, side)
            package, left = package_export.build_checked_package(connection, reader, self.today, self.path)
        size = package_writer.save(out, package.files, force=force)
        self.note_export("package", out, audience, reader.side)
        return DataExport(str(out), package.counts, left, reader.withheld, size)

    def build_site(
        self,
        out: Path,
        *,
        place: str | None = None,
        theme: str | None = None,
        body: str | None = None,
        downloads: bool = False,
        publisher: str | None = None,
        contact: str | None = None,
        base_url: str | None = None,
        archive: bool = False,
        force: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> SiteWritten:
        """Write the public site of the register, or of a part of it, into a folder; ``force`` replaces any site.

        ``downloads`` adds the download files, which take longer than all pages. ``publisher`` is responsible for the
        site, and ``contact`` is its mail or web address for corrections. ``base_url`` is the web address at which it will be.
        ``archive`` keeps the edition that is replaced.
        """
        from accordtrack.service.publish import site_build  # noqa: PLC0415
        from accordtrack.site import publisher as publishers  # noqa: PLC0415

        named, address = publishers.parse_publisher(publisher, contact), publishers.parse_base_url(base_url)
        wanted = site_build.SiteOptions(place, theme, body, downloads, named, address, archive)
        done = site_build.build_site(
            self._db, self.today, out, wanted, force=force, progress=progress or (lambda _done, _total: None)
        )
        if not done.unchanged:
            self.note_export("site", out, "public")
        return done

    def find_site_part(self, line: str) -> SitePart | None:
        """Return the part of the site that matches a filter exactly; None if there is none or the filter is invalid."""
        from accordtrack.site import subset_choice  # noqa: PLC0415

        try:
            return subset_choice.part_from_filter(line)
        except Refused:
            return None

    def export_calendar(
        self,
        out: Path,
        *,
        audience: str = "public",
        side: str | None = None,
        every: bool = False,
        at: TwoDates | None = None,
        force: bool = False,
    ) -> CalendarExport:
        """Write a calendar for an audience in the current language; ``every`` includes dates that are not agreed."""
        from accordtrack.projection.audience import audience_of  # noqa: PLC0415
        from accordtrack.service.exports import calendar_export, output_file  # noqa: PLC0415

        self.refuse_calendar(out, audience=audience, side=side, force=force)
        dates = at or TwoDates(self.today, self.today)
        with self._db.reading() as connection:
            reader = audience_of(connection, audience, side, dates)
            calendar = calendar_export.build_calendar(connection, reader, dates, every=every)
        size = output_file.save_bytes(out, calendar.raw, replace=force)
        self.note_export("calendar", out, audience, reader.side)
        return CalendarExport(
            str(out),
            calendar.agreed[calendar_export.DEADLINE],
            calendar.agreed[calendar_export.REPORT],
            calendar.agreed[calendar_export.MEETING],
            calendar.not_agreed,
            calendar.cancelled,
            calendar.left_out,
            reader.withheld,
            size,
        )

    def refuse_calendar(self, out: Path, *, audience: str, side: str | None, force: bool) -> None:
        """Refuse what ``export_calendar`` would refuse because of its arguments."""
        from accordtrack.projection.audience import refuse_audience  # noqa: PLC0415
        from accordtrack.service.exports import calendar_export, output_file  # noqa: PLC0415

        calendar_export.refuse_name(out)
        output_file.check_free(out, replace=force, how="--force")
        refuse_audience(audience, side)

    def export_iati(self, out: Path, request: IatiRequest, *, force: bool = False) -> IatiExport:
        """Write activities and results as IATI 2.03, checked against its schema before anything is written."""
        from accordtrack.service.exports import iati_export  # noqa: PLC0415

        done = iati_export.export(self._db, out, request, force=force)
        self.note_export("iati", out, request.audience, request.side)
        return done

    def refuse_iati(self, out: Path, request: IatiRequest, *, force: bool = False) -> None:
        """Refuse what ``export_iati`` would refuse because of its arguments."""
        from accordtrack.service.exports import iati_export  # noqa: PLC0415

        iati_export.refuse(out, request, force=force)

    def readable_history(
        self, audience: str = "public", side: str | None = None, *, progress: Callable[[int, int], None] | None = None
    ) -> tuple[tuple[EntryView, ...], int]:
        """Return every entry that an audience may read, newest first, and the number of entries withheld."""
        from accordtrack.projection.audience import audience_of  # noqa: PLC0415
        from accordtrack.service.exports import history_export  # noqa: PLC0415

        with self._db.reading() as connection:
            return history_export.readable_entries(connection, audience_of(connection, audience, side), progress)

    def note_export(self, what: str, path: Path, audience: str, side: str | None = None) -> None:
        """Add a file or folder that was written for others to the local list (``labels``, "export")."""
        from accordtrack.service.exports import export_list  # noqa: PLC0415

        export_list.note_export(self._db, what, path, audience, side if audience == "side" else None)

    def effects(self, audience: str = "public", side: str | None = None) -> EffectSummary:
        """Return what an output for an audience says about what waits and who wrote what, in numbers."""
        from accordtrack.projection.audience import audience_of  # noqa: PLC0415
        from accordtrack.queries import effect_summary  # noqa: PLC0415

        with self._db.reading() as connection:
            return effect_summary.summarize(connection, audience_of(connection, audience, side))

    def ids_by_family(self) -> dict[str, tuple[str, ...]]:
        """Return the ids by family of the records that a table row may name, for the drop-down lists of a template."""
        from accordtrack.projection import record_lookup  # noqa: PLC0415

        families = ("commitment", "indicator", "source", "body", "framework", "area")
        with self._db.reading() as connection:
            return {family: tuple(sorted(record_lookup.ids(connection, family))) for family in families}

    def scorecard_differences(self, scorecard: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
        """Return the differences between a scorecard read from a file and the current one; empty if they are equal."""
        from accordtrack.documents import json_file  # noqa: PLC0415
        from accordtrack.scorecard.request import from_json  # noqa: PLC0415

        found = json_file.as_json(self.scorecard(from_json(scorecard.get("asked"))))
        return list(json_file.differences(scorecard, found))

    def scorecard_causes(self, scorecard: Mapping[str, Any], places: Sequence[str]) -> list[tuple[str, ...]]:
        """Return for each differing place of a scorecard read from a file what caused it, as ``ChangeClass`` values."""
        from accordtrack.service import scorecard_causes  # noqa: PLC0415

        return scorecard_causes.classify(self._db, scorecard, places)

    def find_divergences(self, scorecard: Mapping[str, Any]) -> tuple[Finding, ...]:
        """Return the findings where the register does not extend the checkpoint of a scorecard read from a file."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        return checkpoints.find_divergences(self._db, scorecard)

    def write_checkpoint(self, out: Path, *, force: bool = False) -> CheckpointFile:
        """Write a checkpoint of the log to ``out``, and the desk's signature beside it."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        return checkpoints.write(self._db, self.path, self.seat, out, force=force)

    def refuse_checkpoint(self, out: Path, *, force: bool = False) -> None:
        """Refuse what ``write_checkpoint`` would refuse before it reads the log."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        checkpoints.refuse(self._db, self.path, self.seat, out, force=force)

    def refuse_export(self, out: Path, *, audience: str, side: str | None, force: bool) -> None:
        """Refuse what ``export_data`` would refuse because of its arguments."""
        from accordtrack.projection.audience import refuse_audience  # noqa: PLC0415
        from accordtrack.service.exports import package_writer  # noqa: PLC0415

        package_writer.check_free(out, force=force)
        refuse_audience(audience, side)
