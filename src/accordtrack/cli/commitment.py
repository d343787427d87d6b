"""Page of one commitment: facts, each half, statements, evidence and sources, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.cli import cell_text, commitment_list, json_shapes, machine_output, text_tables
from accordtrack.cli.indicators import indicators
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.cli.text_tables import Quoted, Section
from accordtrack.i18n import field_value, in_alternat, local, sides, tr
from accordtrack.text import deadlines, field_values, review_rules, source_lines
from accordtrack.text.disputes import unchanged
from accordtrack.wording import label, mark

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.types import (
        CommitmentView,
        EvidenceView,
        HalfView,
        PositionView,
        ProposedChange,
        SourceView,
        StatementView,
    )


def write(options: Globals, desk: Desk, view: CommitmentView, at: TwoDates | None) -> None:
    """Write one commitment in the requested format."""
    whole = {**dates_facts(desk, at), "commitment": json_shapes.commitment(view)}
    match options.format:
        case "json":
            machine_output.write_json("commitment", whole, ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_lines("commitment", [whole], ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(commitment_list.CSV, [json_shapes.plain(view.row)])
        case _:
            text_tables.page(options, sections(view, ascii_only=options.ascii_only))
            if line := dates_line(desk, at):
                text_tables.say(options, line)


def sections(view: CommitmentView, *, ascii_only: bool) -> list[Section]:
    """Return the sections of the page, in reading order."""
    halves = {half.side: half for half in view.halves}
    parts = [
        _facts(view, ascii_only=ascii_only),
        _due(view),
        *(_half(view, halves[side], ascii_only=ascii_only) for side in sides(halves)),
    ]
    return [*parts, *_said(view, ascii_only=ascii_only), *_around(view), _sources(view)]


def _facts(view: CommitmentView, *, ascii_only: bool) -> Section:
    row = view.row
    section = Section(f"{row.id}  {local(row.title)}")

    def add(field: str, *lines: str, name: str = "") -> None:
        guessed = f" ({tr('inferred')})" if field in row.inferred else ""
        kept = [line for line in lines if line]
        section.add(name or label("field", field), *([*kept[:-1], kept[-1] + guessed] if kept else []))

    add("text", local(view.text))
    wordings = {"US": view.wording_us, "MX": view.wording_mx}
    for side in sides(wordings):
        add("wording", wordings[side] or "", name=tr("in its own words, {side}", side=label("side", side)))
    for refusal in view.not_agreed:
        section.add(
            tr("not subscribed to"),
            *cell_text.position_lines(refusal, {refusal.answers or "": row.id}, ascii_only=ascii_only),
        )
    add("responsible_side", cell_text.owed_by(row.responsible), name=tr("owed by"))
    if row.responsible == "JOINT":
        add("share_us", tr("not agreed") if view.share_us is None else view.share_us)
    add("text_basis", cell_text.promised_by(row.responsible, row.text_basis), name=tr("promised by"))
    add("kind", label("kind", row.kind))
    add("framework", cell_text.named(view.framework))
    add("area", cell_text.named(view.area) if view.area else "")
    add("lead", *(cell_text.named(body) for body in in_alternat(view.leads, lambda body: body.side)))
    add("supporting", *(cell_text.named(body) for body in in_alternat(view.supporting, lambda body: body.side)))
    add("places", ", ".join(view.places))
    add("agreed_on", view.agreed_on)
    add("theme", label("theme", row.theme))
    add("level", label("level", row.level))
    add("weight", view.weight if view.weight != "1" else "")
    add("verifiable", _verifiable(view))
    add("verification", local(view.verification))
    for field, _name, told in field_values.labeled(view.further):
        add(field, told)
    add("handling", row.handling if row.handling != "TLP:CLEAR" else "")
    add("note", local(view.note))
    add("sources", ", ".join(view.own_sources))
    return section


def _verifiable(view: CommitmentView) -> str:
    yes = tr("yes: {why}", why=local(view.verifiable_why))
    return yes if view.verifiable else tr("no: {why}", why=local(view.verifiable_why))


def _due(view: CommitmentView) -> Section:
    section = Section(tr("Deadline"))
    guessed = tr("inferred by the register") if "due_on" in view.row.inferred else ""
    section.add(tr("due"), *deadlines.lines(view.due), guessed)
    if view.review is not None:
        section.add(tr("review"), *review_rules.lines(view.review))
    for change in view.proposed:
        section.add(tr("not yet agreed"), *_proposed(change))
    return section


def _proposed(change: ProposedChange) -> list[str]:
    name = change.field
    values = {"field": label("field", name), "old": field_value(name, change.old), "new": field_value(name, change.new)}
    return [
        Quoted(tr("{field}: {old} → {new}", **values)),
        tr("proposed by {side}; the earlier one stays in force", side=label("the side", change.side)),
        Quoted(local(change.reason)),
    ]


def _half(view: CommitmentView, half: HalfView, *, ascii_only: bool) -> Section:
    """Return the section of one half: its claim, the other side's answer and reading, and the standing."""
    joint = view.row.responsible == "JOINT"
    name = label("the side", half.side)
    section = Section(tr("The half of {side}", side=name) if joint else tr("Where {side} stands", side=name))
    if half.claim is None:
        section.add(tr("status"), wording.status(None, None, ascii_only=ascii_only))
    else:
        status = wording.status(half.claim.status, half.claim.basis, ascii_only=ascii_only)
        section.add(tr("status"), status, cell_text.dates_words(half.claim.effective_on, half.claim.said_on))
        section.add(tr("rests on"), label("grade", half.claim.grade), half.claim.id)
    flag = f"{mark('disputed', ascii_only=ascii_only)} " if half.standing == "disputed" else ""
    standing = flag + cell_text.standing_words(half.standing, half.asked_days, answered=half.answer is not None)
    section.add(tr("standing"), standing, *([unchanged(half.side, half.settled_by)] if half.settled_by else []))
    if half.asked_on:
        section.add(tr("asked on"), half.asked_on)
    if half.answer is not None:
        section.add(tr("answer"), *cell_text.position_lines(half.answer, _names(view), ascii_only=ascii_only))
    if half.reading is not None:
        section.add(tr("the other side's reading"), *cell_text.statement_lines(half.reading, ascii_only=ascii_only))
    if half.proposes:
        section.add(tr("the other side proposes"), label("status", half.proposes))
    for rival in half.rivals:
        section.add(tr("another official word"), *cell_text.statement_lines(rival, ascii_only=ascii_only))
    if half.rivals:
        section.add(tr("divergent"), tr("until {side} speaks again", side=label("the side", half.side)))
    return section


