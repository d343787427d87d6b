"""A draft in words: the same on the screen and on the command line. Nothing is washed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import explain, lines_in_alternat, say, tr
from accordtrack.types.intents import AddEvidence, TakePosition

if TYPE_CHECKING:
    from accordtrack.service.drafts import DraftView

KINDS = {"AddEvidence": "evidence.add", "TakePosition": "position.take"}


def kind(draft: DraftView) -> str | None:
    """The kind of entry that it would write; None when it is damaged."""
    return None if draft.intent is None else KINDS.get(type(draft.intent).__name__, "status.report")


def status(draft: DraftView) -> str | None:
    """The status that it reports, as files write it."""
    return getattr(draft.intent, "status", None)


def stance(draft: DraftView) -> str | None:
    """The stance that it takes, as files write it."""
    return draft.intent.stance if isinstance(draft.intent, TakePosition) else None


def words(draft: DraftView) -> str | None:
    """What its writer typed as note or reason."""
    intent = draft.intent
    return intent.reason if isinstance(intent, TakePosition) else getattr(intent, "note", None)


def evidence(draft: DraftView) -> tuple[str, ...]:
    """Paths and addresses that it names."""
    return getattr(draft.intent, "evidence", ())


def title(draft: DraftView) -> str | None:
    """The title that a piece of evidence was given."""
    return draft.intent.title if isinstance(draft.intent, AddEvidence) else None


def kept(draft: DraftView) -> str:
    """When and at which desk it was kept."""
    return tr("kept on {date} at {desk}", date=draft.made_on, desk=draft.desk or "?")


def would_write(draft: DraftView) -> list[str]:
    """In whose name, and what it would write now."""
    return [say(line) for line in (*([draft.voice] if draft.voice else []), *lines_in_alternat(draft.lines))]


def warnings(draft: DraftView) -> list[str]:
    """What to read before it is cleared."""
    found = [explain(draft.problem)] if draft.problem else []
    if draft.changed:
        found.append(tr("Somebody wrote to the commitment since this was kept: read what stands now"))
    return found
