"""Short sanitized text of register values for lists, previews, pages and dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from accordtrack import i18n, wording
from accordtrack.i18n import tr, trc, trn
from accordtrack.statuses import DEFINITIONS
from accordtrack.text import deadlines, field_values
from accordtrack.text import provenance as provenance_text
from accordtrack.text.calendar_names import short_date
from accordtrack.text.withheld import half_status
from accordtrack.tui import text_styles
from accordtrack.vocabulary import Responsible
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content

    from accordtrack.types import (
        CommitmentView,
        DueView,
        EntryView,
        EvidenceView,
        HalfRow,
        HalfView,
        Named,
        PositionView,
        RegisterRow,
        StatementView,
    )

H = TypeVar("H", "HalfRow", "HalfView")
FAR = 9999
"""Number of days from which a list shows years."""

DUE_STYLE = {
    "overdue": text_styles.BAD,
    "past_horizon": text_styles.WARN,
    "due_soon": text_styles.WARN,
    "upcoming": "",
    "done_on_time": text_styles.GOOD,
    "claimed_on_time": text_styles.WARN,
    "done_late": text_styles.MUTED,
    "no_deadline": text_styles.FAINT,
}
STANDING_STYLE = {
    "disputed": text_styles.WARN,
    "divergent": text_styles.WARN,
    "asked": text_styles.WARN,
    "agreed": text_styles.GOOD,
}
_TONES = {"good": text_styles.GOOD, "bad": text_styles.WARN, "muted": text_styles.MUTED}
STATUS_STYLE: dict[str | None, str] = {
    None: text_styles.MUTED,
    **{one.status: _TONES.get(one.tone, "") for one in DEFINITIONS},
}


def status_sign(status: str | None, basis: str | None) -> str:
    """Return the mark of a status, followed by ``≈`` for a reading."""
    return status_mark(status, basis, ascii_only=text_styles.ascii_only())


def value_mark(value: str) -> str:
    """Return the mark of a standing or timeliness, or an empty string."""
    return mark(value, ascii_only=text_styles.ascii_only())


def draft_mark() -> Content:
    """Return the mark of a draft: ``✎``."""
    return text_styles.words(value_mark("draft"), text_styles.NOTE)


def dispute_flag(standing: str) -> str:
    """Return ``⚑`` when the other side disputes the claim, else an empty string."""
    return value_mark(standing) if standing == "disputed" else ""


def halves_in_alternat(halves: Sequence[H]) -> list[H]:
    """Return halves in the order of the current language."""
    return i18n.in_alternat(halves, lambda half: half.side)


def status(value: str | None, basis: str | None) -> Content:
    """Return a status in words, marked as a reading when it is one: ``◔≈ read as limited``."""
    return text_styles.words(
        wording.status(value, basis, ascii_only=text_styles.ascii_only(), short=True), STATUS_STYLE.get(value, "")
    )


def status_cell(row: RegisterRow) -> Content:
    """Return the status of a commitment: a mark for each side of a joint one, else mark and word."""
    if len(row.halves) > 1:
        return text_styles.join(
            *(
                text_styles.join(
                    text_styles.words(label("short side", half.side), text_styles.MUTED),
                    text_styles.words(_half_sign(half), STATUS_STYLE.get(half.status, "")),
                    by=" ",
                )
                for half in halves_in_alternat(row.halves)
            ),
            by=" ",
        )
    if not row.halves:
        return text_styles.BLANK
    half = row.halves[0]
    if half.observed:
        word, sign = tr("observer: {status}", status=label("short status", half.observed)), value_mark(half.observed)
    elif half.retracted and half.status is None:
        word, sign = tr("taken back"), _half_sign(half)
    else:
        word, sign = label("short status", half.status or "unreported"), _half_sign(half)
    return text_styles.words(f"{sign:<2} {word}", STATUS_STYLE.get(half.status, ""))


def _half_sign(half: HalfRow) -> str:
    """Return the mark of a status, then that of another statement that was taken back; it stands in the place of none."""
    taken = value_mark("taken_back") if half.retracted else ""
    return taken if taken and half.status is None else f"{status_sign(half.status, half.basis)}{taken}"


def who(responsible: str) -> str:
    """Return who is responsible for a commitment, for a list."""
    return trc("who", "both") if responsible == Responsible.JOINT else label("short side", responsible)


def half_cell(row: RegisterRow, side: str) -> Content:
    """Return the status of a side for a list: ``◑`` stated, ``≈◑`` assessed, ``↶`` taken back, ``·`` none; ⚑ if disputed.

    Blank if the side is not responsible.
    """
    half = next((one for one in row.halves if one.side == side), None)
    if half is None:
        return text_styles.BLANK
    assessed = value_mark("reading") if half.basis == "reading" else ""
    taken = value_mark("taken_back") if half.retracted else ""
    status = value_mark(half.status) if half.status else "" if taken else value_mark("unreported")
    sign = f"{assessed}{status}{taken}"
    flag = text_styles.words(dispute_flag(half.standing), text_styles.WARN)
    return text_styles.join(text_styles.words(sign, STATUS_STYLE.get(half.status, "")), flag)


def answer_cell(row: RegisterRow) -> Content:
    """Return the other government's answer for a list; blank if there is nothing to answer."""
    if row.standing == "unreported":
        return text_styles.BLANK
    return text_styles.words(label("short standing", row.standing), STANDING_STYLE.get(row.standing, text_styles.MUTED))


