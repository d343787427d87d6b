"""Fields of dialogs: a label, a place to type or to choose, and a hint, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import refuse
from accordtrack.tui import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

    from accordtrack.views import SearchHit


class SafeInput(Input):
    """An input that takes no control, bidi or invisible character, and joins pasted lines by a blank."""

    @dataclass
    class Barred(Message):
        """A character was not taken: ``name`` is its number, ``U+001B``."""

        name: str

    def replace(self, text: str, start: int, end: int) -> None:
        """Put ``text`` in place, without what inputs refuse."""
        name = refuse(text, lines=False)
        if name is not None:
            text = "".join(character for character in text if refuse(character, lines=False) is None)
            self.post_message(self.Barred(name))
        super().replace(text, start, end)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line = " ".join(part.strip() for part in event.text.splitlines()).strip()
        if line:
            self.replace(line, *sorted(self.selection))


class Field(Vertical):
    """One labelled field. ``name`` is the field's, unique in its dialog."""

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
        """What was typed or chosen, without blanks around it."""
        return ""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field-line"):
            yield Static(ink.words(tr(self._label), ink.MUTED), classes="field-label", markup=False)
            yield from self.control()
        yield Static("", classes="field-hint", markup=False)

    def control(self) -> ComposeResult:
        """The place to type or choose."""
        yield from ()

    def hint(self, said: Content | None) -> None:
        """Show a hint under the field, or none."""
        line = self.query_one(".field-hint", Static)
        line.update(said or "")
        line.display = bool(said)

    def show(self, *, shown: bool) -> None:
        """Show or hide the whole field."""
        self.display = shown


class TextField(Field):
    """A field to type in."""

    def __init__(self, name: str, label: str, *, value: str = "", example: str = "") -> None:
        super().__init__(name, label)
        self._first, self._example = value, example

    def control(self) -> ComposeResult:
        """An input of one line."""
        yield SafeInput(self._first, placeholder=self._example, compact=True, select_on_focus=False)

    @property
    def input(self) -> SafeInput:
        """The place to type."""
        return self.query_one(SafeInput)

    @property
    def value(self) -> str:
        """What was typed."""
        return self.input.value.strip()

    def put(self, text: str) -> None:
        """Write a value as if it were typed."""
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
        self.hint(ink.words(tr("{name} cannot be part of a text", name=event.name), ink.WARN))


class Choice(Widget, can_focus=True):
    """One of several words, changed with the arrows or blank."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
    ]
    place: reactive[int] = reactive(0, layout=True)

    @dataclass
    class Stepped(Message):
        """Another word was chosen."""

    def __init__(self, options: Sequence[tuple[str, str]], place: int = 0) -> None:
        super().__init__()
        self.options = tuple(options)
        self.set_reactive(Choice.place, place)

    def render(self) -> Content:
        """The word in force between arrows."""
        left, right = ink.sign("‹", "<"), ink.sign("›", ">")
        style = ink.MUTED if len(self.options) > 1 else ink.FAINT
        return ink.joined(
            ink.words(f"{left} ", style), ink.words(self.options[self.place][1]), ink.words(f" {right}", style)
        )

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as its longest word, so that nothing moves."""
        del container, viewport
        return max(ink.words(text).cell_length for _, text in self.options) + 4

    def action_step(self, step: int) -> None:
        self.place = (self.place + step) % len(self.options)
        self.post_message(self.Stepped())

    def on_click(self) -> None:
        self.action_step(1)


class ChoiceField(Field):
    """A field to choose one of a few words in."""

    def __init__(self, name: str, label: str, options: Sequence[tuple[str, str]], *, value: str = "") -> None:
        super().__init__(name, label)
        self._options = tuple(options)
        values = [option for option, _ in self._options]
        self._place = values.index(value) if value in values else 0

    def control(self) -> ComposeResult:
        """The word in force."""
        yield Choice(self._options, self._place)

    @property
    def value(self) -> str:
        """The chosen word as it stands in files; empty for the desk's default."""
        choice = self.query_one(Choice)
        return choice.options[choice.place][0]

    def put(self, value: str) -> None:
        """Choose a word."""
        choice = self.query_one(Choice)
        values = [option for option, _ in choice.options]
        if value in values:
            choice.place = values.index(value)

    def on_choice_stepped(self, event: Choice.Stepped) -> None:
        event.stop()
        self.post_message(self.Changed(self))


class FindField(TextField):
    """A field for the id of a record, found by typing words of it; the last part of a list counts."""

    @dataclass
    class Sought(Message):
        """Words were typed that may name a record of ``kind``."""

        field: FindField
        kind: str
        words: str

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "lower(1)", show=False),
        Binding("up", "lower(-1)", show=False),
    ]

    def __init__(
        self, name: str, label: str, kind: str, *, value: str = "", example: str = "", several: bool = False
    ) -> None:
        super().__init__(name, label, value=value, example=example)
        self.kind = kind
        self._several = several
        self._picked = value
        self._ids: list[str] = []

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield OptionList(classes="field-hits", markup=False)

    @property
    def hits(self) -> OptionList:
        """What was found."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        self.hits.can_focus = False
        self.hits.display = False

    def found(self, hits: Sequence[SearchHit]) -> None:
        """Show what the desk found."""
        listed = self.hits
        listed.clear_options()
        listed.add_options(
            [
                Option(ink.joined(ink.words(hit.id, ink.STRONG), ink.words(i18n.local(hit.title)), by="  "), id=None)
                for hit in hits
            ]
        )
        self._ids = [hit.id for hit in hits]
        exact = self._last in self._ids and len(hits) == 1
        listed.display = bool(hits) and not exact and self.input.has_focus

    @property
    def _last(self) -> str:
        return self.value.rsplit(",", 1)[-1].strip() if self._several else self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        if self._last and self.value != self._picked:
            self.post_message(self.Sought(self, self.kind, self._last))
        else:
            self.hits.display = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        place = self.hits.highlighted
        if self.hits.display and place is not None:
            event.stop()
            self.pick(place)
        else:
            super().on_input_submitted(event)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.pick(event.option_index)

    def pick(self, place: int) -> None:
        """Take one of what was found."""
        before = self.value.rsplit(",", 1)[0] + "," if self._several and "," in self.value else ""
        self._picked = before + self._ids[place]
        self.put(self._picked)
        self.hits.display = False
        self.input.focus()

    def action_lower(self, step: int) -> None:
        if self.hits.display:
            self.hits.action_cursor_down() if step > 0 else self.hits.action_cursor_up()

    def on_descendant_blur(self) -> None:
        self.hits.display = False


def parts(text: str) -> tuple[str, ...]:
    """A list typed with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
