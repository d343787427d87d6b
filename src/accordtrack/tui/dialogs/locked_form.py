"""Base class of forms with optimistic locking: a write is valid only for the commitment versions the form showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import StaleWrite
from accordtrack.i18n import tr
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.dialogs.base import LABEL
from accordtrack.tui.dialogs.form import Form
from accordtrack.wording import entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.subject import Subject
    from accordtrack.types import CommitmentView


def state_of_halves(view: CommitmentView, *, but: str | None = None) -> Content:
    """Return the current state of each half, except the half of ``but``."""
    several = len(view.halves) > 1
    return text_styles.join(
        *(
            text_styles.join(
                text_styles.muted(text_styles.fit(label("short side", half.side) if several else tr("now"), LABEL)),
                cell_text.claim_with_speaker_last(half),
            )
            for half in cell_text.halves_in_alternat(view.halves)
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
        self.load_state()

    def reload_after_refusal(self, why: Refused) -> None:
        """Show the current state beside what will be written, so that the user can confirm again."""
        self._shown = dict(self.versions) if isinstance(why, StaleWrite) else {}
        self.load_state()

    def reload(self) -> None:
        """Start again after the register file was replaced: what was shown must not be overwritten."""
        self.view = None
        self.versions = {}
        self.load_state()

    def load_state(self) -> None:
        """Request the current state of the commitments."""
        wanted = [subject.id for subject in self.subjects]
        shown = dict(self._shown)

        def question(desk: Desk) -> tuple[list[CommitmentView], list[Change]]:
            views = [desk.commitment(name) for name in wanted]
            changed = [view for view in views if shown.get(view.row.id, view.version) != view.version]
            return views, [(view, desk.entries_since(view.row.id, shown[view.row.id])) for view in changed]

        self.ask("view", question, self._receive_state, fills=self)

    def _receive_state(self, found: tuple[list[CommitmentView], list[Change]]) -> None:
        views, changes = found
        self.versions = {view.row.id: view.version for view in views}
        self._show_other_writes(changes)
        self.show_state(views[0])
        if self._saves_when_seen:
            self._saves_when_seen = False
            self.action_save()

    def _show_other_writes(self, changes: Sequence[Change]) -> None:
        """Show what others wrote meanwhile and the current state; all typed text stays."""
        panel = self.query_one("#overtaken", Static)
        panel.display = bool(changes)
        if changes:
            self.set_problem("")
            panel.update(describe_changes(changes, named=len(self.subjects) > 1))
        self.beside = LINES if changes else 0
        self.adapt_layout(self.app.size.height)

    def show_state(self, view: CommitmentView) -> None:
        """Handle the arrival of the first commitment's current state."""
        self.view = view
        self.request_plan()

    def action_save(self) -> None:
        """Save, or wait to save until the current state has arrived."""
        if self.view is None:
            self._saves_when_seen = True
        else:
            super().action_save()


if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import CommitmentView, EntryView

    Change = tuple[CommitmentView, tuple[EntryView, ...]]
    """A commitment in its current state, and the entries that the user had not seen, newest first."""

LINES = 6
"""Lines by which the fields shrink to make room for the text."""
MOST = 2
"""Maximum number of other entries listed; the remaining ones are counted."""


def describe_changes(changes: Sequence[Change], *, named: bool) -> Content:
    """Return who wrote what, the current state, and what Enter does; with ``named``, include each commitment's code."""
    lines = [
        text_styles.warning(tr("Someone else saved a change while you were writing")),
        text_styles.words(tr("Enter saves yours anyway, on top of the current state; esc leaves")),
    ]
    for view, entries in changes:
        code = text_styles.words(view.row.id, text_styles.HEADING) if named else text_styles.BLANK
        lines += [text_styles.join(code, _entry(entry), by="  ") for entry in entries[:MOST]]
        if len(entries) > MOST:
            lines.append(text_styles.muted(tr("and {n} more", n=len(entries) - MOST)))
        for half in cell_text.halves_in_alternat(view.halves):
            side = text_styles.muted(label("short side", half.side)) if len(view.halves) > 1 else text_styles.BLANK
            lines.append(
                text_styles.join(
                    code, text_styles.muted(tr("now")), side, cell_text.claim_with_speaker_last(half), by="  "
                )
            )
    return text_styles.join(*lines, by="\n")


def _entry(entry: EntryView) -> Content:
    """Return the writer of an entry, its kind, and its status and stance, if any."""
    body = entry.body or {}
    status = body.get("status")
    return text_styles.join(
        text_styles.words(f"{entry.feed} ({entry.by})", text_styles.STRONG),
        text_styles.words(entry_kind(entry)),
        cell_text.status(str(status), body.get("basis")) if status is not None else text_styles.BLANK,
        text_styles.words(label("stance", body.get("stance"))),
        by=text_styles.dot(),
    )
