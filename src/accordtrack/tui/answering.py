"""Answer targets: the entry under the cursor, if another side wrote or said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from accordtrack import i18n
from accordtrack.text import disputes
from accordtrack.text.answers import answer_text
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.subject import Answered
from accordtrack.tui.tabs import history
from accordtrack.types import EvidenceView, StatementView
from accordtrack.vocabulary import Provenance, Speaker
from accordtrack.wording import entry_kind, label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import CommitmentView, EntryView, PositionView, RegisterInfo, ThreadItem

SIDES = frozenset({"US", "MX"})
KINDS = frozenset({"status.report", "evidence.add", "position.take", "commitment.amend", "commitment.add"})
"""Kinds of entries about a commitment that can be answered."""


def target_for_entry(entry: EntryView, info: RegisterInfo) -> Answered | None:
    """Return the answer target for a history entry.

    Return None for an entry that no other side made, a retracted one, or one of a kind that cannot be answered.
    """
    speaker = entry.speaker or next((desk.side for desk in info.desks if desk.feed == entry.feed), None)
    if entry.kind not in KINDS or entry.body is None or entry.retracted_by is not None:
        return None
    if (attribution := _attribution(entry, speaker, info)) is None:
        return None
    half = (entry.body.get("half") or speaker) if entry.kind in {"status.report", "evidence.add"} else None
    return Answered(entry.hash, half if half in SIDES else None, describe_entry(entry, speaker), **attribution)


def describe_entry(entry: EntryView, speaker: str | None = None) -> Content:
    """Return a one-line description of an entry: its kind, speaker, date and id."""
    return text_styles.join(
        text_styles.words(entry_kind(entry), text_styles.STRONG),
        text_styles.words(label("side", speaker or entry.speaker)),
        text_styles.muted(short_date(entry.known_on or entry.at[:10])),
        text_styles.muted(entry.id),
        history.authorship(entry),
        by=text_styles.dot(),
    )


def target_for_item(item: StatementView | PositionView | EvidenceView, info: RegisterInfo) -> Answered | None:
    """Return the answer target for a statement, an answer or evidence; None if no other side made it."""
    if (attribution := _attribution(item, item.speaker, info)) is None:
        return None
    if isinstance(item, StatementView):
        what, halves = cell_text.status(item.status, item.basis), item.halves
    elif isinstance(item, EvidenceView):
        what, halves = text_styles.words(i18n.localize(item.title), text_styles.STRONG), item.halves
    else:
        what, halves = text_styles.words(answer_text(item.stance, item.answered), text_styles.STRONG), ()
    about = text_styles.join(
        what,
        text_styles.words(cell_text.speaker_with_body(item.speaker, item.body)),
        text_styles.muted(short_date(item.said_on)),
        text_styles.muted(item.id),
        cell_text.authorship(item),
        by=text_styles.dot(),
    )
    return Answered(item.entry, halves[0] if len(halves) == 1 else None, about, **attribution)


def target_for_thread_item(
    word: ThreadItem, half: str | None, info: RegisterInfo, *, observers: bool = False
) -> Answered | None:
    """Return the answer target for a statement of a dispute thread.

    Return None for a request for an answer, a statement of the user's side, or, unless ``observers``, one of an
    observer.
    """
    if _is_not_other_side(word.speaker, info) and not (
        observers and word.speaker == Speaker.OBS and info.seat is not None
    ):
        return None
    if word.kind == "asked":
        return None
    about = text_styles.join(
        text_styles.words(disputes.heading(word), text_styles.STRONG),
        cell_text.status(word.status, word.basis) if word.status else text_styles.BLANK,
        text_styles.words(cell_text.speaker_with_body(word.speaker, word.body)),
        text_styles.muted(short_date(word.said_on)),
        text_styles.muted(word.id),
        by=text_styles.dot(),
    )
    return Answered(word.entry, half, about)


def stances_without_claim(view: CommitmentView, own: str | None) -> tuple[str, ...]:
    """Return the stances for which side ``own`` finds no claim in force to answer.

    These are both stances without any claim, and ``concur`` once the other side has conceded.
    """
    if own is None:
        return ()
    others = [half for half in view.halves if half.side != own and half.claim is not None]
    if not others:
        return ("concur", "dispute")
    return ("concur",) if all(half.settled_by not in {None, own} for half in others) else ()


class _Attribution(TypedDict):
    attributed: bool
    public: bool


def _attribution(
    one: EntryView | StatementView | PositionView | EvidenceView, speaker: str | None, info: RegisterInfo
) -> _Attribution | None:
    """Return whether an entry is in the name of the user's side; None if that side cannot answer it."""
    if not _is_not_other_side(speaker, info):
        return _Attribution(attributed=False, public=False)
    side = info.seat.side if info.seat is not None else None
    if speaker not in SIDES or speaker != side or one.provenance == Provenance.OWN:
        return None
    return _Attribution(attributed=True, public=one.provenance != Provenance.COUNTERPART)


def _is_not_other_side(speaker: str | None, info: RegisterInfo) -> bool:
    """Whether no other side made the statement: it is of the user's side, or of a speaker that is not a side."""
    side = info.seat.side if info.seat is not None else None
    return speaker == side or speaker not in SIDES
