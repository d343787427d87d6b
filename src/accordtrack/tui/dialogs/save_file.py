"""Base class of dialogs that write a file: the path, its problems, and a save that outlives the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core import capabilities, safe_text
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.desk_requests import hold_content_keys
from accordtrack.tui.dialogs.short_form import ShortForm, parse_path
from accordtrack.tui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from pathlib import Path

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk


class SavingDialog(ShortForm[None]):
    """A dialog that writes a file on Enter; only ``^o`` replaces an existing file."""

    stack = "export"
    nameless = gettext_lazy("Name the file to write")
    """The message shown when no file is named."""
    BINDINGS = keys.bindings("export", "form")

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._barred = capabilities.files_problem()
        if self._barred is not None:
            self.without = (*self.without, "save", "replace")
        self._folder = folder
        self._saving = False

    def on_mount(self) -> None:
        if self._barred is not None:  # Without file access, only show the command.
            self.query_one("#field-file", TextField).show(shown=False)
            self._set_problem("")

    @property
    def file(self) -> Path | None:
        """The path of the typed file, or None if it is not a valid path."""
        path = parse_path(self.field_value("file")) if self.field_value("file") else None
        return None if path is None else self._folder / path

    def action_save(self) -> None:
        self._save(replace=False)

    def action_replace(self) -> None:
        """Save, replacing an existing file."""
        self._save(replace=True)

    def _save(self, *, replace: bool) -> None:
        session, file = self.session, self.file
        if session is None or self._saving or self._barred is not None:
            return
        if file is None:
            self._set_problem(tr(self.nameless))
            return
        self._write(session.desk, file, replace=replace)

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        """Write the file; subclasses override this."""
        raise NotImplementedError

    def _match_suffix(self, forms: Container[str]) -> None:
        """Match the file extension to the chosen form, unless the user typed another extension."""
        field = self.query_one("#field-file", TextField)
        stem, dot, ending = field.value.rpartition(".")
        if dot and ending in forms:
            field.set_value(f"{stem}.{self.field_value('form')}")

    @property
    def _preview_width(self) -> int:
        """The number of cells in a line of the preview."""
        return max(min(self.app.size.width, 88) - 8, 8)

    def _show_text(self, place: str, text: str) -> None:
        """Show text in a line or box of the dialog, such as the equivalent command."""
        self.query_one(place, Static).update(text_styles.muted(text))

    def _save_in_thread(self, file: Path, question: Callable[[], int], command: str, writing: str) -> None:
        """Run ``question``, which writes ``file`` and returns its size in bytes.

        ``command`` is the equivalent command, or empty.
        """
        self._saving = True
        self._set_problem("")
        self._show_text("#plan", writing)

        def answer(size: int) -> None:
            self._report_written(file, size)
            if command:
                self.accord.show_message(tr("The same in a script: {command}", command=command))
            self.dismiss(None)

        def refused(why: Refused) -> None:
            if not self.is_running:  # Left meanwhile: still report what became of the file.
                self.accord.show_refusal(why)
                return
            self._show_refusal(why)
            self._show_preview()

        # Use the app's own questions, whose answers outlive this dialog.
        self.accord.questions.ask("store", question, answer, refused, hold_content_keys(self))

    def _report_written(self, file: Path, size: int) -> None:
        """Report what was written, even after the user left the dialog."""
        self.accord.show_message(tr("Exported to {file}, {size}", file=file, size=safe_text.format_size(size)))

    def _show_preview(self) -> None:
        """Show again what would be written; subclasses override this."""

    def _show_refusal(self, why: Refused) -> None:
        self._saving = False
        self._set_problem(explain(why.problems[0]))

    def _set_problem(self, text: str) -> None:
        text = text or (explain(self._barred) if self._barred is not None else "")
        line = self.query_one("#door-problem", Static)
        line.update(text_styles.warning(text) if text else "")
        line.display = bool(text)
