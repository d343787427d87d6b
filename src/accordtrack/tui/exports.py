"""Exports from the terminal interface: how each one is written, its equivalent command and its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from accordtrack import i18n
from accordtrack.core import safe_text
from accordtrack.i18n import tr, trn
from accordtrack.text import exports
from accordtrack.types import IatiRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.site.subset_choice import SitePart

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Audience of an export, and its side when the audience is one side."""

    audience: str
    side: str | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """The command-line options for this audience."""
        side = ("--side", self.side) if self.side is not None else ()
        return ("--audience", self.audience, *side)


@dataclass(frozen=True, slots=True)
class Handed:
    """Result of an export: its size in bytes and its report.

    ``report_lines`` returns the first lines of the report, ``left`` the list of what was left out, both in the current
    language.
    """

    size: int
    told: Callable[[], list[str]]
    left: Callable[[], list[str]] = list


class Wanted(Protocol):
    """An export that can be requested."""

    def prepare(self) -> None:
        """Prepare the export on the event loop, before it is written in a thread."""

    def command_words(self, out: Path) -> tuple[str, ...]:
        """Return the equivalent verb of the command line, with its arguments."""

    def write(self, desk: Desk, out: Path, progress: Progress, *, replace: bool) -> Handed:
        """Write the export. Called in a thread."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Calendar of agreed dates, and with ``every`` also of dates that are not agreed."""

    reader: Reader
    language: str
    every: bool

    def command_words(self, out: Path) -> tuple[str, ...]:
        """Return the arguments of ``export calendar``."""
        every = ("--all",) if self.every else ()
        return ("export", "calendar", str(out), *self.reader.options, *every, "--lang", self.language)

    def prepare(self) -> None:
        """Do nothing."""

    def write(self, desk: Desk, out: Path, progress: Progress, *, replace: bool) -> Handed:
        """Write the calendar in its language."""
        del progress
        with i18n.using_language(self.language):
            calendar_export = desk.export_calendar(
                out, audience=self.reader.audience, side=self.reader.side, every=self.every, force=replace
            )

        def report_lines() -> list[str]:
            left = trn(
                "{n} date that is not agreed was left out.",
                "{n} dates that are not agreed were left out.",
                calendar_export.left_out,
            )
            return [
                *exports.calendar_lines(calendar_export),
                *([left] if calendar_export.left_out else []),
                *exports.withheld_lines(calendar_export.withheld),
            ]

        return Handed(calendar_export.size, report_lines)


@dataclass(frozen=True, slots=True)
class Iati:
    """IATI file with commitments as activities and indicators as results, and the identity of the reporter if given."""

    reader: Reader
    at: TwoDates
    reporter: str | None = None
    name: str | None = None
    type: str | None = None

    def command_words(self, out: Path) -> tuple[str, ...]:
        """Return the arguments of ``export iati``."""
        names = (("org", self.reporter), ("name", self.name), ("type", self.type))
        lines = [word for option, value in names if value for word in (f"--reporting-{option}", value)]
        return ("export", "iati", str(out), *self.reader.options, *lines)

    def prepare(self) -> None:
        """Do nothing."""

    def write(self, desk: Desk, out: Path, progress: Progress, *, replace: bool) -> Handed:
        """Write the file, validated against the schema."""
        del progress
        request = IatiRequest(self.at, self.reader.audience, self.reader.side, self.reporter, self.name, self.type)
        iati_export = desk.export_iati(out, request, force=replace)

        def report_lines() -> list[str]:
            return [*exports.iati_lines(iati_export), *exports.withheld_lines(iati_export.withheld)]

        return Handed(iati_export.size, report_lines, lambda: exports.not_carried(iati_export))


@dataclass(frozen=True, slots=True)
class Site:
    """The public site, or a part of it. ``downloads`` adds download files, only to a whole site."""

    part: SitePart | None
    downloads: bool
    publisher: str | None = None
    contact: str | None = None

    def command_words(self, out: Path) -> tuple[str, ...]:
        """Return the arguments of ``site``."""
        part = self.part
        named = [("--theme", part.theme), ("--place", part.place)] if part is not None else []
        named += [("--publisher", self.publisher), ("--contact", self.contact)]
        lines = [word for option, value in named if value for word in (option, value)]
        return ("site", str(out), *lines, *(() if self.downloads or part is not None else ("--without-downloads",)))

    def prepare(self) -> None:
        """Start the resource tracker of ``multiprocessing`` for the worker processes."""
        from accordtrack.service.publish import worker_processes  # noqa: PLC0415

        worker_processes.start_resource_tracker()

    def write(self, desk: Desk, out: Path, progress: Progress, *, replace: bool) -> Handed:
        """Write the site to a temporary folder, then move it to its name."""
        part = self.part
        place, theme = (part.place, part.theme) if part is not None else (None, None)
        done = desk.build_site(
            out,
            place=place,
            theme=theme,
            downloads=self.downloads,
            publisher=self.publisher,
            contact=self.contact,
            force=replace,
            progress=progress,
        )

        def report_lines() -> list[str]:
            files = trn("{n} file.", "{n} files.", done.files)
            if done.unchanged:
                return [
                    tr(
                        "Nothing has changed since {day}: the site is unchanged, {size}.",
                        day=done.day,
                        size=safe_text.format_size(done.size),
                    )
                ]
            return [files, *exports.site_lines(done), *exports.withheld_lines(done.withheld)]

        return Handed(done.size, report_lines)
