"""Key bindings derived from the key table (``key_table``): Textual bindings, user overrides, checks and lists.

A key belongs to a place. A screen or dialog has one or more places at a time (``STACKS``). Two actions on one key in
the same stack are an error that names both. Labels are English literals of the message catalog, translated when shown,
so that a change of language takes effect at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from accordtrack.core.problems import Problem, Refused
from accordtrack.tui.key_bindings import replace_keys
from accordtrack.tui.key_places import PLACES, STACKS, place_name
from accordtrack.tui.key_table import FIND, GROUPS, KEYS, LOOK, MOVE, PROGRAM, TAKEN, WRITE, Key, format_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OF_THE_PROGRAM = frozenset({"quit", "help", "language", "theme"})
"""Actions that the app handles, wherever their key is bound."""


def active_keys(stack: str, table: Iterable[Key] = KEYS) -> tuple[Key, ...]:
    """Return the keys that are active in ``stack``, those of the innermost place first."""
    places = STACKS[stack]
    return tuple(key for place in places for key in table if key.place == place)


def key_for(action: str, table: Iterable[Key] = KEYS) -> str:
    """Return the key of an action in its displayed form, for use in a sentence."""
    return next(key.displayed_key for key in table if key.action == action)


def check_clashes(table: Iterable[Key] = KEYS) -> None:
    """Raise ``Refused`` when a key has two actions in one stack, or when an action has only keys in ``TAKEN``."""
    rows = tuple(table)
    for key in rows:
        if set(key.keys) <= TAKEN:
            raise Refused(
                Problem(
                    'The key "{key}" for {action} belongs to the terminal.',
                    "Choose another in the settings.",
                    values={"key": key.displayed_key, "action": key.name},
                )
            )
    for stack in STACKS:
        seen: dict[str, Key] = {}
        for key in active_keys(stack, rows):
            for name in key.keys:
                other = seen.setdefault(name, key)
                if other.action != key.action:
                    raise Refused(
                        Problem(
                            'The key "{key}" is assigned to both {one} and {other}.',
                            "Choose another for one of them in the settings.",
                            values={"key": format_key(name), "one": other.name, "other": key.name},
                        )
                    )


def apply_user_keys(overrides: Mapping[str, str], table: Iterable[Key] = KEYS, *, place: str = "") -> tuple[Key, ...]:
    """Return the table with the user's keys, checked. ``overrides`` maps actions to keys separated by commas.

    ``place`` is the settings file, named in ``Refused`` problems.
    """
    try:
        changed = replace_keys(overrides, table)
        check_clashes(changed)
    except Refused as refused:
        raise Refused(*(problem.with_place(place) for problem in refused.problems)) from refused
    return changed


def bindings(*places: str) -> list[BindingType]:
    """Return Textual bindings for places. Their ids let the user's keys replace them."""
    return [
        Binding(
            ",".join(key.keys),
            _textual_action(key),
            show=False,
            priority=key.place == "everywhere" and key.action == "quit",
            id=f"{key.place}.{key.action}.{key.keys[0]}",
        )
        for place in places
        for key in KEYS
        if key.place == place
    ]


def _textual_action(key: Key) -> str:
    """Return the action as Textual resolves it: the app's own actions need a prefix where another widget binds them."""
    return f"app.{key.action}" if key.action in OF_THE_PROGRAM and key.place != "everywhere" else key.action


def keymap(table: Iterable[Key]) -> dict[str, str]:
    """Return the argument for ``App.set_keymap`` that replaces the default keys with those of ``table``."""
    return {
        f"{old.place}.{old.action}.{old.keys[0]}": ",".join(new.keys)
        for old, new in zip(KEYS, table, strict=True)
        if old.keys != new.keys
    }
