"""What is made of the one table of keys (``keytable``): bindings, and the lists for footer, help and palette.

A key belongs to a *place*. A screen or dialog is one or more places at a time (``STACKS``); two actions
that would answer one key there are an error that names both. Labels are English literals of the
catalogue and are put into words where they are shown, so that a change of language shows at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from accordtrack.core.problems import Problem, Refused
from accordtrack.tui.key_places import PLACES, STACKS, where
from accordtrack.tui.key_table import FIND, GROUPS, KEYS, LOOK, MOVE, PROGRAM, TAKEN, WRITE, Key, show
from accordtrack.tui.user_keys import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "FIND",
    "GROUPS",
    "KEYS",
    "LOOK",
    "MOVE",
    "PLACES",
    "PROGRAM",
    "STACKS",
    "TAKEN",
    "WRITE",
    "Key",
    "bindings",
    "change",
    "check",
    "keymap",
    "of",
    "show",
    "where",
]
OF_THE_PROGRAM = frozenset({"quit", "help", "language", "theme"})
"""Actions that are the program's wherever their key is bound."""


def of(stack: str, table: Iterable[Key] = KEYS) -> tuple[Key, ...]:
    """The keys that answer in ``stack``, its own first."""
    places = STACKS[stack]
    return tuple(key for place in places for key in table if key.place == place)


def key_for(action: str, table: Iterable[Key] = KEYS) -> str:
    """The key of an action as a person reads it, where a sentence names it."""
    return next(key.shown for key in table if key.action == action)


def check(table: Iterable[Key] = KEYS) -> None:
    """Raise ``Refused`` when a key has two actions in one place, or an action only a key that others own."""
    rows = tuple(table)
    for key in rows:
        if set(key.keys) <= TAKEN:
            raise Refused(
                Problem(
                    'The key "{key}" of {action} belongs to the terminal.',
                    "Choose another in the settings.",
                    values={"key": key.shown, "action": key.name},
                )
            )
    for stack in STACKS:
        seen: dict[str, Key] = {}
        for key in of(stack, rows):
            for name in key.keys:
                other = seen.setdefault(name, key)
                if other.action != key.action:
                    raise Refused(
                        Problem(
                            'The key "{key}" is given to both {one} and {other}.',
                            "Choose another for one of them in the settings.",
                            values={"key": show(name), "one": other.name, "other": key.name},
                        )
                    )


def change(overrides: Mapping[str, str], table: Iterable[Key] = KEYS, *, place: str = "") -> tuple[Key, ...]:
    """The table with the keys of the user's settings (``action`` to keys parted by commas) put in, checked.

    ``place`` is the file in which a problem is to be put right.
    """
    try:
        changed = replaced(overrides, table)
        check(changed)
    except Refused as refused:
        raise Refused(*(problem.at(place) for problem in refused.problems)) from refused
    return changed


def bindings(*places: str) -> list[BindingType]:
    """Textual bindings of some places, named ``place.action`` so that the user's keys can replace them."""
    return [
        Binding(
            ",".join(key.keys),
            _target(key),
            show=False,
            priority=key.place == "everywhere" and key.action == "quit",
            id=f"{key.place}.{key.action}.{key.keys[0]}",
        )
        for place in places
        for key in KEYS
        if key.place == place
    ]


def _target(key: Key) -> str:
    """The action as Textual finds it: the program's own are named so where another widget binds them."""
    return f"app.{key.action}" if key.action in OF_THE_PROGRAM and key.place != "everywhere" else key.action


def keymap(table: Iterable[Key]) -> dict[str, str]:
    """What ``App.set_keymap`` needs to put ``table`` in force over the one of this module."""
    return {
        f"{old.place}.{old.action}.{old.keys[0]}": ",".join(new.keys)
        for old, new in zip(KEYS, table, strict=True)
        if old.keys != new.keys
    }
