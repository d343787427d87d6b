"""Key footer: the keys of the focused place from the key table; the least important are omitted when narrow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.app_access import AppAccess

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from textual import events
    from textual.content import Content

GAP = 3
IMPORTANT = 8
"""Last rank of the keys that are shown before other keys get full labels."""
FORMS = ("claim", "form")
"""Places that a dialog has besides its own; their keys are also abbreviated before any key is omitted."""


class KeyFooter(AppAccess, Widget):
    """One line of keys with their labels; a click presses the key."""

    stack: reactive[str] = reactive("register")

    def __init__(self, stack: str, *, hidden: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(KeyFooter.stack, stack)
        self._hidden = frozenset(hidden)
        self._called: dict[str, str] = {}
        self._places: list[tuple[int, int, str]] = []

    def hide_actions(self, *actions: str) -> None:
        """Hide these actions until the next call."""
        self._hidden = frozenset(actions)
        self.refresh()

    def set_labels(self, **labels: str) -> None:
        """Relabel actions; each label is an English literal from the translation catalog."""
        self._called |= labels
        self.refresh()

    def available_keys(self) -> list[keys.Key]:
        """Return the keys that the footer can show here, most important first."""
        found = [
            replace(key, label=self._called[key.action], brief="") if key.action in self._called else key
            for key in keys.active_keys(self.stack, self.accord.key_table)
            if key.footer is not None and key.action not in self._hidden
        ]
        return sort_by_importance(found)

    def render(self) -> Content:
        """Return the line: as many keys as fit, abbreviated if necessary, with help at the right end.

        A mark before help means that there are more keys.
        """
        width = self.size.width - 2
        entries = self.available_keys()
        help_ = [key for key in entries if key.action == "help"]
        shown_keys = fitting_keys(entries, keys.STACKS[self.stack][0], width)
        more = _more_mark() if help_ and len(shown_keys) + len(help_) < len(entries) else ""
        parts: list[Content | str] = []
        self._places = []
        at = 0
        for key in shown_keys:
            gap = GAP if parts else 1
            parts += [" " * gap, _key_and_label(key)]
            self._places.append((at + gap, at + gap + _width(key), key.keys[0]))
            at += gap + _width(key)
        for key in help_:
            gap = max(width + 1 - at - cell_len(more) - _width(key), 1)
            parts += [" " * gap, text_styles.muted(more), _key_and_label(key)]
            at += gap + cell_len(more)
            self._places.append((at, at + _width(key), key.keys[0]))
        return text_styles.join(*parts)

    def on_click(self, event: events.Click) -> None:
        for begin, end, key in self._places:
            if begin <= event.x < end:
                self.app.simulate_key(key)
                return


def sort_by_importance(entries: Iterable[keys.Key]) -> list[keys.Key]:
    """Sort keys by importance, with help at the end."""
    return sorted(entries, key=lambda key: (key.action == "help", key.footer))


def _more_mark() -> str:
    """Return the mark that means that there are more keys."""
    return text_styles.mark_or_ascii("… ", ".. ")


def fitting_keys(entries: list[keys.Key], place: str, width: int) -> list[keys.Key]:
    """Return the keys besides help that fit into ``width`` cells; the keys of ``place`` get full labels first."""
    help_ = [key for key in entries if key.action == "help"]
    others = [key for key in entries if key not in help_]
    room = width - sum(_width(key) + GAP for key in help_)
    shown_keys = _choose_keys(others, {place, *FORMS}, room)
    if help_ and len(shown_keys) < len(others):
        shown_keys = _choose_keys(others, {place, *FORMS}, room - (cell_len(_more_mark()) + 1 - GAP))
    return shown_keys


def _choose_keys(entries: list[keys.Key], own: Collection[str], room: int) -> list[keys.Key]:
    """Return the keys that fit, most important first; a wider screen never shows fewer.

    The important keys are placed first, abbreviated; then those of the places ``own`` get full labels, the longest
    last. After that, the remaining keys are added, and any space left goes to further full labels.
    """
    first = [key for key in entries if (key.footer or 0) <= IMPORTANT]
    count = _count_fitting([_with_short_label(key) for key in first], room)
    shown_keys = [key if key.place in own else _with_short_label(key) for key in first[:count]]
    while _total_width(shown_keys) > room:
        longest = max(shown_keys, key=_cells_saved)
        shown_keys[shown_keys.index(longest)] = _with_short_label(longest)
    if count == len(first) and all(key in shown_keys for key in first if key.place in own):
        shown_keys += [_with_short_label(key) for key in entries if key not in first]
        shown_keys = shown_keys[: _count_fitting(shown_keys, room)]
    for place, key in enumerate(entries[: len(shown_keys)]):
        longer = [*shown_keys[:place], key, *shown_keys[place + 1 :]]
        if key.place not in own and _total_width(longer) <= room:
            shown_keys = longer
    return shown_keys


def _total_width(entries: list[keys.Key]) -> int:
    return sum(_width(key) + GAP for key in entries) - GAP


def _cells_saved(key: keys.Key) -> int:
    """Return the cells saved by abbreviating the label of a key."""
    return _width(key) - _width(replace(key, label=key.brief)) if key.brief else 0


def _count_fitting(entries: list[keys.Key], room: int) -> int:
    """Return how many of these keys fit, counting from the first."""
    return next((count for count in range(len(entries), 0, -1) if _total_width(entries[:count]) <= room), 0)


def _with_short_label(key: keys.Key) -> keys.Key:
    """Return the key with its abbreviated label, if that is shorter."""
    return replace(key, label=key.brief) if _cells_saved(key) > 0 else key


def _key_and_label(key: keys.Key) -> Content:
    return text_styles.key_hint(key.displayed_key, tr(key.label))


def _width(key: keys.Key) -> int:
    return cell_len(key.displayed_key) + 1 + cell_len(tr(key.label))
