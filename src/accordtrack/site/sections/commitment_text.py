"""Sections on what was promised or asked: a short summary, the text in force, the sides, and proposed changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line
from accordtrack.documents.model import Heading, Link, Paragraph
from accordtrack.i18n import localize, sides, tr
from accordtrack.ledger import kinds
from accordtrack.projection.disputes.thread_words import build_thread_item
from accordtrack.projection.statement_views import further_fields
from accordtrack.queries.commitment_detail import row_of
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.site.page import Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import LabeledPairs, Lines, Statement
from accordtrack.site.sections import citations, kind_words, statement_block
from accordtrack.store.items import is_kind
from accordtrack.text import deadlines, disputes, field_values, provenance, verifiability
from accordtrack.text.authorship import authorship_by_another, signed
from accordtrack.text.numbers import format_percent
from accordtrack.types import regions
from accordtrack.vocabulary import Basis, FrameworkStanding, Side, Standing, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.records import SideStanding
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.site.material import SiteData
    from accordtrack.store.items import Item

    Pair = tuple[str, tuple[Sentence, ...]]


_REPORTED = frozenset({TextBasis.US_TEXT, TextBasis.MX_TEXT, TextBasis.THIRD_PARTY})
"""What is known only from a text of the other side or of a third party: nobody who is responsible published it."""


def mark_if_inferred(state: State, field: str, text: str) -> str:
    """Return the text of a field, marked if this register inferred the field."""
    return f"{cells.CHOSEN} {text}" if field in state.record.inferred and text else text


def lead(site: SiteData, state: State) -> tuple[Sentence, ...]:
    """Return who undertook what, when, and in whose text; then the status of each responsible side."""
    record = state.record
    who, day = label("the side", str(record.responsible_side)), mark_if_inferred(state, "agreed_on", record.agreed_on)
    done = capitalize_first(kind_words.words_for(record).done(len(state.halves), who, day))
    done = mark_if_inferred(state, "responsible_side", done)
    basis = mark_if_inferred(state, "text_basis", label("text source", record.text_basis))
    values = {"text": basis, "done": done, "framework": site.held.title("framework", record.framework)}
    if record.text_basis in _REPORTED:
        told = tr("{text}: {done} Framework: {framework}.", **values)
    else:
        told = tr("{done} {text}: {framework}.", **values)
    halves = {str(half.side): half for half in state.halves}
    statuses = (f"{label('side', side)}: {_status_and_day(halves[side])}." for side in sides(halves))
    return ((sanitize_line(told),), (sanitize_line(" ".join(statuses)),))


def _status_and_day(half: HalfState) -> str:
    text = cells.status(half).text
    return f"{text} ({half.claim.body.said_on})" if half.claim is not None else text


def standing_section(site: SiteData, state: State) -> Section:
    """Return a short summary: kind, responsible side, the status of each half, and the deadline."""
    record = state.record
    row = row_of(state, 0, site.held.at.as_of)
    pairs: list[Pair] = [
        (label("field", "kind"), ((label("kind", record.kind),),)),
        (kind_words.words_for(record).to(), ((_responsible_side(state),),)),
    ]
    halves = {str(half.side): half for half in state.halves}
    pairs += [(_half_name(state, side), tuple(_half_status(state, halves[side]))) for side in sides(halves)]
    day, _, rest = deadlines.in_full(
        row.due_on,
        deadlines.basis_text(row.due_basis, state.due_recorded_by),
        cells.timeliness(state, row),
        None,
    ).partition(", ")
    due = [mark_if_inferred(state, "due_on" if row.due_on else "", sanitize_line(day)), sanitize_line(rest)]
    pairs.append((tr("deadline"), tuple((one,) for one in due if one)))
    return Section("stands", tr("Where it stands"), (LabeledPairs(tuple(pairs), close=True), *_legend(state)))


def _responsible_side(state: State) -> str:
    return mark_if_inferred(state, "responsible_side", label("the side", str(state.record.responsible_side)))


def _half_name(state: State, side: str) -> str:
    if len(state.halves) == 1:
        return label("field", "status")
    return tr("status, {side}", side=label("the side", side))


def _half_status(state: State, half: HalfState) -> Iterator[Sentence]:
    yield (cells.status(half).text,)
    if half.claim is not None:
        grade = label("grade", half.grade)
        text = tr("said on {date}; evidence: {grade}", date=sanitize_line(half.claim.body.said_on), grade=grade)
        yield (text,)
        if by := authorship_by_another(half.claim):
            yield (by,)
        if cells.answered_before(state, half):
            phrase = tr("no public answer found to the statement in force; an earlier one was answered")
            yield (Link(phrase, anchor="answers"),)
        else:
            yield (cells.standing(half.standing, answered=half.answer is not None).text,)
            if half.settled_by is not None:
                yield (disputes.settled_status_note(half.side, str(half.settled_by.body.speaker)),)
    elif half.not_public and half.standing is not Standing.UNREPORTED:
        yield (cells.standing(half.standing, answered=half.answer is not None).text,)


def _legend(state: State) -> Iterator[Paragraph]:
    """Yield the explanation of the inference mark, once per page, and the inferred fields."""
    fields = [name for name in state.record.inferred if name != "title"]
    has_reading = any(half.claim is not None and half.claim.body.basis is Basis.READING for half in state.halves)
    if has_reading:
        text = tr("≈ after a status mark: this tracker assessed the status from published words; nobody stated it.")
        yield Paragraph((text,), small=True)
    if fields:
        text = tr(
            "≈ before a word: the source does not say so; this tracker supplied it. Here: {fields}.",
            fields=", ".join(kind_words.field_name(state.record, name) for name in fields),
        )
        yield Paragraph((sanitize_line(text),), small=True)


def text_section(site: SiteData, state: State) -> Section:
    """Return the section with the text in force, both wordings, the recorded fields, and what is not agreed."""
    blocks: list[object] = [
        _text_statement(site, state),
        *_wording_columns(state),
        LabeledPairs(tuple(_recorded_fields(site, state))),
    ]
    return Section(
        "words",
        tr(kind_words.words_for(state.record).what),
        (*blocks, *_pending_changes(site, state), *_wording_objections(site, state)),
    )


def _text_statement(site: SiteData, state: State) -> Statement:
    record = state.record
    text = record.text.text
    notes: list[Sentence] = []
    if is_kind(state.wording, kinds.COMMITMENT_AMEND):
        amend = state.wording.body
        alone = state.recorded_alone_by(state.wording)
        if alone is None:
            by = quotations.speaker_with_body(amend.speaker, None)
            notes.append((tr("Worded this way since {date}, by {who}.", date=amend.said_on, who=by),))
        else:
            recorded = provenance.recorded_by(alone)
            said = tr("Worded this way since {date}, {recorded}.", date=amend.said_on, recorded=recorded)
            notes.append((f"{said} ", *citations.labeled_sources(site, amend.sources)))
    if "text" in record.inferred:
        notes.append((tr("≈ The wording is this register's account: the source does not use these words."),))
    notes.append(citations.labeled_sources(site, record.sources))
    head = mark_if_inferred(state, "text_basis", kind_words.basis_label(record))
    owners = {TextBasis.US_TEXT: "US", TextBasis.MX_TEXT: "MX", TextBasis.OWN_TEXT: record.responsible_side.value}
    owner = owners.get(record.text_basis, "")
    return statement_block.build_statement(
        "promised", capitalize_first(head), owner, text, notes=notes, official=state.wording.official
    )


def change_author(state: State, item: Item[RecordAmend]) -> str:
    """Return who made a change: its speaker, or that a side recorded it without the responsible side."""
    alone = state.recorded_alone_by(item)
    if alone is not None:
        return sanitize_line(provenance.recorded_by(alone))
    return quotations.speaker_with_body(item.body.speaker, None)


def _wording_columns(state: State) -> Iterator[SideColumns]:
    """Yield both wordings side by side if the record has any; a missing one is pointed out."""
    wording = state.record.wording
    if wording is None or not (wording.us or wording.mx):
        return
    voices = []
    for side in sides(Side):
        own = {"US": wording.us, "MX": wording.mx}[side]
        name = label("the side", side)
        title = tr("In the words of {side}", side=name)
        missing = Paragraph((tr("The record has no wording of {side}.", side=name),))
        language = {"US": "en", "MX": "es"}[side]
        statement = Statement(f"wording-{side.lower()}", "", words=sanitize(own or ""), original_language=language)
        voices.append(SideColumn(title, (statement if own else missing,)))
    yield SideColumns("wordings", tuple(voices))


def _recorded_fields(site: SiteData, state: State) -> Iterator[Pair]:
    record = state.record
    framework = record.framework
    yield label("field", "framework"), ((f"{site.held.title('framework', framework)} ({sanitize_line(framework)})",),)
    if record.area:
        yield label("field", "area"), ((_area_title(site, record.area),),)
    yield from _framework_treatment(site, framework)
    yield (
        kind_words.field_name(record, "agreed_on"),
        ((mark_if_inferred(state, "agreed_on", sanitize_line(record.agreed_on)),),),
    )
    owed = [_responsible_side(state)]
    if record.share_us is not None:
        owed.append(f"{label('field', 'share_us')}: {format_percent(float(record.share_us))}")
    yield kind_words.field_name(record, "responsible_side"), tuple((one,) for one in owed)
    owing = [side for side in sides(Side) if side in {str(half.side) for half in state.halves}]
    leads = {side: code for side in owing if (code := record.lead.body_of_side(side))}
    if leads:
        yield tr("responsible bodies"), (citations.lead_links(site, state, leads),)
    if record.supporting:
        chosen = "supporting" in record.inferred
        yield label("field", "supporting"), (citations.body_links(site, record.supporting, chosen=chosen),)
    if record.places:
        places = "; ".join(localize(regions.name_with_code(place)) for place in record.places)
        yield label("field", "places"), ((mark_if_inferred(state, "places", sanitize_line(places)),),)
    theme = str(record.theme)
    mark = f"{cells.CHOSEN} " if "theme" in record.inferred else ""
    yield label("field", "theme"), ((mark, Link(site.held.title("theme", theme), "theme", theme)),)
    yield label("field", "level"), ((mark_if_inferred(state, "level", label("level", record.level)),),)
    yield label("field", "verifiable"), tuple(_verifiability(state))
    for field, name, value in field_values.labeled_values(further_fields(record)):
        yield name, ((mark_if_inferred(state, field, sanitize(value)),),)
    if record.verification is not None:
        words = sanitize(localize(record.verification))
        yield label("field", "verification"), ((mark_if_inferred(state, "verification", words),),)
    yield from _notes(state)


def _notes(state: State) -> Iterator[Pair]:
    """Yield the note of the commitment, or which desk removed it, and the notes of desks."""
    record = state.record
    if record.note is not None:
        words = sanitize(signed(localize(record.note), localize(state.note_by)))
        yield label("field", "note"), ((mark_if_inferred(state, "note", words),),)
    if (gone := state.note_removed) is not None:
        yield label("field", "note"), ((provenance.note_removed(gone.feed, gone.body.said_on),),)
    for item in state.notes:
        origin = provenance.by_another(item.verdict.provenance, item.feed, ()) if item.verdict else ""
        written = f"{item.body.said_on}, {item.feed}{f' ({origin})' if origin else ''}"
        text = sanitize(field_values.value_text("text", item.body.text))
        yield label("field", "note"), ((f"{written}: {text}",),)


def _area_title(site: SiteData, code: str) -> str:
    """Return the title of an area with its code."""
    area = site.held.facts.areas.get(code)
    return sanitize_line(f"{localize(area.title)} ({code})" if area else code)


def _framework_treatment(site: SiteData, framework: str) -> Iterator[Pair]:
    """Yield how each side treats the framework of the commitment, if a statement about it was found."""
    treatments = _stated_treatments(site, framework)
    lines = []
    for side in sides(treatments):
        one = treatments[side]
        day = f" ({one.on})" if one.on else ""
        stands = sanitize_line(f"{label('side', side)}: {label('framework standing', one.value)}{day}")
        cites = ("; ", *citations.labeled_sources(site, [one.source])) if one.source else ()
        lines.append((stands, *cites))
    if lines:
        yield tr("how each side treats the text"), tuple(lines)


def sources(site: SiteData, state: State) -> Iterator[str]:
    """Yield the sources for how each side treats the framework of the commitment."""
    yield from (one.source for one in _stated_treatments(site, state.record.framework).values() if one.source)


def _stated_treatments(site: SiteData, framework: str) -> dict[str, SideStanding]:
    """Return how each side treats a framework, without sides for which no statement was found."""
    found = site.held.facts.frameworks.get(framework)
    treatments = {"US": found.standing.US, "MX": found.standing.MX} if found is not None else {}
    return {side: one for side, one in treatments.items() if one.value is not FrameworkStanding.UNSTATED}


def _verifiability(state: State) -> Iterator[Sentence]:
    """Yield whether two people could agree on whether the commitment is done, and why."""
    record = state.record
    if verifiability.is_assumed(record.inferred, record.verifiable_why.text, verifiable=record.verifiable):
        text, why = verifiability.assumed_verdict(), ""
    else:
        text = i18n.tr("yes") if record.verifiable else i18n.tr("no")
        why = sanitize(verifiability.reason(record.verifiable_why.text))
    yield (mark_if_inferred(state, "verifiable", f"{text}. {why}" if why else text),)


def _pending_changes(site: SiteData, state: State) -> Iterator[object]:
    """Yield changes that wait for the other side: who proposed what, when, and why."""
    if not state.pending:
        return
    yield Heading("proposed", tr("Proposed and not yet agreed"))
    for item in {change.item.hash: change.item for change in state.pending}.values():
        pendings = [change for change in state.pending if change.item.hash == item.hash]
        lines = tuple((change_words(change.field, change.old, change.new),) for change in pendings)
        head = f"{change_author(state, item)}, {item.body.said_on}"
        yield Lines(lines, title=sanitize_line(head))
        yield Paragraph(
            (sanitize(localize(item.body.reason)), " ", *citations.labeled_sources(site, item.body.sources))
        )


def change_words(field: str, old: object, new: object) -> str:
    """Return a proposed change: ``due on: 2024-12-31, to become 2025-06-30``."""
    values = {
        "field": field_values.changed_field(field, new),
        "old": _value_text(field, old),
        "new": _value_text(field, new),
    }
    return sanitize_line(tr("{field}: {old}, to become {new}", **values))


def _value_text(field: str, content: object) -> str:
    return field_values.value_text(field, content) or "—"


def _wording_objections(site: SiteData, state: State) -> Iterator[object]:
    """Yield the statements of sides that do not subscribe to the wording."""
    if state.not_agreed:
        yield Heading("not-agreed", tr("Statements on the wording itself"))
    for number, item in enumerate(state.not_agreed, start=1):
        yield statement_block.thread_statement(site, build_thread_item(item, "answer"), f"not-agreed-{number}")
