"""Base of screens with a paged list of commitments: loading pages, marks, key subjects and opening a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import trn
from accordtrack.tui.screens.commitment_actions import RecordScreen
from accordtrack.tui.subject import Subject

if TYPE_CHECKING:
    from accordtrack.tui.widgets.register_rows import RegisterRows
    from accordtrack.types import RegisterRow


class RowsScreen(RecordScreen):
    """A screen whose rows are a ``RegisterRows``."""

    def __init__(self) -> None:
        super().__init__()
        self._fetching: set[int] = set()

    @property
    def rows(self) -> RegisterRows:
        """The list. Subclasses must override it."""
        raise LookupError(type(self).__name__)

    @property
    def active_list(self) -> RegisterRows:
        """The list."""
        return self.rows

    def subjects(self) -> tuple[Subject, ...]:
        """Return the marked rows, or the row under the cursor."""
        rows = self.rows
        if rows.marked:
            return tuple(rows.marked.values())
        return (Subject.from_row(rows.row),) if rows.row is not None else ()

    def on_register_rows_wanted(self, message: RegisterRows.Wanted) -> None:
        message.stop()
        for page in message.pages:
            if page not in self._fetching:
                self._fetch(page)

    def _fetch(self, page: int) -> None:
        self._fetching.add(page)
        wanted, keys_ = self.rows.pages.keys, self.rows.pages.page_keys(page)

        def answer(rows: tuple[RegisterRow, ...]) -> None:
            self._fetching.discard(page)
            if self.rows.pages.keys is wanted:
                self.rows.add_page(page, rows)

        self.ask(f"page-{page}", lambda desk: desk.rows(keys_), answer, fills=self.rows)

    async def on_register_rows_opened(self, message: RegisterRows.Opened) -> None:
        message.stop()
        await self.open_commitment()

    async def open_commitment(self) -> None:
        """Open the commitment under the cursor."""
        row = self.rows.row
        if row is not None:
            from accordtrack.tui.screens.commitment import CommitmentScreen  # noqa: PLC0415

            await self.app.push_screen(CommitmentScreen(Subject.from_row(row)))

    def action_copy(self) -> None:
        ids = [subject.id for subject in self.subjects()]
        if ids:
            self.app.copy_to_clipboard("\n".join(ids))
            self.accord.show_message(
                trn("{n} code copied: sent to the terminal", "{n} codes copied: sent to the terminal", len(ids))
            )
