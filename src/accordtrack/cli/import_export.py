"""The ``import`` and ``export`` verbs."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import (
    calendar,
    export_report,
    iati,
    import_report,
    machine_output,
    saved_status,
    shared_options,
    text_tables,
)
from accordtrack.cli.progress import item_progress
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_group, add_verb, argument, flag, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    add_verb(
        app,
        "import",
        import_table,
        tr("import a table, CSV or XLSX"),
        tr(
            "Imports commitments, statuses, evidence or measurements from a table, all rows in one act or "
            "none. Columns have English or Spanish names; --template writes a table to fill in. What is "
            "already recorded is left as it is."
        ),
        family=tr("Record"),
    )
    out = add_group(app, "export", tr("export the register's data"), family=tr("Keep"))
    add_verb(
        out,
        "data",
        export_data,
        tr("write every table as a data package"),
        tr(
            "Writes CSV tables with a descriptor, from which init --data can recreate a register; a "
            "folder, or one file that ends in .zip. What a package cannot hold is listed. The public one "
            "holds only what is marked TLP:CLEAR."
        ),
    )
    add_verb(
        out,
        "history",
        export_history,
        tr("write every entry of the log"),
        tr(
            "Writes the accountability history, newest first, as CSV or as lines of JSON; the file extension "
            "selects the format."
        ),
    )
    calendar.register(out)
    iati.register(out)


def import_table(
    ctx: typer.Context,
    file: Annotated[Path | None, argument(tr("FILE"), tr("The table: .csv or .xlsx"))] = None,
    kind: Annotated[
        str | None,
        option(
            "--kind",
            "commitments|statuses|evidence|measurements",
            tr("What the table holds; if omitted, it is detected from the table."),
        ),
    ] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
    handling: Annotated[str | None, shared_options.handling()] = None,
    template: Annotated[
        Path | None, option("--template", tr("OUT"), tr("Write a table to fill in, .xlsx or .csv, and import nothing."))
    ] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> int:
    """Import a table, or write a template to fill in."""
    options = global_options(ctx)
    if template is not None:
        if file is not None:
            problem = Problem("--template imports no file", "Leave out {x}.", values={"x": file}, usage=True)
            raise Refused(problem)
        _write_template(options, template, kind, force=force)
        return 0
    if file is None:
        raise Refused(Problem("Name the file to import", "accordtrack import FILE.csv", usage=True))
    desk = open_desk(options, lambda found: found.refuse_table(file, kind))
    with item_progress(options, tr("Taking in")) as report:
        found = desk.import_table(
            file,
            kind=kind,
            dry_run=dry_run,
            progress=report,
            handling=handling,
            announce=partial(import_report.announce, options),
        )
    if found.act:
        saved_status.mark_saved()
    import_report.write(options, found, dry_run=dry_run)
    return 1 if found.refusals else 0


def _write_template(options: Globals, out: Path, kind: str | None, *, force: bool) -> None:
    from accordtrack import service  # noqa: PLC0415

    place = options.db or service.default_path()
    service.import_template(out.name, kind, {})
    service.check_free(out, replace=force, how="--force")
    ids = open_desk(options).ids_by_family() if options.db or place.exists() else {}
    size = service.save_bytes(out, service.import_template(out.name, kind, ids), replace=force)
    saved_status.mark_saved()
    if not machine_output.wrote_one(options, "template", {"path": str(out)}):
        text_tables.print_written(options, out, size)


def export_data(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("DIR|FILE.zip"), tr("The folder or file to write."))],
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    force: Annotated[bool, flag("--force", tr("Replace an existing data package."))] = False,
) -> None:
    """Write a data package."""
    options = global_options(ctx)
    desk = open_desk(options, lambda desk: desk.refuse_export(out, audience=audience, side=side, force=force))
    data_export = desk.export_data(out, audience=audience, side=side, force=force)
    export_report.write(options, data_export)


def export_history(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write: .csv or .ndjson"))],
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write the history to a file."""
    options = global_options(ctx)
    export_report.write_history(options, out, export_report.Reader(audience, side), force=force)
