"""Base classes of dialogs: framed, over a dimmed screen; escape closes them without writing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.await_complete import AwaitComplete
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.widgets.fields import Choice
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

R = TypeVar("R")
LABEL = 15
"""Width of a field label in cells, including the trailing blank."""
CRAMPED, SHORT, TINY = 70, 30, 18
"""Size limits: below these columns, fields stack; below these lines, blank lines and then frames are dropped."""


class Dialog(DeskScreen, ModalScreen[R]):
    """A framed dialog with its title in the frame and its keys in the footer."""

    title_words = ""
    without: tuple[str, ...] = ("last_evidence",)
    """Actions that the footer omits."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield from self.compose_body()
            yield KeyFooter(self.stack, hidden=self.without)

    def compose_body(self) -> ComposeResult:
        """Yield the widgets inside the frame, above the footer."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one(".box").border_title = text_styles.words(tr(self.title_words))

    def on_resize(self) -> None:
        width, height = self.app.size
        self.set_class(width < CRAMPED, "-cramped")
        self.set_class(height < SHORT, "-short")
        self.set_class(height < TINY, "-tiny")
        self.adapt_layout(height)

    def adapt_layout(self, height: int) -> None:
        """Fit the scrollable parts into a terminal of ``height`` lines, so that the footer stays visible."""

    def limit_height(self, selector: str, lines: int) -> None:
        """Limit the height of a widget to ``lines``."""
        self.query_one(selector).styles.max_height = max(lines, 2)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        footer = self.query_one(KeyFooter)
        footer.stack = "choice" if isinstance(event.widget, Choice) else self.stack

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close with a result, but only if this dialog is active.

        A key or a late answer that arrives when another screen is on top, or after this one closed, has no effect.
        """
        if not self.is_active:
            return AwaitComplete()
        return super().dismiss(result)

    def action_leave(self) -> None:
        self.dismiss(None)


class Question(Dialog[R]):
    """A question with buttons, given by their ids. The first button has the focus, and letters press no button."""

    stack = "confirm"
    AUTO_FOCUS = "Button"
    BINDINGS = keys.bindings("confirm")

    def __init__(self, title: str, body: Content, buttons: Mapping[str, str]) -> None:
        super().__init__()
        self.title_words = title
        self._body = body
        self._buttons = buttons

    def compose_body(self) -> ComposeResult:
        """Yield the question and the buttons."""
        with VerticalScroll(id="question", can_focus=False):
            yield Static(self._body, classes="confirm-body", markup=False)
        with Horizontal(classes="buttons"):
            for name, words in self._buttons.items():
                yield Button(text_styles.words(tr(words)), id=name, compact=True)

    def adapt_layout(self, height: int) -> None:
        """Make a long text scroll."""
        self.limit_height("#question", height - 6)

    def action_down(self) -> None:
        self.query_one("#question").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#question").scroll_up(animate=False)

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_press(self) -> None:
        if isinstance(self.focused, Button):
            self.focused.press()


class Confirm(Question[bool]):
    """A question with two buttons, Cancel first."""

    def __init__(self, title: str, body: Content, yes: str) -> None:
        super().__init__(title, body, {"cancel": gettext_lazy("Cancel"), "yes": yes})

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
