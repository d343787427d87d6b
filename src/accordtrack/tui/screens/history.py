"""History screen: statements over the years, entry by entry, and the changes between two dates."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core.dates import is_date
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.text import field_values, withheld
from accordtrack.tui import history_filter, text_styles
from accordtrack.tui.history_filter import command_options
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.pinned_dates import Pinned
from accordtrack.tui.screens.entry import EntryInFull
from accordtrack.tui.screens.history_layout import HistoryFrame
from accordtrack.tui.shown_content import Portion, ScreenContent, page_portion
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import changes, history_entries, timeline
from accordtrack.tui.tabs.history import MORE
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import Block
from accordtrack.tui.windowed_list import Window
from accordtrack.types import HistoryQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.widgets import Input

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
    def loaded_changes(self) -> list[ChangeView]:
        """The loaded changes."""
        return self._changes.items

    # Entries

    def reload(self) -> None:
        """Reload entries, lanes and changes, and keep the cursor's place."""
        self.update_headline()
        self._reload_entries()
        ref = self.ref
        self.ask("lanes", lambda desk: desk.lanes(ref), self._show_lanes)
        self._compare()

    def _request_page(self, after: str | None, limit: int, take: Callable[[HistoryPage], None]) -> None:
        ref, history_query = self.ref, self.asked
        self._loading = True

        def answer(page: HistoryPage) -> None:
            self._loading = False
            self.show_filter_problem(self._misread)
            self._replaced |= page.replaced
            take(page)

        self.ask(
            "entries",
            lambda desk: desk.history(ref, **asdict(history_query), after=after, limit=limit),
            answer,
            self._show_refusal,
            fills=self,
        )

    def _load_first_page(self) -> None:
        """Load the first page."""

        def take(page: HistoryPage) -> None:
            self._entries = Window(KEPT)
            self._entries.restart(page.entries, page.after)
            self._show_entries()

        self._request_page(None, PAGE, take)

    def _reload_entries(self) -> None:
        """Reload the loaded entries."""
        window = self._entries
        if window is None:
            self._load_first_page()
            return

        def take(page: HistoryPage) -> None:
            if window is self._entries:
                window.replace_pages(page.entries, page.after)
                self._show_entries(still=self.entries_pane.chosen)

        self._request_page(window.start_cursor, max(len(window.items), PAGE), take)

    def load_more_entries(self, *, on: bool) -> None:
        """Load the next page at the end, or the dropped page before the beginning."""
        window = self._entries
        if window is None or self._loading or not (window.has_next_pages if on else window.has_previous_pages):
            return
        edge = window.items[-1 if on else 0].hash

        def take(page: HistoryPage) -> None:
            if window is not self._entries:
                return
            if on:
                window.append_page(page.entries, page.after)
            else:
                window.prepend_page(page.entries)
            fresh = page.entries[0 if on else -1].hash if page.entries else edge
            self._show_entries(fresh, still=edge)

        self._request_page(window.page_cursor(on=on), PAGE, take)

    def _show_refusal(self, why: Refused) -> None:
        """Keep the loaded entries and show the problem. If none are loaded, show it in the list."""
        self._loading = False
        text = explain(why.problems[0])
        self.show_filter_problem(text)
        if self._entries is None:
            self.entries_pane.show([Block(text_styles.words(text, text_styles.WARN))])

    # Lanes and changes

    def _show_lanes(self, view: LanesView) -> None:
        self.lanes = view
        self.draw_timeline()
        self._show_changes()

    def _compare(self) -> None:
        ref, kind = self.ref, self.kind
        a, b = self.pins.dates
        self.diff = None
        self._show_changes()
        page = self.changes_pane
        self.ask(
            "changes",
            lambda desk: desk.diff(a, b, ref=ref, most=changes.PAGE, kind=kind),
            self._show_comparison,
            fills=page,
        )

    def _show_comparison(self, diff: DiffView) -> None:
        if self.kind is not None and not diff.ids:
            self.kind = None
            self._compare()
            return
        self.diff = diff
        self._changes = Window(changes.KEPT)
        self._changes.restart(diff.changes, _next_page_start(0, diff))
        self._show_changes()

    def load_more_changes(self, *, on: bool) -> None:
        """Load the next page of changes, or the previous one."""
        window, diff = self._changes, self.diff
        if (
            diff is None
            or self.questions.is_busy("changes")
            or not (window.has_next_pages if on else window.has_previous_pages)
        ):
            return
        begin = window.page_cursor(on=on) or 0
        wanted, kind = diff.ids[begin : begin + changes.PAGE], self.kind
        edge = changes.with_keys(window.items)[-1 if on else 0][0]

        def take(page: DiffView) -> None:
            if window is not self._changes:
                return
            if on:
                window.append_page(page.changes, _next_page_start(begin, diff))
            else:
                window.prepend_page(page.changes)
            keys = changes.with_keys(page.changes)
            self._show_changes(keys[0 if on else -1][0] if keys else edge, still=edge)

        self.ask(
            "changes",
            lambda desk: desk.diff(diff.a, diff.b, of=wanted, kind=kind),
            take,
            fills=self.changes_pane,
        )

    # Display

    def draw_timeline(self) -> None:
        """Draw the title with the legend, and the lanes."""
        width = self.line_width(MARGIN)
        if self.subject is None:
            name = text_styles.words(tr("The whole register"), text_styles.TITLE)
        else:
            name = text_styles.code_and_title(self.subject.id, self.subject.local_title)
        legend = timeline.legend(self.lanes, width, self.back, name.cell_length)
        room = width - legend.cell_length - timeline.GAP
        content = text_styles.clip(name, max(room, 8)) if legend else text_styles.clip(name, width)
        if legend:
            content = text_styles.join(content, " " * max(width - content.cell_length - legend.cell_length, 1), legend)
        self.query_one("#name", Static).update(text_styles.clip(content, width))
        contents = timeline.lines(self.lanes, (self.pins.first[:4], self.pins.second[:4]), width, self.back)
        waiting = text_styles.muted(tr("Reading")) if self.lanes is None else text_styles.BLANK
        self.query_one("#lanes", Static).update(text_styles.join(*contents, by="\n") if contents else waiting)

    def action_years(self, step: int) -> None:
        """Scroll the lanes to earlier or later years."""
        years = () if self.lanes is None else self.lanes.years
        room = timeline.years_width(self.line_width(MARGIN))
        if not timeline.max_scroll_back(years, room):
            self.accord.show_message(tr("Every year is shown"))
            return
        self.back = timeline.next_scroll_offset(years, room, self.back, step)
        self.draw_timeline()

    def _show_entries(self, chosen: str | None = None, *, still: str | None = None) -> None:
        leaf, window = self.entries_pane, self._entries
        if window is None:
            leaf.show([Block(text_styles.muted(tr("Reading")))])
            return
        whole, pins = self.subject is None, self.pins.entry_marks
        copy_for = self.session.info.copy_for if self.session is not None else None
        blocks = history_entries.blocks(
            window.items,
            more=window.has_next_pages,
            newer=window.has_previous_pages,
            whole=whole,
            pins=pins,
            replaced=self._replaced,
            copy_for=copy_for,
        )
        if not blocks:
            text = tr("No entry matches. F clears the filter.") if self.filter_input.value else tr("No entries.")
            blocks = [Block(text_styles.muted(text))]
        leaf.show(blocks, keep=True, still=still)
        if chosen is not None:
            leaf.choose(chosen)

    def _show_changes(self, chosen: str | None = None, *, still: str | None = None) -> None:
        window = self._changes
        ends = (window.has_previous_pages, window.has_next_pages)
        leaf = self.changes_pane
        whole, one_day = self.subject is None, self.pins.is_same_day
        blocks = changes.blocks(self.diff, window.items, ends, self.lanes, whole=whole, one_day=one_day, only=self.kind)
        leaf.show(blocks, keep=True, still=still)
        if chosen is not None:
            leaf.choose(chosen)

    # Typing and cursor movement

    def on_input_changed(self, event: Input.Changed) -> None:
        """Load matching entries while the user types."""
        event.stop()
        try:
            history_query = history_filter.parse(event.value)
        except Refused as why:
            self._misread = explain(why.problems[0])
            self.show_filter_problem(self._misread)
            return
        self._misread = ""
        self.show_filter_problem("")
        if history_query != self.asked:
            self.asked = history_query
            self._load_first_page()

    def on_page_view_chosen(self, message: PageView.Chosen) -> None:
        """Load more when the cursor reaches a line at either end."""
        message.stop()
        self.load_more_at(message.key)

    def load_more_at(self, key: str | None) -> bool:
        """Load more if the item ``key`` is such a line. Return whether it is."""
        ends = {
            MORE: lambda: self.load_more_entries(on=True),
            history_entries.NEWER: lambda: self.load_more_entries(on=False),
            changes.BEHIND: lambda: self.load_more_changes(on=True),
            changes.BEFORE: lambda: self.load_more_changes(on=False),
        }
        if key not in ends:
            return False
        ends[key]()
        return True


