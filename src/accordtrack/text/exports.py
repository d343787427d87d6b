"""Text about exports (calendar, IATI file, public site): what they contain and what they could not carry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from accordtrack.core.dates import TwoDates
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy, term_label, tr, trn
from accordtrack.text import edition_dates

if TYPE_CHECKING:
    from accordtrack.types import CalendarExport, IatiExport, LeftOut, SiteWritten

SHOWN = 3
"""Number of ids shown for each reason; JSON and CSV have all of them."""
_RECORDS = {
    "status.report": "status",
    "event.record": "event",
    "conflict.record": "conflict",
    "conflict.settle": "conflict",
    "evaluation.record": "evaluation",
    "chain.set": "chain",
    "answer.ask": "ask",
    "indicator.link": "link",
    "commitment.amend": "amend",
    "indicator.amend": "amend",
    "framework.amend": "amend",
}
"""Record labels of entry kinds whose first part is not the label."""


def withheld_lines(count: int) -> list[str]:
    """Return how many entries were withheld from the audience. Empty if none."""
    return (
        [trn("{n} entry that is not public is left out.", "{n} entries that are not public are left out.", count)]
        if count
        else []
    )


def calendar_lines(calendar_export: CalendarExport) -> list[str]:
    """Return the contents of a calendar by kind of date."""
    counts = (
        trn("{n} deadline", "{n} deadlines", calendar_export.deadlines),
        trn("{n} upcoming report", "{n} upcoming reports", calendar_export.reports),
        trn("{n} upcoming meeting", "{n} upcoming meetings", calendar_export.meetings),
    )
    lines = [f"{', '.join(counts)}."]
    if calendar_export.not_agreed:
        lines.append(
            trn(
                "{n} date that is not agreed, marked as such.",
                "{n} dates that are not agreed, marked as such.",
                calendar_export.not_agreed,
            )
        )
    if calendar_export.cancelled:
        lines.append(
            trn(
                "{n} date is no longer in effect: it is marked as canceled.",
                "{n} dates are no longer in effect: they are marked as canceled.",
                calendar_export.cancelled,
            )
        )
    return lines


def iati_lines(iati_export: IatiExport) -> list[str]:
    """Return the contents of an IATI file, its dates, and whether the reporting organization is registered."""
    parts = (
        trn("{n} activity", "{n} activities", iati_export.activities),
        trn("{n} of them a commitment", "{n} of them commitments", iati_export.commitments),
        trn("{n} indicator", "{n} indicators", iati_export.indicators),
        trn("placed {n} time", "placed {n} times", iati_export.results),
        trn("{n} actual value", "{n} actual values", iati_export.values),
    )
    lines = [
        edition_dates.updated(TwoDates(iati_export.as_of, iati_export.known_on)),
        f"{', '.join(parts)}.",
    ]
    if not iati_export.registered:
        unnamed = gettext_lazy(
            "The register has no identifier for the reporting organization: {ref}, which is not "
            "registered, is used instead."
        )
        lines.append(tr(unnamed, ref=iati_export.reporting_org))
    return lines


def not_carried(iati_export: IatiExport) -> list[str]:
    """Return what IATI cannot carry: the count, then one line per reason, most frequent first."""
    if not iati_export.left:
        return []
    count = len(iati_export.left)
    lines = [trn("{n} item with no place in IATI:", "{n} items with no place in IATI:", count)]
    for reason, items in _group_by_reason(iati_export.left).items():
        ids = ", ".join(item.id for item in items[:SHOWN])
        more = f", {tr('and {n} more', n=len(items) - SHOWN)}" if len(items) > SHOWN else ""
        lines.append(f"  {len(items)} × {reason} ({ids}{more})")
    return lines


def _group_by_reason(left: tuple[LeftOut, ...]) -> dict[str, list[LeftOut]]:
    """Group items by kind and reason, most frequent first."""
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for item in left:
        reason = tr(item.problem.message, **dict.fromkeys(item.problem.values, "…"))
        found[f"{term_label('record', _RECORDS.get(item.kind, item.kind.partition('.')[0]))}: {reason}"].append(item)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def site_lines(done: SiteWritten) -> list[str]:
    """Return how many files of a site were unchanged, which part it holds, and a change of publisher."""
    lines = []
    if done.kept:
        lines.append(trn("{n} file is unchanged.", "{n} files are unchanged.", done.kept))
    if done.part:
        lines.append(tr("It contains only: {part}.", part=done.part))
    if done.before and done.before != done.publisher:
        now = done.publisher or tr("nobody")
        lines.append(
            tr(
                "Its publisher was {before}; it now names {now}.",
                before=sanitize_line(done.before),
                now=sanitize_line(now),
            )
        )
    return lines
