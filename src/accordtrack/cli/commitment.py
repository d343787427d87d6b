"""Page of one commitment: facts, each half, statements, evidence and sources, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.cli import commitment_list, json_shapes, machine_output, text_tables, view_text
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.cli.text_tables import Quoted, Section
from accordtrack.i18n import explain, in_alternat, localize, sides, tr
from accordtrack.ledger.kinds import canonical_body
from accordtrack.text import (
    deadlines,
    field_values,
    pending,
    provenance,
    results_chain,
    review_rules,
    source_lines,
    verifiability,
)
from accordtrack.text.authorship import signed
from accordtrack.text.disputes import settled_status_note
from accordtrack.text.withheld import half_status
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.results_chains import GradedChain, ResultsEvidence
    from accordtrack.scoring.series import Point
    from accordtrack.service import Desk
    from accordtrack.types import (
        CommitmentView,
        HalfView,
        IndicatorView,
        MeasurementView,
        Named,
        ProposalView,
        ProposedChange,
        SourceView,
    )


def write(options: Globals, desk: Desk, view: CommitmentView, at: TwoDates | None) -> None:
    """Write one commitment in the requested format."""
    match options.format:
        case "json" | "ndjson":
            results = results_as_json(desk.scores(at).results_evidence(view.row.id)) if view.has_results else None
            shown = {**json_shapes.commitment_as_json(view), "results": results}
            whole = {**dates_facts(desk, at), "commitment": shown}
            machine_output.write_one(options, "commitment", whole)
        case "csv":
            machine_output.write_csv(commitment_list.CSV, [view.row])
        case _:
            chains = _results_sections(desk, view, at, ascii_only=options.ascii_only)
            text_tables.print_page(options, sections(view, chains, ascii_only=options.ascii_only))
            if line := dates_line(desk, at):
                text_tables.print_text(options, line)


def _results_sections(desk: Desk, view: CommitmentView, at: TwoDates | None, *, ascii_only: bool) -> list[Section]:
    """Return the sections on the results chain and the evaluations, or the one that says where the chain ends."""
    if not view.has_results:
        section = Section(tr("Results chain"))
        section.add(tr("none"), results_chain.where_it_ends(view.direct_indicators))
        return [section]
    found = []
    for part in results_chain.results_parts(desk.scores(at), view.row.id, ascii_only=ascii_only):
        section = Section(part.title)
        for name, lines in part.rows:
            section.add(name, *lines)
        found.append(section)
    return found


def print_proposal(options: Globals, found: ProposalView) -> None:
    """Print a commitment that is not in force, after a section that says so. Programs get the refusal instead."""
    head = Section(tr("Not in force"))
    head.add(tr("why"), explain(found.problem))
    head.add(tr("proposed by"), tr("by {name} at {desk}", name=found.by, desk=found.feed), f"{found.on}; {found.entry}")
    text_tables.print_page(options, [head, *sections(found.commitment, ascii_only=options.ascii_only)])


def sections(view: CommitmentView, results: Iterable[Section] = (), *, ascii_only: bool) -> list[Section]:
    """Return the sections of the page, in reading order. ``results`` are those on results chains and evaluations."""
    halves = {half.side: half for half in view.halves}
    parts = [
        _facts_section(view, ascii_only=ascii_only),
        _deadline_section(view),
        *(_half_section(view, halves[side], ascii_only=ascii_only) for side in sides(halves)),
    ]
    statements = _statement_sections(view, ascii_only=ascii_only)
    return [*parts, *results, *statements, *_related_sections(view), _sources_section(view)]


def _facts_section(view: CommitmentView, *, ascii_only: bool) -> Section:
    row = view.row
    section = Section(f"{row.id}  {localize(row.title)}")

    def add(field: str, *lines: str, name: str = "") -> None:
        guessed = f" ({tr('tracker ≈')})" if field in row.inferred else ""
        names = [line for line in lines if line]
        section.add(name or label("field", field), *([*names[:-1], names[-1] + guessed] if names else []))

    add("text", localize(view.text))
    wordings = {"US": view.wording_us, "MX": view.wording_mx}
    for side in sides(wordings):
        add("wording", wordings[side] or "", name=tr("as stated by {side}", side=label("side", side)))
    for refusal in view.not_agreed:
        section.add(
            tr("not subscribed to"),
            *view_text.position_lines(refusal, ascii_only=ascii_only),
        )
    add("responsible_side", view_text.responsible_sides(row.responsible), name=tr("responsible"))
    if row.responsible == "JOINT":
        add("share_us", tr("not agreed") if view.share_us is None else view.share_us)
    add("text_basis", view_text.text_published_by(row.responsible, row.text_basis), name=tr("text published by"))
    add("kind", label("kind", row.kind))
    add("framework", view_text.name_with_code(view.framework))
    add("area", view_text.name_with_code(view.area) if view.area else "")
    leads = view.leads_by_side
    section.add(label("field", "lead"), *(_lead_line(view, side, leads[side]) for side in sides(leads)))
    add(
        "supporting", *(view_text.name_with_code(body) for body in in_alternat(view.supporting, lambda body: body.side))
    )
    add("places", ", ".join(view.places))
    add("agreed_on", view.agreed_on)
    add("theme", label("theme", row.theme))
    add("level", label("level", row.level))
    add("weight", view.weight if view.weight != "1" else "")
    add("verifiable", _verifiable_text(view))
    add("verification", localize(view.verification))
    for field, _name, text in field_values.labeled_values(view.further):
        add(field, text)
    add("handling", row.handling if row.handling != "TLP:CLEAR" else "")
    add("note", signed(localize(view.note), localize(view.note_desks)))
    if view.note_removed_by and view.note_removed_on:
        add("note", provenance.note_removed(view.note_removed_by, view.note_removed_on))
    add("sources", ", ".join(view.own_sources))
    return section


def _lead_line(view: CommitmentView, side: str, body: Named) -> str:
    """Return the lead body of a side, marked if this tracker supplied it."""
    supplied = field_values.is_supplied(view.row.inferred, f"lead.{side}")
    guessed = f" ({tr('tracker ≈')})" if supplied else ""
    return f"{view_text.name_with_code(body)} ({label('side', side)}){guessed}"


def _verifiable_text(view: CommitmentView) -> str:
    if verifiability.is_assumed(view.row.inferred, view.verifiable_why, verifiable=view.verifiable):
        return verifiability.assumed_verdict()
    yes = tr("yes: {why}", why=verifiability.reason(view.verifiable_why))
    return yes if view.verifiable else tr("no: {why}", why=verifiability.reason(view.verifiable_why))


def _deadline_section(view: CommitmentView) -> Section:
    section = Section(tr("Deadline"))
    inferred = deadlines.still_inferred(view.due.basis, view.row.inferred)
    guessed = tr("supplied by this tracker") if "due_on" in inferred else ""
    basis = tr("what the date is based on: supplied by this tracker") if "due_basis" in inferred else ""
    section.add(tr("due"), *deadlines.lines(view.due), guessed, basis)
    if view.review is not None:
        section.add(tr("review"), *review_rules.lines(view.review))
    for change in view.proposed:
        section.add(tr("not yet agreed"), *_proposed_change_lines(change))
    for change in view.lapsed:
        section.add(
            tr("no longer valid"),
            *map(Quoted, pending.change_lines(change)),
            tr("the value was changed meanwhile"),
            change.entry,
        )
    return section


def _proposed_change_lines(change: ProposedChange) -> list[str]:
    return [
        *map(Quoted, pending.change_lines(change)),
        tr("proposed by {side}; the earlier one stays in force", side=label("the side", change.side)),
        provenance.waits_for(change.waits, change.disputed_by),
        Quoted(localize(change.reason)),
    ]


def _add_status(section: Section, half: HalfView, *, ascii_only: bool) -> None:
    """Add the claim of a half, or what stands in its place."""
    shown = half_status(half)
    if half.claim is None:
        section.add(tr("status"), shown.line(ascii_only=ascii_only))
    else:
        status = wording.status(half.claim.status, half.claim.basis, ascii_only=ascii_only)
        section.add(tr("status"), status, view_text.dates_words(half.claim.effective_on, half.claim.said_on))
        section.add(tr("rests on"), label("grade", half.claim.grade), half.claim.id)
        section.add(tr("taken back"), shown.note)


def _half_section(view: CommitmentView, half: HalfView, *, ascii_only: bool) -> Section:
    """Return the section of one half: its claim, the other side's answer and reading, and the standing."""
    joint = view.row.responsible == "JOINT"
    name = label("the side", half.side)
    section = Section(tr("The part of {side}", side=name) if joint else tr("Where {side} stands", side=name))
    _add_status(section, half, ascii_only=ascii_only)
    flag = f"{mark('disputed', ascii_only=ascii_only)} " if half.standing == "disputed" else ""
    standing = flag + view_text.standing_words(half.standing, half.asked_days, answered=half.answer is not None)
    if half.claim is not None or half.taken_back is None:
        section.add(
            tr("answer"), standing, *([settled_status_note(half.side, half.settled_by)] if half.settled_by else [])
        )
    if half.asked_on:
        section.add(tr("asked on"), half.asked_on)
    if half.answer is not None:
        section.add(tr("answer"), *view_text.position_lines(half.answer, ascii_only=ascii_only))
    if half.reading is not None:
        section.add(
            tr("the other government's assessment"), *view_text.statement_lines(half.reading, ascii_only=ascii_only)
        )
    if half.proposes:
        section.add(tr("the other side proposes"), label("status", half.proposes))
    for rival in half.rivals:
        section.add(tr("another official word"), *view_text.statement_lines(rival, ascii_only=ascii_only))
    if half.rivals:
        section.add(tr("divergent"), tr("until {side} speaks again", side=label("the side", half.side)))
    return section


