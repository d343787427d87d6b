"""History screen: statements over the years, entry by entry, and the changes between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.dates import is_date
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.text import field_values, withheld
from accordtrack.tui.history_filter import options
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.pinned_dates import Pinned
from accordtrack.tui.screens.entry import EntryInFull
from accordtrack.tui.screens.history_data import HistoryData
from accordtrack.tui.shown_content import Portion, ScreenContent, page_of
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import changes
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from accordtrack.core.problems import Refused
    from accordtrack.types import ChangeView, EntryView


class HistoryScreen(EntryInFull, HistoryData):
    """The history screen with its actions. When opened for a commitment, it returns to the screen below."""

    def __init__(self, subject: Subject | None = None) -> None:
        super().__init__(subject)
        self._came_with = subject

    def on_mount(self) -> None:
        session = self.session
        if session is not None:
            self.pins = Pinned.of(session.desk.today)
        self._label()
        self.fold()
        self.reload()

    # Actions

    def chosen_entry(self) -> EntryView | None:
        """Return the entry under the cursor of the left pane."""
        key = self.entries_leaf.chosen
        return next((entry for entry in self.entries or () if entry.hash == key), None)

    def chosen_change(self) -> ChangeView | None:
        """Return the change under the cursor of the right pane."""
        key = self.changes_leaf.chosen
        return next((change for name, change in changes.keyed(self.changed) if name == key), None)

    def action_open_item(self) -> None:
        """Open the item under the cursor.

        In the history of the whole register, open the history of its commitment; otherwise show the entry in full.
        """
        if self.follow(self.leaf.chosen):
            return
        if self.has_class("-changes"):
            kind, _, name = (self.changes_leaf.chosen or "").partition(":")
            if kind == changes.RECORD:
                self._narrow(name)
            elif kind == changes.KIND:
                self.kind = None if self.kind else name
                self._compare()
            else:
                self.action_inspect()
        elif self.subject is None and (entry := self.chosen_entry()) is not None and entry.ref:
            self._narrow(entry.ref, entry)
        else:
            self.action_inspect()

    def action_inspect(self) -> None:
        """Show the entry in full: hash, feed, signature and what it replaced."""
        if not self.has_class("-changes"):
            entry = self.chosen_entry()
            if entry is not None:
                self.show_in_full(entry)
            return
        change = self.chosen_change()
        if change is not None and change.entries:
            name = change.entries[0]
            self.ask("entry", lambda desk: desk.entry(name), self.show_in_full, opens=True)
        elif change is not None:
            self.accord.say(tr("No entry made this change: a date passed"))

    def action_pin(self, end: str) -> None:
        """Start or end the comparison at the entry under the cursor."""
        entry = self.chosen_entry()
        if entry is None or entry.known_on is None or not is_date(entry.known_on):
            said = tr("Choose an entry with a date first")
            if entry is not None and entry.known_on is None and entry.known and entry.body is not None:
                said = tr("This entry has no date of its own to compare from. Choose another one.")
            self.accord.say(said, "warning")
            return
        self.pins = self.pins.pin(end, entry)
        self._list()
        self.draw()
        self._compare()

    def action_widen(self) -> None:
        """Switch from one commitment to the whole register, or back to the commitment under the cursor."""
        if self.subject is not None:
            self._about(None)
            return
        entry = self.chosen_entry()
        if entry is not None and entry.ref:
            self._narrow(entry.ref, entry)

    def _narrow(self, ref: str, entry: EntryView | None = None) -> None:
        """Go to the history of a commitment. Show an entry about anything else in full."""

        def refused(_why: Refused) -> None:
            if entry is not None:
                self.show_in_full(entry)

        self.ask("open", lambda desk: Subject.of(desk.commitment(ref).row), self._about, refused, opens=True)

    def _about(self, subject: Subject | None) -> None:
        chosen = self.chosen_entry()
        self.subject, self.kind = subject, None
        self._entries, self.lanes, self.back = None, None, 0
        self._list()
        self.turn(changes=False)
        self._label()
        self.draw()
        self.reload()
        if chosen is not None:
            self.entries_leaf.chosen = chosen.hash

    def action_open_evidence(self) -> None:
        from accordtrack.tui.dialogs.open_evidence import OpenEvidence, Place, confirm  # noqa: PLC0415

        entry = self.chosen_entry()
        body = withheld.visible_body(entry) if entry is not None else {}
        file = body.get("file")
        digest = str(file["digest"]) if isinstance(file, dict) else None
        if entry is not None and (body.get("url") or digest):
            title = (
                i18n.local(entry.title) if entry.kind == "source.add" else field_values.value("title", body["title"])
            )
            confirm(self.accord, Place(title, body.get("url"), digest))
        elif self.subject is not None:
            self.app.push_screen(OpenEvidence((self.subject,)))
        else:
            self.accord.say(tr("No evidence or source to open"))

    def seen(self) -> ScreenContent:
        """Return the entries that the filter matches, the changes, and the focused pane as it is read."""
        a, b = self.pins.dates
        about = () if self.ref is None else (self.ref,)
        same = () if self.ref is None else ("--", f"id:={self.ref}")
        entries = Portion(tr("the entries"), ("history", *options(self.asked), *about), long=True)
        changed = Portion(tr("what changed"), ("diff", a.as_of, b.as_of, *same))
        portions = (changed, entries) if self.has_class("-changes") else (entries, changed)
        return ScreenContent("history", (*portions, page_of(self.leaf)))

    def action_copy(self) -> None:
        entry = self.chosen_entry()
        if entry is not None:
            self.app.copy_to_clipboard(entry.hash)
            self.accord.say(tr("Copied: sent to the terminal"))

    def action_back(self) -> None:
        """Go back to the whole register if the user came from there, else to the screen below."""
        if self.has_class("-changes") and self.has_class("-one"):
            self.turn(changes=False)
        elif self._came_with is None and self.subject is not None:
            self._about(None)
        elif self._came_with is not None:
            self.dismiss()
        else:
            self.accord.show_main(REGISTER)

    # Changes elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload after a write to this commitment, or after any write when the whole register is shown."""
        if self.subject is None or self.subject.id in refs:
            self.reload()

    def _label(self) -> None:
        whole, one = gettext_lazy("whole register"), gettext_lazy("one commitment")
        self.query_one(KeyFooter).call(widen=one if self.subject is None else whole)
        self.line.placeholder = tr("words, by:US  kind:status  since:2025  until:2026-05")

    def relabel(self) -> None:
        """Update every text to the current language."""
        self._label()
        self.fold()
        self._list()
        self._show_changes()
        super().relabel()
