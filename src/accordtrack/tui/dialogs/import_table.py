"""Import dialog: shows row by row what a table would write, then writes all of it as one act, or nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.tui import keys
from accordtrack.tui.dialogs.import_preview import ImportPreviewDialog, Work
from accordtrack.types import WriteResult

if TYPE_CHECKING:
    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.types import ImportReport

LOOK_SECONDS = 0.3
"""Seconds that the preview must have been visible before Enter writes it, so that a blind Enter writes nothing."""
FIELDS = "Input, Choice, PageView"


class ImportDialog(ImportPreviewDialog):
    """The import dialog; Enter writes exactly what the preview showed."""

    BINDINGS = keys.bindings("import", "form")
    title_words = gettext_lazy("take in a table")

    # Writing

    def action_save(self) -> None:
        report, session = self._report, self.session
        if self._saving or session is None:
            return
        if self._work is not None:
            self._problem(tr("Nothing is written yet: the file is still being read"))
        elif report is None or report.refusals or not report.entries:
            self._look()
        elif time.monotonic() - self._shown_at >= LOOK_SECONDS:
            self._write(report)

    def _write(self, report: ImportReport) -> None:
        file, kind = self.file, self.value("table") or None
        if file is None or self.accord.questions.busy("write"):
            self._problem(tr("Still saving; try again in a moment"))
            return
        self._saving = True
        work = self._work = Work(tr("writing; it goes on when you leave"))

        def question(desk: Desk) -> WriteResult:
            made = desk.take_in(file, kind=kind, progress=work.step, seen=report)
            refs = tuple(dict.fromkeys(row.record for row in made.rows if row.state == "added"))
            return WriteResult(made.act, made.ids, (), refs, ())

        self._problem("")
        self._paint()
        rows, command = report.count("added"), self.command()
        self.accord.carry_out(question, lambda _done: self._written(rows, command), self._not_written)

    def _written(self, rows: int, command: str) -> None:
        self.accord.say(trn("Taken in: {n} row; u undoes", "Taken in: {n} rows as one act; u undoes all of it", rows))
        self.accord.say(tr("The same in a script: {command}", command=command))
        self.dismiss(None)

    def _not_written(self, why: Refused) -> None:
        self._saving = False
        self._work = None
        if not self.is_running:  # Left meanwhile: still report that nothing was written.
            self.accord.complain(why)
            return
        self._look()
        self._complain(why)

    # Keys

    def action_template(self) -> None:
        if self._saving:
            return
        from accordtrack.tui.dialogs.template import TemplateDialog  # noqa: PLC0415

        self.app.push_screen(TemplateDialog(self._folder, self.value("table")))

    def action_next_field(self) -> None:
        self.focus_next(FIELDS)

    def action_previous_field(self) -> None:
        self.focus_previous(FIELDS)
