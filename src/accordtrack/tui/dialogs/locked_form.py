"""Base class of forms with optimistic locking: a write is valid only for the commitment versions the form showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import StaleWrite
from accordtrack.i18n import tr
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.dialogs import concurrent_changes
from accordtrack.tui.dialogs.base import LABEL
from accordtrack.tui.dialogs.form import Form
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.subject import Subject
    from accordtrack.types import CommitmentView


def standing(view: CommitmentView, *, but: str | None = None) -> Content:
    """Return the current state of each half, except the half of ``but``."""
    several = len(view.halves) > 1
    return text_styles.joined(
        *(
            text_styles.joined(
                text_styles.words(
                    text_styles.fit(label("short side", half.side) if several else tr("now"), LABEL), text_styles.MUTED
                ),
                cell_text.stands_cut(half),
            )
            for half in cell_text.in_order(view.halves)
            if half.side != but
        ),
        by="\n",
    )


class LockedForm(Form):
    """A form about commitments whose state is requested after the form opens."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)
        self.view: CommitmentView | None = None
        self.versions: dict[str, int] = {}
        """The version of every subject when the form showed it."""
        self._shown: dict[str, int] = {}
        """The versions that were shown when someone else's write came first."""
        self._saves_when_seen = False

    def on_mount(self) -> None:
        self.look()

    def look_again(self, why: Refused) -> None:
        """Show the current state beside what will be written, so that the user can confirm again."""
        self._shown = dict(self.versions) if isinstance(why, StaleWrite) else {}
        self.look()

    def reload(self) -> None:
        """Start again after the register file was replaced: what was shown must not be overwritten."""
        self.view = None
        self.versions = {}
        self.look()

    def look(self) -> None:
        """Request the current state of the commitments."""
        wanted = [subject.id for subject in self.subjects]
        shown = dict(self._shown)

        def question(desk: Desk) -> tuple[list[CommitmentView], list[concurrent_changes.Change]]:
            views = [desk.commitment(name) for name in wanted]
            changed = [view for view in views if shown.get(view.row.id, view.version) != view.version]
            return views, [(view, desk.written_since(view.row.id, shown[view.row.id])) for view in changed]

        self.ask("view", question, self._looked, fills=self)

    def _looked(self, found: tuple[list[CommitmentView], list[concurrent_changes.Change]]) -> None:
        views, changes = found
        self.versions = {view.row.id: view.version for view in views}
        self._overtaken(changes)
        self.seen(views[0])
        if self._saves_when_seen:
            self._saves_when_seen = False
            self.action_save()

    def _overtaken(self, changes: Sequence[concurrent_changes.Change]) -> None:
        """Show what others wrote meanwhile and the current state; all typed text stays."""
        panel = self.query_one("#overtaken", Static)
        panel.display = bool(changes)
        if changes:
            self.problem("")
            panel.update(concurrent_changes.words_of(changes, named=len(self.subjects) > 1))
        self.beside = concurrent_changes.LINES if changes else 0
        self.fold(self.app.size.height)

    def seen(self, view: CommitmentView) -> None:
        """Handle the arrival of the first commitment's current state."""
        self.view = view
        self.replan()

    def action_save(self) -> None:
        """Save, or wait to save until the current state has arrived."""
        if self.view is None:
            self._saves_when_seen = True
        else:
            super().action_save()
