"""Screen of what waits for a side: acts with their entries, the effect of concurring, and the keys that answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, gettext_lazy, sides, tr, trn
from accordtrack.text import effect_notes
from accordtrack.text import pending as words
from accordtrack.tui import keys, text_styles
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.screens.entry import EntryInFull
from accordtrack.tui.screens.screen_sizes import FitsTerminal
from accordtrack.tui.screens.tabbed_screen import TabbedScreen
from accordtrack.tui.shown_content import ScreenContent, lines_portion
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import pending as lines
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.pending_rows import PendingRows
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar
from accordtrack.types.effects import NO_DESK_NOTES
from accordtrack.types.pending import PendingAct
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from accordtrack.service import Desk
    from accordtrack.types import EntryView, RegisterInfo
    from accordtrack.types.effects import DeskSummary

DISPUTED = "disputed"
"""The tab of what a side disputed, beside those of the sides."""
AT_ONCE = 4
"""Number of acts whose effects are computed in one request."""
MOST_COMPUTED = 40
"""Maximum number of acts whose effects are computed; those with the most entries come first."""
ANSWERS, READS = ("concur", "dispute"), ("open_item", "inspect")
"""Actions on rows: those that answer, and those that open."""

Waiting = dict[str, tuple[PendingAct, ...]]
"""The acts that wait for each side, and those that were disputed."""


class PendingScreen(FitsTerminal, EntryInFull, TabbedScreen):
    """Three tabs: what waits for the user's side, what waits for the other, and what was disputed."""

    stack = "pending"
    AUTO_FOCUS = "#waiting"
    BINDINGS = keys.bindings("pending")

    def __init__(self) -> None:
        super().__init__()
        self.waiting: Waiting | None = None
        """The acts of each tab, or None before the first answer."""
        self.alone: int = 0
        """How many entries are in force only because the user's side had no open desk."""
        self.desks = NO_DESK_NOTES
        """Which side has no open desk."""
        self._computed: dict[tuple[str, str], PendingAct] = {}
        """The acts of each tab with their effects, and with the cells of the releases in them."""
        self._version = -1
        """The version of the register for which these were computed."""
        self._wanted: str | None = None
        """The hash of an entry on which the cursor is to be put once the list holds it."""

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("waits"))
        yield Static(id="summary", markup=False)
        yield TabBar(self._tab_names, id="tabs")
        yield PendingRows(id="waiting")
        yield PageView(id="leaf")
        yield KeyFooter("pending")

    def on_mount(self) -> None:
        self.page_view.can_focus = False
        self._set_sentence(tr("loading"))
        self.reload()

    @property
    def rows(self) -> PendingRows:
        """The list."""
        return self.query_one("#waiting", PendingRows)

    @property
    def active_list(self) -> PendingRows:
        """The list."""
        return self.rows

    @property
    def page_view(self) -> PageView:
        """The details of the row under the cursor."""
        return self.query_one("#leaf", PageView)

    @property
    def ordered_lists(self) -> list[str]:
        """What each tab lists: the side for which it waits, the user's own first, then what was disputed."""
        return [*sorted(sides(), key=lambda side: side != self.own_side), DISPUTED]

    @property
    def shown_list(self) -> str:
        """What the shown tab lists."""
        return self.ordered_lists[self.tabs.chosen]

    @property
    def acts(self) -> tuple[PendingAct, ...]:
        """The acts of the shown tab, those with the largest effect first."""
        return () if self.waiting is None else self._with_known_effects(self.waiting[self.shown_list])

    @property
    def _tab_names(self) -> list[str]:
        return [words.WAITS_FOR.get(name, gettext_lazy("Disputed")) for name in self.ordered_lists]

    @property
    def _first_filled_tab(self) -> int:
        """The first tab of a side for which something waits, so that a count on the register opens its rows; else the first."""
        waiting = self.waiting or {}
        return next((place for place, name in enumerate(self.ordered_lists[:-1]) if waiting.get(name)), 0)

    def show_entry(self, digest: str) -> None:
        """Show what waits for the user's side, with the cursor on an entry once the list holds it."""
        self._wanted = digest
        if self.waiting is not None:
            self.switch_to_tab(0)

    # Requests to the desk

    def reload(self) -> None:
        """Reload both lists. The cursor and the marks stay."""
        self.update_headline()
        self.questions.drop_answer("effects")
        keep = self.waiting is not None

        own = self.own_side

        def question(desk: Desk) -> tuple[RegisterInfo, int, Waiting, DeskSummary, int]:
            waiting = {**{side: desk.pending(side) for side in sides()}, DISPUTED: desk.pending(disputed=True)}
            alone = 0 if own is None else desk.count_in_force_alone(own)
            return desk.info(), desk.version(), waiting, desk.desk_summary(), alone

        def answer(found: tuple[RegisterInfo, int, Waiting, DeskSummary, int]) -> None:
            info, version, self.waiting, self.desks, self.alone = found
            if self.session is not None:
                self.session.info = info
            if version != self._version:
                self._version, self._computed = version, {}
            if not keep and self._wanted is None:
                self.tabs.chosen = self._first_filled_tab
            self._draw(keep=keep)
            self._compute_effects()

        self.ask("pending", question, answer, self._show_refusal, fills=self.rows)

    def _show_refusal(self, why: Refused) -> None:
        self._set_sentence(explain(why.problems[0]))
        self.accord.show_refusal(why)

    def _compute_effects(self) -> None:
        """Compute the effects and cells of the next acts of the tab, then of those after them."""
        known, tab = self._computed, self.shown_list
        acts = () if self.waiting is None else self.waiting[tab][:MOST_COMPUTED]
        wanted = [act for act in acts if (tab, act.act) not in known][:AT_ONCE]
        if not wanted:
            return

        def answer(found: tuple[PendingAct, ...]) -> None:
            if known is self._computed:
                known.update({(tab, act.act): replace(act, effects=act.effects or ()) for act in found})
                self._draw(keep=True)
                self._compute_effects()

        self.ask("effects", lambda desk: desk.with_cells(desk.with_effects(wanted)), answer, lambda _why: None)

    def _with_known_effects(self, acts: tuple[PendingAct, ...]) -> tuple[PendingAct, ...]:
        found = [self._computed.get((self.shown_list, act.act), act) for act in acts]
        return tuple(sorted(found, key=PendingAct.size, reverse=True))

    # Display

    def _draw(self, *, keep: bool) -> None:
        waiting = self.waiting
        if waiting is None:
            return
        self.tabs.set_labels(self._tab_names)
        self.tabs.set_counts([sum(len(act.entries) for act in waiting[name]) for name in self.ordered_lists])
        self.set_class(not waiting[self.shown_list], "-empty")
        self.set_class(self.is_small, "-small")
        self.rows.show(self.acts, keep=keep)
        self._move_to_wanted()
        self._set_sentence(self._first_sentence)
        self._show_details()
        hidden = () if self._can_answer else ANSWERS if self.rows.rows else (*ANSWERS, *READS)
        hidden = (*hidden, *(() if self.alone else ("wait_all",)))
        self.query_one(KeyFooter).hide_actions(*hidden)

    def _move_to_wanted(self) -> None:
        places = [place for place, row in enumerate(self.rows.rows) if row.key == self._wanted]
        if places:
            self._wanted = None
            self.rows.move_to(places[0])

    @property
    def _first_sentence(self) -> str:
        acts = () if self.waiting is None else self.waiting[self.shown_list]
        if self.shown_list == DISPUTED:
            return words.disputed_headline(acts)
        if self._is_absent:
            notes = effect_notes.alone_notes(self.desks)
            return " ".join([words.headline(acts, self.shown_list), *notes] if acts else notes)
        note = ""
        if self.shown_list == self.own_side:
            note = words.alone_note(self.alone, self.own_side, self.accord.shortcut_for("wait_all"))
        return " ".join(filter(None, (words.headline(acts, self.shown_list), note)))

    @property
    def _is_absent(self) -> bool:
        """Whether the side of the shown tab has no open desk."""
        return self.desks.alone is not None and self.shown_list == Side(self.desks.alone).other

    def _show_details(self) -> None:
        row = self.rows.row
        blocks = lines.explanation(absent=self.shown_list if self._is_absent else "") if row is None else None
        self.page_view.show(lines.details(row.act, row.entry) if row is not None else blocks or [])

    def _set_sentence(self, text: str) -> None:
        marked = len(self.rows.marked)
        more = text_styles.words(trn("{n} marked", "{n} marked", marked), "$accent") if marked else text_styles.BLANK
        line = text_styles.join(text_styles.words(text, text_styles.STRONG), more, by="  ")
        self.query_one("#summary", Static).update(line)

    @property
    def _can_answer(self) -> bool:
        return self.own_side is not None and self.shown_list == self.own_side and bool(self.rows.rows)

    def on_resize(self, event: events.Resize) -> None:
        del event
        self._draw(keep=True)

    def on_pending_rows_moved(self, message: PendingRows.Moved) -> None:
        message.stop()
        self._show_details()

    def on_pending_rows_marked(self, message: PendingRows.Marked) -> None:
        message.stop()
        if self.waiting is not None:
            self._set_sentence(self._first_sentence)

    def on_pending_rows_opened(self, message: PendingRows.Opened) -> None:
        message.stop()
        self.action_open_item()

    def switch_to_tab(self, tab: int) -> None:
        self.questions.drop_answer("effects")
        self.tabs.chosen = tab % len(self.ordered_lists)
        self._draw(keep=False)
        self._compute_effects()
        self.rows.focus()

    def action_details_down(self) -> None:
        self.page_view.move_page(1)

    def action_details_up(self) -> None:
        self.page_view.move_page(-1)

    # Actions

    async def action_concur(self) -> None:
        await self._answer("concur")

    async def action_dispute(self) -> None:
        await self._answer("dispute")

    async def _answer(self, name: str) -> None:
        """Open the form that answers the marked entries, or those of the row under the cursor."""
        entries = self.rows.chosen_entries
        if not entries:
            self.accord.show_message(tr("No row is chosen"), "warning")
        elif self.shown_list == DISPUTED:
            self.accord.show_message(tr("To accept it after all, use accordtrack concur with its id"), "warning")
        elif self.shown_list != self.own_side:
            side = label("the side", self.shown_list)
            self.accord.show_message(
                tr("Only a desk of {side} can answer entries that wait for it", side=side), "warning"
            )
        else:
            from accordtrack.tui.dialogs.answer_pending import ConcurPending, DisputePending  # noqa: PLC0415

            await self.app.push_screen((ConcurPending if name == "concur" else DisputePending)(entries))

    def action_wait_all(self) -> None:
        """Ask why everything is to wait that is in force without the user's side."""
        if not self.alone:
            self.accord.show_message(tr("Nothing is in force without your side"), "warning")
            return
        from accordtrack.tui.dialogs.wait_all import WaitAllDialog  # noqa: PLC0415

        self.app.push_screen(WaitAllDialog())

    def action_open_item(self) -> None:
        """Open the commitment of the entry if it is in force, else the entry in full; on an act, go to its entries."""
        row = self.rows.row
        if row is not None and row.entry is None:
            self.rows.move_to(self.rows.cursor + 1)
        elif row is not None and row.entry is not None:
            about, digest = row.entry.about, row.entry.hash

            def question(desk: Desk) -> Subject | EntryView:
                try:
                    return Subject.from_row(desk.commitment(about).row)
                except Refused:
                    return desk.entry(digest)

            self.ask("open", question, self._open, opens=True)

    def _open(self, found: Subject | EntryView) -> None:
        if not isinstance(found, Subject):
            self.show_in_full(found)
        elif self.is_current:
            from accordtrack.tui.screens.commitment import CommitmentScreen  # noqa: PLC0415

            self.app.push_screen(CommitmentScreen(found))

    def action_inspect(self) -> None:
        """Show the entry under the cursor in full."""
        row = self.rows.row
        if row is not None:
            digest = row.entries[0].hash
            self.ask("open", lambda desk: desk.entry(digest), self.show_in_full, opens=True)

    def action_copy(self) -> None:
        hashes = [entry.hash for entry in self.rows.chosen_entries]
        if hashes:
            self.accord.copy_text("\n".join(hashes))

    def action_back(self) -> None:
        self.accord.show_main_screen(REGISTER)

    def screen_content(self) -> ScreenContent:
        """Return the visible lines."""
        return ScreenContent("pending", (lines_portion(self.rows.visible_lines()),))

    # Changes elsewhere

    def seat_changed(self) -> None:
        """Show what waits for the new desk's side first."""
        self.tabs.chosen = 0
        super().seat_changed()

    def relabel(self) -> None:
        """Update every text to the current language."""
        self._draw(keep=True)
        super().relabel()
