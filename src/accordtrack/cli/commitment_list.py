"""Output of the ``list`` verb: a table with a count, or rows for programs, fetched one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, text_tables, view_text
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.i18n import language, localize, tr, trn, using_language
from accordtrack.service import ambiguous_filter_word, matches_only_commitments
from accordtrack.text import deadlines
from accordtrack.text.filters import format_filter, searched_word_note
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.types import Page, RegisterRow

SHOWN, BATCH = 50, 500
CSV = (
    *("id", "title.en", "title.es", "kind", "framework", "responsible_side", "lead_us", "lead_mx", "level", "theme"),
    *("text_basis", "handling"),
    *(
        f"halves.{side}.{name}"
        for side in ("US", "MX")
        for name in ("status", "basis", "grade", "standing", "effective_on", "asked_days")
    ),
    *("standing", "timeliness", "due_on", "due_basis", "days", "evidence_count", "inferred"),
    *("halves.US.retracted", "halves.MX.retracted"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What to list. ``limit`` None means the default of the format: 50 rows in a table, every row for programs."""

    filter: str
    sort: str
    limit: int | None
    after: str | None
    at: TwoDates | None
    everything: bool = False


def write(options: Globals, desk: Desk, ask: Question) -> None:
    """Write the records that match ``ask`` in the requested format."""
    if options.format == "table":
        _print_table(options, desk, ask)
        return
    pages = _Pages(desk, ask, ask.limit, "en")
    rows = pages.rows()
    match options.format:
        case "json":
            records = list(rows)
            facts = {**dates_facts(desk, ask.at), "total": pages.total, "after": pages.after, "rows": records}
            machine_output.write_json(options, "commitments", facts)
        case "ndjson":
            machine_output.write_rows(options, "commitments", rows)
        case _:
            machine_output.write_csv(CSV, rows)


class _Pages:
    """Iterator over consecutive pages.

    ``total`` and the cursor ``after`` are valid once the rows are exhausted. ``language`` sets the sort order: titles
    and leads sort in the reader's language in a table, and in one fixed language for programs.
    """

    def __init__(self, desk: Desk, ask: Question, limit: int | None, language: str) -> None:
        self._desk, self._ask, self._left, self._language = desk, ask, limit, language
        self.after = ask.after
        self.total = 0

    def rows(self) -> Iterator[RegisterRow]:
        """Yield every row up to the limit."""
        while True:
            size = BATCH if self._left is None else min(self._left, BATCH)
            page = self._load_page(size)
            self.after, self.total = page.after, page.total
            yield from page.rows
            if self._left is not None:
                self._left -= len(page.rows)
            if page.after is None or not page.rows or self._left == 0:
                return

    def _load_page(self, size: int) -> Page:
        sort = self._ask.sort
        with using_language(self._language):
            return self._desk.page(
                self._ask.filter,
                sort=sort.removeprefix("-"),
                descending=sort.startswith("-"),
                limit=size,
                after=self.after,
                at=self._ask.at,
            )


def _print_table(options: Globals, desk: Desk, ask: Question) -> None:
    limit = ask.limit if ask.limit is not None or ask.everything else SHOWN
    pages = _Pages(desk, ask, limit, language())
    rows = list(pages.rows())
    if rows:
        text_tables.print_table(options, _columns(), [_cells(row, ascii_only=options.ascii_only) for row in rows])
    text_tables.print_text(
        options, _count_text(len(rows), pages.total, commitments=matches_only_commitments(ask.filter))
    )
    if text := _ambiguity_hint(desk, ask):
        text_tables.print_text(options, text)
    if pages.after is not None:
        text_tables.print_text(
            options, tr("See every row with --all, or continue with --after {cursor}", cursor=pages.after)
        )
    if line := dates_line(desk, ask.at):
        text_tables.print_text(options, line)


def _count_text(shown: int, total: int, *, commitments: bool) -> str:
    """Return the count of rows in words. Actions, requests and recommendations count as records, not as commitments."""
    if not total:
        return tr("No record matches.")
    if shown == total and commitments:
        return trn("{n} commitment.", "{n} commitments.", total)
    if shown == total:
        return trn("{n} record.", "{n} records.", total)
    values = {"shown": shown, "total": total}
    return (
        tr("{shown} of {total} commitments.", **values) if commitments else tr("{shown} of {total} records.", **values)
    )


def _ambiguity_hint(desk: Desk, ask: Question) -> str:
    """Return a hint when a free word also names a theme or another value, with its filter and count; or ""."""
    ambiguous_word = ambiguous_filter_word(ask.filter)
    if ambiguous_word is None:
        return ""
    other = ambiguous_word.replace_in(ask.filter, format_filter(((ambiguous_word.field, ambiguous_word.value),)))
    count = desk.page(other, limit=1, at=ask.at).total
    return searched_word_note(ambiguous_word.word, other, count)


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("code"), whole=True),
        text_tables.Column(tr("title"), at_least=20),
        text_tables.Column(tr("responsible"), plain_only=True),
        text_tables.Column(tr("lead"), from_width=110),
        text_tables.Column(tr("status"), whole=True),
        text_tables.Column(tr("answer"), from_width=74),
        text_tables.Column(tr("due"), whole=True),
        text_tables.Column(tr("ev."), label=tr("evidence"), numeric=True, from_width=100),
        text_tables.Column(tr("supplied by this tracker"), plain_only=True),
    ]


def _cells(row: RegisterRow, *, ascii_only: bool) -> list[text_tables.Cell | str]:
    style = {"overdue": "overdue"}.get(row.timeliness, "")
    inferred = ", ".join(label("field", name) for name in deadlines.still_inferred(row.due_basis, row.inferred))
    return [
        row.id,
        localize(row.title),
        view_text.responsible_sides(row.responsible),
        view_text.lead_codes(row),
        text_tables.Cell(
            view_text.status_cell(row, ascii_only=ascii_only),
            "disputed" if row.standing == "disputed" else "",
            view_text.status_in_full(row, ascii_only=ascii_only),
        ),
        label("short standing", row.standing) if row.standing != "unreported" else "",
        text_tables.Cell(
            view_text.due_cell(row, ascii_only=ascii_only),
            style,
            deadlines.in_full(row.due_on, deadlines.brief_basis(row.due_basis), row.timeliness, row.days),
        ),
        str(row.evidence),
        inferred,
    ]
