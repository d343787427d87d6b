"""The ``drafts`` and ``clear`` verbs, which list drafts, discard one or write one to the log."""

# ruff: noqa: TC002 - typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import json_shapes, machine_output, saved_status, text_tables
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.text_tables import Section
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.cli.write_command import print_result
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import localize, tr, trn
from accordtrack.service import draft_text
from accordtrack.wording import mark

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import DraftView

CSV = (
    *("id", "made_on", "desk", "commitment", "title.en", "title.es", "kind", "status", "stance", "text", "evidence"),
    *("changed", "problem.message.en", "problem.message.es"),
)


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Words that wait")
    add_verb(
        app,
        "drafts",
        drafts,
        tr("list what is waiting as a draft"),
        tr(
            "Lists the drafts of this side, with what each would write now. A draft is local and unsigned: "
            'no count and no export includes it. With clearance = "required" in the settings, statuses '
            "and answers wait as drafts until an office clears them."
        ),
        family=family,
    )
    add_verb(
        app,
        "clear",
        clear,
        tr("write what a draft says"),
        tr("Writes what a draft says, in one act, and removes the draft."),
        family=family,
    )


def drafts(
    ctx: typer.Context,
    discard: Annotated[
        str | None, option("--discard", tr("DRAFT"), tr("Discard this draft; nothing is written."))
    ] = None,
) -> None:
    """List drafts, or discard one."""
    options = global_options(ctx)
    if discard is not None:
        number = _parse_draft_number(discard)
        open_desk(options, lambda desk: desk.refuse_draft(number, drop=True)).discard_draft(number)
        saved_status.mark_saved()
        _report_discarded(options, number)
        return
    found = open_desk(options).drafts()
    rows = map(_draft_as_json, found)
    if not machine_output.wrote_rows(options, "drafts", rows, CSV, {"total": len(found)}):
        _print_drafts(options, found)


def clear(
    ctx: typer.Context,
    draft: Annotated[str, argument(tr("DRAFT"), tr("Number of the draft."))],
    office: Annotated[str | None, option("--by", tr("OFFICE"), tr("The office that cleared it."))] = None,
    reference: Annotated[str | None, option("--ref", "REF", tr("Under which reference."))] = None,
) -> None:
    """Write the entries of a draft to the log."""
    options = global_options(ctx)
    number = _parse_draft_number(draft)
    desk = open_desk(options, lambda found: found.refuse_draft(number, office, reference, drop=False))
    done = desk.write_cleared_draft(number, office, reference)
    saved_status.mark_saved()
    print_result(options, done, undoable=True)


def _parse_draft_number(word: str) -> int:
    if word.isascii() and word.isdecimal() and len(word) < 10:  # noqa: PLR2004 - digits of a number of draft
        return int(word)
    raise Refused(Problem("There is no draft {n}", "accordtrack drafts lists them.", "", {"n": word[:40]}, usage=True))


def _report_discarded(options: Globals, number: int) -> None:
    if options.format == "table":
        text_tables.print_text(options, tr("Draft {n} was discarded. Nothing was written.", n=number))
    else:
        machine_output.write_one(options, "discarded", {"draft": number})


def _print_drafts(options: Globals, found: tuple[DraftView, ...]) -> None:
    text_tables.print_page(options, [_draft_section(draft, ascii_only=options.ascii_only) for draft in found])
    if not found:
        text_tables.print_text(options, tr("There are no drafts."))
        return
    text_tables.print_text(options, trn("{n} draft is pending.", "{n} drafts are pending.", len(found)))
    text_tables.print_text(
        options, tr('"{program} clear DRAFT --by OFFICE --ref REF" writes one.', program=options.program)
    )


def _draft_section(draft: DraftView, *, ascii_only: bool) -> Section:
    head = f"{mark('draft', ascii_only=ascii_only)} {draft.id}  {draft.commitment or ''}  {localize(draft.title)}"
    section = Section(head.rstrip())
    at_desk = tr("{date}, at {desk}", date=draft.made_on, desk=draft.desk) if draft.desk else draft.made_on
    section.add(tr("kept"), at_desk)
    section.add(tr("would write"), *draft_text.preview_lines(draft))
    section.add(tr("words"), text_tables.Quoted(draft_text.note_or_reason(draft) or ""))
    section.add(tr("beware"), *draft_text.warnings(draft))
    return section


def _draft_as_json(draft: DraftView) -> dict[str, Any]:
    """Return a draft under the keys of the JSON contract."""
    return {
        "id": draft.id,
        "made_on": draft.made_on,
        **json_shapes.to_json_value(
            {
                "desk": draft.desk,
                "commitment": draft.commitment,
                "title": draft.title,
                "kind": draft_text.kind(draft),
                "status": draft_text.status(draft),
                "stance": draft_text.stance(draft),
                "text": draft_text.note_or_reason(draft),
                "evidence": draft_text.evidence(draft),
                "changed": draft.changed,
                "voice": draft.voice,
                "lines": draft.lines,
            }
        ),
        "problem": json_shapes.problem_as_json(draft.problem) if draft.problem else None,
    }
