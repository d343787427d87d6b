"""Pages of the statements and releases of one month, stable between builds, and the index of months."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.model import Cell, Column, Link, Paragraph, Row, Table
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import sides, tr
from accordtrack.site.material import month_of
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import MONTHS, record_path
from accordtrack.site.sections import counts_by_side, counts_by_subject
from accordtrack.text.calendar_names import month_name
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView


def entries_by_month(history: History) -> dict[str, list[EntryView]]:
    """Return the entries by the month of the statement, the latest month and day first."""
    found: dict[str, list[EntryView]] = {}
    for view in sorted(history.views, key=lambda view: str(view.known_on), reverse=True):
        month = month_of(view)
        if month is not None:
            found.setdefault(month, []).append(view)
    return found


def index_page(months: Mapping[str, Sequence[EntryView]]) -> Page:
    """Return the index of all months with entries, the latest first, with one table per year."""
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(month)
    return Page(
        MONTHS,
        "changes",
        tr("Month by month"),
        tuple(Section(f"year-{year}", year, (_table(year, lines, months),)) for year, lines in years.items()),
        lead=(
            (
                tr(
                    (
                        "Each page holds what was said or published in a month, by the day it was said, "
                        "however late this register recorded it. A value whose month of release is not known "
                        "appears only on the page of what it measures."
                    )
                ),
            ),
        ),
        contents=True,
    )


def _table(year: str, lines: Sequence[str], months: Mapping[str, Sequence[EntryView]]) -> Table:
    own, other = sides(Side)
    columns = (
        Column("month", tr("month"), weight=2.0),
        Column("entries", tr("entries"), "right", within="month", named=True),
        Column("own", label("side", own), "right"),
        Column("other", label("side", other), "right"),
        Column("both", label("side", "JOINT"), "right"),
        Column("rest", tr("others or nobody"), "right"),
    )
    rows = []
    for month in lines:
        found = counts_by_side.count_by_speaker(months[month])
        counts = (len(months[month]), found[own], found[other], found["JOINT"], found["OBS"] + found[""])
        cells = (Cell(f"{count:,}", count, "" if count else "muted") for count in counts)
        rows.append(Row(f"month-{month}", (Cell(capitalize_first(month_name(month)), month), *cells)))
    return Table(f"months-{year}", tr("Entries by speaker, {year}", year=year), columns, tuple(rows))


def page(history: History, month: str, before: str | None, views: Sequence[EntryView]) -> Page:
    """Return the page of one month.

    It links to the previous month but not to the next, so that it stays the same as long as its entries do.
    """
    lists = Listings()
    ways = [Paragraph((Link(tr("All months"), path=MONTHS),))]
    if before is not None:
        ways.append(
            Paragraph(
                (
                    tr("Previous month with an entry:"),
                    " ",
                    Link(capitalize_first(month_name(before)), "month", before),
                )
            )
        )
    return Page(
        record_path("month", month),
        "changes",
        capitalize_first(month_name(month)),
        (*history.sections(views), Section("further", tr("Read on"), tuple(ways))),
        over=(Link(tr("Month by month"), path=MONTHS),),
        under=tr("What was said or published in this month, by the day it was said"),
        lead=(
            counts_by_subject.counts_sentence(lists, history, views, month=month),
            counts_by_side.counts_sentence(lists, views),
        ),
        listings=lists.all_lists,
        contents=True,
        entries=_digest(views),
    )


def _digest(views: Sequence[EntryView]) -> str:
    """Return a digest of the entries and their retractions."""
    lines = sorted(f"{view.hash} {view.retracted_by or ''}" for view in views)
    return sha256("\n".join(lines).encode()).hexdigest()
