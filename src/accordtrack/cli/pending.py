"""The ``pending`` verb: changes that wait for a side, grouped by act, with the effect of concurring."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from accordtrack.cli import json_shapes, machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.session import answer_query, global_options
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.cli.write_command import print_plan, print_result
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import sides, tr, trn
from accordtrack.text import pending as texts
from accordtrack.vocabulary import Side
from accordtrack.wording import parse_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types.pending import PendingAct, PendingEntry

_Chosen = Literal["waits", "disputed", "alone"]
WAIT_ALL = "wait-all"
SHOWN = 50
"""Most entries that a table shows without ``--all``."""
WITH_EFFECTS = 10
"""Number of acts whose effect is computed."""
MOST_EFFECTS = 3
"""Most numbers shown for one act."""
CSV = (
    *("waits_for", "act", "feed", "by", "at", "id", "kind", "about", "title.en", "title.es", "status", "speaker"),
    *("provenance", "handling", "seen", "hash", "field", "old", "new"),
)


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "pending",
        pending,
        tr("what waits for your side, and what your proposals wait for"),
        tr(
            "Lists the entries that are not in force until a side accepts them, grouped by act, with the numbers that "
            "accepting would change. A filter has free words and by:, kind:, since:, until:\n\naccordtrack pending "
            "kind:commitment since:2026-11\n\nAt a desk of a side, accordtrack pending wait-all --reason TEXT makes "
            "everything wait that the side's desks found in force and did not accept."
        ),
        family=tr("Answer"),
        free=True,
    )


def pending(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value; or wait-all."))] = None,
    side: Annotated[
        str | None, option("--side", shared_options.side_choices(), tr("Only what waits for this side."))
    ] = None,
    everything: Annotated[bool, flag("--all", tr("Show every row."))] = False,
    disputed: Annotated[bool, flag("--disputed", tr("What a side disputed, so that it stays out of force."))] = False,
    alone: Annotated[
        bool, flag("--alone", tr("What is in force without a side, because it had no open desk."))
    ] = False,
    reason: Annotated[
        str | None, option("--reason", tr("TEXT"), tr("Why everything is to wait: with wait-all."))
    ] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """List what waits."""
    options = global_options(ctx)
    found = list(words or ())
    if WAIT_ALL in found:
        if len(found) > 1 or side is not None or everything or disputed or alone:
            advice = "wait-all takes no filter, --side, --all, --disputed or --alone."
            raise Refused(Problem("wait-all concerns everything that your side found", advice, usage=True))
        _wait_all(options, reason, dry_run=dry_run)
        return
    if dry_run:
        raise Refused(Problem("A list writes nothing", "--dry-run goes with wait-all.", "--dry-run", usage=True))
    if reason is not None:
        advice = "To answer what waits: accordtrack concur, accordtrack dispute."
        raise Refused(Problem("A list takes no reason", advice, "--reason", usage=True))
    if alone and disputed:
        raise Refused(Problem("What meets disagreement is not in force", "Use --alone or --disputed.", usage=True))
    wanted = parse_side(side)
    chosen: _Chosen = "alone" if alone else "disputed" if disputed else "waits"

    def write(desk: Desk) -> None:
        _write(options, desk, " ".join(found), wanted, everything=everything, chosen=chosen)

    answer_query(options, write)


def parse_side(text: str | None) -> str | None:
    """Return the side given by its code or its name in either language. Refuses any other."""
    found = None if text is None else parse_term(Side, text, "side", "side")
    if isinstance(found, Problem):
        raise Refused(found)
    return found


def _wait_all(options: Globals, reason: str | None, *, dry_run: bool) -> None:
    from accordtrack import service  # noqa: PLC0415

    path = options.db or service.default_path()
    if dry_run:
        print_plan(options, service.plan_review(path, options.desk))
        return
    done = service.review_all(path, options.desk, reason)
    saved_status.mark_saved()
    print_result(options, done, undoable=False)
    if options.format == "table":
        text_tables.print_text(options, tr('"{program} pending" lists what waits.', program=options.program))


@dataclass(frozen=True, slots=True)
class _Part:
    """The acts that wait for one side, that it disputed, or that are in force without it (``chosen``).

    ``answerable``: at a desk of that side that can write; ``own``: proposed by the side of such a desk.
    """

    side: str
    acts: tuple[PendingAct, ...]
    answerable: bool
    own: bool
    chosen: _Chosen


def _parts(desk: Desk, words: str, wanted: str | None, *, chosen: _Chosen, effects: int = WITH_EFFECTS) -> list[_Part]:
    """Return what waits for the desk's side, then what its own proposals wait for; elsewhere, what waits for each side.

    ``chosen`` may instead be the entries that the side disputed, or those in force without it.
    """
    info = desk.info()
    seat, writes = info.seat, info.read_only is None
    own = seat.side if seat and seat.side in set(Side) else None
    parts = []
    order = sides() if own is None else [own, Side(own).other.value]
    for side in order if wanted is None else [wanted]:
        if chosen == "alone":
            acts = desk.in_force_alone(side, words)
        else:
            acts = desk.pending(side, effects=effects, words=words, disputed=chosen == "disputed")
        proposed = own is not None and side != own
        if proposed and wanted is None:
            acts = tuple(act for act in acts if act.side == own)
        acts = desk.with_cells(acts) if effects else acts
        parts.append(_Part(side, acts, answerable=side == own and writes, own=proposed and writes, chosen=chosen))
    return parts


def _write(options: Globals, desk: Desk, words: str, wanted: str | None, *, everything: bool, chosen: _Chosen) -> None:
    parts = _parts(desk, words, wanted, chosen=chosen)
    rows = (row for part in parts for row in _rows(part))
    csv_rows = (row for part in parts for row in _csv_rows(part))
    if not machine_output.wrote_rows(options, "pending", rows, CSV, csv_rows=csv_rows):
        for part in parts:
            _print_part(options, part, None if everything else SHOWN)
            alone = desk.count_in_force_alone(part.side) if part.answerable else 0
            if note := texts.alone_note(alone, part.side, wait_all_command(options)):
                text_tables.print_text(options, note)
                if chosen != "alone":
                    listed = tr("To list them: {command}", command=f"{options.program} pending --alone")
                    text_tables.print_text(options, listed)
        if chosen == "waits":
            _print_disputed(options, _parts(desk, words, wanted, chosen="disputed", effects=0))


def wait_all_command(options: Globals) -> str:
    """Return the command that makes everything wait that a side found in force."""
    return f"{options.program} pending {WAIT_ALL} --reason {tr('TEXT')}"


def _rows(part: _Part) -> Iterator[dict[str, Any]]:
    for act in part.acts:
        yield {"waits_for": part.side, **json_shapes.to_json_value(act)}


def _csv_rows(part: _Part) -> Iterator[dict[str, Any]]:
    for row in _rows(part):
        for entry in row["entries"]:
            facts = {**row, **entry}
            for change in entry["changes"] or [{"field": None, "old": None, "new": None}]:
                yield {**facts, **change}


def _print_part(options: Globals, part: _Part, limit: int | None) -> None:
    if part.chosen == "alone":
        text_tables.print_text(options, texts.alone_headline(part.acts, part.side))
    else:
        text_tables.print_text(options, texts.headline(part.acts, part.side, disputed=part.chosen == "disputed"))
    if not part.acts:
        return
    shown = _limited(part.acts, limit)
    text_tables.print_page(options, [_section(options, part, act, entries) for act, entries in shown])
    total, listed = sum(len(act.entries) for act in part.acts), sum(len(entries) for _act, entries in shown)
    if listed < total:
        values = {"shown": f"{listed:,}", "total": f"{total:,}"}
        text_tables.print_text(options, tr("Shown: {shown} of {total} changes. See all of them with --all.", **values))
    without = sum(act.effects is None for act in part.acts)
    if without and part.chosen != "alone":
        line = trn(
            ("What agreeing would change was computed for the first {known} acts; {n} more act is listed without it."),
            (
                "What agreeing would change was computed for the first {known} acts; {n} more acts are listed "
                "without it."
            ),
            without,
            known=len(part.acts) - without,
        )
        text_tables.print_text(options, line)


def _print_disputed(options: Globals, parts: list[_Part]) -> None:
    """Print how many entries each side disputed, and the command that lists them."""
    for part in parts:
        if part.acts:
            line = texts.headline(part.acts, part.side, disputed=True)
            more = tr("To list them: {command}", command=f"{options.program} pending --disputed")
            text_tables.print_text(options, f"{line} {more}")


def _limited(acts: tuple[PendingAct, ...], limit: int | None) -> list[tuple[PendingAct, tuple[PendingEntry, ...]]]:
    """Return the acts with their entries, up to a number of entries in all."""
    shown: list[tuple[PendingAct, tuple[PendingEntry, ...]]] = []
    left = limit
    for act in acts:
        entries = act.entries if left is None else act.entries[:left]
        if not entries:
            break
        shown.append((act, entries))
        left = None if left is None else left - len(entries)
    return shown


def _section(options: Globals, part: _Part, act: PendingAct, entries: tuple[PendingEntry, ...]) -> text_tables.Section:
    section = text_tables.Section(texts.act_title(act))
    if part.chosen != "alone":
        section.add(tr("on agreement"), *_effect_lines(act))
    for entry in entries:
        section.add(entry.number, texts.entry_text(entry), *_facts(entry, act), *texts.content_lines(entry))
        section.add(tr("disputed by"), *map(text_tables.Quoted, texts.dispute_lines(entry)))
    if len(entries) < len(act.entries):
        section.add("…", trn("{n} more change", "{n} more changes", len(act.entries) - len(entries)))
    if part.answerable and part.chosen == "disputed":
        section.add(tr("accept"), options.command("concur", entries[0].number))
    elif part.answerable:
        section.add(tr("accept"), options.command("concur", "--act", act.act))
        section.add(tr("dispute"), options.command("dispute", "--act", act.act, "--reason", tr("TEXT")))
    elif part.own:
        section.add(tr("take back"), *_take_back(options, entries))
    return section


def _take_back(options: Globals, entries: tuple[PendingEntry, ...]) -> list[str]:
    """Return the command that takes back an entry of an act; none if all are retractions, which cannot be retracted."""
    numbers = [entry.number for entry in entries if entry.kind != "entry.retract"]
    named = numbers[:1] if len(numbers) == 1 else [tr("ENTRY")] if numbers else []
    return [options.command("retract", name, "--reason", tr("TEXT")) for name in named]


def _effect_lines(act: PendingAct) -> list[str]:
    effects = texts.effect_lines(act)
    lines = effects[:MOST_EFFECTS]
    left = len(effects) - len(lines)
    return [*lines, trn("and {n} more number", "and {n} more numbers", left)] if left else lines


def _facts(entry: PendingEntry, act: PendingAct) -> list[str]:
    """Return whose statement it is if the desk of another side recorded it, and its mark if it has one."""
    facts = [] if entry.provenance == "own" else [texts.provenance(entry, act)]
    return [*facts, *([entry.handling] if entry.handling != "TLP:CLEAR" else [])]
