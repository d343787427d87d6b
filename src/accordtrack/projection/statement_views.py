"""Statements about a commitment as frozen values: answers, evidence, notes, measurements and pending changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

from accordtrack.fields import FURTHER
from accordtrack.ledger.kinds import canonical_body
from accordtrack.ledger.late_entries import NEVER
from accordtrack.projection.fold import State, covered_halves
from accordtrack.projection.late_entries import is_late_entry
from accordtrack.projection.state_grades import grade_of_evidence
from accordtrack.types import EvidenceView, FileView, MeasurementView, NoteView, PositionView, ProposedChange, Text
from accordtrack.types.entries import AnsweredEntry
from accordtrack.vocabulary import Provenance, Responsible, Side, Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.ledger.indicators import Measurement
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import EvidenceAdd, FileRef, NoteAdd, PositionTake
    from accordtrack.projection.amendments import Pending
    from accordtrack.store.acceptance import Verdict
    from accordtrack.store.items import Item


class Authorship(TypedDict):
    """The fields of a view that say who wrote an entry, and what it waits for."""

    provenance: str
    waits: tuple[str, ...]
    accepted: bool


def authorship(verdict: Verdict | None, seat: str, speaker: str | None) -> Authorship:
    """Return who wrote an entry of a desk of ``seat``; without a verdict it is plainly in force."""
    if verdict is not None:
        in_anothers_name = seat in set(Side) and speaker not in {None, seat, Speaker.JOINT}
        return Authorship(
            # The verdict on a correction of a record does not tell in whose name it was recorded.
            provenance=(Provenance.COUNTERPART if in_anothers_name else verdict.provenance).value,
            waits=tuple(side.value for side in verdict.waits),
            accepted=verdict.accepted is not None,
        )
    if seat not in set(Side):
        return Authorship(provenance=Provenance.THIRD_PARTY.value, waits=(), accepted=False)
    own = speaker in {None, seat, Speaker.JOINT}
    return Authorship(provenance=(Provenance.OWN if own else Provenance.COUNTERPART).value, waits=(), accepted=False)


def position_view(item: Item[PositionTake], state: State, began_on: str = NEVER) -> PositionView:
    """Return an answer, with whether it counts now, is stale (what it answers no longer stands) or was replaced."""
    counts = any(half.answer is item or (half.answer and half.answer.hash == item.hash) for half in state.halves)
    withdrawn_on = state.withdrawn_positions.get(item.hash)
    statuses = {status.hash for status in state.statuses if status.body.speaker is not Speaker.OBS}
    if item.body.stance is Stance.NOT_AGREED:
        counts, current, outdated = False, True, item.body.answers not in {None, state.wording.hash}
    else:
        current = item.body.speaker is not Speaker.OBS and item.body.answers in statuses
        outdated = current and not counts and item.body.answers not in state.statuses_in_force
    replaced = current and not counts and not outdated and _is_replaced(item, state)
    view = position_as(item, state, counts=counts, stale=outdated and withdrawn_on is None, began_on=began_on)
    return replace(view, replaced=replaced and withdrawn_on is None, withdrawn_on=withdrawn_on)


def _is_replaced(item: Item[PositionTake], state: State) -> bool:
    """Whether its speaker answered the same entry again later. An attributed answer replaces no official one."""
    body = item.body
    return any(
        (one.body.speaker, one.body.answers) == (body.speaker, body.answers)
        and one.order > item.order
        and (one.official or not item.official)
        and one.hash not in state.withdrawn_positions
        for one in state.positions
    )


def answered_entry(item: Item[PositionTake], state: State) -> AnsweredEntry | None:
    """Return what an answer answers; None if it was taken back."""
    found = _find_answered(item, state)
    return None if found is None else AnsweredEntry(found.kind, tuple(getattr(found.body, "fields", ())))


def _find_answered(item: Item[PositionTake], state: State) -> Item[Any] | None:
    """Return the entry about the same commitment that an answer answers, in force or not."""
    entries = (*state.items, *state.waiting)
    return next((one for one in entries if one.hash == item.body.answers), None)


def position_as(
    item: Item[PositionTake], state: State, *, counts: bool, stale: bool, began_on: str = NEVER
) -> PositionView:
    """Return an answer with the given ``counts`` and ``stale``."""
    body, answered = item.body, _find_answered(item, state)
    return PositionView(
        id=item.id,
        entry=item.hash,
        half=body.half,
        answers=body.answers,
        speaker=body.speaker,
        body=body.speaker_body,
        stance=body.stance,
        ground=body.ground,
        reason=Text.from_bilingual(body.reason),
        proposed_status=body.proposed_status,
        official=item.official,
        effective_on=body.effective_on,
        said_on=body.said_on,
        sources=tuple(body.sources),
        handling=item.handling,
        feed=item.feed,
        by=item.by,
        counts=counts,
        stale=stale,
        **authorship(item.verdict, item.seat, body.speaker),
        late=is_late_entry(item, began_on),
        answers_id=answered.id if answered is not None else None,
        answered=answered_entry(item, state),
    )


def title_of(evidence: EvidenceAdd, instead: str) -> Text:
    """Return a title for withheld evidence: ``instead`` if the real title contains its address or file name."""
    title = Text(evidence.title.en, evidence.title.es)
    secrets = [secret for secret in (evidence.url, evidence.file and evidence.file.name) if secret]
    reveals_secret = any(secret in words for secret in secrets for words in (title.en, title.es))
    return Text(instead, instead) if reveals_secret else title


def evidence_view(
    item: Item[EvidenceAdd],
    state: State,
    responsible: Responsible,
    file_there: Callable[[str], bool],
    began_on: str = NEVER,
) -> EvidenceView:
    """Return evidence as a frozen value. ``file_there`` says whether the evidence store holds a digest.

    ``began_on`` is the day on which the register was begun, which decides about late entries.
    """
    body = item.body
    names = [status.id for status in state.statuses if item.id in status.body.evidence]
    withheld = state.withheld.get(item.id)
    file = body.file
    return EvidenceView(
        id=item.id,
        entry=item.hash,
        halves=tuple(side.value for side in covered_halves(item, responsible)),
        supports=tuple(dict.fromkeys([*body.for_, *names])),
        speaker=body.speaker,
        body=body.speaker_body,
        title=title_of(body, item.id) if withheld else body.title.text,
        grade=grade_of_evidence(item, state),
        url=None if withheld else body.url,
        file=_file(file, file_there, named=withheld is None) if file else None,
        issuer=body.issuer,
        official=item.official,
        effective_on=body.effective_on,
        said_on=body.said_on,
        expires_on=body.expires_on,
        text=Text.from_bilingual(body.text),
        sources=tuple(body.sources),
        inferred=tuple(body.inferred),
        handling=item.handling,
        withheld=withheld.body.reason.text if withheld else None,
        withheld_by=withheld.feed if withheld else None,
        withheld_under=withheld.body.authority if withheld else None,
        feed=item.feed,
        **authorship(item.verdict, item.seat, body.speaker),
        late=is_late_entry(item, began_on),
    )


def _file(file: FileRef, file_there: Callable[[str], bool], *, named: bool) -> FileView:
    name = file.name if named else ""
    return FileView(file.digest, file.size, name, file_there(file.digest))


def note_view(item: Item[NoteAdd], began_on: str = NEVER) -> NoteView:
    """Return a note as a frozen value."""
    return NoteView(
        id=item.id,
        entry=item.hash,
        text=item.body.text,
        said_on=item.body.said_on,
        feed=item.feed,
        by=item.by,
        handling=item.handling,
        late=is_late_entry(item, began_on),
        provenance=(item.verdict.provenance if item.verdict else Provenance.OWN).value,
    )


def further_fields(record: Commitment) -> tuple[tuple[str, Any], ...]:
    """Return the further fields of a commitment that have a value, by name, as plain JSON values."""
    if not FURTHER:
        return ()
    values = canonical_body(record)
    return tuple((one.name, value) for one in FURTHER if (value := values.get(one.name)) not in (None, []))


def proposed_change(pending: Pending) -> ProposedChange:
    """Return a field that one side changed and to which the other has not agreed."""
    return ProposedChange(
        entry=pending.item.id,
        side=pending.item.seat if pending.item.seat in set(Side) else pending.item.body.speaker,
        field=pending.field,
        old=pending.old,
        new=pending.new,
        reason=pending.item.body.reason.text,
        waits=tuple(side.value for side in pending.item.waits),
    )


def measurement_view(body: Measurement) -> MeasurementView:
    """Return a measurement as a frozen value."""
    value = body.value if body.value is not None else f"{body.numerator}/{body.denominator}"
    return MeasurementView(
        series=body.series,
        period_start=body.period_start,
        period_end=body.period_end,
        value=value,
        qualifier=body.qualifier,
        grade=body.grade,
        party=body.party,
        published_on=body.published_on,
        precision=body.precision,
        state=body.state,
        confirm=body.confirm,
        source=body.source,
        note=Text.from_bilingual(body.note),
    )
