"""Dialog that writes an import template: table, form, and file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service import import_template, save_bytes
from accordtrack.text import imports
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.import_text import command
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from accordtrack.service import Desk

FORMS = ("xlsx", "csv")


class TemplateDialog(SavingDialog):
    """The template dialog; a workbook holds one or all tables, and a CSV file holds one."""

    AUTO_FOCUS = "#field-file Input"
    title_words = gettext_lazy("a table to fill in")

    def __init__(self, folder: Path, kind: str) -> None:
        super().__init__(folder)
        self._kind = kind

    def compose_body(self) -> ComposeResult:
        """Yield the form, the table, the file, and the command."""
        yield ChoiceField("form", gettext_lazy("form"), [(form, form.upper()) for form in FORMS])
        yield ChoiceField("table", gettext_lazy("table"), _tables(FORMS[0]), value=self._kind)
        yield TextField("file", gettext_lazy("file"), value=f"accordtrack-{self._kind or tr('table')}.{FORMS[0]}")
        yield Static("", id="door-problem", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self._update_details()

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if event.field.field == "form":
            table = self.query_one("#field-table", ChoiceField)
            chosen = table.value
            table.set_options(_tables(self.field_value("form")))
            table.set_value(chosen)
            self._match_suffix(FORMS)
        self._update_details()

    def _update_details(self) -> None:
        self._set_problem("")
        self._show_text("#command", self._command())
        text = tr("Headings in the language of the screen, what belongs in each column, and lists to choose from.")
        if self.field_value("form") == "csv":
            text = tr("Headings in the language of the screen.")
        self._show_text("#plan", text)

    def _command(self) -> str:
        session, kind = self.session, self.field_value("table")
        words = ["--template", str(self.file or "OUT"), *(["--kind", kind] if kind else [])]
        return command(session, [*words, "--lang", i18n.language()]) if session is not None else ""

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        kind = self.field_value("table") or None

        def question() -> int:
            raw = import_template(file.name, kind, desk.ids_by_family())
            return save_bytes(file, raw, replace=replace, how="^o")

        self._save_in_thread(file, question, self._command(), tr("writing"))

    def _show_preview(self) -> None:
        self.query_one("#plan", Static).update(text_styles.BLANK)


def _tables(form: str) -> list[tuple[str, str]]:
    """Return the available tables; a workbook may also hold all of them."""
    every = [("", tr("every table"))] if form == "xlsx" else []
    return [*every, *((kind, imports.kind_name(kind)) for kind in imports.KINDS)]
