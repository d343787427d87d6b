"""Conversion of views to JSON values, under the keys of ``docs/json.md``.

A test compares that page with the actual output. Each name has one meaning: ``speaker_body`` is the body that speaks,
as in records; ``sources`` holds ids; a count of such items has a name of its own, such as ``evidence_count``. The
program's own texts appear in both languages, so the output does not depend on the current language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from accordtrack import types
from accordtrack.core.problems import Problem
from accordtrack.core.safe_text import sanitize
from accordtrack.counts import NOBODY
from accordtrack.i18n import explain, in_both_languages, line_text
from accordtrack.types.pending import PendingEntry

if TYPE_CHECKING:
    from collections.abc import Callable

_SPEAKER = {"body": "speaker_body"}
_NAMES: dict[type, dict[str, str]] = {
    types.RegisterRow: {"responsible": "responsible_side", "evidence": "evidence_count"},
    types.StatementView: _SPEAKER,
    types.PositionView: _SPEAKER,
    types.EvidenceView: _SPEAKER,
    types.ClaimView: _SPEAKER,
    types.HalfView: {"proposes": "proposed_status"},
    types.ConflictView: {"cited": "cited_sources"},
    types.DisputeView: {"responsible": "responsible_side"},
    types.ThreadItem: {"body": "speaker_body", "figure": "measurement"},
    types.ProposedChange: {"entry": "id"},
    types.VerifyReport: {
        "present": "bodies_present",
        "withheld": "bodies_withheld",
        "wrong": "bodies_wrong",
        "findings": "problems",
    },
    types.RepairReport: {"findings": "problems"},
}
"""Keys that differ from the field names of the view."""

_DECIMALS = frozenset({"value", "weight", "share_us", "target"})
_AGES = ("overdue_0_30", "overdue_31_90", "overdue_91")


def to_json_value(value: Any) -> Any:  # noqa: ANN401
    """Convert a view to JSON values. Decimals become numbers, and halves are keyed by the code of their side."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return sanitize(value)
        case types.Text():
            return {"en": sanitize(value.en), "es": sanitize(value.es)}
        case types.Line():
            return text_in_both_languages(lambda: line_text(value))
        case types.Finding():
            return problem_as_json(Problem(value.message, value.advice, value.place, value.values))
        case Mapping():
            return {sanitize(name): to_json_value(member) for name, member in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _view_as_json(value)
    return [to_json_value(item) for item in value]


def _view_as_json(view: Any) -> dict[str, Any]:  # noqa: ANN401
    names = _NAMES.get(type(view), {})
    document = {
        names.get(item.name, item.name): _field_as_json(item.name, getattr(view, item.name)) for item in fields(view)
    }
    match view:
        case types.RegisterRow() | PendingEntry():
            del document["key"]
        case types.MeasurementView():
            document |= _parse_ratio(view.value)
        case types.VerifyReport() | types.FeedReport():
            document = {name: None if value == "" else value for name, value in document.items()}
        case types.ResponsibilityRow():
            document |= dict(zip(_AGES, document.pop("ages"), strict=True))
            if view.code == NOBODY:
                document |= {"code": None, "name": None}
    return document


def _field_as_json(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "halves" and value and is_dataclass(value[0]):
        return {half.side: to_json_value(half) for half in value}
    if name in _DECIMALS and isinstance(value, str):
        return parse_number(value)
    return to_json_value(value)


def _parse_ratio(value: str) -> dict[str, Any]:
    """Return a measured value as a number, or as numerator and denominator when it is written as ``60/120``."""
    parts = value.split("/")
    both_parts = [parse_number(part) for part in parts] if len(parts) == 2 else [None, None]  # noqa: PLR2004 - numerator, denominator
    whole = parse_number(value) if both_parts[0] is None else None
    return {"value": whole, "numerator": both_parts[0], "denominator": both_parts[1]}


def parse_number(text: str) -> Any:  # noqa: ANN401
    """Return decimal text as a JSON number; any other text is returned as text."""
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return sanitize(text)


def commitment_as_json(view: types.CommitmentView) -> dict[str, Any]:
    """Return one commitment: the keys of its row in a list, plus its details."""
    whole: dict[str, Any] = to_json_value(view)
    row, due, cited = whole.pop("row"), whole.pop("due"), whole.pop("sources")
    framework, area, further = whole.pop("framework"), whole.pop("area"), dict(view.further)
    whole.pop("further")
    whole.pop("has_results")
    halves = {side: {**row["halves"].get(side, {}), **half} for side, half in whole.pop("halves").items()}
    own = {
        "framework_title": framework["name"],
        "area": area and area["code"],
        "area_title": area and area["name"],
        "first_due_on": due["first_due_on"],
        "due_moves": due["moves"],
        "proposed_due_on": due["proposed"],
        "due_recorded_by": due["recorded_by"],
        "sources": whole.pop("own_sources"),
        "cited_sources": cited,
        "conflicts": [{"id": item["code"], "title": item["name"]} for item in whole.pop("conflicts")],
        "halves": halves,
        "revision": whole.pop("version"),
    }
    return {**row, **further, **whole, **own}


def problem_as_json(found: Problem) -> dict[str, Any]:
    """Return a problem as JSON: its place, message and advice, in both languages."""
    return {
        "place": sanitize(found.place) or None,
        "message": text_in_both_languages(lambda: explain(Problem(found.message, "", "", found.values))),
        "advice": text_in_both_languages(lambda: explain(Problem(found.advice, "", "", found.values)))
        if found.advice
        else None,
    }


def text_in_both_languages(words: Callable[[], str]) -> dict[str, str]:
    """Return the result of ``words`` in each language."""
    return {language: sanitize(text) for language, text in in_both_languages(words).items()}
