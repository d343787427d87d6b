"""Output of the ``diff`` verb: changes between two dates, with values before and after and their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.session import parse_day
from accordtrack.cli.text_tables import Cell, Column, Section
from accordtrack.cli.view_text import short_id
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import localize, tr
from accordtrack.text import changes as words
from accordtrack.text import provenance

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import ChangeView, DiffView

CSV = (
    *("id", "title.en", "title.es", "responsible_side", "kind", "sign", "half", "field"),
    *("before", "before_basis", "after", "after_basis", "entries", "waits"),
    *("before_by.en", "before_by.es", "after_by.en", "after_by.es"),
)


def compared_dates(first: str, second: str, as_of: str | None, known_on: str | None) -> tuple[TwoDates, TwoDates]:
    """Return the two pairs of as-of dates to compare.

    Each date serves as both the effective and the known date of its pair, unless ``as_of`` or ``known_on`` fixes one of
    them for both pairs. Raise ``Refused`` if both are given.
    """
    if as_of is not None and known_on is not None:
        values = {"option": "--as-of", "other": "--known-on"}
        raise Refused(Problem("{option} cannot be used with {other}", "Leave one of them out.", "", values, usage=True))
    text, known = parse_day(as_of, "--as-of"), parse_day(known_on, "--known-on")
    days = [str(parse_day(value, "")) for value in (first, second)]
    a, b = (TwoDates(text or one, known or one) for one in days)
    return a, b


def write(options: Globals, desk: Desk, a: TwoDates, b: TwoDates, filter_text: str) -> None:
    """Write the changes to commitments that match ``filter_text`` on either date."""
    diff = desk.diff(a, b, filter_text)
    if not machine_output.wrote_rows(
        options, "diff", diff.changes, CSV, _diff_facts(desk, diff), **_dates_as_json(diff)
    ):
        _print_table(options, diff)


def _dates_as_json(diff: DiffView) -> dict[str, str]:
    return {
        "from_as_of": diff.a.as_of,
        "from_known_on": diff.a.known_on,
        "to_as_of": diff.b.as_of,
        "to_known_on": diff.b.known_on,
    }


def _diff_facts(desk: Desk, diff: DiffView) -> dict[str, Any]:
    return {
        **_dates_as_json(diff),
        "facts_until": desk.info().facts_until,
        "commitments": diff.commitments,
        "counts": dict(diff.counts),
        "dated_earlier": list(diff.dated_earlier),
    }


def _print_table(options: Globals, diff: DiffView) -> None:
    if diff.changes:
        counts = Section(tr("By kind of change"))
        for _kind, name, count in words.counts(diff):
            counts.add(name, f"{count:,}")
        text_tables.print_page(options, [counts])
        columns = [
            Column(tr("id"), whole=True),
            Column(tr("what changed")),
            Column(tr("before"), from_width=64),
            Column(tr("after"), from_width=64),
            Column(tr("by"), label=tr("entries"), from_width=96),
        ]
        changes = words.sort_changes(list(diff.changes))
        named = _Named()
        text_tables.print_table(
            options, columns, [named.cells(change, ascii_only=options.ascii_only) for change in changes]
        )
    text_tables.print_text(options, f"{words.dates(diff)}: {words.summary(diff)}")


class _Named:
    """Table rows; the first row of each commitment carries its title."""

    def __init__(self) -> None:
        self._last = ""

    def cells(self, change: ChangeView, *, ascii_only: bool) -> list[Cell | str]:
        """Return one row."""
        text = f"{words.sign(change, ascii_only=ascii_only)} {words.change_label(change)}"
        title = localize(change.title) if change.id != self._last and change.kind != "added" else ""
        waits = provenance.waits_for(change.waits, change.disputed_by)
        self._last = change.id
        return [
            change.id,
            Cell("\n".join(line for line in (title, text, waits) if line), "", f"{text} {waits}".strip(), lines=True),
            words.value_before(change, ascii_only=ascii_only),
            words.value_after(change, ascii_only=ascii_only),
            ", ".join(short_id(entry) for entry in change.entries),
        ]