def _statement_sections(view: CommitmentView, *, ascii_only: bool) -> list[Section]:
    statements = Section(tr("Statements and assessments ≈, newest first"))
    for statement in view.statements:
        statements.add(statement.said_on, *view_text.statement_lines(statement, ascii_only=ascii_only))
    if not view.statements:
        statements.add(tr("none"), tr("This register found none."))
    answers = Section(tr("Answers"))
    for position in view.positions:
        answers.add(position.said_on, *view_text.position_lines(position, ascii_only=ascii_only))
    evidence = Section(tr("Evidence"))
    for item in view.evidence:
        evidence.add(item.said_on, *view_text.evidence_lines(item, ascii_only=ascii_only))
    if not view.evidence:
        evidence.add(tr("none"), tr("This register found none."))
    waiting = Section(tr("Not in force until the other side accepts it"))
    for statement in view.waiting:
        waiting.add(statement.said_on, *view_text.statement_lines(statement, ascii_only=ascii_only))
    return [statements, answers, evidence, waiting, _withheld_section(view)]


def _withheld_section(view: CommitmentView) -> Section:
    """Return the section of entries about the commitment that are in this copy without their contents."""
    section = Section(tr("Not public in this copy"))
    for entry in view.withheld:
        by = tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed)
        section.add(entry.at[:10], f"{label('entry kind', entry.kind)}; {entry.handling}", f"{by}; {entry.id}")
    return section


