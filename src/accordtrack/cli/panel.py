"""The ``panel`` verbs: the series of panel data with their releases, one series, and ``add``."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import machine_output, shared_options, text_tables
from accordtrack.cli.session import answer_query, dates_line, global_options
from accordtrack.cli.verbs import add_group, add_verb, argument, flag, option
from accordtrack.cli.write_command import carry_out
from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import localize, tr, trn
from accordtrack.ledger.kinds import PANEL_RELEASE, release_id
from accordtrack.text import panel_notes
from accordtrack.text.calendar_names import short_date
from accordtrack.types import intents
from accordtrack.vocabulary import ReleaseClass
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.ledger.panel import PanelRelease, PanelSeries
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

CSV = ("id", "title.en", "title.es", "registry", "releases", "rows", "newest", "class", "source", "copy", "disputed")
RELEASES_CSV = (
    *("id", "released_on", "class", "rows", "first", "last", "source", "copy", "rest_from", "confirm", "file"),
    *("size", "digest", "disputed"),
)


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = add_group(
        app, "panel", tr("figures by state and month: series, releases, sources"), family=tr("Read"), alone=panel
    )
    add_verb(
        verbs,
        "show",
        show,
        tr("the releases of one series"),
        tr("Lists the releases of one series, newest first, with the source and the cells that a side disputes."),
    )
    add_verb(
        verbs,
        "add",
        add,
        tr("add a release from a CSV file"),
        tr(
            "Adds the rows of a CSV file as a release: place, period_start, period_end, value, and optionally area and "
            "op. The file is stored by its SHA-256, and the release waits until the other side accepts it. "
            "--dry-run shows which cells agree with earlier releases and which change. A correction is a later "
            "release with the cells that change.\n\naccordtrack panel add rows.csv --series ID --released-on 2026-01-20 "
            "--class revised --source ID --dry-run"
        ),
    )


def panel(ctx: typer.Context) -> None:
    """List the series."""
    options = global_options(ctx)
    answer_query(options, lambda desk: _write_series(options, desk))


def show(ctx: typer.Context, series: Annotated[str, argument(tr("SERIES"), tr("Id of the series."))]) -> None:
    """List the releases of one series."""
    options = global_options(ctx)
    answer_query(options, lambda desk: _write_releases(options, desk, series))


def add(
    ctx: typer.Context,
    file: Annotated[Path, argument(tr("FILE.csv"), tr("The rows: place, period_start, period_end, value."))],
    series: Annotated[str, option("--series", "ID", tr("The series that the rows belong to."))],
    released_on: Annotated[str, option("--released-on", tr("DATE"), tr("When the source released them."))],
    release_class: Annotated[str, option("--class", "|".join(ReleaseClass), tr("How final the values are."))],
    source: Annotated[str, option("--source", "ID", tr("The source that released them."))],
    rest_from: Annotated[
        str | None,
        option("--rest-from", tr("DATE"), tr("The release that gives the cells left out, which are equal.")),
    ] = None,
    confirm: Annotated[bool, flag("--confirm", tr("The values must still be confirmed: shown, not counted."))] = False,
    note: Annotated[str | None, option("--note", tr("TEXT"), tr("Accompanying text."))] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Add a release."""
    intent = intents.AddRelease(
        series=series,
        file=str(file),
        released_on=released_on,
        release_class=release_class,
        source=source,
        rest_from=rest_from,
        confirm=confirm,
        note=note,
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def _write_series(options: Globals, desk: Desk) -> None:
    scores = desk.scores()
    facts = scores.facts
    rows = [_series_row(scores, code) for code in sorted(facts.panel.series)]
    if not machine_output.wrote_rows(options, "panel", rows, CSV):
        text_tables.print_text(options, *_answer(scores))
        columns = [
            text_tables.Column(tr("series"), whole=True),
            text_tables.Column(tr("title")),
            text_tables.Column(tr("newest"), whole=True),
            text_tables.Column(tr("releases"), whole=True),
            text_tables.Column(tr("rows"), whole=True),
            text_tables.Column(tr("copy read")),
        ]
        text_tables.print_table(options, columns, [_series_cells(row) for row in rows])
        text_tables.print_text(options, dates_line(desk, None))


def _answer(scores: ScoreAccess) -> list[str]:
    """Return how much is held and how new it is, and what a side disputes."""
    facts = scores.facts
    releases = facts.panel.releases
    if not releases:
        return [tr("No release of panel data is held here.")]
    newest = releases[-1]
    count = trn("{n} release", "{n} releases", len(releases))
    series = trn("{n} series", "{n} series", len(facts.panel.series))
    line = tr(
        "{series} with {count} are held; the newest is of {day}, {id}.",
        series=series,
        count=count,
        day=short_date(newest.released_on),
        id=newest.series,
    )
    return [line, *(note for one in releases for note in panel_notes.dispute_notes(facts.panel, one))]


def _series_row(scores: ScoreAccess, code: str) -> dict[str, Any]:
    facts = scores.facts
    definition = facts.panel.series[code]
    releases = [one for one in facts.panel.releases if one.series == code]
    newest = releases[-1] if releases else None
    return {
        "id": code,
        "title": definition.title.text,
        "registry": definition.registry,
        "releases": len({one.released_on for one in releases}),
        "rows": sum(one.rows for one in releases),
        "newest": newest.released_on if newest else None,
        "class": newest.release_class.value if newest else None,
        "source": newest.source if newest else None,
        "copy": _copy(scores, newest) if newest else None,
        "disputed": sum(_disputed(scores, one) for one in releases),
    }


def _series_cells(row: dict[str, Any]) -> list[text_tables.Cell | str]:
    copy = label("copy", row["copy"]) if row["copy"] else ""
    title = sanitize_line(localize(row["title"]))
    return [row["id"], title, row["newest"] or "", str(row["releases"]), str(row["rows"]), copy]


def _copy(scores: ScoreAccess, release: PanelRelease) -> str | None:
    """Return which kind of copy of its source a release was read from; None if the source is not in this copy."""
    source = scores.facts.sources.get(release.source)
    return source.copy_.value if source else None


def _disputed(scores: ScoreAccess, release: PanelRelease) -> int:
    return len(panel_notes.disputed_cells(scores.facts.panel, release))


def _write_releases(options: Globals, desk: Desk, series: str) -> None:
    scores = desk.scores()
    facts = scores.facts
    if series not in facts.panel.series:
        raise Refused(unknown_word_problem(("record", "panel_series"), series, facts.panel.series))
    releases = [one for one in reversed(facts.panel.releases) if one.series == series]
    rows = [_release_row(scores, one) for one in releases]
    about = {"series": _series_row(scores, series)}
    if not machine_output.wrote_rows(options, "panel_series", rows, RELEASES_CSV, about):
        text_tables.print_text(options, _series_line(desk, scores.facts.panel.series[series], releases))
        _print_releases(options, scores, releases)


def _series_line(desk: Desk, definition: PanelSeries, releases: list[PanelRelease]) -> str:
    """Return how many releases of a series are held and how new they are, or how many wait if none is held."""
    title, registry = sanitize_line(localize(definition.title.text)), sanitize_line(definition.registry)
    if not releases:
        waiting = (entry for act in desk.pending() for entry in act.entries if entry.kind == PANEL_RELEASE.name)
        n = sum(entry.body["series"] == definition.id for entry in waiting)
        return tr(
            "{title}: no release yet; {count}. Registry or survey, in the words of the record: {registry}.",
            title=title,
            registry=registry,
            count=trn("{n} release waits", "{n} releases wait", n),
        )
    return tr(
        "{title}: {count}, the newest of {day}. Registry or survey, in the words of the record: {registry}.",
        title=title,
        registry=registry,
        count=trn("{n} release", "{n} releases", len({one.released_on for one in releases})),
        day=releases[0].released_on,
    )


def _print_releases(options: Globals, scores: ScoreAccess, releases: list[PanelRelease]) -> None:
    facts = scores.facts
    for one in releases:
        text_tables.print_text(options, *panel_notes.dispute_notes(facts.panel, one))
    columns = [
        text_tables.Column(tr("release"), whole=True),
        text_tables.Column(tr("class")),
        text_tables.Column(tr("rows"), whole=True),
        text_tables.Column(tr("first day"), whole=True),
        text_tables.Column(tr("last day"), whole=True),
        text_tables.Column(tr("source")),
        text_tables.Column(tr("copy read")),
    ]
    cells: list[list[text_tables.Cell | str]] = [
        [
            one.released_on,
            label("release class", one.release_class) + (f", {tr('to be confirmed')}" if one.confirm else ""),
            str(one.rows),
            one.first,
            one.last,
            one.source,
            label("copy", copy) if (copy := _copy(scores, one)) else "",
        ]
        for one in releases
    ]
    text_tables.print_table(options, columns, cells)
    if releases:
        words = tr(
            'To dispute a cell: {program} dispute "{id}" --cell PLACE:PERIOD=VALUE --reason TEXT',
            program=options.program,
            id=release_id(releases[0]),
        )
        text_tables.print_text(options, words)


def _release_row(scores: ScoreAccess, release: PanelRelease) -> dict[str, Any]:
    return {
        "id": release_id(release),
        "released_on": release.released_on,
        "class": release.release_class.value,
        "rows": release.rows,
        "first": release.first,
        "last": release.last,
        "source": release.source,
        "copy": _copy(scores, release),
        "rest_from": release.rest_from,
        "confirm": release.confirm,
        "file": release.file.name,
        "size": release.file.size,
        "digest": release.file.digest,
        "disputed": _disputed(scores, release),
        "disputes": panel_notes.disputed_cells(scores.facts.panel, release),
    }
