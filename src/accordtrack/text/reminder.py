"""Reminders of commitments: who owes what, when it is due, and what is asked. Contains only facts of the register.

A user sends the text by other means; the program sends nothing. Because quoted entries may be restricted, their highest
handling mark is at the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n, wording
from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.i18n import local, tr, trn
from accordtrack.statuses import ENDED
from accordtrack.text import deadlines, source_lines
from accordtrack.vocabulary import Handling, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.types import CommitmentView, HalfView, SourceView, StatementView

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
    """The contents of a reminder, in the current language and sanitized. ``handling`` is the highest mark quoted."""

    handling: str
    warnings: tuple[str, ...]
    opening: str
    items: tuple[Item, ...]


def reminder(views: Sequence[CommitmentView], today: str, accord: str, drafts: Mapping[str, int]) -> Reminder:
    """Return the reminder of some commitments, in their order. ``drafts`` counts the waiting drafts of each."""
    marks = {view.row.id: handling(view) for view in views}
    highest = max(marks.values(), key=lambda mark: mark.rank, default=Handling.CLEAR)
    opening = trn(
        "Reminder of one commitment of {accord}, as of {date}",
        "Reminder of {n} commitments of {accord}, as of {date}",
        len(views),
        accord=sanitize_line(accord),
        date=today,
    )
    return Reminder(highest.value, tuple(_warnings(marks, drafts)), opening, tuple(_item(view) for view in views))


def handling(view: CommitmentView) -> Handling:
    """Return the highest handling mark of what a reminder quotes of a commitment."""
    halves = view.halves
    quoted = [said.handling for half in halves for said in (half.claim, half.answer, half.reading) if said is not None]
    return max((_mark(mark) for mark in (view.row.handling, *quoted)), key=lambda mark: mark.rank)


def _mark(value: str) -> Handling:
    """Return a handling mark. An unknown one counts as the strictest."""
    return Handling(value) if value in set(Handling) else Handling.RED


def _warnings(marks: Mapping[str, Handling], drafts: Mapping[str, int]) -> list[str]:
    told = [f"{name} ({mark})" for name, mark in marks.items() if mark != Handling.CLEAR]
    waiting = [name for name in marks if drafts.get(name)]
    found = []
    if told:
        found.append(tr("Not for every reader: {rows}. Look who may read it before it is sent.", rows=", ".join(told)))
    if waiting:
        found.append(tr("Drafts wait on {rows}; their words are not in this text.", rows=", ".join(waiting)))
    return found


def _item(view: CommitmentView) -> Item:
    facts = [(tr("owed by"), party) for party in _responsible(view)]
    facts += [(tr("due"), line) for line in deadlines.lines(view.due)]
    facts += [(tr("so far"), _so_far(half)) for half in _ordered(view)]
    facts += [(tr("what is asked"), line) for line in asked(view)]
    facts += [(tr("source"), _source(source)) for source in view.sources if source.id in view.own_sources]
    kept = tuple((name, sanitize_line(words)) for name, words in facts)
    return Item(view.row.id, sanitize_line(local(view.row.title)), kept, sanitize(local(view.text)))


def _ordered(view: CommitmentView) -> list[HalfView]:
    return i18n.in_alternat(view.halves, lambda half: half.side)


def _responsible(view: CommitmentView) -> list[str]:
    found = []
    for half in _ordered(view):
        leads = [f"{local(body.name)} ({body.code})" for body in view.leads if body.side == half.side]
        found.append(": ".join([label("side", half.side), ", ".join(leads)]) if leads else label("side", half.side))
    return found


def _source(source: SourceView) -> str:
    return f"{source_lines.citation(source)} <{source.url}>"


def _so_far(half: HalfView) -> str:
    side = label("side", half.side)
    if half.claim is None:
        return f"{side}: {label('status', 'unreported')}"
    standing = wording.standing(half.standing, answered=half.answer is not None)
    return f"{side}: {_said(half.claim)}; {standing}"


def _said(claim: StatementView) -> str:
    return f"{wording.status(claim.status, claim.basis, short=True)}, {claim.effective_on}"


def asked(view: CommitmentView) -> list[str]:
    """Return what is asked of each side that owes a commitment, and of the other side about its claim."""
    return [line for half in _ordered(view) for line in _asked(view, half)]


def _asked(view: CommitmentView, half: HalfView) -> list[str]:
    claim = half.claim
    names = {"side": label("the side", half.side), "other": label("the side", "MX" if half.side == "US" else "US")}
    found = []
    if claim is None:
        found.append(tr("a report of where {side} stands, with evidence", **names))
    elif claim.status not in ENDED:
        values = {**names, "date": claim.effective_on}
        found.append(tr("a report of where {side} stands today, with evidence; the last is of {date}", **values))
    if view.review is not None and half.side in view.review.missed:
        found.append(tr("the report of {side} due {date}, which was not found", date=view.review.last_on, **names))
    if half.standing == "asked" and claim is not None:
        days = trn("{n} day ago", "{n} days ago", half.asked_days or 0)
        values = {**names, "date": claim.said_on, "days": days}
        found.append(tr("an answer of {other} to what {side} said on {date}; it was asked for {days}", **values))
    if half.standing == "disputed":
        answer = half.answer or half.reading
        values = {**names, "date": answer.said_on if answer else ""}
        found.append(tr("a reply of {side} to what {other} said of it on {date}", **values))
    if half.settled_by is not None:
        found.append(_after_settling(half.side, half.settled_by))
    if half.standing == "divergent":
        found.append(tr("one word of {side}, whose desks differ", **names))
    return found or [tr("nothing of {side} now", **names)]


def _after_settling(owner: str, settled_by: str) -> str:
    """Return what is asked after a dispute is settled while the status is unchanged."""
    if settled_by in set(Side) - {owner}:
        return tr(
            "a concurrence of {side} with the claim, now that the dispute is settled",
            side=label("the side", settled_by),
        )
    return tr("a new status of {side}, now that the dispute is settled", side=label("the side", owner))


def text(made: Reminder) -> str:
    """Return the reminder as plain text, sanitized."""
    parts = []
    if made.handling != Handling.CLEAR:
        parts.append(made.handling)
    parts += made.warnings
    parts += ["", made.opening] if parts else [made.opening]
    for number, item in enumerate(made.items, start=1):
        parts += ["", f"{number}. {item.id}  {item.title}"]
        parts += [f"   {QUOTE}{line}" for line in item.promised.split("\n")]
        parts += [f"   {name}: {words}" for name, words in item.facts]
    return sanitize("\n".join(parts)) + "\n"
