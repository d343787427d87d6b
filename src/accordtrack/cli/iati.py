"""The ``export iati`` verb, which writes commitments as IATI activities and indicators as results.

It reports what did not fit.
"""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack import i18n
from accordtrack.cli import export_report, json_shapes, machine_output, outcome, shared_options, text_tables
from accordtrack.cli.session import chosen, opened, two_dates
from accordtrack.cli.verbs import argument, offer, option
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
    offer(
        group,
        "iati",
        export_iati,
        tr("write commitments and indicators as IATI 2.03"),
        tr(
            "Writes commitments as activities and indicators as results, with baseline, target and actual, into one file of "
            "the International Aid Transparency Initiative, version 2.03. It is checked by the schema before it is written; "
            "what does not fit is listed, in JSON and CSV item by item. Without --reporting-org the file says that whoever reports is not registered."
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
        str | None, option("--reporting-org", tr("REF"), tr("Registered identifier of the organisation that reports."))
    ] = None,
    name: Annotated[str | None, option("--reporting-name", tr("NAME"), tr("Its name."))] = None,
    kind: Annotated[
        str | None, option("--reporting-type", tr("CODE"), tr("Its type in the list of IATI: 10 is a government."))
    ] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write an IATI file."""
    options = chosen(ctx)

    def asked(desk: Desk) -> IatiRequest:
        at = two_dates(desk, as_of, known_on) or TwoDates(desk.today, desk.today)
        return IatiRequest(at, audience, side if audience == "side" else None, reporter, name, kind)

    desk = opened(options, lambda found: found.refuse_iati(out, asked(found), force=force))
    _write(options, desk.export_iati(out, asked(desk), force=force))


def _write(options: Globals, found: IatiExport) -> None:
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            left = [export_report.left_out(item) for item in found.left]
            named = ("path", "as_of", "known_on", "audience", "reporting_org", "registered", *_COUNTS, "withheld")
            facts = {"bytes": found.size, **{name: getattr(found, name) for name in named}}
            told = {**json_shapes.plain(facts), "not_carried": left}
            machine_output.write_one(options.format, "iati_file", told, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(export_report.LEFT, [export_report.left_out(item) for item in found.left])
        case _:
            _say(options, found)


def _say(options: Globals, found: IatiExport) -> None:
    values = {
        "x": safe_text.sanitize_line(found.path),
        "size": safe_text.size(found.size),
        "audience": i18n.word("audience", found.audience),
    }
    text_tables.say(
        options, tr("Written, and valid by the schema: {x}, {size}, for the audience {audience}.", **values)
    )
    for line in (*exports.activities(found), *exports.not_carried(found)):
        text_tables.say(options, line)
    export_report.withheld(options, found.withheld)
