"""Import dialog: shows row by row what a table would write, then writes all of it as one act, or nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.text import imports
from accordtrack.tui import keys, strips, text_styles
from accordtrack.tui.desk_requests import Stopped
from accordtrack.tui.dialogs import import_text
from accordtrack.tui.dialogs.short_form import ShortForm, parse_path
from accordtrack.tui.page_movement import PageMovement
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.types import WriteResult

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

    def compose_body(self) -> ComposeResult:
        """Yield the attribution, the file, the table, the counts, the progress, the rows, and the command."""
        yield Static("", id="voice", markup=False)
        yield TextField("file", gettext_lazy("file"), example=tr("path of a .csv or .xlsx file"))
        known = [(kind, imports.kind_name(kind)) for kind in imports.KINDS]
        yield ChoiceField("table", gettext_lazy("table"), [("", tr("from its headings")), *known])
        yield Static("", id="counts", markup=False)
        yield Static("", id="progress", markup=False)
        yield Static("", id="door-problem", markup=False)
        yield PageView(id="tables")
        yield Static("", id="command", markup=False)

    def on_mount(self) -> None:
        self.set_interval(REPAINT_SECONDS, self._show_progress)
        self._reset_preview()

    def on_unmount(self) -> None:
        """Stop reading at the next row when the dialog closes; a write in progress continues."""
        self._stop.set()

    @property
    def page_view(self) -> PageView:
        """The list of rows."""
        return self.query_one("#tables", PageView)

    @property
    def file(self) -> Path | None:
        """The path of the typed file, or None if it is not a valid path."""
        path = parse_path(self.field_value("file")) if self.field_value("file") else None
        return None if path is None else self._folder / path

    def command(self, *more: str) -> str:
        """Return the equivalent command."""
        session, kind = self.session, self.field_value("table")
        words = [str(self.file or tr("FILE")), *(["--kind", kind] if kind else []), *more]
        return import_text.command(session, words) if session is not None else ""

    # File selection

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if self._saving:
            return
        self._reset_preview()
        self.questions.call_after_pause(REST_SECONDS, self._read_file)

    def _reset_preview(self) -> None:
        """Reset to the state before any file is read, and cancel a read in progress."""
        self._stop.set()
        self.questions.drop_answer("look")
        self._report = self._work = None
        self._set_problem("")
        self._show_text("#voice", "" if self._can_write else self._read_only_message(), text_styles.WARN)
        self._show_text("#counts", "")
        self.query_one("#command", Static).update(text_styles.muted(self.command()))
        self.query_one("#field-table", ChoiceField).show_hint(None)
        self._list_blocks(import_text.guide(self.accord.shortcut_for("template")))

    @property
    def _can_write(self) -> bool:
        session = self.session
        return session is not None and session.info.read_only is None

    def _read_only_message(self) -> str:
        session = self.session
        why = tr(session.info.read_only) if session is not None and session.info.read_only else ""
        return tr("{why}: the table can be viewed but not imported", why=why)

    def pasted(self, text: str) -> None:
        """Put a paste that no field took into the file field, as the path of a table."""
        field = self.query_one("#field-file", TextField)
        field.set_value("")
        field.input.insert_pasted(text)

    # Reading

    def _read_file(self) -> None:
        """Read the file and try its rows, in a thread."""
        file, kind = self.file, self.field_value("table") or None
        self.questions.cancel_pause()
        self._reset_preview()
        if file is None or not file.is_file():
            text = (
                tr("There is no such file: {x}", x=file or self.field_value("file")) if self.field_value("file") else ""
            )
            self._set_problem(text)
            return
        stop, work = Event(), Work(tr("reading"))
        self._stop, self._work = stop, work

        def progress(done: int, total: int) -> None:
            if stop.is_set() or self.accord.leaving.is_set():
                raise Stopped
            work.step(done, total)

        def question(desk: Desk) -> ImportReport | None:
            try:
                return desk.preview_table(file, kind=kind, progress=progress)
            except Stopped:
                return None

        self._show_progress()
        self.ask("look", question, self._show_report, self._show_refusal)

    def _show_report(self, report: ImportReport | None) -> None:
        self._work = None
        if report is None:
            return
        self._report, self._shown_at = report, time.monotonic()
        voice = import_text.attribution_text(report) if self._can_write else self._read_only_message()
        self._show_text("#voice", voice, text_styles.STRONG if self._can_write else text_styles.WARN)
        self.query_one("#field-table", ChoiceField).show_hint(text_styles.muted(import_text.table_counts(report)))
        counts = self.query_one("#counts", Static)
        counts.update(import_text.counts(report))
        counts.display = True
        self._list_blocks(import_text.blocks(report, self.command("--dry-run")))

    def _show_refusal(self, why: Refused) -> None:
        self._work = None
        self._show_problems(why)
        self._list_blocks(import_text.guide(self.accord.shortcut_for("template")))

    # Display

    def _list_blocks(self, blocks: list[Block]) -> None:
        """List the blocks, and label the Enter key with what it does now."""
        report = self._report
        self.page_view.border_title = text_styles.words(import_text.title(report))
        self.page_view.show(blocks)
        ready = report is not None and report.entries and not report.refusals
        again = report is not None and not ready
        enter = (
            gettext_lazy("read it again")
            if again
            else gettext_lazy("write all of it")
            if ready
            else gettext_lazy("read it")
        )
        self.query_one(KeyFooter).set_labels(save=enter)
        self._show_progress()

    def _show_progress(self) -> None:
        """Show the progress of the thread."""
        line, work = self.query_one("#progress", Static), self._work
        line.display = work is not None
        if work is None:
            return
        content = text_styles.muted(work.said)
        if work.total:
            content = text_styles.join(
                content,
                text_styles.words(tr("{done} of {total} rows", done=work.done, total=work.total)),
                by=text_styles.dot(),
            )
        bar = strips.progress_bar(work.done, work.total, min(max(line.size.width - content.cell_length - 2, 1), BAR))
        line.update(text_styles.join(content, bar, by="  "))

    def _show_text(self, place_: str, text: str, style: str = "") -> None:
        line = self.query_one(place_, Static)
        line.update(text_styles.paragraph(text, style))
        line.display = bool(text)

    def _set_problem(self, text: str) -> None:
        self._show_text(
            "#door-problem", f"{text_styles.mark_or_ascii('▲', '!')} {text}" if text else "", text_styles.WARN
        )

    def _show_problems(self, why: Refused) -> None:
        file = self.file or self._folder
        self._set_problem(
            "\n".join(import_text.explain_in_dialog(problem, file) for problem in why.problems[:PROBLEMS])
        )


LOOK_SECONDS = 0.3
"""Seconds that the preview must have been visible before Enter writes it, so that a blind Enter writes nothing."""
FIELDS = "Input, Choice, PageView"


class ImportDialog(ImportPreviewDialog):
    """The import dialog; Enter writes exactly what the preview showed."""

    BINDINGS = keys.bindings("import", "form")
    title_words = gettext_lazy("import a table")

    # Writing

    def action_save(self) -> None:
        report, session = self._report, self.session
        if self._saving or session is None:
            return
        if self._work is not None:
            self._set_problem(tr("Nothing has been written yet: the file is still being read"))
        elif report is None or report.refusals or not report.entries:
            self._read_file()
        elif time.monotonic() - self._shown_at >= LOOK_SECONDS:
            self._write(report)

    def _write(self, report: ImportReport) -> None:
        file, kind = self.file, self.field_value("table") or None
        if file is None or self.accord.questions.is_busy("write"):
            self._set_problem(tr("Still saving; try again in a moment"))
            return
        self._saving = True
        work = self._work = Work(tr("writing; it continues if you leave"))

        def question(desk: Desk) -> WriteResult:
            import_report = desk.import_table(file, kind=kind, progress=work.step, seen=report)
            refs = tuple(dict.fromkeys(row.record for row in import_report.rows if row.state == "added"))
            return WriteResult(import_report.act, import_report.ids, (), refs, ())

        self._set_problem("")
        self._show_progress()
        rows, command = report.count("added"), self.command()
        self.accord.run_write(question, lambda _done: self._report_written(rows, command), self._handle_not_written)

    def _report_written(self, rows: int, command: str) -> None:
        self.accord.show_message(
            trn("Imported: {n} row; u undoes it", "Imported: {n} rows as one act; u undoes all of it", rows)
        )
        self.accord.show_message(tr("The same in a script: {command}", command=command))
        self.dismiss(None)

    def _handle_not_written(self, why: Refused) -> None:
        self._saving = False
        self._work = None
        if not self.is_running:  # Left meanwhile: still report that nothing was written.
            self.accord.show_refusal(why)
            return
        self._read_file()
        self._show_problems(why)

    # Keys

    def action_template(self) -> None:
        if self._saving:
            return
        from accordtrack.tui.dialogs.template import TemplateDialog  # noqa: PLC0415

        self.app.push_screen(TemplateDialog(self._folder, self.field_value("table")))

    def action_next_field(self) -> None:
        self.focus_next(FIELDS)

    def action_previous_field(self) -> None:
        self.focus_previous(FIELDS)
