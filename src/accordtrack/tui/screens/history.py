"""History: who said what over the years, entry by entry, and what changed between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import explain, later, tr
from accordtrack.problems import Refused
from accordtrack.tui import historyask, ink, values
from accordtrack.tui.mains import REGISTER
from accordtrack.tui.pinned import Pinned
from accordtrack.tui.screens.historyframe import HistoryFrame
from accordtrack.tui.seen import Portion, Seen, page_of
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import changes, chronicle, history, lanes
from accordtrack.tui.widgets.headline import Headline
from accordtrack.tui.widgets.keyfooter import KeyFooter
from accordtrack.tui.widgets.leaf import Block

if TYPE_CHECKING:
    from textual.widgets import Input

    from accordtrack.tui.widgets.leaf import Leaf
    from accordtrack.views import ChangeView, DiffView, EntryView, HistoryPage, LanesView

MARGIN = 4


class HistoryScreen(HistoryFrame):
    """Of the whole register, or of one commitment: ``subject``. Opened on a commitment, it lies on the page it came from."""

    def __init__(self, subject: Subject | None = None) -> None:
        super().__init__()
        self.subject = subject
        self._came_with = subject
        self.entries: list[EntryView] | None = None
        self.diff: DiffView | None = None
        self.lanes: LanesView | None = None
        self.pins = Pinned("", "")
        self.asked = historyask.Asked()
        self._after: str | None = None
        self._loading = False

    def on_mount(self) -> None:
        session = self.session
        if session is not None:
            self.pins = Pinned.of(session.desk.today)
        self._label()
        self.fold()
        self.reload()

    # Asking

    @property
    def ref(self) -> str | None:
        """The commitment, None for the whole register."""
        return None if self.subject is None else self.subject.id

    def reload(self) -> None:
        """Read entries, lanes and changes again; the place stays."""
        headline, session = self.query_one(Headline), self.session
        if session is not None:
            headline.tell(session.info, session.desk.today)
        headline.changed = False
        self._read()
        ref = self.ref
        self.ask("lanes", lambda desk: desk.lanes(ref), self._told_lanes)
        self._compare()

    def _read(self, *, on: bool = False) -> None:
        ref, asked, after = self.ref, self.asked, self._after if on else None
        self._loading = True

        def answer(page: HistoryPage) -> None:
            first = page.entries[0].hash if on and page.entries else None
            self.entries = [*(self.entries or ()), *page.entries] if on else list(page.entries)
            self._after = page.after
            self._loading = False
            self._problem("")
            self._list(first)

        self.ask(
            "entries",
            lambda desk: desk.history(
                ref, speaker=asked.speaker, kind=asked.kind, since=asked.since, until=asked.until, after=after
            ),
            answer,
            self._refused,
        )

    def _refused(self, why: Refused) -> None:
        self._loading = False
        self._problem(explain(why.problems[0]))

    def _told_lanes(self, view: LanesView) -> None:
        self.lanes = view
        self.draw()
        self._show_changes()

    def _compare(self) -> None:
        ref = self.ref
        a, b = self.pins.dates
        self.diff = None
        self._show_changes()
        self.ask("changes", lambda desk: desk.diff(a, b, ref=ref), self._compared)

    def _compared(self, found: DiffView) -> None:
        self.diff = found
        self._show_changes()

    # Showing

    def draw(self) -> None:
        """The name and the lanes."""
        width = max(self.app.size.width - MARGIN, 8)
        if self.subject is None:
            name = ink.words(tr("The whole register"), ink.TITLE)
        else:
            name = ink.joined(
                ink.words(self.subject.id, ink.HEADING), ink.words(self.subject.words, ink.TITLE), by="  "
            )
        self.query_one("#name", Static).update(ink.clip(name, width))
        drawn = lanes.lines(self.lanes, (self.pins.first[:4], self.pins.second[:4]), width)
        waiting = ink.words(tr("Reading"), ink.MUTED) if self.lanes is None else ink.BLANK
        self.query_one("#lanes", Static).update(ink.joined(*drawn, by="\n") if drawn else waiting)

    def _list(self, chosen: str | None = None) -> None:
        leaf, entries = self.entries_leaf, self.entries
        if entries is None:
            leaf.show([Block(ink.words(tr("Reading"), ink.MUTED))])
            return
        blocks = chronicle.blocks(
            entries, more=self._after is not None, whole=self.subject is None, pins=self.pins.marks
        )
        if not blocks:
            said = tr("No entry matches. F clears the filter.") if self.line.value else tr("No entries.")
            blocks = [Block(ink.words(said, ink.MUTED))]
        leaf.show(blocks, keep=True)
        if chosen is not None:
            leaf.choose(chosen)

    def _show_changes(self) -> None:
        self.changes_leaf.show(changes.blocks(self.diff, self.lanes, whole=self.subject is None), keep=True)

    def _problem(self, said: str) -> None:
        line = f"{ink.sign('▲', '!')} {said}" if said else ""
        self.query_one("#problem", Static).update(ink.words(ink.cut(line, max(self.app.size.width - 2, 8)), ink.WARN))
        self.set_class(bool(said), "-problem")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for other entries as one types."""
        event.stop()
        try:
            asked = historyask.parse(event.value)
        except Refused as why:
            self._refused(why)
            return
        self._problem("")
        if asked != self.asked:
            self.asked = asked
            self._read()

    def on_leaf_chosen(self, message: Leaf.Chosen) -> None:
        """The last line reads on by itself."""
        message.stop()
        if message.key == history.MORE and not self._loading:
            self._read(on=True)

    # Actions

    def chosen_entry(self) -> EntryView | None:
        """The entry under the cursor of the left side."""
        key = self.entries_leaf.chosen
        return next((entry for entry in self.entries or () if entry.hash == key), None)

    def chosen_change(self) -> ChangeView | None:
        """The change under the cursor of the right side."""
        kind, _, number = (self.changes_leaf.chosen or "").partition(":")
        if self.diff is None or kind != changes.CHANGE:
            return None
        return changes.listed(self.diff)[int(number)]

    def action_open_item(self) -> None:
        """Of the whole register the history of the commitment under the cursor; else the entry in full."""
        if self.has_class("-changes"):
            kind, _, name = (self.changes_leaf.chosen or "").partition(":")
            if kind == changes.RECORD:
                self._narrow(name)
            else:
                self.action_inspect()
        elif self.entries_leaf.chosen == history.MORE:
            self._read(on=True)
        elif self.subject is None and (entry := self.chosen_entry()) is not None and entry.ref:
            self._narrow(entry.ref, entry)
        else:
            self.action_inspect()

    def action_inspect(self) -> None:
        """The entry in full: hash, feed, signature, what it replaced."""
        if not self.has_class("-changes"):
            entry = self.chosen_entry()
            if entry is not None:
                self._in_full(entry)
            return
        change = self.chosen_change()
        if change is not None and change.entries:
            name = change.entries[0]
            self.ask("entry", lambda desk: desk.entry(name), self._in_full)
        elif change is not None:
            self.accord.say(tr("No entry made this change: a date passed"))

    def _in_full(self, entry: EntryView) -> None:
        from accordtrack.tui.screens.reading import ReadingScreen  # noqa: PLC0415

        self.app.push_screen(ReadingScreen(later("entry in full"), lambda: history.in_full(entry)))

    def action_pin(self, end: str) -> None:
        """Compare from, or up to, the entry under the cursor."""
        entry = self.chosen_entry()
        if entry is None or entry.known_on is None:
            self.accord.say(tr("Choose an entry with a date first"), "warning")
            return
        self.pins = self.pins.pin(end, entry)
        self._list()
        self.draw()
        self._compare()

    def action_widen(self) -> None:
        """From one commitment to the whole register, and from there to the commitment under the cursor."""
        if self.subject is not None:
            self._about(None)
            return
        entry = self.chosen_entry()
        if entry is not None and entry.ref:
            self._narrow(entry.ref, entry)

    def _narrow(self, ref: str, entry: EntryView | None = None) -> None:
        """To the history of a commitment; an entry about anything else is shown in full."""

        def refused(_why: Refused) -> None:
            if entry is not None:
                self._in_full(entry)

        self.ask("open", lambda desk: Subject.of(desk.commitment(ref).row), self._about, refused)

    def _about(self, subject: Subject | None) -> None:
        chosen = self.chosen_entry()
        self.subject = subject
        self.entries, self.lanes, self._after = None, None, None
        self._list()
        self.turn(changes=False)
        self._label()
        self.draw()
        self.reload()
        if chosen is not None:
            self.entries_leaf.chosen = chosen.hash

    def action_open_evidence(self) -> None:
        from accordtrack.tui.dialogs.openevidence import OpenEvidence, Place, confirm  # noqa: PLC0415

        entry = self.chosen_entry()
        body = (entry.body or {}) if entry is not None else {}
        file = body.get("file")
        digest = str(file["digest"]) if isinstance(file, dict) else None
        if entry is not None and (body.get("url") or digest):
            title = i18n.local(entry.title) if entry.kind == "source.add" else values.value("title", body["title"])
            confirm(self.accord, Place(title, body.get("url"), digest))
        elif self.subject is not None:
            self.app.push_screen(OpenEvidence((self.subject,)))
        else:
            self.accord.say(tr("No evidence or source to open"))

    def seen(self) -> Seen:
        """The entries that the filter asks for, what changed, and the side that is read."""
        a, b = self.pins.dates
        about = () if self.ref is None else (self.ref,)
        same = () if self.ref is None else ("--", f"id:{self.ref}")
        entries = Portion(tr("the entries"), ("history", *self.asked.options, *about), long=True)
        changed = Portion(tr("what changed"), ("diff", a.as_of, b.as_of, *same))
        portions = (changed, entries) if self.has_class("-changes") else (entries, changed)
        return Seen("history", (*portions, page_of(self.leaf)))

    def action_copy(self) -> None:
        entry = self.chosen_entry()
        if entry is not None:
            self.app.copy_to_clipboard(entry.hash)
            self.accord.say(tr("Copied: sent to the terminal"))

    def action_back(self) -> None:
        """Back to the whole register where one came from there, else to the page below."""
        if self.has_class("-changes") and self.has_class("-one"):
            self.turn(changes=False)
        elif self._came_with is None and self.subject is not None:
            self._about(None)
        elif self._came_with is not None:
            self.dismiss()
        else:
            self.accord.show_main(REGISTER)

    # What changed elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Read again when this commitment, or for the whole register anything, was written to."""
        if self.subject is None or self.subject.id in refs:
            self.reload()

    def others_wrote(self) -> None:
        """Somebody else wrote: offer to read again."""
        self.query_one(Headline).changed = True

    def seat_changed(self) -> None:
        """Somebody sits down at another desk."""
        self.reload()

    def _label(self) -> None:
        self.line.placeholder = tr("by:US  kind:status  since:2025  until:2026-05")

    def relabel(self) -> None:
        """Put every word into the language in force."""
        self._label()
        self.fold()
        self._list()
        self._show_changes()
        for widget in (self.query_one(Headline), self.query_one(KeyFooter)):
            widget.refresh()
