"""Reports of exports, and the export of the history to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.cli import json_shapes, machine_output, saved_status, text_tables
from accordtrack.cli.progress import item_progress
from accordtrack.cli.session import open_desk
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import explain, tr, trn
from accordtrack.interchange import history_file
from accordtrack.service import check_free, save_bytes
from accordtrack.text import effect_notes, exports
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


def write(options: Globals, data_export: DataExport) -> None:
    """Report what a data package holds and what it leaves out."""
    saved_status.mark_saved()
    left = [omission_as_json(item) for item in data_export.left]
    facts = {
        "path": data_export.path,
        "bytes": data_export.size,
        "tables": dict(data_export.tables),
        "withheld": data_export.withheld,
        "not_carried": left,
    }
    if not machine_output.wrote_one(options, "data_package", facts, LEFT, left):
        text_tables.print_written(options, data_export.path, data_export.size)
        rows = sum(count for name, count in data_export.tables.items() if name != "not_carried")
        tables = trn("{n} table", "{n} tables", len(data_export.tables) - 1)
        text_tables.print_text(options, f"{tables}, {trn('{n} row', '{n} rows', rows)}.")
        for item in data_export.left[:SHOWN]:
            text_tables.print_text(options, f"  {item.id} ({label('entry kind', item.kind)}): {explain(item.problem)}")
        if len(data_export.left) > SHOWN:
            text_tables.print_text(options, tr("and {n} more", n=len(data_export.left) - SHOWN))
        if data_export.left:
            words = trn(
                "{n} item that these readers may read was changed or not included, for the reason given.",
                "{n} items that these readers may read were changed or not included, for the reasons given.",
                len(data_export.left),
            )
            text_tables.print_text(options, words)
        print_withheld_count(options, data_export.withheld)


def omission_as_json(item: LeftOut) -> dict[str, object]:
    """Return an item that was not exported, in JSON form."""
    words = json_shapes.text_in_both_languages(lambda: explain(item.problem))
    return {"id": item.id, "kind": item.kind, "record": json_shapes.to_json_value(item.record), "reason": words}


def print_withheld_count(options: Globals, count: int) -> None:
    """Print how many entries were withheld from the audience."""
    text_tables.print_text(options, *exports.withheld_lines(count))


def write_history(options: Globals, out: Path, reader: Reader, *, force: bool) -> None:
    """Write every entry that ``reader`` may read to ``out``, a .csv or .ndjson file. Raise ``Refused`` for others."""
    form = out.suffix.lower().removeprefix(".")
    if form not in {"csv", "ndjson"}:
        advice = "Name a file that ends in .csv or .ndjson."
        raise Refused(Problem("{x} does not indicate a format", advice, values={"x": out.name}, usage=True))
    check_free(out, replace=force, how="--force")
    desk = open_desk(options, lambda found: found.readable_history(reader.audience, reader.side))
    with item_progress(options, tr("Writing")) as report:
        entries, left = desk.readable_history(reader.audience, reader.side, progress=report)
    raw = (
        history_file.as_csv(entries)
        if form == "csv"
        else history_file.as_json_lines(entries, ascii_only=options.ascii_asked is True)
    )
    size = save_bytes(out, raw, replace=force)
    desk.note_export("history", out, reader.audience, reader.side)
    saved_status.mark_saved()
    facts = {"path": str(out), "bytes": size, "entries": len(entries), "withheld": left}
    if machine_output.wrote_one(options, "history_file", facts):
        return
    text_tables.print_written(options, out, size)
    text_tables.print_text(options, trn("{n} entry.", "{n} entries.", len(entries)))
    print_withheld_count(options, left)
    text_tables.print_text(options, *effect_notes.notes(desk.effects(reader.audience, reader.side)))
