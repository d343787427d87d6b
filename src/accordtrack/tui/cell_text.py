"""Short sanitized text of register values for lists, previews, pages and dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from accordtrack import i18n, wording
from accordtrack.i18n import tr, trc, trn
from accordtrack.statuses import DEFINITIONS
from accordtrack.text import deadlines
from accordtrack.text import provenance as provenance_text
from accordtrack.tui import text_styles
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content

    from accordtrack.types import (
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
LIST = 30
"""Status width in cells up to which the sides of halves appear as codes."""
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


def status_cell(row: RegisterRow, width: int) -> Content:
    """Return the status for a list: a mark per half of a joint commitment, else mark and word."""
    if len(row.halves) > 1:
        return text_styles.join(
            *(
                text_styles.join(
                    text_styles.words(label("short side", half.side) if width > LIST else half.side, text_styles.MUTED),
                    text_styles.words(status_sign(half.status, half.basis), STATUS_STYLE.get(half.status, "")),
                    by=" ",
                )
                for half in halves_in_alternat(row.halves)
            ),
            by=" ",
        )
    if not row.halves:
        return text_styles.BLANK
    half = row.halves[0]
    word, mark_ = _status_words(half)
    text = f"{mark_:<2} {word}" if width > len(word) + 2 else mark_
    return text_styles.words(text, STATUS_STYLE.get(half.status, ""))


def _status_words(half: HalfRow) -> tuple[str, str]:
    """Return the status of a half in words and as a mark. A status that only an observer gave names the observer."""
    if half.observed:
        return tr("observer: {status}", status=label("short status", half.observed)), value_mark(half.observed)
    return label("short status", half.status or "unreported"), status_sign(half.status, half.basis)


def status_width(row: RegisterRow) -> int:
    """Return the width in cells of a row's status in a list, mark and word."""
    if len(row.halves) > 1:
        marks = [len(half.side) + 1 + len(status_sign(half.status, half.basis)) for half in row.halves]
        return sum(marks) + len(marks) - 1
    return 3 + max((len(_status_words(half)[0]) for half in row.halves), default=0)


def due_cell(row: RegisterRow) -> Content:
    """Return the timeliness for a list: mark and days, such as ``!-33 d``. Blank without a date."""
    style = DUE_STYLE.get(row.timeliness, "")
    days = row.days or 0
    match row.timeliness:
        case "overdue":
            text = value_mark("overdue") + days_text(days)
        case "past_horizon":
            text = value_mark("past_horizon") + trc("column", "hor.")
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
    parts = [text_styles.words(view.due_on, text_styles.STRONG), _timeliness_today(view)]
    if view.proposed:
        parts.append(text_styles.words(tr("{date} proposed", date=view.proposed), text_styles.WARN))
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
        text_styles.words(view.due_on, text_styles.STRONG),
        text_styles.words(deadlines.basis_text(view.basis, view.recorded_by), text_styles.MUTED),
    ]
    parts.append(_timeliness_today(view))
    if view.moves and view.first_due_on:
        parts.append(
            text_styles.words(
                trn("first {date}, moved once", "first {date}, moved {n} times", view.moves, date=view.first_due_on)
            )
        )
    if view.proposed:
        parts.append(text_styles.words(tr("{date} proposed, not yet agreed", date=view.proposed), text_styles.WARN))
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
    """Return ``official``, or the author of the statement."""
    if one.official:
        return tr("official")
    return provenance(one.provenance, one.feed, accepted=one.accepted).plain or tr("attributed")


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
                statement.effective_on,
                voice(statement),
            )
        ),
        text_styles.MUTED,
    )
    return text_styles.join(statement_status(statement), standing_ or text_styles.BLANK, content, by=text_styles.dot())


def claim_with_standing(half: HalfView) -> Content:
    """Return the claim and standing of a half in one line."""
    return claim(half.claim, standing(half) if half.claim is not None else None)


def claim_with_speaker_last(half: HalfView) -> Content:
    """Return the claim and standing of a half, the speaker last, for a line that may be cut at its end."""
    statement = half.claim
    if statement is None:
        return status(None, None)
    by = text_styles.dot().join(
        (
            speaker_with_body(statement.speaker, statement.body),
            voice(statement),
        )
    )
    return text_styles.join(
        statement_status(statement),
        text_styles.words(statement.effective_on),
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
    """Return which side owes a commitment, in words."""
    if responsible == "JOINT":
        return tr("both sides owe it, each its own half")
    return tr("{side} owes it", side=label("side", responsible))


def name_with_code(named: Named) -> Content:
    """Return a record's name followed by its code."""
    return text_styles.join(
        text_styles.words(i18n.localize(named.name)), text_styles.words(f"({named.code})", text_styles.MUTED), by=" "
    )


def bodies_in_alternat(bodies: Sequence[Named]) -> list[Named]:
    """Return bodies in the order of the current language."""
    return i18n.in_alternat(bodies, lambda body: body.side)


def lead_codes(row: RegisterRow) -> str:
    """Return the codes of the lead bodies, in the order of the current language."""
    by_side = {"US": row.lead_us, "MX": row.lead_mx}
    return ",".join(code for side in i18n.sides(by_side) if (code := by_side[side]))


def inferred_note(names: Iterable[str]) -> Content:
    """Return ``(inferred)`` when ``names`` is not empty."""
    return text_styles.words(tr("(inferred)"), text_styles.NOTE) if names else text_styles.BLANK


def field_labels(fields: Iterable[str]) -> str:
    """Return labels of fields, separated by commas."""
    return ", ".join(label("field", field) for field in fields)
