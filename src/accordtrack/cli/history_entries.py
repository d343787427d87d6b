"""Output of the ``history`` verb: signed entries, newest first, with what they replaced and whether they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.entry_summary import summary_lines
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.cli.text_tables import Cell, Column
from accordtrack.cli.view_text import short_id
from accordtrack.i18n import localize, tr, trn
from accordtrack.interchange import history_file
from accordtrack.text import late_entries, provenance, timeline, withheld
from accordtrack.vocabulary import Provenance
from accordtrack.wording import effect_on_entries, entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.types import EntryView

SHOWN, BATCH = 50, 500


@dataclass(frozen=True, slots=True)
class Question:
    """Requested entries, as typed on the command line."""

    ref: str | None
    since: str | None
    until: str | None
    speaker: str | None
    kind: str | None
    changed: str | None
    words: str | None
    limit: int | None
    after: str | None
    at: TwoDates | None


def write(options: Globals, desk: Desk, ask: Question) -> None:
    """Write the entries in the requested format."""
    pages = _Pages(desk, ask, SHOWN if options.format == "table" and ask.limit is None else ask.limit)
    rows = pages.entries()
    match options.format:
        case "json":
            entries = list(rows)
            facts = {**dates_facts(desk, ask.at), "after": pages.after, "rows": entries}
            machine_output.write_json(options, "history", facts)
        case "ndjson":
            machine_output.write_rows(options, "history", rows)
        case "csv":
            machine_output.write_csv(history_file.COLUMNS, rows)
        case _:
            _print_table(options, desk, ask, pages)


class _Pages:
    """Iterator over consecutive pages. The cursor ``after`` is valid once the entries are exhausted."""

    def __init__(self, desk: Desk, ask: Question, limit: int | None) -> None:
        self._desk, self._ask, self._left = desk, ask, limit
        self.after = ask.after

    def entries(self) -> Iterator[EntryView]:
        """Yield every entry up to the limit."""
        ask = self._ask
        while True:
            page = self._desk.history(
                ask.ref,
                since=ask.since,
                until=ask.until,
                speaker=ask.speaker,
                kind=ask.kind,
                changed=ask.changed,
                words=ask.words,
                limit=BATCH if self._left is None else min(self._left, BATCH),
                after=self.after,
                at=ask.at,
            )
            self.after = page.after
            yield from page.entries
            if self._left is not None:
                self._left -= len(page.entries)
            if page.after is None or not page.entries or self._left == 0:
                return


def _print_table(options: Globals, desk: Desk, ask: Question, pages: _Pages) -> None:
    entries = list(pages.entries())
    if entries:
        copy_for = desk.info().copy_for
        cells = [_cells(entry, copy_for, ascii_only=options.ascii_only) for entry in entries]
        text_tables.print_table(options, _columns(), cells)
    text_tables.print_text(
        options, trn("{n} entry.", "{n} entries.", len(entries)) if entries else tr("No entry matches.")
    )
    if pages.after is not None:
        text_tables.print_text(
            options, tr("See more with --limit, or continue with --after {cursor}", cursor=pages.after)
        )
    if entries:
        _print_years(options, desk, ask)
    if line := dates_line(desk, ask.at):
        text_tables.print_text(options, line)


def _print_years(options: Globals, desk: Desk, ask: Question) -> None:
    """Print what each speaker said, one line per year.

    Only the first page of an unfiltered history of the register, or of one commitment in force, has this section.
    """
    if ask.after or ask.speaker or ask.kind or ask.words:
        return
    if ask.ref is not None and desk.key_of(ask.ref) is None:
        return
    view = desk.lanes(ask.ref, at=ask.at)
    since, until = (int(text[:4]) if text else None for text in (ask.since, ask.until))
    section = text_tables.Section(tr("By year"))
    for year in reversed(view.years):
        if (since is None or year >= since) and (until is None or year <= until):
            section.add(str(year), *timeline.lines(view, year, ascii_only=options.ascii_only))
    if section.facts:
        text_tables.print_page(options, [section])


def _columns() -> list[Column]:
    return [
        Column(label("field", "said_on"), whole=True),
        Column(tr("what")),
        Column(tr("who and how")),
    ]


def _cells(entry: EntryView, copy_for: str | None, *, ascii_only: bool) -> list[Cell | str]:
    what, how = _content_lines(entry, copy_for, ascii_only=ascii_only), _provenance_lines(entry, ascii_only=ascii_only)
    style = "faint" if entry.retracted_by else ""
    return [
        _known_date(entry),
        Cell("\n".join(what), style, "; ".join(what), lines=True),
        Cell("\n".join(how), style, "; ".join(how), lines=True),
    ]


def _known_date(entry: EntryView) -> str:
    """Return the day on which what the entry says was said or published, or a dash for entries without one."""
    return entry.known_on if entry.known_on and not entry.known_on.startswith("0000") else "—"


def _content_lines(entry: EntryView, copy_for: str | None, *, ascii_only: bool) -> list[str]:
    kind = entry_kind(entry)
    title = localize(entry.title)
    lines = [f"{kind}: {entry.ref}" if entry.ref else kind, title]
    if not entry.known:
        return [*lines, tr("of a kind newer than this program")]
    if entry.refused:
        return [*lines, tr("not admitted: it does not count")]
    if entry.body is None:
        return [*lines, withheld.body_notice(entry.handling, entry.feed, copy_for)]
    held_back = tr("marked not public by its desk") if entry.withheld else ""
    summary = summary_lines(entry.kind, withheld.visible_body(entry), entry.answered, ascii_only=ascii_only)
    return [line for line in (*lines, held_back, *summary) if line]


def _provenance_lines(entry: EntryView, *, ascii_only: bool) -> list[str]:
    lines: list[Any] = [entry.id]
    if entry.speaker:
        voice = tr("entered by that government") if entry.official else tr("taken from a source")
        lines.append(f"{label('side', entry.speaker)}, {voice}")
    if entry.speaker or entry.provenance == Provenance.NOT_ADMITTED:
        lines.append(
            str(provenance.mark_and_label(entry.provenance, entry.feed, accepted=entry.accepted, ascii_only=ascii_only))
        )
    lines.append(provenance.waits_for(entry.waits, entry.disputed_by))
    if entry.effective_on and entry.known_on and entry.effective_on != entry.known_on:
        lines.append(tr("effective {effective}, said on {known}", effective=entry.effective_on, known=entry.known_on))
    lines.append(late_entries.recorded(entry))
    lines.append(label("signature", entry.signature))
    if entry.names:
        lines.append(effect_on_entries(entry, ", ".join(short_id(item) for item in entry.names)))
    if entry.retracted_by:
        lines.append(tr("taken back by {entry}", entry=short_id(entry.retracted_by)))
    if entry.handling != "TLP:CLEAR":
        lines.append(entry.handling)
    return [line for line in lines if line]
