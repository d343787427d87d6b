"""Screen of commitments by government: what each group is responsible for, what is overdue or awaits an answer, and the rows behind each count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from accordtrack.i18n import explain, gettext_lazy, tr, trn
from accordtrack.text import responsibility_counts
from accordtrack.text.filters import format_filter
from accordtrack.tui import columns, keys, responsibility_columns, text_styles
from accordtrack.tui.desk_requests import hold_content_keys
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.row_pages import PAGE
from accordtrack.tui.screens.rows_screen import RowsScreen
from accordtrack.tui.shown_content import (
    MOST_MARKED,
    Portion,
    ScreenContent,
    filtered_rows_portion,
    lines_portion,
    marked_rows_portion,
)
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.tui.widgets.responsibility_groups import OwedGroups
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.types import Listing, RegisterInfo, RegisterRow, Responsibilities

FRAME = 7
"""Lines that are neither groups nor rows."""


class OwedFrame(RowsScreen):
    """Widgets of the owed screen and their layout."""

    stack = "owed"
    AUTO_FOCUS = "#groups"
    BINDINGS = keys.bindings("owed")

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("by government"))
        yield Static(id="summary", markup=False)
        yield Static(id="groupheads", markup=False)
        yield OwedGroups(id="groups")
        yield Static(id="of", markup=False)
        yield Static(id="heads", markup=False)
        yield RegisterRows(id="rows")
        yield Static(id="empty", markup=False)
        yield KeyFooter("owed")

    @property
    def rows(self) -> RegisterRows:
        """The rows of the selected group."""
        return self.query_one("#rows", RegisterRows)

    @property
    def groups(self) -> OwedGroups:
        """The groups."""
        return self.query_one("#groups", OwedGroups)

    @property
    def is_row_list_focused(self) -> bool:
        """Whether the rows have the focus."""
        return self.focused is self.rows

    def adapt_layout(self) -> None:
        """Set the height of the groups to the lines that they need, up to their share."""
        self.set_class(self.is_small, "-small")
        self.groups.styles.height = "1fr" if self.is_small else self.upper_list_height(len(self.groups.groups), FRAME)

    def on_resize(self) -> None:
        self.adapt_layout()
        self.update_lines()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        rows = isinstance(event.widget, RegisterRows)
        self.stack = "owedrows" if rows else "owed"
        self.query_one(KeyFooter).stack = self.stack
        self.set_class(rows, "-rows")

    def set_line(self, place: str, words: Content | str) -> None:
        """Write one line, cut to the width."""
        content = words if isinstance(words, Content) else text_styles.muted(words)
        self.query_one(place, Static).update(text_styles.clip(content, self.line_width()))

    def update_lines(self) -> None:
        """Update every line."""


GROUPS = ("body", "side", "theme", "framework")
LEAST_NAME = 12
"""Minimum width in cells of a group's name beside its numbers. With less room the name is omitted."""
REST_SECONDS = 0.08
"""Seconds that the cursor rests on a group before its rows are loaded."""