def _related_sections(view: CommitmentView) -> list[Section]:
    notes = Section(tr("Notes"))
    for note in view.notes:
        writer = "; ".join(filter(None, (note.feed, provenance.by_another(note.provenance, note.feed, ()))))
        notes.add(note.said_on, Quoted(note.text), f"{note.by}, {writer}; {note.id}")
    conflicts = Section(tr("Conflicting figures and words"))
    for conflict in view.conflicts:
        conflicts.add(conflict.code, localize(conflict.name))
    return [indicators_section(view.indicators), conflicts, notes]


def _sources_section(view: CommitmentView) -> Section:
    section = Section(tr("Sources"))
    for source in view.sources:
        section.add(source.id, *_source_lines(source))
    return section


def _source_lines(source: SourceView) -> list[str]:
    copy = tr("copy read: {copy}", copy=label("copy", source.copy))
    weak = source_lines.weak_copy() if source.weak else ""
    published = ", ".join(part for part in (source_lines.credit(source), source.locator, source.date) if part)
    return [source.title, published, source.url, copy, weak, source_lines.recorder(source), localize(source.note)]


def indicators_section(views: Iterable[IndicatorView]) -> Section:
    """Return a section with one fact per indicator."""
    section = Section(tr("Indicators"))
    for view in views:
        section.add(view.id, *_indicator_lines(view))
    return section


