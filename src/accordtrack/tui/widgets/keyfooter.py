"""The footer: keys of the place in focus, from the one key table, dropped from the right when narrow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import ink, keys
from accordtrack.tui.inprogram import InProgram

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.content import Content

GAP = 3
FORMS = ("claim", "form")
"""Places that a dialog has besides its own: their keys say less too before one is left out."""


class KeyFooter(InProgram, Widget):
    """One line of keys and what they do; a click presses the key."""

    stack: reactive[str] = reactive("register")

    def __init__(self, stack: str, *, hidden: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(KeyFooter.stack, stack)
        self._hidden = frozenset(hidden)
        self._called: dict[str, str] = {}
        self._places: list[tuple[int, int, str]] = []

    def hide(self, *actions: str) -> None:
        """Leave these actions out until told otherwise."""
        self._hidden = frozenset(actions)
        self.refresh()

    def call(self, **labels: str) -> None:
        """Name actions by what they do now, each an English literal of the catalogue."""
        self._called |= labels
        self.refresh()

    def entries(self) -> list[keys.Key]:
        """The keys that have a place in a footer here, most important first."""
        found = [
            replace(key, label=self._called[key.action], brief="") if key.action in self._called else key
            for key in keys.of(self.stack, self.accord.key_table)
            if key.footer is not None and key.action not in self._hidden
        ]
        return sorted(found, key=lambda key: (key.action == "help", key.footer))

    def render(self) -> Content:
        """The line: as many keys as fit, in brief words where whole ones do not; help stands at the right end.

        A mark before the help says that there are more keys than these.
        """
        width = self.size.width - 2
        entries = self.entries()
        help_ = [key for key in entries if key.action == "help"]
        shown = [key for key in entries if key not in help_]
        room = width - sum(_width(key) + GAP for key in help_)
        kept, more = self._kept(shown, room), ""
        if help_ and len(kept) < len(shown):
            more = ink.sign("… ", ".. ")
            kept = self._kept(shown, room - (cell_len(more) + 1 - GAP))
        parts: list[Content | str] = []
        self._places = []
        at = 0
        for key in kept:
            gap = GAP if parts else 1
            parts += [" " * gap, _words(key)]
            self._places.append((at + gap, at + gap + _width(key), key.keys[0]))
            at += gap + _width(key)
        for key in help_:
            gap = max(width + 1 - at - cell_len(more) - _width(key), 1)
            parts += [" " * gap, ink.words(more, ink.MUTED), _words(key)]
            at += gap + cell_len(more)
            self._places.append((at, at + _width(key), key.keys[0]))
        return ink.joined(*parts)

    def _kept(self, entries: list[keys.Key], room: int) -> list[keys.Key]:
        """The keys that fit. Those of the place itself say less, the wordiest first, before one of them is left out."""
        own = {keys.STACKS[self.stack][0], *FORMS}
        spoken = list(entries)
        while _wide([key for key in spoken if key.place in own]) > room:
            wordy = [key for key in spoken if key.place in own and _saved(key) > 0]
            if not wordy:
                break
            longest = max(wordy, key=_saved)
            spoken[spoken.index(longest)] = replace(longest, label=longest.brief)
        kept: list[keys.Key] = []
        for key in spoken:
            brief = replace(key, label=key.brief or key.label)
            fitting = next((one for one in (key, brief) if _wide([*kept, one]) <= room), None)
            kept += [fitting] if fitting is not None else []
        return kept

    def on_click(self, event: events.Click) -> None:
        for begin, end, key in self._places:
            if begin <= event.x < end:
                self.app.simulate_key(key)
                return


def _wide(entries: list[keys.Key]) -> int:
    return sum(_width(key) + GAP for key in entries) - GAP


def _saved(key: keys.Key) -> int:
    """Cells that the brief words of a key save."""
    return _width(key) - _width(replace(key, label=key.brief)) if key.brief else 0


def _words(key: keys.Key) -> Content:
    return ink.joined(ink.words(key.shown, ink.HEADING), ink.words(tr(key.label), ink.MUTED), by=" ")


def _width(key: keys.Key) -> int:
    return cell_len(key.shown) + 1 + cell_len(tr(key.label))
