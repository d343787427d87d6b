"""The ``targets`` verbs: targets that both sides sign, their worksheets, and expected results."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import machine_output, method_block, shared_options, target_proposals, text_tables
from accordtrack.cli.session import answer_query, global_options, open_desk, two_dates
from accordtrack.cli.verbs import add_group, add_verb, argument
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import localize, tr
from accordtrack.scoring.target_json import result_facts, target_facts, worksheet_facts
from accordtrack.service import check_free, save_bytes
from accordtrack.service.target_proposals import worksheet_of
from accordtrack.text import targets as words

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet
    from accordtrack.service import Desk

TARGETS_CSV = (
    *("id", "indicator", "series", "place", "level_ratio", "by", "baseline", "baseline_to", "released_on", "standing"),
    *("proposed_by", "waits_for", "days", "on", "replaces", *method_block.CSV),
)

WORKSHEET_CSV = ("indicator", "series", "place", "scenario", "level_ratio", "changes", *method_block.CSV)


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = add_group(
        app,
        "targets",
        tr("targets and expected results that both sides sign"),
        family=tr("Score"),
        alone=list_targets,
    )
    add_verb(
        verbs,
        "list",
        list_targets,
        tr("which targets both governments agreed on, and what the others wait for"),
        tr("Lists the proposed targets, whether each is agreed, and what progress toward them rests on."),
    )
    add_verb(
        verbs,
        "worksheet",
        worksheet,
        tr("scenarios for a target, from the panel; as PDF or DOCX for signature"),
        tr(
            "Shows what the past of a place and of similar places suggests for a target. The program recommends none. "
            "With a file name, it writes a document for signature: .pdf, .docx, .html or .md."
        ),
    )
    target_proposals.register(verbs)


def list_targets(
    ctx: typer.Context,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """List targets."""
    options = global_options(ctx)
    answer_query(options, lambda desk: _write_targets(options, desk, two_dates(desk, as_of, known_on)))


def _write_targets(options: Globals, desk: Desk, at: TwoDates | None) -> None:
    scores = desk.scores(at)
    rows = [target_facts(one) for one in scores.facts.targets]
    match options.format:
        case "csv":
            method_block.write_csv(scores, TARGETS_CSV, rows)
        case "ndjson":
            method_block.write_rows(options, scores, "targets", rows)
        case "json":
            found = scores.agreed_attainment
            basis = {
                "direct": len(found.direct),
                "agreed": list(found.agreed),
                "declined": {name: asked[-1].value for name, asked in found.declined.items()},
                "unanswered": {name: asked[-1].value for name, asked in found.unanswered.items()},
                "attainment": words.printed_attainment(found),
            }
            operations = [result_facts(one) for one in scores.expected_results]
            facts = {**method_block.facts(scores), **basis, "rows": rows, "operations": operations}
            machine_output.write_json(options, "targets", facts)
        case _:
            _print_targets(options, desk, scores)


def _print_targets(options: Globals, desk: Desk, scores: ScoreAccess) -> None:
    text_tables.print_text(options, words.headline(scores))
    for one in words.shown(scores):
        section = text_tables.Section(f"{one.body.indicator}  {localize(words.title(scores, one.body.indicator))}")
        section.add(one.id, words.standing(one), words.target_text(scores, one.body))
        section.add(tr("latest figures"), *words.latest_lines(scores, one))
        text_tables.print_page(options, [section])
    text_tables.print_text(options, *words.attainment_lines(scores.agreed_attainment))
    text_tables.print_text(options, words.results_headline(scores.expected_results))
    for reading in scores.expected_results:
        section = text_tables.Section(f"{reading.operation}  {localize(reading.shown.body.title.text)}")
        section.add(tr("definition"), *words.result_text(scores, reading.shown.body))
        section.add(tr("result"), *words.result_verdict(reading))
        text_tables.print_page(options, [section])
    text_tables.print_text(options, words.method_line())
    method_block.print_footer(options, desk, scores)


def worksheet(
    ctx: typer.Context,
    indicator: Annotated[str, argument(tr("INDICATOR"), tr("Id of the indicator."))],
    out: Annotated[Path | None, argument(tr("OUT"), tr("File to write: .pdf .docx .html .md"))] = None,
    series: Annotated[str | None, target_proposals.series_option()] = None,
    place: Annotated[str | None, target_proposals.place_option()] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Show or write a target worksheet."""
    options = global_options(ctx)
    if out is not None:
        _write_document(options, out, (indicator, series, place), (as_of, known_on), force=force)
        return

    def write(desk: Desk) -> None:
        scores = desk.scores(two_dates(desk, as_of, known_on))
        _write_worksheet(options, desk, scores, indicator, worksheet_of(scores, indicator, series, place))

    answer_query(options, write)


def _write_worksheet(options: Globals, desk: Desk, scores: ScoreAccess, indicator: str, found: Worksheet) -> None:
    written = worksheet_facts(indicator, found)
    match options.format:
        case "json" | "ndjson":
            facts = {**method_block.facts(scores), **written}
            machine_output.write_one(options, "worksheet", facts)
        case "csv":
            about = {name: written[name] for name in ("indicator", "series", "place")}
            method_block.write_csv(scores, WORKSHEET_CSV, [{**about, **row} for row in written["scenarios"]])
        case _:
            text_tables.print_text(options, sanitize_line(localize(words.title(scores, indicator))))
            text_tables.print_text(options, *words.worksheet_lines(scores, found))
            columns_shown = [
                text_tables.Column(tr("scenario")),
                text_tables.Column(tr("ratio"), numeric=True),
                text_tables.Column(tr("value"), numeric=True),
                text_tables.Column(tr("changes"), numeric=True),
            ]
            text_tables.print_table(options, columns_shown, words.scenario_rows(found))
            text_tables.print_text(options, words.recommends_none())
            text_tables.print_text(options, words.method_line())
            method_block.print_footer(options, desk, scores)


def _write_document(
    options: Globals,
    out: Path,
    named: tuple[str, str | None, str | None],
    dates: tuple[str | None, str | None],
    *,
    force: bool,
) -> None:
    from accordtrack.documents import BRIEF, format_of, render  # noqa: PLC0415

    form = format_of(out)
    if form not in BRIEF:
        values = {"form": form, "forms": ", ".join(BRIEF)}
        raise Refused(
            Problem("No worksheet is available as {form}", "Choose one of: {forms}.", values=values, usage=True)
        )
    check_free(out, replace=force, how="--force")
    desk = open_desk(options)
    scores = desk.scores(two_dates(desk, *dates))
    found = worksheet_of(scores, *named)
    size = save_bytes(out, render(desk.target_worksheet(scores, named[0], found), form, brief=True), replace=force)
    desk.note_export("worksheet", out, "public")
    if not machine_output.wrote_one(options, "worksheet_file", {"path": str(out), "bytes": size, "form": form}):
        text_tables.print_written(options, out, size)
