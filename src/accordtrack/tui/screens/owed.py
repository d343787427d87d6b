"""Owed: who is responsible for how much, what is overdue, what waits for an answer; and the rows behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import explain, tr, trn
from accordtrack.sentences import owing
from accordtrack.tui import columns, ink, owedcolumns
from accordtrack.tui.mains import REGISTER
from accordtrack.tui.pages import PAGE
from accordtrack.tui.questions import filling
from accordtrack.tui.screens.owedframe import OwedFrame
from accordtrack.tui.seen import MOST_MARKED, Portion, Seen, lines_of, marked
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.widgets.groups import OwedGroups
    from accordtrack.tui.widgets.rows import RegisterRows
    from accordtrack.views import Listing, Owing, RegisterInfo, RegisterRow

GROUPS = ("body", "side", "theme", "framework")
LEAST_NAME = 12
"""Cells below which the name of a group is left out beside its numbers."""
REST_SECONDS = 0.08
"""How long the cursor rests on a group before its rows are asked for."""


class OwedScreen(OwedFrame):
    """Groups with their counts; the rows of the count that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.by, self.count = GROUPS[0], owedcolumns.COUNTS[0]
        self.found: Owing | None = None
        """The groups and the rows behind their numbers as the desk gave them, None until it has."""
        self._of: tuple[str, str | None, str, str] | None = None
        """The group and count whose rows are shown."""

    def on_mount(self) -> None:
        self.write("#summary", tr("Counting"))
        self.reload()

    # Asking the desk

    def reload(self) -> None:
        """Count again; the chosen group, the cursor and the marks stay."""
        self.tell_headline()
        by = self.by

        def question(desk: Desk) -> tuple[RegisterInfo, Owing]:
            return desk.info(), desk.owing(by)

        self.ask("owed", question, lambda found: self._counted(by, *found), self._refused, fills=self)

    def _counted(self, by: str, info: RegisterInfo, found: Owing) -> None:
        session = self.session
        if session is not None:
            session.info = info
        self.found = found
        if self.count not in self._counts:
            self.count = owedcolumns.COUNTS[0]
        self._order(by)
        self.show_rows()

    def _order(self, by: str) -> None:
        own = self.session.side if self.session is not None and by != "side" else None
        self.groups.count = self.count
        self.groups.show(owing.alternat(self.found.groups if self.found else (), own), by)
        self.fold()
        self.tell()

    def _refused(self, why: Refused) -> None:
        self.write("#summary", explain(why.problems[0]))
        self.accord.complain(why)

    @property
    def _counts(self) -> tuple[str, ...]:
        """The numbers that stand in a line, in their order."""
        return owing.counts(owedcolumns.COUNTS, self.found.groups if self.found else ())

    @property
    def _wanted(self) -> tuple[str, str | None, str, str] | None:
        """The group and count under the cursor."""
        group = self.groups.group
        return (group.code, group.side, self.by, self.count) if group is not None and self.found is not None else None

    def show_rows(self, *, enter: bool = False) -> None:
        """The rows of the chosen group and count, which came with the groups; their first page is asked for.

        ``enter`` moves the focus to them when they have come.
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

    # What is shown

    def tell(self) -> None:
        """Write the lines around the two lists."""
        groups = self.groups
        if self.found is None:
            return
        ways = ", ".join(label("grouping", way) for way in GROUPS if way != self.by)
        by = ink.words(tr("by {group}", group=label("grouping", self.by)), ink.STRONG)
        more = ink.joined(by, ink.words(tr("b: {groups}", groups=ways), ink.MUTED), by="   ")
        barred = any(column.name == "bar" for column in groups.shown)
        legend, width = owedcolumns.legend() if barred else ink.BLANK, self.cells()
        left = next((way for way in (more, by) if way.cell_length + legend.cell_length + 2 <= width), ink.BLANK)
        self.write("#summary", ink.joined(left, " " * (width - left.cell_length - legend.cell_length), legend))
        self._headed()
        self.write("#of", self._title())
        rows = self.rows
        self.query_one("#heads", Static).update(columns.header(rows.shown, sort="due", descending=False))
        self._tell_empty()
        if len(rows.pages) and not groups.groups and self.focused is groups:
            rows.focus()

    def _tell_empty(self) -> None:
        """Say why there are no rows, where there are none."""
        empty = not len(self.rows.pages)
        self.set_class(empty, "-empty")
        if empty:
            self.query_one("#empty", Static).update(ink.paragraph(self._nothing()))

    def _headed(self) -> None:
        upper, lower = owedcolumns.heads(self.groups.shown, self.by, self.count)
        self.query_one("#groupheads", Static).update(ink.stacked([upper, lower]))

    def _title(self) -> Content:
        """The group, the number and the marks; a long name gives way to them."""
        group = self.groups.group
        if group is None:
            return ink.BLANK
        count = ink.words(f"{owing.whole(self.count)}: {owing.number(group, self.count):,}")
        tail = ink.joined(count, *self._marked(), by=ink.dot())
        name = owedcolumns.name(group) if self.by in {"body", "framework"} else ""
        width = self.cells()
        most = max(width - tail.cell_length - len(ink.dot()), LEAST_NAME)
        code = ink.words(ink.cut(owedcolumns.code(group, self.by), most), ink.HEADING)
        room = width - code.cell_length - tail.cell_length - 2 * len(ink.dot())
        if name and room >= LEAST_NAME:
            return ink.joined(code, ink.words(ink.cut(name, room), ink.STRONG), tail, by=ink.dot())
        return ink.joined(code, tail, by=ink.dot())

    def _marked(self) -> list[Content]:
        """How many rows are marked, and how many of them are not among these."""
        marks, away = len(self.rows.marked), self.rows.elsewhere()
        if not marks:
            return []
        said = ink.words(trn("{n} marked", "{n} marked", marks), "$accent")
        if not away:
            return [said]
        other = trn("{n} not here", "{n} not here", away)
        hint = ink.joined(ink.words("U", ink.HEADING), ink.words(tr("unmarks all"), ink.MUTED), by=" ")
        return [ink.joined(said, ink.words(other, "$accent"), by=", "), hint]

    def _nothing(self) -> str:
        group = self.groups.group
        if group is None:
            return tr("Nothing is owed yet: the register holds no commitment.\nA adds one; 1 goes to the register.")
        if self._of != self._wanted:
            return tr("Reading")
        said = tr("None here: {count}.", count=owing.whole(self.count))
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
        """From a group to its rows, from a row to its commitment."""
        if self.on_rows:
            await self.open_commitment()
        else:
            self._to_rows()

    def _to_rows(self) -> None:
        """Move the focus to the rows of the chosen group; rows of another one give way to them first."""
        if self._of != self._wanted:
            self.show_rows(enter=True)
        elif len(self.rows.pages):
            self.rows.focus()

    def action_other_list(self) -> None:
        """From the groups to the rows and back."""
        if self.on_rows:
            self.groups.focus()
        else:
            self._to_rows()

    def action_group(self) -> None:
        """Groups by the next kind: body, side, theme, framework."""
        self.by = GROUPS[(GROUPS.index(self.by) + 1) % len(GROUPS)]
        self.groups.focus()
        self.reload()

    def action_count(self, step: int) -> None:
        """The rows of the next number of the group."""
        counts = self._counts
        self.count = self.groups.count = counts[(counts.index(self.count) + step) % len(counts)]
        self.groups.refresh()
        self.tell()
        self.show_rows()

    def seen(self) -> Seen:
        """The groups with their numbers, the marked rows, and the rows in sight."""
        marked_ = self.rows.marked
        portions = [Portion(tr("the groups"), ("owed", "--by", self.by))]
        if 0 < len(marked_) <= MOST_MARKED:
            portions.insert(0, marked([subject.id for subject in marked_.values()], list(marked_)))
        return Seen("owed", (*portions, lines_of(self.rows.seen_lines())))

    def action_back(self) -> None:
        """From the rows to the groups, from the groups to the register."""
        if self.on_rows:
            self.groups.focus()
        else:
            self.accord.show_main(REGISTER)

    # What changed elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Anything written may move a number; the marks go when all that was marked was written to."""
        if self.rows.marked and {subject.id for subject in self.rows.marked.values()} <= set(refs):
            self.rows.unmark()
        super().records_changed(refs)

    def relabel(self) -> None:
        """Put every word into the language in force; its alternat orders the groups."""
        if self.found is not None:
            self._order(self.by)
        self.rows.lay()
        super().relabel()
        self.groups.refresh()
        self.rows.refresh()
