"""Summaries, descriptions and categories of calendar events, in the current language.

An event text says who owes what on the day, what the date is based on, and what each side has stated about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.addresses import url_problem
from accordtrack.core.safe_text import capitalize_first, sanitize_line, shorten
from accordtrack.i18n import localize, sides, tr
from accordtrack.projection.calendar_days import CONTESTED, is_completed
from accordtrack.queries.commitment_detail import row_of
from accordtrack.scorecard.sections import cells, deadlines, in_force
from accordtrack.text import edition_dates, provenance, source_lines
from accordtrack.text.authorship import authorship_by_another
from accordtrack.text.calendar_names import dates_in_words, day_name
from accordtrack.text.withheld import half_status
from accordtrack.types import regions
from accordtrack.vocabulary import Basis, CommitmentKind, DueBasis, Handling, Side, Standing, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.records import Event, Source
    from accordtrack.projection.calendar_days import CalendarDay, Move
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import HalfState, State

TITLE, REASON = 90, 300
"""Maximum length of a title and of a reason, in characters."""
_PASSED = frozenset({Timeliness.OVERDUE, Timeliness.DONE_ON_TIME, Timeliness.CLAIMED_ON_TIME, Timeliness.DONE_LATE})


@dataclass(frozen=True, slots=True)
class EventTexts:
    """Text of calendar events from ``facts``, already filtered for their audience, as of the two dates ``at``."""

    facts: Facts
    at: TwoDates

    def describe_deadline(self, state: State, day: CalendarDay) -> tuple[str, str]:
        """Return the summary and description of a deadline."""
        lines = [*_caveat_lines(state, day), *self._deadline_basis_lines(state, day)]
        first = state.record.first_due_on
        if first and first != day.on:
            lines.append(tr("First deadline: {date}.", date=day_name(first)))
        lines += [_move_line(state, move) for move in day.moves if move.new]
        waiting = next((one.new for one in state.pending if one.field == "due_on"), None)
        if waiting:
            lines.append(tr("Proposed, not yet agreed: {date}.", date=dates_in_words(sanitize_line(waiting))))
        return self._describe_commitment(state, _summary_prefix(state, day), lines)

    def describe_report(self, state: State, day: CalendarDay) -> tuple[str, str]:
        """Return the summary and description of a report that a review rule requires."""
        if not day.stands:
            return self._describe_commitment(
                state, tr("No longer due"), [tr("A report is no longer requested on this day.")]
            )
        rule = tr("Under the review rule {rule}.", rule=shorten(sanitize_line(state.record.review_rule), REASON))
        if day.agreed:
            return self._describe_commitment(state, tr("Report due"), [rule])
        return self._describe_commitment(
            state, tr("Report, rule not agreed"), [tr("No one agreed to this date: it cannot be overdue."), rule]
        )

    def describe_meeting(self, event: Event) -> tuple[str, str]:
        """Return the summary and description of an upcoming meeting."""
        lines = [] if "date" not in event.inferred else [tr("The day was supplied by this tracker.")]
        if event.place:
            lines.append(tr("Place: {place}", place=localize(regions.name_with_code(event.place))))
        if event.note:
            lines.append(shorten(localize(event.note), REASON))
        lines += self._source(event.sources)
        lines += [_lookup_hint(f"accordtrack history {event.id}"), self._as_of_text()]
        text = tr("Meeting") if "date" not in event.inferred else tr("Meeting, date supplied by this tracker")
        return f"{text}: {_title(event.title)}", _join_lines(lines)

    def describe_retraction(self, code: str) -> tuple[str, str]:
        """Return the summary and description of a record that its desk took back."""
        lines = [
            tr("The record was taken back."),
            _lookup_hint(f"accordtrack history {code}"),
            edition_dates.updated(self.at),
        ]
        return f"{tr('No longer due')}: {sanitize_line(code)}", _join_lines(lines)

    def commitment_categories(self, state: State, day: CalendarDay) -> tuple[str, ...]:
        """Return the theme, side and framework of a commitment, plus "not agreed" if nobody agreed the date."""
        record = state.record
        side, framework = label("side", record.responsible_side), label("framework", record.framework)
        found = (self._theme(record.theme), side, framework)
        return found if day.agreed else (*found, tr("not agreed"))

    def meeting_categories(self, event: Event) -> tuple[str, ...]:
        """Return the themes and side of a meeting, plus a "not agreed" category if its date is inferred."""
        side = [label("side", event.side)] if event.side else []
        return (*map(self._theme, event.themes), *side, *([tr("not agreed")] if "date" in event.inferred else []))

    def url(self, sources: Iterable[str]) -> str | None:
        """Return the first source address that a browser may open, or None."""
        found = (self.facts.sources[name].url for name in sources if name in self.facts.sources)
        return next((url for url in found if url_problem(url) is None), None)

    def _describe_commitment(self, state: State, text: str, lines: list[str]) -> tuple[str, str]:
        code, title = sanitize_line(state.record.id), _title(state.record.title)
        lines = [*lines, *self._halves(state)]
        if in_force.treatment_on_day(self.facts, state, self.at.as_of) == "over":
            lines.append(tr("In a text that a side treated as lapsed, ended or replaced."))
        lines += self._source(state.record.sources)
        mark = max((Handling.from_text(item.handling) for item in state.items), key=lambda mark: mark.rank)
        lines += [] if mark is Handling.CLEAR else [mark.value]
        lines += [_lookup_hint(f"accordtrack show {code}"), self._as_of_text()]
        return f"{text}: {code} {title} ({_responsible_sides(state)})", _join_lines(lines)

    def _deadline_basis_lines(self, state: State, day: CalendarDay) -> list[str]:
        if day.on != state.record.due_on:
            return []
        row = row_of(state, 0, self.at.as_of)
        late = label("timeliness", row.timeliness) if day.stands and row.timeliness in _PASSED else ""
        # Otherwise the line about the move names the speaker and the source.
        show_basis = day.agreed or row.due_basis != DueBasis.AMENDED or not day.moves
        return [
            ", ".join(
                part
                for part in (day_name(day.on), deadlines.basis_text(state, row) if show_basis else "", late)
                if part
            )
        ]

    def _halves(self, state: State) -> list[str]:
        """Return one line per half, the reader's own country first.

        Example: ``United States, Firearms bureau (ATF): ◔ limited, stated, 2024-03-01; the other government disagrees``.
        """
        halves = {half.side: half for half in state.halves}
        return [self._half(state, halves[side]) for side in sides(halves)]

    def _half(self, state: State, half: HalfState) -> str:
        body, who = _lead_body(state, half.side), label("side", half.side)
        if body:
            body_record = self.facts.bodies.get(body)
            name = f"{localize(body_record.name)} ({body})" if body_record else body
            who = f"{who}, {cells.CHOSEN if 'lead' in state.record.inferred else ''}{name}"
        contested = half.standing in {*CONTESTED, Standing.SETTLED}
        held = f"; {wording.standing(half.standing, answered=half.answer is not None)}" if contested else ""
        text = f"{who}: {half_status(half).line()}"
        if half.claim is None:
            return f"{text}{held}"
        by = authorship_by_another(half.claim)
        return f"{text}, {dates_in_words(half.claim.body.effective_on)}{f' ({by})' if by else ''}{held}"

    def _source(self, names: Iterable[str]) -> list[str]:
        """Return a line for the first known source only; the register lists the others."""
        source = next((self.facts.sources[name] for name in names if name in self.facts.sources), None)
        return [tr("Source: {source}", source=_source(source))] if source else []

    def _theme(self, code: str) -> str:
        themes = self.facts.accord.themes if self.facts.accord else ()
        theme_record = next((one for one in themes if one.code == code), None)
        return localize(theme_record.title) if theme_record else label("theme", code)

    def _as_of_text(self) -> str:
        parts = [edition_dates.updated(self.at)]
        until = self.facts.accord and self.facts.accord.facts_until
        if until and until < self.at.as_of:
            parts.append(edition_dates.searched(until))
        return " ".join(parts)


def _lookup_hint(command: str) -> str:
    return tr("In the register: {command}", command=command)


def _join_lines(lines: Iterable[str]) -> str:
    return "\n".join(map(sanitize_line, lines))


def _title(title: LocalText) -> str:
    return shorten(sanitize_line(localize(title)), TITLE)


def _all_claims_stated(state: State) -> bool:
    return all(half.claim is not None and half.claim.body.basis is Basis.STATED for half in state.in_scope)


def _responsible_sides(state: State) -> str:
    """Return the responsible sides and their lead bodies, such as ``US: ATF``, the reader's own country first."""
    mark = cells.CHOSEN if "lead" in state.record.inferred else ""
    return ", ".join(
        f"{label('short side', side)}: {mark}{sanitize_line(lead)}"
        if (lead := _lead_body(state, side))
        else label("short side", side)
        for side in sides([half.side for half in state.halves])
    )


