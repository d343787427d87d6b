"""Base class of forms that keep typed text when the user leaves with escape, so that the same form can restore it.

While the user types, the text is also kept in a file, so that a lost terminal does not lose it
(``service.unsaved_text``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from textual.widgets import Static

from accordtrack.i18n import tr
from accordtrack.service.unsaved_text import Unsaved
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.widgets.fields import Field, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.await_complete import AwaitComplete
    from textual.timer import Timer

    from accordtrack.tui.session import About

MOST = 20
"""Maximum number of forms whose text is kept; the oldest are dropped first."""
KEEP_SECONDS = 0.5
"""Delay in seconds before typed text is kept; a killed program loses at most this much typing."""


class Particulars(TypedDict, total=False):
    """What is needed to reopen a dialog, in addition to its subjects."""

    entry: str | None
    half: str | None
    draft: int | None
    kind: str | None


class UnsavedTextForm(Dialog[None]):
    """A form that gives its text to the session when the user leaves it, and restores it on demand."""

    dialog = ""
    """The name under which the form is reopened."""

    def __init__(self) -> None:
        super().__init__()
        self._at_first: Mapping[str, str] = {}
        self._brought: tuple[Mapping[str, str], Path] | None = None
        """Text of a program that has ended, with its file; restored when the form opens."""
        self._keeps: Timer | None = None
        self._done = False

    @property
    def form_identity(self) -> About:
        """The identity of the form and its subjects: kept text is restored in an identical form only."""
        return (type(self).__name__,)

    def values(self) -> dict[str, str]:
        """Return all values typed or chosen now."""
        return {field.field: field.value for field in self.query(Field)}

    def restore_values(self, values: Mapping[str, str]) -> None:
        """Fill the form with values typed before."""
        for field in self.query(Field):
            if field.field in values:
                field.set_value(values[field.field])

    def record_initial_values(self) -> None:
        """Record the current values as initial: the program set them, so they are not worth keeping."""
        self._at_first = self.values()

    @property
    def has_typed_text(self) -> bool:
        """Whether the user typed text here that exists nowhere else."""
        fields = self.query(Field).results(TextField)
        return any(field.value and field.value != self._at_first.get(field.field, "") for field in fields)

    # While the user types

    def particulars(self) -> Particulars:
        """Return what else is needed to reopen the form."""
        return {}

    def record_ids(self) -> tuple[str, ...]:
        """Return the ids of the records that the form is about."""
        return ()

    def unsaved_text(self) -> Unsaved | None:
        """Return the unsaved text, or None if it cannot be saved here or nothing was typed."""
        session = self.session
        if (
            session is None
            or session.desk.seat is None
            or session.info.read_only is not None
            or not self.has_typed_text
        ):
            return None
        return Unsaved(session.desk.seat, self.dialog, self.record_ids(), self.values(), **self.particulars())

    def schedule_keep(self) -> None:
        """Keep the typed text after a short delay."""
        if self._keeps is None:
            self._keeps = self.set_timer(KEEP_SECONDS, self._keep_unsaved_text)

    def _keep_unsaved_text(self) -> None:
        self._keeps = None
        if not self._done:
            self.accord.keep_unsaved_text(self.unsaved_text())

    def set_text_to_restore(self, fields: Mapping[str, str], file: Path) -> None:
        """Set text kept in ``file`` to restore when the form opens."""
        self._brought = fields, file

    def restore_left_text(self) -> None:
        """Restore text from a program that ended; from now on it is kept as text of this program."""
        if self._brought is not None:
            fields, file = self._brought
            self.restore_values(fields)
            self.accord.keep_unsaved_text(self.unsaved_text(), instead_of=file)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the form, and stop keeping its text."""
        if self.is_active:
            self._done = True
            self.accord.keep_unsaved_text(None)
        return super().dismiss(result)

    # After the user leaves

    def update_restore_hint(self) -> None:
        """Show or hide the line that announces text to restore."""
        session = self.session
        line = self.query_one("#left", Static)
        line.display = session is not None and self.form_identity in session.left
        line.update(text_styles.words(tr("^y brings back what you typed here before"), "$accent"))

    def action_bring_back(self) -> None:
        session = self.session
        if session is None or self.form_identity not in session.left:
            self.accord.show_message(tr("Nothing to bring back here"))
            return
        self.restore_values(session.left.pop(self.form_identity))
        self.update_restore_hint()
        if session.cut_off is not None and session.cut_off[0] == self.form_identity:
            self.accord.keep_unsaved_text(self.unsaved_text(), instead_of=session.cut_off[1])
            session.cut_off = None

    def action_leave(self) -> None:
        session = self.session
        if session is not None and self.has_typed_text:
            session.left.pop(self.form_identity, None)
            session.left[self.form_identity] = self.values()
            for oldest in list(session.left)[:-MOST]:
                del session.left[oldest]
            self.accord.show_message(tr("Nothing was written; ^y in the same dialog brings your text back"))
        super().action_leave()

    def drop_kept_text(self) -> None:
        """Drop the kept text, because it was written or kept as a draft."""
        if self.session is not None:
            self.session.left.pop(self.form_identity, None)
