"""Command palette: all actions with their keys; runs those available here and tells where the others work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys
from accordtrack.tui.dialogs.choose import Choose, Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.tui.app import AccordApp

ELSEWHERE = "elsewhere:"


def open_palette(app: AccordApp, stack: str) -> None:
    """Let the user choose an action, and run it as if its key had been pressed."""
    here = {key.name: key for key in reversed(keys.active_keys(stack, app.key_table))}
    there = {elsewhere_value(key): key for key in app.key_table}

    def run(chosen: str | None) -> None:
        if chosen is None:
            return
        if chosen.startswith(ELSEWHERE):
            key = there[chosen]
            values = {"action": tr(key.label), "key": key.displayed_key, "place": tr(keys.place_name(key.place))}
            app.show_message(tr("{action}: {key} {place}", **values))
            return
        if isinstance(app.focused, Input) and app.screen.AUTO_FOCUS:  # A key would be typed into the input.
            app.screen.query_one(app.screen.AUTO_FOCUS).focus()
        app.call_later(app.simulate_key, here[chosen].keys[0])

    app.push_screen(Choose(gettext_lazy("commands"), palette_items(stack, app.key_table), typing=True), run)


def elsewhere_value(key: keys.Key) -> str:
    """Return the item value of an action that is available elsewhere only."""
    return f"{ELSEWHERE}{key.place}.{key.name}"


def palette_items(stack: str, table: Sequence[keys.Key]) -> list[Item]:
    """Return one item per action available here, by group, then one per action of other places, with its place."""
    own = keys.active_keys(stack, table)
    wide = max(len(tr(group)) for group in keys.GROUPS)
    shown: dict[str, list[str]] = {}
    for key in own:
        shown.setdefault(key.name, []).extend(key.keys)
    first = {key.name: key for key in reversed(own)}
    ordered = sorted(first.values(), key=lambda key: (keys.GROUPS.index(key.group), own.index(key)))
    found = [
        Item(
            key.name, tr(key.label), f"{tr(key.group):<{wide}}  {_displayed_keys(shown[key.name]):>9}", sought=key.name
        )
        for key in ordered
    ]
    places = set(keys.STACKS[stack])
    return found + [
        Item(
            elsewhere_value(key),
            tr(key.label),
            f"{tr(keys.place_name(key.place))}  {key.displayed_key:>9}",
            sought=key.name,
            faint=True,
        )
        for key in table
        if key.place not in places and key.name not in first
    ]


def _displayed_keys(names: Sequence[str]) -> str:
    return " ".join(keys.format_key(name) for name in dict.fromkeys(names))
