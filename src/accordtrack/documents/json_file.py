"""Scorecard as JSON, in the published format of ``docs/json.md``, and the comparison behind ``--check``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.core.json_numbers import round_floats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Scorecard

TYPE, CONTRACT = "scorecard", 1
UNCHECKED = ("version", "checkpoint")
"""Fields that ``--check`` ignores: the program version, and the log position, which grows without changing a number."""


def render(card: Scorecard) -> bytes:
    """Return UTF-8 JSON with sorted keys, numbers rounded to 12 decimals, and a final newline."""
    return (json.dumps(as_json(card), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def as_json(card: Scorecard) -> dict[str, Any]:
    """Return the scorecard as plain values. ``is`` names the type of an object; a count is one within its sentence."""
    return {"type": TYPE, "contract": CONTRACT, **_to_plain(card)}


def _to_plain(value: Any) -> Any:  # noqa: ANN401
    if is_dataclass(value) and not isinstance(value, type):
        lines = (field.name for field in fields(value) if "unwritten" not in field.metadata)
        members = {name: _to_plain(getattr(value, name)) for name in lines}
        return {"is": type(value).__name__.lower(), **members}
    if isinstance(value, Mapping):
        return {str(name): _to_plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_to_plain(item) for item in value]
    return str(value) if isinstance(value, str) else round_floats(value)


def differences(file_value: Any, found: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Yield every difference between a file and the current scorecard as (path, value in the file, current value).

    Numbers from the file are rounded first, because earlier versions did not round them.
    """
    if isinstance(file_value, Mapping) and isinstance(found, Mapping):
        for name in sorted({*file_value, *found}):
            if not place and name in UNCHECKED:
                continue
            yield from differences(file_value.get(name), found.get(name), f"{place}.{name}" if place else name)
    elif _is_list(file_value) and _is_list(found) and len(file_value) == len(found):
        for number, (one, other) in enumerate(zip(file_value, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif round_floats(file_value) != found or (
        type(file_value) is not type(found) and not _are_numbers(file_value, found)
    ):
        yield place, file_value, found


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
