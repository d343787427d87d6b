"""Form field for a record id, found by typing words of the record's title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.fields import TextField
from accordtrack.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types import SearchHit


class FindField(TextField):
    """A field for record ids; in a comma-separated list, only the last part is searched."""

    @dataclass
    class Sought(Message):
        """Requests a search for records of ``kind``."""

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
        super().__init__(name, label, value=value, example=example or tr("words from its title, or its id"))
        self.kind = kind
        self._several = several
        self._picked = ""
        self._ids: list[str] = []
        self._nearest = ""

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield OptionLines(classes="field-hits", markup=False)

    @property
    def hits(self) -> OptionList:
        """The list of hits."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        self.hits.can_focus = False
        self.hits.display = False

    def show_hits(self, hits: Sequence[SearchHit], nearest: str = "") -> None:
        """Show the hits; ``nearest`` is the most similar code if there are none."""
        listed = self.hits
        listed.clear_options()
        listed.add_options(
            [
                Option(
                    text_styles.join(
                        text_styles.words(hit.id, text_styles.STRONG),
                        text_styles.words(i18n.localize(hit.title)),
                        by="  ",
                    ),
                    id=None,
                )
                for hit in hits
            ]
        )
        self._ids, self._nearest = [hit.id for hit in hits], nearest
        listed.highlighted = None
        self._update_hits()

    def _update_hits(self) -> None:
        """Show the hits while the field has the focus, and a hint about unknown text."""
        typed = bool(self._last_part) and self.value != self._picked
        here = self.input.has_focus
        self.hits.display = here and typed and bool(self._ids) and not (self._is_exact and len(self._ids) == 1)
        self.show_hint(
            text_styles.words(self._unknown_message(here=here), text_styles.WARN)
            if typed and not self._is_exact
            else None
        )

    @property
    def _is_exact(self) -> bool:
        """Whether the last typed part is the id of a hit."""
        return self._last_part in self._ids

    def _unknown_message(self, *, here: bool) -> str:
        """Return what is wrong with the typed text; ``here``: the field has the focus, so its keys are mentioned."""
        if self._nearest or (len(self._ids) == 1 and not here):
            return tr('No code "{x}"; did you mean {y}?', x=self._last_part, y=self._nearest or self._ids[0])
        if not self._ids:
            return tr('Nothing matches the code or words "{x}"', x=self._last_part)
        if not here:
            return tr('No code "{x}"; several records have these words', x=self._last_part)
        if len(self._ids) == 1:
            return tr('No code "{x}"; did you mean {y}? ↓ enter takes it', x=self._last_part, y=self._ids[0])
        return tr('No code "{x}"; ↓ chooses one of these', x=self._last_part)

    @property
    def _last_part(self) -> str:
        return self.value.rsplit(",", 1)[-1].strip() if self._several else self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._last_part and self.value != self._picked:
            self.post_message(self.Sought(self, self.kind, self._last_part))
        else:
            self.hits.display = False
            self.show_hint(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        place = self.hits.highlighted
        if not self.hits.display or (place is None and self._is_exact):
            return
        event.stop()
        event.prevent_default()
        if place is None:
            # The first Enter highlights what the second one takes.
            self.hits.highlighted = 0
        else:
            self.pick_hit(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.pick_hit(event.option_index)

    def pick_hit(self, place: int) -> None:
        """Insert the id of a hit."""
        before = self.value.rsplit(",", 1)[0] + "," if self._several and "," in self.value else ""
        self._picked = before + self._ids[place]
        self.set_value(self._picked)
        self.hits.display = False
        self.show_hint(None)
        self.input.focus()

    def action_lower(self, step: int) -> None:
        if self.hits.display:
            self.hits.action_cursor_down() if step > 0 else self.hits.action_cursor_up()

    def on_descendant_focus(self) -> None:
        if self._ids:
            self._update_hits()

    def on_descendant_blur(self) -> None:
        self.hits.display = False
        if self._ids:
            self._update_hits()
