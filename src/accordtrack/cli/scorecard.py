"""The ``scorecard`` verb, which writes a scorecard document or checks a JSON scorecard against the register."""

# ruff: noqa: TC002, TC003 - typer reads the annotations when it builds the verbs
from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack import i18n
from accordtrack.cli import machine_output, saved_status, shared_options, text_tables, verify_report
from accordtrack.cli.progress import item_progress
from accordtrack.cli.session import global_options, open_desk, parse_day, two_dates
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr, trn
from accordtrack.service import check_free, save_bytes
from accordtrack.vocabulary import ChangeClass
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.service import Desk

MOST_BYTES = 50_000_000
"""Size limit in bytes of a scorecard file to check."""
SHOWN = 20
"""Number of differences that the table format lists. JSON lists all of them."""


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "scorecard",
        scorecard,
        tr("a progress scorecard as PDF, HTML, XLSX, DOCX, Markdown, JSON or CSV"),
        tr(
            "Writes a progress scorecard; the file extension selects the format. The annexes of a document are a "
            "second file, OUT-annexes. With FILTER, it covers only the commitments that match. The public one holds "
            "only what is marked TLP:CLEAR. With --check, it recreates the scorecard that a JSON file describes and "
            "reports the differences.\n\naccordtrack scorecard firearms.pdf theme:firearms"
        ),
        family=tr("Score"),
    )


