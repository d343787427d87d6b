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
from accordtrack.i18n import explain, in_both, say

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


def plain(value: Any) -> Any:  # noqa: ANN401
    """Convert a view to JSON values. Decimals become numbers, and halves are keyed by the code of their side."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return sanitize(value)
        case types.Text():
            return {"en": sanitize(value.en), "es": sanitize(value.es)}
        case types.Line():
            return both(lambda: say(value))
        case types.Finding():
            return problem(Problem(value.message, value.advice, value.place, value.values))
        case Mapping():
            return {sanitize(name): plain(held) for name, held in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _shaped(value)
    return [plain(item) for item in value]


def _shaped(view: Any) -> dict[str, Any]:  # noqa: ANN401
    names = _NAMES.get(type(view), {})
    made = {names.get(item.name, item.name): _field(item.name, getattr(view, item.name)) for item in fields(view)}
    match view:
        case types.RegisterRow():
            del made["key"]
        case types.MeasurementView():
            made |= _ratio(view.value)
        case types.VerifyReport() | types.FeedReport():
            made = {name: None if held == "" else held for name, held in made.items()}
        case types.ResponsibilityRow():
            made |= dict(zip(_AGES, made.pop("ages"), strict=True))
            if view.code == NOBODY:
                made |= {"code": None, "name": None}
    return made


def _field(name: str, value: Any) -> Any:  # noqa: ANN401
    if name == "halves" and value and is_dataclass(value[0]):
        return {half.side: plain(half) for half in value}
    if name in _DECIMALS and isinstance(value, str):
        return number(value)
    return plain(value)


def _ratio(value: str) -> dict[str, Any]:
    """Return a measured value as a number, or as numerator and denominator when it is written as ``60/120``."""
    parts = value.split("/")
    both_parts = [number(part) for part in parts] if len(parts) == 2 else [None, None]  # noqa: PLR2004 - numerator, denominator
    whole = number(value) if both_parts[0] is None else None
    return {"value": whole, "numerator": both_parts[0], "denominator": both_parts[1]}


def number(text: str) -> Any:  # noqa: ANN401
    """Return decimal text as a JSON number; any other text is returned as text."""
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return sanitize(text)


def commitment(view: types.CommitmentView) -> dict[str, Any]:
    """Return one commitment: the keys of its row in a list, plus its details."""
    whole: dict[str, Any] = plain(view)
    row, due, cited = whole.pop("row"), whole.pop("due"), whole.pop("sources")
    framework, area, further = whole.pop("framework"), whole.pop("area"), dict(view.further)
    whole.pop("further")
    halves = {side: {**row["halves"].get(side, {}), **half} for side, half in whole.pop("halves").items()}
    own = {
        "framework_title": framework["name"],
        "area": area and area["code"],
        "area_title": area and area["name"],
        "first_due_on": due["first_due_on"],
        "due_moves": due["moves"],
        "proposed_due_on": due["proposed"],
        "sources": whole.pop("own_sources"),
        "cited_sources": cited,
        "conflicts": [{"id": item["code"], "title": item["name"]} for item in whole.pop("conflicts")],
        "halves": halves,
        "revision": whole.pop("version"),
    }
    return {**row, **further, **whole, **own}


def problem(found: Problem) -> dict[str, Any]:
    """Return a problem as JSON: its place, message and advice, in both languages."""
    return {
        "place": sanitize(found.place) or None,
        "message": both(lambda: explain(Problem(found.message, "", "", found.values))),
        "advice": both(lambda: explain(Problem(found.advice, "", "", found.values))) if found.advice else None,
    }


def both(words: Callable[[], str]) -> dict[str, str]:
    """Return the result of ``words`` in each language."""
    return {language: sanitize(said) for language, said in in_both(words).items()}