def _lead_body(state: State, side: str) -> str | None:
    lead = state.record.lead
    return lead.US if side == Side.US else lead.MX


def _summary_prefix(state: State, day: CalendarDay) -> str:
    """Return the words that open a summary and say what the day is; a date that nobody agreed is never called due."""
    kind = state.record.kind
    if not day.stands:
        return tr("Withdrawn") if state.withdrawn else tr("No longer due")
    if day.agreed:
        return (
            (tr("Completed") if _all_claims_stated(state) else tr("Completed, assessed by this tracker"))
            if is_completed(state)
            else tr("Due")
        )
    if kind != CommitmentKind.COMMITMENT:
        name = label("kind", kind)
        return capitalize_first(name)
    match state.record.due_basis:
        case DueBasis.HORIZON:
            return tr("Period ends")
        case DueBasis.INFERRED:
            return tr("Date supplied by this tracker")
        case _:
            return tr("Date not agreed")


def _not_agreed_reason(state: State) -> str:
    """Return why the day is not an agreed deadline."""
    if state.record.kind != CommitmentKind.COMMITMENT:
        return tr("This is not a commitment: no deadline was agreed.")
    if state.record.due_basis == DueBasis.HORIZON:
        return tr("The text names a period, not a deadline: this date cannot be overdue.")
    return tr("No one agreed to this date: it cannot be overdue.")


