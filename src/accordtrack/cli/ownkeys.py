"""The ``[keys]`` of the user's settings, read without the rest: the screens open before pydantic is imported."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from accordtrack.places import config_file
from accordtrack.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def own_keys() -> Mapping[str, str]:
    """Names of actions with the keys that the user gives them, parted by commas. Refuses a file that cannot be read."""
    file = config_file()
    try:
        words = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise Refused(Problem("The settings are not UTF-8", "Save the file again as UTF-8.", str(file))) from error
    except OSError as error:
        raise Refused(
            Problem("The settings cannot be read", "Check the permissions of the file.", str(file))
        ) from error
    try:
        held = tomllib.loads(words).get("keys", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        values = {"why": str(error)}
        raise Refused(Problem("The settings are not TOML: {why}", "Correct the file.", str(file), values)) from error
    if not isinstance(held, dict):
        raise Refused(_wrong("keys"))
    return dict(_flat(held))


def _flat(held: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """``note = "N"`` and, of one place, ``list.down = ["n", "down"]``."""
    for name, value in held.items():
        match value:
            case str():
                yield place + name, value
            case list() if all(isinstance(key, str) for key in value):
                yield place + name, ",".join(value)
            case dict() if not place:
                yield from _flat(value, f"{name}.")
            case _:
                raise Refused(_wrong(place + name))


def _wrong(name: str) -> Problem:
    return Problem(
        "The keys of {name} are no text", 'Write note = "N" below [keys].', str(config_file()), {"name": name}
    )
