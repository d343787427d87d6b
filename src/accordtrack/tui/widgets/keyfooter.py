"""The footer: keys of the place in focus, from the one key table, dropped from the right when narrow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import ink, keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.content import Content

GAP = 3


class KeyFooter(Widget):
    """One line of keys and what they do; a click presses the key."""

    stack: reactive[str] = reactive("register")

    def __init__(self, stack: str, *, hidden: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(KeyFooter.stack, stack)
        self._hidden = frozenset(hidden)
        self._places: list[tuple[int, int, str]] = []

    def hide(self, *actions: str) -> None:
        """Leave these actions out until told otherwise."""
        self._hidden = frozenset(actions)
        self.refresh()

    def entries(self) -> list[keys.Key]:
        """The keys that have a place in a footer here, most important first."""
        table: Iterable[keys.Key] = getattr(self.app, "key_table", keys.KEYS)
        found = [key for key in keys.of(self.stack, table) if key.footer is not None and key.action not in self._hidden]
        return sorted(found, key=lambda key: (key.action == "help", key.footer))

    def render(self) -> Content:
        """The line, as much of it as fits; help stands at the right end."""
        width = self.size.width - 2
        entries = self.entries()
        help_ = [key for key in entries if key.action == "help"]
        room = width - sum(_width(key) + GAP for key in help_)
        parts: list[Content | str] = [" "]
        self._places = []
        at = 1
        for key in entries:
            if key in help_:
                continue
            if key.brief and at - 1 + _width(key) > room:
                key = replace(key, label=key.brief)  # noqa: PLW2901
            wide = _width(key)
            if at - 1 + wide > room:
                continue
            parts += [_words(key), " " * GAP]
            self._places.append((at, at + wide, key.keys[0]))
            at += wide + GAP
        for key in help_:
            gap = max(width - at - _width(key) + 1, 0)
            parts += [" " * gap, _words(key)]
            at += gap
            self._places.append((at, at + _width(key), key.keys[0]))
        return ink.joined(*parts)

    def on_click(self, event: events.Click) -> None:
        for begin, end, key in self._places:
            if begin <= event.x < end:
                self.app.simulate_key(key)
                return


def _words(key: keys.Key) -> Content:
    return ink.joined(ink.words(key.shown, ink.HEADING), ink.words(tr(key.label), ink.MUTED), by=" ")


def _width(key: keys.Key) -> int:
    return cell_len(key.shown) + 1 + cell_len(tr(key.label))
