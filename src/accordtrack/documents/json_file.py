"""Scorecard as JSON, in the published format of ``docs/json.md``, and the comparison behind ``--check``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.core.json_numbers import rounded

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
    """Return the scorecard as plain values.

    Each object names its type in ``is``. A count is an object among the strings of its sentence.
    """
    return {"type": TYPE, "contract": CONTRACT, **_plain(card)}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if is_dataclass(value) and not isinstance(value, type):
        written = (field.name for field in fields(value) if "unwritten" not in field.metadata)
        told = {name: _plain(getattr(value, name)) for name in written}
        return {"is": type(value).__name__.lower(), **told}
    if isinstance(value, Mapping):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    return str(value) if isinstance(value, str) else rounded(value)


def differences(told: Any, found: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401
    """Yield every difference between a file and the current scorecard as (path, value in the file, current value).

    Numbers from the file are rounded first, because earlier versions did not round them.
    """
    if isinstance(told, Mapping) and isinstance(found, Mapping):
        for name in sorted({*told, *found}):
            if not place and name in UNCHECKED:
                continue
            yield from differences(told.get(name), found.get(name), f"{place}.{name}" if place else name)
    elif _listed(told) and _listed(found) and len(told) == len(found):
        for number, (one, other) in enumerate(zip(told, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif rounded(told) != found or (type(told) is not type(found) and not _numbers(told, found)):
        yield place, told, found


def _listed(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _numbers(*values: object) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
