"""The verb that writes commitments as activities and indicators as results of IATI, and says what did not fit."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack import i18n, text
from accordtrack.cli import handed, machine, outcome, shapes, shared, sheet
from accordtrack.cli.session import chosen, opened, two_dates
from accordtrack.cli.verbs import argument, offer, option
from accordtrack.dates import TwoDates
from accordtrack.i18n import later, tr, trn
from accordtrack.views import IatiAsked

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.desk import Desk
    from accordtrack.views import IatiExport, LeftOut

SHOWN = 3
"""Ids that are told of each reason; JSON and CSV have all of them."""
_RECORDS = {
    "status.report": "status",
    "event.record": "event",
    "conflict.record": "conflict",
    "conflict.settle": "conflict",
    "answer.ask": "ask",
    "indicator.link": "link",
    "commitment.amend": "amend",
    "indicator.amend": "amend",
    "framework.amend": "amend",
}
"""What an entry records where its kind does not begin with the word."""
_COUNTS = ("activities", "commitments", "indicators", "results", "values")


def register(group: typer.Typer) -> None:
    """Add the verb to the group of exports, its help in the language in force."""
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
    audience: Annotated[str, shared.audience()] = "public",
    side: Annotated[str | None, shared.side()] = None,
    as_of: Annotated[str | None, shared.as_of()] = None,
    known_on: Annotated[str | None, shared.known_on()] = None,
    reporter: Annotated[
        str | None, option("--reporting-org", tr("REF"), tr("Registered identifier of the organisation that reports."))
    ] = None,
    name: Annotated[str | None, option("--reporting-name", tr("NAME"), tr("Its name."))] = None,
    kind: Annotated[
        str | None, option("--reporting-type", tr("CODE"), tr("Its type in the list of IATI: 10 is a government."))
    ] = None,
    force: Annotated[bool, shared.force()] = False,
) -> None:
    """Writes an IATI file."""
    options = chosen(ctx)

    def asked(desk: Desk) -> IatiAsked:
        at = two_dates(desk, as_of, known_on) or TwoDates(desk.today, desk.today)
        return IatiAsked(at, audience, side if audience == "side" else None, reporter, name, kind)

    desk = opened(options, lambda found: found.refuse_iati(out, asked(found), force=force))
    _write(options, desk.export_iati(out, asked(desk), force=force))


def _write(options: Globals, found: IatiExport) -> None:
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            left = [handed.left_out(item) for item in found.left]
            named = ("path", "as_of", "known_on", "audience", "reporting_org", "registered", *_COUNTS, "withheld")
            facts = {"bytes": found.size, **{name: getattr(found, name) for name in named}}
            told = {**shapes.plain(facts), "not_carried": left}
            machine.write_one(options.format, "iati_file", told, ascii_only=options.ascii_only)
        case "csv":
            machine.write_csv(handed.LEFT, [handed.left_out(item) for item in found.left])
        case _:
            _say(options, found)


def _say(options: Globals, found: IatiExport) -> None:
    values = {"x": found.path, "size": text.size(found.size), "audience": i18n.word("audience", found.audience)}
    sheet.say(options, tr("Written, and valid by the schema: {x}, {size}, for the audience {audience}.", **values))
    sheet.say(options, tr("As of {as_of}, known on {known_on}.", as_of=found.as_of, known_on=found.known_on))
    parts = (
        trn("{n} activity", "{n} activities", found.activities),
        trn("{n} of them a commitment", "{n} of them commitments", found.commitments),
        trn("{n} indicator", "{n} indicators", found.indicators),
        trn("{n} result", "{n} results", found.results),
        trn("{n} actual value", "{n} actual values", found.values),
    )
    sheet.say(options, f"{', '.join(parts)}.")
    if not found.registered:
        unnamed = later(
            "The register has no identifier of who reports: {ref} stands there, which is no registered one."
        )
        sheet.say(options, tr(unnamed, ref=found.reporting_org))
    if found.left:
        count = len(found.left)
        sheet.say(
            options, trn("{n} thing that IATI has no place for:", "{n} things that IATI has no place for:", count)
        )
    for reason, items in _by_reason(found.left).items():
        ids = ", ".join(item.id for item in items[:SHOWN])
        more = f", {tr('and {n} more', n=len(items) - SHOWN)}" if len(items) > SHOWN else ""
        sheet.say(options, f"  {len(items)} × {reason} ({ids}{more})")
    handed.withheld(options, found.withheld)


def _by_reason(left: tuple[LeftOut, ...]) -> dict[str, list[LeftOut]]:
    """Items by kind and reason, the most frequent first."""
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for item in left:
        reason = tr(item.problem.message, **dict.fromkeys(item.problem.values, "…"))
        found[f"{i18n.word('record', _RECORDS.get(item.kind, item.kind.partition('.')[0]))}: {reason}"].append(item)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))
