"""The ``export iati`` verb: commitments as IATI activities, indicators as results, and a report of what did not fit."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack import i18n
from accordtrack.cli import export_report, machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.session import global_options, open_desk, two_dates
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.core import safe_text
from accordtrack.core.dates import TwoDates
from accordtrack.i18n import tr
from accordtrack.text import exports
from accordtrack.types import IatiRequest

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import IatiExport

_COUNTS = ("activities", "commitments", "indicators", "results", "values")


def register(group: typer.Typer) -> None:
    """Add the verb to the export group, with help text in the current language."""
    add_verb(
        group,
        "iati",
        export_iati,
        tr("write commitments and indicators as IATI 2.03"),
        tr(
            "Writes commitments as activities and indicators as results, with baseline, target and actual, "
            "to one file of the International Aid Transparency Initiative, version 2.03. It is checked "
            "against the schema before it is written; what does not fit is listed, item by item in JSON "
            "and CSV. Without --reporting-org, the file says that the reporting organization is not "
            "registered."
        ),
    )


def export_iati(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write: .xml"))],
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    reporter: Annotated[
        str | None, option("--reporting-org", tr("REF"), tr("Registered identifier of the reporting organization."))
    ] = None,
    name: Annotated[str | None, option("--reporting-name", tr("NAME"), tr("Its name."))] = None,
    kind: Annotated[
        str | None, option("--reporting-type", tr("CODE"), tr("Its type in the IATI list: 10 is a government."))
    ] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write an IATI file."""
    options = global_options(ctx)

    def build_request(desk: Desk) -> IatiRequest:
        at = two_dates(desk, as_of, known_on) or TwoDates(desk.today, desk.today)
        return IatiRequest(at, audience, side if audience == "side" else None, reporter, name, kind)

    desk = open_desk(options, lambda found: found.refuse_iati(out, build_request(found), force=force))
    _report_export(options, desk.export_iati(out, build_request(desk), force=force))


def _report_export(options: Globals, iati_export: IatiExport) -> None:
    saved_status.mark_saved()
    left = [export_report.omission_as_json(item) for item in iati_export.left]
    names = ("path", "as_of", "known_on", "audience", "reporting_org", "registered", *_COUNTS, "withheld")
    facts = {"bytes": iati_export.size, **{name: getattr(iati_export, name) for name in names}, "not_carried": left}
    if not machine_output.wrote_one(options, "iati_file", facts, export_report.LEFT, left):
        _print_summary(options, iati_export)


def _print_summary(options: Globals, iati_export: IatiExport) -> None:
    values = {
        "x": safe_text.sanitize_line(iati_export.path),
        "size": safe_text.format_size(iati_export.size),
        "audience": i18n.term_label("audience", iati_export.audience),
    }
    text_tables.print_text(
        options, tr("Written, and valid under the schema: {x}, {size}, for the audience {audience}.", **values)
    )
    text_tables.print_text(options, *exports.iati_lines(iati_export), *exports.not_carried(iati_export))
    export_report.print_withheld_count(options, iati_export.withheld)
