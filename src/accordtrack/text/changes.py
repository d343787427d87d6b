"""Text about changes between two dates, shared by the command and the screen. Not yet sanitized."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.i18n import sides, tr, trn
from accordtrack.text.field_values import field, value
from accordtrack.text.numbers import amount
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
        return f"{kind}: {field(change.field)}"
    if change.kind == "target" and change.field is not None:
        return f"{kind}: {change.field}"
    return kind


def before(change: ChangeView, *, ascii_only: bool) -> str:
    """Return the value on the earlier date, empty if there was none."""
    if change.kind in {"added", "restated"}:
        return ""
    return _said(change, change.before, change.before_basis, ascii_only=ascii_only)


def after(change: ChangeView, *, ascii_only: bool) -> str:
    """Return the value on the later date, empty if there is none."""
    if change.kind == "added":
        return value("title", change.after)
    return _said(change, change.after, change.after_basis, ascii_only=ascii_only)


def _said(change: ChangeView, held: Any, basis: str | None, *, ascii_only: bool) -> str:  # noqa: ANN401
    match change.kind:
        case "status" | "withdrawn" | "restated":
            return wording.status(held, basis, ascii_only=ascii_only, short=True)
        case "standing" | "grade" | "timeliness":
            return label(change.kind, held)
        case "due":
            rests = label("due basis", basis)
            return f"{held} ({rests})" if held and rests else str(held or "")
        case "target":
            return _target(held)
        case "said":
            return _words(held, ascii_only=ascii_only)
        case kind if kind in _EVIDENCE and isinstance(held, Mapping):
            return f"{value('title', held.get('title'))} ({label('grade', held.get('grade'))})"
        case _:
            return value(change.field or "", held)


def _target(held: object) -> str:
    if not isinstance(held, Mapping):
        return ""
    told = held.get("value")
    shown = told if told is None else amount(float(told))
    values = {"value": shown, "date": held.get("by"), "who": label("set by", str(held.get("set_by")))}
    return tr("{value} by {date}, {who}", **values)


def _words(held: object, *, ascii_only: bool) -> str:
    """Return the speaker and content of an entry that changed nothing else."""
    if not isinstance(held, Mapping):
        return ""
    who = label("side", held.get("speaker"))
    if held.get("status"):
        return f"{who}: {wording.status(held.get('status'), held.get('basis'), ascii_only=ascii_only, short=True)}"
    said = label("stance", held.get("stance")) or label("entry kind", str(held.get("kind")))
    return f"{who}: {said}" if who else said


def counts(found: DiffView) -> list[tuple[str, str, int]]:
    """Return the kinds of change with their labels and counts."""
    return [(kind, label("change", kind), count) for kind, count in found.counts]


def dates(found: DiffView) -> str:
    """Return the two dates, each with its known date if that is another day."""
    first, second = (
        at.as_of if at.as_of == at.known_on else tr("{date}, known on {known}", date=at.as_of, known=at.known_on)
        for at in (found.a, found.b)
    )
    return tr("From {first} to {second}", first=first, second=second)


def summary(found: DiffView) -> str:
    """Return how much changed, in one sentence."""
    if not found.ids:
        return tr("Nothing changed.")
    changes = trn("{n} change", "{n} changes", found.total)
    return trn("{changes} of {n} record.", "{changes} of {n} records.", found.commitments, changes=changes)


def order(changes: list[ChangeView]) -> list[ChangeView]:
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
