"""Base class of the import dialog: reads a table file in a thread and shows row by row what it would write."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.text import imports
from accordtrack.tui import drawing, text_styles
from accordtrack.tui.dialogs import import_text
from accordtrack.tui.dialogs.welcome_doors import ShortForm, place
from accordtrack.tui.questions import Stopped
from accordtrack.tui.record_view_keys import PageMovement
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.widgets.record_view import Block
    from accordtrack.types import ImportReport

REST_SECONDS = 0.3
"""Seconds without typing before the file is read."""
REPAINT_SECONDS = 0.1
PROBLEMS, BAR = 3, 40
"""Maximum number of problems shown at once, and maximum width of the bar in cells."""


@dataclass(slots=True)
class Work:
    """Progress of one pass over a file, written by its thread and read at every repaint."""

    said: str
    done: int = 0
    total: int = 0

    def step(self, done: int, total: int) -> None:
        """Record that ``done`` of ``total`` rows are processed."""
        self.done, self.total = done, total


class ImportPreviewDialog(PageMovement, ShortForm[None]):
    """The preview of a table; reads the file when typing pauses and writes nothing."""

    stack = "import"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._stop = Event()
        self._work: Work | None = None
        self._report: ImportReport | None = None
        self._shown_at = 0.0
        self._saving = False

    def inside(self) -> ComposeResult:
        """Yield the attribution, the file, the table, the counts, the progress, the rows, and the command."""
        yield Static("", id="voice", markup=False)
        yield TextField("file", gettext_lazy("file"), example=tr("path of a .csv or .xlsx file"))
        known = [(kind, imports.kind(kind)) for kind in imports.KINDS]
        yield ChoiceField("table", gettext_lazy("table"), [("", tr("as its headings say")), *known])
        yield Static("", id="counts", markup=False)
        yield Static("", id="progress", markup=False)
        yield Static("", id="door-problem", markup=False)
        yield PageView(id="tables")
        yield Static("", id="command", markup=False)

    def on_mount(self) -> None:
        self.set_interval(REPAINT_SECONDS, self._paint)
        self._blank()

    def on_unmount(self) -> None:
        """Stop reading at the next row when the dialog closes; a write in progress continues."""
        self._stop.set()

    @property
    def leaf(self) -> PageView:
        """The list of rows."""
        return self.query_one("#tables", PageView)

    @property
    def file(self) -> Path | None:
        """The path of the typed file, or None if it is not a valid path."""
        named = place(self.value("file")) if self.value("file") else None
        return None if named is None else self._folder / named

    def command(self, *more: str) -> str:
        """Return the equivalent command."""
        session, kind = self.session, self.value("table")
        words = [str(self.file or "FILE"), *(["--kind", kind] if kind else []), *more]
        return import_text.command(session, words) if session is not None else ""

    # File selection

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if self._saving:
            return
        self._blank()
        self.questions.rest(REST_SECONDS, self._look)

    def _blank(self) -> None:
        """Reset to the state before any file is read, and cancel a read in progress."""
        self._stop.set()
        self.questions.forget("look")
        self._report = self._work = None
        self._problem("")
        self._show("#voice", "" if self._seated else self._seat_needed(), text_styles.WARN)
        self._show("#counts", "")
        self.query_one("#command", Static).update(text_styles.words(self.command(), text_styles.MUTED))
        self.query_one("#field-table", ChoiceField).hint(None)
        self._list(import_text.guide(self.accord.key("template")))

    @property
    def _seated(self) -> bool:
        session = self.session
        return session is not None and session.info.read_only is None

    def _seat_needed(self) -> str:
        session = self.session
        why = tr(session.info.read_only) if session is not None and session.info.read_only else ""
        return tr("{why}: the table can be looked at, not taken in", why=why)

    def pasted(self, text: str) -> None:
        """Put a paste that no field took into the file field, as the path of a table."""
        field = self.query_one("#field-file", TextField)
        field.put("")
        field.input.take(text)

    # Reading

    def _look(self) -> None:
        """Read the file and try its rows, in a thread."""
        file, kind = self.file, self.value("table") or None
        self.questions.end_rest()
        self._blank()
        if file is None or not file.is_file():
            said = tr("There is no such file: {x}", x=file or self.value("file")) if self.value("file") else ""
            self._problem(said)
            return
        stop, work = Event(), Work(tr("reading"))
        self._stop, self._work = stop, work

        def progress(done: int, total: int) -> None:
            if stop.is_set() or self.accord.leaving.is_set():
                raise Stopped
            work.step(done, total)

        def question(desk: Desk) -> ImportReport | None:
            try:
                return desk.look_into(file, kind=kind, progress=progress)
            except Stopped:
                return None

        self._paint()
        self.ask("look", question, self._looked, self._refused)

    def _looked(self, report: ImportReport | None) -> None:
        self._work = None
        if report is None:
            return
        self._report, self._shown_at = report, time.monotonic()
        voice = import_text.voice(report) if self._seated else self._seat_needed()
        self._show("#voice", voice, text_styles.STRONG if self._seated else text_styles.WARN)
        self.query_one("#field-table", ChoiceField).hint(text_styles.words(import_text.held(report), text_styles.MUTED))
        counts = self.query_one("#counts", Static)
        counts.update(import_text.counts(report))
        counts.display = True
        self._list(import_text.blocks(report, self.command("--dry-run")))

    def _refused(self, why: Refused) -> None:
        self._work = None
        self._complain(why)
        self._list(import_text.guide(self.accord.key("template")))

    # Display

    def _list(self, blocks: list[Block]) -> None:
        """List the blocks, and label the Enter key with what it does now."""
        report = self._report
        self.leaf.border_title = text_styles.words(import_text.title(report))
        self.leaf.show(blocks)
        ready = report is not None and report.entries and not report.refusals
        again = report is not None and not ready
        enter = (
            gettext_lazy("read it again")
            if again
            else gettext_lazy("write all of it")
            if ready
            else gettext_lazy("read it")
        )
        self.query_one(KeyFooter).call(save=enter)
        self._paint()

    def _paint(self) -> None:
        """Show the progress of the thread."""
        line, work = self.query_one("#progress", Static), self._work
        line.display = work is not None
        if work is None:
            return
        told = text_styles.words(work.said, text_styles.MUTED)
        if work.total:
            told = text_styles.joined(
                told,
                text_styles.words(tr("{done} of {total} rows", done=work.done, total=work.total)),
                by=text_styles.dot(),
            )
        bar = drawing.progress(work.done, work.total, min(max(line.size.width - told.cell_length - 2, 1), BAR))
        line.update(text_styles.joined(told, bar, by="  "))

    def _show(self, place_: str, said: str, style: str = "") -> None:
        line = self.query_one(place_, Static)
        line.update(text_styles.paragraph(said, style))
        line.display = bool(said)

    def _problem(self, said: str) -> None:
        self._show("#door-problem", f"{text_styles.sign('▲', '!')} {said}" if said else "", text_styles.WARN)

    def _complain(self, why: Refused) -> None:
        file = self.file or self._folder
        self._problem("\n".join(import_text.here(problem, file) for problem in why.problems[:PROBLEMS]))
