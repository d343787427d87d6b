"""Reports of exports, and the export of the history to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.cli import json_shapes, machine_output, outcome, text_tables
from accordtrack.cli.progress import progress
from accordtrack.cli.session import opened
from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import explain, tr, trn
from accordtrack.interchange import history_file
from accordtrack.service import check_free, save_bytes
from accordtrack.text import exports
from accordtrack.wording import label

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.types import DataExport, LeftOut

LEFT = ("id", "kind", "record", "reason.en", "reason.es")
SHOWN = 20
"""Number of entries left out that the table format lists. JSON and the package itself list all of them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Audience of an export."""

    audience: str
    side: str | None


def write(options: Globals, found: DataExport) -> None:
    """Report what a data package holds and what it leaves out."""
    outcome.saved()
    left = [left_out(item) for item in found.left]
    match options.format:
        case "json" | "ndjson":
            facts = {"path": found.path, "bytes": found.size, "tables": dict(found.tables), "withheld": found.withheld}
            told = {**json_shapes.plain(facts), "not_carried": left}
            machine_output.write_one(options.format, "data_package", told, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(LEFT, left)
        case _:
            text_tables.say(
                options,
                tr("Written: {x}, {size}.", x=safe_text.sanitize_line(found.path), size=safe_text.size(found.size)),
            )
            rows = sum(count for name, count in found.tables.items() if name != "not_carried")
            tables = trn("{n} table", "{n} tables", len(found.tables) - 1)
            text_tables.say(options, f"{tables}, {trn('{n} row', '{n} rows', rows)}.")
            for item in found.left[:SHOWN]:
                text_tables.say(options, f"  {item.id} ({label('entry kind', item.kind)}): {explain(item.problem)}")
            if len(found.left) > SHOWN:
                text_tables.say(options, tr("and {n} more", n=len(found.left) - SHOWN))
            if found.left:
                words = trn("{n} thing was not carried.", "{n} things were not carried.", len(found.left))
                text_tables.say(options, words)
            withheld(options, found.withheld)


def left_out(item: LeftOut) -> dict[str, object]:
    """Return an item that was not exported, in JSON form."""
    words = json_shapes.both(lambda: explain(item.problem))
    return {"id": item.id, "kind": item.kind, "record": json_shapes.plain(item.record), "reason": words}


def withheld(options: Globals, count: int) -> None:
    """Print how many entries were withheld from the audience."""
    for line in exports.withheld(count):
        text_tables.say(options, line)


def write_history(options: Globals, out: Path, reader: Reader, *, force: bool) -> None:
    """Write every entry that ``reader`` may read to ``out``.

    The suffix of ``out`` selects CSV or NDJSON. Raise ``Refused`` for any other suffix.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in {"csv", "ndjson"}:
        advice = "Name a file that ends in .csv or .ndjson."
        raise Refused(Problem("{x} does not say in which form", advice, values={"x": out.name}, usage=True))
    check_free(out, replace=force, how="--force")
    desk = opened(options, lambda found: found.readable_history(reader.audience, reader.side))
    with progress(options, tr("Writing")) as report:
        entries, left = desk.readable_history(reader.audience, reader.side, progress=report)
    raw = (
        history_file.as_csv(entries)
        if form == "csv"
        else history_file.as_lines(entries, ascii_only=options.ascii_asked is True)
    )
    size = save_bytes(out, raw, replace=force)
    outcome.saved()
    if options.format != "table":
        facts = {"path": str(out), "bytes": size, "entries": len(entries), "withheld": left}
        machine_output.write_one(
            options.format, "history_file", json_shapes.plain(facts), ascii_only=options.ascii_only
        )
        return
    text_tables.say(options, tr("Written: {x}, {size}.", x=safe_text.sanitize_line(out), size=safe_text.size(size)))
    text_tables.say(options, trn("{n} entry.", "{n} entries.", len(entries)))
    withheld(options, left)
