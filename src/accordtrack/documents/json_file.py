"""Scorecard as JSON, in the published format of ``docs/json.md``, and the comparison behind ``--check``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from accordtrack.core.json_numbers import round_floats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accordtrack.documents.model import Scorecard

TYPE, CONTRACT = "scorecard", 1
UNCHECKED = ("version", "checkpoint")
"""Fields that ``--check`` ignores: the program version, and the log position, which grows without changing a number."""


def render(card: Scorecard) -> bytes:
    """Return UTF-8 JSON with sorted keys, numbers rounded to 12 decimals, and a final newline."""
    return (_indented(as_json(card)) + "\n").encode()


def _indented(value: Any, depth: int = 1) -> str:  # noqa: ANN401
    """Return what ``json.dumps`` writes with ``indent=1`` and ``sort_keys=True``, in a third of the time.

    Objects without other objects or lists inside are most of a scorecard, and the encoder in C writes them in one call.
    """
    encode, between, outside = _encoder(depth)
    kind = type(value)
    if kind is dict and value:
        if _NESTED.isdisjoint(map(type, value.values())):
            inside = encode(value)[1:-1]
        else:
            inside = between.join([f"{encode(name)}: {_indented(value[name], depth + 1)}" for name in sorted(value)])
        return f"{{{between[1:]}{inside}{outside}}}"
    if kind is list and value:
        return f"[{between[1:]}{between.join([_indented(member, depth + 1) for member in value])}{outside}]"
    return encode(value)


_NESTED = frozenset({dict, list})


@cache
def _encoder(depth: int) -> tuple[Callable[[Any], str], str, str]:
    """Return the encoder of flat values at a depth, what is between two members, and what is before the closing bracket."""
    between = ",\n" + " " * depth
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(between, ": "))
    return encoder.encode, between, "\n" + " " * (depth - 1)


def as_json(card: Scorecard) -> dict[str, Any]:
    """Return the scorecard as plain values. ``is`` names the type of an object; a count is one within its sentence."""
    return {"type": TYPE, "contract": CONTRACT, **_to_plain(card)}


def _to_plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _to_plain(member) for name, member in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        members = ((name, getattr(value, name), optional) for name, optional in _written_fields(type(value)))
        found = {name: _to_plain(held) for name, held, optional in members if held or not optional}
        return {"is": type(value).__name__.lower(), **found}
    return round_floats(value)


@cache
def _written_fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a type that JSON has, each with whether an empty one is left out."""
    return tuple((one.name, "optional" in one.metadata) for one in fields(kind) if "unwritten" not in one.metadata)


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
