"""Layout of the owed screen: groups above, the rows of the selected group below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screens.rows_screen import RowsScreen
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.tui.widgets.responsibility_groups import OwedGroups

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

FRAME = 7
"""Lines that are neither groups nor rows."""


class OwedFrame(RowsScreen):
    """Widgets of the owed screen and their layout."""

    stack = "owed"
    AUTO_FOCUS = "#groups"
    BINDINGS = keys.bindings("owed")

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("owed"))
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
    def on_rows(self) -> bool:
        """Whether the rows have the focus."""
        return self.focused is self.rows

    def fold(self) -> None:
        """Set the height of the groups to the lines that they need, up to their share."""
        self.set_class(self.small, "-small")
        self.groups.styles.height = "1fr" if self.small else self.share(len(self.groups.groups), FRAME)

    def on_resize(self, event: events.Resize) -> None:
        del event
        self.fold()
        self.tell()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        rows = isinstance(event.widget, RegisterRows)
        self.stack = "owedrows" if rows else "owed"
        self.query_one(KeyFooter).stack = self.stack
        self.set_class(rows, "-rows")

    def write(self, place: str, words: Content | str) -> None:
        """Write one line, cut to the width."""
        said = words if isinstance(words, Content) else text_styles.words(words, text_styles.MUTED)
        self.query_one(place, Static).update(text_styles.clip(said, self.cells()))

    def tell(self) -> None:
        """Update every line."""