def _said(view: CommitmentView, *, ascii_only: bool) -> list[Section]:
    statements = Section(tr("Statements and readings, newest first"))
    for statement in view.statements:
        statements.add(statement.said_on, *cell_text.statement_lines(statement, ascii_only=ascii_only))
    if not view.statements:
        statements.add(tr("none"), tr("This register found none."))
    answers = Section(tr("Answers"))
    for position in view.positions:
        answers.add(position.said_on, *cell_text.position_lines(position, _names(view), ascii_only=ascii_only))
    evidence = Section(tr("Evidence"))
    for item in view.evidence:
        evidence.add(item.said_on, *cell_text.evidence_lines(item))
    if not view.evidence:
        evidence.add(tr("none"), tr("This register found none."))
    return [statements, answers, evidence, _withheld(view)]


def _withheld(view: CommitmentView) -> Section:
    """Return the section of entries about the commitment that are in this copy without their contents."""
    section = Section(tr("Withheld from this copy"))
    for entry in view.withheld:
        by = tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed)
        section.add(entry.at[:10], f"{label('entry kind', entry.kind)}; {entry.handling}", f"{by}; {entry.id}")
    return section


def _names(view: CommitmentView) -> dict[str, str]:
    """Return ids of the entries that can be answered, by entry hash."""
    said: list[StatementView | PositionView | EvidenceView] = [*view.statements, *view.positions, *view.evidence]
    return {item.entry: item.id for item in said}


def _around(view: CommitmentView) -> list[Section]:
    notes = Section(tr("Notes"))
    for note in view.notes:
        notes.add(note.said_on, Quoted(note.text), f"{note.by}, {note.feed}; {note.id}")
    conflicts = Section(tr("Figures and words that do not fit"))
    for conflict in view.conflicts:
        conflicts.add(conflict.code, local(conflict.name))
    return [indicators(view.indicators), conflicts, notes]


def _sources(view: CommitmentView) -> Section:
    section = Section(tr("Sources"))
    for source in view.sources:
        section.add(source.id, *_source(source))
    return section


def _source(source: SourceView) -> list[str]:
    copy = tr("copy read: {copy}", copy=label("copy", source.copy))
    weak = tr("a weak copy: it gives no grade above claimed") if source.weak else ""
    published = ", ".join(part for part in (source_lines.credit(source), source.locator, source.date) if part)
    return [source.title, published, source.url, copy, weak, local(source.note)]
