"""Output for programs: one JSON object, a line of JSON a record, or CSV; keys are stable and dates are ISO text.

``{"version": 1, "type": "commitments", ...}``: a key is never renamed or dropped within a version. Texts stand in both
languages. In CSV a cell that a spreadsheet would take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from accordtrack import views
from accordtrack.text import wash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION = 1
_DECIMALS = frozenset({"value", "weight", "share_us", "target"})
_RENAMED = {"responsible": "responsible_side"}
_DROPPED = frozenset({"key"})
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def plain(value: Any) -> Any:  # noqa: ANN401
    """A view as JSON values: decimals become numbers, halves stand under the code of their side."""
    if isinstance(value, views.Text):
        return {"en": wash(value.en), "es": wash(value.es)}
    if is_dataclass(value) and not isinstance(value, type):
        made = {
            _RENAMED.get(item.name, item.name): _field(item.name, getattr(value, item.name)) for item in fields(value)
        }
        if isinstance(value, views.MeasurementView):
            made |= _ratio(value.value)
        return {name: held for name, held in made.items() if name not in _DROPPED}
    if isinstance(value, Mapping):
        return {wash(name): plain(held) for name, held in value.items()}
    if isinstance(value, str):
        return wash(value)
    if isinstance(value, bool | int | float) or value is None:
        return value
    return [plain(item) for item in value]


def _field(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "halves" and value and is_dataclass(value[0]):
        return {half.side: plain(half) for half in value}
    if name in _DECIMALS and isinstance(value, str):
        return number(value)
    return plain(value)


def _ratio(value: str) -> dict[str, Any]:
    """A value given as ``60/120`` is no number: it stands in its two parts."""
    parts = value.split("/")
    both = [number(part) for part in parts] if len(parts) == 2 else [None, None]  # noqa: PLR2004 - numerator, denominator
    return {"value": None if both[0] is not None else number(value), "numerator": both[0], "denominator": both[1]}


def number(text: str) -> Any:  # noqa: ANN401
    """Decimal text as a JSON number; anything else stays text."""
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return wash(text)


def commitment(view: views.CommitmentView) -> dict[str, Any]:
    """One commitment: the keys of its row in a list, and all that hangs from it."""
    whole: dict[str, Any] = plain(view)
    row = whole.pop("row")
    halves = {side: {**row["halves"].get(side, {}), **half} for side, half in whole.pop("halves").items()}
    return {**row, **whole, "halves": halves}


def write_json(kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """One object: ``version``, ``type`` and the facts."""
    whole = {"version": VERSION, "type": kind, **facts}
    sys.stdout.write(json.dumps(whole, ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")


def write_lines(kind: str, rows: Iterable[Mapping[str, Any]], *, ascii_only: bool = False) -> None:
    """One object a line, each with its ``version`` and ``type``."""
    for row in rows:
        whole = {"version": VERSION, "type": kind, **row}
        sys.stdout.write(json.dumps(whole, ensure_ascii=ascii_only, allow_nan=False) + "\n")


def write_one(form: str, kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """One thing in ``form``: an object, a line, or a heading and a line."""
    match form:
        case "json":
            write_json(kind, facts, ascii_only=ascii_only)
        case "ndjson":
            write_lines(kind, [facts], ascii_only=ascii_only)
        case _:
            write_csv(tuple(facts), [facts])


def write_csv(paths: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A heading and a line a row; ``paths`` such as ``title.en`` choose the cells and become ``title_en``."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([path.replace(".", "_").lower() for path in paths])
    for row in rows:
        writer.writerow([_cell(_at(row, path)) for path in paths])


def _at(row: Any, path: str) -> Any:  # noqa: ANN401
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
    return f"'{value}" if value.lstrip(" \n").startswith(_FORMULA) else value