def last_values(view: IndicatorView) -> list[MeasurementView]:
    """Return the latest value in force of each series that is not superseded, the headline series first."""
    latest: dict[str, MeasurementView] = {}
    for measured in view.counted:
        if measured.state == "superseded":
            continue
        measurement = latest.get(measured.series)
        if measurement is None or (measured.period_end, measured.published_on) >= (
            measurement.period_end,
            measurement.published_on,
        ):
            latest[measured.series] = measured
    return sorted(latest.values(), key=lambda measured: (measured.series != view.headline_series, measured.series))


def _indicator_lines(view: IndicatorView) -> list[str]:
    facts = [label("level", view.level), label("direction", view.direction), label("strength", view.strength)]
    lines = [localize(view.title), ", ".join([*facts, view.publisher]), localize(view.rationale)]
    lines += [_measurement_text(view, measured) for measured in (*last_values(view), *view.own_values)]
    if not view.measurements:
        lines.append(tr("no value in this register"))
    if view.target is not None:
        values = {"target": view.target, "by": view.target_by or "", "who": label("set by", view.target_set_by)}
        lines.append(tr("target {target} by {by}, {who}", **values))
    else:
        lines.append(tr("no agreed target"))
    if view.caveats:
        lines.append(tr("caveat: {words}", words=localize(view.caveats)))
    return lines


def _measurement_text(view: IndicatorView, measured: MeasurementView) -> str:
    qualifier = label("qualifier", measured.qualifier)
    number = " ".join(part for part in (qualifier, measured.value, localize(view.unit)) if part)
    parts = [
        f"{label('series', measured.series)}: {number}",
        tr("{start} to {end}", start=measured.period_start, end=measured.period_end),
        label("side", measured.party),
        label("grade", measured.grade),
        label("state", measured.state) if measured.state != "final" else "",
        tr("to be confirmed, shown and never counted") if measured.confirm else "",
        tr("from a difference, not counted") if measured.qualifier == Qualifier.DERIVED else "",
        provenance.own_value(measured.own_value_of),
        measured.source,
    ]
    return ", ".join(part for part in parts if part)


def results_as_json(found: ResultsEvidence) -> dict[str, Any]:
    """Return the chains with their grades, and the evaluations; those of one group answer or replace each other."""
    return {
        "chains": [_chain(one) for one in found.chains],
        "evaluations": [
            {"group": number, "superseded": one.id in group.superseded, "record": canonical_body(one)}
            for number, group in enumerate(found.evaluations, start=1)
            for one in group.members
        ],
    }


def _chain(one: GradedChain) -> dict[str, Any]:
    standing, found = one.standing, one.contribution
    better = {act.event: act.better for act in found.stands_out}
    return {
        "id": standing.id,
        "hash": standing.entry,
        "feed": standing.feed,
        "side": standing.side,
        "agreed": standing.is_agreed,
        "concur": sides(standing.concur),
        "grade": found.grade,
        "ground": found.ground,
        "lag_months": found.lag,
        "readable_from": found.readable_from,
        "due_on": found.due_on,
        "answerable_on": found.answerable_on,
        "first": _value(found.first),
        "last": _value(found.last),
        "compared": [
            {"event": event, "verdict": reading.verdict, "better": better.get(event)} for event, reading in one.compared
        ],
        "evaluations": list(found.evaluations),
        "record": canonical_body(one.chain),
    }


def _value(found: Point | None) -> dict[str, Any] | None:
    return None if found is None else {"start": found.start, "end": found.end, "value": found.value}