class OwedScreen(OwedFrame):
    """Groups with their counts, and the rows of the selected count."""

    def __init__(self) -> None:
        super().__init__()
        self.by, self.count = GROUPS[0], responsibility_columns.COUNTS[0]
        self.found: Responsibilities | None = None
        """The groups and the rows behind their counts, or None before the first answer."""
        self._of: tuple[str, str | None, str, str] | None = None
        """The group and count whose rows are shown."""

    def on_mount(self) -> None:
        self.set_line("#summary", tr("Counting"))
        self.reload()

    # Requests to the desk

    def reload(self) -> None:
        """Reload the counts. The selected group, the cursor and the marks stay."""
        self.update_headline()
        by = self.by

        def question(desk: Desk) -> tuple[RegisterInfo, Responsibilities]:
            return desk.info(), desk.responsibilities(by)

        self.ask("owed", question, lambda found: self._show_counts(by, *found), self._show_refusal, fills=self)

    def _show_counts(self, by: str, info: RegisterInfo, responsibilities: Responsibilities) -> None:
        session = self.session
        if session is not None:
            session.info = info
        self.found = responsibilities
        if self.count not in self._counts:
            self.count = responsibility_columns.COUNTS[0]
        self._show_groups(by)
        self.show_rows()

    def _show_groups(self, by: str) -> None:
        own = self.session.side if self.session is not None and by != "side" else None
        self.groups.count = self.count
        self.groups.show(responsibility_counts.order_rows(self.found.groups if self.found else (), own), by)
        self.adapt_layout()
        self.update_lines()

    def _show_refusal(self, why: Refused) -> None:
        self.set_line("#summary", explain(why.problems[0]))
        self.accord.show_refusal(why)

    @property
    def _counts(self) -> tuple[str, ...]:
        """The counts of a line, in order."""
        return responsibility_counts.counts_with_column(
            responsibility_columns.COUNTS, self.found.groups if self.found else ()
        )

    @property
    def _selected_group_key(self) -> tuple[str, str | None, str, str] | None:
        """The group and count under the cursor."""
        group = self.groups.group
        return (group.code, group.side, self.by, self.count) if group is not None and self.found is not None else None

    def show_rows(self, *, enter: bool = False) -> None:
        """Show the rows of the selected group and count, and load their first page.

        The keys of the rows were loaded with the groups. With ``enter``, move the focus to the rows once they are
        loaded.
        """
        group, count, responsibilities, wanted = self.groups.group, self.count, self.found, self._selected_group_key
        self.questions.cancel_pause()
        if group is None or responsibilities is None or wanted is None:
            self._of = None
            self.rows.show_listing(type(self.rows.pages.keys)("q"))
            self.update_lines()
            return
        listing = responsibilities.rows(group, count)

        def answer(first: tuple[RegisterRow, ...]) -> None:
            self._show_listing(wanted, listing, first)
            if enter:
                self._focus_rows()

        self.ask("rows", lambda desk: desk.rows(listing.keys[:PAGE]), answer, opens=enter, fills=self.rows)

    def _show_listing(
        self, of: tuple[str, str | None, str, str], listing: Listing, first: tuple[RegisterRow, ...]
    ) -> None:
        same, place, key = of == self._of, self.rows.cursor, self.rows.key
        self._of = of
        self._fetching.clear()
        marks = self.found.all_keys() if self.rows.marked and self.found else None
        self.rows.show_listing(listing.keys, first=first, keep=key if same else None, marks=marks)
        if same and key not in listing.keys:
            self.rows.move_to(place)
        self.update_lines()

    # Display

    def update_lines(self) -> None:
        """Update the lines around the two lists."""
        groups = self.groups
        if self.found is None:
            return
        ways = ", ".join(label("grouping", way) for way in GROUPS if way != self.by)
        by = text_styles.words(tr("by {group}", group=label("grouping", self.by)), text_styles.STRONG)
        more = text_styles.join(by, text_styles.muted(tr("b: {groups}", groups=ways)), by="   ")
        barred = any(column.name == "bar" for column in groups.shown)
        legend, width = responsibility_columns.legend() if barred else text_styles.BLANK, self.line_width()
        left = next((way for way in (more, by) if way.cell_length + legend.cell_length + 2 <= width), text_styles.BLANK)
        self.set_line("#summary", text_styles.join(left, " " * (width - left.cell_length - legend.cell_length), legend))
        self._update_group_headings()
        self.set_line("#of", self._title_line())
        rows = self.rows
        self.query_one("#heads", Static).update(columns.header(rows.shown, sort="due", descending=False))
        self._update_empty_message()
        if len(rows.pages) and not groups.groups and self.focused is groups:
            rows.focus()

    def _update_empty_message(self) -> None:
        """Show why there are no rows, if there are none."""
        empty = not len(self.rows.pages)
        self.set_class(empty, "-empty")
        if empty:
            self.query_one("#empty", Static).update(text_styles.paragraph(self._empty_message()))

    def _update_group_headings(self) -> None:
        upper, lower = responsibility_columns.heading_lines(self.groups.shown, self.by, self.count)
        self.query_one("#groupheads", Static).update(text_styles.stack_lines([upper, lower]))

    def _title_line(self) -> Content:
        """Return the title line with the group, the count and the marks. A long name is cut or omitted."""
        group = self.groups.group
        if group is None:
            return text_styles.BLANK
        count = text_styles.words(
            f"{responsibility_counts.full_label(self.count)}: {responsibility_counts.number(group, self.count):,}"
        )
        tail = text_styles.join(count, *self._marked_counts(), by=text_styles.dot())
        name = responsibility_columns.group_name(group) if self.by in {"body", "framework"} else ""
        width = self.line_width()
        most = max(width - tail.cell_length - len(text_styles.dot()), LEAST_NAME)
        code = text_styles.words(
            text_styles.cut(responsibility_columns.group_title(group, self.by), most), text_styles.HEADING
        )
        room = width - code.cell_length - tail.cell_length - 2 * len(text_styles.dot())
        if name and room >= LEAST_NAME:
            return text_styles.join(
                code, text_styles.words(text_styles.cut(name, room), text_styles.STRONG), tail, by=text_styles.dot()
            )
        return text_styles.join(code, tail, by=text_styles.dot())

    def _marked_counts(self) -> list[Content]:
        """Return the number of marked rows and how many of them are in other groups."""
        marks, away = len(self.rows.marked), self.rows.count_marked_elsewhere()
        if not marks:
            return []
        content = text_styles.words(trn("{n} marked", "{n} marked", marks), "$accent")
        if not away:
            return [content]
        other = trn("{n} not here", "{n} not here", away)
        hint = text_styles.key_hint("U", tr("unmarks all"))
        return [text_styles.join(content, text_styles.words(other, "$accent"), by=", "), hint]

    def _empty_message(self) -> str:
        group = self.groups.group
        if group is None:
            return tr("There are no commitments yet.\nA adds one; 1 goes to the register.")
        if self._of != self._selected_group_key:
            return tr("Reading")
        text = tr("None here: {count}.", count=responsibility_counts.full_label(self.count))
        return "\n".join([text, tr("{key} shows the rows behind the next number.", key="v")])

    def on_owed_groups_moved(self, message: OwedGroups.Moved) -> None:
        message.stop()
        self.questions.drop_answer("rows")
        self.set_line("#of", self._title_line())
        self._update_empty_message()
        self.questions.call_after_pause(REST_SECONDS, self.show_rows, hold_content_keys(self.rows))

    def on_owed_groups_laid(self, message: OwedGroups.Laid) -> None:
        message.stop()
        self.update_lines()

    async def on_owed_groups_opened(self, message: OwedGroups.Opened) -> None:
        message.stop()
        await self.action_open_item()

    def on_register_rows_laid(self, message: RegisterRows.Laid) -> None:
        message.stop()
        self.update_lines()

    # Actions

    async def action_open_item(self) -> None:
        """Go from a group to its rows, or from a row to its commitment."""
        if self.is_row_list_focused:
            await self.open_commitment()
        else:
            self._focus_rows()

    def _focus_rows(self) -> None:
        """Move the focus to the rows of the selected group, after loading them if necessary."""
        if self._of != self._selected_group_key:
            self.show_rows(enter=True)
        elif len(self.rows.pages):
            self.rows.focus()

    def action_other_list(self) -> None:
        """Move the focus between the groups and the rows."""
        if self.is_row_list_focused:
            self.groups.focus()
        else:
            self._focus_rows()

    def action_group(self) -> None:
        """Switch to the next grouping: body, side, theme or framework."""
        self.by = GROUPS[(GROUPS.index(self.by) + 1) % len(GROUPS)]
        self.groups.focus()
        self.reload()

    def action_count(self, step: int) -> None:
        """Show the rows of the group's next count."""
        counts = self._counts
        self.count = self.groups.count = counts[(counts.index(self.count) + step) % len(counts)]
        self.groups.refresh()
        self.update_lines()
        self.show_rows()

    def screen_content(self) -> ScreenContent:
        """Return the groups with their counts, the marked rows, the rows of the count, and the visible rows."""
        marked_, group = self.rows.marked, self.groups.group
        portions = [Portion(tr("the groups"), ("owed", "--by", self.by))]
        if group is not None and self._of == self._selected_group_key:
            words = format_filter(responsibility_counts.filter_terms(group, self.by, self.count))
            portions.append(filtered_rows_portion(words, "due", descending=False, keys=self.rows.pages.keys))
        if 0 < len(marked_) <= MOST_MARKED:
            portions.insert(0, marked_rows_portion([subject.id for subject in marked_.values()], list(marked_)))
        return ScreenContent("owed", (*portions, lines_portion(self.rows.visible_lines())))

    def action_back(self) -> None:
        """Go from the rows to the groups, or from the groups to the register."""
        if self.is_row_list_focused:
            self.groups.focus()
        else:
            self.accord.show_main_screen(REGISTER)

    # Changes elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload, because any write may change a count. Marks are removed when every marked row was written to."""
        if self.rows.marked and {subject.id for subject in self.rows.marked.values()} <= set(refs):
            self.rows.unmark()
        super().records_changed(refs)

    def relabel(self) -> None:
        """Update every text to the current language, which also determines the order of the groups."""
        if self.found is not None:
            self._show_groups(self.by)
        self.rows.choose_columns()
        super().relabel()
        self.groups.refresh()
        self.rows.refresh()