def scorecard(
    ctx: typer.Context,
    out: Annotated[Path | None, argument(tr("OUT"), tr("File to write: .pdf .html .xlsx .docx .md .json .csv"))] = None,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value, as in list."))] = None,
    saved: Annotated[str | None, shared_options.saved()] = None,
    publisher: Annotated[
        str | None, option("--publisher", tr("NAME"), tr("Who publishes the scorecard: named at its end."))
    ] = None,
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    brief: Annotated[bool, flag("--brief", tr("One page instead of the whole."))] = False,  # noqa: FBT002
    note: Annotated[  # noqa: FBT002
        bool, flag("--tarjeta", tr("One page as a tarjeta informativa, in Spanish, instead of the whole."))
    ] = False,
    since: Annotated[str | None, option("--since", tr("DATE"), tr("Add what changed from this day on."))] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    recorded_by: Annotated[str | None, shared_options.recorded_by()] = None,
    method: Annotated[
        str | None,
        option("--method", "AT-1.0.0|AT-2.0.0", tr("AT-1.0.0 leaves out what changed; AT-2.0.0 if omitted.")),
    ] = None,
    force: Annotated[bool, shared_options.force()] = False,  # noqa: FBT002
    check: Annotated[
        Path | None, option("--check", tr("FILE"), tr("A scorecard as JSON: does the register still say the same?"))
    ] = None,
) -> int:
    """Write or check a scorecard."""
    options = global_options(ctx)
    if check is not None:
        if out is not None:
            raise Refused(Problem("--check writes no file", "Leave out {x}.", values={"x": out}, usage=True))
        return _check_scorecard(options, _read_scorecard(check))
    if out is None:
        raise Refused(Problem("Name the file to write", "accordtrack scorecard OUT.html", usage=True))
    wanted = _Wanted(
        out,
        words,
        saved,
        publisher,
        audience,
        side,
        since,
        as_of,
        known_on,
        recorded_by,
        method,
        brief,
        note,
        force,
    )
    _write_scorecard(options, wanted)
    return 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Options of the command line, as typed."""

    out: Path
    words: list[str] | None
    saved: str | None
    publisher: str | None
    audience: str
    side: str | None
    since: str | None
    as_of: str | None
    known_on: str | None
    recorded_by: str | None
    method: str | None
    brief: bool
    note: bool
    force: bool

    @property
    def language(self) -> str:
        """The language of the document."""
        return "es" if self.note else i18n.language()


def _write_scorecard(options: Globals, wanted: _Wanted) -> None:
    from accordtrack.documents import APPENDED, files, format_of  # noqa: PLC0415
    from accordtrack.scorecard.request import FIRST_METHOD  # noqa: PLC0415

    form = format_of(wanted.out)
    if wanted.brief and wanted.note:
        raise Refused(Problem("--brief and --tarjeta are two documents", "Leave one out.", usage=True))
    kind = files.Kind.BRIEF if wanted.brief else files.Kind.NOTE if wanted.note else files.Kind.WHOLE
    paths = [
        wanted.out.with_name(name) for name in files.names(wanted.out.name, kind, paged=wanted.method != FIRST_METHOD)
    ]

    def prepare(desk: Desk) -> ScorecardRequest:
        for one in paths:
            check_free(one, replace=wanted.force, how="--force")
        return _build_request(desk, wanted)

    desk = open_desk(options, lambda found: found.scorecard(prepare(found)))
    request = prepare(desk)
    with item_progress(options, tr("Making the scorecard")) as report:
        appended = any(format_of(one) in APPENDED for one in paths)
        card = desk.scorecard(request, report, appended=appended)
        made = files.made(card, wanted.out.name, kind)
    sizes = [
        (wanted.out.with_name(name), save_bytes(wanted.out.with_name(name), raw, replace=wanted.force))
        for name, raw in made
    ]
    for one in paths:
        desk.note_export("scorecard", one, request.audience, request.side)
    saved_status.mark_saved()
    facts = {"path": str(wanted.out), "bytes": sizes[0][1], "form": form}
    facts |= {"audience": request.audience, "withheld": card.withheld}
    if machine_output.wrote_one(options, "scorecard_file", facts):
        return
    for one, size in sizes:
        values = {
            "x": safe_text.sanitize_line(one),
            "size": safe_text.format_size(size),
            "audience": i18n.term_label("audience", request.audience),
        }
        text_tables.print_text(options, tr("Written: {x}, {size}, for the audience {audience}.", **values))
    text_tables.print_text(
        options,
        trn(
            "{n} entry that is not public is left out.", "{n} entries that are not public are left out.", card.withheld
        ),
    )


def _build_request(desk: Desk, wanted: _Wanted) -> ScorecardRequest:
    from accordtrack.cli.score_request import parse_choice  # noqa: PLC0415
    from accordtrack.scorecard.request import METHOD, METHODS, ScorecardRequest  # noqa: PLC0415

    at = two_dates(desk, wanted.as_of, wanted.known_on)
    part = [*([desk.preferences.filter(wanted.saved)] if wanted.saved is not None else []), *(wanted.words or ())]
    return ScorecardRequest(
        as_of=at.as_of if at else desk.today,
        known_on=at.known_on if at else desk.today,
        audience=wanted.audience,
        language=wanted.language,
        side=wanted.side if wanted.audience == "side" else None,
        since=parse_day(wanted.since, "--since"),
        recorded_by=desk.parse_recorded_by(wanted.recorded_by) if wanted.recorded_by is not None else None,
        method=parse_choice("--method", wanted.method, METHODS) if wanted.method is not None else METHOD,
        part=" ".join(part) if part else None,
        publisher=wanted.publisher,
    )


def _check_scorecard(options: Globals, card: Mapping[str, Any]) -> int:
    """Return 0 when the register gives the same scorecard and extends its checkpoint, else 1."""
    desk = open_desk(options, lambda found: found.scorecard_differences(card))
    found, broken = desk.scorecard_differences(card), desk.find_divergences(card)
    causes = desk.scorecard_causes(card, [place for place, _told, _now in found])
    rows = [
        {"place": place, "told": file_value, "found": now, "classes": list(classes)}
        for (place, file_value, now), classes in zip(found, causes, strict=True)
    ]
    match options.format:
        case "table":
            _print_differences(options, found, causes)
            if not broken:
                text_tables.print_text(options, tr("The register continues from the checkpoint of this scorecard."))
        case "csv":
            machine_output.write_csv(("place", "told", "found", "classes"), rows)
        case _:
            facts = {
                "same": not found,
                "differences": rows,
                "extends": not broken,
                "problems": broken,
            }
            machine_output.write_one(options, "scorecard_check", facts)
    verify_report.print_findings(options, broken)
    return 1 if found or broken else 0


def _print_differences(
    options: Globals, found: Sequence[tuple[str, Any, Any]], causes: Sequence[tuple[str, ...]]
) -> None:
    if not found:
        text_tables.print_text(options, tr("The same: the register says what this scorecard says."))
        return
    for (place, file_value, now), classes in zip(found[:SHOWN], causes, strict=False):
        values = {"place": place, "told": _shortened_json(file_value), "found": _shortened_json(now)}
        line = tr("{place}: file says {told}, found {found}", **values)
        names = ", ".join(label("change class", one) for one in classes) or tr("no entry explains it")
        sys.stdout.write(safe_text.sanitize_line(tr("{line} ({causes})", line=line, causes=names)) + "\n")
    if len(found) > SHOWN:
        sys.stdout.write(tr("and {n} more", n=len(found) - SHOWN) + "\n")
    text_tables.print_text(options, trn("Differs in {n} place.", "Differs in {n} places.", len(found)))
    counts = Counter(one for classes in causes for one in classes)
    for name in ChangeClass:
        if count := counts[name]:
            values = {"cause": label("change class", name)}
            text_tables.print_text(options, trn("{cause}: {n} place", "{cause}: {n} places", count, **values))


def _shortened_json(value: Any) -> str:  # noqa: ANN401
    return safe_text.shorten(json.dumps(value, ensure_ascii=False), 60)


def _read_scorecard(file: Path) -> dict[str, Any]:
    """Read a scorecard from a JSON file. Raise ``Refused`` if the file is not a scorecard."""
    advice = "Name a file that accordtrack scorecard OUT.json wrote."
    try:
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            raise Refused(Problem("{x} cannot be read as a scorecard", advice, values={"x": file}))
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(Problem("{x} cannot be read as a scorecard", advice, values={"x": file})) from error
    if not isinstance(document, dict) or document.get("type") != "scorecard":
        raise Refused(Problem("{x} cannot be read as a scorecard", advice, values={"x": file}))
    return document
