"""Forms that write over what they show: what stands is asked for, and what is written holds for that only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import Overtaken
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
    """What stands now of each half, as a form shows it; the half of ``but`` is left out."""
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


class SeenForm(Form):
    """A form about commitments whose state is asked for while it is already open."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)
        self.view: CommitmentView | None = None
        self.versions: dict[str, int] = {}
        """Of every subject as it was when the form showed it."""
        self._shown: dict[str, int] = {}
        """The versions that were shown when somebody else was faster."""
        self._saves_when_seen = False

    def on_mount(self) -> None:
        self.look()

    def look_again(self, why: Refused) -> None:
        """Somebody else was faster: show what stands now beside what will be written, and ask once more."""
        self._shown = dict(self.versions) if isinstance(why, Overtaken) else {}
        self.look()

    def reload(self) -> None:
        """Another register lies there now: what was shown is not to be written over."""
        self.view = None
        self.versions = {}
        self.look()

    def look(self) -> None:
        """Ask for the commitments as they stand."""
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
        """What others wrote meanwhile and what stands now; the form keeps all that was typed."""
        panel = self.query_one("#overtaken", Static)
        panel.display = bool(changes)
        if changes:
            self.problem("")
            panel.update(concurrent_changes.words_of(changes, named=len(self.subjects) > 1))
        self.beside = concurrent_changes.LINES if changes else 0
        self.fold(self.app.size.height)

    def seen(self, view: CommitmentView) -> None:
        """The first commitment as it stands has come."""
        self.view = view
        self.replan()

    def action_save(self) -> None:
        """What came before the answer of the desk waits for it."""
        if self.view is None:
            self._saves_when_seen = True
        else:
            super().action_save()
