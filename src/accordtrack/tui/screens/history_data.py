"""Data of the history screen: entries and changes in pages, and the lanes of statements by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, tr
from accordtrack.tui import history_filter, text_styles
from accordtrack.tui.pinned_dates import Pinned
from accordtrack.tui.screens.history_layout import HistoryFrame
from accordtrack.tui.tabs import changes, history_entries, timeline
from accordtrack.tui.tabs.history import MORE
from accordtrack.tui.widgets.record_view import Block
from accordtrack.tui.windowed_list import Window
from accordtrack.types import HistoryQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.widgets import Input

    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.record_view import PageView
    from accordtrack.types import ChangeView, DiffView, EntryView, HistoryPage, LanesView

MARGIN = 4
PAGE, KEPT = 100, 400
"""Number of entries per request, and the maximum number kept beyond one page."""


class HistoryData(HistoryFrame):
    """History of the commitment ``subject``, or of the whole register."""

    def __init__(self, subject: Subject | None = None) -> None:
        super().__init__()
        self.subject = subject
        self.diff: DiffView | None = None
        self.lanes: LanesView | None = None
        self.pins = Pinned("", "")
        self.asked = HistoryQuery()
        """The last valid filter."""
        self._misread = ""
        """Why the text in the filter line is invalid; empty if it is valid."""
        self.back = 0
        """Number of years by which the lanes are scrolled back from the newest."""
        self._entries: Window[EntryView, str] | None = None
        self._replaced: dict[str, Mapping[str, object]] = {}
        """Earlier values, by the hash of each loaded amendment."""
        self._changes: Window[ChangeView, int] = Window(changes.KEPT)
        self._loading = False
        self.kind: str | None = None
        """The only kind of change shown; None for all."""

    @property
    def ref(self) -> str | None:
        """The commitment's id; None for the whole register."""
        return None if self.subject is None else self.subject.id

    @property
    def entries(self) -> list[EntryView] | None:
        """The loaded entries; None before the first answer."""
        return None if self._entries is None else self._entries.items

    @property
    def changed(self) -> list[ChangeView]:
        """The loaded changes."""
        return self._changes.items

    # Entries

    def reload(self) -> None:
        """Reload entries, lanes and changes, and keep the cursor's place."""
        self.tell_headline()
        self._reread()
        ref = self.ref
        self.ask("lanes", lambda desk: desk.lanes(ref), self._told_lanes)
        self._compare()

    def _page(self, after: str | None, limit: int, take: Callable[[HistoryPage], None]) -> None:
        ref, asked = self.ref, self.asked
        self._loading = True

        def answer(page: HistoryPage) -> None:
            self._loading = False
            self.trouble(self._misread)
            self._replaced |= page.replaced
            take(page)

        self.ask(
            "entries",
            lambda desk: desk.history(
                ref,
                speaker=asked.speaker,
                kind=asked.kind,
                since=asked.since,
                until=asked.until,
                words=asked.words,
                after=after,
                limit=limit,
            ),
            answer,
            self._refused,
            fills=self,
        )

    def _read(self) -> None:
        """Load the first page."""

        def take(page: HistoryPage) -> None:
            self._entries = Window(KEPT)
            self._entries.restart(page.entries, page.after)
            self._list()

        self._page(None, PAGE, take)

    def _reread(self) -> None:
        """Reload the loaded entries."""
        held = self._entries
        if held is None:
            self._read()
            return

        def take(page: HistoryPage) -> None:
            if held is self._entries:
                held.renew(page.entries, page.after)
                self._list(still=self.entries_leaf.chosen)

        self._page(held.start, max(len(held.items), PAGE), take)

    def read_on(self, *, on: bool) -> None:
        """Load the next page at the end, or the dropped page before the beginning."""
        held = self._entries
        if held is None or self._loading or not (held.behind if on else held.before):
            return
        edge = held.items[-1 if on else 0].hash

        def take(page: HistoryPage) -> None:
            if held is not self._entries:
                return
            if on:
                held.put_behind(page.entries, page.after)
            else:
                held.put_before(page.entries)
            fresh = page.entries[0 if on else -1].hash if page.entries else edge
            self._list(fresh, still=edge)

        self._page(held.cursor(on=on), PAGE, take)

    def _refused(self, why: Refused) -> None:
        """Keep the loaded entries and show the problem. If none are loaded, show it in the list."""
        self._loading = False
        said = explain(why.problems[0])
        self.trouble(said)
        if self._entries is None:
            self.entries_leaf.show([Block(text_styles.words(said, text_styles.WARN))])

    # Lanes and changes

    def _told_lanes(self, view: LanesView) -> None:
        self.lanes = view
        self.draw()
        self._show_changes()

    def _compare(self) -> None:
        ref, kind = self.ref, self.kind
        a, b = self.pins.dates
        self.diff = None
        self._show_changes()
        shown = self.changes_leaf
        self.ask(
            "changes",
            lambda desk: desk.diff(a, b, ref=ref, most=changes.PAGE, kind=kind),
            self._compared,
            fills=shown,
        )

    def _compared(self, found: DiffView) -> None:
        if self.kind is not None and not found.ids:
            self.kind = None
            self._compare()
            return
        self.diff = found
        self._changes = Window(changes.KEPT)
        self._changes.restart(found.changes, _behind(0, found))
        self._show_changes()

    def change_on(self, *, on: bool) -> None:
        """Load the next page of changes, or the previous one."""
        held, found = self._changes, self.diff
        if found is None or self.questions.busy("changes") or not (held.behind if on else held.before):
            return
        begin = held.cursor(on=on) or 0
        wanted, kind = found.ids[begin : begin + changes.PAGE], self.kind
        edge = changes.keyed(held.items)[-1 if on else 0][0]

        def take(page: DiffView) -> None:
            if held is not self._changes:
                return
            if on:
                held.put_behind(page.changes, _behind(begin, found))
            else:
                held.put_before(page.changes)
            keys = changes.keyed(page.changes)
            self._show_changes(keys[0 if on else -1][0] if keys else edge, still=edge)

        self.ask(
            "changes",
            lambda desk: desk.diff(found.a, found.b, of=wanted, kind=kind),
            take,
            fills=self.changes_leaf,
        )

    # Display

    def draw(self) -> None:
        """Draw the title with the legend, and the lanes."""
        width = self.cells(MARGIN)
        if self.subject is None:
            name = text_styles.words(tr("The whole register"), text_styles.TITLE)
        else:
            name = text_styles.joined(
                text_styles.words(self.subject.id, text_styles.HEADING),
                text_styles.words(self.subject.words, text_styles.TITLE),
                by="  ",
            )
        legend = timeline.legend(self.lanes, width, self.back, name.cell_length)
        room = width - legend.cell_length - timeline.GAP
        shown = text_styles.clip(name, max(room, 8)) if legend else text_styles.clip(name, width)
        if legend:
            shown = text_styles.joined(shown, " " * max(width - shown.cell_length - legend.cell_length, 1), legend)
        self.query_one("#name", Static).update(text_styles.clip(shown, width))
        drawn = timeline.lines(self.lanes, (self.pins.first[:4], self.pins.second[:4]), width, self.back)
        waiting = text_styles.words(tr("Reading"), text_styles.MUTED) if self.lanes is None else text_styles.BLANK
        self.query_one("#lanes", Static).update(text_styles.joined(*drawn, by="\n") if drawn else waiting)

    def action_years(self, step: int) -> None:
        """Scroll the lanes to earlier or later years."""
        years = () if self.lanes is None else self.lanes.years
        room = timeline.room(self.cells(MARGIN))
        if not timeline.most_back(years, room):
            self.accord.say(tr("Every year is in sight"))
            return
        self.back = timeline.turned(years, room, self.back, step)
        self.draw()

    def _list(self, chosen: str | None = None, *, still: str | None = None) -> None:
        leaf, held = self.entries_leaf, self._entries
        if held is None:
            leaf.show([Block(text_styles.words(tr("Reading"), text_styles.MUTED))])
            return
        whole, pins = self.subject is None, self.pins.marks
        copy_for = self.session.info.copy_for if self.session is not None else None
        blocks = history_entries.blocks(
            held.items,
            more=held.behind,
            newer=held.before,
            whole=whole,
            pins=pins,
            replaced=self._replaced,
            copy_for=copy_for,
        )
        if not blocks:
            said = tr("No entry matches. F clears the filter.") if self.line.value else tr("No entries.")
            blocks = [Block(text_styles.words(said, text_styles.MUTED))]
        leaf.show(blocks, keep=True, still=still)
        if chosen is not None:
            leaf.choose(chosen)

    def _show_changes(self, chosen: str | None = None, *, still: str | None = None) -> None:
        held = self._changes
        ends = (held.before, held.behind)
        leaf = self.changes_leaf
        whole, one_day = self.subject is None, self.pins.one_day
        blocks = changes.blocks(self.diff, held.items, ends, self.lanes, whole=whole, one_day=one_day, only=self.kind)
        leaf.show(blocks, keep=True, still=still)
        if chosen is not None:
            leaf.choose(chosen)

    # Typing and cursor movement

    def on_input_changed(self, event: Input.Changed) -> None:
        """Load matching entries while the user types."""
        event.stop()
        try:
            asked = history_filter.parse(event.value)
        except Refused as why:
            self._misread = explain(why.problems[0])
            self.trouble(self._misread)
            return
        self._misread = ""
        self.trouble("")
        if asked != self.asked:
            self.asked = asked
            self._read()

    def on_page_view_chosen(self, message: PageView.Chosen) -> None:
        """Load more when the cursor reaches a line at either end."""
        message.stop()
        self.follow(message.key)

    def follow(self, key: str | None) -> bool:
        """Load more if the item ``key`` is such a line. Return whether it is."""
        ends = {
            MORE: lambda: self.read_on(on=True),
            history_entries.NEWER: lambda: self.read_on(on=False),
            changes.BEHIND: lambda: self.change_on(on=True),
            changes.BEFORE: lambda: self.change_on(on=False),
        }
        if key not in ends:
            return False
        ends[key]()
        return True


def _behind(begin: int, found: DiffView) -> int | None:
    """Return the start of the page after the one that starts at ``begin``, or None."""
    end = begin + changes.PAGE
    return end if end < len(found.ids) else None
