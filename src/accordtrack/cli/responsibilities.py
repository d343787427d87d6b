"""Output of the ``owed`` verb: how much each group owes, what is overdue and what awaits an answer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, text_tables, view_text
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import localize, tr, trn
from accordtrack.text import responsibility_counts
from accordtrack.text.filters import format_filter
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.types import ResponsibilityRow

GROUPS = ("body", "side", "theme", "framework")
CSV = (
    *("code", "name.en", "name.es", "side", "owed", "done", "overdue", "past_horizon", "due_soon"),
    *("asked", "asked_days", "unanswered", "unreported", "disputed", "overdue_0_30", "overdue_31_90", "overdue_91"),
    "missed",
)
COUNTS = ("owed", "done", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "unreported", "disputed")


def write(options: Globals, desk: Desk, by: str, at: TwoDates | None) -> None:
    """Write one row per body, side, theme or framework. Raise ``Refused`` if ``by`` is none of these."""
    _refuse_unknown_group(by)
    rows = desk.responsibility_rows(by, at=at)
    facts = {**dates_facts(desk, at), "by": by}
    if not machine_output.wrote_rows(options, "owed", rows, CSV, facts, by=by):
        responsibility_rows = responsibility_counts.order_rows(rows, None)
        more = responsibility_counts.counts_with_column((), rows)
        if responsibility_rows:
            _print_rows(options, responsibility_rows, by, more)
        text_tables.print_text(options, trn("{n} row.", "{n} rows.", len(rows)))
        text_tables.print_text(
            options,
            tr("Overdue counts agreed dates only; days are counted only from the day an answer was asked for."),
        )
        if responsibility_rows:
            text_tables.print_text(options, _listing_hint(responsibility_rows[0], by, (*COUNTS, *more), at))
        if line := dates_line(desk, at):
            text_tables.print_text(options, line)


def _print_rows(options: Globals, rows: Sequence[ResponsibilityRow], by: str, more: Sequence[str]) -> None:
    """Print the rows in one table, or those of bodies in a table for each side, since a code does not tell its side."""
    by_side = by == "body" and not options.plain
    for side, group in groupby(rows, key=lambda row: row.side if by_side else None):
        if side is not None:
            text_tables.print_text(options, label("side", side))
        text_tables.print_table(options, _columns(more), [_cells(row, by, more) for row in group])
        if side is not None:
            text_tables.print_text(options, "")


def _listing_hint(row: ResponsibilityRow, by: str, columns: Sequence[str], at: TwoDates | None) -> str:
    """Return a sentence that says how to list the rows behind a number, with the first group as an example."""
    others = [
        format_filter(responsibility_counts.count_terms(row, name)[-1:])
        for name in columns
        if name not in {"owed", "done"}
    ]
    dates = f" --as-of {at.as_of} --known-on {at.known_on}" if at is not None else ""
    return tr(
        'Each number is the length of a list. In the first row, "{owed}" is accordtrack list{dates} "{filter}"; for the columns '
        'after it, add {words}; "{done}" is "{completed}".',
        owed=responsibility_counts.heading("owed"),
        dates=dates,
        filter=format_filter(responsibility_counts.filter_terms(row, by, "owed")),
        words=", ".join(others),
        done=responsibility_counts.heading("done"),
        completed=format_filter(responsibility_counts.filter_terms(row, by, "done")),
    )


def _refuse_unknown_group(by: str) -> None:
    if by in GROUPS:
        return
    values = {"option": "--by", "value": shorten(sanitize_line(by), 40), "expected": ", ".join(GROUPS)}
    if likely := nearest(by, GROUPS):
        values["likely"] = likely
        raise Refused(Problem('{option} cannot be "{value}"; did you mean {likely}?', "", "", values, usage=True))
    raise Refused(Problem('{option} cannot be "{value}"', "Use one of: {expected}.", "", values, usage=True))


def _columns(more: Sequence[str]) -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("code"), whole=True),
        text_tables.Column(label("field", "side"), plain_only=True),
        text_tables.Column(tr("name"), from_width=100),
        *(
            text_tables.Column(
                responsibility_counts.heading(count), label=responsibility_counts.full_label(count), numeric=True
            )
            for count in (*COUNTS, *more)
        ),
        text_tables.Column(tr("overdue by age"), plain_only=True),
        text_tables.Column(tr("filter that lists what is still open"), plain_only=True),
    ]


def _cells(row: ResponsibilityRow, by: str, more: Sequence[str]) -> list[text_tables.Cell | str]:
    text = f"{row.asked} ({view_text.days_text(row.asked_days)})" if row.asked_days is not None else str(row.asked)
    ages = (
        ", ".join(f"{name}: {count}" for name, count in zip(responsibility_counts.AGES, row.ages, strict=True))
        if row.overdue
        else ""
    )
    return [
        label("framework", row.code) if by == "framework" else row.code,
        label("side", row.side) if by == "body" else "",
        localize(row.name),
        str(row.owed),
        str(row.done),
        text_tables.Cell(str(row.overdue), "overdue" if row.overdue else ""),
        str(row.past_horizon),
        str(row.due_soon),
        text,
        str(row.unanswered),
        str(row.unreported),
        text_tables.Cell(str(row.disputed), "disputed" if row.disputed else ""),
        *(str(responsibility_counts.number(row, count)) for count in more),
        ages,
        format_filter(responsibility_counts.filter_terms(row, by, "owed")),
    ]
