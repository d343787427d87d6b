"""Mixin of ``Desk``: outputs for an audience (scorecards, exports, the site, checkpoints) and their checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.types import CalendarExport, CheckpointFile, DataExport, Finding, SiteWritten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.documents.model import Scorecard
    from accordtrack.ledger.fields import Record
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.site.subset_choice import SitePart
    from accordtrack.store.database import Database
    from accordtrack.store.items import Item
    from accordtrack.types import EntryView, IatiExport, IatiRequest


class OutputsMixin:
    """Outputs and exports, mixed into ``Desk``."""

    _db: Database
    path: Path
    seat: str | None
    today: str

    def scorecard(
        self, asked: ScorecardRequest, progress: Callable[[int, int], None] | None = None, *, appended: bool = True
    ) -> Scorecard:
        """Return the scorecard in the requested language, from only what the audience may read.

        Without ``appended``, the tables that only the formats in ``documents.APPENDED`` contain are left out.
        """
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.scorecard.build import build  # noqa: PLC0415
        from accordtrack.scorecard.context import ScorecardData  # noqa: PLC0415
        from accordtrack.store import log  # noqa: PLC0415
        from accordtrack.verification.checkpoints import checkpoint  # noqa: PLC0415

        told = progress or (lambda _done, _total: None)
        with self._db.reading() as connection:
            told(0, 4)
            everything = tuple(log.items(connection))
            now, withheld = _scores(connection, everything, asked, asked.at)
            told(1, 4)
            then = None
            if asked.since is not None:
                then, _withheld = _scores(connection, everything, asked, TwoDates(asked.since, asked.since))
            told(2, 4)
            stands = checkpoint(connection, everything, Audience(asked.audience, asked.side))
        told(3, 4)
        with i18n.using_language(asked.language):
            made = build(
                ScorecardData(now, then),
                audience=asked.audience,
                withheld=withheld,
                checkpoint=stands,
                asked=asked.as_json(),
                appended=appended,
            )
        told(4, 4)
        return made

    def export_data(
        self, out: Path, *, audience: str = "public", side: str | None = None, force: bool = False
    ) -> DataExport:
        """Write a data package for an audience: a folder, or one file if ``out`` ends in .zip."""
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.service.exports import package_export, package_writer  # noqa: PLC0415

        package_writer.free(out, force=force)
        reader = Audience(audience, side)
        with self._db.reading() as connection:
            found, left = package_export.made(connection, reader, self.today)
        size = package_writer.save(out, found.files, force=force)
        return DataExport(str(out), found.counts, left, reader.withheld, size)

    def site(
        self,
        out: Path,
        *,
        place: str | None = None,
        theme: str | None = None,
        body: str | None = None,
        downloads: bool = False,
        publisher: str | None = None,
        contact: str | None = None,
        force: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> SiteWritten:
        """Write the public site of the register, or of a part of it, into a folder; ``force`` replaces any site.

        ``downloads`` adds the download files, which take longer than all pages. ``publisher`` is responsible for the
        site, and ``contact`` is its mail or web address for corrections.
        """
        from accordtrack.service.publish import site_build  # noqa: PLC0415
        from accordtrack.site import publisher as publishers  # noqa: PLC0415

        wanted = site_build.SiteOptions(place, theme, body, downloads, publishers.chosen(publisher, contact))
        return site_build.make(
            self._db, self.today, out, wanted, force=force, progress=progress or (lambda _done, _total: None)
        )

    def part_of(self, line: str) -> SitePart | None:
        """Return the part of the site that matches a filter exactly; None if there is none or the filter is invalid."""
        from accordtrack.site import subset_choice  # noqa: PLC0415

        try:
            return subset_choice.of_filter(line)
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
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.service.exports import calendar_export, text_file  # noqa: PLC0415

        self.refuse_calendar(out, audience=audience, side=side, force=force)
        asked = at or TwoDates(self.today, self.today)
        reader = Audience(audience, side, asked)
        with self._db.reading() as connection:
            found = calendar_export.made(connection, reader, asked, every=every)
        size = text_file.save_bytes(out, found.raw, replace=force)
        return CalendarExport(
            str(out),
            found.agreed[calendar_export.DEADLINE],
            found.agreed[calendar_export.REPORT],
            found.agreed[calendar_export.MEETING],
            found.not_agreed,
            found.cancelled,
            found.left_out,
            reader.withheld,
            size,
        )

    def refuse_calendar(self, out: Path, *, audience: str, side: str | None, force: bool) -> None:
        """Refuse what ``export_calendar`` would refuse because of its arguments."""
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.service.exports import calendar_export, text_file  # noqa: PLC0415

        calendar_export.refuse_name(out)
        text_file.free(out, replace=force, how="--force")
        Audience(audience, side)

    def export_iati(self, out: Path, asked: IatiRequest, *, force: bool = False) -> IatiExport:
        """Write activities and results as IATI 2.03, checked against its schema before anything is written."""
        from accordtrack.service.exports import iati_export  # noqa: PLC0415

        return iati_export.export(self._db, out, asked, force=force)

    def refuse_iati(self, out: Path, asked: IatiRequest, *, force: bool = False) -> None:
        """Refuse what ``export_iati`` would refuse because of its arguments."""
        from accordtrack.service.exports import iati_export  # noqa: PLC0415

        iati_export.refuse(out, asked, force=force)

    def readable_history(
        self, audience: str = "public", side: str | None = None, *, progress: Callable[[int, int], None] | None = None
    ) -> tuple[tuple[EntryView, ...], int]:
        """Return every entry that an audience may read, newest first, and the number of entries withheld."""
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.service.exports import history_export  # noqa: PLC0415

        with self._db.reading() as connection:
            return history_export.entries(connection, Audience(audience, side), progress)

    def ids(self) -> dict[str, tuple[str, ...]]:
        """Return the ids by family of the records that a table row may name, for the drop-down lists of a template."""
        from accordtrack.projection import record_lookup  # noqa: PLC0415

        families = ("commitment", "indicator", "source", "body", "framework", "area")
        with self._db.reading() as connection:
            return {family: tuple(sorted(record_lookup.ids(connection, family))) for family in families}

    def check_scorecard(self, told: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
        """Return the differences between a scorecard read from a file and the current one; empty if they are equal."""
        from accordtrack.documents import json_file  # noqa: PLC0415
        from accordtrack.scorecard.request import from_json  # noqa: PLC0415

        found = json_file.as_json(self.scorecard(from_json(told.get("asked"))))
        return list(json_file.differences(told, found))

    def extends(self, told: Mapping[str, Any]) -> tuple[Finding, ...]:
        """Return the findings where the register does not extend the checkpoint of a scorecard read from a file."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        return checkpoints.broken(self._db, told)

    def checkpoint(self, out: Path, *, force: bool = False) -> CheckpointFile:
        """Write a checkpoint of the log to ``out``, and the desk's signature beside it."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        return checkpoints.write(self._db, self.path, self.seat, out, force=force)

    def refuse_checkpoint(self, out: Path, *, force: bool = False) -> None:
        """Refuse what ``checkpoint`` would refuse before it reads the log."""
        from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

        checkpoints.refuse(self._db, self.path, self.seat, out, force=force)

    def refuse_export(self, out: Path, *, audience: str, side: str | None, force: bool) -> None:
        """Refuse what ``export_data`` would refuse because of its arguments."""
        from accordtrack.projection.audience import Audience  # noqa: PLC0415
        from accordtrack.service.exports import package_writer  # noqa: PLC0415

        package_writer.free(out, force=force)
        Audience(audience, side)


def _scores(
    connection: Connection, everything: Sequence[Item[Record]], asked: ScorecardRequest, at: TwoDates
) -> tuple[ScoreAccess, int]:
    """Return the scores of what the audience may read, and the number of entries withheld."""
    from accordtrack.projection import facts  # noqa: PLC0415
    from accordtrack.projection.audience import Audience  # noqa: PLC0415
    from accordtrack.scoring import parameters  # noqa: PLC0415
    from accordtrack.scoring.inputs import Choice, inputs  # noqa: PLC0415
    from accordtrack.scoring.scores import ScoreAccess  # noqa: PLC0415

    audience = Audience(asked.audience, asked.side, at)
    read = facts.read(connection, at, audience, everything)
    method = parameters.standard()
    return ScoreAccess(read, method, inputs(read, at, method, Choice())), audience.withheld
