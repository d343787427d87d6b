"""Export the accountability history: every entry with its body, as CSV or JSON Lines (``docs/json.md``)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import sanitize
from accordtrack.interchange import flat_rows
from accordtrack.types import Text
from accordtrack.types.entries import AnsweredEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.types import EntryView

COLUMNS = (
    *("id", "kind", "ref", "speaker", "official", "effective_on", "known_on", "handling", "feed", "seq", "lc", "at"),
    *("by", "act", "hash", "signature", "retracted_by", "names", "title.en", "title.es", "body"),
    *("provenance", "waits", "late", "compiled_on"),
)
_HEAD = {"version": 1, "type": "history_row"}


def as_csv(entries: Iterable[EntryView]) -> bytes:
    """Return the entries as CSV: a heading row, then one row per entry in the given order."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(flat_rows.flatten_rows(COLUMNS, map(entry_row, entries)))
    return out.getvalue().encode("utf-8", errors="replace")


def as_json_lines(entries: Iterable[EntryView], *, ascii_only: bool = False) -> bytes:
    """Return the entries as JSON Lines: one object per line in the given order."""
    records = ({**_HEAD, "row": entry_row(entry)} for entry in entries)
    found = (json.dumps(one, ensure_ascii=ascii_only, allow_nan=False) for one in records)
    return "".join(f"{one}\n" for one in found).encode("utf-8", errors="replace")


def entry_row(entry: EntryView) -> dict[str, Any]:
    """Return an entry as JSON values, with unsafe characters removed from every text."""
    return {field.name: _sanitize_value(getattr(entry, field.name)) for field in fields(entry)}


def _sanitize_value(value: Any) -> Any:  # noqa: ANN401
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return sanitize(value)
        case Text() | AnsweredEntry():
            return {one.name: _sanitize_value(getattr(value, one.name)) for one in fields(value)}
        case Mapping():
            return {sanitize(name): _sanitize_value(item) for name, item in value.items()}
    return [_sanitize_value(one) for one in value]
