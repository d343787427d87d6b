"""Text about exports (calendar, IATI file, public site): what they contain and what they could not carry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy, tr, trn, word

if TYPE_CHECKING:
    from accordtrack.types import CalendarExport, IatiExport, LeftOut, SiteWritten

SHOWN = 3
"""Number of ids shown for each reason; JSON and CSV have all of them."""
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
"""Record labels of entry kinds whose first part is not the label."""


def withheld(count: int) -> list[str]:
    """Return how many entries were withheld from the audience. Empty if none."""
    return [trn("{n} entry was withheld from it.", "{n} entries were withheld from it.", count)] if count else []


def dates(found: CalendarExport) -> list[str]:
    """Return the contents of a calendar by kind of date."""
    counts = (
        trn("{n} deadline", "{n} deadlines", found.deadlines),
        trn("{n} report to come", "{n} reports to come", found.reports),
        trn("{n} meeting to come", "{n} meetings to come", found.meetings),
    )
    said = [f"{', '.join(counts)}."]
    if found.not_agreed:
        said.append(
            trn("{n} date that is not agreed, named so.", "{n} dates that are not agreed, named so.", found.not_agreed)
        )
    if found.cancelled:
        said.append(
            trn(
                "{n} date no longer stands: it is marked as cancelled.",
                "{n} dates no longer stand: they are marked as cancelled.",
                found.cancelled,
            )
        )
    return said


def activities(found: IatiExport) -> list[str]:
    """Return the contents of an IATI file, its dates, and whether the reporting organization is registered."""
    parts = (
        trn("{n} activity", "{n} activities", found.activities),
        trn("{n} of them a commitment", "{n} of them commitments", found.commitments),
        trn("{n} indicator", "{n} indicators", found.indicators),
        trn("{n} result", "{n} results", found.results),
        trn("{n} actual value", "{n} actual values", found.values),
    )
    said = [
        tr("As of {as_of}, known on {known_on}.", as_of=found.as_of, known_on=found.known_on),
        f"{', '.join(parts)}.",
    ]
    if not found.registered:
        unnamed = gettext_lazy(
            "The register has no identifier of the reporting organization: {ref} stands there, which is not registered."
        )
        said.append(tr(unnamed, ref=found.reporting_org))
    return said


def not_carried(found: IatiExport) -> list[str]:
    """Return what IATI cannot carry: the count, then one line per reason, most frequent first."""
    if not found.left:
        return []
    count = len(found.left)
    said = [trn("{n} thing that IATI has no place for:", "{n} things that IATI has no place for:", count)]
    for reason, items in _by_reason(found.left).items():
        ids = ", ".join(item.id for item in items[:SHOWN])
        more = f", {tr('and {n} more', n=len(items) - SHOWN)}" if len(items) > SHOWN else ""
        said.append(f"  {len(items)} × {reason} ({ids}{more})")
    return said


def _by_reason(left: tuple[LeftOut, ...]) -> dict[str, list[LeftOut]]:
    """Group items by kind and reason, most frequent first."""
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for item in left:
        reason = tr(item.problem.message, **dict.fromkeys(item.problem.values, "…"))
        found[f"{word('record', _RECORDS.get(item.kind, item.kind.partition('.')[0]))}: {reason}"].append(item)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def site(done: SiteWritten) -> list[str]:
    """Return how many files of a site were unchanged, which part it holds, and a change of publisher."""
    said = []
    if done.kept:
        said.append(trn("{n} file is as it was.", "{n} files are as they were.", done.kept))
    if done.part:
        said.append(tr("It holds only: {part}.", part=done.part))
    if done.before and done.before != done.publisher:
        now = done.publisher or tr("nobody")
        said.append(
            tr(
                "Its publisher was {before}; it names {now} now.",
                before=sanitize_line(done.before),
                now=sanitize_line(now),
            )
        )
    return said
