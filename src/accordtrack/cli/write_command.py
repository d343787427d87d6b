"""The common path of every verb that writes: plan or write an intent, and report what was written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, saved_status, text_tables
from accordtrack.cli.progress import byte_progress
from accordtrack.cli.session import open_desk
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import line_text, lines_in_alternat, tr, trn
from accordtrack.text.pending import without_contents
from accordtrack.types.intents import Retract, Undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import Line, Plan, WriteResult
    from accordtrack.types.intents import Intent

PLAN = ("voice.en", "voice.es", "entries", "line.en", "line.es")
WRITTEN = ("act", "id", "hash")
KEPT = ("draft",)

_KEY_OF_SCREENS = "Nothing earlier changes; u undoes it with a new entry"
"""Line of a plan that names a key of the screens. The command line replaces it with its own ``undo`` hint."""


def carry_out(
    options: Globals, intent: Intent, *, dry_run: bool, desk: Desk | None = None, voiced: bool = False
) -> None:
    """Write ``intent``, or with ``dry_run`` print what it would write; if ``voiced``, first say whose statement it is."""
    desk = desk or open_desk(options, lambda found: found.plan(intent))
    if dry_run:
        print_plan(options, desk.plan(intent))
    else:
        if voiced and options.format == "table":
            text_tables.print_text(options, line_text(desk.plan(intent).voice))
        with byte_progress(options, tr("Taking evidence")) as report:
            done = desk.write(intent, progress=report)
        saved_status.mark_saved()
        print_result(options, done, undoable=not isinstance(intent, Undo | Retract))


def parse_assignments(words: Sequence[str]) -> dict[str, str]:
    """Parse ``FIELD=VALUE`` words. Raise ``Refused`` for a word without ``=`` or a field given twice."""
    fields: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Refused(
                Problem('"{word}" is not FIELD=VALUE', "Write it as due_on=2026-12-31.", "", {"word": word}, usage=True)
            )
        if name in fields:
            raise Refused(
                Problem('The field "{field}" is given twice', "Give it once.", "", {"field": name}, usage=True)
            )
        fields[name] = value
    return fields


def print_plan(options: Globals, plan: Plan) -> None:
    """Report what would be written."""
    lines = _lines_for_terminal(plan.lines)
    facts = {"voice": plan.voice, "entries": plan.entries, "lines": lines}
    rows = [{"voice": plan.voice, "entries": plan.entries, "line": line} for line in lines]
    if machine_output.wrote_one(options, "plan", facts, PLAN, rows):
        return
    text_tables.print_text(options, line_text(plan.voice))
    _print_bullets(options, lines)
    text_tables.print_text(options, trn("This would write {n} entry.", "This would write {n} entries.", plan.entries))
    text_tables.print_text(options, tr("Nothing was written."))


def print_result(options: Globals, done: WriteResult, *, undoable: bool) -> None:
    """Report what was written, or that it was kept as a draft. Only a plan shows what accepted entries say."""
    done = replace(done, lines=without_contents(done.lines))
    if done.drafts:
        _print_drafts(options, done)
        return
    lines = _lines_for_terminal(done.lines)
    facts = {"act": done.act, "ids": done.ids, "hashes": done.hashes, "refs": done.refs, "lines": lines}
    rows = [{"act": done.act, "id": name, "hash": digest} for name, digest in zip(done.ids, done.hashes, strict=True)]
    if machine_output.wrote_one(options, "written", facts, WRITTEN, rows):
        return
    _print_bullets(options, lines)
    ids = ", ".join(done.ids)
    text_tables.print_text(options, trn("Written as entry {ids}.", "Written as entries {ids}.", len(done.ids), ids=ids))
    if undoable:
        text_tables.print_text(options, tr('"{program} undo" takes it back.', program=options.program))


def _print_drafts(options: Globals, done: WriteResult) -> None:
    """Report that nothing was written: the drafts await clearance by an office."""
    lines = _lines_for_terminal(done.lines)
    rows = [{"draft": number} for number in done.drafts]
    if machine_output.wrote_one(options, "kept", {"drafts": done.drafts, "lines": lines}, KEPT, rows):
        return
    _print_bullets(options, lines)
    numbers = ", ".join(map(str, done.drafts))
    text_tables.print_text(options, trn("Kept as draft {ids}.", "Kept as drafts {ids}.", len(done.drafts), ids=numbers))
    text_tables.print_text(
        options, tr('"{program} clear DRAFT --by OFFICE --ref REF" writes one.', program=options.program)
    )


def _lines_for_terminal(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.template != _KEY_OF_SCREENS]


def _print_bullets(options: Globals, lines: Iterable[Line]) -> None:
    for line in lines_in_alternat(lines):
        text_tables.print_text(options, f"  {line_text(line)}")
