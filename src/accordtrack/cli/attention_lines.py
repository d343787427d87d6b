"""Output of the ``attention`` verb: how many items are owed, overdue, awaiting an answer or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.session import dates_facts
from accordtrack.i18n import in_alternat, tr
from accordtrack.text import attention
from accordtrack.text.filters import written
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import AttentionCount

CSV = ("name", "side", "count", "filter")


def write(options: Globals, desk: Desk) -> None:
    """Write one row per count, each with the filter that lists the counted items.

    This does not mark anything as seen.
    """
    seat = desk.info().seat
    seen = desk.seen()
    found = _ordered(desk.attention(seen, side=seat.side if seat else None))
    rows = [_row(one) for one in found]
    match options.format:
        case "json":
            facts = {**dates_facts(desk, None), "seen": seen, "rows": rows}
            machine_output.write_json("attention", facts, ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_rows("attention", rows, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(CSV, rows)
        case _:
            columns = [
                text_tables.Column(tr("what")),
                text_tables.Column(tr("number"), numeric=True),
                text_tables.Column(tr("filter that lists them")),
            ]
            text_tables.table(
                options, columns, [[attention.words(one), f"{one.count:,}", written(one.terms)] for one in found]
            )
            if seen is None:
                text_tables.say(
                    options, tr("Nobody has looked at the register from this desk yet, so nothing counts as changed.")
                )


def _ordered(counts: tuple[AttentionCount, ...]) -> list[AttentionCount]:
    """Return the counts with what each side owes first, sides in the order of the current language."""
    owed = [one for one in counts if one.name == "owed"]
    return [*in_alternat(owed, lambda one: one.side), *(one for one in counts if one.name != "owed")]


def _row(one: AttentionCount) -> dict[str, Any]:
    side = one.side if one.side in set(Side) else None
    return {"name": one.name, "side": side, "count": one.count, "filter": one.filter}
