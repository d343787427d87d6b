"""Output of the ``attention`` verb: how many items are owed, overdue, awaiting an answer or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.session import dates_facts
from accordtrack.i18n import in_alternat, tr
from accordtrack.text import pending
from accordtrack.text.filters import format_filter
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import AttentionCount
    from accordtrack.types.pending import PendingAct

CSV = ("name", "side", "count", "filter")


def write(options: Globals, desk: Desk) -> None:
    """Write one row per count, each with the filter that lists the counted items.

    In a text, a sentence counts the changes that wait, so the count of commitments in force with such a change is left
    out: what waits may concern none of them. This does not mark anything as seen.
    """
    seat = desk.info().seat
    seen = desk.last_seen_entry()
    attention_counts = in_alternat(desk.attention(seen, side=seat.side if seat else None), lambda one: one.side)
    rows = [_count_as_json(one) for one in attention_counts]
    own = seat.side if seat and seat.side in set(Side) else None
    acts = desk.pending(own) if own else ()
    waiting = sum(len(act.entries) for act in acts) if own else None
    facts = {**dates_facts(desk, None), "seen": seen, "pending": waiting}
    if not machine_output.wrote_rows(options, "attention", rows, CSV, facts):
        columns = [
            text_tables.Column(tr("what")),
            text_tables.Column(tr("number"), numeric=True),
            text_tables.Column(tr("filter that lists them")),
        ]
        text_tables.print_table(
            options,
            columns,
            [[_count_label(one), f"{one.count:,}", _listed_by(one)] for one in attention_counts if one.name != "waits"],
        )
        if own:
            _print_waiting(options, own, acts)
            other = Side(own).other
            if proposed := desk.pending(other):
                _print_waiting(options, other, proposed)
        if seen is None:
            text_tables.print_text(
                options, tr("No one has viewed the register from this desk yet, so nothing counts as changed.")
            )


def _count_label(one: AttentionCount) -> str:
    """Return the label of a count, without the number."""
    match one.name:
        case "owed":
            return tr("{side} still open", side=label("short side", one.side))
        case "reply":
            return tr("unanswered by you")
        case "turn":
            return tr("your turn to reply")
        case "changed":
            return tr("changed since you looked")
        case "overdue" | "past_horizon" | "waits":
            return label("count", one.name)
        case name:
            return f"{label('short side', one.side)}: {label('count', name)}"


def _print_waiting(options: Globals, side: str, acts: Sequence[PendingAct]) -> None:
    advice = tr('"{program} pending" lists it.', program=options.program) if acts else ""
    text_tables.print_text(options, f"{pending.headline(acts, side)} {advice}".rstrip())


def _listed_by(one: AttentionCount) -> str:
    """Return the filter that lists what was counted, with its verb if that is not ``list``."""
    return f"disputes {format_filter(one.terms)}" if one.name == "turn" else format_filter(one.terms)


def _count_as_json(one: AttentionCount) -> dict[str, Any]:
    side = one.side if one.side in set(Side) else None
    return {"name": one.name, "side": side, "count": one.count, "filter": one.filter}
