"""What was said of a commitment as frozen values: answers, evidence, notes, and changes that wait for the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.addresses import title_of
from accordtrack.register.fold import State, covered
from accordtrack.register.lookup import as_text, words
from accordtrack.views import EvidenceView, FileView, NoteView, PositionView, ProposedChange
from accordtrack.vocabulary import Responsible, Side, Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.register.amends import Pending
    from accordtrack.register.items import Item


def position_view(item: Item, state: State) -> PositionView:
    """An answer, with whether it counts now and whether what it answers no longer stands."""
    counts = any(half.answer is item or (half.answer and half.answer.hash == item.hash) for half in state.halves)
    withdrawn = item.hash in state.withdrawn_positions
    if item.body["stance"] == Stance.NOT_AGREED:
        return position_as(item, counts=False, stale=item.body["answers"] not in {None, state.wording.hash})
    to_claim = item.body["speaker"] != Speaker.OBS
    answered = {status.hash for status in state.statuses if status.body["speaker"] in {*Side, Speaker.JOINT}}
    stale = to_claim and not counts and not withdrawn and item.body["answers"] in answered
    return position_as(item, counts=counts, stale=stale)


def position_as(item: Item, *, counts: bool, stale: bool) -> PositionView:
    """An answer, and whether it ``counts`` and is ``stale``."""
    body = item.body
    return PositionView(
        id=item.id,
        entry=item.hash,
        half=body["half"],
        answers=body["answers"],
        speaker=body["speaker"],
        body=body["speaker_body"],
        stance=body["stance"],
        ground=body["ground"],
        reason=as_text(body["reason"]),
        proposed_status=body["proposed_status"],
        official=item.official,
        effective_on=body["effective_on"],
        said_on=body["said_on"],
        sources=tuple(body["sources"]),
        handling=item.handling,
        feed=item.feed,
        by=item.by,
        counts=counts,
        stale=stale,
    )


def evidence_view(
    item: Item, state: State, responsible: Responsible, file_there: Callable[[str], bool]
) -> EvidenceView:
    """Evidence as a frozen value; ``file_there`` says whether the store holds a digest."""
    body = item.body
    named = [status.id for status in state.statuses if item.id in status.body["evidence"]]
    withheld = state.withheld.get(item.id)
    file = body["file"]
    return EvidenceView(
        id=item.id,
        entry=item.hash,
        halves=tuple(side.value for side in covered(item, responsible)),
        supports=tuple(dict.fromkeys([*body["for"], *named])),
        speaker=body["speaker"],
        body=body["speaker_body"],
        title=words(title_of(body, item.id) if withheld else body["title"]),
        grade=body["grade"],
        url=None if withheld else body["url"],
        file=_file(file, file_there, named=withheld is None) if file else None,
        issuer=body["issuer"],
        official=item.official,
        effective_on=body["effective_on"],
        said_on=body["said_on"],
        expires_on=body["expires_on"],
        text=as_text(body["text"]),
        sources=tuple(body["sources"]),
        inferred=tuple(body["inferred"]),
        handling=item.handling,
        withheld=words(withheld.body["reason"]) if withheld else None,
        withheld_by=withheld.feed if withheld else None,
        withheld_under=withheld.body["authority"] if withheld else None,
        feed=item.feed,
    )


def _file(file: Mapping[str, Any], file_there: Callable[[str], bool], *, named: bool) -> FileView:
    name = file["name"] if named else ""
    return FileView(file["digest"], file["size"], name, file_there(file["digest"]))


def note_view(item: Item) -> NoteView:
    """A note."""
    return NoteView(
        id=item.id,
        entry=item.hash,
        text=item.body["text"],
        said_on=item.body["said_on"],
        feed=item.feed,
        by=item.by,
        handling=item.handling,
    )


def proposed_change(pending: Pending) -> ProposedChange:
    """One field that one side changed and the other has not agreed to."""
    return ProposedChange(
        entry=pending.item.id,
        side=pending.item.body["speaker"],
        field=pending.field,
        old=pending.old,
        new=pending.new,
        reason=words(pending.item.body["reason"]),
    )
