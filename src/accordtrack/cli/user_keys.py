"""Reads the ``[keys]`` table of the user's settings without pydantic, so that the screens open sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.paths import config_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.settings_file import read_settings_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def read_user_keys() -> Mapping[str, str]:
    """Return the user's keys by action name, separated by commas. Raise ``Refused`` for a file that cannot be read."""
    own = read_settings_file().get("keys", {})
    if not isinstance(own, dict):
        raise Refused(_wrong_keys_problem("keys"))
    return dict(_flatten_keys(own))


def _flatten_keys(own: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Yield pairs of action and keys; the input is ``note = "N"`` or, for one place, ``list.down = ["n", "down"]``."""
    for name, value in own.items():
        match value:
            case str():
                yield place + name, value
            case list() if all(isinstance(key, str) for key in value):
                yield place + name, ",".join(value)
            case dict() if not place:
                yield from _flatten_keys(value, f"{name}.")
            case _:
                raise Refused(_wrong_keys_problem(place + name))


def _wrong_keys_problem(name: str) -> Problem:
    return Problem(
        "The keys of {name} are not text", 'Write note = "N" below [keys].', str(config_file()), {"name": name}
    )
