"""Drafts: intents stored locally until an office clears them or their writer resumes them.

A draft keeps what its writer saw and meant: the speaker, the effective date, the exact claim that it answers, and the
digest of each file. The statements it replaces (``base``) and the date of the statement are set when it is cleared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from accordtrack.core.paths import expand_user
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
from accordtrack.service import intent_json
from accordtrack.service.commands import signing
from accordtrack.service.commands.write_context import parse_choice
from accordtrack.service.evidence.inspection import UNREAD, check, is_url
from accordtrack.service.intent_json import Draftable, StoredDraft, Unreadable
from accordtrack.store import draft_rows
from accordtrack.types import Line, Text
from accordtrack.types.intents import AdoptReading, ClearableStatement, TakePosition
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from accordtrack.service.commands.write_context import Proposal, WriteContext
    from accordtrack.store.draft_rows import DraftRow
    from accordtrack.types.intents import Intent

WAITS = Line("Kept as a draft, unsigned and not counted, until an office clears it")
_AGAIN = gettext_lazy("Record the statement again; accordtrack drafts --discard removes the draft.")


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as the screens and the command line show it.

    A damaged draft has only its number, its date and a problem. ``lines`` say what it would write now; ``problem`` says
    why it cannot be cleared. ``changed`` is True if somebody wrote to the commitment since the draft's writer saw it.
    """

    id: int
    made_on: str
    desk: str | None = None
    commitment: str | None = None
    title: Text | None = None
    intent: Draftable | None = None
    voice: Line | None = None
    lines: tuple[Line, ...] = ()
    problem: Problem | None = None
    changed: bool = False


def needs_clearance(bench: WriteContext, intent: Intent) -> bool:
    """Whether an office must clear the intent first: a side's own status or answer, if the settings require it."""
    if not bench.clearance or bench.side is None or not isinstance(intent, ClearableStatement):
        return False
    own = (
        isinstance(intent, AdoptReading)
        or parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker") == bench.side
    )
    return own and not (intent.cleared_by and intent.clearance_ref)


def draft_preview(planned: Proposal) -> Proposal:
    """Return the preview of a draft: the lines of the plan without its entries, and a note that it awaits clearance."""
    return replace(planned, entries=(), lines=(*planned.lines[:-1], WAITS))


def save_draft(bench: WriteContext, intent: Intent, number: int | None = None) -> int:
    """Save ``intent`` as a new draft, or over draft ``number``. Return its number. Refuse an intent that cannot be written."""
    if not isinstance(intent, Draftable):
        raise Refused(Problem("This cannot be kept as a draft", "Statuses, evidence and answers can."))
    if number is not None:
        find_draft(bench, number)
    lasting = _with_absolute_paths(intent)
    whole = replace(bench, look=lambda ref: check(ref, bench.evidence_limit, read=bench.evidence_limit))
    planned = signing.build_proposal(whole, replace(lasting, version=None))
    about = _planned_statement(planned).commitment
    seen = intent.version if intent.version is not None or about is None else bench.state_with_version(about)[1]
    waiting = StoredDraft(
        replace(_with_defaults(lasting, planned), version=seen), about, bench.feed, bench.seat, _digests(planned)
    )
    return draft_rows.save_row(bench.connection, bench.today, intent_json.dumps(waiting), number)


def _with_absolute_paths(intent: Draftable) -> Draftable:
    """Return the intent with absolute paths, so that they do not depend on the working directory."""
    if isinstance(intent, AdoptReading):
        return intent
    here = Path.cwd()
    return replace(
        intent, evidence=tuple(ref if is_url(ref) else str(here / expand_user(ref)) for ref in intent.evidence)
    )


def _with_defaults(intent: Draftable, planned: Proposal) -> Draftable:
    """Return the intent with its defaults filled in, so that it means the same when it is cleared later."""
    body = _planned_statement(planned)
    pinned = replace(intent, effective_on=body.effective_on)
    if not isinstance(pinned, AdoptReading):
        pinned = replace(pinned, speaker=body.speaker)
    if isinstance(pinned, TakePosition) and isinstance(body, PositionTake):
        pinned = replace(pinned, target=body.answers or pinned.target, half=body.half)
    return pinned


