"""Text about changes between two dates, shared by the command and the screen. Not yet sanitized."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.i18n import localize, sides, tr, trn
from accordtrack.text import deadlines
from accordtrack.text.answers import answer_text
from accordtrack.text.authorship import named_by, signed
from accordtrack.text.calendar_names import day_name
from accordtrack.text.field_values import changed_field, value_text
from accordtrack.text.late_entries import dated_earlier
from accordtrack.text.numbers import format_amount
from accordtrack.types.entries import AnsweredEntry
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import ChangeView, DiffView

SIGNS = {"added": ("+", "+"), "removed": ("−", "-"), "changed": ("→", "->")}
_EVIDENCE = frozenset({"evidence", "withheld", "expired"})


def sign(change: ChangeView, *, ascii_only: bool) -> str:
    """Return ``+``, ``−`` or ``→``, or the ASCII form."""
    return SIGNS[change.sign][ascii_only]


def change_label(change: ChangeView) -> str:
    """Return the kind of change and what it is about: the half or the field."""
    kind = label("change", change.kind)
    if change.half is not None:
        return f"{kind}, {label('side', change.half)}"
    if change.kind in {"text", "field", "proposed"} and change.field is not None:
        return f"{kind}: {changed_field(change.field, change.after)}"
    if change.kind == "target" and change.field is not None:
        return f"{kind}: {change.field}"
    return kind


def value_before(change: ChangeView, *, ascii_only: bool) -> str:
    """Return the value on the earlier date, empty if there was none."""
    if change.kind in {"added", "restated"}:
        return ""
    text = _value_text(change, change.before, change.before_basis, ascii_only=ascii_only)
    return signed(text, localize(change.before_by))


def value_after(change: ChangeView, *, ascii_only: bool) -> str:
    """Return the value on the later date, empty if there is none."""
    if change.kind == "added":
        return value_text("title", change.after)
    text = _value_text(change, change.after, change.after_basis, ascii_only=ascii_only)
    return signed(text, localize(change.after_by))


def _value_text(change: ChangeView, value: Any, basis: str | None, *, ascii_only: bool) -> str:  # noqa: ANN401
    match change.kind:
        case "status" | "withdrawn" | "restated":
            return wording.status(value, basis, ascii_only=ascii_only, short=True)
        case "taken_back":
            return wording.status(value, basis, ascii_only=ascii_only, short=True) if value else ""
        case "observed":
            return wording.observed_status(value, ascii_only=ascii_only) if value else ""
        case "standing" | "grade" | "timeliness":
            return label(change.kind, value)
        case "due":
            rests = deadlines.brief_basis(basis)
            return f"{value} ({rests})" if value and rests else str(value or "")
        case "target":
            return _target_text(value)
        case "said":
            return _entry_text(value, ascii_only=ascii_only)
        case kind if kind in _EVIDENCE and isinstance(value, Mapping):
            title = named_by(str(value.get("speaker")), value_text("title", value.get("title")))
            return f"{title} ({label('grade', value.get('grade'))})"
        case _:
            return value_text(change.field or "", value)


def _target_text(target: object) -> str:
    if not isinstance(target, Mapping):
        return ""
    amount = target.get("value")
    text = amount if amount is None else format_amount(float(amount))
    values = {"value": text, "date": target.get("by"), "who": label("set by", str(target.get("set_by")))}
    told = tr("{value} by {date}, {who}", **values)
    baseline = target.get("baseline")
    if not isinstance(baseline, Mapping):
        return told
    start = format_amount(float(baseline["value"]))
    return tr("{target}, from {value} on {date}", target=told, value=start, date=baseline.get("on"))


def _entry_text(entry: object, *, ascii_only: bool) -> str:
    """Return the speaker and content of an entry that changed nothing else."""
    if not isinstance(entry, Mapping):
        return ""
    who = label("side", entry.get("speaker"))
    if entry.get("status"):
        return f"{who}: {wording.status(entry.get('status'), entry.get('basis'), ascii_only=ascii_only, short=True)}"
    target = entry.get("answered")
    answered = AnsweredEntry(target["kind"], tuple(target["fields"])) if isinstance(target, Mapping) else None
    text = answer_text(entry.get("stance"), answered) or label("entry kind", str(entry.get("kind")))
    return f"{who}: {text}" if who else text


def counts(diff: DiffView) -> list[tuple[str, str, int]]:
    """Return the kinds of change with their labels and counts."""
    return [(kind, label("change", kind), count) for kind, count in diff.counts]


def dates(diff: DiffView) -> str:
    """Return the two dates, each with its known date if that is another day."""
    first, second = (
        day_name(at.as_of)
        if at.as_of == at.known_on
        else tr("{date}, with data available as of {known}", date=day_name(at.as_of), known=day_name(at.known_on))
        for at in (diff.a, diff.b)
    )
    return tr("From {first} to {second}", first=first, second=second)


def summary(diff: DiffView) -> str:
    """Return how much changed, and what was recorded in between about an earlier day."""
    changes = trn("{n} change", "{n} changes", diff.total)
    text = trn("{changes} in {n} record.", "{changes} in {n} records.", diff.commitments, changes=changes)
    return " ".join(filter(None, (text if diff.ids else tr("Nothing changed."), dated_earlier(diff.dated_earlier))))


def sort_changes(changes: list[ChangeView]) -> list[ChangeView]:
    """Return the changes with the halves of one kind in the order of the language's alternat."""
    places = {side: place for place, side in enumerate(sides())}
    found: list[ChangeView] = []
    for change in changes:
        if change.half is not None and found and (last := found[-1]).half is not None:
            same = (last.id, last.kind) == (change.id, change.kind)
            if same and places[last.half] > places[change.half]:
                found.insert(len(found) - 1, change)
                continue
        found.append(change)
    return found
