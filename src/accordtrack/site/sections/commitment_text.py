"""Sections on what was promised or asked: a short summary, the text in force, the sides, and proposed changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import capital, sanitize, sanitize_line
from accordtrack.documents.model import Heading
from accordtrack.i18n import local, sides, tr
from accordtrack.ledger import kinds
from accordtrack.projection.disputes.thread_words import word
from accordtrack.projection.statement_views import further
from accordtrack.queries.commitment_detail import row_of
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.site.page import Link, Passage, Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import LabeledPairs, Lines, Statement
from accordtrack.site.sections import citations, kind_words, statement_block
from accordtrack.store.items import is_kind
from accordtrack.text import deadlines, disputes, field_values
from accordtrack.text.numbers import percent
from accordtrack.types import regions
from accordtrack.vocabulary import Basis, FrameworkStanding, Side, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.ledger.records import SideStanding
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words

    Pair = tuple[str, tuple[Words, ...]]


def marked(state: State, field: str, told: str) -> str:
    """Return the text of a field, marked if this register inferred the field."""
    return f"{cells.CHOSEN} {told}" if field in state.record.inferred and told else told


def standing(made: SiteData, state: State) -> Section:
    """Return a short summary: kind, responsible side, the status of each half, and the deadline."""
    record = state.record
    row = row_of(state, 0, made.held.at.as_of)
    pairs: list[Pair] = [
        (label("field", "kind"), ((label("kind", record.kind),),)),
        (kind_words.telling(record).to(), ((_owing(state),),)),
    ]
    halves = {str(half.side): half for half in state.halves}
    pairs += [(_half_name(state, side), tuple(_half(state, halves[side]))) for side in sides(halves)]
    day, _, rest = deadlines.in_full(row.due_on, row.due_basis, cells.timeliness(state, row), None).partition(", ")
    due = [marked(state, "due_on" if row.due_on else "", sanitize_line(day)), sanitize_line(rest)]
    pairs.append((tr("deadline"), tuple((one,) for one in due if one)))
    return Section("stands", tr("Where it stands"), (LabeledPairs(tuple(pairs), close=True), *_legend(state)))


def _owing(state: State) -> str:
    return marked(state, "responsible_side", label("the side", str(state.record.responsible_side)))


def _half_name(state: State, side: str) -> str:
    if len(state.halves) == 1:
        return label("field", "status")
    return tr("status of the half of {side}", side=label("the side", side))


def _half(state: State, half: HalfState) -> Iterator[Words]:
    yield (cells.status(half).text,)
    if half.claim is not None:
        grade = label("grade", half.grade)
        said = tr("said on {date}; evidence: {grade}", date=sanitize_line(half.claim.body.said_on), grade=grade)
        yield (said,)
        if cells.answered_before(state, half):
            told = tr("no public answer to the statement in force found; an earlier one was answered")
            yield (Link(told, anchor="voices"),)
        else:
            yield (cells.standing(half.standing, answered=half.answer is not None).text,)
            if half.settled_by is not None:
                yield (disputes.unchanged(half.side, str(half.settled_by.body.speaker)),)


def _legend(state: State) -> Iterator[Passage]:
    """Yield the explanation of the inference mark, once per page, and the inferred fields."""
    fields = [name for name in state.record.inferred if name != "title"]
    said = any(half.claim is not None and half.claim.body.basis is Basis.READING for half in state.halves)
    if said:
        told = tr("≈ behind the mark of a status: this register read it from public words; nobody stated it so.")
        yield Passage((told,), small=True)
    if fields:
        told = tr(
            "≈ before a word: the source does not say it so, this register inferred it. So here: {fields}.",
            fields=", ".join(kind_words.field(state.record, name) for name in fields),
        )
        yield Passage((sanitize_line(told),), small=True)


def promised(made: SiteData, state: State) -> Section:
    """Return the section with the text in force, both wordings, the recorded fields, and what is not agreed."""
    blocks: list[object] = [_text(made, state), *_wordings(state), LabeledPairs(tuple(_recorded(made, state)))]
    return Section(
        "words",
        tr(kind_words.telling(state.record).what),
        (*blocks, *_proposed(made, state), *_not_agreed(made, state)),
    )


def _text(made: SiteData, state: State) -> Statement:
    record = state.record
    told = record.text.text
    notes: list[Words] = []
    if is_kind(state.wording, kinds.COMMITMENT_AMEND):
        amend = state.wording.body
        by = quotations.who(amend.speaker, None)
        notes.append((tr("In these words since {date}, by {who}.", date=amend.said_on, who=by),))
    if "text" in record.inferred:
        notes.append((tr("≈ The words are this register's account: the source does not say them so."),))
    notes.append(citations.named(made, record.sources))
    head = marked(state, "text_basis", kind_words.basis(record))
    owners = {TextBasis.US_TEXT: "US", TextBasis.MX_TEXT: "MX", TextBasis.OWN_TEXT: record.responsible_side.value}
    owner = owners.get(record.text_basis, "")
    return statement_block.spoken("promised", capital(head), owner, told, notes=notes, official=state.wording.official)


def _wordings(state: State) -> Iterator[SideColumns]:
    """Yield both wordings side by side if the record has any; a missing one is pointed out."""
    held = state.record.wording
    if held is None or not (held.us or held.mx):
        return
    voices = []
    for side in sides(Side):
        own = {"US": held.us, "MX": held.mx}[side]
        name = label("the side", side)
        title = tr("In the words of {side}", side=name)
        missing = Passage((tr("The record has no wording of {side}.", side=name),))
        language = {"US": "en", "MX": "es"}[side]
        shown = Statement(f"wording-{side.lower()}", "", words=sanitize(own or ""), original_language=language)
        voices.append(SideColumn(title, (shown if own else missing,)))
    yield SideColumns("wordings", tuple(voices))


def _recorded(made: SiteData, state: State) -> Iterator[Pair]:
    record = state.record
    framework = record.framework
    yield label("field", "framework"), ((f"{made.held.title('framework', framework)} ({sanitize_line(framework)})",),)
    if record.area:
        yield label("field", "area"), ((_area(made, record.area),),)
    yield from _in_force(made, framework)
    yield kind_words.field(record, "agreed_on"), ((marked(state, "agreed_on", sanitize_line(record.agreed_on)),),)
    owed = [_owing(state)]
    if record.share_us is not None:
        owed.append(f"{label('field', 'share_us')}: {percent(float(record.share_us))}")
    yield kind_words.field(record, "responsible_side"), tuple((one,) for one in owed)
    owing = [side for side in sides(Side) if side in {str(half.side) for half in state.halves}]
    leads = [code for side in owing if (code := record.lead.of(side))]
    if leads:
        yield tr("responsible bodies"), (citations.bodies(made, leads, chosen="lead" in record.inferred),)
    if record.supporting:
        chosen = "supporting" in record.inferred
        yield label("field", "supporting"), (citations.bodies(made, record.supporting, chosen=chosen),)
    if record.places:
        places = "; ".join(local(regions.named(place)) for place in record.places)
        yield label("field", "places"), ((marked(state, "places", sanitize_line(places)),),)
    theme = str(record.theme)
    mark = f"{cells.CHOSEN} " if "theme" in record.inferred else ""
    yield label("field", "theme"), ((mark, Link(made.held.title("theme", theme), "theme", theme)),)
    yield label("field", "level"), ((marked(state, "level", label("level", record.level)),),)
    yield label("field", "verifiable"), tuple(_verifiable(state))
    for field, name, value in field_values.labeled(further(record)):
        yield name, ((marked(state, field, sanitize(value)),),)
    for field, told in (("verification", record.verification), ("note", record.note)):
        if told is not None:
            yield label("field", field), ((marked(state, field, sanitize(local(told))),),)
    for item in state.notes:
        yield (
            label("field", "note"),
            ((f"{item.body.said_on}: {sanitize(field_values.value('text', item.body.text))}",),),
        )


def _area(made: SiteData, code: str) -> str:
    """Return the title of an area with its code."""
    area = made.held.facts.areas.get(code)
    return sanitize_line(f"{local(area.title)} ({code})" if area else code)


def _in_force(made: SiteData, framework: str) -> Iterator[Pair]:
    """Yield how each side treats the framework of the commitment, if a statement about it was found."""
    held = _stated(made, framework)
    told = []
    for side in sides(held):
        one = held[side]
        day = f" ({one.on})" if one.on else ""
        stands = sanitize_line(f"{label('side', side)}: {label('framework standing', one.value)}{day}")
        cites = ("; ", *citations.named(made, [one.source])) if one.source else ()
        told.append((stands, *cites))
    if told:
        yield tr("how each side treats the text"), tuple(told)


def sources(made: SiteData, state: State) -> Iterator[str]:
    """Yield the sources for how each side treats the framework of the commitment."""
    yield from (one.source for one in _stated(made, state.record.framework).values() if one.source)


def _stated(made: SiteData, framework: str) -> dict[str, SideStanding]:
    """Return how each side treats a framework, without sides for which no statement was found."""
    found = made.held.facts.frameworks.get(framework)
    held = {"US": found.standing.US, "MX": found.standing.MX} if found is not None else {}
    return {side: one for side, one in held.items() if one.value is not FrameworkStanding.UNSTATED}


def _verifiable(state: State) -> Iterator[Words]:
    """Yield whether two people could agree on whether the commitment is done, and why."""
    told = i18n.tr("yes") if state.record.verifiable else i18n.tr("no")
    why = sanitize(local(state.record.verifiable_why))
    yield (marked(state, "verifiable", f"{told}. {why}" if why else told),)


def _proposed(made: SiteData, state: State) -> Iterator[object]:
    """Yield changes that wait for the other side: who proposed what, when, and why."""
    if not state.pending:
        return
    yield Heading("proposed", tr("Proposed and not yet agreed"))
    for item in {change.item.hash: change.item for change in state.pending}.values():
        held = [change for change in state.pending if change.item.hash == item.hash]
        lines = tuple((change_words(change.field, change.old, change.new),) for change in held)
        head = f"{quotations.who(item.body.speaker, None)}, {item.body.said_on}"
        yield Lines(lines, title=sanitize_line(head))
        yield Passage((sanitize(local(item.body.reason)), " ", *citations.named(made, item.body.sources)))


def change_words(field: str, old: object, new: object) -> str:
    """Return a proposed change: ``due on: 2024-12-31, to become 2025-06-30``."""
    told = {"field": field_values.field(field), "old": _valued(field, old), "new": _valued(field, new)}
    return sanitize_line(tr("{field}: {old}, to become {new}", **told))


def _valued(field: str, content: object) -> str:
    return field_values.value(field, content) or "—"


def _not_agreed(made: SiteData, state: State) -> Iterator[object]:
    """Yield the statements of sides that do not subscribe to the wording."""
    if state.not_agreed:
        yield Heading("not-agreed", tr("Words on the wording itself"))
    for number, item in enumerate(state.not_agreed, start=1):
        yield statement_block.of(made, word(item, "answer"), f"not-agreed-{number}")
