"""Text about why numbers changed, shared by the command, the screen and the scorecard. Not yet sanitized."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import with_minus_signs
from accordtrack.i18n import localize, sides, tr, trc, trn
from accordtrack.scoring.rounding import round_half_even
from accordtrack.text.late_entries import dated_earlier
from accordtrack.text.numbers import format_exact
from accordtrack.vocabulary import Provenance, Seat
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import MovingEntry, Points, ScoreChange, ScoreChanges

NUMBERS = ("delivery", "trend", "attainment")


def format_move(value: float) -> str:
    """Format points with a sign and two decimals; empty if the number did not change."""
    if value == 0:
        return ""
    rounded = round_half_even(value, 2)
    return with_minus_signs(f"{rounded:+.2f}" if rounded else f"{Decimal(f'{value:.0e}'):+f}")


def number_name(number: str) -> str:
    """Return the name of a number."""
    return {
        "delivery": tr("actions done"),
        "trend": tr("change in indicators"),
        "attainment": tr("progress toward agreed targets"),
    }[number]


def provenance(value: str | None, seat: str | None) -> str:
    """Return the provenance of an entry in words; ``seat`` is the side of the desk that wrote it."""
    match value:
        case Provenance.OWN:
            return label("side", seat)
        case Provenance.COUNTERPART if seat in set(sides()):
            other = next(one for one in sides() if one != seat)
            values = {"one": label("side", seat), "other": label("side", other)}
            return tr("entered by {one}, not confirmed by {other}", **values)
        case Provenance.THIRD_PARTY:
            return tr("entered by a third party")
        case Provenance.NOT_ADMITTED:
            return label("side", Seat.OBS) + ", " + tr("not admitted")
        case _:
            return ""


def who(change: ScoreChange) -> str:
    """Return who made a change: the person, the desk and the provenance. Empty for the passage of time."""
    if change.act is None:
        return ""
    values = {"by": change.by, "feed": change.feed, "provenance": provenance(change.provenance, change.seat)}
    return tr("{by} at {feed} ({provenance})", **values)


def desk(change: ScoreChange) -> str:
    """Return the desk that made a change, and the provenance, for a document, which names no person."""
    if change.act is None:
        return ""
    return tr("{feed} ({provenance})", feed=change.feed, provenance=provenance(change.provenance, change.seat))


def classes(change: ScoreChange) -> str:
    """Return the classes of a change, with late entries."""
    names = [label("change class", one) for one in change.classes]
    if late := change.late_count:
        names.append(trn("{n} late entry", "{n} late entries", late))
    return ", ".join(names)


def entry_line(entry: MovingEntry, *, alone: bool) -> str:
    """Return one entry in a line: its kind, what it is about, and its points unless it is ``alone`` in its act."""
    title = localize(entry.title)
    about = f"{entry.ref}: {title}" if title else entry.ref
    line = f"{label('entry kind', entry.kind)}, {about}"
    if entry.proposal is not None:
        line = tr("{entry} (proposed as {proposal}, accepted)", entry=line, proposal=entry.proposal)
    if entry.late:
        line = tr("{entry} (late entry, recorded on {day})", entry=line, day=entry.at[:10])
    moves = "" if alone else points_text(entry.points)
    return f"{line}: {moves}" if moves else line


def lines(change: ScoreChange) -> list[str]:
    """Return a change in lines: its classes, its entries, and who recorded them."""
    if change.act is None:
        return [classes(change), tr("Evidence expired, a commitment began, or a value became too old.")]
    entries = [entry_line(entry, alone=len(change.entries) == 1) for entry in change.entries]
    return [classes(change), *entries, who(change)]


def points_text(points: Points) -> str:
    """Return the numbers that changed, with their points: ``delivery +1.20, attainment +0.30``."""
    moves = [(name, format_move(getattr(points, name))) for name in NUMBERS]
    return ", ".join(f"{number_name(name)} {move}" for name, move in moves if move)


def title(changes: ScoreChanges) -> str:
    """Return the name of the card whose numbers changed."""
    if not changes.id:
        return trc("card", "the whole")
    if changes.subject == "side":
        return label("side", changes.id)
    text = localize(changes.title)
    return text if changes.subject == "theme" else f"{changes.id}  {text}".rstrip()


def as_printed(changes: ScoreChanges) -> ScoreChanges:
    """Return the changes without those of an attainment that a score does not show."""
    if changes.printable:
        return changes
    found = []
    for change in changes.changes:
        entries = tuple(
            replace(entry, points=points)
            for entry in change.entries
            if (points := replace(entry.points, attainment=0.0)).is_move
        )
        points = replace(change.points, attainment=0.0)
        if entries or (not change.entries and points.is_move):
            classes = tuple(dict.fromkeys(entry.change_class for entry in entries)) or change.classes
            found.append(replace(change, points=points, entries=entries, classes=classes))
    first, last = (replace(one, attainment=None) for one in (changes.first, changes.last))
    return replace(changes, first=first, last=last, changes=tuple(found))


def difference(changes: ScoreChanges) -> list[str]:
    """Return a line for each number: before, after, and the points between."""
    lines = []
    for name in NUMBERS:
        if name == "attainment" and not changes.printable:
            lines.append(tr("{number}: not yet measurable beyond arrests and seizures", number=number_name(name)))
            continue
        before, after = getattr(changes.first, name), getattr(changes.last, name)
        if before is None and after is None:
            continue
        values = {
            "number": number_name(name),
            "before": _number(name, before),
            "after": _number(name, after),
            "points": format_move(getattr(changes.points, name)) or tr("no change"),
        }
        lines.append(tr("{number}: {before} before, {after} after, {points}", **values))
    return lines


def _number(name: str, value: float | None) -> str:
    if value is None or name != "trend":
        return format_exact(value)
    return with_minus_signs(f"{round_half_even(value, 1) + 0.0:+.1f}") if round_half_even(value, 1) else "0.0"


def dates(changes: ScoreChanges) -> str:
    """Return the two days."""
    return tr(
        "From the end of {since} to the end of {until}, each as then known.", since=changes.since, until=changes.until
    )


def summary(changes: ScoreChanges) -> str:
    """Return how many entries changed a number, how many of them are late, and what was recorded about an earlier day."""
    return " ".join(filter(None, (_count_text(changes), dated_earlier(changes.dated_earlier))))


def _count_text(changes: ScoreChanges) -> str:
    if not changes.changes:
        return tr("No entry changed a number.")
    acts = sum(change.act is not None for change in changes.changes)
    entries = sum(len(change.entries) for change in changes.changes)
    late = sum(change.late_count for change in changes.changes)
    passed = len(changes.changes) - acts
    parts = [trn("{n} entry changed a number", "{n} entries changed a number", entries)]
    if passed:
        parts.append(
            trn(
                "the passage of time alone changed numbers on {n} day",
                "the passage of time alone changed numbers on {n} days",
                passed,
            )
        )
    if late:
        parts.append(trn("{n} of the entries is a late entry", "{n} of the entries are late entries", late))
    return "; ".join(parts) + "."


def note() -> str:
    """Return how to read points where a number is missing."""
    return tr("A missing number counts as 0 in these sums.")
