"""Words that were typed into a form and left with escape: nothing is written, and the same form can bring them back.

While they are typed they are kept in a file of the user, so that a lost terminal does not lose them (``desk.unsaved``).
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

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.timer import Timer

    from accordtrack.tui.session import About

MOST = 20
"""Forms whose words are kept; the oldest go first."""
KEEP_SECONDS = 0.5
"""How long words are typed before they are kept: a program that is killed loses no more than this."""


class Particulars(TypedDict, total=False):
    """What is needed besides its subjects to open a dialog again."""

    entry: str | None
    half: str | None
    draft: int | None
    kind: str | None


class LeftWords(Dialog[None]):
    """A form that gives what was typed to the sitting when it is left, and takes it back on demand."""

    dialog = ""
    """The name that opens the form again."""

    def __init__(self) -> None:
        super().__init__()
        self._at_first: Mapping[str, str] = {}
        self._brought: tuple[Mapping[str, str], Path] | None = None
        """Words of a program that has ended, with their file: they are put in place when the form opens."""
        self._keeps: Timer | None = None
        self._done = False

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

    # While one types

    def particulars(self) -> Particulars:
        """What else is needed to open the form again."""
        return {}

    def named(self) -> tuple[str, ...]:
        """The ids of the records that the form is about."""
        return ()

    def unsaved(self) -> Unsaved | None:
        """What is typed here, when it can be saved here and somebody typed words."""
        session = self.session
        if session is None or session.desk.seat is None or session.info.read_only is not None or not self.wordy:
            return None
        return Unsaved(session.desk.seat, self.dialog, self.named(), self.values(), **self.particulars())

    def keep_words(self) -> None:
        """Something changed: keep what is typed, in a moment."""
        if self._keeps is None:
            self._keeps = self.set_timer(KEEP_SECONDS, self._keep)

    def _keep(self) -> None:
        self._keeps = None
        if not self._done:
            self.accord.keep_words(self.unsaved())

    def bring(self, fields: Mapping[str, str], file: Path) -> None:
        """Open with these words in place, which are kept in ``file``."""
        self._brought = fields, file

    def put_brought(self) -> None:
        """Put the words in place that a lost terminal cut off; from here on they are kept as those of this program."""
        if self._brought is not None:
            fields, file = self._brought
            self.put_values(fields)
            self.accord.keep_words(self.unsaved(), instead_of=file)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the form, and keep its words no longer."""
        if self.is_active:
            self._done = True
            self.accord.keep_words(None)
        return super().dismiss(result)

    # Once it is left

    def left_line(self) -> ComposeResult:
        """The line that says so when there are words to bring back."""
        yield Static("", id="left", markup=False)

    def offer(self) -> None:
        """Say whether there are words to bring back."""
        session = self.session
        line = self.query_one("#left", Static)
        line.display = session is not None and self.about in session.left
        line.update(text_styles.words(tr("^y brings back what you typed here before"), "$accent"))

    def action_bring_back(self) -> None:
        session = self.session
        if session is None or self.about not in session.left:
            self.accord.say(tr("Nothing was left here"))
            return
        self.put_values(session.left.pop(self.about))
        self.offer()
        if session.cut_off is not None and session.cut_off[0] == self.about:
            self.accord.keep_words(self.unsaved(), instead_of=session.cut_off[1])
            session.cut_off = None

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
