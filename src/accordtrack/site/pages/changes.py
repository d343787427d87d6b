"""The page of changes since the previous build: every new entry, by type of change and record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import tr, trn
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import ATOM, CHANGES, DOWNLOADS, EDITIONS, MONTHS
from accordtrack.site.record_blocks import Lines
from accordtrack.site.sections import counts_by_side, counts_by_subject
from accordtrack.site.sections.history import QUIET
from accordtrack.text.calendar_names import month_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.site.material import SiteData
    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView

MONTHS_SHOWN = 12
"""How many months the page names, the latest first."""


def page(site: SiteData, history: History, by_month: Mapping[str, Sequence[EntryView]]) -> Page:
    """Return the page. The first build has nothing to compare with and shows the latest month with news instead."""
    lists = Listings()
    before = site.before
    latest = next((month for month, views in by_month.items() if counts_by_subject.has_any(history, views)), "")
    if before is None:
        views = list(by_month[latest]) if latest else []
        lead: list[Sentence] = [(tr("This is the first edition: there is no earlier one to compare with."),)]
        if latest:
            title = tr(
                "Below is the latest month with a status, a deadline or a value of an indicator: {month}.",
                month=month_name(latest),
            )
            lead.append((title,))
            lead.append(counts_by_subject.counts_sentence(lists, history, views, month=latest))
    else:
        views = [view for view in history.views if view.lc > before.clock]
        lead = [(_changes_summary(before.day, len(views)),)]
        if views:
            lead.insert(0, counts_by_subject.counts_sentence(lists, history, views))
    if views:
        lead.append(counts_by_side.counts_sentence(lists, views))
    ways = (
        *((Paragraph((Link(tr("Earlier editions"), path=EDITIONS),)),) if site.editions else ()),
        Paragraph((Link(tr("All months"), path=MONTHS),)),
        Paragraph((Link(tr("Downloads and feeds"), path=DOWNLOADS),)),
    )
    return Page(
        CHANGES,
        "changes",
        tr("Updates"),
        (
            *history.sections(view for view in views if view.kind not in QUIET),
            *_minor_entries_section(views),
            *_months_section(history, by_month),
            Section("further", tr("Read on"), ways),
        ),
        under=site.subtitle,
        lead=tuple(lead),
        listings=lists.all_lists,
        atom=ATOM,
        contents=True,
    )


def _months_section(history: History, by_month: Mapping[str, Sequence[EntryView]]) -> Iterator[Section]:
    """Yield the section with the latest months, each with its counts."""
    lines = [
        (
            Link(capitalize_first(month_name(month)), "month", month),
            f": {counts_by_subject.counts_text(history, by_month[month], month)}",
        )
        for month in [*by_month][:MONTHS_SHOWN]
    ]
    if lines:
        yield Section("months", tr("Month by month"), (Lines(tuple(lines)),))


def _changes_summary(day: str, count: int) -> str:
    if not count:
        return tr("Nothing that the public may read has been recorded since the build of {day}.", day=day)
    return trn(
        "Since the build of {day}, this register has recorded {n} entry that the public may read.",
        "Since the build of {day}, this register has recorded {n} entries that the public may read.",
        count,
        day=day,
    )


def _minor_entries_section(views: Sequence[EntryView]) -> Iterator[Section]:
    """Yield a section with one sentence that counts sources, links and similar entries, if there are any."""
    count = sum(view.kind in QUIET for view in views)
    if count:
        words = trn(
            "{n} more entry records a source, a body or an indicator link; it is counted above.",
            "{n} more entries record sources, bodies and indicator links; they are counted above.",
            count,
        )
        yield Section("quiet", tr("Recorded beside these"), (Paragraph((words,)),))
