"""Forms that write over what they show: what stands is asked for, and what is written holds for that only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.tui.dialogs.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.desk import Desk
    from accordtrack.tui.subject import Subject
    from accordtrack.views import CommitmentView


class SeenForm(Form):
    """A form about commitments whose state is asked for while it is already open."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)
        self.view: CommitmentView | None = None
        self.versions: dict[str, int] = {}
        """Of every subject as it was when the form showed it."""
        self._saves_when_seen = False

    def on_mount(self) -> None:
        self.look()

    def look_again(self) -> None:
        """Somebody else may have been faster: show what stands now, and save on that."""
        self.look()

    def reload(self) -> None:
        """Another register lies there now: what was shown is not to be written over."""
        self.view = None
        self.versions = {}
        self.look()

    def look(self) -> None:
        """Ask for the commitments as they stand."""
        wanted = [subject.id for subject in self.subjects]

        def question(desk: Desk) -> tuple[CommitmentView, dict[str, int]]:
            first = desk.commitment(wanted[0])
            return first, {wanted[0]: first.version} | {name: desk.commitment(name).version for name in wanted[1:]}

        self.ask("view", question, self._looked)

    def _looked(self, found: tuple[CommitmentView, dict[str, int]]) -> None:
        view, self.versions = found
        self.seen(view)
        if self._saves_when_seen:
            self._saves_when_seen = False
            self.action_save()

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