def due_cell(row: RegisterRow) -> Content:
    """Return the timeliness for a list: mark and days, such as ``!-33 d``. Blank without a date."""
    style = DUE_STYLE.get(row.timeliness, "")
    days = row.days or 0
    match row.timeliness:
        case "overdue":
            text = value_mark("overdue") + days_text(days)
        case "past_horizon":
            text = value_mark("past_horizon") + trc("column", "over")
        case "upcoming" | "due_soon":
            text = "+" + days_text(days)
        case "done_on_time":
            text = trc("column", "on time")
        case "claimed_on_time":
            text = trc("column", "on time?")
        case "done_late":
            text = trc("column", "late")
        case _:
            text = ""
    return text_styles.words(text, style)


def days_text(days: int) -> str:
    """Return a number of days as a list shows it."""
    return trc("column", "{days} d", days=days) if abs(days) < FAR else trc("column", "{years} y", years=days // 365)


def timeliness(view: DueView) -> Content:
    """Return the deadline and its timeliness today, short enough for a line with other content."""
    if view.due_on is None:
        return text_styles.BLANK
    parts = [text_styles.words(short_date(view.due_on), text_styles.STRONG), _timeliness_today(view)]
    if view.proposed:
        parts.append(text_styles.words(tr("{date} proposed", date=short_date(view.proposed)), text_styles.WARN))
    return text_styles.join(*parts, by=text_styles.dot())


def _timeliness_today(view: DueView) -> Content:
    standing = deadlines.timeliness_of_date(view.timeliness)
    if view.timeliness == "overdue" and view.days is not None:
        standing = trn("{n} day overdue", "{n} days overdue", -view.days)
    elif view.timeliness in {"upcoming", "due_soon"} and view.days is not None:
        standing = trn("in {n} day", "in {n} days", view.days)
    return text_styles.join(
        value_mark(view.timeliness), text_styles.words(standing, DUE_STYLE.get(view.timeliness, ""))
    )


def deadline_text(view: DueView) -> Content:
    """Return the deadline in words: current and first date, number of moves, basis and timeliness today."""
    if view.due_on is None:
        return text_styles.words(label("timeliness", "no_deadline"), text_styles.MUTED)
    parts = [
        text_styles.words(short_date(view.due_on), text_styles.STRONG),
        text_styles.words(deadlines.basis_text(view.basis, view.recorded_by), text_styles.MUTED),
    ]
    parts.append(_timeliness_today(view))
    if view.moves and view.first_due_on:
        parts.append(
            text_styles.words(
                trn(
                    "first {date}, moved once",
                    "first {date}, moved {n} times",
                    view.moves,
                    date=short_date(view.first_due_on),
                )
            )
        )
    if view.proposed:
        parts.append(
            text_styles.words(tr("{date} proposed, not yet agreed", date=short_date(view.proposed)), text_styles.WARN)
        )
    return text_styles.join(*parts, by=text_styles.dot())


def provenance(value: str, feed: str, *, accepted: bool = False) -> Content:
    """Return the mark and label of a provenance; blank for a side's own statement."""
    found = provenance_text.mark_and_label(value, feed, accepted=accepted, ascii_only=text_styles.ascii_only())
    return text_styles.words(found, text_styles.NOTE)


def authorship(one: StatementView | PositionView | EvidenceView | EntryView) -> Content:
    """Return the author of a statement and the side that it waits for; blank for a side's own statement in force."""
    return text_styles.join(
        provenance(one.provenance, one.feed, accepted=one.accepted),
        text_styles.words(provenance_text.waits_for(one.waits, one.disputed_by), text_styles.WARN),
        by=text_styles.dot(),
    )


def voice(one: StatementView | PositionView) -> str:
    """Return that its own government entered it, or the author of the statement."""
    if one.official:
        return tr("entered by that government")
    return provenance(one.provenance, one.feed, accepted=one.accepted).plain or tr("taken from a source")


def statement_status(statement: StatementView) -> Content:
    """Return the status of a statement, and which side it waits for: ``withdrawn, waits for Mexico``."""
    waits = provenance_text.waits_for(statement.waits, statement.disputed_by)
    return text_styles.join(
        status(statement.status, statement.basis), text_styles.words(waits, text_styles.WARN), by=", "
    )


def standing(half: HalfView) -> Content:
    """Return the standing of a half in words."""
    style = STANDING_STYLE.get(half.standing, text_styles.MUTED)
    text = wording.standing(half.standing, answered=half.answer is not None)
    if half.standing == "asked" and half.asked_days is not None:
        text = trn("asked {n} day ago, no answer yet", "asked {n} days ago, no answer yet", half.asked_days)
    sign_ = dispute_flag(half.standing)
    return text_styles.words(f"{sign_} {text}" if sign_ else text, style)


def claim(statement: StatementView | None, standing_: Content | None = None) -> Content:
    """Return a half's claim in one line: status, standing, speaker, date and voice."""
    if statement is None:
        return status(None, None)
    content = text_styles.words(
        text_styles.dot().join(
            (
                speaker_with_body(statement.speaker, statement.body),
                short_date(statement.effective_on),
                voice(statement),
            )
        ),
        text_styles.MUTED,
    )
    return text_styles.join(statement_status(statement), standing_ or text_styles.BLANK, content, by=text_styles.dot())


def claim_or_note(half: HalfView) -> Content:
    """Return the claim of a half in one line; without one, what stands in its place."""
    if half.claim is None:
        line = half_status(half).line(ascii_only=text_styles.ascii_only())
        return text_styles.words(line, STATUS_STYLE[None])
    return claim(half.claim)


def claim_with_standing(half: HalfView) -> Content:
    """Return the claim and standing of a half in one line."""
    if half.claim is None:
        return claim_or_note(half)
    return claim(half.claim, standing(half))


def claim_with_speaker_last(half: HalfView) -> Content:
    """Return the claim and standing of a half, the speaker last, for a line that may be cut at its end."""
    statement = half.claim
    if statement is None:
        return claim_or_note(half)
    by = text_styles.dot().join(
        (
            speaker_with_body(statement.speaker, statement.body),
            voice(statement),
        )
    )
    return text_styles.join(
        statement_status(statement),
        text_styles.words(short_date(statement.effective_on)),
        standing(half),
        text_styles.words(by, text_styles.MUTED),
        by=text_styles.dot(),
    )


def speaker_with_body(speaker: str, body: str | None) -> str:
    """Return the speaker: ``Mexico (SRE)``, or for an observer its body alone. The text is not sanitized."""
    if speaker == "OBS":
        return body or label("side", speaker)
    name = label("side", speaker)
    return f"{name} ({body})" if body else name


def responsibility_text(responsible: str) -> str:
    """Return who is responsible for a commitment, in words."""
    if responsible == "JOINT":
        return tr("both governments, each for its own part")
    return label("side", responsible)


def responsibility_sentence(responsible: str) -> str:
    """Return who is responsible, for a line without a label."""
    return tr("responsible: {who}", who=responsibility_text(responsible))


def name_with_code(named: Named) -> Content:
    """Return a record's name followed by its code."""
    return text_styles.join(
        text_styles.words(i18n.localize(named.name)), text_styles.words(f"({named.code})", text_styles.MUTED), by=" "
    )


def leads(view: CommitmentView) -> list[Content]:
    """Return the lead body of each side with the side, in the order of the current language; supplied ones are marked."""
    found = view.leads_by_side
    return [
        text_styles.join(
            name_with_code(found[side]),
            text_styles.words(f"({label('side', side)})", text_styles.MUTED),
            inferred_note([side] if field_values.is_supplied(view.row.inferred, f"lead.{side}") else []),
            by=" ",
        )
        for side in i18n.sides(found)
    ]


def leads_in_brief(view: CommitmentView) -> list[Content]:
    """Return the lead body of each side after the code of the side, in the order of the current language."""
    found = view.leads_by_side
    return [
        text_styles.join(
            text_styles.words(f"{label('short side', side)}:", text_styles.MUTED), name_with_code(found[side]), by=" "
        )
        for side in i18n.sides(found)
    ]


def bodies_in_alternat(bodies: Sequence[Named]) -> list[Named]:
    """Return bodies in the order of the current language."""
    return i18n.in_alternat(bodies, lambda body: body.side)


def inferred_note(names: Iterable[str]) -> Content:
    """Return that this tracker supplied them when ``names`` is not empty."""
    return text_styles.words(tr("(supplied by this tracker)"), text_styles.NOTE) if names else text_styles.BLANK


def field_labels(fields: Iterable[str]) -> str:
    """Return labels of fields, separated by commas."""
    return ", ".join(label("field", field) for field in fields)
