"""Words that were typed into a form and left with escape: nothing is written, and the same form can bring them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import tr
from accordtrack.tui import ink
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.widgets.fields import Field, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from accordtrack.tui.session import About

MOST = 20
"""Forms whose words are kept; the oldest go first."""


class LeftWords(Dialog[None]):
    """A form that gives what was typed to the sitting when it is left, and takes it back on demand."""

    def __init__(self) -> None:
        super().__init__()
        self._at_first: Mapping[str, str] = {}

    @property
    def about(self) -> About:
        """What the form is and what it is about: the same words fit the same form only."""
        return (type(self).__name__,)

    def values(self) -> dict[str, str]:
        """Everything that is typed or chosen now."""
        return {field.field: field.value for field in self.query(Field)}

    def put_values(self, values: Mapping[str, str]) -> None:
        """Fill the form with what was typed before."""
        for field in self.query(Field):
            if field.field in values:
                field.put(values[field.field])

    def untouched(self) -> None:
        """What stands now was put there by the program: it is no loss."""
        self._at_first = self.values()

    @property
    def wordy(self) -> bool:
        """Whether somebody typed words here that are nowhere else."""
        fields = self.query(Field).results(TextField)
        return any(field.value and field.value != self._at_first.get(field.field, "") for field in fields)

    def left_line(self) -> ComposeResult:
        """The line that says so when there are words to bring back."""
        yield Static("", id="left", markup=False)

    def offer(self) -> None:
        """Say whether there are words to bring back."""
        session = self.session
        line = self.query_one("#left", Static)
        line.display = session is not None and self.about in session.left
        line.update(ink.words(tr("^y brings back what you typed here before"), "$accent"))

    def action_bring_back(self) -> None:
        session = self.session
        if session is None or self.about not in session.left:
            self.accord.say(tr("Nothing was left here"))
            return
        self.put_values(session.left.pop(self.about))
        self.offer()

    def action_leave(self) -> None:
        session = self.session
        if session is not None and self.wordy:
            session.left.pop(self.about, None)
            session.left[self.about] = self.values()
            for oldest in list(session.left)[:-MOST]:
                del session.left[oldest]
            self.accord.say(tr("Nothing was written; in the same dialog ^y brings your words back"))
        super().action_leave()

    def forget(self) -> None:
        """The words are written, or wait as a draft."""
        if self.session is not None:
            self.session.left.pop(self.about, None)
