"""Dialog that asks for the file to save a text in and stays open until the file is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.safe_text import shorten
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.tui.dialogs.short_form import ShortForm, parse_path
from accordtrack.tui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused


class SaveTextDialog(ShortForm[Path]):
    """Returns the path after ``save`` has written it."""

    title_words = gettext_lazy("save to a file")

    def __init__(self, name: str, save: Callable[[Path], Refused | None]) -> None:
        super().__init__()
        self._first, self._keep = name, save

    def compose_body(self) -> ComposeResult:
        """Yield the path field."""
        yield TextField("path", gettext_lazy("file"), value=self._first)
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        typed = self.field_value("path")
        path = parse_path(typed)
        if not typed or path is None:
            self.show_problem(tr("Not a valid file path: {x}", x=shorten(typed, 40)))
            return
        refused = self._keep(path)
        if refused is None:
            self.dismiss(path)
        else:
            self.show_problem(explain(refused.problems[0]))
