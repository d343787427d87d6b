"""The deadline section of a commitment: first and current date, moves and reasons, basis, and review rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.model import Paragraph
from accordtrack.i18n import localize, tr
from accordtrack.ledger import kinds
from accordtrack.projection.review_rules import review
from accordtrack.queries.commitment_detail import row_of
from accordtrack.scorecard.sections import cells
from accordtrack.site.page import Section
from accordtrack.site.record_blocks import LabeledPairs, Lines
from accordtrack.site.sections import citations
from accordtrack.site.sections.commitment_text import change_author, mark_if_inferred
from accordtrack.store.items import CLOCK, of_kind
from accordtrack.text import deadlines, field_values, review_rules
from accordtrack.types import DueView
from accordtrack.vocabulary import Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.store.items import Item


def section(site: SiteData, state: State) -> Section:
    """Return the section, which says so if there is no date."""
    return Section("deadline", tr("Deadline"), tuple(_blocks(site, state)))


def _blocks(site: SiteData, state: State) -> Iterator[object]:
    row = row_of(state, 0, site.held.at.as_of)
    proposed = next((str(one.new) for one in state.pending if one.field == "due_on"), None)
    if row.due_on is None:
        text = (
            tr("It has no agreed date.") if proposed is None else tr("proposed, not yet agreed: {date}", date=proposed)
        )
        yield Paragraph((sanitize_line(text),))
    else:
        due = DueView(
            due_on=row.due_on,
            basis=row.due_basis,
            first_due_on=state.record.first_due_on,
            moves=state.due_moves,
            timeliness=cells.timeliness(state, row),
            days=None,
            proposed=proposed,
            recorded_by=state.due_recorded_by,
        )
        current, *others = map(sanitize_line, deadlines.lines(due))
        first = sanitize_line(state.record.first_due_on or row.due_on)
        if not state.due_moves and first != row.due_on:
            others = [*others[1:]]
            first = tr("{date}; this register holds no entry on how it was changed", date=first)
        inferred = deadlines.still_inferred(row.due_basis, state.record.inferred)
        if "due_on" in inferred:
            current = mark_if_inferred(state, "due_on", current)
        by = cells.who_set_day(inferred)
        rests = deadlines.basis_text(row.due_basis, state.due_recorded_by)
        if "due_basis" in inferred:
            rests = mark_if_inferred(state, "due_basis", rests)
        pairs: list[tuple[str, tuple[Sentence, ...]]] = [
            (tr("deadline in force"), ((current,), *((one,) for one in others))),
            (tr("first deadline"), ((first,),)),
            (tr("what the date is based on"), ((f"{rests}; {by}" if by else rests,),)),
        ]
        yield LabeledPairs(tuple(pairs))
        yield from _date_notes(site, state, cells.timeliness(state, row))
    yield from _date_changes(site, state)
    rule = review(state, site.held.at.as_of)
    if rule is not None:
        yield Lines(
            tuple((sanitize_line(one),) for one in review_rules.lines(rule)), title=label("field", "review_rule")
        )


def _date_notes(site: SiteData, state: State, timeliness: str) -> Iterator[Paragraph]:
    """Yield notes on what a past date means, and until when facts were looked for."""
    if timeliness == Timeliness.PAST_HORIZON and state.record.kind in cells.OWED_BY_NOBODY:
        yield Paragraph(
            (tr("What was asked or recommended is nobody's responsibility, so its date is never called overdue."),),
            small=True,
        )
    elif timeliness == Timeliness.PAST_HORIZON:
        text = tr(
            "Nobody agreed to this date as a deadline: it is a period in the text, or not in the text, so "
            "it is not called overdue."
        )
        yield Paragraph((text,), small=True)
    until = site.held.scores.inputs.facts_until
    if timeliness in {Timeliness.PAST_HORIZON, Timeliness.OVERDUE} and until and until < site.held.at.as_of:
        yield Paragraph((tr("The search did not go past {date}.", date=until),), small=True)


def _date_changes(site: SiteData, state: State) -> Iterator[object]:
    """Yield every amendment of the date: day, speaker, new date and reason."""
    lines: list[Sentence] = []
    for item, is_waiting in date_amendments(state):
        body = item.body
        who = change_author(state, item)
        new = field_values.value_text("due_on", body.fields["due_on"]) or "—"
        waits = f" ({tr('proposed, not yet agreed')})" if is_waiting else ""
        text = tr("{day}, {who}: to {date}", day=body.said_on, who=who, date=new)
        reason = sanitize(localize(body.reason))
        lines.append((sanitize_line(f"{text}{waits}. {reason} "), *citations.labeled_sources(site, body.sources)))
    if lines:
        yield Lines(tuple(lines), title=tr("Who moved it, and why"), numbered=True)


def date_amendments(state: State) -> list[tuple[Item[RecordAmend], bool]]:
    """Return the amendments of the date in log order, each with whether it waits for the other side."""
    waiting = {change.item.hash: change.item for change in state.pending if change.field == "due_on"}
    found = {
        item.hash: item
        for item in of_kind(state.items, kinds.COMMITMENT_AMEND)
        if "due_on" in item.body.fields.keys() - state.lapsed.get(item.hash, frozenset())
        and not (item.waits and item.verdict and "due_on" in item.verdict.fields)
    }
    return [(item, item.hash in waiting) for item in sorted((found | waiting).values(), key=CLOCK)]
