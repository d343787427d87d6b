"""Reminders of commitments: who owes what, when it is due, and what is asked. Contains only facts of the register.

A user sends the text by other means; the program sends nothing. Because quoted entries may be restricted, their highest
handling mark is at the top.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack import i18n, wording
from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.i18n import localize, tr, trn
from accordtrack.text import deadlines, provenance, source_lines
from accordtrack.text.calendar_names import day_name, short_date
from accordtrack.text.withheld import half_status
from accordtrack.vocabulary import Handling, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.types import CommitmentView, DueView, HalfView, SourceView, StatementView

QUOTE = "> "


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment of a reminder: title, facts as label and text, and the promised text, which is quoted."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    promised: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """The contents of a reminder, in the current language and sanitized. ``highest_handling`` is the highest mark quoted."""

    handling: str
    warnings: tuple[str, ...]
    opening: str
    items: tuple[Item, ...]


def build_reminder(views: Sequence[CommitmentView], today: str, accord: str, drafts: Mapping[str, int]) -> Reminder:
    """Return the reminder of some commitments, in their order. ``drafts`` counts the waiting drafts of each."""
    marks = {view.row.id: highest_handling(view) for view in views}
    highest = max(marks.values(), key=lambda mark: mark.rank, default=Handling.CLEAR)
    opening = trn(
        "Reminder of one commitment of {accord}, {date}",
        "Reminder of {n} commitments of {accord}, {date}",
        len(views),
        accord=sanitize_line(accord),
        date=day_name(today),
    )
    return Reminder(highest.value, tuple(_warnings(marks, drafts)), opening, tuple(_item(view) for view in views))


def highest_handling(view: CommitmentView) -> Handling:
    """Return the highest handling mark of what a reminder quotes of a commitment."""
    halves = view.halves
    quoted = [
        statement.handling
        for half in halves
        for statement in (half.claim, half.answer, half.reading)
        if statement is not None
    ]
    return max((Handling.from_text(mark) for mark in (view.row.handling, *quoted)), key=lambda mark: mark.rank)


def _warnings(marks: Mapping[str, Handling], drafts: Mapping[str, int]) -> list[str]:
    lines = [f"{name} ({mark})" for name, mark in marks.items() if mark != Handling.CLEAR]
    waiting = [name for name in marks if drafts.get(name)]
    found = []
    if lines:
        found.append(
            tr("Not for every reader: {rows}. Check who may read it before sending it.", rows=", ".join(lines))
        )
    if waiting:
        found.append(tr("Drafts are pending for {rows}; their words are not in this text.", rows=", ".join(waiting)))
    return found


def _with_short_dates(due: DueView) -> DueView:
    return replace(
        due,
        due_on=_short_date(due.due_on),
        first_due_on=_short_date(due.first_due_on),
        proposed=_short_date(due.proposed),
    )


def _short_date(day: str | None) -> str | None:
    return None if day is None else short_date(day)


def _item(view: CommitmentView) -> Item:
    facts = [(tr("responsible"), party) for party in _responsible_parties(view)]
    facts += [(tr("due"), line) for line in deadlines.lines(_with_short_dates(view.due))]
    facts += [(tr("so far"), _progress_text(half)) for half in _ordered_halves(view)]
    facts += [(tr("what is asked"), line) for line in request_lines(view)]
    facts += [(tr("source"), _source_line(source)) for source in view.sources if source.id in view.own_sources]
    clean_facts = tuple((name, sanitize_line(words)) for name, words in facts)
    return Item(view.row.id, sanitize_line(localize(view.row.title)), clean_facts, sanitize(localize(view.text)))


def _ordered_halves(view: CommitmentView) -> list[HalfView]:
    return i18n.in_alternat(view.halves, lambda half: half.side)


def _responsible_parties(view: CommitmentView) -> list[str]:
    found = []
    for half in _ordered_halves(view):
        leads = [f"{localize(body.name)} ({body.code})" for body in view.leads if body.side == half.side]
        found.append(": ".join([label("side", half.side), ", ".join(leads)]) if leads else label("side", half.side))
    return found


def _source_line(source: SourceView) -> str:
    shown = replace(source, date=_short_date(source.date))
    return f"{source_lines.citation(shown)} <{source.url}>"


def _progress_text(half: HalfView) -> str:
    side = label("side", half.side)
    note = half_status(half).note
    if half.claim is None:
        return f"{side}: {note or label('status', 'unreported')}"
    answer = wording.standing(half.standing, answered=half.answer is not None)
    return f"{side}: {'; '.join(filter(None, (_claim_text(half.claim), answer, note)))}"


def _claim_text(claim: StatementView) -> str:
    by = provenance.by_another(claim.provenance, claim.feed, claim.waits, claim.disputed_by, accepted=claim.accepted)
    return f"{wording.status(claim.status, claim.basis, short=True)}, {short_date(claim.effective_on)}{f' ({by})' if by else ''}"


def request_lines(view: CommitmentView) -> list[str]:
    """Return what is asked of each side that owes a commitment, and of the other side about its claim."""
    return [line for half in _ordered_halves(view) for line in _half_request_lines(view, half)]


def _half_request_lines(view: CommitmentView, half: HalfView) -> list[str]:
    claim = half.claim
    names = {"side": label("the side", half.side), "other": label("the side", "MX" if half.side == "US" else "US")}
    found = []
    if claim is None:
        found.append(tr("a report on where {side} stands, with evidence", **names))
    elif half.side in {one.side for one in view.row.halves if one.is_open}:
        values = {**names, "date": short_date(claim.effective_on)}
        found.append(tr("a report on where {side} stands today, with evidence; the last is from {date}", **values))
    if view.review is not None and half.side in view.review.missed:
        found.append(
            tr(
                "the report from {side} due {date}, which was not found",
                date=short_date(view.review.last_on or ""),
                **names,
            )
        )
    if half.standing == "asked" and claim is not None:
        days = trn("{n} day ago", "{n} days ago", half.asked_days or 0)
        values = {**names, "date": short_date(claim.said_on), "days": days}
        found.append(tr("an answer from {other} to what {side} said on {date}; it was requested {days}", **values))
    if half.to_review:
        found.append(tr("a review by {other} of the new evidence from {side}", **names))
    elif half.standing == "disputed":
        answer = half.answer or half.reading
        values = {**names, "date": short_date(answer.said_on) if answer else ""}
        found.append(tr("a reply from {side} to what {other} said about it on {date}", **values))
    if half.settled_by is not None:
        found.append(_after_settling(half.side, half.settled_by))
    if half.standing == "divergent":
        found.append(tr("one statement from {side}, whose desks differ", **names))
    return found or [tr("nothing from {side} now", **names)]


def _after_settling(owner: str, settled_by: str) -> str:
    """Return what is asked after a dispute is settled while the status is unchanged."""
    if settled_by in set(Side) - {owner}:
        return tr(
            "agreement of {side} with the statement, now that the disagreement is settled",
            side=label("the side", settled_by),
        )
    return tr("a new status from {side}, now that the disagreement is settled", side=label("the side", owner))


def text(reminder: Reminder) -> str:
    """Return the reminder as plain text, sanitized."""
    parts = []
    if reminder.handling != Handling.CLEAR:
        parts.append(reminder.handling)
    parts += reminder.warnings
    parts += ["", reminder.opening] if parts else [reminder.opening]
    for number, item in enumerate(reminder.items, start=1):
        parts += ["", f"{number}. {item.id}  {item.title}"]
        parts += [f"   {QUOTE}{line}" for line in item.promised.split("\n")]
        parts += [f"   {name}: {words}" for name, words in item.facts]
    return sanitize("\n".join(parts)) + "\n"
