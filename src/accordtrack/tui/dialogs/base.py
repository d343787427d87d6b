"""Dialogs: framed, over a dimmed screen; escape always leaves and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.await_complete import AwaitComplete
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from accordtrack.i18n import later, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screen_base import AtDesk
from accordtrack.tui.widgets.fields import Choice
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

R = TypeVar("R")
LABEL = 15
"""Cells that the label of a field takes, its blank included."""
CRAMPED, SHORT, TINY = 70, 30, 18
"""Columns below which fields stand one under the other; lines below which blank lines, then frames go."""


class Dialog(AtDesk, ModalScreen[R]):
    """A framed dialog with its title in the frame and its keys in the last line."""

    title_words = ""
    without: tuple[str, ...] = ("last_evidence",)
    """Actions that its last line leaves out."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield from self.inside()
            yield KeyFooter(self.stack, hidden=self.without)

    def inside(self) -> ComposeResult:
        """What stands in the frame above the keys."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one(".box").border_title = text_styles.words(tr(self.title_words))

    def on_resize(self) -> None:
        width, height = self.app.size
        self.set_class(width < CRAMPED, "-cramped")
        self.set_class(height < SHORT, "-short")
        self.set_class(height < TINY, "-tiny")
        self.fold(height)

    def fold(self, height: int) -> None:
        """Fit what scrolls into a terminal of ``height`` lines, so that the keys stay in sight."""

    def limit(self, selector: str, lines: int) -> None:
        """Let a part take at most ``lines``."""
        self.query_one(selector).styles.max_height = max(lines, 2)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        footer = self.query_one(KeyFooter)
        footer.stack = "choice" if isinstance(event.widget, Choice) else self.stack

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close with a result. A key or a late answer that finds another screen on top, or this one gone, closes nothing."""
        if not self.is_active:
            return AwaitComplete()
        return super().dismiss(result)

    def action_leave(self) -> None:
        self.dismiss(None)


class Question(Dialog[R]):
    """A question with buttons, by their ids. The first one has the focus, and no letter answers it."""

    stack = "confirm"
    AUTO_FOCUS = "Button"
    BINDINGS = keys.bindings("confirm")

    def __init__(self, title: str, body: Content, buttons: Mapping[str, str]) -> None:
        super().__init__()
        self.title_words = title
        self._body = body
        self._buttons = buttons

    def inside(self) -> ComposeResult:
        """The question and the buttons."""
        with VerticalScroll(id="question", can_focus=False):
            yield Static(self._body, classes="confirm-body", markup=False)
        with Horizontal(classes="buttons"):
            for name, words in self._buttons.items():
                yield Button(text_styles.words(tr(words)), id=name, compact=True)

    def fold(self, height: int) -> None:
        """A long address scrolls."""
        self.limit("#question", height - 6)

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
        super().__init__(title, body, {"cancel": later("Cancel"), "yes": yes})

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
