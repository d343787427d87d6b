"""Owed screen: what each group owes, what is overdue or awaits an answer, and the rows behind each count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import explain, tr, trn
from accordtrack.text import responsibility_counts
from accordtrack.tui import columns, responsibility_columns, text_styles
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.questions import filling
from accordtrack.tui.row_pages import PAGE
from accordtrack.tui.screens.owed_layout import OwedFrame
from accordtrack.tui.shown_content import MOST_MARKED, Portion, ScreenContent, lines_of, marked
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.widgets.register_rows import RegisterRows
    from accordtrack.tui.widgets.responsibility_groups import OwedGroups
    from accordtrack.types import Listing, RegisterInfo, RegisterRow, Responsibilities

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
        self.write("#summary", tr("Counting"))
        self.reload()

    # Requests to the desk

    def reload(self) -> None:
        """Reload the counts. The selected group, the cursor and the marks stay."""
        self.tell_headline()
        by = self.by

        def question(desk: Desk) -> tuple[RegisterInfo, Responsibilities]:
            return desk.info(), desk.owing(by)

        self.ask("owed", question, lambda found: self._counted(by, *found), self._refused, fills=self)

    def _counted(self, by: str, info: RegisterInfo, found: Responsibilities) -> None:
        session = self.session
        if session is not None:
            session.info = info
        self.found = found
        if self.count not in self._counts:
            self.count = responsibility_columns.COUNTS[0]
        self._order(by)
        self.show_rows()

    def _order(self, by: str) -> None:
        own = self.session.side if self.session is not None and by != "side" else None
        self.groups.count = self.count
        self.groups.show(responsibility_counts.alternat(self.found.groups if self.found else (), own), by)
        self.fold()
        self.tell()

    def _refused(self, why: Refused) -> None:
        self.write("#summary", explain(why.problems[0]))
        self.accord.complain(why)

    @property
    def _counts(self) -> tuple[str, ...]:
        """The counts of a line, in order."""
        return responsibility_counts.counts(responsibility_columns.COUNTS, self.found.groups if self.found else ())

    @property
    def _wanted(self) -> tuple[str, str | None, str, str] | None:
        """The group and count under the cursor."""
        group = self.groups.group
        return (group.code, group.side, self.by, self.count) if group is not None and self.found is not None else None

    def show_rows(self, *, enter: bool = False) -> None:
        """Show the rows of the selected group and count, and load their first page.

        The keys of the rows were loaded with the groups. With ``enter``, move the focus to the rows once they are
        loaded.
        """
        group, count, found, wanted = self.groups.group, self.count, self.found, self._wanted
        self.questions.end_rest()
        if group is None or found is None or wanted is None:
            self._of = None
            self.rows.start(type(self.rows.pages.keys)("q"))
            self.tell()
            return
        listing = found.rows(group, count)

        def answer(first: tuple[RegisterRow, ...]) -> None:
            self._listed(wanted, listing, first)
            if enter:
                self._to_rows()

        self.ask("rows", lambda desk: desk.rows(listing.keys[:PAGE]), answer, opens=enter, fills=self.rows)

    def _listed(self, of: tuple[str, str | None, str, str], listing: Listing, first: tuple[RegisterRow, ...]) -> None:
        same, place, key = of == self._of, self.rows.cursor, self.rows.key
        self._of = of
        self._fetching.clear()
        marks = self.found.every() if self.rows.marked and self.found else None
        self.rows.start(listing.keys, first=first, keep=key if same else None, marks=marks)
        if same and key not in listing.keys:
            self.rows.move_to(place)
        self.tell()

    # Display

    def tell(self) -> None:
        """Update the lines around the two lists."""
        groups = self.groups
        if self.found is None:
            return
        ways = ", ".join(label("grouping", way) for way in GROUPS if way != self.by)
        by = text_styles.words(tr("by {group}", group=label("grouping", self.by)), text_styles.STRONG)
        more = text_styles.joined(by, text_styles.words(tr("b: {groups}", groups=ways), text_styles.MUTED), by="   ")
        barred = any(column.name == "bar" for column in groups.shown)
        legend, width = responsibility_columns.legend() if barred else text_styles.BLANK, self.cells()
        left = next((way for way in (more, by) if way.cell_length + legend.cell_length + 2 <= width), text_styles.BLANK)
        self.write("#summary", text_styles.joined(left, " " * (width - left.cell_length - legend.cell_length), legend))
        self._headed()
        self.write("#of", self._title())
        rows = self.rows
        self.query_one("#heads", Static).update(columns.header(rows.shown, sort="due", descending=False))
        self._tell_empty()
        if len(rows.pages) and not groups.groups and self.focused is groups:
            rows.focus()

    def _tell_empty(self) -> None:
        """Show why there are no rows, if there are none."""
        empty = not len(self.rows.pages)
        self.set_class(empty, "-empty")
        if empty:
            self.query_one("#empty", Static).update(text_styles.paragraph(self._nothing()))

    def _headed(self) -> None:
        upper, lower = responsibility_columns.heads(self.groups.shown, self.by, self.count)
        self.query_one("#groupheads", Static).update(text_styles.stacked([upper, lower]))

    def _title(self) -> Content:
        """Return the title line with the group, the count and the marks. A long name is cut or omitted."""
        group = self.groups.group
        if group is None:
            return text_styles.BLANK
        count = text_styles.words(
            f"{responsibility_counts.whole(self.count)}: {responsibility_counts.number(group, self.count):,}"
        )
        tail = text_styles.joined(count, *self._marked(), by=text_styles.dot())
        name = responsibility_columns.name(group) if self.by in {"body", "framework"} else ""
        width = self.cells()
        most = max(width - tail.cell_length - len(text_styles.dot()), LEAST_NAME)
        code = text_styles.words(
            text_styles.cut(responsibility_columns.code(group, self.by), most), text_styles.HEADING
        )
        room = width - code.cell_length - tail.cell_length - 2 * len(text_styles.dot())
        if name and room >= LEAST_NAME:
            return text_styles.joined(
                code, text_styles.words(text_styles.cut(name, room), text_styles.STRONG), tail, by=text_styles.dot()
            )
        return text_styles.joined(code, tail, by=text_styles.dot())

    def _marked(self) -> list[Content]:
        """Return the number of marked rows and how many of them are in other groups."""
        marks, away = len(self.rows.marked), self.rows.elsewhere()
        if not marks:
            return []
        said = text_styles.words(trn("{n} marked", "{n} marked", marks), "$accent")
        if not away:
            return [said]
        other = trn("{n} not here", "{n} not here", away)
        hint = text_styles.joined(
            text_styles.words("U", text_styles.HEADING), text_styles.words(tr("unmarks all"), text_styles.MUTED), by=" "
        )
        return [text_styles.joined(said, text_styles.words(other, "$accent"), by=", "), hint]

    def _nothing(self) -> str:
        group = self.groups.group
        if group is None:
            return tr("Nothing is owed yet: the register holds no commitment.\nA adds one; 1 goes to the register.")
        if self._of != self._wanted:
            return tr("Reading")
        said = tr("None here: {count}.", count=responsibility_counts.whole(self.count))
        return "\n".join([said, tr("{key} shows the rows of the next number.", key="v")])

    def on_owed_groups_moved(self, message: OwedGroups.Moved) -> None:
        message.stop()
        self.questions.forget("rows")
        self.write("#of", self._title())
        self._tell_empty()
        self.questions.rest(REST_SECONDS, self.show_rows, filling(self.rows))

    def on_owed_groups_laid(self, message: OwedGroups.Laid) -> None:
        message.stop()
        self.tell()

    async def on_owed_groups_opened(self, message: OwedGroups.Opened) -> None:
        message.stop()
        await self.action_open_item()

    def on_register_rows_laid(self, message: RegisterRows.Laid) -> None:
        message.stop()
        self.tell()

    # Actions

    async def action_open_item(self) -> None:
        """Go from a group to its rows, or from a row to its commitment."""
        if self.on_rows:
            await self.open_commitment()
        else:
            self._to_rows()

    def _to_rows(self) -> None:
        """Move the focus to the rows of the selected group, after loading them if necessary."""
        if self._of != self._wanted:
            self.show_rows(enter=True)
        elif len(self.rows.pages):
            self.rows.focus()

    def action_other_list(self) -> None:
        """Move the focus between the groups and the rows."""
        if self.on_rows:
            self.groups.focus()
        else:
            self._to_rows()

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
        self.tell()
        self.show_rows()

    def seen(self) -> ScreenContent:
        """Return the groups with their counts, the marked rows, and the visible rows."""
        marked_ = self.rows.marked
        portions = [Portion(tr("the groups"), ("owed", "--by", self.by))]
        if 0 < len(marked_) <= MOST_MARKED:
            portions.insert(0, marked([subject.id for subject in marked_.values()], list(marked_)))
        return ScreenContent("owed", (*portions, lines_of(self.rows.seen_lines())))

    def action_back(self) -> None:
        """Go from the rows to the groups, or from the groups to the register."""
        if self.on_rows:
            self.groups.focus()
        else:
            self.accord.show_main(REGISTER)

    # Changes elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload, because any write may change a count. Marks are removed when every marked row was written to."""
        if self.rows.marked and {subject.id for subject in self.rows.marked.values()} <= set(refs):
            self.rows.unmark()
        super().records_changed(refs)

    def relabel(self) -> None:
        """Update every text to the current language, which also determines the order of the groups."""
        if self.found is not None:
            self._order(self.by)
        self.rows.lay()
        super().relabel()
        self.groups.refresh()
        self.rows.refresh()
