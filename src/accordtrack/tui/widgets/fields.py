"""Form fields of dialogs: a label, an input or choice, and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content


AROUND = 4
"""Cells that the arrows of a choice take, including their blanks."""


class Field(Vertical):
    """A labeled field; ``name`` is unique within its dialog."""

    @dataclass
    class Changed(Message):
        """The value changed."""

        field: Field

    class Entered(Message):
        """Enter was pressed in the field."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"field-{name}", classes="field")
        self.field = name
        self._label = label

    @property
    def value(self) -> str:
        """The typed or chosen value, without surrounding blanks."""
        return ""

    def set_value(self, value: str, /) -> None:
        """Set the value as if the user had entered it."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field-line"):
            yield Static(text_styles.muted(tr(self._label)), classes="field-label", markup=False)
            yield from self.control()
        yield Static("", classes="field-hint", markup=False)

    def control(self) -> ComposeResult:
        """Yield the input or choice widget."""
        yield from ()

    def show_hint(self, content: Content | None) -> None:
        """Show a hint under the field, or hide it."""
        line = self.query_one(".field-hint", Static)
        line.update(content or "")
        line.display = bool(content)

    def set_label(self, label: str) -> None:
        """Change the label."""
        self._label = label
        self.query_one(".field-label", Static).update(text_styles.muted(tr(label)))

    def show(self, *, shown: bool) -> None:
        """Show or hide the whole field."""
        self.display = shown


class TextField(Field):
    """A field with a text input."""

    def __init__(self, name: str, label: str, *, value: str = "", example: str = "", usual: bool = False) -> None:
        super().__init__(name, label)
        self._first, self._example = value, example
        self._usual = usual
        """Whether the example is the default value of an empty field."""

    def control(self) -> ComposeResult:
        """Yield a single-line input."""
        yield SafeInput(
            self._first,
            placeholder=self._example,
            compact=True,
            select_on_focus=False,
            classes="-usual" if self._usual else "",
        )

    @property
    def input(self) -> SafeInput:
        """The input widget."""
        return self.query_one(SafeInput)

    @property
    def value(self) -> str:
        """The typed text."""
        return self.input.value.strip()

    def set_value(self, text: str) -> None:
        """Set the text as if it were typed."""
        self.input.value = text
        self.input.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())

    def on_safe_input_barred(self, event: SafeInput.Barred) -> None:
        event.stop()
        self.show_hint(text_styles.words(tr("{name} cannot be part of the text", name=event.name), text_styles.WARN))


class Choice(Widget, can_focus=True):
    """One of several options, changed with the arrows, space, or the first letter of an option."""

    BINDINGS = keys.bindings("choice")
    place: reactive[int] = reactive(0, layout=True)

    @dataclass
    class Stepped(Message):
        """Another option was chosen."""

    @dataclass
    class Typed(Message):
        """A character was typed that no option begins with."""

        character: str

    def __init__(self, options: Sequence[tuple[str, str]], place: int = 0) -> None:
        super().__init__()
        self.options = tuple(options)
        self.set_reactive(Choice.place, place)

    def render(self) -> Content:
        """Return the current option between arrows."""
        left, right = text_styles.mark_or_ascii("‹", "<"), text_styles.mark_or_ascii("›", ">")
        style = text_styles.MUTED if len(self.options) > 1 else text_styles.FAINT
        return text_styles.join(
            text_styles.words(f"{left} ", style),
            text_styles.words(text_styles.cut(self.options[self.place][1], max(self.size.width - AROUND, 1))),
            text_styles.words(f" {right}", style),
        )

    def action_step(self, step: int) -> None:
        self.place = (self.place + step) % len(self.options)
        self.post_message(self.Stepped())

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        if not event.is_printable or character.isspace():
            return
        event.stop()
        event.prevent_default()
        count = len(self.options)
        for step in range(1, count + 1):
            if casefold_plain(self.options[(self.place + step) % count][1]).startswith(casefold_plain(character)):
                self.action_step(step)
                return
        self.post_message(self.Typed(character))

    def on_click(self) -> None:
        self.action_step(1)


class ChoiceField(Field):
    """A field to choose one of a few options."""

    def __init__(self, name: str, label: str, options: Sequence[tuple[str, str]], *, value: str = "") -> None:
        super().__init__(name, label)
        self._options = tuple(options)
        values = [option for option, _ in self._options]
        self._place = values.index(value) if value in values else 0

    def control(self) -> ComposeResult:
        """Yield the choice widget."""
        yield Choice(self._options, self._place)

    @property
    def value(self) -> str:
        """The chosen value as written in files; empty for the default."""
        choice = self.query_one(Choice)
        return choice.options[choice.place][0]

    def set_value(self, value: str) -> None:
        """Choose a value, if it is among the options."""
        choice = self.query_one(Choice)
        values = [option for option, _ in choice.options]
        if value in values:
            choice.place = values.index(value)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the options, and choose the first one."""
        choice = self.query_one(Choice)
        choice.options, choice.place = tuple(options), 0
        choice.refresh(layout=True)

    def rename_option(self, value: str, words: str, *, short: str) -> None:
        """Change the label of ``value`` to ``words``, or to ``short`` if ``words`` does not fit."""
        choice = self.query_one(Choice)
        if cell_len(words) > choice.size.width - AROUND:
            words = short
        choice.options = tuple((option, words if option == value else text) for option, text in choice.options)
        choice.refresh(layout=True)

    def on_choice_stepped(self, event: Choice.Stepped) -> None:
        event.stop()
        self.post_message(self.Changed(self))


def split_commas(text: str) -> tuple[str, ...]:
    """Split a list typed with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