def _planned_statement(planned: Proposal) -> StatusReport | EvidenceAdd | PositionTake:
    """Return the statement that a draft would write: the last entry of its plan."""
    return cast("StatusReport | EvidenceAdd | PositionTake", planned.entries[-1].body)


def _digests(planned: Proposal) -> dict[str, str]:
    return {path: digest for entry in planned.entries for path, digest in entry.kept}


def cleared_intent(
    bench: WriteContext, number: int, office: str | None, reference: str | None, version: int | None
) -> Draftable:
    """Return the intent of a draft, ready to write. Refuses a damaged draft, a missing clearance, and changed files."""
    row = find_draft(bench, number)
    waiting = _parse_draft(row)
    if waiting is None:
        raise Refused(_damaged_draft_problem(number))
    intent = replace(waiting.intent, version=version)
    if isinstance(intent, ClearableStatement):
        intent = replace(intent, cleared_by=office, clearance_ref=reference)
    elif office or reference:
        raise Refused(Problem("Evidence does not need clearance", "Leave office and reference out."))
    if needs_clearance(bench, intent):
        advice = "Say which office cleared it, and under which reference."
        raise Refused(Problem("The settings require a clearance", advice))
    if problem := _changed_file_problem(waiting, signing.build_proposal(bench, replace(intent, version=None))):
        raise Refused(problem)
    return intent


def _changed_file_problem(waiting: StoredDraft, planned: Proposal) -> Problem | None:
    found = {
        path: digest for path, digest in _digests(planned).items() if digest != UNREAD
    }  # a plan does not read large files
    changed = next((path for path in found if waiting.files.get(path) != found[path]), None)
    if changed is None:
        return None
    return Problem("The file changed since the draft was kept: {x}", _AGAIN, values={"x": changed})


def delete_draft(bench: WriteContext, number: int) -> None:
    """Delete a draft of this side, or a damaged one."""
    find_draft(bench, number)
    draft_rows.delete_row(bench.connection, number)


def views(bench: WriteContext) -> tuple[DraftView, ...]:
    """Return the drafts of the desk's side, oldest first, and all damaged ones."""
    return tuple(view for row in draft_rows.all_rows(bench.connection) if (view := _view(bench, row)) is not None)


def counts_by_commitment(connection: Connection, side: str) -> dict[str, int]:
    """Return the number of a side's drafts per commitment."""
    counts: dict[str, int] = {}
    for row in draft_rows.all_rows(connection):
        waiting = _parse_draft(row)
        if waiting is not None and waiting.side == side and waiting.about is not None:
            counts[waiting.about] = counts.get(waiting.about, 0) + 1
    return counts


def _parse_draft(row: DraftRow) -> StoredDraft | None:
    try:
        return intent_json.loads(row.intent) if row.sound else None
    except Unreadable:
        return None


def find_draft(bench: WriteContext, number: int) -> DraftRow:
    """Return the draft with that number, if it belongs to this side or is damaged. Refuses any other."""
    row = draft_rows.find_row(bench.connection, number)
    waiting = _parse_draft(row) if row else None
    if row is None or (waiting is not None and waiting.side != bench.seat):
        values = {"n": str(number)}
        raise Refused(Problem("There is no draft {n}", "accordtrack drafts lists them.", values=values, usage=True))
    return row


def _damaged_draft_problem(number: int) -> Problem:
    return Problem("Draft {n} is damaged and is not used", _AGAIN, values={"n": str(number)})


def _view(bench: WriteContext, row: DraftRow) -> DraftView | None:
    waiting = _parse_draft(row)
    if waiting is None:
        return DraftView(row.id, row.made_on, problem=_damaged_draft_problem(row.id))
    if waiting.side != bench.seat:
        return None
    view = DraftView(row.id, row.made_on, waiting.desk, waiting.about, intent=waiting.intent)
    try:
        if waiting.about is not None:
            state, version = bench.state_with_version(waiting.about)
            changed = version != waiting.intent.version
            view = replace(view, title=state.record.title.text, changed=changed)
        planned = signing.build_proposal(bench, replace(waiting.intent, version=None))
    except Refused as why:
        return replace(view, problem=why.problems[0])
    return replace(view, voice=planned.voice, lines=planned.lines[:-1], problem=_changed_file_problem(waiting, planned))
