"""Text of views for tables and pages. An assessment is marked ≈ and never attributed to the assessed side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.cli.text_tables import Quoted
from accordtrack.i18n import in_alternat, localize, sides, tr, trn
from accordtrack.text import late_entries, provenance, withheld
from accordtrack.text.answers import answer_text, effect_note
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.types import EvidenceView, HalfRow, Named, PositionView, RegisterRow, StatementView


DIGEST = 64


def in_display_order(halves: Sequence[HalfRow]) -> list[HalfRow]:
    """Return halves in the order of the current language: Mexico first in Spanish."""
    return in_alternat(halves, lambda half: half.side)


def status_cell(row: RegisterRow, *, ascii_only: bool) -> str:
    """Return ``US ◔≈ limited`` for one side or ``US ◑ MX ◔`` for both, with a mark when disputed."""
    parts = []
    for half in in_display_order(row.halves):
        sign = status_mark(half.status, half.basis, ascii_only=ascii_only)
        alone = len(row.halves) == 1
        if half.observed:
            sign = wording.observed_status(half.observed, ascii_only=ascii_only)
        parts.append(f"{half.side} {sign}")
        if half.retracted and half.status is None:
            parts.append(tr("taken back"))
        elif alone and not half.observed:
            parts.append(label("short status", half.status or "unreported"))
        if half.retracted and half.status is not None:
            parts.append(tr("(another was taken back)"))
    if row.standing == "disputed":
        parts.append(mark("disputed", ascii_only=ascii_only))
    return " ".join(parts)


def status_in_full(row: RegisterRow, *, ascii_only: bool) -> str:
    """Return each half in words: ``United States: ◔≈ read as limited, no public answer found``."""
    return "; ".join(
        f"{label('side', half.side)}: {_status_words(half, ascii_only=ascii_only)}"
        + (f", {standing_words(half.standing, half.asked_days)}" if half.status else "")
        + (f", {wording.observed_status(half.observed, ascii_only=ascii_only)}" if half.observed else "")
        for half in in_display_order(row.halves)
    )


def _status_words(half: HalfRow, *, ascii_only: bool) -> str:
    if half.retracted and half.status is None:
        return f"{status_mark(None, None, ascii_only=ascii_only)} {tr('statement taken back')}"
    status = wording.status(half.status, half.basis, ascii_only=ascii_only)
    return f"{status} {tr('(another was taken back)')}" if half.retracted else status


def standing_words(standing: str, asked_days: int | None, *, answered: bool = True) -> str:
    """Return the standing in words, with the days waited when an answer was asked for."""
    words = wording.standing(standing, answered=answered)
    return f"{words} ({days_text(asked_days)})" if asked_days is not None else words


def days_text(count: int) -> str:
    """Return a number of days: ``12 days``."""
    return trn("{n} day", "{n} days", count)


def due_cell(row: RegisterRow, *, ascii_only: bool) -> str:
    """Return the due date, with a mark when it is overdue or past a horizon."""
    if row.due_on is None:
        return ""
    sign = mark(row.timeliness, ascii_only=ascii_only)
    return f"{row.due_on} {sign}" if sign else row.due_on


def responsible_sides(responsible: str) -> str:
    """Return the responsible side; for a joint commitment, both sides, each for its own part."""
    if responsible != "JOINT":
        return label("side", responsible)
    first, second = (label("the side", side) for side in sides())
    return tr("{first} and {second}, each for its own part", first=first, second=second)


def text_published_by(responsible: str, text_basis: str) -> str:
    """Return who published the text. For a joint commitment known from one side's text, say also that it is joint."""
    words = label("text basis", text_basis)
    if responsible == "JOINT" and text_basis in {"us_text", "mx_text"}:
        return f"{label('side', 'JOINT')} {words}"
    return words


def lead_codes(row: RegisterRow) -> str:
    """Return the codes of the lead bodies, in the order of the current language."""
    by_side = {"US": row.lead_us, "MX": row.lead_mx}
    return ", ".join(code for side in sides(by_side) if (code := by_side[side]))


def name_with_code(item: Named) -> str:
    """Return ``Name (CODE)``."""
    return f"{localize(item.name)} ({item.code})"


def speaker_words(speaker: str, body: str | None, *, official: bool) -> str:
    """Return the speaker and whether the statement is official: ``Mexico (SRE), official``."""
    who = label("side", speaker) + (f" ({body})" if body else "")
    return f"{who}, {tr('entered by that government')}" if official else f"{who}, {tr('taken from a source')}"


def dates_words(effective_on: str, said_on: str) -> str:
    """Return one date, or both when they differ."""
    if effective_on == said_on:
        return said_on
    return tr("effective {effective}, said on {said}", effective=effective_on, said=said_on)


def halves_words(codes: Iterable[str]) -> str:
    """Return the sides of halves, in the order of the current language."""
    return ", ".join(label("the side", code) for code in sides(codes))


