"""Describes drafts in text, for the screens and the command line. Texts are not cleaned for display here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import explain, line_text, lines_in_alternat, tr
from accordtrack.text.calendar_names import short_date
from accordtrack.types.intents import AddEvidence, TakePosition

if TYPE_CHECKING:
    from accordtrack.service.drafts import DraftView

KINDS = {"AddEvidence": "evidence.add", "TakePosition": "position.take"}


def kind(draft: DraftView) -> str | None:
    """Return the kind of entry that the draft would write; None if it is damaged."""
    return None if draft.intent is None else KINDS.get(type(draft.intent).__name__, "status.report")


def status(draft: DraftView) -> str | None:
    """Return the status that the draft reports, as the stored value."""
    return getattr(draft.intent, "status", None)


def stance(draft: DraftView) -> str | None:
    """Return the stance that the draft takes, as the stored value."""
    return draft.intent.stance if isinstance(draft.intent, TakePosition) else None


def note_or_reason(draft: DraftView) -> str | None:
    """Return the note or reason that the writer typed."""
    intent = draft.intent
    return intent.reason if isinstance(intent, TakePosition) else getattr(intent, "note", None)


def evidence(draft: DraftView) -> tuple[str, ...]:
    """Return the paths and addresses given as evidence."""
    return getattr(draft.intent, "evidence", ())


def title(draft: DraftView) -> str | None:
    """Return the title of the evidence."""
    return draft.intent.title if isinstance(draft.intent, AddEvidence) else None


def saved_text(draft: DraftView) -> str:
    """Return when and at which desk the draft was saved."""
    return tr("kept on {date} at {desk}", date=short_date(draft.made_on), desk=draft.desk or "?")


def preview_lines(draft: DraftView) -> list[str]:
    """Return the lines that say in whose name and what the draft would write now."""
    return [line_text(line) for line in (*([draft.voice] if draft.voice else []), *lines_in_alternat(draft.lines))]


def warnings(draft: DraftView) -> list[str]:
    """Return the warnings to read before the draft is cleared."""
    found = [explain(draft.problem)] if draft.problem else []
    if draft.changed:
        found.append(tr("Someone has written to the commitment since this was kept: read what it says now"))
    return found
