"""Filter line: an input for the filter, with the row count and the sort order at its right end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr, trn
from accordtrack.tui import keys, text_styles
from accordtrack.tui.app_access import AppAccess
from accordtrack.tui.widgets.safe_input import SafeInput
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widgets import Input


WIDE, ROOMY = 60, 100
"""Terminal widths in columns below which the sort order and the key that shows all rows are omitted."""


class FilterInput(SafeInput):
    """The filter input; escape clears it, then leaves it."""

    BINDINGS = keys.bindings("filter")

    def action_leave_filter(self) -> None:
        if self.value:
            self.value = ""
        else:
            self.post_message(FilterLine.Left())

    async def action_save_filter(self) -> None:
        if hasattr(self.screen, "action_save_filter"):
            await self.screen.run_action("save_filter")
        else:
            self.app.bell()

    async def action_take_meaning(self) -> None:
        if hasattr(self.screen, "action_take_meaning"):
            await self.screen.run_action("take_meaning")
        else:
            self.screen.focus_next()

    def action_use_filter(self) -> None:
        self.post_message(FilterLine.Left())


class Tally(AppAccess, Widget):
    """The counts and the sort order at the right end: ``12 of 184   sort: due ↑``."""

    shown: reactive[tuple[int, int, int]] = reactive((0, 0, 0), layout=True)
    order: reactive[tuple[str, bool]] = reactive(("id", False), layout=True)

    def render(self) -> Content:
        """Return the counts and the sort order."""
        matching, total, marked = self.shown
        sort, descending = self.order
        arrow = text_styles.mark_or_ascii("↓", "v") if descending else text_styles.mark_or_ascii("↑", "^")
        count = tr("{n} of {total}", n=f"{matching:,}", total=f"{total:,}") if matching != total else f"{total:,}"
        clear = self.accord.shortcut_for("clear")
        more = matching != total and self.app.size.width >= ROOMY
        return text_styles.join(
            text_styles.words(trn("{n} marked", "{n} marked", marked), "$accent") if marked else text_styles.BLANK,
            text_styles.words(count, text_styles.STRONG),
            text_styles.key_hint(clear, tr("shows all")) if more else text_styles.BLANK,
            text_styles.muted(tr("sort: {field} {arrow}", field=label("field", sort), arrow=arrow))
            if self.app.size.width >= WIDE
            else text_styles.BLANK,
            by="   ",
        )

    def get_content_width(self, container: object, viewport: object) -> int:
        """Return the width of the text."""
        del container, viewport
        return self.render().cell_length


class FilterLine(Horizontal):
    """The prompt, the input, and the counts."""

    @dataclass
    class Typed(Message):
        """The text changed."""

        text: str

    class Left(Message):
        """Requests to return to the rows."""

    def compose(self) -> ComposeResult:
        yield _Prompt()
        yield FilterInput(compact=True, placeholder=tr("words, or field:value"), id="filter")
        yield Tally()

    @property
    def text(self) -> str:
        """The current filter text."""
        return self.query_one(FilterInput).value

    def set_text(self, text: str) -> None:
        """Set the filter text."""
        self.query_one(FilterInput).value = text

    def show_counts(self, *, matching: int, total: int, marked: int, sort: str, descending: bool) -> None:
        """Show new counts."""
        tally = self.query_one(Tally)
        tally.shown, tally.order = (matching, total, marked), (sort, descending)
        tally.refresh(layout=True)

    def relabel(self) -> None:
        """Update the texts to the current language."""
        self.query_one(FilterInput).placeholder = tr("words, or field:value")
        self.query_one(Tally).refresh(layout=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))


class _Prompt(Widget):
    """The slash before the input."""

    def render(self) -> Content:
        """Return the slash."""
        return text_styles.words(" / ", text_styles.HEADING)