def statement_lines(statement: StatementView, *, ascii_only: bool) -> list[str]:
    """Return the lines of a statement that stands: speaker, status, dates, grade and sources."""
    status = wording.status(statement.status, statement.basis, ascii_only=ascii_only)
    lines = [
        f"{speaker_words(statement.speaker, statement.body, official=statement.official)}: {status}",
        f"{dates_words(statement.effective_on, statement.said_on)}; {label('grade', statement.grade)}; {statement.id}",
        *authorship_lines(statement, ascii_only=ascii_only),
    ]
    if statement.in_force:
        lines.append(tr("in force for {sides}", sides=halves_words(statement.in_force)))
    if statement.is_reading_of and statement.speaker != "JOINT":
        lines.append(
            tr("the other government's assessment of the part of {sides}", sides=halves_words(statement.is_reading_of))
        )
    return [
        *lines,
        late_entries.mark(late=statement.late),
        Quoted(localize(statement.text)),
        *trailing_lines(statement.sources, statement.inferred, statement.handling),
    ]


def position_lines(position: PositionView, *, ascii_only: bool) -> list[str]:
    """Return the lines of an answer: speaker, stance, why it has no effect, what it answers and sources."""
    stance = answer_text(position.stance, position.answered)
    ground = f", {label('ground', position.ground)}" if position.ground else ""
    lines = [
        f"{speaker_words(position.speaker, position.body, official=position.official)}: {stance}{ground}",
        effect_note(position),
        f"{dates_words(position.effective_on, position.said_on)}; {position.id}",
        *authorship_lines(position, ascii_only=ascii_only),
    ]
    if position.half:
        lines.append(tr("on the part of {side}", side=label("the side", position.half)))
    if position.answers:
        lines.append(tr("answers {entry}", entry=position.answers_id or short_id(position.answers)))
    if position.proposed_status:
        sign = mark(position.proposed_status, ascii_only=ascii_only)
        lines.append(tr("proposes {status}", status=f"{sign} {label('status', position.proposed_status)}"))
    late = late_entries.mark(late=position.late)
    return [*lines, late, Quoted(localize(position.reason)), *trailing_lines(position.sources, (), position.handling)]


def evidence_lines(evidence: EvidenceView, *, ascii_only: bool = False) -> list[str]:
    """Return the lines of a piece of evidence: title, grade, file or URL, and what it supports."""
    lines = [
        Quoted(localize(evidence.title)),
        f"{label('grade', evidence.grade)}; {speaker_words(evidence.speaker, evidence.body, official=evidence.official)}",
        f"{dates_words(evidence.effective_on, evidence.said_on)}; {evidence.id}",
        *authorship_lines(evidence, ascii_only=ascii_only),
        evidence.url or "",
    ]
    if evidence.file:
        away = tr("file not public in this copy") if evidence.file.left_out else tr("the file is not in the store")
        lost = "" if evidence.file.present else f" ({away})"
        size = trn("{n} byte", "{n} bytes", evidence.file.size)
        text = f"{evidence.file.name}, " if evidence.file.name else ""
        lines.append(f"{text}{size}, SHA-256 {evidence.file.digest[:16]}…{lost}")
    if evidence.issuer:
        lines.append(tr("issued by {issuer}", issuer=evidence.issuer))
    if evidence.expires_on:
        lines.append(tr("expires on {date}", date=evidence.expires_on))
    if evidence.supports:
        lines.append(tr("supports {statements}", statements=", ".join(evidence.supports)))
    if evidence.withheld:
        lines += [tr("not public: {reason}", reason=localize(evidence.withheld)), withheld.evidence_notice(evidence)]
    return [
        *lines,
        late_entries.mark(late=evidence.late),
        Quoted(localize(evidence.text)),
        *trailing_lines(evidence.sources, evidence.inferred, evidence.handling),
    ]


def authorship_lines(one: StatementView | PositionView | EvidenceView, *, ascii_only: bool) -> list[str]:
    """Return the author of a statement if it is not the side itself, and the side that it waits for."""
    found = (
        str(provenance.mark_and_label(one.provenance, one.feed, accepted=one.accepted, ascii_only=ascii_only)),
        provenance.waits_for(one.waits, one.disputed_by),
    )
    return [line for line in found if line]


def short_id(entry: str) -> str:
    """Return an entry's id unchanged, or the first 12 digits of a hash, which are enough to identify it."""
    return entry[:12] if len(entry) == DIGEST and entry.isalnum() else entry


def trailing_lines(sources: Iterable[str], inferred: Iterable[str], handling: str) -> list[str]:
    """Return the lines for sources, inferred fields and a restrictive handling mark. Absent ones are empty strings."""
    cited, guessed = ", ".join(sources), ", ".join(label("field", name) for name in inferred)
    return [
        tr("sources: {sources}", sources=cited) if cited else "",
        tr("supplied by this tracker: {fields}", fields=guessed) if guessed else "",
        handling if handling != "TLP:CLEAR" else "",
    ]