def _caveat_lines(state: State, day: CalendarDay) -> list[str]:
    """Return the opening lines for a day that no longer stands or that nobody agreed."""
    if day.stands:
        return [] if day.agreed else [_not_agreed_reason(state)]
    if state.withdrawn:
        return [tr("The commitment was withdrawn.")]
    due = state.record.due_on
    if due is None:
        return [tr("The deadline {date} was removed.", date=day_name(day.on))]
    if due == day.on:
        return [tr("{date} is no longer considered an agreed date.", date=day_name(day.on))]
    values = {"date": day_name(day.on), "new": day_name(due)}
    return [tr("{new} replaced the deadline {date}; the responsible side did not set it.", **values)]


def _move_line(state: State, move: Move) -> str:
    """Return a line with the old date, the new date, who moved it, when, and why."""
    body = move.item.body
    values = {
        "old": dates_in_words(move.old or ""),
        "new": dates_in_words(move.new or ""),
        "who": label("the side", body.speaker),
        "date": dates_in_words(body.said_on),
        "reason": shorten(sanitize_line(localize(body.reason)), REASON),
    }
    if (alone := state.recorded_alone_by(move.item)) is not None:
        recorded = provenance.recorded_by(alone)
        return tr("Moved from {old} to {new} on {date}, {recorded}: {reason}", **values, recorded=recorded)
    if move.item.official:
        return tr("Moved from {old} to {new} by {who} on {date}: {reason}", **values)
    return tr("Moved from {old} to {new} by {who} on {date}, according to a source: {reason}", **values)


def _source(source: Source) -> str:
    return shorten(dates_in_words(source_lines.citation(source)), REASON) + (
        f" <{source.url}>" if url_problem(source.url) is None else ""
    )
