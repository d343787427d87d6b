"""The ``score-changes`` verb: every entry that changed a number between two dates, by act."""

# ruff: noqa: TC002 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import json_shapes, machine_output, text_tables
from accordtrack.cli.session import answer_query, global_options, parse_day
from accordtrack.cli.text_tables import Cell, Column, Section
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.core.json_numbers import round_floats
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr
from accordtrack.text import score_changes as words
from accordtrack.text.calendar_names import dates_in_words
from accordtrack.text.filters import theme_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import MovingEntry, Points, ScoreChange, ScoreChanges

CSV = (
    *("day", "act", "feed", "by", "seat", "provenance", "class"),
    *("entry", "kind", "ref", "title.en", "title.es", "known_on", "recorded_at", "late", "proposal"),
    *("delivery", "trend", "attainment"),
)


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "score-changes",
        score_changes,
        tr("every entry that changed a number, by act"),
        tr(
            "Lists every entry that changed a number between two dates: actions done, change in indicators "
            "or progress toward agreed targets. Each line says who recorded it, whose record it is, and by "
            "how many points. Changes by the passage of time alone are one line per day. The points add up "
            "to the difference:\n\naccordtrack score-changes firearms --from 2024 --to 2026-05"
        ),
        family=tr("Score"),
    )


def score_changes(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        argument(tr("THEME|ID"), tr("An area, a side, a commitment, a framework or a body; the whole if omitted.")),
    ] = None,
    since: Annotated[str, option("--from", tr("DATE"), tr("The numbers at the end of this day are the first."))] = "",
    until: Annotated[
        str | None, option("--to", tr("DATE"), tr("The numbers at the end of this day are the last; today if omitted."))
    ] = None,
) -> None:
    """List what changed the numbers."""
    options = global_options(ctx)
    if not since:
        usage = "accordtrack score-changes --from DATE --to DATE"
        raise Refused(Problem("Name the date to start from", usage, usage=True))
    first, last = parse_day(since, "--from"), parse_day(until, "--to")

    def write(desk: Desk) -> None:
        days = _checked_days(str(first), last or desk.today)
        _write(options, desk.score_changes(theme_code(name), *days))

    answer_query(options, write)


def _checked_days(since: str, until: str) -> tuple[str, str]:
    """Return the days. Raise ``Refused`` if the second one is earlier."""
    if until < since:
        values = {"since": since, "until": until}
        raise Refused(Problem("{until} is before {since}", "Give the earlier date to --from.", "", values, usage=True))
    return since, until


def _write(options: Globals, changes: ScoreChanges) -> None:
    rows = map(as_json, changes.changes)
    facts = _facts(changes)
    beside = {name: facts[name] for name in ("subject", "id", "since", "until")}
    csv_rows = (round_floats(row) for one in changes.changes for row in _csv_rows(one))
    if not machine_output.wrote_rows(options, "score_changes", rows, CSV, facts, csv_rows=csv_rows, **beside):
        _print_table(options, changes)


def _facts(changes: ScoreChanges) -> dict[str, Any]:
    found: dict[str, Any] = json_shapes.to_json_value(changes)
    del found["changes"]
    return {**found, "id": changes.id or None, "points": json_shapes.to_json_value(changes.points)}


def as_json(change: ScoreChange) -> dict[str, Any]:
    """Return a change in the format of ``docs/json.md``."""
    found: dict[str, Any] = json_shapes.to_json_value(change)
    return {**found, "entries": [_entry_as_json(entry) for entry in change.entries]}


def _entry_as_json(entry: MovingEntry) -> dict[str, Any]:
    found: dict[str, Any] = json_shapes.to_json_value(entry)
    renamed = {"class": found.pop("change_class"), "recorded_at": found.pop("at")}
    return {**found, **renamed}


def _csv_rows(change: ScoreChange) -> Iterator[dict[str, Any]]:
    found = json_shapes.to_json_value(change)
    act = {name: found[name] for name in ("day", "act", "feed", "by", "seat", "provenance")}
    if not change.entries:
        yield {**act, "class": change.classes[0], **_numbers(change.points)}
    for entry in change.entries:
        row = _entry_as_json(entry)
        yield {**act, **row, "entry": row["id"], **_numbers(entry.points)}


def _numbers(points: Points) -> dict[str, float]:
    return {"delivery": points.delivery, "trend": points.trend, "attainment": points.attainment}


def _print_table(options: Globals, counted: ScoreChanges) -> None:
    changes = words.as_printed(counted)
    whole = Section(words.title(changes))
    whole.add(tr("difference"), *words.difference(changes))
    text_tables.print_page(options, [whole])
    if changes.changes:
        columns = [
            Column(tr("day"), whole=True),
            Column(tr("what changed the numbers")),
            *(Column(words.number_name(name), numeric=True) for name in words.NUMBERS),
        ]
        text_tables.print_table(options, columns, [_cells(change) for change in changes.changes])
    text_tables.print_text(options, words.summary(changes))
    text_tables.print_text(options, f"{dates_in_words(words.dates(changes))} {words.note()}")


def _cells(change: ScoreChange) -> list[Cell | str]:
    lines = words.lines(change)
    moves = [words.format_move(getattr(change.points, name)) for name in words.NUMBERS]
    return [change.day, Cell("\n".join(lines), "", "; ".join(lines), lines=True), *moves]
