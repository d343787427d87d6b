"""Text of the import preview: refused rows with their reasons, and the first rows that would be added."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.i18n import explain, gettext_lazy, line_text, tr, trn
from accordtrack.text import imports
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.write_preview import plan_line
from accordtrack.tui.shown_content import register_arguments
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.content import Content

    from accordtrack.core.problems import Problem
    from accordtrack.tui.session import Session
    from accordtrack.types import ImportedRow, ImportRefusal, ImportReport

REFUSED, ROWS, WAYS = 1_000, 20, 12
"""Maximum number of refusals, rows, and attributions listed; the remaining ones are counted."""
NAME, VALUE, LINES, LETTERS = 40, 60, 4, 2_000
"""Maximum cells of a name and of a value, lines of a reason, and characters considered; a cell may hold 32,767."""


def guide(template: str) -> list[Block]:
    """Return the help shown before a file is named; ``template`` is the key that writes a table to fill."""
    lines = (
        tr("A CSV or XLSX file with commitments, statuses, evidence or measurements, headings in the first row."),
        tr("{key} writes a table to fill in, with what belongs in each column.", key=template),
        tr("What would be written is shown first, row by row; enter writes all of it as one act, or nothing."),
    )
    return [Block(text_styles.muted(line), gap=int(place > 0)) for place, line in enumerate(lines)]


def table_counts(report: ImportReport) -> str:
    """Return the tables found, with their numbers of rows."""
    kinds = [row.kind for row in report.rows]
    return text_styles.join_items(f"{imports.kind_name(kind)} {kinds.count(kind):,}" for kind in dict.fromkeys(kinds))


def counts(report: ImportReport) -> Content:
    """Return how many rows would be added, already exist, or are refused."""
    style = text_styles.WARN if report.refusals else text_styles.GOOD if report.entries else text_styles.STRONG
    content = text_styles.words(imports.counts(report), style)
    why = tr("nothing is written while a row is refused") if report.refusals else ""
    return text_styles.join(content, text_styles.muted(why), by=text_styles.dot())


def attribution_counts(report: ImportReport) -> list[tuple[str, int]]:
    """Return the attributions of the added rows with their counts, most frequent first."""
    voices = Counter(line_text(row.voice) for row in report.rows if row.voice is not None)
    return voices.most_common()


def attribution_text(report: ImportReport) -> str:
    """Return the most frequent attribution and the number of others, or an empty string if no row is added."""
    ways = attribution_counts(report)
    if len(ways) < 2:  # noqa: PLR2004 - all in one name
        return "".join(way for way, _n in ways)
    first = tr("{n} of {total}", n=ways[0][1], total=sum(n for _way, n in ways))
    more = trn("in {n} other way: see below", "in {n} other ways: see below", len(ways) - 1)
    return f"{ways[0][0]}{text_styles.dot()}{first}\n{more}"


def title(report: ImportReport | None) -> str:
    """Return the title of the list."""
    if report is not None and report.refusals:
        return tr("refused rows")
    return tr("what the table contains") if report is not None and report.count("read") else tr("what will be written")


def blocks(report: ImportReport, command: str) -> list[Block]:
    """Return the refused rows, then the attributions and the first of the other rows; ``command`` lists all of them."""
    found: list[Block] = []
    for number, item in enumerate(report.refusals[:REFUSED]):
        found += _refusal(item, f"refused {number}")
    if len(report.refusals) > REFUSED:
        found.append(
            _more_block(trn("and {n} more refusal", "and {n} more refusals", len(report.refusals) - REFUSED), command)
        )
    added = [row for row in report.rows if row.voice is not None]
    if added and report.refusals:
        found.append(Block(text_styles.words(tr("what the other rows would write"), text_styles.HEADING), gap=1))
    if len(ways := attribution_counts(report)) > 1:
        found += [
            Block(text_styles.words(way), text_styles.words(f"{n:,}", text_styles.STRONG), indent=7)
            for way, n in ways[:WAYS]
        ]
    if len(ways) > WAYS:
        found.append(_more_block(trn("and in {n} more way", "and in {n} more ways", len(ways) - WAYS), command))
    several = len({(row.sheet, row.kind) for row in report.rows}) > 1
    for number, row in enumerate(added[:ROWS]):
        found += _row(row, f"row {number}", several=several, voiced=len(ways) > 1)
    if len(added) > ROWS:
        found.append(_more_block(trn("and {n} more row", "and {n} more rows", len(added) - ROWS), command))
    if added and not report.refusals:
        found.append(Block(text_styles.muted(line_text(added[0].lines[-1])), gap=1))
    found = found or _empty_report_blocks(report)
    return [replace(found[0], gap=0), *found[1:]]


def _empty_report_blocks(report: ImportReport) -> list[Block]:
    if report.count("read"):
        text = tr("Choose a desk to see what is already recorded and what the desk may say.")
    elif report.rows:
        text = tr("Every row is already recorded: there is nothing to add.")
    else:
        text = tr("The table has headings but no rows.")
    return [Block(text_styles.muted(text))]


def _refusal(item: ImportRefusal, key: str) -> list[Block]:
    import_refusal = replace(item, sheet=text_styles.cut(item.sheet, NAME), column=text_styles.cut(item.column, NAME))
    place = imports.place(import_refusal, text_styles.cut(item.value[: 4 * VALUE], VALUE))
    head = text_styles.join(
        text_styles.words(f"{text_styles.mark_or_ascii('▲', '!')}", text_styles.WARN),
        import_refusal.sheet,
        text_styles.words(place, text_styles.STRONG),
        by=" ",
    )
    reason = text_styles.words(explain(item.problem.with_place(""))[:LETTERS])
    return [Block(head, gap=1, key=key, most=2), Block(reason, indent=2, key=key, most=LINES)]


def _row(row: ImportedRow, key: str, *, several: bool, voiced: bool) -> list[Block]:
    place = tr("row {row}", row=row.row)
    name = text_styles.words(text_styles.cut(row.record[: 4 * VALUE], NAME), text_styles.HEADING)
    sheet = (text_styles.cut(row.sheet, NAME) or imports.kind_name(row.kind)) if several else ""
    head = text_styles.join(text_styles.words(place, text_styles.STRONG), name, text_styles.muted(sheet), by="  ")
    lines = [line_text(line)[:LETTERS] for line in row.lines[:-1]]
    own = [line_text(row.voice)] if voiced and row.voice is not None else []
    line_blocks = [Block(plan_line(line), indent=2, key=key, most=2) for line in (*lines, *own)]
    return [Block(head, gap=1, key=key, most=1), *line_blocks]


def _more_block(text: str, command: str) -> Block:
    phrase = tr("{more}; all of them: {command}", more=text, command=command)
    return Block(text_styles.words(phrase, text_styles.NOTE), gap=1)


def explain_in_dialog(problem: Problem, file: Path) -> str:
    """Return a problem as text for a dialog that already shows ``file`` and has a field for the table."""
    place, whole = problem.place, str(file)
    if place == whole or place.startswith(f"{whole}:"):
        place = tr("line {n}", n=place[len(whole) + 1 :]) if place != whole else ""
    advice = gettext_lazy("Choose the table in the field above.") if "--kind" in problem.advice else problem.advice
    return explain(replace(problem, place=place, advice=advice))


def command(session: Session, words: Sequence[str]) -> str:
    """Return the equivalent command; ``words`` follow the import verb."""
    several = len([desk for desk in session.info.desks if desk.has_key]) > 1
    seat = ["--desk", session.desk.seat] if several and session.desk.seat is not None else []
    return shlex.join(["accordtrack", *register_arguments(session.desk.path), *seat, "import", *words])
