"""Every action of a place with its key, found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import later, tr
from accordtrack.tui import keys
from accordtrack.tui.dialogs.choose import Choose, Item

if TYPE_CHECKING:
    from accordtrack.tui.app import AccordApp


def open_palette(app: AccordApp, stack: str) -> None:
    """Choose an action; it runs as if its key had been pressed."""
    table = [key for key in keys.of(stack, app.key_table) if key.group != keys.MOVE and key.action != "palette"]
    first = {key.action: key for key in reversed(table)}
    ordered = sorted(first.values(), key=lambda key: (keys.GROUPS.index(key.group), table.index(key)))
    wide = max(len(tr(group)) for group in keys.GROUPS)
    items = [Item(key.action, tr(key.label), f"{tr(key.group):<{wide}}  {key.shown:>5}") for key in ordered]

    def run(action: str | None) -> None:
        if action is not None:
            app.call_later(app.simulate_key, first[action].keys[0])

    app.push_screen(Choose(later("commands"), items, typing=True), run)
