"""Flatten rows of JSON values for CSV by paths such as ``title.en``; an apostrophe precedes any formula."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import without_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def flatten_rows(paths: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Yield the heading row, in which ``title.en`` becomes ``title_en``, then the cells of each row."""
    yield [path.replace(".", "_").lower() for path in paths]
    for row in rows:
        yield [_cell(_value_at(row, path)) for path in paths]


def _value_at(row: Any, path: str) -> Any:  # noqa: ANN401
    for step in path.split("."):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row


def _cell(value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        value = " ".join(str(item) for item in value)
    elif isinstance(value, Mapping):
        value = json.dumps(value, ensure_ascii=False)
    return without_formula(value)