def _next_page_start(begin: int, diff: DiffView) -> int | None:
    """Return the start of the page after the one that starts at ``begin``, or None."""
    end = begin + changes.PAGE
    return end if end < len(diff.ids) else None


class HistoryScreen(EntryInFull, HistoryData):
    """The history screen with its actions. When opened for a commitment, it returns to the screen below."""

    def __init__(self, subject: Subject | None = None) -> None:
        super().__init__(subject)
        self._came_with = subject
        self._wanted: str | None = None
        """The filter to show once the screen is mounted."""

    def on_mount(self) -> None:
        session = self.session
        if session is not None:
            self.pins = Pinned.last_year(session.desk.today)
        self._update_labels()
        self.adapt_layout()
        self.reload()
        self._show_wanted()

    def show_filtered(self, text: str) -> None:
        """Show the entries of the whole register that a filter matches, once the screen has its widgets."""
        self._wanted = text
        if self.is_mounted:
            self._show_wanted()

    def _show_wanted(self) -> None:
        text, self._wanted = self._wanted, None
        if text is None:
            return
        if self.subject is not None:
            self._set_subject(None)
        self.focus_pane(changes=False)
        self.filter_input.value = text
        self.add_class("-asking")

    # Actions

    def chosen_entry(self) -> EntryView | None:
        """Return the entry under the cursor of the left pane."""
        key = self.entries_pane.chosen
        return next((entry for entry in self.entries or () if entry.hash == key), None)

    def chosen_change(self) -> ChangeView | None:
        """Return the change under the cursor of the right pane."""
        key = self.changes_pane.chosen
        return next((change for name, change in changes.with_keys(self.loaded_changes) if name == key), None)

    def action_open_item(self) -> None:
        """Open the item under the cursor.

        In the history of the whole register, open the history of its commitment; otherwise show the entry in full.
        """
        if self.load_more_at(self.page_view.chosen):
            return
        if self.has_class("-changes"):
            kind, _, name = (self.changes_pane.chosen or "").partition(":")
            if kind == changes.RECORD:
                self._go_to_commitment(name)
            elif kind == changes.KIND:
                self.kind = None if self.kind else name
                self._compare()
            else:
                self.action_inspect()
        elif self.subject is None and (entry := self.chosen_entry()) is not None and entry.ref:
            self._go_to_commitment(entry.ref, entry)
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
            self.accord.show_message(tr("No entry made this change: a date passed"))

    def action_pin(self, end: str) -> None:
        """Start or end the comparison at the entry under the cursor."""
        entry = self.chosen_entry()
        if entry is None or entry.known_on is None or not is_date(entry.known_on):
            text = tr("Choose an entry with a date first")
            if entry is not None and entry.known_on is None and entry.known and entry.body is not None:
                text = tr("This entry has no date of its own to compare from. Choose another one.")
            self.accord.show_message(text, "warning")
            return
        self.pins = self.pins.pin(end, entry)
        self._show_entries()
        self.draw_timeline()
        self._compare()

    def action_widen(self) -> None:
        """Switch from one commitment to the whole register, or back to the commitment under the cursor."""
        if self.subject is not None:
            self._set_subject(None)
            return
        entry = self.chosen_entry()
        if entry is not None and entry.ref:
            self._go_to_commitment(entry.ref, entry)

    def _go_to_commitment(self, ref: str, entry: EntryView | None = None) -> None:
        """Go to the history of a commitment. Show an entry about anything else in full."""

        def refused(_why: Refused) -> None:
            if entry is not None:
                self.show_in_full(entry)

        self.ask(
            "open", lambda desk: Subject.from_row(desk.commitment(ref).row), self._set_subject, refused, opens=True
        )

    def _set_subject(self, subject: Subject | None) -> None:
        chosen = self.chosen_entry()
        self.subject, self.kind = subject, None
        self._entries, self.lanes, self.back = None, None, 0
        self._show_entries()
        self.focus_pane(changes=False)
        self._update_labels()
        self.draw_timeline()
        self.reload()
        if chosen is not None:
            self.entries_pane.chosen = chosen.hash

    def action_open_evidence(self) -> None:
        from accordtrack.tui.dialogs.open_evidence import OpenEvidence, Place, confirm_opening  # noqa: PLC0415

        entry = self.chosen_entry()
        body = withheld.visible_body(entry) if entry is not None else {}
        file = body.get("file")
        digest = str(file["digest"]) if isinstance(file, dict) else None
        if entry is not None and (body.get("url") or digest):
            title = (
                i18n.localize(entry.title)
                if entry.kind == "source.add"
                else field_values.value_text("title", body["title"])
            )
            confirm_opening(self.accord, Place(title, body.get("url"), digest))
        elif self.subject is not None:
            self.app.push_screen(OpenEvidence((self.subject,)))
        else:
            self.accord.show_message(tr("No evidence or source to open"))

    def screen_content(self) -> ScreenContent:
        """Return the entries that the filter matches, the changes, and the focused pane as it is read."""
        a, b = self.pins.dates
        about = () if self.ref is None else (self.ref,)
        same = () if self.ref is None else ("--", f"id:={self.ref}")
        entries = Portion(tr("the entries"), ("history", *command_options(self.asked), *about), long=True)
        changed = Portion(tr("what changed"), ("diff", a.as_of, b.as_of, *same))
        portions = (changed, entries) if self.has_class("-changes") else (entries, changed)
        return ScreenContent("history", (*portions, page_portion(self.page_view)))

    def action_copy(self) -> None:
        entry = self.chosen_entry()
        if entry is not None:
            self.accord.copy_text(entry.hash)

    def action_back(self) -> None:
        """Go back to the whole register if the user came from there, else to the screen below."""
        if self.has_class("-changes") and self.has_class("-one"):
            self.focus_pane(changes=False)
        elif self._came_with is None and self.subject is not None:
            self._set_subject(None)
        elif self._came_with is not None:
            self.dismiss()
        else:
            self.accord.show_main_screen(REGISTER)

    # Changes elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload after a write to this commitment, or after any write when the whole register is shown."""
        if self.subject is None or self.subject.id in refs:
            self.reload()

    def _update_labels(self) -> None:
        whole, one = gettext_lazy("whole register"), gettext_lazy("one commitment")
        self.query_one(KeyFooter).set_labels(widen=one if self.subject is None else whole)
        self.filter_input.placeholder = tr("words, by:US  kind:status  since:2025  until:2026-05")

    def relabel(self) -> None:
        """Update every text to the current language."""
        self._update_labels()
        self.adapt_layout()
        self._show_entries()
        self._show_changes()
        super().relabel()
