"""The user's key bindings: parses those of the settings and puts them into the key table.

``note = "N"`` sets the keys of an action in every place that has it, ``list.down = "n, down"`` in one place only. In
places where text is typed, keys that write a character do not change.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.tui.key_table import Key

TYPING = frozenset({"filter", "choosing", "form", "import", "saving"})
"""Places in which text is typed."""
_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "s-tab": "shift+tab",
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
}
_KNOWN = frozenset(str(key.value) for key in Keys)
_WITH = re.compile(r"(?:(?:ctrl|alt|shift)\+)+.+")


def parse(text: str) -> tuple[str, ...]:
    """Parse keys separated by commas, such as ``^r``, ``?``, ``esc``. Raise ``Refused`` for an unknown key."""
    return tuple(dict.fromkeys(_parse_key(part.strip()) for part in text.split(",") if part.strip()))


def _textual_key_name(character: str) -> str:
    """Return Textual's name of the key that writes ``character``: ``?`` is ``question_mark``."""
    return next(iter(Binding.make_bindings([(character, "", "")]))).key


def _parse_key(word: str) -> str:
    if len(word) == 1:
        return _ALIASES.get(word) or _textual_key_name(word)
    if len(word) == 2 and word[0] == "^":  # noqa: PLR2004 - a sign and a letter
        return f"ctrl+{_textual_key_name(word[1].lower())}"
    name = _ALIASES.get(word.lower(), word.lower())
    rest = name.rpartition("+")[2]
    if name in _KNOWN or key_to_character(name) is not None:
        return name
    if _WITH.fullmatch(name) and (rest in _KNOWN or key_to_character(rest) is not None):
        return name
    values = {"key": shorten(sanitize_line(word), 40)}
    raise Refused(Problem('There is no key "{key}"', 'Write it as x, ^x, esc, f5 or "alt+x".', values=values))


def replace_keys(overrides: Mapping[str, str], table: Iterable[Key]) -> tuple[Key, ...]:
    """Return the table with the user's keys, unchecked for clashes. Raise ``Refused`` for unknown ones."""
    rows = tuple(table)
    names = {name for key in rows for name in (key.name, f"{key.place}.{key.name}")}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, text in overrides.items():
        if name not in names:
            raise Refused(_unknown_action_problem(name, names))
        chosen[name] = parse(text)
        if not chosen[name]:
            raise Refused(Problem("The action {action} needs a key", "Write one.", values={"action": name}))
    return tuple(replace(key, keys=_keys_for_action(key, chosen)) for key in rows)


def _unknown_action_problem(name: str, names: Iterable[str]) -> Problem:
    values = {"x": shorten(sanitize_line(name), 60), "y": nearest(name, names)}
    if values["y"]:
        return Problem('There is no action "{x}" for a key; did you mean {y}?', values=values)
    return Problem('There is no action "{x}" for a key', "docs/keys.md lists their names.", values=values)


def _keys_for_action(key: Key, chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    place = f"{key.place}.{key.name}"
    if place in chosen:
        typed = next((name for name in chosen[place] if key.place in TYPING and key_to_character(name)), None)
        if typed is not None:
            values = {"key": typed, "action": place}
            raise Refused(
                Problem(
                    'The key "{key}" for {action} types text there', "Choose one that types nothing.", values=values
                )
            )
        return chosen[place]
    own = chosen.get(key.name)
    if own is None:
        return key.keys
    if key.place in TYPING:
        return tuple(name for name in own if not key_to_character(name)) or key.keys
    return own
